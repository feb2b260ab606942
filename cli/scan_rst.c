/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/scan_rst.h"

#include <string.h>

#define OWN_ABOVE_FPS 100000

/* Can replies to what leaves over that family be kept from the kernel? */
static bool
can_guard(const struct worker_options *w, enum family family, struct error *err)
{
	struct error no_way_out;
	struct hop hop;

	return route_default(&w->route, family, &hop, &no_way_out) !=
	    STATUS_OK ||
	    rst_guard_try(&hop, err) == STATUS_OK;
}

static bool
is_worth_it(const struct scan_options *o, struct error *why_not)
{
	if (o->rate_fps > OWN_ABOVE_FPS)
		return true;
	(void)error_set(why_not, STATUS_OK,
	    "the rate is not above %d packets/s", OWN_ABOVE_FPS);
	return false;
}

void
scan_rst_decide(
    struct scan_rst *r, const struct scan_options *o, struct scan_setup *setup)
{
	struct worker_options *w = &setup->worker;
	const char *given = o->rst != NULL ? o->rst : "kernel";

	*r = (struct scan_rst){ .chosen = strcmp(given, "auto") == 0 };
	if (r->chosen)
		r->own = is_worth_it(o, &r->why_not) &&
		    (!w->use_family[0] ||
			can_guard(w, FAMILY_V4, &r->why_not)) &&
		    (!w->use_family[1] || can_guard(w, FAMILY_V6, &r->why_not));
	else
		r->own = strcmp(given, "own") == 0;
	w->rst_guards = r->own ? &setup->rst_guards : NULL;
}

void
scan_rst_say(const struct scan_rst *r, struct scan_status *s)
{
	char text[sizeof(r->why_not.text) + 64];

	if (!r->chosen && !s->verbose)
		return;
	if (r->own)
		(void)snprintf(text, sizeof(text),
		    "RSTs are our own: the kernel does not see the replies");
	else
		(void)snprintf(text, sizeof(text), "RSTs by the kernel%s%s",
		    r->chosen ? ": " : "", r->why_not.text);
	scan_status_say(s, text);
}
