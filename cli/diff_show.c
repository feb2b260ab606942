/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/diff_show.h"

#include <inttypes.h>

#include "analysis/diff_json.h"
#include "cli/safe_text.h"

static void
flush(struct diff_show *s)
{
	(void)fwrite(s->writer.buf, 1, s->writer.len, s->out);
	json_writer_taken(&s->writer);
}

void
diff_show_start(struct diff_show *s, FILE *out, bool json)
{
	*s = (struct diff_show){ .out = out, .json = json };
	json_writer_init(&s->writer);
	if (!json)
		return;
	json_writer_object(&s->writer, NULL);
	json_writer_text(&s->writer, "type", "diff");
	json_writer_array(&s->writer, "changes");
}

static void
text_domain(FILE *out, const struct diff_domain *d)
{
	const struct diff_service *s;
	unsigned i;

	if (d->change == DIFF_NEW || d->change == DIFF_GONE) {
		(void)fprintf(out, "%-7s ", diff_change_name(d->change));
		safe_text_print(out, d->name);
		(void)fputc('\n', out);
		return;
	}
	for (i = 0; i < SERVICE_COUNT; i++) {
		s = &d->service[i];
		if (s->change == DIFF_UNCHANGED)
			continue;
		(void)fprintf(out, "%-7s ", diff_change_name(s->change));
		safe_text_print(out, d->name);
		(void)fprintf(out, " %s: %s, was %s\n",
		    service_name((enum service)i),
		    service_class_name(s->to.class),
		    service_class_name(s->from.class));
	}
}

void
diff_show_domain(struct diff_show *s, const struct diff_domain *d)
{
	if (!s->json) {
		text_domain(s->out, d);
		return;
	}
	diff_json_changes(&s->writer, d);
	flush(s);
}

/* How many domains moved from one class to another. */
static void
text_causes(
    FILE *out, enum service service, const uint64_t n[CLASS_COUNT][CLASS_COUNT])
{
	unsigned i, j;

	for (i = 0; i < CLASS_COUNT; i++)
		for (j = 0; j < CLASS_COUNT; j++)
			if (n[i][j] > 0)
				(void)fprintf(out,
				    "  %-5s %7" PRIu64 "  from %s to %s\n",
				    service_name(service), n[i][j],
				    service_class_name((enum service_class)i),
				    service_class_name((enum service_class)j));
}

/* What changed how, in the order of the headings below. */
static void
text_count(FILE *out, const char *what, const uint64_t of[DIFF_CHANGES])
{
	(void)fprintf(out,
	    "  %-9s %7" PRIu64 " %7" PRIu64 " %7" PRIu64 " %9" PRIu64, what,
	    of[DIFF_WORSE], of[DIFF_BETTER], of[DIFF_CHANGED],
	    of[DIFF_UNCHANGED]);
}

static void
text_totals(FILE *out, const struct diff_totals *t)
{
	const struct diff_count *n;
	unsigned i;

	(void)fputs("\n              worse  better changed unchanged     new"
		    "    gone unknown\n",
	    out);
	text_count(out, "Domains", t->domains);
	(void)fprintf(out, " %7" PRIu64 " %7" PRIu64 "\n", t->domains[DIFF_NEW],
	    t->domains[DIFF_GONE]);
	for (i = 0; i <= SERVICE_COUNT; i++) {
		n = i < SERVICE_COUNT ? &t->services[i] : &t->agreement;
		text_count(out,
		    i < SERVICE_COUNT ? service_name((enum service)i)
				      : "agreement",
		    n->of);
		(void)fprintf(out, " %23" PRIu64 "\n", n->unknown);
	}
	(void)fputs("Unknown: unchanged, because one of the runs could not "
		    "tell.\n\n",
	    out);
	for (i = 0; i < SERVICE_COUNT; i++)
		text_causes(out, (enum service)i, t->classes[i]);
}

static void
text_run(FILE *out, const char *word, const struct run_facts *f)
{
	(void)fprintf(out, "%s run: ", word);
	safe_text_print(out, f->started);
	(void)fputs(" from ", out);
	safe_text_print(out, f->vantage);
	if (!f->complete)
		(void)fputs(", NOT COMPLETE", out);
	if (f->altered > 0)
		(void)fprintf(out,
		    ", NOT AS IT WAS WRITTEN from line %" PRIu64 " on",
		    f->altered);
	(void)fputc('\n', out);
}

bool
diff_show_end(struct diff_show *s, const char *const runs[2],
    const struct run_facts facts[2], const struct diff_totals *t)
{
	struct json_writer *w = &s->writer;
	bool ok = json_writer_ok(w);

	if (!s->json) {
		text_totals(s->out, t);
		text_run(s->out, "Old", &facts[0]);
		text_run(s->out, "New", &facts[1]);
	} else if (ok) {
		json_writer_end(w);
		diff_json_sums(w, runs, facts, t);
		json_writer_end(w);
		json_writer_newline(w);
		ok = json_writer_ok(w);
		flush(s);
	}
	return ok;
}

void
diff_show_free(struct diff_show *s)
{
	json_writer_free(&s->writer);
}
