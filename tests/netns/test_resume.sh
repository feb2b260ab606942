#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Kills scans (SIGKILL) at random moments and lets --resume go on with them,
# which is killed as well, until KILLS in all; a scan that got to its end
# between two kills is judged and the next begins.  Then a whole run is cut
# CUTS times at a random octet, every other time with NULs behind it, as after
# a power cut, and goes on from there; POWER_CUT (unit/test_power_cut.c) only
# reads it, cut in many more places.  Every line of the list must have exactly
# one record, and every verdict must be as in the truth.
#
# usage: test_resume.sh REACH46 NAMES SEED KILLS CUTS POWER_CUT [WINDOW
#	[WORKERS]]

kills=$4 cuts=$5 power_cut=$(readlink -f "$6") window=${7:-60} workers=${8:-1}
set -- "$1" "$2" "$3"
. "$(dirname "$(readlink -f "$0")")/common.sh"
RANDOM=$seed
run=$dir/run.jsonl
options=(-P 2 -c 1 --window "$window" --workers "$workers")

# Every 20th name once more, and a line that is no name before it.
spoil_list() {
	awk '{ print } NR % 20 == 0 { print "no name at all!"; print }' \
	    "$dir/list.csv" >"$dir/spoilt.csv"
	mv "$dir/spoilt.csv" "$dir/list.csv"
}

# resume_for SECONDS: true if the scan got to its end in that time
resume_for() {
	local status=0
	"$lab" exec timeout --foreground -s KILL "$1" "$reach46" scan \
	    "$dir/list.csv" -o "$run" --resume --resolver 2001:db8:53::53 \
	    --permit-prefix 2001:db8::/32 --permit-prefix 198.18.0.0/15 \
	    --controls none --address-rate 0 --prefix-rate 0 \
	    --server-rate 0 -r 50000 -q "${options[@]}" || status=$?
	case $status in
	0 | 124) return 0 ;; # 124: it ended just as time ran out
	137) return 1 ;;
	*) echo "scan --resume: exit status $status" >&2; exit 1 ;;
	esac
}

# Nothing lost, nothing doubled, nothing wrong.
judge() {
	local lines
	"$reach46" report "$run" >"$dir/report.txt"
	grep -q '^Complete:' "$dir/report.txt"
	lines=$(jq -r 'select(.type == "input_error" or .type == "duplicate") |
	    .line' "$run" | sort -n | uniq -d)
	[ -z "$lines" ] || { echo "recorded twice: lines $lines" >&2; exit 1; }
	"$here/compare" "$dir/truth.jsonl" "$run" >"$dir/compare.txt" ||
	    { cat "$dir/compare.txt"; exit 1; }
}

# draw N: $drawn is below it
draw() { drawn=$(((RANDOM * 32768 + RANDOM) % $1)); }

# cut_power I: the run file as the disk may hold it after the I-th power cut
cut_power() {
	local header size
	header=$(head -n 1 "$dir/whole.jsonl" | wc -c)
	size=$(stat -c %s "$dir/whole.jsonl")
	cp "$dir/whole.jsonl" "$run"
	draw $((size - header))
	truncate -s $((header + drawn)) "$run"
	draw 4096
	[ $(($1 % 2)) = 0 ] || truncate -s "+$((1 + drawn))" "$run"
}

lab_up veth
spoil_list
started=$(date +%s%N)
resume_for 300
span_ms=$((($(date +%s%N) - started) / 1000000))
judge
mv "$run" "$dir/whole.jsonl"
"$power_cut" "$dir/whole.jsonl" "$dir/list.csv" >"$dir/power_cut.txt" 2>&1 ||
    { cat "$dir/power_cut.txt"; exit 1; }

killed=0 again=0 finished=0 before=0
while [ "$killed" -lt "$kills" ]; do
	draw "$span_ms"
	if resume_for "$(printf '%d.%03d' $((drawn / 1000)) \
	    $((drawn % 1000)))"; then
		judge
		rm "$run"
		finished=$((finished + 1)) before=0
	else
		killed=$((killed + 1)) again=$((again + before)) before=1
	fi
done
resume_for 300
judge
for ((cut = 0; cut < cuts; cut++)); do
	cut_power "$cut"
	resume_for 300
	judge
done
echo "a clean run takes $span_ms ms; $killed kills, $again of them while" \
    "resuming; $((finished + 1)) scans and $cuts power cuts, all whole and" \
    "right"
