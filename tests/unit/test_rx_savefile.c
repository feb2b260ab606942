/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <setjmp.h>

#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "capture/rx.h"
#include "tests/unit/frames.h"

#define MAGIC_NANOSECONDS 0xa1b23c4d
#define LINKTYPE_NULL     0
#define LINKTYPE_ETHERNET 1
#define LINKTYPE_RAW      101
#define LINKTYPE_IPV6     229
#define FRAMES            5

/* What the callback saw. */
struct seen {
	unsigned n;
	struct decode_input last;
	uint64_t at_ns[FRAMES];
	enum decode_result result[FRAMES];
};

static void
on_frame(void *arg, const struct decode_input *in)
{
	struct seen *s = arg;
	struct response r;

	assert_true(s->n < FRAMES);
	s->last = *in;
	s->at_ns[s->n] = in->at_ns;
	s->result[s->n++] = decode_frame(in, &r);
}

/* Writes a file of FRAMES frames; the fourth has a partial checksum, the
 * fifth a wrong one. */
static void
write_file(int fd, uint32_t link)
{
	const uint32_t header[6] = { MAGIC_NANOSECONDS, 2 | 4 << 16, 0, 0,
		65535, link };
	struct endpoint from = { .port = 53 }, to = { .port = 20000 };
	struct frame inner, packet;

	assert_true(address_parse("2001:db8::1", &from.addr));
	assert_true(address_parse("2001:db8::2", &to.addr));
	assert_int_equal(ftruncate(fd, 0), 0);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_int_equal(write(fd, header, sizeof(header)), sizeof(header));
	for (uint32_t i = 0; i < FRAMES; i++) {
		uint32_t record[4] = { 1000, 123456789 + i, 0, 0 };

		inner = frame_udp(&from, &to, "hello", 5);
		if (i == 3)
			frame_set16(&inner, 6,
			    naive_pseudo(
				&from.addr, &to.addr, IPPROTO_UDP, inner.len));
		if (i == 4)
			inner.octet[8] ^= 1;
		packet = frame_ip(&from, &to, IPPROTO_UDP, &inner);
		if (link == LINKTYPE_ETHERNET)
			packet = frame_ethernet(&packet);
		record[2] = record[3] = (uint32_t)packet.len;
		assert_int_equal(
		    write(fd, record, sizeof(record)), sizeof(record));
		assert_int_equal(
		    write(fd, packet.octet, packet.len), packet.len);
	}
}

static void
check_file(const char *path, enum link_type want)
{
	struct seen seen = { 0 };
	struct rx_stats stats;
	struct error err;
	struct rx *rx;

	assert_int_equal(rx_savefile_open(&rx, path, &err), STATUS_OK);
	assert_int_equal(rx->ops->fd(rx), -1);
	assert_int_equal(rx_poll(rx, 2, on_frame, &seen), 2);
	assert_int_equal(rx_poll(rx, 100, on_frame, &seen), FRAMES - 2);
	assert_int_equal(rx_poll(rx, 100, on_frame, &seen), -1);
	assert_int_equal(rx_poll(rx, 100, on_frame, &seen), -1);
	assert_int_equal(seen.n, FRAMES);
	assert_int_equal(seen.last.link, want);
	assert_int_equal(seen.last.wire, seen.last.captured);
	for (unsigned i = 0; i < FRAMES; i++) {
		assert_int_equal(seen.at_ns[i], UINT64_C(1000123456789) + i);
		assert_int_equal(
		    seen.result[i], i == 4 ? DECODE_BAD_CHECKSUM : DECODE_OK);
	}
	rx->ops->stats(rx, &stats);
	assert_int_equal(stats.received, FRAMES);
	assert_int_equal(stats.dropped + stats.if_dropped, 0);
	rx->ops->close(rx);
}

static void
test_files(void **unused)
{
	char path[] = "/tmp/reach46-savefile-XXXXXX";
	int fd = mkstemp(path);
	struct error err;
	struct rx *rx;

	(void)unused;
	assert_true(fd >= 0);
	write_file(fd, LINKTYPE_ETHERNET);
	check_file(path, LINK_ETHERNET);
	write_file(fd, LINKTYPE_RAW);
	check_file(path, LINK_RAW);
	write_file(fd, LINKTYPE_IPV6);
	check_file(path, LINK_RAW);
	write_file(fd, LINKTYPE_NULL);
	assert_int_equal(rx_savefile_open(&rx, path, &err), STATUS_UNFIT);
	assert_non_null(strstr(err.text, path));
	assert_non_null(strstr(err.text, "NULL"));
	assert_int_equal(ftruncate(fd, 10), 0);
	assert_int_equal(rx_savefile_open(&rx, path, &err), STATUS_MALFORMED);
	(void)close(fd);
	(void)unlink(path);
	assert_int_equal(rx_savefile_open(&rx, path, &err), STATUS_NOT_FOUND);
	assert_non_null(strstr(err.text, path));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
