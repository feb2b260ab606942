/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/probes.h"

static const enum family families[] = { FAMILY_V4, FAMILY_V6 };

/* A message under construction. */
struct message {
	uint8_t octet[1024];
	size_t len;
};

static struct dns_name
name(const char *text)
{
	struct dns_name n;

	if (!dns_name_from_text(text, &n))
		fail_msg("bad name in test: %s", text);
	return n;
}

static struct dns_question
question(const char *text)
{
	return (struct dns_question){
		.name = name(text),
		.type = DNS_TYPE_SOA,
		.klass = 1,
	};
}

static struct probe
probe(enum family family, const struct dns_question *q, unsigned n)
{
	struct probe p = probes_make(family, IPPROTO_UDP, 53, n);

	p.question = q;
	p.edns = true;
	return p;
}

/* The frame's own query with these flags, as a server echoes it. */
static struct message
echo(const struct probe *p, unsigned flags)
{
	struct dns_question sent = *p->question;
	uint8_t query[DNS_QUERY_MAX];
	struct message m;

	dns_name_mix_case(&sent.name, probe_case_bits(p));
	m.len = dns_query_write(query, probe_dns_id(p), 0, &sent, false);
	memcpy(m.octet, query, m.len);
	m.octet[2] = (uint8_t)((flags | DNS_FLAG_QR) >> 8);
	m.octet[3] = (uint8_t)flags;
	return m;
}

/* Adds a record to SECTION and counts it. */
static void
add_rr(struct message *m, enum dns_section section, const char *owner,
    uint16_t type, uint16_t klass, uint32_t ttl, const void *rdata,
    size_t rdata_len)
{
	struct dns_name n = name(owner);
	const uint8_t fixed[10] = { (uint8_t)(type >> 8), (uint8_t)type,
		(uint8_t)(klass >> 8), (uint8_t)klass, (uint8_t)(ttl >> 24),
		(uint8_t)(ttl >> 16), (uint8_t)(ttl >> 8), (uint8_t)ttl,
		(uint8_t)(rdata_len >> 8), (uint8_t)rdata_len };

	memcpy(m->octet + m->len, n.wire, n.len);
	memcpy(m->octet + m->len + n.len, fixed, sizeof(fixed));
	memcpy(m->octet + m->len + n.len + sizeof(fixed), rdata, rdata_len);
	m->len += n.len + sizeof(fixed) + rdata_len;
	m->octet[7 + 2 * section]++;
}

static struct response
reply(const struct probe *p, const struct message *m)
{
	return (struct response){
		.kind = RESPONSE_UDP,
		.flow = p->flow,
		.udp = { .payload = m->octet, .len = m->len },
	};
}

static void
check_stamps(enum family family, bool link_layer, const char *text)
{
	const struct hop hop = probes_hop(link_layer);
	struct dns_question q = question(text);
	struct template t;
	struct error err;

	assert_int_equal(probe_dns.prepare(&t, &hop, family, &err), STATUS_OK);
	for (unsigned n = 0; n < 5000; n++) {
		struct probe p = probe(family, &q, n);
		uint8_t frame[PROBE_FRAME_MAX];
		const uint8_t *udp;
		struct dns_name want;
		struct response r;
		struct dns_msg m;
		size_t len;

		p.edns = n % 2 == 0;
		p.dns_flags = n % 3 == 0 ? DNS_FLAG_RD : 0;
		p.plain_case = n % 5 == 0;
		len = probe_dns.stamp(&t, &p, frame);
		udp = probes_check_headers(&p, frame, len, link_layer);
		assert_int_equal(
		    udp[4] << 8 | udp[5], len - (size_t)(udp - frame));
		assert_int_not_equal(udp[6] << 8 | udp[7], 0);

		r = probes_decode(frame, len, link_layer);
		assert_int_equal(r.kind, RESPONSE_UDP);
		assert_int_equal(
		    dns_msg_open(&m, r.udp.payload, r.udp.len), DNS_MSG_OK);
		assert_int_equal(m.id, probe_dns_id(&p));
		assert_int_equal(m.flags, p.dns_flags);
		assert_int_equal(m.left[DNS_SECTION_ADDITIONAL], p.edns);
		assert_int_equal(m.question.type, DNS_TYPE_SOA);
		assert_int_equal(m.question.klass, 1);
		want = q.name;
		dns_name_mix_case(&want, probe_case_bits(&p));
		assert_true(dns_name_identical(&m.question.name, &want));
		if (p.plain_case)
			assert_true(dns_name_identical(&want, &q.name));
	}
}

static void
test_stamp(void **unused)
{
	static const char *const names[] = { ".", "nl", "example.nl",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
		"example" };

	(void)unused;
	for (size_t f = 0; f < 2; f++)
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
			if (i < 3)
				check_stamps(families[f], false, names[i]);
			check_stamps(
			    families[f], true, i < 3 ? names[i] : names[3] + 2);
		}
}

/* A UDP checksum of zero means none was made; all ones stands for it. */
static void
test_stamp_zero_checksum(void **unused)
{
	const struct hop hop = probes_hop(false);
	struct dns_question q = question("example.nl");
	uint8_t frame[PROBE_FRAME_MAX];
	struct template t;
	struct error err;
	unsigned found = 0;

	(void)unused;
	assert_int_equal(
	    probe_dns.prepare(&t, &hop, FAMILY_V4, &err), STATUS_OK);
	for (unsigned id = 0; id < 65536; id++) {
		struct probe p = probe(FAMILY_V4, &q, 1);
		size_t len;

		p.token.w[0] = (p.token.w[0] & ~UINT64_C(0xffff)) | id;
		len = probe_dns.stamp(&t, &p, frame);
		(void)probes_check_headers(&p, frame, len, false);
		assert_false(frame[26] == 0 && frame[27] == 0);
		found += frame[26] == 0xff && frame[27] == 0xff;
	}
	assert_true(found >= 1);
}

static void
expect_match(
    const struct probe *p, const struct message *m, enum probe_match want)
{
	struct response r = reply(p, m);

	assert_int_equal(probe_dns.match(p, &r), want);
}

static void
check_match(enum family family)
{
	struct dns_question q = question("www.example.nl");
	struct probe p = probe(family, &q, 9);
	struct message m = echo(&p, 0), bad;
	struct response r = reply(&p, &m);

	expect_match(&p, &m, PROBE_MATCH_DIRECT);
	probes_check_flow(&probe_dns, &p, &r);
	/* Any changed bit of ID, QR, opcode, type or class. */
	for (unsigned bit = 0; bit < 16; bit++) {
		bad = m;
		bad.octet[bit / 8] ^= (uint8_t)(1 << bit % 8);
		expect_match(&p, &bad, PROBE_MATCH_NONE);
		bad = m;
		bad.octet[m.len - 4 + bit / 8] ^= (uint8_t)(1 << bit % 8);
		expect_match(&p, &bad, PROBE_MATCH_NONE);
		bad = m;
		bad.octet[m.len - 2 + bit / 8] ^= (uint8_t)(1 << bit % 8);
		expect_match(&p, &bad, PROBE_MATCH_NONE);
	}
	for (unsigned bit = 3; bit < 8; bit++) {
		bad = m;
		bad.octet[2] ^= (uint8_t)(1 << bit);
		expect_match(&p, &bad, PROBE_MATCH_NONE);
	}
	/* Letter case, and another letter. */
	bad = m;
	bad.octet[13] ^= 0x20;
	expect_match(&p, &bad, PROBE_MATCH_CASE);
	bad.octet[13] = 'v';
	expect_match(&p, &bad, PROBE_MATCH_NONE);
	for (size_t len = 0; len < m.len; len++) {
		bad = m;
		bad.len = len;
		expect_match(&p, &bad, PROBE_MATCH_NONE);
	}
	/* Asked in small letters, it has to answer in them. */
	p.plain_case = true;
	m = echo(&p, 0);
	expect_match(&p, &m, PROBE_MATCH_DIRECT);
	m.octet[13] ^= 0x20;
	expect_match(&p, &m, PROBE_MATCH_NONE);
}

static void
test_match(void **unused)
{
	(void)unused;
	check_match(FAMILY_V4);
	check_match(FAMILY_V6);
}

static void
test_match_others(void **unused)
{
	struct dns_question q = question("example.nl");
	struct probe p = probe(FAMILY_V6, &q, 9);
	struct message m = echo(&p, 0);
	struct response r = reply(&p, &m);
	const uint32_t id = (uint32_t)probe_dns_id(&p) << 16;

	(void)unused;
	r.kind = RESPONSE_UDP_FRAGMENT;
	r.udp.payload = NULL;
	assert_int_equal(probe_dns.match(&p, &r), PROBE_MATCH_FRAGMENT);
	probes_check_flow(&probe_dns, &p, &r);
	r.kind = RESPONSE_TCP;
	assert_int_equal(probe_dns.match(&p, &r), PROBE_MATCH_NONE);
	r = probes_icmp(&p, true, id | 0x1234);
	assert_int_equal(probe_dns.match(&p, &r), PROBE_MATCH_QUOTED);
	probes_check_flow(&probe_dns, &p, &r);
	r = probes_icmp(&p, true, id ^ 0x10000);
	assert_int_equal(probe_dns.match(&p, &r), PROBE_MATCH_NONE);
	r = probes_icmp(&p, false, 0);
	assert_int_equal(probe_dns.match(&p, &r), PROBE_MATCH_QUOTED);

	/* A bare header counts where it can only mean "no EDNS". */
	m.len = DNS_HEADER_OCTETS;
	m.octet[5] = 0;
	expect_match(&p, &m, PROBE_MATCH_NONE);
	m.octet[3] = DNS_RCODE_FORMERR;
	expect_match(&p, &m, PROBE_MATCH_DIRECT);
	m.octet[3] = DNS_RCODE_NOTIMP;
	expect_match(&p, &m, PROBE_MATCH_DIRECT);
	m.octet[0] ^= 1;
	expect_match(&p, &m, PROBE_MATCH_NONE);
	m.octet[0] ^= 1;
	p.edns = false;
	expect_match(&p, &m, PROBE_MATCH_NONE);
}

static struct observation
observe(const struct probe *p, const struct message *m)
{
	struct response r = reply(p, m);
	struct observation o;

	assert_int_equal(probe_dns.match(p, &r), PROBE_MATCH_DIRECT);
	probe_dns.observe(p, &r, &o);
	return o;
}

/* Which of the flags behind state and reason are set. */
enum { FINAL = 1, TRUNCATED = 2, EDNS = 4, LIMITED = 8 };

static void
expect(struct observation o, enum endpoint_state state, enum reason reason,
    unsigned flags)
{
	assert_int_equal(o.state, state);
	assert_int_equal(o.reason, reason);
	assert_int_equal((o.final ? FINAL : 0) | (o.truncated ? TRUNCATED : 0) |
		(o.edns_refused ? EDNS : 0) | (o.rate_limited ? LIMITED : 0),
	    flags);
}

static void
test_observe_rcode(void **unused)
{
	static const struct {
		unsigned flags; /* AA, TC and RCODE */
		enum endpoint_state state;
		enum reason reason;
		unsigned want;
	} rows[] = {
		{ DNS_FLAG_AA, ENDPOINT_OPEN, REASON_NONE, FINAL },
		{ 0, ENDPOINT_LAME, REASON_NOT_AUTHORITATIVE, FINAL },
		{ 5, ENDPOINT_LAME, REASON_REFUSED, LIMITED },
		{ DNS_FLAG_AA | 5, ENDPOINT_LAME, REASON_REFUSED, LIMITED },
		{ 2, ENDPOINT_LAME, REASON_SERVFAIL, 0 },
		{ 3, ENDPOINT_LAME, REASON_NXDOMAIN, FINAL },
		{ DNS_FLAG_AA | 3, ENDPOINT_LAME, REASON_NXDOMAIN, FINAL },
		{ 1, ENDPOINT_LAME, REASON_OTHER_RCODE, EDNS },
		{ 4, ENDPOINT_LAME, REASON_OTHER_RCODE, EDNS },
		{ 9, ENDPOINT_LAME, REASON_OTHER_RCODE, 0 },
		{ DNS_FLAG_TC, ENDPOINT_INDETERMINATE, REASON_TRUNCATED,
		    TRUNCATED | LIMITED },
		{ DNS_FLAG_TC | DNS_FLAG_AA, ENDPOINT_INDETERMINATE,
		    REASON_TRUNCATED, TRUNCATED | LIMITED },
		{ DNS_FLAG_TC | 5, ENDPOINT_LAME, REASON_REFUSED,
		    TRUNCATED | LIMITED },
	};
	struct dns_question q = question("example.nl");
	struct probe p = probe(FAMILY_V6, &q, 11);
	struct message m;

	(void)unused;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		m = echo(&p, rows[i].flags);
		p.edns = true;
		expect(observe(&p, &m), rows[i].state, rows[i].reason,
		    rows[i].want);
		p.edns = false;
		expect(observe(&p, &m), rows[i].state, rows[i].reason,
		    rows[i].want & ~(unsigned)EDNS);
		p.edns = true;
	}
	/* BADVERS: its upper bits are in OPT. */
	m = echo(&p, 0);
	add_rr(&m, DNS_SECTION_ADDITIONAL, ".", DNS_TYPE_OPT, 1232, 1U << 24,
	    "", 0);
	expect(observe(&p, &m), ENDPOINT_LAME, REASON_OTHER_RCODE, EDNS);
	/* A bare FORMERR. */
	m = echo(&p, DNS_RCODE_FORMERR);
	m.octet[5] = 0;
	m.len = DNS_HEADER_OCTETS;
	expect(observe(&p, &m), ENDPOINT_LAME, REASON_OTHER_RCODE, EDNS);
}

static void
test_observe_records(void **unused)
{
	struct dns_question q = question("example.nl");
	struct probe p = probe(FAMILY_V4, &q, 12);
	struct message m;

	(void)unused;
	/* An answer that would not fit is authoritative all the same. */
	m = echo(&p, DNS_FLAG_AA | DNS_FLAG_TC);
	add_rr(&m, DNS_SECTION_ANSWER, "example.nl", DNS_TYPE_SOA, 1, 60,
	    "\0\0", 2);
	expect(observe(&p, &m), ENDPOINT_OPEN, REASON_NONE, FINAL | TRUNCATED);
	m.octet[2] &= (uint8_t) ~(DNS_FLAG_AA >> 8);
	expect(observe(&p, &m), ENDPOINT_INDETERMINATE, REASON_TRUNCATED,
	    TRUNCATED);
	/* A resolver's answer from its cache. */
	m.octet[2] &= (uint8_t) ~(DNS_FLAG_TC >> 8);
	expect(observe(&p, &m), ENDPOINT_LAME, REASON_NOT_AUTHORITATIVE, FINAL);
	/* Referrals: up to the root, up to the TLD, to itself, sideways. */
	m = echo(&p, 0);
	add_rr(&m, DNS_SECTION_AUTHORITY, ".", DNS_TYPE_NS, 1, 60, "\1a\0", 3);
	expect(observe(&p, &m), ENDPOINT_LAME, REASON_UPWARD_REFERRAL, FINAL);
	m = echo(&p, 0);
	add_rr(&m, DNS_SECTION_AUTHORITY, "NL", DNS_TYPE_NS, 1, 60, "\1a\0", 3);
	expect(observe(&p, &m), ENDPOINT_LAME, REASON_UPWARD_REFERRAL, FINAL);
	m = echo(&p, 0);
	add_rr(&m, DNS_SECTION_AUTHORITY, "Example.NL", DNS_TYPE_NS, 1, 60,
	    "\1a\0", 3);
	expect(observe(&p, &m), ENDPOINT_LAME, REASON_NOT_AUTHORITATIVE, FINAL);
	m = echo(&p, 0);
	add_rr(&m, DNS_SECTION_AUTHORITY, "example.org", DNS_TYPE_NS, 1, 60,
	    "\1a\0", 3);
	expect(observe(&p, &m), ENDPOINT_LAME, REASON_NOT_AUTHORITATIVE, FINAL);
	/* SOA of the parent is no referral. */
	m = echo(&p, 0);
	add_rr(&m, DNS_SECTION_AUTHORITY, "nl", DNS_TYPE_SOA, 1, 60, "\0\0", 2);
	expect(observe(&p, &m), ENDPOINT_LAME, REASON_NOT_AUTHORITATIVE, FINAL);
}

static void
test_observe_broken(void **unused)
{
	struct dns_question q = question("example.nl");
	struct probe p = probe(FAMILY_V4, &q, 13);
	struct message m = echo(&p, DNS_FLAG_AA);
	struct observation o;

	(void)unused;
	m.octet[7] = 1; /* an answer that is not there */
	expect(observe(&p, &m), ENDPOINT_INDETERMINATE, REASON_NONE, 0);
	m.octet[2] |= DNS_FLAG_TC >> 8;
	expect(observe(&p, &m), ENDPOINT_INDETERMINATE, REASON_TRUNCATED,
	    TRUNCATED);
	for (size_t len = 0; len < DNS_HEADER_OCTETS; len++) {
		probe_dns_observe_message(&q.name, m.octet, len, &o);
		expect(o, ENDPOINT_INDETERMINATE, REASON_NONE, 0);
	}
}

static void
test_observe_icmp(void **unused)
{
	struct dns_question q = question("example.nl");
	struct probe p = probe(FAMILY_V6, &q, 14);
	struct response r = probes_icmp(&p, false, 0);
	struct observation o;

	(void)unused;
	probe_dns.observe(&p, &r, &o);
	expect(o, ENDPOINT_UNREACHABLE, REASON_ADMIN_PROHIBITED, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stamp),
		cmocka_unit_test(test_stamp_zero_checksum),
		cmocka_unit_test(test_match),
		cmocka_unit_test(test_match_others),
		cmocka_unit_test(test_observe_rcode),
		cmocka_unit_test(test_observe_records),
		cmocka_unit_test(test_observe_broken),
		cmocka_unit_test(test_observe_icmp),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
