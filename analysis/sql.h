/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sql.h - a SQLite database that is written row by row, in one transaction.
 *
 *	if ((st = sql_open(&db, path, schema, err)) != STATUS_OK)
 *		return st;
 *	insert = sql_prepare(db, "INSERT INTO t VALUES (?, ?)");
 *	sql_text(insert, "name");
 *	sql_int(insert, 46);
 *	id = sql_insert(insert);
 *	...
 *	st = sql_close(db, keep, err);
 *
 * Errors are sticky, as in json_writer.h: after the first nothing more is
 * done, and sql_close() tells it.  Values are bound, never pasted, so text
 * is only ever text.  Until sql_close() others see the database as it was.
 *
 * Threads: a database belongs to its caller.
 */
#ifndef ANALYSIS_SQL_H
#define ANALYSIS_SQL_H

#include <stdbool.h>
#include <stdint.h>

#include "common/status.h"

struct sql;
struct sql_statement;

/* Opens or creates the database, runs SCHEMA and starts the transaction. */
enum status	sql_open(struct sql **, const char *path, const char *schema,
		    struct error *);

/* A statement of the database, freed with it; never NULL but without
   memory, and then passed over by all that takes it. */
struct sql_statement *sql_prepare(struct sql *, const char *text);

/* The next value of the row: in order, the first after sql_insert(). */
void		sql_text(struct sql_statement *, const char *);	/* NULL too */
void		sql_int(struct sql_statement *, int64_t);
void		sql_ms(struct sql_statement *, int64_t ns);	/* < 0: NULL */
void		sql_null(struct sql_statement *);

/* Runs the statement; returns the row's id, 0 after an error. */
int64_t		sql_insert(struct sql_statement *);

/*
 * Keeps all that was done, or nothing of it, and frees everything.  Returns
 * the first error.
 */
enum status	sql_close(struct sql *, bool keep, struct error *);

#endif /* ANALYSIS_SQL_H */
