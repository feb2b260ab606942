#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Scans the laboratory from the root down: verdicts and endpoints, and the
# chain of each name over each family, must be as in the truth.

. "$(dirname "$(readlink -f "$0")")/common.sh"

lab_up veth
scan_from_root "$dir/run.jsonl"
"$here/audit" "$dir/run.jsonl"
"$here/compare" --chain "$dir/truth.jsonl" "$dir/run.jsonl"
