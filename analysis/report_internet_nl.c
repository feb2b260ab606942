/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report_internet_nl.h"

#include <inttypes.h>
#include <string.h>
#include <xxhash.h>

#include "common/utc.h"

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
write_result(struct json_writer *w, const char *key, const char *status,
    const char *verdict)
{
	json_writer_object(w, key);
	json_writer_text(w, "status", status);
	json_writer_text(w, "verdict", verdict);
	json_writer_end(w);
}

/* Does an address test and the test behind it leave something open? */
static bool
is_untold(const struct verdict *v, enum internet_nl_test address)
{
	enum internet_nl_status reach = v->internet_nl[address + 1];

	if (v->internet_nl[address] == INTERNET_NL_NOT_TESTED)
		return true;
	return v->internet_nl[address] == INTERNET_NL_PASSED &&
	    reach == INTERNET_NL_NOT_TESTED;
}

/* Where there is no mail exchange there is nothing to test. */
static bool
is_mail_untold(const struct verdict *v)
{
	enum service_class mail = v->service[SERVICE_MAIL].class;

	return is_untold(v, INTERNET_NL_MAIL_MX_ADDRESS) &&
	    mail != CLASS_NONE && mail != CLASS_NOT_APPLICABLE &&
	    !v->mail_implicit;
}

/* The gravest of the tests FROM to TO decides; a failure whatever is UNTOLD
   of the others. */
static void
write_category(struct json_writer *w, const char *key, const struct verdict *v,
    unsigned from, unsigned to, bool untold)
{
	static const enum internet_nl_status order[] = { INTERNET_NL_PASSED,
		INTERNET_NL_INFO, INTERNET_NL_WARNING, INTERNET_NL_FAILED };
	unsigned gravest = 0, i, j;

	for (i = 1; i < sizeof(order) / sizeof(order[0]); i++)
		for (j = from; j < to; j++)
			if (v->internet_nl[j] == order[i])
				gravest = i;
	if (untold && order[gravest] != INTERNET_NL_FAILED)
		write_result(w, key, "error", "error");
	else
		write_result(w, key, internet_nl_status_name(order[gravest]),
		    verdict_word(order[gravest]));
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
start(struct report_internet_nl *r)
{
	struct json_writer *w = &r->writer;

	json_writer_init(w);
	json_writer_object(w, NULL);
	json_writer_text(w, "api_version", "2.7.0");
	json_writer_object(w, "domains");
	r->open = true;
}

/* A run has no UUID: one made of what tells it from others. */
static void
write_id(struct json_writer *w, const struct run_facts *f)
{
	XXH128_hash_t hash = XXH3_128bits_withSeed(f->started,
	    strlen(f->started), XXH3_64bits(f->vantage, strlen(f->vantage)));
	char id[33];

	(void)snprintf(id, sizeof(id), "%016" PRIx64 "%016" PRIx64,
	    (uint64_t)hash.high64, (uint64_t)hash.low64);
	json_writer_text(w, "request_id", id);
}

static void
write_request(struct json_writer *w, const struct run_facts *f)
{
	char finished[UTC_TEXT_OCTETS + 1];

	json_writer_object(w, "request");
	write_id(w, f);
	json_writer_text(w, "name", f->vantage);
	json_writer_text(w, "request_type", "web+mail");
	json_writer_text(w, "status", f->complete ? "done" : "running");
	json_writer_text(w, "submit_date", f->started);
	/* A run that went on says how long it took since then only. */
	if (f->complete && f->resumed == 0) {
		*utc_put(finished, f->started_ns + f->duration_ns) = '\0';
		json_writer_text(w, "finished_date", finished);
	}
	json_writer_text(w, "tool", f->tool);
	json_writer_end(w);
}

bool
report_internet_nl_add(
    struct report_internet_nl *r, const char *name, const struct verdict *v)
{
	struct json_writer *w = &r->writer;
	unsigned i;

	if (!r->open)
		start(r);
	json_writer_named_object(w, name);
	json_writer_text(w, "status", "ok");
	json_writer_object(w, "results");
	json_writer_object(w, "categories");
	write_category(w, "web_ipv6", v, 0, MAIL_FIRST,
	    is_untold(v, INTERNET_NL_WEB_NS_ADDRESS) ||
		is_untold(v, INTERNET_NL_WEB_WS_ADDRESS));
	write_category(w, "mail_ipv6", v, MAIL_FIRST, INTERNET_NL_TEST_COUNT,
	    is_untold(v, INTERNET_NL_MAIL_NS_ADDRESS) || is_mail_untold(v));
	json_writer_end(w);
	json_writer_object(w, "tests");
	for (i = 0; i < INTERNET_NL_TEST_COUNT; i++)
		write_result(w, internet_nl_test_name((enum internet_nl_test)i),
		    internet_nl_status_name(v->internet_nl[i]),
		    verdict_word(v->internet_nl[i]));
	json_writer_end(w);
	json_writer_null(w, "custom");
	json_writer_end(w);
	json_writer_end(w);
	return flush(r);
}

bool
report_internet_nl_end(struct report_internet_nl *r, const struct run_facts *f)
{
	bool ok;

	if (!r->open)
		start(r);
	json_writer_end(&r->writer);
	write_request(&r->writer, f);
	json_writer_end(&r->writer);
	json_writer_newline(&r->writer);
	ok = flush(r);
	json_writer_free(&r->writer);
	return ok;
}
