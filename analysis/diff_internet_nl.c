/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/diff_internet_nl.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct diff_internet_nl {
	json_t *domains; /* (owned) */
	uint64_t both;
	struct diff_internet_nl_count counts[INTERNET_NL_TEST_COUNT];
};

/* As names are in run files: lower case, no final dot. */
static void
fold(char *name)
{
	size_t len = strlen(name), i;

	for (i = 0; i < len; i++)
		if (name[i] >= 'A' && name[i] <= 'Z')
			name[i] = (char)(name[i] - 'A' + 'a');
	if (len > 1 && name[len - 1] == '.')
		name[len - 1] = '\0';
}

/* The domains under folded names; NULL: no memory. */
static json_t *
fold_names(json_t *domains)
{
	json_t *folded = json_object(), *domain;
	const char *key;
	char *name;

	json_object_foreach(domains, key, domain)
	{
		if ((name = strdup(key)) != NULL)
			fold(name);
		if (name == NULL ||
		    json_object_set(folded, name, domain) != 0) {
			free(name);
			json_decref(folded);
			return NULL;
		}
		free(name);
	}
	return folded;
}

/* Why PATH is none; ROOT NULL: JSON says WHY. */
static enum status
malformed(const char *path, const json_t *root, const json_error_t *why,
    struct error *err)
{
	if (root != NULL)
		return error_set(err, STATUS_MALFORMED,
		    "reading %s: these are no batch results of internet.nl: "
		    "there is no object \"domains\"",
		    path);
	if (why->line < 0)
		return error_set(
		    err, STATUS_MALFORMED, "reading %s: %s", path, why->text);
	return error_set(err, STATUS_MALFORMED,
	    "reading %s: no JSON: line %d, column %d: %s", path, why->line,
	    why->column, why->text);
}

enum status
diff_internet_nl_open(
    struct diff_internet_nl **out, const char *path, struct error *err)
{
	struct diff_internet_nl *d = calloc(1, sizeof(*d));
	json_error_t why;
	json_t *root, *domains;
	enum status st = STATUS_OK;

	*out = NULL;
	root = json_load_file(path, 0, &why);
	domains = json_object_get(root, "domains");
	if (d == NULL)
		st = error_set(
		    err, STATUS_NO_MEMORY, "reading %s: out of memory", path);
	else if (!json_is_object(domains))
		st = malformed(path, root, &why, err);
	else if ((d->domains = fold_names(domains)) == NULL)
		st = error_set(
		    err, STATUS_NO_MEMORY, "reading %s: out of memory", path);
	json_decref(root);
	if (st == STATUS_OK)
		*out = d;
	else
		free(d);
	return st;
}

void
diff_internet_nl_free(struct diff_internet_nl *d)
{
	if (d == NULL)
		return;
	json_decref(d->domains);
	free(d);
}

/* Their status of a test; NOT_TESTED for what it does not say. */
static enum internet_nl_status
status_of(json_t *tests, enum internet_nl_test test)
{
	json_t *result = json_object_get(tests, internet_nl_test_name(test));
	const char *word = json_string_value(json_object_get(result, "status"));
	unsigned i;

	for (i = 0; word != NULL && i < INTERNET_NL_STATUS_COUNT; i++)
		if (strcmp(word,
			internet_nl_status_name((enum internet_nl_status)i)) ==
		    0)
			return (enum internet_nl_status)i;
	return INTERNET_NL_NOT_TESTED;
}

size_t
diff_internet_nl_compare(struct diff_internet_nl *d, const char *name,
    const struct verdict *v,
    struct diff_internet_nl_test out[static INTERNET_NL_TEST_COUNT])
{
	json_t *domain = json_object_get(d->domains, name), *tests;
	struct diff_internet_nl_count *c;
	enum internet_nl_status theirs, ours;
	unsigned i;
	size_t n = 0;

	if (domain == NULL)
		return 0;
	d->both++;
	tests = json_object_get(json_object_get(domain, "results"), "tests");
	for (i = 0; i < INTERNET_NL_TEST_COUNT; i++) {
		c = &d->counts[i];
		theirs = status_of(tests, (enum internet_nl_test)i);
		ours = v->internet_nl[i];
		if (theirs == INTERNET_NL_NOT_TESTED ||
		    ours == INTERNET_NL_NOT_TESTED) {
			c->not_comparable++;
		} else if (theirs == ours) {
			c->same++;
		} else {
			c->differ++;
			out[n++] = (struct diff_internet_nl_test){
				(enum internet_nl_test)i, theirs, ours
			};
		}
	}
	return n;
}

const struct diff_internet_nl_count *
diff_internet_nl_counts(
    const struct diff_internet_nl *d, enum internet_nl_test test)
{
	return &d->counts[test];
}

void
diff_internet_nl_domains(
    const struct diff_internet_nl *d, uint64_t *both, uint64_t *theirs)
{
	*both = d->both;
	*theirs = json_object_size(d->domains) - d->both;
}
