# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# What the tests that scan the laboratory share.  To be sourced by a script
# that is called as: SCRIPT REACH46 NAMES SEED [LIST.csv]
#
# Each test has a laboratory of its own, so that tests may run side by side.
# Nothing stays behind but, after a failure, the directory with the evidence.

set -euo pipefail

[ $# -ge 3 ] || {
	echo "usage: $0 REACH46 NAMES SEED [LIST.csv]" >&2
	exit 2
}
here=$(dirname "$(readlink -f "$0")")
reach46=$(readlink -f "$1")
names=$2
seed=$3
list=${4:-$here/../../data/nl-sample.csv}
export LAB_ID=t$$
lab=$here/lab
dir=$(mktemp -d "${TMPDIR:-/tmp}/reach46-test.XXXXXX")

clean_up() {
	local status=$?
	trap - EXIT
	trap '' INT TERM HUP
	"$lab" down || status=1
	case $status in
	0 | 130 | 143) rm -rf "$dir" ;;
	*) echo "$(basename "$0"): failed; evidence in $dir" >&2 ;;
	esac
	exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# lab_up veth|tun
lab_up() {
	"$lab" up "$list" "$seed" "$dir" --total "$names" --uplink "$1"
}

# scan RUN RESOLVER [OPTION...]
scan() {
	local run=$1 resolver=$2
	shift 2
	scan_list -o "$run" --resolver "$resolver" "$@"
}

# scan_from_root RUN [OPTION...]: asks no resolver
scan_from_root() {
	local run=$1
	shift
	scan_list -o "$run" --iterative --root-hints "$dir/root.hints" "$@"
}

scan_list() {
	"$lab" exec "$reach46" scan "$dir/list.csv" \
	    --permit-prefix 2001:db8::/32 --permit-prefix 198.18.0.0/15 \
	    --controls none --address-rate 0 --prefix-rate 0 \
	    --server-rate 0 -r 50000 -q "$@"
}
