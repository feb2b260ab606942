/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include <netinet/in.h>

#include <string.h>

#include "prober/crew_share.h"
#include "prober/root_hints.h"

#define WORKERS_MAX 8

static const struct engine_config whole = {
	.rate_fps = 10007,
	.address_rate = 20,
	.prefix_rate = 50,
	.server_rate = 20,
	.window = 2500,
	.resolver_window = 1000,
	.cache = 65536,
};

/* What N workers may do together is what one may, and hardly less. */
static void
test_sum(void **state)
{
	static const struct root_hints hints;
	struct engine_config c, sum;
	struct error err;
	unsigned n, i, walks;

	(void)state;
	for (walks = 0; walks < 2; walks++)
		for (n = 1; n <= WORKERS_MAX; n++) {
			memset(&sum, 0, sizeof(sum));
			for (i = 0; i < n; i++) {
				c = whole;
				c.hints = walks ? &hints : NULL;
				assert_int_equal(
				    crew_share(&c, i, n, &err), STATUS_OK);
				assert_int_equal(c.n_peers, n);
				assert_int_equal(c.index, i);
				sum.rate_fps += c.rate_fps;
				sum.address_rate += c.address_rate;
				sum.prefix_rate += c.prefix_rate;
				sum.server_rate += c.server_rate;
				sum.window += c.window;
			}
			assert_int_equal(sum.rate_fps, whole.rate_fps);
			assert_in_range(sum.server_rate, 20 - n + 1, 20);
			assert_in_range(sum.window, 2500 - n + 1, 2500);
			/* Whole where each address has one owner. */
			if (walks)
				assert_in_range(
				    sum.prefix_rate, 50 - n + 1, 50);
			else
				assert_int_equal(sum.prefix_rate, 50 * n);
			if (walks)
				assert_in_range(
				    sum.address_rate, 20 - n + 1, 20);
			else
				assert_int_equal(sum.address_rate, 20 * n);
		}
}

static void
refused(struct engine_config c, unsigned n, const char *why)
{
	struct error err;

	assert_int_equal(crew_share(&c, 0, n, &err), STATUS_USAGE);
	assert_non_null(strstr(err.text, why));
}

static void
test_too_little(void **state)
{
	struct engine_config c = whole;
	struct error err;

	(void)state;
	c.rate_fps = 3;
	refused(c, 4, "3 packets/s cannot be shared by 4 workers");
	c = whole;
	c.server_rate = 7;
	refused(c, 8, "7 packets/s to one name server");
	c.server_rate = 0;  /* no cap */
	c.address_rate = 1; /* whole */
	assert_int_equal(crew_share(&c, 7, 8, &err), STATUS_OK);
	assert_int_equal(c.server_rate, 0);
	assert_int_equal(c.address_rate, 1);
}

static void
test_controls(void **state)
{
	static const char *const addresses[] = { "192.0.2.1", "192.0.2.2",
		"192.0.2.3" };
	struct control list[4] = { 0 };
	struct engine_config c = whole;
	struct error err;
	unsigned i;

	(void)state;
	for (i = 0; i < 3; i++) {
		list[i].endpoint.port = 80;
		list[i].proto = IPPROTO_TCP;
		list[i].expect_answer = true;
		assert_true(
		    address_parse(addresses[i], &list[i].endpoint.addr));
	}
	list[3] = list[0];
	list[3].expect_answer = false;
	c.controls = list;
	c.n_controls = 4;
	assert_int_equal(crew_share(&c, 2, 3, &err), STATUS_OK);
	c = whole;
	c.controls = list;
	c.n_controls = 4;
	refused(c, 4, "there are 3 for TCP port 80 of IPv4");
	/* Port 53 over TCP is nobody's matter but a walk's. */
	for (i = 0; i < 4; i++)
		list[i].endpoint.port = 53;
	assert_int_equal(crew_share(&c, 3, 4, &err), STATUS_OK);
}

static void
test_counts(void **state)
{
	struct crew_counts sum = { 0 }, one = { 0 };

	(void)state;
	one.engine.requested_syn = 1;
	one.engine.domains = 2;
	one.worker.link.sent_syn = 3;
	one.worker.rx.dropped = 4;
	one.worker.decoded[DECODE_OK] = 5;
	one.in_flight = 6;
	one.rate_fps = 7;
	one.loss_permille = 8;
	crew_counts_add(&sum, &one);
	one.loss_permille = 1;
	crew_counts_add(&sum, &one);
	assert_int_equal(sum.engine.requested_syn, 2);
	assert_int_equal(sum.engine.domains, 4);
	assert_int_equal(sum.worker.link.sent_syn, 6);
	assert_int_equal(sum.worker.rx.dropped, 8);
	assert_int_equal(sum.worker.decoded[DECODE_OK], 10);
	assert_int_equal(sum.in_flight, 12);
	assert_int_equal(sum.rate_fps, 14);
	assert_int_equal(sum.loss_permille, 8);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sum),
		cmocka_unit_test(test_too_little),
		cmocka_unit_test(test_controls),
		cmocka_unit_test(test_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
