/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/crew.h"

#include <sys/signalfd.h>

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

#include "prober/crew_state.h"
#include "prober/loop.h"

#define SECOND_NS UINT64_C(1000000000)

unsigned
crew_size(const struct crew *c)
{
	return c->n;
}

const struct worker *
crew_first(const struct crew *c)
{
	return c->members[0].worker;
}

const struct ports *
crew_ports(const struct crew *c)
{
	return &c->ports;
}

/* --- what a member does in its thread ------------------------------------ */

static void
ring_bell(int fd)
{
	const uint64_t one = 1;

	/* It fails only if the bell rings already. */
	if (write(fd, &one, sizeof(one)) < 0)
		return;
}

static void
hush_bell(int fd)
{
	uint64_t count;

	if (read(fd, &count, sizeof(count)) < 0)
		return;
}

static void
take_messages(struct member *m, uint64_t now_ns)
{
	struct crew *c = m->crew;
	struct peer_message message;
	unsigned from;

	hush_bell(m->wake_fd);
	for (from = 0; from < c->n; from++)
		while (ring_take(&c->rings[from * c->n + m->index], &message))
			engine_message_in(m->worker->engine, now_ns, &message);
}

static void
send_messages(struct member *m)
{
	struct crew *c = m->crew;
	struct peer_message message;
	struct ring *ring;
	unsigned to;
	bool any;

	for (to = 0; to < c->n; to++) {
		ring = &c->rings[m->index * c->n + to];
		any = false;
		while (!ring_is_full(ring) &&
		    engine_message_out(m->worker->engine, to, &message)) {
			ring_put(ring, &message);
			any = true;
		}
		if (any)
			ring_bell(c->members[to].wake_fd);
	}
}

void
crew_wake(struct crew *c)
{
	unsigned i;

	for (i = 0; i < c->n; i++)
		ring_bell(c->members[i].wake_fd);
}

static bool
feed(void *arg, struct engine *e, uint64_t now_ns, int *fd)
{
	struct member *m = arg;

	return m->crew->hooks->feed(m->hand, e, now_ns, fd);
}

static void
turn(void *arg, uint64_t now_ns)
{
	struct member *m = arg;

	if (m->crew->n > 1) {
		take_messages(m, now_ns);
		send_messages(m);
	}
	if (m->crew->hooks->turn != NULL)
		m->crew->hooks->turn(m->hand);
}

/* What others want to know of it, and it of others. */
static void
note(struct member *m)
{
	struct crew *c = m->crew;
	struct worker *w = m->worker;
	struct crew_counts now = {
		.in_flight = engine_in_flight(w->engine),
		.rate_fps = w->rate_fps,
		.loss_permille = engine_loss_permille(w->engine),
	};

	worker_counts(w, &now.worker);
	engine_stats(w->engine, &now.engine);
	(void)pthread_mutex_lock(&c->lock);
	c->noted[m->index] = now;
	if (c->progress_ns < engine_progress_ns(w->engine))
		c->progress_ns = engine_progress_ns(w->engine);
	engine_heed_progress(w->engine, c->progress_ns);
	(void)pthread_mutex_unlock(&c->lock);
	if (c->hooks->note != NULL)
		c->hooks->note(m->hand);
}

static void
tick(void *arg, uint64_t now_ns)
{
	struct member *m = arg;

	note(m);
	if (m->crew->n == 1)
		m->crew->hooks->tick(m->crew->hooks->arg, now_ns);
}

static bool
failed(void *arg)
{
	const struct crew *c = ((const struct member *)arg)->crew;

	return atomic_load_explicit(&c->stop, memory_order_relaxed) ||
	    c->hooks->failed(c->hooks->arg);
}

/* Nobody may go while another's domains still want its endpoints. */
static bool
ended(void *arg)
{
	struct member *m = arg;
	struct crew *c = m->crew;

	if (!m->idle) {
		m->idle = true;
		/* The others need not wait to see it. */
		if (atomic_fetch_add(&c->n_idle, 1) + 1 == c->n && c->n > 1)
			crew_wake(c);
	}
	return atomic_load(&c->n_idle) == c->n;
}

static enum status
run_member(struct member *m, int *signal_out, struct error *err)
{
	const struct loop_hooks hooks = {
		.feed = feed,
		.turn = turn,
		.tick = tick,
		.failed = failed,
		.ended = ended,
		.wake_fd = m->wake_fd,
		.signals = m->crew->n == 1,
		.arg = m,
	};

	enum status status = worker_start(m->worker, loop_now_ns(), err);

	return status == STATUS_OK
	    ? loop_run(m->worker, &hooks, signal_out, err)
	    : status;
}

static void *
thread_main(void *arg)
{
	struct member *m = arg;
	int none;

	m->status = run_member(m, &none, &m->error);
	/* One that ends early ends all. */
	atomic_store(&m->crew->stop, true);
	ring_bell(m->crew->ended_fd);
	return NULL;
}

/* --- the thread that called ---------------------------------------------- */

/* Waits for a signal, which it returns, or 0 when a thread has ended. */
static int
keep_watch(struct crew *c, int signal_fd)
{
	struct pollfd fds[2] = { { .fd = signal_fd, .events = POLLIN },
		{ .fd = c->ended_fd, .events = POLLIN } };
	uint64_t next_ns = loop_now_ns(), now_ns;
	struct signalfd_siginfo info;

	for (;;) {
		now_ns = loop_now_ns();
		if (now_ns >= next_ns) {
			c->hooks->tick(c->hooks->arg, now_ns);
			next_ns = now_ns + SECOND_NS;
		}
		(void)poll(fds, 2, (int)((next_ns - now_ns) / 1000000) + 1);
		if (read(signal_fd, &info, sizeof(info)) == sizeof(info))
			return (int)info.ssi_signo;
		if ((fds[1].revents & POLLIN) != 0)
			return 0;
	}
}

/* Starts all threads; returns how many there are. */
static unsigned
start(struct crew *c, struct error *err, enum status *status)
{
	unsigned i;
	int errnum;

	for (i = 0; i < c->n; i++) {
		errnum = pthread_create(
		    &c->members[i].thread, NULL, thread_main, &c->members[i]);
		if (errnum != 0) {
			*status = error_set_errno(err, STATUS_SYSTEM, errnum,
			    "cannot start a worker's thread");
			break;
		}
	}
	return i;
}

static enum status
run_threads(struct crew *c, int *signal_out, struct error *err)
{
	enum status status = STATUS_OK;
	sigset_t signals, before;
	unsigned n, i;
	int fd;

	(void)sigemptyset(&signals);
	(void)sigaddset(&signals, SIGINT);
	(void)sigaddset(&signals, SIGTERM);
	if ((fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK)) < 0)
		return error_set_errno(
		    err, STATUS_SYSTEM, errno, "cannot wait for signals");
	(void)pthread_sigmask(SIG_BLOCK, &signals, &before);
	n = start(c, err, &status);
	if (status == STATUS_OK)
		*signal_out = keep_watch(c, fd);
	if (status != STATUS_OK || *signal_out != 0)
		atomic_store(&c->stop, true);
	for (i = 0; i < n; i++) {
		(void)pthread_join(c->members[i].thread, NULL);
		if (status == STATUS_OK &&
		    (status = c->members[i].status) != STATUS_OK)
			*err = c->members[i].error;
	}
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	(void)close(fd);
	c->hooks->tick(c->hooks->arg, loop_now_ns());
	return status;
}

enum status
crew_run(struct crew *c, const struct crew_hooks *hooks, int *signal_out,
    struct error *err)
{
	enum status status;
	unsigned i;

	*signal_out = 0;
	c->hooks = hooks;
	if (c->n == 1)
		status = run_member(&c->members[0], signal_out, err);
	else
		status = run_threads(c, signal_out, err);
	for (i = 0; i < c->n && hooks->turn != NULL; i++)
		hooks->turn(c->members[i].hand);
	return status;
}

void
crew_counts(struct crew *c, struct crew_counts *out)
{
	unsigned i;

	*out = (struct crew_counts){ 0 };
	(void)pthread_mutex_lock(&c->lock);
	for (i = 0; i < c->n; i++)
		crew_counts_add(out, &c->noted[i]);
	(void)pthread_mutex_unlock(&c->lock);
}
