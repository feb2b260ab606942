/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report_text.h"

#include <inttypes.h>

#include "analysis/shared_causes.h"

#define N "%" PRIu64

/* clang-format off */
static const char *const texts[TEXT_COUNT][REPORT_LANGS] = {
	[TEXT_SERVICES] = {
"Fully reachable over IPv4 and IPv6, of the domains that have the service:\n\n"
"Group              Domains          web          www         mail          "
"dns\n",
"Volledig bereikbaar via IPv4 en IPv6, van de domeinen die de dienst hebben:"
"\n\n"
"Groep             Domeinen          web          www         mail          "
"dns\n" },
	[TEXT_AGREEMENT] = {
"\nThe agreement: web and mail fully reachable over both.\n\n"
"Group              Domains    compliant  failing   n.a. unknown    IPv6 only"
"\n",
"\nDe afspraak: web en mail volledig bereikbaar via beide.\n\n"
"Groep             Domeinen      voldoet     niet n.v.t. onbek.   alleen IPv6"
"\n" },
	[TEXT_EXCHANGE] = {
"\nExchange Online: is IPv6 on?\n\n"
"Group                 Uses      on        off  filter on filter off  unknown"
"\n",
"\nExchange Online: staat IPv6 aan?\n\n"
"Groep             Gebruikt     aan        uit filter aan filter uit onbekend"
"\n" },
	[TEXT_PLATFORMS] = {
"\nWho runs the mail, and can it be reached over IPv6?\n\n"
"Platform           Domains    both, fully   IPv6, fully\n",
"\nWie de mail verzorgt, en of die bereikbaar is via IPv6:\n\n"
"Platform          Domeinen beide, volledig IPv6, volledig\n" },
	[TEXT_FINDINGS] = {
"\nFindings of most domains:\n\n"
"Finding                          Domains\n",
"\nBevindingen bij de meeste domeinen:\n\n"
"Bevinding                       Domeinen\n" },
	[TEXT_CAUSES] = {
"\nCauses that domains share:\n\n"
"Domains Cause                      Where\n",
"\nOorzaken die domeinen delen:\n\n"
"Aantal  Oorzaak                    Waar\n" },
	[TEXT_CHAINS] = {
"\nCan every name of a domain (its own, www, mail hosts, aliases) be resolved\n"
"from the root over one family alone?\n\n"
"                                 IPv4         IPv6\n",
"\nIs elke naam van een domein (zelf, www, mailservers, aliassen) vanaf de\n"
"root op te zoeken via een van beide alleen?\n\n"
"                                 IPv4         IPv6\n" },
	[TEXT_TREND] = {
"\nTrend: fully reachable, of the domains that have the service.\n"
"Above the second line: published figures, by internet.nl's rules.\n\n"
"Date       Source             Domains   web   www  mail   dns compliant\n",
"\nDoor de tijd: volledig bereikbaar, van de domeinen die de dienst hebben.\n"
"Boven de tweede streep: gepubliceerde cijfers, naar regels van internet.nl.\n"
"\n"
"Datum      Bron              Domeinen   web   www  mail   dns   voldoet\n" },
	[TEXT_ALL] = { "All domains", "Alle domeinen" },
	[TEXT_NO_GROUP] = { "(no group)", "(geen groep)" },
	[TEXT_YES] = { "yes", "ja" },
	[TEXT_NO] = { "no", "nee" },
	[TEXT_COULD_NOT_BE_TOLD] = { "could not be told",
"niet vast te stellen" },
	[TEXT_PARTIAL] = { "partial", "deels" },
	[TEXT_COMPLETE] = {
"Complete: " N " of " N " targets; input errors: " N ", duplicates: " N ".\n",
"Volledig: " N " van " N " namen; invoerfouten: " N ", dubbele: " N ".\n" },
	[TEXT_NOT_COMPLETE] = {
"NOT COMPLETE: the run was stopped or still goes on; domains so far: " N ".\n",
"NIET VOLLEDIG: de meting is gestopt of loopt nog; domeinen tot nu: " N ".\n" },
	[TEXT_DOES_NOT_ADD_UP] = {
"DOES NOT ADD UP: the summary speaks of\n"
"targets: " N ", input errors: " N ", duplicates: " N "; the file holds\n"
N ", " N " and " N " of them.\n",
"KLOPT NIET: het slot spreekt van\n"
"namen: " N ", invoerfouten: " N ", dubbele: " N "; het bestand heeft er\n"
N ", " N " en " N ".\n" },
	[TEXT_UNKNOWN] = { "Could not be told (in no share):",
"Niet vast te stellen (telt niet mee):" },
	[TEXT_DEPENDS] = { "Depends on the vantage point (the same):",
"Hangt af van het meetpunt (idem):" },
	[TEXT_RESUMED] = {
"Times resumed: " N "; the packets are those since the last.\n",
"Aantal keren hervat: " N "; de pakketten zijn die sinds de laatste keer.\n" },
	[TEXT_PACKETS] = {
"Packets: " N " sent, " N " refused by the kernel; " N " captured, " N
" lost.\n",
"Pakketten: " N " verstuurd, " N " geweigerd; " N " opgevangen, " N
" verloren.\n" },
	[TEXT_LOSS] = {
"Loss on the way, as the controls saw it: %u.%u %% of single attempts.\n",
"Verlies onderweg, volgens de controles: %u,%u %% van de pogingen.\n" },
	[TEXT_VANTAGE] = { "Vantage point: ", "Meetpunt: " },
	[TEXT_UNCHECKED] = { "NOT CHECKED: silence may be its own fault.\n",
"NIET GETOETST: stilte kan aan het meetpunt zelf liggen.\n" },
	[TEXT_CHECKED] = { "checked against controls.\n",
"getoetst met controles.\n" },
};
/* clang-format on */

static const char *const causes[SHARED_CAUSE_KIND_COUNT][REPORT_LANGS] = {
	[SHARED_NAME_SERVERS_NO_IPV6] = { "name servers without IPv6",
	    "nameservers zonder IPv6" },
	[SHARED_MAIL_HOSTS_NO_IPV6] = { "mail hosts without IPv6",
	    "mailservers zonder IPv6" },
	[SHARED_ALIAS_NO_IPV6] = { "alias without IPv6", "alias zonder IPv6" },
	[SHARED_ADDRESS_NO_ANSWER] = { "address does not answer",
	    "adres antwoordt niet" },
	[SHARED_CHAIN_IPV4] = { "zone breaks over IPv4",
	    "zone defect via IPv4" },
	[SHARED_CHAIN_IPV6] = { "zone breaks over IPv6",
	    "zone defect via IPv6" },
};

const char *
report_text(enum report_lang lang, enum report_text text)
{
	return texts[text][lang];
}

const char *
report_text_cause(enum report_lang lang, unsigned kind)
{
	return causes[kind][lang];
}
