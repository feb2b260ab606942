/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report_html_row.h"

#include <string.h>

#include "analysis/domain_causes.h"

/* Each code once. */
static void
write_findings(struct json_writer *w, const struct verdict *v)
{
	bool there[FINDING_COUNT] = { false };
	size_t i;

	for (i = 0; i < v->n_findings; i++)
		there[v->findings[i].code] = true;
	json_writer_array(w, "findings");
	for (i = 0; i < FINDING_COUNT; i++)
		if (there[i])
			json_writer_text(
			    w, NULL, finding_code_name((enum finding_code)i));
	json_writer_end(w);
}

static void
write_cause(void *writer, const struct cause *cause)
{
	struct json_writer *w = writer;

	json_writer_array(w, NULL);
	json_writer_text(w, NULL, cause_kind_name(cause->kind));
	json_writer_text(w, NULL, cause->subject);
	json_writer_end(w);
}

/* Each address once: endpoints of one stand together. */
static void
write_host(struct json_writer *w, const struct record_host *h)
{
	char text[ADDRESS_TEXT_SIZE];
	const struct ip_addr *last = NULL;
	size_t i;

	json_writer_text(w, NULL, h->name);
	for (i = 0; i < h->n_cnames; i++)
		json_writer_text(w, NULL, h->cnames[i]);
	for (i = 0; i < h->n_endpoints; i++) {
		if (last != NULL &&
		    address_equal(last, &h->endpoints[i].address))
			continue;
		last = &h->endpoints[i].address;
		json_writer_text(w, NULL, address_format(last, text));
	}
}

void
report_html_also(struct json_writer *w, const struct record_domain *d)
{
	const char *zone;
	unsigned family;
	size_t i;

	json_writer_array(w, "also");
	for (i = 0; i < d->n_hosts; i++)
		write_host(w, &d->hosts[i]);
	for (i = 0; i < d->n_chain; i++)
		for (family = 0; family < 2; family++) {
			zone = d->chain[i].family[family].broken_at;
			if (zone[0] != '\0')
				json_writer_text(w, NULL, zone);
		}
	json_writer_end(w);
}

void
report_html_row(struct json_writer *w, const struct record_domain *d,
    const struct verdict *v)
{
	unsigned i;

	json_writer_object(w, NULL);
	json_writer_text(w, "name", d->name);
	json_writer_text(w, "group", d->group);
	json_writer_text(w, "organisation", d->organisation);
	json_writer_text(w, "agreement", agreement_name(v->agreement));
	json_writer_array(w, "reasons");
	for (i = 0; i < v->n_reasons; i++)
		json_writer_text(w, NULL, v->reasons[i]);
	json_writer_end(w);
	for (i = 0; i < SERVICE_COUNT; i++)
		json_writer_text(w, service_name((enum service)i),
		    service_class_name(v->service[i].class));
	json_writer_text(
	    w, "ipv6_only_client", ipv6_only_client_name(v->ipv6_only_client));
	json_writer_text(w, "mail_platform", v->mail_platform);
	json_writer_text(
	    w, "exchange_online", exchange_online_name(v->exchange_online));
	write_findings(w, v);
	json_writer_array(w, "causes");
	domain_causes(d, v, write_cause, w);
	json_writer_end(w);
	report_html_also(w, d);
	json_writer_end(w);
	json_writer_newline(w);
}
