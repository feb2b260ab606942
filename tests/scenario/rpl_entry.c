/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/scenario/rpl_entry.h"

#include <stdlib.h>

#include "tests/scenario/rpl_config.h"
#include "tests/scenario/rpl_record.h"

#define TTL_DEFAULT 3600 /* seconds */
/* Of the records of an entry, so that they fit into a message. */
#define OCTETS_MAX 60000

struct bit {
	const char *word;
	unsigned bits;
};

static const struct bit matches[] = {
	{ "opcode", RPL_MATCH_OPCODE },
	{ "qtype", RPL_MATCH_QTYPE },
	{ "qname", RPL_MATCH_QNAME },
	{ "subdomain", RPL_MATCH_SUBDOMAIN },
	{ "question", RPL_MATCH_QTYPE | RPL_MATCH_QNAME | RPL_MATCH_QCLASS },
	{ "rcode", RPL_MATCH_RCODE },
	{ "answer", RPL_MATCH_ANSWER },
	{ "all",
	    RPL_MATCH_OPCODE | RPL_MATCH_QTYPE | RPL_MATCH_QNAME |
		RPL_MATCH_QCLASS | RPL_MATCH_RCODE | RPL_MATCH_ANSWER },
	{ "all_noedns",
	    RPL_MATCH_OPCODE | RPL_MATCH_QTYPE | RPL_MATCH_QNAME |
		RPL_MATCH_QCLASS | RPL_MATCH_RCODE | RPL_MATCH_ANSWER },
	{ "UDP", RPL_MATCH_UDP },
	{ "TCP", RPL_MATCH_TCP },
	{ "noedns", RPL_MATCH_NOEDNS },
	{ "DO", RPL_MATCH_NEVER },
	{ "ednsdata", RPL_MATCH_NEVER },
	{ "server_cookie", RPL_MATCH_NEVER },
	{ "client_cookie", RPL_MATCH_NEVER },
	{ "ttl", 0 },
};

static const struct bit flags[] = {
	{ "QR", DNS_FLAG_QR },
	{ "AA", DNS_FLAG_AA },
	{ "TC", DNS_FLAG_TC },
	{ "RD", DNS_FLAG_RD },
	{ "RA", DNS_FLAG_RA },
	{ "AD", 0x20 },
	{ "CD", 0x10 },
	{ "DO", 0 }, /* of EDNS, which no reply here has */
	{ "QUERY", 0 },
	{ "IQUERY", 1 << 11 },
	{ "STATUS", 2 << 11 },
	{ "NOTIFY", 4 << 11 },
	{ "UPDATE", 5 << 11 },
	{ "NOERROR", 0 },
	{ "FORMERR", 1 },
	{ "SERVFAIL", 2 },
	{ "NXDOMAIN", 3 },
	{ "NOTIMPL", 4 },
	{ "NOTIMP", 4 },
	{ "REFUSED", 5 },
	{ "YXDOMAIN", 6 },
	{ "YXRRSET", 7 },
	{ "NXRRSET", 8 },
	{ "NOTAUTH", 9 },
	{ "NOTZONE", 10 },
};

void
rpl_entry_reader_init(struct rpl_entry_reader *r, struct rpl *rpl)
{
	memset(r, 0, sizeof(*r));
	r->rpl = rpl;
	r->origin.len = 1;
	r->ttl = TTL_DEFAULT;
}

static void *new (struct rpl_entry_reader *r, size_t size)
{
	void *p = arena_alloc(&r->rpl->arena, size);

	if (p == NULL)
		abort();
	return p;
}

static bool
wrong(struct rpl_entry_reader *r, const char *what)
{
	r->trouble = what;
	return false;
}

/* Finds a word among N; false if it is not there. */
static bool
find(const struct bit *bits, size_t n, const char *word, unsigned *out)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(word, bits[i].word) == 0) {
			*out = bits[i].bits;
			return true;
		}
	return false;
}

struct rpl_entry *
rpl_entry_begin(struct rpl_entry_reader *r, unsigned line)
{
	r->entry = new (r, sizeof(*r->entry));
	r->entry->line = line;
	r->record_end = &r->entry->records;
	r->octets = 0;
	r->part = RPL_PART_HEAD;
	r->rpl->n_entries++;
	return r->entry;
}

static bool
read_match(struct rpl_entry_reader *r, const struct rpl_words *w)
{
	unsigned i, bits;

	for (i = 1; i < w->n; i++) {
		if (strncmp(w->at[i], "serial=", 7) == 0)
			bits = RPL_MATCH_NEVER;
		else if (strncmp(w->at[i], "ede=", 4) == 0)
			bits = 0;
		else if (!find(matches, sizeof(matches) / sizeof(matches[0]),
			     w->at[i], &bits))
			return wrong(r, "matches by something unknown");
		r->entry->match |= bits;
	}
	return true;
}

static bool
read_adjust(struct rpl_entry_reader *r, const struct rpl_words *w)
{
	struct rpl_entry *e = r->entry;
	unsigned long long ns;
	const char *word;
	unsigned i;

	for (i = 1; i < w->n; i++) {
		word = w->at[i];
		if (strcmp(word, "copy_id") == 0)
			e->is_reply = true;
		else if (strcmp(word, "copy_query") == 0)
			e->copy_query = true;
		else if (strcmp(word, "do_not_answer") == 0)
			e->silent = true;
		else if ((strncmp(word, "sleep=", 6) == 0 ||
			     strncmp(word, "packet_sleep=", 13) == 0) &&
		    rpl_seconds(strchr(word, '=') + 1, &ns))
			e->delay_ns += ns;
		else
			rpl_need(r->rpl, "another adjustment", word);
	}
	return true;
}

static bool
read_reply(struct rpl_entry_reader *r, const struct rpl_words *w)
{
	unsigned i, bits;

	for (i = 1; i < w->n; i++) {
		if (!find(flags, sizeof(flags) / sizeof(flags[0]), w->at[i],
			&bits))
			return wrong(r, "has an unknown flag or RCODE");
		r->entry->flags |= (uint16_t)bits;
	}
	return true;
}

static bool
read_section(struct rpl_entry_reader *r, const struct rpl_words *w)
{
	static const struct bit sections[] = {
		{ "ANSWER", DNS_SECTION_ANSWER },
		{ "AUTHORITY", DNS_SECTION_AUTHORITY },
		{ "ADDITIONAL", DNS_SECTION_ADDITIONAL },
	};
	const char *word = rpl_word(w, 1);
	unsigned section;

	if (r->part == RPL_PART_PASSED_OVER)
		return true;
	if (strcmp(word, "QUESTION") == 0) {
		r->part = RPL_PART_QUESTION;
		return true;
	}
	if (!find(sections, sizeof(sections) / sizeof(sections[0]), word,
		&section))
		return wrong(r, "is no section");
	r->part = RPL_PART_RECORDS;
	r->section = (enum dns_section)section;
	return true;
}

static bool
read_hex_end(struct rpl_entry_reader *r, const struct rpl_words *w)
{
	uint8_t *copy = new (r, r->hex_octets);

	(void)w;
	memcpy(copy, r->hex, r->hex_octets);
	r->entry->hex = copy;
	r->entry->hex_octets = r->hex_octets;
	r->part = RPL_PART_HEAD;
	return true;
}

static bool
read_question(struct rpl_entry_reader *r, const struct rpl_words *w)
{
	struct rpl_entry *e = r->entry;

	if (e->has_question || !rpl_question(w, &r->origin, &e->question))
		return wrong(r, "is no question");
	e->has_question = true;
	return true;
}

static bool
read_record(struct rpl_entry_reader *r, const struct rpl_words *w)
{
	struct rpl_record *record = new (r, sizeof(*record));

	switch (rpl_record(w, &r->origin, r->ttl, &r->rpl->arena, record)) {
	case RPL_TEXT_OK:
		break;
	case RPL_TEXT_LEFT_OUT:
		r->rpl->n_left_out++;
		return true;
	default:
		return wrong(r, "is no record");
	}
	r->octets += record->owner.len + 10U + record->data_octets;
	if (r->octets > OCTETS_MAX)
		return wrong(r, "does not fit into the message");
	record->section = r->section;
	*r->record_end = record;
	r->record_end = &record->next;
	return true;
}

static bool
read_hex(struct rpl_entry_reader *r, const struct rpl_words *w)
{
	unsigned i;

	for (i = 0; i < w->n; i++)
		if (!rpl_hex(w->at[i], r->hex, sizeof(r->hex), &r->hex_octets))
			return wrong(r, "is not hex, or too much");
	return true;
}

/* A line of the part that is open. */
static bool
read_content(struct rpl_entry_reader *r, const struct rpl_words *w)
{
	switch (r->part) {
	case RPL_PART_QUESTION:
		return read_question(r, w);
	case RPL_PART_RECORDS:
		return read_record(r, w);
	case RPL_PART_HEX:
		return read_hex(r, w);
	case RPL_PART_PASSED_OVER:
		return true;
	case RPL_PART_HEAD:
		break;
	}
	return wrong(r, "is out of place");
}

bool
rpl_entry_line(struct rpl_entry_reader *r, const struct rpl_words *w)
{
	static const struct {
		const char *word;
		bool (*read)(
		    struct rpl_entry_reader *, const struct rpl_words *);
	} keywords[] = {
		{ "MATCH", read_match },
		{ "ADJUST", read_adjust },
		{ "REPLY", read_reply },
		{ "SECTION", read_section },
		{ "HEX_ANSWER_END", read_hex_end },
	};
	/* What other parts begin or end with. */
	static const struct bit parts[] = {
		{ "HEX_ANSWER_BEGIN", RPL_PART_HEX },
		/* Of a question; no question of ours has any. */
		{ "HEX_EDNSDATA_BEGIN", RPL_PART_PASSED_OVER },
		{ "HEX_EDNSDATA_END", RPL_PART_HEAD },
		/* Of a zone transfer. */
		{ "EXTRA_PACKET", RPL_PART_PASSED_OVER },
	};
	unsigned part;
	size_t i;

	if (strcmp(rpl_word(w, 0), "ENTRY_END") == 0) {
		r->entry = NULL;
		return true;
	}
	for (i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (strcmp(rpl_word(w, 0), keywords[i].word) == 0)
			return keywords[i].read(r, w);
	if (!find(
		parts, sizeof(parts) / sizeof(parts[0]), rpl_word(w, 0), &part))
		return read_content(r, w);
	r->part = (enum rpl_part)part;
	r->hex_octets = 0;
	return true;
}

bool
rpl_entry_directive(
    struct rpl_entry_reader *r, const struct rpl_words *w, bool *taken)
{
	unsigned long ttl;

	*taken = true;
	if (strcmp(rpl_word(w, 0), "$ORIGIN") == 0)
		return rpl_name(rpl_word(w, 1), &r->origin, &r->origin) ||
		    wrong(r, "is no name");
	if (strcmp(rpl_word(w, 0), "$TTL") == 0) {
		if (!rpl_number(rpl_word(w, 1), UINT32_MAX, &ttl))
			return wrong(r, "is no TTL");
		r->ttl = (uint32_t)ttl;
		return true;
	}
	*taken = false;
	return true;
}
