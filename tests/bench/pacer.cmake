# SPDX-License-Identifier: Apache-2.0
# What scripts/bench-pacer runs.
add_executable(arrivals bench/arrivals.c)
target_link_libraries(arrivals PRIVATE capture Threads::Threads)
netns_test(pacer 60 ${CMAKE_SOURCE_DIR}/scripts/bench-pacer
	${CMAKE_BINARY_DIR} 4 2 mmsg 10 100 1000)
