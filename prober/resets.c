/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/resets.h"

#include <stdlib.h>

struct resets *
resets_new(
    const struct rst_guards *guards, uint16_t port_first, uint16_t n_ports)
{
	struct resets *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return NULL;
	r->guards = guards;
	r->port_first = port_first;
	r->n_ports = n_ports;
	return r;
}

void
resets_free(struct resets *r)
{
	free(r);
}

enum status
resets_use_hop(struct resets *r, const struct hop *hop, struct error *err)
{
	const enum family family = (enum family)hop->source.family;

	return template_build_rst(
	    &r->templates[family_index(family)], hop, family, err);
}

/* The capture also brings what is for others: see filter.h. */
static bool
is_ours(const struct resets *r, const struct flow *f)
{
	return (uint16_t)(f->local.port - r->port_first) < r->n_ports &&
	    rst_guards_cover(r->guards, &f->local.addr) &&
	    r->templates[family_index(flow_family(f))].len > 0;
}

void
resets_note(struct resets *r, const struct response *response)
{
	struct tcp_rst rst;

	if (!tcp_rst_due(response, &rst) || !is_ours(r, &rst.flow))
		return;
	if (r->n < RESETS_MAX)
		r->owed[(r->first + r->n++) % RESETS_MAX] = rst;
	else
		r->unpaid++;
}
