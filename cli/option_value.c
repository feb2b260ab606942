/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/option_value.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/safe_text.h"

#define SECOND_NS 1000000000U
#define DNS_PORT  53

/* Every JSON reader keeps a whole number up to here as it is. */
#define SEED_MAX ((UINT64_C(1) << 53) - 1)

static const void *
place(const struct option_def *def, const void *target)
{
	return (const char *)target + def->offset;
}

static enum status
refuse(const struct option_def *def, const char *text, const char *wanted,
    struct error *err)
{
	char safe[SAFE_TEXT_SIZE(40)];

	return error_set(err, STATUS_USAGE, "--%s: \"%s\" is not %s", def->name,
	    safe_text(safe, sizeof(safe), text, strlen(text)), wanted);
}

/* Digits alone, no sign, no space; *END is behind them. */
static bool
read_digits(const char *text, uint64_t *value, const char **end)
{
	char *stop;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	*value = strtoull(text, &stop, 10);
	*end = stop;
	return errno == 0;
}

static uint64_t
suffix_factor(const char **end)
{
	switch (**end) {
	case 'k':
	case 'K':
		(*end)++;
		return 1000;
	case 'M':
		(*end)++;
		return 1000000;
	default:
		return 1;
	}
}

static enum status
set_count(const struct option_def *def, const char *text, uint32_t *out,
    struct error *err)
{
	uint64_t value, factor;
	char wanted[80];
	const char *end;

	if (read_digits(text, &value, &end)) {
		factor = suffix_factor(&end);
		if (*end == '\0' && value <= UINT32_MAX &&
		    value * factor >= def->min && value * factor <= def->max) {
			*out = (uint32_t)(value * factor);
			return STATUS_OK;
		}
	}
	(void)snprintf(wanted, sizeof(wanted),
	    "a whole number from %" PRIu32 " to %" PRIu32, def->min, def->max);
	return refuse(def, text, wanted, err);
}

/* "12", "0.5", "12.000000001": no exponent, no sign. */
static bool
read_seconds(const char *text, uint32_t max_s, uint64_t *ns)
{
	uint64_t whole, part = 0, unit = SECOND_NS;
	const char *end;

	if (!read_digits(text, &whole, &end) || whole > max_s)
		return false;
	if (*end == '.')
		for (end++; *end >= '0' && *end <= '9' && unit > 1; end++) {
			unit /= 10;
			part += unit * (uint64_t)(*end - '0');
		}
	*ns = whole * SECOND_NS + part;
	return *end == '\0' && *ns <= (uint64_t)max_s * SECOND_NS;
}

static enum status
set_seconds(const struct option_def *def, const char *text, uint64_t *out,
    struct error *err)
{
	char wanted[80];
	uint64_t ns;

	if (read_seconds(text, def->max, &ns) &&
	    ns >= (uint64_t)def->min * SECOND_NS) {
		*out = ns;
		return STATUS_OK;
	}
	(void)snprintf(wanted, sizeof(wanted),
	    "a time from %" PRIu32 " to %" PRIu32 " seconds", def->min,
	    def->max);
	return refuse(def, text, wanted, err);
}

static enum status
set_seed(const struct option_def *def, const char *text,
    struct option_seed *out, struct error *err)
{
	const char *end;

	if (!read_digits(text, &out->value, &end) || *end != '\0' ||
	    out->value > SEED_MAX)
		return refuse(
		    def, text, "a whole number from 0 to 2^53-1", err);
	out->given = true;
	return STATUS_OK;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static enum status
set_mac(const struct option_def *def, const char *text, struct option_mac *out,
    struct error *err)
{
	struct option_mac mac = { .given = true };
	bool good = strlen(text) == 3 * OPTIONS_MAC_OCTETS - 1;
	int high, low;
	size_t i;

	for (i = 0; good && i < OPTIONS_MAC_OCTETS; i++) {
		high = hex_digit(text[3 * i]);
		low = hex_digit(text[3 * i + 1]);
		good = high >= 0 && low >= 0 &&
		    (i == OPTIONS_MAC_OCTETS - 1 || text[3 * i + 2] == ':' ||
			text[3 * i + 2] == '-');
		mac.octet[i] = (uint8_t)(high << 4 | low);
	}
	if (!good)
		return refuse(def, text,
		    "a link-layer address such as 02:00:5e:10:00:01", err);
	*out = mac;
	return STATUS_OK;
}

static enum status
set_choice(const struct option_def *def, const char *text, const char **out,
    struct error *err)
{
	const char *word = def->metavar;
	char wanted[80];
	size_t len;

	for (;;) {
		len = strcspn(word, "|");
		if (strlen(text) == len && strncmp(word, text, len) == 0) {
			*out = text;
			return STATUS_OK;
		}
		if (word[len] == '\0')
			break;
		word += len + 1;
	}
	(void)snprintf(wanted, sizeof(wanted), "one of %s", def->metavar);
	return refuse(def, text, wanted, err);
}

/* Appends an item of SIZE octets to a list, whatever its type. */
static enum status
append(
    void **items, size_t *n, const void *item, size_t size, struct error *err)
{
	char *bigger = realloc(*items, (*n + 1) * size);

	if (bigger == NULL)
		return error_set(err, STATUS_NO_MEMORY,
		    "cannot read the options: no memory");
	memcpy(bigger + *n * size, item, size);
	*items = bigger;
	(*n)++;
	return STATUS_OK;
}

static enum status
add_address(const struct option_def *def, const char *text,
    struct option_addresses *list, struct error *err)
{
	enum status status;
	struct ip_addr addr;
	void *items = list->item;

	if (!address_parse(text, &addr))
		return refuse(def, text, "an IPv4 or IPv6 address", err);
	status = append(&items, &list->n, &addr, sizeof(addr), err);
	list->item = items;
	return status;
}

static enum status
add_prefix(const struct option_def *def, const char *text,
    struct option_prefixes *list, struct error *err)
{
	enum status status;
	struct prefix prefix;
	void *items = list->item;

	if (!prefix_parse(text, &prefix))
		return refuse(def, text,
		    "a prefix such as 2001:db8::/32 or 192.0.2.0/24", err);
	status = append(&items, &list->n, &prefix, sizeof(prefix), err);
	list->item = items;
	return status;
}

static bool
read_port(const char *text, uint16_t *port)
{
	const char *end;
	uint64_t value;

	if (!read_digits(text, &value, &end) || *end != '\0' || value == 0 ||
	    value > UINT16_MAX)
		return false;
	*port = (uint16_t)value;
	return true;
}

/* Finds the character before the port, or NULL; cuts brackets off *ADDR. */
static char *
find_port(char **addr)
{
	char *text = *addr, *end = strchr(text, ']');

	if (text[0] != '[' || end == NULL) {
		if (strchr(text, '#') != NULL)
			return strchr(text, '#');
		/* One colon follows IPv4; IPv6 alone has more. */
		end = strchr(text, ':');
		return end == strrchr(text, ':') ? end : NULL;
	}
	*addr = text + 1;
	*end++ = '\0';
	return *end != '\0' ? end : NULL;
}

static bool
read_server(const char *text, struct endpoint *out)
{
	char buf[ADDRESS_TEXT_SIZE + 16], *addr = buf, *port;

	if (strlen(text) >= sizeof(buf))
		return false;
	(void)strcpy(buf, text);
	out->port = DNS_PORT;
	if ((port = find_port(&addr)) != NULL) {
		if (*port != ':' && *port != '#')
			return false;
		*port = '\0';
		if (!read_port(port + 1, &out->port))
			return false;
	}
	return address_parse(addr, &out->addr);
}

static enum status
add_server(const struct option_def *def, const char *text,
    struct option_servers *list, struct error *err)
{
	struct endpoint server;
	enum status status;
	void *items = list->item;

	if (!read_server(text, &server))
		return refuse(def, text,
		    "a server such as 192.0.2.53, 2001:db8::53, "
		    "192.0.2.53#5353 or [2001:db8::53]:5353",
		    err);
	status = append(&items, &list->n, &server, sizeof(server), err);
	list->item = items;
	return status;
}

enum status
option_value_set(const struct option_def *def, const char *text, void *target,
    struct error *err)
{
	void *at = (char *)target + def->offset;

	switch (def->type) {
	case OPTION_FLAG:
		*(bool *)at = true;
		return STATUS_OK;
	case OPTION_STRING:
		if (text[0] == '\0')
			return refuse(def, text, "a value", err);
		*(const char **)at = text;
		return STATUS_OK;
	case OPTION_CHOICE:
		return set_choice(def, text, at, err);
	case OPTION_COUNT:
		return set_count(def, text, at, err);
	case OPTION_SECONDS:
		return set_seconds(def, text, at, err);
	case OPTION_SEED:
		return set_seed(def, text, at, err);
	case OPTION_MAC:
		return set_mac(def, text, at, err);
	case OPTION_ADDRESSES:
		return add_address(def, text, at, err);
	case OPTION_PREFIXES:
		return add_prefix(def, text, at, err);
	case OPTION_SERVERS:
		return add_server(def, text, at, err);
	}
	return STATUS_OK;
}

void
option_value_free(const struct option_def *def, void *target)
{
	void *at = (char *)target + def->offset;

	switch (def->type) {
	case OPTION_ADDRESSES:
		free(((struct option_addresses *)at)->item);
		*(struct option_addresses *)at = (struct option_addresses){ 0 };
		break;
	case OPTION_PREFIXES:
		free(((struct option_prefixes *)at)->item);
		*(struct option_prefixes *)at = (struct option_prefixes){ 0 };
		break;
	case OPTION_SERVERS:
		free(((struct option_servers *)at)->item);
		*(struct option_servers *)at = (struct option_servers){ 0 };
		break;
	default:
		break;
	}
}

size_t
option_value_count(const struct option_def *def, const void *target)
{
	const void *at = place(def, target);

	switch (def->type) {
	case OPTION_STRING:
	case OPTION_CHOICE:
		return *(const char *const *)at != NULL;
	case OPTION_SEED:
		return ((const struct option_seed *)at)->given;
	case OPTION_MAC:
		return ((const struct option_mac *)at)->given;
	case OPTION_ADDRESSES:
		return ((const struct option_addresses *)at)->n;
	case OPTION_PREFIXES:
		return ((const struct option_prefixes *)at)->n;
	case OPTION_SERVERS:
		return ((const struct option_servers *)at)->n;
	default:
		return 1;
	}
}

static void
seconds_text(uint64_t ns, char buf[static OPTION_TEXT_SIZE])
{
	int len = snprintf(buf, OPTION_TEXT_SIZE, "%" PRIu64 ".%09" PRIu64,
	    ns / SECOND_NS, ns % SECOND_NS);

	while (buf[len - 1] == '0')
		buf[--len] = '\0';
	if (buf[len - 1] == '.')
		buf[len - 1] = '\0';
}

static void
mac_text(const struct option_mac *mac, char buf[static OPTION_TEXT_SIZE])
{
	const uint8_t *o = mac->octet;

	(void)snprintf(buf, OPTION_TEXT_SIZE, "%02x:%02x:%02x:%02x:%02x:%02x",
	    o[0], o[1], o[2], o[3], o[4], o[5]);
}

static void
prefix_text(const struct prefix *p, char buf[static OPTION_TEXT_SIZE])
{
	char addr[ADDRESS_TEXT_SIZE];

	(void)snprintf(buf, OPTION_TEXT_SIZE, "%s/%u",
	    address_format(&p->addr, addr), p->length);
}

static void
server_text(const struct endpoint *e, char buf[static OPTION_TEXT_SIZE])
{
	char addr[ADDRESS_TEXT_SIZE];

	(void)snprintf(buf, OPTION_TEXT_SIZE, "%s#%u",
	    address_format(&e->addr, addr), e->port);
}

const char *
option_value_text(const struct option_def *def, const void *target, size_t i,
    char buf[static OPTION_TEXT_SIZE])
{
	const void *at = place(def, target);

	switch (def->type) {
	case OPTION_FLAG:
		return *(const bool *)at ? "true" : "false";
	case OPTION_STRING:
	case OPTION_CHOICE:
		return *(const char *const *)at;
	case OPTION_COUNT:
		(void)snprintf(
		    buf, OPTION_TEXT_SIZE, "%" PRIu32, *(const uint32_t *)at);
		break;
	case OPTION_SECONDS:
		seconds_text(*(const uint64_t *)at, buf);
		break;
	case OPTION_SEED:
		(void)snprintf(buf, OPTION_TEXT_SIZE, "%" PRIu64,
		    ((const struct option_seed *)at)->value);
		break;
	case OPTION_MAC:
		mac_text(at, buf);
		break;
	case OPTION_ADDRESSES:
		(void)address_format(
		    &((const struct option_addresses *)at)->item[i], buf);
		break;
	case OPTION_PREFIXES:
		prefix_text(
		    &((const struct option_prefixes *)at)->item[i], buf);
		break;
	case OPTION_SERVERS:
		server_text(&((const struct option_servers *)at)->item[i], buf);
		break;
	}
	return buf;
}
