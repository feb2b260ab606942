/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bars.ts - groups of domains as bars of what they are.
 *
 * What the eye gets from the bars, a table below tells in figures.
 */
import * as Plot from "@observablehq/plot";

import { h, table } from "./dom";
import { UNTOLD, whole, type Measure } from "./measure";
import type { Group } from "./report";
import { countOf, number, percent, t, word } from "./text";

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

/* The words of a group side by side; what could not be told comes last. */
function parts(group: Group, measure: Measure, label: string): Part[] {
	const counts = measure.counts(group), of = whole(measure, group);
	let at = 0;
	return [...measure.codes, ...UNTOLD].filter((code) => counts[code] > 0)
		.map((code) => {
			const count = counts[code], from = at;
			at += count / of;
			return { name: group.name, code, from, to: at, title:
				`${label}: ${word(code)} ${countOf({ count, of })}` };
		});
}

function draw(groups: Group[], measure: Measure, options: BarsOptions,
	width: number) {
	const codes = [...measure.codes, ...UNTOLD];
	const named = groups.map((group) => ({ ...group,
		label: options.label(group.name),
		told: `${percent(measure.share(group))}  ·  ${
			countOf(measure.share(group), width < NARROW_PX)}` }));
	const chart = Plot.plot({
		width, height: groups.length * LINE_PX + 4, marginTop: 2,
		marginBottom: 2, marginLeft: 1, marginRight: 1,
		x: { axis: null, domain: [0, 1] },
		y: { axis: null, domain: groups.map((g) => g.name), padding: 0 },
		color: { domain: codes,
			range: codes.map((code) => `var(--${code})`) },
		marks: [
			Plot.barX(named.flatMap((g) => parts(g, measure, g.label)), {
				x1: "from", x2: "to", y: "name", fill: "code",
				title: "title", insetTop: BAR_TOP_PX, insetBottom: 6,
				stroke: ({ code }: Part) => `var(--${
					code === "indeterminate" ? "control" : "surface"})`,
				strokeWidth: 1 }),
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
   that Plot puts inside is in ours, and only the picture as a whole has a
   name. */
export function tidy(chart: Element, name: string): Element {
	chart.querySelectorAll("style").forEach((style) => style.remove());
	chart.querySelectorAll("[aria-label]").forEach((mark) => {
		mark.classList.add(...mark.getAttribute("aria-label")!.split(" "));
		mark.removeAttribute("aria-label");
	});
	chart.classList.add("chart");
	chart.setAttribute("role", "img");
	chart.setAttribute("aria-label", name);
	return chart;
}

export const legend = (codes: readonly string[]) => h("ul",
	{ class: "legend" }, ...codes.map((code) => {
		const swatch = h("span", { class: "swatch" });
		swatch.style.background = `var(--${code})`;
		return h("li", {}, swatch, word(code));
	}));

/* Of what could not be told, what there is. */
const untold = (groups: Group[], { counts }: Measure) => UNTOLD.filter(
	(code) => groups.some((group) => counts(group)[code] > 0));

function figures(groups: Group[], measure: Measure, options: BarsOptions) {
	const more = untold(groups, measure);
	const row = (group: Group) => {
		const counts = measure.counts(group);
		return [options.label(group.name), number(group.domains),
			...measure.codes.map((code) => number(counts[code])),
			percent(measure.share(group)),
			...more.map((code) => number(counts[code])),
			number(group.domains - whole(measure, group))];
	};
	return h("details", {}, h("summary", {}, t("as_table")),
		table(options.title,
			[t("group"), t("domains"), ...measure.codes.map(word),
				t("share"), ...more.map(word), t("not_there")],
			groups.map(row)));
}

/* Redraws itself as its width changes. */
export function bars(groups: Group[], measure: Measure,
	options: BarsOptions): HTMLElement {
	const canvas = h("div", { class: "canvas" });
	fit(canvas, (width) => draw(groups, measure, options, width));
	return h("figure", {},
		h("figcaption", { class: "print-only" }, options.title),
		legend([...measure.codes, ...untold(groups, measure)]), canvas,
		figures(groups, measure, options));
}

export function fit(canvas: HTMLElement, make: (width: number) => Element) {
	let drawn = 0;
	new ResizeObserver(() => {
		const width = Math.floor(canvas.clientWidth);
		if (width > 0 && width !== drawn)
			canvas.replaceChildren(make(drawn = width));
	}).observe(canvas);
}
