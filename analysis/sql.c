/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/sql.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sql_statement {
	struct sql *db;
	sqlite3_stmt *stmt;
	int next; /* value to be bound, from 1 */
	struct sql_statement *before;
};

struct sql {
	sqlite3 *handle;
	char *path;
	struct sql_statement *statements;
	enum status status; /* the first error, and its sentence */
	struct error error;
};

static void
fail(struct sql *db)
{
	int code = sqlite3_errcode(db->handle);

	if (db->status != STATUS_OK)
		return;
	db->status = error_set(&db->error,
	    code == SQLITE_NOMEM ? STATUS_NO_MEMORY : STATUS_SYSTEM,
	    "writing %s: %s", db->path, sqlite3_errmsg(db->handle));
}

static void
run(struct sql *db, const char *text)
{
	if (db->status == STATUS_OK &&
	    sqlite3_exec(db->handle, text, NULL, NULL, NULL) != SQLITE_OK)
		fail(db);
}

enum status
sql_open(
    struct sql **out, const char *path, const char *schema, struct error *err)
{
	struct sql *db = calloc(1, sizeof(*db));

	*out = NULL;
	if (db == NULL || (db->path = strdup(path)) == NULL) {
		free(db);
		return error_set(
		    err, STATUS_NO_MEMORY, "opening %s: out of memory", path);
	}
	if (sqlite3_open(path, &db->handle) != SQLITE_OK)
		fail(db);
	run(db, "PRAGMA foreign_keys = ON; BEGIN IMMEDIATE;");
	run(db, schema);
	if (db->status != STATUS_OK)
		return sql_close(db, false, err);
	*out = db;
	return STATUS_OK;
}

struct sql_statement *
sql_prepare(struct sql *db, const char *text)
{
	struct sql_statement *s = calloc(1, sizeof(*s));

	if (s == NULL) {
		db->status =
		    error_set(&db->error, STATUS_NO_MEMORY, "out of memory");
		return NULL;
	}
	*s = (struct sql_statement){
		.db = db, .next = 1, .before = db->statements
	};
	db->statements = s;
	if (db->status == STATUS_OK &&
	    sqlite3_prepare_v3(db->handle, text, -1, SQLITE_PREPARE_PERSISTENT,
		&s->stmt, NULL) != SQLITE_OK)
		fail(db);
	return s;
}

static bool
is_fit(const struct sql_statement *s)
{
	return s != NULL && s->db->status == STATUS_OK;
}

static void
bound(struct sql_statement *s, int result)
{
	s->next++;
	if (result != SQLITE_OK)
		fail(s->db);
}

void
sql_text(struct sql_statement *s, const char *text)
{
	if (is_fit(s))
		bound(s,
		    sqlite3_bind_text(
			s->stmt, s->next, text, -1, SQLITE_STATIC));
}

void
sql_int(struct sql_statement *s, int64_t n)
{
	if (is_fit(s))
		bound(s, sqlite3_bind_int64(s->stmt, s->next, n));
}

void
sql_ms(struct sql_statement *s, int64_t ns)
{
	if (ns < 0)
		sql_null(s);
	else if (is_fit(s))
		bound(s,
		    sqlite3_bind_double(
			s->stmt, s->next, (double)(ns / 1000) / 1000));
}

void
sql_null(struct sql_statement *s)
{
	if (is_fit(s))
		bound(s, sqlite3_bind_null(s->stmt, s->next));
}

int64_t
sql_insert(struct sql_statement *s)
{
	int64_t id = 0;

	if (!is_fit(s))
		return 0;
	if (sqlite3_step(s->stmt) == SQLITE_DONE)
		id = sqlite3_last_insert_rowid(s->db->handle);
	else
		fail(s->db);
	(void)sqlite3_reset(s->stmt);
	(void)sqlite3_clear_bindings(s->stmt);
	s->next = 1;
	return id;
}

enum status
sql_close(struct sql *db, bool keep, struct error *err)
{
	struct sql_statement *s;
	enum status status;

	while ((s = db->statements) != NULL) {
		db->statements = s->before;
		(void)sqlite3_finalize(s->stmt);
		free(s);
	}
	if (keep)
		run(db, "COMMIT;");
	status = db->status;
	if (status != STATUS_OK)
		*err = db->error;
	(void)sqlite3_close(db->handle); /* undoes what is not committed */
	free(db->path);
	free(db);
	return status;
}
