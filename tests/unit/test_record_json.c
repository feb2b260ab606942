/* SPDX-License-Identifier: Apache-2.0 */
/* What record_json writes, record_read reads; and what it refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "analysis/classify.h"
#include "analysis/record_json.h"
#include "analysis/record_read.h"
#include "tests/unit/record_random.h"

#define ROUNDS 5000

static const struct classify_options both = { .policy = POLICY_BOTH };

static void
same_lookup(const struct record_lookup *a, const struct record_lookup *b)
{
	assert_int_equal(a->name == NULL, b->name == NULL);
	if (a->name == NULL)
		return;
	assert_string_equal(a->name, b->name);
	assert_int_equal(a->type, b->type);
	assert_int_equal(a->status, b->status);
	assert_int_equal(a->rcode, b->rcode);
	assert_true(address_equal(&a->server, &b->server));
	assert_int_equal(a->attempts, b->attempts);
	assert_int_equal(a->tcp, b->tcp);
	assert_int_equal(a->rtt_ns, b->rtt_ns);
}

static void
same_endpoint(const struct record_endpoint *a, const struct record_endpoint *b)
{
	assert_true(address_equal(&a->address, &b->address));
	assert_int_equal(a->proto, b->proto);
	assert_int_equal(a->port, b->port);
	assert_int_equal(a->state, b->state);
	assert_int_equal(a->reason, b->reason);
	assert_int_equal(a->attempts, b->attempts);
	assert_int_equal(a->rtt_ns, b->rtt_ns);
}

static void
same_host(const struct record_host *a, const struct record_host *b)
{
	size_t i;

	assert_string_equal(a->name, b->name);
	assert_int_equal(a->use, b->use);
	assert_int_equal(a->looked_up, b->looked_up);
	same_lookup(&a->lookup[0], &b->lookup[0]);
	same_lookup(&a->lookup[1], &b->lookup[1]);
	assert_int_equal(a->n_cnames, b->n_cnames);
	for (i = 0; i < a->n_cnames; i++)
		assert_string_equal(a->cnames[i], b->cnames[i]);
	assert_int_equal(a->n_endpoints, b->n_endpoints);
	for (i = 0; i < a->n_endpoints; i++)
		same_endpoint(&a->endpoints[i], &b->endpoints[i]);
}

static void
same_mail(const struct record_domain *a, const struct record_domain *b)
{
	size_t i;

	same_lookup(&a->mx_lookup, &b->mx_lookup);
	assert_int_equal(a->n_mx, b->n_mx);
	for (i = 0; i < a->n_mx; i++) {
		assert_int_equal(a->mx[i].preference, b->mx[i].preference);
		assert_string_equal(a->mx[i].host, b->mx[i].host);
	}
	assert_int_equal(a->implicit_mx, b->implicit_mx);
	assert_int_equal(a->spf_asked, b->spf_asked);
	same_lookup(&a->spf_lookup, &b->spf_lookup);
	assert_string_equal(a->spf, b->spf);
	assert_int_equal(a->autodiscover_asked, b->autodiscover_asked);
	same_lookup(&a->autodiscover_lookup, &b->autodiscover_lookup);
	assert_string_equal(a->autodiscover, b->autodiscover);
}

static void
same_addresses(
    const struct ip_addr *a, size_t n_a, const struct ip_addr *b, size_t n_b)
{
	size_t i;

	assert_int_equal(n_a, n_b);
	for (i = 0; i < n_a; i++)
		assert_true(address_equal(&a[i], &b[i]));
}

static void
same_chain(const struct record_chain *a, const struct record_chain *b)
{
	unsigned i;

	assert_string_equal(a->name, b->name);
	for (i = 0; i < 2; i++) {
		const struct record_chain_family *x = &a->family[i];
		const struct record_chain_family *y = &b->family[i];

		assert_int_equal(x->resolvable, y->resolvable);
		assert_string_equal(x->broken_at, y->broken_at);
		assert_int_equal(x->reason, y->reason);
		same_addresses(
		    x->servers, x->n_servers, y->servers, y->n_servers);
	}
}

static void
same_iterative(const struct record_domain *a, const struct record_domain *b)
{
	size_t i;

	assert_int_equal(a->iterative, b->iterative);
	assert_int_equal(a->n_chain, b->n_chain);
	for (i = 0; i < a->n_chain; i++)
		same_chain(&a->chain[i], &b->chain[i]);
	assert_int_equal(a->n_ns, b->n_ns);
	for (i = 0; i < a->n_ns; i++) {
		const struct record_ns *x = &a->ns[i], *y = &b->ns[i];

		assert_string_equal(x->name, y->name);
		assert_int_equal(x->at_parent, y->at_parent);
		assert_int_equal(x->at_child, y->at_child);
		same_addresses(x->glue, x->n_glue, y->glue, y->n_glue);
	}
	assert_int_equal(a->n_aaaa, b->n_aaaa);
	for (i = 0; i < a->n_aaaa; i++) {
		assert_string_equal(a->aaaa[i].server, b->aaaa[i].server);
		same_endpoint(&a->aaaa[i].endpoint, &b->aaaa[i].endpoint);
	}
}

static void
same_record(const struct record_domain *a, const struct record_domain *b)
{
	size_t i;

	assert_string_equal(a->name, b->name);
	assert_string_equal(a->group, b->group);
	assert_string_equal(a->organisation, b->organisation);
	assert_int_equal(a->declared, b->declared);
	assert_int_equal(a->n_hosts, b->n_hosts);
	for (i = 0; i < a->n_hosts; i++)
		same_host(&a->hosts[i], &b->hosts[i]);
	assert_string_equal(a->zone, b->zone);
	assert_int_equal(a->n_zone_lookups, b->n_zone_lookups);
	for (i = 0; i < a->n_zone_lookups; i++)
		same_lookup(&a->zone_lookups[i], &b->zone_lookups[i]);
	same_mail(a, b);
	same_iterative(a, b);
	assert_int_equal(a->queries, b->queries);
	assert_int_equal(a->over_budget, b->over_budget);
	assert_int_equal(a->started_unix_ns, b->started_unix_ns);
	assert_int_equal(a->duration_ns, b->duration_ns);
}

static void
assert_printable_line(const struct json_writer *w)
{
	size_t i;

	for (i = 0; i + 1 < w->len; i++)
		assert_true(w->buf[i] >= 0x20 && w->buf[i] < 0x7f);
	assert_int_equal(w->buf[w->len - 1], '\n');
}

/* Random record, line, record, line: equal both times, the verdict too. */
static void
test_round_trip(void **state)
{
	struct record_random r = { .seed = 46 };
	struct json_writer first, second;
	struct record_domain back;
	struct arena arena;
	struct verdict v;
	struct error err;
	unsigned i;

	(void)state;
	arena_init(&arena, 0);
	json_writer_init(&first);
	json_writer_init(&second);
	for (i = 0; i < ROUNDS; i++) {
		random_record(&r);
		classify(&r.b.d, &both, &v);
		json_writer_reset(&first);
		record_json_write(&first, &r.b.d, &v);
		assert_true(json_writer_ok(&first));
		assert_printable_line(&first);
		arena_reset(&arena);
		if (record_read(first.buf, first.len, i, &arena, &back, &err) !=
		    STATUS_OK)
			fail_msg("%s", err.text);
		same_record(&r.b.d, &back);
		classify(&back, &both, &v);
		json_writer_reset(&second);
		record_json_write(&second, &back, &v);
		assert_int_equal(first.len, second.len);
		assert_memory_equal(first.buf, second.buf, first.len);
		builder_free(&r.b);
	}
	json_writer_free(&first);
	json_writer_free(&second);
	arena_free(&arena);
}

struct fault {
	const char *piece, *replacement, *error;
};

/* Lines with one piece replaced, and the error that must come. */
static const struct fault faults[] = {
	{ "\"state\":\"open\"", "\"state\":\"opne\"",
	    "line 7: "
	    "hosts[0].endpoints[0].state: not a word that is known here" },
	{ "\"port\":80", "\"port\":65536",
	    "line 7: hosts[0].endpoints[0].port: out of range" },
	{ "\"port\":80", "\"port\":\"80\"",
	    "line 7: hosts[0].endpoints[0].port: not an integer" },
	{ "\"port\":80", "\"porch\":80",
	    "line 7: hosts[0].endpoints[0].port: missing" },
	{ "\"family\":4", "\"family\":6",
	    "line 7: "
	    "hosts[0].endpoints[0].family: not that of the address" },
	{ "\"198.18.0.1\"", "\"198.18.0\"",
	    "line 7: hosts[0].endpoints[0].address: not an address" },
	{ "\"use\":\"web\"", "\"use\":\"tenant\"",
	    "line 7: hosts[0].use: "
	    "the tenant host belongs under mail" },
	{ "\"tenant\":null", "\"tenant\":0",
	    "line 7: mail.tenant: not an object" },
	{ "\"implicit_mx\":false", "\"implicit_mx\":0",
	    "line 7: mail.implicit_mx: not true or false" },
	{ "\"started\":\"1970", "\"started\":\"MCMLXX",
	    "line 7: started: not a time in UTC (RFC 3339)" },
	{ "\"type\":\"domain\"", "\"type\":\"summary\"",
	    "line 7: type: not domain" },
	{ "\"zone\":{", "\"zone\":[{", "line 7, octet" },
	{ "\"hosts\":", "\"hosts\":0,\"oh\":", "line 7: hosts: not an array" },
	/* and of an iterative run */
	{ "\"chain\":", "\"chains\":", "line 7: chain: missing" },
	{ "\"ns\":", "\"nss\":", "line 7: ns: missing" },
	{ "\"aaaa_answers\":", "\"a\":", "line 7: aaaa_answers: missing" },
	{ "\"resolvable\":\"yes\"", "\"resolvable\":\"maybe\"",
	    "line 7: chain[0].ipv4.resolvable: not a word that is known "
	    "here" },
	{ "\"resolvable\":\"yes\"", "\"resolvable\":\"no\"",
	    "line 7: chain[0].ipv4.resolvable: at odds with broken_at or "
	    "reason" },
	{ "\"resolvable\":\"no\"", "\"resolvable\":\"indeterminate\"",
	    "line 7: chain[0].ipv6.resolvable: at odds with broken_at or "
	    "reason" },
	{ "\"broken_at\":\"nl\"", "\"broken_at\":\"\"",
	    "line 7: chain[0].ipv6.resolvable: at odds with broken_at or "
	    "reason" },
	{ "\"reason\":\"missing_glue\"", "\"reason\":null",
	    "line 7: chain[0].ipv6.resolvable: at odds with broken_at or "
	    "reason" },
	{ "\"reason\":\"missing_glue\"", "\"reason\":\"glue\"",
	    "line 7: chain[0].ipv6.reason: not a word that is known here" },
	{ "\"reason\":\"missing_glue\"", "\"r\":0",
	    "line 7: chain[0].ipv6.reason: missing" },
	{ "\"servers\":[\"192.0.2.1\"]", "\"servers\":[\"2001:db8::1\"]",
	    "line 7: chain[0].ipv4.servers: not of the family" },
	{ "\"servers\":[\"192.0.2.1\"]", "\"servers\":[0]",
	    "line 7: chain[0].ipv4.servers: not all addresses" },
	{ "\"ipv6\":{\"resolvable", "\"ipv5\":{\"resolvable",
	    "line 7: chain[0].ipv6: missing" },
	{ "\"at_parent\":true", "\"at_parent\":1",
	    "line 7: ns[0].at_parent: not true or false" },
	{ "\"glue\":[\"192.0.2.9\"", "\"glue\":[\"192.0.2\"",
	    "line 7: ns[0].glue: not all addresses" },
	{ "\"state\":\"silent\"", "\"state\":\"quiet\"",
	    "line 7: aaaa_answers[0].endpoint.state: not a word that is "
	    "known here" },
	{ "\"server\":\"ns.example.nl\"", "\"server\":null",
	    "line 7: aaaa_answers[0].server: not a text" },
};

/* The line that the faults are made in. */
static void
write_good(struct record_builder *b, struct json_writer *w)
{
	struct ip_addr server;
	struct verdict v;

	builder_init(b, "example.nl");
	(void)builder_host(b, USE_WEB, "example.nl", "oo", "");
	assert_true(address_parse("192.0.2.1", &server));
	builder_chain(b, "example.nl", "yes", "nl missing_glue");
	b->d.chain[0].family[0].servers = &server;
	b->d.chain[0].family[0].n_servers = 1;
	builder_ns(b, "ns.example.nl", "pc", "192.0.2.9 2001:db8::9");
	builder_aaaa(b, "ns.example.nl", server, 's');
	classify(&b->d, &both, &v);
	json_writer_init(w);
	record_json_write(w, &b->d, &v);
	w->buf[w->len - 1] = '\0';
}

static void
test_faults(void **state)
{
	const struct fault *fault;
	struct record_domain back;
	struct record_builder b;
	struct json_writer w;
	struct error err;
	char line[8192];
	const char *at;
	size_t i;

	(void)state;
	write_good(&b, &w);
	for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		fault = &faults[i];
		at = strstr(w.buf, fault->piece);
		assert_non_null(at);
		(void)snprintf(line, sizeof(line), "%.*s%s%s",
		    (int)(at - w.buf), w.buf, fault->replacement,
		    at + strlen(fault->piece));
		assert_int_equal(
		    record_read(line, strlen(line), 7, &b.arena, &back, &err),
		    STATUS_MALFORMED);
		if (strncmp(err.text, fault->error, strlen(fault->error)))
			fail_msg("%s", err.text);
	}
	json_writer_free(&w);
	builder_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_faults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
