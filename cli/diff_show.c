/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/diff_show.h"

#include <inttypes.h>

#include "cli/safe_text.h"

/* Those that are counted under a word, the gravest first. */
static const enum diff_change order[] = { DIFF_WORSE, DIFF_BETTER, DIFF_CHANGED,
	DIFF_UNCHANGED, DIFF_NEW, DIFF_GONE };

#define N_ORDER    (sizeof(order) / sizeof(order[0]))
#define N_SERVICES 4 /* the first ones; a service is never new or gone */

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

static const char *
state(const struct service_verdict *v, unsigned family)
{
	return v->class == CLASS_NOT_APPLICABLE
	    ? NULL
	    : family_state_name(v->family[family]);
}

static void
json_service(struct json_writer *w, const struct diff_service *s,
    const struct diff_domain *d, enum service service)
{
	json_writer_object(w, NULL);
	json_writer_text(w, "name", d->name);
	json_writer_text(w, "group", d->group);
	json_writer_text(w, "service", service_name(service));
	json_writer_text(w, "change", diff_change_name(s->change));
	json_writer_text(w, "from", service_class_name(s->from.class));
	json_writer_text(w, "to", service_class_name(s->to.class));
	json_writer_text(w, "from_ipv4", state(&s->from, 0));
	json_writer_text(w, "from_ipv6", state(&s->from, 1));
	json_writer_text(w, "to_ipv4", state(&s->to, 0));
	json_writer_text(w, "to_ipv6", state(&s->to, 1));
	json_writer_end(w);
}

static void
json_domain(struct json_writer *w, const struct diff_domain *d)
{
	unsigned i;

	if (d->change == DIFF_NEW || d->change == DIFF_GONE) {
		json_writer_object(w, NULL);
		json_writer_text(w, "name", d->name);
		json_writer_text(w, "group", d->group);
		json_writer_text(w, "change", diff_change_name(d->change));
		json_writer_end(w);
		return;
	}
	for (i = 0; i < SERVICE_COUNT; i++)
		if (d->service[i].change != DIFF_UNCHANGED)
			json_service(w, &d->service[i], d, (enum service)i);
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
	json_domain(&s->writer, d);
	flush(s);
}

static void
json_run(struct json_writer *w, const char *key, const char *path,
    const struct run_facts *f)
{
	json_writer_object(w, key);
	json_writer_text(w, "path", path);
	json_writer_text(w, "started", f->started);
	json_writer_text(w, "vantage", f->vantage);
	json_writer_bool(w, "complete", f->complete);
	json_writer_uint(w, "domains", f->found.domains);
	json_writer_end(w);
}

/* The classes between which domains moved. */
static void
json_causes(struct json_writer *w, const uint64_t n[CLASS_COUNT][CLASS_COUNT])
{
	unsigned i, j;

	json_writer_array(w, "causes");
	for (i = 0; i < CLASS_COUNT; i++)
		for (j = 0; j < CLASS_COUNT; j++) {
			if (n[i][j] == 0)
				continue;
			json_writer_object(w, NULL);
			json_writer_text(w, "from",
			    service_class_name((enum service_class)i));
			json_writer_text(
			    w, "to", service_class_name((enum service_class)j));
			json_writer_uint(w, "domains", n[i][j]);
			json_writer_end(w);
		}
	json_writer_end(w);
}

static void
json_totals(struct json_writer *w, const struct diff_totals *t)
{
	unsigned i, j;

	json_writer_object(w, "domains");
	for (j = 0; j < N_ORDER; j++)
		json_writer_uint(
		    w, diff_change_name(order[j]), t->domains[order[j]]);
	json_writer_end(w);
	json_writer_object(w, "services");
	for (i = 0; i < SERVICE_COUNT; i++) {
		json_writer_object(w, service_name((enum service)i));
		for (j = 0; j < N_SERVICES; j++)
			json_writer_uint(w, diff_change_name(order[j]),
			    t->services[i][order[j]]);
		json_causes(w, t->classes[i]);
		json_writer_end(w);
	}
	json_writer_end(w);
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

static void
text_totals(FILE *out, const struct diff_totals *t)
{
	unsigned i, j;

	(void)fputs("\n              worse  better changed unchanged     new"
		    "    gone\n  Domains",
	    out);
	for (j = 0; j < N_ORDER; j++)
		(void)fprintf(out, " %*" PRIu64,
		    order[j] == DIFF_UNCHANGED ? 9
			: j == 0               ? 9
					       : 7,
		    t->domains[order[j]]);
	(void)fputc('\n', out);
	for (i = 0; i < SERVICE_COUNT; i++) {
		(void)fprintf(out, "  %-7s", service_name((enum service)i));
		for (j = 0; j < N_SERVICES; j++)
			(void)fprintf(out, " %*" PRIu64,
			    order[j] == DIFF_UNCHANGED ? 9
				: j == 0               ? 9
						       : 7,
			    t->services[i][order[j]]);
		(void)fputc('\n', out);
	}
	(void)fputc('\n', out);
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
	(void)fputs(f->complete ? "\n" : ", NOT COMPLETE\n", out);
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
		json_run(w, "old", runs[0], &facts[0]);
		json_run(w, "new", runs[1], &facts[1]);
		json_totals(w, t);
		json_writer_end(w);
		json_writer_newline(w);
		ok = json_writer_ok(w);
		flush(s);
	}
	json_writer_free(w);
	return ok;
}
