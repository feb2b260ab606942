/* SPDX-License-Identifier: Apache-2.0 */
/*
 * exchange.ts - whose Exchange Online has IPv6 off, and what its owner does
 * about it.
 *
 * Sources: the cmdlets' own reference (Get-IPv6StatusForAcceptedDomain and
 * its neighbours), message MC835648 (2024), and Microsoft's page on anonymous
 * inbound mail over IPv6.
 */
import type { Row } from "./data";
import { h, pair, stranger, table } from "./dom";
import { note, section } from "./section";
import { group, number, t, word } from "./text";

const OFF = ["ipv6_off", "behind_filter_ipv6_off"];

const order = (a: Row, b: Row) => a.group.localeCompare(b.group) ||
	a.name.localeCompare(b.name);

const command = (...lines: string[]) =>
	h("pre", { tabindex: 0 }, h("code", {}, lines.join("\n")));

/* Names are A-labels; one that is not is none of Exchange's domains, and
   must not reach a shell. */
const isPlain = (name: string) => /^[a-z0-9][a-z0-9._-]*$/.test(name);

function steps(example: string): HTMLElement {
	return h("ol", { class: "steps" },
		h("li", {}, t("exchange_step_1"), command("Connect-ExchangeOnline",
			`Get-IPv6StatusForAcceptedDomain -Domain ${example}`)),
		h("li", {}, t("exchange_step_2"),
			command(`Enable-IPv6ForAcceptedDomain -Domain ${example}`)),
		h("li", {}, t("exchange_step_3")));
}

function commands(rows: Row[]): HTMLElement {
	const text = rows.filter((row) => isPlain(row.name)).map((row) =>
		`Enable-IPv6ForAcceptedDomain -Domain ${row.name}`).join("\n");
	const said = h("span", { role: "status" });
	const box = command(text);
	/* Not every browser lets a page of a file copy. */
	const copy = async () => {
		getSelection()?.selectAllChildren(box);
		try {
			await navigator.clipboard.writeText(text);
			said.textContent = t("copied");
		} catch {
			said.textContent = t("selected");
		}
	};
	return h("details", { class: "no-print" },
		h("summary", {}, t("exchange_commands")),
		h("p", {}, h("button", { type: "button", click: copy }, t("copy")),
			" ", said),
		box);
}

export function exchange(rows: Row[], open: (row: Row) => void): HTMLElement {
	const off = rows.filter((row) => OFF.includes(row.exchange_online))
		.sort(order);
	if (off.length === 0)
		return section("exchange", "exchange", note("exchange_none"));
	const lead = (row: Row) => h("button", { type: "button", class: "link",
		click: () => open(row) }, stranger(row.name));
	const filtered = off.some((row) => row.exchange_online === OFF[1]);
	return section("exchange", "exchange",
		h("p", {}, t("exchange_lead", { n: number(off.length) })),
		steps(off.map((row) => row.name).find(isPlain) ?? "example.nl"),
		note("exchange_request"),
		filtered ? note("exchange_filter") : null,
		table(t("exchange"), [t("domain"), t("exchange_state")],
			off.map((row) => [
				pair(lead(row), stranger(row.organisation)),
				pair(word(row.exchange_online),
					stranger(group(row.group)))]),
			{ class: "scroll tall halves" }),
		commands(off));
}
