/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/purse.h"

#include "prober/engine_state.h"
#include "prober/plan.h"

uint64_t
purse_share_ns(const struct engine *e)
{
	return PLAN_WAIT_NS * controls_attempts(e) / e->config.attempts;
}

bool
purse_spent(const struct engine *e, const struct purse *p, uint64_t now_ns)
{
	return p->queries + PURSE_ERRAND_MAX > p->queries_max ||
	    purse_waited_ns(p, now_ns) > purse_share_ns(e);
}

struct purse *
purse_new(struct engine *e)
{
	struct purse *p = pool_get(&e->purse_pool);

	*p = (struct purse){ .refs = 1, .queries_max = PURSE_QUERIES_MAX };
	return p;
}

void
purse_forgive(struct purse *p)
{
	p->waited_ns = 0;
	p->overdrawn = false;
	p->queries_max = p->queries + PURSE_QUERIES_MAX;
	if (p->queries_max > PURSE_FORGIVEN_MAX)
		p->queries_max = PURSE_FORGIVEN_MAX;
}

void
purse_put(struct engine *e, struct purse *p)
{
	if (p != NULL && --p->refs == 0)
		pool_put(&e->purse_pool, p);
}
