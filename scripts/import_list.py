# SPDX-License-Identifier: Apache-2.0
"""What the importers share: hosts out of dirty cells, and the list of domains
that reach46 scan reads."""
import csv
import re
import sys
import urllib.parse

# Between the values of one cell: people put several there.
SEPARATORS = re.compile(r"[\s;,|<>\"'()]+")

# Mail boxes of consumers: the domain is not the organisation's.
CONSUMER_MAIL = frozenset("""
    gmail.com googlemail.com hotmail.com hotmail.nl outlook.com live.nl
    live.com yahoo.com icloud.com kpnmail.nl kpnplanet.nl planet.nl hetnet.nl
    ziggo.nl home.nl xs4all.nl upcmail.nl casema.nl chello.nl quicknet.nl
    onsbrabantnet.nl zeelandnet.nl telfort.nl solcon.nl
""".split())

NAME = re.compile(r"(?=.{4,253}$)[^\W_](?:[\w-]*\.)+[^\W\d_][\w-]*[^\W_]")


def name_of(text):
    """The name in lower case, or None if it cannot be one of a domain."""
    name = text.strip(". ").lower()
    return name if NAME.fullmatch(name) else None


def web_hosts(cell):
    """Hosts of a cell of URLs, whole or in part, in order."""
    for part in SEPARATORS.split(cell or ""):
        if "@" in part:
            continue
        try:
            url = urllib.parse.urlsplit(
                part if "//" in part else "//" + part)
            host = name_of(url.hostname or "")
        except ValueError:
            continue
        if host:
            yield host


def mail_domains(cell):
    """Domains of a cell of mail addresses, without those of consumers."""
    for part in SEPARATORS.split(cell or ""):
        local, at, domain = part.rpartition("@")
        domain = name_of(domain.partition("?")[0])
        if at and local and domain and domain not in CONSUMER_MAIL:
            yield domain


def without_www(host):
    """The domain of a website: reach46 tries the www name by itself."""
    return host.removeprefix("www.") if host.count(".") > 1 else host


def slug(text):
    """The name of a group: "Agentschap (BES)", "agentschapBes" alike."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return "-".join(re.findall(r"\w+", words.lower()))


class DomainList:
    """Domains once each, in the order in which they were first seen.  What
    is said first of a domain stays; what it is used for adds up."""

    def __init__(self, *more):
        self.columns = ("domain", "group", "organisation", "use") + more
        self.rows = {}

    def add(self, domain, use, group="", organisation="", **more):
        row = self.rows.setdefault(domain, {
            "domain": domain, "group": group, "organisation": organisation,
            "use": set()})
        row["use"].add(use)
        for key, value in more.items():
            row.setdefault(key, value)

    def write(self, out=sys.stdout):
        writer = csv.DictWriter(out, self.columns, lineterminator="\n")
        writer.writeheader()
        for row in self.rows.values():
            writer.writerow({**row, "use": "+".join(sorted(row["use"]))})
