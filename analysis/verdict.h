/* SPDX-License-Identifier: Apache-2.0 */
/*
 * verdict.h - what the evidence on one domain comes to, and the words for it.
 *
 * A verdict says three things apart: yes, no, and "could not tell"
 * (indeterminate).  Its words are those of the run file and the reports;
 * docs/record.md explains each.
 *
 * Ownership: a verdict owns nothing.  Host names in findings are those of
 * the record, platform names are static; so it lives no longer than the
 * record it was made from.
 */
#ifndef ANALYSIS_VERDICT_H
#define ANALYSIS_VERDICT_H

#include <stdbool.h>
#include <stddef.h>

enum service {
	SERVICE_WEB,
	SERVICE_WWW,
	SERVICE_MAIL,
	SERVICE_DNS,
	SERVICE_COUNT
};

/* A service over one family (DESIGN section 3). */
enum family_state {
	FAMILY_REACHABLE,	/* every address answers */
	FAMILY_DEGRADED,	/* some do */
	FAMILY_UNREACHABLE,	/* none does */
	FAMILY_SPECIAL_PURPOSE,	/* none may be probed */
	FAMILY_NO_ADDRESS,
	FAMILY_INDETERMINATE,
	FAMILY_STATE_COUNT
};

enum service_class {
	CLASS_DUAL_STACK,
	CLASS_DUAL_STACK_DEGRADED,
	CLASS_V6_BROKEN,
	CLASS_V4_ONLY,
	CLASS_V4_BROKEN,
	CLASS_V6_ONLY,
	CLASS_UNREACHABLE,
	CLASS_NONE,		/* the domain does not have the service */
	CLASS_NOT_APPLICABLE,	/* it says so itself, or it is no question */
	CLASS_INDETERMINATE,
	CLASS_VANTAGE_DEPENDENT,	/* merged runs alone: anywhere is not
					   everywhere */
	CLASS_COUNT
};

struct service_verdict {
	enum service_class	class;
	enum family_state	family[2];	/* family_index(); means nothing
						   with CLASS_NOT_APPLICABLE */
};

enum agreement {
	AGREEMENT_COMPLIANT,
	AGREEMENT_NON_COMPLIANT,
	AGREEMENT_NOT_APPLICABLE,
	AGREEMENT_INDETERMINATE,
	AGREEMENT_VANTAGE_DEPENDENT,	/* merged runs alone */
	AGREEMENT_COUNT
};

enum ipv6_only_client {
	IPV6_ONLY_CLIENT_YES,
	IPV6_ONLY_CLIENT_NO,
	IPV6_ONLY_CLIENT_INDETERMINATE,
	IPV6_ONLY_CLIENT_COUNT
};

enum exchange_online {
	EXCHANGE_ONLINE_IPV6_ON,
	EXCHANGE_ONLINE_IPV6_OFF,
	EXCHANGE_ONLINE_BEHIND_FILTER_IPV6_ON,
	EXCHANGE_ONLINE_BEHIND_FILTER_IPV6_OFF,
	EXCHANGE_ONLINE_NOT_USED,
	EXCHANGE_ONLINE_INDETERMINATE,
	EXCHANGE_ONLINE_COUNT
};

/* The subtests of internet.nl that this evidence can answer. */
enum internet_nl_test {
	INTERNET_NL_WEB_NS_ADDRESS,
	INTERNET_NL_WEB_NS_REACH,
	INTERNET_NL_WEB_WS_ADDRESS,
	INTERNET_NL_WEB_WS_REACH,
	INTERNET_NL_WEB_WS_SIMILAR,
	INTERNET_NL_MAIL_NS_ADDRESS,
	INTERNET_NL_MAIL_NS_REACH,
	INTERNET_NL_MAIL_MX_ADDRESS,
	INTERNET_NL_MAIL_MX_REACH,
	INTERNET_NL_TEST_COUNT
};

enum internet_nl_status {
	INTERNET_NL_PASSED,
	INTERNET_NL_FAILED,
	INTERNET_NL_WARNING,
	INTERNET_NL_INFO,
	INTERNET_NL_NOT_TESTED,
	INTERNET_NL_STATUS_COUNT
};

/* What a person should know beside the classes. */
enum finding_code {
	FINDING_NO_SUCH_DOMAIN,
	FINDING_IMPLICIT_MX,
	FINDING_NULL_MX_WITH_OTHER_MX,
	FINDING_MX_IS_CNAME,
	FINDING_MX_IS_ADDRESS,
	FINDING_MX_IS_LOCALHOST,
	FINDING_MX_WITHOUT_ADDRESS,
	FINDING_NO_NAME_SERVERS,
	FINDING_NS_IS_CNAME,
	FINDING_NS_WITHOUT_ADDRESS,
	FINDING_NS_LAME,
	FINDING_DNS_TCP_CLOSED,
	FINDING_NS_SET_DIFFERS,
	FINDING_GLUE_ONLY_AT_PARENT,
	FINDING_GLUE_MISSING_AT_PARENT,
	FINDING_GLUE_DIFFERS,
	FINDING_CHAIN_BROKEN_IPV4,
	FINDING_CHAIN_BROKEN_IPV6,
	FINDING_AAAA_NXDOMAIN,
	FINDING_AAAA_SERVFAIL,
	FINDING_AAAA_REFUSED,
	FINDING_AAAA_SILENT,
	FINDING_SPECIAL_PURPOSE_ADDRESS,
	FINDING_PORT_MISMATCH,
	FINDING_CNAME_TOO_LONG,
	FINDING_ADDRESSES_OVER_CAP,
	FINDING_LOOKUP_FAILED,
	FINDING_OVER_BUDGET,
	FINDING_COUNT
};

struct finding {
	enum finding_code	 code;
	const char		*host;		/* borrowed from the record */
	char			 detail[80];	/* printable ASCII, may
						   be "" */
};

#define VERDICT_FINDINGS_MAX	64
#define VERDICT_REASONS_MAX	4
#define VERDICT_REASON_SIZE	32

struct verdict {
	struct service_verdict	 service[SERVICE_COUNT];
	bool			 mail_implicit;	/* the name's own addresses */
	bool			 port_mismatch;	/* and it cost web a class */
	enum agreement		 agreement;
	char			 reasons[VERDICT_REASONS_MAX]
				    [VERDICT_REASON_SIZE];
	size_t			 n_reasons;
	enum ipv6_only_client	 ipv6_only_client;
	const char		*mail_platform;	/* never NULL */
	enum exchange_online	 exchange_online;
	enum internet_nl_status	 internet_nl[INTERNET_NL_TEST_COUNT];
	struct finding		 findings[VERDICT_FINDINGS_MAX];
	size_t			 n_findings;
	size_t			 findings_omitted;	/* no room for these */

	/* Of a merged run: what the classes are anywhere and everywhere. */
	bool			 merged;
	enum service_class	 anywhere[SERVICE_COUNT];
	enum service_class	 everywhere[SERVICE_COUNT];
	enum agreement		 agreement_anywhere, agreement_everywhere;
};

const char	*service_name(enum service);
const char	*family_state_name(enum family_state);
const char	*service_class_name(enum service_class);
const char	*agreement_name(enum agreement);
const char	*ipv6_only_client_name(enum ipv6_only_client);
const char	*exchange_online_name(enum exchange_online);
const char	*internet_nl_test_name(enum internet_nl_test);
const char	*internet_nl_status_name(enum internet_nl_status);
const char	*finding_code_name(enum finding_code);

#endif /* ANALYSIS_VERDICT_H */
