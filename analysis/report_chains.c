/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report_chains.h"

#include <string.h>

#include "analysis/evidence.h"

static const enum family families[2] = { FAMILY_V4, FAMILY_V6 };

/* True if a name before the I-th of the domain breaks at the same zone. */
static bool
seen_before(const struct record_domain *d, size_t i, unsigned family)
{
	const char *zone = d->chain[i].family[family].broken_at;
	size_t j;

	for (j = 0; j < i; j++)
		if (strcmp(d->chain[j].family[family].broken_at, zone) == 0)
			return true;
	return false;
}

static bool
add_family(
    struct report_chains *r, const struct record_domain *d, unsigned family)
{
	bool there[CHAIN_REASON_COUNT] = { false };
	const struct record_chain_family *f;
	size_t i;

	r->resolvable[family][evidence_all_resolvable(d, families[family])]++;
	for (i = 0; i < d->n_chain; i++) {
		f = &d->chain[i].family[family];
		if (f->resolvable != RESOLVABLE_NO)
			continue;
		there[f->reason] = true;
		if (!seen_before(d, i, family) &&
		    !top_zones_add(&r->zones[family], f->broken_at, f->reason))
			return false;
	}
	for (i = 0; i < CHAIN_REASON_COUNT; i++)
		r->reason[family][i] += there[i];
	return true;
}

bool
report_chains_add(struct report_chains *r, const struct record_domain *d)
{
	if (!d->iterative)
		return true;
	r->domains++;
	return add_family(r, d, 0) && add_family(r, d, 1);
}

void
report_chains_free(struct report_chains *r)
{
	top_zones_free(&r->zones[0]);
	top_zones_free(&r->zones[1]);
}
