#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# `reach46 doctor` in the laboratory: nothing to complain of when it is
# healthy, and for each fault the line that names it, the others unchanged,
# and the right exit status.
#
# Usage: test_doctor.sh REACH46	(as root)

set -- "$1" 50 1
. "$(dirname "$(readlink -f "$0")")/common.sh"

failed=0
vantage=$LAB_ID-vantage

# doctor [OPTION...]: fills $dir/said and $status
doctor() { doctor_as "$reach46" "$@"; }

# doctor_as COMMAND... for one that drops rights before it starts the program
doctor_as() {
	status=0
	"$lab" exec "$@" > "$dir/said" 2> "$dir/complaint" || status=$?
}

options=(doctor --controls "$dir/controls.csv" -R 2001:db8:53::53
    -R 198.18.53.53 --permit-prefix 2001:db8::/32
    --permit-prefix 198.18.0.0/15 --wait 1)

# expect WHAT STATUS [LINE...]: those lines begin so, and all others are ok
expect() {
	local what=$1 wanted=$2 line bad
	shift 2
	bad=$(grep -vE '^(ok |$|This|Nothing)' "$dir/said" || true)
	for line in "$@"; do
		if ! grep -qF -- "$line" <<< "$bad"; then
			echo "FAILED: $what: no line \"$line\""
			failed=1
		fi
		bad=$(grep -vF -- "$line" <<< "$bad" || true)
	done
	if [ "$status" -ne "$wanted" ] || [ -n "$bad" ]; then
		echo "FAILED: $what: status $status, $wanted expected;" \
		    "not expected: $bad; said:"
		cat "$dir/said" "$dir/complaint"
		failed=1
	else
		echo "ok: $what: status $status, $# lines"
	fi
}

# with FAULT COMMAND...
with() {
	local fault=$1
	shift
	"$here/fault" "$fault" on
	"$@"
	"$here/fault" "$fault" off
}

lab_up veth

doctor "${options[@]}"
expect "healthy" 0
doctor "${options[@]}" -6
expect "IPv6 alone" 0

with no-ipv6 doctor "${options[@]}"
expect "no IPv6" 3 "fail IPv6 route: no IPv6 route to the Internet" \
    "fail resolver 2001:db8:53::53: no IPv6 route"
with port25-drop doctor "${options[@]}"
expect "port 25 dropped" 3 "fail IPv4 tcp/25: none of 16 controls answers" \
    "fail IPv6 tcp/25: none of 16 controls answers"
with port25-reset doctor "${options[@]}"
expect "port 25 reset" 3 "fail IPv4 tcp/25: all 16 controls refuse" \
    "fail IPv6 tcp/25: all 16 controls refuse"
with port25-prohibited doctor "${options[@]}"
expect "port 25 prohibited" 3 \
    "fail IPv4 tcp/25: rejected on the way: admin_prohibited" \
    "fail IPv6 tcp/25: rejected on the way: admin_prohibited"
with resolver-refused doctor "${options[@]}"
expect "resolver refuses" 4 \
    "fail resolver 2001:db8:53::53: does not resolve for us: RCODE 5" \
    "fail resolver 198.18.53.53: does not resolve for us: RCODE 5"
with syn-proxy doctor "${options[@]}"
expect "SYN proxy" 3 \
    "fail IPv4 tcp/80: " "fail IPv4 tcp/443: " "fail IPv4 tcp/25: " \
    "fail IPv6 tcp/80: " "fail IPv6 tcp/443: " "fail IPv6 tcp/25: "
with resolver-killed doctor "${options[@]}"
expect "resolver dead" 4 "fail resolver 2001:db8:53::53: " \
    "fail resolver 198.18.53.53: "

# Without a resolver the root servers are tried.
roots=(doctor --controls "$dir/controls.csv" --permit-prefix 2001:db8::/32
    --permit-prefix 198.18.0.0/15 --wait 1 --iterative --root-hints)
doctor "${roots[@]}" "$dir/root.hints"
expect "iterative" 0
with udp53-blocked doctor "${roots[@]}" "$dir/root.hints"
expect "iterative, UDP port 53 blocked" 4 \
    "fail IPv4 root servers: none of 2 answers" \
    "fail IPv6 root servers: none of 2 answers" \
    "fail IPv4 udp/53: " "fail IPv6 udp/53: "
sed 's/2001:db8:1::1$/2001:db8:53::53/' "$dir/root.hints" > "$dir/bad.hints"
doctor "${roots[@]}" "$dir/bad.hints"
expect "a resolver among the root servers" 3 \
    "fail IPv6 root servers: 1 of 2 answer for the root without authority"
echo "nl. NS a.nl." > "$dir/bad.hints"
doctor "${roots[@]}" "$dir/bad.hints"
expect "bad root hints" 2
grep -q "bad.hints, line 1: " "$dir/complaint" || {
	echo "FAILED: the complaint names no line: $(cat "$dir/complaint")"
	failed=1
}

doctor_as setpriv --bounding-set -net_admin --inh-caps -net_admin \
    "$reach46" "${options[@]}"
expect "without CAP_NET_ADMIN" 0 "warn CAP_NET_ADMIN: missing" \
    "warn own RSTs: cannot keep replies on uplink from the kernel"
doctor_as setpriv --bounding-set -net_raw --inh-caps -net_raw \
    "$reach46" "${options[@]}"
expect "without CAP_NET_RAW" 4 "fail CAP_NET_RAW: missing" \
    "fail IPv4 frames: " "fail IPv6 frames: " "fail resolver 2001:db8:53::53" \
    "fail resolver 198.18.53.53"
doctor_as prlimit --nofile=256:256 "$reach46" "${options[@]}"
expect "too few files" 4 "fail source ports: cannot hold 256 source ports" \
    "fail IPv4 frames: " "fail IPv6 frames: " \
    "fail resolver 2001:db8:53::53: no packet can be sent" \
    "fail resolver 198.18.53.53: no packet can be sent"

ip -n "$vantage" link set uplink mtu 1280
doctor "${options[@]}"
expect "MTU of 1280" 0 "warn IPv4 MTU: 1280 octets" \
    "warn IPv6 MTU: 1280 octets"
ip -n "$vantage" link set uplink mtu 1500

ip -n "$vantage" -6 address add fd00:46::2/64 dev uplink nodad
ip -n "$vantage" -6 route replace default via 2001:db8:ff00:1::1 \
    src fd00:46::2
doctor "${options[@]}"
expect "unique-local source" 3 "warn IPv6 source: fd00:46::2 is unique-local" \
    "fail resolver 2001:db8:53::53: " "fail IPv6 udp/53: " \
    "fail IPv6 tcp/53: " "fail IPv6 tcp/80: " "fail IPv6 tcp/443: " \
    "fail IPv6 tcp/25: "
ip -n "$vantage" -6 address del fd00:46::2/64 dev uplink
ip -n "$vantage" -6 route replace default via 2001:db8:ff00:1::1

doctor "${options[@]}" --controls none
expect "no controls" 0 "warn IPv4 udp/53" "warn IPv4 tcp/53" \
    "warn IPv4 tcp/80" "warn IPv4 tcp/443" "warn IPv4 tcp/25" \
    "warn IPv6 udp/53" "warn IPv6 tcp/53" "warn IPv6 tcp/80" \
    "warn IPv6 tcp/443" "warn IPv6 tcp/25"
doctor "${options[@]}" -4 -6
expect "both -4 and -6" 2
echo "address,port" > "$dir/bad.csv"
doctor "${options[@]}" --controls "$dir/bad.csv"
expect "bad list of controls" 2
grep -q "bad.csv, line 1: " "$dir/complaint" || {
	echo "FAILED: the complaint names no line: $(cat "$dir/complaint")"
	failed=1
}

[ $failed -eq 0 ] && echo "all checks passed"
exit $failed
