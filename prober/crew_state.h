/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crew_state.h - what the parts of a crew share.
 *
 * For crew.c and crew_open.c only.
 */
#ifndef PROBER_CREW_STATE_H
#define PROBER_CREW_STATE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "prober/crew.h"
#include "prober/ring.h"

/* A worker and its thread. */
struct member {
	struct crew	*crew;
	struct worker	*worker;	/* (owned) */
	void		*hand;		/* borrowed */
	pthread_t	 thread;
	unsigned	 index;
	int		 wake_fd;	/* (owned) an eventfd: it is to take a
					   turn */
	bool		 idle;		/* it has nothing left to do, and said
					   so */
	enum status	 status;	/* how its loop ended */
	struct error	 error;
};

struct crew {
	struct member		 members[CREW_MAX];
	unsigned		 n;
	struct ports		 ports;
	struct ring		*rings;		/* (owned) from * n + to; NULL:
						   one member */
	const struct crew_hooks	*hooks;
	int			 ended_fd;	/* (owned) an eventfd: a thread
						   has ended */
	_Atomic unsigned	 n_idle;	/* who said that they are */
	_Atomic bool		 stop;
	pthread_mutex_t		 lock;		/* of what follows */
	struct crew_counts	 noted[CREW_MAX];
	uint64_t		 progress_ns;	/* the latest of all engines */
};

#endif /* PROBER_CREW_STATE_H */
