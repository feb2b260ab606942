/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "cli/probe_fields.h"
#include "cli/probe_options.h"
#include "cli/type_list.h"
#include "common/dns_msg.h"

#define MAX_WORDS 48

static int
split(const char *line, char *buf, size_t size, char **argv)
{
	char *word, *rest;
	int argc = 0;

	(void)snprintf(buf, size, "probe %s", line);
	for (word = strtok_r(buf, " ", &rest); word != NULL;
	     word = strtok_r(NULL, " ", &rest)) {
		assert_true(argc < MAX_WORDS);
		argv[argc++] = word;
	}
	argv[argc] = NULL;
	return argc;
}

static char words[1024];

static void
parse(enum probe_kind kind, const char *line, struct probe_options *o)
{
	char *argv[MAX_WORDS + 1];
	struct error err;
	int argc = split(line, words, sizeof(words), argv);

	if (probe_options_parse(kind, argc, argv, o, &err) != STATUS_OK)
		fail_msg("%s: %s", line, err.text);
}

/* The line must be refused with a sentence that holds WORD. */
static void
refuse(enum probe_kind kind, const char *line, const char *word)
{
	char *argv[MAX_WORDS + 1];
	struct probe_options o;
	struct error err;
	int argc = split(line, words, sizeof(words), argv);

	if (probe_options_parse(kind, argc, argv, &o, &err) != STATUS_USAGE)
		fail_msg("accepted: %s", line);
	if (strstr(err.text, word) == NULL)
		fail_msg("no \"%s\" in: %s", word, err.text);
	probe_options_free(kind, &o);
}

static void
test_syn(void **state)
{
	struct probe_options o;

	(void)state;
	parse(PROBE_TCP_SYN, "-p 80", &o);
	assert_string_equal(o.target_ports, "80");
	assert_string_equal(o.output_format, "json");
	assert_string_equal(o.output_fields, PROBE_FIELDS_DEFAULT);
	assert_string_equal(o.only, "all");
	assert_string_equal(o.scan.input_file, "-");
	assert_string_equal(o.scan.controls, "none");
	assert_true(o.scan.sweeps);
	assert_int_equal(o.shards, 1);
	assert_int_equal(o.shard, 0);
	assert_int_equal(o.scan.rate_fps, 10000);
	assert_int_equal(o.scan.probes, 3);
	assert_int_equal(o.scan.window, 0);
	probe_options_free(PROBE_TCP_SYN, &o);

	parse(PROBE_TCP_SYN,
	    "list -p 80,443 -O csv --output-fields * --only success --shards 4 "
	    "--shard 3 -e 7 -r 1M -P 1 -c 0.5 -i eth0 -S 192.0.2.1 "
	    "-G 02:00:5e:10:00:01 -b none --permit-prefix 198.18.0.0/15 "
	    "--prefix-rate 0 --tx null -u status -l log -q --notes why -6 -d",
	    &o);
	assert_string_equal(o.scan.input_file, "list");
	assert_string_equal(o.output_format, "csv");
	assert_int_equal(o.shards, 4);
	assert_int_equal(o.shard, 3);
	assert_int_equal(o.scan.seed.value, 7);
	assert_int_equal(o.scan.rate_fps, 1000000);
	assert_int_equal(o.scan.cooldown_ns, 500000000);
	assert_string_equal(o.scan.interface, "eth0");
	assert_int_equal(o.scan.source_ip.n, 1);
	assert_true(o.scan.gateway_mac.given);
	assert_string_equal(o.scan.blocklist_file, "none");
	assert_int_equal(o.scan.permit_prefix.n, 1);
	assert_int_equal(o.scan.prefix_rate, 0);
	assert_string_equal(o.scan.tx, "null");
	assert_string_equal(o.scan.status_updates_file, "status");
	assert_string_equal(o.scan.log_file, "log");
	assert_string_equal(o.scan.notes, "why");
	assert_true(o.scan.quiet && o.scan.ipv6_only && o.scan.dryrun);
	probe_options_free(PROBE_TCP_SYN, &o);
}

static void
test_syn_refused(void **state)
{
	struct probe_options o;

	(void)state;
	refuse(PROBE_TCP_SYN, "list", "which ports");
	refuse(PROBE_TCP_SYN, "-p 80 --shards 4 --shard 4", "from 0");
	refuse(PROBE_TCP_SYN, "-p 80 --shard 1", "from 0");
	refuse(PROBE_TCP_SYN, "-p 80 --shard 1/4", "whole number");
	refuse(PROBE_TCP_SYN, "-p 80 a b", "too many");
	refuse(PROBE_TCP_SYN, "-p 80 -f a b", "given twice");
	refuse(PROBE_TCP_SYN, "-p 80 -4 -6", "exclude each other");
	refuse(PROBE_TCP_SYN, "-p 80 -S 192.0.2.1 -S 192.0.2.2", "twice");
	refuse(PROBE_TCP_SYN, "-p 80 --resolver ::1", "no option");
	refuse(PROBE_TCP_SYN, "-p 80 --only open", "all|answered|success");
	parse(PROBE_TCP_SYN, "--list-output-fields", &o);
	assert_true(o.list_output_fields);
	probe_options_free(PROBE_TCP_SYN, &o);
}

static void
test_dns(void **state)
{
	struct probe_options o;

	(void)state;
	parse(PROBE_DNS, "", &o);
	assert_string_equal(o.types, "A");
	assert_string_equal(o.scan.workers, "auto");
	assert_false(o.scan.sweeps);
	assert_int_equal(o.scan.window, 0);
	assert_int_equal(o.scan.resolver_window, 1000);
	probe_options_free(PROBE_DNS, &o);
	parse(PROBE_DNS, "-t A,MX -R 192.0.2.53 -R 2001:db8::53 names", &o);
	assert_int_equal(o.scan.resolver.n, 2);
	probe_options_free(PROBE_DNS, &o);
	parse(PROBE_DNS, "--iterative --root-hints h", &o);
	assert_true(o.scan.iterative);
	probe_options_free(PROBE_DNS, &o);
	refuse(PROBE_DNS, "--iterative -R ::1", "asks no resolver");
	refuse(PROBE_DNS, "--root-hints h", "--iterative");
	refuse(PROBE_DNS, "-p 80", "no option");
}

/* Every option has its help, and the same letter as in a scan. */
static void
check_table(enum probe_kind kind)
{
	const struct option_table *t = probe_option_table(kind);
	const struct option_def *d, *other;
	size_t i, j;

	assert_ptr_equal(probe_option_table(kind), t);
	for (i = 0; i < t->n_defs; i++) {
		d = &t->defs[i];
		assert_non_null(d->help);
		for (j = 0; j < i; j++) {
			assert_string_not_equal(d->name, t->defs[j].name);
			assert_true(
			    d->letter == 0 || d->letter != t->defs[j].letter);
		}
		for (j = 0; j < scan_option_table.n_defs; j++) {
			other = &scan_option_table.defs[j];
			if (strcmp(d->name, other->name) != 0)
				continue;
			assert_int_equal(d->letter, other->letter);
			assert_int_equal(d->type, other->type);
			assert_int_equal(d->offset,
			    other->offset +
				offsetof(struct probe_options, scan));
		}
	}
}

static void
test_tables(void **state)
{
	(void)state;
	check_table(PROBE_TCP_SYN);
	check_table(PROBE_DNS);
}

static void
test_types(void **state)
{
	static const char *const bad[] = { "", "A,", ",A", "A,,MX", "A,A",
		"A,TYPE1", "ANY", "OPT", "TYPE41", "TYPE0", "TYPE255",
		"TYPE128", "TYPE65536", "TYPE", "TYPEx", "X", "A MX",
		("TYPE1,TYPE2,TYPE3,TYPE4,TYPE5,TYPE6,TYPE7,TYPE8,TYPE9,TYPE10,"
		 "TYPE11,TYPE12,TYPE13,TYPE14,TYPE15,TYPE16,TYPE17") };
	struct type_list l;
	struct error err;
	size_t i;

	(void)state;
	assert_int_equal(
	    type_list_parse(&l, "a,AAAA,mx,Type65,txt", &err), STATUS_OK);
	assert_int_equal(l.n, 5);
	assert_int_equal(l.type[0], DNS_TYPE_A);
	assert_int_equal(l.type[1], DNS_TYPE_AAAA);
	assert_int_equal(l.type[2], DNS_TYPE_MX);
	assert_int_equal(l.type[3], 65);
	assert_int_equal(l.type[4], DNS_TYPE_TXT);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (type_list_parse(&l, bad[i], &err) != STATUS_USAGE)
			fail_msg("\"%s\" was taken", bad[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_syn),
		cmocka_unit_test(test_syn_refused),
		cmocka_unit_test(test_dns),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
