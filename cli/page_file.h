/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page_file.h - the file that --html names.
 *
 * Threads: none.
 */
#ifndef CLI_PAGE_FILE_H
#define CLI_PAGE_FILE_H

#include <stdio.h>

#include "common/status.h"

/* Fails if it is no file, or a run file, or if this program has no page. */
enum status	page_file_open(FILE **, const char *path, struct error *);

/* STATUS is how it went so far; returns it, or the error of writing. */
enum status	page_file_close(FILE *, enum status, struct error *);

#endif /* CLI_PAGE_FILE_H */
