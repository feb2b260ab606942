/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arrivals.c - how evenly packets come in.
 *
 *	arrivals IFNAME RATE SECONDS WINDOW_MS
 *
 * Says "ready", takes the times that the kernel gives to the SYNs that arrive
 * on the interface, for so many seconds from the first, and prints one line of
 * JSON about a sender that should send RATE per second: how many came, the
 * fewest and the most in any window of that length (in steps of a thousandth
 * of it), the least number B for which no stretch of time t, however short or
 * long, had more than RATE * t + B, and for how long the whole machine stood
 * still, as a virtual one may: what a thread that sleeps shortly, over and
 * over, overslept.  To be run as a real-time process.
 */
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "capture/rx.h"

/* What comes during a read gets the time of the read's start. */
#define READ_BATCH  16
#define RING_OCTETS (64U << 20)
#define SNAPLEN     96
#define STEPS       1000 /* of a window */
#define WAIT_MS     100
#define SECOND_NS   UINT64_C(1000000000)
#define LATE_NS     (SECOND_NS / 2) /* frames wait in the ring for less */
#define NAP_NS      (SECOND_NS / 1000)
#define STALL_NS    (SECOND_NS / 250) /* less is none */

struct arrivals {
	double rate_fps;
	uint64_t step_ns, first_ns, last_ns;
	unsigned n_steps;
	unsigned *steps; /* (owned) how many came in each */
	uint64_t n;
	double ahead, most_ahead; /* of the rate, in packets */
	atomic_bool done;
	uint64_t stalled_ns; /* the sleeper's */
};

static void
on_frame(void *arg, const struct decode_input *in)
{
	struct arrivals *a = arg;
	uint64_t step;

	if (a->n == 0)
		a->first_ns = a->last_ns = in->at_ns;
	step = (in->at_ns - a->first_ns) / a->step_ns;
	if (step >= a->n_steps)
		return;
	a->steps[step]++;
	a->n++;
	a->ahead -=
	    a->rate_fps * (double)(in->at_ns - a->last_ns) / (double)SECOND_NS;
	a->ahead = (a->ahead > 0 ? a->ahead : 0) + 1;
	if (a->ahead > a->most_ahead)
		a->most_ahead = a->ahead;
	a->last_ns = in->at_ns;
}

static uint64_t
now_ns(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * SECOND_NS + (uint64_t)t.tv_nsec;
}

static void *
sleep_shortly(void *arg)
{
	const struct timespec nap = { .tv_nsec = NAP_NS };
	struct arrivals *a = arg;
	uint64_t before, late;

	while (!atomic_load(&a->done)) {
		before = now_ns();
		(void)nanosleep(&nap, NULL);
		late = now_ns() - before - NAP_NS;
		if (late > STALL_NS)
			a->stalled_ns += late;
	}
	return NULL;
}

static void
take(struct arrivals *a, struct rx *rx)
{
	const uint64_t all_ns = a->n_steps * a->step_ns + LATE_NS;
	struct pollfd pfd = { .fd = rx->ops->fd(rx), .events = POLLIN };

	while (a->n == 0 || now_ns() < a->first_ns + all_ns)
		if (rx_poll(rx, READ_BATCH, on_frame, a) <= 0)
			(void)poll(&pfd, 1, WAIT_MS);
}

static void
print(const struct arrivals *a, struct rx *rx)
{
	unsigned fewest = 0, most = 0, window = 0, i;
	struct rx_stats stats;

	for (i = 0; i < a->n_steps; i++) {
		window += a->steps[i];
		if (i >= STEPS)
			window -= a->steps[i - STEPS];
		if (i == STEPS - 1 || (i >= STEPS && window < fewest))
			fewest = window;
		if (i >= STEPS - 1 && window > most)
			most = window;
	}
	rx->ops->stats(rx, &stats);
	printf("{\"packets\":%llu,\"fewest\":%u,\"most\":%u,\"burst\":%.3f,"
	       "\"lost\":%llu,\"stalled_s\":%.3f}\n",
	    (unsigned long long)a->n, fewest, most, a->most_ahead,
	    (unsigned long long)stats.dropped,
	    (double)a->stalled_ns / (double)SECOND_NS);
}

int
main(int argc, char **argv)
{
	struct rx_pcap_options options = {
		.filter = "tcp[tcpflags] == tcp-syn or "
			  "(ip6 and ip6[6] = 6 and ip6[53] = 2)",
		.ring_octets = RING_OCTETS,
		.snaplen = SNAPLEN,
	};
	struct arrivals a = { 0 };
	pthread_t sleeper;
	struct error err;
	struct rx *rx;
	double seconds;

	if (argc != 5 || (a.rate_fps = atof(argv[2])) <= 0 ||
	    (seconds = atof(argv[3])) <= 0 || atoi(argv[4]) <= 0) {
		fputs(
		    "usage: arrivals IFNAME RATE SECONDS WINDOW_MS\n", stderr);
		return 2;
	}
	a.step_ns = (uint64_t)atoi(argv[4]) * 1000000 / STEPS;
	a.n_steps = (unsigned)(seconds * (double)SECOND_NS / (double)a.step_ns);
	a.steps = calloc(a.n_steps, sizeof(*a.steps));
	options.ifname = argv[1];
	if (a.steps == NULL || rx_pcap_open(&rx, &options, &err) != STATUS_OK) {
		fprintf(stderr, "arrivals: %s\n",
		    a.steps == NULL ? "out of memory" : err.text);
		return 1;
	}
	puts("ready");
	fflush(stdout);
	if (pthread_create(&sleeper, NULL, sleep_shortly, &a) != 0)
		return 1;
	take(&a, rx);
	atomic_store(&a.done, true);
	(void)pthread_join(sleeper, NULL);
	print(&a, rx);
	rx->ops->close(rx);
	free(a.steps);
	return 0;
}
