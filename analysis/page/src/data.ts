/* SPDX-License-Identifier: Apache-2.0 */
/*
 * data.ts - what analysis/report_html.c or analysis/diff_html.c put into the
 * page.
 *
 * Blocks are base64 of gzip.  Those of domains come in pairs, for the same
 * domains in the same order, a line of JSON each; the records are unpacked
 * only when somebody opens one.
 */
export const SERVICES = ["web", "www", "mail", "dns"] as const;
export type Service = (typeof SERVICES)[number];

export const FAMILIES = ["ipv4", "ipv6"] as const;
export type Family = (typeof FAMILIES)[number];

/* Where the record to a line is. */
export interface Place {
	block: number;
	line: number;
}

/* What every line of a table of domains has. */
export interface Named extends Place {
	name: string;
	group: string;
	organisation: string;
	/* Hosts, aliases, zones and dead addresses, in which people search. */
	also?: string[];
}

export interface Row extends Named, Record<Service, string> {
	agreement: string;
	reasons: string[];
	ipv6_only_client: string;
	mail_platform: string;
	exchange_online: string;
	findings: string[];
	/* Kind and subject; some more than once. */
	causes: [string, string][];
}

export interface ServiceChange {
	change: string;
	from: string;
	to: string;
}

/* A domain that is not unchanged, with its services that are not. */
export interface Change extends Named,
	Partial<Record<Service, ServiceChange>> {
	change: string;
}

/* In a merged run, from where; otherwise none of the three is there. */
export interface Views {
	reachable_from?: string[];
	unreachable_from?: string[];
	not_testable_from?: string[];
}

export interface Endpoint extends Views {
	address: string;
	family: number;
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

export interface ChainFamily {
	resolvable: string;
	broken_at: string | null;
	reason: string | null;
}

export interface Chain extends Record<Family, ChainFamily> {
	name: string;
	/* In a merged run, what each vantage point saw. */
	vantages?: (Record<Family, ChainFamily> & { vantage: string })[];
}

type Classes = Record<Service | "agreement", string>;

/* A domain of the run file: docs/record.md. */
export interface DomainRecord {
	name: string;
	group: string;
	organisation: string;
	use: string;
	verdict: Classes & {
		reasons: string[];
		families: Record<Service, Record<Family, string> | null>;
		internet_nl: Record<string, string>;
		mail_implicit: boolean;
		ipv6_only_client: string;
		mail_platform: string;
		exchange_online: string;
		anywhere?: Classes;
		everywhere?: Classes;
		vantages?: Record<Service, Record<Family, Views>>;
	};
	hosts: Host[];
	zone: { name: string; lookups: Lookup[] };
	mail: {
		lookup: Lookup | null;
		mx: { preference: number; host: string }[];
		tenant: Host | null;
	};
	chain?: Chain[];
	findings: { code: string; host: string; detail: string }[];
	findings_omitted: number;
	queries: number;
	started: string;
	duration_ms: number;
}

/* All hosts of a domain, the one at Exchange Online behind the others. */
export const hostsOf = ({ hosts, mail }: DomainRecord): Host[] =>
	mail.tenant ? [...hosts, mail.tenant] : hosts;

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

/* Is this the page of a comparison? */
export const isDiff = () => blocks("diff").length > 0;

/* All lines of all blocks of that name, made of their value and place. */
export async function readLines<T, R>(name: string,
	make: (value: T, place: Place) => R): Promise<R[]> {
	const texts = await Promise.all(blocks(name).map(unpack));
	return texts.flatMap((text, block) => text.split("\n").slice(0, -1)
		.map((json, line) => make(JSON.parse(json), { block, line })));
}

/* A block there is one of. */
export async function readOnly<T>(name: string): Promise<T> {
	return JSON.parse(await unpack(blocks(name)[0]));
}

export async function readRecord(name: string, { block, line }: Place):
	Promise<DomainRecord> {
	const text = await unpack(blocks(name)[block]);
	return JSON.parse(text.split("\n")[line]);
}
