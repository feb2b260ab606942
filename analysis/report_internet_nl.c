/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report_internet_nl.h"

#define MAIL_FIRST INTERNET_NL_MAIL_NS_ADDRESS

/* internet.nl's own words for what a status means. */
static const char *
verdict_word(enum internet_nl_status status)
{
	static const char *const words[INTERNET_NL_STATUS_COUNT] = {
		[INTERNET_NL_PASSED] = "good",
		[INTERNET_NL_FAILED] = "bad",
		[INTERNET_NL_WARNING] = "warning",
		[INTERNET_NL_INFO] = "info",
		[INTERNET_NL_NOT_TESTED] = "not-tested",
	};

	return words[status];
}

static void
write_result(
    struct json_writer *w, const char *key, enum internet_nl_status status)
{
	json_writer_object(w, key);
	json_writer_text(w, "status", internet_nl_status_name(status));
	json_writer_text(w, "verdict", verdict_word(status));
	json_writer_end(w);
}

/* The gravest of the tests FROM to TO decides. */
static enum internet_nl_status
category(const struct verdict *v, unsigned from, unsigned to)
{
	static const enum internet_nl_status order[] = { INTERNET_NL_FAILED,
		INTERNET_NL_WARNING, INTERNET_NL_INFO, INTERNET_NL_PASSED };
	unsigned i, j;

	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		for (j = from; j < to; j++)
			if (v->internet_nl[j] == order[i])
				return order[i];
	return INTERNET_NL_NOT_TESTED;
}

static bool
flush(struct report_internet_nl *r)
{
	if (!json_writer_ok(&r->writer))
		return false;
	(void)fwrite(r->writer.buf, 1, r->writer.len, r->out);
	json_writer_taken(&r->writer);
	return true;
}

static void
start(struct report_internet_nl *r, const struct run_facts *f)
{
	struct json_writer *w = &r->writer;

	json_writer_init(w);
	json_writer_object(w, NULL);
	json_writer_text(w, "api_version", "2.7.0");
	json_writer_object(w, "request");
	json_writer_text(w, "name", f->vantage);
	json_writer_text(w, "request_type", "web+mail");
	json_writer_text(w, "status", "done");
	json_writer_text(w, "submit_date", f->started);
	json_writer_text(w, "tool", f->tool);
	json_writer_end(w);
	json_writer_object(w, "domains");
	r->open = true;
}

bool
report_internet_nl_add(struct report_internet_nl *r, const struct run_facts *f,
    const char *name, const struct verdict *v)
{
	struct json_writer *w = &r->writer;
	unsigned i;

	if (!r->open)
		start(r, f);
	json_writer_named_object(w, name);
	json_writer_text(w, "status", "ok");
	json_writer_object(w, "results");
	json_writer_object(w, "categories");
	write_result(w, "web_ipv6", category(v, 0, MAIL_FIRST));
	write_result(
	    w, "mail_ipv6", category(v, MAIL_FIRST, INTERNET_NL_TEST_COUNT));
	json_writer_end(w);
	json_writer_object(w, "tests");
	for (i = 0; i < INTERNET_NL_TEST_COUNT; i++)
		write_result(w, internet_nl_test_name((enum internet_nl_test)i),
		    v->internet_nl[i]);
	json_writer_end(w);
	json_writer_end(w);
	json_writer_end(w);
	return flush(r);
}

bool
report_internet_nl_end(struct report_internet_nl *r, const struct run_facts *f)
{
	bool ok;

	if (!r->open)
		start(r, f);
	json_writer_end(&r->writer);
	json_writer_end(&r->writer);
	json_writer_newline(&r->writer);
	ok = flush(r);
	json_writer_free(&r->writer);
	return ok;
}
