#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Runs out of disk (a tmpfs of some pages) and of file size (RLIMIT_FSIZE, at
# any octet) while it scans: the scan must stop with exit status 1, must say
# so, must leave whole lines and nothing that looks complete, and --resume
# must go on with it once there is room.
#
# usage: test_disk_full.sh REACH46 NAMES SEED POSITIONS

positions=$4
set -- "$1" "$2" "$3"
. "$(dirname "$(readlink -f "$0")")/common.sh"
RANDOM=$seed
disk=$dir/disk
run=$disk/run.jsonl

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

# What is there after the disk was full.
check_stopped() {
	[ "$status" = 1 ] || fail "exit status $status"
	grep -q 'cannot write the run file.*--resume' "$dir/said" ||
	    fail "it said: $(cat "$dir/said")"
	[ ! -s "$run" ] || [ -z "$(tail -c 1 "$run")" ] || fail "a torn line"
	grep -q '"complete":true' "$run" && fail "it looks complete"
	return 0
}

lab_up veth
mkdir "$disk"
mount -t tmpfs -o size=64m tmpfs "$disk"
scan_on env
"$here/compare" "$dir/truth.jsonl" "$run"
# A run is never quite as long as the one before.
octets=$(($(stat -c %s "$run") * 95 / 100))
pages=$((octets / 4096))

for ((position = 0; position < positions; position++)); do
	rm -f "$run"
	status=0
	if [ $((position % 2)) = 0 ]; then
		size=$((4 + 4 * (RANDOM % pages))) limit="a disk of $size KiB"
		mount -o "remount,size=${size}k" "$disk"
		scan_on env 2>"$dir/said" || status=$?
	else
		limit="$(((RANDOM * 32768 + RANDOM) % octets)) octets"
		scan_on prlimit --fsize="${limit% *}" 2>"$dir/said" ||
		    status=$?
	fi
	check_stopped
	mount -o remount,size=64m "$disk"
	scan_on env || fail "exit status $? when there was room again"
	"$here/compare" "$dir/truth.jsonl" "$run" >"$dir/compare.txt" ||
	    fail "$(cat "$dir/compare.txt")"
done
echo "$positions positions of $octets octets: all stopped and went on"
