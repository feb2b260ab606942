# SPDX-License-Identifier: Apache-2.0
"""The figures of reports, counted from a run file by themselves.

Shares nothing with the program: verdicts are those that the scan wrote, what
is shared is looked for in the evidence.
"""
import collections
import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
SERVICES = ("web", "www", "mail", "dns")
FAILS = {"dual_stack_degraded", "v6_broken", "v4_only", "v4_broken",
         "unreachable"}
KINDS = ["name_servers_no_ipv6", "mail_hosts_no_ipv6", "alias_no_ipv6",
         "address_no_answer", "chain_ipv4", "chain_ipv6"]
SERVICE_OF = {"web": "web", "www": "www", "mx": "mail", "ns": "dns"}
DEAD = {"silent", "closed", "unreachable", "lame"}


class Group:
    """Counts over the domains of a group or a platform."""

    def __init__(self):
        self.domains = 0
        self.services = {s: collections.Counter() for s in SERVICES}
        self.agreement = collections.Counter()
        self.ipv6_only_client = collections.Counter()
        self.exchange_online = collections.Counter()
        self.mail_ipv6 = collections.Counter()

    def add(self, verdict):
        self.domains += 1
        for service in SERVICES:
            self.services[service][verdict[service]] += 1
        self.agreement[verdict["agreement"]] += 1
        self.ipv6_only_client[verdict["ipv6_only_client"]] += 1
        self.exchange_online[verdict["exchange_online"]] += 1
        if verdict["mail"] not in ("none", "not_applicable"):
            self.mail_ipv6[verdict["families"]["mail"]["ipv6"]] += 1

    def share(self, service):
        classes = self.services[service]
        outside = ("none", "not_applicable", "indeterminate",
                   "vantage_dependent")
        return (classes["dual_stack"],
                self.domains - sum(classes[c] for c in outside))

    def met(self):
        yes = self.agreement["compliant"]
        return yes, yes + self.agreement["non_compliant"]

    def ipv6_only(self):
        yes = self.ipv6_only_client["yes"]
        return yes, yes + self.ipv6_only_client["no"]

    def mail_over_ipv6(self):
        return (self.mail_ipv6["reachable"], sum(self.mail_ipv6.values())
                - self.mail_ipv6["indeterminate"])


def parent(name):
    head, dot, rest = name.partition(".")
    return rest if "." in rest else name


def platform_suffixes():
    text = (ROOT / "data/mail-platforms.csv").read_text()
    rows = [line for line in text.splitlines() if line and line[0] != "#"]
    return sorted((row.split(",")[0] for row in rows[1:]), key=len,
                  reverse=True)


SUFFIXES = platform_suffixes()


def mail_subject(name):
    for suffix in SUFFIXES:
        if ("." + name).endswith("." + suffix):
            return suffix
    return parent(name)


def has_address(host, family):
    """True, False, or None where the lookup failed."""
    if any(e["family"] == family for e in host["endpoints"]):
        return True
    status = host["lookups"][family == 6]["status"]
    if status == "ok":
        return True
    return False if status in ("nodata", "nxdomain") else None


def lacks_ipv6(host):
    return (len(host["lookups"]) == 2 and has_address(host, 4) is True
            and has_address(host, 6) is False)


def dead_addresses(host, service):
    protocol, ports = {"dns": ("udp", {53}), "mail": ("tcp", {25})}.get(
        service, ("tcp", {80, 443}))
    by_address = collections.defaultdict(list)
    for e in host["endpoints"]:
        if e["protocol"] == protocol and e["port"] in ports:
            by_address[e["address"]].append(e)
    for address, endpoints in by_address.items():
        if (all(e["state"] in DEAD for e in endpoints)
                and {e["port"] for e in endpoints} == ports):
            yield address


def causes_of(domain):
    verdict = domain["verdict"]
    for host in domain["hosts"]:
        service = SERVICE_OF[host["use"]]
        kind = verdict[service]
        if kind not in FAILS:
            continue
        if host["use"] == "mx" and lacks_ipv6(host):
            yield "mail_hosts_no_ipv6", mail_subject(host["host"])
        if kind == "v4_only" and host["use"] == "ns" and lacks_ipv6(host):
            yield "name_servers_no_ipv6", parent(host["host"])
        if (kind == "v4_only" and host["use"] in ("web", "www")
                and host["cnames"] and lacks_ipv6(host)):
            yield "alias_no_ipv6", parent(host["cnames"][-1])
        for address in dead_addresses(host, service):
            yield "address_no_answer", address
    for chain in domain.get("chain", []):
        for family in ("ipv4", "ipv6"):
            if chain[family]["resolvable"] == "no":
                yield "chain_" + family, chain[family]["broken_at"]


class Chains:
    """Which families resolve all names of a domain, and why not."""

    def __init__(self):
        self.domains = 0
        self.families = {f: collections.Counter() for f in ("ipv4", "ipv6")}

    def add(self, domain):
        if "chain" not in domain:
            return
        self.domains += 1
        for family, counter in self.families.items():
            all_of = [c[family] for c in domain["chain"]]
            words = {c["resolvable"] for c in all_of}
            if "no" in words:
                counter["no"] += 1
            elif "indeterminate" in words or not words:
                counter["indeterminate"] += 1
            else:
                counter["yes"] += 1
            for reason in {c["reason"] for c in all_of if c["reason"]}:
                counter[reason] += 1


class Figures:
    """All that is counted over one run."""

    def __init__(self, path):
        self.all = Group()
        self.groups = collections.defaultdict(Group)
        self.platforms = collections.defaultdict(Group)
        self.findings = collections.Counter()
        self.causes = collections.Counter()
        self.chains = Chains()
        self.exchange_off = []
        self.domains = []
        self.summary = {}
        for line in open(path):
            record = json.loads(line)
            if record["type"] == "run":
                self.header = record
            elif record["type"] == "summary":
                self.summary = record
            elif record["type"] == "domain":
                self.add(record)

    def add(self, domain):
        verdict = domain["verdict"]
        self.domains.append(domain)
        for group in (self.all, self.groups[domain["group"]],
                      self.platforms[verdict["mail_platform"]]):
            group.add(verdict)
        self.findings.update({f["code"] for f in domain["findings"]})
        self.causes.update(set(causes_of(domain)))
        self.chains.add(domain)
        if verdict["exchange_online"] in ("ipv6_off",
                                          "behind_filter_ipv6_off"):
            self.exchange_off.append(
                (domain["group"], domain["name"], domain["organisation"],
                 verdict["exchange_online"]))

    def shared_causes(self, most):
        """(domains, kind, subject), those of most domains first."""
        shared = [(n, kind, subject)
                  for (kind, subject), n in self.causes.items() if n > 1]
        shared.sort(key=lambda c: (-c[0], KINDS.index(c[1]),
                                   c[2].encode()))
        return shared[:most]
