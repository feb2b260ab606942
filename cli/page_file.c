/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/page_file.h"

#include <string.h>

#include "analysis/page.h"

enum status
page_file_open(struct out_file *o, const char *path, struct error *err)
{
	if (strcmp(path, "-") == 0)
		return error_set(err, STATUS_USAGE,
		    "--html: the page needs a file, - is none");
	if (!page_is_built_in())
		return error_set(err, STATUS_USAGE,
		    "--html: this reach46 was built without the page; install "
		    "nodejs and npm, and build it again");
	return out_file_open(o, path, err);
}
