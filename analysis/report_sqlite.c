/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report_sqlite.h"

#include <netinet/in.h>

#include <stdlib.h>
#include <string.h>

#include "analysis/agreement.h"
#include "analysis/sql.h"
#include "common/dns_msg.h"

static const char schema[] =
#include "report_sql.inc"
    ;

/* The statements, in the order they are prepared in. */
enum table {
	FORGET_RUN,
	START_RUN,
	FINISH_RUN,
	DOMAIN,
	HOST,
	ENDPOINT,
	LOOKUP,
	FINDING,
	TABLES
};

static const char *const statements[TABLES] = {
	[FORGET_RUN] = "DELETE FROM runs WHERE started = ? AND vantage = ? "
		       "AND seed = ? AND input_sha256 = ? "
		       "AND settings_sha256 = ?",
	[START_RUN] = "INSERT INTO runs VALUES (NULL, '', ?6, ?2, ?7, ?1, ?3, "
		      "?9, ?4, ?5, ?8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)",
	[FINISH_RUN] =
	    "UPDATE runs SET path = ?, complete = ?, domains = ?, "
	    "input_errors = ?, duplicates = ?, sent = ?, refused_sends = ?, "
	    "captured = ?, capture_dropped = ?, loss = ? / 1000.0, "
	    "duration_ms = ? WHERE id = ?",
	[DOMAIN] = "INSERT INTO domains VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, "
		   "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
		   "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[HOST] = "INSERT INTO hosts VALUES (NULL, ?, ?, ?, ?)",
	[ENDPOINT] = "INSERT INTO endpoints VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[LOOKUP] = "INSERT INTO lookups VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[FINDING] = "INSERT INTO findings VALUES (?, ?, ?, ?)",
};

struct report_sqlite {
	struct sql *db;
	struct sql_statement *into[TABLES];
	enum policy policy;
	int64_t run; /* 0: none at hand */
};

enum status
report_sqlite_open(struct report_sqlite **out, const char *path,
    enum policy policy, struct error *err)
{
	struct report_sqlite *s = calloc(1, sizeof(*s));
	enum status st;
	unsigned i;

	*out = NULL;
	if (s == NULL)
		return error_set(
		    err, STATUS_NO_MEMORY, "opening %s: out of memory", path);
	if ((st = sql_open(&s->db, path, schema, err)) != STATUS_OK) {
		free(s);
		return st;
	}
	s->policy = policy;
	for (i = 0; i < TABLES; i++)
		s->into[i] = sql_prepare(s->db, statements[i]);
	*out = s;
	return STATUS_OK;
}

/* What tells a run from every other. */
static void
put_identity(struct sql_statement *q, const struct run_facts *f)
{
	sql_text(q, f->started);
	sql_text(q, f->vantage);
	sql_int(q, (int64_t)f->seed);
	sql_text(q, f->input_sha256);
	sql_text(q, f->settings_sha256);
}

static void
start_run(struct report_sqlite *s, const struct run_facts *f)
{
	struct sql_statement *q = s->into[START_RUN];

	if (s->run != 0)
		return;
	put_identity(s->into[FORGET_RUN], f);
	(void)sql_insert(s->into[FORGET_RUN]);
	put_identity(q, f);
	sql_text(q, f->tool);
	sql_text(q, f->notes[0] != '\0' ? f->notes : NULL);
	sql_int(q, f->unchecked_vantage);
	sql_text(q, agreement_policy_name(s->policy));
	s->run = sql_insert(q);
}

/* A word per reason, spaces between. */
static void
put_reasons(struct sql_statement *q, const struct verdict *v,
    char text[static VERDICT_REASONS_MAX * VERDICT_REASON_SIZE])
{
	size_t i;

	text[0] = '\0';
	for (i = 0; i < v->n_reasons; i++) {
		if (i > 0)
			(void)strcat(text, " ");
		(void)strcat(text, v->reasons[i]);
	}
	sql_text(q, text);
}

static void
put_services(struct sql_statement *q, const struct verdict *v)
{
	const struct service_verdict *s;
	unsigned i, j;

	for (i = 0; i < SERVICE_COUNT; i++) {
		s = &v->service[i];
		sql_text(q, service_class_name(s->class));
		for (j = 0; j < 2; j++)
			sql_text(q,
			    s->class == CLASS_NOT_APPLICABLE
				? NULL
				: family_state_name(s->family[j]));
	}
}

static int64_t
put_domain(struct report_sqlite *s, const struct record_domain *d,
    const struct verdict *v)
{
	static const char *const uses[] = { "", "web", "mail", "mail+web" };
	char reasons[VERDICT_REASONS_MAX * VERDICT_REASON_SIZE];
	struct sql_statement *q = s->into[DOMAIN];
	unsigned i;

	sql_int(q, s->run);
	sql_text(q, d->name);
	sql_text(q, d->group);
	sql_text(q, d->organisation);
	sql_text(q, uses[d->declared & DECLARED_ALL]);
	sql_text(q, agreement_name(v->agreement));
	put_reasons(q, v, reasons);
	put_services(q, v);
	sql_int(q, v->mail_implicit);
	sql_text(q, ipv6_only_client_name(v->ipv6_only_client));
	sql_text(q, v->mail_platform);
	sql_text(q, exchange_online_name(v->exchange_online));
	for (i = 0; i < INTERNET_NL_TEST_COUNT; i++)
		sql_text(q, internet_nl_status_name(v->internet_nl[i]));
	sql_text(q, d->zone);
	sql_int(q, d->queries);
	sql_int(q, d->over_budget);
	sql_ms(q, (int64_t)d->duration_ns);
	return sql_insert(q);
}

static void
put_endpoint(
    struct report_sqlite *s, int64_t host, const struct record_endpoint *e)
{
	struct sql_statement *q = s->into[ENDPOINT];
	char text[ADDRESS_TEXT_SIZE];

	sql_int(q, host);
	sql_text(q, address_format(&e->address, text));
	sql_int(q, e->address.family);
	sql_text(q, e->proto == IPPROTO_TCP ? "tcp" : "udp");
	sql_int(q, e->port);
	sql_text(q, endpoint_state_name(e->state));
	sql_text(q, reason_name(e->reason));
	sql_int(q, e->attempts);
	sql_ms(q, e->rtt_ns);
	(void)sql_insert(q);
}

/* HOST 0: of the domain itself. */
static void
put_lookup(struct report_sqlite *s, int64_t domain, int64_t host,
    const struct record_lookup *l)
{
	struct sql_statement *q = s->into[LOOKUP];
	char server[ADDRESS_TEXT_SIZE], type[16];

	if (l->name == NULL)
		return;
	sql_int(q, domain);
	if (host != 0)
		sql_int(q, host);
	else
		sql_null(q);
	sql_text(q, l->name);
	sql_text(q, dns_type_name(l->type, type));
	sql_text(q, lookup_status_name(l->status));
	sql_int(q, l->rcode);
	sql_text(q,
	    l->server.family != FAMILY_NONE ? address_format(&l->server, server)
					    : NULL);
	sql_int(q, l->attempts);
	sql_int(q, l->tcp);
	sql_ms(q, l->rtt_ns);
	(void)sql_insert(q);
}

static void
put_host(struct report_sqlite *s, int64_t domain, const struct record_host *h)
{
	struct sql_statement *q = s->into[HOST];
	int64_t host;
	size_t i;

	sql_int(q, domain);
	sql_text(q, host_use_name(h->use));
	sql_text(q, h->name);
	sql_text(q, h->n_cnames > 0 ? h->cnames[h->n_cnames - 1] : NULL);
	host = sql_insert(q);
	for (i = 0; i < 2 && h->looked_up; i++)
		put_lookup(s, domain, host, &h->lookup[i]);
	for (i = 0; i < h->n_endpoints; i++)
		put_endpoint(s, host, &h->endpoints[i]);
}

void
report_sqlite_domain(struct report_sqlite *s, const struct run_facts *f,
    const struct record_domain *d, const struct verdict *v)
{
	struct sql_statement *q = s->into[FINDING];
	int64_t domain;
	size_t i;

	start_run(s, f);
	domain = put_domain(s, d, v);
	for (i = 0; i < d->n_hosts; i++)
		put_host(s, domain, &d->hosts[i]);
	for (i = 0; i < d->n_zone_lookups; i++)
		put_lookup(s, domain, 0, &d->zone_lookups[i]);
	put_lookup(s, domain, 0, &d->mx_lookup);
	put_lookup(s, domain, 0, &d->spf_lookup);
	put_lookup(s, domain, 0, &d->autodiscover_lookup);
	for (i = 0; i < v->n_findings; i++) {
		sql_int(q, domain);
		sql_text(q, finding_code_name(v->findings[i].code));
		sql_text(q, v->findings[i].host);
		sql_text(q, v->findings[i].detail);
		(void)sql_insert(q);
	}
}

void
report_sqlite_run(
    struct report_sqlite *s, const char *path, const struct run_facts *f)
{
	struct sql_statement *q = s->into[FINISH_RUN];

	start_run(s, f);
	sql_text(q, path);
	sql_int(q, f->complete);
	sql_int(q, (int64_t)f->found.domains);
	sql_int(q, (int64_t)f->found.input_errors);
	sql_int(q, (int64_t)f->found.duplicates);
	sql_int(q, (int64_t)f->sent);
	sql_int(q, (int64_t)f->refused_sends);
	sql_int(q, (int64_t)f->captured);
	sql_int(q, (int64_t)f->capture_dropped);
	sql_int(q, f->loss_permille);
	sql_ms(q, (int64_t)f->duration_ns);
	sql_int(q, s->run);
	(void)sql_insert(q);
	s->run = 0;
}

enum status
report_sqlite_close(struct report_sqlite *s, bool keep, struct error *err)
{
	enum status st = sql_close(s->db, keep, err);

	free(s);
	return st;
}
