# SPDX-License-Identifier: Apache-2.0
# Turns a text file into C string literals, a line each.
file(STRINGS ${IN} lines)
set(out "/* Made from ${IN}; do not edit. */\n")
foreach(line IN LISTS lines)
	string(REPLACE "\\" "\\\\" line "${line}")
	string(REPLACE "\"" "\\\"" line "${line}")
	string(APPEND out "\"${line}\\n\"\n")
endforeach()
file(WRITE ${OUT} "${out}")
