/* SPDX-License-Identifier: Apache-2.0 */
/*
 * intern.h - one copy of each text, for texts that repeat.
 *
 * Threads: none; the owner's alone.
 */
#ifndef PROBER_INTERN_H
#define PROBER_INTERN_H

#include <stddef.h>

#include "common/table.h"

/* A set of all zeros is empty and ready for use. */
struct intern {
	struct table	 table;
	struct intern_text *texts;	/* (owned) chain of all */
};

void		 intern_free(struct intern *);

/*
 * Returns the copy of TEXT (LEN octets without NUL), which ends with a NUL
 * and lives as long as the set; or NULL when memory runs out.
 */
const char	*intern_text(struct intern *, const char *text, size_t len);

#endif /* PROBER_INTERN_H */
