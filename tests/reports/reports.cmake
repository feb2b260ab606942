# SPDX-License-Identifier: Apache-2.0
# Reports, as another program reads them; behind page/page.cmake.
set(REPORTS ${CMAKE_CURRENT_LIST_DIR})
set(GOLDEN ${CMAKE_CURRENT_SOURCE_DIR}/golden)
set(TEST_MODULES ${PAGE_TESTS_BUILD}/node_modules)
set(REACH46_CHDB "" CACHE PATH
	"node_modules with chdb, to test the statements for ClickHouse too")

add_test(NAME reports/figures COMMAND ${REPORTS}/check_figures
	$<TARGET_FILE:reach46> ${GOLDEN}/report_iterative.jsonl)
add_test(NAME reports/hostile COMMAND ${REPORTS}/check_hostile
	$<TARGET_FILE:reach46> ${GOLDEN}/report.jsonl
	${TEST_MODULES}/blns/resources/blns.json)
add_test(NAME reports/chains COMMAND ${REPORTS}/check_chains
	$<TARGET_FILE:reach46> ${GOLDEN}/report_iterative.jsonl)
# Its bar is for what users run; sanitizers take three times as long.
set(LARGE 100000)
if(REACH46_SANITIZE)
	set(LARGE 20000)
endif()
add_test(NAME reports/large COMMAND ${REPORTS}/test_large.sh
	$<TARGET_FILE:reach46> ${GOLDEN}/report.jsonl ${LARGE})
set_tests_properties(reports/figures reports/hostile reports/chains
	reports/large PROPERTIES LABELS reports TIMEOUT 300)

# The statements of docs/report.md.  ClickHouse is 541 MB of npm (chdb), so
# that is for those who have it.
function(queries_test ENGINE MODULES)
	add_test(NAME reports/${ENGINE} COMMAND ${REPORTS}/check_queries.mjs
		${ENGINE} ${MODULES} ${CMAKE_SOURCE_DIR}/docs/report.md
		${GOLDEN}/report_iterative.jsonl)
	set_tests_properties(reports/${ENGINE} PROPERTIES LABELS reports
		TIMEOUT 120 SKIP_RETURN_CODE 77)
endfunction()

queries_test(duckdb ${TEST_MODULES})
if(REACH46_CHDB)
	queries_test(clickhouse ${REACH46_CHDB})
endif()
