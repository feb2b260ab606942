/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/link.h"

#include <string.h>

#include "capture/filter.h"

#define ETHERNET_OCTETS 14
/* Enough of any reply: a DNS answer as long as EDNS lets it be, headers and
 * some extension headers before it. */
#define SNAPLEN 2048

enum status
link_open(struct link *l, const struct link_options *o, const struct hop *hop,
    struct error *err)
{
	char filter[FILTER_TEXT_SIZE];
	struct rx_pcap_options rx = {
		.ifname = hop->ifname,
		.ring_octets = o->ring_octets,
		.snaplen = SNAPLEN,
	};
	enum status status;

	*l = (struct link){
		.guard = o->guard,
		.ifindex = hop->ifindex,
		.link_layer = hop->link_layer,
	};
	rx.filter = (o->shared ? filter_text_shared : filter_text)(
	    filter, o->port_first, o->n_ports, hop->link_layer);
	status = rx_pcap_open(&l->rx, &rx, err);
	if (status != STATUS_OK)
		return status;
	status = o->tx->open(&l->tx, hop->ifname, hop->link_layer, err);
	if (status != STATUS_OK) {
		l->rx->ops->close(l->rx);
		l->rx = NULL;
	}
	return status;
}

void
link_close(struct link *l)
{
	if (l->tx != NULL)
		l->tx->ops->close(l->tx);
	if (l->rx != NULL)
		l->rx->ops->close(l->rx);
	l->tx = NULL;
	l->rx = NULL;
}

/* Takes the frame that is stamped behind the batch, if the guard lets it. */
static bool
take(struct link *l, size_t len, enum link_frame kind)
{
	const uint8_t *bytes = l->bytes[l->n];
	size_t ip_at = l->link_layer ? ETHERNET_OCTETS : 0;

	if (guard_frame(l->guard, bytes, len, ip_at) != REASON_NONE) {
		l->counts.guarded++;
		return false;
	}
	l->frames[l->n] = (struct frame){ .base = bytes, .len = len };
	l->kinds[l->n] = kind;
	l->n++;
	return true;
}

void
link_put(struct link *l, struct engine *e, uint64_t now_ns,
    const struct template *t, const struct request *req)
{
	size_t len = req->type->stamp(t, &req->probe, l->bytes[l->n]);

	l->ids[l->n] = req->id;
	if (!take(l, len,
		req->type == &probe_tcp_syn ? LINK_FRAME_SYN : LINK_FRAME_DNS))
		engine_unsendable(e, now_ns, req->id);
}

void
link_put_rst(
    struct link *l, const struct template *t, const struct tcp_rst *rst)
{
	(void)take(l, tcp_rst_stamp(t, rst, l->bytes[l->n]), LINK_FRAME_RST);
}

/* Forgets the first N frames of the batch, whose fate is known. */
static void
shift(struct link *l, unsigned n)
{
	unsigned left = l->n - n, i;

	if (n == 0)
		return;
	memmove(l->ids, l->ids + n, left * sizeof(*l->ids));
	memmove(l->kinds, l->kinds + n, left * sizeof(*l->kinds));
	memmove(l->bytes, l->bytes + n, left * sizeof(*l->bytes));
	for (i = 0; i < left; i++)
		l->frames[i] = (struct frame){ .base = l->bytes[i],
			.len = l->frames[i + n].len };
	l->n = left;
}

/* The kernel has taken frame I of the batch. */
static void
left(struct link *l, struct engine *e, uint64_t now_ns, unsigned i)
{
	switch (l->kinds[i]) {
	case LINK_FRAME_SYN:
		l->counts.sent_syn++;
		break;
	case LINK_FRAME_DNS:
		l->counts.sent_dns++;
		break;
	case LINK_FRAME_RST:
		l->counts.sent_rst++;
		return;
	}
	engine_sent(e, now_ns, l->ids[i]);
}

bool
link_flush(struct link *l, struct engine *e, uint64_t now_ns)
{
	enum tx_result result = TX_OK;
	unsigned sent, i;

	while (l->n > 0) {
		sent = 0;
		result = tx_send(l->tx, l->frames, l->n, &sent);
		for (i = 0; i < sent; i++)
			left(l, e, now_ns, i);
		if (result == TX_BAD_FRAME) {
			l->counts.bad++;
			if (l->kinds[sent] != LINK_FRAME_RST)
				engine_unsendable(e, now_ns, l->ids[sent]);
			sent++;
		}
		shift(l, sent);
		if (result == TX_AGAIN || result == TX_DOWN) {
			l->counts.refused++;
			break;
		}
	}
	return l->n == 0;
}
