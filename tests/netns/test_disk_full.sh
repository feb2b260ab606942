#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# A run file that cannot be written.  KINDs, by turns (all, if none is given):
#
#	full	the disk has no room left: a tmpfs of some pages
#	size	the file may not grow past some octet: RLIMIT_FSIZE
#	io	a write or a sync gives EIO; then the disk is well again, or
#		nothing can be written, synced or cut any more (FAIL_WRITE is
#		fail_write.c as a library; all writes are short)
#
# The scan must stop with exit status 1, must name the file and the error, and
# must leave nothing that looks complete and is not; with the disk well again
# --resume must go on to all the right verdicts.
#
# usage: test_disk_full.sh REACH46 NAMES SEED POSITIONS FAIL_WRITE [KIND...]

positions=$4 fail_write=$(readlink -f "$5")
kinds=("${@:6}")
[ $# -gt 5 ] || kinds=(full size io)
set -- "$1" "$2" "$3"
. "$(dirname "$(readlink -f "$0")")/common.sh"
RANDOM=$seed
disk=$dir/disk
run=$disk/run.jsonl
# Of the file and of its directory: at the start, before the summary, after it.
syncs=6

# Unmounts before common.sh removes the directory.
trap 'umount -q "$disk" || true; clean_up' EXIT

fail() {
	echo "position $position ($limit): $*" >&2
	exit 1
}

# scan_on COMMAND...: a scan through that command (prlimit, env)
scan_on() {
	"$lab" exec "$@" "$reach46" scan "$dir/list.csv" -o "$run" --resume \
	    --resolver 2001:db8:53::53 --permit-prefix 2001:db8::/32 \
	    --permit-prefix 198.18.0.0/15 --controls none --address-rate 0 \
	    --prefix-rate 0 --server-rate 0 -r 50000 -q -P 2 -c 0.5 \
	    --window 1000
}

# scan_failing CALL AT [FOR_GOOD]: see fail_write.c
scan_failing() {
	scan_on env LD_PRELOAD="$fail_write" FAIL_FILE="$run" \
	    FAIL_CALL="$1" FAIL_AT="$2" ${3:+FAIL_FOR_GOOD=$3}
}

# stop_by KIND: a scan that runs into it; what happened is in $limit.
stop_by() {
	for_good=
	case $1 in
	full)
		size=$((4 + 4 * (RANDOM % pages)))
		limit="a disk of $size KiB"
		mount -o "remount,size=${size}k" "$disk"
		scan_on env
		;;
	size)
		size=$(((RANDOM * 32768 + RANDOM) % octets))
		limit="$size octets"
		scan_on prlimit --fsize="$size"
		;;
	io)
		call=write at=$((1 + RANDOM % pages))
		[ $((RANDOM % 4)) != 0 ] ||
		    call=fsync at=$((1 + RANDOM % syncs))
		[ $((RANDOM % 2)) = 0 ] || for_good=1
		limit="$call $at${for_good:+ and all after it}"
		scan_failing $call $at $for_good
		;;
	*)
		echo "no kind $1" >&2
		exit 2
		;;
	esac
}

is_right() { "$here/compare" "$dir/truth.jsonl" "$run"; }

# What is there after the scan was stopped.
check_stopped() {
	local errors='No space left on device|File too large|Input/output error'
	[ "$status" = 1 ] || fail "exit status $status"
	grep -Eq "cannot write the run file $run: ($errors); .*--resume" \
	    "$dir/said" || fail "it said: $(cat "$dir/said")"
	# What can no more be cut may be torn, or stand there whole.
	if [ -n "$for_good" ]; then
		! grep -q '"complete":true' "$run" || is_right >/dev/null ||
		    fail "it looks complete"
		return
	fi
	[ ! -s "$run" ] || [ -z "$(tail -c 1 "$run")" ] || fail "a torn line"
	! grep -q '"complete":true' "$run" || fail "it looks complete"
}

lab_up veth
mkdir "$disk"
mount -t tmpfs -o size=64m tmpfs "$disk"
scan_failing write 0
is_right
# A run is never quite as long as the one before.
octets=$(($(stat -c %s "$run") * 95 / 100))
pages=$((octets / 4096))

for ((position = 0; position < positions; position++)); do
	rm -f "$run"
	status=0
	stop_by "${kinds[position % ${#kinds[@]}]}" 2>"$dir/said" || status=$?
	check_stopped
	mount -o remount,size=64m "$disk"
	scan_on env || fail "exit status $? when the disk was well again"
	is_right >"$dir/compare.txt" || fail "$(cat "$dir/compare.txt")"
done
echo "$positions positions of $octets octets (${kinds[*]}): all stopped and" \
    "went on"
