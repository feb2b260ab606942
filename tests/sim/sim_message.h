/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sim_message.h - DNS messages as servers write them, record by record.
 *
 *	sim_message_begin(&m, id, DNS_FLAG_QR | DNS_FLAG_AA, &question);
 *	sim_message_name(&m, SIM_ANSWER, &owner, DNS_TYPE_NS, 0, &target);
 *	...				 m.octet, m.len
 *
 * Names are not compressed.  Records must come section by section.
 */
#ifndef TESTS_SIM_SIM_MESSAGE_H
#define TESTS_SIM_SIM_MESSAGE_H

#include "common/dns_msg.h"

#define SIM_MESSAGE_MAX	65535

struct sim_message {
	size_t	len;
	uint8_t	octet[SIM_MESSAGE_MAX];
};

/* A header and, unless it is NULL, a question as it was asked. */
void	sim_message_begin(struct sim_message *, uint16_t id, uint16_t flags,
	    const struct dns_question *);

/* Any record. */
void	sim_message_rr(struct sim_message *, enum dns_section,
	    const struct dns_name *owner, uint16_t type, const void *rdata,
	    size_t len);

/* CNAME, NS, or MX with that preference. */
void	sim_message_name(struct sim_message *, enum dns_section,
	    const struct dns_name *owner, uint16_t type,
	    uint16_t preference, const struct dns_name *target);

/* The SOA of a zone, with that name and little else in it. */
void	sim_message_soa(struct sim_message *, enum dns_section,
	    const struct dns_name *zone);

/* One string of at most 255 octets. */
void	sim_message_txt(struct sim_message *, const struct dns_name *owner,
	    const char *text);

/* A name from text that is known to be one. */
struct dns_name	sim_name(const char *text);

#endif /* TESTS_SIM_SIM_MESSAGE_H */
