/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report_html.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/page.h"
#include "analysis/record_json.h"
#include "analysis/report_html_row.h"
#include "analysis/report_json.h"

struct report_html {
	FILE *out;
	long data_at;                /* where the blocks start */
	const struct run_facts *run; /* whose domains come at present */
	char started[sizeof((struct run_facts *)0)->started];
	bool passed_over; /* it is older than what is there */
	struct page_pair domains;
};

struct report_html *
report_html_new(FILE *out)
{
	struct report_html *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return NULL;
	p->out = out;
	page_pair_init(&p->domains, "rows", "records");
	page_start(out);
	p->data_at = ftell(out);
	return p;
}

/* Forgets the domains that are there if those of RUN are to be shown. */
static enum status
begin_run(struct report_html *p, const struct run_facts *run, struct error *err)
{
	p->run = run;
	p->passed_over = strcmp(run->started, p->started) < 0;
	if (p->passed_over)
		return STATUS_OK;
	memcpy(p->started, run->started, sizeof(p->started));
	page_pair_reset(&p->domains);
	if (fflush(p->out) != 0 || p->data_at < 0 ||
	    ftruncate(fileno(p->out), p->data_at) != 0 ||
	    fseek(p->out, p->data_at, SEEK_SET) != 0)
		return error_set_errno(
		    err, STATUS_SYSTEM, errno, "cannot write the page");
	return STATUS_OK;
}

enum status
report_html_domain(void *page, const struct run_facts *run,
    const struct record_domain *d, const struct verdict *v, struct error *err)
{
	struct report_html *p = page;
	enum status st = STATUS_OK;

	if (run != p->run)
		st = begin_run(p, run, err);
	if (st != STATUS_OK || p->passed_over)
		return st;
	report_html_row(&p->domains.rows, d, v);
	record_json_write(&p->domains.records, d, v);
	return page_pair_added(&p->domains, p->out, err);
}

enum status
report_html_end(struct report_html *p, const struct report_trend_run *runs,
    size_t n, struct error *err)
{
	const struct run_facts *latest = &runs[n - 1].facts;
	struct json_writer *w = &p->domains.rows;
	enum status st = STATUS_OK;

	/* The latest may have no domain at all. */
	if (strcmp(p->started, latest->started) < 0)
		st = begin_run(p, latest, err);
	if (st == STATUS_OK)
		st = page_pair_end(&p->domains, p->out, err);
	if (st != STATUS_OK)
		return st;
	report_json_write(w, runs, n);
	st = page_put(p->out, "report", w, err);
	page_end(p->out);
	return st;
}

void
report_html_free(struct report_html *p)
{
	if (p == NULL)
		return;
	page_pair_free(&p->domains);
	free(p);
}
