/* SPDX-License-Identifier: Apache-2.0 */
#include "common/record.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const char *const lookup_status_words[] = {
	[LOOKUP_OK] = "ok",
	[LOOKUP_NODATA] = "nodata",
	[LOOKUP_NXDOMAIN] = "nxdomain",
	[LOOKUP_SERVFAIL] = "servfail",
	[LOOKUP_REFUSED] = "refused",
	[LOOKUP_TIMEOUT] = "timeout",
	[LOOKUP_BOGUS_REPLY] = "bogus_reply",
};

static const char *const endpoint_state_words[] = {
	[ENDPOINT_OPEN] = "open",
	[ENDPOINT_LAME] = "lame",
	[ENDPOINT_CLOSED] = "closed",
	[ENDPOINT_UNREACHABLE] = "unreachable",
	[ENDPOINT_SILENT] = "silent",
	[ENDPOINT_NOT_PROBED] = "not_probed",
	[ENDPOINT_INDETERMINATE] = "indeterminate",
};

static const char *const reason_words[REASON_COUNT] = {
	[REASON_NONE] = NULL,
	[REASON_SPECIAL_PURPOSE] = "special_purpose",
	[REASON_BLOCKLIST] = "blocklist",
	[REASON_CAP] = "cap",
	[REASON_NET_UNREACHABLE] = "net_unreachable",
	[REASON_HOST_UNREACHABLE] = "host_unreachable",
	[REASON_PROTOCOL_UNREACHABLE] = "protocol_unreachable",
	[REASON_PORT_UNREACHABLE] = "port_unreachable",
	[REASON_ADMIN_PROHIBITED] = "admin_prohibited",
	[REASON_NO_ROUTE] = "no_route",
	[REASON_BEYOND_SCOPE] = "beyond_scope",
	[REASON_ADDRESS_UNREACHABLE] = "address_unreachable",
	[REASON_POLICY_FAILED] = "policy_failed",
	[REASON_REJECT_ROUTE] = "reject_route",
	[REASON_PACKET_TOO_BIG] = "packet_too_big",
	[REASON_TIME_EXCEEDED] = "time_exceeded",
	[REASON_PARAMETER_PROBLEM] = "parameter_problem",
	[REASON_OTHER_ICMP] = "other_icmp",
	[REASON_REFUSED] = "refused",
	[REASON_SERVFAIL] = "servfail",
	[REASON_NXDOMAIN] = "nxdomain",
	[REASON_NOT_AUTHORITATIVE] = "not_authoritative",
	[REASON_UPWARD_REFERRAL] = "upward_referral",
	[REASON_OTHER_RCODE] = "other_rcode",
	[REASON_VANTAGE] = "vantage",
	[REASON_SEND_FAILED] = "send_failed",
	[REASON_CAPTURE_DROPS] = "capture_drops",
	[REASON_TRUNCATED] = "truncated",
	[REASON_INTERRUPTED] = "interrupted",
};

static const char *const host_use_words[] = {
	[USE_WEB] = "web",
	[USE_WWW] = "www",
	[USE_MX] = "mx",
	[USE_NS] = "ns",
	[USE_TENANT] = "tenant",
};

static const char *const chain_reason_words[CHAIN_REASON_COUNT] = {
	[CHAIN_NONE] = NULL,
	[CHAIN_NO_NS_ADDRESS] = "no_ns_address",
	[CHAIN_MISSING_GLUE] = "missing_glue",
	[CHAIN_NO_ADDRESS_FOUND] = "no_address_found",
	[CHAIN_SIBLING_NOT_RESOLVING] = "sibling_not_resolving",
	[CHAIN_PARENT_NOT_RESOLVABLE] = "parent_not_resolvable",
	[CHAIN_ADDRESS_SILENT] = "address_silent",
	[CHAIN_LAME] = "lame",
};

static const char *const resolvable_words[] = {
	[RESOLVABLE_YES] = "yes",
	[RESOLVABLE_NO] = "no",
	[RESOLVABLE_INDETERMINATE] = "indeterminate",
};

static int
find(const char *const *words, size_t n, const char *word)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (words[i] != NULL && strcmp(words[i], word) == 0)
			return (int)i;
	return -1;
}

const char *
lookup_status_name(enum lookup_status s)
{
	return lookup_status_words[s];
}

const char *
endpoint_state_name(enum endpoint_state s)
{
	return endpoint_state_words[s];
}

const char *
reason_name(enum reason r)
{
	return reason_words[r];
}

const char *
host_use_name(enum host_use u)
{
	return host_use_words[u];
}

const char *
chain_reason_name(enum chain_reason r)
{
	return chain_reason_words[r];
}

const char *
resolvable_name(enum resolvable r)
{
	return resolvable_words[r];
}

int
lookup_status_find(const char *word)
{
	return find(lookup_status_words, COUNT(lookup_status_words), word);
}

int
endpoint_state_find(const char *word)
{
	return find(endpoint_state_words, COUNT(endpoint_state_words), word);
}

int
reason_find(const char *word)
{
	return find(reason_words, COUNT(reason_words), word);
}

int
host_use_find(const char *word)
{
	return find(host_use_words, COUNT(host_use_words), word);
}

int
chain_reason_find(const char *word)
{
	return find(chain_reason_words, COUNT(chain_reason_words), word);
}

int
resolvable_find(const char *word)
{
	return find(resolvable_words, COUNT(resolvable_words), word);
}
