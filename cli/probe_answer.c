/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An answer is one value of its line, and written by hand: of all that a name
 * costs this was the most.  Only what strangers wrote is searched for what must
 * be escaped.
 */
#include "cli/probe_answer.h"

#include <stdio.h>
#include <string.h>

#include "common/decimal.h"
#include "prober/answer_records.h"

/* "\# 65535 " and two digits per octet (RFC 3597 section 5). */
#define GENERIC_SIZE (16 + 2 * UINT16_MAX)

/* Room for what stands around the records, and around names and data in one. */
#define ANSWER_ROOM 256
/* Each octet of a name may become an escape, with an escape of its own. */
#define OCTET_ROOM 5
/* The longest data with names or numbers in it: that of a SOA. */
#define DATA_MAX (2 * DNS_NAME_MAX + 20)

const char *
probe_answer_status(
    const struct engine_answer *a, bool iterative, char buf[static 16])
{
	switch (a->status) {
	case LOOKUP_OK:
	case LOOKUP_NODATA:
		return "NOERROR";
	case LOOKUP_NXDOMAIN:
		return "NXDOMAIN";
	case LOOKUP_SERVFAIL:
		/* Of a walk the last reply may be another server's. */
		if (iterative || a->rcode == DNS_RCODE_NOERROR)
			return "SERVFAIL";
		return dns_rcode_name(a->rcode, buf);
	case LOOKUP_REFUSED:
		return "REFUSED";
	case LOOKUP_TIMEOUT:
		return iterative ? "ITERATIVE_TIMEOUT" : "TIMEOUT";
	case LOOKUP_BOGUS_REPLY:
		break;
	}
	return "ERROR";
}

/* Text of ours. */
static inline char *
put(char *at, const char *text)
{
	size_t len = strlen(text);

	memcpy(at, text, len);
	return at + len;
}

/* The same for a short word that is not known here. */
static inline char *
put_word(char *at, const char *word)
{
	while (*word != '\0')
		*at++ = *word++;
	return at;
}

/* A name.  Where its text has escapes, it is longer than in wire form, and each
 * backslash needs another. */
static char *
put_wire(char *at, const uint8_t *name)
{
	size_t len = dns_wire_to_text(name, at), i;
	char text[DNS_NAME_TEXT_SIZE];

	if (len <= dns_wire_octets(name))
		return at + len;
	memcpy(text, at, len);
	for (i = 0; i < len; i++) {
		if (text[i] == '\\')
			*at++ = '\\';
		*at++ = text[i];
	}
	return at;
}

/* Data as it came, read from its begin. */
struct data {
	const uint8_t *at;
	size_t left;
};

static uint32_t
take_uint(struct data *d, size_t octets)
{
	uint32_t value = 0;

	for (; octets > 0 && d->left > 0; octets--, d->left--)
		value = value << 8 | *d->at++;
	return value;
}

/* Names were checked and written out in full when the record was kept. */
static const uint8_t *
take_name(struct data *d)
{
	const uint8_t *name = d->at;
	size_t octets = dns_wire_octets(name);

	d->at += octets;
	d->left -= octets;
	return name;
}

static char *
put_address(char *at, enum family family, const struct data *d)
{
	struct ip_addr a;

	if (d->left != family_octets(family))
		return at;
	a = address_make(family, d->at);
	at = put(at, ",\"answer\":\"");
	at += address_write(&a, at);
	return put(at, "\"");
}

static char *
put_name(char *at, struct data *d)
{
	at = put_wire(put(at, ",\"answer\":\""), take_name(d));
	return put(at, "\"");
}

static char *
put_soa(char *at, struct data *d)
{
	at = put_wire(put(at, ",\"ns\":\""), take_name(d));
	at = put_wire(put(at, "\",\"mbox\":\""), take_name(d));
	at = decimal_put(put(at, "\",\"serial\":"), take_uint(d, 4));
	at = decimal_put(put(at, ",\"refresh\":"), take_uint(d, 4));
	at = decimal_put(put(at, ",\"retry\":"), take_uint(d, 4));
	at = decimal_put(put(at, ",\"expire\":"), take_uint(d, 4));
	return decimal_put(put(at, ",\"min_ttl\":"), take_uint(d, 4));
}

/* Text of any length, and of strangers. */
static char *
put_text(struct json_writer *w, char *at, const char *text, size_t len)
{
	json_writer_add(w, put(at, ",\"answer\":"));
	if ((at = json_writer_reserve(w, len + 2)) != NULL)
		json_writer_escape(w, at, text, len);
	return json_writer_reserve(w, 1);
}

/* The character-strings, with LF between. */
static char *
put_txt(struct json_writer *w, char *at, struct data *d)
{
	char text[UINT16_MAX + 1];
	size_t used = 0, len;
	bool first;

	for (first = true; d->left > 0; first = false) {
		len = take_uint(d, 1);
		len = len < d->left ? len : d->left;
		if (!first)
			text[used++] = '\n';
		for (; len > 0; len--) {
			text[used] = (char)take_uint(d, 1);
			if (text[used++] == '\0')
				text[used - 1] = '?';
		}
	}
	return put_text(w, at, text, used);
}

static char *
put_generic(struct json_writer *w, char *at, const struct data *d)
{
	static const char digits[] = "0123456789abcdef";
	char text[GENERIC_SIZE];
	int used = snprintf(
	    text, sizeof(text), "\\# %zu%s", d->left, d->left > 0 ? " " : "");
	size_t i;

	for (i = 0; i < d->left; i++) {
		text[used++] = digits[d->at[i] >> 4];
		text[used++] = digits[d->at[i] & 15];
	}
	return put_text(w, at, text, (size_t)used);
}

/* Returns the end, with room for an octet behind, or NULL: no memory. */
static char *
put_data(struct json_writer *w, char *at, const struct answer_record *r)
{
	struct data d = { r->rdata, r->rdata_len };

	switch (r->type) {
	case DNS_TYPE_A:
		return put_address(at, FAMILY_V4, &d);
	case DNS_TYPE_AAAA:
		return put_address(at, FAMILY_V6, &d);
	case DNS_TYPE_NS:
	case DNS_TYPE_CNAME:
	case DNS_TYPE_PTR:
	case DNS_TYPE_DNAME:
		return put_name(at, &d);
	case DNS_TYPE_MX:
		at = put(at, ",\"preference\":");
		at = decimal_put(at, take_uint(&d, 2));
		return put_name(at, &d);
	case DNS_TYPE_SOA:
		return put_soa(at, &d);
	case DNS_TYPE_TXT:
		return put_txt(w, at, &d);
	default:
		return put_generic(w, at, &d);
	}
}

/* Of data that is text of any length put_text() makes room for itself. */
static size_t
record_room(const struct answer_record *r)
{
	size_t data = r->rdata_len < DATA_MAX ? r->rdata_len : DATA_MAX;

	return ANSWER_ROOM + OCTET_ROOM * (dns_wire_octets(r->owner) + data);
}

static void
put_record(
    struct json_writer *w, const struct answer_record *r, const char *before)
{
	char *at = json_writer_reserve(w, record_room(r)), buf[16];

	if (at == NULL)
		return;
	at = put_wire(put(put_word(at, before), "{\"name\":\""), r->owner);
	at = put_word(put(at, "\",\"type\":\""), dns_type_name(r->type, buf));
	at = decimal_put(put(at, "\",\"class\":\"IN\",\"ttl\":"), r->ttl);
	at = put_data(w, at, r);
	if (at != NULL)
		json_writer_add(w, put(at, "}"));
}

static void
put_records(struct json_writer *w, const struct answer *a)
{
	const char *before = "";
	struct answer_record r;
	size_t at = 0;

	while (answer_records_next(a, &at, &r)) {
		put_record(w, &r, before);
		before = ",";
	}
}

/* 192.0.2.53:53 or [2001:db8::53]:53 */
static char *
put_server(char *at, const struct endpoint *server)
{
	bool v6 = server->addr.family == FAMILY_V6;

	if (v6)
		*at++ = '[';
	at += address_write(&server->addr, at);
	if (v6)
		*at++ = ']';
	*at++ = ':';
	return decimal_put(at, server->port);
}

static char *
put_milli(char *at, uint64_t value)
{
	at = decimal_put_long(at, value / 1000);
	*at++ = '.';
	return decimal_put_padded(at, (uint32_t)(value % 1000), 3);
}

void
probe_answer_write(struct json_writer *w, const char *key,
    const struct engine_answer *a, bool iterative, uint64_t unix_offset_ns)
{
	char *at = json_writer_begin(w, key, ANSWER_ROOM), buf[16];

	if (at == NULL)
		return;
	at = put_word(
	    put(at, "{\"status\":\""), probe_answer_status(a, iterative, buf));
	at = utc_put_near(put(at, "\",\"timestamp\":\""),
	    a->done_ns + unix_offset_ns, &w->second);
	at = put_milli(
	    put(at, "\",\"duration\":"), (a->done_ns - a->asked_ns) / 1000000);
	json_writer_add(w, put(at, ",\"data\":{\"answers\":["));
	put_records(w, a->answer);
	if ((at = json_writer_reserve(w, ANSWER_ROOM)) == NULL)
		return;
	at = put(at, "]");
	if (a->server.addr.family != FAMILY_NONE) {
		at = put(at,
		    a->tcp ? ",\"protocol\":\"tcp\",\"resolver\":\""
			   : ",\"protocol\":\"udp\",\"resolver\":\"");
		at = put(put_server(at, &a->server), "\"");
	}
	json_writer_add(w, put(at, "}}"));
}
