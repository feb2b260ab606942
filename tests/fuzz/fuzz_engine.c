/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two domains, and resolvers and endpoints that do whatever the octets say.
 * Budgets hold, and all comes to an end.
 */
#include "tests/fuzz/fuzz_world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
start(struct world *w, uint8_t options)
{
	struct engine_config c = world_config(w, options);

	c.resolvers[0] = (struct resolver_config){
		.server = { world_address("2a02:898:53::53"), 53 },
		.local = world_address("2a02:898:46::1"),
		.hop = 2,
	};
	c.resolvers[1] = (struct resolver_config){
		.server = { world_address("127.0.0.1"), 53 },
		.local = world_address("127.0.0.1"),
		.hop = 3,
		.on_this_host = true,
	};
	c.n_resolvers = 1 + (options & 1);
	c.resolver_window = options & 2 ? 2 : 100;
	world_start(w, &c);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct world w = { .reply = fuzz_reply_make };

	world_init(&w, data, len);
	start(&w, cursor_u8(&w.octets));
	world_add(&w, "a.example.nl");
	world_add(&w, "www.example.nl");
	world_run(&w);
	world_end(&w, 2);
	return 0;
}
