/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_page.mjs - the page of a run file in headless chromium.
 *
 *	node test_page.mjs MODULES RUN.jsonl PAGE.html TREND.html V6.html
 *	    SMALL.html
 *
 * PAGE was made from RUN, which make_run made; TREND shows it beside another;
 * V6 is judged by --policy v6; SMALL has few domains and every section.
 */
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";

import { launch, noAxe, open } from "./browser.mjs";
import { common, hostile, run } from "./common.mjs";
import { agreement, exchangeOff, readDomains, service } from "./truth.mjs";

const OPEN_MS = 2000;
const STATES = { open: "open", lame: "lame", closed: "closed",
	unreachable: "unreachable", silent: "silent",
	not_probed: "not probed", indeterminate: "could not be told" };
const [modules, runFile, file, trend, v6, small] = process.argv.slice(2);
const domains = readDomains(runFile);
const browser = await launch(modules);

const readJson = (path) =>
	JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const found = (page) => page.locator(".found").textContent();
const wanted = (n) => `${n.toLocaleString("en")} of ${
	domains.length.toLocaleString("en")} domains`;
const names = (page) => page.locator(
	".tabulator-row .tabulator-cell:first-child button").allTextContents();
const search = (page, text) => page.getByLabel("Search").fill(text);
const clear = (page) => page.getByRole("button", { name: "Clear" }).click();

/* Each test has a page of its own, at whose end nothing bad has happened. */
const tests = {
	async "opens in time"() {
		const times = [];
		for (let i = 0; i < 3; i++) {
			const { page, faults, context } = await open(browser, file);
			times.push(await page.evaluate(() => performance
				.getEntriesByName("ready")[0].startTime));
			assert.deepEqual(faults, []);
			await context.close();
		}
		console.log(`  ${domains.length} domains: ${times.map(Math.round)} ms`);
		assert.ok(Math.min(...times) < OPEN_MS);
	},

	async "figures are those of the run file"(page) {
		const tile = async (name) => {
			const texts = await page.locator(".tile", { hasText: name })
				.first().locator("strong, > span:nth-of-type(3)")
				.allTextContents();
			return { percent: texts[0], of: texts[1] };
		};
		assert.deepEqual(await tile("Agreement"), agreement(domains));
		for (const [name, key] of [["Websites", "web"], ["www", "www"],
			["Mail", "mail"], ["Name servers", "dns"]])
			assert.deepEqual(await tile(name), service(domains, key), name);
		assert.equal(await page.locator("#exchange tbody tr").count(),
			exchangeOff(domains).length);
	},

	/* Protocols and uses are no words; uses have texts of their own. */
	async "every word of a run file has a text"() {
		const words = (value, key) => Array.isArray(value) ||
			typeof value !== "object" || value === null ? [] : [
				...key === "use" || key === "protocol" ? [] :
					(value.enum ?? []).filter((code) =>
						typeof code === "string"),
				...Object.entries(value).flatMap(([inner, one]) =>
					words(one, inner))];
		const all = words(readJson("../../docs/record.schema.json"));
		assert.ok(all.includes("dual_stack") && all.includes("lame"));
		for (const language of ["en", "nl"]) {
			const texts = readJson(
				`../../analysis/page/src/${language}.json`);
			assert.deepEqual(all.filter((code) =>
				!(`word_${code}` in texts)), [], language);
		}
	},

	async "shares of each sector"(page) {
		const names = [...new Set(domains.map(({ group }) => group))];
		const shown = async (measure) => {
			await page.locator(`input[value=${measure}]`).check();
			await page.locator("#sectors summary").click();
			const rows = await page.locator("#sectors tbody tr").all();
			assert.equal(rows.length, names.length + 1);
			return Promise.all(rows.map(async (row) => [
				await row.locator("th").textContent(),
				...await row.locator("td").allTextContents()]));
		};
		const of = (name) => name === "All domains" ? domains :
			domains.filter(({ group }) =>
				group === (name === "(no sector)" ? "" : name));
		for (const [name, all, yes, no, share] of await shown("agreement")) {
			const is = (code) => of(name).filter(({ verdict }) =>
				verdict.agreement === code).length.toLocaleString("en");
			assert.deepEqual([all, yes, no, share], [
				of(name).length.toLocaleString("en"), is("compliant"),
				is("non_compliant"), agreement(of(name)).percent], name);
		}
		for (const [name, , ...counts] of await shown("exchange_online"))
			assert.deepEqual(counts.slice(0, 4), ["ipv6_on",
				"behind_filter_ipv6_on", "behind_filter_ipv6_off",
				"ipv6_off"].map((code) => of(name).filter(({ verdict }) =>
				verdict.exchange_online === code).length
				.toLocaleString("en")), name);
	},

	async "a finding leads to its domains"(page) {
		for (const row of (await page.locator(
			"#findings .causes tbody tr").all()).slice(0, 3)) {
			const count = await row.locator("th").textContent();
			await row.locator("button").click();
			assert.equal((await found(page)).split(" ")[0], count);
			await clear(page);
		}
	},

	async "search and filter"(page) {
		assert.equal(await found(page), wanted(domains.length));
		await search(page, "DOMAIN-00012");
		assert.deepEqual(await names(page), ["domain-00012.example"]);
		await search(page, "waterschap proef");
		assert.equal(await found(page), wanted(domains.filter((d) =>
			d.organisation === "Waterschap Proef").length));
		await page.getByRole("combobox", { name: "Mail", exact: true })
			.selectOption({ label: "IPv4 only" });
		assert.equal(await found(page), wanted(domains.filter((d) =>
			d.organisation === "Waterschap Proef" &&
			d.verdict.mail === "v4_only").length));
		await search(page, "no such thing");
		assert.equal(await found(page), wanted(0));
		await clear(page);
		assert.equal(await found(page), wanted(domains.length));
	},

	async "sort, by mouse and by keyboard, and pages"(page) {
		const sorted = domains.filter((d) =>
			d.organisation === "Gemeente Voorbeeld")
			.map((d) => d.name).sort();
		await search(page, "gemeente voorbeeld");
		assert.deepEqual(await names(page), sorted.slice(0, 25));
		await page.getByRole("button", { name: "Next page" }).click();
		assert.deepEqual(await names(page), sorted.slice(25, 50));
		await page.getByRole("button", { name: "Domain", exact: true })
			.click();
		assert.equal((await names(page))[0], sorted.at(-1));
		await page.getByRole("button", { name: "Domain", exact: true })
			.press("Enter");
		assert.equal((await names(page))[0], sorted[0]);
		assert.equal(await page.locator("[role=columnheader]").first()
			.getAttribute("aria-sort"), "ascending");
	},

	async "a cause leads to its domains"(page) {
		for (const row of (await page.locator("#causes tbody tr").all())
			.slice(0, 3)) {
			const subject = await row.locator("button").textContent();
			await row.locator("button").click();
			assert.ok((await page.getByRole("combobox", { name: "Cause" })
				.inputValue()).endsWith(` ${subject}`));
			assert.equal((await found(page)).split(" ")[0],
				await row.locator("th").textContent());
		}
	},

	async "the evidence, all of it, by keyboard"(page) {
		const record = domains.find((d) => d.verdict.mail === "v4_only" &&
			d.name.startsWith("domain"));
		await search(page, record.name);
		const lead = page.locator(".domains button.link").first();
		await lead.press("Enter");
		const dialog = page.getByRole("dialog");
		await dialog.waitFor();
		const endpoints = [...record.hosts,
			...(record.mail.tenant ? [record.mail.tenant] : [])]
			.flatMap((host) => host.endpoints);
		const rows = await dialog.locator(".endpoints tr:has(td)").all();
		assert.equal(rows.length, endpoints.length);
		for (const [i, row] of rows.entries()) {
			const { address, port, protocol, state, attempts, rtt_ms } =
				endpoints[i];
			const cells = await row.locator("td").allTextContents();
			assert.equal(await row.locator("xpath=../tr[1]/th")
				.textContent(), address);
			assert.deepEqual([cells[0], cells[1], cells[3], cells[4]],
				[`${port}/${protocol}`, STATES[state], String(attempts),
					rtt_ms === null ? "–" : rtt_ms.toFixed(1)]);
		}
		await noAxe(page, modules, "evidence", "dialog");
		await page.keyboard.press("Escape");
		assert.equal(await dialog.count(), 0);
		assert.ok(await lead.evaluate((element) =>
			element === document.activeElement));
	},

	async "a search for all octets"(page) {
		const odd = domains.find((d) => !d.name.startsWith("domain"));
		await search(page, odd.organisation);
		await clear(page);
		assert.equal(await found(page), wanted(domains.length));
	},

	async "says what it is in Dutch"(page) {
		await page.getByLabel("Language").selectOption("nl");
		assert.equal(await page.locator("#headline h2").textContent(),
			"De afspraak");
		await page.getByRole("combobox", { name: "Bevinding" })
			.selectOption({ label: "MX is localhost" });
		await page.locator(".domains button.link").first().click();
		const { detail } = domains.flatMap(({ findings }) => findings)
			.find(({ code }) => code === "mx_is_localhost");
		await page.getByText(`localhost: ${detail.replace("preference",
			"voorkeur")}`).waitFor();
	},

	async "prints the list of owners whole"(page) {
		await page.emulateMedia({ media: "print" });
		assert.ok(await page.locator("#exchange tbody tr").last()
			.isVisible());
	},

	async "says by which policy it was judged"(page) {
		const lead = (of) => of.locator(".lead").textContent();
		assert.match(await lead(page), /over IPv6 as well as IPv4/);
		const { page: other, context } = await open(browser, v6);
		assert.match(await lead(other), /IPv6 must, IPv4 may/);
		await context.close();
	},

	async "several runs make lines"() {
		const { page, faults } = await open(browser, trend);
		assert.equal(await page.locator("#trend .line path")
			.count(), 5);
		assert.equal(await page.locator("#trend tbody tr").count(), 5);
		assert.equal(await found(page), wanted(domains.length));
		assert.deepEqual(faults, []);
	},
};

await run(browser, [[file, { ...tests, ...hostile }],
	[small, common(modules, browser, small)]]);
