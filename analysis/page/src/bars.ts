/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bars.ts - groups of domains as bars of their classes.
 *
 * What the eye gets from the bars, a table below tells in figures.
 */
import * as Plot from "@observablehq/plot";

import type { Service } from "./data";
import { h, table } from "./dom";
import type { Group } from "./report";
import { countOf, number, percent, t, word } from "./text";
import { CLASSES } from "./theme";

const LINE_PX = 46;
const BAR_TOP_PX = 20;
const FONT_PX = 13;

/* For the figure at the right; below NARROW_PX it is shorter. */
const TOLD_PX = 110;
const NARROW_PX = 500;

export interface BarsOptions {
	title: string;
	label: (name: string) => string;
}

interface Part {
	name: string;
	code: string;
	from: number;
	to: number;
	title: string;
}

/* The classes of a group side by side, as shares of the bar. */
function parts(group: Group, service: Service, label: string): Part[] {
	const classes = group.services[service], { of } = classes.fully;
	let at = 0;
	return CLASSES.filter((code) => classes[code] > 0).map((code) => {
		const count = classes[code], from = at;
		at += count / of;
		return { name: group.name, code, from, to: at,
			title: `${label}: ${word(code)} ${number(count)} (${
				percent({ count, of })})` };
	});
}

function draw(groups: Group[], service: Service, options: BarsOptions,
	width: number) {
	const named = groups.map((group) => ({ ...group,
		label: options.label(group.name),
		told: `${percent(group.services[service].fully)}  ·  ${
			countOf(group.services[service].fully,
				width < NARROW_PX)}` }));
	const chart = Plot.plot({
		width, height: groups.length * LINE_PX + 4, marginTop: 2,
		marginBottom: 2, marginLeft: 1, marginRight: 1,
		x: { axis: null, domain: [0, 1] },
		y: { axis: null, domain: groups.map((g) => g.name), padding: 0 },
		color: { domain: [...CLASSES],
			range: CLASSES.map((code) => `var(--${code})`) },
		marks: [
			Plot.barX(named.flatMap((g) => parts(g, service, g.label)), {
				x1: "from", x2: "to", y: "name", fill: "code",
				title: "title", insetTop: BAR_TOP_PX, insetBottom: 6,
				stroke: "var(--surface)", strokeWidth: 1 }),
			Plot.text(named, { x: 0, y: "name", text: "label",
				textAnchor: "start", dy: 12 - LINE_PX / 2, dx: 1,
				fontWeight: 600, textOverflow: "ellipsis",
				lineWidth: (width - TOLD_PX) / FONT_PX }),
			Plot.text(named, { x: 1, y: "name", text: "told",
				textAnchor: "end", dy: 12 - LINE_PX / 2, dx: -1 }),
		],
	});
	return tidy(chart, options.title);
}

/* A chart as the page's strict policy and screen readers want it: the style
   that Plot puts inside is in ours, and the picture has a name. */
export function tidy(chart: Element, name: string): Element {
	chart.querySelectorAll("style").forEach((style) => style.remove());
	chart.classList.add("chart");
	chart.setAttribute("role", "img");
	chart.setAttribute("aria-label", name);
	return chart;
}

const legend = () => h("ul", { class: "legend" }, ...CLASSES.map((code) =>
	h("li", {}, h("span", { class: `swatch ${code}` }), word(code))));

function figures(groups: Group[], service: Service, options: BarsOptions) {
	const row = (group: Group) => {
		const classes = group.services[service];
		return [options.label(group.name), number(group.domains),
			...CLASSES.map((code) => number(classes[code])),
			percent(classes.fully), number(classes.indeterminate),
			number(classes.none + classes.not_applicable)];
	};
	return h("details", {}, h("summary", {}, t("as_table")),
		table(options.title,
			[t("group"), t("domains"), ...CLASSES.map(word), t("share"),
				t("unknown"), t("not_there")],
			groups.map(row)));
}

/* Redraws itself as its width changes. */
export function bars(groups: Group[], service: Service,
	options: BarsOptions): HTMLElement {
	const canvas = h("div", { class: "canvas" });
	fit(canvas, (width) => draw(groups, service, options, width));
	return h("figure", {}, legend(), canvas,
		figures(groups, service, options));
}

export function fit(canvas: HTMLElement, make: (width: number) => Element) {
	let drawn = 0;
	new ResizeObserver(() => {
		const width = Math.floor(canvas.clientWidth);
		if (width > 0 && width !== drawn)
			canvas.replaceChildren(make(drawn = width));
	}).observe(canvas);
}
