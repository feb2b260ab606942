/* SPDX-License-Identifier: Apache-2.0 */
/*
 * watch_driver.c - the watch of the way out, for test_watch.sh.
 *
 *	watch_driver [-i IFNAME] [-S SOURCE]... 4|6|ADDRESS...
 *
 * Finds the way to each operand and watches all of them.  Prints a line per
 * event, "EVENT milliseconds kind hop sentence", and after each batch of
 * events a line "STATE hop fine|refreshed|down sentence" per hop, as a scan
 * would ask.  Runs until it is killed.
 */
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "prober/hop_state.h"
#include "prober/watch.h"

struct driver {
	struct route_options options;
	struct hop hops[WATCH_HOPS_MAX];
	unsigned n;
	unsigned events; /* of the batch under way */
};

static long long
unix_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static void
on_event(void *arg, const struct watch_event *e)
{
	struct driver *d = arg;

	d->events++;
	(void)printf("EVENT %lld %s %u %s\n", unix_ms(),
	    watch_kind_name(e->kind), e->hop, e->text);
}

static void
print_states(struct driver *d, struct watch *w)
{
	static const char *const names[] = { "fine", "refreshed", "down" };
	char source[ADDRESS_TEXT_SIZE];
	enum hop_state state;
	struct error why;
	unsigned i;

	for (i = 0; i < d->n; i++) {
		why.text[0] = '\0';
		state = hop_state(&d->options, &d->hops[i], &why);
		if (state == HOP_REFRESHED)
			watch_set_hop(w, i, &d->hops[i]);
		(void)printf("STATE %u %s %s %s\n", i, names[state],
		    address_format(&d->hops[i].source, source), why.text);
	}
}

static enum status
find_hops(struct driver *d, int argc, char **argv, struct error *err)
{
	enum status status = STATUS_OK;
	struct ip_addr a;
	int c;

	d->options.wait_ms = 3500;
	while ((c = getopt(argc, argv, "i:S:")) != -1) {
		if (c == 'i')
			d->options.ifname = optarg;
		else if (c == 'S' && address_parse(optarg, &a))
			d->options.source[family_index((enum family)a.family)] =
			    a;
		else
			return error_set(err, STATUS_USAGE, "bad option");
	}
	for (; optind < argc && d->n < WATCH_HOPS_MAX && status == STATUS_OK;
	     optind++) {
		struct hop *hop = &d->hops[d->n++];

		if (address_parse(argv[optind], &a))
			status = route_find(&d->options, &a, hop, err);
		else
			status = route_default(&d->options,
			    strcmp(argv[optind], "6") == 0 ? FAMILY_V6
							   : FAMILY_V4,
			    hop, err);
	}
	return status;
}

int
main(int argc, char **argv)
{
	struct driver d = { .n = 0 };
	struct watch *w = NULL;
	struct pollfd pfd = { .events = POLLIN };
	struct error err;

	(void)setvbuf(stdout, NULL, _IOLBF, 0);
	if (find_hops(&d, argc, argv, &err) != STATUS_OK ||
	    watch_open(&w, d.hops, d.n, &err) != STATUS_OK) {
		(void)fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	pfd.fd = watch_fd(w);
	(void)puts("READY");
	while (poll(&pfd, 1, -1) >= 0) {
		d.events = 0;
		watch_read(w, on_event, &d);
		if (d.events > 0)
			print_states(&d, w);
	}
	watch_close(w);
	return 0;
}
