/* SPDX-License-Identifier: Apache-2.0 */
#include "forge_reply.h"

#include <netinet/in.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "forge_bytes.h"

const char *const forge_name[FORGE_COUNT] = {
	"wrong_source",
	"wrong_port",
	"wrong_ack",
	"wrong_id",
	"wrong_question",
	"wrong_case",
	"wrong_family",
	"old_key",
	"other_instance",
	"bare_rst",
	"icmp_stranger",
	"fragment",
};

/* A packet on its way: addresses as in the header, the rest by value. */
struct packet {
	const struct probe_seen *link; /* whose Ethernet addresses */
	bool v6;
	uint8_t source[16], target[16];
	uint8_t proto;
	bool more;       /* a fragment, and not the last */
	uint16_t offset; /* of the fragment, in units of 8 */
	size_t len;      /* of body */
	uint8_t body[FORGE_FRAME_MAX - ETHERNET - V6_OCTETS - FRAGMENT];
};

/* Sums the pseudo-header and the body. */
static uint16_t
transport_sum(const struct packet *k, uint8_t proto)
{
	size_t octets = address_octets(k->v6);
	uint32_t sum = proto + (uint32_t)k->len;

	sum = sum_of(sum, k->source, octets);
	sum = sum_of(sum, k->target, octets);
	return fold(sum_of(sum, k->body, k->len));
}

static size_t
write_v4(const struct packet *k, uint8_t *ip)
{
	ip[0] = 0x45;
	put16(ip + 2, (unsigned)(V4_OCTETS + k->len));
	put16(ip + 4, (unsigned)random() & 0xffff);
	put16(ip + 6, k->offset | (k->more ? 0x2000u : 0));
	ip[8] = 60;
	ip[9] = k->proto;
	memcpy(ip + 12, k->source, 4);
	memcpy(ip + 16, k->target, 4);
	put16(ip + 10, fold(sum_of(0, ip, V4_OCTETS)));
	return V4_OCTETS;
}

static size_t
write_v6(const struct packet *k, uint8_t *ip)
{
	bool fragment = k->more || k->offset > 0;
	uint8_t *extension = ip + V6_OCTETS;

	ip[0] = 0x60;
	put16(ip + 4, (unsigned)(k->len + (fragment ? FRAGMENT : 0)));
	ip[6] = fragment ? IPPROTO_FRAGMENT : k->proto;
	ip[7] = 60;
	memcpy(ip + 8, k->source, 16);
	memcpy(ip + 24, k->target, 16);
	if (!fragment)
		return V6_OCTETS;
	extension[0] = k->proto;
	put16(extension + 2, (unsigned)k->offset << 3 | k->more);
	put32(extension + 4, (uint32_t)random());
	return V6_OCTETS + FRAGMENT;
}

static void
write_frame(const struct packet *k, struct forged *out)
{
	size_t at = ETHERNET;

	memset(out->octet, 0, ETHERNET + V6_OCTETS + FRAGMENT);
	memcpy(out->octet, k->link->frame + 6, 6);
	memcpy(out->octet + 6, k->link->frame, 6);
	put16(out->octet + 12, k->v6 ? 0x86dd : 0x0800);
	at +=
	    k->v6 ? write_v6(k, out->octet + at) : write_v4(k, out->octet + at);
	memcpy(out->octet + at, k->body, k->len);
	out->len = at + k->len;
}

/* Changes that make a reply a forgery. */
struct change {
	uint32_t ack; /* added to the right one */
	uint16_t id;  /* exclusive-or with the right one */
	bool bare_rst;
	bool question, letter;
};

/* SYN-ACK or RST-ACK: whichever it is, half of the targets would not. */
static void
tcp_body(
    struct packet *k, const struct probe_seen *p, const struct change *change)
{
	uint8_t *tcp = k->body;
	unsigned flags = FLAG_ACK | (random() & 1 ? FLAG_SYN : FLAG_RST);

	if (change->bare_rst)
		flags = FLAG_RST;
	k->proto = IPPROTO_TCP;
	k->len = TCP;
	memset(tcp, 0, TCP);
	put16(tcp, p->dport);
	put16(tcp + 2, p->sport);
	put32(tcp + 4,
	    change->bare_rst && random() & 1 ? p->seq + 1 : (uint32_t)random());
	put32(tcp + 8, p->seq + 1 + change->ack);
	tcp[12] = TCP << 2;
	tcp[13] = (uint8_t)flags;
	put16(tcp + 14, flags & FLAG_RST ? 0 : 65535);
}

/* Finds a letter in the question's name; false if it has none. */
static bool
find_letter(const uint8_t *dns, size_t len, size_t *at)
{
	size_t i = DNS, label;

	while (i < len && (label = dns[i]) != 0 && label < 64)
		for (i++; label > 0 && i < len; i++, label--)
			if (isalpha(dns[i]) && tolower(dns[i]) != 'z') {
				*at = i;
				return true;
			}
	return false;
}

/* "No such name", with authority. */
static bool
dns_body(
    struct packet *k, const struct probe_seen *p, const struct change *change)
{
	size_t octets = p->len - p->payload_at, at;
	uint8_t *dns = k->body + UDP;

	if (UDP + octets > sizeof(k->body))
		return false;
	k->proto = IPPROTO_UDP;
	k->len = UDP + octets;
	memset(k->body, 0, UDP);
	put16(k->body, p->dport);
	put16(k->body + 2, p->sport);
	put16(k->body + 4, (unsigned)k->len);
	memcpy(dns, p->frame + p->payload_at, octets);
	put16(dns, (unsigned)(get16(dns) ^ change->id));
	dns[2] |= 0x84; /* QR, AA */
	dns[3] = NXDOMAIN | (dns[2] & 1 ? 0x80 : 0);
	if (!change->question && !change->letter)
		return true;
	if (!find_letter(dns, octets, &at))
		return false;
	if (change->letter)
		dns[at] ^= 0x20;
	else
		dns[at]++;
	return true;
}

/* The reply to P, addressed like it, but for the change. */
static bool
reply_to(
    const struct probe_seen *p, const struct change *change, struct packet *k)
{
	k->link = p;
	k->v6 = p->v6;
	memcpy(k->source, target_of(p), address_octets(p->v6));
	memcpy(k->target, source_of(p), address_octets(p->v6));
	if (p->tcp)
		tcp_body(k, p, change);
	else if (!dns_body(k, p, change))
		return false;
	return true;
}

static void
finish(struct packet *k, struct forged *out)
{
	uint8_t *check = k->body + (k->proto == IPPROTO_TCP ? 16 : 6);

	put16(check, 0);
	put16(check, transport_sum(k, k->proto));
	write_frame(k, out);
}

/* Quotes P, but with a foreign number or as from or to a foreign host. */
static void
icmp_stranger(const struct probe_seen *p, struct forged *out)
{
	struct packet k = { .link = p, .v6 = p->v6 };
	size_t quoted = p->len - ETHERNET;
	uint8_t *quote = k.body + 8;
	uint8_t *transport = quote + p->transport_at - ETHERNET;

	memcpy(k.source, target_of(p), address_octets(p->v6));
	memcpy(k.target, source_of(p), address_octets(p->v6));
	memcpy(quote, p->frame + ETHERNET, quoted);
	switch (random() % 3) {
	case 0: /* TCP sequence number, DNS ID */
		transport[p->tcp ? 4 : UDP] ^= 0x5a;
		transport[p->tcp ? 6 : UDP + 1] ^= 0x5a;
		break;
	case 1: /* quoted source */
		quote[p->v6 ? 23 : 15] ^= 0x5a;
		break;
	default: /* quoted target */
		quote[p->v6 ? 39 : 19] ^= 0x5a;
		break;
	}
	if (!p->v6) {
		put16(quote + 10, 0);
		put16(quote + 10, fold(sum_of(0, quote, V4_OCTETS)));
	}
	k.proto = p->v6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP;
	k.len = 8 + quoted;
	k.body[0] = p->v6 ? 1 : 3;
	k.body[1] = p->v6 ? 3 : 1;
	put16(k.body + 2,
	    p->v6 ? transport_sum(&k, k.proto)
		  : fold(sum_of(0, k.body, k.len)));
	write_frame(&k, out);
}

/* Right in all, but the first fragment, or one from further on. */
static bool
fragment(const struct probe_seen *p, struct forged *out)
{
	const struct change none = { 0 };
	struct packet k = { 0 };
	uint8_t *check;

	if (!reply_to(p, &none, &k))
		return false;
	check = k.body + (k.proto == IPPROTO_TCP ? 16 : 6);
	put16(check, transport_sum(&k, k.proto));
	k.more = true;
	k.offset = random() & 1 ? 0 : 1;
	/* All but the last fragment are multiples of eight octets. */
	k.len &= ~(size_t)7;
	write_frame(&k, out);
	return true;
}

/* The reply to OTHER with the addresses of P. */
static bool
in_other_family(const struct probe_seen *p, const struct probe_seen *other,
    struct forged *out)
{
	const struct change none = { 0 };
	struct packet k = { 0 };

	if (!reply_to(other, &none, &k))
		return false;
	k.link = p;
	k.v6 = p->v6;
	memcpy(k.source, target_of(p), address_octets(p->v6));
	memcpy(k.target, source_of(p), address_octets(p->v6));
	finish(&k, out);
	return true;
}

/* The reply to a probe of another run, to a port of this one. */
static bool
to_another_run(const struct probe_seen *p, const struct probe_seen *other,
    uint16_t port, struct forged *out)
{
	const struct change none = { 0 };
	struct packet k = { 0 };

	if (!reply_to(other, &none, &k))
		return false;
	k.link = p;
	put16(k.body + 2, port);
	finish(&k, out);
	return true;
}

bool
forge_reply(enum forgery kind, const struct probe_seen *p,
    const struct probe_seen *other, uint16_t port, struct forged *out)
{
	struct change change = { 0 };
	struct packet k = { 0 };

	switch (kind) {
	case FORGE_ACK:
	case FORGE_BARE_RST:
		if (!p->tcp)
			return false;
		change.bare_rst = kind == FORGE_BARE_RST;
		change.ack = kind == FORGE_ACK ? 1u + (uint32_t)random() : 0;
		break;
	case FORGE_ID:
	case FORGE_QUESTION:
	case FORGE_CASE:
		if (p->tcp)
			return false;
		if (kind == FORGE_ID)
			change.id = (uint16_t)(1 + random() % 65535);
		change.question = kind == FORGE_QUESTION;
		change.letter = kind == FORGE_CASE;
		break;
	case FORGE_FAMILY:
		return in_other_family(p, other, out);
	case FORGE_OLD_KEY:
		return to_another_run(
		    p, other, same_target(p, other) ? p->sport : port, out);
	case FORGE_OTHER_INSTANCE:
		return to_another_run(p, other, port, out);
	case FORGE_ICMP:
		icmp_stranger(p, out);
		return true;
	case FORGE_FRAGMENT:
		return fragment(p, out);
	default:
		break;
	}
	if (!reply_to(p, &change, &k))
		return false;
	if (kind == FORGE_SOURCE)
		k.source[address_octets(p->v6) - 1] ^=
		    (uint8_t)(1 + random() % 255);
	if (kind == FORGE_PORT && port != p->sport && random() & 1)
		put16(k.body + 2, port);
	else if (kind == FORGE_PORT)
		put16(k.body, p->dport + 1u);
	finish(&k, out);
	return true;
}
