/* SPDX-License-Identifier: Apache-2.0 */
/* evidence.ts - one domain: its verdict, and all that it rests on. */
import { readRecord, SERVICES, type DomainRecord, type Endpoint, type Host,
	type Lookup, type Row } from "./data";
import { h, stranger, table } from "./dom";
import { date, group, number, platform, reason, t, word, type Key }
	from "./text";
import { tone } from "./theme";

const chip = (code: string) =>
	h("span", { class: `chip ${tone(code)}` }, word(code));

const rtt = (ms: number | null) => ms === null ? "–" : ms.toFixed(1);

function verdict(row: Row, record: DomainRecord): HTMLElement {
	const { families } = record.verdict;
	const family = (code: string | undefined) =>
		code === undefined ? "–" : chip(code);
	return table(t("verdict"), ["", t("verdict"), "IPv4", "IPv6"],
		SERVICES.map((service) => [t(service), chip(row[service]),
			family(families[service]?.ipv4), family(families[service]?.ipv6)]));
}

function facts(row: Row): HTMLElement {
	const shown: [Key, Node][] = [
		["organisation", stranger(row.organisation || "–")],
		["group", stranger(group(row.group))],
		["agreement", chip(row.agreement)],
		["ipv6_only_client", chip(row.ipv6_only_client)],
		["mail_platform", stranger(platform(row.mail_platform))],
		["exchange_online", chip(row.exchange_online)],
	];
	return h("dl", { class: "facts" }, ...shown.flatMap(([key, value]) =>
		[h("dt", {}, t(key)), h("dd", {}, value)]));
}

function reasons(row: Row): HTMLElement | null {
	return row.reasons.length === 0 ? null : h("div", {},
		h("h3", {}, t("reasons")),
		h("ul", {}, ...row.reasons.map((code) =>
			h("li", {}, reason(code)))));
}

function findings(record: DomainRecord): HTMLElement | null {
	const { findings: all, findings_omitted: omitted } = record;
	return all.length === 0 ? null : h("div", {},
		h("h3", {}, t("findings")),
		h("ul", {}, ...all.map(({ code, host, detail }) => h("li", {},
			h("strong", {}, word(code)), " ", stranger(host),
			detail !== "" && ": ", detail !== "" && stranger(detail)))),
		omitted > 0 &&
			h("p", {}, t("findings_omitted", { n: omitted })));
}

/* Each address with its ports below: a row for both is too wide for a
   telephone. */
function endpoints(all: Endpoint[]): HTMLElement {
	const addresses = [...new Set(all.map((e) => e.address))];
	const heads: Key[] = ["port", "state", "reason", "attempts", "rtt"];
	const row = (e: Endpoint) => h("tr", {}, ...[
		`${e.port}/${e.protocol}`, chip(e.state),
		e.reason === null ? "–" : word(e.reason), e.attempts,
		rtt(e.rtt_ms)].map((cell) => h("td", {}, cell)));
	const made = table(t("endpoints"), heads.map((key) => t(key)), []);
	made.querySelector("tbody")?.replaceWith(...addresses.map((address) =>
		h("tbody", {},
			h("tr", {}, h("th", { scope: "rowgroup",
				colspan: heads.length }, stranger(address))),
			...all.filter((e) => e.address === address).map(row))));
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

function host(record: Host): HTMLElement {
	return h("section", { class: "host" },
		h("h4", {}, t(`use_${record.use}` as Key), " ",
			stranger(record.host)),
		...record.cnames.map((target) => h("p", {},
			stranger(t("alias_of", { target })))),
		record.endpoints.length > 0 ? endpoints(record.endpoints) :
			h("p", {}, t("no_endpoints")),
		record.lookups.length > 0 && lookups(record.lookups));
}

function chain(record: DomainRecord): HTMLElement | null {
	if (record.chain === undefined || record.chain.length === 0)
		return null;
	const family = (f: { resolvable: string; broken_at: string | null;
		reason: string | null }) => f.broken_at === null ?
		chip(f.resolvable) :
		h("span", { class: "chip bad" }, stranger(t("broken_at", {
			word: word(f.resolvable), zone: f.broken_at,
			reason: word(f.reason ?? "") })));
	return h("div", {}, h("h3", {}, t("chain")),
		table(t("chain"), [t("name"), "IPv4", "IPv6"],
			record.chain.map((link) => [stranger(link.name),
				family(link.ipv4), family(link.ipv6)])));
}

const internetNl = (record: DomainRecord) => h("details", {},
	h("summary", {}, t("internet_nl")),
	table(t("internet_nl"), [t("test"), t("result")],
		Object.entries(record.verdict.internet_nl).map(([test, status]) =>
			[h("code", {}, test), chip(status)])));

function content(row: Row, record: DomainRecord): (Node | null)[] {
	const zone = [...record.zone.lookups,
		...(record.mail.lookup ? [record.mail.lookup] : [])];
	const hosts = [...record.hosts,
		...(record.mail.tenant ? [record.mail.tenant] : [])];
	return [
		facts(row), verdict(row, record),
		record.verdict.mail_implicit ?
			h("p", { class: "note" }, t("mail_implicit")) : null,
		reasons(row), findings(record), chain(record),
		h("h3", {}, t("evidence")), ...hosts.map(host),
		zone.length > 0 ? lookups(zone) : null,
		internetNl(record),
		h("details", {}, h("summary", {}, t("raw")),
			h("pre", { tabindex: 0 }, JSON.stringify(record, null, 1))),
		h("p", { class: "note" }, t("measured_at", {
			date: date(record.started, true),
			seconds: (record.duration_ms / 1000).toFixed(1),
			queries: number(record.queries) })),
	];
}

/* Opens over the page; Escape closes, and the focus goes back. */
export async function openEvidence(row: Row): Promise<void> {
	const record = await readRecord(row);
	const dialog = h("dialog", { "aria-labelledby": "evidence-title",
		class: "evidence", close: () => dialog.remove() },
		h("header", {},
			h("h2", { id: "evidence-title" }, stranger(row.name)),
			h("button", { type: "button", click: () => dialog.close() },
				t("close"))));
	const body = h("div", { class: "evidence-body" });
	body.append(...content(row, record).filter((node) => node !== null));
	dialog.append(body);
	document.body.append(dialog);
	dialog.showModal();
}
