/* SPDX-License-Identifier: Apache-2.0 */
/*
 * forge.c - floods the prober with replies that are not its targets'.
 *
 *	forge learn DEVICE FILE COUNT
 *	forge flood DEVICE COUNT RATE OLD OTHER [KIND,...]
 *
 * Sits where it sees the probes, which is more than a forger off the path
 * could: each reply is right in everything but the one thing that its kind
 * is named for.  `learn` keeps the first COUNT probes of a run; `flood` sends
 * COUNT frames of each kind at RATE frames per second, and takes what it
 * learned from an earlier run (OLD) and from another instance (OTHER).  With
 * KINDs it sends those alone.  Both give up 10 s after the last probe.
 *
 * Prints what it sent, as JSON; `filtered` are those of all kinds that the
 * prober's filter must keep away (IPv4 fragments that are not the first).
 */
#include <sys/socket.h>
#include <net/if.h>
#include <netinet/in.h>

#include <err.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "forge_reply.h"

#define RECENT     4096
#define BATCH      64
#define PATIENCE_S 10
#define NS         UINT64_C(1000000000)

static struct probe_seen recent[RECENT];
static uint64_t n_seen;
static unsigned port_low = UINT16_MAX, port_high;
static struct probe_book old_book, other_book;

static uint64_t
now_ns(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * NS + (uint64_t)ts.tv_nsec;
}

static int
device_open(const char *name)
{
	const int on = 1, octets = 32 << 20;
	struct sockaddr_ll at = { .sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL),
		.sll_ifindex = (int)if_nametoindex(name) };
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, htons(ETH_P_ALL));

	if (fd < 0 || at.sll_ifindex == 0)
		err(1, "%s", name);
	(void)setsockopt(
	    fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof(on));
	(void)setsockopt(
	    fd, SOL_SOCKET, SO_RCVBUFFORCE, &octets, sizeof(octets));
	(void)setsockopt(
	    fd, SOL_SOCKET, SO_SNDBUFFORCE, &octets, sizeof(octets));
	if (bind(fd, (struct sockaddr *)&at, sizeof(at)) < 0)
		err(1, "bind to %s", name);
	return fd;
}

/* Notes the probes that have come; returns how many, at most MAX. */
static unsigned
watch(int fd, unsigned max)
{
	struct probe_seen *p;
	unsigned n = 0;
	ssize_t len;

	while (n < max) {
		p = &recent[n_seen % RECENT];
		len = recv(fd, p->frame, sizeof(p->frame), MSG_TRUNC);
		if (len < 0)
			break;
		if (!probe_parse(p, (size_t)len))
			continue;
		n_seen++;
		n++;
		if (p->sport < port_low)
			port_low = p->sport;
		if (p->sport > port_high)
			port_high = p->sport;
	}
	return n;
}

static int
learn(int fd, const char *path, uint64_t count)
{
	FILE *file = fopen(path, "w");
	uint64_t last = now_ns() + 20 * NS, before;

	if (file == NULL)
		err(1, "%s", path);
	while (n_seen < count && now_ns() < last) {
		before = n_seen;
		if (watch(fd, 1) == 0)
			(void)usleep(1000);
		else if (fwrite(&recent[before % RECENT], sizeof(recent[0]), 1,
			     file) != 1)
			err(1, "%s", path);
		if (n_seen > before)
			last = now_ns() + PATIENCE_S * NS;
	}
	if (fclose(file) != 0)
		err(1, "%s", path);
	(void)printf("{\"seen\":%lu}\n", (unsigned long)n_seen);
	return n_seen > 0 ? 0 : 1;
}

static uint16_t
any_port(void)
{
	return (uint16_t)(port_low +
	    (unsigned)random() % (port_high - port_low + 1));
}

/* One of the latest probes half the time, else one of the last thousands. */
static const struct probe_seen *
pick(void)
{
	uint64_t kept = n_seen < RECENT ? n_seen : RECENT;
	uint64_t among = random() & 1 ? kept : kept < 64 ? kept : 64;

	return &recent[(n_seen - 1 - (uint64_t)random() % among) % RECENT];
}

/* Forges one of a kind; false if no probe of late suits it. */
static bool
forge(enum forgery kind, struct forged *out)
{
	const struct probe_seen *p, *other = NULL;
	unsigned tries;

	for (tries = 0; tries < 1000; tries++) {
		p = pick();
		if (kind == FORGE_FAMILY) {
			other = pick();
			if (other->v6 == p->v6)
				continue;
		} else if (kind == FORGE_OLD_KEY) {
			other = probe_book_like(&old_book, p);
		} else if (kind == FORGE_OTHER_INSTANCE) {
			other = probe_book_any(&other_book);
		}
		if (forge_reply(kind, p, other, any_port(), out))
			return true;
	}
	return false;
}

/* Sends N frames, waiting for room where there is none. */
static void
send_all(int fd, struct forged *frames, unsigned n)
{
	struct mmsghdr messages[BATCH];
	struct iovec parts[BATCH];
	unsigned i, done = 0;
	int sent;

	memset(messages, 0, sizeof(messages));
	for (i = 0; i < n; i++) {
		parts[i] = (struct iovec){ frames[i].octet, frames[i].len };
		messages[i].msg_hdr.msg_iov = &parts[i];
		messages[i].msg_hdr.msg_iovlen = 1;
	}
	while (done < n) {
		sent = sendmmsg(fd, messages + done, n - done, 0);
		if (sent > 0)
			done += (unsigned)sent;
		else if (errno == ENOBUFS || errno == EAGAIN)
			(void)usleep(100);
		else
			err(1, "send");
	}
}

/* The prober's filter asks for ports, and such a fragment has none. */
static bool
is_filtered(const struct forged *f)
{
	return f->octet[12] == 0x08 &&
	    ((f->octet[20] & 0x1f) != 0 || f->octet[21] != 0);
}

static void
print_sent(const uint64_t sent[FORGE_COUNT], uint64_t filtered)
{
	uint64_t total = 0;
	unsigned i;

	(void)printf("{\"seen\":%lu,\"ports\":[%u,%u],\"sent\":{",
	    (unsigned long)n_seen, port_low, port_high);
	for (i = 0; i < FORGE_COUNT; i++) {
		(void)printf("%s\"%s\":%lu", i > 0 ? "," : "", forge_name[i],
		    (unsigned long)sent[i]);
		total += sent[i];
	}
	(void)printf("},\"total\":%lu,\"filtered\":%lu}\n",
	    (unsigned long)total, (unsigned long)filtered);
}

/* How many of each kind are to be sent; all kinds if ONLY is NULL. */
static uint64_t
share_out(uint64_t wanted[FORGE_COUNT], uint64_t count, const char *only)
{
	uint64_t total = 0;
	unsigned i;

	for (i = 0; i < FORGE_COUNT; i++) {
		/* No name is part of another. */
		wanted[i] = only == NULL || strstr(only, forge_name[i]) != NULL
		    ? count
		    : 0;
		total += wanted[i];
	}
	if (total == 0)
		errx(2, "%s: no such kind of forgery", only);
	return total;
}

static int
flood(int fd, uint64_t count, uint64_t rate, const char *only)
{
	static struct forged frames[BATCH];
	uint64_t sent[FORGE_COUNT] = { 0 }, total = 0, began = 0, left, last;
	uint64_t filtered = 0, wanted[FORGE_COUNT];
	unsigned kind = 0, n, skipped;

	last = now_ns() + 20 * NS;
	left = share_out(wanted, count, only);
	while (left > 0 && now_ns() < last) {
		if (watch(fd, RECENT / 2) > 0)
			last = now_ns() + PATIENCE_S * NS;
		/* A few first, for variety. */
		if (n_seen < RECENT / 16 ||
		    total > (now_ns() - began) * rate / NS) {
			if (n_seen < RECENT / 16)
				began = now_ns();
			(void)usleep(200);
			continue;
		}
		skipped = 0;
		for (n = 0; n < BATCH && left > n && skipped < FORGE_COUNT;
		     kind = (kind + 1) % FORGE_COUNT) {
			if (sent[kind] == wanted[kind] ||
			    !forge((enum forgery)kind, &frames[n])) {
				skipped++;
				continue;
			}
			skipped = 0;
			filtered += is_filtered(&frames[n]);
			sent[kind]++;
			n++;
		}
		send_all(fd, frames, n);
		total += n;
		left -= n;
	}
	print_sent(sent, filtered);
	return left == 0 ? 0 : 1;
}

int
main(int argc, char **argv)
{
	bool learns = argc == 5 && strcmp(argv[1], "learn") == 0;
	int fd;

	if (!learns &&
	    !((argc == 7 || argc == 8) && strcmp(argv[1], "flood") == 0))
		errx(2,
		    "usage: forge learn DEVICE FILE COUNT | forge flood "
		    "DEVICE COUNT RATE OLD OTHER [KIND]");
	fd = device_open(argv[2]);
	if (learns)
		return learn(fd, argv[3], strtoull(argv[4], NULL, 10));
	probe_book_read(&old_book, argv[5]);
	probe_book_read(&other_book, argv[6]);
	return flood(fd, strtoull(argv[3], NULL, 10),
	    strtoull(argv[4], NULL, 10), argc == 8 ? argv[7] : NULL);
}
