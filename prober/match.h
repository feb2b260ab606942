/* SPDX-License-Identifier: Apache-2.0 */
/*
 * match.h - which probe in flight a response is to.
 *
 * Threads: none; the engine's alone.
 */
#ifndef PROBER_MATCH_H
#define PROBER_MATCH_H

#include "prober/outstanding.h"

/*
 * Returns the flight that provoked the response, and how it shows in *MATCH,
 * or NULL.  A fragment, and an ICMP error that quotes too little, name no
 * question: they are taken for one along the flow that lacks a reply.
 */
struct flight	*match_response(const struct outstanding *,
		    const struct response *, enum probe_match *);

#endif /* PROBER_MATCH_H */
