/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads one typical answer many times, for an instruction count without noise:
 *
 *	cc -std=c11 -O3 -g -I. -o bench_dns_msg \
 *	    tests/bench/bench_dns_msg.c common/dns_msg.c common/dns_name.c
 *	valgrind --tool=callgrind --toggle-collect=read_answer \
 *	    ./bench_dns_msg 1000
 *
 * With a second argument the names are read too: the owner of every record is
 * compared with the question, and the target of the CNAME is decompressed.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/dns_msg.h"

/* www.example.nl AAAA: a CNAME, two addresses and OPT. */
static const uint8_t answer[] = "\x12\x34\x81\x80\0\1\0\3\0\0\0\1"
				"\3www\7example\2nl\0\0\x1c\0\1"
				"\xc0\x0c\0\5\0\1\0\0\1\x2c\0\6\3web\xc0\x10"
				"\xc0\x2c\0\x1c\0\1\0\0\1\x2c\0\x10"
				"\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1"
				"\xc0\x2c\0\x1c\0\1\0\0\1\x2c\0\x10"
				"\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\2"
				"\0\0\x29\x04\xd0\0\0\0\0\0\0";

unsigned read_answer(bool names);

/* Returns how many records there were. */
__attribute__((noinline)) unsigned
read_answer(bool names)
{
	struct dns_name target;
	struct dns_msg m;
	struct dns_rr rr;
	unsigned n = 0, ours = 0;

	/* The literal's own NUL is not part of the message. */
	if (dns_msg_open(&m, answer, sizeof(answer) - 1) != DNS_MSG_OK)
		abort();
	while (dns_msg_next(&m, &rr)) {
		n++;
		if (!names)
			continue;
		ours += dns_rr_owner_is(&m, &rr, &m.question.name);
		if (rr.type == DNS_TYPE_CNAME && !dns_rr_name(&m, &rr, &target))
			abort();
	}
	if (m.error != DNS_MSG_OK || (names && ours != 1))
		abort();
	return n;
}

int
main(int argc, char **argv)
{
	long i, rounds = argc > 1 ? strtol(argv[1], NULL, 10) : 1000;
	unsigned long records = 0;

	for (i = 0; i < rounds; i++)
		records += read_answer(argc > 2);
	(void)printf("%ld messages, %lu records\n", rounds, records);
	return 0;
}
