/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/input_name.h"

#include <idn2.h>
#include <stdbool.h>
#include <string.h>

#include "common/address.h"
#include "prober/input_octets.h"

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

static bool
is_numeric(const char *label)
{
	while (*label >= '0' && *label <= '9')
		label++;
	return *label == '\0';
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

/* The label from BEGIN to END of the text is there; sets its length. */
static enum input_reason
end_label(struct input_name *out, size_t begin, size_t end)
{
	out->name.wire[begin] = (uint8_t)(end - begin);
	return check_label(out->text + begin, end - begin);
}

/*
 * Reads labels, without a final dot, into wire form and text: these are the
 * same but for one octet in front, and lengths of labels where the text has
 * dots.
 */
static enum input_reason
read_labels(const struct span *s, struct input_name *out)
{
	struct dns_name *name = &out->name;
	enum input_reason reason;
	size_t label = 0, i;

	if (s->len >= sizeof(out->text))
		return too_long(s);
	name->len = (uint8_t)(s->len + 2);
	name->wire[0] = name->wire[s->len + 1] = 0;
	memcpy(name->wire + 1, s->at, s->len);
	dns_name_lower(name);
	memcpy(out->text, name->wire + 1, s->len + 1);
	out->len = s->len;
	for (i = 0; i < s->len; i++)
		if (out->text[i] == '.') {
			reason = end_label(out, label, i);
			if (reason != INPUT_FINE)
				return reason;
			label = i + 1;
		}
	if ((reason = end_label(out, label, i)) != INPUT_FINE)
		return reason;
	if (label == 0)
		return INPUT_SINGLE_LABEL;
	return is_numeric(out->text + label) ? INPUT_NUMERIC_TLD : INPUT_FINE;
}

/* OCTETS is what there is in the span. */
static enum input_reason
parse_ascii(struct span s, unsigned octets, struct input_name *out)
{
	enum input_reason reason;
	size_t i = 0;

	if (octets & ~(unsigned)INPUT_OCTETS_NAME) {
		while (input_octets(s.at + i, 1) == INPUT_OCTETS_NAME)
			i++;
		return s.at[i] == '*' ? INPUT_WILDCARD : INPUT_BAD_CHARACTER;
	}
	if (s.len > 0 && s.at[s.len - 1] == '.')
		s.len--;
	reason = read_labels(&s, out);
	return reason == INPUT_NUMERIC_TLD && is_address(&s) ? INPUT_IP_ADDRESS
							     : reason;
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
	reason = parse_ascii(s, input_octets(s.at, s.len), out);
	idn2_free(ascii);
	return reason;
}

enum input_reason
input_name_parse_of(
    const char *text, size_t len, unsigned octets, struct input_name *out)
{
	struct span s = { .at = text, .len = len };
	enum input_reason reason;

	/* Most names are a host and nothing else. */
	if (octets != INPUT_OCTETS_NAME) {
		if ((reason = find_host(&s)) != INPUT_FINE)
			return reason;
		octets = input_octets(s.at, s.len);
	}
	return octets & INPUT_OCTETS_HIGH ? parse_unicode(s, out)
					  : parse_ascii(s, octets, out);
}

enum input_reason
input_name_parse(const char *text, size_t len, struct input_name *out)
{
	return input_name_parse_of(text, len, input_octets(text, len), out);
}
