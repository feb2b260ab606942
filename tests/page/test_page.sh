#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The pages of reach46 report --html and diff --html in a real browser.
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
"$here/make_run" "$domains" "${golden[@]}" \
    "$modules/blns/resources/blns.json" >"$dir/run.jsonl"
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
"$here/make_run" 200 "${golden[@]:1}" >"$dir/iterative.jsonl"
"$reach46" report "$dir/before.jsonl" "$dir/iterative.jsonl" \
    --html "$dir/small.html" >/dev/null
# Two worlds of some hundred domains: other evidence, some new and some gone.
"$here/make_run" 300+1 "${golden[@]}" | grep -v 'domain-0001' \
    >"$dir/old.jsonl"
"$here/make_run" 250 "${golden[@]}" |
    sed '1s/"started":"2026-11/"started":"2027-05/' >"$dir/new.jsonl"
! "$reach46" diff "$dir/old.jsonl" "$dir/new.jsonl" --html "$dir/diff.html" \
    >/dev/null
# What one vantage point saw of 200 domains, and another to which a third of
# them is shut.
"$here/make_run" 200 "${golden[@]:1}" >"$dir/ams.jsonl"
broken='"resolvable":"no","broken_at":"example","reason":"lame"'
sed '3~3 { s/"state":"open"/"state":"silent"/g
	s/"resolvable":"yes","broken_at":null,"reason":null/'"$broken/g; }" \
    "$dir/ams.jsonl" >"$dir/tyo.jsonl"
"$reach46" merge "$dir/ams.jsonl" "$dir/tyo.jsonl" -o "$dir/merged.jsonl"
"$reach46" report "$dir/merged.jsonl" --html "$dir/merged.html" >/dev/null

status=0
node "$here/test_page.mjs" "$modules" "$dir/run.jsonl" "$dir/page.html" \
    "$dir/trend.html" "$dir/v6.html" "$dir/small.html" || status=1
node "$here/test_diff.mjs" "$modules" "$dir/old.jsonl" "$dir/new.jsonl" \
    "$dir/diff.html" || status=1
node "$here/test_merged.mjs" "$modules" "$dir/merged.jsonl" \
    "$dir/merged.html" || status=1
exit $status
