#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The kernel refuses 1, 5 and 20 % of what the vantage sends: the run must say
# that it sent exactly the frames that passed, have offered the others again,
# and have every verdict right.

. "$(dirname "$(readlink -f "$0")")/common.sh"

# The prober's frames alone: DNS over TCP is the kernel's, and so are RSTs
# unless they are to be our own.
refuse() {
	"$lab" exec nft -f - <<-EOF
	table netdev egress
	delete table netdev egress
	table netdev egress {
		counter syn { }
		counter dns { }
		counter rst { }
		counter refused { }
		chain leaving {
			type filter hook egress device uplink priority 0
			numgen random mod 100 < $1 counter name refused drop
			tcp flags & (syn | ack | rst | fin) == syn tcp dport != 53 counter name syn
			tcp flags & rst == rst tcp dport != 53 counter name rst
			udp dport 53 counter name dns
		}
	}
	EOF
}

# passed KIND
passed() {
	"$lab" exec nft -j list counter netdev egress "$1" |
	    sed 's/.*"packets": \([0-9]*\).*/\1/'
}

# said RUN FIELD
said() { tail -n 1 "$1" | /usr/bin/python3 -c "
import json, sys
print(json.load(sys.stdin)$2)"; }

failed=0
# equal WHAT FOUND EXPECTED
equal() {
	local verdict=ok
	[ "$2" -eq "$3" ] || { verdict=WRONG; failed=1; }
	echo "$verdict: $1: $2, should be $3"
}

lab_up veth
for percent in 1 5 20; do
	rst=$([ $percent = 5 ] && echo own || echo kernel)
	run=$dir/egress-$percent.jsonl
	refuse $percent
	scan "$run" 2001:db8:53::53 -P 5 --rst "$rst"
	syn=$(passed syn)
	dns=$(passed dns)
	equal "$percent % refused, SYN" "$(said "$run" '["sent"]["syn"]')" \
	    "$syn"
	equal "$percent % refused, DNS" "$(said "$run" '["sent"]["dns"]')" \
	    "$dns"
	equal "$percent % refused, in all" \
	    "$(said "$run" '["sent"]["total"]')" $((syn + dns))
	[ "$rst" = kernel ] || equal "$percent % refused, RSTs of our own" \
	    "$(said "$run" '["sent"]["rst"]')" "$(passed rst)"
	refusals=$(said "$run" '["refused_sends"]')
	echo "refused by the kernel: $(passed refused); the run says $refusals"
	[ "$refusals" -gt 0 ] || failed=1
	"$here/compare" "$dir/truth.jsonl" "$run" || failed=1
done
exit $failed
