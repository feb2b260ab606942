/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/scan_vantage.h"

#include <netinet/in.h>
#include <stdio.h>

#include "analysis/run_write.h"

/* What is the matter, in words. */
static const char *
matter(const struct engine_vantage *v)
{
	if (v->healthy && v->first)
		return "controls answer";
	if (v->healthy)
		return "controls answer; what was held back is asked again";
	if (v->deceived)
		return "an address where nobody lives, or a name that cannot "
		       "be, got an answer: open ports are not believed";
	return "controls do not answer: probes are held back, and nobody is "
	       "blamed for silence";
}

bool
scan_vantage_note(struct scan_vantage *s, unsigned worker, unsigned kind,
    struct engine_vantage *heard)
{
	uint32_t bit = UINT32_C(1) << worker;
	uint32_t all = (UINT32_C(2) << (s->n - 1)) - 1;
	bool good;

	s->kinds[kind].told |= bit;
	s->kinds[kind].healthy &= ~bit;
	if (heard->healthy)
		s->kinds[kind].healthy |= bit;
	good = s->kinds[kind].healthy == all;
	/* Of some it is not known yet, and the others are well. */
	if (!good && s->kinds[kind].healthy == s->kinds[kind].told)
		return false;
	if (s->kinds[kind].said && s->kinds[kind].good == good && s->n > 1)
		return false;
	heard->first = !s->kinds[kind].said;
	heard->healthy = good;
	s->kinds[kind].said = true;
	s->kinds[kind].good = good;
	return true;
}

void
scan_vantage_say(struct run_output *out, struct scan_status *status,
    const struct engine_vantage *v, uint64_t unix_ns)
{
	struct run_vantage line;
	char detail[256];

	(void)snprintf(detail, sizeof(detail), "%s: %s", v->name, matter(v));
	line = (struct run_vantage){
		.at_unix_ns = unix_ns,
		.family = v->family,
		.protocol = v->proto == IPPROTO_TCP ? "tcp" : "udp",
		.port = v->port,
		.healthy = v->healthy,
		.controls = v->controls,
		.answered = v->answered,
		.detail = detail,
	};
	run_write_vantage(&out->writer, &line);
	run_output_line(out);
	if (!v->healthy || !v->first || status->verbose)
		scan_status_say(status, detail);
}
