/* SPDX-License-Identifier: Apache-2.0 */
/* browser.mjs - a page in a real browser, watched for what it must not do. */
import { strict as assert } from "node:assert";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/* Modules are in a build directory that the caller names. */
export const from = (modules) => createRequire(resolve(modules, "x.js"));

const CHROMIUM = "/usr/bin/chromium";
const READY_MS = 30000;

export async function launch(modules) {
	const { chromium } = from(modules)("playwright-core");
	return chromium.launch({ executablePath: CHROMIUM,
		args: ["--no-sandbox"] });
}

/* Opens the file; `faults` is whatever a page of ours never does. */
export async function open(browser, file, options = {}) {
	/* Nobody waits for what scrolls softly. */
	const context = await browser.newContext({ locale: "en-GB",
		viewport: { width: 1280, height: 900 },
		reducedMotion: "reduce", ...options });
	const page = await context.newPage();
	const address = pathToFileURL(resolve(file)).href;
	const faults = [];
	page.on("console", (m) => faults.push(`console: ${m.text()}`));
	page.on("pageerror", (e) => faults.push(`error: ${e}`));
	page.on("dialog", (d) => faults.push(`dialog: ${d.message()}`));
	page.on("request", (request) => {
		if (request.url().replace(/#.*/, "") !== address)
			faults.push(`request: ${request.url()}`);
	});
	await page.goto(address);
	await page.waitForSelector("html[data-ready=yes]",
		{ timeout: READY_MS });
	return { page, faults, context };
}

/* What axe finds that is serious WITHIN a selector, as lines to read. */
export async function axe(page, modules, within) {
	const source = from(modules).resolve("axe-core/axe.min.js");
	if (!await page.evaluate(() => "axe" in window))
		await page.evaluate((await import("node:fs"))
			.readFileSync(source, "utf8"));
	const { violations } = await page.evaluate((selector) =>
		window.axe.run(selector, { resultTypes: ["violations"] }), within);
	return violations.filter(({ impact }) =>
		impact === "serious" || impact === "critical").map((v) =>
		`${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html)
			.join(" ")}`);
}

export async function noAxe(page, modules, where, within = "html") {
	assert.deepEqual(await axe(page, modules, within), [], `axe, ${where}`);
}
