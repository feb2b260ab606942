#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# How many workers there are and how they send, where AF_XDP takes a queue of
# the interface for each and those are few.
#
# Usage: test_crew_tx.sh REACH46	(as root)

# shellcheck source=tests/netns/pair.sh
. "$(dirname "$(readlink -f "$0")")/pair.sh"

lab=(--permit-prefix 198.18.0.0/15 -r 200000)
cores=$(getconf _NPROCESSORS_ONLN)
[ "$cores" -le 8 ] || cores=8

# link QUEUES
link() {
	local queues=(numtxqueues "$1" numrxqueues "$1")
	ip -n $ours link add veth46 "${queues[@]}" type veth \
	    peer name veth46 "${queues[@]}" netns $theirs
	address veth46
}

# least A B
least() { echo $(($1 < $2 ? $1 : $2)); }

# crew LABEL WORKERS BACKEND OPTION...
crew() {
	local label=$1 workers=$2 backend=$3
	shift 3
	in_ours "$driver" probe tcp-syn -v -p 80 "${lab[@]}" "$@" - \
	    <<< 198.18.46.2 > "$dir/out" 2> "$dir/said" || cat "$dir/said"
	check "$label, workers" "$workers" \
	    "$(sed -n 's/^local ports.*workers: //p' "$dir/said")"
	check "$label, sent by" "$backend" \
	    "$(sed -n 's/^IPv4: .*, by //p' "$dir/said")"
	check "$label, seen" 1 "$(grep -c '"closed"' "$dir/out")"
}

namespaces
link 1
crew "one queue, auto" "$cores" mmsg -T auto
crew "one queue, xdp for auto" 1 xdp -T auto --tx xdp
crew "one queue, auto for two" 2 mmsg -T 2 --tx auto
crew "one queue, auto for one" 1 xdp -T 1 --tx auto
status=0
in_ours "$driver" probe tcp-syn -p 80 "${lab[@]}" -T 2 --tx xdp - \
    <<< 198.18.46.2 2> "$dir/said" || status=$?
check "one queue, xdp for two, status" 1 $status
check_like "one queue, xdp for two" "*use fewer workers*" "$(cat "$dir/said")"

in_ours "$driver" scan -q -T auto --tx xdp "${lab[@]}" --controls none \
    -R 198.18.46.2 -o "$dir/run" - < /dev/null
check "an empty list, as the run says" "1 by xdp" \
    "$(jq -r 'select(.type == "run").options |
	"\(.workers) by \(.tx)"' "$dir/run")"
check "an empty list is complete" true \
    "$(jq 'select(.type == "summary").complete' "$dir/run")"

ip -n $ours link del veth46
link 2
crew "two queues, xdp for auto" "$(least 2 "$cores")" xdp -T auto --tx xdp
crew "two queues, xdp for two" 2 xdp -T 2 --tx xdp
crew "two queues, auto for two" 2 xdp -T 2 --tx auto
crew "two queues, auto for three" 3 mmsg -T 3 --tx auto
mkfifo "$dir/list"
ip netns exec $ours "$driver" probe tcp-syn -v -T 1 -p 80 --tx xdp \
    "${lab[@]}" "$dir/list" > /dev/null 2> "$dir/other" &
pids+=($!)
exec {hold}> "$dir/list"
wait_until grep -q workers "$dir/other"
crew "another's queue, xdp for auto" 1 xdp -T auto --tx xdp
exec {hold}>&-

conclude
