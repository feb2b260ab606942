/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as a domain line: refused with an error, or a record that can
 * be judged and that survives being written and read again.
 */
#include <stdlib.h>
#include <string.h>

#include "analysis/classify.h"
#include "analysis/record_json.h"
#include "analysis/record_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
write_line(struct json_writer *w, const struct record_domain *d)
{
	static const struct classify_options options = { POLICY_BOTH };
	struct verdict v;

	classify(d, &options, &v);
	json_writer_init(w);
	record_json_write(w, d, &v);
	if (!json_writer_ok(w))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct json_writer first, second;
	struct record_domain d, back;
	struct arena arena;
	struct error err;

	arena_init(&arena, 4096);
	if (record_read((const char *)data, len, 1, &arena, &d, &err) ==
	    STATUS_OK) {
		write_line(&first, &d);
		if (record_read(first.buf, first.len, 2, &arena, &back, &err) !=
		    STATUS_OK)
			abort();
		write_line(&second, &back);
		if (first.len != second.len ||
		    memcmp(first.buf, second.buf, first.len) != 0)
			abort();
		json_writer_free(&first);
		json_writer_free(&second);
	}
	arena_free(&arena);
	return 0;
}
