/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include "common/wheel.h"
#include "tests/unit/chance.h"

#define TICK_NS    (UINT64_C(1) << WHEEL_TICK_BITS)
#define HORIZON_NS (TICK_NS << 24)
#define TIMERS     200
#define STEPS      3000000

/* The timers as a list that is searched from end to end. */
struct model {
	struct wheel_timer timer[TIMERS];
	uint64_t at_ns[TIMERS]; /* 0: not set */
};

static uint64_t
earliest(const struct model *m)
{
	uint64_t least = WHEEL_NEVER;
	unsigned i;

	for (i = 0; i < TIMERS; i++)
		if (m->at_ns[i] != 0 && m->at_ns[i] < least)
			least = m->at_ns[i];
	return least;
}

/* Takes all that is due; each exactly once, none early, none forgotten. */
static void
fire(struct wheel *w, struct model *m, uint64_t now_ns)
{
	struct wheel_timer *t;
	uint64_t at;

	while ((t = wheel_due(w, now_ns)) != NULL) {
		at = m->at_ns[t - m->timer];
		assert_int_not_equal(at, 0);
		assert_true(at <= now_ns);
		assert_false(wheel_timer_is_set(t));
		m->at_ns[t - m->timer] = 0;
	}
	/* What is left is not due, or less than a tick past its time. */
	at = earliest(m);
	assert_true(at > now_ns || now_ns - at < TICK_NS);
}

static void
set(struct wheel *w, struct model *m, unsigned i, uint64_t at_ns)
{
	wheel_set(w, &m->timer[i], at_ns);
	m->at_ns[i] = at_ns;
	assert_true(wheel_timer_is_set(&m->timer[i]));
}

/* Delays of BITS bits at most, from a clock that starts at START_NS. */
static void
random_steps(uint64_t start_ns, unsigned bits, unsigned steps)
{
	static struct model m;
	uint64_t now = start_ns, next;
	struct wheel w;
	unsigned i;

	m = (struct model){ .at_ns = { 0 } };
	wheel_init(&w, now);
	for (i = 0; i < TIMERS; i++)
		wheel_timer_init(&m.timer[i]);
	while (steps-- > 0) {
		i = (unsigned)chance_below(TIMERS);
		switch (chance_below(4)) {
		case 0:
		case 1:
			set(&w, &m, i, now + chance_long(bits));
			break;
		case 2:
			wheel_cancel(&w, &m.timer[i]);
			m.at_ns[i] = 0;
			break;
		default:
			next = wheel_next_ns(&w);
			assert_true(next == WHEEL_NEVER ||
			    next < earliest(&m) + TICK_NS);
			/* Sleep until told, or wake at any time. */
			if (next == WHEEL_NEVER || chance_below(2) == 0)
				now += chance_long(bits);
			else if (next > now)
				now = next;
			fire(&w, &m, now);
		}
	}
	while ((next = wheel_next_ns(&w)) != WHEEL_NEVER) {
		now = next > now ? next : now;
		fire(&w, &m, now);
	}
	assert_int_equal(earliest(&m), WHEEL_NEVER);
}

static void
test_random(void **state)
{
	(void)state;
	random_steps(TICK_NS, 34, STEPS);
}

/* Where the wheel turns over, and far past what it holds at once. */
static void
test_far(void **state)
{
	(void)state;
	random_steps(HORIZON_NS - 100 * TICK_NS, 30, STEPS / 10);
	random_steps(7 * HORIZON_NS - 5 * TICK_NS, 48, STEPS / 10);
}

/* A timer across the border of a turn is as punctual as any. */
static void
test_border(void **state)
{
	const uint64_t border = 3 * HORIZON_NS;
	struct wheel_timer t, *due;
	struct wheel w;

	(void)state;
	wheel_timer_init(&t);
	wheel_init(&w, border - 10 * TICK_NS);
	wheel_set(&w, &t, border + 10 * TICK_NS);
	assert_true(wheel_next_ns(&w) <= border + 10 * TICK_NS);
	assert_null(wheel_due(&w, border + 9 * TICK_NS));
	due = wheel_due(&w, border + 10 * TICK_NS);
	assert_ptr_equal(due, &t);
	assert_int_equal(wheel_next_ns(&w), WHEEL_NEVER);
}

static void
test_same_tick_in_order(void **state)
{
	struct wheel_timer t[3];
	struct wheel w;
	unsigned i;

	(void)state;
	wheel_init(&w, 0);
	for (i = 0; i < 3; i++) {
		wheel_timer_init(&t[i]);
		wheel_set(&w, &t[i], 100 * TICK_NS - i);
	}
	for (i = 0; i < 3; i++)
		assert_ptr_equal(wheel_due(&w, 100 * TICK_NS), &t[i]);
	assert_null(wheel_due(&w, 100 * TICK_NS));
}

/* In the past means now, and setting a timer again moves it. */
static void
test_past_and_moved(void **state)
{
	struct wheel_timer t;
	struct wheel w;

	(void)state;
	wheel_timer_init(&t);
	wheel_init(&w, 50 * TICK_NS);
	wheel_set(&w, &t, TICK_NS);
	assert_ptr_equal(wheel_due(&w, 50 * TICK_NS), &t);
	wheel_set(&w, &t, 60 * TICK_NS);
	wheel_set(&w, &t, 70 * TICK_NS);
	assert_null(wheel_due(&w, 69 * TICK_NS));
	assert_ptr_equal(wheel_due(&w, 70 * TICK_NS), &t);
	wheel_cancel(&w, &t);
	wheel_cancel(&w, &t);
	assert_null(wheel_due(&w, HORIZON_NS));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_far),
		cmocka_unit_test(test_border),
		cmocka_unit_test(test_same_tick_in_order),
		cmocka_unit_test(test_past_and_moved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
