/* SPDX-License-Identifier: Apache-2.0 */
/*
 * data.ts - what analysis/report_html.c put into the page.
 *
 * Blocks are base64 of gzip.  Those of class `rows` and `records` come in
 * pairs, for the same domains in the same order, a line of JSON each; the
 * records are unpacked only when somebody opens one.
 */
export const SERVICES = ["web", "www", "mail", "dns"] as const;
export type Service = (typeof SERVICES)[number];

export interface Row {
	name: string;
	group: string;
	organisation: string;
	agreement: string;
	reasons: string[];
	web: string;
	www: string;
	mail: string;
	dns: string;
	ipv6_only_client: string;
	mail_platform: string;
	exchange_online: string;
	findings: string[];
	/* Hosts, aliases, zones and dead addresses, in which people search. */
	also: string[];
	/* Where its record is. */
	block: number;
	line: number;
}

export interface Endpoint {
	address: string;
	protocol: string;
	port: number;
	state: string;
	reason: string | null;
	attempts: number;
	rtt_ms: number | null;
}

export interface Lookup {
	name: string;
	type: string;
	status: string;
	server: string | null;
	attempts: number;
	tcp: boolean;
	rtt_ms: number | null;
}

export interface Host {
	host: string;
	use: string;
	lookups: Lookup[];
	cnames: string[];
	endpoints: Endpoint[];
}

interface ChainFamily {
	resolvable: string;
	broken_at: string | null;
	reason: string | null;
}

/* A domain of the run file: docs/record.md. */
export interface DomainRecord {
	name: string;
	use: string;
	verdict: {
		families: Record<Service, { ipv4: string; ipv6: string } | null>;
		internet_nl: Record<string, string>;
		mail_implicit: boolean;
	};
	hosts: Host[];
	zone: { name: string; lookups: Lookup[] };
	mail: {
		lookup: Lookup | null;
		mx: { preference: number; host: string }[];
		tenant: Host | null;
	};
	chain?: { name: string; ipv4: ChainFamily; ipv6: ChainFamily }[];
	findings: { code: string; host: string; detail: string }[];
	findings_omitted: number;
	queries: number;
	started: string;
	duration_ms: number;
}

async function unpack(block: Element): Promise<string> {
	const text = atob(block.textContent ?? "");
	const bytes = new Uint8Array(text.length);
	for (let i = 0; i < text.length; i++)
		bytes[i] = text.charCodeAt(i);
	const stream = new Blob([bytes]).stream()
		.pipeThrough(new DecompressionStream("gzip"));
	return new Response(stream).text();
}

const blocks = (name: string) =>
	Array.from(document.querySelectorAll(`script.${name}`));

export async function readRows(): Promise<Row[]> {
	const texts = await Promise.all(blocks("rows").map(unpack));
	return texts.flatMap((text, block) => text.split("\n").slice(0, -1)
		.map((json, line) => ({ ...JSON.parse(json), block, line })));
}

/* A block there is one of. */
export async function readOnly<T>(name: string): Promise<T> {
	return JSON.parse(await unpack(blocks(name)[0]));
}

export async function readRecord(row: Row): Promise<DomainRecord> {
	const text = await unpack(blocks("records")[row.block]);
	return JSON.parse(text.split("\n")[row.line]);
}
