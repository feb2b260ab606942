/* SPDX-License-Identifier: Apache-2.0 */
/* grid.ts - a table of domains in pages, to be searched and sorted. */
import { FormatModule, FilterModule, InteractionModule, PageModule,
	ResponsiveLayoutModule, SortModule, Tabulator, type CellComponent,
	type ColumnDefinition } from "tabulator-tables";

import type { Named } from "./data";
import { h, stranger } from "./dom";
import { Filter, type Choice } from "./filter";
import { note, section } from "./section";
import { number, t, type Key } from "./text";

Tabulator.registerModule([FormatModule, FilterModule, InteractionModule,
	PageModule, ResponsiveLayoutModule, SortModule]);

const SIZES = [25, 100, 500];

/* A heading that the keyboard can sort by; Tabulator listens around it. */
const heading = (key: Key) => () => h("button", { type: "button",
	class: "sort", title: t("sort_by", { column: t(key) }) }, t(key));

/* FIELD of the rows; its heading is the word of that name. */
export function column(field: Key, rest: Partial<ColumnDefinition>):
	ColumnDefinition {
	return { field, title: t(field), titleFormatter: heading(field),
		...rest };
}

/* The name, which opens the row. */
export const nameColumn = <R extends Named>(open: (row: R) => void) =>
	column("name", { minWidth: 186, widthGrow: 6, responsive: 0,
		titleFormatter: heading("domain"),
		formatter: (cell: CellComponent) => {
			const row = cell.getData() as R;
			return h("button", { type: "button", class: "link",
				click: () => open(row),
				"aria-label": t("open_domain", { name: row.name }) },
				stranger(row.name));
		} });

export const textColumn = (field: Key, show: (text: string) => string,
	rest: Partial<ColumnDefinition>) => column(field, {
	formatter: (cell: CellComponent) =>
		stranger(show(String(cell.getValue()))), ...rest });

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

export interface Grid {
	element: HTMLElement;
	/* Shows what fits, as Filter.find() does, and goes there. */
	find: (text: string, chosen?: Partial<Record<Key, string>>) => void;
}

export interface GridOptions<R> {
	title: Key;
	columns: ColumnDefinition[];
	choices: Choice<R>[];
	/* The columns by which rows are sorted, the last one first of all. */
	sort: Key[];
}

export function grid<R extends Named>(rows: R[],
	{ title, columns, choices, sort }: GridOptions<R>): Grid {
	const place = h("div", { class: "domains" });
	const found = h("p", { role: "status", class: "found" });
	const filter = new Filter(rows, choices, () => {
		const fits = filter.test();
		table.setFilter((row: R) => fits(row));
	});
	const table = new Tabulator(place, {
		data: rows, index: "name", columns,
		layout: "fitColumns", responsiveLayout: "hide",
		renderVertical: "basic", pagination: true,
		paginationSize: SIZES[0], paginationElement: h("div"),
		initialSort: sort.map((field) => ({ column: field, dir: "asc" })),
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
	const element = section("list", title, note("list_note"),
		filter.element, found, place, pager(table));
	const find: Grid["find"] = (text, chosen) => {
		filter.find(text, chosen);
		element.querySelector<HTMLElement>("h2")?.focus();
		element.scrollIntoView();
	};
	return { element, find };
}
