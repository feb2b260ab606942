/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sim_patterns.h - how the addresses of a host, or of the name servers of a
 * zone, behave, and what class that makes (DESIGN section 3).
 */
#ifndef TESTS_SIM_SIM_PATTERNS_H
#define TESTS_SIM_SIM_PATTERNS_H

#include "analysis/verdict.h"
#include "tests/sim/sim_address.h"

#define SIM_PATTERN_MAX	3

struct sim_pattern {
	enum sim_behaviour	v4[SIM_PATTERN_MAX], v6[SIM_PATTERN_MAX];
	enum service_class	class;
};

/* A host that serves the web or takes mail. */
extern const struct sim_pattern	sim_host_patterns[];
extern const unsigned		sim_host_patterns_n;

/* The same, in which ports differ: for the web alone. */
extern const struct sim_pattern	sim_port_patterns[];
extern const unsigned		sim_port_patterns_n;

/* Name servers; the n-th addresses of both families are one server's. */
extern const struct sim_pattern	sim_server_patterns[];
extern const unsigned		sim_server_patterns_n;

/* Right, but only for those who do not hurry them. */
extern const struct sim_pattern	sim_limited_patterns[];
extern const unsigned		sim_limited_patterns_n;

#endif /* TESTS_SIM_SIM_PATTERNS_H */
