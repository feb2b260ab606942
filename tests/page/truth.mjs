/* SPDX-License-Identifier: Apache-2.0 */
/* truth.mjs - the figures of a run file, counted from its records alone. */
import { readFileSync } from "node:fs";

export function readDomains(run) {
	return readFileSync(run, "utf8").split("\n").filter(Boolean)
		.map((line) => JSON.parse(line))
		.filter(({ type }) => type === "domain");
}

const NOT_TOLD = ["none", "not_applicable", "indeterminate",
	"vantage_dependent"];

/* Share of the domains with the service that have it fully, over both. */
export function service(domains, name) {
	const told = domains.filter(({ verdict }) =>
		!NOT_TOLD.includes(verdict[name]));
	return shown(told.filter(({ verdict }) =>
		verdict[name] === "dual_stack").length, told.length);
}

export function agreement(domains) {
	const count = (word) => domains.filter(({ verdict }) =>
		verdict.agreement === word).length;
	const met = count("compliant");
	return shown(met, met + count("non_compliant"));
}

const shown = (part, whole) => ({
	percent: whole === 0 ? "–" : part > 0 && part * 100 < whole ? "<1%" :
		`${Math.floor(part * 100 / whole)}%`,
	of: `${part.toLocaleString("en")} of ${whole.toLocaleString("en")}`,
});

export const exchangeOff = (domains) => domains.filter(({ verdict }) =>
	["ipv6_off", "behind_filter_ipv6_off"].includes(
		verdict.exchange_online));

const UNKNOWN = ["indeterminate", "vantage_dependent"];
const RANKS = { reachable: 2, degraded: 1 };

/* How a service changed between two verdicts. */
function changeOf(was, is, service) {
	const from = was[service], to = is[service];
	if (from === to || UNKNOWN.includes(from) || UNKNOWN.includes(to))
		return "unchanged";
	const families = ["ipv4", "ipv6"].map((family) =>
		[was, is].map((v) => v.families[service]?.[family] ?? ""))
		.filter((pair) => !pair.includes("indeterminate"));
	const steps = families.map((pair) => pair.map((s) => RANKS[s] ?? 0))
		.map(([a, b]) => Math.sign(b - a));
	if (steps.includes(-1))
		return "worse";
	if (steps.includes(1))
		return "better";
	return from === "dual_stack" ? "worse" :
		to === "dual_stack" ? "better" : "changed";
}

export const SERVICES = ["web", "www", "mail", "dns"];
const GRAVEST = ["worse", "better", "changed", "unchanged"];

/* Each domain of two runs with how it and its services changed. */
export function compare(before, after) {
	const old = new Map(before.map((d) => [d.name, d]));
	const names = new Set(after.map(({ name }) => name));
	const both = after.map((is) => {
		const was = old.get(is.name);
		if (was === undefined)
			return { name: is.name, is, change: "new" };
		const services = Object.fromEntries(SERVICES.map((service) =>
			[service, changeOf(was.verdict, is.verdict, service)]));
		return { name: is.name, was, is, services,
			change: GRAVEST.find((change) =>
				Object.values(services).includes(change)) };
	});
	return [...both, ...before.filter(({ name }) => !names.has(name))
		.map((was) => ({ name: was.name, was, change: "gone" }))];
}
