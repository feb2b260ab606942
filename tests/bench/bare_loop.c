/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bare_loop.c - how fast this machine can probe at all.
 *
 *	bare_loop TX tcp-syn|dns 4|6 PROBES [guarded]
 *
 * Sends that many probes on one core, SYNs to as many addresses or questions
 * for as many names to one server, through a backend and from the template of
 * the prober, and reads the capture on another core; nothing is planned, paced
 * or asked again.  Guarded, replies are kept from the kernel.  Prints one line
 * of JSON: packets per second while sending, how many probes had a right
 * answer, frames refused by the kernel (each time), lost by the capture, and
 * captured but not to be believed, and seconds of CPU time of the two threads.
 *
 * For a namespace whose default route leads to the responder.
 */
#include <sys/resource.h>
#include <netinet/in.h>

#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "capture/filter.h"
#include "capture/rx.h"
#include "prober/ports.h"
#include "prober/probe.h"
#include "prober/route.h"
#include "prober/rst_guard.h"
#include "prober/stamp.h"
#include "prober/template.h"
#include "prober/tx.h"

#define PORTS       256
#define PROBES_MAX  (PORTS << 16) /* told apart by port and 16 bits echoed */
#define SEND_BATCH  64
#define READ_BATCH  4096
#define RING_OCTETS (32U << 20)
#define QUIET_MS    500 /* without a frame: nothing more will come */
#define NAME_DIGITS 8
#define LAST_OCTETS (10U << 24) /* of the first target: 10.0.0.0 */

struct loop {
	const struct probe_type *type;
	enum family family;
	unsigned n; /* probes */
	struct ports ports;
	struct hop hop;
	struct rst_guard guard;
	struct template template;
	struct tx *tx;
	struct rx *rx;
	atomic_bool sent;
	double seconds, cpu_send_s, cpu_receive_s;
	/* The reader's: */
	bool *answered; /* (owned) by probe */
	unsigned hits, foreign;
};

/* A probe and what it points to. */
struct made {
	struct probe probe;
	struct dns_question question;
};

static uint64_t
now_ns(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/* CPU time of the calling thread. */
static double
cpu_s(void)
{
	struct rusage u;

	(void)getrusage(RUSAGE_THREAD, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
	    (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static void
stay_on_core(unsigned core)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(core, &set);
	(void)pthread_setaffinity_np(pthread_self(), sizeof(set), &set);
}

/* "<number>.example" */
static void
name_make(struct dns_name *name, unsigned number)
{
	static const char digits[] = "0123456789abcdef";
	static const char rest[] = "\7example";

	name->wire[0] = NAME_DIGITS;
	for (unsigned i = NAME_DIGITS; i > 0; i--, number /= 16)
		name->wire[i] = (uint8_t)digits[number % 16];
	memcpy(name->wire + 1 + NAME_DIGITS, rest, sizeof(rest));
	name->len = 1 + NAME_DIGITS + sizeof(rest);
}

/* Probe number I: its port and the lowest 16 bits of its token tell I. */
static void
make(const struct loop *l, unsigned i, struct made *m)
{
	const uint64_t noise = (i + UINT64_C(1)) * 0x9e3779b97f4a7c15;
	const bool dns = l->type == &probe_dns;
	struct probe *p = &m->probe;
	uint8_t *octet = p->flow.remote.addr.octet;

	*p = (struct probe){
		.flow = {
			.local = { .addr = l->hop.source,
			    .port = (uint16_t)(l->ports.first + i % PORTS) },
			.remote = { .addr = route_internet(l->family),
			    .port = dns ? 53 : 80 },
			.proto = l->type->ip_proto,
		},
		.token = { { noise << 16 | i / PORTS, noise } },
		.question = &m->question,
		.dns_flags = DNS_FLAG_RD,
		.edns = true,
	};
	if (!dns) {
		stamp_be32(
		    octet + family_octets(l->family) - 4, LAST_OCTETS + i);
		return;
	}
	m->question =
	    (struct dns_question){ .type = DNS_TYPE_AAAA, .klass = 1 };
	name_make(&m->question.name, i);
}

/* Which probe a response would be for. */
static unsigned
number(const struct loop *l, const struct response *r)
{
	unsigned echoed = 0;

	if (r->kind == RESPONSE_TCP)
		echoed = (r->tcp.ack - 1) & 0xffff;
	else if (r->kind == RESPONSE_UDP && r->udp.len >= 2)
		echoed = stamp_read16(r->udp.payload);
	return echoed * PORTS + r->flow.local.port - l->ports.first;
}

static void
on_frame(void *arg, const struct decode_input *in)
{
	struct loop *l = arg;
	struct response r;
	struct made m;
	unsigned i;

	if (decode_frame(in, &r) != DECODE_OK)
		return;
	i = number(l, &r);
	if (i < l->n) {
		make(l, i, &m);
		if (l->type->match(&m.probe, &r) == PROBE_MATCH_DIRECT) {
			l->hits += !l->answered[i];
			l->answered[i] = true;
			return;
		}
	}
	l->foreign++;
}

static void *
read_all(void *arg)
{
	struct loop *l = arg;
	struct pollfd pfd = { .events = POLLIN };
	uint64_t last_ns = now_ns();

	stay_on_core(1);
	pfd.fd = l->rx->ops->fd(l->rx);
	while (l->hits < l->n) {
		if (rx_poll(l->rx, READ_BATCH, on_frame, l) > 0)
			last_ns = now_ns();
		else if (atomic_load(&l->sent) &&
		    now_ns() > last_ns + QUIET_MS * UINT64_C(1000000))
			break;
		else
			(void)poll(&pfd, 1, 10);
	}
	l->cpu_receive_s = cpu_s();
	return NULL;
}

static enum status
send_all(struct loop *l, struct error *err)
{
	static uint8_t octets[SEND_BATCH][PROBE_FRAME_MAX];
	struct frame frames[SEND_BATCH];
	const uint64_t begin_ns = now_ns();
	const double begin_s = cpu_s();
	enum tx_result result;
	struct made m;

	for (unsigned done = 0, n = 0, sent; done < l->n; done += n) {
		for (n = 0; n < SEND_BATCH && done + n < l->n; n++) {
			make(l, done + n, &m);
			frames[n].base = octets[n];
			frames[n].len =
			    l->type->stamp(&l->template, &m.probe, octets[n]);
		}
		for (unsigned at = 0; at < n; at += sent) {
			result = tx_send(l->tx, frames + at, n - at, &sent);
			if (result != TX_OK && result != TX_AGAIN)
				return error_set(err, STATUS_SYSTEM,
				    "probe %u refused", done + at + sent);
		}
	}
	l->seconds = (double)(now_ns() - begin_ns) / 1e9;
	l->cpu_send_s = cpu_s() - begin_s;
	return STATUS_OK;
}

static enum status
loop_open(
    struct loop *l, const struct tx_ops *tx, bool guarded, struct error *err)
{
	const struct route_options options = { .wait_ms = 3500 };
	char filter[FILTER_TEXT_SIZE];
	struct rx_pcap_options rx = { .ring_octets = RING_OCTETS };
	enum status status;

	l->answered = calloc(l->n, sizeof(*l->answered));
	if (l->answered == NULL)
		return error_set(err, STATUS_NO_MEMORY, "out of memory");
	status = ports_open(&l->ports, PORTS, now_ns(), err);
	if (status == STATUS_OK)
		status = route_default(&options, l->family, &l->hop, err);
	if (status == STATUS_OK)
		status =
		    tx->open(&l->tx, l->hop.ifname, l->hop.link_layer, err);
	if (status != STATUS_OK)
		return status;
	rx.ifname = l->hop.ifname;
	rx.filter =
	    filter_text(filter, l->ports.first, PORTS, l->hop.link_layer);
	status = rx_pcap_open(&l->rx, &rx, err);
	if (status == STATUS_OK && guarded)
		status = rst_guard_open(
		    &l->guard, &l->hop, l->ports.first, PORTS, err);
	if (status == STATUS_OK)
		status =
		    l->type->prepare(&l->template, &l->hop, l->family, err);
	return status;
}

static enum status
loop_run(struct loop *l, struct error *err)
{
	enum status status;
	pthread_t reader;

	if (pthread_create(&reader, NULL, read_all, l) != 0)
		return error_set(err, STATUS_SYSTEM, "cannot start a thread");
	stay_on_core(0);
	status = send_all(l, err);
	atomic_store(&l->sent, true);
	(void)pthread_join(reader, NULL);
	return status;
}

static void
loop_print(const struct loop *l)
{
	struct tx_stats tx;
	struct rx_stats rx;

	l->tx->ops->stats(l->tx, &tx);
	l->rx->ops->stats(l->rx, &rx);
	printf("{\"tx\":\"%s\",\"probe\":\"%s\",\"family\":%d,"
	       "\"guarded\":%s,\"probes\":%u,\"rate_pps\":%.0f,\"hits\":%u,"
	       "\"refused\":%llu,\"lost\":%llu,\"foreign\":%u,"
	       "\"cpu_send_s\":%.3f,\"cpu_receive_s\":%.3f}\n",
	    l->tx->ops->name, l->type->name, l->family,
	    l->guard.nl != NULL ? "true" : "false", l->n,
	    (double)l->n / l->seconds, l->hits, (unsigned long long)tx.again,
	    (unsigned long long)rx.dropped, l->foreign, l->cpu_send_s,
	    l->cpu_receive_s);
}

static void
loop_close(struct loop *l)
{
	rst_guard_close(&l->guard);
	if (l->rx != NULL)
		l->rx->ops->close(l->rx);
	if (l->tx != NULL)
		l->tx->ops->close(l->tx);
	ports_close(&l->ports);
	free(l->answered);
}

int
main(int argc, char **argv)
{
	struct loop l = { 0 };
	const struct tx_ops *tx;
	enum status status;
	struct error err;

	if (argc < 5 || (tx = tx_find(argv[1])) == NULL ||
	    (l.type = probe_type_find(argv[2])) == NULL ||
	    (l.n = (unsigned)atoi(argv[4])) == 0 || l.n > PROBES_MAX) {
		fputs("usage: bare_loop TX tcp-syn|dns 4|6 PROBES [guarded]\n",
		    stderr);
		return 2;
	}
	l.family = argv[3][0] == '6' ? FAMILY_V6 : FAMILY_V4;
	status = loop_open(&l, tx, argc > 5, &err);
	if (status == STATUS_OK)
		status = loop_run(&l, &err);
	if (status == STATUS_OK)
		loop_print(&l);
	else
		fprintf(stderr, "bare_loop: %s\n", err.text);
	loop_close(&l);
	return status != STATUS_OK;
}
