/* SPDX-License-Identifier: Apache-2.0 */
/*
 * measure.ts - what groups of domains can be compared by: words from good to
 * bad, how many domains have each, and the share that is shown.
 */
import { SERVICES, type Service } from "./data";
import { exchangeOn, ipv6OnlyYes, type Counts, type Group, type Share }
	from "./report";
import type { Key } from "./text";
import { CLASSES } from "./theme";

export interface Measure {
	key: Key;
	codes: readonly string[];
	counts: (group: Group) => Counts;
	share: (group: Group) => Share;
}

/* Words that are in no share. */
export const UNTOLD = ["vantage_dependent", "indeterminate"] as const;

export const serviceMeasure = (service: Service): Measure => ({
	key: service, codes: CLASSES,
	counts: ({ services }) => services[service],
	share: ({ services }) => services[service].fully,
});

export const AGREEMENT: Measure = {
	key: "agreement", codes: ["compliant", "non_compliant"],
	counts: ({ agreement }) => agreement,
	share: ({ agreement }) => agreement.met,
};

export const EXCHANGE: Measure = {
	key: "exchange_online",
	codes: ["ipv6_on", "behind_filter_ipv6_on", "behind_filter_ipv6_off",
		"ipv6_off"],
	counts: ({ exchange_online }) => exchange_online,
	share: exchangeOn,
};

/* What only runs that walk from the root know. */
export const IPV6_ONLY: Measure = {
	key: "ipv6_only_client", codes: ["yes", "no"],
	counts: (group) => group.ipv6_only_client,
	share: ipv6OnlyYes,
};

export const SERVICE_MEASURES = SERVICES.map(serviceMeasure);

const sum = (counts: Counts, codes: readonly string[]) =>
	codes.reduce((n, code) => n + (counts[code] ?? 0), 0);

/* All that it is asked of, those of which could not be told too. */
export const whole = ({ codes, counts }: Measure, group: Group) =>
	sum(counts(group), [...codes, ...UNTOLD]);
