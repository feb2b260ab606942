#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Walks from the root to domains that attack whoever resolves them, among
# ordinary ones: each must end with a reason and within its budgets, nobody
# who is not involved may be bothered, and the others must neither wait nor
# be judged otherwise than without them.  Then to two that answer over TCP
# alone, from where no TCP gets through: that must not be held against them.

. "$(dirname "$(readlink -f "$0")")/common.sh"

net=$LAB_ID-net
router=$LAB_ID-router

# The hostile ones first, so that they are in the way from the beginning.
mix_lists() {
	mv "$dir/list.csv" "$dir/clean.csv"
	{
		head -n 1 "$dir/clean.csv"
		"$here/hostile" --list | sed 's/$/,hostile,/'
		tail -n +2 "$dir/clean.csv"
	} >"$dir/mixed.csv"
}

# Counts what comes for people who are not involved, some of whom are silent.
watch_victims() {
	ip netns exec "$router" nft -f - <<-EOF
	table inet hostile {
		set victims4 { type ipv4_addr; size 256; flags dynamic; counter; }
		set victims6 { type ipv6_addr; size 256; flags dynamic; counter; }
		chain arriving {
			type filter hook prerouting priority -310
			iifname "vantage" ip daddr 198.18.5.0/24 update @victims4 { ip daddr }
			iifname "vantage" ip6 daddr 2001:db8:5::/48 update @victims6 { ip6 daddr }
			iifname "vantage" ip daddr 198.18.5.128/25 drop
			iifname "vantage" ip6 daddr 2001:db8:5:1::/64 drop
		}
	}
	EOF
}

# start_hostile COUNTS
start_hostile() {
	ip netns exec "$net" "$here/hostile" "$dir/$1" \
	    </dev/null >"$dir/hostile.log" 2>&1 &
	hostile=$!
	echo '{"hostile": ["198.18.4.1", "2001:db8:4::1"]}' >"$dir/await.json"
	ip netns exec "$net" "$here/wait_ready" "$dir/await.json"
}

stop_hostile() {
	kill "$hostile"
	wait "$hostile"
	! grep . "$dir/hostile.log" >&2
}

block_tcp() {
	"$lab" exec nft -f - <<-EOF
	table inet hostile {
		chain leaving {
			type filter hook output priority 0
			tcp dport 53 drop
		}
	}
	EOF
}

# walk NAME: scans NAME.csv
walk() {
	cp "$dir/$1.csv" "$dir/list.csv"
	scan_from_root "$dir/$1.jsonl" -c 1
}

lab_up veth
mix_lists
watch_victims
start_hostile counts.json
walk clean
walk mixed
ip netns exec "$router" nft -j list sets table inet hostile \
    >"$dir/packets.json"
stop_hostile
start_hostile blocked-counts.json
block_tcp
printf '%s\n' huge.hostile nxns.hostile >"$dir/blocked.csv"
walk blocked
stop_hostile

failed=0
"$here/check_hostile" "$dir"/{clean,mixed}.jsonl \
    "$dir"/{counts,packets}.json || failed=1
"$here/check_hostile" --ordinary "$dir/mixed.jsonl" >"$dir/ordinary.jsonl"
"$here/compare" --runs "$dir"/{clean,ordinary}.jsonl || failed=1
"$here/check_hostile" --unsure "$dir/blocked.jsonl" || failed=1
exit $failed
