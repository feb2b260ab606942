/* SPDX-License-Identifier: Apache-2.0 */
#include "capture/rx.h"

#include <pcap.h>

#include <stdlib.h>
#include <unistd.h>

#include "capture/rx_dlt.h"

struct rx_savefile {
	struct rx rx;
	pcap_t *pcap; /* (owned) */
	enum link_type link;
	struct rx_stats stats;
};

static const struct rx_ops savefile_ops;

enum status
rx_link_type(int dlt, const char *where, enum link_type *out, struct error *err)
{
	const char *name;

	switch (dlt) {
	case DLT_EN10MB:
		*out = LINK_ETHERNET;
		return STATUS_OK;
	case DLT_RAW:
	case DLT_IPV4:
	case DLT_IPV6:
		*out = LINK_RAW;
		return STATUS_OK;
	case DLT_LINUX_SLL:
		*out = LINK_COOKED;
		return STATUS_OK;
	case DLT_LINUX_SLL2:
		*out = LINK_COOKED2;
		return STATUS_OK;
	default:
		name = pcap_datalink_val_to_name(dlt);
		return error_set(err, STATUS_UNFIT,
		    "cannot read frames from %s: link type %s (%d) is neither "
		    "Ethernet, nor Linux cooked, nor plain IP",
		    where, name != NULL ? name : "unknown", dlt);
	}
}

static void
savefile_close(struct rx *rx)
{
	struct rx_savefile *s = (struct rx_savefile *)rx;

	if (s == NULL)
		return;
	if (s->pcap != NULL)
		pcap_close(s->pcap);
	free(s);
}

/* libpcap's sentence does not say of which kind its failure is. */
static enum status
failure(const char *path)
{
	if (access(path, F_OK) < 0)
		return STATUS_NOT_FOUND;
	return access(path, R_OK) < 0 ? STATUS_PERMISSION : STATUS_MALFORMED;
}

enum status
rx_savefile_open(struct rx **out, const char *path, struct error *err)
{
	struct rx_savefile *s = calloc(1, sizeof(*s));
	char why[PCAP_ERRBUF_SIZE] = "";
	enum status status;

	if (s == NULL)
		return error_set(err, STATUS_NO_MEMORY,
		    "cannot open capture file %s: out of memory", path);
	s->rx.ops = &savefile_ops;
	s->pcap = pcap_open_offline_with_tstamp_precision(
	    path, PCAP_TSTAMP_PRECISION_NANO, why);
	if (s->pcap == NULL)
		status = error_set(err, failure(path),
		    "cannot open capture file %s: %s", path, why);
	else
		status =
		    rx_link_type(pcap_datalink(s->pcap), path, &s->link, err);
	if (status == STATUS_OK)
		*out = &s->rx;
	else
		savefile_close(&s->rx);
	return status;
}

static int
savefile_poll(struct rx *rx, int max, rx_frame_fn *fn, void *arg)
{
	struct rx_savefile *s = (struct rx_savefile *)rx;
	struct pcap_pkthdr *header;
	const u_char *frame;
	int n;

	for (n = 0; n < max; n++) {
		if (pcap_next_ex(s->pcap, &header, &frame) != 1)
			return n > 0 ? n : -1;
		s->stats.received++;
		/* A capture made beside the sender has partial checksums. */
		fn(arg,
		    &(struct decode_input){
			.frame = frame,
			.captured = header->caplen,
			.wire = header->len,
			.link = s->link,
			.checksum_maybe_partial = true,
			.at_ns = (uint64_t)header->ts.tv_sec * 1000000000 +
			    (uint64_t)header->ts.tv_usec,
		    });
	}
	return n;
}

static int
savefile_fd(const struct rx *rx)
{
	(void)rx;
	return -1;
}

static void
savefile_stats(struct rx *rx, struct rx_stats *out)
{
	*out = ((struct rx_savefile *)rx)->stats;
}

static const struct rx_ops savefile_ops = {
	.name = "savefile",
	.poll = savefile_poll,
	.fd = savefile_fd,
	.stats = savefile_stats,
	.close = savefile_close,
};
