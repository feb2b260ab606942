/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/probe.h"

#include <string.h>

const struct probe_type *
probe_type_find(const char *name)
{
	static const struct probe_type *const types[] = { &probe_tcp_syn,
		&probe_dns };

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(types[i]->name, name) == 0)
			return types[i];
	return NULL;
}
