# SPDX-License-Identifier: Apache-2.0
# The vantage's faults, forgeries, refused sends and stops, in small.  To be
# included from tests/CMakeLists.txt, after netns_test() is defined.
#
# The whole matrix of faults takes over an hour and is for a machine of one's
# own:	tests/netns/test_faults.sh build/reach46 5000 1
# and so are the faults themselves, tested without the prober:
#	tests/netns/test_fault_kit.sh build/reach46 100 3

add_executable(forge netns/forge.c netns/forge_probe.c netns/forge_reply.c)

netns_test(forge 300 ${NETNS}/test_forge.sh $<TARGET_FILE:reach46> 300 8
	$<TARGET_FILE:forge> 10000 50000)
netns_test(egress 300 ${NETNS}/test_egress.sh $<TARGET_FILE:reach46> 100 9)
netns_test(stop 300 ${NETNS}/test_stop.sh $<TARGET_FILE:reach46> 500 10)
netns_test(faults 600 ${NETNS}/test_faults.sh $<TARGET_FILE:reach46>
	200 11 ipv6-blackhole:mid)
