/* SPDX-License-Identifier: Apache-2.0 */
/* diff_page.ts - the page of a comparison, from its blocks. */
import { readLines, readOnly, type Change, type Place } from "./data";
import { changes } from "./changes";
import type { Diff } from "./diff";
import { openDifferences } from "./differences";
import { about, causes, headline, sectors, services }
	from "./diff_summary";
import type { Page } from "./frame";
import { date, place, t } from "./text";

function make(diff: Diff, rows: Change[], before: Map<string, Place>): Page {
	const list = changes(rows, (row) =>
		openDifferences(row, before.get(row.name), diff));
	const { old, new: now } = diff;
	const key = old.vantage === now.vantage ? "compared" :
		"compared_vantages";
	/* Of one day, the hour tells which was first. */
	const hour = old.started.slice(0, 10) === now.started.slice(0, 10);
	return {
		title: t("diff_title"),
		about: t(key, {
			old: date(old.started, hour), new: date(now.started, hour),
			vantage: place(now.vantage),
			old_vantage: place(old.vantage) }),
		sections: [headline(diff), services(diff), sectors(rows, list.find),
			causes(rows, list.find), list.element, about(diff),
		].filter((section) => section !== null),
	};
}

export async function diffPage(): Promise<() => Page> {
	const [diff, rows, before] = await Promise.all([
		readOnly<Diff>("diff"),
		readLines("changes", (row: Change, place): Change =>
			({ ...row, ...place })),
		readLines("names", (name: string, place): [string, Place] =>
			[name, place])]);
	return () => make(diff, rows, new Map(before));
}
