/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/referral.h"

/* Notes a name server of the zone, once. */
static void
add_ns(struct referral *r, const struct dns_name *name)
{
	unsigned i;

	for (i = 0; i < r->n_ns; i++)
		if (dns_name_equal(&r->ns[i], name))
			return;
	if (r->n_ns < REFERRAL_NS_MAX)
		r->ns[r->n_ns++] = *name;
	else
		r->trimmed = true;
}

/* True if the name servers of OWNER are what we are sent to. */
static bool
leads_down(const struct dns_name *owner, const struct dns_name *zone,
    const struct dns_name *name)
{
	return dns_name_within(name, owner) && dns_name_within(owner, zone);
}

/* First pass: the zone below and its name servers. */
static enum referral_kind
read_servers(struct referral *r, struct dns_msg msg,
    const struct dns_name *zone, const struct dns_name *name)
{
	enum referral_kind kind = REFERRAL_NONE;
	struct dns_name owner, ns;
	struct dns_rr rr;

	while (dns_msg_next(&msg, &rr)) {
		if (rr.section != DNS_SECTION_AUTHORITY ||
		    rr.type != DNS_TYPE_NS || rr.klass != 1)
			continue;
		dns_rr_owner(&msg, &rr, &owner);
		if (dns_name_equal(&owner, zone))
			continue;
		if (!leads_down(&owner, zone, name)) {
			if (kind == REFERRAL_NONE)
				kind = REFERRAL_UPWARD;
			continue;
		}
		if (!dns_rr_name(&msg, &rr, &ns))
			return REFERRAL_BOGUS;
		if (kind != REFERRAL_DOWN) {
			kind = REFERRAL_DOWN;
			r->zone = owner;
		}
		if (dns_name_equal(&r->zone, &owner))
			add_ns(r, &ns);
	}
	return msg.error == DNS_MSG_OK ? kind : REFERRAL_BOGUS;
}

/* Second pass: addresses that the sender may speak for. */
static void
read_glue(struct referral *r, struct dns_msg msg, const struct dns_name *zone)
{
	struct dns_rr rr;
	unsigned i;
	bool v4;

	while (dns_msg_next(&msg, &rr) && r->n_glue < REFERRAL_GLUE_MAX) {
		v4 = rr.type == DNS_TYPE_A;
		if (rr.section != DNS_SECTION_ADDITIONAL || rr.klass != 1 ||
		    (!v4 && rr.type != DNS_TYPE_AAAA) ||
		    rr.rdata_len != (v4 ? 4 : 16))
			continue;
		for (i = 0; i < r->n_ns; i++)
			if (dns_rr_owner_is(&msg, &rr, &r->ns[i]) &&
			    dns_name_within(&r->ns[i], zone))
				r->glue[r->n_glue++] = (struct referral_glue){
					.addr = address_make(
					    v4 ? FAMILY_V4 : FAMILY_V6,
					    rr.rdata),
					.ns = (uint8_t)i,
				};
	}
}

enum referral_kind
referral_read(struct referral *r, const struct dns_msg *msg,
    const struct dns_name *zone, const struct dns_name *name)
{
	enum referral_kind kind;

	r->n_ns = r->n_glue = 0;
	r->trimmed = false;
	kind = read_servers(r, *msg, zone, name);
	if (kind == REFERRAL_DOWN)
		read_glue(r, *msg, zone);
	return kind;
}

bool
referral_read_root(struct referral *r, const struct dns_msg *start)
{
	struct dns_msg msg = *start;
	struct dns_name ns;
	struct dns_rr rr;

	*r = (struct referral){ .zone.len = 1 };
	while (dns_msg_next(&msg, &rr))
		if (rr.section == DNS_SECTION_ANSWER &&
		    rr.type == DNS_TYPE_NS && rr.klass == 1 &&
		    dns_rr_owner_is(&msg, &rr, &r->zone) &&
		    dns_rr_name(&msg, &rr, &ns))
			add_ns(r, &ns);
	read_glue(r, *start, &r->zone);
	return r->n_glue > 0;
}
