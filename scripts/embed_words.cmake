# SPDX-License-Identifier: Apache-2.0
# Turns the words of the page (word_x in EN and NL, both JSON) into C
# initialisers: {"x", {"English", "Dutch"}},
file(READ ${EN} en)
file(READ ${NL} nl)
string(JSON n LENGTH "${en}")
math(EXPR last "${n} - 1")
set(out "/* Made from ${EN} and ${NL}; do not edit. */\n")
foreach(i RANGE ${last})
	string(JSON key MEMBER "${en}" ${i})
	if(key MATCHES "^word_(.*)")
		set(word ${CMAKE_MATCH_1})
		string(JSON english GET "${en}" ${key})
		string(JSON dutch GET "${nl}" ${key})
		string(APPEND out
			"{\"${word}\", {\"${english}\", \"${dutch}\"}},\n")
	endif()
endforeach()
file(WRITE ${OUT} "${out}")
