/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "prober/endpoint_list.h"

static struct port_list
ports_of(const char *text)
{
	struct port_list l;
	struct error err;

	if (port_list_parse(&l, text, &err) != STATUS_OK)
		fail_msg("%s: %s", text, err.text);
	return l;
}

static struct endpoint_list *
open_text(const char *text, const struct endpoint_list_options *o)
{
	struct endpoint_list *l;
	struct error err;

	assert_int_equal(
	    endpoint_list_open_memory(&l, text, strlen(text), o, &err),
	    STATUS_OK);
	return l;
}

/* --- lines --- */

/* Reads a list of one port to its end as "address ..." and "!line reason". */
static char *
read_all(const char *text, uint16_t port)
{
	struct port_list ports = { &port, 1 };
	const struct endpoint_list_options o = { &ports, 1, 1, 0 };
	struct endpoint_list *l = open_text(text, &o);
	enum endpoint_list_result result;
	union endpoint_list_item item;
	char address[ADDRESS_TEXT_SIZE];
	static char out[8192];
	struct error err;
	size_t used = 0;

	out[0] = '\0';
	while ((result = endpoint_list_next(l, &item, &err)) !=
	    ENDPOINT_LIST_END) {
		if (result == ENDPOINT_LIST_REFUSED) {
			used += (size_t)snprintf(out + used, sizeof(out) - used,
			    "!%ju %.*s %s;", (uintmax_t)item.refused.line,
			    (int)item.refused.len, item.refused.text,
			    item.refused.reason);
			continue;
		}
		assert_int_equal(result, ENDPOINT_LIST_ENDPOINT);
		assert_int_equal(item.endpoint.port, port);
		used += (size_t)snprintf(out + used, sizeof(out) - used, "%s ",
		    address_format(&item.endpoint.addr, address));
	}
	endpoint_list_close(l);
	return out;
}

static void
test_lines(void **state)
{
	(void)state;
	assert_string_equal(read_all("", 80), "");
	assert_string_equal(read_all("\n\n# none\n \t\r\n", 80), "");
	assert_string_equal(read_all("192.0.2.1", 443), "192.0.2.1 ");
	assert_string_equal(read_all("\xef\xbb\xbf  2001:db8::1\t# why\r\n", 1),
	    "2001:db8::1 ");
	assert_string_equal(read_all("192.0.2.9/32\n", 80), "192.0.2.9 ");
	assert_string_equal(read_all("2001:db8::9/128", 80), "2001:db8::9 ");
}

static void
test_refused(void **state)
{
	static const char *const bad[] = { "example.nl", "192.0.2.1:80",
		"192.0.2.0/33", "192.0.2.0/", "192.0.2.0/-1", "2001:db8::/129",
		"[2001:db8::1]", "192.0.2.1-192.0.2.5", "192.0.2.1 192.0.2.2",
		"192.0.2", "fe80::1%eth0", "1", "/24", "192.0.2.1/24/24" };
	char want[256];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		(void)snprintf(want, sizeof(want),
		    "!1 %s no address and no prefix;", bad[i]);
		assert_string_equal(read_all(bad[i], 80), want);
	}
	assert_string_equal(read_all("#\n\nx # y\n192.0.2.1\nz", 80),
	    "!3 x no address and no prefix;"
	    "!5 z no address and no prefix;192.0.2.1 ");
	assert_non_null(strstr(read_all("2001:db8::/103", 80), "/104"));
	assert_non_null(strstr(read_all("::/0", 80), "/104"));
}

static void
test_nul_and_long_lines(void **state)
{
	static char text[80000];
	struct port_list ports = ports_of("80");
	const struct endpoint_list_options o = { &ports, 1, 1, 0 };
	union endpoint_list_item item;
	struct endpoint_list *l;
	struct error err;

	(void)state;
	memset(text, '1', sizeof(text));
	memcpy(text, "192.0.2.1\0x\n", 12);
	memcpy(text + sizeof(text) - 10, "\n192.0.2.2", 10);
	assert_int_equal(
	    endpoint_list_open_memory(&l, text, sizeof(text), &o, &err),
	    STATUS_OK);
	assert_int_equal(
	    endpoint_list_next(l, &item, &err), ENDPOINT_LIST_REFUSED);
	assert_int_equal(item.refused.line, 1);
	assert_int_equal(
	    endpoint_list_next(l, &item, &err), ENDPOINT_LIST_REFUSED);
	assert_int_equal(item.refused.line, 2);
	assert_string_equal(item.refused.reason, "too long a line");
	assert_int_equal(
	    endpoint_list_next(l, &item, &err), ENDPOINT_LIST_ENDPOINT);
	assert_int_equal(endpoint_list_next(l, &item, &err), ENDPOINT_LIST_END);
	endpoint_list_close(l);
	port_list_free(&ports);
}

static void
test_no_such_file(void **state)
{
	struct port_list ports = ports_of("80");
	const struct endpoint_list_options o = { &ports, 1, 1, 0 };
	struct endpoint_list *l;
	struct error err;

	(void)state;
	assert_int_equal(endpoint_list_open(&l, "/nowhere/at/all", &o, &err),
	    STATUS_NOT_FOUND);
	assert_null(l);
	port_list_free(&ports);
}

/* --- shards --- */

/*
 * A list in which every endpoint is known by a number: 198.18.0.0/15, then
 * 2001:db8::/104, by the last 17 and 24 bits of the address; times ports.
 */
struct census {
	const struct port_list *ports;
	uint8_t *seen;        /* (owned) by number: 1 + the shard */
	uint64_t n;           /* of all shards */
	uint64_t least, most; /* of one */
};

#define CENSUS_ADDRESSES ((1 << 17) + (1 << 16))

static size_t
census_number(const struct census *c, const struct endpoint *e)
{
	const uint8_t *o = e->addr.octet;
	size_t n, port = 0;

	if (e->addr.family == FAMILY_V4) {
		assert_int_equal(o[0], 198);
		assert_true(o[1] == 18 || o[1] == 19);
		n = (size_t)(o[1] - 18) << 16 | (size_t)o[2] << 8 | o[3];
	} else {
		assert_int_equal(o[13], 0);
		n = (1 << 17) + ((size_t)o[14] << 8 | o[15]);
	}
	while (c->ports->port[port] != e->port)
		assert_true(++port < c->ports->n);
	return n * c->ports->n + port;
}

static void
count_shard(struct census *c, struct endpoint_list *l, uint32_t shard)
{
	enum endpoint_list_result result;
	union endpoint_list_item item;
	uint64_t n = 0;
	struct error err;
	size_t number;

	while ((result = endpoint_list_next(l, &item, &err)) !=
	    ENDPOINT_LIST_END) {
		assert_int_equal(result, ENDPOINT_LIST_ENDPOINT);
		number = census_number(c, &item.endpoint);
		if (c->seen[number] != 0)
			fail_msg("endpoint %zu is in shards %u and %u", number,
			    c->seen[number] - 1u, shard);
		c->seen[number] = (uint8_t)(shard + 1);
		n++;
	}
	assert_int_equal(endpoint_list_total(l), n);
	c->n += n;
	c->least = n < c->least ? n : c->least;
	c->most = n > c->most ? n : c->most;
}

/* All shards together are N endpoints, each once, and of equal size. */
static void
check_shards(const char *text, size_t len, const char *ports, uint32_t shards,
    uint64_t n)
{
	struct port_list list = ports_of(ports);
	struct census c = { .ports = &list, .least = UINT64_MAX };
	struct endpoint_list_options o = { .ports = &list, .shards = shards };
	struct endpoint_list *l;
	struct error err;

	c.seen = calloc(CENSUS_ADDRESSES, list.n);
	assert_non_null(c.seen);
	for (o.shard = 0; o.shard < shards; o.shard++) {
		/* Nobody gives each shard the same seed. */
		o.seed = o.shard * 7919;
		assert_int_equal(
		    endpoint_list_open_memory(&l, text, len, &o, &err),
		    STATUS_OK);
		count_shard(&c, l, o.shard);
		endpoint_list_close(l);
	}
	assert_int_equal(c.n, n);
	assert_true(c.most - c.least <= 1);
	free(c.seen);
	port_list_free(&list);
}

static void
test_shards_of_prefixes(void **state)
{
	static const char small[] = "198.18.0.0/30\n2001:db8::/126\n198.19.0.0";
	static const char mixed[] = "198.18.0.0/17\n198.18.128.7\n"
				    "2001:db8::/112\n198.19.0.0/24\n";
	uint32_t shards;

	(void)state;
	for (shards = 1; shards <= 20; shards++) {
		check_shards(small, strlen(small), "80", shards, 9);
		check_shards(
		    small, strlen(small), "80,443,8000-8010", shards, 9 * 13);
	}
	for (shards = 1; shards <= 5; shards++)
		check_shards(mixed, strlen(mixed), "80,443,25", shards,
		    3 * (32768 + 1 + 65536 + 256));
}

/* More lines than a window has: addresses of both families. */
static char *
long_list(size_t lines, size_t *len)
{
	char *text = malloc(lines * 20);
	size_t i;

	assert_non_null(text);
	*len = 0;
	for (i = 0; i < lines; i++)
		if (i % 3 == 2)
			*len += (size_t)sprintf(
			    text + *len, "2001:db8::%zx\n", i / 3);
		else
			*len +=
			    (size_t)sprintf(text + *len, "198.%zu.%zu.%zu\n",
				18 + (i >> 16), i >> 8 & 255, i & 255);
	return text;
}

static void
test_shards_of_long_lists(void **state)
{
	size_t lines = 2 * ENDPOINT_LIST_LINES - 1000, len;
	char *text = long_list(lines, &len);
	uint32_t shards;

	(void)state;
	for (shards = 1; shards <= 4; shards++)
		check_shards(text, len, "80,443", shards, 2 * lines);
	check_shards(text, len, "53", 100, lines);
	free(text);
}

/* A list through a pipe, in pieces that end anywhere, by shard. */
static void
test_shards_through_pipes(void **state)
{
	size_t lines = 20000, len, sent, piece;
	char *text = long_list(lines, &len);
	struct port_list ports = ports_of("80,443");
	struct census c = { .ports = &ports, .least = UINT64_MAX };
	struct endpoint_list_options o = { .ports = &ports, .shards = 3 };
	union endpoint_list_item item;
	struct endpoint_list *l;
	struct error err;
	int fd[2], saved;

	(void)state;
	c.seen = calloc(CENSUS_ADDRESSES, ports.n);
	assert_non_null(c.seen);
	saved = dup(STDIN_FILENO);
	for (o.shard = 0; o.shard < 3; o.shard++) {
		assert_int_equal(pipe(fd), 0);
		assert_int_equal(dup2(fd[0], STDIN_FILENO), STDIN_FILENO);
		assert_int_equal(
		    endpoint_list_open(&l, "-", &o, &err), STATUS_OK);
		assert_int_equal(endpoint_list_fd(l), STDIN_FILENO);
		for (sent = 0; sent < len; sent += piece) {
			piece = 7001 + 1000 * o.shard;
			piece = piece < len - sent ? piece : len - sent;
			assert_int_equal(
			    write(fd[1], text + sent, piece), piece);
			while (endpoint_list_next(l, &item, &err) !=
			    ENDPOINT_LIST_WAIT) {
				size_t n = census_number(&c, &item.endpoint);

				assert_int_equal(c.seen[n], 0);
				c.seen[n] = 1;
				c.n++;
			}
			assert_int_equal(endpoint_list_total(l), 0);
		}
		(void)close(fd[1]);
		(void)close(fd[0]);
		assert_int_equal(
		    endpoint_list_next(l, &item, &err), ENDPOINT_LIST_END);
		endpoint_list_close(l);
	}
	assert_int_equal(dup2(saved, STDIN_FILENO), STDIN_FILENO);
	(void)close(saved);
	assert_int_equal(c.n, 2 * lines);
	free(c.seen);
	free(text);
	port_list_free(&ports);
}

/* A shard is a sample: of each port and of each /24 it gets its share. */
static void
test_shards_are_fair(void **state)
{
	struct port_list ports = ports_of("80,443");
	const struct endpoint_list_options o = { &ports, 5, 2, 1 };
	struct endpoint_list *l = open_text("198.18.0.0/16", &o);
	unsigned of_port[2] = { 0, 0 }, of_prefix[256] = { 0 }, even = 0, i;
	union endpoint_list_item item;
	struct error err;

	(void)state;
	while (endpoint_list_next(l, &item, &err) == ENDPOINT_LIST_ENDPOINT) {
		of_port[item.endpoint.port == 443]++;
		of_prefix[item.endpoint.addr.octet[2]]++;
		even += item.endpoint.addr.octet[3] % 2 == 0;
	}
	/* Binomial: 6 sigma. */
	assert_in_range(of_port[0], 32768 - 768, 32768 + 768);
	assert_in_range(of_port[1], 32768 - 768, 32768 + 768);
	assert_in_range(even, 32768 - 768, 32768 + 768);
	for (i = 0; i < 256; i++)
		assert_in_range(of_prefix[i], 256 - 68, 256 + 68);
	endpoint_list_close(l);
	port_list_free(&ports);
}

/* --- order --- */

static void
take_order(uint64_t seed, uint32_t *out, size_t n)
{
	struct port_list ports = ports_of("80");
	const struct endpoint_list_options o = { &ports, seed, 1, 0 };
	struct endpoint_list *l = open_text("198.18.0.0/16", &o);
	union endpoint_list_item item;
	struct error err;
	size_t i;

	for (i = 0; i < n; i++) {
		assert_int_equal(
		    endpoint_list_next(l, &item, &err), ENDPOINT_LIST_ENDPOINT);
		out[i] = (uint32_t)(item.endpoint.addr.octet[2] << 8 |
		    item.endpoint.addr.octet[3]);
	}
	endpoint_list_close(l);
	port_list_free(&ports);
}

static void
test_order(void **state)
{
	enum { N = 2000 };
	uint32_t a[N], b[N], c[N];
	unsigned rising = 0, same = 0, near = 0;
	size_t i;

	(void)state;
	take_order(1, a, N);
	take_order(1, b, N);
	take_order(2, c, N);
	assert_memory_equal(a, b, sizeof(a));
	for (i = 1; i < N; i++) {
		rising += a[i] > a[i - 1];
		near += a[i] >> 8 == a[i - 1] >> 8;
		same += a[i] == c[i];
	}
	assert_in_range(rising, 850, 1150);
	assert_true(near < 30 && same < 5);
}

/* Lines of a long list come in their windows, and mixed inside them. */
static void
test_window(void **state)
{
	size_t lines = ENDPOINT_LIST_LINES + 5000, len, i;
	char *text = long_list(lines, &len);
	struct port_list ports = ports_of("80");
	const struct endpoint_list_options o = { &ports, 3, 1, 0 };
	union endpoint_list_item item;
	struct endpoint_list *l;
	struct error err;

	(void)state;
	assert_int_equal(
	    endpoint_list_open_memory(&l, text, len, &o, &err), STATUS_OK);
	for (i = 0; i < lines; i++) {
		assert_int_equal(
		    endpoint_list_next(l, &item, &err), ENDPOINT_LIST_ENDPOINT);
		if (item.endpoint.addr.family == FAMILY_V4)
			assert_int_equal(item.endpoint.addr.octet[1] - 18,
			    i >= ENDPOINT_LIST_LINES);
		assert_int_equal(
		    endpoint_list_total(l) == 0, i < ENDPOINT_LIST_LINES);
	}
	assert_int_equal(endpoint_list_next(l, &item, &err), ENDPOINT_LIST_END);
	endpoint_list_close(l);
	free(text);
	port_list_free(&ports);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_nul_and_long_lines),
		cmocka_unit_test(test_no_such_file),
		cmocka_unit_test(test_shards_of_prefixes),
		cmocka_unit_test(test_shards_of_long_lists),
		cmocka_unit_test(test_shards_through_pipes),
		cmocka_unit_test(test_shards_are_fair),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_window),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
