/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/probe_answer.h"

#include <endian.h>
#include <stdio.h>
#include <string.h>

#include "common/decimal.h"
#include "prober/answer_records.h"

/* "\# 65535 " and two digits per octet (RFC 3597 section 5). */
#define GENERIC_SIZE (16 + 2 * UINT16_MAX)

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
static void
put_name(struct json_writer *w, const char *key, struct data *d)
{
	char text[DNS_NAME_TEXT_SIZE];
	struct dns_name name;
	size_t len = 0;

	while (d->at[len] != 0)
		len += 1u + d->at[len];
	len++;
	memcpy(name.wire, d->at, len);
	name.len = (uint8_t)len;
	d->at += len;
	d->left -= len;
	json_writer_text(w, key, dns_name_to_text(&name, text));
}

static void
put_address(struct json_writer *w, enum family family, const struct data *d)
{
	char text[ADDRESS_TEXT_SIZE];
	struct ip_addr a;

	if (d->left != family_octets(family))
		return;
	a = address_make(family, d->at);
	json_writer_text(w, "answer", address_format(&a, text));
}

static void
put_soa(struct json_writer *w, struct data *d)
{
	static const char *const numbers[] = { "serial", "refresh", "retry",
		"expire", "min_ttl" };
	size_t i;

	put_name(w, "ns", d);
	put_name(w, "mbox", d);
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		json_writer_uint(w, numbers[i], take_uint(d, 4));
}

/* The character-strings, with LF between. */
static void
put_txt(struct json_writer *w, struct data *d)
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
	text[used] = '\0';
	json_writer_text(w, "answer", text);
}

static void
put_generic(struct json_writer *w, const struct data *d)
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
	text[used] = '\0';
	json_writer_text(w, "answer", text);
}

static void
put_data(struct json_writer *w, const struct answer_record *r)
{
	struct data d = { r->rdata, r->rdata_len };

	switch (r->type) {
	case DNS_TYPE_A:
		put_address(w, FAMILY_V4, &d);
		break;
	case DNS_TYPE_AAAA:
		put_address(w, FAMILY_V6, &d);
		break;
	case DNS_TYPE_NS:
	case DNS_TYPE_CNAME:
	case DNS_TYPE_PTR:
	case DNS_TYPE_DNAME:
		put_name(w, "answer", &d);
		break;
	case DNS_TYPE_MX:
		json_writer_uint(w, "preference", take_uint(&d, 2));
		put_name(w, "answer", &d);
		break;
	case DNS_TYPE_SOA:
		put_soa(w, &d);
		break;
	case DNS_TYPE_TXT:
		put_txt(w, &d);
		break;
	default:
		put_generic(w, &d);
	}
}

static void
put_records(struct json_writer *w, const struct answer *a)
{
	char text[DNS_NAME_TEXT_SIZE], buf[16];
	struct answer_record r;
	size_t at = 0;

	json_writer_array(w, "answers");
	while (answer_records_next(a, &at, &r)) {
		json_writer_object(w, NULL);
		json_writer_text(w, "name", dns_name_to_text(&r.owner, text));
		json_writer_text(w, "type", dns_type_name(r.type, buf));
		json_writer_text(w, "class", "IN");
		json_writer_uint(w, "ttl", r.ttl);
		put_data(w, &r);
		json_writer_end(w);
	}
	json_writer_end(w);
}

/* 192.0.2.53:53 or [2001:db8::53]:53 */
static void
put_server(struct json_writer *w, const struct endpoint *server)
{
	bool v6 = server->addr.family == FAMILY_V6;
	char text[ADDRESS_TEXT_SIZE + 10], *at = text;

	if (v6)
		*at++ = '[';
	at += address_write(&server->addr, at);
	if (v6)
		*at++ = ']';
	*at++ = ':';
	at = decimal_put(at, server->port);
	*at = '\0';
	json_writer_text(w, "resolver", text);
}

void
probe_answer_write(struct json_writer *w, const char *key,
    const struct engine_answer *a, bool iterative, uint64_t unix_offset_ns)
{
	char buf[16];

	json_writer_object(w, key);
	json_writer_text(w, "status", probe_answer_status(a, iterative, buf));
	json_writer_time(w, "timestamp", a->done_ns + unix_offset_ns);
	json_writer_milli(w, "duration", (a->done_ns - a->asked_ns) / 1000000);
	json_writer_object(w, "data");
	put_records(w, a->answer);
	if (a->server.addr.family != FAMILY_NONE) {
		json_writer_text(w, "protocol", a->tcp ? "tcp" : "udp");
		put_server(w, &a->server);
	}
	json_writer_end(w);
	json_writer_end(w);
}
