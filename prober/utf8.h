/* SPDX-License-Identifier: Apache-2.0 */
/*
 * utf8.h - is this text UTF-8?
 *
 * Threads: no state.
 */
#ifndef PROBER_UTF8_H
#define PROBER_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/*
 * True if the text is well-formed by RFC 3629: no overlong forms, no
 * surrogates, nothing above U+10FFFF.  NUL is a character like any other.
 */
bool	utf8_valid(const char *text, size_t len);

#endif /* PROBER_UTF8_H */
