/* SPDX-License-Identifier: Apache-2.0 */
#include "prober/input_reason.h"

/* clang-format off */
static const struct {
	const char	*name, *text;
} reasons[INPUT_REASON_COUNT] = {
	[INPUT_FINE] = { "fine", "nothing is wrong" },
	[INPUT_LINE_TOO_LONG] = { "line_too_long",
	    "the line is longer than 65536 octets" },
	[INPUT_NUL_OCTET] = { "nul_octet",
	    "the line holds a NUL octet; the list must be plain text" },
	[INPUT_INVALID_UTF8] = { "invalid_utf8",
	    "the line is not valid UTF-8; iconv can convert the list" },
	[INPUT_CONTROL_CHARACTER] = { "control_character",
	    "the line holds a control character" },
	[INPUT_EXTRA_WORD] = { "extra_word",
	    "more than one word on the line; a list with columns must be CSV "
	    "with a header line" },
	[INPUT_BAD_CSV] = { "bad_csv",
	    "the quotes do not match; a CSV row must be one line, with quotes "
	    "only around whole fields and doubled inside them" },
	[INPUT_EXTRA_COLUMN] = { "extra_column",
	    "the row has more columns than the header; a field with the "
	    "separator in it needs quotes" },
	[INPUT_MISSING_NAME] = { "missing_name",
	    "the column of the domain is empty" },
	[INPUT_BAD_USE] = { "bad_use",
	    "the use must be web, mail, mail+web or empty" },
	[INPUT_TEXT_TOO_LONG] = { "text_too_long",
	    "the group or organisation is longer than 1024 octets" },
	[INPUT_NO_HOST] = { "no_host", "there is no host name in it" },
	[INPUT_BAD_PORT] = { "bad_port",
	    "what follows the colon is no port number" },
	[INPUT_E_MAIL_ADDRESS] = { "e_mail_address",
	    "it is an e-mail address; give the part after the @" },
	[INPUT_IP_ADDRESS] = { "ip_address",
	    "it is an IP address; give a domain name" },
	[INPUT_WILDCARD] = { "wildcard",
	    "a wildcard stands for no single domain; give the names" },
	[INPUT_BAD_CHARACTER] = { "bad_character",
	    "a domain name has only letters, digits, hyphens, underscores "
	    "and dots; a list with columns must be CSV with a header line" },
	[INPUT_LEADING_HYPHEN] = { "leading_hyphen",
	    "a label begins with a hyphen" },
	[INPUT_EMPTY_LABEL] = { "empty_label",
	    "nothing stands before, after or between two dots" },
	[INPUT_LABEL_TOO_LONG] = { "label_too_long",
	    "a label is longer than 63 octets" },
	[INPUT_NAME_TOO_LONG] = { "name_too_long",
	    "the name is longer than 253 octets" },
	[INPUT_SINGLE_LABEL] = { "single_label",
	    "a single label is not a domain; is the part after the dot "
	    "missing?" },
	[INPUT_NUMERIC_TLD] = { "numeric_tld",
	    "the last label is a number, so this is no domain name" },
	[INPUT_BAD_IDN] = { "bad_idn",
	    "IDNA 2008 does not allow this name" },
};
/* clang-format on */

const char *
input_reason_name(enum input_reason reason)
{
	return reasons[reason].name;
}

const char *
input_reason_text(enum input_reason reason)
{
	return reasons[reason].text;
}
