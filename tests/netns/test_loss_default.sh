#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Loss each way, with default options: at 5 % no domain may be wrong, at 20 %
# one in a thousand, and the summary must state the loss.  What the run says
# it does not know is not wrong, but at 5 % there must be nothing of it.
#
# Usage: test_loss_default.sh REACH46 NAMES SEED

. "$(dirname "$(readlink -f "$0")")/common.sh"

failed=0
controls=${REACH46_CONTROLS:-$dir/controls.csv}

# lossy PERCENT: attempts and their spacing are the prober's to choose
lossy() {
	"$lab" loss "$1"
	scan "$dir/loss-$1.jsonl" 2001:db8:53::53 --controls "$controls"
	"$lab" loss 0
}

# stated RUN PERCENT: within a quarter of it, counting both ways
stated() {
	/usr/bin/python3 -B - "$@" <<-'END'
	import json, sys
	path, percent = sys.argv[1], int(sys.argv[2]) / 100
	with open(path, encoding="utf-8") as file:
	    summary = json.loads(file.readlines()[-1])
	both = 1 - (1 - percent) ** 2
	found = summary.get("loss", summary.get("loss_permille", 0) / 1000)
	print(f"loss stated: {found}; {both:.4f} there and back")
	sys.exit(0 if isinstance(found, (int, float)) and
	         0.75 * percent <= found <= 1.25 * both else 1)
	END
}

lab_up veth
lossy 5
"$here/compare" "$dir/truth.jsonl" "$dir/loss-5.jsonl" || failed=1
stated "$dir/loss-5.jsonl" 5 || failed=1
lossy 20
"$here/compare" --faulted "$dir/truth.jsonl" "$dir/loss-20.jsonl" \
    --allow-wrong $((($(wc -l <"$dir/truth.jsonl") + 999) / 1000)) ||
    failed=1
stated "$dir/loss-20.jsonl" 20 || failed=1
exit $failed
