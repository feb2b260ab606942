/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rst_guard.c - one table, chain and rule of nf_tables, told in netlink.
 *
 * As nft(8) would have it:
 *
 *	table netdev NAME {
 *		flags owner
 *		chain replies {
 *			type filter hook ingress device "IFNAME" priority 0
 *			ip6 daddr SOURCE tcp dport FIRST-LAST tcp flags ack drop
 *		}
 *	}
 */
#include "prober/rst_guard.h"

#include <sys/socket.h>
#include <netinet/in.h>

#include <linux/if_ether.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "prober/route.h"

#define CHAIN         "replies"
#define NO_PORT       0  /* reserved by IANA: no segment has it */
#define NAME_SIZE     64 /* prefix, interface, number */
#define REQUEST_SIZE  4096
#define ANSWER_OCTETS 8192 /* room for an error with what it is about */

/* Offsets of destinations and flags: RFC 791, 8200 and 9293 section 3.1. */
#define AT_IPV4_DESTINATION 16
#define AT_IPV6_DESTINATION 24
#define AT_TCP_DESTINATION  2
#define AT_TCP_FLAGS        13
#define FLAG_ACK            0x10

/* What the kernel is asked to do: all of it or nothing. */
struct request {
	struct mnl_nlmsg_batch *batch;
	struct nlmsghdr *header; /* of the message being written */
	const char *table;
	unsigned n; /* messages so far that will be answered */
};

static void
put_be32(struct request *r, uint16_t type, uint32_t v)
{
	mnl_attr_put_u32(r->header, type, htonl(v));
}

static void
put_value(struct request *r, uint16_t type, const void *value, size_t octets)
{
	struct nlattr *data = mnl_attr_nest_start(r->header, type);

	mnl_attr_put(r->header, NFTA_DATA_VALUE, octets, value);
	mnl_attr_nest_end(r->header, data);
}

/* Starts a message of a batch; what stands before it is complete. */
static void
message_begin(struct request *r, uint16_t type, uint16_t flags, uint8_t family,
    uint16_t resource)
{
	struct nfgenmsg *nfg;

	r->header = mnl_nlmsg_put_header(mnl_nlmsg_batch_current(r->batch));
	r->header->nlmsg_type = type;
	r->header->nlmsg_flags = NLM_F_REQUEST | flags;
	nfg = mnl_nlmsg_put_extra_header(r->header, sizeof(*nfg));
	nfg->nfgen_family = family;
	nfg->version = NFNETLINK_V0;
	nfg->res_id = htons(resource);
}

static void
message_end(struct request *r)
{
	bool fits = mnl_nlmsg_batch_next(r->batch);

	assert(fits);
	(void)fits;
}

static void
object_begin(struct request *r, uint16_t type, uint16_t flags)
{
	message_begin(r, (uint16_t)(NFNL_SUBSYS_NFTABLES << 8 | type),
	    NLM_F_CREATE | NLM_F_ACK | flags, NFPROTO_NETDEV, 0);
	r->n++;
}

static void
batch_edge(struct request *r, uint16_t type)
{
	message_begin(r, type, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES);
	message_end(r);
}

/* Expressions of a rule, each between begin and end. */
struct expression {
	struct nlattr *element, *data;
};

static struct expression
expression_begin(struct request *r, const char *name)
{
	struct expression e;

	e.element = mnl_attr_nest_start(r->header, NFTA_LIST_ELEM);
	mnl_attr_put_strz(r->header, NFTA_EXPR_NAME, name);
	e.data = mnl_attr_nest_start(r->header, NFTA_EXPR_DATA);
	return e;
}

static void
expression_end(struct request *r, struct expression e)
{
	mnl_attr_nest_end(r->header, e.data);
	mnl_attr_nest_end(r->header, e.element);
}

static void
load_meta(struct request *r, enum nft_meta_keys key)
{
	struct expression e = expression_begin(r, "meta");

	put_be32(r, NFTA_META_KEY, key);
	put_be32(r, NFTA_META_DREG, NFT_REG_1);
	expression_end(r, e);
}

static void
load_header(
    struct request *r, enum nft_payload_bases base, uint32_t at, size_t octets)
{
	struct expression e = expression_begin(r, "payload");

	put_be32(r, NFTA_PAYLOAD_DREG, NFT_REG_1);
	put_be32(r, NFTA_PAYLOAD_BASE, base);
	put_be32(r, NFTA_PAYLOAD_OFFSET, at);
	put_be32(r, NFTA_PAYLOAD_LEN, (uint32_t)octets);
	expression_end(r, e);
}

static void
mask_octet(struct request *r, uint8_t mask)
{
	const uint8_t zero = 0;
	struct expression e = expression_begin(r, "bitwise");

	put_be32(r, NFTA_BITWISE_SREG, NFT_REG_1);
	put_be32(r, NFTA_BITWISE_DREG, NFT_REG_1);
	put_be32(r, NFTA_BITWISE_LEN, 1);
	put_value(r, NFTA_BITWISE_MASK, &mask, 1);
	put_value(r, NFTA_BITWISE_XOR, &zero, 1);
	expression_end(r, e);
}

/* Goes on with the rule only if the comparison holds. */
static void
compare(
    struct request *r, enum nft_cmp_ops op, const void *value, size_t octets)
{
	struct expression e = expression_begin(r, "cmp");

	put_be32(r, NFTA_CMP_SREG, NFT_REG_1);
	put_be32(r, NFTA_CMP_OP, op);
	put_value(r, NFTA_CMP_DATA, value, octets);
	expression_end(r, e);
}

static void
drop(struct request *r)
{
	struct expression e = expression_begin(r, "immediate");
	struct nlattr *data, *verdict;

	put_be32(r, NFTA_IMMEDIATE_DREG, NFT_REG_VERDICT);
	data = mnl_attr_nest_start(r->header, NFTA_IMMEDIATE_DATA);
	verdict = mnl_attr_nest_start(r->header, NFTA_DATA_VERDICT);
	put_be32(r, NFTA_VERDICT_CODE, NF_DROP);
	mnl_attr_nest_end(r->header, verdict);
	mnl_attr_nest_end(r->header, data);
	expression_end(r, e);
}

static void
add_table(struct request *r)
{
	object_begin(r, NFT_MSG_NEWTABLE, NLM_F_EXCL);
	mnl_attr_put_strz(r->header, NFTA_TABLE_NAME, r->table);
	put_be32(r, NFTA_TABLE_FLAGS, NFT_TABLE_F_OWNER);
	message_end(r);
}

static void
add_chain(struct request *r, const char *ifname)
{
	struct nlattr *hook;

	object_begin(r, NFT_MSG_NEWCHAIN, NLM_F_EXCL);
	mnl_attr_put_strz(r->header, NFTA_CHAIN_TABLE, r->table);
	mnl_attr_put_strz(r->header, NFTA_CHAIN_NAME, CHAIN);
	hook = mnl_attr_nest_start(r->header, NFTA_CHAIN_HOOK);
	put_be32(r, NFTA_HOOK_HOOKNUM, NF_NETDEV_INGRESS);
	put_be32(r, NFTA_HOOK_PRIORITY, 0);
	mnl_attr_put_strz(r->header, NFTA_HOOK_DEV, ifname);
	mnl_attr_nest_end(r->header, hook);
	mnl_attr_put_strz(r->header, NFTA_CHAIN_TYPE, "filter");
	message_end(r);
}

static void
match_destination(struct request *r, const struct ip_addr *a)
{
	const bool v6 = a->family == FAMILY_V6;
	const uint16_t protocol = htons(v6 ? ETH_P_IPV6 : ETH_P_IP);
	const size_t octets = family_octets((enum family)a->family);

	load_meta(r, NFT_META_PROTOCOL);
	compare(r, NFT_CMP_EQ, &protocol, sizeof(protocol));
	load_header(r, NFT_PAYLOAD_NETWORK_HEADER,
	    v6 ? AT_IPV6_DESTINATION : AT_IPV4_DESTINATION, octets);
	compare(r, NFT_CMP_EQ, a->octet, octets);
}

static void
match_replies(struct request *r, uint16_t first, uint16_t last)
{
	const uint8_t tcp = IPPROTO_TCP, zero = 0;
	const uint16_t least = htons(first), most = htons(last);

	load_meta(r, NFT_META_L4PROTO);
	compare(r, NFT_CMP_EQ, &tcp, sizeof(tcp));
	load_header(
	    r, NFT_PAYLOAD_TRANSPORT_HEADER, AT_TCP_DESTINATION, sizeof(least));
	compare(r, NFT_CMP_GTE, &least, sizeof(least));
	compare(r, NFT_CMP_LTE, &most, sizeof(most));
	load_header(r, NFT_PAYLOAD_TRANSPORT_HEADER, AT_TCP_FLAGS, 1);
	mask_octet(r, FLAG_ACK);
	compare(r, NFT_CMP_NEQ, &zero, sizeof(zero));
}

static void
add_rule(struct request *r, const struct ip_addr *source, uint16_t first,
    uint16_t last)
{
	struct nlattr *list;

	object_begin(r, NFT_MSG_NEWRULE, NLM_F_APPEND);
	mnl_attr_put_strz(r->header, NFTA_RULE_TABLE, r->table);
	mnl_attr_put_strz(r->header, NFTA_RULE_CHAIN, CHAIN);
	list = mnl_attr_nest_start(r->header, NFTA_RULE_EXPRESSIONS);
	match_destination(r, source);
	match_replies(r, first, last);
	drop(r);
	mnl_attr_nest_end(r->header, list);
	message_end(r);
}

/*
 * Sends the request and reads the answers, which are there when the kernel
 * returns; 0 or an errno.
 */
static int
ask(struct mnl_socket *nl, const struct request *r)
{
	char answer[ANSWER_OCTETS];
	unsigned answered = 0;
	ssize_t len;

	if (mnl_socket_sendto(nl, mnl_nlmsg_batch_head(r->batch),
		mnl_nlmsg_batch_size(r->batch)) < 0)
		return errno;
	while (answered < r->n) {
		len = recv(mnl_socket_get_fd(nl), answer, sizeof(answer),
		    MSG_DONTWAIT);
		if (len < 0 ||
		    mnl_cb_run(answer, (size_t)len, 0,
			mnl_socket_get_portid(nl), NULL, NULL) < 0)
			return errno;
		answered++;
	}
	return 0;
}

/* Returns 0 or an errno. */
static int
make(
    struct mnl_socket *nl, const struct hop *hop, uint16_t first, uint16_t last)
{
	char name[NAME_SIZE], buf[2 * REQUEST_SIZE];
	struct request r = { .table = name };
	int errnum;

	(void)snprintf(name, sizeof(name), "reach46-%s-%u", hop->ifname,
	    mnl_socket_get_portid(nl));
	r.batch = mnl_nlmsg_batch_start(buf, REQUEST_SIZE);
	if (r.batch == NULL)
		return ENOMEM;
	batch_edge(&r, NFNL_MSG_BATCH_BEGIN);
	add_table(&r);
	add_chain(&r, hop->ifname);
	add_rule(&r, &hop->source, first, last);
	batch_edge(&r, NFNL_MSG_BATCH_END);
	errnum = ask(nl, &r);
	mnl_nlmsg_batch_stop(r.batch);
	return errnum;
}

static enum status
fail(int errnum, const char *ifname, struct error *err)
{
	switch (errnum) {
	case EPERM:
		return error_set(err, STATUS_PERMISSION,
		    "cannot keep replies on %s from the kernel: that needs "
		    "CAP_NET_ADMIN",
		    ifname);
	case EPROTONOSUPPORT:
	case EOPNOTSUPP:
	case EINVAL:
		return error_set_errno(err, STATUS_UNFIT, errnum,
		    "cannot keep replies on %s from the kernel: it needs "
		    "nf_tables with a netdev ingress hook and owned tables "
		    "(Linux 5.12)",
		    ifname);
	default:
		return error_set_errno(err, STATUS_SYSTEM, errnum,
		    "cannot keep replies on %s from the kernel", ifname);
	}
}

enum status
rst_guard_open(struct rst_guard *g, const struct hop *hop, uint16_t first,
    unsigned n, struct error *err)
{
	struct mnl_socket *nl;
	int errnum;

	assert(hop->source.family != FAMILY_NONE);
	assert(n > 0 && first + n <= UINT16_MAX + 1U);
	*g = (struct rst_guard){ 0 };
	nl = mnl_socket_open2(NETLINK_NETFILTER, SOCK_CLOEXEC);
	if (nl == NULL)
		return fail(errno, hop->ifname, err);
	if (mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0)
		errnum = errno;
	else
		errnum = make(nl, hop, first, (uint16_t)(first + n - 1));
	if (errnum != 0) {
		(void)mnl_socket_close(nl);
		return fail(errnum, hop->ifname, err);
	}
	g->nl = nl;
	return STATUS_OK;
}

enum status
rst_guard_try(const struct hop *hop, struct error *err)
{
	struct rst_guard g;
	enum status status = rst_guard_open(&g, hop, NO_PORT, 1, err);

	rst_guard_close(&g);
	return status;
}

void
rst_guard_close(struct rst_guard *g)
{
	if (g->nl != NULL)
		(void)mnl_socket_close(g->nl);
	*g = (struct rst_guard){ 0 };
}
