/* SPDX-License-Identifier: Apache-2.0 */
/*
 * service.h - the family and service tables of DESIGN section 3.
 *
 * Pure; threads: no state.
 */
#ifndef ANALYSIS_SERVICE_H
#define ANALYSIS_SERVICE_H

#include <stdint.h>

#include "analysis/tri.h"
#include "analysis/verdict.h"
#include "common/record.h"

/* What the evidence leaves possible; bit 1 << value. */
struct service_sets {
	uint8_t		family[2];	/* of enum family_state */
	uint16_t	classes;	/* of enum service_class */
};

/*
 * Judges one service.  Fills SETS for those who must know what is possible
 * where the verdict is indeterminate; with CLASS_NOT_APPLICABLE the families
 * are empty.
 */
void	service_judge(const struct record_domain *, enum service,
	    struct service_verdict *, struct service_sets *sets);

/*
 * True if a web port is open at every IPv4 address and at no IPv6 one; *PORT
 * is that port.
 */
enum tri service_port_mismatch(const struct record_host *, uint16_t *port);

#endif /* ANALYSIS_SERVICE_H */
