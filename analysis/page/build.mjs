/* SPDX-License-Identifier: Apache-2.0 */
/*
 * build.mjs - bundles the page and makes C of it.
 *
 *	node build.mjs MODULES PAGE.inc
 *
 * MODULES is the node_modules that npm ci filled.  PAGE.inc gets two string
 * literals in braces, what comes before the data and what comes behind.
 * Nothing but this very style and script may run or be loaded in the page:
 * their hashes are in its policy.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const [modules, out] = process.argv.slice(2);
const esbuild = createRequire(resolve(modules, "x.js"))("esbuild");

/* ESCAPED: no octet outside ASCII, and nothing that ends the element. */
function bundle(entry) {
	const made = esbuild.buildSync({
		entryPoints: [join(here, entry)], bundle: true, write: false,
		minify: true, format: "esm", target: "es2022", charset: "ascii",
		nodePaths: [resolve(modules)], legalComments: "inline",
	});
	return made.outputFiles[0].text.trim()
		.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
}

const hash = (text) =>
	`'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/* As the strings of C, a line each; octal ends where it must. */
function literal(text) {
	const escaped = Buffer.from(text).toString("latin1")
		.match(/[^]{1,4000}/g).map((part) => part.replace(
			/["\\?\n]|[^ -~]/g, (c) => "\\" +
				c.charCodeAt(0).toString(8).padStart(3, "0")));
	return escaped.map((part) => `"${part}"`).join("\n");
}

const style = bundle("style.css"), script = bundle("src/main.ts");
const policy = [
	"default-src 'none'", `script-src ${hash(script)}`,
	`style-src ${hash(style)}`, "base-uri 'none'", "form-action 'none'",
].join("; ");
const page = readFileSync(join(here, "index.html"), "utf8")
	.replace("@POLICY@", () => policy)
	.replace("@STYLE@", () => style)
	.replace("@SCRIPT@", () => script);
const parts = page.split("@DATA@");
if (parts.length !== 2)
	throw new Error("index.html has one place for the data");
writeFileSync(out, `/* Made from analysis/page; do not edit. */\n${
	parts.map(literal).join(",\n")}\n`);
