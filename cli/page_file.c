/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/page_file.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "analysis/page.h"

/* Somebody named a run for the page; compressed or not. */
static bool
is_run_file(const char *path)
{
	static const char plain[] = "{\"type\":\"run\"";
	static const char zstandard[] = "\x28\xb5\x2f\xfd"; /* RFC 8878 3.1.1 */
	char start[sizeof(plain)] = "";
	FILE *file = fopen(path, "r");

	if (file == NULL)
		return false;
	(void)fread(start, 1, sizeof(start) - 1, file);
	(void)fclose(file);
	return strcmp(start, plain) == 0 ||
	    strncmp(start, zstandard, strlen(zstandard)) == 0;
}

enum status
page_file_open(FILE **file, const char *path, struct error *err)
{
	if (strcmp(path, "-") == 0)
		return error_set(err, STATUS_USAGE,
		    "--html: the page needs a file, - is none");
	if (!page_is_built_in())
		return error_set(err, STATUS_USAGE,
		    "--html: this reach46 was built without the page; install "
		    "nodejs and npm, and build it again");
	if (is_run_file(path))
		return error_set(err, STATUS_USAGE,
		    "--html: %s is a run file, which is never overwritten",
		    path);
	if ((*file = fopen(path, "w")) == NULL)
		return error_set_errno(
		    err, STATUS_SYSTEM, errno, "cannot write %s", path);
	return STATUS_OK;
}

enum status
page_file_close(FILE *file, enum status st, struct error *err)
{
	bool failed = fflush(file) != 0 || ferror(file) != 0;

	failed |= fclose(file) != 0;
	if (failed && st == STATUS_OK)
		st = error_set_errno(
		    err, STATUS_SYSTEM, errno, "cannot write the page");
	return st;
}
