/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "prober/input_list.h"

static char dir[] = "/tmp/test_input_list.XXXXXX";
static char path[64];

/* Appends what a list gives, one word or line per item, to a text:
 * "3=name[group|organisation|use]", "3!reason", "3~1" for a duplicate. */
static void
describe(
    char *out, size_t size, enum input_kind kind, const struct input_item *item)
{
	size_t used = strlen(out);

	out += used;
	size -= used;
	if (kind == INPUT_DUPLICATE)
		(void)snprintf(
		    out, size, "%u~%u ", item->line, item->first_line);
	else if (kind == INPUT_ERROR)
		(void)snprintf(out, size, "%u!%s ", item->line,
		    input_reason_name(item->reason));
	else if (item->group[0] == '\0' && item->organisation[0] == '\0' &&
	    item->declared == DECLARED_ALL)
		(void)snprintf(
		    out, size, "%u=%s ", item->line, item->name.text);
	else
		(void)snprintf(out, size, "%u=%s[%s|%s|%u] ", item->line,
		    item->name.text, item->group, item->organisation,
		    item->declared);
}

static void
check_counts(const struct input_list *list)
{
	struct input_counts c;

	input_list_counts(list, &c);
	assert_int_equal(
	    c.lines, c.targets + c.errors + c.duplicates + c.ignored);
}

static void
read_all(struct input_list *list, char *out, size_t size)
{
	struct input_item item;
	enum input_kind kind;
	struct error err;

	out[0] = '\0';
	while ((kind = input_list_next(list, &item, &err)) != INPUT_END) {
		assert_int_not_equal(kind, INPUT_FAILED);
		assert_int_not_equal(kind, INPUT_WAIT);
		describe(out, size, kind, &item);
	}
	check_counts(list);
	if (out[0] != '\0')
		out[strlen(out) - 1] = '\0';
}

static void
expect_octets(const void *data, size_t len, const char *want)
{
	struct input_list *list;
	struct error err;
	char out[8192];

	if (input_list_open_memory(&list, data, len, &err) != STATUS_OK)
		fail_msg("%s", err.text);
	read_all(list, out, sizeof(out));
	assert_string_equal(out, want);
	input_list_close(list);
}

static void
expect(const char *text, const char *want)
{
	expect_octets(text, strlen(text), want);
}

/* The list must be refused with a sentence that holds WORD. */
static void
expect_refusal(const void *data, size_t len, const char *word)
{
	struct input_list *list = (struct input_list *)&list;
	struct error err;

	assert_int_equal(
	    input_list_open_memory(&list, data, len, &err), STATUS_MALFORMED);
	assert_null(list);
	if (strstr(err.text, word) == NULL)
		fail_msg("no \"%s\" in: %s", word, err.text);
}

static void
write_file(const void *data, size_t len)
{
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/list", dir);
	f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

static void
plain(void **state)
{
	(void)state;
	expect("", "");
	expect("\n\n# note\n \t\r\n", "");
	expect("example.nl", "1=example.nl");
	expect("example.nl\n", "1=example.nl");
	expect("\xef\xbb\xbf"
	       "example.nl\r\nwww.Example.ORG.\r\n",
	    "1=example.nl 2=www.example.org");
	expect("# list\n\n  a.nl \t\n#b.nl\n_x.c.nl\n", "3=a.nl 5=_x.c.nl");
	expect("a.nl b.nl\na.nl # note\na.nl\tb\n",
	    "1!extra_word 2!extra_word 3!extra_word");
	expect("a.nl\nb.nl,c\n", "1=a.nl 2!bad_character");
}

static void
duplicates(void **state)
{
	(void)state;
	expect("a.nl\nA.NL\n\na.nl.\nhttps://a.nl/x\nb.nl\na.nl\n",
	    "1=a.nl 2~1 4~1 5~1 6=b.nl 7~1");
	expect("m\xc3\xbcnchen.de\nxn--mnchen-3ya.de\nM\xc3\x9cNCHEN.de\n",
	    "1=xn--mnchen-3ya.de 2~1 3~1");
}

static void
bad_octets(void **state)
{
	static const char nul[] = "a.nl\nb\0.nl\nc.nl\n";

	(void)state;
	expect_octets(nul, sizeof(nul) - 1, "1=a.nl 2!nul_octet 3=c.nl");
	expect("a.nl\nb\xff.nl\n\xc0\xaf.nl\n\xed\xa0\x80.nl\n\xe2\x82\n"
	       "\xf4\x90\x80\x80.nl\nc.nl\n",
	    "1=a.nl 2!invalid_utf8 3!invalid_utf8 4!invalid_utf8 "
	    "5!invalid_utf8 6!invalid_utf8 7=c.nl");
	expect("a\x07.nl\nb.nl\rc.nl\nd\x7f.nl\n",
	    "1!control_character 2!control_character 3!control_character");
}

/* Around the limit of a line, with and without CR and LF at its end. */
static void
long_lines(void **state)
{
	static const char *const ends[] = { "\n", "\r\n", "" };
	static const size_t lens[] = { 65535, 65536, 65537, 131072, 400000 };
	char *text = malloc(400020);
	size_t i, j;

	(void)state;
	assert_non_null(text);
	for (i = 0; i < sizeof(lens) / sizeof(lens[0]); i++)
		for (j = 0; j < 3; j++) {
			const char *reason = lens[i] > 65536 ? "line_too_long"
							     : "label_too_long";
			char want[64];

			memcpy(text, "a.nl\n", 5);
			memset(text + 5, 'x', lens[i]);
			(void)strcpy(text + 5 + lens[i], ends[j]);
			if (ends[j][0] != '\0')
				(void)strcat(text + 5 + lens[i], "b.nl");
			(void)snprintf(want, sizeof(want), "1=a.nl 2!%s%s",
			    reason, ends[j][0] != '\0' ? " 3=b.nl" : "");
			expect(text, want);
		}
	free(text);
}

static void
given_text(void **state)
{
	struct input_list *list;
	struct input_item item;
	struct error err;
	char text[70000];

	(void)state;
	memset(text, 'x', sizeof(text));
	assert_int_equal(
	    input_list_open_memory(&list, text, sizeof(text), &err), STATUS_OK);
	assert_int_equal(input_list_next(list, &item, &err), INPUT_ERROR);
	assert_int_equal(item.given_len, 256);
	assert_memory_equal(item.given, text, 256);
	input_list_close(list);

	assert_int_equal(
	    input_list_open_memory(&list, " *\0\r\n", 5, &err), STATUS_OK);
	assert_int_equal(input_list_next(list, &item, &err), INPUT_ERROR);
	assert_int_equal(item.given_len, 3);
	assert_memory_equal(item.given, " *\0", 3);
	input_list_close(list);
}

static void
csv(void **state)
{
	(void)state;
	expect("domain\na.nl\n\n#b.nl\n", "2=a.nl");
	expect("Domain,Group,Organisation,Use\r\n"
	       "a.nl,gemeente,\"Aa, en \"\"Bee\"\"\",web\r\n"
	       "b.nl,gemeente,B,Mail\r\nc.nl,,,mail+web\nd.nl,,,web+mail\n"
	       "e.nl\n f.nl , g , o , web \n",
	    "2=a.nl[gemeente|Aa, en \"Bee\"|1] 3=b.nl[gemeente|B|2] 4=c.nl "
	    "5=d.nl 6=e.nl 7=f.nl[g|o|1]");
	expect("x,url,organization\n1,https://a.nl/,O\n", "2=a.nl[|O|3]");
	expect("name,domain,url\nOrg,a.nl,b.nl\n", "2=a.nl");
	expect("name;group\na.nl;S\xc3\xba"
	       "dwest\n",
	    "2=a.nl[S\xc3\xba"
	    "dwest||3]");
	expect("group\tname\n#1\ta.nl\n", "2=a.nl[#1||3]");
	expect("\xef\xbb\xbf# by hand\n\n\"domain\",use\na.nl,web\n",
	    "4=a.nl[||1]");
	expect("domain,use\n# a, \"b\" c\na.nl,web\na.nl,mail\n",
	    "3=a.nl[||1] 4~3");
}

/* TEXT repeated until LEN octets, then TAIL. */
static const char *
repeat(char *out, const char *text, size_t len, const char *tail)
{
	size_t i;

	for (i = 0; i < len; i++)
		out[i] = text[i % strlen(text)];
	(void)strcpy(out + len, tail);
	return out;
}

static void
faulty_rows(void **state)
{
	char long_text[1200], text[2600];

	(void)state;
	expect("domain,use\na.nl,dns\n,web\n,\nb.nl,web,x\n\"c.nl,web\n"
	       "d\"d.nl,\n\"e.nl\"x,\nf.nl,web\n",
	    "2!bad_use 3!missing_name 5!extra_column 6!bad_csv 7!bad_csv "
	    "8!bad_csv 9=f.nl[||1]");
	expect("domain,group\na\xff.nl,x\nb.nl,\xff\nc d.nl,x\n",
	    "2!invalid_utf8 3!invalid_utf8 4!bad_character");
	(void)snprintf(text, sizeof(text), "domain,group\na.nl,%s\n",
	    repeat(long_text, "g", 1025, ""));
	expect(text, "2!text_too_long");
	/* More columns than are looked at. */
	(void)snprintf(text, sizeof(text), "domain%s\na.nl%s\nb.nl%sx,x\n",
	    repeat(long_text, ",use", 400, ""), ",", long_text);
	expect(text, "2=a.nl 3!extra_column");
}

static void
interned(void **state)
{
	struct input_item a, b;
	struct input_list *list;
	struct error err;
	static const char text[] =
	    "domain,group,organisation\na.nl,g,o\nb.nl,g,o\n";

	(void)state;
	assert_int_equal(
	    input_list_open_memory(&list, text, sizeof(text) - 1, &err),
	    STATUS_OK);
	assert_int_equal(input_list_next(list, &a, &err), INPUT_TARGET);
	assert_int_equal(input_list_next(list, &b, &err), INPUT_TARGET);
	assert_ptr_equal(a.group, b.group);
	assert_ptr_equal(a.organisation, b.organisation);
	assert_string_equal(a.group, "g");
	input_list_close(list);
}

static void
no_text(void **state)
{
	(void)state;
	expect_refusal("\xff\xfe"
		       "a\0.\0",
	    6, "UTF-16");
	expect_refusal("\xfe\xff\0a\0.", 6, "UTF-16");
	expect_refusal("a\0.\0n\0l\0", 8, "UTF-16");
	expect_refusal("\0a\0.\0n\0l", 8, "UTF-16");
	expect_refusal("\x1f\x8b\x08\0", 4, "zcat");
	expect_refusal("\x28\xb5\x2f\xfd\x04", 5, "zstdcat");
	expect_refusal("\xfd"
		       "7zXZ\0",
	    6, "xzcat");
	expect_refusal("PK\3\4", 4, "CSV");
	expect_refusal("\0\0\0\0", 4, "NUL");
	expect_refusal("a.nl,gemeente\n", 14, "header");
	expect_refusal("1;a.nl\n", 7, "domain,group,organisation");
}

static void
files(void **state)
{
	struct input_list *list;
	struct error err;
	char missing[64];

	(void)state;
	(void)snprintf(missing, sizeof(missing), "%s/none", dir);
	assert_int_equal(
	    input_list_open(&list, missing, &err), STATUS_NOT_FOUND);
	assert_non_null(strstr(err.text, missing));
	assert_int_equal(input_list_open(&list, dir, &err), STATUS_USAGE);
	assert_non_null(strstr(err.text, "directory"));
	assert_int_equal(
	    input_list_open(&list, "/dev/zero", &err), STATUS_MALFORMED);
	write_file("a.nl\n", 5);
	if (geteuid() != 0) {
		assert_int_equal(chmod(path, 0), 0);
		assert_int_equal(
		    input_list_open(&list, path, &err), STATUS_PERMISSION);
	}
	assert_int_equal(unlink(path), 0);
}

/* printf 'a.nl\nb.nl\n' | sha256sum */
static void
sha256_and_rewind(void **state)
{
	static const uint8_t want[4] = { 0xe3, 0xa6, 0x71, 0x39 };
	uint8_t digest[INPUT_SHA256_OCTETS];
	struct input_list *list;
	struct error err;
	char out[64];
	int i;

	(void)state;
	write_file("a.nl\nb.nl\n", 10);
	assert_int_equal(input_list_open(&list, path, &err), STATUS_OK);
	for (i = 0; i < 3; i++) {
		assert_false(input_list_sha256(list, digest));
		read_all(list, out, sizeof(out));
		assert_string_equal(out, "1=a.nl 2=b.nl");
		assert_true(input_list_sha256(list, digest));
		assert_memory_equal(digest, want, sizeof(want));
		assert_int_equal(input_list_rewind(list, &err), STATUS_OK);
	}
	input_list_close(list);
	assert_int_equal(unlink(path), 0);
}

/* Standard input that is a pipe: nothing blocks, nothing is lost. */
static void
slow_pipe(void **state)
{
	int fds[2], saved = dup(STDIN_FILENO);
	struct input_list *list;
	struct input_item item;
	struct error err;

	(void)state;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(dup2(fds[0], STDIN_FILENO), STDIN_FILENO);
	assert_int_equal(write(fds[1], "a.nl\nb.", 7), 7);
	assert_int_equal(input_list_open(&list, "-", &err), STATUS_OK);
	assert_int_equal(input_list_fd(list), STDIN_FILENO);
	assert_int_equal(input_list_next(list, &item, &err), INPUT_TARGET);
	assert_int_equal(input_list_next(list, &item, &err), INPUT_WAIT);
	assert_int_equal(input_list_next(list, &item, &err), INPUT_WAIT);
	assert_int_equal(write(fds[1], "nl", 2), 2);
	assert_int_equal(input_list_next(list, &item, &err), INPUT_WAIT);
	(void)close(fds[1]);
	assert_int_equal(input_list_next(list, &item, &err), INPUT_TARGET);
	assert_string_equal(item.name.text, "b.nl");
	assert_int_equal(input_list_next(list, &item, &err), INPUT_END);
	assert_int_equal(input_list_next(list, &item, &err), INPUT_END);
	assert_int_equal(input_list_rewind(list, &err), STATUS_USAGE);
	input_list_close(list);
	(void)close(fds[0]);
	(void)dup2(saved, STDIN_FILENO);
	(void)close(saved);
}

/* Across every boundary of the read buffer: 300,000 names, each twice. */
static void
many_names(void **state)
{
	enum { NAMES = 300000 };
	struct input_counts counts;
	struct input_list *list;
	struct input_item item;
	enum input_kind kind;
	struct error err;
	char want[32];
	unsigned i;
	FILE *f;

	(void)state;
	write_file("", 0);
	f = fopen(path, "w");
	assert_non_null(f);
	for (i = 0; i < 2 * NAMES; i++)
		(void)fprintf(f, "n%u.example.nl\n", i % NAMES);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(input_list_open(&list, path, &err), STATUS_OK);
	for (i = 0; i < 2 * NAMES; i++) {
		kind = input_list_next(list, &item, &err);
		assert_int_equal(
		    kind, i < NAMES ? INPUT_TARGET : INPUT_DUPLICATE);
		(void)snprintf(want, sizeof(want), "n%u.example.nl", i % NAMES);
		assert_string_equal(item.name.text, want);
		assert_int_equal(item.line, i + 1);
		assert_int_equal(item.first_line, i % NAMES + 1);
	}
	assert_int_equal(input_list_next(list, &item, &err), INPUT_END);
	input_list_counts(list, &counts);
	assert_int_equal(counts.duplicates, NAMES);
	input_list_close(list);
	assert_int_equal(unlink(path), 0);
}

static int
make_dir(void **state)
{
	(void)state;
	return mkdtemp(dir) == NULL;
}

static int
remove_dir(void **state)
{
	(void)state;
	return rmdir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain),
		cmocka_unit_test(duplicates),
		cmocka_unit_test(bad_octets),
		cmocka_unit_test(long_lines),
		cmocka_unit_test(given_text),
		cmocka_unit_test(csv),
		cmocka_unit_test(faulty_rows),
		cmocka_unit_test(interned),
		cmocka_unit_test(no_text),
		cmocka_unit_test(files),
		cmocka_unit_test(sha256_and_rewind),
		cmocka_unit_test(slow_pipe),
		cmocka_unit_test(many_names),
	};

	return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
