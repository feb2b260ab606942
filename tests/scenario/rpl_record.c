/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/scenario/rpl_record.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

#define DATA_MAX 4096 /* octets of one record's data */

/*
 * The data of a type, a letter a field: 4 and 6 an address of that family, n
 * a name, b, w and t numbers of 8, 16 and 32 bits (t a time with units), s
 * strings and x hex to the end.  NULL: we cannot write it.
 */
static const struct type {
	const char *name;
	uint16_t number;
	const char *fields;
} types[] = {
	{ "A", DNS_TYPE_A, "4" },
	{ "NS", DNS_TYPE_NS, "n" },
	{ "CNAME", DNS_TYPE_CNAME, "n" },
	{ "SOA", DNS_TYPE_SOA, "nnttttt" },
	{ "PTR", 12, "n" },
	{ "HINFO", 13, "s" },
	{ "MX", DNS_TYPE_MX, "wn" },
	{ "TXT", DNS_TYPE_TXT, "s" },
	{ "RP", 17, "nn" },
	{ "AFSDB", 18, "wn" },
	{ "SIG", 24, NULL },
	{ "KEY", 25, NULL },
	{ "AAAA", DNS_TYPE_AAAA, "6" },
	{ "LOC", 29, NULL },
	{ "NXT", 30, NULL },
	{ "SRV", 33, "wwwn" },
	{ "NAPTR", 35, NULL },
	{ "KX", 36, "wn" },
	{ "CERT", 37, NULL },
	{ "DNAME", DNS_TYPE_DNAME, "n" },
	{ "OPT", DNS_TYPE_OPT, NULL },
	{ "DS", 43, NULL },
	{ "SSHFP", 44, "bbx" },
	{ "RRSIG", 46, NULL },
	{ "NSEC", 47, NULL },
	{ "DNSKEY", 48, NULL },
	{ "NSEC3", 50, NULL },
	{ "NSEC3PARAM", 51, NULL },
	{ "TLSA", 52, "bbbx" },
	{ "CDS", 59, NULL },
	{ "CDNSKEY", 60, NULL },
	{ "OPENPGPKEY", 61, NULL },
	{ "ZONEMD", 63, NULL },
	{ "SVCB", 64, NULL },
	{ "HTTPS", 65, NULL },
	{ "SPF", 99, "s" },
	{ "IXFR", 251, NULL },
	{ "AXFR", 252, NULL },
	{ "ANY", 255, NULL },
	{ "URI", 256, NULL },
	{ "CAA", 257, NULL },
	{ "DLV", 32769, NULL },
};

static const struct class {
	const char *name;
	uint16_t number;
} classes[] = {
	{ "IN", 1 },
	{ "CH", 3 },
	{ "HS", 4 },
	{ "NONE", 254 },
	{ "ANY", 255 },
};

/* Record data being written. */
struct data {
	uint8_t octet[DATA_MAX];
	size_t len;
};

static bool
put(struct data *d, const void *octets, size_t len)
{
	if (len > sizeof(d->octet) - d->len)
		return false;
	memcpy(d->octet + d->len, octets, len);
	d->len += len;
	return true;
}

static bool
put_number(struct data *d, unsigned long value, unsigned octets)
{
	uint8_t octet[4];
	unsigned i;

	for (i = 0; i < octets; i++)
		octet[i] = (uint8_t)(value >> 8 * (octets - 1 - i));
	return put(d, octet, octets);
}

/* A type by its name, or as TYPE12345 (RFC 3597). */
static bool
find_type(const char *word, uint16_t *number, const char **fields)
{
	unsigned long n;
	size_t i;

	*fields = NULL;
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcasecmp(word, types[i].name) == 0) {
			*number = types[i].number;
			*fields = types[i].fields;
			return true;
		}
	if (strncasecmp(word, "TYPE", 4) != 0 ||
	    !rpl_number(word + 4, UINT16_MAX, &n))
		return false;
	*number = (uint16_t)n;
	return true;
}

static bool
find_class(const char *word, uint16_t *number)
{
	unsigned long n;
	size_t i;

	for (i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (strcasecmp(word, classes[i].name) == 0) {
			*number = classes[i].number;
			return true;
		}
	if (strncasecmp(word, "CLASS", 5) != 0 ||
	    !rpl_number(word + 5, UINT16_MAX, &n))
		return false;
	*number = (uint16_t)n;
	return true;
}

/* "3600", "1h30m" and the like, in seconds. */
static bool
read_time(const char *word, uint32_t *out)
{
	static const struct {
		char unit;
		uint32_t seconds;
	} units[] = {
		{ 's', 1 },
		{ 'm', 60 },
		{ 'h', 3600 },
		{ 'd', 86400 },
		{ 'w', 604800 },
	};
	uint64_t total = 0, n;
	size_t i;

	if (!isdigit((unsigned char)*word))
		return false;
	while (isdigit((unsigned char)*word)) {
		for (n = 0; isdigit((unsigned char)*word); word++)
			if ((n = n * 10 + (uint64_t)(*word - '0')) > UINT32_MAX)
				return false;
		for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
			if (tolower((unsigned char)*word) == units[i].unit) {
				n *= units[i].seconds;
				word++;
				break;
			}
		if ((total += n) > UINT32_MAX)
			return false;
	}
	*out = (uint32_t)total;
	return *word == '\0';
}

bool
rpl_hex(const char *word, uint8_t *buf, size_t size, size_t *len)
{
	const char digits[] = "0123456789abcdef";
	const char *high, *low;

	for (; *word != '\0'; word += 2) {
		high = strchr(digits, tolower((unsigned char)word[0]));
		low = word[1] == '\0'
		    ? NULL
		    : strchr(digits, tolower((unsigned char)word[1]));
		if (high == NULL || low == NULL || *len == size)
			return false;
		buf[(*len)++] =
		    (uint8_t)((high - digits) << 4 | (low - digits));
	}
	return true;
}

bool
rpl_name(const char *text, const struct dns_name *origin, struct dns_name *out)
{
	struct dns_name name;
	size_t len = strlen(text), own;

	if (strcmp(text, "@") == 0)
		name = *origin;
	else if (len == 0 || !dns_name_from_text(text, &name))
		return false;
	else if (text[len - 1] != '.' || (len > 1 && text[len - 2] == '\\')) {
		own = (size_t)name.len - 1;
		if (own + origin->len > DNS_NAME_MAX)
			return false;
		memcpy(name.wire + own, origin->wire, origin->len);
		name.len = (uint8_t)(own + origin->len);
	}
	*out = name;
	return true;
}

static bool
put_name(struct data *d, const char *text, const struct dns_name *origin)
{
	struct dns_name name;

	return rpl_name(text, origin, &name) && put(d, name.wire, name.len);
}

static bool
put_address(struct data *d, const char *text, enum family family)
{
	struct ip_addr a;

	return address_parse(text, &a) && a.family == family &&
	    put(d, a.octet, family_octets(family));
}

/* A character-string, whose escapes are those of a label. */
static bool
put_string(struct data *d, const char *text)
{
	struct data s = { .len = 0 };
	unsigned n, i;

	for (; *text != '\0' && s.len < 255; text++) {
		if (*text != '\\' || text[1] == '\0') {
			s.octet[s.len++] = (uint8_t)*text;
			continue;
		}
		for (n = 0, i = 1; i <= 3; i++) {
			if (!isdigit((unsigned char)text[i]))
				break;
			n = n * 10 + (unsigned)(text[i] - '0');
		}
		s.octet[s.len++] = (uint8_t)(i == 4 ? n : (uint8_t)text[1]);
		text += i == 4 ? 3 : 1;
	}
	return *text == '\0' && put_number(d, s.len, 1) &&
	    put(d, s.octet, s.len);
}

/* Strings or hex from the word before AT to the end. */
static bool
put_rest(struct data *d, char field, const struct rpl_words *w, unsigned *at)
{
	unsigned i;

	for (i = *at - 1; i < w->n; i++)
		if (!(field == 's' ? put_string(d, w->at[i])
				   : rpl_hex(w->at[i], d->octet,
					 sizeof(d->octet), &d->len)))
			return false;
	*at = w->n;
	return true;
}

/* One field from word AT on; moves AT behind it. */
static bool
put_field(struct data *d, char field, const struct rpl_words *w, unsigned *at,
    const struct dns_name *origin)
{
	const char *word = rpl_word(w, *at);
	unsigned long n;
	uint32_t seconds;

	if (*at >= w->n)
		return false;
	(*at)++;
	switch (field) {
	case '4':
		return put_address(d, word, FAMILY_V4);
	case '6':
		return put_address(d, word, FAMILY_V6);
	case 'n':
		return put_name(d, word, origin);
	case 'b':
		return rpl_number(word, UINT8_MAX, &n) && put_number(d, n, 1);
	case 'w':
		return rpl_number(word, UINT16_MAX, &n) && put_number(d, n, 2);
	case 't':
		return read_time(word, &seconds) && put_number(d, seconds, 4);
	default:
		return put_rest(d, field, w, at);
	}
}

/* \# length hex... */
static bool
put_unknown(struct data *d, const struct rpl_words *w, unsigned at)
{
	unsigned long len;

	if (!rpl_number(rpl_word(w, at + 1), DATA_MAX, &len))
		return false;
	for (at += 2; at < w->n; at++)
		if (!rpl_hex(w->at[at], d->octet, sizeof(d->octet), &d->len))
			return false;
	return d->len == len;
}

/* Steps over a TTL and a class; AT ends at the type. */
static void
skip_to_type(
    const struct rpl_words *w, unsigned *at, uint32_t *ttl, uint16_t *klass)
{
	while (*at + 1 < w->n &&
	    (read_time(w->at[*at], ttl) || find_class(w->at[*at], klass)))
		(*at)++;
}

bool
rpl_question(const struct rpl_words *w, const struct dns_name *origin,
    struct dns_question *out)
{
	const char *fields;
	unsigned at = 1;
	uint32_t ttl;

	out->klass = 1;
	skip_to_type(w, &at, &ttl, &out->klass);
	return w->n > 0 && at + 1 == w->n &&
	    rpl_name(w->at[0], origin, &out->name) &&
	    find_type(w->at[at], &out->type, &fields);
}

enum rpl_text
rpl_record(const struct rpl_words *w, const struct dns_name *origin,
    uint32_t ttl, struct arena *arena, struct rpl_record *out)
{
	struct data d = { .len = 0 };
	const char *fields;
	unsigned at = 1;
	uint8_t *copy;

	*out = (struct rpl_record){ .klass = 1, .ttl = ttl };
	skip_to_type(w, &at, &out->ttl, &out->klass);
	if (w->n == 0 || !rpl_name(w->at[0], origin, &out->owner) ||
	    !find_type(rpl_word(w, at), &out->type, &fields))
		return RPL_TEXT_MALFORMED;
	at++;
	if (strcmp(rpl_word(w, at), "\\#") == 0) {
		if (!put_unknown(&d, w, at))
			return RPL_TEXT_MALFORMED;
	} else if (fields == NULL) {
		return RPL_TEXT_LEFT_OUT;
	} else {
		for (; *fields != '\0'; fields++)
			if (!put_field(&d, *fields, w, &at, origin))
				return RPL_TEXT_MALFORMED;
		if (at != w->n)
			return RPL_TEXT_MALFORMED;
	}
	if ((copy = arena_alloc(arena, d.len)) == NULL)
		abort();
	memcpy(copy, d.octet, d.len);
	out->data = copy;
	out->data_octets = (uint16_t)d.len;
	return RPL_TEXT_OK;
}
