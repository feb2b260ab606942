/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/diff_internet_nl.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "analysis/diff_internet_nl.h"
#include "analysis/report.h"
#include "cli/commands.h"
#include "cli/safe_text.h"
#include "common/json_writer.h"

struct comparison {
	struct diff_internet_nl *theirs;
	struct json_writer *json; /* NULL: text */
};

static void
show(const struct comparison *c, const char *name,
    const struct diff_internet_nl_test *t)
{
	const char *test = internet_nl_test_name(t->test);
	const char *theirs = internet_nl_status_name(t->theirs);
	const char *ours = internet_nl_status_name(t->ours);

	if (c->json == NULL) {
		safe_text_print(stdout, name);
		(void)printf(
		    " %s: %s here, %s at internet.nl\n", test, ours, theirs);
		return;
	}
	json_writer_object(c->json, NULL);
	json_writer_text(c->json, "name", name);
	json_writer_text(c->json, "test", test);
	json_writer_text(c->json, "reach46", ours);
	json_writer_text(c->json, "internet_nl", theirs);
	json_writer_end(c->json);
}

static enum status
take_domain(void *arg, const struct run_facts *facts,
    const struct record_domain *d, const struct verdict *v, struct error *err)
{
	struct diff_internet_nl_test tests[INTERNET_NL_TEST_COUNT];
	struct comparison *c = arg;
	size_t n = diff_internet_nl_compare(c->theirs, d->name, v, tests), i;

	(void)facts;
	(void)err;
	for (i = 0; i < n; i++)
		show(c, d->name, &tests[i]);
	return STATUS_OK;
}

static void
text_sums(const struct diff_internet_nl *d, uint64_t in_run)
{
	const struct diff_internet_nl_count *n;
	uint64_t both, theirs;
	unsigned i;

	(void)puts("\nTest                    same  differ  not comparable");
	for (i = 0; i < INTERNET_NL_TEST_COUNT; i++) {
		n = diff_internet_nl_counts(d, (enum internet_nl_test)i);
		(void)printf("%-21s %6" PRIu64 " %7" PRIu64 " %15" PRIu64 "\n",
		    internet_nl_test_name((enum internet_nl_test)i), n->same,
		    n->differ, n->not_comparable);
	}
	diff_internet_nl_domains(d, &both, &theirs);
	(void)printf("Domains in both: %" PRIu64 "; in the run alone: "
		     "%" PRIu64 "; in the results of internet.nl alone: "
		     "%" PRIu64 ".\n",
	    both, in_run - both, theirs);
}

static void
json_sums(
    struct json_writer *w, const struct diff_internet_nl *d, uint64_t in_run)
{
	const struct diff_internet_nl_count *n;
	uint64_t both, theirs;
	unsigned i;

	json_writer_object(w, "tests");
	for (i = 0; i < INTERNET_NL_TEST_COUNT; i++) {
		n = diff_internet_nl_counts(d, (enum internet_nl_test)i);
		json_writer_object(
		    w, internet_nl_test_name((enum internet_nl_test)i));
		json_writer_uint(w, "same", n->same);
		json_writer_uint(w, "differ", n->differ);
		json_writer_uint(w, "not_comparable", n->not_comparable);
		json_writer_end(w);
	}
	json_writer_end(w);
	diff_internet_nl_domains(d, &both, &theirs);
	json_writer_uint(w, "domains_in_both", both);
	json_writer_uint(w, "domains_of_run_alone", in_run - both);
	json_writer_uint(w, "domains_of_internet_nl_alone", theirs);
}

/* Reads our run, showing differences as they are found. */
static enum status
compare(const struct diff_options *o, struct comparison *c, struct error *err)
{
	const struct report_sink sink = { take_domain, c };
	struct run_facts facts;
	enum status st;

	if (c->json != NULL) {
		json_writer_object(c->json, NULL);
		json_writer_text(c->json, "type", "diff_internet_nl");
		json_writer_array(c->json, "differences");
	}
	st = report_run(o->runs[0], &o->judge, NULL, &facts, &sink, 1, err);
	if (st != STATUS_OK)
		return st;
	if (c->json == NULL) {
		text_sums(c->theirs, facts.found.domains);
		return STATUS_OK;
	}
	json_writer_end(c->json);
	json_sums(c->json, c->theirs, facts.found.domains);
	json_writer_end(c->json);
	json_writer_newline(c->json);
	if (!json_writer_ok(c->json))
		return error_set(err, STATUS_NO_MEMORY, "out of memory");
	(void)fwrite(c->json->buf, 1, c->json->len, stdout);
	return STATUS_OK;
}

int
diff_internet_nl_command(const struct diff_options *o)
{
	struct json_writer w;
	struct comparison c = { .json = o->json ? &w : NULL };
	enum status st;
	struct error err;

	json_writer_init(&w);
	st = diff_internet_nl_open(&c.theirs, o->internet_nl, &err);
	if (st == STATUS_OK)
		st = compare(o, &c, &err);
	diff_internet_nl_free(c.theirs);
	json_writer_free(&w);
	if (st == STATUS_OK && (fflush(stdout) != 0 || ferror(stdout) != 0))
		st = error_set_errno(
		    &err, STATUS_SYSTEM, errno, "cannot write the differences");
	return st == STATUS_OK ? EXIT_DONE : command_fail("diff", st, &err);
}
