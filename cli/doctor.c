/* SPDX-License-Identifier: Apache-2.0 */
/*
 * doctor.c - the command `reach46 doctor`.
 */
#include "cli/doctor.h"

#include <stdarg.h>

#include "cli/commands.h"
#include "cli/safe_text.h"

const char *
doctor_what(
    char buf[static DOCTOR_WHAT_SIZE], unsigned family, const char *thing)
{
	(void)snprintf(
	    buf, DOCTOR_WHAT_SIZE, "IPv%c %s", family == 0 ? '4' : '6', thing);
	return buf;
}

void
doctor_say(struct doctor *d, enum doctor_grade grade, const char *what,
    const char *advice, const char *fmt, ...)
{
	static const char *const words[DOCTOR_GRADES] = { "ok", "warn",
		"fail" };
	char text[640];
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	d->said[grade]++;
	(void)fprintf(d->out, "%-5s", words[grade]);
	safe_text_print(d->out, what);
	(void)fputs(": ", d->out);
	safe_text_print(d->out, text);
	if (advice != NULL && grade != DOCTOR_OK)
		(void)fprintf(d->out, " -> %s", advice);
	(void)fputc('\n', d->out);
	(void)fflush(d->out);
}

/* Can this family be measured, for all that was seen? */
static bool
measurable(const struct doctor *d, unsigned i)
{
	return d->ready && d->hops[i].source.family != FAMILY_NONE &&
	    (d->heard[i] || !d->tried[i]);
}

static int
conclude(const struct doctor *d)
{
	const bool v4 = measurable(d, 0), v6 = measurable(d, 1);

	if ((!v4 && !v6) || d->resolvers == 0) {
		(void)fputs("\nNothing can be measured from here.\n", d->out);
		return EXIT_UNFIT;
	}
	(void)fprintf(d->out,
	    "\nThis machine can measure over %s; %u checks fail, %u warn.\n",
	    v4 && v6 ? "IPv4 and IPv6"
		: v4 ? "IPv4"
		     : "IPv6",
	    d->said[DOCTOR_FAIL], d->said[DOCTOR_WARN]);
	return d->said[DOCTOR_FAIL] > 0 ? EXIT_SUSPECT : EXIT_DONE;
}

static int
examine(const struct doctor_options *o)
{
	struct doctor d = { .options = o, .out = stdout };
	struct error err;
	enum status status = scan_setup_hints(&d.hints, &o->scan, &err);
	int result;

	if (status == STATUS_OK)
		status = scan_setup_make(&d.setup, &o->scan, &d.hints, &err);
	if (status == STATUS_OK) {
		doctor_capabilities(&d);
		doctor_ports(&d);
		doctor_conntrack(&d);
		doctor_families(&d);
		doctor_rst(&d);
		if (o->scan.iterative)
			doctor_roots(&d);
		else
			doctor_resolvers(&d);
		doctor_controls(&d);
		doctor_ring(&d);
		result = conclude(&d);
	} else {
		/* A file that cannot be used is the user's. */
		if (status != STATUS_NO_MEMORY)
			status = STATUS_USAGE;
		result = command_fail("doctor", status, &err);
	}
	if (d.ready)
		trials_close(&d.trials);
	scan_setup_free(&d.setup);
	return result;
}

int
command_doctor(int argc, char **argv)
{
	struct doctor_options o;
	struct error err;
	enum status status = doctor_options_parse(argc, argv, &o, &err);
	int result;

	if (status != STATUS_OK) {
		result = command_fail("doctor", status, &err);
	} else if (o.scan.help) {
		options_help(&doctor_option_table, stdout);
		result = EXIT_DONE;
	} else {
		result = examine(&o);
	}
	doctor_options_free(&o);
	return result;
}
