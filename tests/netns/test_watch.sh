#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The watch of the way out against a real kernel, between two namespaces of
# its own: each thing that can happen to a vantage point is done to it, and
# must be told within a second; what a scan would then be told of the hop must
# be right; and nothing else may be told.
#
# Usage: test_watch.sh WATCH_DRIVER	(as root)

set -euo pipefail

[ $# -eq 1 ] || {
	echo "usage: $0 WATCH_DRIVER" >&2
	exit 2
}
[ "$(id -u)" -eq 0 ] || {
	echo "skipped: needs root" >&2
	exit 77
}
driver=$(readlink -f "$1")
ours=r46w$$
theirs=r46x$$
dir=$(mktemp -d "${TMPDIR:-/tmp}/reach46-watch.XXXXXX")
pid=
failed=0

clean_up() {
	local status=$?
	trap - EXIT
	[ -z "$pid" ] || kill "$pid" 2>/dev/null || true
	wait
	ip netns del $ours 2>/dev/null || true
	ip netns del $theirs 2>/dev/null || true
	rm -rf "$dir"
	exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP

ours() { ip -n $ours "$@"; }
theirs() { ip -n $theirs "$@"; }

pass() { echo "ok: $*"; }
fail() {
	echo "FAILED: $*"
	failed=1
}

namespaces() {
	local ns
	for ns in $ours $theirs; do
		ip netns add $ns
		ip netns exec $ns sysctl -qw \
		    net.ipv6.conf.all.accept_dad=0 \
		    net.ipv6.conf.default.accept_dad=0
		ip -n $ns link set lo up
	done
	ip netns exec $theirs sysctl -qw net.ipv6.conf.all.keep_addr_on_down=1
	ours link add wan type veth peer name wan netns $theirs
	# A second way out, for routes to move to.
	ours link add other type veth peer name other netns $theirs
	theirs link set wan up
	theirs link set other up
	theirs address add 198.18.46.2/24 dev wan
	theirs address add 2001:db8:46::2/64 dev wan nodad
	theirs address add 198.18.47.2/24 dev other
	theirs address add 2001:db8:47::2/64 dev other nodad
	ours link set wan up
	ours link set other up
	ours address add 198.18.47.1/24 dev other
	ours address add 2001:db8:47::1/64 dev other nodad
	addresses
	routes
}

addresses() {
	ours address replace 198.18.46.1/24 dev wan
	ours -6 address replace 2001:db8:46::1/64 dev wan nodad
}

# Changed lifetimes may leave the prefix without its route.
routes() {
	ours -6 route replace 2001:db8:46::/64 dev wan
	ours -4 route replace default via 198.18.46.2
	ours -6 route replace default via 2001:db8:46::2
}

# Hop 0 is the way out over IPv4, 1 the one over IPv6, 2 leads to a neighbour.
watch() {
	after=0
	ip netns exec $ours "$driver" "$@" > "$dir/out" 2> "$dir/err" &
	pid=$!
	wait_for READY 5000 || {
		fail "the driver did not start: $(cat "$dir/err")"
		exit 1
	}
}

unwatch() {
	after=0
	kill "$pid"
	wait "$pid" 2>/dev/null || true
	pid=
}

# wait_for PATTERN MILLISECONDS: in what was printed since `after` was set
wait_for() {
	local end=$(($(date +%s%3N) + $2))
	until tail -n +$((after + 1)) "$dir/out" | grep -q "$1"; do
		[ "$(date +%s%3N)" -lt $end ] || return 1
		read -rt 0.02 <> <(:) || true
	done
}

# Until nothing has been printed for 1.2 s: two beats of the watch and more.
settle() {
	local lines=-1
	while [ $lines -ne "$(wc -l < "$dir/out")" ]; do
		lines=$(wc -l < "$dir/out")
		read -rt 1.2 <> <(:) || true
	done
}

# expect WHAT LIMIT_MS "KIND HOP" "STATE OF HOP" COMMAND...
# The event comes within the limit, and at last the hop is in that state.
expect() {
	local what=$1 limit=$2 event=$3 state=$4 start took last
	shift 4
	after=$(wc -l < "$dir/out")
	start=$(date +%s%3N)
	"$@"
	if ! wait_for "^EVENT [0-9]* $event " "$limit"; then
		fail "$what: no $event within $limit ms:" \
		    "$(tail -n +$((after + 1)) "$dir/out")"
		return
	fi
	took=$(tail -n +$((after + 1)) "$dir/out" |
		awk -v e="$event " -v s="$start" \
		    'index($0, e) { print $2 - s; exit }')
	settle
	last=$(tail -n +$((after + 1)) "$dir/out" |
		grep "^STATE ${event##* } " | tail -1 | cut -d' ' -f3-)
	case $last in
	"$state"*) pass "$what: $event after $took ms, hop $last" ;;
	*) fail "$what: hop is \"$last\", not \"$state\"" ;;
	esac
}

# quiet WHAT COMMAND...: nothing may be told
quiet() {
	local what=$1
	shift
	after=$(wc -l < "$dir/out")
	"$@"
	settle
	if [ "$(wc -l < "$dir/out")" -eq "$after" ]; then
		pass "$what: nothing is told"
	else
		fail "$what: $(tail -n +$((after + 1)) "$dir/out")"
	fi
}

links() {
	expect "peer down" 1000 "link_down 0" down theirs link set wan down
	expect "peer up" 1000 "link_up 0" fine theirs link set wan up
	expect "link down" 1000 "link_down 1" down ours link set wan down
	link_up() {
		ours link set wan up
		addresses
		routes
	}
	expect "link up" 1000 "link_up 1" fine link_up
	expect "own MAC" 1000 "link_changed 0" refreshed \
	    ours link set wan address 02:00:00:00:46:01
	ours link add third type veth peer name fourth
	quiet "another link" ours link set third up
}

sources() {
	# All the kernel has left is a link-local one: no replacement.
	ours -6 address del 2001:db8:47::1/64 dev other
	expect "IPv6 source removed" 1000 "address_gone 1" down \
	    ours -6 address del 2001:db8:46::1/64 dev wan
	back() {
		addresses
		routes
	}
	expect "IPv6 source back" 1000 "address_back 1" fine back
	ours -6 address add 2001:db8:47::1/64 dev other nodad
	expect "IPv4 source removed" 1000 "address_gone 0" down \
	    ours -4 address del 198.18.46.1/24 dev wan
	expect "IPv4 source back" 1000 "address_back 0" fine back
	ours -6 address add 2001:db8:46::1:1/64 dev wan nodad
	settle
	expect "IPv6 source deprecated" 1000 "address_gone 1" \
	    "refreshed 2001:db8:46::1:1" ours -6 address change \
	    2001:db8:46::1/64 dev wan preferred_lft 0 valid_lft 600
	expect "IPv6 source deprecated by time" 3500 "address_gone 1" \
	    "refreshed 2001:db8:46::1 " deprecate_soon
	ours -6 address del 2001:db8:46::1:1/64 dev wan
	settle
	quiet "another address" \
	    ours address add 198.18.46.99/24 dev wan
}

# The kernel looks at lifetimes in whole seconds.
deprecate_soon() {
	ours -6 address change 2001:db8:46::1/64 dev wan \
	    preferred_lft forever valid_lft forever
	ours -6 address change 2001:db8:46::1:1/64 dev wan \
	    preferred_lft 1 valid_lft 600
}

default_routes() {
	expect "IPv6 default deleted" 1000 "route_changed 1" down \
	    ours -6 route del default
	expect "IPv6 default back" 1000 "route_changed 1" fine routes
	expect "IPv4 default deleted" 1000 "route_changed 0" down \
	    ours -4 route del default
	expect "IPv4 default back" 1000 "route_changed 0" fine routes
	expect "IPv6 default moved" 1000 "route_changed 1" refreshed \
	    ours -6 route replace default via 2001:db8:47::2
	expect "IPv6 default moved back" 1000 "route_changed 1" refreshed routes
	expect "IPv4 black hole" 1000 "route_changed 0" down \
	    ours -4 route replace blackhole default
	expect "IPv4 black hole gone" 1000 "route_changed 0" fine routes
	expect "a rule prohibits" 1000 "route_changed 1" down \
	    ours -6 rule add from all prohibit pref 10
	expect "the rule is gone" 1000 "route_changed 1" fine \
	    ours -6 rule del pref 10
	quiet "another route" ours -4 route add 203.0.113.0/24 via 198.18.46.2
	# As from a router advertisement whose router went away.
	ours -6 route del default
	settle
	expect "IPv6 default that will expire" 1000 "route_changed 1" fine \
	    ours -6 route add default via 2001:db8:46::2 expires 3
	expect "IPv6 default expired" 3000 "route_changed 1" down true
	expect "IPv6 default for good" 1000 "route_changed 1" fine \
	    ours -6 route replace default via 2001:db8:46::2
}

# gateway_mac MAC [announce]
gateway_mac() {
	theirs link set wan address "$1"
	theirs -4 route replace default via 198.18.46.1
	theirs -6 address replace 2001:db8:46::2/64 dev wan nodad
}

neighbours() {
	quiet "steady neighbours" sleep 2
	# A router that announces its new address.
	ip netns exec $theirs sysctl -qw net.ipv4.conf.wan.arp_notify=1 \
	    net.ipv6.conf.wan.ndisc_notify=1
	expect "gateway's MAC, announced, IPv4" 1000 "neighbour_changed 0" \
	    refreshed gateway_mac 02:00:00:00:46:02
	expect "gateway's MAC, announced, IPv6" 1000 "neighbour_changed 1" \
	    refreshed gateway_mac 02:00:00:00:46:03
	# One that does not: the kernel's three tries take their time.
	ip netns exec $theirs sysctl -qw net.ipv4.conf.wan.arp_notify=0 \
	    net.ipv6.conf.wan.ndisc_notify=0
	expect "gateway's MAC, silent, IPv4" 5000 "neighbour_changed 0" \
	    refreshed gateway_mac 02:00:00:00:46:04
	expect "gateway's MAC, silent, IPv6" 5000 "neighbour_changed 1" \
	    refreshed gateway_mac 02:00:00:00:46:05
	expect "gateway's MAC by hand" 1000 "neighbour_changed 1" refreshed \
	    ours neigh replace 2001:db8:46::2 dev wan \
	    lladdr 02:00:00:00:46:66 nud reachable
	settle
	theirs address del 198.18.46.2/24 dev wan
	expect "gateway dead" 6000 "neighbour_changed 0" down true
	expect "gateway alive" 5000 "neighbour_changed 0" fine \
	    theirs address add 198.18.46.2/24 dev wan
}

namespaces
watch 4 6 2001:db8:46::2
links
sources
default_routes
neighbours
unwatch

[ $failed -eq 0 ] && echo "all checks passed"
exit $failed
