/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/mail_platform.h"

#include <string.h>

#include "analysis/evidence.h"

static const struct entry {
	const char *suffix, *platform;
} entries[] = {
#include "mail_platforms.inc"
};

bool
mail_platform_within(const char *name, const char *suffix)
{
	size_t n = strlen(name), m = strlen(suffix);

	return n >= m && strcmp(name + n - m, suffix) == 0 &&
	    (n == m || name[n - m - 1] == '.');
}

/* The name behind its first dot, or NULL. */
static const char *
parent(const char *name)
{
	const char *dot = strchr(name, '.');

	return dot != NULL ? dot + 1 : NULL;
}

/* NULL: none is known.  The longest suffix is found first: that is all of the
 * name, then what is behind each of its dots. */
static const struct entry *
find(const char *host)
{
	size_t i;

	for (; host != NULL; host = parent(host))
		for (i = 0; i < sizeof(entries) / sizeof(entries[0]); i++)
			if (*host == *entries[i].suffix &&
			    strcmp(host, entries[i].suffix) == 0)
				return &entries[i];
	return NULL;
}

const char *
mail_platform_of_host(const char *host)
{
	const struct entry *found = find(host);

	return found != NULL ? found->platform : NULL;
}

const char *
mail_platform_suffix(const char *host)
{
	const struct entry *found = find(host);

	return found != NULL ? found->suffix : NULL;
}

const char *
mail_platform_of_domain(const struct record_domain *d)
{
	const char *platform, *found = NULL;
	uint16_t preference = 0;
	size_t i;

	if (d->n_mx == 0 && !evidence_answered(&d->mx_lookup) &&
	    !evidence_no_such_domain(d))
		return "indeterminate";
	if (evidence_count_mx(d) == 0)
		return "none";
	for (i = 0; i < d->n_mx; i++) {
		if (found != NULL && d->mx[i].preference >= preference)
			continue;
		platform = mail_platform_of_host(d->mx[i].host);
		if (platform != NULL) {
			found = platform;
			preference = d->mx[i].preference;
		}
	}
	return found != NULL ? found : "other";
}
