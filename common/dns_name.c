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

static char *
put_escaped(char *out, uint8_t octet)
{
	*out++ = '\\';
	*out++ = (char)('0' + octet / 100);
	*out++ = (char)('0' + octet / 10 % 10);
	*out++ = (char)('0' + octet % 10);
	return out;
}

/* What stands for an octet in the text we write; 0: an escape does. */
/* clang-format off */
static const char plain[256] = {
	['*'] = '*', ['-'] = '-', ['/'] = '/', ['_'] = '_',
	['0'] = '0', '1', '2', '3', '4', '5', '6', '7', '8', '9',
	['A'] = 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm',
	'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z',
	['a'] = 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm',
	'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z',
};
/* clang-format on */

/* Writes a label, and returns the end of it. */
static char *
put_label(char *out, const uint8_t *label, unsigned len)
{
	bool odd = false;
	unsigned i;

	for (i = 0; i < len; i++) {
		out[i] = plain[label[i]];
		odd |= out[i] == '\0';
	}
	if (!odd)
		return out + len;
	for (i = 0; i < len; i++)
		if (plain[label[i]] != '\0')
			*out++ = plain[label[i]];
		else
			out = put_escaped(out, label[i]);
	return out;
}

size_t
dns_wire_to_text(const uint8_t *wire, char *buf)
{
	char *out = buf;

	if (*wire == 0)
		*out++ = '.';
	for (; *wire != 0; wire += 1 + *wire) {
		if (out > buf)
			*out++ = '.';
		out = put_label(out, wire + 1, *wire);
	}
	*out = '\0';
	return (size_t)(out - buf);
}

char *
dns_name_to_text(
    const struct dns_name *name, char buf[static DNS_NAME_TEXT_SIZE])
{
	(void)dns_wire_to_text(name->wire, buf);
	return buf;
}

#define EACH UINT64_C(0x0101010101010101)

static inline uint64_t
load(const uint8_t *p)
{
	uint64_t eight;

	memcpy(&eight, p, sizeof(eight));
	return eight;
}

/*
 * 0x20, what tells small from capital, in each octet that is a letter.  Eight
 * octets at a time: an octet of which the low seven bits, made small, lie
 * between 'a' and 'z' carries into its top bit in one of the two sums but not
 * in the other; its own top bit must be clear.
 */
static inline uint64_t
letters(uint64_t eight)
{
	uint64_t small = (eight | 0x20 * EACH) & 0x7f * EACH;
	uint64_t from_a = small + (0x80 - 'a') * EACH;
	uint64_t past_z = small + (0x7f - 'z') * EACH;

	return ((from_a ^ past_z) & ~eight & 0x80 * EACH) >> 2;
}

static inline void
store_lower(uint8_t *out, const uint8_t *p)
{
	uint64_t eight = load(p);

	eight |= letters(eight);
	memcpy(out, &eight, sizeof(eight));
}

/*
 * What does not fill eight octets at the end is done with those before it
 * once more, which changes nothing.
 */
void
dns_name_copy_lower(struct dns_name *out, const struct dns_name *name)
{
	size_t len = name->len, i;

	out->len = name->len;
	if (len < 8) {
		for (i = 0; i < len; i++)
			out->wire[i] = dns_lower(name->wire[i]);
		return;
	}
	for (i = 0; i + 8 < len; i += 8)
		store_lower(out->wire + i, name->wire + i);
	store_lower(out->wire + len - 8, name->wire + len - 8);
}

/* Eight octets, each letter small or not by the bit that lies over its 0x20. */
static inline void
store_mixed(uint8_t *out, const uint8_t *p, uint64_t bits)
{
	uint64_t eight = load(p), any = letters(eight);

	eight = (eight | any) ^ (any & bits);
	memcpy(out, &eight, sizeof(eight));
}

/* Each turn of BITS brings eight others over the letters. */
void
dns_wire_mix_case(uint8_t *out, const uint8_t *wire, size_t len, uint64_t bits)
{
	uint8_t few[8] = { 0 };
	size_t i;

	if (len < 8) {
		memcpy(few, wire, len);
		store_mixed(few, few, bits);
		memcpy(out, few, len);
		return;
	}
	for (i = 0; i + 8 < len; i += 8) {
		store_mixed(out + i, wire + i, bits);
		bits = bits >> 1 | bits << 63;
	}
	store_mixed(out + len - 8, wire + len - 8, bits);
}

/* They differ in nothing but the case of letters. */
static inline bool
equal_eight(uint64_t a, uint64_t b)
{
	return ((a ^ b) & ~letters(a)) == 0;
}

bool
dns_wire_equal(const uint8_t *a, const uint8_t *b, size_t len)
{
	size_t i;

	if (len < 8) {
		for (i = 0; i < len; i++)
			if (dns_lower(a[i]) != dns_lower(b[i]))
				return false;
		return true;
	}
	for (i = 0; i + 8 < len; i += 8)
		if (!equal_eight(load(a + i), load(b + i)))
			return false;
	return equal_eight(load(a + len - 8), load(b + len - 8));
}

bool
dns_name_equal(const struct dns_name *a, const struct dns_name *b)
{
	return a->len == b->len && dns_wire_equal(a->wire, b->wire, a->len);
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
	    dns_wire_equal(name->wire + at, suffix->wire, suffix->len);
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
