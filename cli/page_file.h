/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page_file.h - the file that --html names.
 *
 * Threads: none.
 */
#ifndef CLI_PAGE_FILE_H
#define CLI_PAGE_FILE_H

#include "cli/out_file.h"
#include "common/status.h"

/* As out_file_open(); fails too if PATH is "-", or if this program has no
   page. */
enum status	page_file_open(struct out_file *, const char *path,
		    struct error *);

#endif /* CLI_PAGE_FILE_H */
