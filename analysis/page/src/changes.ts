/* SPDX-License-Identifier: Apache-2.0 */
/* changes.ts - the table of the domains that changed. */
import type { CellComponent } from "tabulator-tables";

import { SERVICES, type Change, type Service, type ServiceChange }
	from "./data";
import { CHANGES } from "./diff";
import { chip, h } from "./dom";
import type { Choice } from "./filter";
import { column, grid, nameColumn, textColumn, type Grid } from "./grid";
import { group, word } from "./text";

/* From which class to which, as a word to choose by. */
export const step = ({ from, to }: ServiceChange) => `${from}>${to}`;

export const stepLabel = (code: string) =>
	code.split(">").map(word).join(" → ");

const CHOICES: Choice<Change>[] = [
	{ key: "change", label: word, values: (row) => [row.change] },
	{ key: "group", label: group, values: (row) => [row.group] },
	...SERVICES.map((service): Choice<Change> => ({ key: service,
		label: stepLabel, values: ({ [service]: change }) =>
			change ? [step(change)] : [] })),
];

const order = (change: string | undefined) => change === undefined ?
	CHANGES.length : CHANGES.findIndex((known) => known === change);

function serviceCell(cell: CellComponent): HTMLElement | string {
	const change = cell.getValue() as ServiceChange | undefined;
	return change === undefined ? "" : h("span", { class: "step" },
		chip(change.from), " → ", chip(change.to));
}

const serviceColumn = (service: Service, responsive: number) =>
	column(service, { formatter: serviceCell, minWidth: 150, widthGrow: 1,
		responsive, sorter: (a?: ServiceChange, b?: ServiceChange) =>
			order(a?.change) - order(b?.change) });

const columns = (open: (row: Change) => void) => [
	nameColumn(open),
	column("change", { responsive: 0, minWidth: 118, widthGrow: 1,
		formatter: (cell: CellComponent) => chip(String(cell.getValue())),
		sorter: (a: string, b: string) => order(a) - order(b) }),
	serviceColumn("web", 1), serviceColumn("mail", 1),
	serviceColumn("dns", 2), serviceColumn("www", 3),
	textColumn("organisation", (text) => text,
		{ minWidth: 150, widthGrow: 1, responsive: 4 }),
	textColumn("group", group, { minWidth: 172, responsive: 5 }),
];

export const changes = (rows: Change[], open: (row: Change) => void): Grid =>
	grid(rows, { title: "changes", columns: columns(open), choices: CHOICES,
		sort: ["name", "change"] });
