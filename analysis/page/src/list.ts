/* SPDX-License-Identifier: Apache-2.0 */
/* list.ts - the table of all domains of a run. */
import type { CellComponent } from "tabulator-tables";

import type { Row } from "./data";
import { chip } from "./dom";
import type { Choice } from "./filter";
import { column, grid, nameColumn, textColumn, type Grid } from "./grid";
import { group, platform, word } from "./text";

const CHOICES: Choice<Row>[] = ([
	["group", group], ["agreement", word], ["web", word], ["www", word],
	["mail", word], ["dns", word], ["mail_platform", platform],
	["exchange_online", word],
] as const).map(([key, label]): Choice<Row> =>
	({ key, label, values: (row) => [row[key]] }));
CHOICES.push({ key: "finding", label: word,
	values: (row) => row.findings });

const coded = { formatter: (cell: CellComponent) =>
	chip(String(cell.getValue())), widthGrow: 1, minWidth: 118 };

const columns = (open: (row: Row) => void) => [
	nameColumn(open),
	column("agreement", { ...coded, responsive: 0 }),
	column("web", { ...coded, responsive: 1 }),
	column("mail", { ...coded, responsive: 1 }),
	column("dns", { ...coded, responsive: 2 }),
	column("www", { ...coded, responsive: 3 }),
	textColumn("organisation", (text) => text,
		{ minWidth: 150, widthGrow: 2, responsive: 4 }),
	textColumn("group", group, { minWidth: 172, responsive: 5 }),
	textColumn("mail_platform", platform, { minWidth: 130, responsive: 6 }),
];

export const list = (rows: Row[], open: (row: Row) => void): Grid =>
	grid(rows, { title: "list", columns: columns(open), choices: CHOICES,
		sort: ["name"] });
