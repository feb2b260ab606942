/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/probe_fields.h"

#include <assert.h>
#include <string.h>

#include "cli/icmp_text.h"
#include "cli/safe_text.h"
#include "common/decimal.h"

#define SECOND_NS UINT64_C(1000000000)

enum id {
	SADDR,
	SPORT,
	DADDR,
	DPORT,
	SEQNUM,
	ACKNUM,
	TTL,
	CLASSIFICATION,
	SUCCESS,
	ICMP_RESPONDER,
	ICMP_TYPE,
	ICMP_CODE,
	ICMP_UNREACH_STR,
	TIMESTAMP_STR,
	TIMESTAMP_TS,
	TIMESTAMP_US,
	STATE,
	REASON,
	ATTEMPTS,
	RTT_MS,
};

struct probe_field {
	const char *name;
	enum id id;
	bool is_text;
	const char *help;
};

static const struct probe_field all_fields[] = {
	{ "saddr", SADDR, true, "address of the endpoint" },
	{ "sport", SPORT, false, "port of the endpoint" },
	{ "daddr", DADDR, true, "our address" },
	{ "dport", DPORT, false, "our port" },
	{ "seqnum", SEQNUM, false, "sequence number of the response" },
	{ "acknum", ACKNUM, false, "acknowledgement number of the response" },
	{ "ttl", TTL, false, "TTL or hop limit of the response" },
	{ "classification", CLASSIFICATION, true,
	    "what came: synack, rst or icmp" },
	{ "success", SUCCESS, false, "1 for a SYN-ACK, else 0" },
	{ "icmp_responder", ICMP_RESPONDER, true,
	    "who sent the last ICMP error" },
	{ "icmp_type", ICMP_TYPE, false, "its type" },
	{ "icmp_code", ICMP_CODE, false, "its code" },
	{ "icmp_unreach_str", ICMP_UNREACH_STR, true, "both in words" },
	{ "timestamp_str", TIMESTAMP_STR, true,
	    "when the response came or was given up, UTC" },
	{ "timestamp_ts", TIMESTAMP_TS, false,
	    "the same in seconds since 1970" },
	{ "timestamp_us", TIMESTAMP_US, false, "and its microseconds" },
	{ "state", STATE, true,
	    "open, closed, unreachable, silent, not_probed, indeterminate" },
	{ "reason", REASON, true, "why, where the state does not say it all" },
	{ "attempts", ATTEMPTS, false, "probes sent" },
	{ "rtt_ms", RTT_MS, false, "round trip in milliseconds" },
};

/* Copies all of its room, which costs less than to look for the end. */
static inline char *
put_word(char *at, const struct probe_word *word)
{
	memcpy(at, word->text, sizeof(word->text));
	return at + word->len;
}

static struct probe_word
word_of(const char *text)
{
	struct probe_word word = { .len = (uint8_t)strlen(text) };

	assert(word.len < sizeof(word.text));
	memcpy(word.text, text, word.len);
	return word;
}

static inline char *
put_null(char *at)
{
	memcpy(at, "null", 4);
	return at + 4;
}

static char *
put_text(char *at, const char *text)
{
	size_t len = strlen(text);

	memcpy(at, text, len);
	return at + len;
}

static char *
put_address(char *at, const struct ip_addr *a)
{
	return a->family != FAMILY_NONE ? at + address_write(a, at) : at;
}

static char *
put_ms(char *at, int64_t ns)
{
	uint64_t us = (uint64_t)ns / 1000;

	if (ns < 0)
		return at;
	at = decimal_put(at, (uint32_t)(us / 1000));
	*at++ = '.';
	return decimal_put_padded(at, (uint32_t)(us % 1000), 3);
}

static uint64_t
unix_ns(const struct probe_fields *f, const struct engine_seen *s)
{
	return s->at_ns + f->unix_offset_ns;
}

static char *
put_icmp(char *at, enum id id, const struct engine_seen *s)
{
	if (s->icmp_sender.family == FAMILY_NONE)
		return at;
	if (id == ICMP_RESPONDER)
		return put_address(at, &s->icmp_sender);
	if (id == ICMP_UNREACH_STR)
		return put_text(at,
		    icmp_text((enum family)s->icmp_sender.family, s->icmp_type,
			s->icmp_code));
	return decimal_put(at, id == ICMP_TYPE ? s->icmp_type : s->icmp_code);
}

/* Numbers of a TCP segment, if one came. */
static char *
put_number(char *at, const struct engine_seen *s, uint32_t number)
{
	if (s->state != ENDPOINT_OPEN && s->state != ENDPOINT_CLOSED)
		return at;
	return decimal_put(at, number);
}

/* Writes a value and returns the end of it; AT if it is not known. */
static inline char *
put(char *at, struct probe_fields *f, enum id id, const struct engine_seen *s)
{
	switch (id) {
	case SADDR:
		return put_address(at, &s->endpoint.addr);
	case SPORT:
		return decimal_put(at, s->endpoint.port);
	case DADDR:
		return put_address(at, &s->local.addr);
	case DPORT:
		return s->local.port != 0 ? decimal_put(at, s->local.port) : at;
	case SEQNUM:
		return put_number(at, s, s->seq);
	case ACKNUM:
		return put_number(at, s, s->ack);
	case TTL:
		return s->hop_limit != 0 ? decimal_put(at, s->hop_limit) : at;
	case CLASSIFICATION:
		return put_word(at, &f->classification[s->state]);
	case SUCCESS:
		*at = s->state == ENDPOINT_OPEN ? '1' : '0';
		return at + 1;
	case ICMP_RESPONDER:
	case ICMP_TYPE:
	case ICMP_CODE:
	case ICMP_UNREACH_STR:
		return put_icmp(at, id, s);
	case TIMESTAMP_STR:
		return utc_put_near(at, unix_ns(f, s), &f->second);
	case TIMESTAMP_TS:
		return decimal_put(at, (uint32_t)(unix_ns(f, s) / SECOND_NS));
	case TIMESTAMP_US:
		return decimal_put(
		    at, (uint32_t)(unix_ns(f, s) % SECOND_NS) / 1000);
	case STATE:
		return put_word(at, &f->state[s->state]);
	case REASON:
		return put_word(at, &f->reason[s->reason]);
	case ATTEMPTS:
		return decimal_put(at, s->attempts);
	case RTT_MS:
		return put_ms(at, s->rtt_ns);
	}
	return at;
}

/* What is not set here stays empty: not known. */
static void
make_words(struct probe_fields *f)
{
	unsigned i;

	for (i = 0; i < PROBE_FIELDS_STATES; i++)
		f->state[i] =
		    word_of(endpoint_state_name((enum endpoint_state)i));
	for (i = REASON_NONE + 1; i < REASON_COUNT; i++)
		f->reason[i] = word_of(reason_name((enum reason)i));
	f->classification[ENDPOINT_OPEN] = word_of("synack");
	f->classification[ENDPOINT_CLOSED] = word_of("rst");
	f->classification[ENDPOINT_UNREACHABLE] = word_of("icmp");
}

#define N_FIELDS (sizeof(all_fields) / sizeof(all_fields[0]))

_Static_assert(N_FIELDS <= PROBE_FIELDS_MAX, "room for all fields");

static void
add_column(struct probe_fields *f, const struct probe_field *field)
{
	struct probe_column *c = &f->column[f->n++];
	int len;

	c->field = field;
	c->quoted = !f->csv && field->is_text;
	if (f->csv)
		len = snprintf(
		    c->lead, sizeof(c->lead), "%s", f->n == 1 ? "" : ",");
	else
		len = snprintf(c->lead, sizeof(c->lead), "%c\"%s\":%s",
		    f->n == 1 ? '{' : ',', field->name, c->quoted ? "\"" : "");
	c->lead_len = (uint8_t)len;
}

static const struct probe_field *
find_field(const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < N_FIELDS; i++)
		if (strlen(all_fields[i].name) == len &&
		    memcmp(all_fields[i].name, name, len) == 0)
			return &all_fields[i];
	return NULL;
}

static bool
has_field(const struct probe_fields *f, const struct probe_field *field)
{
	unsigned i;

	for (i = 0; i < f->n; i++)
		if (f->column[i].field == field)
			return true;
	return false;
}

enum status
probe_fields_parse(
    struct probe_fields *f, const char *text, bool csv, struct error *err)
{
	const struct probe_field *field;
	char safe[SAFE_TEXT_SIZE(40)];
	size_t len, i;

	*f = (struct probe_fields){ .csv = csv };
	make_words(f);
	if (strcmp(text, "*") == 0) {
		for (i = 0; i < N_FIELDS; i++)
			add_column(f, &all_fields[i]);
		return STATUS_OK;
	}
	for (;; text += len + 1) {
		len = strcspn(text, ",");
		field = find_field(text, len);
		if (field == NULL || has_field(f, field))
			return error_set(err, STATUS_USAGE,
			    "--output-fields: \"%s\" is %s",
			    safe_text(safe, sizeof(safe), text, len),
			    field != NULL ? "there twice"
					  : "no field; --list-output-fields "
					    "shows all");
		add_column(f, field);
		if (text[len] == '\0')
			return STATUS_OK;
	}
}

void
probe_fields_list(FILE *out)
{
	size_t i;

	for (i = 0; i < N_FIELDS; i++)
		(void)fprintf(
		    out, "%-17s %s\n", all_fields[i].name, all_fields[i].help);
}

size_t
probe_fields_header(
    const struct probe_fields *f, char buf[static PROBE_FIELDS_LINE_SIZE])
{
	char *at = buf;
	unsigned i;

	for (i = 0; i < f->n; i++) {
		if (i > 0)
			*at++ = ',';
		at = put_text(at, f->column[i].field->name);
	}
	*at++ = '\n';
	return (size_t)(at - buf);
}

size_t
probe_fields_line(struct probe_fields *f, const struct engine_seen *seen,
    char buf[static PROBE_FIELDS_LINE_SIZE])
{
	const struct probe_column *c = f->column, *end = c + f->n;
	char *at = buf, *behind;

	for (; c < end; c++) {
		memcpy(at, c->lead, sizeof(c->lead));
		at += c->lead_len;
		behind = put(at, f, c->field->id, seen);
		if (behind == at && !f->csv)
			behind = put_null(at - c->quoted);
		else if (c->quoted)
			*behind++ = '"';
		at = behind;
	}
	if (!f->csv)
		*at++ = '}';
	*at++ = '\n';
	return (size_t)(at - buf);
}
