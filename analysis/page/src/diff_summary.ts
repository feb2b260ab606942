/* SPDX-License-Identifier: Apache-2.0 */
/* diff_summary.ts - the sections that show the sums of a comparison. */
import * as Plot from "@observablehq/plot";

import { fit, legend, tidy } from "./bars";
import { step, stepLabel } from "./changes";
import { SERVICES, type Change, type Service } from "./data";
import { CHANGES, type Count, type Diff, type DiffRun } from "./diff";
import { chip, h, stranger, table } from "./dom";
import type { Grid } from "./grid";
import { facts, note, section, warning } from "./section";
import { date, group, number, place, t, word, type Key } from "./text";

const LINE_PX = 44;
const BAR_TOP_PX = 20;

const warnings = (diff: Diff) => warning([
	!diff.old.complete && t("incomplete_old"),
	!diff.new.complete && t("incomplete_new"),
	...[diff.old, diff.new].map((run) => run.altered_line > 0 &&
		t("altered", { n: number(run.altered_line) })),
	diff.old.vantage !== diff.new.vantage && t("other_vantage"),
	(diff.old.unchecked_vantage || diff.new.unchecked_vantage) &&
		t("unchecked"),
]);

export function headline(diff: Diff): HTMLElement {
	const { worse, better, changed, unchanged } = diff.domains;
	const tile = (change: (typeof CHANGES)[number]) =>
		h("li", { class: "tile" },
			h("span", { class: "tile-name" }, t(`domains_${change}`)),
			h("strong", {}, number(diff.domains[change])));
	return section("headline", "diff_headline", warnings(diff),
		h("p", { class: "lead" }, t("diff_lead", {
			worse: number(worse), better: number(better),
			both: number(worse + better + changed + unchanged) })),
		h("ul", { class: "tiles" }, ...CHANGES.map(tile)),
		h("p", {}, t("diff_agreement", {
			better: number(diff.agreement.better),
			worse: number(diff.agreement.worse) })),
		note("diff_note"));
}

type Line = Count & { name: string };

const lines = (diff: Diff): Line[] => [
	...SERVICES.map((service) => ({ ...diff.services[service],
		name: t(service) })),
	{ ...diff.agreement, name: t("agreement") }];

/* Worse to the left, better to the right of a line. */
function draw(all: Line[], width: number): Element {
	const max = Math.max(1, ...all.flatMap((n) => [n.worse, n.better]));
	const label = { y: "name", dy: 12 - LINE_PX / 2 } as const;
	const bar = { y: "name", insetTop: BAR_TOP_PX, insetBottom: 6 } as const;
	return tidy(Plot.plot({
		width, height: all.length * LINE_PX + 4, marginTop: 2,
		marginBottom: 2, marginLeft: 1, marginRight: 1,
		x: { axis: null, domain: [-max, max] },
		y: { axis: null, domain: all.map((n) => n.name), padding: 0 },
		marks: [
			Plot.barX(all, { ...bar, x: (n: Line) => -n.worse,
				fill: "var(--worse)" }),
			Plot.barX(all, { ...bar, x: "better",
				fill: "var(--better)" }),
			Plot.ruleX([0], { stroke: "var(--control)" }),
			Plot.text(all, { ...label, x: -max, text: "name", dx: 1,
				textAnchor: "start", fontWeight: 600 }),
			Plot.text(all, { ...label, x: 0, dx: -8, textAnchor: "end",
				text: (n: Line) => number(n.worse) }),
			Plot.text(all, { ...label, x: 0, dx: 8, textAnchor: "start",
				text: (n: Line) => number(n.better) }),
		],
	}), t("diff_services"));
}

export function services(diff: Diff): HTMLElement {
	const canvas = h("div", { class: "canvas" }), all = lines(diff);
	const columns = ["worse", "better", "changed", "unchanged", "unknown"] as
		const;
	fit(canvas, (width) => draw(all, width));
	return section("services", "diff_services",
		h("figure", {}, legend(["worse", "better"]), canvas),
		table(t("diff_services"), ["", ...columns.map((key) => key ===
			"unknown" ? t("of_which_unknown") : word(key))],
			all.map((n) => [n.name,
				...columns.map((key) => number(n[key]))])),
		note("diff_services_note"));
}

interface Cause {
	service: Service;
	change: string;
	code: string;
	domains: number;
}

/* From which class to which, the most frequent first. */
function count(rows: Change[]): Cause[] {
	const all = new Map<string, Cause>();
	for (const row of rows)
		for (const service of SERVICES) {
			const change = row[service];
			if (change === undefined)
				continue;
			const code = step(change);
			const key = `${service} ${change.change} ${code}`;
			const cause = all.get(key) ??
				{ service, change: change.change, code, domains: 0 };
			cause.domains++;
			all.set(key, cause);
		}
	return [...all.values()].sort((a, b) => b.domains - a.domains);
}

export function causes(rows: Change[], find: Grid["find"]): HTMLElement {
	const lead = ({ service, code }: Cause) => h("button", { type: "button",
		class: "link", click: () => find("", { [service]: code }) },
		`${t(service)}: ${stepLabel(code)}`);
	const found = count(rows);
	return section("causes", "diff_causes", note("diff_causes_note"),
		found.length === 0 ? note("diff_causes_none") :
			table(t("diff_causes"), [t("domains"), t("change"), t("step")],
				found.map((cause) => [number(cause.domains),
					chip(cause.change), lead(cause)]),
				{ class: "scroll tall causes" }));
}

/* How many domains of each sector changed how. */
export function sectors(rows: Change[], find: Grid["find"]):
	HTMLElement | null {
	const columns = CHANGES.filter((change) => change !== "unchanged");
	const names = [...new Set(rows.map((row) => row.group))].sort();
	const lead = (name: string) => h("button", { type: "button",
		class: "link", click: () => find("", { group: name }) },
		stranger(group(name)));
	const count = (name: string, change: string) => rows.filter((row) =>
		row.group === name && row.change === change).length;
	return names.length < 2 ? null : section("sectors", "sectors",
		note("diff_sectors_note"),
		table(t("sectors"), [t("group"), ...columns.map(word)],
			names.map((name) => [lead(name), ...columns.map((change) =>
				number(count(name, change)))])));
}

export function about(diff: Diff): HTMLElement {
	const yes = (is: boolean) => t(is ? "yes_word" : "no_word");
	const of = (run: DiffRun): [Key, string][] => [
		["started", date(run.started, true)],
		["vantage", place(run.vantage)],
		["domains", number(run.domains)],
		["complete", yes(run.complete)],
		["checked", yes(!run.unchecked_vantage)],
		["file", run.path],
	];
	return section("about", "about", h("p", {}, t("about_diff")),
		h("h3", {}, t("before")), facts(of(diff.old)),
		h("h3", {}, t("after")), facts(of(diff.new)));
}
