/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_bench.h - which control of a kind is asked, and which is left alone.
 *
 * One that is silent while the others answer is benched for half a minute.
 * When it comes back it is on trial, until it answers: that it stays silent
 * says nothing about us.
 *
 * Threads: none; the engine's alone.
 */
#ifndef PROBER_CONTROL_BENCH_H
#define PROBER_CONTROL_BENCH_H

#include "prober/controls.h"

/* The next control of a kind that is not benched; when all are, nobody is. */
unsigned	control_bench_next(struct controls *, struct control_kind *,
		    uint64_t now_ns);

/* Of one that is not benched. */
static inline bool
control_on_trial(const struct controls *c, unsigned control)
{
	return c->benched_ns[control] != 0;
}

/* A round of the control was decided, and its health (health.h) knows it. */
void		control_bench_note(struct controls *,
		    const struct control_kind *, unsigned control,
		    bool answered, uint64_t now_ns);

#endif /* PROBER_CONTROL_BENCH_H */
