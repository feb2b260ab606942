/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sim_forger.h - somebody who cannot see our packets but knows where and
 * when they go.
 *
 * For each probe he sends replies that would turn the result around, ahead
 * of the right one, with all that he can know right and what he must guess
 * wrong: acknowledgement or DNS ID, port, question, letter case.
 */
#ifndef TESTS_SIM_SIM_FORGER_H
#define TESTS_SIM_SIM_FORGER_H

#include "tests/sim/sim_hosts.h"

/* Returns how many forgeries were sent. */
unsigned sim_forger_strikes(struct sim_net *, const struct sim_probe *);

#endif /* TESTS_SIM_SIM_FORGER_H */
