/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/diff_html.h"

#include "analysis/diff_json.h"
#include "analysis/record_json.h"
#include "analysis/report_html_row.h"

void
diff_html_start(struct diff_html *p, FILE *out)
{
	p->out = out;
	page_pair_init(&p->changes, "changes", "after");
	page_pair_init(&p->before, "names", "before");
	page_start(out);
}

void
diff_html_free(struct diff_html *p)
{
	page_pair_free(&p->changes);
	page_pair_free(&p->before);
}

/* A line: interface Change of analysis/page/src/data.ts. */
static void
write_change(struct json_writer *w, const struct diff_domain *c,
    const struct record_domain *d)
{
	bool both = c->change != DIFF_NEW && c->change != DIFF_GONE;
	unsigned i;

	json_writer_object(w, NULL);
	json_writer_text(w, "name", c->name);
	json_writer_text(w, "group", c->group);
	json_writer_text(w, "organisation", c->organisation);
	json_writer_text(w, "change", diff_change_name(c->change));
	for (i = 0; both && i < SERVICE_COUNT; i++) {
		if (c->service[i].change == DIFF_UNCHANGED)
			continue;
		json_writer_object(w, service_name((enum service)i));
		diff_json_service(w, &c->service[i]);
		json_writer_end(w);
	}
	if (d != NULL)
		report_html_also(w, d);
	json_writer_end(w);
	json_writer_newline(w);
}

enum status
diff_html_change(struct diff_html *p, const struct diff_domain *c,
    const struct record_domain *d, const struct verdict *v, struct error *err)
{
	write_change(&p->changes.rows, c, d);
	if (d != NULL) {
		record_json_write(&p->changes.records, d, v);
	} else {
		json_writer_null(&p->changes.records, NULL);
		json_writer_newline(&p->changes.records);
	}
	return page_pair_added(&p->changes, p->out, err);
}

enum status
diff_html_before(struct diff_html *p, const struct record_domain *d,
    const struct verdict *v, struct error *err)
{
	json_writer_text(&p->before.rows, NULL, d->name);
	json_writer_newline(&p->before.rows);
	record_json_write(&p->before.records, d, v);
	return page_pair_added(&p->before, p->out, err);
}

enum status
diff_html_end(struct diff_html *p, const char *const runs[2],
    const struct run_facts facts[2], const struct diff_totals *t,
    struct error *err)
{
	struct json_writer *w = &p->changes.rows;
	enum status st = page_pair_end(&p->changes, p->out, err);

	if (st == STATUS_OK)
		st = page_pair_end(&p->before, p->out, err);
	if (st != STATUS_OK)
		return st;
	json_writer_object(w, NULL);
	diff_json_sums(w, runs, facts, t);
	json_writer_end(w);
	json_writer_newline(w);
	st = page_put(p->out, "diff", w, err);
	page_end(p->out);
	return st;
}
