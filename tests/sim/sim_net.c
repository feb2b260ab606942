/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/sim_net.h"

#include <stdlib.h>
#include <string.h>

#define DELAY_LEAST_NS (2 * SIM_MS)
#define DELAY_RANGE_NS (60 * SIM_MS)
#define REORDER_NS     (300 * SIM_MS)

void
sim_net_init(
    struct sim_net *net, const struct sim_weather *weather, uint64_t seed)
{
	*net = (struct sim_net){
		.weather = *weather,
		.random = { seed ^ 0x6e6574 },
	};
}

void
sim_net_free(struct sim_net *net)
{
	size_t i;

	for (i = 0; i < net->n; i++)
		free(net->heap[i]);
	free(net->heap);
}

static bool
sooner(const struct sim_event *a, const struct sim_event *b)
{
	return a->at_ns != b->at_ns ? a->at_ns < b->at_ns : a->order < b->order;
}

static void
swap(struct sim_event **a, struct sim_event **b)
{
	struct sim_event *c = *a;

	*a = *b;
	*b = c;
}

static void
push(struct sim_net *net, struct sim_event *e)
{
	size_t i = net->n++;

	if (net->n > net->room) {
		net->room = net->room == 0 ? 1024 : net->room * 2;
		net->heap = realloc(net->heap, net->room * sizeof(*net->heap));
		if (net->heap == NULL)
			abort();
	}
	net->heap[i] = e;
	for (; i > 0 && sooner(e, net->heap[(i - 1) / 2]); i = (i - 1) / 2)
		swap(&net->heap[i], &net->heap[(i - 1) / 2]);
}

static struct sim_event *
pop(struct sim_net *net)
{
	struct sim_event *first = net->heap[0];
	size_t i = 0, child;

	net->heap[0] = net->heap[--net->n];
	while ((child = 2 * i + 1) < net->n) {
		if (child + 1 < net->n &&
		    sooner(net->heap[child + 1], net->heap[child]))
			child++;
		if (!sooner(net->heap[child], net->heap[i]))
			break;
		swap(&net->heap[child], &net->heap[i]);
		i = child;
	}
	return first;
}

static void
add(struct sim_net *net, uint64_t at_ns, enum sim_event_kind kind,
    struct flight_id id, const uint8_t *data, size_t len)
{
	struct sim_event *e = malloc(sizeof(*e) + len);

	if (e == NULL)
		abort();
	e->at_ns = at_ns;
	e->order = net->order++;
	e->kind = kind;
	e->id = id;
	e->len = len;
	if (len > 0)
		memcpy(e->data, data, len);
	push(net, e);
}

bool
sim_net_carries(struct sim_net *net)
{
	if (!sim_random_permille(&net->random, net->weather.loss_out))
		return true;
	net->lost_out++;
	return false;
}

/* There and back. */
static uint64_t
delay(struct sim_net *net)
{
	const struct sim_weather *w = &net->weather;
	uint64_t ns = DELAY_LEAST_NS;

	ns += sim_random_below(&net->random, DELAY_RANGE_NS);
	if (sim_random_permille(&net->random, w->reordered))
		ns += sim_random_below(&net->random, REORDER_NS);
	if (sim_random_permille(&net->random, w->late))
		ns += sim_random_below(&net->random, w->late_ns);
	return ns;
}

void
sim_net_frame(
    struct sim_net *net, uint64_t at_ns, const uint8_t *data, size_t len)
{
	const struct flight_id none = { .flight = NULL };

	if (sim_random_permille(&net->random, net->weather.loss_in)) {
		net->lost_in++;
		return;
	}
	add(net, at_ns + delay(net), SIM_FRAME, none, data, len);
	if (sim_random_permille(&net->random, net->weather.duplicates)) {
		net->doubled++;
		add(net, at_ns + delay(net), SIM_FRAME, none, data, len);
	}
}

void
sim_net_place(
    struct sim_net *net, uint64_t at_ns, const uint8_t *data, size_t len)
{
	const struct flight_id none = { .flight = NULL };

	add(net, at_ns, SIM_FRAME, none, data, len);
}

void
sim_net_message(struct sim_net *net, uint64_t at_ns, struct flight_id id,
    const uint8_t *data, size_t len)
{
	add(net, at_ns, SIM_MESSAGE, id, data, len);
}

uint64_t
sim_net_next_ns(const struct sim_net *net)
{
	return net->n > 0 ? net->heap[0]->at_ns : UINT64_MAX;
}

struct sim_event *
sim_net_due(struct sim_net *net, uint64_t now_ns)
{
	return sim_net_next_ns(net) <= now_ns && net->n > 0 ? pop(net) : NULL;
}
