/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report_csv.h"

#include <netinet/in.h>

#include <inttypes.h>
#include <string.h>

#include "analysis/csv_row.h"

void
report_csv_endpoints_header(FILE *out)
{
	(void)fputs("name,group,use,host,a_status,aaaa_status,alias,address,"
		    "family,protocol,port,state,reason,attempts,rtt_ms\r\n",
	    out);
}

/* The part that all endpoints of a host share. */
static void
put_host(FILE *out, const struct record_domain *d, const struct record_host *h)
{
	size_t i;

	csv_row_start(out, d->name);
	csv_row_text(out, d->group);
	csv_row_text(out, host_use_name(h->use));
	csv_row_text(out, h->name);
	for (i = 0; i < 2; i++)
		csv_row_text(out,
		    h->looked_up ? lookup_status_name(h->lookup[i].status)
				 : "");
	csv_row_text(out, h->n_cnames > 0 ? h->cnames[h->n_cnames - 1] : "");
}

static void
put_endpoint(FILE *out, const struct record_endpoint *e)
{
	char text[ADDRESS_TEXT_SIZE];
	const char *reason = reason_name(e->reason);

	csv_row_text(out, address_format(&e->address, text));
	csv_row_uint(out, e->address.family);
	csv_row_text(out, e->proto == IPPROTO_TCP ? "tcp" : "udp");
	csv_row_uint(out, e->port);
	csv_row_text(out, endpoint_state_name(e->state));
	csv_row_text(out, reason != NULL ? reason : "");
	csv_row_uint(out, e->attempts);
	if (e->rtt_ns < 0)
		csv_row_text(out, "");
	else
		(void)fprintf(out, ",%" PRId64 ".%03" PRId64,
		    e->rtt_ns / 1000000, e->rtt_ns / 1000 % 1000);
}

void
report_csv_endpoints_rows(FILE *out, const struct record_domain *d)
{
	const struct record_host *h;
	size_t i, j;

	for (i = 0; i < d->n_hosts; i++) {
		h = &d->hosts[i];
		for (j = 0; j < h->n_endpoints; j++) {
			put_host(out, d, h);
			put_endpoint(out, &h->endpoints[j]);
			csv_row_end(out);
		}
		if (h->n_endpoints > 0)
			continue;
		put_host(out, d, h);
		(void)fputs(",,,,,,,,", out);
		csv_row_end(out);
	}
}
