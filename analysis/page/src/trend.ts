/* SPDX-License-Identifier: Apache-2.0 */
/* trend.ts - several runs as lines, beside what was published before. */
import * as Plot from "@observablehq/plot";

import { fit, tidy } from "./bars";
import { h, table } from "./dom";
import type { Report, Run } from "./report";
import { date, month, number, percent, t } from "./text";

const LINES = ["web", "mail", "agreement"] as const;
type Line = (typeof LINES)[number];

interface Point {
	line: Line;
	when: Date;
	share: number;
}

const share = ({ all }: Run, line: Line) => line === "agreement" ?
	all.agreement.met : all.services[line].fully;

/* Shares without a whole are no points. */
const measured = (report: Report): Point[] => LINES.flatMap((line) =>
	report.runs.filter((run) => share(run, line).of > 0).map((run) => ({
		line, when: new Date(run.started),
		share: share(run, line).count / share(run, line).of * 100 })));

const published = (report: Report): Point[] =>
	report.history.flatMap((past) => (["web", "mail"] as const)
		.map((line) => ({ line, when: new Date(past.date),
			share: past[`${line}_percent`] })));

function draw(report: Report, width: number): Element {
	const ours = measured(report), theirs = published(report);
	const named = { x: "when", y: "share", stroke: "line" } as const;
	const chart = Plot.plot({
		width, height: 300, marginLeft: 40, marginRight: 90,
		x: { type: "utc", label: null, ticks: Math.min(8, width / 110) },
		y: { domain: [0, 100], grid: true, label: "%" },
		color: { domain: [...LINES],
			range: LINES.map((line) => `var(--line-${line})`) },
		marks: [
			Plot.lineY(theirs, { ...named, strokeDasharray: "3 4" }),
			Plot.dot(theirs, { ...named, fill: "var(--surface)", r: 4 }),
			Plot.lineY(ours, { ...named, strokeWidth: 2.5 }),
			Plot.dot(ours, { ...named, fill: "line", r: 3.5 }),
			Plot.text(ours, Plot.selectLast({ x: "when", y: "share",
				z: "line", text: (p: Point) => t(p.line), fill: "line",
				textAnchor: "start", dx: 8, fontWeight: 600 })),
		],
	});
	return tidy(chart, t("trend"));
}

export function trend(report: Report): HTMLElement | null {
	if (report.runs.length < 2)
		return null;
	const canvas = h("div", { class: "canvas" });
	fit(canvas, (width) => draw(report, width));
	const rows = [
		...report.history.map((past) => [month(past.date),
			number(past.domains), `${past.web_percent}%`, `${past.mail_percent}%`, "–",
			past.source]),
		...report.runs.map((run) => [date(run.started),
			number(run.all.domains), ...LINES.map((line) => percent(share(run, line))), run.path]),
	];
	return h("figure", {}, canvas,
		h("details", {}, h("summary", {}, t("as_table")),
			table(t("trend"), [t("trend_run"), t("domains"), ...LINES.map((l) => t(l)),
				t("source")], rows)));
}
