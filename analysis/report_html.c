/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report_html.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/page_block.h"
#include "analysis/record_json.h"
#include "analysis/report_html_row.h"
#include "analysis/report_json.h"

/* Before the data, and behind; two empty texts if there is no page. */
static const char *const page_texts[2] = {
#include "page.inc"
};

struct report_html {
	FILE *out;
	enum policy policy;
	long data_at;                /* where the blocks start */
	const struct run_facts *run; /* whose domains come at present */
	char started[sizeof((struct run_facts *)0)->started];
	bool passed_over; /* it is older than what is there */
	struct json_writer rows, records;
	size_t n; /* domains in these two */
};

bool
report_html_built_in(void)
{
	return page_texts[0][0] != '\0';
}

struct report_html *
report_html_new(FILE *out, enum policy policy)
{
	struct report_html *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return NULL;
	p->out = out;
	p->policy = policy;
	json_writer_init(&p->rows);
	json_writer_init(&p->records);
	(void)fputs(page_texts[0], out);
	p->data_at = ftell(out);
	return p;
}

static bool
put_block(FILE *out, const char *class, struct json_writer *w)
{
	bool done =
	    json_writer_ok(w) && page_block_write(out, class, w->buf, w->len);

	json_writer_reset(w);
	return done;
}

static enum status
put_pair(struct report_html *p, struct error *err)
{
	bool rows, records;

	if (p->n == 0)
		return STATUS_OK;
	p->n = 0;
	rows = put_block(p->out, "rows", &p->rows);
	records = put_block(p->out, "records", &p->records);
	if (!rows || !records)
		return error_set(
		    err, STATUS_NO_MEMORY, "writing the page: out of memory");
	return STATUS_OK;
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
	json_writer_reset(&p->rows);
	json_writer_reset(&p->records);
	p->n = 0;
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
	report_html_row(&p->rows, d, v);
	record_json_write(&p->records, d, v);
	if (++p->n == REPORT_HTML_BLOCK)
		st = put_pair(p, err);
	return st;
}

enum status
report_html_end(struct report_html *p, const struct report_trend_run *runs,
    size_t n, struct error *err)
{
	const struct run_facts *latest = &runs[n - 1].facts;
	enum status st = STATUS_OK;

	/* The latest may have no domain at all. */
	if (strcmp(p->started, latest->started) < 0)
		st = begin_run(p, latest, err);
	if (st == STATUS_OK)
		st = put_pair(p, err);
	if (st != STATUS_OK)
		return st;
	json_writer_text(
	    &p->records, NULL, p->policy == POLICY_V6 ? "v6" : "both");
	report_json_write(&p->rows, runs, n);
	if (!put_block(p->out, "policy", &p->records) ||
	    !put_block(p->out, "report", &p->rows))
		return error_set(
		    err, STATUS_NO_MEMORY, "writing the page: out of memory");
	(void)fputs(page_texts[1], p->out);
	return STATUS_OK;
}

void
report_html_free(struct report_html *p)
{
	if (p == NULL)
		return;
	json_writer_free(&p->rows);
	json_writer_free(&p->records);
	free(p);
}
