/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/internet_nl.h"

#include <netinet/in.h>

#include <string.h>
#include <strings.h>

#include "analysis/evidence.h"

#define NS_WITH_AAAA_WANTED 2
#define MX_TESTED_MAX       10

static const struct evidence_kind web_kind = { .proto = IPPROTO_TCP,
	.ports = { 80, 443 },
	.n_ports = 2,
	.drop_mapped = true };
static const struct evidence_kind mail_kind = {
	.proto = IPPROTO_TCP, .ports = { 25 }, .n_ports = 1, .drop_mapped = true
};
static const struct evidence_kind dns_kind = { .proto = IPPROTO_UDP,
	.ports = { 53 },
	.n_ports = 1,
	.lame_answers = true,
	.drop_mapped = true };

/* Hosts by whether they have an AAAA, and what became of their addresses. */
struct tally {
	unsigned hosts[TRI_YES + 1];     /* with an AAAA: by enum tri */
	unsigned addresses[TRI_YES + 1]; /* that answer: the same */
};

static void
tally_host(
    struct tally *t, const struct record_host *h, const struct evidence_kind *k)
{
	struct evidence_address a;
	size_t at = 0;

	t->hosts[evidence_has_address(h, FAMILY_V6, k)]++;
	while (h != NULL && evidence_next(h, FAMILY_V6, k, &at, &a))
		t->addresses[a.alive]++;
}

/* Every address of every host must answer. */
static enum internet_nl_status
judge_reach(const struct tally *t)
{
	if (t->addresses[TRI_NO] > 0)
		return INTERNET_NL_FAILED;
	if (t->addresses[TRI_MAYBE] > 0 || t->hosts[TRI_MAYBE] > 0 ||
	    t->addresses[TRI_YES] == 0)
		return INTERNET_NL_NOT_TESTED;
	return INTERNET_NL_PASSED;
}

/* True if the climb to the zone is not known to have ended. */
static bool
zone_unknown(const struct record_domain *d)
{
	size_t i;

	for (i = 0; i < d->n_zone_lookups; i++)
		if (lookup_failed(d->zone_lookups[i].status))
			return true;
	return d->n_zone_lookups == 0 || d->zone[0] != '\0';
}

static void
judge_name_servers(const struct record_domain *d,
    enum internet_nl_status *address, enum internet_nl_status *reach)
{
	struct tally t = { 0 };
	size_t i, n = 0;

	*address = *reach = INTERNET_NL_NOT_TESTED;
	for (i = 0; i < d->n_hosts; i++)
		if (d->hosts[i].use == USE_NS) {
			tally_host(&t, &d->hosts[i], &dns_kind);
			n++;
		}
	if (n == 0 && zone_unknown(d))
		return;
	if (t.hosts[TRI_YES] >= NS_WITH_AAAA_WANTED)
		*address = INTERNET_NL_PASSED;
	else if (t.hosts[TRI_YES] + t.hosts[TRI_MAYBE] < NS_WITH_AAAA_WANTED)
		*address = INTERNET_NL_FAILED;
	*reach = judge_reach(&t);
}

/* Is the port open at one address of the family at least? */
static enum tri
port_open(const struct record_host *h, enum family family, unsigned port)
{
	enum tri open = TRI_NO;
	struct evidence_address a;
	size_t at = 0;

	while (evidence_next(h, family, &web_kind, &at, &a))
		open = tri_or(open, a.port_open[port]);
	return lookup_failed(h->lookup[family_index(family)].status)
	    ? tri_or(open, TRI_MAYBE)
	    : open;
}

/* The part that ports alone decide: the two families differ in them. */
static enum internet_nl_status
judge_similar(const struct record_host *h, const struct tally *t)
{
	enum tri v4, v6;
	unsigned i;

	if (t->addresses[TRI_YES] == 0 ||
	    evidence_has_address(h, FAMILY_V4, &web_kind) != TRI_YES)
		return INTERNET_NL_NOT_TESTED;
	for (i = 0; i < web_kind.n_ports; i++) {
		v4 = port_open(h, FAMILY_V4, i);
		v6 = port_open(h, FAMILY_V6, i);
		if (v4 != TRI_MAYBE && v6 != TRI_MAYBE && v4 != v6)
			return INTERNET_NL_FAILED;
	}
	return INTERNET_NL_NOT_TESTED;
}

static void
judge_web(const struct record_domain *d, enum internet_nl_status *status)
{
	static const enum internet_nl_status by_address[] = {
		[TRI_NO] = INTERNET_NL_FAILED,
		[TRI_MAYBE] = INTERNET_NL_NOT_TESTED,
		[TRI_YES] = INTERNET_NL_PASSED,
	};
	const struct record_host *h = evidence_find(d, USE_WEB, NULL);
	struct tally t = { 0 };

	tally_host(&t, h, &web_kind);
	status[INTERNET_NL_WEB_WS_ADDRESS] =
	    by_address[evidence_has_address(h, FAMILY_V6, &web_kind)];
	status[INTERNET_NL_WEB_WS_REACH] = judge_reach(&t);
	status[INTERNET_NL_WEB_WS_SIMILAR] =
	    h == NULL ? INTERNET_NL_NOT_TESTED : judge_similar(h, &t);
}

/* Does the name itself have an A or AAAA? */
static enum tri
name_has_address(const struct record_domain *d)
{
	const struct record_host *h = evidence_find(d, USE_WEB, NULL);

	return tri_or(evidence_has_address(h, FAMILY_V4, &web_kind),
	    evidence_has_address(h, FAMILY_V6, &web_kind));
}

/* No mail exchange to test: a null MX, or none at all. */
static enum internet_nl_status
judge_no_mx(const struct record_domain *d, bool null_mx)
{
	enum tri has = name_has_address(d);

	if (null_mx)
		return has == TRI_NO ? INTERNET_NL_INFO
				     : INTERNET_NL_NOT_TESTED;
	return has == TRI_YES && d->spf_asked && d->spf != NULL &&
		strcasecmp(d->spf, "v=spf1 -all") == 0
	    ? INTERNET_NL_INFO
	    : INTERNET_NL_NOT_TESTED;
}

/*
 * Picks the first MX_TESTED_MAX names in order of name, each once; fills
 * PICKED with their entries and returns how many.
 */
static size_t
pick_mx(const struct record_domain *d, size_t picked[static MX_TESTED_MAX])
{
	const char *last = "";
	size_t i, n, best;

	for (n = 0; n < MX_TESTED_MAX; n++) {
		best = d->n_mx;
		for (i = 0; i < d->n_mx; i++)
			if (!evidence_is_localhost(d->mx[i].host) &&
			    strcmp(d->mx[i].host, last) > 0 &&
			    (best == d->n_mx ||
				strcmp(d->mx[i].host, d->mx[best].host) < 0))
				best = i;
		if (best == d->n_mx)
			break;
		picked[n] = best;
		last = d->mx[best].host;
	}
	return n;
}

static void
judge_mx(const struct record_domain *d, const size_t *picked, size_t n,
    enum internet_nl_status *address, enum internet_nl_status *reach)
{
	struct tally t = { 0 };
	const char *name;
	enum tri has;
	size_t i;

	for (i = 0; i < n; i++) {
		name = d->mx[picked[i]].host;
		has = evidence_mx_has_address(
		    d, picked[i], FAMILY_V6, &mail_kind);
		if (has == TRI_NO)
			t.hosts[TRI_NO]++;
		else
			tally_host(
			    &t, evidence_find(d, USE_MX, name), &mail_kind);
	}
	*address = t.hosts[TRI_NO] > 0 ? INTERNET_NL_FAILED
	    : t.hosts[TRI_MAYBE] > 0   ? INTERNET_NL_NOT_TESTED
				       : INTERNET_NL_PASSED;
	*reach = judge_reach(&t);
}

static void
judge_mail(const struct record_domain *d, enum internet_nl_status *address,
    enum internet_nl_status *reach)
{
	size_t picked[MX_TESTED_MAX], i, n = pick_mx(d, picked);
	bool null_mx = false;

	*address = *reach = INTERNET_NL_NOT_TESTED;
	if (d->n_mx == 0 && !evidence_answered(&d->mx_lookup))
		return;
	for (i = 0; i < d->n_mx; i++)
		if (d->mx[i].preference == 0 && evidence_is_null_mx(&d->mx[i]))
			null_mx = true;
	if (null_mx && n > 1)
		*address = INTERNET_NL_WARNING;
	else if (null_mx || n == 0)
		*address = judge_no_mx(d, null_mx);
	else
		judge_mx(d, picked, n, address, reach);
}

void
internet_nl_judge(const struct record_domain *d,
    enum internet_nl_status status[static INTERNET_NL_TEST_COUNT])
{
	judge_name_servers(d, &status[INTERNET_NL_WEB_NS_ADDRESS],
	    &status[INTERNET_NL_WEB_NS_REACH]);
	status[INTERNET_NL_MAIL_NS_ADDRESS] =
	    status[INTERNET_NL_WEB_NS_ADDRESS];
	status[INTERNET_NL_MAIL_NS_REACH] = status[INTERNET_NL_WEB_NS_REACH];
	judge_web(d, status);
	judge_mail(d, &status[INTERNET_NL_MAIL_MX_ADDRESS],
	    &status[INTERNET_NL_MAIL_MX_REACH]);
}
