/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/run_seal.h"

#include <stdio.h>
#include <string.h>
#include <xxhash.h>

#define DIGITS      16
#define LINE_END    "}\n"
#define CHECK_START ",\"check\":\""
#define CHECK_END   "\"}"

/* From the comma before "check" to the end of the line. */
#define CHECK_OCTETS (sizeof(CHECK_START) - 1 + DIGITS + sizeof(CHECK_END) - 1)

static uint64_t
make(const char *text, size_t len, uint64_t before, char digits[DIGITS + 1])
{
	uint64_t check = XXH3_64bits_withSeed(text, len, before);
	unsigned i;

	for (i = 0; i < DIGITS; i++)
		digits[i] =
		    "0123456789abcdef"[check >> 4 * (DIGITS - 1 - i) & 15];
	digits[DIGITS] = '\0';
	return check;
}

void
run_seal_write(struct json_writer *w, size_t start, uint64_t *check)
{
	char digits[DIGITS + 1];

	if (!json_writer_ok(w))
		return;
	w->len -= sizeof(LINE_END) - 1;
	*check = make(w->buf + start, w->len - start, *check, digits);
	/* Back inside the line's object, which has values already. */
	w->depth = 1;
	w->in_array = 0;
	w->has_value = 1;
	json_writer_text(w, "check", digits);
	json_writer_end(w);
	json_writer_newline(w);
}

bool
run_seal_holds(const char *text, size_t len, uint64_t *check)
{
	char want[CHECK_OCTETS + 1], digits[DIGITS + 1];
	uint64_t found;

	if (len < CHECK_OCTETS)
		return false;
	len -= CHECK_OCTETS;
	found = make(text, len, *check, digits);
	(void)snprintf(want, sizeof(want), CHECK_START "%s" CHECK_END, digits);
	if (memcmp(text + len, want, CHECK_OCTETS) != 0)
		return false;
	*check = found;
	return true;
}

static bool
is_there(const char *text, size_t len)
{
	const size_t start = sizeof(CHECK_START) - 1;

	return len >= CHECK_OCTETS &&
	    memcmp(text + len - CHECK_OCTETS, CHECK_START, start) == 0;
}

void
run_seal_follow(
    struct run_seal_chain *c, const char *text, size_t len, uint64_t number)
{
	if (number == 1)
		c->sealed = is_there(text, len);
	if (c->sealed && c->altered == 0 &&
	    !run_seal_holds(text, len, &c->check))
		c->altered = number;
}
