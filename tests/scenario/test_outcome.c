/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "tests/scenario/outcome.h"
#include "tests/sim/sim_message.h"

static struct rpl rpl;
static char text[OUTCOME_TEXT_SIZE];

/* A scenario that checks one answer to "a.nl. IN <type>". */
static const struct rpl_entry *
expect(const char *type, const char *rcode, const char *records)
{
	char scenario[2048];
	struct error err = { "" };

	(void)snprintf(scenario, sizeof(scenario),
	    "CONFIG_END\nSCENARIO_BEGIN t\nSTEP 1 CHECK_ANSWER\n"
	    "ENTRY_BEGIN\nMATCH all\nREPLY QR %s\n"
	    "SECTION QUESTION\na.nl. IN %s\nSECTION ANSWER\n%s"
	    "ENTRY_END\nSCENARIO_END\n",
	    rcode, type, records);
	if (rpl_read(&rpl, scenario, strlen(scenario), &err) != STATUS_OK)
		fail_msg("%s", err.text);
	return rpl.steps->entry;
}

/* An answer with those addresses, and with a CNAME unless that is NULL. */
static struct outcome
answered(uint16_t type, enum lookup_status status, const char *cname,
    const char *address, const char *other)
{
	struct outcome o = {
		.question = { sim_name("A.nl"), type, 1 },
		.status = status,
	};
	const char *all[] = { address, other };
	struct ip_addr a;
	unsigned i;

	if (cname != NULL)
		o.cname[o.n_cname++] = sim_name(cname);
	for (i = 0; i < 2 && all[i] != NULL; i++) {
		assert_true(address_parse(all[i], &a));
		o.item[i].octets = family_octets((enum family)a.family);
		memcpy(o.item[i].data, a.octet, o.item[i].octets);
		o.n_item++;
	}
	return o;
}

static void
compares(void **state)
{
	static const char one[] = "a.nl. IN A 192.0.2.1\n";
	static const char two[] = "a.nl. IN A 192.0.2.1\n"
				  "a.nl. IN A 192.0.2.2\n"
				  "a.nl. IN RRSIG A 1 1 1 1 1 1 nl. AA==\n";
	static const char via[] = "a.nl. IN CNAME B.nl.\n"
				  "b.nl. IN A 192.0.2.1\n";
	static const char alias[] = "a.nl. IN CNAME b.nl.\n";
	static const struct {
		const char *rcode, *records;
		enum lookup_status status;
		const char *cname, *address, *other;
		bool as_expected;
	} cases[] = {
		{ "NOERROR", one, LOOKUP_OK, NULL, "192.0.2.1", NULL, true },
		{ "NOERROR", one, LOOKUP_OK, NULL, "192.0.2.2", NULL, false },
		{ "NOERROR", one, LOOKUP_NODATA, NULL, NULL, NULL, false },
		{ "NOERROR", one, LOOKUP_TIMEOUT, NULL, NULL, NULL, false },
		{ "NOERROR", two, LOOKUP_OK, NULL, "192.0.2.2", "192.0.2.1",
		    true },
		{ "NOERROR", two, LOOKUP_OK, NULL, "192.0.2.2", NULL, false },
		{ "NOERROR", one, LOOKUP_OK, NULL, "192.0.2.1", "192.0.2.2",
		    false },
		{ "NOERROR", via, LOOKUP_OK, "b.nl", "192.0.2.1", NULL, true },
		{ "NOERROR", via, LOOKUP_OK, NULL, "192.0.2.1", NULL, false },
		{ "NOERROR", via, LOOKUP_OK, "c.nl", "192.0.2.1", NULL, false },
		{ "NOERROR", "", LOOKUP_NODATA, NULL, NULL, NULL, true },
		{ "NOERROR", "", LOOKUP_NXDOMAIN, NULL, NULL, NULL, false },
		{ "NXDOMAIN", "", LOOKUP_NXDOMAIN, NULL, NULL, NULL, true },
		{ "NXDOMAIN", alias, LOOKUP_NXDOMAIN, "b.nl", NULL, NULL,
		    true },
		{ "NXDOMAIN", alias, LOOKUP_NXDOMAIN, NULL, NULL, NULL, false },
		{ "NXDOMAIN", "", LOOKUP_SERVFAIL, NULL, NULL, NULL, false },
		{ "SERVFAIL", "", LOOKUP_TIMEOUT, NULL, NULL, NULL, true },
		{ "SERVFAIL", "", LOOKUP_BOGUS_REPLY, NULL, NULL, NULL, true },
		{ "SERVFAIL", "", LOOKUP_NODATA, NULL, NULL, NULL, false },
	};
	const struct rpl_entry *e;
	struct outcome o;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		e = expect("A", cases[i].rcode, cases[i].records);
		o = answered(DNS_TYPE_A, cases[i].status, cases[i].cname,
		    cases[i].address, cases[i].other);
		if (outcome_check(&o, e, text) != cases[i].as_expected)
			fail_msg("case %zu", i);
		rpl_free(&rpl);
	}
}

static void
explains(void **state)
{
	struct outcome o =
	    answered(DNS_TYPE_AAAA, LOOKUP_OK, "c.nl", "::2", NULL);

	(void)state;
	assert_false(outcome_check(&o,
	    expect("AAAA", "NOERROR", "a.nl. CNAME b.nl.\nb.nl. AAAA ::1\n"),
	    text));
	assert_string_equal(
	    text, "a.nl AAAA: expected NOERROR b.nl ::1; got ok c.nl ::2");
	rpl_free(&rpl);
}

static void
compares_names(void **state)
{
	const struct rpl_entry *e =
	    expect("MX", "NOERROR", "a.nl. IN MX 10 MX.nl.\n");
	struct outcome o = answered(DNS_TYPE_MX, LOOKUP_OK, NULL, NULL, NULL);

	(void)state;
	o.n_item = 1;
	o.item[0].octets = 9;
	memcpy(o.item[0].data, "\0\x0a\x02mx\x02nl", 9);
	assert_true(outcome_check(&o, e, text));
	assert_false(outcome_poisoned(&o, &rpl, text));
	o.item[0].data[1] = 11;
	assert_false(outcome_check(&o, e, text));
	assert_true(outcome_poisoned(&o, &rpl, text));
	rpl_free(&rpl);
}

static void
smells_poison(void **state)
{
	static const char records[] = "a.nl. IN A 192.0.2.1\n";
	struct outcome o =
	    answered(DNS_TYPE_A, LOOKUP_OK, NULL, "192.0.2.1", "192.0.2.66");

	(void)state;
	(void)expect("A", "NOERROR", records);
	assert_true(outcome_poisoned(&o, &rpl, text));
	assert_string_equal(text, "a.nl A: nobody may be told 192.0.2.66");
	o.n_item = 1;
	assert_false(outcome_poisoned(&o, &rpl, text));
	/* Nobody says what is right: no judgement. */
	o.question.name = sim_name("b.nl");
	o.n_item = 2;
	assert_false(outcome_poisoned(&o, &rpl, text));
	rpl_free(&rpl);
	/* Where nothing at all may be told, anything is too much. */
	(void)expect("A", "SERVFAIL", "");
	o.question.name = sim_name("a.nl");
	assert_true(outcome_poisoned(&o, &rpl, text));
	rpl_free(&rpl);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(compares),
		cmocka_unit_test(explains),
		cmocka_unit_test(compares_names),
		cmocka_unit_test(smells_poison),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
