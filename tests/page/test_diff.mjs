/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_diff.mjs - the page of a comparison in headless chromium.
 *
 *	node test_diff.mjs MODULES OLD.jsonl NEW.jsonl DIFF.html
 */
import { strict as assert } from "node:assert";

import { launch, noAxe } from "./browser.mjs";
import { common, hostile, run } from "./common.mjs";
import { compare, readDomains, SERVICES } from "./truth.mjs";

const [modules, oldFile, newFile, file] = process.argv.slice(2);
const all = compare(readDomains(oldFile), readDomains(newFile));
const of = (change) => all.filter((domain) => domain.change === change);
const shown = all.filter(({ change }) => change !== "unchanged");
const LABELS = { web: "Website", www: "www", mail: "Mail",
	dns: "Name servers" };
const browser = await launch(modules);

const found = async (page) =>
	Number((await page.locator(".found").textContent()).split(" ")[0]);
const openFirst = async (page, name) => {
	await page.getByLabel("Search").fill(name);
	await page.locator(".domains button.link").first().press("Enter");
	const dialog = page.getByRole("dialog");
	await dialog.waitFor();
	return dialog;
};
const endpoints = ({ hosts, mail }) =>
	[...hosts, ...(mail.tenant ? [mail.tenant] : [])]
		.flatMap((host) => host.endpoints.map((e) => ({ ...e,
			what: `${host.use} ${host.host} ${e.address} ${e.port}/${
				e.protocol}` })));

/* Endpoints whose state is another one, or that came or went; for those with
   no question that failed. */
function different(was, is) {
	const states = (record) => new Map(endpoints(record)
		.map(({ what, state }) => [what, state]));
	const old = states(was), now = states(is);
	return [...new Set([...old.keys(), ...now.keys()])].filter((what) =>
		old.get(what) !== now.get(what) &&
		old.get(what) !== "indeterminate" &&
		now.get(what) !== "indeterminate").length;
}

const FAILED = /"status":"(servfail|refused|timeout|bogus_reply)"/;
const isSure = (record) => !FAILED.test(JSON.stringify(record));

const tests = {
	async "figures are those of the two runs"(page) {
		assert.deepEqual(await page.locator(".tile strong")
			.allTextContents(), ["worse", "better", "changed", "unchanged",
			"new", "gone"].map((change) => String(of(change).length)));
		const rows = page.locator("#services tbody tr");
		const both = all.filter(({ was, is }) => was && is);
		for (const [i, service] of SERVICES.entries()) {
			const counts = ["worse", "better", "changed", "unchanged"]
				.map((change) => both.filter(({ services }) =>
					services[service] === change).length);
			assert.deepEqual((await rows.nth(i).locator("td")
				.allTextContents()).slice(0, 4), counts.map(String));
		}
		const met = both.filter(({ was, is }) =>
			was.verdict.agreement === "non_compliant" &&
			is.verdict.agreement === "compliant").length;
		assert.match(await page.locator("#headline").textContent(),
			new RegExp(`did not before: ${met};`));
	},

	async "a cause leads to its domains"(page) {
		const row = page.locator("#causes tbody tr").first();
		const text = await row.locator("button").textContent();
		await row.locator("button").click();
		assert.equal(await found(page),
			Number(await row.locator("th").textContent()));
		const service = SERVICES.find((s) => text.startsWith(LABELS[s]));
		assert.match(await page.getByRole("combobox",
			{ name: LABELS[service], exact: true }).inputValue(), />/);
	},

	async "sectors, and the way to their domains"(page) {
		const row = page.locator("#sectors tbody tr").nth(1);
		const name = await row.locator("th").textContent();
		const own = shown.filter(({ was, is }) =>
			(is ?? was).group === name);
		assert.deepEqual(await row.locator("td").allTextContents(),
			["worse", "better", "changed", "new", "gone"].map((change) =>
				String(own.filter((d) => d.change === change).length)));
		await row.locator("button").click();
		assert.equal(await found(page), own.length);
	},

	async "the gravest first, and a choice of them"(page) {
		const first = page.locator(".tabulator-row .chip").first();
		assert.equal(await first.textContent(), "worse");
		assert.equal(await found(page), shown.length);
		for (const change of ["worse", "better", "new", "gone"]) {
			await page.getByRole("combobox", { name: "Change" })
				.selectOption({ label: change });
			assert.equal(await found(page), of(change).length, change);
		}
	},

	async "the evidence of before and after, by keyboard"(page) {
		const { name, was, is } = of("worse")
			.find(({ name, was, is }) => name.startsWith("domain") &&
				isSure(was) && isSure(is));
		const dialog = await openFirst(page, name);
		const sides = await dialog.locator(".side").all();
		for (const [i, record] of [was, is].entries()) {
			assert.equal(await sides[i].locator(
				".endpoints tr:has(td)").count(), endpoints(record).length);
			assert.equal(await sides[i].locator("h3").first()
				.textContent(), i === 0 ? "Before: November 22, 2026" :
				"Now: May 22, 2027");
		}
		assert.equal(await dialog.locator(".differences tr:has(td)", {
			hasText: /\/(tcp|udp)/ }).count(), different(was, is));
		await noAxe(page, modules, "evidence", "dialog");
		await page.keyboard.press("Escape");
		assert.equal(await dialog.count(), 0);
	},

	async "what nobody could tell is no difference"(page) {
		const web = ({ hosts }) => hosts.find(({ use }) => use === "web");
		const isOne = (was, is) => web(was).lookups[1].status ===
			"timeout" && web(is).endpoints.some(({ family }) => family === 6);
		const { name } = shown.find(({ was, is }) => was && is &&
			(isOne(was, is) || isOne(is, was)));
		const dialog = await openFirst(page, name);
		const body = dialog.locator(".differences tbody",
			{ hasText: `Website ${name}` });
		const rows = await body.locator("tr").allTextContents();
		assert.ok(rows.some((text) => text.startsWith("AAAA")));
		assert.ok(!rows.some((text) => text.includes("2001:")));
	},

	async "new and gone have one side"(page) {
		for (const [change, empty] of [["new", 0], ["gone", 1]]) {
			const dialog = await openFirst(page, of(change)[0].name);
			assert.match(await dialog.locator(".side").nth(empty)
				.textContent(), /not in this run/);
			assert.ok(await dialog.locator(".side").nth(1 - empty)
				.locator(".endpoints").count() > 0);
			await page.keyboard.press("Escape");
		}
	},
};

await run(browser, [[file, { ...tests, ...hostile,
	...common(modules, browser, file) }]]);
