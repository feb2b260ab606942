/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/options.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "cli/option_value.h"
#include "cli/safe_text.h"

#define NAME_MAX_OCTETS 32

/* Arguments on their way into the command's struct. */
struct parse {
	const struct option_table *table;
	char *const *argv;
	int argc, at; /* argv[at] is next */
	void *target;
	size_t operands;
	bool asked; /* --help or --version: the rest does not matter */
	struct error *err;
};

/* Letters to add, drop or change to turn A (of LEN octets) into B. */
static size_t
edit_distance(const char *a, size_t len, const char *b)
{
	size_t row[NAME_MAX_OCTETS + 1], i, j, corner, best;
	size_t width = strlen(b);

	assert(width <= NAME_MAX_OCTETS);
	for (j = 0; j <= width; j++)
		row[j] = j;
	for (i = 1; i <= len; i++) {
		corner = row[0];
		row[0] = i;
		for (j = 1; j <= width; j++) {
			best = corner + (a[i - 1] != b[j - 1]);
			corner = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[width];
}

/* Returns the option whose name is most like NAME, or NULL. */
static const struct option_def *
nearest(const struct option_table *t, const char *name, size_t len)
{
	const struct option_def *found = NULL;
	size_t i, distance, least = len / 3 + 2;

	if (len > NAME_MAX_OCTETS)
		return NULL;
	for (i = 0; i < t->n_defs; i++) {
		distance = edit_distance(name, len, t->defs[i].name);
		if (distance < least) {
			least = distance;
			found = &t->defs[i];
		}
	}
	return found;
}

static enum status
unknown(const struct parse *p, const char *name, size_t len)
{
	const struct option_def *def = nearest(p->table, name, len);
	char safe[SAFE_TEXT_SIZE(40)];

	(void)safe_text(safe, sizeof(safe), name, len);
	if (def != NULL)
		return error_set(p->err, STATUS_USAGE,
		    "there is no option --%s; do you mean --%s?", safe,
		    def->name);
	return error_set(p->err, STATUS_USAGE,
	    "there is no option --%s; reach46 %s --help shows all", safe,
	    p->table->command);
}

static enum status
ambiguous(const struct parse *p, const char *name, size_t len)
{
	const struct option_table *t = p->table;
	char list[256] = "";
	size_t i, used = 0;

	for (i = 0; i < t->n_defs && used < sizeof(list); i++)
		if (strncmp(t->defs[i].name, name, len) == 0)
			used += (size_t)snprintf(list + used,
			    sizeof(list) - used, "%s--%s", used > 0 ? ", " : "",
			    t->defs[i].name);
	return error_set(p->err, STATUS_USAGE, "--%.*s could be each of: %s",
	    (int)len, name, list);
}

/* Finds an option by its name or the beginning of only that name. */
static enum status
find_long(const struct parse *p, const char *name, size_t len,
    const struct option_def **out)
{
	const struct option_table *t = p->table;
	size_t i, matches = 0;

	for (i = 0; i < t->n_defs; i++) {
		if (strncmp(t->defs[i].name, name, len) != 0)
			continue;
		*out = &t->defs[i];
		if (strlen(t->defs[i].name) == len)
			return STATUS_OK;
		matches++;
	}
	if (matches == 0 || len == 0)
		return unknown(p, name, len);
	return matches == 1 ? STATUS_OK : ambiguous(p, name, len);
}

static const struct option_def *
find_letter(const struct option_table *t, char letter)
{
	size_t i;

	for (i = 0; i < t->n_defs; i++)
		if (t->defs[i].letter == letter)
			return &t->defs[i];
	return NULL;
}

/* Stores VALUE, or the next argument where VALUE is NULL and one is due. */
static enum status
store(struct parse *p, const struct option_def *def, const char *value)
{
	if (def->role == OPTION_ASKS)
		p->asked = true;
	if (def->type != OPTION_FLAG && value == NULL) {
		if (p->at == p->argc)
			return error_set(p->err, STATUS_USAGE,
			    "--%s needs a value: --%s=%s", def->name, def->name,
			    def->metavar);
		value = p->argv[p->at++];
	}
	return option_value_set(def, value, p->target, p->err);
}

/* ARG is what follows the two hyphens. */
static enum status
parse_long(struct parse *p, const char *arg)
{
	const char *equals = strchr(arg, '=');
	size_t len = equals != NULL ? (size_t)(equals - arg) : strlen(arg);
	const struct option_def *def = NULL;
	enum status status;

	if ((status = find_long(p, arg, len, &def)) != STATUS_OK)
		return status;
	if (def->type == OPTION_FLAG && equals != NULL)
		return error_set(
		    p->err, STATUS_USAGE, "--%s takes no value", def->name);
	return store(p, def, equals != NULL ? equals + 1 : NULL);
}

/* LETTERS is what follows the hyphen: flags, and last one with a value. */
static enum status
parse_short(struct parse *p, const char *letters)
{
	const struct option_def *def;
	char safe[SAFE_TEXT_SIZE(1)];
	enum status status = STATUS_OK;

	for (; *letters != '\0' && status == STATUS_OK; letters++) {
		if ((def = find_letter(p->table, *letters)) == NULL)
			return error_set(p->err, STATUS_USAGE,
			    "there is no option -%s; reach46 %s --help shows "
			    "all",
			    safe_text(safe, sizeof(safe), letters, 1),
			    p->table->command);
		if (def->type != OPTION_FLAG)
			return store(
			    p, def, letters[1] != '\0' ? letters + 1 : NULL);
		status = store(p, def, NULL);
	}
	return status;
}

static enum status
add_operand(struct parse *p, const char *arg)
{
	const struct option_table *t = p->table;
	char safe[SAFE_TEXT_SIZE(60)];
	const char **to;

	if (p->operands == t->max_operands)
		return error_set(p->err, STATUS_USAGE,
		    "\"%s\" is one too many; usage: reach46 %s [OPTION]... %s",
		    safe_text(safe, sizeof(safe), arg, strlen(arg)), t->command,
		    t->operand);
	to = (const char **)(void *)((char *)p->target + t->operand_offset);
	to[p->operands++] = arg;
	return STATUS_OK;
}

static enum status
store_defaults(struct parse *p)
{
	enum status status = STATUS_OK;
	const struct option_def *def;
	size_t i;

	for (i = 0; i < p->table->n_defs && status == STATUS_OK; i++) {
		def = &p->table->defs[i];
		if (def->initial != NULL)
			status = option_value_set(
			    def, def->initial, p->target, p->err);
	}
	return status;
}

enum status
options_parse(const struct option_table *table, int argc, char *const *argv,
    void *target, struct error *err)
{
	struct parse p = {
		.table = table,
		.argv = argv,
		.argc = argc,
		.at = 1,
		.target = target,
		.err = err,
	};
	bool operands_only = false;
	enum status status = store_defaults(&p);

	while (status == STATUS_OK && p.at < argc && !p.asked) {
		const char *arg = argv[p.at++];

		if (operands_only || arg[0] != '-' || arg[1] == '\0')
			status = add_operand(&p, arg);
		else if (strcmp(arg, "--") == 0)
			operands_only = true;
		else if (arg[1] == '-')
			status = parse_long(&p, arg + 2);
		else
			status = parse_short(&p, arg + 1);
	}
	return status;
}

void
options_free(const struct option_table *table, void *target)
{
	size_t i;

	for (i = 0; i < table->n_defs; i++)
		option_value_free(&table->defs[i], target);
}

static void
dump_one(const struct option_def *def, const void *target,
    void (*emit)(void *arg, const struct option_value *), void *arg)
{
	struct option_value value = { .name = def->name, .role = def->role };
	size_t i, n = option_value_count(def, target);
	char buf[OPTION_TEXT_SIZE];

	switch (def->type) {
	case OPTION_FLAG:
		value.kind = OPTION_VALUE_BOOL;
		break;
	case OPTION_COUNT:
	case OPTION_SECONDS:
	case OPTION_SEED:
		value.kind = OPTION_VALUE_NUMBER;
		break;
	case OPTION_STRING:
	case OPTION_CHOICE:
	case OPTION_MAC:
		value.kind = OPTION_VALUE_TEXT;
		break;
	case OPTION_ADDRESSES:
	case OPTION_PREFIXES:
	case OPTION_SERVERS:
		value.kind = OPTION_VALUE_LIST;
		break;
	}
	for (i = 0; i < n; i++) {
		value.text = option_value_text(def, target, i, buf);
		emit(arg, &value);
	}
}

void
options_dump(const struct option_table *table, const void *target,
    void (*emit)(void *arg, const struct option_value *), void *arg)
{
	size_t i;

	for (i = 0; i < table->n_defs; i++)
		if (table->defs[i].role != OPTION_ASKS)
			dump_one(&table->defs[i], target, emit, arg);
}
