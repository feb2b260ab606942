/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/page.h"

#include "analysis/page_block.h"

/* Before the data, and behind; two empty texts if there is no page. */
static const char *const texts[2] = {
#include "page.inc"
};

bool
page_is_built_in(void)
{
	return texts[0][0] != '\0';
}

void
page_start(FILE *out)
{
	(void)fputs(texts[0], out);
}

void
page_end(FILE *out)
{
	(void)fputs(texts[1], out);
}

enum status
page_put(FILE *out, const char *class, struct json_writer *w, struct error *err)
{
	bool done =
	    json_writer_ok(w) && page_block_write(out, class, w->buf, w->len);

	json_writer_reset(w);
	if (done)
		return STATUS_OK;
	return error_set(
	    err, STATUS_NO_MEMORY, "writing the page: out of memory");
}

void
page_pair_init(
    struct page_pair *p, const char *rows_class, const char *records_class)
{
	*p = (struct page_pair){
		.rows_class = rows_class,
		.records_class = records_class,
	};
	json_writer_init(&p->rows);
	json_writer_init(&p->records);
}

void
page_pair_free(struct page_pair *p)
{
	json_writer_free(&p->rows);
	json_writer_free(&p->records);
}

enum status
page_pair_added(struct page_pair *p, FILE *out, struct error *err)
{
	p->n++;
	return p->n < PAGE_PAIR_DOMAINS ? STATUS_OK
					: page_pair_end(p, out, err);
}

enum status
page_pair_end(struct page_pair *p, FILE *out, struct error *err)
{
	enum status st;

	if (p->n == 0)
		return STATUS_OK;
	p->n = 0;
	st = page_put(out, p->rows_class, &p->rows, err);
	if (st == STATUS_OK)
		st = page_put(out, p->records_class, &p->records, err);
	return st;
}

void
page_pair_reset(struct page_pair *p)
{
	json_writer_reset(&p->rows);
	json_writer_reset(&p->records);
	p->n = 0;
}
