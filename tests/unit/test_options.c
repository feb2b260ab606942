/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/diff_options.h"
#include "cli/doctor_options.h"
#include "cli/merge_options.h"
#include "cli/report_options.h"
#include "cli/scan_options.h"

#define MAX_WORDS 32

/* Splits LINE at spaces into argv; "''" stands for an empty argument. */
static int
split(const char *line, char *buf, size_t size, char **argv)
{
	char *word, *rest;
	int argc = 0;

	(void)snprintf(buf, size, "scan %s", line);
	for (word = strtok_r(buf, " ", &rest); word != NULL;
	     word = strtok_r(NULL, " ", &rest)) {
		assert_true(argc < MAX_WORDS);
		argv[argc++] = strcmp(word, "''") == 0 ? word + 2 : word;
	}
	argv[argc] = NULL;
	return argc;
}

static char words[1024];

static void
parse(const char *line, struct scan_options *o)
{
	char *argv[MAX_WORDS + 1];
	struct error err;
	int argc = split(line, words, sizeof(words), argv);

	if (scan_options_parse(argc, argv, o, &err) != STATUS_OK)
		fail_msg("%s: %s", line, err.text);
}

/* The line must be refused with a sentence that holds WORD. */
static void
refuse(const char *line, const char *word)
{
	char *argv[MAX_WORDS + 1];
	struct scan_options o;
	struct error err;
	int argc = split(line, words, sizeof(words), argv);

	if (scan_options_parse(argc, argv, &o, &err) != STATUS_USAGE)
		fail_msg("accepted: %s", line);
	if (strstr(err.text, word) == NULL)
		fail_msg("no \"%s\" in: %s", word, err.text);
	scan_options_free(&o);
}

static void
defaults(void **state)
{
	struct scan_options o;

	(void)state;
	parse("", &o);
	assert_string_equal(o.input_file, "-");
	assert_null(o.output_file);
	assert_int_equal(o.rate_fps, 10000);
	assert_int_equal(o.probes, 3);
	assert_int_equal(o.cooldown_ns, 8000000000);
	assert_int_equal(o.address_rate, 20);
	assert_int_equal(o.prefix_rate, 50);
	assert_int_equal(o.server_rate, 20);
	assert_int_equal(o.window, 2500);
	assert_int_equal(o.resolver_window, 1000);
	assert_int_equal(o.resolver.n, 0);
	assert_int_equal(o.n_workers, 1);
	assert_string_equal(o.tx, "mmsg");
	assert_string_equal(o.policy, "v4v6");
	assert_null(o.controls);
	assert_false(o.seed.given);
	assert_false(o.quiet || o.dryrun || o.ipv4_only || o.help);
	scan_options_free(&o);
}

/* As many domains and questions at once as the rate calls for. */
static void
windows(void **state)
{
	struct scan_options o;

	(void)state;
	parse("-r 100", &o);
	assert_int_equal(o.resolver_window, 1000);
	assert_int_equal(o.window, 2500);
	scan_options_free(&o);
	parse("-r 40000 --window 9", &o);
	assert_int_equal(o.window, 9);
	scan_options_free(&o);
	parse("-r 200000", &o);
	assert_int_equal(o.resolver_window, 20000);
	assert_int_equal(o.window, 16000);
	scan_options_free(&o);
	parse("-r 100000000", &o);
	assert_int_equal(o.resolver_window, 50000);
	scan_options_free(&o);
	parse("-r 200000 --resolver-window 7", &o);
	assert_int_equal(o.resolver_window, 7);
	scan_options_free(&o);
}

static void
spellings(void **state)
{
	static const char *const lines[] = { "-r50", "-r 50", "--rate=50",
		"--rate 50", "--ra=50", "-qvr50", "-r 1 -r50", "x -r 50",
		"-r50 -- x", "-r0050" };
	struct scan_options o;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		parse(lines[i], &o);
		assert_int_equal(o.rate_fps, 50);
		scan_options_free(&o);
	}
	parse("-qvd6", &o);
	assert_true(o.quiet && o.verbose && o.dryrun && o.ipv6_only);
	scan_options_free(&o);
}

static void
operands(void **state)
{
	struct scan_options o;

	(void)state;
	parse("list.csv -q", &o);
	assert_string_equal(o.input_file, "list.csv");
	scan_options_free(&o);
	parse("-q -", &o);
	assert_string_equal(o.input_file, "-");
	scan_options_free(&o);
	parse("-q -- -r50", &o);
	assert_string_equal(o.input_file, "-r50");
	assert_int_equal(o.rate_fps, 10000);
	scan_options_free(&o);
	parse("-f list.csv", &o);
	assert_string_equal(o.input_file, "list.csv");
	scan_options_free(&o);
	refuse("a b", "\"b\" is one too many");
	refuse("-f a b", "given twice");
}

static void
numbers(void **state)
{
	struct scan_options o;

	(void)state;
	parse("-r 50k --address-rate=0 -c 0.5 -e 9007199254740991", &o);
	assert_int_equal(o.rate_fps, 50000);
	assert_int_equal(o.address_rate, 0);
	assert_int_equal(o.cooldown_ns, 500000000);
	assert_true(o.seed.given);
	assert_int_equal(o.seed.value, 9007199254740991);
	scan_options_free(&o);
	parse("-r 2M -c 1.000000001 -e 0", &o);
	assert_int_equal(o.rate_fps, 2000000);
	assert_int_equal(o.cooldown_ns, 1000000001);
	assert_true(o.seed.given);
	scan_options_free(&o);
	refuse("-r 0", "from 1 to 100000000");
	refuse("-r 101M", "from 1 to");
	refuse("-r -5", "from 1 to");
	refuse("-r +5", "from 1 to");
	refuse("-r ''", "from 1 to");
	refuse("-r 5x", "\"5x\"");
	refuse("-r 5kk", "\"5kk\"");
	refuse("-r 99999999999999999999", "from 1 to");
	refuse("-r 18446744073709552k", "from 1 to");
	refuse("-T 0", "from 1 to 16, or auto");
	refuse("-T 17", "from 1 to 16, or auto");
	refuse("-T 2x", "from 1 to 16, or auto");
	refuse("-T some", "from 1 to 16, or auto");
	refuse("-P 0", "from 1 to 10");
	refuse("-P 11", "from 1 to 10");
	refuse("-c -1", "seconds");
	refuse("-c 3600.1", "seconds");
	refuse("-c 1e3", "seconds");
	refuse("-c .5", "seconds");
	refuse("-c nan", "seconds");
	refuse("-e 9007199254740992", "2^53-1");
}

static void
addresses(void **state)
{
	static const uint8_t mac[6] = { 2, 0, 0x5e, 0x10, 0, 0xff };
	char text[ADDRESS_TEXT_SIZE];
	struct scan_options o;

	(void)state;
	parse("-S 192.0.2.1 -S 2001:db8::1 --permit-prefix=2001:db8::/32 "
	      "--permit-prefix 198.18.0.0/15 -G 02:00:5e:10:00:ff "
	      "--gateway-mac6=02-00-5E-10-00-FF",
	    &o);
	assert_int_equal(o.source_ip.n, 2);
	assert_string_equal(
	    address_format(&o.source_ip.item[1], text), "2001:db8::1");
	assert_int_equal(o.permit_prefix.n, 2);
	assert_int_equal(o.permit_prefix.item[0].length, 32);
	assert_memory_equal(o.gateway_mac.octet, mac, 6);
	assert_memory_equal(o.gateway_mac6.octet, mac, 6);
	scan_options_free(&o);
	refuse("-S 192.0.2.1 -S 192.0.2.2", "twice for IPv4");
	refuse("-S ::1 -S ::2", "twice for IPv6");
	refuse("-S example.nl", "an IPv4 or IPv6 address");
	refuse("--permit-prefix 2001:db8::/129", "a prefix such as");
	refuse("-G 02:00:5e:10:00", "link-layer");
	refuse("-G 02:00:5e:10:00:0g", "link-layer");
	refuse("-G 02.00.5e.10.00.01", "link-layer");
	refuse("-4 -6", "exclude each other");
}

static void
resolvers(void **state)
{
	static const struct {
		const char *text, *addr;
		unsigned port;
	} good[] = {
		{ "192.0.2.53", "192.0.2.53", 53 },
		{ "192.0.2.53#5353", "192.0.2.53", 5353 },
		{ "192.0.2.53:5353", "192.0.2.53", 5353 },
		{ "2001:db8::53", "2001:db8::53", 53 },
		{ "2001:db8::53#65535", "2001:db8::53", 65535 },
		{ "[2001:db8::53]:5353", "2001:db8::53", 5353 },
		{ "[2001:db8::53]#5353", "2001:db8::53", 5353 },
		{ "[2001:db8::53]", "2001:db8::53", 53 },
		{ "::", "::", 53 },
	};
	static const char *const bad[] = { "dns.example",
		"192.0.2.53:", "192.0.2.53#", "192.0.2.53#0",
		"192.0.2.53#65536", "192.0.2.53#53x", "[2001:db8::53",
		"[2001:db8::53]x", "2001:db8::53]:53", "[]:53", ":53", "#53",
		"''", "[", "]", "2001:db8::53%eth0", "192.0.2.53#1#2",
		"1:2:3:4:5:6:7:8:9:10:11:12:13:14:15:16:17:18:19:20:21:22:23" };
	char line[128], text[ADDRESS_TEXT_SIZE];
	struct scan_options o;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		(void)snprintf(
		    line, sizeof(line), "-R ::1 -R %s", good[i].text);
		parse(line, &o);
		assert_int_equal(o.resolver.n, 2);
		assert_string_equal(
		    address_format(&o.resolver.item[1].addr, text),
		    good[i].addr);
		assert_int_equal(o.resolver.item[1].port, good[i].port);
		scan_options_free(&o);
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		(void)snprintf(line, sizeof(line), "-R %s", bad[i]);
		refuse(line, "a server such as");
	}
}

static void
iterative(void **state)
{
	struct scan_options o;

	(void)state;
	parse("-6", &o);
	assert_false(o.iterative);
	scan_options_free(&o);
	parse("--iterative -6", &o);
	assert_true(o.iterative && o.ipv6_only);
	assert_null(o.root_hints);
	scan_options_free(&o);
	parse("--root-hints=named.root --iterative", &o);
	assert_string_equal(o.root_hints, "named.root");
	scan_options_free(&o);
	refuse("--iterative -R ::1", "--iterative asks no resolver");
	refuse("-R ::1 --iterative --root-hints=x", "leave out --resolver");
	refuse("--root-hints=x", "--root-hints is for --iterative");
	refuse("--iterative --root-hints=", "--root-hints");
	refuse("--root-hint x --iterativ=1", "--iterative takes no value");
}

static void
choices(void **state)
{
	struct scan_options o;

	(void)state;
	parse("--tx null --policy=v6", &o);
	assert_string_equal(o.tx, "null");
	assert_string_equal(o.policy, "v6");
	scan_options_free(&o);
	refuse("--tx mmsg|libnet", "one of auto|xdp|mmsg|libnet|null");
	refuse("--tx ''", "one of");
	refuse("--tx nul", "one of");
}

static void
hints(void **state)
{
	(void)state;
	refuse("--rtae 5", "do you mean --rate?");
	refuse("--blacklist-file x", "do you mean --blocklist-file?");
	refuse("--cooldown_time 5", "do you mean --cooldown-time?");
	refuse("--frobnicate", "reach46 scan --help");
	refuse("--aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	    "reach46 scan --help");
	refuse("--gateway 5", "--gateway-mac, --gateway-mac6");
	refuse("--=5", "there is no option --");
	refuse("-Z", "there is no option -Z");
	refuse("-qZ", "there is no option -Z");
	refuse("-\x1b", "there is no option -\\x1b");
	refuse("--\x1b[2J", "\\x1b[2J");
	refuse("-r \x1b[2J", "\\x1b[2J");
	refuse("--quiet=1", "takes no value");
	refuse("--rate", "--rate=PPS");
	refuse("-r", "--rate=PPS");
	refuse("-o ''", "--output-file");
}

/* An exact name is that option although others begin with it. */
static void
exact_over_beginning(void **state)
{
	struct scan_options o;

	(void)state;
	parse("--gateway-mac=00:00:00:00:00:01", &o);
	assert_true(o.gateway_mac.given);
	assert_false(o.gateway_mac6.given);
	scan_options_free(&o);
}

static void
help_needs_nothing_else(void **state)
{
	struct scan_options o;

	(void)state;
	parse("-4 -6 --help --frobnicate", &o);
	assert_true(o.help);
	scan_options_free(&o);
	parse("-V", &o);
	assert_true(o.version);
	scan_options_free(&o);
}

/* Every option is in the help, no line is too long, tabs are not used. */
static void
check_help(const struct option_table *table)
{
	char *text = NULL, *line, *rest, name[64];
	size_t len = 0, i;
	FILE *f = open_memstream(&text, &len);

	assert_non_null(f);
	options_help(table, f);
	(void)fclose(f);
	for (i = 0; i < table->n_defs; i++) {
		(void)snprintf(
		    name, sizeof(name), " --%s", table->defs[i].name);
		assert_non_null(strstr(text, name));
	}
	assert_null(strchr(text, '\t'));
	for (line = strtok_r(text, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		assert_true(strlen(line) <= 80);
		assert_int_not_equal(line[strlen(line) - 1], ' ');
	}
	free(text);
}

static void
help_text(void **state)
{
	(void)state;
	check_help(&scan_option_table);
	check_help(&report_option_table);
	check_help(&diff_option_table);
	check_help(&merge_option_table);
	check_help(&doctor_option_table);
}

/* Names and letters are unique; defaults and names are well-formed. */
static void
check_table(const struct option_table *t)
{
	size_t i, j;

	assert_non_null(t->defs[0].group);
	for (i = 0; i < t->n_defs; i++) {
		assert_true(strlen(t->defs[i].name) <= 32);
		assert_int_equal(
		    t->defs[i].type == OPTION_FLAG, t->defs[i].metavar == NULL);
		for (j = 0; j < i; j++) {
			assert_string_not_equal(
			    t->defs[i].name, t->defs[j].name);
			assert_true(t->defs[i].letter == '\0' ||
			    t->defs[i].letter != t->defs[j].letter);
			assert_int_not_equal(
			    t->defs[i].offset, t->defs[j].offset);
		}
	}
}

static void
tables(void **state)
{
	(void)state;
	check_table(&scan_option_table);
	check_table(&report_option_table);
	check_table(&diff_option_table);
	check_table(&merge_option_table);
	check_table(&doctor_option_table);
}

static void
append_value(void *arg, const struct option_value *v)
{
	static const char kinds[] = "bntl";
	char *out = arg;
	size_t used = strlen(out);

	if (v->kind == OPTION_VALUE_BOOL && strcmp(v->text, "false") == 0)
		return;
	(void)snprintf(out + used, 2048 - used, "%c%s%s=%s ", kinds[v->kind],
	    v->role == OPTION_LOCAL ? "*" : "", v->name, v->text);
}

static void
dump(void **state)
{
	struct scan_options o;
	char out[2048] = "";

	(void)state;
	parse("-R 2001:DB8:0::53 -R 192.0.2.53:5353 -c 2.50 -e 7 -6 "
	      "-G 02:00:5E:10:00:01 -S 2001:db8::1 --permit-prefix ::/0 l",
	    &o);
	options_dump(&scan_option_table, &o, append_value, out);
	assert_string_equal(out,
	    "t*input-file=l n*rate=10000 nprobes=3 ncooldown-time=2.5 "
	    "n*address-rate=20 n*prefix-rate=50 n*server-rate=20 "
	    "n*window=2500 n*resolver-window=1000 "
	    "lresolver=2001:db8::53#53 lresolver=192.0.2.53#5353 "
	    "bipv6-only=true lsource-ip=2001:db8::1 "
	    "t*gateway-mac=02:00:5e:10:00:01 t*tx=mmsg t*rst=kernel "
	    "t*workers=1 "
	    "lpermit-prefix=::/0 tpolicy=v4v6 "
	    "tvantage=unnamed nseed=7 ");
	scan_options_free(&o);
	parse("-c 0 -r 1", &o);
	out[0] = '\0';
	options_dump(&scan_option_table, &o, append_value, out);
	assert_non_null(strstr(out, "ncooldown-time=0 "));
	scan_options_free(&o);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults),
		cmocka_unit_test(windows),
		cmocka_unit_test(spellings),
		cmocka_unit_test(operands),
		cmocka_unit_test(numbers),
		cmocka_unit_test(addresses),
		cmocka_unit_test(resolvers),
		cmocka_unit_test(iterative),
		cmocka_unit_test(choices),
		cmocka_unit_test(hints),
		cmocka_unit_test(exact_over_beginning),
		cmocka_unit_test(help_needs_nothing_else),
		cmocka_unit_test(help_text),
		cmocka_unit_test(tables),
		cmocka_unit_test(dump),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
