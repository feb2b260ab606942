/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report_json.h"

#include "analysis/agreement.h"
#include "analysis/report_share.h"

/* Shared causes that are listed. */
#define CAUSES_MAX 100

static void
write_share(struct json_writer *w, const char *key, struct report_share s)
{
	json_writer_object(w, key);
	json_writer_uint(w, "count", s.part);
	json_writer_uint(w, "of", s.whole);
	if (s.whole == 0)
		json_writer_null(w, "share");
	else
		json_writer_milli(w, "share", s.part * 1000 / s.whole);
	json_writer_end(w);
}

/* How many domains have each class of each service. */
static void
write_services(struct json_writer *w, const struct report_group *g)
{
	unsigned i, j;

	json_writer_object(w, "services");
	for (i = 0; i < SERVICE_COUNT; i++) {
		json_writer_object(w, service_name((enum service)i));
		write_share(
		    w, "fully", report_share_service(g, (enum service)i));
		for (j = 0; j < CLASS_COUNT; j++)
			json_writer_uint(w,
			    service_class_name((enum service_class)j),
			    g->class[i][j]);
		json_writer_end(w);
	}
	json_writer_end(w);
}

static void
write_group(
    struct json_writer *w, const char *key, const struct report_group *g)
{
	unsigned i;

	json_writer_object(w, key);
	if (g->name != NULL)
		json_writer_text(w, "name", g->name);
	json_writer_uint(w, "domains", g->domains);
	write_services(w, g);
	json_writer_object(w, "agreement");
	write_share(w, "met", report_share_agreement(g));
	for (i = 0; i < AGREEMENT_COUNT; i++)
		json_writer_uint(
		    w, agreement_name((enum agreement)i), g->agreement[i]);
	json_writer_end(w);
	json_writer_object(w, "ipv6_only_client");
	for (i = 0; i < IPV6_ONLY_CLIENT_COUNT; i++)
		json_writer_uint(w,
		    ipv6_only_client_name((enum ipv6_only_client)i),
		    g->ipv6_only_client[i]);
	json_writer_end(w);
	json_writer_object(w, "exchange_online");
	for (i = 0; i < EXCHANGE_ONLINE_COUNT; i++)
		json_writer_uint(w,
		    exchange_online_name((enum exchange_online)i),
		    g->exchange_online[i]);
	json_writer_end(w);
	write_share(w, "mail_over_ipv6", report_share_mail_ipv6(g));
	json_writer_end(w);
}

static void
write_groups(
    struct json_writer *w, const char *key, const struct report_groups *groups)
{
	size_t i;

	json_writer_array(w, key);
	for (i = 0; i < groups->n; i++)
		write_group(w, NULL, &groups->groups[i]);
	json_writer_end(w);
}

static void
write_findings(struct json_writer *w, const uint64_t *findings)
{
	unsigned i;

	json_writer_object(w, "findings");
	for (i = 0; i < FINDING_COUNT; i++)
		if (findings[i] > 0)
			json_writer_uint(w,
			    finding_code_name((enum finding_code)i),
			    findings[i]);
	json_writer_end(w);
}

static void
write_causes(struct json_writer *w, const struct shared_causes *causes)
{
	const struct shared_cause *top[CAUSES_MAX];
	size_t n = shared_causes_top(causes, top, CAUSES_MAX), i;

	json_writer_array(w, "shared_causes");
	for (i = 0; i < n; i++) {
		json_writer_object(w, NULL);
		json_writer_text(w, "kind", cause_kind_name(top[i]->kind));
		json_writer_text(w, "subject", top[i]->subject);
		json_writer_text(w, "detail", top[i]->detail);
		json_writer_uint(w, "domains", top[i]->domains);
		json_writer_end(w);
	}
	json_writer_end(w);
	json_writer_uint(w, "shared_causes_omitted", causes->omitted);
}

static void
write_chains(struct json_writer *w, const struct report_chains *c)
{
	static const char *const families[2] = { "ipv4", "ipv6" };
	unsigned i, j;

	json_writer_object(w, "chains");
	json_writer_uint(w, "domains", c->domains);
	for (i = 0; i < 2; i++) {
		json_writer_object(w, families[i]);
		json_writer_uint(w, "yes", c->resolvable[i][TRI_YES]);
		json_writer_uint(w, "no", c->resolvable[i][TRI_NO]);
		json_writer_uint(
		    w, "indeterminate", c->resolvable[i][TRI_MAYBE]);
		for (j = CHAIN_NONE + 1; j < CHAIN_REASON_COUNT; j++)
			json_writer_uint(w,
			    chain_reason_name((enum chain_reason)j),
			    c->reason[i][j]);
		json_writer_end(w);
	}
	json_writer_end(w);
}

static void
write_exchange(struct json_writer *w, const struct report_exchange *e)
{
	const struct report_exchange_domain *d;
	size_t i;

	json_writer_array(w, "exchange_online_off");
	for (i = 0; i < e->n; i++) {
		d = &e->domains[i];
		json_writer_object(w, NULL);
		json_writer_text(w, "name", d->name);
		json_writer_text(w, "group", d->group);
		json_writer_text(w, "organisation", d->organisation);
		json_writer_text(w, "state", exchange_online_name(d->state));
		json_writer_end(w);
	}
	json_writer_end(w);
}

static void
write_facts(struct json_writer *w, const struct report_trend_run *r)
{
	const struct run_facts *f = &r->facts;

	json_writer_text(w, "path", r->path);
	json_writer_text(w, "tool", f->tool);
	json_writer_text(w, "vantage", f->vantage);
	json_writer_text(w, "started", f->started);
	json_writer_text(w, "input_sha256", f->input_sha256);
	json_writer_bool(w, "unchecked_vantage", f->unchecked_vantage);
	json_writer_bool(w, "complete", f->complete);
	json_writer_bool(w, "adds_up", f->complete && run_facts_add_up(f));
	json_writer_uint(w, "altered_line", f->altered);
	json_writer_uint(w, "input_errors", f->found.input_errors);
	json_writer_uint(w, "duplicates", f->found.duplicates);
	json_writer_uint(w, "resumed", f->resumed);
	json_writer_uint(w, "sent", f->sent);
	json_writer_uint(w, "refused_sends", f->refused_sends);
	json_writer_uint(w, "captured", f->captured);
	json_writer_uint(w, "capture_dropped", f->capture_dropped);
	json_writer_milli(w, "loss", f->loss_permille);
	json_writer_ms(w, "duration_ms", f->duration_ns);
}

static void
write_run(struct json_writer *w, const struct report_trend_run *r)
{
	const struct report_totals *t = r->totals;

	json_writer_object(w, NULL);
	write_facts(w, r);
	write_group(w, "all", &t->all);
	write_groups(w, "groups", &t->sectors);
	write_groups(w, "mail_platforms", &t->platforms);
	write_findings(w, t->findings);
	write_causes(w, &t->causes);
	write_chains(w, &t->chains);
	write_exchange(w, &t->exchange);
	json_writer_end(w);
}

void
report_json_write(
    struct json_writer *w, const struct report_trend_run *runs, size_t n)
{
	const struct report_history *h;
	size_t n_history, i;

	json_writer_object(w, NULL);
	json_writer_text(w, "type", "report");
	json_writer_text(
	    w, "policy", agreement_policy_name(runs[0].totals->policy));
	json_writer_array(w, "runs");
	for (i = 0; i < n; i++)
		write_run(w, &runs[i]);
	json_writer_end(w);
	json_writer_array(w, "history");
	h = report_history(&n_history);
	for (i = 0; i < n_history; i++) {
		json_writer_object(w, NULL);
		json_writer_text(w, "date", h[i].date);
		json_writer_uint(w, "domains", h[i].domains);
		json_writer_uint(w, "web_percent", h[i].web_percent);
		json_writer_uint(w, "mail_percent", h[i].mail_percent);
		json_writer_text(w, "source", h[i].source);
		json_writer_end(w);
	}
	json_writer_end(w);
	json_writer_end(w);
	json_writer_newline(w);
}
