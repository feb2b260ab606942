/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/ports.h"

#include <sys/resource.h>
#include <sys/socket.h>
#include <netinet/in.h>

#include <linux/filter.h>

#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PORT_LEAST 10240 /* below are too many people's fixed ports */
#define PORTS_ALL  65536
#define FDS_SPARE  64 /* for everything else the process opens */

static const int types[] = { SOCK_DGRAM, SOCK_STREAM };

/* Makes room for N more descriptors below the soft limit. */
static enum status
raise_limit(unsigned n, struct error *err)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return error_set_errno(err, STATUS_SYSTEM, errno,
		    "cannot read the limit on open files");
	if (limit.rlim_max < n + FDS_SPARE)
		return error_set(err, STATUS_SYSTEM,
		    "cannot hold %u source ports with %llu open files "
		    "allowed: at least %u are needed, raise the hard limit "
		    "(ulimit -Hn) or use fewer ports",
		    n / 2, (unsigned long long)limit.rlim_max, n + FDS_SPARE);
	limit.rlim_cur = limit.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &limit) < 0)
		return error_set_errno(err, STATUS_SYSTEM, errno,
		    "cannot raise the limit on open files to %llu",
		    (unsigned long long)limit.rlim_max);
	return STATUS_OK;
}

/* Reads where the kernel takes ports for others from. */
static void
ephemeral_range(unsigned *low, unsigned *high)
{
	FILE *file = fopen("/proc/sys/net/ipv4/ip_local_port_range", "re");

	*low = 32768;
	*high = 60999;
	if (file == NULL)
		return;
	if (fscanf(file, "%u %u", low, high) != 2) {
		*low = 32768;
		*high = 60999;
	}
	(void)fclose(file);
}

/* An IPv6 socket that covers IPv4 too, or an IPv4 one where IPv6 is off. */
static int
socket_open(int type, bool *v6)
{
	const int off = 0;
	int fd = socket(AF_INET6, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	*v6 = fd >= 0;
	if (fd < 0 && errno == EAFNOSUPPORT)
		return socket(AF_INET, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd >= 0 &&
	    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off)) < 0) {
		(void)close(fd);
		return -1;
	}
	return fd;
}

/* Returns a bound placeholder that delivers nothing, or -1 and errno. */
static int
placeholder_open(int type, uint16_t port)
{
	struct sock_filter drop = { BPF_RET | BPF_K, 0, 0, 0 };
	const struct sock_fprog program = { 1, &drop };
	const struct sockaddr_in6 any6 = { .sin6_family = AF_INET6,
		.sin6_port = htons(port) };
	const struct sockaddr_in any4 = { .sin_family = AF_INET,
		.sin_port = htons(port) };
	int fd, result, saved;
	bool v6;

	fd = socket_open(type, &v6);
	if (fd < 0)
		return -1;
	if (type == SOCK_DGRAM)
		result = setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program,
		    sizeof(program));
	else
		result = 0;
	if (result == 0)
		result = v6
		    ? bind(fd, (const struct sockaddr *)&any6, sizeof(any6))
		    : bind(fd, (const struct sockaddr *)&any4, sizeof(any4));
	if (result < 0) {
		saved = errno;
		(void)close(fd);
		errno = saved;
		return -1;
	}
	return fd;
}

static void
release(struct ports *p)
{
	while (p->n_fds > 0)
		(void)close(p->fds[--p->n_fds]);
}

/* Takes the N ports from FIRST on, or none of them. */
static bool
take_block(struct ports *p, unsigned first, unsigned n)
{
	int saved;

	for (unsigned port = first; port < first + n; port++) {
		for (size_t t = 0; t < sizeof(types) / sizeof(types[0]); t++) {
			int fd = placeholder_open(types[t], (uint16_t)port);

			if (fd < 0) {
				saved = errno;
				release(p);
				errno = saved;
				return false;
			}
			p->fds[p->n_fds++] = fd;
		}
	}
	p->first = (uint16_t)first;
	p->n = n;
	return true;
}

/*
 * Tries all aligned blocks of N ports once around from the place that SEED
 * gives: those off the ephemeral range, or else those that touch it.
 */
static bool
search(struct ports *p, unsigned n, uint64_t seed, bool ephemeral)
{
	const unsigned least = (PORT_LEAST + n - 1) / n;
	const unsigned blocks = PORTS_ALL / n - least;
	unsigned low, high;

	ephemeral_range(&low, &high);
	errno = EADDRINUSE;
	for (unsigned i = 0; i < blocks; i++) {
		unsigned first = (least + (unsigned)((seed + i) % blocks)) * n;

		if ((first <= high && first + n > low) != ephemeral)
			continue;
		if (take_block(p, first, n))
			return true;
		if (errno != EADDRINUSE)
			return false;
	}
	return false;
}

enum status
ports_open(struct ports *p, unsigned n, uint64_t seed, struct error *err)
{
	enum status status;

	assert(n > 0 && n <= PORTS_MAX && (n & (n - 1)) == 0);
	*p = (struct ports){ 0 };
	status = raise_limit(2 * n, err);
	if (status != STATUS_OK)
		return status;
	p->fds = calloc(2 * (size_t)n, sizeof(*p->fds));
	if (p->fds == NULL)
		return error_set(err, STATUS_NO_MEMORY,
		    "cannot hold %u source ports: out of memory", n);
	if (search(p, n, seed, false))
		return STATUS_OK;
	if (errno == EADDRINUSE && search(p, n, seed, true))
		return STATUS_OK;
	if (errno == EADDRINUSE)
		status = error_set(err, STATUS_NOT_FOUND,
		    "cannot find %u consecutive source ports above %u that "
		    "are free in UDP and TCP; use fewer, or stop another "
		    "prober on this host",
		    n, PORT_LEAST);
	else
		status = error_set_errno(err, STATUS_SYSTEM, errno,
		    "cannot hold %u source ports with placeholder sockets", n);
	ports_close(p);
	return status;
}

void
ports_close(struct ports *p)
{
	release(p);
	free(p->fds);
	*p = (struct ports){ 0 };
}
