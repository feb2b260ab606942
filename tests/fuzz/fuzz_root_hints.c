/* SPDX-License-Identifier: Apache-2.0 */
/* Any root hints: what is read is sound, what is refused says why. */
#undef NDEBUG /* the assertions are the test */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "prober/root_hints.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* Returns how many addresses the server has. */
static unsigned
check_server(const struct root_server *s)
{
	static const enum family families[2] = { FAMILY_V4, FAMILY_V6 };
	struct dns_name lower = s->name;
	unsigned i, n = 0;

	dns_name_lower(&lower);
	assert(dns_name_identical(&lower, &s->name));
	for (i = 0; i < 2; i++) {
		if (s->addr[i].family == FAMILY_NONE)
			continue;
		assert(s->addr[i].family == families[i]);
		n++;
	}
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct error err = { "" };
	struct root_hints h;
	unsigned addresses = 0;
	size_t i, j;

	if (root_hints_read(&h, data, len, &err) != STATUS_OK) {
		assert(err.text[0] != '\0');
		return 0;
	}
	assert(h.n > 0 && h.n <= ROOT_SERVERS_MAX);
	for (i = 0; i < h.n; i++) {
		addresses += check_server(&h.server[i]);
		for (j = 0; j < i; j++)
			assert(!dns_name_equal(
			    &h.server[i].name, &h.server[j].name));
	}
	assert(addresses > 0);
	return 0;
}
