/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/engine_bench.h"

#include <stdio.h>
#include <stdlib.h>

#include "cli/probe_answer.h"

/* One question to a resolver, and the line that comes of it. */
struct asking {
	struct bench b;
	struct json_writer line;
	bool iterative;
	unsigned done;
};

/* It is written alike however little room is left in the buffer. */
static void
write_behind_others(const struct asking *a, const struct engine_answer *answer)
{
	static const char others[5000];
	struct json_writer w;
	size_t len, n = a->line.len - 1;

	for (len = 0; len < sizeof(others) / 6; len++) {
		json_writer_init(&w);
		json_writer_object(&w, NULL);
		json_writer_octets(&w, "others", others, len);
		probe_answer_write(&w, "X", answer, a->iterative, 0);
		json_writer_end(&w);
		assert_true(json_writer_ok(&w));
		assert_memory_equal(w.buf + w.len - n, a->line.buf + 1, n);
		json_writer_free(&w);
	}
}

static void
on_answer(void *arg, const struct engine_answer *answer)
{
	struct asking *a = arg;

	json_writer_object(&a->line, NULL);
	probe_answer_write(&a->line, "X", answer, a->iterative, 0);
	json_writer_end(&a->line);
	write_behind_others(a, answer);
	assert_ptr_equal(answer->cookie, a);
	a->done++;
}

static void
begin(struct asking *a, uint16_t type)
{
	const struct dns_name name = sim_name(BENCH_NAME);
	struct engine_question q = { &name, type, a };

	*a = (struct asking){ .done = 0 };
	json_writer_init(&a->line);
	bench_init(&a->b);
	a->b.config.on_answer = on_answer;
	a->b.config.keep_records = true;
	a->b.config.n_resolvers = 1;
	a->b.config.arg = a;
	a->b.mine = type;
	a->b.engine = engine_new(&a->b.config, a->b.now);
	assert_non_null(a->b.engine);
	engine_ask(a->b.engine, a->b.now, &q);
	bench_sleep(&a->b, BENCH_RTT);
}

/* The latest question, and a reply to it that begins. */
static const struct request *
latest(const struct asking *a)
{
	assert_true(a->b.n_seen > 0);
	return &a->b.seen[a->b.n_seen - 1];
}

static void
finish(struct asking *a, const char *status, const char *answers)
{
	char want[4096], *text;

	bench_sleep(&a->b, 30 * SECOND);
	assert_int_equal(a->done, 1);
	assert_true(json_writer_ok(&a->line));
	text = strndup(a->line.buf, a->line.len);
	(void)snprintf(
	    want, sizeof(want), "{\"X\":{\"status\":\"%s\",", status);
	if (strncmp(text, want, strlen(want)) != 0)
		fail_msg("no %s: %s", want, text);
	(void)snprintf(want, sizeof(want), "\"data\":{\"answers\":[%s]%s}}}",
	    answers,
	    strcmp(status, "TIMEOUT") == 0 ||
		    strcmp(status, "ITERATIVE_TIMEOUT") == 0
		? ""
		: ",\"protocol\":\"udp\","
		  "\"resolver\":\"[2a02:898:53::53]:53\"");
	if (strstr(text, want) == NULL)
		fail_msg("no %s\nin %s", want, text);
	free(text);
	json_writer_free(&a->line);
	bench_end(&a->b);
}

static void
test_addresses_behind_aliases(void **state)
{
	const struct dns_name name = sim_name(BENCH_NAME);
	const struct dns_name www = sim_name("www.example.nl");
	const struct dns_name host = sim_name("host.example.net");
	const struct dns_name other = sim_name("other.example.net");
	struct sim_message *m;
	struct asking a;

	(void)state;
	begin(&a, DNS_TYPE_A);
	m = bench_begin(latest(&a), 0);
	/* In any order, and with what nobody asked for. */
	bench_put(m, &host, DNS_TYPE_A, "198.51.100.2");
	bench_put(m, &other, DNS_TYPE_A, "198.51.100.9");
	sim_message_name(m, DNS_SECTION_ANSWER, &www, DNS_TYPE_CNAME, 0, &host);
	bench_put(m, &host, DNS_TYPE_A, "198.51.100.1");
	sim_message_name(m, DNS_SECTION_ANSWER, &name, DNS_TYPE_CNAME, 0, &www);
	bench_reply(&a.b, latest(&a), m);
	finish(&a, "NOERROR",
	    "{\"name\":\"example.nl\",\"type\":\"CNAME\",\"class\":\"IN\","
	    "\"ttl\":300,\"answer\":\"www.example.nl\"},"
	    "{\"name\":\"www.example.nl\",\"type\":\"CNAME\","
	    "\"class\":\"IN\",\"ttl\":300,\"answer\":\"host.example.net\"},"
	    "{\"name\":\"host.example.net\",\"type\":\"A\",\"class\":\"IN\","
	    "\"ttl\":300,\"answer\":\"198.51.100.2\"},"
	    "{\"name\":\"host.example.net\",\"type\":\"A\",\"class\":\"IN\","
	    "\"ttl\":300,\"answer\":\"198.51.100.1\"}");
}

/* The resolver ends at an alias: the rest comes in a second message. */
static void
test_alias_not_followed(void **state)
{
	const struct dns_name name = sim_name(BENCH_NAME);
	const struct dns_name host = sim_name("host.example.net");
	struct sim_message *m;
	struct asking a;

	(void)state;
	begin(&a, DNS_TYPE_AAAA);
	m = bench_begin(latest(&a), 0);
	sim_message_name(
	    m, DNS_SECTION_ANSWER, &name, DNS_TYPE_CNAME, 0, &host);
	bench_reply(&a.b, latest(&a), m);
	bench_sleep(&a.b, BENCH_RTT);
	assert_int_equal(a.b.n_seen, 2);
	m = bench_begin(latest(&a), 0);
	bench_put(m, &host, DNS_TYPE_AAAA, "2001:db8::1");
	bench_reply(&a.b, latest(&a), m);
	finish(&a, "NOERROR",
	    "{\"name\":\"example.nl\",\"type\":\"CNAME\",\"class\":\"IN\","
	    "\"ttl\":300,\"answer\":\"host.example.net\"},"
	    "{\"name\":\"host.example.net\",\"type\":\"AAAA\","
	    "\"class\":\"IN\",\"ttl\":300,\"answer\":\"2001:db8::1\"}");
}

/* Asks for records of a type; the reply has one with that data. */
static void
check_data(uint16_t type, const void *data, size_t len, const char *word,
    const char *want)
{
	const struct dns_name name = sim_name(BENCH_NAME);
	struct sim_message *m;
	char answers[3072];
	struct asking a;

	begin(&a, type);
	m = bench_begin(latest(&a), 0);
	sim_message_rr(m, DNS_SECTION_ANSWER, &name, type, data, len);
	bench_reply(&a.b, latest(&a), m);
	(void)snprintf(answers, sizeof(answers),
	    "{\"name\":\"example.nl\",\"type\":\"%s\",\"class\":\"IN\","
	    "\"ttl\":300,%s}",
	    word, want);
	finish(&a, "NOERROR", answers);
}

/* The question's name is at 12, and may be pointed to. */
static void
test_data_of_each_type(void **state)
{
	static const char soa[] = "\2ns\xc0\x0c\4root\xc0\x0c"
				  "\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\4"
				  "\xff\xff\xff\xff";
	static const char txt[] = "\5v=spf\0\3\"\n\0\2\xc3\xa9";

	(void)state;
	check_data(DNS_TYPE_MX, "\0\12\4mail\xc0\x0c", 9, "MX",
	    "\"preference\":10,\"answer\":\"mail.example.nl\"");
	check_data(DNS_TYPE_NS, "\3ns1\xc0\x0c", 6, "NS",
	    "\"answer\":\"ns1.example.nl\"");
	check_data(
	    DNS_TYPE_PTR, "\xc0\x0c", 2, "PTR", "\"answer\":\"example.nl\"");
	check_data(DNS_TYPE_CNAME, "\1*\xc0\x0c", 4, "CNAME",
	    "\"answer\":\"*.example.nl\"");
	check_data(DNS_TYPE_NS, "\5A.\"\\\1\xc0\x0c", 8, "NS",
	    "\"answer\":\"a\\\\046\\\\034\\\\092\\\\001.example.nl\"");
	check_data(DNS_TYPE_MX, "\0\0\0", 3, "MX",
	    "\"preference\":0,\"answer\":\".\"");
	check_data(DNS_TYPE_SOA, soa, sizeof(soa) - 1, "SOA",
	    "\"ns\":\"ns.example.nl\",\"mbox\":\"root.example.nl\","
	    "\"serial\":1,\"refresh\":2,\"retry\":3,\"expire\":4,"
	    "\"min_ttl\":4294967295");
	check_data(DNS_TYPE_TXT, txt, sizeof(txt) - 1, "TXT",
	    "\"answer\":\"v=spf\\u000a\\u000a\\\"\\u000a?"
	    "\\u000a\\u00e9\"");
	check_data(65, "\0\1\0", 3, "TYPE65", "\"answer\":\"\\\\# 3 000100\"");
	check_data(65, "", 0, "TYPE65", "\"answer\":\"\\\\# 0\"");
}

/* Names as long as can be, all octets of which need an escape. */
static void
test_longest_names(void **state)
{
	static const unsigned labels[] = { 63, 63, 63, 61 };
	uint8_t data[2 * DNS_NAME_MAX + 20] = { 0 };
	char text[1400] = "", want[3000];
	size_t at = 0, len = 0, i, j;

	(void)state;
	for (i = 0; i < 4; i++) {
		data[at++] = (uint8_t)labels[i];
		if (i > 0)
			text[len++] = '.';
		for (j = 0; j < labels[i]; j++, len += 5) {
			data[at++] = 0xff;
			memcpy(text + len, "\\\\255", 5);
		}
	}
	assert_int_equal(++at, DNS_NAME_MAX);
	memcpy(data + at, data, at);
	(void)snprintf(want, sizeof(want),
	    "\"ns\":\"%s\",\"mbox\":\"%s\",\"serial\":0,\"refresh\":0,"
	    "\"retry\":0,\"expire\":0,\"min_ttl\":0",
	    text, text);
	check_data(DNS_TYPE_SOA, data, sizeof(data), "SOA", want);
}

/* Data that is not of its shape spoils the reply, whoever sends it. */
static void
test_bad_data(void **state)
{
	static const struct {
		uint16_t type;
		const char *data;
		size_t len;
	} cases[] = {
		{ DNS_TYPE_MX, "\0", 1 },
		{ DNS_TYPE_MX, "\0\12\4mail\xc0\x0c\0", 10 },
		{ DNS_TYPE_NS, "\3ns1\xc0\xff", 6 },
		{ DNS_TYPE_PTR, "", 0 },
		{ DNS_TYPE_SOA, "\0\0\0\0\0\1", 6 },
		{ DNS_TYPE_A, "\1\2\3", 3 },
	};
	const struct dns_name name = sim_name(BENCH_NAME);
	struct sim_message *m;
	struct asking a;
	unsigned seen;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin(&a, cases[i].type);
		for (seen = 0; seen < a.b.n_seen;
		     bench_sleep(&a.b, 10 * SECOND)) {
			seen = a.b.n_seen;
			m = bench_begin(latest(&a), 0);
			sim_message_rr(m, DNS_SECTION_ANSWER, &name,
			    cases[i].type, cases[i].data, cases[i].len);
			bench_reply(&a.b, latest(&a), m);
		}
		finish(&a, "ERROR", "");
	}
}

/* The resolver says no, again and again. */
static void
check_rcode(unsigned rcode, const char *status)
{
	const struct dns_name zone = sim_name("nl");
	struct sim_message *m;
	struct asking a;
	unsigned seen;

	begin(&a, DNS_TYPE_TXT);
	for (seen = 0; seen < a.b.n_seen; bench_sleep(&a.b, 10 * SECOND)) {
		seen = a.b.n_seen;
		m = bench_begin(latest(&a), (uint16_t)rcode);
		if (rcode == DNS_RCODE_NOERROR || rcode == DNS_RCODE_NXDOMAIN)
			sim_message_soa(m, DNS_SECTION_AUTHORITY, &zone);
		bench_reply(&a.b, latest(&a), m);
	}
	finish(&a, status, "");
}

static void
test_statuses(void **state)
{
	struct asking a;

	(void)state;
	check_rcode(DNS_RCODE_NOERROR, "NOERROR");
	check_rcode(DNS_RCODE_NXDOMAIN, "NXDOMAIN");
	check_rcode(DNS_RCODE_SERVFAIL, "SERVFAIL");
	check_rcode(DNS_RCODE_REFUSED, "REFUSED");
	check_rcode(DNS_RCODE_NOTIMP, "NOTIMP");
	check_rcode(9, "RCODE9");
	begin(&a, DNS_TYPE_A);
	finish(&a, "TIMEOUT", "");
	begin(&a, DNS_TYPE_A);
	a.iterative = true;
	finish(&a, "ITERATIVE_TIMEOUT", "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_addresses_behind_aliases),
		cmocka_unit_test(test_alias_not_followed),
		cmocka_unit_test(test_data_of_each_type),
		cmocka_unit_test(test_longest_names),
		cmocka_unit_test(test_bad_data),
		cmocka_unit_test(test_statuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
