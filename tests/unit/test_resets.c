/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/resets.h"
#include "tests/unit/probes.h"

#define FIRST 20000
#define PORTS 256

struct bench {
	struct rst_guards guards;
	struct resets *resets;
	struct response syn_ack;
};

/* As if replies to the address had been kept from the kernel. */
static void
guard(struct bench *b, const struct ip_addr *a)
{
	const unsigned n = atomic_load(&b->guards.n);

	b->guards.at[n].source = *a;
	atomic_store(&b->guards.n, n + 1);
}

static int
set_up(void **state)
{
	static struct bench b;
	const struct probe p = probes_make(FAMILY_V6, IPPROTO_TCP, 443, 0);
	struct hop hop = probes_hop(true);
	struct error err;

	rst_guards_init(&b.guards);
	b.resets = resets_new(&b.guards, FIRST, PORTS);
	if (b.resets == NULL)
		return -1;
	hop.source = p.flow.local.addr;
	guard(&b, &hop.source);
	b.syn_ack = (struct response){
		.kind = RESPONSE_TCP,
		.flow = p.flow,
		.tcp = { .flags = TCP_FLAG_SYN | TCP_FLAG_ACK, .ack = 1 },
	};
	*state = &b;
	return resets_use_hop(b.resets, &hop, &err) == STATUS_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
	struct bench *b = *state;

	resets_free(b->resets);
	return 0;
}

/* Says whether that response is owed an RST, and pays it. */
static bool
is_owed(struct bench *b, const struct response *r)
{
	resets_note(b->resets, r);
	if (resets_next(b->resets) == NULL)
		return false;
	assert_int_equal(resets_next(b->resets)->seq, r->tcp.ack);
	resets_paid(b->resets);
	assert_null(resets_next(b->resets));
	return true;
}

/* The same again is answered again: it was sent again. */
static void
test_each(void **state)
{
	struct bench *b = *state;

	assert_null(resets_next(b->resets));
	assert_true(is_owed(b, &b->syn_ack));
	assert_true(is_owed(b, &b->syn_ack));
	b->syn_ack.tcp.flags |= TCP_FLAG_RST;
	assert_false(is_owed(b, &b->syn_ack));
}

/* Connections of others on this host, and of hosts behind it, are theirs. */
static void
test_not_ours(void **state)
{
	struct bench *b = *state;
	struct response r = b->syn_ack;

	r.flow.local.port = FIRST - 1;
	assert_false(is_owed(b, &r));
	r.flow.local.port = FIRST + PORTS;
	assert_false(is_owed(b, &r));
	r.flow.local.port = FIRST + PORTS - 1;
	assert_true(is_owed(b, &r));
	r.flow.local.addr.octet[15] ^= 1;
	assert_false(is_owed(b, &r));
	guard(b, &r.flow.local.addr);
	assert_true(is_owed(b, &r));
}

/* IPv4 has a guard but no way out. */
static void
test_no_way_out(void **state)
{
	struct bench *b = *state;
	struct response r = b->syn_ack;

	r.flow = probes_make(FAMILY_V4, IPPROTO_TCP, 443, 0).flow;
	guard(b, &r.flow.local.addr);
	assert_false(is_owed(b, &r));
}

/* In order and each once, however notes and payments alternate. */
static void
test_order(void **state)
{
	struct bench *b = *state;
	uint32_t noted = 0, paid = 0;

	for (unsigned round = 0; round < 4 * RESETS_MAX; round++) {
		for (unsigned i = 0; i < round % 3 && noted - paid < RESETS_MAX;
		     i++) {
			b->syn_ack.tcp.ack = noted++;
			resets_note(b->resets, &b->syn_ack);
		}
		if ((round % 7 == 0 && noted > paid) ||
		    noted - paid == RESETS_MAX) {
			assert_int_equal(resets_next(b->resets)->seq, paid++);
			resets_paid(b->resets);
		}
	}
	for (; paid < noted; paid++) {
		assert_int_equal(resets_next(b->resets)->seq, paid);
		resets_paid(b->resets);
	}
	assert_null(resets_next(b->resets));
	assert_int_equal(b->resets->unpaid, 0);
}

static void
test_full(void **state)
{
	struct bench *b = *state;

	for (unsigned i = 0; i < RESETS_MAX + 3; i++) {
		b->syn_ack.tcp.ack = i;
		resets_note(b->resets, &b->syn_ack);
	}
	assert_int_equal(b->resets->unpaid, 3);
	for (unsigned i = 0; i < RESETS_MAX; i++) {
		assert_int_equal(resets_next(b->resets)->seq, i);
		resets_paid(b->resets);
	}
	assert_null(resets_next(b->resets));
}

/* Nothing is written over the first guard of an interface and address. */
static void
test_guards_full(void **state)
{
	struct bench *b = *state;
	struct hop hop = { .ifname = "none" };
	struct error err;

	hop.source = b->syn_ack.flow.local.addr;
	assert_int_equal(
	    rst_guards_add(&b->guards, &hop, FIRST, PORTS, &err), STATUS_OK);
	assert_int_equal(atomic_load(&b->guards.n), 1);
	while (atomic_load(&b->guards.n) < RST_GUARDS_MAX) {
		hop.source.octet[15]++;
		guard(b, &hop.source);
	}
	hop.source.octet[15]++;
	assert_int_equal(rst_guards_add(&b->guards, &hop, FIRST, PORTS, &err),
	    STATUS_NO_MEMORY);
	assert_false(rst_guards_cover(&b->guards, &hop.source));
	hop.source.octet[15]--;
	assert_true(rst_guards_cover(&b->guards, &hop.source));
	rst_guards_close(&b->guards);
	assert_false(rst_guards_cover(&b->guards, &hop.source));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_each, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_not_ours, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_no_way_out, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_full, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_guards_full, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
