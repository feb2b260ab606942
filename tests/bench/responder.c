/* SPDX-License-Identifier: Apache-2.0 */
/*
 * responder.c - the answering side of benchmarks, which is never the limit.
 *
 *	responder IFNAME [count]
 *
 * Answers every SYN and every DNS question that arrives on the interface
 * (responder_bpf.c) until standard input ends, and then prints how many and
 * how many RSTs arrived, and how long it took from the first to the last, as
 * one line of JSON.  Says "ready" once it does.  With "count" it answers
 * nothing and only counts what others answer.
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

/* Where frames arrive. */
static struct bpf_tc_hook
hook_of(const char *ifname)
{
	LIBBPF_OPTS(bpf_tc_hook, hook, .ifindex = (int)if_nametoindex(ifname),
	    .attach_point = BPF_TC_INGRESS);

	return hook;
}

/* Returns 0 or an errno. */
static int
attach(const struct bpf_program *program, struct bpf_tc_hook *hook)
{
	LIBBPF_OPTS(bpf_tc_opts, opts, .handle = 1, .priority = 1,
	    .prog_fd = bpf_program__fd(program));
	int result = bpf_tc_hook_create(hook);

	if (result == 0)
		result = bpf_tc_attach(hook, &opts);
	return -result;
}

static void
detach(struct bpf_tc_hook *hook)
{
	/* Both directions: the hook itself, not its programs alone. */
	hook->attach_point = BPF_TC_INGRESS | BPF_TC_EGRESS;
	(void)bpf_tc_hook_destroy(hook);
}

/* The counts are the only variables of the programs. */
static int
print_counts(const struct bpf_object *object)
{
	struct responder_counts c;
	const unsigned key = 0;

	if (bpf_map_lookup_elem(
		bpf_object__find_map_fd_by_name(object, ".bss"), &key, &c) < 0)
		return fail("read", "the counts", errno);
	printf("{\"syn\":%llu,\"dns\":%llu,\"rst\":%llu,\"seconds\":%.6f}\n",
	    c.syn, c.dns, c.rst, (double)(c.last_ns - c.first_ns) / 1e9);
	return 0;
}

int
main(int argc, char **argv)
{
	struct bpf_object *object;
	struct bpf_tc_hook hook;
	int errnum;

	if (argc != 2 && argc != 3) {
		fputs("usage: responder IFNAME [count]\n", stderr);
		return 2;
	}
	object = bpf_object__open_file(RESPONDER_OBJECT, NULL);
	if (object == NULL)
		return fail("open", RESPONDER_OBJECT, errno);
	hook = hook_of(argv[1]);
	errnum = -bpf_object__load(object);
	if (errnum == 0)
		errnum = attach(bpf_object__find_program_by_name(
				    object, argc > 2 ? "observe" : "respond"),
		    &hook);
	if (errnum != 0)
		return fail("answer on", argv[1], errnum);
	puts("ready");
	fflush(stdout);
	while (getchar() != EOF)
		;
	detach(&hook);
	return print_counts(object);
}
