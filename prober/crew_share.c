/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/crew_share.h"

#include <inttypes.h>
#include <netinet/in.h>

#include "prober/controls.h"

/* All of its members are counters. */
static void
add_stats(struct engine_stats *to, const struct engine_stats *what)
{
	uint64_t *sum = (uint64_t *)to;
	const uint64_t *n = (const uint64_t *)what;
	size_t i;

	for (i = 0; i < sizeof(*to) / sizeof(*sum); i++)
		sum[i] += n[i];
}

void
crew_counts_add(struct crew_counts *to, const struct crew_counts *what)
{
	struct worker_counts *w = &to->worker;
	const struct worker_counts *n = &what->worker;
	unsigned i;

	w->link.sent_syn += n->link.sent_syn;
	w->link.sent_dns += n->link.sent_dns;
	w->link.sent_rst += n->link.sent_rst;
	w->link.refused += n->link.refused;
	w->link.bad += n->link.bad;
	w->link.guarded += n->link.guarded;
	w->rx.received += n->rx.received;
	w->rx.dropped += n->rx.dropped;
	w->rx.if_dropped += n->rx.if_dropped;
	w->frames += n->frames;
	w->unpaid_rst += n->unpaid_rst;
	for (i = 0; i < DECODE_RESULT_COUNT; i++)
		w->decoded[i] += n->decoded[i];
	add_stats(&to->engine, &what->engine);
	to->in_flight += what->in_flight;
	to->rate_fps += what->rate_fps;
	if (to->loss_permille < what->loss_permille)
		to->loss_permille = what->loss_permille;
}

/* Divides a cap, of which 0 is none. */
static enum status
divide_cap(uint32_t *cap, const char *of, unsigned n, struct error *err)
{
	if (*cap != 0 && *cap < n)
		return error_set(err, STATUS_USAGE,
		    "%" PRIu32 " packets/s to one %s cannot be shared by %u "
		    "workers: use fewer",
		    *cap, of, n);
	*cap /= n;
	return STATUS_OK;
}

static enum status
check_controls(const struct engine_config *c, unsigned n, struct error *err)
{
	unsigned positive[KIND_RESOLVER] = { 0 }, kind;
	size_t i;

	for (i = 0; i < c->n_controls; i++) {
		kind = controls_kind(
		    &c->controls[i].endpoint, c->controls[i].proto);
		if (kind != KIND_NONE && c->controls[i].expect_answer)
			positive[kind]++;
	}
	for (kind = 0; kind < KIND_RESOLVER; kind++) {
		if (c->hints == NULL && controls_kind_port(kind) == 53 &&
		    controls_kind_proto(kind) == IPPROTO_TCP)
			continue;
		if (positive[kind] > 0 && positive[kind] < n)
			return error_set(err, STATUS_USAGE,
			    "%u workers need as many controls of each kind, "
			    "and there are %u for %s port %u of IPv%c: use "
			    "fewer workers, or a longer list of controls",
			    n, positive[kind],
			    controls_kind_proto(kind) == IPPROTO_TCP ? "TCP"
								     : "UDP",
			    controls_kind_port(kind),
			    kind < KINDS_PER_FAMILY ? '4' : '6');
	}
	return STATUS_OK;
}

/* A window is never empty. */
static uint32_t
part(uint32_t whole, unsigned n)
{
	return whole < n ? 1 : whole / n;
}

enum status
crew_share(
    struct engine_config *c, unsigned index, unsigned n, struct error *err)
{
	enum status status = check_controls(c, n, err);

	if (status == STATUS_OK)
		status = divide_cap(&c->server_rate, "name server", n, err);
	if (status == STATUS_OK && c->hints != NULL)
		status = divide_cap(&c->address_rate, "address", n, err);
	if (status == STATUS_OK && c->hints != NULL)
		status = divide_cap(&c->prefix_rate, "/24 or /48", n, err);
	if (status != STATUS_OK)
		return status;
	if (c->rate_fps < n)
		return error_set(err, STATUS_USAGE,
		    "%" PRIu64 " packets/s cannot be shared by %u workers: use "
		    "fewer",
		    c->rate_fps, n);
	c->rate_fps = c->rate_fps / n + (index < c->rate_fps % n);
	c->window = part(c->window, n);
	c->resolver_window = part(c->resolver_window, n);
	c->cache /= n;
	c->n_peers = (uint8_t)n;
	c->index = (uint8_t)index;
	return STATUS_OK;
}
