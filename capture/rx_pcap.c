/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rx_pcap.c - a live capture through libpcap's memory-mapped ring.
 *
 * The kernel stamps frames by the clock of the day.  Each poll measures how
 * far that is from CLOCK_MONOTONIC and shifts what it hands over, so a step
 * of the clock can spoil the frames of one poll and no more; and never to a
 * time that has not come yet.
 */
#include "capture/rx.h"

#include <sys/socket.h>

#include <linux/if_packet.h>

#include <errno.h>
#include <pcap.h>
#include <stdlib.h>
#include <time.h>

#include "capture/rx_dlt.h"

#define RING_OCTETS_DEFAULT (32U << 20)
#define SNAPLEN_DEFAULT     2048
#define BLOCK_TIMEOUT_MS    10 /* a block of the ring is ours after that */
#define NS_PER_S            INT64_C(1000000000)
#define OFFSET_ERROR_NS     20000
#define OFFSET_TRIES        8

struct rx_pcap {
	struct rx rx;
	pcap_t *pcap; /* (owned) */
	enum link_type link;
	int64_t fraction_ns; /* of the lower half of a time stamp */
	struct rx_stats stats;
	struct pcap_stat last; /* as libpcap counts, in 32 bits */
	/* For the length of one poll: */
	rx_frame_fn *fn;
	void *arg;
	int64_t now_ns;    /* CLOCK_MONOTONIC */
	int64_t offset_ns; /* CLOCK_MONOTONIC less CLOCK_REALTIME */
};

static const struct rx_ops pcap_ops;

static int64_t
clock_ns(clockid_t id)
{
	struct timespec t;

	(void)clock_gettime(id, &t);
	return t.tv_sec * NS_PER_S + t.tv_nsec;
}

/*
 * CLOCK_MONOTONIC less CLOCK_REALTIME.  A thread that had to wait between the
 * two readings would take frames for older than they are: it reads again.
 */
static int64_t
clock_offset_ns(void)
{
	int64_t before, real;
	unsigned tries = 0;

	do {
		before = clock_ns(CLOCK_MONOTONIC);
		real = clock_ns(CLOCK_REALTIME);
	} while (clock_ns(CLOCK_MONOTONIC) - before > OFFSET_ERROR_NS &&
	    ++tries < OFFSET_TRIES);
	return before - real;
}

static void
rx_pcap_close(struct rx *rx)
{
	struct rx_pcap *r = (struct rx_pcap *)rx;

	if (r == NULL)
		return;
	if (r->pcap != NULL)
		pcap_close(r->pcap);
	free(r);
}

/* What must be set between pcap_create() and pcap_activate(). */
static void
configure(struct rx_pcap *r, const struct rx_pcap_options *options)
{
	unsigned ring = options->ring_octets, snaplen = options->snaplen;

	if (ring == 0)
		ring = RING_OCTETS_DEFAULT;
	if (snaplen == 0)
		snaplen = SNAPLEN_DEFAULT;
	(void)pcap_set_buffer_size(r->pcap, (int)ring);
	(void)pcap_set_snaplen(r->pcap, (int)snaplen);
	(void)pcap_set_timeout(r->pcap, BLOCK_TIMEOUT_MS);
	(void)pcap_set_promisc(r->pcap, 0);
	(void)pcap_set_immediate_mode(r->pcap, 0);
	(void)pcap_set_tstamp_precision(r->pcap, PCAP_TSTAMP_PRECISION_NANO);
}

static enum status
activate(struct rx_pcap *r, const char *ifname, struct error *err)
{
	int result = pcap_activate(r->pcap);
	enum status status;

	if (result >= 0) /* positive values are warnings */
		return STATUS_OK;
	switch (result) {
	case PCAP_ERROR_NO_SUCH_DEVICE:
		status = STATUS_NOT_FOUND;
		break;
	case PCAP_ERROR_PERM_DENIED:
		status = STATUS_PERMISSION;
		break;
	default:
		status = STATUS_SYSTEM;
		break;
	}
	return error_set(err, status, "cannot capture on %s: %s%s%s", ifname,
	    pcap_statustostr(result),
	    pcap_geterr(r->pcap)[0] != '\0' ? ": " : "", pcap_geterr(r->pcap));
}

/*
 * Our own frames: the kernel is asked not to hand them over at all.  Where it
 * cannot (before Linux 4.20), libpcap drops them.
 */
static void
ignore_outgoing(struct rx_pcap *r)
{
	const int on = 1;

	(void)setsockopt(pcap_fileno(r->pcap), SOL_PACKET,
	    PACKET_IGNORE_OUTGOING, &on, sizeof(on));
	(void)pcap_setdirection(r->pcap, PCAP_D_IN);
}

static enum status
set_filter(
    struct rx_pcap *r, const struct rx_pcap_options *options, struct error *err)
{
	enum status status = STATUS_OK;
	struct bpf_program program;

	if (options->filter == NULL)
		return STATUS_OK;
	if (pcap_compile(r->pcap, &program, options->filter, 1,
		PCAP_NETMASK_UNKNOWN) < 0)
		return error_set(err, STATUS_USAGE,
		    "cannot compile the capture filter \"%s\" for %s: %s",
		    options->filter, options->ifname, pcap_geterr(r->pcap));
	if (pcap_setfilter(r->pcap, &program) < 0)
		status = error_set(err, STATUS_SYSTEM,
		    "cannot set the capture filter on %s: %s", options->ifname,
		    pcap_geterr(r->pcap));
	pcap_freecode(&program);
	return status;
}

enum status
rx_pcap_open(
    struct rx **out, const struct rx_pcap_options *options, struct error *err)
{
	struct rx_pcap *r = calloc(1, sizeof(*r));
	char why[PCAP_ERRBUF_SIZE] = "";
	enum status status;

	if (r == NULL)
		return error_set(err, STATUS_NO_MEMORY,
		    "cannot capture on %s: out of memory", options->ifname);
	r->rx.ops = &pcap_ops;
	r->pcap = pcap_create(options->ifname, why);
	if (r->pcap == NULL) {
		status = error_set(err, STATUS_SYSTEM,
		    "cannot capture on %s: %s", options->ifname, why);
		goto out;
	}
	configure(r, options);
	status = activate(r, options->ifname, err);
	if (status != STATUS_OK)
		goto out;
	ignore_outgoing(r);
	status = rx_link_type(
	    pcap_datalink(r->pcap), options->ifname, &r->link, err);
	if (status != STATUS_OK)
		goto out;
	status = set_filter(r, options, err);
	if (status != STATUS_OK)
		goto out;
	if (pcap_setnonblock(r->pcap, 1, why) < 0) {
		status = error_set(err, STATUS_SYSTEM,
		    "cannot make the capture on %s non-blocking: %s",
		    options->ifname, why);
		goto out;
	}
	r->fraction_ns =
	    pcap_get_tstamp_precision(r->pcap) == PCAP_TSTAMP_PRECISION_NANO
	    ? 1
	    : 1000;
	*out = &r->rx;
out:
	if (status != STATUS_OK)
		rx_pcap_close(&r->rx);
	return status;
}

static void
on_frame(u_char *arg, const struct pcap_pkthdr *header, const u_char *frame)
{
	struct rx_pcap *r = (struct rx_pcap *)(void *)arg;
	int64_t at = header->ts.tv_sec * NS_PER_S +
	    header->ts.tv_usec * r->fraction_ns + r->offset_ns;

	if (at > r->now_ns)
		at = r->now_ns;
	/* libpcap does not tell whose checksum the kernel left unfinished. */
	r->fn(r->arg,
	    &(struct decode_input){
		.frame = frame,
		.captured = header->caplen,
		.wire = header->len,
		.link = r->link,
		.checksum_maybe_partial = true,
		.at_ns = at > 0 ? (uint64_t)at : 0,
	    });
}

static int
rx_pcap_poll(struct rx *rx, int max, rx_frame_fn *fn, void *arg)
{
	struct rx_pcap *r = (struct rx_pcap *)rx;
	int n;

	r->fn = fn;
	r->arg = arg;
	r->now_ns = clock_ns(CLOCK_MONOTONIC);
	r->offset_ns = clock_offset_ns();
	n = pcap_dispatch(r->pcap, max, on_frame, (u_char *)r);
	return n < 0 ? -1 : n;
}

static int
rx_pcap_fd(const struct rx *rx)
{
	return pcap_get_selectable_fd(((const struct rx_pcap *)rx)->pcap);
}

static void
rx_pcap_stats(struct rx *rx, struct rx_stats *out)
{
	struct rx_pcap *r = (struct rx_pcap *)rx;
	struct pcap_stat now;

	if (pcap_stats(r->pcap, &now) == 0) {
		/* The differences are right even where a counter wraps. */
		r->stats.received += now.ps_recv - r->last.ps_recv;
		r->stats.dropped += now.ps_drop - r->last.ps_drop;
		r->stats.if_dropped += now.ps_ifdrop - r->last.ps_ifdrop;
		r->last = now;
	}
	*out = r->stats;
}

static const struct rx_ops pcap_ops = {
	.name = "pcap",
	.poll = rx_pcap_poll,
	.fd = rx_pcap_fd,
	.stats = rx_pcap_stats,
	.close = rx_pcap_close,
};
