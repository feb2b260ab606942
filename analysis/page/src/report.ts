/* SPDX-License-Identifier: Apache-2.0 */
/* report.ts - the block `report`: what reach46 report --json tells. */
import type { Family, Service } from "./data";

/* COUNT of the OF that could be told and have it. */
export interface Share {
	count: number;
	of: number;
}

export type Counts = Record<string, number>;

export interface Group {
	name: string;
	domains: number;
	services: Record<Service, Counts & { fully: Share }>;
	agreement: Counts & { met: Share };
	ipv6_only_client: Counts;
	exchange_online: Counts;
}

export interface Cause {
	kind: string;
	subject: string;
	detail: string;
	domains: number;
}

export interface Run {
	path: string;
	vantage: string;
	started: string;
	/* Of the list. */
	input_sha256: string;
	unchecked_vantage: boolean;
	complete: boolean;
	/* The first line that is not as it was written; 0: none. */
	altered_line: number;
	adds_up: boolean;
	input_errors: number;
	duplicates: number;
	sent: number;
	capture_dropped: number;
	tool: string;
	all: Group;
	groups: Group[];
	mail_platforms: Group[];
	findings: Record<string, number>;
	shared_causes: Cause[];
	chains: { domains: number } & Record<Family, Counts>;
}

export interface History {
	date: string;
	domains: number;
	web_percent: number;
	mail_percent: number;
	source: string;
}

/* Runs are in order of their start; the rows are those of the last. */
export interface Report {
	runs: Run[];
	history: History[];
	/* What the agreement asks for: both families, or IPv6 at least. */
	policy: "v4v6" | "v6";
}

export const latest = (report: Report) =>
	report.runs[report.runs.length - 1];

/* Only runs that walk from the root know what IPv6 alone can resolve. */
export const isIterative = (run: Run) => run.chains.domains > 0;

/* Behind a filter or not. */
export function exchangeOn({ exchange_online: e }: Group): Share {
	const count = e.ipv6_on + e.behind_filter_ipv6_on;
	return { count, of: count + e.ipv6_off + e.behind_filter_ipv6_off };
}

export const ipv6OnlyYes = ({ ipv6_only_client: c }: Group): Share =>
	({ count: c.yes, of: c.yes + c.no });
