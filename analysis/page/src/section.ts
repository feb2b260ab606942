/* SPDX-License-Identifier: Apache-2.0 */
/* section.ts - the parts that sections of the page are made of. */
import { h, stranger } from "./dom";
import { t, type Key } from "./text";

export function section(id: string, title: Key, ...children: (Node | null)[]) {
	const heading = h("h2", { id: `${id}-title`, tabindex: -1 }, t(title));
	return h("section", { id, "aria-labelledby": `${id}-title` },
		heading, ...children);
}

export const note = (key: Key, values = {}) =>
	h("p", { class: "note" }, t(key, values));

/* What a reader must know first. */
export const warning = (texts: (string | false)[]): HTMLElement | null => {
	const some = texts.filter((text) => text !== false);
	return some.length === 0 ? null : h("div", { class: "warning" },
		...some.map((text) => h("p", {}, text)));
};

export const facts = (shown: [Key, string][]) => h("dl", { class: "facts" },
	...shown.flatMap(([key, value]) =>
		[h("dt", {}, t(key)), h("dd", {}, stranger(value))]));
