/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The worker's care for its ways out: what the kernel tells of links,
 * addresses, routes and neighbours becomes what the engine may rely on.
 */
#include <string.h>

#include "prober/hop_state.h"
#include "prober/worker.h"

#define FAMILIES 2
/* Refusals may have nothing to do with the pace: never below an eighth. */
#define PACE_FLOOR 8

/* Tells the engine which probes can leave now. */
static void
tell_engine(struct worker *w, unsigned index, bool usable)
{
	if (index < FAMILIES) {
		engine_set_source(w->engine, w->now_ns, index,
		    &w->hops[index].source, usable);
		return;
	}
	engine_set_resolver(w->engine, w->now_ns, (uint8_t)index,
	    &w->hops[index].source, usable);
}

static void
check_hop(struct worker *w, unsigned index)
{
	struct hop *hop = &w->hops[index];
	const struct hop before = *hop;
	struct error why;

	if (hop->source.family == FAMILY_NONE)
		return;
	switch (hop_state(&w->options.route, hop, &why)) {
	case HOP_REFRESHED:
		if (worker_use_hop(w, index, &why) != STATUS_OK) {
			*hop = before; /* the next look finds it new again */
			w->hop_down[index] = true;
			break;
		}
		/* Where there is no guard the kernel answers. */
		(void)worker_guard_hop(w, index, &why);
		watch_set_hop(w->watch, index, hop);
		w->hop_down[index] = false;
		break;
	case HOP_FINE:
		w->hop_down[index] = false;
		break;
	case HOP_DOWN:
		w->hop_down[index] = true;
	}
	tell_engine(w, index, !w->hop_down[index]);
}

static void
hop_event(void *arg, const struct watch_event *event)
{
	struct worker *w = arg;

	/* Only noted here: the watch must not be called from its callback. */
	if (event->hop == WATCH_ALL_HOPS)
		memset(w->hop_stirred, true, sizeof(w->hop_stirred));
	else
		w->hop_stirred[event->hop] = true;
}

void
worker_look(struct worker *w, uint64_t now_ns)
{
	unsigned i;

	w->now_ns = now_ns;
	watch_read(w->watch, hop_event, w);
	for (i = 0; i < w->n_hops; i++)
		if (w->hop_stirred[i]) {
			w->hop_stirred[i] = false;
			check_hop(w, i);
		}
}

/* A family that had no way out at the start may get one. */
static void
look_for_family(struct worker *w, unsigned i)
{
	static const enum family families[FAMILIES] = { FAMILY_V4, FAMILY_V6 };
	struct route_options at_once = w->options.route;
	struct watch *watch;
	struct error err;

	at_once.wait_ms = 0;
	if (route_default(&at_once, families[i], &w->hops[i], &err) !=
		STATUS_OK ||
	    worker_use_hop(w, i, &err) != STATUS_OK ||
	    watch_open(&watch, w->hops, w->n_hops, &err) != STATUS_OK) {
		w->hops[i] = (struct hop){ 0 };
		return;
	}
	(void)worker_guard_hop(w, i, &err);
	watch_close(w->watch);
	w->watch = watch;
	tell_engine(w, i, true);
}

/*
 * Slower by a third when the capture lost frames or the kernel refused more
 * than one batch in a hundred frames; by a tenth faster each second after.
 */
static void
adapt_pace(struct worker *w, const struct worker_counts *c, uint64_t now_ns)
{
	uint64_t wanted = w->options.engine.rate_fps;
	uint64_t sent = c->link.sent_syn + c->link.sent_dns + c->link.sent_rst;
	uint64_t rate = w->rate_fps;

	if (c->rx.dropped > w->dropped ||
	    (c->link.refused - w->refused) * 100 > sent - w->sent)
		rate -= rate / 3;
	else
		rate += rate / 10 + 1;
	if (rate < wanted / PACE_FLOOR)
		rate = wanted / PACE_FLOOR;
	if (rate < 1)
		rate = 1;
	if (rate > wanted)
		rate = wanted;
	if (rate != w->rate_fps)
		engine_set_rate(w->engine, now_ns, rate);
	w->rate_fps = rate;
	w->dropped = c->rx.dropped;
	w->refused = c->link.refused;
	w->sent = sent;
}

void
worker_tick(struct worker *w, uint64_t now_ns)
{
	struct worker_counts c;
	unsigned i;

	w->now_ns = now_ns;
	for (i = 0; i < FAMILIES; i++)
		if (w->options.use_family[i] &&
		    w->hops[i].source.family == FAMILY_NONE)
			look_for_family(w, i);
	for (i = 0; i < w->n_hops; i++)
		if (w->hop_down[i])
			check_hop(w, i);
	worker_counts(w, &c);
	if (c.rx.dropped > w->dropped)
		engine_deaf(w->engine, w->ticked_ns, now_ns);
	adapt_pace(w, &c, now_ns);
	w->ticked_ns = now_ns;
}
