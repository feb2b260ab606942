#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Three vantage points: one without IPv6, one that is shut out by half of the
# web and mail servers, and one that sees all.  Their merged run must be what
# is known of each, and report and diff must work on it.

. "$(dirname "$(readlink -f "$0")")/common.sh"

router() { ip netns exec "$LAB_ID-router" "$@"; }

lab_up veth
scan "$dir/clean.jsonl" 198.18.53.53 --vantage clean
router nft -f - <<-END
	table inet geo {
		chain forward {
			type filter hook forward priority -20; policy accept;
			tcp dport { 25, 80, 443 } ip daddr & 0.0.0.1 == 0.0.0.1 drop
			tcp dport { 25, 80, 443 } ip6 daddr & ::1 == ::1 drop
		}
	}
END
scan "$dir/blocked.jsonl" 198.18.53.53 --vantage blocked
router nft delete table inet geo
"$lab" exec ip -6 route delete default
"$lab" exec ip -6 address flush dev uplink scope global
scan "$dir/no6.jsonl" 198.18.53.53 --vantage no6

cd "$dir"
"$reach46" merge no6.jsonl clean.jsonl blocked.jsonl -o merged.jsonl
"$reach46" diff --json clean.jsonl merged.jsonl >diff.json || [ $? = 1 ]
"$here/check_merge" truth.jsonl merged.jsonl diff.json
"$here/../unit/check_schema.py" "$here/../../docs/record.schema.json" \
    merged.jsonl
"$here/../reports/check_figures" "$reach46" merged.jsonl

# What could not be tested is no change; what is shut out is one.
"$reach46" diff clean.jsonl no6.jsonl >diff.txt
! "$reach46" diff clean.jsonl blocked.jsonl >diff.txt
grep -q '^worse' diff.txt
