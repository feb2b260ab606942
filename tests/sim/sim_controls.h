/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sim_controls.h - controls of the simulated Internet.
 *
 * Of each family and kind 24 that must answer, three of which are dead
 * nevertheless, as happens to lists; and three that must not answer.
 */
#ifndef TESTS_SIM_SIM_CONTROLS_H
#define TESTS_SIM_SIM_CONTROLS_H

#include "prober/controls_file.h"

#define SIM_CONTROLS_ALIVE	21
#define SIM_CONTROLS_DEAD	3
#define SIM_CONTROLS_NEGATIVE	3
#define SIM_CONTROLS		(8 * (SIM_CONTROLS_ALIVE + \
				    SIM_CONTROLS_DEAD + SIM_CONTROLS_NEGATIVE))

void	sim_controls_make(struct control list[static SIM_CONTROLS]);

/* True if the address is a control's; no domain uses those. */
bool	sim_controls_has(const struct ip_addr *);

#endif /* TESTS_SIM_SIM_CONTROLS_H */
