/* SPDX-License-Identifier: Apache-2.0 */
/*
 * responder.h - what both sides of the responder know.
 */
#ifndef BENCH_RESPONDER_H
#define BENCH_RESPONDER_H

struct responder_counts {
	unsigned long long	syn;	/* answered */
	unsigned long long	dns;	/* answered */
	unsigned long long	rst;	/* arrived */
};

#endif /* BENCH_RESPONDER_H */
