/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/verdict.h"

static const char *const service_words[SERVICE_COUNT] = {
	[SERVICE_WEB] = "web",
	[SERVICE_WWW] = "www",
	[SERVICE_MAIL] = "mail",
	[SERVICE_DNS] = "dns",
};

static const char *const family_state_words[FAMILY_STATE_COUNT] = {
	[FAMILY_REACHABLE] = "reachable",
	[FAMILY_DEGRADED] = "degraded",
	[FAMILY_UNREACHABLE] = "unreachable",
	[FAMILY_SPECIAL_PURPOSE] = "special_purpose",
	[FAMILY_NO_ADDRESS] = "no_address",
	[FAMILY_INDETERMINATE] = "indeterminate",
};

static const char *const service_class_words[CLASS_COUNT] = {
	[CLASS_DUAL_STACK] = "dual_stack",
	[CLASS_DUAL_STACK_DEGRADED] = "dual_stack_degraded",
	[CLASS_V6_BROKEN] = "v6_broken",
	[CLASS_V4_ONLY] = "v4_only",
	[CLASS_V4_BROKEN] = "v4_broken",
	[CLASS_V6_ONLY] = "v6_only",
	[CLASS_UNREACHABLE] = "unreachable",
	[CLASS_NONE] = "none",
	[CLASS_NOT_APPLICABLE] = "not_applicable",
	[CLASS_INDETERMINATE] = "indeterminate",
	[CLASS_VANTAGE_DEPENDENT] = "vantage_dependent",
};

static const char *const agreement_words[AGREEMENT_COUNT] = {
	[AGREEMENT_COMPLIANT] = "compliant",
	[AGREEMENT_NON_COMPLIANT] = "non_compliant",
	[AGREEMENT_NOT_APPLICABLE] = "not_applicable",
	[AGREEMENT_INDETERMINATE] = "indeterminate",
	[AGREEMENT_VANTAGE_DEPENDENT] = "vantage_dependent",
};

static const char *const ipv6_only_client_words[IPV6_ONLY_CLIENT_COUNT] = {
	[IPV6_ONLY_CLIENT_YES] = "yes",
	[IPV6_ONLY_CLIENT_NO] = "no",
	[IPV6_ONLY_CLIENT_INDETERMINATE] = "indeterminate",
};

static const char *const exchange_online_words[EXCHANGE_ONLINE_COUNT] = {
	[EXCHANGE_ONLINE_IPV6_ON] = "ipv6_on",
	[EXCHANGE_ONLINE_IPV6_OFF] = "ipv6_off",
	[EXCHANGE_ONLINE_BEHIND_FILTER_IPV6_ON] = "behind_filter_ipv6_on",
	[EXCHANGE_ONLINE_BEHIND_FILTER_IPV6_OFF] = "behind_filter_ipv6_off",
	[EXCHANGE_ONLINE_NOT_USED] = "not_used",
	[EXCHANGE_ONLINE_INDETERMINATE] = "indeterminate",
};

static const char *const internet_nl_test_words[INTERNET_NL_TEST_COUNT] = {
	[INTERNET_NL_WEB_NS_ADDRESS] = "web_ipv6_ns_address",
	[INTERNET_NL_WEB_NS_REACH] = "web_ipv6_ns_reach",
	[INTERNET_NL_WEB_WS_ADDRESS] = "web_ipv6_ws_address",
	[INTERNET_NL_WEB_WS_REACH] = "web_ipv6_ws_reach",
	[INTERNET_NL_WEB_WS_SIMILAR] = "web_ipv6_ws_similar",
	[INTERNET_NL_MAIL_NS_ADDRESS] = "mail_ipv6_ns_address",
	[INTERNET_NL_MAIL_NS_REACH] = "mail_ipv6_ns_reach",
	[INTERNET_NL_MAIL_MX_ADDRESS] = "mail_ipv6_mx_address",
	[INTERNET_NL_MAIL_MX_REACH] = "mail_ipv6_mx_reach",
};

static const char *const internet_nl_status_words[INTERNET_NL_STATUS_COUNT] = {
	[INTERNET_NL_PASSED] = "passed",
	[INTERNET_NL_FAILED] = "failed",
	[INTERNET_NL_WARNING] = "warning",
	[INTERNET_NL_INFO] = "info",
	[INTERNET_NL_NOT_TESTED] = "not_tested",
};

static const char *const finding_code_words[FINDING_COUNT] = {
	[FINDING_NO_SUCH_DOMAIN] = "no_such_domain",
	[FINDING_IMPLICIT_MX] = "implicit_mx",
	[FINDING_NULL_MX_WITH_OTHER_MX] = "null_mx_with_other_mx",
	[FINDING_MX_IS_CNAME] = "mx_is_cname",
	[FINDING_MX_IS_ADDRESS] = "mx_is_address",
	[FINDING_MX_IS_LOCALHOST] = "mx_is_localhost",
	[FINDING_MX_WITHOUT_ADDRESS] = "mx_without_address",
	[FINDING_NO_NAME_SERVERS] = "no_name_servers",
	[FINDING_NS_IS_CNAME] = "ns_is_cname",
	[FINDING_NS_WITHOUT_ADDRESS] = "ns_without_address",
	[FINDING_NS_LAME] = "ns_lame",
	[FINDING_DNS_TCP_CLOSED] = "dns_tcp_closed",
	[FINDING_NS_SET_DIFFERS] = "ns_set_differs",
	[FINDING_GLUE_ONLY_AT_PARENT] = "glue_only_at_parent",
	[FINDING_GLUE_MISSING_AT_PARENT] = "glue_missing_at_parent",
	[FINDING_GLUE_DIFFERS] = "glue_differs",
	[FINDING_CHAIN_BROKEN_IPV4] = "chain_broken_ipv4",
	[FINDING_CHAIN_BROKEN_IPV6] = "chain_broken_ipv6",
	[FINDING_AAAA_NXDOMAIN] = "aaaa_nxdomain",
	[FINDING_AAAA_SERVFAIL] = "aaaa_servfail",
	[FINDING_AAAA_REFUSED] = "aaaa_refused",
	[FINDING_AAAA_SILENT] = "aaaa_silent",
	[FINDING_SPECIAL_PURPOSE_ADDRESS] = "special_purpose_address",
	[FINDING_PORT_MISMATCH] = "port_mismatch",
	[FINDING_CNAME_TOO_LONG] = "cname_too_long",
	[FINDING_ADDRESSES_OVER_CAP] = "addresses_over_cap",
	[FINDING_LOOKUP_FAILED] = "lookup_failed",
	[FINDING_OVER_BUDGET] = "over_budget",
};

const char *
service_name(enum service value)
{
	return service_words[value];
}

const char *
family_state_name(enum family_state value)
{
	return family_state_words[value];
}

const char *
service_class_name(enum service_class value)
{
	return service_class_words[value];
}

const char *
agreement_name(enum agreement value)
{
	return agreement_words[value];
}

const char *
ipv6_only_client_name(enum ipv6_only_client value)
{
	return ipv6_only_client_words[value];
}

const char *
exchange_online_name(enum exchange_online value)
{
	return exchange_online_words[value];
}

const char *
internet_nl_test_name(enum internet_nl_test value)
{
	return internet_nl_test_words[value];
}

const char *
internet_nl_status_name(enum internet_nl_status value)
{
	return internet_nl_status_words[value];
}

const char *
finding_code_name(enum finding_code value)
{
	return finding_code_words[value];
}
