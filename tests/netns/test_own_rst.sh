#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# `reach46 probe tcp-syn --rst`, against a real kernel between two namespaces
# of its own: who sends RSTs, that each SYN-ACK gets one and the right one,
# that nothing stays half open, and that nothing stays behind.
#
# Usage: test_own_rst.sh REACH46	(as root)

# shellcheck source=tests/netns/pair.sh
. "$(dirname "$(readlink -f "$0")")/pair.sh"

v4=198.18.47.0/24
v6=2001:db8:47::/120
lab=(--permit-prefix 198.18.0.0/15 --permit-prefix 2001:db8::/32
    --prefix-rate 0)

# RSTs that the kernel of our side has sent
of_kernel() {
	in_ours cat /proc/net/snmp | awk '/^Tcp: [0-9]/ { print $15 }'
}

tables() { in_ours nft list tables; }
# shellcheck disable=SC2317 # called by wait_until
is_guarded() { [ -n "$(tables)" ]; }
# shellcheck disable=SC2317
is_closed() { [ -z "$(in_theirs ss -Htan state syn-recv sport = :80)" ]; }
# shellcheck disable=SC2317
is_warm() { sweep && [ "$(states)" = "512 closed 512 open" ] && is_closed; }
# shellcheck disable=SC2317
has_lines() { [ "$(wc -l < "$1")" -ge "$2" ]; }

# watch: from now on, SYN-ACKs and RSTs are seen
watch() {
	rm -f "$dir/watch.in"
	mkfifo "$dir/watch.in"
	ip netns exec $theirs "$here/check_resets" "$device" \
	    < "$dir/watch.in" > "$dir/watch" &
	watcher=$!
	exec {hold}> "$dir/watch.in"
	pids+=("$watcher")
	wait_until test -s "$dir/watch"
	before=$(of_kernel)
}

# watched: what was seen is then in $seen, RSTs of the kernel in $kernel
watched() {
	exec {hold}>&-
	wait $watcher
	unset 'pids[-1]'
	kernel=$(($(of_kernel) - before))
	seen=$(tail -n 1 "$dir/watch")
}

# sweep [OPTION...]: what is seen of each endpoint is in $dir/out
sweep() {
	printf '%s\n' $v4 $v6 | in_ours "$driver" probe tcp-syn -r 50000 -c 1 \
	    -P 2 -p 80,82 -O csv --output-fields saddr,sport,state "${lab[@]}" \
	    "$@" > "$dir/out" 2> "$dir/said"
}

# states: how many endpoints are in each
states() { tail -n +2 "$dir/out" | cut -d, -f3 | sort | uniq -c | xargs; }

# answers LABEL [OPTION...]
answers() {
	local label=$1 rst
	shift
	for rst in kernel own; do
		watch
		sweep --rst $rst "$@"
		wait_until is_closed
		watched
		check "$label, $rst, states" "512 closed 512 open" "$(states)"
		check "$label, $rst, RSTs" "512 SYN-ACKs, 512 RSTs, 0 alone" \
		    "$seen"
		check "$label, $rst, RSTs of the kernel" \
		    "$([ $rst = own ] && echo 0 || echo 512)" $kernel
		sort "$dir/out" > "$dir/$rst"
	done
	check "$label, the same is seen" "" "$(diff "$dir/kernel" "$dir/own" |
		head -n 4)"
	check "$label, our account" "RSTs sent: 512, not sent: 0" \
	    "$(sed -n 's/.*tcp-syn: \(RSTs.*\)/\1/p' "$dir/said")"
	check "$label, no table is left" "" "$(tables)"
}

# A target that hears no RST repeats its SYN-ACK after 1 s and 3 s; a silent
# port keeps the run alive until then.
repeated() {
	watch
	echo 198.18.47.1 | in_ours "$driver" probe tcp-syn -p 84,85 -P 1 -c 4 \
	    -q --rst own "${lab[@]}" - > "$dir/out"
	watched
	check "repeated SYN-ACKs" "3 SYN-ACKs, 3 RSTs, 0 alone" "$seen"
	check "repeated, RSTs of the kernel" 0 $kernel
}

# slowly SIGNAL: a run that is ended by it
slowly() {
	: > "$dir/out"
	watch
	ip netns exec $ours "$driver" probe tcp-syn -r 100 -p 80 -q \
	    --output-fields '*' --rst own "${lab[@]}" - <<< $v4 \
	    > "$dir/out" 2> "$dir/said" &
	pid=$!
	pids+=("$pid")
	wait_until is_guarded
	wait_until has_lines "$dir/out" 20
	"$@"
	wait $pid 2> /dev/null || true
	unset 'pids[-1]'
}

ends() {
	local signal
	for signal in KILL INT; do
		slowly eval "kill -$signal \$pid"
		check "after SIG$signal" "" "$(tables)"
		wait_until is_closed
		watched
	done
}

# Another address in the midst of a run: replies to either are ours.
moved() {
	local address
	in_ours sysctl -qw net.ipv4.conf.all.promote_secondaries=1
	slowly move
	watched
	check "moved" "256 open" "$(grep -c '"open"' "$dir/out") open"
	check_like "moved, RSTs" "* SYN-ACKs, * RSTs, 0 alone" "$seen"
	check "moved, RSTs of the kernel" 0 $kernel
	check "moved, the guards" 3 "$(cat "$dir/guards")"
	for address in 198.18.46.1 198.18.46.3; do
		check "moved, from $address" yes \
		    "$(grep -q "\"daddr\":\"$address\"" "$dir/out" && echo yes)"
	done
}

# shellcheck disable=SC2317 # called by slowly
move() {
	ip -n "$ours" address add 198.18.46.3/24 dev "$device"
	ip -n "$ours" address del 198.18.46.1/24 dev "$device"
	ip -n "$ours" route replace default via 198.18.46.2
	wait_until has_lines "$dir/out" 150
	tables | wc -l > "$dir/guards"
}

# What is chosen, and said, with CAP_NET_ADMIN and without.
rights() {
	local without=(setpriv --bounding-set -net_admin
	    --inh-caps -net_admin) status=0
	local why="cannot keep replies on $device from the kernel: that needs \
CAP_NET_ADMIN"
	watch
	printf '%s\n' $v4 | in_ours "${without[@]}" "$driver" probe tcp-syn \
	    -p 80 --rst own "${lab[@]}" - > "$dir/out" 2> "$dir/said" ||
	    status=$?
	watched
	check "own, no right to" "$why" "$(sed 's/.*probe: //' "$dir/said")"
	check "own, no right to, status" 1 $status
	check "own, no right to, nothing is sent" \
	    "0 SYN-ACKs, 0 RSTs, 0 alone" "$seen"
	chosen 200000 "RSTs by the kernel: $why" 256 "${without[@]}"
	chosen 200000 \
	    "RSTs are our own: the kernel does not see the replies" 0
	chosen 100000 \
	    "RSTs by the kernel: the rate is not above 100000 packets/s" 256
}

# chosen RATE SENTENCE KERNEL [COMMAND...]: by auto
chosen() {
	local rate=$1 sentence=$2 of_kernel=$3
	shift 3
	watch
	printf '%s\n' $v4 | in_ours "$@" "$driver" probe tcp-syn -p 80 \
	    -r "$rate" --rst auto "${lab[@]}" - > "$dir/out" 2> "$dir/said"
	watched
	check "auto, $rate, $*" "$sentence" "$(grep '^RSTs' "$dir/said")"
	check "auto, $rate, RSTs" "256 SYN-ACKs, 256 RSTs, 0 alone" "$seen"
	check "auto, $rate, RSTs of the kernel" "$of_kernel" $kernel
}

namespaces
in_theirs nft -f - <<-'END'
	table inet faults {
		chain input {
			type filter hook input priority 0
			tcp dport 84 drop
			tcp dport 85 tcp flags rst drop
		}
	}
END
for port in 80 85; do
	listen $theirs $port
done
for prefix in $v4 $v6; do
	ip -n $theirs route add local "$prefix" dev lo
done

device=veth46
veth
wait_until is_warm
answers "veth mmsg"
answers "veth xdp" --tx xdp
answers "veth mmsg, two workers" -T 2
ends
rights
moved
repeated
ip -n $ours link del veth46

device=tun46
tun
wait_until is_warm
answers "tun mmsg" -r 5000

conclude
