# SPDX-License-Identifier: Apache-2.0
# Turns the rows of a two-column CSV (with a header, '#' comments) into C
# initialisers: {"first", "second"},
file(STRINGS ${IN} rows)
list(FILTER rows EXCLUDE REGEX "^(#|$)")
list(POP_FRONT rows)
set(out "/* Made from ${IN}; do not edit. */\n")
foreach(row IN LISTS rows)
	string(REGEX REPLACE "^([^,]*),([^,]*).*$" "{\"\\1\", \"\\2\"},"
		line "${row}")
	string(APPEND out "${line}\n")
endforeach()
file(WRITE ${OUT} "${out}")
