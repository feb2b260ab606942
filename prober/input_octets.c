/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/input_octets.h"

enum {
	N = INPUT_OCTETS_NAME,
	B = INPUT_OCTETS_BLANK,
	O = INPUT_OCTETS_OTHER,
	Z = INPUT_OCTETS_NUL,
	C = INPUT_OCTETS_CONTROL,
	H = INPUT_OCTETS_HIGH,
};

/* A row for 16 octets, as in any table of ASCII. */
/* clang-format off */
const uint8_t input_octets_class[256] = {
	Z, C, C, C, C, C, C, C, C, B, C, C, C, C, C, C,
	C, C, C, C, C, C, C, C, C, C, C, C, C, C, C, C,
	B, O, O, O, O, O, O, O, O, O, O, O, O, N, N, O,
	N, N, N, N, N, N, N, N, N, N, O, O, O, O, O, O,
	O, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
	N, N, N, N, N, N, N, N, N, N, N, O, O, O, O, N,
	O, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
	N, N, N, N, N, N, N, N, N, N, N, O, O, O, O, C,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
};
/* clang-format on */
