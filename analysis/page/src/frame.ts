/* SPDX-License-Identifier: Apache-2.0 */
/* frame.ts - what is around the sections: title, language, theme, contents. */
import { h } from "./dom";
import { currentLanguage, setLanguage, t, type Key } from "./text";
import { setTheme } from "./theme";

/* A page in the language that is chosen. */
export interface Page {
	title: string;
	about: string;
	sections: HTMLElement[];
}

/* Keeps what was chosen when the page is drawn anew. */
let theme = "auto";

function choice(key: Key, value: string, options: [string, string][],
	choose: (value: string) => void): HTMLElement {
	const select = h("select", { name: key,
		change: () => choose(select.value) },
		...options.map(([code, label]) => h("option",
			{ value: code, selected: code === value }, label)));
	return h("label", {}, h("span", {}, t(key)), select);
}

const masthead = ({ title, about }: Page, again: () => void) => h("header",
	{ class: "masthead" },
	h("div", {}, h("h1", {}, title), h("p", {}, about)),
	h("div", { class: "controls no-print" },
		choice("language", currentLanguage(),
			[["nl", "Nederlands"], ["en", "English"]], (language) => {
				setLanguage(language);
				again();
				document.getElementsByName("language")[0].focus();
			}),
		choice("theme", theme, [["auto", t("theme_auto")],
			["light", t("theme_light")], ["dark", t("theme_dark")]],
			(chosen) => setTheme(theme = chosen)),
		h("button", { type: "button", click: () => print() }, t("print"))));

const contents = (sections: HTMLElement[]) => h("nav",
	{ class: "contents no-print", "aria-label": t("contents") },
	h("ul", {}, ...sections.map((section) => h("li", {},
		h("a", { href: `#${section.id}` },
			section.querySelector("h2")?.textContent)))));

/* Draws the page, and again in another language. */
export function draw(make: () => Page): void {
	const page = make();
	document.title = `reach46: ${page.title}`;
	document.body.querySelectorAll(".page").forEach((old) => old.remove());
	document.body.prepend(h("div", { class: "page" },
		h("a", { href: "#list", class: "skip" }, t("skip")),
		masthead(page, () => draw(make)), contents(page.sections),
		h("main", {}, ...page.sections)));
}
