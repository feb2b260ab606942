/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sim_run.h - a scan of the simulated Internet from beginning to end.
 */
#ifndef TESTS_SIM_SIM_RUN_H
#define TESTS_SIM_SIM_RUN_H

#include "tests/sim/sim_domains.h"
#include "tests/sim/sim_world.h"

struct sim_options {
	unsigned		domains;
	unsigned		attempts;
	unsigned		resolvers;	/* 0: all kinds */
	uint64_t		world_seed;	/* names, hosts and weather */
	uint64_t		engine_seed;	/* tokens and order */
	uint64_t		rate_fps;
	struct sim_weather	weather;
	bool			forgeries;
	bool			rate_limited;	/* name servers */
	bool			controls;	/* and sound resolvers */
	struct sim_fault	faults[SIM_FAULTS_MAX];	/* from 0 on */
	unsigned		n_faults;
	uint64_t		limit_ns;	/* with controls: gives up */
};

struct sim_result {
	unsigned		done;		/* domains with evidence */
	unsigned		wrong;		/* those not judged right */
	unsigned		wrong_endpoints;
	/* Of those, what is more than "could not tell": */
	unsigned		blamed;
	unsigned		blamed_endpoints;
	unsigned		wrong_services[SERVICE_COUNT];
	unsigned		wrong_families[2];	/* endpoints */
	unsigned		lame;		/* name servers found lame */
	char			first_wrong[256];
	char			first_blamed[256];
	uint64_t		noticed_ns;	/* that some kind is not well,
						   since the first fault */
	unsigned		loss_permille;	/* as measured */
	unsigned		vantage_changes;
	uint64_t		evidence_hash;	/* of the records in a row */
	uint64_t		class_hash;	/* whatever their order */
	uint64_t		ended_ns;
	unsigned		spins;		/* woken with nothing to do */
	bool			at_rest;	/* nothing left in flight */
	struct engine_stats	stats;
	struct sim_counters	counters;
	size_t			most[SIM_WATCH_COUNT];
	uint64_t		gap_ns[SIM_WATCH_COUNT];
	double			burst;
};

/* The caps that the simulated user asked for; those of DESIGN section 5. */
#define SIM_ADDRESS_RATE	20
#define SIM_PREFIX_RATE		50
#define SIM_SERVER_RATE		20

void	sim_run(const struct sim_options *, struct sim_result *);

#endif /* TESTS_SIM_SIM_RUN_H */
