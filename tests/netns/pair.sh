# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# What the tests between two namespaces of their own share.  To be sourced by
# a script that is called as: SCRIPT DRIVER	(as root)
#
# Nothing stays behind.

set -euo pipefail

[ $# -eq 1 ] || {
	echo "usage: $0 DRIVER" >&2
	exit 2
}
[ "$(id -u)" -eq 0 ] || {
	echo "skipped: needs root" >&2
	exit 77
}
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
# shellcheck disable=SC2034 # used by the tests
driver=$(readlink -f "$1")
ours=r46p$$
theirs=r46q$$
dir=$(mktemp -d "${TMPDIR:-/tmp}/reach46-pair.XXXXXX")
pids=()
failed=0

clean_up() {
	local status=$? ns
	trap - EXIT
	[ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true
	wait
	for ns in $ours $theirs "${behind:-}"; do
		ip netns del "$ns" 2>/dev/null || true
	done
	rm -rf "$dir"
	exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP

in_ours() { ip netns exec $ours "$@"; }
in_theirs() { ip netns exec $theirs "$@"; }

# check WHAT EXPECTED ACTUAL
check() {
	if [ "$2" = "$3" ]; then
		echo "ok: $1: $3"
	else
		echo "FAILED: $1: expected \"$2\", got \"$3\""
		failed=1
	fi
}

# check_like WHAT PATTERN ACTUAL, the pattern being a shell one
check_like() {
	# shellcheck disable=SC2254
	case $3 in
	$2) echo "ok: $1: $3" ;;
	*)
		echo "FAILED: $1: expected \"$2\", got \"$3\""
		failed=1
		;;
	esac
}

# To be the last line of a test.
conclude() {
	[ $failed -eq 0 ] && echo "all checks passed"
	exit $failed
}

# wait_until COMMAND...: at most five seconds
wait_until() {
	for _ in $(seq 100); do
		"$@" && return
		read -rt 0.05 <> <(:) || true
	done
	echo "FAILED: gave up waiting: $*"
	exit 1
}

namespaces() {
	ip netns add $ours
	ip netns add $theirs
	ip -n $ours link set lo up
	ip -n $theirs link set lo up
}

# The same addresses whatever the link: .1 and ::1 are ours.
address() {
	ip -n $ours address add 198.18.46.1/24 dev "$1"
	ip -n $ours address add 2001:db8:46::1/64 dev "$1" nodad
	ip -n $theirs address add 198.18.46.2/24 dev "$1"
	ip -n $theirs address add 2001:db8:46::2/64 dev "$1" nodad
	ip -n $ours link set "$1" up
	ip -n $theirs link set "$1" up
	ip -n $ours route add default via 198.18.46.2
	ip -n $ours -6 route add default via 2001:db8:46::2
}

veth() {
	ip -n $ours link add veth46 type veth peer name veth46 netns $theirs
	address veth46
}

# A pair of devices without link layer.
tun() {
	"$here/tun_link" $ours tun46 $theirs tun46 &
	pids+=($!)
	wait_until has_link $theirs tun46
	address tun46
}

# has_link NAMESPACE DEVICE
has_link() { ip -n "$1" link show "$2" > /dev/null 2>&1; }

# What reaches the other side, and what we must never send.
counters() {
	in_theirs nft -f - <<-'END'
	table inet count {
		counter resets { }
		counter errors { }
		chain input {
			type filter hook input priority 0
			tcp flags rst counter name resets
			icmp type destination-unreachable counter name errors
			icmpv6 type destination-unreachable counter name errors
			tcp dport 81 reject with icmpx admin-prohibited
		}
	}
	END
}

counter() {
	in_theirs nft -j list counter inet count "$1" |
		sed 's/.*"packets": \([0-9]*\).*/\1/'
}

# listen NAMESPACE PORT: accepts connections over both families
listen() {
	ip netns exec "$1" /usr/bin/python3 -B - "$2" <<-'END' &
	import socket, sys
	listener = socket.create_server(("::", int(sys.argv[1])),
	    family=socket.AF_INET6, dualstack_ipv6=True)
	while True:
	    connection, _ = listener.accept()
	    connection.close()
	END
	pids+=($!)
	wait_until has_socket "$1" t "$2"
}

# has_socket NAMESPACE t|u PORT
has_socket() { ip netns exec "$1" ss -Hln"$2" | grep -q ":$3 "; }
