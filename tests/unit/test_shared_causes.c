/* SPDX-License-Identifier: Apache-2.0 */
/* What several domains have in common that keeps them from IPv6. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "analysis/classify.h"
#include "analysis/shared_causes.h"
#include "tests/unit/record_builder.h"

static const struct classify_options both = { .policy = POLICY_BOTH };

static void
add(struct shared_causes *c, const struct record_builder *b)
{
	struct verdict v;

	classify(&b->d, &both, &v);
	assert_true(shared_causes_add(c, &b->d, &v));
}

/* Once per domain, from the second domain on, most first. */
static void
test_counts(void **state)
{
	struct shared_causes c = { .domain = 0 };
	const struct shared_cause *top[4];
	struct record_builder b;
	char host[32];
	int i;

	(void)state;
	for (i = 0; i < 5; i++) {
		(void)snprintf(host, sizeof(host), "ns%d.provider.nl", i);
		builder_init(&b, "example.nl");
		(void)builder_host(&b, USE_NS, host, "o", "");
		(void)builder_host(&b, USE_NS, "nsx.provider.nl", "o", "");
		if (i < 2)
			builder_mx(&b, 10, "mail.nl", "o", "");
		if (i == 4)
			builder_mx(&b, 10, "mx.elsewhere.nl", "o", "");
		add(&c, &b);
		builder_free(&b);
	}
	assert_int_equal(shared_causes_top(&c, top, 4), 2);
	assert_int_equal(top[0]->kind, CAUSE_NAME_SERVERS_NO_IPV6);
	assert_string_equal(top[0]->subject, "provider.nl");
	assert_int_equal(top[0]->domains, 5);
	assert_int_equal(top[1]->kind, CAUSE_MAIL_HOSTS_NO_IPV6);
	assert_string_equal(top[1]->subject, "mail.nl");
	assert_int_equal(top[1]->domains, 2);
	assert_int_equal(shared_causes_top(&c, top, 1), 1);
	assert_int_equal(top[0]->domains, 5);
	shared_causes_free(&c);
}

/* Many subjects, each twice. */
static void
test_growth(void **state)
{
	struct shared_causes c = { .domain = 0 };
	const struct shared_cause *top[2];
	struct record_builder b;
	char host[32];
	int i;

	(void)state;
	for (i = 0; i < 20000; i++) {
		(void)snprintf(host, sizeof(host), "mx.p%d.nl", i % 10000);
		builder_init(&b, "example.nl");
		builder_mx(&b, 10, host, "o", "");
		add(&c, &b);
		builder_free(&b);
	}
	assert_int_equal(c.n_used, 10000);
	assert_int_equal(c.n_shared, 10000);
	assert_int_equal(c.omitted, 0);
	assert_int_equal(shared_causes_top(&c, top, 2), 2);
	assert_string_equal(top[0]->subject, "p0.nl");
	assert_string_equal(top[1]->subject, "p1.nl");
	shared_causes_free(&c);
}

/* A service that does not fail has no cause. */
static void
test_nothing(void **state)
{
	struct shared_causes c = { .domain = 0 };
	const struct shared_cause *top[1];
	struct record_builder b;
	int i;

	(void)state;
	for (i = 0; i < 2; i++) {
		builder_init(&b, "example.nl");
		(void)builder_host(&b, USE_NS, "ns1.provider.nl", "o", "");
		(void)builder_host(&b, USE_NS, "ns2.provider.nl", "o", "o");
		builder_mx(&b, 10, "mx.provider.nl", "o", "i");
		add(&c, &b);
		builder_free(&b);
	}
	assert_int_equal(shared_causes_top(&c, top, 1), 0);
	shared_causes_free(&c);
}

/* Hosts of one platform, whatever they are called. */
static void
test_platform(void **state)
{
	struct shared_causes c = { .domain = 0 };
	const struct shared_cause *top[2];
	struct record_builder b;
	char host[64];
	int i;

	(void)state;
	for (i = 0; i < 3; i++) {
		(void)snprintf(
		    host, sizeof(host), "example-nl.r-v%d.mx.microsoft", i);
		builder_init(&b, "example.nl");
		builder_mx(&b, 10, host, "o", "");
		add(&c, &b);
		builder_free(&b);
	}
	assert_int_equal(shared_causes_top(&c, top, 2), 1);
	assert_string_equal(top[0]->subject, "mx.microsoft");
	assert_int_equal(top[0]->domains, 3);
	shared_causes_free(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_growth),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_platform),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
