/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/sim_controls.h"

#include <netinet/in.h>

#include "tests/sim/sim_address.h"

#define INDEX_FIRST 0xf0000 /* hosts of domains stay far below */
#define PER_KIND \
	(SIM_CONTROLS_ALIVE + SIM_CONTROLS_DEAD + SIM_CONTROLS_NEGATIVE)

/* The dead ones are among the first to be asked. */
static bool
is_alive(unsigned i)
{
	return i % 2 == 0 || i > 2 * SIM_CONTROLS_DEAD;
}

static void
make_kind(struct control *list, enum family family, uint8_t proto,
    uint16_t port, uint32_t first)
{
	const bool dns = proto == IPPROTO_UDP;
	unsigned i;

	for (i = 0; i < PER_KIND; i++) {
		enum sim_behaviour b = dns ? SIM_NS_SILENT : SIM_SILENT;
		bool negative = i >= PER_KIND - SIM_CONTROLS_NEGATIVE;

		if (!negative && is_alive(i))
			b = dns ? SIM_NS_OK : SIM_OPEN;
		list[i] = (struct control){
			.endpoint = { sim_address(family, b, first + i, 0),
			    port },
			.proto = proto,
			.expect_answer = !negative,
		};
	}
}

void
sim_controls_make(struct control list[static SIM_CONTROLS])
{
	static const uint16_t ports[] = { 53, 80, 443, 25 };
	uint32_t index = INDEX_FIRST;
	unsigned i, j;

	for (i = 0; i < 2; i++)
		for (j = 0; j < 4; j++, index += PER_KIND, list += PER_KIND)
			make_kind(list, i == 0 ? FAMILY_V4 : FAMILY_V6,
			    ports[j] == 53 ? IPPROTO_UDP : IPPROTO_TCP,
			    ports[j], index);
}

bool
sim_controls_has(const struct ip_addr *a)
{
	uint32_t index;

	return sim_address_read(a, &index) != SIM_NONE && index >= INDEX_FIRST;
}
