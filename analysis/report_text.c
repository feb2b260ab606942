/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report_text.h"

#include <inttypes.h>
#include <string.h>

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
	[TEXT_AGREEMENT_BOTH] = {
"\nThe agreement: web and mail fully reachable over both.\n",
"\nDe afspraak: web en mail volledig bereikbaar via beide.\n" },
	[TEXT_AGREEMENT_V6] = {
"\nThe agreement, \"IPv6 must, IPv4 may\": web and mail fully reachable over "
"IPv6.\n",
"\nDe afspraak, \"IPv6 moet, IPv4 mag\": web en mail volledig bereikbaar via "
"IPv6.\n" },
	[TEXT_AGREEMENT] = {
"IPv6 only: who has IPv6 alone can find and reach the website\n"
"(known from iterative runs).\n\n"
"Group              Domains    compliant  failing   n.a. unknown    IPv6 only"
"\n",
"Alleen IPv6: wie alleen IPv6 heeft, kan de website vinden en bereiken\n"
"(bekend uit iteratieve metingen).\n\n"
"Groep             Domeinen      voldoet     niet n.v.t. onbek.   alleen IPv6"
"\n" },
	[TEXT_EXCHANGE] = {
"\nExchange Online: is IPv6 on? (filter: mail comes in elsewhere first)\n\n"
"Group                 Uses      on        off  filter on filter off  unknown"
"\n",
"\nExchange Online: staat IPv6 aan? (filter: mail komt eerst elders binnen)\n"
"\n"
"Groep             Gebruikt     aan        uit filter aan filter uit onbekend"
"\n" },
	[TEXT_PLATFORMS] = {
"\nWho runs the mail, and can it be reached over IPv6?\n\n"
"Platform           Domains    both, fully   IPv6, fully\n",
"\nWie de mail verzorgt, en of die bereikbaar is via IPv6:\n\n"
"Platform          Domeinen beide, volledig IPv6, volledig\n" },
	[TEXT_FINDINGS] = {
"\nFindings of most domains:\n\n"
"Finding                      Domains What it means\n",
"\nBevindingen bij de meeste domeinen:\n\n"
"Bevinding                   Domeinen Betekenis\n" },
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
	[TEXT_OTHER_LISTS] = {
"These runs are not all of the same list of domains.\n",
"Deze metingen zijn niet alle van dezelfde lijst met domeinen.\n" },
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
	[TEXT_ALTERED] = {
"NOT AS IT WAS WRITTEN: the file was damaged or edited, at line " N " first.\n",
"NIET ZOALS GESCHREVEN: het bestand is beschadigd of bewerkt, vanaf regel " N
".\n" },
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
	[TEXT_MEASURED] = { "Measured: ", "Gemeten: " },
	[TEXT_UNNAMED] = { "unnamed", "zonder naam" },
	[TEXT_VANTAGE] = { "Vantage point: ", "Meetpunt: " },
	[TEXT_UNCHECKED] = { "NOT CHECKED: silence may be its own fault.\n",
"NIET GETOETST: stilte kan aan het meetpunt zelf liggen.\n" },
	[TEXT_CHECKED] = { "checked against controls.\n",
"getoetst met controles.\n" },
};
/* clang-format on */

static const char *const causes[CAUSE_KIND_COUNT][REPORT_LANGS] = {
	[CAUSE_NAME_SERVERS_NO_IPV6] = { "name servers without IPv6",
	    "nameservers zonder IPv6" },
	[CAUSE_MAIL_HOSTS_NO_IPV6] = { "mail hosts without IPv6",
	    "mailservers zonder IPv6" },
	[CAUSE_ALIAS_NO_IPV6] = { "alias without IPv6", "alias zonder IPv6" },
	[CAUSE_ADDRESS_NO_ANSWER] = { "address does not answer",
	    "adres antwoordt niet" },
	[CAUSE_CHAIN_IPV4] = { "zone breaks over IPv4",
	    "zone defect via IPv4" },
	[CAUSE_CHAIN_IPV6] = { "zone breaks over IPv6",
	    "zone defect via IPv6" },
};

const char *
report_text(enum report_lang lang, enum report_text text)
{
	return texts[text][lang];
}

const char *
report_text_cause(enum report_lang lang, enum cause_kind kind)
{
	return causes[kind][lang];
}

const char *
report_text_word(enum report_lang lang, const char *word)
{
	static const struct {
		const char *word;
		const char *means[REPORT_LANGS];
	} words[] = {
#include "words.inc"
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].word, word) == 0)
			return words[i].means[lang];
	return "";
}
