# SPDX-License-Identifier: Apache-2.0
"""What the importers share: their arguments and errors, hosts out of dirty
cells, and the list of domains that reach46 scan reads."""
import csv
import os
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


class Unfit(Exception):
    """A file that cannot be imported: which, and why."""


def run(doc, counts, work):
    """Has WORK make a list of the files that are given, of which there may be
    as many as COUNTS holds, and writes it."""
    program, files = os.path.basename(sys.argv[0]), sys.argv[1:]
    if files in (["-h"], ["--help"]):
        print(doc.strip())
        return
    if len(files) not in counts:
        print(doc.strip(), file=sys.stderr)
        sys.exit(2)
    try:
        found = work(files)
        if not found.rows:
            raise Unfit(f"{' '.join(files) or '-'}: no domains found")
        found.write()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        sys.exit(f"{program}: cannot read {error.filename}: {error.strerror}")
    except Unfit as error:
        sys.exit(f"{program}: {error}")
