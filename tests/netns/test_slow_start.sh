#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# A gateway that is named by a route but does not answer is waited for at the
# start.  That must not count as time in which controls were silent, and not
# be repeated for each worker.
#
# Usage: test_slow_start.sh REACH46	(as root)

# shellcheck source=tests/netns/pair.sh
. "$(dirname "$(readlink -f "$0")")/pair.sh"

namespaces
veth
ip -n $ours -6 route replace default via 2001:db8:46::99
{
	echo address,protocol,port,expect,operator
	for host in 2 3 4 5; do
		echo 198.18.46.$host,tcp,80,answer,us
	done
} > "$dir/controls.csv"
# An address is no domain: what is left to do is to say so.
status=0
began=$SECONDS
echo 198.18.46.2 | in_ours "$driver" scan -q -T 4 -R 198.18.46.2 \
    --permit-prefix 198.18.0.0/15 --controls "$dir/controls.csv" \
    -o "$dir/run" - 2> "$dir/said" || status=$?
check "status" 0 $status
check "one wait" yes "$([ $((SECONDS - began)) -lt 7 ] && echo yes)"
check_like "the family" "*IPv6 is not measured*" "$(cat "$dir/said")"
check "controls that had no time are not said to be silent" "" \
    "$(jq -c 'select(.type == "vantage")' "$dir/run")"

conclude
