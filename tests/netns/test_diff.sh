#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Two worlds: the diff of their runs lists exactly what is different.

. "$(dirname "$(readlink -f "$0")")/common.sh"

lab_up veth
scan "$dir/old.jsonl" 2001:db8:53::53
mv "$dir/truth.jsonl" "$dir/old-truth.jsonl"
"$lab" down
seed=$((seed + 1))
lab_up veth
scan "$dir/new.jsonl" 2001:db8:53::53
status=0
"$reach46" diff --json "$dir/old.jsonl" "$dir/new.jsonl" >"$dir/diff.json" ||
    status=$?
[ $status = 1 ] # some got worse
"$here/check_diff" "$dir/old-truth.jsonl" "$dir/truth.jsonl" "$dir/diff.json"
