/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any list of domains: every line ends in exactly one counter, every target
 * reads as itself, and a second reading gives the same.
 */
#undef NDEBUG /* the assertions are the test */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "prober/input_list.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
check_target(const struct input_item *item)
{
	struct input_name again;

	assert(item->name.len == strlen(item->name.text));
	assert(item->name.len > 0 && item->name.len <= 253);
	assert(input_name_parse(item->name.text, item->name.len, &again) ==
	    INPUT_FINE);
	assert(strcmp(again.text, item->name.text) == 0);
	assert(dns_name_identical(&again.name, &item->name.name));
	assert(dns_name_labels(&again.name) >= 2);
	assert(strlen(item->group) <= INPUT_TEXT_MAX);
	assert(strlen(item->organisation) <= INPUT_TEXT_MAX);
	assert(item->declared >= 1 && item->declared <= DECLARED_ALL);
}

static void
check_item(
    enum input_kind kind, const struct input_item *item, uint32_t last_line)
{
	assert(item->line > last_line);
	switch (kind) {
	case INPUT_TARGET:
		assert(item->first_line == item->line);
		check_target(item);
		break;
	case INPUT_DUPLICATE:
		assert(item->first_line < item->line);
		check_target(item);
		break;
	case INPUT_ERROR:
		assert(item->reason > INPUT_FINE &&
		    item->reason < INPUT_REASON_COUNT);
		assert(input_reason_name(item->reason) != NULL);
		assert(input_reason_text(item->reason) != NULL);
		assert(item->given_len <= 256);
		break;
	default:
		abort();
	}
}

/* LF ends a line; what follows the last one is a line if there is any. */
static uint64_t
count_lines(const uint8_t *data, size_t len)
{
	uint64_t lines = 0;
	size_t i;

	if (len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0) {
		data += 3;
		len -= 3;
	}
	for (i = 0; i < len; i++)
		lines += data[i] == '\n';
	return lines + (len > 0 && data[len - 1] != '\n');
}

static struct input_counts
read_list(struct input_list *list)
{
	struct input_counts counts;
	struct input_item item;
	enum input_kind kind;
	struct error err;
	uint32_t line = 0;

	while ((kind = input_list_next(list, &item, &err)) != INPUT_END) {
		check_item(kind, &item, line);
		line = item.line;
	}
	input_list_counts(list, &counts);
	assert(counts.lines ==
	    counts.targets + counts.errors + counts.duplicates +
		counts.ignored);
	return counts;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct input_counts first, second;
	struct input_list *list;
	struct error err;

	err.text[0] = '\0';
	if (input_list_open_memory(&list, data, len, &err) != STATUS_OK) {
		assert(err.text[0] != '\0');
		return 0;
	}
	first = read_list(list);
	assert(first.lines == count_lines(data, len));
	assert(input_list_rewind(list, &err) == STATUS_OK);
	second = read_list(list);
	assert(memcmp(&first, &second, sizeof(first)) == 0);
	input_list_close(list);
	return 0;
}
