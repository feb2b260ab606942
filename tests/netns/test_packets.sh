#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The operating-system side of the prober against a real kernel: routes,
# placeholder ports, transmit backends, capture and decoding, over a veth pair
# and over a pair of tun devices, between two namespaces of its own.
#
# Usage: test_packets.sh PACKETS_DRIVER	(as root)

# shellcheck source=tests/netns/pair.sh
. "$(dirname "$(readlink -f "$0")")/pair.sh"

probe() { in_ours "$driver" probe "$@" 2>/dev/null || echo error; }
route() { in_ours "$driver" route "$@" 2>&1 || true; }

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
	wait_until has_socket $theirs u 53
	listen $theirs 80
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
	    "$(arrived)"
}

arrived() {
	in_theirs nft -j list counter netdev count syn |
		sed 's/.*"packets": \([0-9]*\).*/\1/'
}

# Every fifth frame is refused on its way out, and offered again; AF_XDP passes
# that hook by.
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
		check_like "flood $tx, frames refused" "$tx: again [1-9]*" \
		    "$(tail -1 "$dir/flood")"
		flood veth46 $tx 2001:db8:46::2 20000
	done
	flood veth46 xdp 198.18.46.2 20000
	check_like "flood xdp, frames refused" "xdp: again 0, *" \
	    "$(tail -1 "$dir/flood")"
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
	ip -n $ours neigh replace 198.18.46.2 lladdr "$mac" nud permanent \
	    dev veth46
	check "route by a gateway set by hand" \
	    "veth46 from 198.18.46.1 via 198.18.46.2 ethernet mtu 1500 $mac" \
	    "$(route 4)"
	check_like "which stays as it was set" "*PERMANENT*" \
	    "$(ip -n $ours neigh show 198.18.46.2)"
	ip -n $ours neigh del 198.18.46.2 dev veth46
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

# The device itself refuses: its queue is short and its reader slow.
floods_of_tap() {
	local tx pid
	for tx in xdp mmsg libnet; do
		# Not by in_ours: the shell of a function takes the signal.
		ip netns exec $ours "$here/slow_tap" tap46 9 > "$dir/tap" &
		pid=$!
		pids+=("$pid")
		wait_until has_link $ours tap46
		ip -n $ours link set tap46 txqueuelen 20
		ip -n $ours address add 198.18.47.1/24 dev tap46
		ip -n $ours link set tap46 up
		check "flood $tx 198.18.47.2, frames accepted" 20000 \
		    "$(in_ours "$driver" flood $tx 198.18.47.2 20000 \
			2> "$dir/flood" || cat "$dir/flood")"
		check_like "flood $tx, frames refused" "$tx: again [1-9]*" \
		    "$(tail -1 "$dir/flood")"
		kill $pid
		wait $pid
		unset 'pids[-1]'
		check "flood $tx, frames arrived" 20000 "$(cat "$dir/tap")"
	done
}

# shellcheck disable=SC2317 # called by wait_until
has_begun() { [ "$(arrived 2> /dev/null || echo 0)" -gt 0 ]; }

# flood_of_outages TX: the link goes down and comes up all through it
flood_of_outages() {
	in_theirs nft delete table netdev count
	flood veth46 "$1" 198.18.46.2 1500000 > "$dir/outages" &
	local pid=$!
	wait_until has_begun
	while kill -0 $pid 2> /dev/null; do
		ip -n $ours link set veth46 down
		ip -n $ours link set veth46 up
		ip -n $ours route replace default via 198.18.46.2
		read -rt 0.05 <> <(:) || true
	done
	cat "$dir/outages"
	! grep -q FAILED "$dir/outages" || failed=1
	check_like "flood $1, frames offered while the link was down" \
	    "* down [1-9]*" "$(tail -1 "$dir/flood")"
}

# What a backend says that cannot be used here.
refusals() {
	check "xdp without CAP_NET_RAW" \
	    "cannot open an AF_XDP socket to send on veth46 (needs \
CAP_NET_RAW): Operation not permitted" \
	    "$(in_ours setpriv --bounding-set -net_raw --inh-caps -net_raw \
		"$driver" flood xdp 198.18.46.2 1 2>&1)"
	ip netns exec $ours "$driver" flood xdp 198.18.46.2 4000000000 &
	pids+=($!)
	wait_until refused_as_busy
	check "auto while the queue is taken" mmsg \
	    "$(in_ours "$driver" flood auto 198.18.46.2 1 2>&1 > /dev/null |
		sed 's/:.*//')"
	kill "${pids[-1]}"
	wait "${pids[-1]}" || true
	unset 'pids[-1]'
}

# shellcheck disable=SC2317 # called by wait_until
refused_as_busy() {
	[[ $(in_ours "$driver" flood xdp 198.18.46.2 1 2>&1) = \
	    "cannot send on veth46 through AF_XDP: each of its queues is taken, "* ]]
}

namespaces
# Behind the other end, as if it were a gateway.
ip -n $theirs address add 203.0.113.7/32 dev lo
ip -n $theirs address add 2001:db8:7::7/128 dev lo nodad
counters
servers

veth
routes
for tx in mmsg libnet xdp auto; do
	probes veth $tx
done
floods_with_loss
for tx in mmsg libnet xdp; do
	flood veth46 $tx 2001:db8:46::2 300000
done
for tx in mmsg libnet xdp; do
	flood_of_outages $tx
done
floods_of_tap
refusals
ip -n $ours link del veth46

tun
check "route without link layer" \
    "tun46 from 2001:db8:46::1 via - plain mtu 1500 00:00:00:00:00:00" \
    "$(route 6)"
for tx in mmsg libnet auto; do
	probes tun $tx
done
check "xdp without link layer" \
    "cannot send on tun46 through AF_XDP: it has no link layer" \
    "$(in_ours "$driver" flood xdp 198.18.46.2 1 2>&1)"

conclude
