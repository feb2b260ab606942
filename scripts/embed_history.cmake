# SPDX-License-Identifier: Apache-2.0
# Turns the rows of data/history.csv (with a header, '#' comments) into C
# initialisers: {"2019-03", 559, 48, 17, "source"},
file(STRINGS ${IN} rows)
list(FILTER rows EXCLUDE REGEX "^(#|$)")
list(POP_FRONT rows)
set(out "/* Made from ${IN}; do not edit. */\n")
foreach(row IN LISTS rows)
	string(REGEX REPLACE "^([^,]*),([0-9]+),([0-9]+),([0-9]+),([^,]*)$"
		"{\"\\1\", \\2, \\3, \\4, \"\\5\"}," line "${row}")
	string(APPEND out "${line}\n")
endforeach()
file(WRITE ${OUT} "${out}")
