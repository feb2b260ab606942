/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as the text of a name.  What is accepted is a well-formed name,
 * and its text reads back as the same name in lower case.
 */
#undef NDEBUG /* a release build checks too */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/dns_name.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
check_wire(const struct dns_name *name)
{
	size_t at = 0;

	assert(name->len >= 1);
	while (name->wire[at] != 0) {
		assert(name->wire[at] <= DNS_LABEL_MAX);
		at += 1u + name->wire[at];
		assert(at < name->len);
	}
	assert(at + 1 == name->len);
}

static void
check_text(const char *text)
{
	for (; *text != '\0'; text++)
		assert(*text > ' ' && *text < 0x7f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char buf[DNS_NAME_TEXT_SIZE], again[DNS_NAME_TEXT_SIZE];
	struct dns_name name, back, parent;
	char *text = malloc(len + 1);

	assert(text != NULL);
	memcpy(text, data, len);
	text[len] = '\0';
	if (dns_name_from_text(text, &name)) {
		check_wire(&name);
		check_text(dns_name_to_text(&name, buf));
		assert(dns_name_from_text(buf, &back));
		assert(dns_name_equal(&name, &back));
		dns_name_lower(&name);
		assert(dns_name_identical(&name, &back));
		assert(strcmp(dns_name_to_text(&back, again), buf) == 0);
		if (dns_name_parent(&name, &parent)) {
			check_wire(&parent);
			assert(dns_name_within(&name, &parent));
			assert(!dns_name_within(&parent, &name));
		}
	}
	free(text);
	return 0;
}
