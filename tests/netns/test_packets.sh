#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The operating-system side of the prober against a real kernel: routes,
# placeholder ports, transmit backends, capture and decoding, over a veth pair
# and over a pair of tun devices, between two namespaces of its own.
#
# Usage: test_packets.sh PACKETS_DRIVER	(as root)

set -euo pipefail

[ $# -eq 1 ] || {
	echo "usage: $0 PACKETS_DRIVER" >&2
	exit 2
}
[ "$(id -u)" -eq 0 ] || {
	echo "skipped: needs root" >&2
	exit 77
}
here=$(dirname "$(readlink -f "$0")")
driver=$(readlink -f "$1")
ours=r46p$$
theirs=r46q$$
dir=$(mktemp -d "${TMPDIR:-/tmp}/reach46-packets.XXXXXX")
pids=()
failed=0

clean_up() {
	local status=$?
	trap - EXIT
	[ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true
	wait
	ip netns del $ours 2>/dev/null || true
	ip netns del $theirs 2>/dev/null || true
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

probe() { in_ours "$driver" probe "$@" 2>/dev/null || echo error; }
route() { in_ours "$driver" route "$@" 2>&1 || true; }

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

namespaces() {
	ip netns add $ours
	ip netns add $theirs
	ip -n $ours link set lo up
	ip -n $theirs link set lo up
	# Behind the other end, as if it were a gateway.
	ip -n $theirs address add 203.0.113.7/32 dev lo
	ip -n $theirs address add 2001:db8:7::7/128 dev lo nodad
}

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

servers() {
	cat > "$dir/nsd.conf" <<-END
	server:
		ip-address: 198.18.46.2
		ip-address: 203.0.113.7
		ip-address: 2001:db8:46::2
		ip-address: 2001:db8:7::7
		ip-freebind: yes
		username: ""
		zonesdir: "$dir"
		database: ""
		pidfile: "$dir/nsd.pid"
		xfrdfile: "$dir/xfrd.state"
		zonelistfile: "$dir/zone.list"
		server-count: 1
		reuseport: no
		verbosity: 0
	remote-control:
		control-enable: no
	zone:
		name: example.test
		zonefile: example.test.zone
	END
	cat > "$dir/example.test.zone" <<-'END'
	$TTL 60
	@ IN SOA ns.example.test. root.example.test. 1 60 60 60 60
	@ IN NS ns.example.test.
	ns IN AAAA 2001:db8:46::2
	END
	# Not by in_theirs: the shell of a function would take the signal.
	ip netns exec $theirs nsd -d -c "$dir/nsd.conf" \
	    > "$dir/nsd.log" 2>&1 &
	pids+=($!)
	ip netns exec $theirs /usr/bin/python3 -B - <<-'END' &
	import select, socket
	listener = socket.create_server(
	    ("::", 80), family=socket.AF_INET6, dualstack_ipv6=True)
	while True:
	    connection, _ = listener.accept()
	    connection.close()
	END
	pids+=($!)
}

# Until both answer: at most five seconds.
await_servers() {
	for _ in $(seq 50); do
		if in_theirs ss -Hlnt | grep -q ':80 ' &&
		    in_theirs ss -Hlnu | grep -q ':53 '; then
			return
		fi
		read -rt 0.1 <> <(:) || true
	done
	echo "FAILED: the servers did not start: $(cat "$dir/nsd.log")"
	exit 1
}

# probes LABEL TX: every answer, and the kernel's one RST per SYN-ACK
probes() {
	local address resets errors
	for address in 198.18.46.2 203.0.113.7 2001:db8:46::2 2001:db8:7::7
	do
		resets=$(counter resets) errors=$(counter errors)
		check "$1 $2 $address open" open \
		    "$(probe "$2" tcp-syn $address 80)"
		check "$1 $2 $address RSTs of the kernel" 1 \
		    $(($(counter resets) - resets))
		check "$1 $2 $address closed" closed \
		    "$(probe "$2" tcp-syn $address 82)"
		check "$1 $2 $address prohibited" \
		    "unreachable admin_prohibited" \
		    "$(probe "$2" tcp-syn $address 81)"
		check "$1 $2 $address dns" open \
		    "$(probe "$2" dns $address 53)"
		check "$1 $2 $address port unreachable" \
		    "unreachable port_unreachable" \
		    "$(probe "$2" dns $address 54)"
		check "$1 $2 $address RSTs in all" 1 \
		    $(($(counter resets) - resets))
		check "$1 $2 $address ICMP errors of the kernel" 0 \
		    $(($(counter errors) - errors))
	done
	check "$1 $2 198.18.46.2 silent" silent \
	    "$(in_theirs nft add rule inet count input udp dport 55 drop &&
		probe "$2" dns 198.18.46.2 55)"
}

# flood DEVICE TX ADDRESS FRAMES: the kernel's count against ours
flood() {
	local accepted
	in_theirs nft -f - <<-END
	table netdev count
	delete table netdev count
	table netdev count {
		counter syn { }
		chain ingress {
			type filter hook ingress device $1 priority 0
			tcp dport 9 counter name syn drop
		}
	}
	END
	accepted=$(in_ours "$driver" flood "$2" "$3" "$4" 2> "$dir/flood") ||
		accepted="error: $(cat "$dir/flood")"
	check "flood $2 $3, frames accepted" "$4" "$accepted"
	check "flood $2 $3, frames arrived ($(tail -1 "$dir/flood"))" "$4" \
	    "$(in_theirs nft -j list counter netdev count syn |
		sed 's/.*"packets": \([0-9]*\).*/\1/')"
}

# Every fifth frame is refused on its way out, and offered again.
floods_with_loss() {
	local tx
	in_ours nft -f - <<-'END'
	table netdev loss {
		chain egress {
			type filter hook egress device veth46 priority 0
			numgen random mod 100 < 20 drop
		}
	}
	END
	for tx in mmsg libnet; do
		flood veth46 $tx 198.18.46.2 20000
		check_like "flood $tx, frames refused" "again [1-9]*" \
		    "$(tail -1 "$dir/flood")"
		flood veth46 $tx 2001:db8:46::2 20000
	done
	in_ours nft delete table netdev loss
}

routes() {
	local mac
	mac=$(in_theirs cat /sys/class/net/veth46/address)
	ip -n $ours neigh flush all
	check "route on-link" \
	    "veth46 from 2001:db8:46::1 via - ethernet mtu 1500 $mac" \
	    "$(route 2001:db8:46::2)"
	check "route by gateway" \
	    "veth46 from 198.18.46.1 via 198.18.46.2 ethernet mtu 1500 $mac" \
	    "$(route 203.0.113.7)"
	check "route default IPv6" \
	    "veth46 from 2001:db8:46::1 via 2001:db8:46::2 ethernet mtu \
1500 $mac" "$(route 6)"
	check "route default IPv4, interface named" \
	    "veth46 from 198.18.46.1 via 198.18.46.2 ethernet mtu 1500 $mac" \
	    "$(route 4 -i veth46)"
	ip -n $ours neigh flush all
	check "route without CAP_NET_ADMIN" \
	    "veth46 from 198.18.46.1 via 198.18.46.2 ethernet mtu 1500 $mac" \
	    "$(in_ours setpriv --bounding-set -net_admin \
		--inh-caps -net_admin "$driver" route 4 2>&1 || true)"
	check_like "route to a dead neighbour" \
	    "cannot send IPv6 to 2001:db8:46::99: the neighbour *" \
	    "$(route 2001:db8:46::99)"
	check "route from a foreign source" \
	    "cannot send from 192.0.2.99: no interface of this host has that \
address" "$(route 4 -S 192.0.2.99)"
	check_like "route over no such interface" \
	    "cannot use interface nope: *" "$(route 4 -i nope)"
	check "route over an interface without route" \
	    "no IPv4 route to the Internet over lo: no entry of the routing \
table covers it" "$(route 4 -i lo)"
	check "route to ourselves" \
	    "lo from 198.18.46.1 via - ethernet mtu 65536 00:00:00:00:00:00" \
	    "$(route 198.18.46.1)"
	ip -n $ours -4 route add blackhole 192.0.2.0/24
	ip -n $ours -6 route add prohibit 2001:db8:9::/48
	check "route that is a black hole" \
	    "no IPv4 route to 192.0.2.1: a blackhole route covers it" \
	    "$(route 192.0.2.1)"
	check "route that prohibits" \
	    "no IPv6 route to 2001:db8:9::1: a route prohibits it" \
	    "$(route 2001:db8:9::1)"
	ip -n $ours -6 route del default
	check "route default IPv6, none" \
	    "no IPv6 route to the Internet: no entry of the routing table \
covers it" "$(route 6)"
	ip -n $ours -6 route add default via 2001:db8:46::2
}

namespaces
counters
servers
await_servers

ip -n $ours link add veth46 type veth peer name veth46 netns $theirs
address veth46
routes
probes veth mmsg
probes veth libnet
floods_with_loss
flood veth46 mmsg 2001:db8:46::2 300000
flood veth46 libnet 2001:db8:46::2 300000
ip -n $ours link del veth46

"$here/tun_link" $ours tun46 $theirs tun46 &
pids+=($!)
for _ in $(seq 50); do
	ip -n $theirs link show tun46 > /dev/null 2>&1 && break
	read -rt 0.1 <> <(:) || true
done
address tun46
check "route without link layer" \
    "tun46 from 2001:db8:46::1 via - plain mtu 1500 00:00:00:00:00:00" \
    "$(route 6)"
probes tun mmsg
probes tun libnet

[ $failed -eq 0 ] && echo "all checks passed"
exit $failed
