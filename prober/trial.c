/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/trial.h"

#include <sys/random.h>
#include <netinet/in.h>

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "capture/filter.h"
#include "common/token.h"
#include "prober/template.h"
#include "prober/tx.h"

#define PORTS    16
#define ATTEMPTS 3
#define BATCH    32 /* frames between two looks at what came */
#define PAUSE_NS INT64_C(2000000)
#define RX_BATCH 1024
#define ETHERNET 14
#define RING     (4u << 20)

/* One interface. */
struct trial_link {
	unsigned ifindex;
	struct tx *tx; /* (owned) */
	struct rx *rx; /* (owned) */
};

/* Trials under way. */
struct run {
	struct trials *trials;
	struct trial *at;
	size_t n;
};

static uint64_t
clock_now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

enum status
trials_open(struct trials *t, const struct guard *guard, struct error *err)
{
	*t = (struct trials){ .guard = guard };
	t->links = calloc(TRIAL_LINKS_MAX, sizeof(*t->links));
	if (t->links == NULL)
		return error_set(err, STATUS_NO_MEMORY, "out of memory");
	return ports_open(&t->ports, PORTS, clock_now(), err);
}

void
trials_close(struct trials *t)
{
	unsigned i;

	for (i = 0; i < t->n_links; i++) {
		t->links[i].tx->ops->close(t->links[i].tx);
		t->links[i].rx->ops->close(t->links[i].rx);
	}
	free(t->links);
	ports_close(&t->ports);
}

static struct trial_link *
find_link(const struct trials *t, unsigned ifindex)
{
	unsigned i;

	for (i = 0; i < t->n_links; i++)
		if (t->links[i].ifindex == ifindex)
			return &t->links[i];
	return NULL;
}

enum status
trials_link(struct trials *t, const struct hop *hop, struct error *err)
{
	char filter[FILTER_TEXT_SIZE];
	const struct rx_pcap_options rx = {
		.ifname = hop->ifname,
		.filter = filter_text(
		    filter, t->ports.first, t->ports.n, hop->link_layer),
		.ring_octets = RING,
	};
	struct trial_link *link = &t->links[t->n_links];
	enum status status;

	if (find_link(t, hop->ifindex) != NULL)
		return STATUS_OK;
	if (t->n_links == TRIAL_LINKS_MAX)
		return error_set(err, STATUS_USAGE, "too many interfaces");
	*link = (struct trial_link){ .ifindex = hop->ifindex };
	status = rx_pcap_open(&link->rx, &rx, err);
	if (status != STATUS_OK)
		return status;
	status = tx_mmsg.open(&link->tx, hop->ifname, hop->link_layer, err);
	if (status != STATUS_OK) {
		link->rx->ops->close(link->rx);
		return status;
	}
	t->n_links++;
	return STATUS_OK;
}

static const struct probe_type *
type_of(const struct trial *t)
{
	return t->proto == IPPROTO_TCP ? &probe_tcp_syn : &probe_dns;
}

/* Makes the probe of each trial. */
static enum status
prepare(const struct run *run, struct error *err)
{
	const struct ports *ports = &run->trials->ports;
	struct token_key key;
	size_t i;

	if (getrandom(&key, sizeof(key), 0) != sizeof(key))
		return error_set_errno(err, STATUS_SYSTEM, errno,
		    "cannot draw a key from the kernel");
	for (i = 0; i < run->n; i++) {
		struct trial *t = &run->at[i];

		t->result = TRIAL_UNSENT;
		t->probe = (struct probe){
			.flow = {
				.local = { .addr = t->hop->source },
				.remote = t->to,
				.proto = t->proto,
			},
			.token = token_make(&key, &i, sizeof(i)),
			.question = &t->question,
			.dns_flags = t->dns_flags,
			.edns = true,
		};
		t->probe.flow.local.port = (uint16_t)(ports->first +
		    probe_port_choice(&t->probe) % ports->n);
	}
	return STATUS_OK;
}

/* Sends one attempt; the kernel may be busy for a moment. */
static void
send_one(struct run *run, struct trial *t)
{
	const struct trial_link *link = find_link(run->trials, t->hop->ifindex);
	uint8_t bytes[PROBE_FRAME_MAX];
	struct frame frame = { .base = bytes };
	struct template template;
	struct error ignored;
	unsigned sent = 0;

	assert(link != NULL);
	if (type_of(t)->prepare(&template, t->hop, flow_family(&t->probe.flow),
		&ignored) != STATUS_OK)
		return;
	frame.len = type_of(t)->stamp(&template, &t->probe, bytes);
	if (guard_frame(run->trials->guard, bytes, frame.len,
		t->hop->link_layer ? ETHERNET : 0) != REASON_NONE)
		return;
	t->probe.sent_ns = clock_now();
	if (tx_send(link->tx, &frame, 1, &sent) != TX_OK || sent != 1)
		return;
	t->probe.attempt++;
	if (t->result == TRIAL_UNSENT)
		t->result = TRIAL_SILENT;
}

static void
answered(struct trial *t, const struct response *r)
{
	struct observation seen;

	type_of(t)->observe(&t->probe, r, &seen);
	t->result = TRIAL_ANSWERED;
	t->state = seen.state;
	t->reason = seen.reason;
	t->rtt_ns =
	    r->at_ns > t->probe.sent_ns ? r->at_ns - t->probe.sent_ns : 0;
	if (r->kind == RESPONSE_UDP && r->udp.len >= 4)
		t->reply_flags =
		    (uint16_t)(r->udp.payload[2] << 8 | r->udp.payload[3]);
}

/* A better result takes the place of a worse one. */
static void
consider(struct trial *t, const struct response *r)
{
	if (t->result == TRIAL_ANSWERED)
		return;
	switch (type_of(t)->match(&t->probe, r)) {
	case PROBE_MATCH_DIRECT:
		answered(t, r);
		break;
	case PROBE_MATCH_QUOTED:
		t->result = TRIAL_UNREACHABLE;
		t->reason = r->icmp.reason;
		break;
	case PROBE_MATCH_CASE:
		t->result = TRIAL_ALTERED;
		break;
	case PROBE_MATCH_NONE:
	case PROBE_MATCH_FRAGMENT:
		/* Ours by the remote end, but not by number or local port. */
		if (t->result == TRIAL_SILENT &&
		    r->kind != RESPONSE_ICMP_ERROR &&
		    r->flow.proto == t->proto &&
		    r->flow.remote.port == t->to.port &&
		    address_equal(&r->flow.remote.addr, &t->to.addr))
			t->result = TRIAL_ALTERED;
		break;
	}
}

static void
frame_came(void *arg, const struct decode_input *in)
{
	struct run *run = arg;
	struct response r;
	size_t i;

	if (decode_frame(in, &r) != DECODE_OK)
		return;
	for (i = 0; i < run->n; i++)
		consider(&run->at[i], &r);
}

static void
look(struct run *run)
{
	const struct timespec pause = { .tv_nsec = PAUSE_NS };
	unsigned i;

	(void)nanosleep(&pause, NULL);
	for (i = 0; i < run->trials->n_links; i++)
		(void)rx_poll(
		    run->trials->links[i].rx, RX_BATCH, frame_came, run);
}

/* Sends one attempt of all that are still unanswered. */
static void
round_of(struct run *run)
{
	size_t i, sent = 0;

	for (i = 0; i < run->n; i++) {
		if (run->at[i].result == TRIAL_ANSWERED)
			continue;
		send_one(run, &run->at[i]);
		if (++sent % BATCH == 0)
			look(run);
	}
}

static bool
all_answered(const struct run *run)
{
	size_t i;

	for (i = 0; i < run->n; i++)
		if (run->at[i].result != TRIAL_ANSWERED)
			return false;
	return true;
}

enum status
trials_run(struct trials *trials, struct trial *at, size_t n, uint64_t wait_ns,
    struct error *err)
{
	struct run run = { .trials = trials, .at = at, .n = n };
	const uint64_t start = clock_now();
	enum status status = prepare(&run, err);
	struct rx_stats stats;
	unsigned round, i;

	if (status != STATUS_OK)
		return status;
	for (round = 0; round < ATTEMPTS; round++) {
		const uint64_t end = start + wait_ns * (round + 1) / ATTEMPTS;

		round_of(&run);
		while (clock_now() < end && !all_answered(&run))
			look(&run);
	}
	trials->rx = (struct rx_stats){ 0 };
	for (i = 0; i < trials->n_links; i++) {
		trials->links[i].rx->ops->stats(trials->links[i].rx, &stats);
		trials->rx.received += stats.received;
		trials->rx.dropped += stats.dropped;
		trials->rx.if_dropped += stats.if_dropped;
	}
	return STATUS_OK;
}
