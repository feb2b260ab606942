#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The prober is stopped for 300 ms, again and again, at full rate: as when a
# host is starved or suspended.  Every verdict must still be right.

. "$(dirname "$(readlink -f "$0")")/common.sh"

lab_up veth
run=$dir/stopped.jsonl
"$lab" exec "$reach46" scan "$dir/list.csv" -o "$run" \
    --resolver 2001:db8:53::53 --permit-prefix 2001:db8::/32 \
    --permit-prefix 198.18.0.0/15 --controls none --address-rate 0 \
    --prefix-rate 0 --server-rate 0 -r 50000 -q &
pid=$!
stops=0
# Half of the time, for as long as it goes on.
while ! "$here/await_run" "$pid" "$run" end 0.3 >/dev/null; do
	kill -STOP "$pid" 2>/dev/null || break
	sleep 0.3
	kill -CONT "$pid"
	stops=$((stops + 1))
done
wait "$pid"
echo "stopped $stops times for 300 ms"
[ "$stops" -ge 5 ]
"$here/compare" "$dir/truth.jsonl" "$run"
