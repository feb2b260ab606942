/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/pacer.h"

/* Credit is kept in 10^-9 frames: one frame per second earns one unit per
 * nanosecond. */
#define FRAME UINT64_C(1000000000)

void
pacer_init(struct pacer *p, uint64_t rate_fps, uint32_t burst, uint64_t now_ns)
{
	*p = (struct pacer){
		.rate_fps = rate_fps,
		.burst = burst,
		.at_ns = now_ns,
		.credit = FRAME,
	};
}

static void
earn(struct pacer *p, uint64_t now_ns)
{
	uint64_t full = p->burst * FRAME, elapsed;

	if (now_ns <= p->at_ns)
		return;
	elapsed = now_ns - p->at_ns;
	p->at_ns = now_ns;
	/* Compared as a quotient, so that no product can overflow. */
	if (elapsed >= (full - p->credit) / p->rate_fps + 1)
		p->credit = full;
	else
		p->credit += elapsed * p->rate_fps;
	if (p->credit > full)
		p->credit = full;
}

uint32_t
pacer_grant(struct pacer *p, uint64_t now_ns, uint32_t want)
{
	uint64_t whole;

	earn(p, now_ns);
	whole = p->credit / FRAME;
	if (whole > want)
		whole = want;
	p->credit -= whole * FRAME;
	return (uint32_t)whole;
}

void
pacer_set_rate(struct pacer *p, uint64_t rate_fps, uint64_t now_ns)
{
	earn(p, now_ns);
	p->rate_fps = rate_fps;
}

void
pacer_refund(struct pacer *p, uint32_t unsent)
{
	p->credit += unsent * FRAME;
	if (p->credit > p->burst * FRAME)
		p->credit = p->burst * FRAME;
}

uint64_t
pacer_next_ns(const struct pacer *p)
{
	if (p->credit >= FRAME)
		return p->at_ns;
	return p->at_ns + (FRAME - p->credit + p->rate_fps - 1) / p->rate_fps;
}
