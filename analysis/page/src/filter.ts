/* SPDX-License-Identifier: Apache-2.0 */
/* filter.ts - the search box and the choices above the list of domains. */
import type { Row } from "./data";
import { h } from "./dom";
import { group, platform, t, word, type Key } from "./text";

/* What can be chosen, and how its values are shown. */
const CHOICES = {
	group, agreement: word, web: word, www: word, mail: word, dns: word,
	mail_platform: platform, exchange_online: word, finding: word,
} as const;
type Choice = keyof typeof CHOICES;

/* In no order that a word has: those of the run itself. */
const values = (row: Row, choice: Choice): string[] =>
	choice === "finding" ? row.findings : [row[choice]];

function select(rows: Row[], choice: Choice, changed: () => void) {
	const codes = [...new Set(rows.flatMap((row) => values(row, choice)))];
	const options = codes.map((code) => ({ code,
		label: CHOICES[choice](code) }));
	options.sort((a, b) => a.label.localeCompare(b.label));
	return h("select", { name: choice, change: changed },
		h("option", { value: "*" }, t("any")),
		...options.map(({ code, label }) =>
			h("option", { value: `=${code}` }, label)));
}

/* Where the search box looks, in lower case. */
const haystacks = new WeakMap<Row, string>();

function haystack(row: Row): string {
	let text = haystacks.get(row);
	if (text === undefined) {
		text = [row.name, row.organisation, ...row.also].join("\n")
			.toLowerCase();
		haystacks.set(row, text);
	}
	return text;
}

export class Filter {
	readonly element: HTMLElement;
	private readonly search: HTMLInputElement;
	private readonly selects: [Choice, HTMLSelectElement][];

	constructor(rows: Row[], private readonly changed: () => void) {
		this.search = h("input", { type: "search", name: "search",
			placeholder: t("search_hint"), autocomplete: "off",
			input: changed });
		this.selects = (Object.keys(CHOICES) as Choice[]).map((choice) =>
			[choice, select(rows, choice, changed)]);
		const labelled = (key: Key, control: HTMLElement, name = "") =>
			h("label", { class: name }, h("span", {}, t(key)), control);
		this.element = h("form", { class: "filter", role: "search",
			submit: (event) => event.preventDefault() },
			labelled("search", this.search, "wide"),
			...this.selects.map(([choice, control]) =>
				labelled(choice, control)),
			h("button", { type: "button", click: () => this.find("") },
				t("reset")));
	}

	/* Searches for that text, and chooses nothing else. */
	find(text: string): void {
		this.search.value = text;
		for (const [, control] of this.selects)
			control.value = "*";
		this.changed();
	}

	/* What the controls ask for, for each row. */
	test(): (row: Row) => boolean {
		const text = this.search.value.trim().toLowerCase();
		const wanted = this.selects
			.filter(([, control]) => control.value !== "*")
			.map(([choice, control]) =>
				[choice, control.value.slice(1)] as const);
		return (row) => haystack(row).includes(text) &&
			wanted.every(([choice, code]) =>
				values(row, choice).includes(code));
	}
}
