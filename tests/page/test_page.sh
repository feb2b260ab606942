#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The page of reach46 report --html in a real browser.
#
#   test_page.sh REACH46 MODULES DOMAINS

set -euo pipefail
reach46=$1
modules=$2
domains=$3
here=$(dirname "$(readlink -f "$0")")

[ -x /usr/bin/chromium ] || { echo "SKIP: chromium is not there"; exit 77; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
golden=("$here"/../golden/report{,_iterative}.jsonl)
"$here/make_run" "$domains" "${golden[@]}" >"$dir/run.jsonl"
"$here/make_run" 200 "${golden[@]}" |
    sed '1s/"started":"2026-11/"started":"2026-05/' >"$dir/before.jsonl"
"$reach46" report "$dir/run.jsonl" --html "$dir/page.html" >/dev/null
# The page shows the latest of them, in whatever order they come.
"$reach46" report "$dir/run.jsonl" "$dir/before.jsonl" \
    --html "$dir/trend.html" >/dev/null
"$reach46" report "$dir/before.jsonl" "$dir/run.jsonl" \
    --html "$dir/other-order.html" >/dev/null
cmp "$dir/trend.html" "$dir/other-order.html"
# The latest has no domain yet: none of another run's is shown.
sed -n '1s/"started":"2026-11/"started":"2026-12/p' "$dir/run.jsonl" \
    >"$dir/latest.jsonl"
"$reach46" report "$dir/run.jsonl" "$dir/latest.jsonl" \
    --html "$dir/latest.html" >/dev/null
if grep -q 'class="rows"' "$dir/latest.html"; then
	echo "FAILED: the page of a run without domains shows some"
	exit 1
fi
"$reach46" report "$dir/before.jsonl" --policy v6 --html "$dir/v6.html" \
    >/dev/null
node "$here/test_page.mjs" "$modules" "$dir/run.jsonl" "$dir/page.html" \
    "$dir/trend.html" "$dir/v6.html"
