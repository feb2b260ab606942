/* SPDX-License-Identifier: Apache-2.0 */
/* The --help text of a command, from its table. */
#include <string.h>

#include "cli/options.h"

#define COLUMNS     80
#define TEXT_COLUMN 29 /* where the sentences of the options start */

/*
 * Prints words up to the last column and goes on at column INDENT of the next
 * line; AT is the column the cursor is in, INDENT or less.
 */
static void
print_words(FILE *f, const char *text, size_t at, size_t indent)
{
	bool first = true;
	size_t len;

	if (at < indent)
		at += (size_t)fprintf(f, "%*s", (int)(indent - at), "");
	while (*text != '\0') {
		len = strcspn(text, " ");
		if (!first && at + 1 + len >= COLUMNS) {
			(void)fprintf(f, "\n%*s", (int)indent, "");
			at = indent;
		} else if (!first) {
			(void)fputc(' ', f);
			at++;
		}
		(void)fprintf(f, "%.*s", (int)len, text);
		first = false;
		at += len;
		text += len;
		text += strspn(text, " ");
	}
	(void)fputc('\n', f);
}

static void
print_option(const struct option_def *def, FILE *f)
{
	char names[COLUMNS], text[512];
	int len;

	len = snprintf(names, sizeof(names), "  %c%c%c --%s%s%s",
	    def->letter != '\0' ? '-' : ' ',
	    def->letter != '\0' ? def->letter : ' ',
	    def->letter != '\0' ? ',' : ' ', def->name,
	    def->metavar != NULL ? "=" : "",
	    def->metavar != NULL ? def->metavar : "");
	(void)snprintf(text, sizeof(text), "%s%s%s%s", def->help,
	    def->initial != NULL ? " [" : "",
	    def->initial != NULL ? def->initial : "",
	    def->initial != NULL ? "]" : "");
	(void)fputs(names, f);
	if (len > TEXT_COLUMN - 2) {
		(void)fputc('\n', f);
		len = 0;
	}
	print_words(f, text, (size_t)len, TEXT_COLUMN);
}

void
options_help(const struct option_table *table, FILE *f)
{
	size_t i;

	(void)fprintf(f, "usage: reach46 %s [OPTION]...%s%s\n\n",
	    table->command, table->operand[0] != '\0' ? " " : "",
	    table->operand);
	print_words(f, table->summary, 0, 0);
	for (i = 0; i < table->n_defs; i++) {
		if (table->defs[i].group != NULL)
			(void)fprintf(f, "\n%s:\n", table->defs[i].group);
		print_option(&table->defs[i], f);
	}
	(void)fprintf(f, "\nExamples:\n%s", table->examples);
}
