/* SPDX-License-Identifier: Apache-2.0 */
/* report_page.ts - the page of a report, from its blocks. */
import { readLines, readOnly, type Row } from "./data";
import { openEvidence } from "./evidence";
import { exchange } from "./exchange";
import type { Page } from "./frame";
import { list } from "./list";
import { latest, type Report } from "./report";
import { about, causes, findings, headline, overTime, platforms, sectors }
	from "./summary";
import { date, number, place, t } from "./text";

function make(report: Report, rows: Row[]): Page {
	const run = latest(report);
	const domains = list(rows, run.shared_causes, openEvidence);
	return {
		title: t("title"),
		about: t("measured", { domains: number(rows.length),
			vantage: place(run.vantage),
			date: date(run.started) }),
		sections: [headline(report), sectors(report), overTime(report),
			platforms(report), exchange(rows, openEvidence),
			causes(report, domains.find), findings(report, domains.find),
			domains.element, about(report),
		].filter((section) => section !== null),
	};
}

export async function reportPage(): Promise<() => Page> {
	const [report, rows] = await Promise.all([
		readOnly<Report>("report"),
		readLines("rows", (row: Row, place): Row => ({ ...row, ...place }))]);
	return () => make(report, rows);
}
