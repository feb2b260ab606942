#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# `reach46 probe` as a filter: sweeps of ranges with known behaviour, shards,
# readers that are slow or go away, an interrupt; and names as dnspython sees
# them, asked of the resolver and from the root.

. "$(dirname "$(readlink -f "$0")")/common.sh"

ports=80,443,25
resolver=2001:db8:53::53
check="$here/check_probe"

fail() { echo "$*" >&2; exit 1; }

# probe KIND [OPTION...]
probe() {
	local kind=$1
	shift
	"$lab" exec "$reach46" probe "$kind" --permit-prefix 2001:db8::/32 \
	    --permit-prefix 198.18.0.0/15 --prefix-rate 0 -P 2 -c 1 "$@"
}

sweep() { probe tcp-syn -p "$ports" -r 20000 "$@"; }

ask() {
	probe dns -q -t A,AAAA,MX,NS,TXT --address-rate 0 --server-rate 0 \
	    -P 3 "$@" "$dir/names"
}

# expect STATUS COMMAND...
expect() {
	local want=$1 status=0
	shift
	"$@" || status=$?
	[ "$status" = "$want" ] || fail "exit status $status, not $want: $*"
}

lines() { wc -l <"$1"; }

lab_up veth

echo "sweeps"
"$check" targets >"$dir/targets"
sweep -q --output-fields '*' "$dir/targets" >"$dir/all.jsonl"
"$check" sweep "$dir/all.jsonl" "$ports"
sweep -q -O csv <"$dir/targets" >"$dir/all.csv"
"$check" csv "$dir/all.csv" "$dir/all.jsonl"
sweep -q --only success "$dir/targets" >"$dir/hits.jsonl"
[ "$(lines "$dir/hits.jsonl")" = "$(grep -c '"success":1' "$dir/all.jsonl")" ]

echo "shards, one of a file and one of a pipe"
sweep -q --shards 2 --shard 0 "$dir/targets" >"$dir/shard.0"
# shellcheck disable=SC2002 # a pipe is what is wanted
cat "$dir/targets" | sweep -q --shards 2 --shard 1 - >"$dir/shard.1"
"$check" shards "$dir/all.jsonl" "$dir/shard.0" "$dir/shard.1"

echo "bad lines are named, and the rest is probed"
printf '198.18.130.1\nexample.nl\n\n2001:db8::/64\n198.18.130.2\n' |
    expect 3 sweep -p 80 >"$dir/out" 2>"$dir/err"
[ "$(lines "$dir/out")" = 2 ]
grep -q 'line 2: "example.nl"' "$dir/err"
grep -q 'line 4: "2001:db8::/64"' "$dir/err"
grep -q 'lines refused: 2' "$dir/err"

echo "a blocklist"
echo 198.18.130.0/24 >"$dir/blocklist"
echo 198.18.130.7 | sweep -q -p 80 -b "$dir/blocklist" |
    grep -q '"state":"not_probed","reason":"blocklist"'

echo "nothing is sent by a dry run"
"$lab" counters --reset >/dev/null
sweep --dryrun "$dir/targets" >"$dir/out"
grep -q "probe $(lines "$dir/all.jsonl") endpoints" "$dir/out"
[ "$("$lab" counters | grep -o '"tcp_syn": 0' | wc -l)" = 2 ]

echo "a reader that goes away"
set +o pipefail
sweep -q -r 100000 "$dir/targets" 2>"$dir/err" |
    { head -n 3 >"$dir/out"; exec <&-; }
status=("${PIPESTATUS[@]}")
set -o pipefail
[ "${status[0]}" = 141 ] || fail "broken pipe: exit status ${status[0]}"
[ "$(lines "$dir/out")" = 3 ]
[ ! -s "$dir/err" ] || fail "$(cat "$dir/err")"

echo "a reader that waits until the sender does"
mkfifo "$dir/fifo"
: >"$dir/status"
"$check" stalled "$dir/fifo" "$dir/status" "$dir/stalled.jsonl" &
reader=$!
echo 198.18.128.0/17 | sweep -q -p 80 -r 200000 --output-fields '*' \
    -u "$dir/status" >"$dir/fifo"
wait "$reader"
[ "$(grep -c '"state":"open"' "$dir/stalled.jsonl")" = 32768 ]

echo "an interrupt"
"$lab" exec "$reach46" probe tcp-syn -p "$ports" -r 1000 \
    --permit-prefix 2001:db8::/32 --permit-prefix 198.18.0.0/15 \
    "$dir/targets" >"$dir/out" 2>"$dir/err" &
pid=$!
deadline=$((SECONDS + 20))
until [ "$(lines "$dir/out")" -ge 100 ]; do
	[ "$SECONDS" -lt "$deadline" ] || fail "no output"
	sleep 0.02
done
kill -INT "$pid"
expect 130 wait "$pid"
grep -q "done: $(lines "$dir/out")," "$dir/err"

echo "names, of the resolver and from the root"
tail -n +2 "$dir/list.csv" | cut -d, -f1 | sort -u | head -n 300 >"$dir/names"
ask -R "$resolver" >"$dir/dns.jsonl"
"$lab" exec "$check" dns "$dir/dns.jsonl" "$resolver"
ask --iterative --root-hints "$dir/root.hints" >"$dir/walk.jsonl"
"$lab" exec "$check" dns "$dir/walk.jsonl" "$resolver" "$dir/truth.jsonl"
