/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/sim_patterns.h"

#define N(array) (sizeof(array) / sizeof((array)[0]))

const struct sim_pattern sim_host_patterns[] = {
	{ { SIM_OPEN }, { SIM_OPEN }, CLASS_DUAL_STACK },
	{ { SIM_OPEN, SIM_OPEN }, { SIM_OPEN, SIM_OPEN }, CLASS_DUAL_STACK },
	{ { SIM_OPEN, SIM_OPEN, SIM_OPEN }, { SIM_OPEN }, CLASS_DUAL_STACK },
	{ { SIM_OPEN }, { SIM_OPEN, SIM_SILENT }, CLASS_DUAL_STACK_DEGRADED },
	{ { SIM_OPEN }, { SIM_OPEN, SIM_SPECIAL }, CLASS_DUAL_STACK_DEGRADED },
	{ { SIM_CLOSED, SIM_OPEN }, { SIM_OPEN }, CLASS_DUAL_STACK_DEGRADED },
	{ { SIM_OPEN, SIM_ADMIN }, { SIM_OPEN, SIM_CLOSED },
	    CLASS_DUAL_STACK_DEGRADED },
	{ { SIM_OPEN }, { SIM_SILENT }, CLASS_V6_BROKEN },
	{ { SIM_OPEN }, { SIM_CLOSED }, CLASS_V6_BROKEN },
	{ { SIM_OPEN }, { SIM_ADMIN }, CLASS_V6_BROKEN },
	{ { SIM_OPEN }, { SIM_NO_ROUTE, SIM_SILENT }, CLASS_V6_BROKEN },
	{ { SIM_OPEN }, { SIM_BAD_RST }, CLASS_V6_BROKEN },
	{ { SIM_OPEN }, { SIM_SPECIAL }, CLASS_V6_BROKEN },
	{ { SIM_OPEN, SIM_SILENT }, { SIM_SILENT }, CLASS_V6_BROKEN },
	{ { SIM_OPEN }, { SIM_NONE }, CLASS_V4_ONLY },
	{ { SIM_OPEN, SIM_CLOSED }, { SIM_NONE }, CLASS_V4_ONLY },
	{ { SIM_SILENT }, { SIM_OPEN }, CLASS_V4_BROKEN },
	{ { SIM_CLOSED }, { SIM_OPEN, SIM_SILENT }, CLASS_V4_BROKEN },
	{ { SIM_SPECIAL }, { SIM_OPEN }, CLASS_V4_BROKEN },
	{ { SIM_NONE }, { SIM_OPEN }, CLASS_V6_ONLY },
	{ { SIM_NONE }, { SIM_OPEN, SIM_ADMIN }, CLASS_V6_ONLY },
	{ { SIM_SILENT }, { SIM_SILENT }, CLASS_UNREACHABLE },
	{ { SIM_CLOSED }, { SIM_NONE }, CLASS_UNREACHABLE },
	{ { SIM_NONE }, { SIM_NO_ROUTE }, CLASS_UNREACHABLE },
	{ { SIM_SPECIAL }, { SIM_SPECIAL }, CLASS_UNREACHABLE },
	{ { SIM_NONE }, { SIM_NONE }, CLASS_NONE },
};
const unsigned sim_host_patterns_n = N(sim_host_patterns);

const struct sim_pattern sim_port_patterns[] = {
	{ { SIM_OPEN }, { SIM_ONLY_80 }, CLASS_DUAL_STACK_DEGRADED },
	{ { SIM_OPEN }, { SIM_ONLY_443 }, CLASS_DUAL_STACK_DEGRADED },
	{ { SIM_ONLY_443 }, { SIM_ONLY_443 }, CLASS_DUAL_STACK },
	{ { SIM_ONLY_80 }, { SIM_OPEN }, CLASS_DUAL_STACK },
	{ { SIM_OPEN }, { SIM_OPEN, SIM_ONLY_80 }, CLASS_DUAL_STACK },
	{ { SIM_ONLY_80 }, { SIM_ONLY_443 }, CLASS_DUAL_STACK_DEGRADED },
};
const unsigned sim_port_patterns_n = N(sim_port_patterns);

const struct sim_pattern sim_server_patterns[] = {
	{ { SIM_NS_OK, SIM_NS_OK }, { SIM_NS_OK, SIM_NS_OK },
	    CLASS_DUAL_STACK },
	{ { SIM_NS_OK, SIM_NS_OK, SIM_NS_OK }, { SIM_NS_OK },
	    CLASS_DUAL_STACK },
	{ { SIM_NS_FORMERR, SIM_NS_OK }, { SIM_NS_LOWER, SIM_NS_OK },
	    CLASS_DUAL_STACK },
	{ { SIM_NS_TC, SIM_NS_LOWER }, { SIM_NS_FRAGMENT, SIM_NS_FORMERR },
	    CLASS_DUAL_STACK },
	{ { SIM_NS_FRAGMENT }, { SIM_NS_TC }, CLASS_DUAL_STACK },
	{ { SIM_NS_OK, SIM_NS_OK }, { SIM_NS_OK, SIM_NS_SILENT },
	    CLASS_DUAL_STACK_DEGRADED },
	{ { SIM_NS_OK, SIM_NS_REFUSED }, { SIM_NS_OK, SIM_NS_OK },
	    CLASS_DUAL_STACK_DEGRADED },
	{ { SIM_NS_OK, SIM_NS_OK }, { SIM_NS_REFUSED, SIM_NS_SERVFAIL },
	    CLASS_V6_BROKEN },
	{ { SIM_NS_OK, SIM_NS_OK }, { SIM_NS_NOT_AUTH }, CLASS_V6_BROKEN },
	{ { SIM_NS_OK }, { SIM_NS_UPWARD }, CLASS_V6_BROKEN },
	{ { SIM_NS_OK, SIM_NS_OK }, { SIM_NS_SILENT, SIM_NS_ADMIN },
	    CLASS_V6_BROKEN },
	{ { SIM_NS_OK }, { SIM_SPECIAL }, CLASS_V6_BROKEN },
	{ { SIM_NS_OK, SIM_NS_OK }, { SIM_NONE }, CLASS_V4_ONLY },
	{ { SIM_NS_SILENT }, { SIM_NS_OK }, CLASS_V4_BROKEN },
	{ { SIM_NONE }, { SIM_NS_OK }, CLASS_V6_ONLY },
	{ { SIM_NS_SERVFAIL }, { SIM_NS_SILENT }, CLASS_UNREACHABLE },
};
const unsigned sim_server_patterns_n = N(sim_server_patterns);

const struct sim_pattern sim_limited_patterns[] = {
	{ { SIM_NS_LIMIT_REFUSED }, { SIM_NS_LIMIT_REFUSED },
	    CLASS_DUAL_STACK },
	{ { SIM_NS_LIMIT_TC }, { SIM_NS_LIMIT_REFUSED }, CLASS_DUAL_STACK },
	{ { SIM_NS_LIMIT_REFUSED, SIM_NS_OK }, { SIM_NS_LIMIT_TC },
	    CLASS_DUAL_STACK },
};
const unsigned sim_limited_patterns_n = N(sim_limited_patterns);
