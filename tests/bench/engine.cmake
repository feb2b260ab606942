# SPDX-License-Identifier: Apache-2.0
# What scripts/bench-engine runs.
add_executable(engine_alone bench/engine_alone.c)
target_link_libraries(engine_alone PRIVATE sim prober analysis)
foreach(what IN ITEMS syn dns scan)
	add_test(NAME bench/engine-${what} COMMAND engine_alone ${what} 5000)
	set_tests_properties(bench/engine-${what} PROPERTIES LABELS bench
		TIMEOUT 60)
endforeach()
