/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sys/resource.h>
#include <sys/socket.h>
#include <netinet/in.h>

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "prober/ports.h"

/* Binds to every address, or to loopback; returns 0 or an errno value. */
static int
try_bind(int family, int type, uint16_t port, bool loopback)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr =
		    htonl(loopback ? INADDR_LOOPBACK : INADDR_ANY) };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6,
		.sin6_port = htons(port),
		.sin6_addr = loopback ? in6addr_loopback : in6addr_any };
	const int on = 1;
	int fd = socket(family, type, 0), errnum = 0;

	assert_true(fd >= 0);
	/* What another program might do to get it nevertheless. */
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd,
		family == AF_INET ? (struct sockaddr *)&in
				  : (struct sockaddr *)&in6,
		family == AF_INET ? sizeof(in) : sizeof(in6)) < 0)
		errnum = errno;
	(void)close(fd);
	return errnum;
}

static void
check_all(const struct ports *p, int want)
{
	static const int families[] = { AF_INET, AF_INET6 };
	static const int types[] = { SOCK_DGRAM, SOCK_STREAM };

	for (unsigned i = 0; i < p->n; i++)
		for (unsigned c = 0; c < 8; c++)
			assert_int_equal(
			    try_bind(families[c & 1], types[c >> 1 & 1],
				(uint16_t)(p->first + i), c >> 2 != 0),
			    want);
}

static void
test_nobody_else(void **unused)
{
	struct ports p, held;
	struct error err;

	(void)unused;
	assert_int_equal(ports_open(&p, 16, 7, &err), STATUS_OK);
	assert_int_equal(p.n, 16);
	assert_int_equal(p.first % 16, 0);
	check_all(&p, EADDRINUSE);
	held = p;
	ports_close(&p);
	check_all(&held, 0);
	ports_close(&p);
}

/* The same seed, as after a restart or in a second process: other ports. */
static void
test_two_at_once(void **unused)
{
	struct ports a, b;
	struct error err;

	(void)unused;
	assert_int_equal(ports_open(&a, 64, 7, &err), STATUS_OK);
	assert_int_equal(ports_open(&b, 64, 7, &err), STATUS_OK);
	assert_true(a.first + a.n <= b.first || b.first + b.n <= a.first);
	ports_close(&a);
	ports_close(&b);
	assert_int_equal(ports_open(&a, PORTS_MAX, 3, &err), STATUS_OK);
	ports_close(&a);
}

/* Returns the error a datagram to a loopback port comes back with, or 0. */
static int
provoke(uint16_t port)
{
	const struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_DGRAM, 0), errnum = 0;
	struct pollfd pfd = { .fd = fd, .events = POLLIN };
	char c;

	assert_true(fd >= 0);
	assert_int_equal(
	    connect(fd, (const struct sockaddr *)&to, sizeof(to)), 0);
	assert_int_equal(send(fd, "x", 1, 0), 1);
	if (poll(&pfd, 1, 200) > 0 && recv(fd, &c, 1, MSG_DONTWAIT) < 0)
		errnum = errno;
	(void)close(fd);
	return errnum;
}

static void
test_no_port_unreachable(void **unused)
{
	struct ports p;
	struct error err;
	uint16_t port;

	(void)unused;
	assert_int_equal(ports_open(&p, 2, 11, &err), STATUS_OK);
	port = p.first;
	assert_int_equal(provoke(port), 0);
	ports_close(&p);
	assert_int_equal(provoke(port), ECONNREFUSED);
}

static void
test_limit(void **unused)
{
	struct rlimit before, low;
	struct ports p;
	struct error err;

	(void)unused;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	/* A low soft limit is raised ... */
	low = before;
	low.rlim_cur = 32;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
	assert_int_equal(ports_open(&p, 128, 5, &err), STATUS_OK);
	ports_close(&p);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &low), 0);
	assert_int_equal(low.rlim_cur, before.rlim_max);
	/* ... a low hard one is told of. */
	low.rlim_cur = low.rlim_max = 100;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
	assert_int_equal(ports_open(&p, 128, 5, &err), STATUS_SYSTEM);
	assert_non_null(strstr(err.text, "100 open files"));
	assert_null(p.fds);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nobody_else),
		cmocka_unit_test(test_two_at_once),
		cmocka_unit_test(test_no_port_unreachable),
		cmocka_unit_test(test_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
