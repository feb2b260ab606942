/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page_block.h - a text inside an HTML page that no text can break out of.
 *
 * It is compressed (gzip, RFC 1952, which browsers undo by themselves) and
 * written in base64 (RFC 4648 section 4) as the content of a script element
 * of a type that is not run.  So nothing of it is ever markup, whatever
 * octets it holds.
 *
 * Threads: no state.
 */
#ifndef ANALYSIS_PAGE_BLOCK_H
#define ANALYSIS_PAGE_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * Writes LEN octets of TEXT as an element of that class.  Returns false when
 * memory runs out; write errors stay in the FILE for its owner to find.
 */
bool	page_block_write(FILE *, const char *class, const char *text,
	    size_t len);

#endif /* ANALYSIS_PAGE_BLOCK_H */
