# SPDX-License-Identifier: Apache-2.0
# The pages in a real browser, and their types.  What is taken from npm serves
# other tests of reports too.
set(PAGE_TESTS ${CMAKE_CURRENT_LIST_DIR})
set(PAGE_TESTS_BUILD ${CMAKE_CURRENT_BINARY_DIR}/page)
set(PAGE_SKIPPED ${PAGE_MISSING})
if(NOT PAGE_SKIPPED)
	npm_install(${PAGE_TESTS} ${PAGE_TESTS_BUILD} PAGE_SKIPPED)
endif()
if(PAGE_SKIPPED)
	message(WARNING "The page is not tested: ${PAGE_SKIPPED}")
	add_test(NAME page/browser COMMAND sh -c "exit 77")
else()
	configure_file(${PAGE_TESTS}/tsconfig.json.in
		${PAGE_TESTS_BUILD}/tsconfig.json @ONLY)
	add_test(NAME page/types
		COMMAND ${NODE} node_modules/typescript/bin/tsc
		WORKING_DIRECTORY ${PAGE_TESTS_BUILD})
	add_test(NAME page/browser COMMAND ${PAGE_TESTS}/test_page.sh
		$<TARGET_FILE:reach46> ${PAGE_TESTS_BUILD}/node_modules 10000)
	set_tests_properties(page/types PROPERTIES LABELS page TIMEOUT 120)
endif()
set_tests_properties(page/browser PROPERTIES LABELS page RUN_SERIAL ON
	TIMEOUT 900 SKIP_RETURN_CODE 77)
