#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Scans while forged replies of twelve kinds arrive, each right in all but one
# thing: none may be accepted, no verdict change, and each forged frame must
# be in the run's counters.
#
# Usage: test_forge.sh REACH46 NAMES SEED FORGE [COUNT [RATE [KIND,...]]]
#
# COUNT frames of each kind (default 10000), RATE of all kinds a second
# (default 50000); with KINDs those alone.  The forger stands in the router
# and sees every probe.

. "$(dirname "$(readlink -f "$0")")/common.sh" "${@:1:3}"

forge=$(readlink -f "$4")
count=${5:-10000}
flood_rate=${6:-50000}
kinds=${7:-}
n_kinds=12
[ -z "$kinds" ] || n_kinds=$(tr ',' '\n' <<<"$kinds" | wc -l)
seconds=$((n_kinds * count / flood_rate + 5))

in_router() { ip netns exec "$LAB_ID-router" "$@"; }

# start_forge OUTPUT ARGUMENT...
start_forge() {
	local output=$1
	shift
	in_router "$forge" "$@" >"$output" &
	forger=$!
}

# learn FILE SEED: the probes of a whole run
learn() {
	start_forge "$dir/learn.json" learn vantage "$1" 1000000
	rm -f "$dir/learn.jsonl"
	scan "$dir/learn.jsonl" 2001:db8:53::53 -e "$2" -c 1
	wait "$forger"
}

lab_up veth
# The same seed, hence the same ports, as the run that is attacked.
learn "$dir/old" 46
learn "$dir/other" 64
"$here/genuine" reset
start_forge "$dir/forge.json" flood vantage "$count" "$flood_rate" \
    "$dir/old" "$dir/other" ${kinds:+"$kinds"}
scan "$dir/run.jsonl" 2001:db8:53::53 -e 46 \
    -r $((names * 25 / seconds + 20))
wait "$forger" || { cat "$dir/forge.json"; exit 1; }
failed=0
read -r replies errors <<<"$("$here/genuine")"
"$here/check_forge" "$dir/run.jsonl" "$dir/forge.json" \
    $((replies + errors)) || failed=1
"$here/compare" "$dir/truth.jsonl" "$dir/run.jsonl" || failed=1
exit $failed
