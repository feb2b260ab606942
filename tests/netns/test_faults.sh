#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Faults of the vantage point during a scan: no domain may be blamed for any.
#
# Usage: test_faults.sh REACH46 NAMES SEED [CASE...]
#
# A CASE is FAULT, FAULT:WHEN or FAULT:WHEN:permanent, where `fault list` has
# the FAULTs and WHEN is start (before the scan) or mid (when 40 % of the
# domains are done).  FAULT alone is both; no CASE at all is everything, about
# a minute each.  A fault lasts 15 s (a flap 10 s, an outage 30 s), after
# which all must be measured and wholly right; a permanent one must leave
# right what it does not touch, and the scan must come to an end.
#
# One line per case, and exit status 1 if any is not ok:
#	blamed		domains with something untrue: 0 is wanted
#	indeterminate	domains not blamed and not wholly right
#	missing		domains without a record
#	detected	seconds until the run file said so: at most 5
#
# A scan that refuses to start (exit status 4) has blamed nobody: `unfit`.
# REACH46_CONTROLS=none shows what the test finds in a scan without controls.

. "$(dirname "$(readlink -f "$0")")/common.sh" "${@:1:3}"
shift 3

controls=${REACH46_CONTROLS:-$dir/controls.csv}
deadline=240
detect_within=5
failed=0

# What a fault touches, as `compare --hit` wants it.
touched_by() {
	case $1 in
	no-ipv6 | ipv6-blackhole | ra-expires) echo v6 ;;
	ipv4-lost) echo v4 ;;
	port25-*) echo tcp/25 ;;
	syn-proxy) echo tcp/80 tcp/443 tcp/25 ;;
	gateway-mac) echo none ;;
	*) echo all ;;
	esac
}

lasts() {
	case $1 in
	link-flap) echo 10 ;;
	outage) echo 30 ;;
	*) echo 15 ;;
	esac
}

# Slow enough for a fault to meet most of the scan, about ten seconds long.
scan_start() {
	local rate=$((names * 5 / 2))
	[ "$rate" -ge 500 ] || rate=500
	"$lab" exec "$reach46" scan "$dir/list.csv" -o "$1" \
	    --resolver 2001:db8:53::53 --resolver 198.18.53.53 \
	    --permit-prefix 2001:db8::/32 --permit-prefix 198.18.0.0/15 \
	    --controls "$controls" --address-rate 0 --prefix-rate 0 \
	    --server-rate 0 -r "$rate" -q 2>"$1.log" &
	pid=$!
}

# await WHAT SECONDS
await() { "$here/await_run" "$pid" "$run" "$1" "$2"; }

# Sets status; a scan that does not end is killed and has status 137.
scan_end() {
	local ended
	ended=$(await end "$deadline") || kill -KILL "$pid"
	status=0
	wait "$pid" || status=$?
	[ "$ended" != late ] || status=137
}

# What has gone wrong in a case, from the variables of fault_case.
complaints() {
	[ "$blamed" = 0 ] || echo -n " BLAMED"
	[ "$alarms" = 0 ] || echo -n " FALSE-ALARM"
	case $status in
	0) ;;
	3) [ "$mode" = permanent ] || echo -n " EXIT" ;;
	4) [ "$when" = start ] && [ "$missing" = "$total" ] ||
		echo -n " EXIT" ;;
	*) echo -n " EXIT" ;;
	esac
	[ "$status" != 4 ] || return 0
	[ "$missing" = 0 ] || echo -n " MISSING"
	[ "$mode" = permanent ] || [ "$right" = "$total" ] ||
		echo -n " NOT-RECOVERED"
	[[ $detected =~ ^[0-9.]+$ ]] &&
	    [ "${detected%.*}" -lt "$detect_within" ] || echo -n " UNDETECTED"
}

# fault_case FAULT start|mid recover|permanent
fault_case() {
	local fault=$1 when=$2 mode=$3 run=$dir/$1-$2-$3.jsonl
	local pid status began detected hit=() wrong result alarms=0
	local blamed indeterminate right missing
	# Or the kernel would keep an address from the last case for a minute.
	"$lab" exec ip neighbour flush dev uplink
	"$lab" exec "$here/wait_ready"
	[ "$when" = mid ] || "$here/fault" "$fault" on
	began=$(date +%s%N)
	scan_start "$run"
	if [ "$when" = mid ]; then
		await domains=$((total * 2 / 5)) 120 >"$run.progress" ||
		    echo "the scan was over too soon for $fault" >&2
		alarms=$(grep -c '"healthy":false' "$run") || true
		"$here/fault" "$fault" on
	fi
	detected=$(await unhealthy "$(lasts "$fault")") || true
	if [ "$mode" = recover ]; then
		await end "$(remaining "$fault" "$detected")" >/dev/null ||
		    true
		"$here/fault" "$fault" off
	fi
	scan_end
	began=$((($(date +%s%N) - began) / 100000000))
	"$here/fault" "$fault" off
	# shellcheck disable=SC2207 # one word per kind
	[ "$mode" = recover ] || hit=(--hit $(touched_by "$fault"))
	touch "$run"
	"$here/compare" --faulted "$dir/truth.jsonl" "$run" "${hit[@]}" \
	    >"$run.compare" || true
	result=$(tail -n 1 "$run.compare")
	# shellcheck disable=SC2001 # no such pattern in the shell
	read -r blamed indeterminate right missing \
	    <<<"$(sed 's/[a-z]*=//g' <<<"$result")"
	wrong=$(complaints)
	[ -z "$wrong" ] || failed=1
	[ "$status" != 4 ] || wrong=${wrong:- unfit}
	printf '%-17s %-5s %-9s blamed %-4s indeterminate %-4s missing %-4s ' \
	    "$fault" "$when" "$mode" "$blamed" "$indeterminate" "$missing"
	printf 'detected %-5s wall %d.%d s exit %d%s\n' "$detected" \
	    $((began / 10)) $((began % 10)) "$status" "${wrong:- ok}"
}

# How long a fault is still to last, one second at least.
remaining() {
	local left
	left=$(lasts "$1")
	[[ ! $2 =~ ^[0-9.]+$ ]] || left=$((left - ${2%.*}))
	[ "$2" != late ] || left=0
	echo $((left > 1 ? left : 1))
}

# run_cases CASE
run_cases() {
	local fault when mode
	IFS=: read -r fault when mode <<<"$1"
	"$here/fault" list | grep -x -- "$fault" >/dev/null || {
		echo "no such fault: $fault" >&2
		exit 2
	}
	if [ -n "$when" ]; then
		fault_case "$fault" "$when" "${mode:-recover}"
	else
		fault_case "$fault" start recover
		fault_case "$fault" mid recover
	fi
}

lab_up veth
total=$(wc -l <"$dir/truth.jsonl")
if [ $# -eq 0 ]; then
	# shellcheck disable=SC2046 # one word per fault
	set -- $("$here/fault" list | sed 's/.*/&\n&:start:permanent\n&:mid:permanent/')
fi
for each in "$@"; do
	run_cases "$each"
done
exit $failed
