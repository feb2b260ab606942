/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as the kernel's news: each event is whole, and the same news told
 * again are none.
 */
#undef NDEBUG /* the assertions are the test */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "prober/watch_hop.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
on_news(void *arg, const struct netlink_news *news)
{
	struct watch_hop *w = arg;
	struct watch_event event;

	assert(news->kind != NETLINK_NEWS_LINK ||
	    memchr(news->link.name, '\0', sizeof(news->link.name)) != NULL);
	if (!watch_hop_news(w, news, &event))
		return;
	assert(watch_kind_name(event.kind) != NULL);
	assert(
	    event.kind != WATCH_OVERRUN && event.kind != WATCH_ROUTE_CHANGED);
	assert(event.family == FAMILY_V6 && event.text[0] != '\0' &&
	    memchr(event.text, '\0', sizeof(event.text)) != NULL);
	assert(!watch_hop_news(w, news, &event));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	/* As tests/unit/test_watch_hop.c has it. */
	struct hop hop = { .ifindex = 7, .ifname = "eth0", .link_layer = true };
	struct watch_hop w;
	void *aligned;

	(void)address_parse("2001:db8::1", &hop.source);
	(void)address_parse("fe80::1", &hop.neighbour);
	watch_hop_init(&w, &hop);
	if ((aligned = malloc(len > 0 ? len : 1)) == NULL)
		return 0;
	if (len > 0)
		memcpy(aligned, data, len);
	netlink_news_read(aligned, len, on_news, &w);
	free(aligned);
	return 0;
}
