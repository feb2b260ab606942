/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/answer_records.h"

#include <stdlib.h>
#include <string.h>

/* Length of the owner; type, TTL and length of the data behind it.  The class
 * is always IN. */
#define FIXED_OCTETS 9

/* How names lie in a type's data. */
struct shape {
	uint8_t before; /* octets in front of the names */
	uint8_t names;
	uint8_t behind; /* octets after them */
};

/* Of types whose data may hold compressed names (RFC 3597 section 4), and
 * DNAME, in which some compress it all the same; others have none. */
static struct shape
shape_of(uint16_t type)
{
	switch (type) {
	case DNS_TYPE_NS:
	case DNS_TYPE_CNAME:
	case DNS_TYPE_PTR:
	case DNS_TYPE_DNAME:
		return (struct shape){ 0, 1, 0 };
	case DNS_TYPE_MX:
		return (struct shape){ 2, 1, 0 };
	case DNS_TYPE_SOA:
		return (struct shape){ 0, 2, 20 };
	default:
		return (struct shape){ 0, 0, 0 };
	}
}

/* Data with its names written out in full: what is longest is a SOA. */
struct data {
	uint8_t octet[2 * DNS_NAME_MAX + 20];
	size_t len;
};

static void
put(struct data *d, const void *octets, size_t n)
{
	memcpy(d->octet + d->len, octets, n);
	d->len += n;
}

/* False if the data is not of its shape. */
static bool
expand(struct data *d, struct shape s, const struct dns_msg *m,
    const struct dns_rr *rr)
{
	struct dns_name name;
	size_t at = s.before;
	unsigned i;

	if (at > rr->rdata_len)
		return false;
	put(d, rr->rdata, at);
	for (i = 0; i < s.names; i++) {
		if (!dns_rr_name_at(m, rr, &at, &name))
			return false;
		put(d, name.wire, name.len);
	}
	if (rr->rdata_len - at != s.behind)
		return false;
	put(d, rr->rdata + at, s.behind);
	return true;
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
	const struct shape shape = shape_of(rr->type);
	const uint8_t *rdata = rr->rdata;
	uint16_t len = rr->rdata_len;
	struct dns_name owner;
	struct data d;
	uint8_t *p;

	if (shape.names > 0) {
		d.len = 0;
		if (!expand(&d, shape, m, rr))
			return false;
		rdata = d.octet;
		len = (uint16_t)d.len;
	}
	dns_rr_owner(m, rr, &owner);
	p = reserve(a, FIXED_OCTETS + owner.len + (size_t)len);
	*p++ = owner.len;
	memcpy(p, owner.wire, owner.len);
	p += owner.len;
	memcpy(p, &rr->type, 2);
	memcpy(p + 2, &rr->ttl, 4);
	memcpy(p + 6, &len, 2);
	memcpy(p + 8, rdata, len);
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

	if (*at == a->records_len)
		return false;
	p = a->records + *at;
	out->owner = p + 1;
	p += 1 + *p;
	memcpy(&out->type, p, 2);
	memcpy(&out->ttl, p + 2, 4);
	memcpy(&out->rdata_len, p + 6, 2);
	out->rdata = p + 8;
	*at = (size_t)(out->rdata + out->rdata_len - a->records);
	return true;
}
