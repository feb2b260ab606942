/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any reply, as `probe dns` shows it: every record that counts is kept, what
 * was kept can be read back, and the line is printable ASCII and JSON.
 *
 * The first octet chooses the type that was asked for, the second whether the
 * reply is a resolver's or a name server's own.
 */
#undef NDEBUG /* the assertions are the test */
#include <assert.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "cli/probe_answer.h"
#include "prober/answer_records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static const uint16_t types[] = { DNS_TYPE_A, DNS_TYPE_AAAA, DNS_TYPE_MX,
	DNS_TYPE_NS, DNS_TYPE_TXT, DNS_TYPE_CNAME, DNS_TYPE_SOA, DNS_TYPE_PTR,
	DNS_TYPE_DNAME, 65 };

/* Returns how many there are. */
static unsigned
check_records(const struct answer *a, uint16_t type)
{
	unsigned n = 0, wanted = 0, aliases = 0;
	struct answer_record r;
	size_t at = 0;

	for (; answer_records_next(a, &at, &r); n++) {
		assert(at <= a->records_len);
		assert(r.owner > a->records && r.rdata > r.owner);
		assert(dns_wire_octets(r.owner) <= DNS_NAME_MAX);
		assert(r.type == type || r.type == DNS_TYPE_CNAME);
		wanted += r.type == type;
		aliases += r.type == DNS_TYPE_CNAME;
	}
	assert(at == a->records_len);
	assert(wanted >= a->n_items);
	/* A server that makes one of a DNAME may leave it out. */
	assert(aliases + 1 >= a->n_cnames);
	return n;
}

static void
check_line(const struct engine_answer *answer, unsigned records)
{
	const json_t *answers;
	struct json_writer w;
	json_t *line;
	size_t i;

	json_writer_init(&w);
	json_writer_object(&w, NULL);
	probe_answer_write(&w, "X", answer, false, 0);
	json_writer_end(&w);
	assert(json_writer_ok(&w) && w.depth == 0);
	for (i = 0; i < w.len; i++)
		assert(w.buf[i] >= ' ' && w.buf[i] <= '~');
	line = json_loadb(w.buf, w.len, JSON_REJECT_DUPLICATES, NULL);
	assert(line != NULL);
	answers = json_object_get(
	    json_object_get(json_object_get(line, "X"), "data"), "answers");
	assert(json_is_array(answers) && json_array_size(answers) == records);
	json_decref(line);
	json_writer_free(&w);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const struct dns_name root = { .len = 1 };
	struct answer a = { .keeps_records = true };
	struct engine_answer answer = { .answer = &a };
	struct names names = { 0 };
	struct name *about;
	struct dns_msg msg;
	uint16_t type;

	if (len < 2 || dns_msg_open(&msg, data + 2, len - 2) != DNS_MSG_OK)
		return 0;
	type = types[data[0] % (sizeof(types) / sizeof(types[0]))];
	about = names_get(&names, &msg.question.name);
	if (data[1] % 2 == 0)
		(void)answer_read(
		    &a, &names, about, type, &msg, &answer.status);
	else
		(void)answer_read_own(
		    &a, &names, about, type, &root, &msg, &answer.status);
	check_line(&answer, check_records(&a, type));
	names_put(&names, about);
	answer_free(&a, &names);
	assert(a.keeps_records && a.records == NULL);
	assert(names.table.n == 0);
	names_free(&names);
	return 0;
}
