# SPDX-License-Identifier: Apache-2.0
# What a package.json asks for, exactly as its lockfile says, in a build
# directory: needs npm, and once the npm registry.
find_program(NODE node)
find_program(NPM npm)

# Fills TO/node_modules from the two files in FROM; RESULT gets "" or why not.
# What is installed is told by the lockfile that it was installed from.
function(npm_install FROM TO RESULT)
	set(installed ${TO}/installed.json)
	file(MAKE_DIRECTORY ${TO})
	file(SHA256 ${FROM}/package-lock.json wanted)
	if(EXISTS ${installed})
		file(SHA256 ${installed} there)
	endif()
	set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
		${FROM}/package-lock.json)
	set(${RESULT} "" PARENT_SCOPE)
	if("${there}" STREQUAL "${wanted}")
		return()
	endif()
	if(NOT NODE OR NOT NPM)
		set(${RESULT} "there is no node or no npm" PARENT_SCOPE)
		return()
	endif()
	file(COPY ${FROM}/package.json ${FROM}/package-lock.json
		DESTINATION ${TO})
	execute_process(COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund
			--prefer-offline --loglevel=error
		WORKING_DIRECTORY ${TO} RESULT_VARIABLE failed
		OUTPUT_QUIET ERROR_VARIABLE why TIMEOUT 300)
	if(failed)
		set(${RESULT} "npm ci failed: ${why}" PARENT_SCOPE)
		return()
	endif()
	file(COPY_FILE ${FROM}/package-lock.json ${installed})
endfunction()
