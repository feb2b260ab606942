/* SPDX-License-Identifier: Apache-2.0 */
/*
 * responder.c - the answering side of benchmarks, which is never the limit.
 *
 *	responder IFNAME
 *
 * Answers every SYN and every DNS question that arrives on the interface
 * (responder_bpf.c) until standard input ends, and then prints how many and
 * how many RSTs arrived, as one line of JSON.  Says "ready" once it does.
 * For a namespace of its own: it would answer for the whole Internet.
 */
#include <net/if.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "tests/bench/responder.h"

static int
fail(const char *what, const char *on, int errnum)
{
	fprintf(stderr, "responder: cannot %s %s: %s\n", what, on,
	    strerror(errnum));
	return 1;
}

/* Puts the program where frames arrive; returns 0 or an errno. */
static int
attach(const struct bpf_program *program, const char *ifname)
{
	LIBBPF_OPTS(bpf_tc_hook, hook, .ifindex = (int)if_nametoindex(ifname),
	    .attach_point = BPF_TC_INGRESS);
	LIBBPF_OPTS(bpf_tc_opts, opts, .handle = 1, .priority = 1,
	    .prog_fd = bpf_program__fd(program), .flags = BPF_TC_F_REPLACE);
	int result = bpf_tc_hook_create(&hook);

	if (result == 0 || result == -EEXIST)
		result = bpf_tc_attach(&hook, &opts);
	return -result;
}

/* The counts are the only variables of the program. */
static int
print_counts(const struct bpf_object *object)
{
	struct responder_counts c;
	const unsigned key = 0;

	if (bpf_map_lookup_elem(
		bpf_object__find_map_fd_by_name(object, ".bss"), &key, &c) < 0)
		return fail("read", "the counts", errno);
	printf(
	    "{\"syn\":%llu,\"dns\":%llu,\"rst\":%llu}\n", c.syn, c.dns, c.rst);
	return 0;
}

int
main(int argc, char **argv)
{
	struct bpf_object *object;
	int errnum;

	if (argc != 2) {
		fputs("usage: responder IFNAME\n", stderr);
		return 2;
	}
	object = bpf_object__open_file(RESPONDER_OBJECT, NULL);
	if (object == NULL)
		return fail("open", RESPONDER_OBJECT, errno);
	errnum = -bpf_object__load(object);
	if (errnum == 0)
		errnum =
		    attach(bpf_object__next_program(object, NULL), argv[1]);
	if (errnum != 0)
		return fail("answer on", argv[1], errnum);
	puts("ready");
	fflush(stdout);
	while (getchar() != EOF)
		;
	return print_counts(object);
}
