/* SPDX-License-Identifier: Apache-2.0 */
/* differences.ts - one domain that changed: what is different, and the
   evidence of before and after. */
import { FAMILIES, hostsOf, readRecord, SERVICES, type Change,
	type DomainRecord, type Place } from "./data";
import type { Diff } from "./diff";
import { openDialog } from "./dialog";
import { chip, h, stranger, table } from "./dom";
import { evidence } from "./evidence";
import { date, t, type Key } from "./text";

/* A question that ended so tells nothing. */
const FAILED = ["servfail", "refused", "timeout", "bogus_reply"];

/* One host of a run, or all chains: what is known of it, by what it is said
   of. */
interface Facts {
	use: string;
	states: Map<string, string>;
}

function factsOf(record: DomainRecord): Map<string, Facts> {
	const all = new Map<string, Facts>();
	for (const { use, host, lookups, endpoints } of hostsOf(record))
		all.set(`${t(`use_${use}` as Key)} ${host}`, { use,
			states: new Map([
				...lookups.map((l): [string, string] =>
					[l.type, l.status]),
				...endpoints.map((e): [string, string] =>
					[`${e.address} ${e.port}/${e.protocol}`, e.state])]) });
	all.set(t("chain"), { use: "chain",
		states: new Map((record.chain ?? []).flatMap((link) =>
			FAMILIES.map((f): [string, string] =>
				[`${link.name} ${t(f)}`, link[f].resolvable]))) });
	return all;
}

/* Could it be told in RECORD that a host of that use is not there? */
function lists(record: DomainRecord, use: string): boolean {
	const asked = use === "ns" ? record.zone.lookups :
		use === "mx" && record.mail.lookup ? [record.mail.lookup] : [];
	return asked.every(({ status }) => !FAILED.includes(status));
}

/* What is known of it in a run: its state, null if it is not there, or
   undefined if nobody knows. */
function stateOf(record: DomainRecord, facts: Facts | undefined, use: string,
	what: string): string | null | undefined {
	if (facts === undefined)
		return lists(record, use) ? null : undefined;
	const state = facts.states.get(what);
	if (state !== undefined)
		return state === "indeterminate" ? undefined : state;
	const asked = facts.states.get(what.includes(":") ? "AAAA" : "A");
	return asked && FAILED.includes(asked) ? undefined : null;
}

const cell = (state: string | null) =>
	h("td", {}, state === null ? "–" : chip(state));

/* The rows of one host, below its name; what nobody knows is no difference. */
function group(name: string, sides: [DomainRecord, Facts | undefined][]):
	HTMLElement | null {
	const known = sides.flatMap(([, facts]) => facts ? [facts] : []);
	const whats = new Set(known.flatMap((facts) =>
		[...facts.states.keys()]));
	const rows = [...whats].flatMap((what) => {
		const [was, is] = sides.map(([record, facts]) =>
			stateOf(record, facts, known[0].use, what));
		return was === undefined || is === undefined || was === is ? [] :
			[h("tr", {}, h("td", {}, stranger(what)), cell(was), cell(is))];
	});
	return rows.length === 0 ? null : h("tbody", {}, h("tr", {},
		h("th", { scope: "rowgroup", colspan: 3 }, stranger(name))), ...rows);
}

function differences(before: DomainRecord, after: DomainRecord) {
	const was = factsOf(before), is = factsOf(after);
	const groups = [...new Set([...is.keys(), ...was.keys()])]
		.map((name) => group(name, [[before, was.get(name)],
			[after, is.get(name)]]))
		.filter((rows) => rows !== null);
	const made = table(t("differences"), [t("what"), t("before"), t("after")],
		[]);
	made.querySelector("tbody")?.replaceWith(...groups);
	made.classList.add("differences");
	return groups.length === 0 ? null :
		h("div", {}, h("h3", {}, t("differences")), made);
}

/* The services that changed. */
const services = (row: Change) => h("ul", { class: "steps" },
	...SERVICES.flatMap((service) => {
		const change = row[service];
		return change === undefined ? [] : [h("li", {}, `${t(service)}: `,
			chip(change.from), " → ", chip(change.to))];
	}));

const side = (title: string, record: DomainRecord | null) =>
	h("section", { class: "side" },
		h("h3", { class: "side-title" }, title),
		...record === null ? [h("p", {}, t("not_in_run"))] :
			evidence(record));

export async function openDifferences(row: Change, was: Place | undefined,
	diff: Diff): Promise<void> {
	const [before, after] = await Promise.all([
		was === undefined ? null : readRecord("before", was),
		row.change === "gone" ? null : readRecord("after", row)]);
	const at = (key: Key, started: string) =>
		`${t(key)}: ${date(started)}`;
	openDialog(row.name, [
		services(row),
		before && after && differences(before, after),
		h("div", { class: "sides" },
			side(at("before", diff.old.started), before),
			side(at("after", diff.new.started), after))]);
}
