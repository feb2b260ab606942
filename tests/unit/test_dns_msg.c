/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "common/dns_msg.h"
#include "tests/unit/frames.h"

/* Where the question's name starts, and a pointer to it. */
#define QNAME 0xc00c

/* A frame serves as the buffer that a message is written in. */
static struct frame
message(unsigned an, unsigned ns, unsigned ar)
{
	struct frame f = { .len = 0 };

	frame_be16(&f, 0x1234);
	frame_be16(&f, DNS_FLAG_QR | DNS_FLAG_AA | DNS_RCODE_NXDOMAIN);
	frame_be16(&f, 1);
	frame_be16(&f, an);
	frame_be16(&f, ns);
	frame_be16(&f, ar);
	frame_put(&f, "\3wWw\7example\2nl", 16);
	frame_be16(&f, DNS_TYPE_AAAA);
	frame_be16(&f, 1);
	return f;
}

/* A record without its owner, which the caller has just written. */
static void
put_rr(struct frame *f, unsigned type, const void *rdata, size_t len)
{
	frame_be16(f, type);
	frame_be16(f, 1);
	frame_be32(f, 300);
	frame_be16(f, (unsigned)len);
	frame_put(f, rdata, len);
}

static struct dns_name
name(const char *text)
{
	struct dns_name n;

	assert_true(dns_name_from_text(text, &n));
	return n;
}

static void
assert_name(const struct dns_name *n, const char *text)
{
	struct dns_name want = name(text);

	assert_true(dns_name_identical(n, &want));
}

/* Opens the message and walks to its end, twice if it can be read to there;
 * returns how many records. */
static unsigned
walk(const struct frame *f, enum dns_msg_error want)
{
	struct dns_name owner;
	struct dns_msg m;
	struct dns_rr rr;
	unsigned n = 0, again = 0;

	(void)dns_msg_open(&m, f->octet, f->len);
	for (; dns_msg_next(&m, &rr); n++) {
		dns_rr_owner(&m, &rr, &owner);
		assert_true(dns_rr_owner_is(&m, &rr, &owner));
	}
	assert_int_equal(m.error, want);
	assert_false(dns_msg_next(&m, &rr));
	if (want != DNS_MSG_OK)
		return n;
	dns_msg_rewind(&m);
	while (dns_msg_next(&m, &rr))
		again++;
	assert_int_equal(again, n);
	return n;
}

static void
whole_answer(void **state)
{
	struct frame f = message(2, 1, 1);
	struct dns_name owner, other = name("example.nl");
	struct dns_name like = name("www.exampla.nl");
	struct dns_msg m;
	struct dns_rr rr;

	(void)state;
	frame_be16(&f, QNAME);
	put_rr(&f, DNS_TYPE_CNAME, "\3Web\xc0\x10", 6); /* Web.example.nl */
	frame_be16(&f, 0xc000 | (unsigned)(f.len - 6));
	put_rr(&f, DNS_TYPE_AAAA, "0123456789abcdef", 16);
	frame_be16(&f, 0xc010);
	put_rr(&f, DNS_TYPE_NS, "\2ns\0", 4);
	frame_u8(&f, 0);
	put_rr(&f, DNS_TYPE_OPT, NULL, 0);

	assert_int_equal(dns_msg_open(&m, f.octet, f.len), DNS_MSG_OK);
	assert_int_equal(m.id, 0x1234);
	assert_int_equal(dns_msg_opcode(&m), 0);
	assert_int_equal(dns_msg_rcode(&m), DNS_RCODE_NXDOMAIN);
	assert_name(&m.question.name, "wWw.example.nl");
	assert_int_equal(m.question.type, DNS_TYPE_AAAA);
	assert_int_equal(m.question.klass, 1);

	assert_true(dns_msg_next(&m, &rr));
	assert_int_equal(rr.section, DNS_SECTION_ANSWER);
	assert_int_equal(rr.type, DNS_TYPE_CNAME);
	assert_int_equal(rr.ttl, 300);
	assert_true(dns_rr_owner_is(&m, &rr, &m.question.name));
	assert_false(dns_rr_owner_is(&m, &rr, &other));
	assert_false(dns_rr_owner_is(&m, &rr, &like));
	assert_true(dns_rr_name(&m, &rr, &owner));
	assert_name(&owner, "Web.example.nl");

	assert_true(dns_msg_next(&m, &rr));
	assert_true(dns_rr_owner_is(&m, &rr, &owner));
	dns_rr_owner(&m, &rr, &owner);
	assert_name(&owner, "Web.example.nl");
	assert_int_equal(rr.rdata_len, 16);
	assert_memory_equal(rr.rdata, "0123456789abcdef", 16);

	assert_true(dns_msg_next(&m, &rr));
	assert_int_equal(rr.section, DNS_SECTION_AUTHORITY);
	assert_true(dns_rr_owner_is(&m, &rr, &other));
	assert_true(dns_rr_name(&m, &rr, &owner));
	assert_name(&owner, "ns");

	assert_true(dns_msg_next(&m, &rr));
	assert_int_equal(rr.section, DNS_SECTION_ADDITIONAL);
	dns_rr_owner(&m, &rr, &owner);
	assert_name(&owner, ".");
	assert_false(dns_msg_next(&m, &rr));
	assert_int_equal(m.error, DNS_MSG_OK);
}

/* Owners that repeat: written out, a label and a pointer, a bare pointer. */
static void
repeated_owners(void **state)
{
	static const struct {
		const char *octets;
		size_t len;
	} owners[] = { { "\3web\0", 5 }, { "\1a\xc0\x10", 4 },
		{ "\xc0\x10", 2 }, { "\xc0\x0c", 2 }, { "", 1 } };
	struct frame f;
	size_t i;
	int k;

	(void)state;
	for (i = 0; i < sizeof(owners) / sizeof(owners[0]); i++) {
		f = message(3, 0, 0);
		for (k = 0; k < 3; k++) {
			frame_put(&f, owners[i].octets, owners[i].len);
			put_rr(&f, DNS_TYPE_A, "abcd", 4);
		}
		assert_int_equal(walk(&f, DNS_MSG_OK), 3);
	}
}

/* However it is cut, a message never reads as complete. */
static void
cut_anywhere(void **state)
{
	struct frame f = message(1, 0, 0);

	(void)state;
	frame_be16(&f, QNAME);
	put_rr(&f, DNS_TYPE_AAAA, "0123456789abcdef", 16);
	assert_int_equal(walk(&f, DNS_MSG_OK), 1);
	while (f.len-- > 0)
		assert_int_equal(walk(&f, DNS_MSG_SHORT), 0);
}

static void
counts_lie(void **state)
{
	struct frame f = message(0xffff, 0xffff, 0xffff);
	int i;

	(void)state;
	assert_int_equal(walk(&f, DNS_MSG_SHORT), 0);
	for (i = 0; i < 3; i++) {
		frame_be16(&f, QNAME);
		put_rr(&f, DNS_TYPE_AAAA, "0123456789abcdef", 16);
	}
	assert_int_equal(walk(&f, DNS_MSG_SHORT), 3);
	/* Fewer than there are: the rest is ignored. */
	frame_set16(&f, 6, 2);
	frame_set16(&f, 8, 0);
	frame_set16(&f, 10, 0);
	assert_int_equal(walk(&f, DNS_MSG_OK), 2);

	f = message(1, 0, 0);
	frame_be16(&f, QNAME);
	put_rr(&f, DNS_TYPE_A, "abcd", 4);
	frame_set16(&f, f.len - 6, 5); /* rdlength past the end */
	assert_int_equal(walk(&f, DNS_MSG_SHORT), 0);
}

static void
question_count(void **state)
{
	struct frame f = message(0, 0, 0);
	struct dns_msg m;

	(void)state;
	frame_set16(&f, 4, 0);
	f.len = DNS_HEADER_OCTETS;
	assert_int_equal(dns_msg_open(&m, f.octet, f.len), DNS_MSG_NO_QUESTION);
	assert_int_equal(m.id, 0x1234);
	assert_int_equal(dns_msg_rcode(&m), DNS_RCODE_NXDOMAIN);
	frame_set16(&f, 4, 2);
	assert_int_equal(walk(&f, DNS_MSG_NO_QUESTION), 0);
}

/* The error for an answer whose owner is those octets. */
static void
assert_owner(const void *owner, size_t len, enum dns_msg_error want)
{
	struct frame f = message(1, 0, 0);

	frame_put(&f, owner, len);
	put_rr(&f, DNS_TYPE_A, "abcd", 4);
	assert_int_equal(walk(&f, want), want == DNS_MSG_OK);
}

static void
bad_pointers(void **state)
{
	struct frame f;

	(void)state;
	/* The answer begins at 32 (0x20). */
	assert_owner("\xc0\x0c", 2, DNS_MSG_OK);
	assert_owner("\1a\xc0\x1b", 4, DNS_MSG_OK);       /* the root */
	assert_owner("\xc0\x20", 2, DNS_MSG_BAD_NAME);    /* itself */
	assert_owner("\1a\xc0\x20", 4, DNS_MSG_BAD_NAME); /* its label */
	assert_owner("\1a\xc0\x21", 4, DNS_MSG_BAD_NAME); /* inside it */
	assert_owner("\xc0\x22", 2, DNS_MSG_BAD_NAME);    /* forward */
	assert_owner("\xff\xff", 2, DNS_MSG_BAD_NAME);    /* past the end */
	assert_owner("\xc0\x0b", 2, DNS_MSG_BAD_NAME);    /* the header */
	assert_owner("\xc0\x00", 2, DNS_MSG_BAD_NAME);
	assert_owner("\x40", 1, DNS_MSG_BAD_NAME);
	assert_owner("\x7f", 1, DNS_MSG_BAD_NAME);
	assert_owner("\x80", 1, DNS_MSG_BAD_NAME);
	assert_owner("\xbf\xff", 2, DNS_MSG_BAD_NAME);

	/* The question has nothing to point to. */
	f = message(0, 0, 0);
	frame_set16(&f, 12, QNAME);
	assert_int_equal(walk(&f, DNS_MSG_BAD_NAME), 0);
}

/* A pointer that lands on labels which run into the pointer again. */
static void
pointer_loop(void **state)
{
	struct frame f = message(2, 0, 0);

	(void)state;
	frame_u8(&f, 0);
	put_rr(&f, DNS_TYPE_TXT, "\1a\xc0\x2b", 4); /* rdata at 43 */
	frame_be16(&f, 0xc02b);
	put_rr(&f, DNS_TYPE_A, "abcd", 4);
	assert_int_equal(walk(&f, DNS_MSG_BAD_NAME), 1);
}

/* A chain of N pointers, each to the one before, the first to the root. */
static void
assert_chain(unsigned n, enum dns_msg_error want)
{
	uint8_t chain[512];
	struct frame f = message(2, 0, 0);
	unsigned i, target, at = 43;

	frame_u8(&f, 0);
	for (i = 0; i < n - 1; i++) {
		target = i == 0 ? 27 : at + 2 * (i - 1);
		chain[2 * i] = (uint8_t)(0xc0 | target >> 8);
		chain[2 * i + 1] = (uint8_t)target;
	}
	put_rr(&f, DNS_TYPE_TXT, chain, (size_t)2 * (n - 1));
	frame_be16(&f, 0xc000 | (at + 2 * (n - 2)));
	put_rr(&f, DNS_TYPE_A, "abcd", 4);
	assert_int_equal(walk(&f, want), want == DNS_MSG_OK ? 2 : 1);
}

static void
pointer_chain(void **state)
{
	(void)state;
	assert_chain(2, DNS_MSG_OK);
	assert_chain(DNS_POINTERS_MAX, DNS_MSG_OK);
	assert_chain(DNS_POINTERS_MAX + 1, DNS_MSG_BAD_NAME);
}

/* Names of 255 octets pass and of 256 do not, compressed or not. */
static void
length_limit(void **state)
{
	uint8_t owner[256];
	size_t at;

	(void)state;
	memset(owner, 'a', sizeof(owner));
	for (at = 0; at < 254; at += 2)
		owner[at] = 1;
	owner[254] = 0;
	assert_owner(owner, 255, DNS_MSG_OK);
	owner[254] = 1;
	assert_owner(owner, 256, DNS_MSG_BAD_NAME);

	/* The question's name is 16 octets: 239 + 16 = 255. */
	owner[236] = 2;
	owner[239] = 0xc0;
	owner[240] = 0x0c;
	assert_owner(owner, 241, DNS_MSG_OK);
	owner[236] = 3;
	owner[240] = 0xc0;
	owner[241] = 0x0c;
	assert_owner(owner, 242, DNS_MSG_BAD_NAME);
}

/* The first record of a message with one answer of that type and data. */
static struct dns_msg
one_rr(struct frame *f, unsigned type, const void *rdata, size_t len,
    struct dns_rr *rr)
{
	struct dns_msg m;

	*f = message(1, 0, 0);
	frame_be16(f, QNAME);
	put_rr(f, type, rdata, len);
	assert_int_equal(dns_msg_open(&m, f->octet, f->len), DNS_MSG_OK);
	assert_true(dns_msg_next(&m, rr));
	return m;
}

static void
names_in_rdata(void **state)
{
	struct dns_name out;
	struct dns_msg m;
	struct dns_rr rr;
	uint16_t preference;
	struct frame f;

	(void)state;
	m = one_rr(&f, DNS_TYPE_NS, "\2ns\xc0\x10", 5, &rr);
	assert_true(dns_rr_name(&m, &rr, &out));
	assert_name(&out, "ns.example.nl");
	/* Something behind the name, nothing at all, and half a name. */
	m = one_rr(&f, DNS_TYPE_NS, "\2ns\xc0\x10!", 6, &rr);
	assert_false(dns_rr_name(&m, &rr, &out));
	m = one_rr(&f, DNS_TYPE_NS, "", 0, &rr);
	assert_false(dns_rr_name(&m, &rr, &out));
	m = one_rr(&f, DNS_TYPE_NS, "\3ns\0", 4, &rr);
	assert_false(dns_rr_name(&m, &rr, &out));

	m = one_rr(&f, DNS_TYPE_MX, "\1\2\4mail\xc0\x10", 9, &rr);
	assert_true(dns_rr_mx(&m, &rr, &preference, &out));
	assert_int_equal(preference, 0x0102);
	assert_name(&out, "mail.example.nl");
	m = one_rr(&f, DNS_TYPE_MX, "\0\0\0", 3, &rr); /* RFC 7505 */
	assert_true(dns_rr_mx(&m, &rr, &preference, &out));
	assert_int_equal(preference, 0);
	assert_name(&out, ".");
	m = one_rr(&f, DNS_TYPE_MX, "\0\0", 2, &rr);
	assert_false(dns_rr_mx(&m, &rr, &preference, &out));
	m = one_rr(&f, DNS_TYPE_MX, "\0", 1, &rr);
	assert_false(dns_rr_mx(&m, &rr, &preference, &out));
}

/* TXT data, the size of the buffer, and the text wanted. */
static void
assert_txt(const void *rdata, size_t len, size_t size, const char *want)
{
	struct dns_rr rr;
	struct frame f;
	char buf[64];

	memset(buf, '#', sizeof(buf));
	(void)one_rr(&f, DNS_TYPE_TXT, rdata, len, &rr);
	assert_int_equal(dns_rr_txt(&rr, buf, size), strlen(want));
	assert_string_equal(buf, want);
	assert_int_equal(buf[size], '#');
}

static void
txt(void **state)
{
	(void)state;
	assert_txt("\7v=spf1 \4-all", 13, 32, "v=spf1 -all");
	assert_txt("\0\0\1a\0", 5, 32, "a");
	assert_txt("", 0, 32, "");
	assert_txt("\3a\0b", 4, 32, "a?b");
	assert_txt("\7v=spf1 \4-all", 13, 9, "v=spf1 -");
	assert_txt("\3abc", 4, 1, "");
	assert_txt("\2ab\5cd", 6, 32, "ab"); /* says 5, has 2 */
}

static void
opt(void **state)
{
	struct dns_rr rr = { .type = DNS_TYPE_OPT, .ttl = 0x01008000 };

	(void)state;
	assert_int_equal(dns_rr_opt_rcode(&rr, 0), DNS_RCODE_BADVERS);
	assert_int_equal(dns_rr_opt_rcode(&rr, 7), 23);
	rr.ttl = 0xff000000;
	assert_int_equal(dns_rr_opt_rcode(&rr, 15), 0xfff);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_answer),
		cmocka_unit_test(repeated_owners),
		cmocka_unit_test(cut_anywhere),
		cmocka_unit_test(counts_lie),
		cmocka_unit_test(question_count),
		cmocka_unit_test(bad_pointers),
		cmocka_unit_test(pointer_loop),
		cmocka_unit_test(pointer_chain),
		cmocka_unit_test(length_limit),
		cmocka_unit_test(names_in_rdata),
		cmocka_unit_test(txt),
		cmocka_unit_test(opt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
