#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Scans the laboratory: every verdict and every endpoint must be as in the
# truth, and the router must have seen what the run says was sent.

. "$(dirname "$(readlink -f "$0")")/common.sh"

lab_up veth
scan "$dir/run.jsonl" 2001:db8:53::53
"$here/audit" "$dir/run.jsonl"
"$here/compare" "$dir/truth.jsonl" "$dir/run.jsonl"
