#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# A run goes on only with what it was started with: the resolvers of
# /etc/resolv.conf, and what the blocklist and the controls hold.  Where that
# changed, --resume must say what it was, and leave the run file alone; where
# only the names changed it must go on.
#
# usage: test_settings.sh REACH46 NAMES SEED

. "$(dirname "$(readlink -f "$0")")/common.sh"
run=$dir/run.jsonl
conf=$dir/resolv.conf

# resume [OPTION...]: with $conf as /etc/resolv.conf; the exit status is in
# $status
resume() {
	status=0
	# shellcheck disable=SC2016 # for the inner shell
	"$lab" exec unshare -m sh -c \
	    'mount --bind "$0" /etc/resolv.conf && exec "$@"' "$conf" \
	    "$reach46" scan "$dir/list.csv" -o "$run" --resume \
	    --permit-prefix 2001:db8::/32 --permit-prefix 198.18.0.0/15 \
	    --address-rate 0 --prefix-rate 0 --server-rate 0 -r 50000 \
	    "$@" >"$dir/said" 2>&1 || status=$?
}

# goes_on [OPTION...]: nothing is left of a complete run
goes_on() {
	resume "$@"
	[ "$status" = 0 ] && grep -q 'nothing is left to measure' "$dir/said" ||
	    { echo "resume $*: $status, $(cat "$dir/said")" >&2; exit 1; }
}

# refuses OPTION THEN NOW [OPTION...]
refuses() {
	local words="--$1 $2, which changes results, and now it is $3:"
	shift 3
	resume "$@"
	[ "$status" = 2 ] && grep -qF -- "$words" "$dir/said" ||
	    { echo "resume $*: $status, $(cat "$dir/said")" >&2; exit 1; }
	cmp "$run" "$dir/whole.jsonl"
}

# of FILE: as a message speaks of it
of() { echo "of SHA-256 $(sha256sum "$1" | head -c 16)..."; }

lab_up veth
echo 'nameserver 2001:db8:53::53' >"$conf"
echo 'nameserver 198.18.53.53' >"$dir/other.conf"
echo '192.0.2.0/24' >"$dir/block"
echo '198.51.100.0/24' >"$dir/block-other"
cp "$dir/block" "$dir/block-copy"
cp "$dir/controls.csv" "$dir/controls-copy"
sed '$d' "$dir/controls.csv" >"$dir/controls-other"
same=(-b "$dir/block" --controls "$dir/controls.csv")

resume "${same[@]}" -q
[ "$status" = 0 ] || { cat "$dir/said" >&2; exit 1; }
"$here/compare" "$dir/truth.jsonl" "$run"
cp "$run" "$dir/whole.jsonl"

goes_on "${same[@]}"
goes_on "${same[@]}" -b "$dir/block-copy" --controls "$dir/controls-copy"
goes_on "${same[@]}" --resolver 2001:db8:53::53
refuses blocklist-file "$(of "$dir/block")" "$(of "$dir/block-other")" \
    "${same[@]}" -b "$dir/block-other"
refuses blocklist-file "$(of "$dir/block")" none \
    --controls "$dir/controls.csv"
refuses controls "$(of "$dir/controls.csv")" "$(of "$dir/controls-other")" \
    "${same[@]}" --controls "$dir/controls-other"
refuses controls "$(of "$dir/controls.csv")" none \
    "${same[@]}" --controls none
refuses resolver 2001:db8:53::53#53 198.18.53.53#53 \
    "${same[@]}" --resolver 198.18.53.53
conf=$dir/other.conf
refuses resolver 2001:db8:53::53#53 198.18.53.53#53 "${same[@]}"
goes_on "${same[@]}" --resolver 2001:db8:53::53
echo "what changes results was told from what does not"
