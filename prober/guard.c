/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/guard.h"

#include <netinet/in.h>

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/apart.h"

#define LINK_OCTETS_ETHERNET 14
#define PORT_DNS             53

/* Rows of data/special-purpose.csv; '!' in front makes an exception. */
static const struct {
	const char *prefix;
	const char *name;
} registry[] = {
#include "special_purpose.inc"
};

/* The registry as a set, values are rows; NULL only if memory ran out. */
static struct prefix_set *special;
static pthread_once_t special_once = PTHREAD_ONCE_INIT;

/* What an address may be asked for, though it is special-purpose. */
enum purpose {
	PURPOSE_RESOLVER, /* port 53 alone */
	PURPOSE_CONTROL,
};

struct guard {
	struct prefix_set *permit; /* (owned) */
	struct prefix_set *block;  /* (owned) */
	struct prefix_set *ours;   /* (owned) values: enum purpose */
	struct prefix_set *own;    /* (owned) */
};

/* Where a frame goes, as far as the guard must know. */
struct destination {
	struct ip_addr addr;
	uint16_t port;
};

static void
special_build(void)
{
	struct prefix_set *set = prefix_set_new();
	struct prefix p;
	struct error err;
	bool parsed;

	if (set == NULL)
		return;
	for (size_t i = 0; i < sizeof(registry) / sizeof(registry[0]); i++) {
		parsed = prefix_parse(
		    registry[i].prefix + (registry[i].prefix[0] == '!'), &p);
		assert(parsed);
		(void)parsed;
		if (prefix_set_add(set, &p, (int)i, &err) != STATUS_OK) {
			prefix_set_free(set);
			return;
		}
	}
	special = set;
}

static const struct prefix_set *
special_set(void)
{
	(void)pthread_once(&special_once, special_build);
	return special;
}

/*
 * ISATAP (RFC 5214) puts an IPv4 address behind 0000:5efe or 0200:5efe in
 * the interface identifier, under any prefix.
 */
static bool
isatap_inner(const struct ip_addr *a, struct ip_addr *inner)
{
	const uint8_t *id = a->octet + 8;

	if (a->family != FAMILY_V6 || (id[0] & 0xfd) != 0 || id[1] != 0 ||
	    id[2] != 0x5e || id[3] != 0xfe)
		return false;
	*inner = address_make(FAMILY_V4, id + 4);
	return true;
}

const char *
address_special_name(const struct ip_addr *a)
{
	const struct prefix_set *set = special_set();
	struct ip_addr inner;
	int row;

	if (set == NULL)
		return "unknown (out of memory)";
	row = prefix_set_find(set, a, NULL);
	if (row >= 0 && registry[row].prefix[0] != '!')
		return registry[row].name;
	if (isatap_inner(a, &inner))
		return address_special_name(&inner);
	return NULL;
}

bool
address_is_special(const struct ip_addr *a)
{
	return address_special_name(a) != NULL;
}

struct guard *
guard_new(void)
{
	struct guard *g = apart_calloc(sizeof(*g));

	if (g == NULL)
		return NULL;
	g->permit = prefix_set_new();
	g->block = prefix_set_new();
	g->ours = prefix_set_new();
	g->own = prefix_set_new();
	if (g->permit == NULL || g->block == NULL || g->ours == NULL ||
	    g->own == NULL || special_set() == NULL) {
		guard_free(g);
		return NULL;
	}
	return g;
}

void
guard_free(struct guard *g)
{
	if (g == NULL)
		return;
	prefix_set_free(g->own);
	prefix_set_free(g->ours);
	prefix_set_free(g->block);
	prefix_set_free(g->permit);
	free(g);
}

enum status
guard_permit(struct guard *g, const struct prefix *p, struct error *err)
{
	return prefix_set_add(g->permit, p, 1, err);
}

static enum status
add_address(struct prefix_set *set, const struct ip_addr *a, int value,
    struct error *err)
{
	struct prefix p = prefix_make(a, family_bits((enum family)a->family));

	return prefix_set_add(set, &p, value, err);
}

enum status
guard_permit_resolver(
    struct guard *g, const struct ip_addr *a, struct error *err)
{
	return add_address(g->ours, a, PURPOSE_RESOLVER, err);
}

enum status
guard_permit_control(
    struct guard *g, const struct ip_addr *a, struct error *err)
{
	return add_address(g->ours, a, PURPOSE_CONTROL, err);
}

enum status
guard_own(struct guard *g, const struct ip_addr *a, struct error *err)
{
	return add_address(g->own, a, 1, err);
}

enum status
guard_block(struct guard *g, const struct prefix *p, struct error *err)
{
	return prefix_set_add(g->block, p, 1, err);
}

/* Takes one line of a blocklist, which may hold nothing but a comment. */
static enum status
block_line(struct guard *g, char *line, size_t len, const char *path,
    unsigned long number, struct error *err)
{
	static const char blank[] = " \t\r\n\f\v";
	struct prefix p;

	if (strlen(line) != len)
		return error_set(err, STATUS_MALFORMED,
		    "blocklist %s, line %lu: a NUL octet; "
		    "this is not a text file",
		    path, number);
	line[strcspn(line, "#")] = '\0';
	line += strspn(line, blank);
	len = strlen(line);
	while (len > 0 && strchr(blank, line[len - 1]) != NULL)
		line[--len] = '\0';
	if (len == 0)
		return STATUS_OK;
	if (!prefix_parse(line, &p))
		return error_set(err, STATUS_MALFORMED,
		    "blocklist %s, line %lu: neither an address nor a prefix "
		    "such as 192.0.2.0/24 or 2001:db8::/32",
		    path, number);
	return guard_block(g, &p, err);
}

enum status
guard_load_blocklist(struct guard *g, const char *path,
    uint8_t sha256[static SHA256_DIGEST_SIZE], struct error *err)
{
	struct sha256_ctx hash;
	FILE *file = fopen(path, "re");
	enum status status = STATUS_OK;
	unsigned long number = 0;
	char *line = NULL;
	size_t room = 0;
	ssize_t len;

	if (file == NULL)
		return error_set_errno(err,
		    errno == EACCES ? STATUS_PERMISSION : STATUS_NOT_FOUND,
		    errno, "cannot open blocklist %s", path);
	sha256_init(&hash);
	while (
	    status == STATUS_OK && (len = getline(&line, &room, file)) >= 0) {
		sha256_update(&hash, (size_t)len, (const uint8_t *)line);
		status = block_line(g, line, (size_t)len, path, ++number, err);
	}
	sha256_digest(&hash, SHA256_DIGEST_SIZE, sha256);
	if (status == STATUS_OK && !feof(file))
		status = error_set_errno(err, STATUS_SYSTEM, errno,
		    "cannot read blocklist %s after line %lu", path, number);
	free(line);
	(void)fclose(file);
	return status;
}

enum reason
guard_address(const struct guard *g, const struct ip_addr *a)
{
	if (prefix_set_find(g->block, a, NULL) >= 0)
		return REASON_BLOCKLIST;
	if (prefix_set_find(g->permit, a, NULL) < 0 && address_is_special(a))
		return REASON_SPECIAL_PURPOSE;
	return prefix_set_find(g->own, a, NULL) >= 0 ? REASON_VANTAGE
						     : REASON_NONE;
}

/*
 * Reads the destination of a frame of the kind we make: TCP or UDP right
 * behind an IPv4 header without options or an IPv6 header without extension,
 * no fragment.  Anything else, a source route say, could go elsewhere than
 * the address field tells.
 */
static bool
frame_destination(const uint8_t *frame, size_t len, size_t link_octets,
    struct destination *to)
{
	const uint8_t *ip = frame + link_octets;
	enum family family;
	size_t ip_octets;
	uint8_t proto;

	if (len <= link_octets)
		return false;
	family = ip[0] >> 4 == 6 ? FAMILY_V6 : FAMILY_V4;
	ip_octets = family == FAMILY_V6 ? 40 : 20;
	if (len - link_octets < ip_octets + 4)
		return false;
	if (family == FAMILY_V4 &&
	    (ip[0] != 0x45 || (ip[6] & 0x3f) != 0 || ip[7] != 0))
		return false;
	if (link_octets == LINK_OCTETS_ETHERNET &&
	    memcmp(frame + 12, family == FAMILY_V6 ? "\x86\xdd" : "\x08\x00",
		2) != 0)
		return false;
	proto = ip[family == FAMILY_V6 ? 6 : 9];
	if (proto != IPPROTO_TCP && proto != IPPROTO_UDP)
		return false;
	to->addr = address_make(family, ip + (family == FAMILY_V6 ? 24 : 16));
	to->port = (uint16_t)(ip[ip_octets + 2] << 8 | ip[ip_octets + 3]);
	return true;
}

enum reason
guard_frame(
    const struct guard *g, const uint8_t *frame, size_t len, size_t link_octets)
{
	struct destination to;
	enum reason reason;
	int purpose;

	if (!frame_destination(frame, len, link_octets, &to))
		return REASON_SPECIAL_PURPOSE;
	reason = guard_address(g, &to.addr);
	if (reason != REASON_SPECIAL_PURPOSE)
		return reason;
	purpose = prefix_set_find(g->ours, &to.addr, NULL);
	return purpose == PURPOSE_CONTROL ||
		(purpose == PURPOSE_RESOLVER && to.port == PORT_DNS)
	    ? REASON_NONE
	    : reason;
}
