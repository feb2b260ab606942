/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/plain_socket.h"

#include <sys/random.h>
#include <sys/socket.h>
#include <netinet/in.h>

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define REPLY_MAX 4096 /* what is read of one; the header is enough */

static int64_t
clock_ns(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

/* Returns 0 once the socket is ready, or an errno value. */
static int
await(int fd, short events, int64_t end_ns)
{
	struct pollfd pfd = { .fd = fd, .events = events };
	int64_t left_ms = (end_ns - clock_ns()) / 1000000;
	int n = poll(&pfd, 1, left_ms > 0 ? (int)left_ms : 0);

	if (n < 0)
		return errno;
	return n > 0 ? 0 : ETIMEDOUT;
}

/* Opens a socket that is connected, or about to be; -1 and errno. */
static int
open_to(const struct endpoint *to, int type)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
		.sin_port = htons(to->port) };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6,
		.sin6_port = htons(to->port) };
	const bool v6 = to->addr.family == FAMILY_V6;
	int fd, saved;

	memcpy(&in.sin_addr, to->addr.octet, sizeof(in.sin_addr));
	memcpy(&in6.sin6_addr, to->addr.octet, sizeof(in6.sin6_addr));
	fd = socket(
	    v6 ? AF_INET6 : AF_INET, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	if (connect(fd, v6 ? (struct sockaddr *)&in6 : (struct sockaddr *)&in,
		v6 ? sizeof(in6) : sizeof(in)) < 0 &&
	    errno != EINPROGRESS) {
		saved = errno;
		(void)close(fd);
		errno = saved;
		return -1;
	}
	return fd;
}

/* Waits for a connection under way; returns 0 or why there is none. */
static int
await_connection(int fd, int64_t end_ns)
{
	int errnum = await(fd, POLLOUT, end_ns);
	socklen_t len = sizeof(errnum);

	if (errnum == 0 &&
	    getsockopt(fd, SOL_SOCKET, SO_ERROR, &errnum, &len) < 0)
		errnum = errno;
	return errnum;
}

int
plain_connect(const struct endpoint *to, int wait_ms)
{
	const int64_t end = clock_ns() + wait_ms * INT64_C(1000000);
	int fd = open_to(to, SOCK_STREAM);
	int errnum;

	if (fd < 0)
		return errno;
	errnum = await_connection(fd, end);
	(void)close(fd);
	return errnum;
}

/* Reads until there are N octets or no more; returns 0 or an errno value. */
static int
read_octets(int fd, uint8_t *buf, size_t n, int64_t end_ns)
{
	size_t at = 0;
	ssize_t got;
	int errnum;

	while (at < n) {
		if ((errnum = await(fd, POLLIN, end_ns)) != 0)
			return errnum;
		got = recv(fd, buf + at, n - at, 0);
		if (got == 0)
			return ECONNRESET;
		if (got < 0 && errno != EAGAIN && errno != EINTR)
			return errno;
		at += got > 0 ? (size_t)got : 0;
	}
	return 0;
}

/* Reads a reply with its two octets of length; cut at REPLY_MAX. */
static int
receive_tcp(int fd, uint8_t *buf, size_t *len, int64_t end_ns)
{
	uint8_t prefix[2];
	int errnum = read_octets(fd, prefix, sizeof(prefix), end_ns);

	if (errnum != 0)
		return errnum;
	*len = (size_t)(prefix[0] << 8 | prefix[1]);
	if (*len > REPLY_MAX)
		*len = REPLY_MAX;
	return read_octets(fd, buf, *len, end_ns);
}

static int
receive_udp(int fd, uint8_t *buf, size_t *len, int64_t end_ns)
{
	int errnum = await(fd, POLLIN, end_ns);
	ssize_t got;

	if (errnum != 0)
		return errnum;
	got = recv(fd, buf, REPLY_MAX, 0);
	if (got < 0)
		return errno;
	*len = (size_t)got;
	return 0;
}

/* Is it a reply to that very question? */
static int
check_reply(const uint8_t *buf, size_t len, uint16_t id,
    const struct dns_question *question, uint16_t *flags)
{
	struct dns_msg m;

	if (dns_msg_open(&m, buf, len) != DNS_MSG_OK || m.id != id ||
	    (m.flags & DNS_FLAG_QR) == 0 || m.question.type != question->type ||
	    !dns_name_equal(&m.question.name, &question->name))
		return EBADMSG;
	*flags = m.flags;
	return 0;
}

int
plain_ask(const struct endpoint *to, uint8_t proto,
    const struct dns_question *question, uint16_t flags, int wait_ms,
    struct plain_reply *reply)
{
	const int64_t start = clock_ns();
	const int64_t end = start + wait_ms * INT64_C(1000000);
	const bool tcp = proto == IPPROTO_TCP;
	uint8_t query[2 + DNS_QUERY_MAX], buf[REPLY_MAX];
	size_t len, got = 0;
	uint16_t id;
	int fd, errnum;

	if (getrandom(&id, sizeof(id), 0) != sizeof(id))
		return errno;
	len = dns_query_write(query + 2, id, flags, question, true);
	query[0] = (uint8_t)(len >> 8);
	query[1] = (uint8_t)len;
	if ((fd = open_to(to, tcp ? SOCK_STREAM : SOCK_DGRAM)) < 0)
		return errno;
	errnum = await_connection(fd, end);
	/* So little always fits in an empty socket buffer. */
	if (errnum == 0 &&
	    send(fd, tcp ? query : query + 2, tcp ? len + 2 : len,
		MSG_NOSIGNAL) < 0)
		errnum = errno;
	if (errnum == 0)
		errnum = tcp ? receive_tcp(fd, buf, &got, end)
			     : receive_udp(fd, buf, &got, end);
	if (errnum == 0)
		errnum = check_reply(buf, got, id, question, &reply->flags);
	reply->rtt_ns = (uint64_t)(clock_ns() - start);
	(void)close(fd);
	return errnum;
}
