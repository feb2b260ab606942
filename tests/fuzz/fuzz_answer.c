/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any reply, and any reply to the question that it leads on to: the first
 * octet chooses the type that was asked for, the next two the length of the
 * first message.  Nothing outside the chain gets in, caps hold, and every
 * reference to a name is given back.
 */
#undef NDEBUG /* the assertions are the test */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "prober/answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static const uint16_t types[] = { DNS_TYPE_A, DNS_TYPE_AAAA, DNS_TYPE_MX,
	DNS_TYPE_NS, DNS_TYPE_TXT, DNS_TYPE_CNAME };

static unsigned
cap(uint16_t type)
{
	switch (type) {
	case DNS_TYPE_MX:
		return ANSWER_MX_MAX;
	case DNS_TYPE_NS:
		return ANSWER_NS_MAX;
	case DNS_TYPE_CNAME:
		return 1;
	case DNS_TYPE_TXT:
		return UINT8_MAX;
	default:
		return ANSWER_ADDRESSES_MAX;
	}
}

/* Does a record of the answer section carry that name as data? */
static bool
is_data(const struct dns_msg *start, const struct name *n, uint16_t type)
{
	struct dns_name plain = name_value(n), data;
	struct dns_msg msg = *start;
	uint16_t preference;
	struct dns_rr rr;

	while (dns_msg_next(&msg, &rr)) {
		if (rr.section != DNS_SECTION_ANSWER || rr.type != type)
			continue;
		if ((type == DNS_TYPE_MX
			    ? dns_rr_mx(&msg, &rr, &preference, &data)
			    : dns_rr_name(&msg, &rr, &data)) &&
		    dns_name_equal(&data, &plain))
			return true;
	}
	return false;
}

static void
check(const struct answer *a, unsigned before, uint16_t type,
    const struct dns_msg *start)
{
	unsigned i, j;

	assert(a->n_cnames <= ANSWER_CNAMES_MAX);
	assert(a->n_items <= cap(type));
	for (i = before; i < a->n_cnames; i++) {
		assert(is_data(start, a->cnames[i], DNS_TYPE_CNAME));
		for (j = 0; j < i; j++)
			assert(a->cnames[i] != a->cnames[j]);
	}
	if (answer_holds_names(type))
		for (i = 0; i < a->n_items; i++)
			assert(is_data(start, a->items[i].name, type));
	if (type == DNS_TYPE_A || type == DNS_TYPE_AAAA)
		for (i = 0; i < a->n_items; i++)
			assert(a->items[i].addr.family ==
			    (type == DNS_TYPE_A ? FAMILY_V4 : FAMILY_V6));
	if (a->spf != NULL)
		assert(type == DNS_TYPE_TXT && strlen(a->spf) >= 6);
}

/* Reads one reply; returns the name to ask next, with its reference, or NULL.
 */
static struct name *
read_one(struct answer *a, struct names *names, struct name *about,
    uint16_t type, const uint8_t *data, size_t len)
{
	unsigned before = a->n_cnames;
	enum lookup_status status;
	enum answer_kind kind;
	struct dns_msg msg, start;

	if (dns_msg_open(&msg, data, len) != DNS_MSG_OK)
		return NULL;
	if (about == NULL)
		about = names_get(names, &msg.question.name);
	else
		name_ref(about);
	start = msg;
	kind = answer_read(a, names, about, type, &msg, &status);
	check(a, before, type, &start);
	names_put(names, about);
	switch (kind) {
	case ANSWER_COMPLETE:
		assert(!lookup_failed(status));
		assert(status != LOOKUP_OK || a->n_items > 0);
		return NULL;
	case ANSWER_CONTINUES:
		assert(a->n_cnames > before && a->n_items == 0);
		return name_ref(a->cnames[a->n_cnames - 1]);
	case ANSWER_FAILED:
		assert(lookup_failed(status));
		break;
	case ANSWER_BOGUS:
		break;
	}
	assert(a->n_cnames == before && a->n_items == 0);
	return NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct answer a = { 0 };
	struct names names = { 0 };
	struct name *next, *last;
	size_t first;
	uint16_t type;

	if (len < 3)
		return 0;
	type = types[data[0] % (sizeof(types) / sizeof(types[0]))];
	first = (size_t)(data[1] << 8 | data[2]);
	data += 3;
	len -= 3;
	if (first > len)
		first = len;
	next = read_one(&a, &names, NULL, type, data, first);
	if (next != NULL) {
		last =
		    read_one(&a, &names, next, type, data + first, len - first);
		names_put(&names, last);
		names_put(&names, next);
	}
	answer_free(&a, &names);
	assert(names.table.n == 0);
	names_free(&names);
	return 0;
}
