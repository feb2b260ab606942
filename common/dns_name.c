/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A length octet is at most 63 and so never a letter ('A' is 65): changing or
 * comparing letter case may run over all octets of a name alike.
 */
#include "common/dns_name.h"

#include <string.h>

static inline bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Octets that stand for themselves in the text we write. */
static inline bool
is_plain(uint8_t octet)
{
	return (octet >= 'a' && octet <= 'z') || is_digit((char)octet) ||
	    octet == '-' || octet == '_' || octet == '*' || octet == '/';
}

/*
 * Reads what follows a backslash, \DDD or \X, and returns the octet it means,
 * or -1; moves *TEXT past it.
 */
static int
unescape(const char **text)
{
	const char *t = *text;
	int value;

	if (t[0] == '\0')
		return -1;
	if (!is_digit(t[0])) {
		*text += 1;
		return (uint8_t)t[0];
	}
	if (!is_digit(t[1]) || !is_digit(t[2]))
		return -1;
	*text += 3;
	value = (t[0] - '0') * 100 + (t[1] - '0') * 10 + (t[2] - '0');
	return value <= UINT8_MAX ? value : -1;
}

/* Reads one label of at least one octet into WIRE + 1; returns its length. */
static size_t
label_from_text(const char **text, uint8_t wire[1 + DNS_LABEL_MAX])
{
	size_t len = 0;
	int octet;

	while (**text != '\0' && **text != '.') {
		octet = (uint8_t) * (*text)++;
		if (octet == '\\')
			octet = unescape(text);
		if (octet < 0 || len == DNS_LABEL_MAX)
			return 0;
		wire[++len] = (uint8_t)octet;
	}
	wire[0] = (uint8_t)len;
	return len;
}

bool
dns_name_from_text(const char *text, struct dns_name *out)
{
	uint8_t label[1 + DNS_LABEL_MAX];
	size_t len, used = 0;

	if (strcmp(text, ".") == 0)
		text++;
	else if (*text == '\0')
		return false;

	while (*text != '\0') {
		len = label_from_text(&text, label);
		/* One octet stays free for the root. */
		if (len == 0 || used + 1 + len >= DNS_NAME_MAX)
			return false;
		memcpy(out->wire + used, label, 1 + len);
		used += 1 + len;
		if (*text == '.')
			text++;
	}
	out->wire[used] = 0;
	out->len = (uint8_t)(used + 1);
	return true;
}

char *
dns_name_to_text(
    const struct dns_name *name, char buf[static DNS_NAME_TEXT_SIZE])
{
	const uint8_t *p = name->wire;
	char *out = buf;
	uint8_t octet;
	unsigned left;

	if (*p == 0)
		*out++ = '.';
	while ((left = *p++) > 0) {
		if (out > buf)
			*out++ = '.';
		for (; left > 0; left--) {
			octet = dns_lower(*p++);
			if (is_plain(octet)) {
				*out++ = (char)octet;
				continue;
			}
			*out++ = '\\';
			*out++ = (char)('0' + octet / 100);
			*out++ = (char)('0' + octet / 10 % 10);
			*out++ = (char)('0' + octet % 10);
		}
	}
	*out = '\0';
	return buf;
}

/*
 * Eight octets at a time.  An octet of which the low seven bits lie between
 * 'A' and 'Z' carries into its top bit in one of the two sums but not in the
 * other; its own top bit must be clear.
 */
#define EACH UINT64_C(0x0101010101010101)

static uint64_t
load(const uint8_t *p)
{
	uint64_t eight;

	memcpy(&eight, p, sizeof(eight));
	return eight;
}

/* 0x80 in each octet that is between FIRST and LAST. */
static uint64_t
between(uint64_t eight, unsigned first, unsigned last)
{
	uint64_t low = eight & 0x7f * EACH;

	return ((low + (0x80 - first) * EACH) ^ (low + (0x7f - last) * EACH)) &
	    ~eight & 0x80 * EACH;
}

static uint64_t
lower(uint64_t eight)
{
	return eight | between(eight, 'A', 'Z') >> 2;
}

void
dns_name_lower(struct dns_name *name)
{
	size_t i;
	uint64_t eight;

	for (i = 0; i + 8 <= name->len; i += 8) {
		eight = lower(load(name->wire + i));
		memcpy(name->wire + i, &eight, sizeof(eight));
	}
	for (; i < name->len; i++)
		name->wire[i] = dns_lower(name->wire[i]);
}

/* Each of the low eight bits of BITS as 0x20 in an octet of its own. */
static uint64_t
spread(uint64_t bits)
{
	/* Bit i of octet i in memory; read as one number, see load(). */
	static const uint8_t bit_of[8] = { 1, 2, 4, 8, 16, 32, 64, 128 };
	uint64_t own = (bits & 0xff) * EACH & load(bit_of);

	return (((own & 0x7f * EACH) + 0x7f * EACH) | own) >> 2 & 0x20 * EACH;
}

void
dns_name_mix_case(struct dns_name *name, uint64_t bits)
{
	uint64_t eight;
	uint8_t *p;
	size_t i;

	for (i = 0; i + 8 <= name->len; i += 8) {
		eight = lower(load(name->wire + i));
		eight ^= between(eight, 'a', 'z') >> 2 & spread(bits);
		memcpy(name->wire + i, &eight, sizeof(eight));
		bits = bits >> 8 | bits << 56;
	}
	for (; i < name->len; i++, bits >>= 1) {
		p = &name->wire[i];
		*p = dns_lower(*p);
		if (*p >= 'a' && *p <= 'z')
			*p ^= (uint8_t)((bits & 1) << 5);
	}
}

/* Compares LEN octets, the case of letters ignored. */
static bool
equal_octets(const uint8_t *a, const uint8_t *b, size_t len)
{
	size_t i;

	for (i = 0; i + 8 <= len; i += 8)
		if (lower(load(a + i)) != lower(load(b + i)))
			return false;
	for (; i < len; i++)
		if (dns_lower(a[i]) != dns_lower(b[i]))
			return false;
	return true;
}

bool
dns_name_equal(const struct dns_name *a, const struct dns_name *b)
{
	return a->len == b->len && equal_octets(a->wire, b->wire, a->len);
}

bool
dns_name_identical(const struct dns_name *a, const struct dns_name *b)
{
	return a->len == b->len && memcmp(a->wire, b->wire, a->len) == 0;
}

bool
dns_name_within(const struct dns_name *name, const struct dns_name *suffix)
{
	size_t at = 0;

	/* Only at the start of a label: notexample.nl is not below example.nl
	   though the octets at its end are the same. */
	while (name->len - at > suffix->len)
		at += 1u + name->wire[at];
	return name->len - at == suffix->len &&
	    equal_octets(name->wire + at, suffix->wire, suffix->len);
}

unsigned
dns_name_labels(const struct dns_name *name)
{
	unsigned labels = 0;
	size_t at;

	for (at = 0; name->wire[at] != 0; at += 1u + name->wire[at])
		labels++;
	return labels;
}

bool
dns_name_parent(const struct dns_name *name, struct dns_name *out)
{
	size_t drop = 1u + name->wire[0];

	if (name->wire[0] == 0)
		return false;
	out->len = (uint8_t)(name->len - drop);
	memmove(out->wire, name->wire + drop, out->len);
	return true;
}

bool
dns_name_prepend(
    const char *label, const struct dns_name *name, struct dns_name *out)
{
	size_t len = strlen(label);

	if (len == 0 || len > DNS_LABEL_MAX ||
	    1 + len + name->len > DNS_NAME_MAX)
		return false;
	memmove(out->wire + 1 + len, name->wire, name->len);
	memcpy(out->wire + 1, label, len);
	out->wire[0] = (uint8_t)len;
	out->len = (uint8_t)(1 + len + name->len);
	return true;
}
