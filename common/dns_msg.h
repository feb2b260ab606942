/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dns_msg.h - DNS messages: a reader that allocates nothing, and a writer of
 * questions.
 *
 * The reader walks a message that a stranger sent.  Counts in the header are
 * never trusted: the walk ends where the bytes end, and octets past the last
 * record are ignored.  Compression pointers must point behind the header and
 * before the labels they follow, so no loop is possible, there are at most
 * DNS_POINTERS_MAX of them in a name, and no name grows past 255 octets.
 * Record data is not looked into until one of the dns_rr_ functions is asked.
 *
 *	struct dns_msg msg;
 *	struct dns_rr rr;
 *
 *	if (dns_msg_open(&msg, data, len) != DNS_MSG_OK)
 *		...
 *	while (dns_msg_next(&msg, &rr))
 *		...				 rr.section, rr.type
 *	if (msg.error != DNS_MSG_OK)
 *		...
 *
 * Threads: no state but the caller's.
 */
#ifndef COMMON_DNS_MSG_H
#define COMMON_DNS_MSG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/cursor.h"
#include "common/dns_name.h"

#define DNS_HEADER_OCTETS	12
#define DNS_EDNS_OCTETS		1232	/* payload we take, DNS flag day 2020 */
#define DNS_POINTERS_MAX	126	/* one between any two labels */
#define DNS_QUERY_MAX	(DNS_HEADER_OCTETS + DNS_NAME_MAX + 4 + 11)

enum dns_type {
	DNS_TYPE_A = 1,
	DNS_TYPE_NS = 2,
	DNS_TYPE_CNAME = 5,
	DNS_TYPE_SOA = 6,
	DNS_TYPE_PTR = 12,
	DNS_TYPE_MX = 15,
	DNS_TYPE_TXT = 16,
	DNS_TYPE_AAAA = 28,
	DNS_TYPE_DNAME = 39,
	DNS_TYPE_OPT = 41,
};

enum dns_rcode {
	DNS_RCODE_NOERROR = 0,
	DNS_RCODE_FORMERR = 1,
	DNS_RCODE_SERVFAIL = 2,
	DNS_RCODE_NXDOMAIN = 3,
	DNS_RCODE_NOTIMP = 4,
	DNS_RCODE_REFUSED = 5,
	DNS_RCODE_BADVERS = 16,		/* extended, RFC 6891 */
};

enum dns_section {
	DNS_SECTION_ANSWER,
	DNS_SECTION_AUTHORITY,
	DNS_SECTION_ADDITIONAL,
};

enum dns_msg_error {
	DNS_MSG_OK,
	DNS_MSG_SHORT,			/* ends inside a field */
	DNS_MSG_BAD_NAME,		/* pointer, label or length */
	DNS_MSG_NO_QUESTION,		/* QDCOUNT is not 1 */
};

/* Header flags as in the third and fourth octet. */
#define DNS_FLAG_QR	0x8000
#define DNS_FLAG_AA	0x0400
#define DNS_FLAG_TC	0x0200
#define DNS_FLAG_RD	0x0100
#define DNS_FLAG_RA	0x0080

struct dns_question {
	struct dns_name	name;		/* letter case as on the wire */
	uint16_t	type;
	uint16_t	klass;
};

struct dns_msg {
	struct cursor		 cursor;
	uint16_t		 id;
	uint16_t		 flags;
	uint16_t		 left[3];	/* claimed, by section */
	uint16_t		 good_pointer;	/* to a name that was checked */
	size_t			 records_at;	/* where the records begin */
	struct dns_question	 question;
	enum dns_msg_error	 error;
};

struct dns_rr {
	enum dns_section	 section;
	size_t			 owner_at;	/* see dns_rr_owner() */
	uint16_t		 type;
	uint16_t		 klass;
	uint32_t		 ttl;
	const uint8_t		*rdata;		/* inside the message */
	uint16_t		 rdata_len;
	size_t			 rdata_at;	/* its offset in there */
};

static inline unsigned
dns_msg_opcode(const struct dns_msg *m)
{
	return m->flags >> 11 & 15;
}

/* The four bits of the header; OPT adds to it, see dns_msg_full_rcode(). */
static inline unsigned
dns_msg_rcode(const struct dns_msg *m)
{
	return m->flags & 15;
}

/*
 * Reads the header and the one question.  DATA is borrowed for as long as
 * the message is walked.  A header alone (QDCOUNT 0) gives
 * DNS_MSG_NO_QUESTION with id and flags set.
 */
enum dns_msg_error dns_msg_open(struct dns_msg *, const void *data,
		    size_t len);

/* Goes back to before the first record of a message that was opened. */
void		dns_msg_rewind(struct dns_msg *);

/* Reads the next record.  False at the end or on error (see msg->error). */
bool		dns_msg_next(struct dns_msg *, struct dns_rr *);

/*
 * The name a record belongs to.  The walk only checks it, because copying 255
 * octets a record would cost more than all the rest; ask for it when needed.
 */
void		dns_rr_owner(const struct dns_msg *, const struct dns_rr *,
		    struct dns_name *out);

/* The same question as dns_name_equal(), without the copy. */
bool		dns_rr_owner_is(const struct dns_msg *,
		    const struct dns_rr *, const struct dns_name *);

/* Reads the name at *AT in the record data and moves *AT behind it. */
bool		dns_rr_name_at(const struct dns_msg *,
		    const struct dns_rr *, size_t *at,
		    struct dns_name *out);

/* Each returns false if the record data is not of that shape. */
bool		dns_rr_name(const struct dns_msg *, const struct dns_rr *,
		    struct dns_name *out);	/* CNAME, NS, DNAME */
bool		dns_rr_mx(const struct dns_msg *, const struct dns_rr *,
		    uint16_t *preference, struct dns_name *out);

/*
 * Joins the character-strings of a TXT record in BUF, which always ends with
 * NUL; an embedded NUL becomes '?'.  A string that claims to go past the
 * record ends the text before it.  Returns the length, cut at SIZE - 1.
 */
size_t		dns_rr_txt(const struct dns_rr *, char *buf, size_t size);

/* The extended RCODE (12 bits) given the header's four and an OPT record. */
unsigned	dns_rr_opt_rcode(const struct dns_rr *opt, unsigned rcode);

/*
 * The RCODE of a message just opened, with what an OPT record adds to a NOERROR
 * without answers: BADVERS must not be read as "there are none".
 */
unsigned	dns_msg_full_rcode(const struct dns_msg *);

/* What those answer who do not take EDNS: to be asked again without. */
static inline bool
dns_rcode_refuses_edns(unsigned rcode)
{
	return rcode == DNS_RCODE_FORMERR || rcode == DNS_RCODE_NOTIMP ||
	    rcode == DNS_RCODE_BADVERS;
}

/*
 * Writes a query with one question.  FLAGS is DNS_FLAG_RD or 0; EDNS adds an
 * OPT record that offers DNS_EDNS_OCTETS.  Returns the length.
 */
size_t		dns_query_write(uint8_t buf[static DNS_QUERY_MAX],
		    uint16_t id, uint16_t flags, const struct dns_question *,
		    bool edns);

/* "AAAA", or "TYPE65280" in BUF for those without a name here. */
const char	*dns_type_name(uint16_t type, char buf[static 16]);

/* "NXDOMAIN" and so on; "RCODE23" in BUF for those without a name. */
const char	*dns_rcode_name(unsigned rcode, char buf[static 16]);

#endif /* COMMON_DNS_MSG_H */
