/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/scenario/rpl_config.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#define BLANKS   " \t\r\f\v"
#define DNS_PORT "53"

/* Clauses other than server and stub-zone, and what they need. */
static const struct need {
	const char *key;
	const char *need;
} clauses[] = {
	{ "forward-zone", "a forwarder" },
	{ "auth-zone", "zones of its own" },
	{ "rpz", "response policy zones" },
	{ "view", "answers that depend on the client" },
	{ "cachedb", "a client cache" },
	{ "python", "modules of the user's" },
	{ "dynlib", "modules of the user's" },
	{ "server", NULL },
	{ "remote-control", NULL },
};

/* Settings that need something; an answer "no" needs nothing. */
static const struct need keys[] = {
	{ "private-address", "addresses cut out of answers" },
	{ "private-domain", "addresses cut out of answers" },
	{ "local-zone", "zones of its own" },
	{ "local-data", "zones of its own" },
	{ "do-nat64", "NAT64" },
	{ "nat64-prefix", "NAT64" },
	{ "dns64-prefix", "DNS64" },
	{ "serve-expired", "a client cache" },
	{ "prefetch", "a client cache" },
	{ "send-client-subnet", "EDNS client subnet" },
	{ "client-subnet-zone", "EDNS client subnet" },
	{ "client-subnet-always-forward", "EDNS client subnet" },
	{ "tls-upstream", "DNS over TLS" },
	{ "edns-client-string", "EDNS client strings" },
	{ "qname-minimisation", "QNAME minimisation" },
	{ "qname-minimisation-strict", "QNAME minimisation" },
	{ "iter-scrub-ns", "a limit of the user's" },
	{ "iter-scrub-cname", "a limit of the user's" },
	{ "max-global-quota", "a limit of the user's" },
	{ "max-query-restarts", "a limit of the user's" },
	{ "stub-host", "a stub zone known by name" },
};

static const char *const anchors[] = { "trust-anchor", "trust-anchor-file",
	"auto-trust-anchor-file", "trusted-keys-file", "dlv-anchor",
	"dlv-anchor-file" };

void
rpl_need(struct rpl *r, const char *what, const char *detail)
{
	char text[1024];

	if (r->need != NULL)
		return;
	(void)snprintf(text, sizeof(text), "needs %s%s%s%s", what,
	    *detail == '\0' ? "" : " (", detail, *detail == '\0' ? "" : ")");
	if ((r->need = arena_strdup(&r->arena, text)) == NULL)
		abort();
}

void
rpl_config_begin(struct rpl_config *c, struct rpl *r)
{
	memset(c, 0, sizeof(*c));
	c->rpl = r;
	c->validates = true;
}

static bool
is_no(const char *value)
{
	return strcmp(value, "no") == 0;
}

static bool
starts(const char *line, const char *word)
{
	return strncmp(line, word, strlen(word)) == 0;
}

/* "192.0.2.1" or "192.0.2.1@53", a comment of TLS behind it. */
static void
add_stub_address(struct rpl_config *c, const char *value)
{
	char text[ADDRESS_TEXT_SIZE];
	size_t len = strcspn(value, "@#");

	if (value[len] == '@' && strcmp(value + len + 1, DNS_PORT) != 0)
		c->stub_need = "a server at another port";
	if (len >= sizeof(text) || c->n_stub_addr == ROOT_SERVERS_MAX) {
		c->trouble = "cannot be a server's address";
		return;
	}
	memcpy(text, value, len);
	text[len] = '\0';
	if (address_parse(text, &c->stub_addr[c->n_stub_addr]))
		c->n_stub_addr++;
	else
		c->trouble = "is no address";
}

/* The name of a root server that only an address is known of. */
static void
add_root_server(struct rpl *r, const struct ip_addr *a)
{
	struct root_server *s = &r->hints.server[r->hints.n];
	char text[32];

	if (r->hints.n == ROOT_SERVERS_MAX)
		return;
	(void)snprintf(text, sizeof(text), "root%zu.invalid", r->hints.n++);
	(void)dns_name_from_text(text, &s->name);
	s->addr[family_index((enum family)a->family)] = *a;
}

static void
end_stub(struct rpl_config *c)
{
	unsigned i;

	if (!c->in_stub)
		return;
	if (strcmp(c->stub_name, ".") != 0)
		rpl_need(c->rpl, "a stub zone", c->stub_name);
	else if (c->stub_need != NULL)
		rpl_need(c->rpl, c->stub_need, "");
	else
		for (i = 0; i < c->n_stub_addr; i++)
			add_root_server(c->rpl, &c->stub_addr[i]);
	c->in_stub = false;
}

static void
begin_stub(struct rpl_config *c)
{
	c->in_stub = true;
	c->stub_name[0] = '\0';
	c->n_stub_addr = 0;
	c->stub_need = NULL;
}

/* A clause begins; false if this is none. */
static bool
begin_clause(struct rpl_config *c, const char *key)
{
	size_t i;

	if (strcmp(key, "stub-zone") == 0) {
		end_stub(c);
		begin_stub(c);
		return true;
	}
	for (i = 0; i < sizeof(clauses) / sizeof(clauses[0]); i++)
		if (strcmp(key, clauses[i].key) == 0) {
			end_stub(c);
			if (clauses[i].need != NULL)
				rpl_need(c->rpl, clauses[i].need, key);
			return true;
		}
	return false;
}

static void
refuse(struct rpl_config *c, const char *value)
{
	struct rpl *r = c->rpl;

	if (r->n_refused == RPL_REFUSED_MAX ||
	    !prefix_parse(value, &r->refused[r->n_refused]))
		c->trouble = "is no prefix";
	else
		r->n_refused++;
}

/* Which parts of unbound are to work on the answers. */
static void
set_modules(struct rpl_config *c, char *value)
{
	char *word, *rest = value;

	c->validates = false;
	while ((word = strsep(&rest, BLANKS)) != NULL)
		if (strcmp(word, "validator") == 0)
			c->validates = true;
		else if (*word != '\0' && strcmp(word, "iterator") != 0)
			rpl_need(c->rpl, "a module", word);
}

static void
set(struct rpl_config *c, const char *key, char *value)
{
	struct rpl *r = c->rpl;
	size_t i;

	if (c->in_stub && strcmp(key, "name") == 0)
		(void)snprintf(c->stub_name, sizeof(c->stub_name), "%s", value);
	else if (c->in_stub && strcmp(key, "stub-addr") == 0)
		add_stub_address(c, value);
	else if (strcmp(key, "do-ip4") == 0)
		r->without[family_index(FAMILY_V4)] = is_no(value);
	else if (strcmp(key, "do-ip6") == 0)
		r->without[family_index(FAMILY_V6)] = is_no(value);
	else if (strcmp(key, "do-not-query-localhost") == 0)
		r->asks_localhost = is_no(value);
	else if (strcmp(key, "do-not-query-address") == 0)
		refuse(c, value);
	else if (strcmp(key, "root-hints") == 0)
		c->wants_hints = true;
	else if (strcmp(key, "module-config") == 0)
		set_modules(c, value);
	for (i = 0; i < sizeof(anchors) / sizeof(anchors[0]); i++)
		c->has_anchor |= strcmp(key, anchors[i]) == 0;
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(key, keys[i].key) == 0 && !is_no(value))
			rpl_need(r, keys[i].need, key);
}

static void
end_file(struct rpl_config *c)
{
	struct root_hints *h = &c->rpl->hints;
	struct error err;

	if (c->hints_len > 0 && h->n == 0 &&
	    root_hints_read(h, c->hints, c->hints_len, &err) != STATUS_OK) {
		h->n = 0;
		rpl_need(c->rpl, "other root hints", err.text);
	}
	c->hints_len = 0;
	c->in_file = c->wants_hints = false;
}

/* A file inside the scenario; only root hints are of use to us. */
static void
file_line(struct rpl_config *c, const char *line)
{
	int len;

	if (starts(line, "TEMPFILE_END") || starts(line, "AUTOTRUST_END")) {
		end_file(c);
		return;
	}
	if (!c->wants_hints)
		return;
	len = snprintf(c->hints + c->hints_len, sizeof(c->hints) - c->hints_len,
	    "%s\n", line);
	if (len < 0 || (size_t)len >= sizeof(c->hints) - c->hints_len)
		c->trouble = "makes the hints too long";
	else
		c->hints_len += (size_t)len;
}

static void
end(struct rpl_config *c)
{
	struct error err;

	end_stub(c);
	if (c->rpl->hints.n == 0 &&
	    root_hints_builtin(&c->rpl->hints, &err) != STATUS_OK)
		rpl_need(c->rpl, "root hints", err.text);
	if (c->has_anchor && c->validates)
		rpl_need(c->rpl, "DNSSEC validation", "");
}

/* Cuts a value out of its blanks, quotes and comment. */
static char *
bare(char *value)
{
	size_t len;

	value += strspn(value, BLANKS);
	if (*value == '"') {
		value++;
		value[strcspn(value, "\"")] = '\0';
		return value;
	}
	value[strcspn(value, "#;")] = '\0';
	for (len = strlen(value);
	     len > 0 && strchr(BLANKS, value[len - 1]) != NULL; len--)
		value[len - 1] = '\0';
	return value;
}

bool
rpl_config_line(struct rpl_config *c, char *line, bool *over)
{
	char *value;

	*over = false;
	c->trouble = NULL;
	line += strspn(line, BLANKS);
	if (c->in_file) {
		file_line(c, line);
	} else if (starts(line, "CONFIG_END")) {
		*over = true;
		end(c);
	} else if (starts(line, "TEMPFILE_CONTENTS") ||
	    starts(line, "AUTOTRUST_FILE")) {
		c->in_file = true;
	} else if (*line != '\0' && *line != ';' && *line != '#' &&
	    !starts(line, "TEMPFILE_NAME")) {
		if ((value = strchr(line, ':')) == NULL) {
			c->trouble = "is no setting";
			return false;
		}
		*value++ = '\0';
		line[strcspn(line, BLANKS)] = '\0';
		value = bare(value);
		if (*value != '\0' || !begin_clause(c, line))
			set(c, line, value);
	}
	return c->trouble == NULL;
}
