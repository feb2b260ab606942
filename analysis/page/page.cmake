# SPDX-License-Identifier: Apache-2.0
# The page of report --html and diff --html, bundled into page.inc.  Where that
# cannot be done the program is built all the same, and --html says what is
# missing.
include(${CMAKE_SOURCE_DIR}/scripts/npm.cmake)
set(PAGE ${CMAKE_CURRENT_LIST_DIR})
set(PAGE_BUILD ${CMAKE_BINARY_DIR}/page)
set(PAGE_INC ${CMAKE_BINARY_DIR}/page.inc)

npm_install(${PAGE} ${PAGE_BUILD} PAGE_MISSING)
if(PAGE_MISSING)
	message(WARNING "This build has no --html: ${PAGE_MISSING}")
	file(WRITE ${PAGE_INC} "\"\", \"\"\n")
else()
	file(GLOB PAGE_SRC CONFIGURE_DEPENDS ${PAGE}/src/*)
	add_custom_command(OUTPUT ${PAGE_INC}
		COMMAND ${NODE} ${PAGE}/build.mjs ${PAGE_BUILD}/node_modules
			${PAGE_INC}
		DEPENDS ${PAGE_SRC} ${PAGE}/build.mjs ${PAGE}/index.html
			${PAGE}/style.css ${PAGE_BUILD}/installed.json)
endif()
