/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/run_output.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define LARGE 65536

enum status
run_output_open(struct run_output *o, const char *path, struct error *err)
{
	*o = (struct run_output){ .path = path, .fd = STDOUT_FILENO };
	json_writer_init(&o->writer);
	if (strcmp(path, "-") == 0)
		return STATUS_OK;
	o->fd = open(
	    path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0644);
	if (o->fd >= 0)
		return STATUS_OK;
	if (errno == EEXIST)
		return error_set(err, STATUS_USAGE,
		    "%s is there already, and a run file is never "
		    "overwritten: choose another name or remove it",
		    path);
	return error_set_errno(
	    err, STATUS_SYSTEM, errno, "cannot create the run file %s", path);
}

static void
fail(struct run_output *o, int errnum)
{
	if (o->status == STATUS_OK)
		o->status = error_set_errno(&o->error, STATUS_SYSTEM, errnum,
		    "cannot write the run file %s", o->path);
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
	json_writer_reset(w);
}

void
run_output_line(struct run_output *o)
{
	if (o->writer.len >= LARGE || !json_writer_ok(&o->writer))
		run_output_flush(o);
}

enum status
run_output_close(struct run_output *o, struct error *err)
{
	run_output_flush(o);
	if (o->fd != STDOUT_FILENO && o->fd >= 0 && close(o->fd) < 0)
		fail(o, errno);
	json_writer_free(&o->writer);
	if (o->status != STATUS_OK)
		*err = o->error;
	return o->status;
}
