/* SPDX-License-Identifier: Apache-2.0 */
/* truth.mjs - the figures of a run file, counted from its records alone. */
import { readFileSync } from "node:fs";

export function readDomains(run) {
	return readFileSync(run, "utf8").split("\n").filter(Boolean)
		.map((line) => JSON.parse(line))
		.filter(({ type }) => type === "domain");
}

const NOT_TOLD = ["none", "not_applicable", "indeterminate"];

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
