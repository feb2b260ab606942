/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan.h - one domain's life, from its name to its evidence.
 *
 * A plan asks for what it knows it needs, and looks again each time something
 * it waits for is done: addresses of the name and its www name, MX and their
 * hosts, the zone and its name servers, and where mail may be Exchange
 * Online's the signs of that.  When nothing is left to wait for, its evidence
 * is complete.
 *
 * Threads: none; the engine's alone.
 */
#ifndef PROBER_PLAN_H
#define PROBER_PLAN_H

#include "prober/lookup.h"
#include "prober/reach.h"

/* DESIGN section 4, budgets of one domain. */
#define PLAN_QUERIES_MAX	PURSE_QUERIES_MAX
#define PLAN_ADDRESSES_MAX	8	/* probed, per host and family */
#define PLAN_WAIT_NS		UINT64_C(20000000000)	/* for lookups */
#define PLAN_ZONE_MAX		8	/* NS questions, climbing */
#define PLAN_AUTODISCOVER_MAX	3	/* CNAMEs followed */

/* Endpoints of a host over one family: most have one address. */
#define PLAN_REACHES_FEW	2

struct reach_set {
	unsigned	 n;
	union {
		struct reach	*few[PLAN_REACHES_FEW];	/* with references */
		struct reach	**many;		/* (owned) the same */
	};
};

static inline struct reach *
reach_set_at(const struct reach_set *s, unsigned i)
{
	return s->n > PLAN_REACHES_FEW ? s->many[i] : s->few[i];
}

struct plan_host {
	struct name	*name;			/* (owned reference) */
	uint8_t		 use;			/* enum host_use */
	bool		 looked_up;
	bool		 expanded[2];		/* endpoints are known */
	struct lookup	*lookup[2];		/* by family_index(); may be
						   NULL: over budget */
	struct reach_set reaches[2];		/* address by address, all
						   ports of each */
};

struct plan {
	TAILQ_ENTRY(plan)	 link;		/* in engine.plans */
	TAILQ_ENTRY(plan)	 stir;		/* in engine.stirred */
	struct name		*name;		/* (owned reference) */
	char			*group;		/* (owned) NULL: a question */
	const char		*organisation;	/* behind it */
	uint64_t		 started_ns;
	uint64_t		 noted_ns;	/* up to here queueing counts */
	uint32_t		 queued_ms;	/* of the time until then */
	uint64_t		 unsure_until_ns;	/* whether answers
							   count; 0: known */
	unsigned		 declared;
	unsigned		 pending;	/* waiters out */
	unsigned		 queries;
	bool			 is_stirred;
	bool			 over_budget;
	bool			 begun, mail_known, implicit_mx;
	bool			 exchange_asked, tenant_known, zone_known;
	struct plan_host	*hosts;		/* (owned) */
	size_t			 n_hosts;
	struct lookup		*mx;
	struct lookup		*spf;
	struct lookup		*autodiscover[PLAN_AUTODISCOVER_MAX];
	struct lookup		*zones[PLAN_ZONE_MAX];
	unsigned		 n_autodiscover, n_zones;
	struct name		*zone;		/* borrowed from zones[] */
	struct purse		*purse;		/* (owned) with --iterative */
	struct reach		**aaaa;		/* (owned, with references)
						   each name server asked for
						   the name's AAAA */
	struct name		**aaaa_server;	/* (owned) their names */
	unsigned		 n_aaaa;
	bool			 aaaa_asked;
	struct lookup		*enquiry;	/* only that: an engine_ask() */
	uint16_t		 enquiry_type;	/* 0: a domain's evidence */
	void			*cookie;
};

void	 plan_start(struct engine *, const struct engine_target *,
	    uint64_t now_ns);
void	 plan_start_question(struct engine *, const struct engine_question *,
	    uint64_t now_ns);

/* Looks again at every plan for which something was done. */
void	 plans_step(struct engine *, uint64_t now_ns);

/* Stirs the plans that wait only to know whether their answers count, and may
 * know by now. */
void	 plans_reconsider(struct engine *, uint64_t now_ns);

/* Takes one question more from the domain's budget, after QUEUED_MS in queues;
 * false when it is spent. */
bool	 plan_charge(const struct engine *, struct plan *, uint32_t queued_ms,
	    uint64_t now_ns);

/* For the files of the plan alone. */

/* Asks a question; NULL when the domain's budget is spent. */
struct lookup	*plan_want(struct engine *, struct plan *, struct name *,
		    uint16_t type, bool shared, uint64_t now_ns);

/* Done, or never asked. */
bool		 plan_settled(const struct lookup *);

struct plan_host *plan_add_host(struct plan *, struct name *, enum host_use);

/* Adds a host and asks for its addresses. */
void		 plan_look_up(struct engine *, struct plan *, struct name *,
		    enum host_use, uint64_t now_ns);

/* The name LABEL.NAME with a reference, or NULL if it would be too long. */
struct name	*plan_below(struct engine *, const char *label,
		    const struct name *);

/* Everything about mail that can be asked by now. */
void		 plan_mail(struct engine *, struct plan *, uint64_t now_ns);

/* Climbs to the zone that holds the name, and asks who serves it. */
void		 plan_zone(struct engine *, struct plan *, uint64_t now_ns);

/* Frees plans in flight without handing out their evidence. */
void	 plans_free(struct engine *);

/*
 * Writes the evidence of a complete plan; everything it points to is in the
 * engine's arena (plan_record.c).
 */
void	 plan_record(struct engine *, const struct plan *, uint64_t now_ns,
	    struct record_domain *);

/* The part that only --iterative knows (plan_chain.c). */
void	 plan_chain(struct engine *, const struct plan *,
	    struct record_domain *);

/* Probes the addresses of one host and family once they are known; to be called
 * until it is expanded. */
void	 plan_expand(struct engine *, struct plan *, struct plan_host *,
	    unsigned family, uint64_t now_ns);

/* Asks each name server of the zone for the name's AAAA (plan_aaaa.c). */
void	 plan_ask_aaaa(struct engine *, struct plan *, uint64_t now_ns);

/* What is known of an endpoint. */
struct record_endpoint plan_endpoint(const struct reach *);

/* Memory of the engine's arena, and a name in it as text ("" for NULL). */
void		*plan_take(struct engine *, size_t n, size_t size);
const char	*plan_text(struct engine *, const struct name *);

struct plan_port {
	uint16_t	port;
	uint8_t		proto;
};

/* What is probed of a host; returns how many ports. */
unsigned plan_ports(const struct plan *, enum host_use,
	    const struct plan_port **);

#endif /* PROBER_PLAN_H */
