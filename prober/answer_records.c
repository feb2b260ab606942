/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/answer_records.h"

#include <stdlib.h>
#include <string.h>

#include "common/cursor.h"

/* Type, TTL and length of the data; the class is always IN. */
#define FIXED_OCTETS 8

/* Types whose data may hold compressed names (RFC 3597 section 4), and DNAME,
 * in which some compress it all the same. */
static const struct shape {
	uint16_t type;
	uint8_t before; /* octets in front of the names */
	uint8_t names;
	uint8_t behind; /* octets after them */
} shapes[] = {
	{ DNS_TYPE_NS, 0, 1, 0 },
	{ DNS_TYPE_CNAME, 0, 1, 0 },
	{ DNS_TYPE_SOA, 0, 2, 20 },
	{ DNS_TYPE_PTR, 0, 1, 0 },
	{ DNS_TYPE_MX, 2, 1, 0 },
	{ DNS_TYPE_DNAME, 0, 1, 0 },
};

/* Record data on its way into an answer. */
struct data {
	uint8_t octet[UINT16_MAX];
	size_t len;
};

static bool
put(struct data *d, const void *octets, size_t n)
{
	if (n > sizeof(d->octet) - d->len)
		return false;
	memcpy(d->octet + d->len, octets, n);
	d->len += n;
	return true;
}

/* Writes the data out in full. */
static bool
expand(struct data *d, const struct dns_msg *m, const struct dns_rr *rr)
{
	const struct shape *s = shapes;
	struct dns_name name;
	size_t at;
	unsigned i;

	while (s < shapes + sizeof(shapes) / sizeof(shapes[0]) &&
	    s->type != rr->type)
		s++;
	if (s == shapes + sizeof(shapes) / sizeof(shapes[0]))
		return put(d, rr->rdata, rr->rdata_len);
	at = s->before;
	if (at > rr->rdata_len || !put(d, rr->rdata, at))
		return false;
	for (i = 0; i < s->names; i++)
		if (!dns_rr_name_at(m, rr, &at, &name) ||
		    !put(d, name.wire, name.len))
			return false;
	return rr->rdata_len - at == s->behind &&
	    put(d, rr->rdata + at, s->behind);
}

/* Returns room for N octets at the end of the records. */
static uint8_t *
reserve(struct answer *a, size_t n)
{
	uint8_t *p = realloc(a->records, a->records_len + n);

	if (p == NULL)
		abort();
	a->records = p;
	p += a->records_len;
	a->records_len += (uint32_t)n;
	return p;
}

bool
answer_records_add(
    struct answer *a, const struct dns_msg *m, const struct dns_rr *rr)
{
	const uint32_t ttl = rr->ttl;
	struct dns_name owner;
	struct data d;
	uint16_t len;
	uint8_t *p;

	d.len = 0;
	if (!expand(&d, m, rr))
		return false;
	dns_rr_owner(m, rr, &owner);
	len = (uint16_t)d.len;
	p = reserve(a, owner.len + FIXED_OCTETS + d.len);
	memcpy(p, owner.wire, owner.len);
	p += owner.len;
	memcpy(p, &rr->type, 2);
	memcpy(p + 2, &ttl, 4);
	memcpy(p + 6, &len, 2);
	memcpy(p + FIXED_OCTETS, d.octet, d.len);
	return true;
}

void
answer_records_copy(struct answer *a, const struct answer *from)
{
	if (from->records_len > 0)
		memcpy(reserve(a, from->records_len), from->records,
		    from->records_len);
}

bool
answer_records_next(
    const struct answer *a, size_t *at, struct answer_record *out)
{
	const uint8_t *p;
	size_t n = 0;

	if (*at == a->records_len)
		return false;
	p = a->records + *at;
	while (p[n] != 0)
		n += 1u + p[n];
	n++;
	out->owner.len = (uint8_t)n;
	memcpy(out->owner.wire, p, n);
	p += n;
	memcpy(&out->type, p, 2);
	memcpy(&out->ttl, p + 2, 4);
	memcpy(&out->rdata_len, p + 6, 2);
	out->rdata = p + FIXED_OCTETS;
	*at += n + FIXED_OCTETS + out->rdata_len;
	return true;
}
