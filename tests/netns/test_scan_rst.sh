#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Scans the laboratory twice, RSTs by the kernel and RSTs of our own: the same
# verdicts, and either time one RST for each SYN-ACK.

. "$(dirname "$(readlink -f "$0")")/common.sh"

lab_up veth
for rst in kernel own; do
	"$lab" counters --reset >/dev/null
	scan "$dir/$rst.jsonl" 2001:db8:53::53 --rst $rst
	"$here/audit" "$dir/$rst.jsonl"
	"$here/compare" "$dir/truth.jsonl" "$dir/$rst.jsonl"
	grep -q "\"rst\":\"$rst\"" "$dir/$rst.jsonl"
done
"$reach46" diff "$dir/kernel.jsonl" "$dir/own.jsonl" >"$dir/diff"
cat "$dir/diff"
! "$lab" exec nft list tables | grep reach46
