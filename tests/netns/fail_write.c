/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fail_write.c - a disk that fails under one file; to be preloaded.
 *
 *	FAIL_FILE	the file
 *	FAIL_CALL	write or fsync: the calls that are counted
 *	FAIL_AT		the call of these that fails with EIO, from 1; 0: none
 *	FAIL_FOR_GOOD	if set, nothing can be written, synced or cut after it
 *
 * A write takes no more than a page, whatever it is given.  Every sync counts:
 * that of the directory is due to the same file.
 */
#include <sys/stat.h>
#include <sys/syscall.h>

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAGE_OCTETS 4096

static long calls;
static bool dead;

static bool
is_the_file(int fd)
{
	const char *path = getenv("FAIL_FILE");
	struct stat here, there;

	return path != NULL && stat(path, &there) == 0 &&
	    fstat(fd, &here) == 0 && here.st_ino == there.st_ino &&
	    here.st_dev == there.st_dev;
}

/* True, with errno set, if a call of that kind is to fail. */
static bool
fails(const char *call)
{
	const char *counted = getenv("FAIL_CALL"), *at = getenv("FAIL_AT");
	bool hit = counted != NULL && at != NULL &&
	    strcmp(call, counted) == 0 && ++calls == atol(at);

	dead |= hit && getenv("FAIL_FOR_GOOD") != NULL;
	errno = EIO;
	return hit || dead;
}

ssize_t
write(int fd, const void *buf, size_t n)
{
	if (!is_the_file(fd))
		return syscall(SYS_write, fd, buf, n);
	if (fails("write"))
		return -1;
	return syscall(SYS_write, fd, buf, n < PAGE_OCTETS ? n : PAGE_OCTETS);
}

int
fsync(int fd)
{
	return fails("fsync") ? -1 : (int)syscall(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	return fails("fsync") ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int
ftruncate(int fd, off_t octets)
{
	return fails("ftruncate") ? -1
				  : (int)syscall(SYS_ftruncate, fd, octets);
}
