/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/run_output.h"

#include <sys/file.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/run_seal.h"

#define LARGE 65536

static void
init(struct run_output *o, const char *path, int fd)
{
	*o = (struct run_output){ .path = path, .fd = fd };
	json_writer_init(&o->writer);
	/* A file that may not grow is a write error like any other. */
	(void)signal(SIGXFSZ, SIG_IGN);
}

/* Closes the file again if another process has it. */
static enum status
lock(struct run_output *o, struct error *err)
{
	int errnum;

	if (flock(o->fd, LOCK_EX | LOCK_NB) == 0)
		return STATUS_OK;
	errnum = errno;
	(void)close(o->fd);
	o->fd = -1;
	if (errnum == EWOULDBLOCK)
		return error_set(err, STATUS_SYSTEM,
		    "%s is in use by another reach46: wait until that has "
		    "ended, or choose another output file",
		    o->path);
	return error_set_errno(
	    err, STATUS_SYSTEM, errnum, "cannot lock the run file %s", o->path);
}

enum status
run_output_open(struct run_output *o, const char *path, struct error *err)
{
	init(o, path, STDOUT_FILENO);
	if (strcmp(path, "-") == 0)
		return STATUS_OK;
	o->fd = open(path,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_APPEND | O_CLOEXEC,
	    0644);
	if (o->fd >= 0)
		return lock(o, err);
	if (errno == EEXIST)
		return error_set(err, STATUS_USAGE,
		    "%s is there already, and a run file is never "
		    "overwritten: choose another name (a scan can go on with "
		    "it: --resume)",
		    path);
	return error_set_errno(
	    err, STATUS_SYSTEM, errno, "cannot create the run file %s", path);
}

enum status
run_output_reopen(
    struct run_output *o, const char *path, bool *found, struct error *err)
{
	struct stat st;

	init(o, path,
	    open(
		path, O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
	*found = o->fd >= 0;
	if (o->fd < 0 && errno == ENOENT)
		return STATUS_OK;
	if (o->fd < 0 && errno == ELOOP)
		return error_set(err, STATUS_USAGE,
		    "%s is a symbolic link: name the run file itself", path);
	if (o->fd < 0)
		return error_set_errno(err, STATUS_SYSTEM, errno,
		    "cannot open the run file %s", path);
	if (fstat(o->fd, &st) == 0 && S_ISREG(st.st_mode))
		return lock(o, err);
	(void)close(o->fd);
	o->fd = -1;
	return error_set(err, STATUS_USAGE,
	    "%s is no regular file, so no run can go on in it", path);
}

enum status
run_output_cut(
    struct run_output *o, uint64_t octets, uint64_t check, struct error *err)
{
	if (ftruncate(o->fd, (off_t)octets) < 0)
		return error_set_errno(err, STATUS_SYSTEM, errno,
		    "cannot drop the torn end of %s", o->path);
	o->octets = o->synced = octets;
	o->check = check;
	return STATUS_OK;
}

static void
fail(struct run_output *o, int errnum)
{
	if (o->status != STATUS_OK)
		return;
	if (o->fd == STDOUT_FILENO)
		o->status = error_set_errno(&o->error, STATUS_SYSTEM, errnum,
		    "cannot write the run to standard output");
	else
		o->status = error_set(&o->error, STATUS_SYSTEM,
		    "cannot write the run file %s: %s; it keeps what reached "
		    "it, and the same command with --resume goes on from there",
		    o->path, strerror(errnum));
}

/* The kernel took that many octets of the buffer: only whole lines stay. */
static void
keep_whole_lines(struct run_output *o, size_t taken)
{
	const char *buf = o->writer.buf, *lf = memrchr(buf, '\n', taken);

	if (lf != NULL)
		o->octets += (uint64_t)(lf - buf) + 1;
	if (o->status == STATUS_OK || o->fd == STDOUT_FILENO)
		return;
	/* If that fails too, the next --resume drops the torn line. */
	if (ftruncate(o->fd, (off_t)o->octets) < 0)
		return;
}

void
run_output_flush(struct run_output *o)
{
	struct json_writer *w = &o->writer;
	struct pollfd wait = { .fd = o->fd, .events = POLLOUT };
	size_t done = 0;
	ssize_t n;

	if (!json_writer_ok(w))
		fail(o, ENOMEM);
	while (o->status == STATUS_OK && done < w->len) {
		n = write(o->fd, w->buf + done, w->len - done);
		if (n >= 0)
			done += (size_t)n;
		else if (errno == EAGAIN)
			(void)poll(&wait, 1, -1);
		else if (errno != EINTR)
			fail(o, errno);
	}
	if (done > 0)
		keep_whole_lines(o, done);
	json_writer_reset(w);
	o->line_start = 0;
}

void
run_output_line(struct run_output *o)
{
	struct json_writer *w = &o->writer;

	run_seal_write(w, o->line_start, &o->check);
	o->line_start = w->len;
	if (w->len >= LARGE || !json_writer_ok(w))
		run_output_flush(o);
}

/* Makes the name of a new file last; not all file systems can or need. */
static int
sync_directory(const char *path)
{
	char *copy = strdup(path);
	int fd, status;

	if (copy == NULL)
		return -1;
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(copy);
	if (fd < 0)
		return errno == EACCES ? 0 : -1;
	status = fsync(fd) < 0 && errno != EINVAL ? -1 : 0;
	(void)close(fd);
	return status;
}

void
run_output_sync(struct run_output *o)
{
	run_output_flush(o);
	if (o->status != STATUS_OK || o->fd == STDOUT_FILENO ||
	    o->octets == o->synced)
		return;
	if (fsync(o->fd) == 0 && sync_directory(o->path) == 0) {
		o->synced = o->octets;
		return;
	}
	fail(o, errno);
	/* What may be lost must not look as if it were there. */
	if (ftruncate(o->fd, (off_t)o->synced) == 0)
		o->octets = o->synced;
}

enum status
run_output_close(struct run_output *o, struct error *err)
{
	if (o->fd < 0)
		return STATUS_OK;
	run_output_sync(o);
	if (o->fd != STDOUT_FILENO && close(o->fd) < 0)
		fail(o, errno);
	o->fd = -1;
	json_writer_free(&o->writer);
	if (o->status != STATUS_OK)
		*err = o->error;
	return o->status;
}
