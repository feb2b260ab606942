#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# A run of the laboratory, with a resolver and without: each figure of each
# output is what another program counts.

. "$(dirname "$(readlink -f "$0")")/../netns/common.sh"

lab_up veth
scan "$dir/run.jsonl" 2001:db8:53::53
scan_from_root "$dir/walk.jsonl"
"$here/../reports/check_figures" "$reach46" "$dir/run.jsonl" "$dir/walk.jsonl"
