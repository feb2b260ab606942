#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Two scans on one host at the same time.  ROUNDS times of the same list into
# two files, every other time from the same seed, so that both want the same
# ports, and every fifth time with controls: each must come to the truth, as
# it does alone, and neither may hold a port of the other or take its replies.
# Then of the same list into one file: one of them must refuse.
#
# usage: test_two.sh REACH46 NAMES SEED ROUNDS

rounds=$4
set -- "$1" "$2" "$3"
. "$(dirname "$(readlink -f "$0")")/common.sh"

fail() {
	echo "$what: $*" >&2
	exit 1
}

# start RUN SAID [OPTION...]: the scan is process $!
start() {
	local run=$1 said=$2
	shift 2
	"$lab" exec "$reach46" scan "$dir/list.csv" -o "$run" \
	    --resolver 2001:db8:53::53 --permit-prefix 2001:db8::/32 \
	    --permit-prefix 198.18.0.0/15 --controls none --address-rate 0 \
	    --prefix-rate 0 --server-rate 0 -r 50000 -P 2 -c 1 -q "$@" \
	    2>"$said" &
}

await_start() {
	"$here/await_run" "$1" "$2" domains=1 20 >/dev/null ||
	    fail "no record: $(cat "$dir"/said.*)"
}

# end PID: the exit status is in $status
end() {
	status=0
	wait "$1" || status=$?
}

is_right() {
	"$reach46" report "$1" >"$dir/report.txt"
	grep -q '^Complete:' "$dir/report.txt" || fail "$1 is not complete"
	"$here/compare" "$dir/truth.jsonl" "$1" >"$dir/compare.txt" ||
	    fail "$1: $(cat "$dir/compare.txt")"
}

# check_ports PID PID: each must hold 256 of either kind, and none the other's
check_ports() {
	local held both
	"$here/held_ports" "$1" >"$dir/ports.a"
	"$here/held_ports" "$2" >"$dir/ports.b"
	for held in "$dir/ports.a" "$dir/ports.b"; do
		[ "$(grep -c ^udp "$held")" -ge 256 ] &&
		    [ "$(grep -c ^tcp "$held")" -ge 256 ] ||
		    fail "ports were not seen: $held"
	done
	both=$(comm -12 "$dir/ports.a" "$dir/ports.b")
	[ -z "$both" ] || fail "both hold ports: $both"
}

# two_files I
two_files() {
	local a b options=()
	what="round $1"
	[ $(($1 % 2)) = 0 ] || options+=(--seed "$1")
	[ $(($1 % 5)) != 4 ] || options+=(--controls "$dir/controls.csv")
	rm -f "$dir"/[ab].jsonl
	"$here/genuine" reset
	start "$dir/a.jsonl" "$dir/said.a" "${options[@]}"
	a=$!
	start "$dir/b.jsonl" "$dir/said.b" "${options[@]}"
	b=$!
	await_start "$a" "$dir/a.jsonl"
	await_start "$b" "$dir/b.jsonl"
	check_ports "$a" "$b"
	end "$a"
	[ "$status" = 0 ] || fail "exit status $status: $(cat "$dir/said.a")"
	end "$b"
	[ "$status" = 0 ] || fail "exit status $status: $(cat "$dir/said.b")"
	is_right "$dir/a.jsonl"
	is_right "$dir/b.jsonl"
	# shellcheck disable=SC2046 # two numbers
	"$here/check_two" "$dir/a.jsonl" "$dir/b.jsonl" \
	    $("$here/genuine") >"$dir/counters.txt" ||
	    fail "$(cat "$dir/counters.txt")"
}

# refused STATUS WORDS: how the second of two scans must have ended
refused() {
	[ "$status" = "$1" ] && grep -q "$2" "$dir/said.b" ||
	    fail "exit status $status: $(cat "$dir/said.b")"
}

# One is at work when the other comes.
second_comes() {
	local a run=$dir/same.jsonl
	what="one file"
	rm -f "$run"
	start "$run" "$dir/said.a"
	a=$!
	await_start "$a" "$run"
	start "$run" "$dir/said.b"
	end $!
	refused 2 "$run is there already, and a run file is never overwritten"
	start "$run" "$dir/said.b" --resume
	end $!
	refused 1 "$run is in use by another reach46"
	end "$a"
	[ "$status" = 0 ] || fail "exit status $status: $(cat "$dir/said.a")"
	is_right "$run"
}

# Both come at once: either may win.
both_come() {
	local a b run=$dir/same.jsonl wins=0 said=/dev/null
	what="one file at once"
	rm -f "$run"
	start "$run" "$dir/said.a" --resume
	a=$!
	start "$run" "$dir/said.b" --resume
	b=$!
	end "$a"
	[ "$status" = 0 ] && wins=1 || said=$dir/said.a
	end "$b"
	[ "$status" = 0 ] && wins=$((wins + 1)) || said=$dir/said.b
	[ "$wins" = 1 ] || fail "$wins scans came to their end"
	grep -Eq "$run is (there already|in use)" "$said" ||
	    fail "it said: $(cat "$said")"
	is_right "$run"
}

lab_up veth
for ((round = 0; round < rounds; round++)); do
	two_files "$round"
done
cat "$dir/counters.txt"
second_comes
for ((round = 0; round * 5 < rounds; round++)); do
	both_come
done
echo "$rounds rounds of two scans into two files, $((round + 1)) into one:" \
    "all right"
