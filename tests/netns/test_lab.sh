#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The laboratory against its own truth, through kernel sockets: whatever the
# prober finds, the world it looks at is right.

. "$(dirname "$(readlink -f "$0")")/common.sh"

lab_up veth
"$lab" exec "$here/check_lab" "$dir"
"$lab" exec "$here/check_chain" "$dir"
