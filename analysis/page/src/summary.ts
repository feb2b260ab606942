/* SPDX-License-Identifier: Apache-2.0 */
/* summary.ts - the sections that show the sums of the latest run. */
import { bars } from "./bars";
import { FAMILIES, type Family } from "./data";
import { h, pair, stranger, table } from "./dom";
import type { Grid } from "./grid";
import { causeCode } from "./list";
import { AGREEMENT, EXCHANGE, IPV6_ONLY, SERVICE_MEASURES, serviceMeasure,
	whole, type Measure } from "./measure";
import { isIterative, latest, type Cause, type Group, type Report, type Run }
	from "./report";
import { facts, note, section, warning } from "./section";
import { countOf, date, group, number, percent, place, platform, t, word,
	type Key }
	from "./text";
import { trend } from "./trend";

/* Platforms shown, those of most domains first. */
const PLATFORMS_SHOWN = 12;

/* No sector has this name. */
const ALL = "\n";

const warnings = (run: Run) => warning([
	!run.complete && t("incomplete"),
	run.complete && !run.adds_up && t("does_not_add_up",
		{ found: number(run.all.domains) }),
	run.altered_line > 0 && t("altered", { n: number(run.altered_line) }),
	run.unchecked_vantage && t("unchecked"),
]);

function tile(key: Key, measure: Measure, all: Group): HTMLElement {
	const share = measure.share(all), counts = measure.counts(all);
	const bar = h("span", { class: "meter", "aria-hidden": "true" },
		h("span", { class: "meter-part" }));
	const part = bar.firstElementChild as HTMLElement;
	part.style.width = `${100 * share.count / Math.max(share.of, 1)}%`;
	const untold = (key: Key, n: number) => n > 0 &&
		h("span", { class: "note" }, t(key, { n: number(n) }));
	return h("li", { class: "tile" },
		h("span", { class: "tile-name" }, t(key)),
		h("strong", {}, percent(share)),
		bar,
		h("span", {}, countOf(share)),
		untold("unknown_count", counts.indeterminate),
		untold("dependent_count", counts.vantage_dependent));
}

export function headline(report: Report): HTMLElement {
	const run = latest(report), { met } = run.all.agreement;
	return section("headline", "headline", warnings(run),
		h("p", { class: "lead" }, met.of === 0 ? t("headline_none") :
			t(`headline_${report.policy}`, { percent: percent(met),
				part: number(met.count), whole: number(met.of) })),
		h("ul", { class: "tiles" },
			tile("tile_agreement", AGREEMENT, run.all),
			...SERVICE_MEASURES.map((measure) =>
				tile(`tile_${measure.key}` as Key, measure, run.all)),
			isIterative(run) &&
				tile("tile_ipv6_only", IPV6_ONLY, run.all),
			tile("tile_exchange", EXCHANGE, run.all)),
		note("headline_note"));
}

/* What the bars speak of, as a row of radio buttons. */
const chooser = (measures: Measure[], chosen: Measure,
	choose: (measure: Measure) => void) => h("fieldset", { class: "chooser" },
	h("legend", {}, t("show")),
	...measures.map((measure) => h("label", {},
		h("input", { type: "radio", name: "sector-measure",
			value: measure.key, checked: measure === chosen,
			change: () => choose(measure) }), t(measure.key))));

export function sectors(report: Report): HTMLElement {
	const run = latest(report), place = h("div");
	const all = { ...run.all, name: ALL };
	const groups: Group[] = run.groups.length > 1 ?
		[...run.groups, all] : [all];
	const label = (name: string) => name === ALL ? t("list") : group(name);
	const show = (measure: Measure) => place.replaceChildren(
		bars(groups, measure, { label,
			title: `${t("sectors")}: ${t(measure.key)}` }));
	show(AGREEMENT);
	return section("sectors", "sectors", note("sectors_note"),
		chooser([AGREEMENT, ...SERVICE_MEASURES,
			...isIterative(run) ? [IPV6_ONLY] : [], EXCHANGE],
		AGREEMENT, show), place);
}

const isOneList = ({ runs }: Report) =>
	runs.every(({ input_sha256 }) => input_sha256 === runs[0].input_sha256);

export function overTime(report: Report): HTMLElement | null {
	const figure = trend(report);
	return figure &&
		section("trend", "trend", note("trend_note"),
			isOneList(report) ? null : note("other_lists"), figure);
}

export function platforms(report: Report): HTMLElement {
	const mail = serviceMeasure("mail");
	const groups = latest(report).mail_platforms
		.filter((g) => g.name !== "none" && whole(mail, g) > 0)
		.sort((a, b) => b.domains - a.domains).slice(0, PLATFORMS_SHOWN);
	return section("platforms", "platforms", note("platforms_note"),
		groups.length === 0 ? note("platforms_none") : bars(groups, mail, { title: t("platforms"), label: platform }));
}

/* The causes; one leads to its domains. */
export function causes(report: Report, find: Grid["find"]): HTMLElement {
	const found = latest(report).shared_causes;
	const said = ({ kind, detail }: Cause) =>
		t(`cause_${kind}` as Key) + (detail && `: ${word(detail)}`);
	const lead = (cause: Cause) => h("button", { type: "button",
		class: "link",
		"aria-label": t("cause_find", { subject: cause.subject }),
		click: () => find("", { cause: causeCode(cause) }) },
		stranger(cause.subject));
	return section("causes", "causes", note("causes_note"),
		found.length === 0 ? note("causes_none") :
			table(t("causes"), [t("domains"), t("cause")],
				found.map((cause) => [number(cause.domains),
					pair(said(cause), lead(cause))]),
				{ class: "scroll tall causes" }));
}

/* What a client with one family alone can resolve, and where it stops. */
function chains({ chains }: Run): HTMLElement {
	const { yes, no, indeterminate, ...reasons } = chains.ipv6;
	const row = (code: string) => [word(code), ...FAMILIES.map(
		(family: Family) => number(chains[family][code]))];
	return h("div", {}, h("h3", {}, t("chains")), note("chains_note"),
		table(t("chains"), ["", ...FAMILIES.map((family) => t(family))],
			[row("yes"), row("no"), ...Object.keys(reasons).filter((code) =>
				FAMILIES.some((family) => chains[family][code] > 0))
				.map(row), row("indeterminate")]));
}

/* Domains with each finding, the most frequent first. */
export function findings(report: Report, find: Grid["find"]): HTMLElement {
	const run = latest(report);
	const found = Object.entries(run.findings).sort(([, a], [, b]) => b - a);
	const lead = (code: string) => h("button", { type: "button",
		class: "link", click: () => find("", { finding: code }) },
		word(code));
	return section("findings", "findings", note("findings_note"),
		found.length === 0 ? note("findings_none") :
			table(t("findings"), [t("domains"), t("finding")],
				found.map(([code, n]) => [number(n), lead(code)]),
				{ class: "scroll tall causes" }),
		isIterative(run) ? chains(run) : null);
}

export function about(report: Report): HTMLElement {
	const run = latest(report);
	const yes = (is: boolean) => t(is ? "yes_word" : "no_word");
	const shown: [Key, string][] = [
		["vantage", place(run.vantage)],
		["started", date(run.started, true)],
		["complete", yes(run.complete)],
		["checked", yes(!run.unchecked_vantage)],
		["domains", number(run.all.domains)],
		["input_errors", number(run.input_errors)],
		["duplicates", number(run.duplicates)],
		["packets_sent", number(run.sent)],
		["packets_lost", number(run.capture_dropped)],
		["tool", run.tool],
		["file", run.path],
	];
	return section("about", "about", h("p", {}, t("about_text")),
		facts(shown));
}
