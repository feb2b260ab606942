/* SPDX-License-Identifier: Apache-2.0 */
#include "common/decimal.h"

/* clang-format off */
const char decimal_pairs[201] =
	"0001020304050607080910111213141516171819"
	"2021222324252627282930313233343536373839"
	"4041424344454647484950515253545556575859"
	"6061626364656667686970717273747576777879"
	"8081828384858687888990919293949596979899";
/* clang-format on */

const uint32_t decimal_powers[10] = { 1, 10, 100, 1000, 10000, 100000, 1000000,
	10000000, 100000000, 1000000000 };

/* Nine digits at a time. */
char *
decimal_put_longer(char *at, uint64_t value)
{
	at = decimal_put_long(at, value / 1000000000);
	return decimal_put_padded(at, (uint32_t)(value % 1000000000), 9);
}
