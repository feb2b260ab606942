/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two bounds of prober/pacer.h, checked without rounding: everything is
 * counted in 10^-9 frames, with 128 bits.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include <stdbool.h>

#include "prober/pacer.h"
#include "tests/unit/chance.h"

#define FRAME    UINT64_C(1000000000)
#define RATE_MAX 100000000
#define ROUNDS   400
#define CALLS    2000
#define MS_NS    UINT64_C(1000000)
/* of the test of accuracy */
#define RUN_MS    30000
#define WINDOW_MS 10000

__extension__ typedef __int128 wide;

/*
 * How far the grants ran ahead of the rate in any stretch of time: the
 * largest sum of (frames - rate * time) over stretches that end now.
 */
struct meter {
	wide ahead;
	uint64_t at_ns;
};

static void
measure(struct meter *m, const struct pacer *p, uint64_t now_ns, int64_t frames)
{
	m->ahead -= (wide)p->rate_fps * (wide)(now_ns - m->at_ns);
	if (m->ahead < 0)
		m->ahead = 0;
	m->ahead += (wide)frames * (wide)FRAME;
	m->at_ns = now_ns;
	assert_true(m->ahead <= (wide)p->burst * (wide)FRAME);
}

/* Any rate, any pattern of calls, stalls, and frames taken back at once. */
static void
test_never_more(void **state)
{
	unsigned round, call;
	uint32_t granted, refused;
	struct pacer p;
	struct meter m;
	uint64_t now;

	(void)state;
	for (round = 0; round < ROUNDS; round++) {
		now = chance_long(62);
		pacer_init(&p, 1 + chance_long(27) % RATE_MAX,
		    1 + (uint32_t)chance_long(16), now);
		m = (struct meter){ 0, now };
		for (call = 0; call < CALLS; call++) {
			now += chance_below(8) == 0 ? chance_long(40)
						    : chance_long(24);
			granted =
			    pacer_grant(&p, now, (uint32_t)chance_long(20));
			refused = chance_below(4) == 0
			    ? (uint32_t)chance_below((uint64_t)granted + 1)
			    : 0;
			pacer_refund(&p, refused);
			measure(&m, &p, now, (int64_t)granted - refused);
		}
	}
}

/* Who always has enough to send and asks in time loses less than a frame. */
static void
test_never_less(void **state)
{
	uint64_t start, now, most, total;
	unsigned round, call;
	struct pacer p;

	(void)state;
	for (round = 0; round < ROUNDS; round++) {
		start = now = chance_long(60);
		pacer_init(&p, 1 + chance_long(27) % RATE_MAX,
		    2 + (uint32_t)chance_long(16), now);
		(void)pacer_grant(&p, now, UINT32_MAX);
		most = (p.burst - 1) * FRAME / p.rate_fps;
		total = 0;
		for (call = 0; call < CALLS; call++) {
			now += chance_below(most + 1);
			total += pacer_grant(&p, now, UINT32_MAX);
			assert_true((wide)total * (wide)FRAME >
			    (wide)p.rate_fps * (wide)(now - start) -
				(wide)FRAME);
		}
	}
}

/*
 * A loop that comes up to 5 ms late sends what was asked for: within 1 % in any
 * 10 s, or one frame that falls on either side of an edge.
 */
static void
check_accuracy(uint64_t rate_fps)
{
	static uint64_t total[RUN_MS + 1]; /* granted by that millisecond */
	const uint64_t start = chance_long(60);
	const uint64_t due = rate_fps * WINDOW_MS / 1000;
	const uint64_t off = due / 100 > 1 ? due / 100 : 1;
	uint64_t now = start, sum = 0;
	struct meter m = { 0, start };
	struct pacer p;
	uint32_t granted;
	unsigned ms = 0;

	pacer_init(&p, rate_fps, pacer_burst(rate_fps), start);
	for (;;) {
		while (ms <= RUN_MS && start + ms * MS_NS < now)
			total[ms++] = sum;
		if (ms > RUN_MS)
			break;
		granted = pacer_grant(&p, now, UINT32_MAX);
		measure(&m, &p, now, granted);
		sum += granted;
		now = pacer_next_ns(&p) + chance_below(5 * MS_NS + 1);
	}
	for (ms = WINDOW_MS; ms <= RUN_MS; ms++) {
		sum = total[ms] - total[ms - WINDOW_MS];
		assert_in_range(sum, due - off, due + off);
	}
}

static void
test_accuracy(void **state)
{
	static const uint64_t rates[] = { 1, 10, 300, 1000, 100000, 1000000,
		RATE_MAX };

	(void)state;
	for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++)
		check_accuracy(rates[i]);
}

/* Waking when told gets a frame, and a nanosecond sooner none. */
static void
test_next(void **state)
{
	unsigned round;
	struct pacer p, sooner;
	uint64_t next;

	(void)state;
	for (round = 0; round < 100 * ROUNDS; round++) {
		pacer_init(&p, 1 + chance_long(27) % RATE_MAX,
		    1 + (uint32_t)chance_long(10), chance_long(60));
		(void)pacer_grant(&p, p.at_ns + chance_long(20), UINT32_MAX);
		next = pacer_next_ns(&p);
		assert_true(next > p.at_ns);
		sooner = p;
		assert_int_equal(pacer_grant(&sooner, next - 1, 1), 0);
		assert_int_equal(pacer_grant(&p, next, 1), 1);
	}
}

/* A clock that stands still or runs back earns nothing. */
static void
test_clock_back(void **state)
{
	struct pacer p;

	(void)state;
	pacer_init(&p, 1000, 10, 5000000);
	assert_int_equal(pacer_grant(&p, 5000000, 10), 1);
	assert_int_equal(pacer_grant(&p, 0, 10), 0);
	assert_int_equal(pacer_grant(&p, 5000000, 10), 0);
	assert_int_equal(pacer_grant(&p, 6000000, 10), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_never_more),
		cmocka_unit_test(test_never_less),
		cmocka_unit_test(test_accuracy),
		cmocka_unit_test(test_next),
		cmocka_unit_test(test_clock_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
