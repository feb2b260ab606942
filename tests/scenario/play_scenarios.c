/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plays all scenarios of a folder and compares what comes of them with the
 * table of known differences, both ways: what is not in the table must end
 * as expected, and what is must still differ for a reason.
 *
 *	play_scenarios TABLE FOLDER		all of them, and a summary
 *	play_scenarios TABLE FILE.rpl		one, with all that is asked
 *	play_scenarios TABLE			those of $REACH46_SCENARIOS, or
 *						where CMake says they are
 *
 * Ends with 1 when something is wrong and with 77 where there is no folder.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/scenario/differences.h"
#include "tests/scenario/player.h"

#define SUFFIX    ".rpl"
#define EXIT_SKIP 77

enum verdict {
	AS_EXPECTED,
	DIFFERS,
	SKIPPED,
	POISONED,
	UNREADABLE,
	VERDICT_COUNT
};

static const char *const words[VERDICT_COUNT] = { "as expected", "differs",
	"skipped", "POISONED", "UNREADABLE" };

struct show {
	struct difference *known;
	FILE *trace;
	unsigned count[VERDICT_COUNT];
	unsigned wrong;
	unsigned entries, left_out;
	unsigned checks, passed_over, questions;
};

/* What a scenario came to, and why in REASON. */
static enum verdict
judge(const struct rpl *rpl, const struct player_result *r,
    char reason[static OUTCOME_TEXT_SIZE])
{
	const char *why = "";
	enum verdict v = AS_EXPECTED;

	if (r->checks == 0) {
		v = SKIPPED;
		why = r->passed_over > 0 ? "asks only what reach46 never asks"
					 : "checks no answer";
	}
	if (r->differing > 0) {
		v = r->differing_early > 0 ? DIFFERS : SKIPPED;
		why = v == DIFFERS ? r->first_difference
				   : "needs a client cache (TTLs)";
	}
	if (r->poisoned > 0) {
		v = POISONED;
		why = r->first_poison;
	}
	if (v == AS_EXPECTED || rpl->need == NULL) {
		(void)snprintf(reason, OUTCOME_TEXT_SIZE, "%s", why);
		return v;
	}
	(void)snprintf(
	    reason, OUTCOME_TEXT_SIZE, "%.300s; %.600s", rpl->need, why);
	return SKIPPED;
}

/* What is wrong with a verdict on a scenario of which that is known. */
static const char *
objection(enum verdict v, const struct difference *d)
{
	if (v == POISONED || v == UNREADABLE)
		return "";
	if (d == NULL)
		return v == DIFFERS ? "not in the table" : NULL;
	if (v == AS_EXPECTED)
		return "is in the table, but ends as expected";
	if (v == SKIPPED && d->kind == DIFFERENCE_DIFFERS)
		return "is in the table to differ, but is to be skipped";
	return NULL;
}

static void
report(struct show *s, const char *name, enum verdict v, const char *reason)
{
	struct difference *d = differences_find(s->known, name);
	const char *wrong = objection(v, d);

	if (d != NULL) {
		d->used = true;
		if (v == DIFFERS && d->kind == DIFFERENCE_SKIP)
			v = SKIPPED;
	}
	s->count[v]++;
	if (v != AS_EXPECTED || wrong != NULL)
		(void)printf("%-10s %s: %s\n", words[v], name, reason);
	if (d != NULL && v != AS_EXPECTED)
		(void)printf("%10s known: %s\n", "", d->reason);
	if (wrong == NULL)
		return;
	s->wrong++;
	(void)printf("%10s WRONG: %s\n", "", wrong);
}

static void
play(struct show *s, const char *path, const char *name)
{
	char reason[OUTCOME_TEXT_SIZE];
	struct player_result result = { .checks = 0 };
	struct error err;
	enum verdict v;
	struct rpl rpl;

	if (rpl_load(&rpl, path, &err) == STATUS_OK) {
		if (s->trace != NULL)
			(void)fprintf(s->trace, "%s\n", rpl.title);
		player_play(&rpl, s->trace, &result);
		v = judge(&rpl, &result, reason);
	} else {
		v = UNREADABLE;
		(void)snprintf(reason, sizeof(reason), "%s", err.text);
	}
	s->entries += rpl.n_entries;
	s->left_out += rpl.n_left_out;
	rpl_free(&rpl);
	s->checks += result.checks;
	s->passed_over += result.passed_over;
	s->questions += result.questions;
	report(s, name, v, reason);
}

static int
is_scenario(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return len > strlen(SUFFIX) && entry->d_name[0] != '.' &&
	    strcmp(entry->d_name + len - strlen(SUFFIX), SUFFIX) == 0;
}

/* Plays a file by its path, named by what is behind the last '/'. */
static void
play_file(struct show *s, const char *path)
{
	const char *slash = strrchr(path, '/');
	char name[256];
	size_t len;

	(void)snprintf(
	    name, sizeof(name), "%s", slash == NULL ? path : slash + 1);
	len = strlen(name);
	if (len > strlen(SUFFIX))
		name[len - strlen(SUFFIX)] = '\0';
	play(s, path, name);
}

/* Returns how many there are. */
static unsigned
play_folder(struct show *s, const char *folder)
{
	struct dirent **entries;
	char path[4096];
	int i, n = scandir(folder, &entries, is_scenario, alphasort);

	for (i = 0; i < n; i++) {
		(void)snprintf(
		    path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
		play_file(s, path);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	return n > 0 ? (unsigned)n : 0;
}

static void
summarise(const struct show *s, unsigned played)
{
	const struct difference *d;
	unsigned absent = 0;

	for (d = s->known; d != NULL; d = d->next)
		absent += !d->used;
	(void)printf("%u entries read, %u records left out; %u questions sent, "
		     "%u answers compared, %u questions passed over\n",
	    s->entries, s->left_out, s->questions, s->checks, s->passed_over);
	if (absent > 0)
		(void)printf(
		    "%u scenarios of the table are not here\n", absent);
	(void)printf("%u scenarios: %u as expected, %u differ, %u skipped, "
		     "%u poisoned, %u unreadable; %u wrong\n",
	    played, s->count[AS_EXPECTED], s->count[DIFFERS], s->count[SKIPPED],
	    s->count[POISONED], s->count[UNREADABLE], s->wrong);
}

static int
play_all(struct show *s, const char *table, const char *path)
{
	unsigned played = 1;
	struct arena arena;
	struct error err;
	struct stat st;

	if (stat(path, &st) != 0) {
		(void)printf("skipped: no %s\n", path);
		return EXIT_SKIP;
	}
	arena_init(&arena, 0);
	if (differences_load(&s->known, &arena, table, &err) != STATUS_OK) {
		(void)printf("%s\n", err.text);
		s->wrong++;
	} else if (S_ISDIR(st.st_mode)) {
		played = play_folder(s, path);
	} else {
		s->trace = stdout;
		play_file(s, path);
	}
	summarise(s, played);
	arena_free(&arena);
	return played == 0 || s->wrong > 0;
}

int
main(int argc, char **argv)
{
	struct show s = { .known = NULL };
	const char *path = getenv("REACH46_SCENARIOS");

	if (argc == 3)
		path = argv[2];
	else if (path == NULL)
		path = SCENARIOS;
	if (argc < 2 || argc > 3) {
		(void)fprintf(
		    stderr, "usage: %s TABLE [FOLDER|FILE]\n", argv[0]);
		return 1;
	}
	return play_all(&s, argv[1], path);
}
