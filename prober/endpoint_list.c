/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/endpoint_list.h"

#include <assert.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "common/prefix.h"
#include "prober/input_line.h"
#include "prober/line_reader.h"
#include "prober/permutation.h"

/* No window has more addresses than these and one prefix more: times all
 * ports they can be counted. */
#define ADDRESSES_MAX (UINT64_C(1) << 46)

struct endpoint_list {
	struct endpoint_list_options options;
	struct line_reader reader;
	uint64_t line; /* read so far */
	bool ended;    /* there are no more */

	/* The window: each line's first address, and how many addresses there
	   are up to that line and with it. */
	struct ip_addr first[ENDPOINT_LIST_LINES];
	uint64_t upto[ENDPOINT_LIST_LINES];
	size_t n_lines;
	uint64_t each; /* addresses of each line; 0: they differ */

	uint64_t begin;  /* number of its first endpoint in the list */
	uint64_t behind; /* of the first one behind the window */
	uint64_t row;    /* the first of which our one is in it */
	uint64_t n, at;  /* our endpoints of it: in all, handed out */
	struct permutation order;
};

/* Our place in a row of one endpoint per shard. */
static uint64_t
place(const struct endpoint_list *l, uint64_t row)
{
	uint64_t hash = row * UINT64_C(0x9e3779b97f4a7c15);

	hash = (hash ^ hash >> 32) * UINT64_C(0xd6e8feb86659fd93);
	return (l->options.shard + (hash >> 32)) % l->options.shards;
}

/* How many of the list's first N endpoints are ours. */
static uint64_t
ours(const struct endpoint_list *l, uint64_t n)
{
	uint64_t row = n / l->options.shards;

	return row + (place(l, row) < n % l->options.shards);
}

static enum status
open_list(struct endpoint_list **out, const struct endpoint_list_options *o,
    struct error *err)
{
	assert(o->ports->n > 0 && o->shard < o->shards);
	if ((*out = calloc(1, sizeof(**out))) == NULL)
		return error_set(err, STATUS_NO_MEMORY, "out of memory");
	(*out)->options = *o;
	(*out)->reader.fd = -1;
	return STATUS_OK;
}

/* The reader was opened with that status. */
static enum status
opened(struct endpoint_list **out, enum status status)
{
	(*out)->reader.unhashed = true;
	if (status != STATUS_OK) {
		endpoint_list_close(*out);
		*out = NULL;
	}
	return status;
}

enum status
endpoint_list_open(struct endpoint_list **out, const char *path,
    const struct endpoint_list_options *o, struct error *err)
{
	enum status status = open_list(out, o, err);

	if (status != STATUS_OK)
		return status;
	status = line_reader_open(&(*out)->reader, path, err);
	return opened(out, status);
}

enum status
endpoint_list_open_memory(struct endpoint_list **out, const void *data,
    size_t len, const struct endpoint_list_options *o, struct error *err)
{
	enum status status = open_list(out, o, err);

	if (status != STATUS_OK)
		return status;
	status = line_reader_open_memory(&(*out)->reader, data, len, err);
	return opened(out, status);
}

void
endpoint_list_close(struct endpoint_list *l)
{
	if (l == NULL)
		return;
	line_reader_close(&l->reader);
	free(l);
}

int
endpoint_list_fd(const struct endpoint_list *l)
{
	return l->reader.fd;
}

uint64_t
endpoint_list_total(const struct endpoint_list *l)
{
	return l->ended ? ours(l, l->behind) : 0;
}

/* Drops a comment, and spaces and tabs around what is left. */
static void
strip(struct line *line)
{
	char *comment = memchr(line->text, '#', line->len);

	if (comment != NULL)
		line->len = (size_t)(comment - line->text);
	input_line_trim(line);
	line->text[line->len] = '\0';
}

/* Takes a line into the window; returns what is wrong with it, or NULL. */
static const char *
add_line(struct endpoint_list *l, const struct line *line)
{
	uint64_t before = l->n_lines > 0 ? l->upto[l->n_lines - 1] : 0, size;
	struct prefix p;

	if (memchr(line->text, '\0', line->len) != NULL ||
	    !prefix_parse(line->text, &p))
		return "no address and no prefix";
	if (p.addr.family == FAMILY_V6 && p.length < ENDPOINT_LIST_V6_MIN)
		return "more addresses than can be probed: of IPv6, prefixes "
		       "of /104 or longer are taken";
	size =
	    UINT64_C(1) << (family_bits((enum family)p.addr.family) - p.length);
	if (l->n_lines == 0)
		l->each = size;
	else if (l->each != size)
		l->each = 0;
	l->first[l->n_lines] = p.addr;
	l->upto[l->n_lines++] = before + size;
	return NULL;
}

static bool
window_is_full(const struct endpoint_list *l)
{
	return l->n_lines == ENDPOINT_LIST_LINES ||
	    (l->n_lines > 0 && l->upto[l->n_lines - 1] >= ADDRESSES_MAX);
}

/* Reads lines until the window is full or no more can be read for now. */
static enum endpoint_list_result
fill(struct endpoint_list *l, union endpoint_list_item *item, struct error *err)
{
	enum line_result result;
	const char *reason;
	struct line line;

	while (!window_is_full(l)) {
		result = line_reader_next(&l->reader, false, &line, err);
		if (result == LINE_FAILED)
			return ENDPOINT_LIST_FAILED;
		l->ended = result == LINE_END;
		if (result == LINE_END || result == LINE_WAIT)
			break;
		if (l->line++ == 0)
			line_drop_mark(&line);
		strip(&line);
		if (line.len == 0 && result == LINE_READ)
			continue;
		reason = result == LINE_TOO_LONG ? "too long a line"
						 : add_line(l, &line);
		if (reason == NULL)
			continue;
		item->refused.line = l->line;
		item->refused.text = line.text;
		item->refused.len = line.len;
		item->refused.reason = reason;
		return ENDPOINT_LIST_REFUSED;
	}
	if (l->n_lines > 0)
		return ENDPOINT_LIST_ENDPOINT;
	return l->ended ? ENDPOINT_LIST_END : ENDPOINT_LIST_WAIT;
}

/* From here on the endpoints of the window are handed out. */
static void
begin(struct endpoint_list *l)
{
	uint64_t seed = l->options.seed ^ l->behind << 20;

	l->begin = l->behind;
	l->behind += l->upto[l->n_lines - 1] * l->options.ports->n;
	l->row = ours(l, l->begin);
	l->n = ours(l, l->behind) - l->row;
	l->at = 0;
	if (l->n > 0)
		permutation_init(&l->order, l->n, seed);
}

/* The line that address number N of the window belongs to. */
static size_t
find_line(const struct endpoint_list *l, uint64_t n)
{
	size_t low = 0, high = l->n_lines - 1, middle;

	if (l->each != 0)
		return (size_t)(n / l->each);
	while (low < high) {
		middle = (low + high) / 2;
		if (n < l->upto[middle])
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* Adds to the last 32 bits, which no prefix exceeds. */
static struct ip_addr
address_plus(const struct ip_addr *first, uint32_t n)
{
	struct ip_addr a = *first;
	uint8_t *last = a.octet + family_octets((enum family)a.family) - 4;
	uint32_t word;

	memcpy(&word, last, 4);
	word = htobe32(be32toh(word) + n);
	memcpy(last, &word, 4);
	return a;
}

static void
take(struct endpoint_list *l, struct endpoint *out)
{
	uint64_t row = l->row + permutation_at(&l->order, l->at++);
	uint64_t n = row * l->options.shards + place(l, row) - l->begin;
	uint64_t address = n / l->options.ports->n;
	size_t line = find_line(l, address);
	uint64_t before = line > 0 ? l->upto[line - 1] : 0;

	out->addr = address_plus(&l->first[line], (uint32_t)(address - before));
	out->port = l->options.ports->port[n % l->options.ports->n];
}

enum endpoint_list_result
endpoint_list_next(
    struct endpoint_list *l, union endpoint_list_item *item, struct error *err)
{
	enum endpoint_list_result result;

	while (l->at == l->n) {
		if (l->n > 0)
			l->n_lines = l->n = l->at = 0;
		result = fill(l, item, err);
		if (result != ENDPOINT_LIST_ENDPOINT)
			return result;
		begin(l);
		if (l->n == 0)
			l->n_lines = 0;
	}
	take(l, &item->endpoint);
	return ENDPOINT_LIST_ENDPOINT;
}
