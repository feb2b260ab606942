/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/progress.h"

#define SECOND_NS UINT64_C(1000000000)

static const struct progress zero;

static struct progress
sample(void)
{
	return (struct progress){
		.elapsed_ns = 5 * SECOND_NS,
		.unix_ns = UINT64_C(1767225600) * SECOND_NS,
		.done = 601,
		.total = 5000,
		.in_flight = 1000,
		.sent = 24980,
		.received = 22730,
		.settled = 10000,
		.hits = 9149,
	};
}

static struct progress
sample_before(void)
{
	return (struct progress){
		.elapsed_ns = 4 * SECOND_NS,
		.done = 481,
		.sent = 20080,
		.received = 18270,
	};
}

static void
line(void **state)
{
	struct progress now = sample(), before = sample_before();
	char buf[PROGRESS_LINE_SIZE];
	size_t len;

	(void)state;
	len = progress_line(&now, &before, buf);
	assert_string_equal(buf,
	    "0:05 12% (0:37 left); done: 601/5000 120 dom/s (120 dom/s avg); "
	    "sent: 24980 4.90 Kp/s (5.00 Kp/s avg); "
	    "recv: 22730 4.46 Kp/s (4.55 Kp/s avg); hitrate: 91%; drops: 0");
	assert_int_equal(len, strlen(buf));
	now.send_failed = 3;
	(void)progress_line(&now, &before, buf);
	assert_non_null(strstr(buf, "drops: 0; not sent: 3"));
	now.sent_rst = 5;
	(void)progress_line(&now, &before, buf);
	assert_non_null(strstr(buf, "; not sent: 3; RSTs: 5"));
}

/* Nothing has happened yet, or no time went by: nothing is divided by 0. */
static void
nothing_yet(void **state)
{
	char buf[PROGRESS_LINE_SIZE];
	struct progress now = sample();

	(void)state;
	(void)progress_line(&zero, &zero, buf);
	assert_string_equal(buf,
	    "0:00; done: 0 0 dom/s (0 dom/s avg); sent: 0 0 p/s (0 p/s avg); "
	    "recv: 0 0 p/s (0 p/s avg); hitrate: -; drops: 0");
	(void)progress_line(&now, &now, buf);
	assert_non_null(strstr(buf, "24980 0 p/s (5.00 Kp/s avg)"));
	(void)progress_bar(&zero, &zero, 80, buf);
	assert_string_equal(buf, "0:00 0 0 p/s hits -");
	(void)progress_csv(&zero, &zero, buf);
	assert_string_equal(
	    buf, "1970-01-01T00:00:00Z,0,,,,0,,0,0,0,0,0,0,0,0,0,0,0,0");
}

static void
time_left(void **state)
{
	struct progress p = sample();

	(void)state;
	assert_int_equal(progress_left_s(&p), 37);
	p.elapsed_ns--;
	assert_int_equal(progress_left_s(&p), -1);
	p.elapsed_ns++;
	p.done = 0;
	assert_int_equal(progress_left_s(&p), -1);
	p.done = 5000;
	assert_int_equal(progress_left_s(&p), 0);
	p.done = 6000;
	assert_int_equal(progress_left_s(&p), 0);
	p.total = 0;
	assert_int_equal(progress_left_s(&p), -1);
	p.done = 1;
	p.total = UINT64_MAX;
	assert_int_equal(progress_left_s(&p), -1);
}

/* 100 % is said when all is done, not before; and never more. */
static void
last_percent(void **state)
{
	struct progress p = sample();
	char buf[PROGRESS_LINE_SIZE];

	(void)state;
	p.total = 1000000;
	p.done = 999999;
	(void)progress_line(&p, &zero, buf);
	assert_non_null(strstr(buf, " 99% "));
	p.done = 1000000;
	(void)progress_line(&p, &zero, buf);
	assert_non_null(strstr(buf, " 100% (0:00 left)"));
	p.total = UINT64_MAX;
	p.done = UINT64_MAX - 1;
	(void)progress_line(&p, &zero, buf);
	assert_non_null(strstr(buf, " 99% "));
	p.done = 2 * p.total;
	p.hits = 2 * p.settled;
	(void)progress_line(&p, &zero, buf);
	assert_non_null(strstr(buf, "hitrate: 100%"));
}

static void
long_times(void **state)
{
	struct progress p = { .elapsed_ns = 3725 * SECOND_NS };
	char buf[PROGRESS_LINE_SIZE];

	(void)state;
	(void)progress_line(&p, &zero, buf);
	assert_int_equal(strncmp(buf, "1:02:05;", 8), 0);
	p.elapsed_ns = (3 * 86400 + 4 * 3600 + 59) * SECOND_NS;
	(void)progress_line(&p, &zero, buf);
	assert_int_equal(strncmp(buf, "3d04h;", 6), 0);
}

static void
bar(void **state)
{
	struct progress now = sample(), before = sample_before();
	char buf[PROGRESS_LINE_SIZE];

	(void)state;
	(void)progress_bar(&now, &before, 80, buf);
	assert_string_equal(buf,
	    "0:05 12% 0:37 left 601/5000 4.90 Kp/s hits 91% "
	    "[##..................]");
	(void)progress_bar(&now, &before, 40, buf);
	assert_string_equal(buf, "0:05 12% 0:37 left 601/5000 4.90 Kp/s");
	(void)progress_bar(&now, &before, 10, buf);
	assert_string_equal(buf, "0:05 12%");
}

/* Whatever the counters are, a bar fits and a line is not cut. */
static void
any_counters(void **state)
{
	static const uint64_t values[] = { 0, 1, 999, 1000, 999500, SECOND_NS,
		86400 * SECOND_NS, UINT64_MAX / 2, UINT64_MAX };
	size_t n = sizeof(values) / sizeof(values[0]), i, j, len;
	char buf[PROGRESS_LINE_SIZE];
	struct progress p, before;
	unsigned width;

	(void)state;
	for (i = 0; i < n * n; i++)
		for (j = 0; j < n; j++) {
			uint64_t a = values[i / n], b = values[i % n];

			p = (struct progress){ values[j], a, b, a, b, a, b, a,
				b, a, b, a, "dom" };
			before = (struct progress){ b, b, a, b, a, b, a, b, a,
				b, a, b, "dom" };
			len = progress_line(&p, &before, buf);
			assert_int_equal(len, strlen(buf));
			assert_true(len < PROGRESS_LINE_SIZE - 1);
			len = progress_csv(&p, &before, buf);
			assert_true(len < PROGRESS_LINE_SIZE - 1);
			for (width = 0; width <= 200; width++) {
				len = progress_bar(&p, &before, width, buf);
				assert_int_equal(len, strlen(buf));
				assert_true(len < 80);
				assert_true(len == 0 || len < width);
			}
		}
}

static unsigned
count_fields(const char *text)
{
	unsigned fields = 1;

	for (; *text != '\0'; text++)
		fields += *text == ',';
	return fields;
}

static void
csv(void **state)
{
	struct progress now = sample(), before = sample_before();
	char head[PROGRESS_LINE_SIZE], buf[PROGRESS_LINE_SIZE];

	(void)state;
	now.send_failed = 3;
	now.sent_rst = 5;
	(void)progress_csv_header(head);
	(void)progress_csv(&now, &before, buf);
	assert_int_equal(count_fields(head), count_fields(buf));
	assert_string_equal(buf,
	    "2026-01-01T00:00:00Z,5,37,12,91,601,5000,1000,24980,4900,4996,"
	    "22730,4460,4546,0,0,0,3,5");
}

static void
printer(void **state)
{
	struct progress now = sample();
	struct progress_printer p;
	char *out = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&out, &len);

	(void)state;
	assert_non_null(f);
	progress_printer_init(&p, f, NULL);
	assert_false(p.terminal);
	progress_print(&p, &now);
	assert_int_equal(out[len - 1], '\n');
	assert_null(strchr(out, '\r'));
	progress_clear(&p);

	p.terminal = true;
	now.elapsed_ns += SECOND_NS;
	progress_print(&p, &now);
	assert_non_null(strstr(out, "\n\r0:06 "));
	progress_clear(&p);
	assert_int_equal(out[len - 1], '\r');
	assert_int_equal(p.drawn, 0);
	(void)fclose(f);
	free(out);

	progress_printer_init(&p, NULL, NULL);
	progress_print(&p, &now);
	progress_clear(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(line),
		cmocka_unit_test(nothing_yet),
		cmocka_unit_test(time_left),
		cmocka_unit_test(last_percent),
		cmocka_unit_test(long_times),
		cmocka_unit_test(bar),
		cmocka_unit_test(any_counters),
		cmocka_unit_test(csv),
		cmocka_unit_test(printer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
