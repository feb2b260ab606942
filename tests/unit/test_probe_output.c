/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/probe_output.h"

#define DEADLINE_S 20

static uint64_t
now_ms(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

static void
open_pipe(struct probe_output *o, int fd[2])
{
	struct error err;

	assert_int_equal(pipe(fd), 0);
	assert_int_equal(probe_output_open(o, fd[1], &err), STATUS_OK);
}

/* Reads whatever comes to the end; a checksum of it stands for the text. */
struct reader {
	pthread_t thread;
	int fd;
	uint64_t octets, sum;
};

static uint64_t
checksum(uint64_t sum, const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		sum = sum * 31 + (unsigned char)text[i];
	return sum;
}

static void *
read_all(void *arg)
{
	struct reader *r = arg;
	char buf[5000];
	ssize_t n;

	while ((n = read(r->fd, buf, sizeof(buf))) > 0) {
		r->sum = checksum(r->sum, buf, (size_t)n);
		r->octets += (uint64_t)n;
	}
	return NULL;
}

static void
start_reader(struct reader *r, int fd)
{
	*r = (struct reader){ .fd = fd };
	assert_int_equal(pthread_create(&r->thread, NULL, read_all, r), 0);
}

/* A line of a length that depends on its number. */
static size_t
line_of(char *buf, unsigned i)
{
	return (size_t)sprintf(buf, "%u %.*s\n", i, (int)(i * 37 % 300),
	    "0123456789012345678901"
	    "2345678901234567890123456789012345678901234567890123456789012345"
	    "6789012345678901234567890123456789012345678901234567890123456789"
	    "0123456789012345678901234567890123456789012345678901234567890123"
	    "4567890123456789012345678901234567890123456789012345678901234567");
}

static void
test_everything_arrives(void **state)
{
	struct probe_output o;
	struct reader r;
	uint64_t sum = 0, octets = 0;
	char line[512], *big;
	size_t len;
	unsigned i;
	int fd[2];

	(void)state;
	open_pipe(&o, fd);
	start_reader(&r, fd[0]);
	for (i = 0; i < 200000; i++) {
		len = line_of(probe_output_reserve(&o, 512), i);
		probe_output_add(&o, len);
		octets += line_of(line, i);
		sum = checksum(sum, line, len);
	}
	len = 3 * PROBE_OUTPUT_CHUNK_OCTETS + 17;
	big = malloc(len);
	assert_non_null(big);
	memset(big, 'x', len);
	probe_output_put(&o, big, len);
	sum = checksum(sum, big, len);
	free(big);
	assert_int_equal(probe_output_close(&o), 0);
	assert_int_equal(probe_output_close(&o), 0);
	(void)close(fd[1]);
	assert_int_equal(pthread_join(r.thread, NULL), 0);
	assert_int_equal(r.octets, octets + len);
	assert_int_equal(r.sum, sum);
	(void)close(fd[0]);
}

/* A single line is not kept until there are more. */
static void
test_a_line_comes_at_once(void **state)
{
	struct probe_output o;
	char buf[16];
	int fd[2];

	(void)state;
	open_pipe(&o, fd);
	probe_output_put(&o, "one\n", 4);
	assert_int_equal(read(fd[0], buf, sizeof(buf)), 4);
	probe_output_put(&o, "two\n", 4);
	assert_int_equal(read(fd[0], buf, sizeof(buf)), 4);
	assert_memory_equal(buf, "two\n", 4);
	assert_int_equal(probe_output_close(&o), 0);
	(void)close(fd[0]);
	(void)close(fd[1]);
}

/* Nobody reads: it is slow, still takes lines, and loses none. */
static void
test_slow_reader(void **state)
{
	struct probe_output o;
	struct reader r;
	char line[512];
	uint64_t octets = 0, deadline;
	unsigned i = 0;
	int fd[2];

	(void)state;
	open_pipe(&o, fd);
	assert_false(probe_output_is_slow(&o));
	while (!probe_output_is_slow(&o)) {
		size_t len = line_of(line, i++);

		probe_output_put(&o, line, len);
		octets += len;
	}
	assert_in_range(octets, PROBE_OUTPUT_WAITING_MAX,
	    PROBE_OUTPUT_WAITING_MAX + (1 << 20));
	for (; i % 10000 != 0; i++) {
		size_t len = line_of(line, i);

		probe_output_put(&o, line, len);
		octets += len;
	}
	assert_true(probe_output_is_slow(&o));
	start_reader(&r, fd[0]);
	deadline = now_ms() + DEADLINE_S * 1000;
	while (probe_output_is_slow(&o))
		assert_true(now_ms() < deadline);
	assert_int_equal(probe_output_close(&o), 0);
	(void)close(fd[1]);
	assert_int_equal(pthread_join(r.thread, NULL), 0);
	assert_int_equal(r.octets, octets);
	(void)close(fd[0]);
}

/* Whoever read is gone: that is said once, and nobody waits for ever. */
static void
test_broken_pipe(void **state)
{
	struct probe_output o;
	uint64_t deadline = now_ms() + DEADLINE_S * 1000;
	int fd[2], i;

	(void)state;
	(void)signal(SIGPIPE, SIG_IGN);
	open_pipe(&o, fd);
	(void)close(fd[0]);
	while (probe_output_failed(&o) == 0) {
		probe_output_put(&o, "x\n", 2);
		assert_true(now_ms() < deadline);
	}
	for (i = 0; i < 100000; i++)
		probe_output_put(&o, "what nobody reads any more\n", 27);
	assert_int_equal(probe_output_close(&o), EPIPE);
	(void)close(fd[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_everything_arrives),
		cmocka_unit_test(test_a_line_comes_at_once),
		cmocka_unit_test(test_slow_reader),
		cmocka_unit_test(test_broken_pipe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
