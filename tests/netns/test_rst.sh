#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The guard that keeps TCP replies from the kernel, against a real kernel
# between two namespaces of its own: no RST of the kernel's while it stands,
# replies captured all the same, everything else as before, and nothing of it
# left however its process ends.
#
# Usage: test_rst.sh PACKETS_DRIVER	(as root)

# shellcheck source=tests/netns/pair.sh
. "$(dirname "$(readlink -f "$0")")/pair.sh"

behind=r46b$$

tables() { in_ours nft list tables; }
# shellcheck disable=SC2317 # called by wait_until
is_alone() { [ -z "$(tables)" ]; }

# guard NAME ADDRESS: holds a guard; its ports are then in $dir/NAME, its
# process is $pid
guard() {
	mkfifo "$dir/$1.in"
	# Not by in_ours: the shell of a function takes the signal.
	ip netns exec $ours "$driver" guard "$2" \
	    < "$dir/$1.in" > "$dir/$1" &
	pid=$!
	exec {hold}> "$dir/$1.in"
	pids+=("$pid")
	wait_until test -s "$dir/$1"
}

# probes LABEL TX: what is seen, and RSTs that were sent for it
probes() {
	local address resets
	for address in 198.18.46.2 2001:db8:46::2; do
		resets=$(counter resets)
		check "$1 $address open" open \
		    "$(probe "$2" $address 80)"
		check "$1 $address RSTs without a guard" 1 \
		    $(($(counter resets) - resets))
		check "$1 $address open, guarded" open \
		    "$(probe "$2" $address 80 guarded)"
		check "$1 $address closed, guarded" closed \
		    "$(probe "$2" $address 82 guarded)"
		check "$1 $address prohibited, guarded" \
		    "unreachable admin_prohibited" \
		    "$(probe "$2" $address 81 guarded)"
		check "$1 $address RSTs with a guard" 1 \
		    $(($(counter resets) - resets))
	done
}

probe() {
	local tx=$1
	shift
	# Neighbours that say which groups they listen to are no matter here.
	{ in_ours "$driver" probe "$tx" tcp-syn "$@" 2>/dev/null ||
		echo error; } | sed 's/ icmp_not_error$//'
}

# connect NAMESPACE ADDRESS PORT [PORT]: what a client of the kernel sees that
# connects to the first port, from the second one
connect() {
	ip netns exec "$1" /usr/bin/python3 -B - "$2" "$3" "${4:-0}" <<-'END'
	import socket, sys
	try:
	    socket.create_connection((sys.argv[1], int(sys.argv[2])), 2,
	        ("", int(sys.argv[3]))).close()
	    print("open")
	except OSError as error:
	    print(type(error).__name__)
	END
}

# clients OURS THEIRS: our ports, and those next to them, for everybody but the
# prober
clients() {
	local first last
	guard "clients$1" "$2"
	first=$(cut -d- -f1 "$dir/clients$1")
	last=$(cut -d- -f2 "$dir/clients$1")
	check "$1, a server of this host" open "$(connect $theirs "$1" 7777)"
	check "$1, the port before ours" ConnectionRefusedError \
	    "$(connect $theirs "$1" $((first - 1)))"
	check "$1, the port after ours" ConnectionRefusedError \
	    "$(connect $theirs "$1" $((last + 1)))"
	check "$1, a SYN to a port of ours" ConnectionRefusedError \
	    "$(connect $theirs "$1" "$first")"
	check "$2, a client of this host" open "$(connect $ours "$2" 80)"
	check "$2, a client behind this host, from a port of ours" open \
	    "$(connect $behind "$2" 80 "$first")"
	check "$2, RSTs of another prober" 1 \
	    "$(resets=$(counter resets)
		probe mmsg "$2" 80 > /dev/null
		echo $(($(counter resets) - resets)))"
	exec {hold}>&-
	wait_until is_alone
	check "$2, after closing" "" "$(tables)"
	check "$2, the process lives" 0 "$(kill -0 $pid; echo $?)"
}

# A namespace for whose connections our side is a router.
forwarding() {
	ip netns add $behind
	ip -n $ours link add inner type veth peer name inner netns $behind
	ip -n $ours address add 198.18.48.1/24 dev inner
	ip -n $ours address add 2001:db8:48::1/64 dev inner nodad
	ip -n $behind address add 198.18.48.2/24 dev inner
	ip -n $behind address add 2001:db8:48::2/64 dev inner nodad
	ip -n $ours link set inner up
	ip -n $behind link set inner up
	ip -n $behind route add default via 198.18.48.1
	ip -n $behind -6 route add default via 2001:db8:48::1
	ip -n $theirs route add 198.18.48.0/24 via 198.18.46.1
	ip -n $theirs -6 route add 2001:db8:48::/64 via 2001:db8:46::1
	in_ours sysctl -qw net.ipv4.ip_forward=1 \
	    net.ipv6.conf.all.forwarding=1
}

# Nothing removes it but the end of its process, and that always does.
ends() {
	local signal table name="table netdev reach46-veth46-"
	in_ours nft add table inet others
	for signal in KILL TERM; do
		guard $signal 2001:db8:46::2
		table=$(tables | grep netdev)
		check_like "the guard stands" "${name}[1-9]*" "$table"
		in_ours nft flush ruleset
		check "the guard after a flush" "$table" "$(tables)"
		check_like "the guard cannot be deleted" \
		    "*Operation not permitted" \
		    "$(in_ours nft delete "$table" 2>&1 | head -n 1)"
		kill -$signal $pid
		wait $pid 2> /dev/null || true
		unset 'pids[-1]'
		check "after SIG$signal" "" "$(tables)"
		exec {hold}>&-
	done
	guard first 198.18.46.2
	guard second 2001:db8:46::2
	check_like "two at once" "${name}[1-9]* ${name}[1-9]*" "$(tables | xargs)"
	check "without CAP_NET_ADMIN" \
	    "cannot keep replies on veth46 from the kernel: that needs \
CAP_NET_ADMIN" \
	    "$(in_ours setpriv --bounding-set -net_admin \
		--inh-caps -net_admin "$driver" guard 198.18.46.2 2>&1)"
}

namespaces
counters
# What is not closed by an RST is not to come back while something else is
# tried.
in_theirs sysctl -qw net.ipv4.tcp_synack_retries=0
listen $theirs 80
listen $ours 7777

veth
forwarding
for tx in mmsg xdp; do
	probes "veth $tx" $tx
done
clients 198.18.46.1 198.18.46.2
clients 2001:db8:46::1 2001:db8:46::2
ends
ip -n $ours link del veth46

tun
probes "tun mmsg" mmsg

conclude
