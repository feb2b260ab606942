/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/sim_watch.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "tests/sim/sim_address.h"
#include "tests/sim/sim_net.h"

void
sim_watch_free(struct sim_watch *w)
{
	unsigned i;

	for (i = 0; i < SIM_WATCH_COUNT; i++)
		free(w->logs[i].notes);
}

static void
note(struct sim_watch *w, enum sim_watch_kind kind, uint64_t key, uint64_t at)
{
	struct sim_log *l = &w->logs[kind];

	if (l->n == l->room) {
		l->room = l->room == 0 ? 4096 : l->room * 2;
		l->notes = realloc(l->notes, l->room * sizeof(*l->notes));
		if (l->notes == NULL)
			abort();
	}
	l->notes[l->n++] = (struct sim_note){ key, at };
}

/* Whatever makes it another probe: where it goes and what it asks. */
static uint64_t
probe_key(const struct request *req)
{
	const struct probe *p = &req->probe;
	const struct dns_name *zone = &req->question.name;
	uint64_t key[3] = { 0 };

	key[0] = XXH3_64bits(&p->flow.remote.addr, sizeof(struct ip_addr));
	key[1] =
	    (uint64_t)p->flow.remote.port << 16 | (uint64_t)p->flow.proto << 8;
	if (p->flow.proto == IPPROTO_UDP) {
		key[1] |= (uint64_t)p->edns << 1 | p->plain_case;
		key[2] = XXH3_64bits(zone->wire, zone->len);
	}
	return XXH3_64bits(key, sizeof(key));
}

void
sim_watch_note(struct sim_watch *w, uint64_t now_ns, const struct request *req,
    bool to_resolver)
{
	const struct ip_addr *to = &req->probe.flow.remote.addr;
	size_t octets = to->family == FAMILY_V4 ? 3 : 6;
	uint64_t key = probe_key(req);
	uint32_t server;

	note(w, SIM_WATCH_ALL, 0, now_ns);
	if (to_resolver)
		return;
	note(w, SIM_WATCH_PREFIX,
	    XXH3_64bits_withSeed(to->octet, octets, to->family), now_ns);
	note(w, SIM_WATCH_ENDPOINT, key, now_ns);
	if (req->probe.attempt == 0)
		note(w, SIM_WATCH_FIRST, key, now_ns);
	if (req->probe.flow.proto != IPPROTO_UDP)
		return;
	note(w, SIM_WATCH_ADDRESS, XXH3_64bits(to, sizeof(*to)), now_ns);
	(void)sim_address_read(to, &server);
	note(w, SIM_WATCH_SERVER, server, now_ns);
}

static int
by_key_and_time(const void *a, const void *b)
{
	const struct sim_note *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->at_ns < y->at_ns ? -1 : x->at_ns > y->at_ns;
}

static struct sim_log *
sorted(struct sim_watch *w, enum sim_watch_kind kind)
{
	struct sim_log *l = &w->logs[kind];

	if (l->n > 0)
		qsort(l->notes, l->n, sizeof(*l->notes), by_key_and_time);
	return l;
}

size_t
sim_watch_most(struct sim_watch *w, enum sim_watch_kind kind)
{
	const struct sim_log *l = sorted(w, kind);
	size_t from = 0, to, most = 0;

	for (to = 0; to < l->n; to++) {
		while (l->notes[from].key != l->notes[to].key ||
		    l->notes[to].at_ns - l->notes[from].at_ns >= SIM_S)
			from++;
		if (to - from + 1 > most)
			most = to - from + 1;
	}
	return most;
}

uint64_t
sim_watch_gap_ns(struct sim_watch *w, enum sim_watch_kind kind)
{
	const struct sim_log *l = sorted(w, kind);
	uint64_t gap, least = UINT64_MAX;
	size_t i;

	for (i = 1; i < l->n; i++) {
		if (l->notes[i].key != l->notes[i - 1].key)
			continue;
		gap = l->notes[i].at_ns - l->notes[i - 1].at_ns;
		if (gap < least)
			least = gap;
	}
	return least;
}

double
sim_watch_burst(const struct sim_watch *w, uint64_t rate_fps)
{
	const struct sim_log *l = &w->logs[SIM_WATCH_ALL];
	double level = 0, most = 0;
	size_t i;

	for (i = 0; i < l->n; i++) {
		if (i > 0)
			level -= (double)(l->notes[i].at_ns -
				     l->notes[i - 1].at_ns) *
			    (double)rate_fps / 1e9;
		if (level < 0)
			level = 0;
		level += 1;
		if (level > most)
			most = level;
	}
	return most;
}
