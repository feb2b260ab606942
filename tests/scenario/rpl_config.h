/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rpl_config.h - the settings in front of a scenario.
 *
 * They are those of unbound.conf.  What describes the Internet or ourselves
 * is taken over: the root hints, families that are missing, addresses that
 * must not be asked.  What asks for a part that reach46 has not got (DNSSEC,
 * a forwarder, a cache for clients, ...) becomes the scenario's need.  All
 * the rest tunes unbound alone and is passed over.
 *
 * Threads: none; the owner's alone.
 */
#ifndef TESTS_SCENARIO_RPL_CONFIG_H
#define TESTS_SCENARIO_RPL_CONFIG_H

#include "tests/scenario/rpl.h"

#define RPL_HINTS_MAX	16384	/* octets of a hints file in a scenario */

struct rpl_config {
	struct rpl	*rpl;
	const char	*trouble;	/* what a line that is wrong says */
	bool		 has_anchor, validates;
	bool		 in_stub;	/* inside a stub-zone: */
	char		 stub_name[256];
	struct ip_addr	 stub_addr[ROOT_SERVERS_MAX];
	unsigned	 n_stub_addr;
	const char	*stub_need;	/* why it cannot be had, or NULL */
	bool		 wants_hints;	/* the next file is one */
	bool		 in_file;	/* its lines follow */
	char		 hints[RPL_HINTS_MAX];
	size_t		 hints_len;
};

void	 rpl_config_begin(struct rpl_config *, struct rpl *);

/*
 * Takes a line, which is written to; false if it makes no sense.  Returns
 * with *OVER set at the end of the settings.
 */
bool	 rpl_config_line(struct rpl_config *, char *line, bool *over);

/* Notes what the scenario needs, unless something was noted before. */
void	 rpl_need(struct rpl *, const char *what, const char *detail);

#endif /* TESTS_SCENARIO_RPL_CONFIG_H */
