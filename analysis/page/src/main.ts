/* SPDX-License-Identifier: Apache-2.0 */
/* main.ts - puts the page together, and again in another language. */
import { readOnly, readRows, type Row } from "./data";
import { h } from "./dom";
import { openEvidence } from "./evidence";
import { exchange } from "./exchange";
import { list } from "./list";
import { latest, type Report } from "./report";
import { about, causes, headline, overTime, platforms, sectors }
	from "./summary";
import { currentLanguage, date, number, setLanguage, t, type Key }
	from "./text";
import { setTheme } from "./theme";

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

function masthead(report: Report, rows: Row[]): HTMLElement {
	const run = latest(report);
	return h("header", { class: "masthead" },
		h("div", {},
			h("h1", {}, t("title")),
			h("p", {}, t("measured", { domains: number(rows.length),
				vantage: run.vantage || t("nowhere"),
				date: date(run.started) }))),
		h("div", { class: "controls no-print" },
			choice("language", currentLanguage(),
				[["nl", "Nederlands"], ["en", "English"]], (language) => {
					setLanguage(language);
					draw(report, rows);
					document.getElementsByName("language")[0].focus();
				}),
			choice("theme", theme, [["auto", t("theme_auto")],
				["light", t("theme_light")], ["dark", t("theme_dark")]],
				(chosen) => setTheme(theme = chosen)),
			h("button", { type: "button", click: () => print() },
				t("print"))));
}

const contents = (sections: HTMLElement[]) => h("nav",
	{ class: "contents no-print", "aria-label": t("contents") },
	h("ul", {}, ...sections.map((section) => h("li", {},
		h("a", { href: `#${section.id}` },
			section.querySelector("h2")?.textContent)))));

function draw(report: Report, rows: Row[]): void {
	const domains = list(rows, openEvidence);
	const sections = [
		headline(report), sectors(report), overTime(report),
		platforms(report), exchange(rows, openEvidence),
		causes(report, domains.find), domains.element, about(report),
	].filter((section) => section !== null);
	document.title = `reach46: ${t("title")}`;
	document.body.querySelectorAll(".page").forEach((old) => old.remove());
	document.body.prepend(h("div", { class: "page" },
		h("a", { href: "#list", class: "skip" }, t("skip")),
		masthead(report, rows), contents(sections),
		h("main", {}, ...sections)));
}

async function readReport(): Promise<Report> {
	return { ...await readOnly<Report>("report"),
		policy: await readOnly("policy") };
}

setLanguage(navigator.language);
const [report, rows] = await Promise.all([readReport(), readRows()]);
draw(report, rows);
performance.mark("ready");
document.documentElement.dataset.ready = "yes";
