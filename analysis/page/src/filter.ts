/* SPDX-License-Identifier: Apache-2.0 */
/* filter.ts - the search box and the choices above a table of domains. */
import type { Named } from "./data";
import { h } from "./dom";
import { t, type Key } from "./text";

/* Something to choose by: what a row has of it, and how that is shown. */
export interface Choice<R> {
	key: Key;
	values: (row: R) => string[];
	label: (code: string) => string;
}

function select<R>(rows: R[], { key, values, label }: Choice<R>,
	changed: () => void) {
	const codes = [...new Set(rows.flatMap(values))];
	const options = codes.map((code) => ({ code, label: label(code) }));
	options.sort((a, b) => a.label.localeCompare(b.label));
	return h("select", { name: key, change: changed },
		h("option", { value: "*" }, t("any")),
		...options.map(({ code, label }) =>
			h("option", { value: `=${code}` }, label)));
}

/* Where the search box looks, in lower case. */
const haystacks = new WeakMap<Named, string>();

function haystack(row: Named): string {
	let text = haystacks.get(row);
	if (text === undefined) {
		text = [row.name, row.organisation, ...row.also ?? []].join("\n")
			.toLowerCase();
		haystacks.set(row, text);
	}
	return text;
}

export class Filter<R extends Named> {
	readonly element: HTMLElement;
	private readonly search: HTMLInputElement;
	private readonly selects: [Choice<R>, HTMLSelectElement][];

	constructor(rows: R[], choices: Choice<R>[],
		private readonly changed: () => void) {
		this.search = h("input", { type: "search", name: "search",
			placeholder: t("search_hint"), autocomplete: "off",
			input: changed });
		this.selects = choices.map((choice) =>
			[choice, select(rows, choice, changed)]);
		const labelled = (key: Key, control: HTMLElement, name = "") =>
			h("label", { class: name }, h("span", {}, t(key)), control);
		this.element = h("form", { class: "filter", role: "search",
			submit: (event) => event.preventDefault() },
			labelled("search", this.search, "wide"),
			...this.selects.map(([{ key }, control]) =>
				labelled(key, control)),
			h("button", { type: "button", click: () => this.find("") },
				t("reset")));
	}

	/* Searches for that text, and chooses nothing but these. */
	find(text: string, chosen: Partial<Record<Key, string>> = {}): void {
		this.search.value = text;
		for (const [{ key }, control] of this.selects)
			control.value = key in chosen ? `=${chosen[key]}` : "*";
		this.changed();
	}

	/* What the controls ask for, for each row. */
	test(): (row: R) => boolean {
		const text = this.search.value.trim().toLowerCase();
		const wanted = this.selects
			.filter(([, control]) => control.value !== "*")
			.map(([choice, control]) =>
				[choice, control.value.slice(1)] as const);
		return (row) => haystack(row).includes(text) &&
			wanted.every(([{ values }, code]) =>
				values(row).includes(code));
	}
}
