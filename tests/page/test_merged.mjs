/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_merged.mjs - the page of a merged run in headless chromium.
 *
 *	node test_merged.mjs MODULES MERGED.jsonl PAGE.html
 */
import { strict as assert } from "node:assert";

import { launch, noAxe } from "./browser.mjs";
import { run } from "./common.mjs";
import { readDomains, service } from "./truth.mjs";

const [modules, merged, file] = process.argv.slice(2);
const domains = readDomains(merged);
const browser = await launch(modules);
const depends = domains.filter(({ verdict }) =>
	verdict.web === "vantage_dependent");

const tests = {
	async "what depends is told, and in no share"(page) {
		assert.ok(depends.length > 0);
		const tile = page.locator(".tile", { hasText: "Websites" }).first();
		const { percent, of } = service(domains, "web");
		assert.deepEqual(await tile.locator("strong, > span:nth-of-type(3)")
			.allTextContents(), [percent, of]);
		assert.match(await tile.textContent(),
			new RegExp(`depends on the vantage point: ${depends.length}`));
		await page.locator("input[value=web]").check();
		assert.equal(await page.locator("#sectors .legend li",
			{ hasText: "depends on the vantage point" }).count(), 1);
		await noAxe(page, modules, "merged");
	},

	async "can be chosen"(page) {
		await page.getByRole("combobox", { name: "Website", exact: true })
			.selectOption({ label: "depends on the vantage point" });
		assert.equal((await page.locator(".found").textContent())
			.split(" ")[0], String(depends.length));
	},

	async "says who saw what, chains too"(page) {
		const record = depends.find(({ chain }) => chain?.some((link) =>
			new Set(link.vantages.map((v) => v.ipv6.resolvable)).size > 1));
		await page.getByLabel("Search").fill(record.name);
		await page.locator(".domains button.link").first().click();
		const dialog = page.getByRole("dialog");
		await dialog.waitFor();
		assert.equal(await dialog.locator(".views").count(), record.hosts
			.flatMap((host) => host.endpoints).length);
		assert.equal(await dialog.locator(".from").count(),
			record.chain.flatMap((link) => link.vantages).length);
		await noAxe(page, modules, "evidence", "dialog");
	},
};

await run(browser, [[file, tests]]);
