/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/service.h"

#include <string.h>

#include "analysis/evidence.h"

/* The longest name that "www." fits in front of (RFC 1035 section 2.3.4). */
#define WWW_PARENT_MAX 249

#define STATE_BIT(s) ((uint8_t)(1U << (s)))
#define CLASS_BIT(c) ((uint16_t)(1U << (c)))

/* Both families of a service: the marks that are possible. */
struct family_marks {
	uint16_t marks[2]; /* family_index() */
};

static const enum family families[2] = { FAMILY_V4, FAMILY_V6 };

/* IPv4 down, IPv6 across. */
static const enum service_class class_table[5][5] = {
	[FAMILY_REACHABLE] = { CLASS_DUAL_STACK, CLASS_DUAL_STACK_DEGRADED,
	    CLASS_V6_BROKEN, CLASS_V6_BROKEN, CLASS_V4_ONLY },
	[FAMILY_DEGRADED] = { CLASS_DUAL_STACK_DEGRADED,
	    CLASS_DUAL_STACK_DEGRADED, CLASS_V6_BROKEN, CLASS_V6_BROKEN,
	    CLASS_V4_ONLY },
	[FAMILY_UNREACHABLE] = { CLASS_V4_BROKEN, CLASS_V4_BROKEN,
	    CLASS_UNREACHABLE, CLASS_UNREACHABLE, CLASS_UNREACHABLE },
	[FAMILY_SPECIAL_PURPOSE] = { CLASS_V4_BROKEN, CLASS_V4_BROKEN,
	    CLASS_UNREACHABLE, CLASS_UNREACHABLE, CLASS_UNREACHABLE },
	[FAMILY_NO_ADDRESS] = { CLASS_V6_ONLY, CLASS_V6_ONLY, CLASS_UNREACHABLE,
	    CLASS_UNREACHABLE, CLASS_NONE },
};

static enum family_state
mark_state(unsigned mark)
{
	if (mark == MARK_ALIVE)
		return FAMILY_REACHABLE;
	if (mark & MARK_ALIVE)
		return FAMILY_DEGRADED;
	if (mark & MARK_DEAD)
		return FAMILY_UNREACHABLE;
	return mark & MARK_SPECIAL ? FAMILY_SPECIAL_PURPOSE : FAMILY_NO_ADDRESS;
}

static uint8_t
marks_states(uint16_t marks)
{
	uint8_t states = 0;
	unsigned mark;

	for (mark = 0; mark < MARK_COUNT; mark++)
		if (marks & MARKS_OF(mark))
			states |= STATE_BIT(mark_state(mark));
	return states;
}

static uint16_t
states_classes(const uint8_t states[2])
{
	uint16_t classes = 0;
	unsigned v4, v6;

	for (v4 = 0; v4 < FAMILY_INDETERMINATE; v4++)
		for (v6 = 0; v6 < FAMILY_INDETERMINATE; v6++)
			if ((states[0] & STATE_BIT(v4)) &&
			    (states[1] & STATE_BIT(v6)))
				classes |= CLASS_BIT(class_table[v4][v6]);
	return classes;
}

/* The one member of a set, or OTHERWISE. */
static unsigned
only_member(unsigned set, unsigned otherwise)
{
	unsigned i;

	for (i = 0; i < otherwise; i++)
		if (set == 1U << i)
			return i;
	return otherwise;
}

static void
settle(const struct service_sets *sets, struct service_verdict *v)
{
	unsigned i;

	v->class =
	    (enum service_class)only_member(sets->classes, CLASS_INDETERMINATE);
	for (i = 0; i < 2; i++)
		v->family[i] = (enum family_state)only_member(
		    sets->family[i], FAMILY_INDETERMINATE);
}

static void
from_marks(const struct family_marks *m, struct service_sets *sets)
{
	unsigned i;

	for (i = 0; i < 2; i++)
		sets->family[i] = marks_states(m->marks[i]);
	sets->classes = states_classes(sets->family);
}

static void
host_marks(const struct record_host *h, const struct evidence_kind *k,
    struct family_marks *m)
{
	unsigned i;

	for (i = 0; i < 2; i++)
		m->marks[i] = evidence_host(h, families[i], k);
}

/* Nothing is known: every mark may be there. */
static void
unknown_marks(struct family_marks *m)
{
	host_marks(NULL, &evidence_web, m);
}

/* The domain does not have the service. */
static void
no_marks(struct family_marks *m)
{
	m->marks[0] = m->marks[1] = MARKS_NOTHING;
}

enum tri
service_port_mismatch(const struct record_host *h, uint16_t *port)
{
	const struct evidence_kind *k = &evidence_web;
	enum tri found = TRI_NO, mismatch;
	struct evidence_address a;
	unsigned i;
	size_t at;

	for (i = 0; i < k->n_ports; i++) {
		mismatch = TRI_YES;
		for (at = 0; evidence_next(h, FAMILY_V4, k, &at, &a);)
			mismatch = tri_and(mismatch, a.port_open[i]);
		for (at = 0; evidence_next(h, FAMILY_V6, k, &at, &a);)
			mismatch = tri_and(mismatch, tri_not(a.port_open[i]));
		if (mismatch > found) {
			found = mismatch;
			*port = k->ports[i];
		}
	}
	return found;
}

static void
judge_port_mismatch(const struct record_host *h, struct service_sets *sets)
{
	enum tri mismatch;
	uint16_t port;

	if (h == NULL || !(sets->classes & CLASS_BIT(CLASS_DUAL_STACK)))
		return;
	mismatch = service_port_mismatch(h, &port);
	if (mismatch != TRI_NO)
		sets->classes |= CLASS_BIT(CLASS_DUAL_STACK_DEGRADED);
	if (mismatch == TRI_YES)
		sets->classes &= (uint16_t)~CLASS_BIT(CLASS_DUAL_STACK);
}

static void
judge_web(const struct record_domain *d, struct service_sets *sets)
{
	const struct record_host *h = evidence_find(d, USE_WEB, NULL);
	struct family_marks m;

	host_marks(h, &evidence_web, &m);
	from_marks(&m, sets);
	judge_port_mismatch(h, sets);
}

static bool
has_no_www(const struct record_domain *d)
{
	return strncmp(d->name, "www.", 4) == 0 ||
	    strlen(d->name) > WWW_PARENT_MAX;
}

static void
judge_www(const struct record_domain *d, struct service_sets *sets)
{
	const struct record_host *h = evidence_find(d, USE_WWW, NULL);
	struct family_marks m;

	if (h == NULL && has_no_www(d)) {
		sets->classes = CLASS_BIT(CLASS_NOT_APPLICABLE);
		return;
	}
	host_marks(h, &evidence_web, &m);
	if ((h == NULL || h->n_endpoints == 0) && evidence_no_such_domain(d))
		no_marks(&m);
	from_marks(&m, sets);
	judge_port_mismatch(h, sets);
}

/* Without MX the name's own addresses take mail (RFC 5321 section 5.1). */
static void
implicit_marks(const struct record_domain *d, struct family_marks *m)
{
	const struct record_host *h = evidence_find(d, USE_MX, d->name);

	if (h == NULL)
		h = evidence_find(d, USE_WEB, NULL);
	host_marks(h, &evidence_mail, m);
}

static void
mx_marks(const struct record_domain *d, struct family_marks *m)
{
	unsigned i;
	size_t n;

	no_marks(m);
	for (n = 0; n < d->n_mx; n++)
		for (i = 0; i < 2 && !evidence_is_null_mx(&d->mx[n]); i++)
			m->marks[i] = evidence_add(
			    m->marks[i], evidence_mx(d, n, families[i]));
}

static void
judge_mail(const struct record_domain *d, struct service_sets *sets)
{
	struct family_marks m;

	if (evidence_count_mx(d) > 0) {
		mx_marks(d, &m);
	} else if (d->n_mx > 0) {
		sets->classes = CLASS_BIT(CLASS_NOT_APPLICABLE);
		return;
	} else if (evidence_no_such_domain(d)) {
		no_marks(&m);
	} else if (evidence_answered(&d->mx_lookup)) {
		implicit_marks(d, &m);
	} else {
		unknown_marks(&m);
	}
	from_marks(&m, sets);
}

/* True if the climb to the zone ended without a lookup that failed. */
static bool
climb_is_sure(const struct record_domain *d)
{
	size_t i;

	for (i = 0; i < d->n_zone_lookups; i++)
		if (lookup_failed(d->zone_lookups[i].status))
			return false;
	return d->n_zone_lookups > 0;
}

/* All servers together: a server without an address of a family is no loss. */
static void
name_server_marks(const struct record_domain *d, struct family_marks *m)
{
	struct family_marks host;
	uint16_t hole = MARKS_OF(MARK_HOLE);
	unsigned i;
	size_t n;

	no_marks(m);
	for (n = 0; n < d->n_hosts; n++) {
		if (d->hosts[n].use != USE_NS)
			continue;
		host_marks(&d->hosts[n], &evidence_dns, &host);
		for (i = 0; i < 2; i++) {
			if (host.marks[i] & hole)
				host.marks[i] = (uint16_t)(MARKS_NOTHING |
				    (host.marks[i] & ~hole));
			m->marks[i] = evidence_add(m->marks[i], host.marks[i]);
		}
	}
}

static void
judge_dns(const struct record_domain *d, struct service_sets *sets)
{
	bool measured = evidence_find(d, USE_NS, NULL) != NULL;
	struct family_marks m;

	if (evidence_no_such_domain(d))
		no_marks(&m);
	else if (measured)
		name_server_marks(d, &m);
	else if (d->zone[0] == '\0' && climb_is_sure(d))
		no_marks(&m);
	else
		unknown_marks(&m);
	from_marks(&m, sets);
}

void
service_judge(const struct record_domain *d, enum service service,
    struct service_verdict *v, struct service_sets *sets)
{
	static void (*const judges[SERVICE_COUNT])(
	    const struct record_domain *, struct service_sets *) = {
		[SERVICE_WEB] = judge_web,
		[SERVICE_WWW] = judge_www,
		[SERVICE_MAIL] = judge_mail,
		[SERVICE_DNS] = judge_dns,
	};

	*sets = (struct service_sets){ { 0, 0 }, 0 };
	judges[service](d, sets);
	settle(sets, v);
}
