/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report_chains.h"

#include "analysis/evidence.h"

static const enum family families[2] = { FAMILY_V4, FAMILY_V6 };

static void
add_family(
    struct report_chains *r, const struct record_domain *d, unsigned family)
{
	bool there[CHAIN_REASON_COUNT] = { false };
	const struct record_chain_family *f;
	size_t i;

	r->resolvable[family][evidence_all_resolvable(d, families[family])]++;
	for (i = 0; i < d->n_chain; i++) {
		f = &d->chain[i].family[family];
		if (f->resolvable == RESOLVABLE_NO)
			there[f->reason] = true;
	}
	for (i = 0; i < CHAIN_REASON_COUNT; i++)
		r->reason[family][i] += there[i];
}

void
report_chains_add(struct report_chains *r, const struct record_domain *d)
{
	if (!d->iterative)
		return;
	r->domains++;
	add_family(r, d, 0);
	add_family(r, d, 1);
}
