/* SPDX-License-Identifier: Apache-2.0 */
/* Any list of controls: what is read is sound, what is refused says why. */
#undef NDEBUG /* the assertions are the test */
#include <assert.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>

#include "prober/controls_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct control_list list;
	struct error err = { "" };
	size_t i;

	if (control_list_read(&list, data, len, &err) != STATUS_OK) {
		assert(err.text[0] != '\0' && list.item == NULL && list.n == 0);
		return 0;
	}
	assert(list.n > 0 && list.n <= CONTROLS_MAX);
	for (i = 0; i < list.n; i++) {
		const struct control *c = &list.item[i];

		assert(c->endpoint.addr.family == FAMILY_V4 ||
		    c->endpoint.addr.family == FAMILY_V6);
		assert(c->endpoint.port > 0);
		assert(c->proto == IPPROTO_TCP || c->proto == IPPROTO_UDP);
		assert(memchr(c->operator, '\0', sizeof(c->operator)) != NULL);
	}
	control_list_free(&list);
	return 0;
}
