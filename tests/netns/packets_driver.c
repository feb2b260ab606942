/* SPDX-License-Identifier: Apache-2.0 */
/*
 * packets_driver.c - the operating-system side of the prober, one step at a
 * time, for test_packets.sh and test_rst.sh.
 *
 *	packets_driver probe TX tcp-syn|dns ADDRESS PORT [guarded]
 *	packets_driver flood TX ADDRESS FRAMES
 *	packets_driver guard ADDRESS
 *	packets_driver route ADDRESS|4|6 [-i IFNAME] [-S SOURCE]
 *
 * "probe" sends one probe and prints what it shows, or "silent" after a
 * second; guarded, replies are kept from the kernel.  "flood" offers frames
 * until all were accepted, also while the link is down for a moment; it prints
 * how many that were, and on standard error by which backend.  "guard" keeps
 * replies of the kind that ADDRESS would give from the kernel, prints to which
 * ports, lets go when standard input ends, and waits to be killed.  "route"
 * prints the way out.  Exit status 1 and a sentence on standard error
 * otherwise.
 */
#include <netinet/in.h>

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "capture/filter.h"
#include "capture/rx.h"
#include "prober/ports.h"
#include "prober/probe.h"
#include "prober/route.h"
#include "prober/rst_guard.h"
#include "prober/template.h"
#include "prober/tx.h"

#define PORTS     16
#define LINGER_NS UINT64_C(100000000) /* for what should not come */
#define WAIT_NS   UINT64_C(1000000000)
#define DOWN_NS   UINT64_C(5000000000) /* how long a link may be down */
#define BATCH     64

/* Everything between a probe and the wire. */
struct path {
	struct ports ports;
	struct hop hop;
	struct rst_guard guard;
	struct tx *tx;
	struct rx *rx;
	struct template template;
	const struct probe_type *type;
};

/* What came in answer to one probe. */
struct outcome {
	const struct probe *probe;
	const struct probe_type *type;
	enum probe_match match;
	struct observation observation;
	unsigned frames;
	enum decode_result worst;
	uint64_t rtt_ns;
};

static uint64_t
now_ns(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static void
path_close(struct path *p)
{
	if (p->rx != NULL)
		p->rx->ops->close(p->rx);
	if (p->tx != NULL)
		p->tx->ops->close(p->tx);
	rst_guard_close(&p->guard);
	ports_close(&p->ports);
}

static enum status
path_open(struct path *p, const char *backend, const char *type,
    const struct ip_addr *to, struct error *err)
{
	const struct route_options options = { .wait_ms = 3500 };
	const struct tx_ops *tx = tx_find(backend);
	char filter[FILTER_TEXT_SIZE];
	struct rx_pcap_options rx = { .filter = filter };
	enum status status;

	*p = (struct path){ .type = probe_type_find(type) };
	if (tx == NULL || p->type == NULL)
		return error_set(err, STATUS_USAGE,
		    "no such backend or probe type: %s, %s", backend, type);
	status = ports_open(&p->ports, PORTS, now_ns(), err);
	if (status == STATUS_OK)
		status = route_find(&options, to, &p->hop, err);
	if (status == STATUS_OK)
		status =
		    tx->open(&p->tx, p->hop.ifname, p->hop.link_layer, err);
	if (status != STATUS_OK)
		return status;
	(void)filter_text(filter, p->ports.first, PORTS, p->hop.link_layer);
	rx.ifname = p->hop.ifname;
	status = rx_pcap_open(&p->rx, &rx, err);
	if (status == STATUS_OK)
		status = p->type->prepare(
		    &p->template, &p->hop, (enum family)to->family, err);
	return status;
}

static void
on_frame(void *arg, const struct decode_input *in)
{
	struct outcome *o = arg;
	struct response r;
	enum decode_result result = decode_frame(in, &r);

	o->frames++;
	if (result != DECODE_OK) {
		o->worst = result;
		return;
	}
	if (o->match != PROBE_MATCH_NONE)
		return;
	o->match = o->type->match(o->probe, &r);
	o->rtt_ns = r.at_ns - o->probe->sent_ns;
	if (o->match == PROBE_MATCH_DIRECT || o->match == PROBE_MATCH_QUOTED)
		o->type->observe(o->probe, &r, &o->observation);
}

/* Sends one probe and reads what comes back for a second. */
static enum status
exchange(struct path *path, struct probe *probe, struct outcome *o,
    struct error *err)
{
	uint8_t octets[PROBE_FRAME_MAX];
	struct frame frame = { .base = octets };
	struct pollfd pfd = { .events = POLLIN };
	uint64_t end;
	unsigned sent;

	*o = (struct outcome){ .probe = probe, .type = path->type };
	frame.len = path->type->stamp(&path->template, probe, octets);
	probe->sent_ns = now_ns();
	if (tx_send(path->tx, &frame, 1, &sent) != TX_OK)
		return error_set(err, STATUS_SYSTEM, "frame not accepted");
	end = probe->sent_ns + WAIT_NS;
	pfd.fd = path->rx->ops->fd(path->rx);
	while (now_ns() < end) {
		(void)poll(&pfd, 1, 20);
		if (rx_poll(path->rx, BATCH, on_frame, o) < 0)
			return error_set(err, STATUS_SYSTEM, "capture ended");
		if (o->match != PROBE_MATCH_NONE && now_ns() + LINGER_NS < end)
			end = now_ns() + LINGER_NS;
	}
	return STATUS_OK;
}

static enum status
run_probe(int argc, char **argv, struct error *err)
{
	struct dns_question question = { .type = DNS_TYPE_SOA, .klass = 1 };
	struct probe probe = { .question = &question, .edns = true };
	struct outcome o;
	struct path path;
	enum status status;

	if (!address_parse(argv[2], &probe.flow.remote.addr))
		return error_set(err, STATUS_USAGE, "bad address");
	(void)dns_name_from_text("example.test", &question.name);
	status =
	    path_open(&path, argv[0], argv[1], &probe.flow.remote.addr, err);
	if (status == STATUS_OK && argc > 4)
		status = rst_guard_open(
		    &path.guard, &path.hop, path.ports.first, PORTS, err);
	if (status != STATUS_OK)
		goto out;
	probe.token = (struct token){ { now_ns() * 0x9e3779b97f4a7c15,
	    now_ns() * 0xbf58476d1ce4e5b9 } };
	probe.flow.proto = path.type->ip_proto;
	probe.flow.remote.port = (uint16_t)atoi(argv[3]);
	probe.flow.local.addr = path.hop.source;
	probe.flow.local.port =
	    (uint16_t)(path.ports.first + probe_port_choice(&probe) % PORTS);
	status = exchange(&path, &probe, &o, err);
	if (status != STATUS_OK)
		goto out;
	printf("%s%s%s%s%s\n",
	    o.match == PROBE_MATCH_NONE
		? "silent"
		: endpoint_state_name(o.observation.state),
	    o.observation.reason != REASON_NONE ? " " : "",
	    o.observation.reason != REASON_NONE
		? reason_name(o.observation.reason)
		: "",
	    o.worst != DECODE_OK ? " " : "",
	    o.worst != DECODE_OK ? decode_result_name(o.worst) : "");
	fprintf(stderr, "%u frames, rtt %.3f ms\n", o.frames,
	    (double)o.rtt_ns / 1e6);
	if (o.match != PROBE_MATCH_NONE && o.rtt_ns > WAIT_NS)
		status = error_set(err, STATUS_SYSTEM, "time runs backwards");
out:
	path_close(&path);
	return status;
}

/* Offers N frames, the refused ones again, until all are accepted. */
static enum status
flood(
    struct path *path, const struct probe *probe, unsigned n, struct error *err)
{
	static uint8_t octets[BATCH][PROBE_FRAME_MAX];
	struct frame frames[BATCH];
	uint64_t last_ns = now_ns();
	enum tx_result result;
	unsigned done = 0, sent, want;

	for (unsigned i = 0; i < BATCH; i++) {
		frames[i].base = octets[i];
		frames[i].len =
		    path->type->stamp(&path->template, probe, octets[i]);
	}
	while (done < n) {
		want = n - done < BATCH ? n - done : BATCH;
		result = tx_send(path->tx, frames, want, &sent);
		if (sent > 0)
			last_ns = now_ns();
		else if (result == TX_DOWN)
			(void)poll(NULL, 0, 1);
		if (result == TX_BAD_FRAME || now_ns() > last_ns + DOWN_NS)
			return error_set(err, STATUS_SYSTEM,
			    "frame %u refused: result %d", done + sent, result);
		done += sent;
	}
	return STATUS_OK;
}

static enum status
run_flood(char **argv, struct error *err)
{
	struct probe probe = { .flow = { .proto = IPPROTO_TCP } };
	struct tx_stats stats;
	struct path path;
	enum status status;
	uint64_t begin;

	if (!address_parse(argv[1], &probe.flow.remote.addr))
		return error_set(err, STATUS_USAGE, "bad address");
	status =
	    path_open(&path, argv[0], "tcp-syn", &probe.flow.remote.addr, err);
	if (status != STATUS_OK)
		goto out;
	probe.flow.remote.port = 9;
	probe.flow.local.port = path.ports.first;
	probe.flow.local.addr = path.hop.source;
	begin = now_ns();
	status = flood(&path, &probe, (unsigned)atoi(argv[2]), err);
	if (status != STATUS_OK)
		goto out;
	path.tx->ops->stats(path.tx, &stats);
	printf("%llu\n", (unsigned long long)stats.accepted);
	fprintf(stderr, "%s: again %llu, bad %llu, down %llu, %.0f frames/s\n",
	    path.tx->ops->name, (unsigned long long)stats.again,
	    (unsigned long long)stats.bad, (unsigned long long)stats.down,
	    (double)stats.accepted * 1e9 / (double)(now_ns() - begin));
out:
	path_close(&path);
	return status;
}

static enum status
run_guard(const char *address, struct error *err)
{
	const struct route_options options = { .wait_ms = 3500 };
	struct rst_guard guard = { 0 };
	struct ports ports = { 0 };
	enum status status;
	struct ip_addr to;
	struct hop hop;

	if (!address_parse(address, &to))
		return error_set(err, STATUS_USAGE, "bad address");
	status = route_find(&options, &to, &hop, err);
	if (status == STATUS_OK)
		status = ports_open(&ports, PORTS, now_ns(), err);
	if (status == STATUS_OK)
		status = rst_guard_open(&guard, &hop, ports.first, PORTS, err);
	if (status == STATUS_OK) {
		printf("%u-%u\n", ports.first, ports.first + PORTS - 1);
		(void)fflush(stdout);
		while (getchar() != EOF)
			;
		rst_guard_close(&guard);
		(void)pause();
	}
	ports_close(&ports);
	return status;
}

static enum status
run_route(int argc, char **argv, struct error *err)
{
	struct route_options options = { .wait_ms = 3500 };
	char source[ADDRESS_TEXT_SIZE], gateway[ADDRESS_TEXT_SIZE] = "-";
	struct ip_addr a;
	enum status status;
	struct hop hop;

	for (int i = 1; i + 1 < argc; i += 2) {
		if (strcmp(argv[i], "-i") == 0)
			options.ifname = argv[i + 1];
		else if (address_parse(argv[i + 1], &a))
			options.source[family_index((enum family)a.family)] = a;
	}
	if (address_parse(argv[0], &a))
		status = route_find(&options, &a, &hop, err);
	else
		status = route_default(&options,
		    argv[0][0] == '6' ? FAMILY_V6 : FAMILY_V4, &hop, err);
	if (status != STATUS_OK)
		return status;
	if (hop.gateway.family != FAMILY_NONE)
		(void)address_format(&hop.gateway, gateway);
	printf("%s from %s via %s %s mtu %u "
	       "%02x:%02x:%02x:%02x:%02x:%02x\n",
	    hop.ifname, address_format(&hop.source, source), gateway,
	    hop.link_layer ? "ethernet" : "plain", hop.mtu, hop.remote_mac[0],
	    hop.remote_mac[1], hop.remote_mac[2], hop.remote_mac[3],
	    hop.remote_mac[4], hop.remote_mac[5]);
	return STATUS_OK;
}

int
main(int argc, char **argv)
{
	struct error err = { "usage: see packets_driver.c" };
	enum status status = STATUS_USAGE;

	if (argc >= 6 && strcmp(argv[1], "probe") == 0)
		status = run_probe(argc - 2, argv + 2, &err);
	else if (argc == 5 && strcmp(argv[1], "flood") == 0)
		status = run_flood(argv + 2, &err);
	else if (argc == 3 && strcmp(argv[1], "guard") == 0)
		status = run_guard(argv[2], &err);
	else if (argc >= 3 && strcmp(argv[1], "route") == 0)
		status = run_route(argc - 2, argv + 2, &err);
	if (status != STATUS_OK)
		fprintf(stderr, "%s\n", err.text);
	return status != STATUS_OK;
}
