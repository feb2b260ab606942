/* SPDX-License-Identifier: Apache-2.0 */
/* What a scan asks: resolvers, or the root servers of the hints. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/scan_setup.h"

#define WORDS_MAX 12

static char hints_path[] = "/tmp/reach46-hints-XXXXXX";

struct made {
	struct scan_options options;
	struct root_hints hints;
	struct scan_setup setup;
	struct error err;
};

static enum status
make(struct made *m, const char *line)
{
	char words[256], *argv[WORDS_MAX + 1], *rest;
	enum status status;
	int argc = 0;

	(void)snprintf(words, sizeof(words), "scan --controls none %s", line);
	argv[0] = strtok_r(words, " ", &rest);
	while (argv[argc] != NULL && ++argc < WORDS_MAX)
		argv[argc] = strtok_r(NULL, " ", &rest);
	memset(m, 0, sizeof(*m));
	status = scan_options_parse(argc, argv, &m->options, &m->err);
	if (status == STATUS_OK)
		status = scan_setup_hints(&m->hints, &m->options, &m->err);
	if (status == STATUS_OK)
		status =
		    scan_setup_make(&m->setup, &m->options, &m->hints, &m->err);
	return status;
}

static void
free_made(struct made *m)
{
	scan_setup_free(&m->setup);
	scan_options_free(&m->options);
}

static void
test_who_is_asked(void **state)
{
	struct made m;

	(void)state;
	assert_int_equal(make(&m, "-R 192.0.2.53 -R ::1"), STATUS_OK);
	assert_int_equal(m.setup.worker.n_resolvers, 2);
	assert_null(m.setup.worker.engine.hints);
	free_made(&m);
	assert_int_equal(make(&m, "--iterative"), STATUS_OK);
	assert_int_equal(m.setup.worker.n_resolvers, 0);
	assert_ptr_equal(m.setup.worker.engine.hints, &m.hints);
	assert_int_equal(m.hints.n, 13);
	free_made(&m);
}

/* Writes hints, tries them; SENTENCE NULL: they will do. */
static void
try_hints(const char *text, const char *options, const char *sentence)
{
	FILE *f = fopen(hints_path, "w");
	char line[128];
	struct made m;
	enum status status;

	assert_non_null(f);
	(void)fputs(text, f);
	assert_int_equal(fclose(f), 0);
	(void)snprintf(line, sizeof(line), "--iterative --root-hints %s %s",
	    hints_path, options);
	status = make(&m, line);
	if (sentence == NULL && status != STATUS_OK)
		fail_msg("%s: %s", options, m.err.text);
	if (sentence != NULL) {
		assert_int_equal(status, STATUS_USAGE);
		assert_string_equal(m.err.text, sentence);
	}
	free_made(&m);
}

#define NS ". NS a.x\n. NS b.x\n"
#define SPECIAL                                                            \
	": all its addresses are special-purpose or on the blocklist; in " \
	"a laboratory see --permit-prefix"

static void
test_hints(void **state)
{
	static const char real_v4[] = NS "a.x A 198.41.0.4\n";
	static const char lab[] = NS "a.x A 192.0.2.1\na.x AAAA 2001:db8::1\n";
	static const char mixed[] = NS "a.x A 192.0.2.1\nb.x A 198.41.0.4\n";

	(void)state;
	try_hints(real_v4, "",
	    "no root server can be asked over IPv6: the root hints have no "
	    "such address");
	try_hints(real_v4, "-4", NULL);
	try_hints(mixed, "-4", NULL);
	try_hints(lab, "", "no root server can be asked over IPv4" SPECIAL);
	try_hints(lab, "-6", "no root server can be asked over IPv6" SPECIAL);
	try_hints(lab, "-6 --permit-prefix 2001:db8::/32", NULL);
}

/* How many workers there are to be; 0: they cannot share the work. */
static unsigned
workers(const char *line)
{
	unsigned n = 0;
	struct made m;
	struct error err;

	assert_int_equal(make(&m, line), STATUS_OK);
	if (scan_setup_workers(&m.setup, &m.options, &n, &err) != STATUS_OK)
		n = 0;
	free_made(&m);
	return n;
}

static void
test_workers(void **state)
{
	(void)state;
	assert_int_equal(workers("-R 192.0.2.53 x"), 1);
	assert_int_equal(workers("-R 192.0.2.53 -T 4 x"), 4);
	assert_int_equal(workers("-R 192.0.2.53 -T 4 --server-rate 3 x"), 0);
	/* As many as fit: below 100,000 packets/s one, then one per core. */
	assert_int_equal(workers("-R 192.0.2.53 -T auto -r 99999 x"), 1);
	assert_in_range(workers("-R 192.0.2.53 -T auto -r 100000 x"), 1, 8);
	/* Nor more than caps can be divided by. */
	assert_int_equal(
	    workers("-R 192.0.2.53 -T auto -r 1M --server-rate 1 x"), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_workers),
		cmocka_unit_test(test_who_is_asked),
		cmocka_unit_test(test_hints),
	};
	int fd = mkstemp(hints_path), result;

	if (fd < 0)
		return 1;
	result = cmocka_run_group_tests(tests, NULL, NULL);
	(void)remove(hints_path);
	return result;
}
