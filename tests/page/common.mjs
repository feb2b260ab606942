/* SPDX-License-Identifier: Apache-2.0 */
/* common.mjs - what every page of ours must do and must not do. */
import { strict as assert } from "node:assert";

import { noAxe, open } from "./browser.mjs";

export const common = (modules, browser, file) => ({
	async "nothing else runs"() {
		const { page, context } = await open(browser, file);
		const policy = await page.locator(
			"meta[http-equiv=Content-Security-Policy]")
			.getAttribute("content");
		assert.match(policy, /default-src 'none'/);
		assert.doesNotMatch(policy, /unsafe|http|\*/);
		await page.evaluate(() => {
			const script = document.createElement("script");
			script.textContent = "window.hacked = 1";
			document.body.append(script);
			document.body.setAttribute("onclick", "window.hacked = 1");
			document.body.click();
		});
		assert.equal(await page.evaluate(() => window.hacked), undefined);
		await context.close();
	},

	async "language and theme"(page) {
		const ground = () => page.evaluate(() =>
			getComputedStyle(document.documentElement).backgroundColor);
		await noAxe(page, modules, "light");
		const light = await ground();
		await page.getByLabel("Appearance").selectOption("dark");
		assert.notEqual(await ground(), light);
		await noAxe(page, modules, "dark");
		await page.getByLabel("Language").selectOption("nl");
		assert.equal(await page.locator("html").getAttribute("lang"), "nl");
		assert.equal(await page.evaluate(() => document.activeElement.name),
			"language");
		assert.equal(await page.getByLabel("Weergave").inputValue(), "dark");
		await noAxe(page, modules, "Dutch");
	},

	async "fits a telephone"(page) {
		await page.setViewportSize({ width: 390, height: 844 });
		assert.equal(await page.evaluate(() =>
			document.documentElement.scrollWidth), 390);
		await noAxe(page, modules, "telephone");
	},

	async "prints"(page) {
		await page.emulateMedia({ media: "print" });
		assert.ok(!await page.locator(".filter").isVisible());
		assert.ok(!await page.locator(".contents").isVisible());
		const pdf = await page.pdf({ format: "A4" });
		assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
	},
});

/* Of a page with texts that want to run: opens whatever the search finds, and
   looks for what ran. */
export const hostile = {
	async "hostile texts stay texts"(page) {
		const scripts = await page.locator("script").count();
		let opened = 0;
		for (const text of ["window.hacked", "alert("]) {
			await page.getByLabel("Search").fill(text);
			opened += await page.evaluate(openAll);
		}
		assert.ok(opened > 0);
		assert.equal(await page.evaluate(() => window.hacked), undefined);
		assert.equal(await page.locator("script").count(), scripts);
		assert.equal(await page.locator("main :is(img, svg[onload])")
			.count(), 0);
	},
};

/* Runs in the page; returns how many rows were opened and closed again. */
async function openAll() {
	const leads = [...document.querySelectorAll(".domains button.link")];
	for (const lead of leads) {
		lead.click();
		let dialog;
		while (!(dialog = document.querySelector("dialog")))
			await new Promise(requestAnimationFrame);
		dialog.close();
		await new Promise(requestAnimationFrame);
	}
	return leads.length;
}

/* Tests of pages: [file, tests]...  Each that wants a page has one of its own,
   at whose end nothing bad has happened.  Ends the process. */
export async function run(browser, pages) {
	let failed = 0;
	for (const [file, tests] of pages)
		for (const [name, test] of Object.entries(tests)) {
			const own = test.length > 0 ? await open(browser, file) : null;
			try {
				await test(own?.page);
				assert.deepEqual(own?.faults ?? [], []);
				console.log(`ok: ${name}`);
			} catch (error) {
				failed++;
				console.log(`FAILED: ${name}\n${error.message}`);
			}
			await own?.context.close();
		}
	await browser.close();
	process.exit(failed > 0 ? 1 : 0);
}
