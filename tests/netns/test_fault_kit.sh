#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The faults themselves, without the prober: each must look from the vantage
# as it should, twice on be as once, and leave nothing behind when off.

. "$(dirname "$(readlink -f "$0")")/common.sh"

failed=0
all="dns=ok 80=open 25=open none=silent resolver=ok"
nothing="dns=silent 80=silent 25=silent none=silent resolver=silent"
no_way="dns=unreachable 80=unreachable 25=unreachable none=unreachable \
resolver=unreachable"

# expect WHAT VIEW_V4 VIEW_V6
expect() {
	local found
	found=$("$lab" exec "$here/vantage_view")
	if [ "$found" = "v4 $2  v6 $3" ]; then
		echo "ok: $1"
	else
		echo "FAILED: $1: expected \"v4 $2  v6 $3\", got \"$found\""
		failed=1
	fi
}

# kit FAULT VIEW_V4 VIEW_V6
kit() {
	"$here/fault" "$1" on
	"$here/fault" "$1" on
	expect "$1 on" "$2" "$3"
	"$here/fault" "$1" off
	"$here/fault" "$1" off
	expect "$1 off" "$all" "$all"
}

# both FAULT VIEW
both() { kit "$1" "$2" "$2"; }

lab_up veth
expect "no fault" "$all" "$all"
kit no-ipv6 "$all" "$no_way"
kit ipv4-lost "$no_way" "$all"
kit ipv6-blackhole "$all" "$nothing"
kit ra-expires "$all" "$no_way"
both port25-drop "${all/25=open/25=silent}"
both port25-reset "${all/25=open/25=closed}"
both port25-prohibited "${all/25=open/25=unreachable}"
both resolver-killed "${all/resolver=ok/resolver=closed}"
both resolver-refused "${all/resolver=ok/resolver=refused}"
both udp53-blocked \
    "dns=silent 80=open 25=open none=silent resolver=silent"
both syn-proxy "${all/none=silent/none=open}"
both link-flap "$no_way"
both gateway-mac "$nothing"
both outage "$nothing"
exit $failed
