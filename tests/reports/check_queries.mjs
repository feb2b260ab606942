#!/usr/bin/env node
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check_queries.mjs - the statements of docs/report.md on a run file, as it
 * is and compressed; what they say must be what is counted here.  The engines
 * are modules of npm: @duckdb/node-api, and chdb.
 *
 *	check_queries.mjs duckdb|clickhouse MODULES DOC RUN.jsonl
 */
import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const [engine, modules, doc, run] = process.argv.slice(2)
	.map((arg, i) => i === 0 ? arg : resolve(arg));
const require = createRequire(join(modules, "x.js"));
const TITLES = { duckdb: "DuckDB", clickhouse: "ClickHouse" };
const DEAD = ["closed", "unreachable", "silent"];

/* Those of the engine, without the view that all of them need. */
function statements() {
	const text = readFileSync(doc, "utf8").split("    -- ")
		.find((part) => part.startsWith(`${TITLES[engine]}\n`))
		.split("\n").slice(1);
	const end = text.findIndex((line) => /^\S/.test(line));
	return text.slice(0, end < 0 ? undefined : end).join("\n").split(";")
		.map((statement) => statement.trim()).filter(Boolean);
}

const MODULES = { duckdb: "@duckdb/node-api", clickhouse: "chdb" };

/* Opens an engine; what it gives back runs a statement. */
const ENGINES = {
	async duckdb() {
		const { DuckDBInstance } = require(MODULES.duckdb);
		const instance = await DuckDBInstance.create(":memory:");
		const connection = await instance.connect();
		return async (sql) =>
			(await connection.runAndReadAll(sql)).getRowObjectsJson();
	},
	async clickhouse() {
		const { Session } = require(MODULES.clickhouse);
		const session = new Session();
		return async (sql) => session.query(sql, "JSONEachRow").split("\n")
			.filter(Boolean).map((line) => JSON.parse(line));
	},
};

try {
	require.resolve(MODULES[engine]);
} catch {
	console.log(`SKIP: npm did not bring ${MODULES[engine]}`);
	process.exit(77);
}

const rows = (counts) => [...counts].sort(([a, n], [b, m]) =>
	m - n || (a < b ? -1 : 1));

function count(domains, keys) {
	const counts = new Map();
	for (const domain of domains)
		for (const key of new Set(keys(domain)))
			counts.set(key, (counts.get(key) ?? 0) + 1);
	return rows(counts);
}

const domains = readFileSync(run, "utf8").split("\n").filter(Boolean)
	.map((line) => JSON.parse(line)).filter(({ type }) => type === "domain");
const wanted = [
	count(domains, ({ verdict }) => [verdict.agreement]),
	count(domains, ({ hosts }) => hosts.flatMap((host) => host.endpoints
		.filter(({ state }) => DEAD.includes(state))
		.map(({ address }) => address))),
];

const place = mkdtempSync(join(tmpdir(), "reach46-queries."));
process.on("exit", () => rmSync(place, { recursive: true }));
process.chdir(place);
copyFileSync(run, "run.jsonl");
execFileSync("zstd", ["-q", "run.jsonl"]);
const [view, ...queries] = statements();
assert.equal(queries.length, wanted.length);
const query = await ENGINES[engine]();
for (const file of ["run.jsonl", "run.jsonl.zst"]) {
	assert.ok(view.includes("'run.jsonl.zst'"));
	await query(view.replace("CREATE VIEW", "CREATE OR REPLACE VIEW")
		.replace("run.jsonl.zst", file));
	for (const [i, sql] of queries.entries()) {
		const found = (await query(sql)).map((row) =>
			[Object.values(row)[0], Number(row.domains)]);
		assert.deepEqual(rows(found), wanted[i], `${file}: ${sql}`);
	}
	console.log(`${TITLES[engine]}, ${file}: ${wanted.map((w) => w.length)
		.join(" and ")} rows of ${domains.length} domains, all right`);
}
