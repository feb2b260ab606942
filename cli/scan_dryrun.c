/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/scan_dryrun.h"

#include <inttypes.h>

#include "cli/safe_text.h"

/* Questions that a domain costs when nothing of it is shared: A and AAAA of
 * the name, its www name, two MX hosts and three name servers, and MX, NS,
 * TXT and autodiscover. */
#define QUESTIONS_EACH 18
/* Endpoints: two ports of two web hosts, two MX hosts and three name servers,
 * one address of each family for each. */
#define ENDPOINTS_EACH 18

static void
family_line(const struct scan_setup *s, unsigned i, FILE *f)
{
	static const enum family families[2] = { FAMILY_V4, FAMILY_V6 };
	struct route_options route = s->worker.route;
	char source[ADDRESS_TEXT_SIZE], gateway[ADDRESS_TEXT_SIZE];
	struct error why;
	struct hop hop;

	(void)fprintf(f, "  IPv%c       ", i == 0 ? '4' : '6');
	if (!s->worker.use_family[i]) {
		(void)fputs("left out by option\n", f);
		return;
	}
	/* With a link-layer address at hand the neighbour is not looked for,
	 * so that not even the kernel sends anything. */
	route.have_mac[0] = route.have_mac[1] = true;
	if (route_default(&route, families[i], &hop, &why) != STATUS_OK) {
		(void)fputs("not measured: ", f);
		safe_text_print(f, why.text);
		(void)fputc('\n', f);
		return;
	}
	(void)fprintf(f, "from %s through %s on %s\n",
	    address_format(&hop.source, source),
	    hop.gateway.family == FAMILY_NONE
		? "no gateway"
		: address_format(&hop.gateway, gateway),
	    hop.ifname);
}

static void
resolver_lines(const struct scan_setup *s, FILE *f)
{
	char text[ADDRESS_TEXT_SIZE];
	unsigned i;

	for (i = 0; i < s->worker.n_resolvers; i++)
		(void)fprintf(f, "  resolver   %s port %u%s\n",
		    address_format(&s->resolvers[i].addr, text),
		    s->resolvers[i].port,
		    route_is_local(&s->resolvers[i].addr)
			? " (on this host, through a socket)"
			: "");
}

static void
cap_line(const char *what, uint32_t rate, FILE *f)
{
	if (rate == 0)
		(void)fprintf(f, "  %s no cap\n", what);
	else
		(void)fprintf(f, "  %s %" PRIu32 "/s\n", what, rate);
}

void
scan_dryrun(const struct scan_options *o, const struct scan_setup *s,
    const struct scan_input *in, FILE *f)
{
	uint64_t n = in->counts.targets;
	uint64_t most = n * o->probes * (QUESTIONS_EACH + ENDPOINTS_EACH);
	uint64_t least = n * (QUESTIONS_EACH + ENDPOINTS_EACH);

	(void)fprintf(f,
	    "Nothing is sent. This scan would test %" PRIu64 " domains\n"
	    "(%" PRIu64 " lines, %" PRIu64 " not usable, %" PRIu64
	    " duplicates)\n\n",
	    n, in->counts.lines, in->counts.errors, in->counts.duplicates);
	family_line(s, 1, f);
	family_line(s, 0, f);
	resolver_lines(s, f);
	(void)fprintf(f,
	    "\nFor each domain it asks the resolvers for A, AAAA, MX, NS, TXT\n"
	    "and CNAME (about %u questions where nothing is shared), sends "
	    "TCP\n"
	    "SYNs to ports 80 and 443 of the website and 25 of the mail\n"
	    "servers, and one SOA question over UDP to each address of each\n"
	    "name server: up to %" PRIu32
	    " attempts each, answered ones are not "
	    "repeated.\n\n",
	    QUESTIONS_EACH, o->probes);
	(void)fprintf(
	    f, "  in all            %" PRIu32 " packets/s\n", o->rate_fps);
	cap_line("per DNS address  ", o->address_rate, f);
	cap_line("per /24 and /48  ", o->prefix_rate, f);
	cap_line("per name server  ", o->server_rate, f);
	(void)fprintf(f,
	    "\nAbout %" PRIu64 " to %" PRIu64 " packets, so at least %" PRIu64
	    " s at this rate;\nshared hosts make it fewer, caps and silent "
	    "hosts make it longer.\n",
	    least, most, least / o->rate_fps);
}
