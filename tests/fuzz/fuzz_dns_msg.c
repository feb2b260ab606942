/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as a DNS message, read by us and by libknot.  What we accept,
 * libknot reads the same; what it accepts, so do we.  The differences, all of
 * them meant:
 *
 *  - A message without a question is an error here, an empty one there.
 *  - A pointer into the header, or to within the labels that it ends, or the
 *    127th of one name, is an error here (see refused_on_purpose()).
 *  - Record data is read when asked for here, at once there: libknot refuses
 *    records of shapes that we do not look at.
 *  - A name in record data of no octets is an error here; there it is left
 *    to the caller, for the sake of dynamic updates.
 *  - Octets behind a name in record data are an error here.  libknot compares
 *    the length of the data with that of the name unfolded: it overlooks them
 *    if the name is as long, and refuses a good name that a pointer to the
 *    root makes shorter than the data.
 *  - Octets behind the last record are ignored here.
 */
#undef NDEBUG /* a release build checks too */
#include <assert.h>
#include <libknot/libknot.h>
#include <string.h>

#include "common/dns_msg.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* Whether the name at AT, good for libknot, has a pointer we refuse. */
static bool
refused_on_purpose(const uint8_t *data, size_t len, size_t at)
{
	size_t piece = at, target;
	int pointers = 0;

	while (at + 1 < len && data[at] != 0) {
		if (data[at] < 0xc0) {
			at += 1u + data[at];
			continue;
		}
		target = (size_t)(data[at] & 0x3f) << 8 | data[at + 1];
		if (target < DNS_HEADER_OCTETS || target >= piece ||
		    ++pointers > DNS_POINTERS_MAX)
			return true;
		at = piece = target;
	}
	return false;
}

static bool
same_name(const struct dns_name *ours, const uint8_t *knot)
{
	return ours->len == knot_dname_size(knot) &&
	    memcmp(ours->wire, knot, ours->len) == 0;
}

static void
check_question(const struct dns_msg *m, knot_pkt_t *pkt)
{
	int ret = knot_pkt_parse_question(pkt);

	if (m->error == DNS_MSG_OK) {
		assert(ret == KNOT_EOK);
		assert(m->id == knot_wire_get_id(pkt->wire));
		assert(dns_msg_rcode(m) == knot_wire_get_rcode(pkt->wire));
		assert(dns_msg_opcode(m) == knot_wire_get_opcode(pkt->wire));
		assert(same_name(&m->question.name, knot_pkt_wire_qname(pkt)));
		assert(m->question.type == knot_pkt_qtype(pkt));
		assert(m->question.klass == knot_pkt_qclass(pkt));
	} else if (ret == KNOT_EOK) {
		assert(m->error == DNS_MSG_NO_QUESTION);
		assert(knot_wire_get_qdcount(pkt->wire) == 0);
	}
}

/* Compares the name that record data is, or that is behind an MX preference;
   KNOT is NULL if libknot refused the record. */
static void
check_rdata_name(
    const struct dns_msg *m, const struct dns_rr *rr, const knot_rdata_t *knot)
{
	const uint8_t *wire = m->cursor.base;
	size_t name_at, end = rr->rdata_at + rr->rdata_len;
	struct dns_name name;
	uint16_t preference;
	bool ok;

	if (rr->type == DNS_TYPE_MX) {
		ok = dns_rr_mx(m, rr, &preference, &name);
		name_at = rr->rdata_at + 2;
	} else {
		ok = dns_rr_name(m, rr, &name);
		name_at = rr->rdata_at;
	}
	if (rr->rdata_len == 0)
		assert(!ok);
	else if (ok && knot != NULL)
		assert(same_name(&name, knot->data + (name_at - rr->rdata_at)));
	else if (ok)
		assert(name.len < end - name_at);
	else if (knot != NULL)
		assert(refused_on_purpose(wire, end, name_at) ||
		    knot_dname_wire_check(wire + name_at, wire + end, wire) <
			(int)(end - name_at));
}

static void
check_record(const struct dns_msg *m, const struct dns_rr *rr)
{
	const uint8_t *wire = m->cursor.base;
	size_t at = rr->owner_at, size = m->cursor.len;
	knot_dname_storage_t unpacked;
	struct dns_name owner;
	knot_rrset_t knot;
	int ret;

	dns_rr_owner(m, rr, &owner);
	assert(dns_rr_owner_is(m, rr, &owner));
	assert(knot_dname_wire_check(wire + at, wire + size, wire) > 0);
	assert(
	    knot_dname_unpack(unpacked, wire + at, sizeof(unpacked), wire) > 0);
	assert(same_name(&owner, unpacked));

	ret = knot_rrset_rr_from_wire(wire, &at, size, &knot, NULL, false);
	if (ret == KNOT_EOK) {
		assert(at == rr->rdata_at + rr->rdata_len);
		assert(same_name(&owner, knot.owner));
		assert(rr->type == knot.type && rr->klass == knot.rclass);
		assert(rr->ttl == knot.ttl);
	}
	if (rr->type == DNS_TYPE_NS || rr->type == DNS_TYPE_CNAME ||
	    rr->type == DNS_TYPE_DNAME || rr->type == DNS_TYPE_MX)
		check_rdata_name(
		    m, rr, ret == KNOT_EOK ? knot.rrs.rdata : NULL);
	if (ret == KNOT_EOK)
		knot_rrset_clear(&knot, NULL);
}

/* What stopped us at AT must stop libknot too. */
static void
check_refusal(const struct dns_msg *m, size_t at)
{
	const uint8_t *wire = m->cursor.base;
	knot_rrset_t knot;
	size_t pos = at;

	if (knot_rrset_rr_from_wire(
		wire, &pos, m->cursor.len, &knot, NULL, false) != KNOT_EOK)
		return;
	knot_rrset_clear(&knot, NULL);
	assert(m->error == DNS_MSG_BAD_NAME);
	assert(refused_on_purpose(wire, m->cursor.len, at));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	unsigned n = 0, claimed;
	struct dns_msg m;
	struct dns_rr rr;
	char txt[64];
	knot_pkt_t *pkt;
	size_t at;

	if (len > KNOT_WIRE_MAX_PKTSIZE)
		return 0;
	(void)dns_msg_open(&m, data, len);
	pkt = knot_pkt_new((uint8_t *)(uintptr_t)data, (uint16_t)len, NULL);
	assert(pkt != NULL);
	check_question(&m, pkt);
	knot_pkt_free(pkt);
	if (m.error != DNS_MSG_OK)
		return 0;

	for (at = m.cursor.at; dns_msg_next(&m, &rr); at = m.cursor.at, n++) {
		check_record(&m, &rr);
		assert(dns_rr_txt(&rr, txt, sizeof(txt)) < sizeof(txt));
	}
	claimed = (unsigned)knot_wire_get_ancount(data) +
	    knot_wire_get_nscount(data) + knot_wire_get_arcount(data);
	if (m.error == DNS_MSG_OK)
		assert(n == claimed);
	else
		check_refusal(&m, at);
	return 0;
}
