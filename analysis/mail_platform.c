/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/mail_platform.h"

#include <string.h>

#include "analysis/evidence.h"

static const struct {
	const char *suffix, *platform;
} platforms[] = {
#include "mail_platforms.inc"
};

bool
mail_platform_within(const char *name, const char *suffix)
{
	size_t n = strlen(name), m = strlen(suffix);

	return n >= m && strcmp(name + n - m, suffix) == 0 &&
	    (n == m || name[n - m - 1] == '.');
}

const char *
mail_platform_of_host(const char *host)
{
	const char *platform = NULL;
	size_t i, len, longest = 0;

	for (i = 0; i < sizeof(platforms) / sizeof(platforms[0]); i++) {
		len = strlen(platforms[i].suffix);
		if (len > longest &&
		    mail_platform_within(host, platforms[i].suffix)) {
			platform = platforms[i].platform;
			longest = len;
		}
	}
	return platform;
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
