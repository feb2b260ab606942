/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/diff_json.h"

static const char *
state(const struct service_verdict *v, unsigned family)
{
	return v->class == CLASS_NOT_APPLICABLE
	    ? NULL
	    : family_state_name(v->family[family]);
}

void
diff_json_service(struct json_writer *w, const struct diff_service *s)
{
	json_writer_text(w, "change", diff_change_name(s->change));
	json_writer_text(w, "from", service_class_name(s->from.class));
	json_writer_text(w, "to", service_class_name(s->to.class));
	json_writer_text(w, "from_ipv4", state(&s->from, 0));
	json_writer_text(w, "from_ipv6", state(&s->from, 1));
	json_writer_text(w, "to_ipv4", state(&s->to, 0));
	json_writer_text(w, "to_ipv6", state(&s->to, 1));
}

void
diff_json_changes(struct json_writer *w, const struct diff_domain *d)
{
	bool whole = d->change == DIFF_NEW || d->change == DIFF_GONE;
	unsigned i;

	for (i = 0; i < (whole ? 1 : SERVICE_COUNT); i++) {
		if (!whole && d->service[i].change == DIFF_UNCHANGED)
			continue;
		json_writer_object(w, NULL);
		json_writer_text(w, "name", d->name);
		json_writer_text(w, "group", d->group);
		if (whole) {
			json_writer_text(
			    w, "change", diff_change_name(d->change));
		} else {
			json_writer_text(
			    w, "service", service_name((enum service)i));
			diff_json_service(w, &d->service[i]);
		}
		json_writer_end(w);
	}
}

static void
write_run(struct json_writer *w, const char *key, const char *path,
    const struct run_facts *f)
{
	json_writer_object(w, key);
	json_writer_text(w, "path", path);
	json_writer_text(w, "started", f->started);
	json_writer_text(w, "vantage", f->vantage);
	json_writer_bool(w, "unchecked_vantage", f->unchecked_vantage);
	json_writer_bool(w, "complete", f->complete);
	json_writer_uint(w, "altered_line", f->altered);
	json_writer_uint(w, "domains", f->found.domains);
	json_writer_end(w);
}

/* The classes between which domains moved. */
static void
write_causes(struct json_writer *w, const uint64_t n[CLASS_COUNT][CLASS_COUNT])
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

/* What is never new or gone. */
static void
write_count(struct json_writer *w, const struct diff_count *n)
{
	unsigned i;

	for (i = DIFF_UNCHANGED; i <= DIFF_WORSE; i++)
		json_writer_uint(
		    w, diff_change_name((enum diff_change)i), n->of[i]);
	json_writer_uint(w, "unknown", n->unknown);
}

void
diff_json_sums(struct json_writer *w, const char *const runs[2],
    const struct run_facts facts[2], const struct diff_totals *t)
{
	unsigned i;

	write_run(w, "old", runs[0], &facts[0]);
	write_run(w, "new", runs[1], &facts[1]);
	json_writer_object(w, "domains");
	for (i = 0; i < DIFF_CHANGES; i++)
		json_writer_uint(
		    w, diff_change_name((enum diff_change)i), t->domains[i]);
	json_writer_end(w);
	json_writer_object(w, "agreement");
	write_count(w, &t->agreement);
	json_writer_end(w);
	json_writer_object(w, "services");
	for (i = 0; i < SERVICE_COUNT; i++) {
		json_writer_object(w, service_name((enum service)i));
		write_count(w, &t->services[i]);
		write_causes(w, t->classes[i]);
		json_writer_end(w);
	}
	json_writer_end(w);
}
