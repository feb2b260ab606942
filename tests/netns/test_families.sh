#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# A vantage point with one family only: the other family's verdicts must be
# indeterminate.  No domain may be blamed for what the vantage lacks, whether
# a resolver is asked or not.

. "$(dirname "$(readlink -f "$0")")/common.sh"

# one_family MISSING RESOLVER
one_family() {
	local missing=$1 run=$dir/without-ipv$1.jsonl
	lab_up veth
	"$lab" exec ip "-$missing" route delete default
	"$lab" exec ip "-$missing" address flush dev uplink scope global
	scan "$run" "$2"
	"$here/check_families" "$dir/truth.jsonl" "$run" "$missing"
	run=$dir/without-ipv$1-from-root.jsonl
	scan_from_root "$run"
	"$here/check_families" "$dir/truth.jsonl" "$run" "$missing"
}

one_family 6 198.18.53.53
one_family 4 2001:db8:53::53
