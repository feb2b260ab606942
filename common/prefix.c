/* SPDX-License-Identifier: Apache-2.0 */
/*
 * prefix.c - a set is a path-compressed binary trie per family.
 *
 * Every node stands for a prefix; its children stand for longer ones that it
 * contains and differ in the bit right behind it.  A node is either in the
 * set or the fork of two that are.  Nodes live in one array and point at each
 * other by index, so a look-up touches at most one node (40 octets) per bit
 * that tells the set's own prefixes apart; and it begins where the address's
 * first octet leads to.
 */
#include "common/prefix.h"

#include <assert.h>
#include <endian.h>
#include <stdint.h>
#include <stdlib.h>

#define NODE_NONE  UINT32_MAX
#define VALUE_NONE (-1)

/* An address as one number of 128 bits; IPv4 fills the upper 32. */
struct key {
	uint64_t w[2];
};

struct node {
	struct key key;
	uint32_t child[2]; /* by the bit behind the prefix */
	int value;         /* VALUE_NONE: a fork only */
	uint8_t length;
};

/* For the addresses that begin with some octet: */
struct start {
	uint32_t best; /* the longest prefix shorter than an octet */
	uint32_t at;   /* the first node of an octet or more, or none */
};

struct prefix_set {
	struct node *nodes; /* (owned) */
	size_t n, room;
	uint32_t root[2]; /* by family_index() */
	struct start start[2][256];
};

static struct key
key_make(const struct ip_addr *a)
{
	struct key k;

	memcpy(k.w, a->octet, sizeof(k.w));
	k.w[0] = be64toh(k.w[0]);
	k.w[1] = be64toh(k.w[1]);
	return k;
}

static unsigned
key_bit(struct key k, unsigned at)
{
	return (unsigned)(k.w[at / 64] >> (63 - at % 64) & 1);
}

/* Returns how many leading bits are the same, 0 to 128. */
static unsigned
key_common(struct key a, struct key b)
{
	if (a.w[0] != b.w[0])
		return (unsigned)__builtin_clzll(a.w[0] ^ b.w[0]);
	if (a.w[1] != b.w[1])
		return 64 + (unsigned)__builtin_clzll(a.w[1] ^ b.w[1]);
	return 128;
}

struct prefix
prefix_make(const struct ip_addr *addr, unsigned length)
{
	struct prefix p = { .addr = *addr, .length = (uint8_t)length };
	unsigned rest = length % 8;

	assert(length <= family_bits((enum family)addr->family));
	if (length / 8 < sizeof(p.addr.octet)) {
		p.addr.octet[length / 8] &= (uint8_t)(0xff00 >> rest);
		memset(p.addr.octet + length / 8 + 1, 0,
		    sizeof(p.addr.octet) - length / 8 - 1);
	}
	return p;
}

bool
prefix_parse(const char *text, struct prefix *out)
{
	const char *slash = strchr(text, '/'), *digits;
	char host[ADDRESS_TEXT_SIZE];
	struct ip_addr addr;
	unsigned length = 0;
	size_t len = slash != NULL ? (size_t)(slash - text) : strlen(text);

	if (len >= sizeof(host))
		return false;
	memcpy(host, text, len);
	host[len] = '\0';
	if (!address_parse(host, &addr))
		return false;
	if (slash == NULL) {
		*out =
		    prefix_make(&addr, family_bits((enum family)addr.family));
		return true;
	}
	digits = slash + 1;
	len = strlen(digits);
	if (len == 0 || len > 3 || strspn(digits, "0123456789") != len)
		return false;
	for (size_t i = 0; i < len; i++)
		length = length * 10 + (unsigned)(digits[i] - '0');
	if (length > family_bits((enum family)addr.family))
		return false;
	*out = prefix_make(&addr, length);
	return true;
}

bool
prefix_contains(const struct prefix *p, const struct ip_addr *a)
{
	return p->addr.family == a->family &&
	    key_common(key_make(&p->addr), key_make(a)) >= p->length;
}

struct prefix_set *
prefix_set_new(void)
{
	struct prefix_set *set = calloc(1, sizeof(*set));

	if (set == NULL)
		return NULL;
	set->root[0] = set->root[1] = NODE_NONE;
	/* All of its octets are those of NODE_NONE. */
	memset(set->start, 0xff, sizeof(set->start));
	return set;
}

void
prefix_set_free(struct prefix_set *set)
{
	if (set == NULL)
		return;
	free(set->nodes);
	free(set);
}

/* Makes room for the two nodes that one addition takes at most. */
static bool
set_reserve(struct prefix_set *set)
{
	size_t room = set->room == 0 ? 64 : set->room * 2;
	struct node *nodes;

	if (set->n + 2 <= set->room)
		return true;
	if (room > UINT32_MAX)
		return false;
	nodes = realloc(set->nodes, room * sizeof(*nodes));
	if (nodes == NULL)
		return false;
	set->nodes = nodes;
	set->room = room;
	return true;
}

static uint32_t
node_new(struct prefix_set *set, struct key key, unsigned length, int value)
{
	assert(set->n < set->room);
	set->nodes[set->n] = (struct node){
		.key = key,
		.child = { NODE_NONE, NODE_NONE },
		.value = value,
		.length = (uint8_t)length,
	};
	return (uint32_t)set->n++;
}

static void
find_start(struct prefix_set *set, unsigned family, unsigned octet)
{
	struct key key = { .w = { (uint64_t)octet << 56 } };
	struct start *s = &set->start[family][octet];
	const struct node *n;

	s->best = NODE_NONE;
	s->at = set->root[family];
	while (s->at != NODE_NONE && (n = &set->nodes[s->at])->length < 8) {
		if (key_common(key, n->key) < n->length) {
			s->at = NODE_NONE;
			return;
		}
		if (n->value != VALUE_NONE)
			s->best = s->at;
		s->at = n->child[key_bit(key, n->length)];
	}
}

/*
 * A new fork above others changes nothing for them, so only those that the new
 * prefix contains are looked for again.
 */
static void
find_starts(struct prefix_set *set, const struct prefix *p)
{
	unsigned octet = p->addr.octet[0];
	unsigned last = octet | (p->length < 8 ? 0xffu >> p->length : 0);

	for (; octet <= last; octet++)
		find_start(
		    set, family_index((enum family)p->addr.family), octet);
}

/*
 * Walks down while the nodes contain the new prefix.  Where one does not, the
 * new prefix goes above it (a leaf that adopts it) or beside it (under a new
 * fork).  Bits of a key behind its length never matter.
 */
enum status
prefix_set_add(struct prefix_set *set, const struct prefix *p, int value,
    struct error *err)
{
	struct key key = key_make(&p->addr);
	uint32_t *at, old, new;
	unsigned common;

	assert(value >= 0);
	if (!set_reserve(set))
		return error_set(err, STATUS_NO_MEMORY,
		    "cannot add a prefix to the %zu nodes of a set: "
		    "out of memory",
		    set->n);
	at = &set->root[family_index((enum family)p->addr.family)];
	while ((old = *at) != NODE_NONE) {
		common = key_common(key, set->nodes[old].key);
		if (common > p->length)
			common = p->length;
		if (common < set->nodes[old].length)
			break;
		if (p->length == set->nodes[old].length) {
			set->nodes[old].value = value;
			find_starts(set, p);
			return STATUS_OK;
		}
		at = &set->nodes[old]
			  .child[key_bit(key, set->nodes[old].length)];
	}
	new = node_new(set, key, p->length, value);
	if (old == NODE_NONE) {
		*at = new;
	} else if (common == p->length) {
		set->nodes[new].child[key_bit(set->nodes[old].key, common)] =
		    old;
		*at = new;
	} else {
		*at = node_new(set, key, common, VALUE_NONE);
		set->nodes[*at].child[key_bit(key, common)] = new;
		set->nodes[*at].child[!key_bit(key, common)] = old;
	}
	find_starts(set, p);
	return STATUS_OK;
}

int
prefix_set_find(
    const struct prefix_set *set, const struct ip_addr *a, unsigned *length)
{
	const unsigned bits = family_bits((enum family)a->family);
	const struct start *s =
	    &set->start[family_index((enum family)a->family)][a->octet[0]];
	uint32_t at = s->at, best = s->best;
	struct key key = key_make(a);
	const struct node *n;

	for (; at != NODE_NONE; at = n->child[key_bit(key, n->length)]) {
		n = &set->nodes[at];
		if (key_common(key, n->key) < n->length)
			break;
		if (n->value != VALUE_NONE)
			best = at;
		if (n->length == bits)
			break;
	}
	if (best == NODE_NONE)
		return VALUE_NONE;
	if (length != NULL)
		*length = set->nodes[best].length;
	return set->nodes[best].value;
}
