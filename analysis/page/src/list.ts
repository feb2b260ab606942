/* SPDX-License-Identifier: Apache-2.0 */
/* list.ts - the table of all domains, in pages. */
import { FormatModule, FilterModule, InteractionModule, PageModule,
	ResponsiveLayoutModule, SortModule, Tabulator, type CellComponent,
	type ColumnDefinition } from "tabulator-tables";

import type { Row } from "./data";
import { h, stranger } from "./dom";
import { Filter } from "./filter";
import { note, section } from "./summary";
import { group, number, platform, t, word, type Key } from "./text";
import { tone } from "./theme";

Tabulator.registerModule([FormatModule, FilterModule, InteractionModule,
	PageModule, ResponsiveLayoutModule, SortModule]);

const SIZES = [25, 100, 500];

const chip = (code: string) =>
	h("span", { class: `chip ${tone(code)}` }, word(code));

/* A heading that the keyboard can sort by; Tabulator listens around it. */
const heading = (key: Key) => () => h("button", { type: "button",
	class: "sort", title: t("sort_by", { column: t(key) }) }, t(key));

function column(field: keyof Row & Key, rest: Partial<ColumnDefinition>) {
	return { field, title: t(field), titleFormatter: heading(field),
		...rest };
}

function columns(open: (row: Row) => void): ColumnDefinition[] {
	const row = (cell: CellComponent) => cell.getData() as Row;
	const lead = (cell: CellComponent) => h("button", { type: "button",
		class: "link", click: () => open(row(cell)),
		"aria-label": t("open_domain", { name: row(cell).name }) },
		stranger(row(cell).name));
	const plain = (show: (text: string) => string) =>
		(cell: CellComponent) => stranger(show(String(cell.getValue())));
	const coded = { formatter: (cell: CellComponent) =>
		chip(String(cell.getValue())), widthGrow: 1, minWidth: 118 };
	return [
		column("name" as keyof Row & Key, { formatter: lead, minWidth: 180,
			titleFormatter: heading("domain"), widthGrow: 2,
			responsive: 0 }),
		column("agreement", { ...coded, responsive: 0 }),
		column("web", { ...coded, responsive: 1 }),
		column("mail", { ...coded, responsive: 1 }),
		column("dns", { ...coded, responsive: 2 }),
		column("www", { ...coded, responsive: 3 }),
		column("organisation", { formatter: plain((text) => text),
			minWidth: 150, widthGrow: 2, responsive: 4 }),
		column("group", { formatter: plain(group), minWidth: 172,
			responsive: 5 }),
		column("mail_platform", { formatter: plain(platform),
			minWidth: 130, responsive: 6 }),
	];
}

/* Which page of how many, and the way to the others. */
function pager(table: Tabulator): HTMLElement {
	const at = h("span", { class: "page-at" });
	const button = (key: Key, sign: string, go: () => void) =>
		h("button", { type: "button", "aria-label": t(key), title: t(key),
			click: go }, sign);
	const size = h("select", { change: () =>
		table.setPageSize(Number(size.value)) },
		...SIZES.map((n) => h("option", { value: n }, n)));
	const bar = h("div", { class: "pager" },
		button("first", "«", () => table.setPage("first")),
		button("previous", "‹", () => table.previousPage()),
		at,
		button("next", "›", () => table.nextPage()),
		button("last", "»", () => table.setPage("last")),
		h("label", {}, t("page_size"), " ", size));
	const update = () => {
		const page = Number(table.getPage()), pages = table.getPageMax();
		at.textContent = t("page_of", { page: number(page),
			pages: number(Number(pages) || 1) });
	};
	for (const event of ["pageLoaded", "dataFiltered", "pageSizeChanged",
		"tableBuilt"] as const)
		table.on(event, () => queueMicrotask(update));
	return bar;
}

export interface List {
	element: HTMLElement;
	find: (text: string) => void;
}

export function list(rows: Row[], open: (row: Row) => void): List {
	const place = h("div", { class: "domains" });
	const found = h("p", { role: "status", class: "found" });
	const filter = new Filter(rows, () => {
		const fits = filter.test();
		table.setFilter((row: Row) => fits(row));
	});
	const table = new Tabulator(place, {
		data: rows, index: "name", columns: columns(open),
		layout: "fitColumns", responsiveLayout: "hide",
		renderVertical: "basic", pagination: true,
		paginationSize: SIZES[0], paginationElement: h("div"),
		initialSort: [{ column: "name", dir: "asc" }],
		placeholder: t("nothing"),
		columnDefaults: { headerSortTristate: false },
	});
	/* It is not focusable: rows would then not be the grid's own. */
	table.on("tableBuilt", () => place.querySelector(
		".tabulator-tableholder")?.removeAttribute("tabindex"));
	table.on("headerClick", () => void table.setPage(1));
	const tell = (n: number) => {
		found.textContent = t("found", { n: number(n),
			all: number(rows.length) });
	};
	table.on("dataFiltered", (_, some) => tell(some.length));
	tell(rows.length);
	const element = section("list", "list", note("list_note"),
		filter.element, found, place, pager(table));
	const find = (text: string) => {
		filter.find(text);
		element.querySelector<HTMLElement>("h2")?.focus();
		element.scrollIntoView();
	};
	return { element, find };
}
