/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/out_file.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Somebody named a run for what is made of it; compressed or not. */
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

/* A new file beside PATH, with the mode of the one that it may replace. */
static FILE *
open_part(struct out_file *o, const struct stat *old)
{
	mode_t mode = old != NULL ? old->st_mode & 0777 : 0666;
	FILE *file;
	int fd;

	if (asprintf(&o->part, "%s.%ld.part", o->path, (long)getpid()) < 0) {
		o->part = NULL;
		return NULL;
	}
	fd = open(o->part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (fd >= 0 && (file = fdopen(fd, "w")) != NULL)
		return file;
	if (fd >= 0) {
		(void)close(fd);
		(void)unlink(o->part);
	}
	free(o->part);
	o->part = NULL;
	return NULL;
}

enum status
out_file_open(struct out_file *o, const char *path, struct error *err)
{
	struct stat old, link;
	bool is_file;

	*o = (struct out_file){ .path = path };
	if (strcmp(path, "-") == 0) {
		o->file = stdout;
		return STATUS_OK;
	}
	is_file = stat(path, &old) == 0 && S_ISREG(old.st_mode);
	if (is_file && is_run_file(path))
		return error_set(err, STATUS_USAGE,
		    "%s is a run file, which is never overwritten", path);
	if (lstat(path, &link) != 0 || S_ISREG(link.st_mode))
		o->file = open_part(o, is_file ? &old : NULL);
	if (o->file == NULL)
		o->file = fopen(path, "w");
	if (o->file == NULL)
		return error_set_errno(
		    err, STATUS_SYSTEM, errno, "cannot write %s", path);
	return STATUS_OK;
}

/* ERRNUM 0: an earlier write went wrong, and nobody knows how. */
static enum status
failure(const struct out_file *o, int errnum, struct error *err)
{
	const char *name = o->file == stdout ? "to standard output" : o->path;

	if (errnum != 0)
		return error_set_errno(
		    err, STATUS_SYSTEM, errnum, "cannot write %s", name);
	return error_set(err, STATUS_SYSTEM,
	    "cannot write %s: not all of it (is the disk full?)", name);
}

enum status
out_file_close(struct out_file *o, enum status st, struct error *err)
{
	bool failed;

	if (o->file == NULL)
		return st;
	errno = 0;
	failed = fflush(o->file) != 0 || ferror(o->file) != 0;
	if (o->file != stdout)
		failed |= fclose(o->file) != 0;
	if (!failed && st == STATUS_OK && o->part != NULL)
		failed = rename(o->part, o->path) != 0;
	if (failed && st == STATUS_OK)
		st = failure(o, errno, err);
	if (st != STATUS_OK && o->part != NULL)
		(void)unlink(o->part);
	free(o->part);
	*o = (struct out_file){ .file = NULL };
	return st;
}
