/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/diff_internet_nl.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct diff_internet_nl {
	json_t *root, *domains;
	uint64_t both;
	struct diff_internet_nl_count counts[INTERNET_NL_TEST_COUNT];
};

enum status
diff_internet_nl_open(
    struct diff_internet_nl **out, const char *path, struct error *err)
{
	struct diff_internet_nl *d = calloc(1, sizeof(*d));
	json_error_t why;

	*out = NULL;
	if (d == NULL)
		return error_set(
		    err, STATUS_NO_MEMORY, "reading %s: out of memory", path);
	d->root = json_load_file(path, 0, &why);
	d->domains = json_object_get(d->root, "domains");
	if (!json_is_object(d->domains)) {
		(void)error_set(err, STATUS_MALFORMED, "reading %s: %s", path,
		    d->root == NULL ? why.text
				    : "these are no batch results: there is "
				      "no object \"domains\"");
		diff_internet_nl_free(d);
		return STATUS_MALFORMED;
	}
	*out = d;
	return STATUS_OK;
}

void
diff_internet_nl_free(struct diff_internet_nl *d)
{
	if (d == NULL)
		return;
	json_decref(d->root);
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
