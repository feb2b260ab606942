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

/* DIGEST NULL: there is no such content. */
static void
add_content(struct making *m, enum run_content content, const uint8_t *digest)
{
	char *text = m->settings->content_sha256[content];

	if (digest != NULL)
		hex_text(text, digest, SHA256_DIGEST_SIZE);
	sha256_update(&m->hash, strlen(text) + 1, (const uint8_t *)text);
}

void
scan_settings_make(struct scan_settings *s, const struct scan_options *o,
    const struct scan_setup *setup)
{
	const struct engine_config *e = &setup->worker.engine;
	struct scan_options used = *o;
	struct making m = { .settings = s };
	uint8_t digest[SHA256_DIGEST_SIZE];

	*s = (struct scan_settings){ .n = 0 };
	sha256_init(&m.hash);
	used.resolver.item = (struct endpoint *)(uintptr_t)setup->resolvers;
	used.resolver.n = setup->worker.n_resolvers;
	options_dump(&scan_option_table, &used, add_setting, &m);
	add_content(&m, RUN_BLOCKLIST,
	    o->blocklist_file != NULL ? setup->blocklist_sha256 : NULL);
	add_content(&m, RUN_CONTROLS,
	    e->n_controls > 0 ? setup->controls.sha256 : NULL);
	add_content(
	    &m, RUN_ROOT_HINTS, e->hints != NULL ? e->hints->sha256 : NULL);
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

void
scan_settings_decided(
    struct scan_settings *s, const char *option, const char *value)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (strcmp(s->options[i].name, option) == 0) {
			free((char *)(uintptr_t)s->options[i].value);
			s->options[i].value = strdup(value);
		}
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

static enum status
differs(
    struct error *err, const char *option, const char *then, const char *now)
{
	return error_set(err, STATUS_USAGE,
	    "it was started with --%s %s, which changes results, and now it "
	    "is %s: give the same again",
	    option, then, now);
}

static enum status
match_options(const struct scan_settings *s, const struct run_header *h,
    struct error *err)
{
	const struct option_def *def = scan_option_table.defs;
	char then[128], now[128];
	size_t i;

	for (i = 0; i < scan_option_table.n_defs; i++, def++) {
		if (def->role != OPTION_MEASURES)
			continue;
		describe(
		    then, sizeof(then), h->options, h->n_options, def->name);
		describe(now, sizeof(now), s->options, s->n, def->name);
		if (strcmp(then, now) != 0)
			return differs(err, def->name, then, now);
	}
	return STATUS_OK;
}

/* The beginning of a hash, or what stands for none. */
static const char *
describe_content(char buf[static 40], const char *sha256)
{
	(void)snprintf(buf, 40, "of SHA-256 %.16s...", sha256);
	return sha256[0] != '\0' ? buf : "none";
}

static enum status
match_contents(const struct scan_settings *s, const struct run_header *h,
    struct error *err)
{
	static const char *const options[] = {
		[RUN_BLOCKLIST] = "blocklist-file",
		[RUN_CONTROLS] = "controls",
		[RUN_ROOT_HINTS] = "root-hints",
	};
	const char *then, *now;
	char was[40], is[40];
	unsigned i;

	for (i = 0; i < RUN_CONTENTS; i++) {
		then = h->content_sha256[i] != NULL ? h->content_sha256[i] : "";
		now = s->content_sha256[i];
		if (strcmp(then, now) != 0)
			return differs(err, options[i],
			    describe_content(was, then),
			    describe_content(is, now));
	}
	return STATUS_OK;
}

enum status
scan_settings_match(const struct scan_settings *s, const struct run_header *h,
    struct error *err)
{
	enum status status;

	if (strcmp(s->sha256, h->settings_sha256) == 0)
		return STATUS_OK;
	if ((status = match_options(s, h, err)) != STATUS_OK ||
	    (status = match_contents(s, h, err)) != STATUS_OK)
		return status;
	return error_set(err, STATUS_USAGE,
	    "it was started with other options that change results: give the "
	    "same again");
}
