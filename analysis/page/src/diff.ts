/* SPDX-License-Identifier: Apache-2.0 */
/* diff.ts - the block `diff`: what reach46 diff --json tells, without the
   domains. */
import type { Service } from "./data";

export const CHANGES = ["worse", "better", "changed", "unchanged", "new",
	"gone"] as const;

export interface DiffRun {
	path: string;
	started: string;
	vantage: string;
	unchecked_vantage: boolean;
	complete: boolean;
	altered_line: number;
	domains: number;
}

/* UNKNOWN is part of the unchanged: one of the runs could not tell. */
export interface Count {
	worse: number;
	better: number;
	changed: number;
	unchanged: number;
	unknown: number;
}

export interface Diff {
	old: DiffRun;
	new: DiffRun;
	domains: Record<(typeof CHANGES)[number], number>;
	agreement: Count;
	services: Record<Service, Count>;
}
