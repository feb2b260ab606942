/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/port_list.h"

#include <stdbool.h>
#include <stdlib.h>

/* A bit per port. */
#define WORDS ((UINT16_MAX + 1) / 64)

/* Reads a port and moves behind it. */
static bool
read_port(const char **text, unsigned *port)
{
	const char *p = *text;

	for (*port = 0; *p >= '0' && *p <= '9' && *port <= UINT16_MAX; p++)
		*port = *port * 10 + (unsigned)(*p - '0');
	if (p == *text || *port == 0 || *port > UINT16_MAX)
		return false;
	*text = p;
	return true;
}

/* Reads a port or a range of them and moves behind it. */
static bool
read_range(const char **text, uint64_t *bits)
{
	unsigned first, last;

	if (!read_port(text, &first))
		return false;
	last = first;
	if (**text == '-') {
		(*text)++;
		if (!read_port(text, &last) || last < first)
			return false;
	}
	for (; first <= last; first++)
		bits[first / 64] |= UINT64_C(1) << first % 64;
	return true;
}

static enum status
collect(struct port_list *l, const uint64_t *bits, struct error *err)
{
	uint64_t word;
	unsigned i;

	for (i = 0; i < WORDS; i++)
		l->n += (uint32_t)__builtin_popcountll(bits[i]);
	if ((l->port = malloc(l->n * sizeof(*l->port))) == NULL)
		return error_set(err, STATUS_NO_MEMORY, "out of memory");
	l->n = 0;
	for (i = 0; i < WORDS; i++)
		for (word = bits[i]; word != 0; word &= word - 1)
			l->port[l->n++] = (uint16_t)(i * 64 +
			    (unsigned)__builtin_ctzll(word));
	return STATUS_OK;
}

enum status
port_list_parse(struct port_list *l, const char *text, struct error *err)
{
	uint64_t bits[WORDS] = { 0 };
	const char *at = text;

	*l = (struct port_list){ .n = 0 };
	for (;;) {
		if (!read_range(&at, bits))
			return error_set(err, STATUS_USAGE,
			    "no port from 1 to 65535, nor a range of them, at "
			    "character %td of the ports: write them like "
			    "80,443,8000-8010",
			    at - text + 1);
		if (*at == '\0')
			return collect(l, bits, err);
		if (*at++ != ',')
			return error_set(err, STATUS_USAGE,
			    "a comma is missing before character %td of the "
			    "ports: write them like 80,443,8000-8010",
			    at - text);
	}
}

void
port_list_free(struct port_list *l)
{
	free(l->port);
	*l = (struct port_list){ .n = 0 };
}
