# SPDX-License-Identifier: Apache-2.0
# The vantage's faults, forgeries, refused sends and stops, in small.  To be
# included from tests/CMakeLists.txt, after netns_test() is defined.
#
# The whole matrix of faults takes over an hour and is for a machine of one's
# own:	tests/netns/test_faults.sh build/reach46 5000 1

add_executable(forge netns/forge.c netns/forge_probe.c netns/forge_reply.c)

# These need nothing of the engine's controls.
netns_test(fault-kit 300 ${NETNS}/test_fault_kit.sh $<TARGET_FILE:reach46>
	100 3)
netns_test(forge 300 ${NETNS}/test_forge.sh $<TARGET_FILE:reach46> 500 8
	$<TARGET_FILE:forge> 20000 50000)
netns_test(egress 300 ${NETNS}/test_egress.sh $<TARGET_FILE:reach46> 500 9)
netns_test(stop 300 ${NETNS}/test_stop.sh $<TARGET_FILE:reach46> 2000 10)

# These do: on with -DREACH46_CONTROLS_TESTS=ON until the engine has them.
option(REACH46_CONTROLS_TESTS "tests that need --controls FILE" OFF)
set(FAULTS_IN_CI ipv6-blackhole:mid port25-reset:start resolver-killed:mid)
if(REACH46_CONTROLS_TESTS)
	netns_test(faults 900 ${NETNS}/test_faults.sh $<TARGET_FILE:reach46>
		300 11 ${FAULTS_IN_CI})
	netns_test(loss-default 900 ${NETNS}/test_loss_default.sh
		$<TARGET_FILE:reach46> 1000 12)
endif()
