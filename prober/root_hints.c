/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/root_hints.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "prober/line_reader.h"

#define BLANKS " \t"

static const char builtin[] =
#include "root_hints.inc"
    ;

/* Hints on their way from text. */
struct reading {
	const char *name; /* of the file */
	unsigned line;
	struct dns_name owner; /* of the latest record; len 0: none yet */
	struct root_hints *hints;
	unsigned lines[ROOT_SERVERS_MAX]; /* where each server came first */
	bool named[ROOT_SERVERS_MAX];     /* by an NS record of the root */
	struct error *err;
};

static enum status
malformed(const struct reading *r, const char *word, const char *what)
{
	return error_set(r->err, STATUS_MALFORMED, "%s, line %u: \"%.60s\" %s",
	    r->name, r->line, word, what);
}

/* The server of that name; one more if there is none yet.  NULL: too many. */
static struct root_server *
find_server(struct reading *r, const struct dns_name *name)
{
	struct root_hints *h = r->hints;
	size_t i;

	for (i = 0; i < h->n; i++)
		if (dns_name_equal(&h->server[i].name, name))
			return &h->server[i];
	if (h->n == ROOT_SERVERS_MAX)
		return NULL;
	r->lines[h->n] = r->line;
	h->server[h->n].name = *name;
	return &h->server[h->n++];
}

static enum status
read_name_server(struct reading *r, const char *value)
{
	struct root_server *server;
	struct dns_name name;

	if (r->owner.len != 1)
		return malformed(r, value, "serves another zone than the root");
	if (!dns_name_from_text(value, &name))
		return malformed(r, value, "is no host name");
	dns_name_lower(&name);
	if ((server = find_server(r, &name)) == NULL)
		return malformed(r, value, "is one root server too many");
	r->named[server - r->hints->server] = true;
	return STATUS_OK;
}

static enum status
read_address(struct reading *r, enum family family, const char *value)
{
	struct root_server *server;
	struct ip_addr a, *place;

	if (!address_parse(value, &a) || a.family != family)
		return malformed(r, value,
		    family == FAMILY_V4 ? "is no IPv4 address"
					: "is no IPv6 address");
	if ((server = find_server(r, &r->owner)) == NULL)
		return malformed(r, value, "is of one host too many");
	place = &server->addr[family_index(family)];
	if (place->family != FAMILY_NONE)
		return malformed(
		    r, value, "is a second address of the same host");
	*place = a;
	return STATUS_OK;
}

static char *
next_word(char **rest)
{
	return strtok_r(NULL, BLANKS, rest);
}

/* A record from its first word after the owner on. */
static enum status
read_record(struct reading *r, char *word, char **rest)
{
	const char *value, *extra;

	/* A TTL, perhaps "6w", and the class, in either order. */
	while (word != NULL &&
	    (isdigit((unsigned char)*word) || strcasecmp(word, "IN") == 0))
		word = next_word(rest);
	value = word != NULL ? next_word(rest) : NULL;
	if (value == NULL)
		return error_set(r->err, STATUS_MALFORMED,
		    "%s, line %u: the record lacks a type or a value", r->name,
		    r->line);
	if ((extra = next_word(rest)) != NULL)
		return malformed(r, extra, "is one word too many");
	if (strcasecmp(word, "NS") == 0)
		return read_name_server(r, value);
	if (strcasecmp(word, "A") == 0)
		return read_address(r, FAMILY_V4, value);
	if (strcasecmp(word, "AAAA") == 0)
		return read_address(r, FAMILY_V6, value);
	return malformed(r, word, "is none of the types NS, A and AAAA");
}

/* A line that starts with a blank goes on with the owner before it. */
static enum status
read_line(struct reading *r, const struct line *line)
{
	char *text = line->text, *word, *rest;
	bool goes_on = isblank((unsigned char)*text) != 0;

	if (memchr(text, '\0', line->len) != NULL)
		return malformed(r, text, "has a NUL octet behind it");
	text[strcspn(text, ";")] = '\0';
	if ((word = strtok_r(text, BLANKS, &rest)) == NULL)
		return STATUS_OK;
	if (*word == '$')
		return malformed(r, word, "is a directive; give plain records");
	if (goes_on && r->owner.len == 0)
		return malformed(r, word, "belongs to no name");
	if (goes_on)
		return read_record(r, word, &rest);
	if (!dns_name_from_text(word, &r->owner))
		return malformed(r, word, "is no domain name");
	dns_name_lower(&r->owner);
	return read_record(r, next_word(&rest), &rest);
}

/* Do the records make hints?  Only the whole of them can tell. */
static enum status
check_whole(struct reading *r)
{
	const struct root_hints *h = r->hints;
	char text[DNS_NAME_TEXT_SIZE];
	bool address = false;
	size_t i;

	for (i = 0; i < h->n; i++) {
		address |= h->server[i].addr[0].family != FAMILY_NONE ||
		    h->server[i].addr[1].family != FAMILY_NONE;
		r->line = r->lines[i];
		if (!r->named[i])
			return malformed(r,
			    dns_name_to_text(&h->server[i].name, text),
			    "is no name server of the root: no NS record "
			    "names it");
	}
	return address ? STATUS_OK
		       : error_set(r->err, STATUS_MALFORMED,
			     "%s: there is no name server of the root with an "
			     "address in it",
			     r->name);
}

static enum status
read_lines(struct reading *r, struct line_reader *in)
{
	enum status status = STATUS_OK;
	struct line line;

	while (status == STATUS_OK)
		switch (line_reader_next(in, true, &line, r->err)) {
		case LINE_READ:
			r->line++;
			status = read_line(r, &line);
			break;
		case LINE_TOO_LONG:
			r->line++;
			status =
			    malformed(r, line.text, "starts too long a line");
			break;
		case LINE_WAIT:
			break;
		case LINE_END:
			line_reader_sha256(in, r->hints->sha256);
			return check_whole(r);
		case LINE_FAILED:
			return STATUS_SYSTEM;
		}
	return status;
}

/* Takes over the open reader. */
static enum status
read_hints(struct root_hints *h, const char *name, struct line_reader *in,
    struct error *err)
{
	struct reading r = { .name = name, .hints = h, .err = err };
	enum status status;

	*h = (struct root_hints){ .n = 0 };
	status = read_lines(&r, in);
	line_reader_close(in);
	return status;
}

enum status
root_hints_load(struct root_hints *h, const char *path, struct error *err)
{
	struct line_reader in;
	enum status status = line_reader_open(&in, path, err);

	if (status == STATUS_NOT_FOUND)
		return error_set(err, status,
		    "cannot read the root hints %s: there is no such file",
		    path);
	return status == STATUS_OK ? read_hints(h, path, &in, err) : status;
}

static enum status
read_memory(struct root_hints *h, const char *name, const void *text,
    size_t len, struct error *err)
{
	struct line_reader in;
	enum status status = line_reader_open_memory(&in, text, len, err);

	return status == STATUS_OK ? read_hints(h, name, &in, err) : status;
}

enum status
root_hints_read(
    struct root_hints *h, const void *text, size_t len, struct error *err)
{
	return read_memory(h, "root hints", text, len, err);
}

enum status
root_hints_builtin(struct root_hints *h, struct error *err)
{
	return read_memory(
	    h, "data/named.root", builtin, sizeof(builtin) - 1, err);
}
