/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include <netinet/in.h>

#include "prober/outstanding.h"
#include "tests/unit/chance.h"

#define PORTS   16
#define FLIGHTS 2000

static const struct token_key key = { { 46, 64 } };

static struct flow
flow_to(const char *remote, uint16_t port, uint8_t proto)
{
	struct flow f = { .remote.port = port, .proto = proto };

	assert_true(address_parse("192.0.2.1", &f.local.addr));
	assert_true(address_parse(remote, &f.remote.addr));
	return f;
}

static uint16_t
id_of(const struct flight *f)
{
	return f->probe.flow.proto == IPPROTO_TCP ? 0 : probe_dns_id(&f->probe);
}

/* The flights that a reply along the flow of F could be an answer to: the same
 * whether they are looked for by ID or among all of the flow. */
static unsigned
alike(const struct outstanding *o, const struct flight *f)
{
	const struct flow *flow = &f->probe.flow;
	const struct flight *g;
	unsigned n = 0, along = 0;

	for (g = outstanding_first(o, flow, id_of(f)); g != NULL;
	     g = outstanding_next(g, flow, id_of(f))) {
		assert_true(probe_has_flow(&g->probe, flow));
		assert_int_equal(id_of(g), id_of(f));
		n++;
	}
	for (g = outstanding_along(o, flow, NULL); g != NULL;
	     g = outstanding_along(o, flow, g)) {
		assert_true(probe_has_flow(&g->probe, flow));
		along += id_of(g) == id_of(f);
	}
	assert_int_equal(along, n);
	return n;
}

/* While there are more ports than flights, no two can be mistaken. */
static void
test_tcp_unambiguous(void **state)
{
	struct flow to = flow_to("198.51.100.7", 443, IPPROTO_TCP);
	struct flight *f[PORTS / 2];
	struct outstanding o;
	unsigned round, i;

	(void)state;
	outstanding_init(&o, &key, 40000, PORTS);
	for (round = 0; round < 1000; round++) {
		for (i = 0; i < PORTS / 2; i++) {
			f[i] = outstanding_open(&o, NULL, &to, true);
			assert_in_range(f[i]->probe.flow.local.port, 40000,
			    40000 + PORTS - 1);
		}
		for (i = 0; i < PORTS / 2; i++)
			assert_int_equal(alike(&o, f[i]), 1);
		for (i = 0; i < PORTS / 2; i++)
			outstanding_close(&o, f[i]);
	}
	assert_int_equal(o.pool.used, 0);
	assert_int_equal(o.table.n, 0);
	outstanding_free(&o);
}

/* DNS flights may share a flow, but then not the ID. */
static void
test_dns_unambiguous(void **state)
{
	struct flow to = flow_to("2001:db8::53", 53, IPPROTO_UDP);
	struct flight *f[FLIGHTS];
	struct outstanding o;
	unsigned i;

	(void)state;
	to.local.addr = to.remote.addr;
	to.local.addr.octet[15] = 1;
	outstanding_init(&o, &key, 40000, PORTS);
	for (i = 0; i < FLIGHTS; i++)
		f[i] = outstanding_open(&o, NULL, &to, true);
	for (i = 0; i < FLIGHTS; i++)
		assert_int_equal(alike(&o, f[i]), 1);
	for (i = 0; i < FLIGHTS; i++)
		outstanding_close(&o, f[i]);
	assert_null(outstanding_along(&o, &to, NULL));
	assert_int_equal(o.table.n, 0);
	outstanding_free(&o);
}

/* An ID outlives its flight harmlessly, also when its memory is used again. */
static void
test_stale_id(void **state)
{
	struct flow to = flow_to("198.51.100.7", 80, IPPROTO_TCP);
	struct outstanding o;
	struct flight_id old, new;
	struct flight *f;

	(void)state;
	outstanding_init(&o, &key, 40000, PORTS);
	f = outstanding_open(&o, NULL, &to, true);
	old = flight_id(f);
	assert_ptr_equal(flight_of(old), f);
	outstanding_close(&o, f);
	assert_null(flight_of(old));
	f = outstanding_open(&o, NULL, &to, true);
	new = flight_id(f);
	assert_ptr_equal(new.flight, old.flight);
	assert_ptr_equal(flight_of(new), f);
	assert_null(flight_of(old));
	outstanding_close(&o, f);
	outstanding_free(&o);
}

/* Replies along other flows, and to kernel sockets, find nothing here. */
static void
test_other_flows(void **state)
{
	struct flow to = flow_to("198.51.100.7", 53, IPPROTO_UDP), other;
	struct outstanding o;
	struct flight *f, *kernel;
	unsigned i;

	(void)state;
	outstanding_init(&o, &key, 40000, PORTS);
	f = outstanding_open(&o, NULL, &to, true);
	kernel = outstanding_open(&o, NULL, &to, false);
	assert_int_equal(kernel->probe.flow.local.port, 0);
	assert_int_not_equal(
	    probe_dns_id(&kernel->probe), probe_dns_id(&f->probe));
	assert_int_equal(alike(&o, f), 1);
	assert_ptr_equal(outstanding_along(&o, &f->probe.flow, NULL), f);
	assert_null(outstanding_along(&o, &kernel->probe.flow, NULL));
	for (i = 0; i < 5; i++) {
		other = f->probe.flow;
		other.local.port ^= i == 0;
		other.remote.port ^= i == 1;
		other.local.addr.octet[0] ^= i == 2;
		other.remote.addr.octet[3] ^= i == 3;
		other.proto = i == 4 ? IPPROTO_TCP : other.proto;
		assert_null(outstanding_first(&o, &other, id_of(f)));
		assert_null(outstanding_along(&o, &other, NULL));
	}
	outstanding_close(&o, kernel);
	outstanding_close(&o, f);
	assert_int_equal(o.pool.used, 0);
	outstanding_free(&o);
}

/* Ports, sequence numbers and IDs of two keys have nothing in common. */
static void
test_key_decides(void **state)
{
	const struct token_key other = { { 46, 65 } };
	struct flow to = flow_to("198.51.100.7", 25, IPPROTO_TCP);
	struct outstanding a, b;
	unsigned same = 0, i;

	(void)state;
	outstanding_init(&a, &key, 40000, 256);
	outstanding_init(&b, &other, 40000, 256);
	for (i = 0; i < 256; i++) {
		const struct probe *p, *q;

		p = &outstanding_open(&a, NULL, &to, false)->probe;
		q = &outstanding_open(&b, NULL, &to, false)->probe;
		same += probe_tcp_seq(p) == probe_tcp_seq(q);
		same += probe_dns_id(p) == probe_dns_id(q);
	}
	assert_true(same <= 1);
	outstanding_free(&a);
	outstanding_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tcp_unambiguous),
		cmocka_unit_test(test_dns_unambiguous),
		cmocka_unit_test(test_stale_id),
		cmocka_unit_test(test_other_flows),
		cmocka_unit_test(test_key_decides),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
