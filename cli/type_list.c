/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/type_list.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "cli/safe_text.h"
#include "common/dns_msg.h"

/* RFC 6895 section 3.1: from here on meta-types and QTYPEs. */
#define META_FIRST 128
#define META_LAST  255

static const uint16_t named[] = { DNS_TYPE_A, DNS_TYPE_AAAA, DNS_TYPE_NS,
	DNS_TYPE_CNAME, DNS_TYPE_SOA, DNS_TYPE_PTR, DNS_TYPE_MX, DNS_TYPE_TXT,
	DNS_TYPE_DNAME };

static bool
is_of_records(unsigned type)
{
	return type > 0 && type <= UINT16_MAX && type != DNS_TYPE_OPT &&
	    (type < META_FIRST || type > META_LAST);
}

/* Returns 0 for what is no type of records. */
static uint16_t
find_type(const char *word, size_t len)
{
	unsigned number = 0;
	const char *name;
	char buf[16];
	size_t i;

	for (i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
		name = dns_type_name(named[i], buf);
		if (strlen(name) == len && strncasecmp(name, word, len) == 0)
			return named[i];
	}
	if (len <= 4 || len > 9 || strncasecmp(word, "TYPE", 4) != 0)
		return 0;
	for (i = 4; i < len; i++) {
		if (word[i] < '0' || word[i] > '9')
			return 0;
		number = number * 10 + (unsigned)(word[i] - '0');
	}
	return is_of_records(number) ? (uint16_t)number : 0;
}

static bool
has(const struct type_list *l, uint16_t type)
{
	unsigned i;

	for (i = 0; i < l->n; i++)
		if (l->type[i] == type)
			return true;
	return false;
}

enum status
type_list_parse(struct type_list *l, const char *text, struct error *err)
{
	char safe[SAFE_TEXT_SIZE(20)];
	uint16_t type;
	size_t len;

	for (l->n = 0;; text += len + 1) {
		len = strcspn(text, ",");
		type = find_type(text, len);
		if (type == 0 || has(l, type) || l->n == TYPE_LIST_MAX)
			return error_set(err, STATUS_USAGE, "--type: \"%s\" %s",
			    safe_text(safe, sizeof(safe), text, len),
			    type == 0 ? "is no type of records, such as "
					"A, AAAA, MX or TYPE65"
				: has(l, type) ? "is there twice"
					       : "is one type too many");
		l->type[l->n++] = type;
		if (text[len] == '\0')
			return STATUS_OK;
	}
}
