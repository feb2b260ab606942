/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/purse.h"

#include "prober/engine_state.h"

struct purse *
purse_new(struct engine *e, uint64_t share_ns)
{
	struct purse *p = pool_get(&e->purse_pool);

	*p = (struct purse){ .refs = 1, .share_ns = share_ns };
	return p;
}

void
purse_put(struct engine *e, struct purse *p)
{
	if (p != NULL && --p->refs == 0)
		pool_put(&e->purse_pool, p);
}
