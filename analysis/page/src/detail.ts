/* SPDX-License-Identifier: Apache-2.0 */
/*
 * detail.ts - what a finding adds (analysis/findings.c, findings_iterative.c),
 * in the language that is chosen.
 */
import { knows, t, word, type Key } from "./text";

/* Says no more than the finding's own words. */
const REPEATS = ["no_such_domain", "no_name_servers", "implicit_mx",
	"over_budget", "null_mx_with_other_mx"];

const PHRASES: [RegExp, Key][] = [
	[/^preference (?<n>\d+)$/, "detail_preference"],
	[/^port (?<n>\d+) is open over IPv4 only$/, "detail_port"],
	[/ and (?<n>\d+) more$/, "detail_more"],
	[/\bparent only:/, "detail_parent"],
	[/\bchild only:/, "detail_child"],
	[/ is at the parent only$/, "detail_at_parent"],
	[/ is at the child only$/, "detail_at_child"],
	[/^(?<n>\d+) CNAME records?\b/, "detail_cnames"],
	[/^followed (?<n>\d+) CNAME records, no address$/, "detail_followed"],
];

/* At its end may be a word of the run file. */
export function detail(code: string, text: string): string {
	if (REPEATS.includes(code))
		return "";
	for (const [phrase, key] of PHRASES)
		text = text.replace(phrase, (...found) =>
			t(key, found.at(-1) as Record<string, string>));
	return text.replace(/(?<=: )[a-z_]+$/, (end) =>
		knows(end) ? word(end) : end);
}
