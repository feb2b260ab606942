/* SPDX-License-Identifier: Apache-2.0 */
/*
 * theme.ts - classes of services and what they look like, in an order from
 * good to bad.
 */
export const CLASSES = [
	"dual_stack", "dual_stack_degraded", "v6_only", "v4_broken", "v6_broken",
	"v4_only", "unreachable",
] as const;

/* Words that mean the same to the eye, whatever they are said of. */
const TONES: Record<string, string> = {
	dual_stack: "good", compliant: "good", yes: "good", ipv6_on: "good",
	behind_filter_ipv6_on: "good", reachable: "good", open: "good",
	passed: "good", ok: "good", better: "good",
	dual_stack_degraded: "fair", v6_only: "fair", v4_broken: "fair",
	degraded: "fair", warning: "fair", info: "fair", nodata: "fair",
	no_address: "fair", vantage_dependent: "fair", changed: "fair",
	v6_broken: "bad", v4_only: "bad", unreachable: "bad",
	non_compliant: "bad", no: "bad", ipv6_off: "bad",
	behind_filter_ipv6_off: "bad", special_purpose: "bad", closed: "bad",
	silent: "bad", lame: "bad", failed: "bad", worse: "bad",
};

export const tone = (word: string) => TONES[word] ?? "none";

/* Returns true: it changed. */
export function setTheme(theme: string): void {
	if (theme === "auto")
		delete document.documentElement.dataset.theme;
	else
		document.documentElement.dataset.theme = theme;
}
