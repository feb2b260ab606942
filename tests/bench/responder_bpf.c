/* SPDX-License-Identifier: Apache-2.0 */
/*
 * responder_bpf.c - an Internet in which everything answers at once.
 *
 * The kernel's side of responder.c, a classifier for tc(8): frames that arrive
 * become their own answers and go back where they came from.
 *
 *	SYN			SYN-ACK without options
 *	DNS question		one address to AAAA, no data to other types
 *	RST			counted and dropped
 *	else			left to the kernel
 *
 * Another program only counts and leaves everything to the kernel.
 *
 * It knows what the prober sends and no more: no IPv4 options or fragments, no
 * extension headers, one question, and behind it at most an OPT record without
 * options.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/pkt_cls.h>
#include <linux/tcp.h>
#include <linux/udp.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "tests/bench/responder.h"

#define INLINE           static __attribute__((always_inline)) inline
#define IPV4_OCTETS      20
#define IPV6_OCTETS      40
#define TCP_OCTETS       20
#define TCP_SYN_ACK      0x5012 /* five words of header, SYN, ACK */
#define DNS_PORT         53
#define DNS_TYPE_AAAA    28
#define DNS_FLAG_QR      0x8000
#define DNS_FLAGS_ANSWER 0x8480 /* QR, AA, RA */
#define OPT_OCTETS       11

struct dns_header {
	__be16 id, flags, questions, answers, authorities, additionals;
};

/* The name of the question, AAAA, IN, a minute: 2001:db8::46. */
static const __be16 record[14] = {
	bpf_htons(0xc00c),
	bpf_htons(DNS_TYPE_AAAA),
	bpf_htons(1),
	0,
	bpf_htons(60),
	bpf_htons(16),
	bpf_htons(0x2001),
	bpf_htons(0x0db8),
	[13] = bpf_htons(0x46),
};

struct responder_counts counts;

char licence[] SEC("license") = "Apache-2.0";

/* One's complement arithmetic on words as they lie in memory (RFC 1071). */
INLINE __u32
sum_words(const void *data, unsigned n)
{
	const __u16 *word = data;
	__u32 sum = 0;

#pragma unroll
	for (unsigned i = 0; i < n; i++)
		sum += word[i];
	return sum;
}

INLINE __u16
fold(__u32 sum)
{
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return (__u16)sum;
}

/* What replacing a word adds to a sum. */
INLINE __u32
difference(__be16 old, __be16 new)
{
	return (__u16)~old + new;
}

INLINE void
swap(void *a, void *b, unsigned words)
{
	__u16 *x = a, *y = b, kept;

#pragma unroll
	for (unsigned i = 0; i < words; i++) {
		kept = x[i];
		x[i] = y[i];
		y[i] = kept;
	}
}

/*
 * Turns the Ethernet and IP headers around for a payload of OCTETS; returns
 * the sum of the addresses.
 */
INLINE __u32
turn_around(struct ethhdr *eth, unsigned ip_octets, __u16 octets)
{
	swap(eth->h_dest, eth->h_source, ETH_ALEN / 2);
	if (ip_octets == IPV6_OCTETS) {
		struct ipv6hdr *ip = (void *)(eth + 1);

		ip->payload_len = bpf_htons(octets);
		swap(&ip->saddr, &ip->daddr, 8);
		return sum_words(&ip->saddr, 16);
	} else {
		struct iphdr *ip = (void *)(eth + 1);
		__be16 total = bpf_htons(IPV4_OCTETS + octets);

		ip->check = (__u16)~fold(
		    (__u16)~ip->check + difference(ip->tot_len, total));
		ip->tot_len = total;
		swap(&ip->saddr, &ip->daddr, 2);
		return sum_words(&ip->saddr, 4);
	}
}

INLINE void
count(unsigned long long *kind)
{
	const unsigned long long now_ns = bpf_ktime_get_ns();

	__sync_fetch_and_add(kind, 1);
	if (counts.first_ns == 0)
		counts.first_ns = now_ns;
	counts.last_ns = now_ns;
}

INLINE int
send_back(struct __sk_buff *skb)
{
	return (int)bpf_redirect(skb->ifindex, 0);
}

INLINE int
answer_tcp(struct __sk_buff *skb, unsigned ip_octets, int only_count)
{
	struct ethhdr *eth = (void *)(long)skb->data;
	struct tcphdr *tcp = (void *)(eth + 1) + ip_octets;
	const __u32 len = ETH_HLEN + ip_octets + TCP_OCTETS;
	__u32 sum;

	if ((void *)(tcp + 1) > (void *)(long)skb->data_end)
		return TC_ACT_OK;
	if (tcp->rst) {
		__sync_fetch_and_add(&counts.rst, 1);
		return only_count ? TC_ACT_OK : TC_ACT_SHOT;
	}
	if (!tcp->syn || tcp->ack)
		return TC_ACT_OK;
	count(&counts.syn);
	if (only_count)
		return TC_ACT_OK;
	sum = turn_around(eth, ip_octets, TCP_OCTETS);
	swap(&tcp->source, &tcp->dest, 1);
	tcp->ack_seq = bpf_htonl(bpf_ntohl(tcp->seq) + 1);
	tcp->seq = ~tcp->seq;
	((__be16 *)tcp)[6] = bpf_htons(TCP_SYN_ACK);
	tcp->check = 0;
	sum += bpf_htons(IPPROTO_TCP) + bpf_htons(TCP_OCTETS) +
	    sum_words(tcp, TCP_OCTETS / 2);
	tcp->check = (__u16)~fold(sum);
	if (bpf_skb_change_tail(skb, len, 0) != 0)
		return TC_ACT_SHOT;
	return send_back(skb);
}

/* Puts the record behind the question at AT and the OPT record after it. */
INLINE int
insert_record(struct __sk_buff *skb, __u32 at, int has_opt)
{
	__u8 opt[OPT_OCTETS];

	if (has_opt && bpf_skb_load_bytes(skb, at, opt, sizeof(opt)) != 0)
		return -1;
	if (bpf_skb_change_tail(skb, skb->len + sizeof(record), 0) != 0)
		return -1;
	if (bpf_skb_store_bytes(skb, at, record, sizeof(record), 0) != 0)
		return -1;
	if (has_opt)
		return (int)bpf_skb_store_bytes(
		    skb, at + sizeof(record), opt, sizeof(opt), 0);
	return 0;
}

INLINE int
answer_udp(struct __sk_buff *skb, unsigned ip_octets, int only_count)
{
	struct ethhdr *eth = (void *)(long)skb->data;
	struct udphdr *udp = (void *)(eth + 1) + ip_octets;
	struct dns_header *dns = (void *)(udp + 1);
	__u16 octets, sum_of_record = fold(sum_words(record, 14));
	__be16 question[2], flags; /* type and class */
	__u32 at, udp_at = ETH_HLEN + ip_octets, sum;
	int has_opt, has_data;

	if ((void *)(dns + 1) > (void *)(long)skb->data_end)
		return TC_ACT_OK;
	if (udp->dest != bpf_htons(DNS_PORT) ||
	    dns->flags & bpf_htons(DNS_FLAG_QR) ||
	    dns->questions != bpf_htons(1))
		return TC_ACT_OK;
	count(&counts.dns);
	if (only_count)
		return TC_ACT_OK;
	has_opt = dns->additionals != 0;
	octets = bpf_ntohs(udp->len);
	at = udp_at + octets - (has_opt ? OPT_OCTETS : 0);
	if (bpf_skb_load_bytes(
		skb, at - sizeof(question), question, sizeof(question)) != 0)
		return TC_ACT_OK;
	has_data = question[0] == bpf_htons(DNS_TYPE_AAAA);
	flags = dns->flags | bpf_htons(DNS_FLAGS_ANSWER);
	sum = (__u16)~udp->check + difference(dns->flags, flags);
	dns->flags = flags;
	if (has_data) {
		/* The length counts twice: in the pseudo-header as well. */
		octets += sizeof(record);
		sum +=
		    bpf_htons(1) + 2 * difference(udp->len, bpf_htons(octets));
		sum += (at - udp_at) % 2 != 0
		    ? (__u16)(sum_of_record << 8 | sum_of_record >> 8)
		    : sum_of_record;
		dns->answers = bpf_htons(1);
		udp->len = bpf_htons(octets);
	}
	if (udp->check != 0)
		udp->check = (__u16)~fold(sum) ?: 0xffff; /* RFC 768 */
	swap(&udp->source, &udp->dest, 1);
	(void)turn_around(eth, ip_octets, octets);
	if (has_data && insert_record(skb, at, has_opt) != 0)
		return TC_ACT_SHOT;
	return send_back(skb);
}

INLINE int
answer(struct __sk_buff *skb, int only_count)
{
	struct ethhdr *eth = (void *)(long)skb->data;
	struct iphdr *v4 = (void *)(eth + 1);
	struct ipv6hdr *v6 = (void *)(eth + 1);
	void *end = (void *)(long)skb->data_end;

	if ((void *)(v6 + 1) > end) /* no answerable frame is shorter */
		return TC_ACT_OK;
	if (eth->h_proto == bpf_htons(ETH_P_IPV6)) {
		if (v6->nexthdr == IPPROTO_TCP)
			return answer_tcp(skb, IPV6_OCTETS, only_count);
		if (v6->nexthdr == IPPROTO_UDP)
			return answer_udp(skb, IPV6_OCTETS, only_count);
	} else if (eth->h_proto == bpf_htons(ETH_P_IP) && v4->ihl == 5) {
		if (v4->protocol == IPPROTO_TCP)
			return answer_tcp(skb, IPV4_OCTETS, only_count);
		if (v4->protocol == IPPROTO_UDP)
			return answer_udp(skb, IPV4_OCTETS, only_count);
	}
	return TC_ACT_OK;
}

SEC("tc")
int
respond(struct __sk_buff *skb)
{
	return answer(skb, 0);
}

SEC("tc")
int
observe(struct __sk_buff *skb)
{
	return answer(skb, 1);
}
