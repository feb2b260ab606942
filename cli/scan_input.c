/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/scan_input.h"

#include <sys/stat.h>

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

void
hex_text(char *out, const uint8_t *octets, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < n; i++) {
		*out++ = digits[octets[i] >> 4];
		*out++ = digits[octets[i] & 15];
	}
	*out = '\0';
}

/* Copies standard input to a file that can be read twice. */
static enum status
spool_stdin(struct scan_input *in, char *path, size_t size, struct error *err)
{
	char buf[65536];
	ssize_t n;

	if ((in->spool = tmpfile()) == NULL)
		return error_set_errno(err, STATUS_SYSTEM, errno,
		    "cannot keep standard input in a temporary file");
	while ((n = read(STDIN_FILENO, buf, sizeof(buf))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return error_set_errno(err, STATUS_SYSTEM, errno,
			    "cannot read standard input");
		if (fwrite(buf, 1, (size_t)n, in->spool) != (size_t)n)
			return error_set_errno(err, STATUS_SYSTEM, errno,
			    "cannot keep standard input in a temporary file");
	}
	if (fflush(in->spool) != 0)
		return error_set_errno(err, STATUS_SYSTEM, errno,
		    "cannot keep standard input in a temporary file");
	(void)snprintf(path, size, "/proc/self/fd/%d", fileno(in->spool));
	return STATUS_OK;
}

static bool
is_pipe(const char *path)
{
	struct stat st;

	return strcmp(path, "-") == 0 && fstat(STDIN_FILENO, &st) == 0 &&
	    !S_ISREG(st.st_mode);
}

/* Reads the list to its end and starts it again. */
static enum status
first_pass(struct scan_input *in, struct error *err)
{
	uint8_t digest[INPUT_SHA256_OCTETS];
	struct input_item item;
	struct pollfd wait;
	enum input_kind kind;

	do {
		kind = input_list_next(in->list, &item, err);
		if (kind == INPUT_WAIT) {
			wait.fd = input_list_fd(in->list);
			wait.events = POLLIN;
			(void)poll(&wait, 1, -1);
		}
	} while (kind != INPUT_END && kind != INPUT_FAILED);
	if (kind == INPUT_FAILED)
		return STATUS_SYSTEM;
	input_list_counts(in->list, &in->counts);
	if (input_list_sha256(in->list, digest))
		hex_text(in->sha256, digest, sizeof(digest));
	return input_list_rewind(in->list, err);
}

enum status
scan_input_open(struct scan_input *in, const char *path, struct error *err)
{
	char spooled[64];
	enum status status = STATUS_OK;

	*in = (struct scan_input){ 0 };
	if (is_pipe(path)) {
		status = spool_stdin(in, spooled, sizeof(spooled), err);
		path = spooled;
	}
	if (status == STATUS_OK)
		status = input_list_open(&in->list, path, err);
	if (status == STATUS_OK)
		status = first_pass(in, err);
	return status;
}

void
scan_input_close(struct scan_input *in)
{
	input_list_close(in->list);
	if (in->spool != NULL)
		(void)fclose(in->spool);
}
