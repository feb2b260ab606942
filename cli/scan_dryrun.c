/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/scan_dryrun.h"

#include <inttypes.h>

#include "cli/safe_text.h"

/* What happens to a domain, and how much that is if nothing is shared. */
struct course {
	unsigned questions, endpoints;
	const char *text;
};

/*
 * Questions: A and AAAA of the name, its www name, two MX hosts and three name
 * servers, and MX, NS, TXT and autodiscover.  Endpoints: two ports of two web
 * hosts, two MX hosts and three name servers, an address of each family.
 */
static const struct course recursive = { 18, 18,
	"asks the resolvers for A, AAAA, MX, NS, TXT\n"
	"and CNAME, sends TCP SYNs to ports 80 and 443 of the website and 25\n"
	"of the mail servers, and one SOA question over UDP to each address\n"
	"of each name server" };

/*
 * The same, over each family two zone cuts on the way to the name, the mail
 * hosts and the name servers, and two endpoints more for each address of a
 * name server.
 */
static const struct course iterative = { 18 + 2 * 2 * 3, 18 + 2 * 6,
	"walks from the root to the name, its www name,\n"
	"mail and name servers and their aliases, over IPv6 and over IPv4\n"
	"apart, and asks the name servers on the way for A, AAAA, MX, NS, TXT\n"
	"and CNAME; sends TCP SYNs to ports 80 and 443 of the website, 25 of\n"
	"the mail servers and 53 of the name servers; and asks each address\n"
	"of each name server over UDP for the SOA of the zone and the AAAA of\n"
	"the name" };

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
root_lines(const struct root_hints *hints, FILE *f)
{
	char name[DNS_NAME_TEXT_SIZE], text[ADDRESS_TEXT_SIZE];
	const struct root_server *s;
	unsigned i;

	for (s = hints->server; s < hints->server + hints->n; s++) {
		(void)fprintf(
		    f, "  root       %s", dns_name_to_text(&s->name, name));
		for (i = 0; i < 2; i++)
			if (s->addr[i].family != FAMILY_NONE)
				(void)fprintf(f, " %s",
				    address_format(&s->addr[i], text));
		(void)fputc('\n', f);
	}
}

void
scan_dryrun_ways(
    const struct scan_options *o, const struct scan_setup *s, FILE *f)
{
	family_line(s, 1, f);
	family_line(s, 0, f);
	if (o->iterative)
		root_lines(s->worker.engine.hints, f);
	else
		resolver_lines(s, f);
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
	const struct course *c = o->iterative ? &iterative : &recursive;
	uint64_t n = in->counts.targets;
	uint64_t least = n * (c->questions + c->endpoints);
	uint64_t most = least * o->probes;

	(void)fprintf(f,
	    "Nothing is sent. This scan would test %" PRIu64 " domains\n"
	    "(%" PRIu64 " lines, %" PRIu64 " not usable, %" PRIu64
	    " duplicates)\n\n",
	    n, in->counts.lines, in->counts.errors, in->counts.duplicates);
	scan_dryrun_ways(o, s, f);
	(void)fprintf(f,
	    "\nFor each domain it %s.\n\n"
	    "That is about %u questions and %u endpoints where nothing is\n"
	    "shared, in up to %" PRIu32
	    " attempts each; answered ones are not repeated.\n\n",
	    c->text, c->questions, c->endpoints, o->probes);
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
