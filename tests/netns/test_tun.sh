#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Scans the laboratory through a tun device, which has no link layer.

. "$(dirname "$(readlink -f "$0")")/common.sh"

lab_up tun
# The device is a process that copies packets: slower than a real link.
scan "$dir/run.jsonl" 2001:db8:53::53 -r 5000
"$here/audit" "$dir/run.jsonl"
"$here/compare" "$dir/truth.jsonl" "$dir/run.jsonl"
