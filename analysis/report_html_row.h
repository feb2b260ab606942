/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_html_row.h - one domain in the page's table.
 *
 * Threads: no state but the caller's.
 */
#ifndef ANALYSIS_REPORT_HTML_ROW_H
#define ANALYSIS_REPORT_HTML_ROW_H

#include "analysis/verdict.h"
#include "common/json_writer.h"
#include "common/record.h"

/* Writes a line, LF included: interface Row of analysis/page/src/data.ts. */
void	report_html_row(struct json_writer *, const struct record_domain *,
	    const struct verdict *);

/* `also`: an array of what people look for to find the domain. */
void	report_html_also(struct json_writer *, const struct record_domain *);

#endif /* ANALYSIS_REPORT_HTML_ROW_H */
