/* SPDX-License-Identifier: Apache-2.0 */
/* evidence.ts - one domain: its verdict, and all that it rests on. */
import { FAMILIES, hostsOf, readRecord, SERVICES, type Chain,
	type ChainFamily, type DomainRecord, type Endpoint, type Family,
	type Host, type Lookup, type Row, type Service, type Views }
	from "./data";
import { openDialog } from "./dialog";
import { chip, h, stranger, table } from "./dom";
import { detail } from "./detail";
import { date, group, number, platform, reason, t, tenths, word,
	type Key } from "./text";

/* What a question is answered with that says: there is none. */
const NO_ADDRESS = ["nodata", "nxdomain"];

const USES: Record<string, Service> = { web: "web", www: "www", mx: "mail",
	ns: "dns" };

const rtt = (ms: number | null) => ms === null ? "–" : tenths(ms);

/* Of a merged run also what holds from anywhere and from everywhere. */
function verdict({ verdict }: DomainRecord): HTMLElement {
	const { families, anywhere, everywhere } = verdict;
	const family = (code: string | undefined) =>
		code === undefined ? "–" : chip(code);
	const merged: Key[] = anywhere ? ["anywhere", "everywhere"] : [];
	return table(t("verdict"), ["", t("verdict"), ...merged.map((k) => t(k)),
		"IPv4", "IPv6"],
		SERVICES.map((service) => [t(service), chip(verdict[service]),
			anywhere && chip(anywhere[service]),
			everywhere && chip(everywhere[service]),
			...FAMILIES.map((f) => family(families[service]?.[f])),
		].filter((cell) => cell !== undefined)));
}

/* "not reachable from tokyo", for each view that somebody has; PARTLY are
   those from where not all of it is reachable. */
const views = (of: Views, partly: string[] = []): string => ([
	["reachable_from", of.reachable_from?.filter((from) =>
		!partly.includes(from))],
	["partly_from", partly],
	["unreachable_from", of.unreachable_from],
	["not_testable_from", of.not_testable_from],
] as const).filter(([, from]) => from && from.length > 0).map(([key, from]) =>
	t(key, { vantages: from?.join(", ") })).join("; ");

/* From where a service is reachable over a family, but not at all of its
   addresses. */
function partly({ hosts }: DomainRecord, service: Service, family: Family,
	{ reachable_from = [] }: Views): string[] {
	const counts = hosts.filter(({ use }) => USES[use] === service)
		.flatMap(({ endpoints }) => endpoints).filter((e) =>
			`ipv${e.family}` === family &&
			(service !== "dns" || e.protocol === "udp"));
	const addresses = [...new Set(counts.map((e) => e.address))];
	return reachable_from.filter((from) => addresses.some((address) =>
		counts.every((e) => e.address !== address ||
			e.unreachable_from?.includes(from))));
}

/* Of a merged run: who saw what of each service. */
function vantages(record: DomainRecord): HTMLElement | null {
	const seen = record.verdict.vantages;
	return seen === undefined ? null : h("div", {},
		h("h3", {}, t("vantages")),
		table(t("vantages"), ["", "IPv4", "IPv6"],
			SERVICES.map((service) => [t(service), ...FAMILIES.map((f) =>
				stranger(views(seen[service][f], partly(record, service, f,
					seen[service][f])) || "–"))])));
}

function facts(record: DomainRecord): HTMLElement {
	const { verdict } = record;
	const shown: [Key, Node][] = [
		["organisation", stranger(record.organisation || "–")],
		["group", stranger(group(record.group))],
		["agreement", chip(verdict.agreement)],
		["ipv6_only_client", chip(verdict.ipv6_only_client)],
		["mail_platform", stranger(platform(verdict.mail_platform))],
		["exchange_online", chip(verdict.exchange_online)],
	];
	return h("dl", { class: "facts" }, ...shown.flatMap(([key, value]) =>
		[h("dt", {}, t(key)), h("dd", {}, value)]));
}

function reasons({ verdict }: DomainRecord): HTMLElement | null {
	return verdict.reasons.length === 0 ? null : h("div", {},
		h("h3", {}, t(verdict.agreement === "vantage_dependent" ?
			"reasons_everywhere" : "reasons")),
		h("ul", {}, ...verdict.reasons.map((code) =>
			h("li", {}, reason(code)))));
}

function findings(record: DomainRecord): HTMLElement | null {
	const { findings: all, findings_omitted: omitted } = record;
	return all.length === 0 ? null : h("div", {},
		h("h3", {}, t("findings")),
		h("ul", {}, ...all.map(({ code, host, detail: text }) => {
			const more = detail(code, text);
			return h("li", {}, h("strong", {}, word(code)), " ",
				stranger(host), more !== "" && ": ",
				more !== "" && stranger(more));
		})),
		omitted > 0 &&
			h("p", {}, t("findings_omitted", { n: omitted })));
}

/* Each address with its ports below: a row for both is too wide for a
   telephone. */
function endpoints(all: Endpoint[]): HTMLElement {
	const addresses = [...new Set(all.map((e) => e.address))];
	const heads: Key[] = ["port", "state", "reason", "attempts", "rtt"];
	const row = (e: Endpoint) => [h("tr", {}, ...[
		`${e.port}/${e.protocol}`, chip(e.state),
		e.reason === null ? "–" : word(e.reason), e.attempts,
		rtt(e.rtt_ms)].map((cell) => h("td", {}, cell))),
		...(views(e) === "" ? [] : [h("tr", { class: "views" },
			h("td", { colspan: heads.length }, stranger(views(e))))])];
	const made = table(t("endpoints"), heads.map((key) => t(key)), []);
	made.querySelector("tbody")?.replaceWith(...addresses.map((address) =>
		h("tbody", {},
			h("tr", {}, h("th", { scope: "rowgroup",
				colspan: heads.length }, stranger(address))),
			...all.filter((e) => e.address === address).flatMap(row))));
	made.classList.add("endpoints");
	return made;
}

const lookups = (all: Lookup[]) => h("details", {},
	h("summary", {}, t("names_asked"), ": ",
		all.map((l) => `${l.type} ${word(l.status)}`).join(", ")),
	table(t("names_asked"), [t("question"), t("answer"), t("server"),
		t("attempts"), t("rtt")],
		all.map((l) => [stranger(`${l.type} ${l.name}`), chip(l.status),
			stranger(`${l.server ?? "–"}${l.tcp ? " (TCP)" : ""}`),
			l.attempts, rtt(l.rtt_ms)])));

/* Why there is no endpoint. */
function noEndpoints({ lookups }: Host): Key {
	if (lookups.length === 0)
		return "not_looked_up";
	if (lookups.some(({ status }) => status === "ok"))
		return "not_probed";
	return lookups.every(({ status }) => NO_ADDRESS.includes(status)) ?
		"no_endpoints" : "not_known";
}

function host(record: Host): HTMLElement {
	return h("section", { class: "host" },
		h("h4", {}, t(`use_${record.use}` as Key), " ",
			stranger(record.host)),
		...record.cnames.map((target) => h("p", {},
			stranger(t("alias_of", { target })))),
		record.endpoints.length > 0 ? endpoints(record.endpoints) :
			h("p", {}, t(noEndpoints(record))),
		record.lookups.length > 0 && lookups(record.lookups));
}

const chainFamily = (f: ChainFamily) => f.broken_at === null ?
	chip(f.resolvable) :
	h("span", { class: "chip bad" }, stranger(t("broken_at", {
		word: word(f.resolvable), zone: f.broken_at,
		reason: word(f.reason ?? "") })));

/* Of a merged run, below each name, what each vantage point saw. */
const chainRows = (link: Chain) => [
	[stranger(link.name), ...FAMILIES.map((f) => chainFamily(link[f]))],
	...(link.vantages ?? []).map((seen) => [
		h("span", { class: "from" },
			stranger(t("seen_from", { vantage: seen.vantage }))),
		...FAMILIES.map((f) => chainFamily(seen[f]))])];

function chain({ chain: links = [] }: DomainRecord): HTMLElement | null {
	return links.length === 0 ? null : h("div", {},
		h("h3", {}, t("chain")),
		table(t("chain"), [t("name"), "IPv4", "IPv6"],
			links.flatMap(chainRows)));
}

const internetNl = (record: DomainRecord) => h("details", {},
	h("summary", {}, t("internet_nl")),
	table(t("internet_nl"), [t("test"), t("result")],
		Object.entries(record.verdict.internet_nl).map(([test, status]) =>
			[h("code", {}, test), chip(status)])));

/* All there is to know of a domain. */
export function evidence(record: DomainRecord): (Node | null)[] {
	const zone = [...record.zone.lookups,
		...(record.mail.lookup ? [record.mail.lookup] : [])];
	return [
		facts(record), verdict(record), vantages(record),
		record.verdict.mail_implicit ?
			h("p", { class: "note" }, t("mail_implicit")) : null,
		reasons(record), findings(record), chain(record),
		h("h3", {}, t("evidence")), ...hostsOf(record).map(host),
		zone.length > 0 ? lookups(zone) : null,
		internetNl(record),
		h("details", {}, h("summary", {}, t("raw")),
			h("pre", { tabindex: 0 }, JSON.stringify(record, null, 1))),
		h("p", { class: "note" }, t("measured_at", {
			date: date(record.started, true),
			seconds: tenths(record.duration_ms / 1000),
			queries: number(record.queries) })),
	];
}

export async function openEvidence(row: Row): Promise<void> {
	openDialog(row.name, evidence(await readRecord("records", row)));
}
