# SPDX-License-Identifier: Apache-2.0
# What scripts/bench and scripts/bench-limits run.  The responder's half in the
# kernel needs clang, which is then not needed for anything else.
find_package(Threads REQUIRED)
add_executable(bare_loop bench/bare_loop.c)
target_link_libraries(bare_loop PRIVATE prober Threads::Threads)

pkg_check_modules(BPF libbpf)
find_program(BPF_CLANG clang)
if(NOT BPF_FOUND OR NOT BPF_CLANG)
	message(STATUS "no libbpf or no clang: no benchmarks with a responder")
	return()
endif()
set(RESPONDER_OBJECT ${CMAKE_CURRENT_BINARY_DIR}/responder.bpf)
add_custom_command(OUTPUT ${RESPONDER_OBJECT}
	COMMAND ${BPF_CLANG} -target bpf -O2 -g -Wall -Wextra -Werror
		-I${CMAKE_SOURCE_DIR}
		-idirafter /usr/include/${CMAKE_LIBRARY_ARCHITECTURE}
		-c ${CMAKE_CURRENT_SOURCE_DIR}/bench/responder_bpf.c
		-o ${RESPONDER_OBJECT}
	DEPENDS bench/responder_bpf.c bench/responder.h)
add_executable(responder bench/responder.c ${RESPONDER_OBJECT})
target_compile_definitions(responder PRIVATE
	RESPONDER_OBJECT="${RESPONDER_OBJECT}")
target_link_libraries(responder PRIVATE ${BPF_LIBRARIES})
netns_test(bench 300 ${CMAKE_SOURCE_DIR}/scripts/bench --quick --no-peers
	--build ${CMAKE_BINARY_DIR})
netns_test(limits 120 ${CMAKE_SOURCE_DIR}/scripts/bench-limits
	${CMAKE_BINARY_DIR} 20000 1)
netns_test(bench-workers 60 ${CMAKE_SOURCE_DIR}/scripts/bench-workers
	${CMAKE_BINARY_DIR} 16 1)
