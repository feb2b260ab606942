/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/match.h"

#include <netinet/in.h>

#include "prober/ask.h"

/* The question of the ask behind a flight, for probe types that need it. */
static enum probe_match
match_flight(struct flight *f, const struct response *r)
{
	enum probe_match match;
	struct dns_question q;
	uint16_t flags;

	if (f->probe.flow.proto == IPPROTO_TCP)
		return probe_tcp_syn.match(&f->probe, r);
	f->ask->ops->question(f->ask, &q, &flags);
	f->probe.question = &q;
	match = probe_dns.match(&f->probe, r);
	f->probe.question = NULL;
	return match;
}

/* Does the response show the DNS ID, or need none?  Fragments and some ICMP
 * errors do not. */
static bool
shows_id(const struct response *r, uint16_t *id)
{
	*id = 0;
	if (r->flow.proto == IPPROTO_TCP)
		return true;
	if (r->kind == RESPONSE_UDP && r->udp.len >= 2)
		*id = (uint16_t)(r->udp.payload[0] << 8 | r->udp.payload[1]);
	else if (r->kind == RESPONSE_ICMP_ERROR && r->icmp.has_quote)
		*id = (uint16_t)(r->icmp.quote >> 16);
	else
		return false;
	return true;
}

struct flight *
match_response(const struct outstanding *o, const struct response *r,
    enum probe_match *match)
{
	struct flight *f;
	uint16_t id;

	if (shows_id(r, &id)) {
		for (f = outstanding_first(o, &r->flow, id); f != NULL;
		     f = outstanding_next(f, &r->flow, id))
			if ((*match = match_flight(f, r)) != PROBE_MATCH_NONE)
				break;
		return f;
	}
	for (f = outstanding_along(o, &r->flow, NULL); f != NULL;
	     f = outstanding_along(o, &r->flow, f)) {
		*match = match_flight(f, r);
		/* Without ID it is for one that lacks a reply. */
		if (*match == PROBE_MATCH_QUOTED ||
		    (*match == PROBE_MATCH_FRAGMENT && !f->answered))
			break;
	}
	return f;
}
