/* SPDX-License-Identifier: Apache-2.0 */
/*
 * controls_file.h - the list of controls: endpoints whose answer is known.
 *
 * CSV with the header "address,protocol,port,expect,operator"; lines that
 * start with '#' and empty lines are skipped.  PROTOCOL is tcp or udp, EXPECT
 * is answer (a SYN-ACK, or a DNS reply of whatever RCODE) or silence (nothing
 * at all may come).  A UDP control is asked a DNS question, whatever its
 * port.  An error names the file and the line.
 *
 * Threads: none; read by all once it is loaded.
 */
#ifndef PROBER_CONTROLS_FILE_H
#define PROBER_CONTROLS_FILE_H

#include <nettle/sha2.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/flow.h"
#include "common/status.h"

#define CONTROLS_MAX		1024	/* in one list */
#define CONTROL_OPERATOR_SIZE	32

struct control {
	struct endpoint	endpoint;
	uint8_t		proto;		/* IPPROTO_TCP or IPPROTO_UDP */
	bool		expect_answer;	/* false: a negative control */
	char		operator[CONTROL_OPERATOR_SIZE];	/* may be "" */
};

struct control_list {
	struct control	*item;		/* (owned) in the order of the file */
	size_t		 n;		/* at least 1 once loaded */
	uint8_t		 sha256[SHA256_DIGEST_SIZE];	/* of the text */
};

/*
 * Each fills the list; after a failure there is nothing to free.  _load()
 * reads a file, _read() LEN octets of its text, _builtin() the list that the
 * program carries (data/controls.csv).
 */
enum status	control_list_load(struct control_list *, const char *path,
		    struct error *);
enum status	control_list_read(struct control_list *, const void *text,
		    size_t len, struct error *);
enum status	control_list_builtin(struct control_list *, struct error *);

/* A list of all zeros is allowed. */
void		control_list_free(struct control_list *);

#endif /* PROBER_CONTROLS_FILE_H */
