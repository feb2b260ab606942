/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/scan_settings.h"

#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

#include "cli/scan_input.h"

/* Settings being made. */
struct making {
	struct scan_settings *settings;
	struct sha256_ctx hash;
};

static void
add_setting(void *arg, const struct option_value *v)
{
	struct making *m = arg;
	struct scan_settings *s = m->settings;
	struct run_option *o;

	if (v->kind == OPTION_VALUE_BOOL && strcmp(v->text, "false") == 0)
		return;
	if (v->role == OPTION_MEASURES) {
		sha256_update(
		    &m->hash, strlen(v->name) + 1, (const uint8_t *)v->name);
		sha256_update(
		    &m->hash, strlen(v->text) + 1, (const uint8_t *)v->text);
	}
	s->options = realloc(s->options, (s->n + 1) * sizeof(*s->options));
	if (s->options == NULL)
		abort();
	o = &s->options[s->n++];
	o->name = v->name;
	o->value = v->kind == OPTION_VALUE_BOOL ? NULL : strdup(v->text);
}

/* The file may have another name, and the same name another content. */
static void
add_root_hints(struct making *m, const struct root_hints *hints)
{
	char *text = m->settings->root_hints_sha256;

	hex_text(text, hints->sha256, sizeof(hints->sha256));
	sha256_update(&m->hash, sizeof(hints->sha256), hints->sha256);
}

void
scan_settings_make(struct scan_settings *s, const struct scan_options *o,
    const struct root_hints *hints)
{
	struct making m = { .settings = s };
	uint8_t digest[SHA256_DIGEST_SIZE];

	*s = (struct scan_settings){ .n = 0 };
	sha256_init(&m.hash);
	options_dump(&scan_option_table, o, add_setting, &m);
	if (o->iterative)
		add_root_hints(&m, hints);
	sha256_digest(&m.hash, sizeof(digest), digest);
	hex_text(s->sha256, digest, sizeof(digest));
}

void
scan_settings_free(struct scan_settings *s)
{
	while (s->n > 0)
		free((char *)(uintptr_t)s->options[--s->n].value);
	free(s->options);
	s->options = NULL;
}

/* All values of one option, for a person. */
static void
describe(char *buf, size_t size, const struct run_option *o, size_t n,
    const char *name)
{
	size_t used = 0, i;

	(void)snprintf(buf, size, "not given");
	for (i = 0; i < n && used < size; i++)
		if (strcmp(o[i].name, name) == 0)
			used += (size_t)snprintf(buf + used, size - used,
			    "%s%s", used > 0 ? "," : "",
			    o[i].value != NULL ? o[i].value : "given");
}

enum status
scan_settings_match(const struct scan_settings *s, const struct run_header *h,
    struct error *err)
{
	const struct option_def *def = scan_option_table.defs;
	char then[128], now[128];
	size_t i;

	if (strcmp(s->sha256, h->settings_sha256) == 0)
		return STATUS_OK;
	for (i = 0; i < scan_option_table.n_defs; i++, def++) {
		if (def->role != OPTION_MEASURES)
			continue;
		describe(
		    then, sizeof(then), h->options, h->n_options, def->name);
		describe(now, sizeof(now), s->options, s->n, def->name);
		if (strcmp(then, now) != 0)
			return error_set(err, STATUS_USAGE,
			    "it was started with --%s %s, which changes "
			    "results, and now it is %s: give the same again",
			    def->name, then, now);
	}
	if (h->root_hints_sha256 != NULL &&
	    strcmp(s->root_hints_sha256, h->root_hints_sha256) != 0)
		return error_set(err, STATUS_USAGE,
		    "it was started with other --root-hints: give the same "
		    "again");
	return error_set(err, STATUS_USAGE,
	    "it was started with other options that change results: give the "
	    "same again");
}
