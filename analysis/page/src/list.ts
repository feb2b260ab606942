/* SPDX-License-Identifier: Apache-2.0 */
/* list.ts - the table of all domains of a run. */
import type { CellComponent } from "tabulator-tables";

import type { Row } from "./data";
import { chip } from "./dom";
import type { Choice } from "./filter";
import { column, grid, nameColumn, textColumn, type Grid } from "./grid";
import type { Cause } from "./report";
import { group, platform, t, word, type Key } from "./text";

/* A cause as a word to choose by. */
export const causeCode = ({ kind, subject }: Pick<Cause, "kind" | "subject">) =>
	`${kind} ${subject}`;

function causeChoice(shared: Cause[]): Choice<Row> {
	const labels = new Map(shared.map((cause) => [causeCode(cause),
		`${t(`cause_${cause.kind}` as Key)}: ${cause.subject}`]));
	return { key: "cause", label: (code) => labels.get(code) ?? code,
		values: ({ causes }) => causes.map(([kind, subject]) =>
			causeCode({ kind, subject })).filter((code) =>
			labels.has(code)) };
}

const CHOICES: Choice<Row>[] = ([
	["group", group], ["agreement", word], ["web", word], ["www", word],
	["mail", word], ["dns", word], ["mail_platform", platform],
	["exchange_online", word],
] as const).map(([key, label]): Choice<Row> =>
	({ key, label, values: (row) => [row[key]] }));
CHOICES.push({ key: "finding", label: word,
	values: (row) => row.findings });

const coded = { formatter: (cell: CellComponent) =>
	chip(String(cell.getValue())), minWidth: 118 };

const columns = (open: (row: Row) => void) => [
	nameColumn(open),
	column("agreement", { ...coded, responsive: 0 }),
	column("web", { ...coded, responsive: 1 }),
	column("mail", { ...coded, responsive: 1 }),
	column("dns", { ...coded, minWidth: 126, responsive: 2 }),
	column("www", { ...coded, responsive: 3 }),
	textColumn("organisation", (text) => text,
		{ minWidth: 150, widthGrow: 6, responsive: 4 }),
	textColumn("group", group, { minWidth: 172, responsive: 5 }),
	textColumn("mail_platform", platform, { minWidth: 130, responsive: 6 }),
];

export const list = (rows: Row[], shared: Cause[],
	open: (row: Row) => void): Grid =>
	grid(rows, { title: "list", columns: columns(open),
		choices: [...CHOICES, causeChoice(shared)], sort: ["name"] });
