/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Many domains are walked to while for a while somebody on the way lies
 * (walk_liar.h), or nothing comes.  When and over what, in what manner, and in
 * which order the domains come is left to chance; what is found must be what
 * is found in fair weather.
 *
 *	test_walk_weather [SEEDS [FIRST]]
 */
#include <stdlib.h>

#include "tests/sim/sim_random.h"
#include "tests/unit/walk_liar.h"

#define SEEDS      40
#define FACTS_MAX  96
#define FACT_SIZE  256
#define SPELLS_MAX 3
#define COMING_NS  (12 * SECOND) /* the time in which domains are added */
#define FOUL_NS    (20 * SECOND) /* and in which it turns foul */

/* Whatever can be well or ill with a domain, over HERE. */
static const char *const domains[] = {
	"a.nl",
	"sibling.nl",
	"far.net",
	"mute.nl",
	"half-mute.nl",
	"lame.nl",
	"upward.nl",
	"noaa.nl",
	"tcp.nl",
	"plain.nl",
	"no-address.nl",
	"no-glue.nl",
	"on-no-glue.nl",
	"on-no-address.nl",
	"x.circle.nl",
	"nobody.nl",
	"alias.nl",
	"post.nl",
};
#define DOMAINS (sizeof(domains) / sizeof(domains[0]))

/* What is found of a domain: lines, each a key and a value. */
struct facts {
	char line[FACTS_MAX][FACT_SIZE];
	unsigned n;
};

struct spell {
	uint64_t from_ns, to_ns;
	bool over[2];
};

enum sort { LIES, LIES_OVER_TCP, OUTAGE };

struct weather {
	enum sort sort;
	struct spell spells[SPELLS_MAX];
	unsigned n_spells;
};

struct tally {
	unsigned runs, domains, facts, wrong, unknown, unfinished;
	char first[3 * FACT_SIZE];
};

static struct facts truth[DOMAINS], found[DOMAINS];
static bool is_found[DOMAINS];
static const struct weather *weather;

static unsigned
domain_number(const char *name)
{
	unsigned i;

	for (i = 0; strcmp(domains[i], name) != 0; i++)
		assert_true(i + 1 < DOMAINS);
	return i;
}

static char *
new_fact(struct facts *f)
{
	assert_true(f->n < FACTS_MAX);
	return f->line[f->n++];
}

static void
note_endpoint(struct facts *f, const char *what, const char *host,
    const struct record_endpoint *e)
{
	char addr[ADDRESS_TEXT_SIZE];

	address_format(&e->address, addr);
	(void)snprintf(new_fact(f), FACT_SIZE, "%s %s %s %u/%u=%s %s", what,
	    host, addr, e->proto, e->port, endpoint_state_name(e->state),
	    e->reason == REASON_NONE ? "" : reason_name(e->reason));
}

static void
note_host(struct facts *f, const struct record_host *h)
{
	unsigned i;

	for (i = 0; h->looked_up && i < 2; i++)
		(void)snprintf(new_fact(f), FACT_SIZE, "lookup %s %u=%s %zu",
		    h->name, h->lookup[i].type,
		    lookup_status_name(h->lookup[i].status), h->n_cnames);
	for (i = 0; i < h->n_endpoints; i++)
		note_endpoint(f, "endpoint", h->name, &h->endpoints[i]);
}

static void
note_chain(struct facts *f, const struct record_chain *c)
{
	const struct record_chain_family *x;
	unsigned i;
	size_t j;

	for (i = 0; i < 2; i++) {
		x = &c->family[i];
		(void)snprintf(new_fact(f), FACT_SIZE, "chain %s %u=%s %s %s",
		    c->name, i, resolvable_name(x->resolvable), x->broken_at,
		    x->reason == CHAIN_NONE ? ""
					    : chain_reason_name(x->reason));
		for (j = 0; j < x->n_servers; j++)
			if (liar_owns(&x->servers[j]))
				(void)snprintf(new_fact(f), FACT_SIZE,
				    "server %s %u=the liar's", c->name, i);
	}
}

static void
on_domain(void *arg, const struct record_domain *r)
{
	const unsigned number = domain_number(r->name);
	struct facts *f = &found[number];
	size_t i;

	(void)arg;
	assert_false(is_found[number]);
	is_found[number] = true;
	f->n = 0;
	(void)snprintf(new_fact(f), FACT_SIZE, "zone %s=%s", r->name, r->zone);
	(void)snprintf(new_fact(f), FACT_SIZE, "mx %s=%s %zu", r->name,
	    lookup_status_name(r->mx_lookup.status), r->n_mx);
	for (i = 0; i < r->n_hosts; i++)
		note_host(f, &r->hosts[i]);
	for (i = 0; i < r->n_chain; i++)
		note_chain(f, &r->chain[i]);
	for (i = 0; i < r->n_aaaa; i++)
		note_endpoint(
		    f, "aaaa", r->aaaa[i].server, &r->aaaa[i].endpoint);
}

/* A zone, and what all domains have: a website and mail. */
static void
add_zone(const char *zone, const char *servers, const char *glue)
{
	const char *tld = strrchr(zone, '.') + 1;
	char text[512];

	world_zone(&w.world, tld, servers);
	world_zone(&w.world, tld, glue);
	world_zone(&w.world, zone, servers);
	(void)snprintf(text, sizeof(text),
	    "%s ADDR 80\nwww.%s ADDR 81\n%s MX mail.%s\nmail.%s ADDR 82\n",
	    zone, zone, zone, zone, zone);
	world_zone(&w.world, zone, text);
}

/* With a name server of its own, which has that manner HERE. */
static void
add_usual(const char *zone, unsigned host, enum world_manner here)
{
	char servers[128], glue[128];

	(void)snprintf(servers, sizeof(servers), "%s NS ns.%s\n", zone, zone);
	(void)snprintf(glue, sizeof(glue), "ns.%s ADDR %u\n", zone, host);
	add_zone(zone, servers, glue);
	world_zone(&w.world, zone, glue);
	world_serve(&w.world, host, zone)->manner[w.world.family] = here;
}

static void
add_ill_delegated(void)
{
	add_zone("no-address.nl", "no-address.nl NS ns.no-address.nl\n",
	    "ns.no-address.nl THERE 20\n");
	world_zone(&w.world, "no-address.nl", "ns.no-address.nl THERE 20\n");
	(void)world_serve(&w.world, 20, "no-address.nl");
	add_zone("no-glue.nl", "no-glue.nl NS ns.no-glue.nl\n",
	    "ns.no-glue.nl THERE 21\n");
	world_zone(&w.world, "no-glue.nl", "ns.no-glue.nl ADDR 21\n");
	(void)world_serve(&w.world, 21, "no-glue.nl");
	add_zone("on-no-glue.nl", "on-no-glue.nl NS ns.no-glue.nl\n", "");
	(void)world_serve(&w.world, 21, "on-no-glue.nl");
	add_zone(
	    "on-no-address.nl", "on-no-address.nl NS ns.no-address.nl\n", "");
	(void)world_serve(&w.world, 20, "on-no-address.nl");
	world_zone(&w.world, "nl",
	    "circle.nl NS ns.ring.nl\n"
	    "ring.nl NS ns.circle.nl\n");
}

static void
make_world(struct sim_random *chance)
{
	unsigned i, f;

	again();
	w.world.family = (unsigned)sim_random_below(chance, 2);
	world_zone(&w.world, ".",
	    "net NS ns.net\n"
	    "ns.net ADDR 5\n");
	world_zone(&w.world, "net",
	    "net NS ns.net\n"
	    "ns.net ADDR 5\n");
	(void)world_serve(&w.world, 5, "net");
	add_usual("far.net", 10, WELL);
	add_usual("mute.nl", 11, SILENT);
	add_usual("lame.nl", 12, REFUSES);
	add_usual("upward.nl", 13, UPWARD);
	add_usual("noaa.nl", 14, FORGETS_AA);
	add_usual("tcp.nl", 15, TRUNCATES);
	add_usual("plain.nl", 16, NO_EDNS);
	add_usual("alias.nl", 17, WELL);
	world_zone(&w.world, "alias.nl", "www.alias.nl CNAME www.far.net\n");
	add_usual("post.nl", 18, WELL);
	world_zone(&w.world, "post.nl",
	    "post.nl MX mail.mute.nl\n"
	    "post.nl MX mail.no-glue.nl\n");
	add_zone("sibling.nl", "sibling.nl NS ns.far.net\n", "");
	(void)world_serve(&w.world, 10, "sibling.nl");
	add_zone("half-mute.nl",
	    "half-mute.nl NS ns.mute.nl\n"
	    "half-mute.nl NS ns.far.net\n",
	    "");
	(void)world_serve(&w.world, 10, "half-mute.nl");
	world_serve(&w.world, 11, "half-mute.nl")->manner[w.world.family] =
	    SILENT;
	add_ill_delegated();
	for (i = 0; i < w.world.n_servers; i++)
		for (f = 0; f < 2; f++)
			w.world.servers[i].late_ns[f] =
			    sim_random_below(chance, 60 * MS);
	w.b.config.on_domain = on_domain;
}

static void
choose_weather(struct weather *x, bool for_ever, struct sim_random *chance)
{
	const uint64_t most_ns = (x->sort == OUTAGE ? 30 : 8) * SECOND;
	struct spell *s;

	liar = (enum liar_manner)sim_random_below(chance, LIAR_MANNERS);
	x->n_spells = 1 + (unsigned)sim_random_below(chance, SPELLS_MAX);
	for (s = x->spells; s < x->spells + x->n_spells; s++) {
		s->from_ns = w.b.now + sim_random_below(chance, FOUL_NS);
		s->to_ns = s->from_ns + LIAR_NOTICED_NS +
		    sim_random_below(chance, most_ns);
		s->over[0] = sim_random_below(chance, 3) > 0;
		s->over[1] = !s->over[0] || sim_random_below(chance, 2) > 0;
	}
	if (for_ever)
		x->spells[0].to_ns = UINT64_MAX;
}

/* As the weather is now. */
static void
look_out(void)
{
	const struct spell *s;
	bool foul[2] = { false, false };

	for (s = weather->spells; s < weather->spells + weather->n_spells; s++)
		if (w.b.now >= s->from_ns && w.b.now < s->to_ns) {
			foul[0] |= s->over[0];
			foul[1] |= s->over[1];
		}
	memcpy(weather->sort == OUTAGE           ? deaf
		: weather->sort == LIES_OVER_TCP ? deceived_over_tcp
						 : deceived,
	    foul, sizeof(foul));
}

static bool
answer(struct walk_bench *bench, const struct request *req)
{
	look_out();
	return liar_answer(bench, req);
}

static bool
refuse(const struct request *req)
{
	look_out();
	return liar_refuses(req);
}

/* Measures all domains, in an order and at times left to chance. */
static void
measure(uint64_t seed, const struct weather *x)
{
	struct sim_random chance = { seed };
	unsigned order[DOMAINS], i, j, swap;
	uint64_t pause_ns;

	for (i = 0; i < DOMAINS; i++) {
		order[i] = i;
		is_found[i] = false;
	}
	weather = x;
	memset(deaf, 0, sizeof(deaf));
	memset(deceived, 0, sizeof(deceived));
	memset(deceived_over_tcp, 0, sizeof(deceived_over_tcp));
	w.custom = answer;
	w.refuses = refuse;
	start(sim_random_below(&chance, 4 * SECOND));
	for (i = 0; i < DOMAINS; i++) {
		j = i + (unsigned)sim_random_below(&chance, DOMAINS - i);
		swap = order[i];
		order[i] = order[j];
		order[j] = swap;
		pause_ns = sim_random_below(&chance, COMING_NS / DOMAINS);
		do {
			(void)walk_sleep(&w, pause_ns + 1);
			assert_true(w.b.now < 10000 * SECOND);
		} while (engine_room(w.b.engine) == 0);
		walk_add(&w, domains[order[i]]);
	}
	for (i = 0; i < 200 && engine_in_flight(w.b.engine) > 0; i++)
		(void)walk_sleep(&w, 10 * SECOND);
}

/* The line of a key, or NULL. */
static const char *
find(const struct facts *f, const char *line)
{
	const size_t key = (size_t)(strchr(line, '=') - line) + 1;
	unsigned i;

	for (i = 0; i < f->n; i++)
		if (strncmp(f->line[i], line, key) == 0)
			return f->line[i];
	return NULL;
}

/* False if the value is that nobody can tell. */
static bool
tells(const char *line)
{
	static const char *const words[] = { "", "indeterminate", "timeout",
		"servfail", "refused", "bogus_reply" };
	const char *value = strchr(line, '=') + 1;
	const size_t len = strcspn(value, " ");
	unsigned i;

	if (strstr(line, chain_reason_name(CHAIN_NO_ADDRESS_FOUND)) != NULL)
		return false;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == len &&
		    strncmp(words[i], value, len) == 0)
			return false;
	return true;
}

/* A fact that is not as it should be; NULL: absent. */
static void
differ(struct tally *t, uint64_t seed, const char *line, const char *right)
{
	const bool wrong = line != NULL && tells(line);

	t->wrong += wrong;
	t->unknown += !wrong;
	if (t->first[0] == '\0' || (wrong && t->wrong == 1))
		(void)snprintf(t->first, sizeof(t->first),
		    "seed %llu, manner %u: %s, not %s",
		    (unsigned long long)seed, liar,
		    line != NULL ? line : "nothing",
		    right != NULL ? right : "anything");
}

static void
compare(struct tally *t, uint64_t seed, const struct facts *is,
    const struct facts *should)
{
	const char *line;
	unsigned i;

	for (i = 0; i < should->n; i++) {
		line = find(is, should->line[i]);
		t->facts++;
		if (line == NULL || strcmp(line, should->line[i]) != 0)
			differ(t, seed, line, should->line[i]);
	}
	for (i = 0; i < is->n; i++)
		if (find(should, is->line[i]) == NULL)
			differ(t, seed, is->line[i], NULL);
}

static void
run(struct tally *t, uint64_t seed, enum sort sort, bool for_ever)
{
	const struct weather fair = { .n_spells = 0 };
	struct sim_random chance = { seed };
	struct weather foul = { .sort = sort };
	unsigned i;

	make_world(&chance);
	measure(seed, &fair);
	memcpy(truth, found, sizeof(truth));
	chance.state = seed;
	make_world(&chance);
	choose_weather(&foul, for_ever, &chance);
	measure(seed, &foul);
	t->runs++;
	for (i = 0; i < DOMAINS; i++) {
		t->domains++;
		t->unfinished += !is_found[i];
		if (is_found[i])
			compare(t, seed, &found[i], &truth[i]);
	}
}

/* These have found faults. */
static uint64_t seeds = SEEDS, first_seed = 10830;

static void
run_all(struct tally *t, enum sort sort, bool for_ever)
{
	uint64_t i;

	*t = (struct tally){ 0 };
	for (i = 0; i < seeds; i++)
		run(t, first_seed + i, sort, for_ever);
	print_message("%u runs, %u domains, %u facts: %u wrong, %u not told, "
		      "%u unfinished\n",
	    t->runs, t->domains, t->facts, t->wrong, t->unknown, t->unfinished);
	if (t->first[0] != '\0')
		print_message("  %s\n", t->first);
}

static void
assert_truth(enum sort sort, bool for_ever)
{
	struct tally t;

	run_all(&t, sort, for_ever);
	assert_int_equal(t.wrong, 0);
	assert_int_equal(t.unfinished, 0);
	/* What can be said over TCP alone is not waited for. */
	if (!for_ever && sort != LIES_OVER_TCP)
		assert_int_equal(t.unknown, 0);
}

static void
test_lies(void **state)
{
	(void)state;
	assert_truth(LIES, false);
	assert_truth(LIES, true);
}

static void
test_lies_over_tcp(void **state)
{
	(void)state;
	assert_truth(LIES_OVER_TCP, false);
	assert_truth(LIES_OVER_TCP, true);
}

static void
test_outages(void **state)
{
	(void)state;
	assert_truth(OUTAGE, false);
	assert_truth(OUTAGE, true);
}

int
main(int argc, char **argv)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_lies),
		TEST(test_lies_over_tcp),
		TEST(test_outages),
	};

	if (argc > 1)
		seeds = strtoull(argv[1], NULL, 10);
	if (argc > 2)
		first_seed = strtoull(argv[2], NULL, 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
