/* SPDX-License-Identifier: Apache-2.0 */
/*
 * responder.h - what both sides of the responder know.
 */
#ifndef BENCH_RESPONDER_H
#define BENCH_RESPONDER_H

struct responder_counts {
	unsigned long long	syn;	/* arrived */
	unsigned long long	dns;	/* arrived */
	unsigned long long	rst;	/* arrived */
	/* CLOCK_MONOTONIC, ns, of the first SYN or question and the last: */
	unsigned long long	first_ns, last_ns;
};

#endif /* BENCH_RESPONDER_H */
