/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/scan_setup.h"

#include <sys/random.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "prober/crew_share.h"
#include "prober/loop.h"

#define RESOLV_CONF  "/etc/resolv.conf"
#define DNS_PORT     53
#define RING_OCTETS  (32u << 20)
#define LOCAL_PORTS  256
#define NEIGHBOUR_MS 3500
/* Answers on shared hosts that are kept for domains yet to come. */
#define CACHED_LOOKUPS 65536
/* Below that many packets per second one worker is as good as more. */
#define WORKERS_RATE     100000
#define WORKERS_AUTO_MAX 8

/* Reads the addresses of the system's resolvers; returns how many. */
static unsigned
system_resolvers(struct endpoint *out, unsigned max)
{
	char line[512], address[64];
	FILE *f = fopen(RESOLV_CONF, "re");
	unsigned n = 0;

	if (f == NULL)
		return 0;
	while (n < max && fgets(line, sizeof(line), f) != NULL)
		if (sscanf(line, "nameserver %63s", address) == 1 &&
		    address_parse(address, &out[n].addr))
			out[n++].port = DNS_PORT;
	(void)fclose(f);
	return n;
}

enum status
scan_setup_seed(struct option_seed *seed, struct error *err)
{
	if (seed->given)
		return STATUS_OK;
	if (getrandom(&seed->value, sizeof(seed->value), 0) < 0)
		return error_set_errno(err, STATUS_SYSTEM, errno,
		    "cannot draw a seed from the kernel");
	seed->value >>= 11; /* as large as --seed may be */
	return STATUS_OK;
}

enum status
scan_setup_hints(
    struct root_hints *hints, const struct scan_options *o, struct error *err)
{
	if (!o->iterative)
		return STATUS_OK;
	if (o->root_hints != NULL)
		return root_hints_load(hints, o->root_hints, err);
	return root_hints_builtin(hints, err);
}

static enum status
set_resolvers(
    struct scan_setup *s, const struct scan_options *o, struct error *err)
{
	size_t i;

	if (o->resolver.n > RESOLVERS_MAX)
		return error_set(err, STATUS_USAGE,
		    "--resolver may be given %d times at most", RESOLVERS_MAX);
	for (i = 0; i < o->resolver.n; i++)
		s->resolvers[i] = o->resolver.item[i];
	s->worker.n_resolvers = (unsigned)o->resolver.n;
	if (s->worker.n_resolvers == 0)
		s->worker.n_resolvers =
		    system_resolvers(s->resolvers, RESOLVERS_MAX);
	if (s->worker.n_resolvers == 0)
		return error_set(err, STATUS_USAGE,
		    "no resolver is given and " RESOLV_CONF
		    " names none: say which to ask with --resolver, or "
		    "--iterative to do without");
	s->worker.resolvers = s->resolvers;
	return STATUS_OK;
}

static enum status
set_guard(struct scan_setup *s, const struct scan_options *o, struct error *err)
{
	enum status status = STATUS_OK;
	size_t i;

	if ((s->guard = guard_new()) == NULL)
		return error_set(err, STATUS_NO_MEMORY, "out of memory");
	for (i = 0; i < o->permit_prefix.n && status == STATUS_OK; i++)
		status = guard_permit(s->guard, &o->permit_prefix.item[i], err);
	if (status == STATUS_OK && o->blocklist_file != NULL)
		status = guard_load_blocklist(
		    s->guard, o->blocklist_file, s->blocklist_sha256, err);
	s->worker.guard = s->guard;
	return status;
}

/* A family without a root server would be broken for every name. */
static enum status
set_hints(
    struct scan_setup *s, const struct root_hints *hints, struct error *err)
{
	const struct ip_addr *a;
	bool may_ask, any;
	unsigned family;
	size_t i;

	for (family = 0; family < 2; family++) {
		may_ask = !s->worker.use_family[family];
		any = false;
		for (i = 0; i < hints->n; i++) {
			a = &hints->server[i].addr[family];
			if (a->family == FAMILY_NONE)
				continue;
			any = true;
			may_ask |= guard_address(s->guard, a) == REASON_NONE;
		}
		if (!may_ask)
			return error_set(err, STATUS_USAGE,
			    "no root server can be asked over IPv%c: %s",
			    family == 0 ? '4' : '6',
			    any ? "all its addresses are special-purpose or on "
				  "the blocklist; in a laboratory see "
				  "--permit-prefix"
				: "the root hints have no such address");
	}
	s->worker.engine.hints = hints;
	return STATUS_OK;
}

/* Loads the controls; their addresses may be probed whatever they are. */
static enum status
set_controls(
    struct scan_setup *s, const struct scan_options *o, struct error *err)
{
	struct engine_config *e = &s->worker.engine;
	enum status status;
	size_t i;

	if (o->controls != NULL && strcmp(o->controls, "none") == 0)
		return STATUS_OK;
	status = o->controls != NULL
	    ? control_list_load(&s->controls, o->controls, err)
	    : control_list_builtin(&s->controls, err);
	for (i = 0; status == STATUS_OK && i < s->controls.n; i++)
		status = guard_permit_control(
		    s->guard, &s->controls.item[i].endpoint.addr, err);
	e->controls = s->controls.item;
	e->n_controls = s->controls.n;
	return status;
}

static void
set_route(struct route_options *r, const struct scan_options *o)
{
	const struct option_mac *mac[2] = { &o->gateway_mac, &o->gateway_mac6 };
	unsigned family;
	size_t i;

	r->ifname = o->interface;
	r->wait_ms = NEIGHBOUR_MS;
	for (i = 0; i < o->source_ip.n; i++) {
		family = family_index((enum family)o->source_ip.item[i].family);
		r->source[family] = o->source_ip.item[i];
	}
	for (i = 0; i < 2; i++) {
		r->have_mac[i] = mac[i]->given;
		memcpy(r->mac[i], mac[i]->octet, MAC_OCTETS);
	}
}

static enum status
set_engine(
    struct engine_config *e, const struct scan_options *o, struct error *err)
{
	struct timespec ts;

	if (getrandom(&e->key, sizeof(e->key), 0) != sizeof(e->key))
		return error_set_errno(err, STATUS_SYSTEM, errno,
		    "cannot draw the key of the run from the kernel");
	e->attempts = o->probes;
	e->cooldown_ns = o->cooldown_ns;
	e->rate_fps = o->rate_fps;
	e->address_rate = o->address_rate;
	e->prefix_rate = o->prefix_rate;
	e->server_rate = o->server_rate;
	e->window = o->window;
	e->resolver_window = o->resolver_window;
	e->cache = CACHED_LOOKUPS;
	(void)clock_gettime(CLOCK_REALTIME, &ts);
	e->unix_offset_ns = (uint64_t)ts.tv_sec * 1000000000u +
	    (uint64_t)ts.tv_nsec - loop_now_ns();
	return STATUS_OK;
}

enum status
scan_setup_make(struct scan_setup *s, const struct scan_options *o,
    const struct root_hints *hints, struct error *err)
{
	struct worker_options *w = &s->worker;
	enum status status;

	*s = (struct scan_setup){ .guard = NULL };
	rst_guards_init(&s->rst_guards);
	w->tx = tx_find(o->tx);
	w->use_family[0] = !o->ipv6_only;
	w->use_family[1] = !o->ipv4_only;
	w->n_ports = LOCAL_PORTS;
	w->ring_octets = RING_OCTETS;
	set_route(&w->route, o);
	status = set_guard(s, o, err);
	if (status == STATUS_OK && !o->sweeps)
		status = o->iterative ? set_hints(s, hints, err)
				      : set_resolvers(s, o, err);
	if (status == STATUS_OK)
		status = set_controls(s, o, err);
	if (status == STATUS_OK)
		status = set_engine(&w->engine, o, err);
	return status;
}

/* One for each core, if the rate is worth it and they can share the work. */
static unsigned
fitting_workers(const struct engine_config *e)
{
	long n = e->rate_fps < WORKERS_RATE ? 1 : sysconf(_SC_NPROCESSORS_ONLN);
	struct engine_config shared;
	struct error err;

	for (n = n < WORKERS_AUTO_MAX ? n : WORKERS_AUTO_MAX; n > 1; n--) {
		shared = *e;
		if (crew_share(&shared, 0, (unsigned)n, &err) == STATUS_OK)
			break;
	}
	return n > 1 ? (unsigned)n : 1;
}

enum status
scan_setup_workers(const struct scan_setup *s, const struct scan_options *o,
    unsigned *n, struct error *err)
{
	struct engine_config shared = s->worker.engine;

	*n = o->n_workers;
	if (*n == 0)
		*n = fitting_workers(&shared);
	return crew_share(&shared, 0, *n, err);
}

void
scan_setup_free(struct scan_setup *s)
{
	rst_guards_close(&s->rst_guards);
	guard_free(s->guard);
	control_list_free(&s->controls);
}
