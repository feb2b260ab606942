/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dom.ts - elements from what they are made of.
 *
 * Texts become text nodes, so that nothing in a run file is ever markup.
 */
import { word } from "./text";
import { tone } from "./theme";

type Child = Node | string | number | null | undefined | false;
type Attribute = string | number | boolean | null | undefined |
	((event: Event) => void);

/* A function is a listener; true is an empty attribute, false is none. */
export function h<K extends keyof HTMLElementTagNameMap>(
	tag: K,
	attributes: Record<string, Attribute> = {},
	...children: Child[]
): HTMLElementTagNameMap[K] {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (typeof value === "function")
			element.addEventListener(name, value);
		else if (value === true)
			element.setAttribute(name, "");
		else if (value !== false && value !== null && value !== undefined)
			element.setAttribute(name, String(value));
	}
	for (const child of children)
		if (child !== null && child !== undefined && child !== false)
			element.append(child instanceof Node ? child : String(child));
	return element;
}

/* A stranger's text: its direction stays its own. */
export const stranger = (text: string) => h("bdi", {}, text);

/* Two in a cell: beside each other, or below where there is no room. */
export const pair = (...both: Child[]) => h("div", { class: "pair" },
	...both.map((one) => h("div", {}, one)));

/* A word of the run file, in the colour of what it means. */
export const chip = (code: string) =>
	h("span", { class: `chip ${tone(code)}` }, word(code));

export function table(
	caption: string, heads: string[], rows: Child[][], attributes = {},
): HTMLElement {
	const cells = (row: Child[]) => row.map((cell, i) =>
		i === 0 ? h("th", { scope: "row" }, cell) : h("td", {}, cell));
	return h("div", { class: "scroll", tabindex: 0, role: "region",
		"aria-label": caption, ...attributes },
		h("table", {},
			h("caption", {}, caption),
			h("thead", {}, h("tr", {},
				...heads.map((head) => h("th", { scope: "col" }, head)))),
			h("tbody", {}, ...rows.map((row) =>
				h("tr", {}, ...cells(row))))));
}
