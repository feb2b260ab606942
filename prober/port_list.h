/* SPDX-License-Identifier: Apache-2.0 */
/*
 * port_list.h - the ports that "80,443,8000-8010" names.
 *
 * Threads: constant once it is made.
 */
#ifndef PROBER_PORT_LIST_H
#define PROBER_PORT_LIST_H

#include <stdint.h>

#include "common/status.h"

struct port_list {
	uint16_t	*port;		/* (owned) ascending, each once */
	uint32_t	 n;		/* 1 to 65535 */
};

/*
 * Parses ports from 1 to 65535 and ranges of them, with commas between.
 * STATUS_USAGE says what is wrong, in printable ASCII whatever the text is.
 */
enum status	port_list_parse(struct port_list *, const char *text,
		    struct error *);
void		port_list_free(struct port_list *);

#endif /* PROBER_PORT_LIST_H */
