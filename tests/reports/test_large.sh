#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# A large run file (Zstandard) is summarised in under 60 s for a million
# domains, in less than 300 MB.
#
#   test_large.sh REACH46 RUN COUNT     RUN: a small one to make it of

set -euo pipefail

here=$(dirname "$(readlink -f "$0")")
dir=$(mktemp -d "${TMPDIR:-/tmp}/reach46-large.XXXXXX")
trap 'rm -rf "$dir"' EXIT

"$here/multiply" "$2" "$3" | zstd -q -1 -T0 -o "$dir/large.jsonl.zst"
/usr/bin/python3 - "$1" "$dir/large.jsonl.zst" "$3" <<'END'
import resource
import subprocess
import sys
import time

reach46, run, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
start = time.monotonic()
text = subprocess.run([reach46, "report", run], stdout=subprocess.PIPE,
                      text=True, check=True).stdout
seconds = time.monotonic() - start
megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(f"large: {count} domains in {seconds:.1f} s, {megabytes:.0f} MB")
if f"Complete: {count} of {count} targets" not in text:
    sys.exit("large: the report does not speak of all of them")
if seconds > max(5, 60 * count / 1000000) or megabytes > 300:
    sys.exit("large: too slow, or too much memory")
END
