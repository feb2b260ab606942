/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/netlink.h"

#include <sys/socket.h>

#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include <errno.h>
#include <libmnl/libmnl.h>

#include "prober/netlink_message.h"

#define ANSWER_OCTETS 32768 /* what the kernel may put in one message */
#define DUMP_TRIES    4

/* A request under way. */
struct request {
	struct nlmsghdr *header;
	void *fixed; /* the part behind the header, by message type */
	char buf[512];
};

static unsigned char
address_family(const struct ip_addr *a)
{
	return a->family == FAMILY_V6 ? AF_INET6 : AF_INET;
}

static void
request_init(struct request *r, uint16_t type, uint16_t flags, size_t fixed)
{
	r->header = mnl_nlmsg_put_header(r->buf);
	r->header->nlmsg_type = type;
	r->header->nlmsg_flags = NLM_F_REQUEST | flags;
	r->header->nlmsg_seq = 1;
	r->fixed = mnl_nlmsg_put_extra_header(r->header, fixed);
}

static void
request_address(struct request *r, uint16_t type, const struct ip_addr *a)
{
	mnl_attr_put(
	    r->header, type, family_octets((enum family)a->family), a->octet);
}

/*
 * Sends the request and feeds the answer to FN, message by message; returns 0
 * or an errno.
 */
static int
request_run(const struct request *r, mnl_cb_t fn, void *arg)
{
	const bool dump = (r->header->nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP;
	struct mnl_socket *nl = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
	char buf[ANSWER_OCTETS];
	int result = 0, more;
	ssize_t len;

	if (nl == NULL)
		return errno;
	if (mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0 ||
	    mnl_socket_sendto(nl, r->header, r->header->nlmsg_len) < 0)
		goto fail;
	do {
		len = mnl_socket_recvfrom(nl, buf, sizeof(buf));
		if (len < 0)
			goto fail;
		more = mnl_cb_run(
		    buf, (size_t)len, 1, mnl_socket_get_portid(nl), fn, arg);
		if (more < 0)
			goto fail;
	} while (dump && more > 0);
	goto out;
fail:
	result = errno;
out:
	(void)mnl_socket_close(nl);
	return result;
}

static int
route_read(const struct nlmsghdr *header, void *arg)
{
	return netlink_message_route(header, arg) ? MNL_CB_OK : MNL_CB_STOP;
}

static int
route_ask(const struct ip_addr *to, const struct ip_addr *from,
    unsigned ifindex, unsigned flags, struct netlink_route *out)
{
	struct request r;
	struct rtmsg *rtm;

	*out = (struct netlink_route){ 0 };
	request_init(&r, RTM_GETROUTE, 0, sizeof(*rtm));
	rtm = r.fixed;
	rtm->rtm_family = address_family(to);
	rtm->rtm_dst_len = (unsigned char)family_bits((enum family)to->family);
	rtm->rtm_flags = flags;
	request_address(&r, RTA_DST, to);
	if (from != NULL) {
		rtm->rtm_src_len = rtm->rtm_dst_len;
		request_address(&r, RTA_SRC, from);
	}
	if (ifindex != 0)
		mnl_attr_put_u32(r.header, RTA_OIF, ifindex);
	return request_run(&r, route_read, out);
}

int
netlink_route_get(const struct ip_addr *to, const struct ip_addr *from,
    unsigned ifindex, struct netlink_route *out)
{
	return route_ask(to, from, ifindex, 0, out);
}

int
netlink_route_exists(const struct ip_addr *to, unsigned ifindex)
{
	struct netlink_route ignored;

	return route_ask(to, NULL, ifindex, RTM_F_FIB_MATCH, &ignored);
}

static int
link_read(const struct nlmsghdr *header, void *arg)
{
	return netlink_message_link(header, arg) ? MNL_CB_OK : MNL_CB_STOP;
}

int
netlink_link_get(unsigned ifindex, struct netlink_link *out)
{
	struct request r;
	struct ifinfomsg *ifi;

	*out = (struct netlink_link){ 0 };
	request_init(&r, RTM_GETLINK, 0, sizeof(*ifi));
	ifi = r.fixed;
	ifi->ifi_index = (int)ifindex;
	return request_run(&r, link_read, out);
}

/* An address that is looked for among all. */
struct address_search {
	const struct ip_addr *wanted;
	struct netlink_address *out;
	bool found;
};

static int
address_read(const struct nlmsghdr *header, void *arg)
{
	struct address_search *search = arg;
	struct netlink_address a = { 0 };

	if (!search->found && netlink_message_address(header, &a) &&
	    address_equal(&a.addr, search->wanted)) {
		*search->out = a;
		search->found = true;
	}
	return MNL_CB_OK;
}

int
netlink_address_get(const struct ip_addr *a, struct netlink_address *out)
{
	struct address_search search = { .wanted = a, .out = out };
	struct ifaddrmsg *ifa;
	struct request r;
	int errnum, tries = DUMP_TRIES;

	request_init(&r, RTM_GETADDR, NLM_F_DUMP, sizeof(*ifa));
	ifa = r.fixed;
	ifa->ifa_family = address_family(a);
	/* EINTR: the list changed while it was being read. */
	do
		errnum = request_run(&r, address_read, &search);
	while (errnum == EINTR && !search.found && --tries > 0);
	if (search.found)
		return 0;
	return errnum != 0 ? errnum : ENOENT;
}

bool
netlink_address_usable(const struct netlink_address *a)
{
	if ((a->flags & (IFA_F_DEPRECATED | IFA_F_DADFAILED)) != 0)
		return false;
	return (a->flags & IFA_F_TENTATIVE) == 0 ||
	    (a->flags & IFA_F_OPTIMISTIC) != 0;
}

static int
neighbour_read(const struct nlmsghdr *header, void *arg)
{
	return netlink_message_neighbour(header, arg) ? MNL_CB_OK : MNL_CB_STOP;
}

static void
neighbour_request(struct request *r, uint16_t type, uint16_t flags,
    unsigned ifindex, const struct ip_addr *a)
{
	struct ndmsg *ndm;

	request_init(r, type, flags, sizeof(*ndm));
	ndm = r->fixed;
	ndm->ndm_family = address_family(a);
	ndm->ndm_ifindex = (int)ifindex;
	request_address(r, NDA_DST, a);
}

int
netlink_neighbour_get(
    unsigned ifindex, const struct ip_addr *a, struct netlink_neighbour *out)
{
	struct request r;

	*out = (struct netlink_neighbour){ 0 };
	neighbour_request(&r, RTM_GETNEIGH, 0, ifindex, a);
	return request_run(&r, neighbour_read, out);
}

/* Set by hand: to touch such an entry would make it an ordinary one. */
static bool
is_fixed(unsigned ifindex, const struct ip_addr *a)
{
	struct netlink_neighbour n;

	return netlink_neighbour_get(ifindex, a, &n) == 0 &&
	    (n.state & (NUD_PERMANENT | NUD_NOARP)) != 0;
}

int
netlink_neighbour_use(unsigned ifindex, const struct ip_addr *a)
{
	struct request r;
	struct ndmsg *ndm;

	if (is_fixed(ifindex, a))
		return 0;
	neighbour_request(
	    &r, RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_ACK, ifindex, a);
	ndm = r.fixed;
	ndm->ndm_state = NUD_NONE;
	ndm->ndm_flags = NTF_USE;
	return request_run(&r, NULL, NULL);
}

int
netlink_neighbour_confirm(unsigned ifindex, const struct ip_addr *a)
{
	struct request r;
	struct ndmsg *ndm;

	if (is_fixed(ifindex, a))
		return 0;
	neighbour_request(&r, RTM_NEWNEIGH, NLM_F_ACK, ifindex, a);
	ndm = r.fixed;
	ndm->ndm_state = NUD_PROBE;
	return request_run(&r, NULL, NULL);
}
