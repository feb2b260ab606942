/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/input_name.h"

#include <idn2.h>
#include <stdbool.h>
#include <string.h>

#include "common/address.h"

/* 253 characters of at most four octets: no longer Unicode form can fit. */
#define UNICODE_MAX 1012

/* A piece of somebody else's text. */
struct span {
	const char *at;
	size_t len;
};

static bool
span_find(const struct span *s, char c, size_t *where)
{
	const char *p = memchr(s->at, c, s->len);

	if (p == NULL)
		return false;
	*where = (size_t)(p - s->at);
	return true;
}

static void
span_skip(struct span *s, size_t n)
{
	s->at += n;
	s->len -= n;
}

/* RFC 3986, section 3.1. */
static bool
scheme_octet(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

/* Moves past "scheme://" or "//"; returns false if there is none. */
static bool
skip_scheme(struct span *s)
{
	size_t n = 0;

	while (n < s->len && scheme_octet(s->at[n]))
		n++;
	if (n < s->len && s->at[n] == ':')
		n++;
	if (s->len - n < 2 || s->at[n] != '/' || s->at[n + 1] != '/')
		return false;
	span_skip(s, n + 2);
	return true;
}

static bool
is_address(const struct span *s)
{
	char text[ADDRESS_TEXT_SIZE];
	struct ip_addr addr;

	if (s->len >= sizeof(text))
		return false;
	memcpy(text, s->at, s->len);
	text[s->len] = '\0';
	return address_parse(text, &addr);
}

static bool
is_port(const char *digits, size_t len)
{
	unsigned port = 0;
	size_t i;

	if (len > 5)
		return false;
	for (i = 0; i < len; i++) {
		if (digits[i] < '0' || digits[i] > '9')
			return false;
		port = port * 10 + (unsigned)(digits[i] - '0');
	}
	return port <= UINT16_MAX;
}

/* Cuts the span down to the host. */
static enum input_reason
find_host(struct span *s)
{
	bool url = skip_scheme(s);
	size_t i, colon;

	for (i = 0; i < s->len; i++)
		if (strchr("/?#", s->at[i]) != NULL)
			break;
	s->len = i;
	if (span_find(s, '@', &i)) {
		if (!url)
			return INPUT_E_MAIL_ADDRESS;
		do
			span_skip(s, i + 1);
		while (span_find(s, '@', &i));
	}
	if (s->len > 0 && s->at[0] == '[')
		return INPUT_IP_ADDRESS;
	if (span_find(s, ':', &colon)) {
		if (is_address(s))
			return INPUT_IP_ADDRESS;
		if (!is_port(s->at + colon + 1, s->len - colon - 1))
			return INPUT_BAD_PORT;
		s->len = colon;
	}
	return s->len > 0 ? INPUT_FINE : INPUT_NO_HOST;
}

/* One octet of a name, in lower case; or 0 if it may not stand in one. */
static char
name_octet(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
	    c == '_' || c == '.')
		return c;
	return '\0';
}

static enum input_reason
check_label(const char *label, size_t len)
{
	if (len == 0)
		return INPUT_EMPTY_LABEL;
	if (len > DNS_LABEL_MAX)
		return INPUT_LABEL_TOO_LONG;
	if (label[0] == '-')
		return INPUT_LEADING_HYPHEN;
	return INPUT_FINE;
}

/* Checks the labels of TEXT from the first to the last. */
static enum input_reason
check_labels(const char *text)
{
	enum input_reason reason;
	const char *label = text, *dot;

	while ((dot = strchr(label, '.')) != NULL) {
		reason = check_label(label, (size_t)(dot - label));
		if (reason != INPUT_FINE)
			return reason;
		label = dot + 1;
	}
	if ((reason = check_label(label, strlen(label))) != INPUT_FINE)
		return reason;
	if (label == text)
		return INPUT_SINGLE_LABEL;
	if (label[strspn(label, "0123456789")] == '\0')
		return INPUT_NUMERIC_TLD;
	return INPUT_FINE;
}

/* An empty label or one that is too long says more than the whole length. */
static enum input_reason
too_long(const struct span *s)
{
	size_t i, label = 0;

	for (i = 0; i < s->len; i++) {
		label = s->at[i] == '.' ? 0 : label + 1;
		if (label > DNS_LABEL_MAX)
			return INPUT_LABEL_TOO_LONG;
	}
	return INPUT_NAME_TOO_LONG;
}

static enum input_reason
parse_ascii(struct span s, struct input_name *out)
{
	enum input_reason reason;
	size_t i;

	if (s.len > 0 && s.at[s.len - 1] == '.')
		s.len--;
	for (i = 0; i < s.len; i++)
		if (name_octet(s.at[i]) == '\0')
			return s.at[i] == '*' ? INPUT_WILDCARD
					      : INPUT_BAD_CHARACTER;
	if (s.len >= sizeof(out->text))
		return too_long(&s);
	for (i = 0; i < s.len; i++)
		out->text[i] = name_octet(s.at[i]);
	out->text[s.len] = '\0';
	out->len = s.len;
	reason = check_labels(out->text);
	if (reason == INPUT_NUMERIC_TLD && is_address(&s))
		return INPUT_IP_ADDRESS;
	if (reason != INPUT_FINE)
		return reason;
	if (!dns_name_from_text(out->text, &out->name))
		return INPUT_NAME_TOO_LONG;
	return INPUT_FINE;
}

static enum input_reason
idn_reason(int error)
{
	switch (error) {
	case IDN2_TOO_BIG_DOMAIN:
		return INPUT_NAME_TOO_LONG;
	case IDN2_TOO_BIG_LABEL:
	case IDN2_PUNYCODE_BIG_OUTPUT:
		return INPUT_LABEL_TOO_LONG;
	default:
		return INPUT_BAD_IDN;
	}
}

static enum input_reason
parse_unicode(struct span s, struct input_name *out)
{
	enum input_reason reason;
	char text[UNICODE_MAX + 1];
	uint8_t *ascii;
	int error;

	if (s.len > UNICODE_MAX)
		return INPUT_NAME_TOO_LONG;
	memcpy(text, s.at, s.len);
	text[s.len] = '\0';
	error = idn2_lookup_u8((const uint8_t *)text, &ascii,
	    IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
	if (error != IDN2_OK)
		return idn_reason(error);
	s.at = (const char *)ascii;
	s.len = strlen(s.at);
	reason = parse_ascii(s, out);
	idn2_free(ascii);
	return reason;
}

enum input_reason
input_name_parse(const char *text, size_t len, struct input_name *out)
{
	struct span s = { .at = text, .len = len };
	enum input_reason reason;
	size_t i;

	if ((reason = find_host(&s)) != INPUT_FINE)
		return reason;
	for (i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] > 0x7f)
			return parse_unicode(s, out);
	return parse_ascii(s, out);
}
