#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Several workers must come to what one comes to: sweeps, names and scans with
# --workers 2 and 4.  Every verdict must be as in the truth, the router must
# have seen what each run says was sent, endpoints that domains share must be
# probed once whichever workers have the domains, and caps must hold for all
# workers together.

. "$(dirname "$(readlink -f "$0")")/common.sh"

ports=80,443,25
resolver=2001:db8:53::53
check="$here/check_probe"

fail() { echo "$*" >&2; exit 1; }

# probe KIND [OPTION...]
probe() {
	local kind=$1
	shift
	"$lab" exec "$reach46" probe "$kind" -q -P 2 -c 1 \
	    --permit-prefix 2001:db8::/32 --permit-prefix 198.18.0.0/15 "$@"
}

sweep() {
	probe tcp-syn -p "$ports" -r 20000 --prefix-rate 0 \
	    --output-fields '*' "$@"
}

# probed_once RUN: as many SYNs were sent as its endpoints say, each counted
# once however many domains have it
probed_once() {
	jq -en 'reduce inputs as $line ({ told: {} };
	    if $line.type == "summary" then .sent = $line.sent.syn
	    elif $line.type == "domain" then
		reduce ($line.hosts[].endpoints[] |
		    select(.protocol == "tcp" and .state != "not_probed")) as $e
		    (.; .told["\($e.address) \($e.port)"] = $e.attempts)
	    else . end) | .sent == (.told | add)' "$1" >"$dir/once.txt" ||
	    fail "some endpoint was probed more than once: $1"
}

# judged RUN [OPTION of compare]: nothing lost, nothing wrong, all accounted
judged() {
	local run=$1
	shift
	"$here/audit" "$run" >"$dir/audit.txt" || { cat "$dir/audit.txt"; exit 1; }
	"$here/compare" "$@" "$dir/truth.jsonl" "$run"
	"$lab" counters --reset >/dev/null
}

lab_up veth

echo "sweeps"
"$check" targets >"$dir/targets"
sweep -T 1 "$dir/targets" >"$dir/sweep.1"
sweep -T 2 "$dir/targets" >"$dir/sweep.2"
# shellcheck disable=SC2002 # a pipe is what is wanted
cat "$dir/targets" | sweep -T 4 >"$dir/sweep.4"
for workers in 2 4; do
	"$check" sweep "$dir/sweep.$workers" "$ports"
	"$check" shards "$dir/sweep.1" "$dir/sweep.$workers"
done

echo "a cap on each prefix holds for all workers"
for prefix in 198.18.130.0/24 198.18.131.0/24 2001:db8:1000:7::/120; do
	echo "$prefix"
done | probe tcp-syn -p 80 -T 2 --prefix-rate 100 \
    --output-fields '*' >"$dir/capped"
# What a busy machine kept from leaving in time leaves late: some more then,
# but not twice as many.
"$check" cap "$dir/capped" 100 60

echo "names, of the resolver and from the root"
tail -n +2 "$dir/list.csv" | cut -d, -f1 | sort -u | head -n 60 >"$dir/names"
ask() { probe dns -t A,AAAA,MX,NS,TXT "$@" "$dir/names"; }
ask -T 2 -R "$resolver" >"$dir/dns"
"$lab" exec "$check" dns "$dir/dns" "$resolver"
ask -T 4 --iterative --root-hints "$dir/root.hints" -P 3 --address-rate 0 \
    --prefix-rate 0 --server-rate 0 >"$dir/walk"
"$lab" exec "$check" dns "$dir/walk" "$resolver" "$dir/truth.jsonl"

echo "scans"
"$lab" counters --reset >/dev/null
for workers in 2 4; do
	scan "$dir/scan.$workers" "$resolver" -T "$workers" -c 1
	judged "$dir/scan.$workers"
	probed_once "$dir/scan.$workers"
done

echo "a scan with controls"
"$lab" exec "$reach46" scan "$dir/list.csv" -o "$dir/controlled" -q -T 2 \
    --controls "$dir/controls.csv" --resolver "$resolver" -r 50000 \
    --permit-prefix 2001:db8::/32 --permit-prefix 198.18.0.0/15
judged "$dir/controlled"
[ "$(jq -c 'select(.type == "vantage")' "$dir/controlled" | wc -l)" = 9 ] ||
    fail "each of nine kinds of controls must be said to be well, once"

echo "scans from the root"
for workers in 2 4; do
	scan_from_root "$dir/root.$workers" -T "$workers" -c 1
	judged "$dir/root.$workers" --chain
done

echo "an interrupt, and on from there with other workers"
"$lab" exec "$reach46" scan "$dir/list.csv" -o "$dir/stopped" -q -T 2 \
    --window 20 --controls none --resolver "$resolver" -c 1 \
    --permit-prefix 2001:db8::/32 --permit-prefix 198.18.0.0/15 &
pid=$!
"$here/await_run" "$pid" "$dir/stopped" domains=20 60
kill -INT "$pid"
status=0
wait "$pid" || status=$?
[ "$status" = 130 ] || fail "interrupted: exit status $status"
scan "$dir/stopped" "$resolver" --resume -T 4 -c 1
"$here/compare" "$dir/truth.jsonl" "$dir/stopped"

echo "what cannot be shared"
status=0
scan "$dir/refused" "$resolver" -T 4 --server-rate 3 2>"$dir/err" || status=$?
[ "$status" = 2 ] && grep -q 'shared by 4 workers' "$dir/err" ||
    fail "a cap too small: exit status $status"
