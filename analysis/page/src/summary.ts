/* SPDX-License-Identifier: Apache-2.0 */
/* summary.ts - the sections that show the sums of the latest run. */
import { bars } from "./bars";
import { SERVICES, type Service } from "./data";
import { h, stranger, table } from "./dom";
import { exchangeOn, ipv6OnlyYes, isIterative, latest, type Cause,
	type Group, type Report, type Run, type Share } from "./report";
import { countOf, date, group, number, percent, platform, t, word, type Key }
	from "./text";
import { trend } from "./trend";

/* Platforms shown, those of most domains first. */
const PLATFORMS_SHOWN = 12;

/* No sector has this name. */
const ALL = "\n";

export function section(id: string, title: Key, ...children: (Node | null)[]) {
	const heading = h("h2", { id: `${id}-title`, tabindex: -1 }, t(title));
	const made = h("section", { id, "aria-labelledby": `${id}-title` },
		heading);
	made.append(...children.filter((child) => child !== null));
	return made;
}

export const note = (key: Key, values = {}) =>
	h("p", { class: "note" }, t(key, values));

function warnings(run: Run): HTMLElement | null {
	const texts = [
		!run.complete && t("incomplete"),
		run.complete && !run.adds_up && t("does_not_add_up",
			{ found: number(run.all.domains) }),
		run.unchecked_vantage && t("unchecked"),
	].filter((text) => text !== false);
	return texts.length === 0 ? null : h("div", { class: "warning" },
		...texts.map((text) => h("p", {}, text)));
}

function tile(key: Key, share: Share, unknown = 0): HTMLElement {
	const bar = h("span", { class: "meter", "aria-hidden": "true" },
		h("span", { class: "meter-part" }));
	const part = bar.firstElementChild as HTMLElement;
	part.style.width = `${100 * share.count / Math.max(share.of, 1)}%`;
	return h("li", { class: "tile" },
		h("span", { class: "tile-name" }, t(key)),
		h("strong", {}, percent(share)),
		bar,
		h("span", {}, countOf(share)),
		unknown > 0 && h("span", { class: "note" },
			t("unknown_count", { n: number(unknown) })));
}

export function headline(report: Report): HTMLElement {
	const run = latest(report), { services, agreement } = run.all;
	const service = (name: Service) => tile(`tile_${name}`,
		services[name].fully, services[name].indeterminate);
	return section("headline", "headline", warnings(run),
		h("p", { class: "lead" }, t(`headline_${report.policy}`, {
			percent: percent(agreement.met),
			part: number(agreement.met.count),
			whole: number(agreement.met.of) })),
		h("ul", { class: "tiles" },
			tile("tile_agreement", agreement.met, agreement.indeterminate),
			...SERVICES.map(service),
			isIterative(run) &&
				tile("tile_ipv6_only", ipv6OnlyYes(run.all)),
			tile("tile_exchange", exchangeOn(run.all),
				run.all.exchange_online.indeterminate)),
		note("headline_note"));
}

/* Which service the bars speak of, as a row of radio buttons. */
function chooser(chosen: Service, choose: (service: Service) => void) {
	return h("fieldset", { class: "chooser" },
		h("legend", {}, t("show")),
		...SERVICES.map((service) => h("label", {},
			h("input", { type: "radio", name: "sector-service",
				value: service, checked: service === chosen,
				change: () => choose(service) }), t(service))));
}

export function sectors(report: Report): HTMLElement {
	const run = latest(report), place = h("div");
	const all = { ...run.all, name: ALL };
	const groups: Group[] = run.groups.length > 1 ?
		[...run.groups, all] : [all];
	const label = (name: string) => name === ALL ? t("list") : group(name);
	const show = (service: Service) => place.replaceChildren(
		bars(groups, service, { title: `${t("sectors")}: ${t(service)}`,
			label }));
	show("web");
	return section("sectors", "sectors", note("sectors_note"),
		chooser("web", show), place);
}

export function overTime(report: Report): HTMLElement | null {
	const figure = trend(report);
	return figure &&
		section("trend", "trend", note("trend_note"), figure);
}

export function platforms(report: Report): HTMLElement {
	const groups = latest(report).mail_platforms
		.filter((g) => g.name !== "none" && g.services.mail.fully.of > 0)
		.sort((a, b) => b.domains - a.domains).slice(0, PLATFORMS_SHOWN);
	return section("platforms", "platforms", note("platforms_note"),
		bars(groups, "mail", { title: t("platforms"), label: platform }));
}

/* The causes; one leads to its domains. */
export function causes(report: Report,
	find: (subject: string) => void): HTMLElement {
	const found = latest(report).shared_causes;
	const said = ({ kind, detail }: Cause) =>
		t(`cause_${kind}` as Key) + (detail && `: ${word(detail)}`);
	const lead = (subject: string) => h("button", { type: "button",
		class: "link", "aria-label": t("cause_find", { subject }),
		click: () => find(subject) }, stranger(subject));
	return section("causes", "causes", note("causes_note"),
		found.length === 0 ? note("causes_none") :
			table(t("causes"), [t("domains"), t("cause"), t("cause_where")],
				found.map((cause) => [number(cause.domains), said(cause),
					lead(cause.subject)]),
				{ class: "scroll tall causes" }));
}

export function about(report: Report): HTMLElement {
	const run = latest(report);
	const yes = (is: boolean) => t(is ? "yes_word" : "no_word");
	const facts: [Key, string][] = [
		["vantage", run.vantage || t("nowhere")],
		["started", date(run.started, true)],
		["complete", yes(run.complete)],
		["checked", yes(!run.unchecked_vantage)],
		["domains", number(run.all.domains)],
		["input_errors", number(run.input_errors)],
		["duplicates", number(run.duplicates)],
		["packets_sent", number(run.sent)],
		["packets_lost", number(run.capture_dropped)],
	];
	return section("about", "about", h("p", {}, t("about_text")),
		h("dl", { class: "facts" }, ...facts.flatMap(([key, value]) =>
			[h("dt", {}, t(key)), h("dd", {}, stranger(value))])));
}
