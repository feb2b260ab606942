/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What needs no interface; tests/netns/test_packets.sh sends for real.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <errno.h>
#include <string.h>

#include <cmocka.h>

#include "prober/tx.h"

static void
test_find(void **unused)
{
	(void)unused;
	assert_ptr_equal(tx_find("auto"), &tx_auto);
	assert_ptr_equal(tx_find("xdp"), &tx_xdp);
	assert_ptr_equal(tx_find("mmsg"), &tx_mmsg);
	assert_ptr_equal(tx_find("libnet"), &tx_libnet);
	assert_ptr_equal(tx_find("null"), &tx_null);
	assert_null(tx_find("MMSG"));
	assert_null(tx_find(""));
}

static void
test_errno(void **unused)
{
	(void)unused;
	assert_int_equal(tx_result_of_errno(EAGAIN), TX_AGAIN);
	assert_int_equal(tx_result_of_errno(ENOBUFS), TX_AGAIN);
	assert_int_equal(tx_result_of_errno(EMSGSIZE), TX_BAD_FRAME);
	assert_int_equal(tx_result_of_errno(EINVAL), TX_BAD_FRAME);
	assert_int_equal(tx_result_of_errno(ENETDOWN), TX_DOWN);
	assert_int_equal(tx_result_of_errno(ENXIO), TX_DOWN);
	assert_int_equal(tx_result_of_errno(ENODEV), TX_DOWN);
}

static void
test_account(void **unused)
{
	struct tx_stats s = { 0 };

	(void)unused;
	assert_int_equal(tx_account(&s, TX_OK, 10, 10), TX_OK);
	assert_int_equal(tx_account(&s, TX_AGAIN, 3, 10), TX_AGAIN);
	assert_int_equal(tx_account(&s, TX_BAD_FRAME, 2, 10), TX_BAD_FRAME);
	assert_int_equal(tx_account(&s, TX_DOWN, 1, 10), TX_DOWN);
	assert_int_equal(s.accepted, 16);
	assert_int_equal(s.again, 7);
	assert_int_equal(s.bad, 1);
	assert_int_equal(s.down, 9);
}

static void
test_null(void **unused)
{
	const struct frame frames[3] = { { NULL, 0 } };
	struct tx_stats stats;
	struct error err;
	unsigned sent = 0;
	struct tx *tx;

	(void)unused;
	assert_int_equal(tx_null.open(&tx, "none", true, &err), STATUS_OK);
	assert_int_equal(tx_send(tx, frames, 3, &sent), TX_OK);
	assert_int_equal(sent, 3);
	tx->ops->stats(tx, &stats);
	assert_int_equal(stats.accepted, 3);
	tx->ops->close(tx);
	tx_null.close(NULL);
	tx_xdp.close(NULL);
	tx_mmsg.close(NULL);
	tx_libnet.close(NULL);
}

static void
test_no_interface(void **unused)
{
	static const struct tx_ops *const backends[] = { &tx_auto, &tx_xdp,
		&tx_mmsg, &tx_libnet };
	struct error err;
	struct tx *tx;

	(void)unused;
	for (size_t i = 0; i < 8; i++) {
		assert_int_not_equal(
		    backends[i / 2]->open(&tx, "r46none", i % 2 == 0, &err),
		    STATUS_OK);
		assert_non_null(strstr(err.text, "r46none"));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_errno),
		cmocka_unit_test(test_account),
		cmocka_unit_test(test_null),
		cmocka_unit_test(test_no_interface),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
