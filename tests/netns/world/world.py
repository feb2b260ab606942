# SPDX-License-Identifier: Apache-2.0
"""The world under construction: zones, addresses and shared parties."""

import random

from . import providers
from .addresses import (HOSTILE_SERVER, INFRA_SERVERS, ROOT_SERVERS,
                        TLD_SERVERS, Address, Allocator)
from .model import Host, ServerSet
from .providers import GOOD
from .setups import HOMES, INSIDE, OWN, PROVIDER_ZONE, TLDS
from .web import ICMP_KINDS
from .zones import Zones

# Zones of parties that many domains share.
EXCHANGE_ZONES = ("outlook.com", "mx.microsoft", "office365.us",
                  "outlook.cn")
SHARED_ZONES = ("lab-infrastructure.net", PROVIDER_ZONE, "hosting-lab.com",
                "mail-provider-lab.eu", "google.com", "pphosted.com",
                "mimecast.com", "mailfilter-lab.net", *EXCHANGE_ZONES)

# Behaviours of shared web hosts: IPv4, IPv6.
HOSTING = (
    *[(["open"], ["open"])] * 8, *[(["open"], [])] * 4,
    (["open", "open"], ["open", "open"]), ([], ["open"]),
    (["open"], ["silent"]), (["open"], ["closed"]), (["closed"], ["open"]),
    (["open"], ["only_80"]), (["only_443"], ["only_443"]),
    (["open"], ["open", "no_route"]), (["silent"], ["silent"]), ([], []),
    (["open"] * 10, ["open"] * 10), (["open"], ["special_purpose"]),
    *((["open"], [kind]) for kind in ICMP_KINDS[6]),
    *(([kind], ["open"]) for kind in ICMP_KINDS[4]))

# Behaviours of the hosts of shared mail providers.
MAIL_PROVIDERS = (
    *[[(["open"], ["open"])]] * 3, [(["open"], ["open"])] * 2,
    [(["open"], ["open"])] * 3, *[[(["open"], [])]] * 2,
    [(["open"], [])] * 2, [(["open"], ["open"]), (["open"], [])],
    [(["open"], ["silent"])], [(["open"], ["open"]), (["open"], ["closed"])],
    [(["open"], ["admin_prohibited"])] * 2, [(["silent"], ["open"])],
    [([], ["open"])], [(["closed"], ["closed"])],
    [(["open"], ["only_443"])], [(["open", "open"], ["open", "open"])])

EXCHANGE_FRONT_ENDS = 16

# What lives in a home (setups.py), one time in so many.
AT_HOME = 0.15


def fixed_hosts(base, servers, labels=("a", "b")):
    return [Host(f"{label}.{base}", [Address(f, servers[f][n], "open")
                                     for f in (4, 6)])
            for n, label in enumerate(labels)]


class World:
    """Adds hosts and records; draws come from the caller's random numbers."""

    def __init__(self, listed, tlds, seed):
        self.listed = listed
        self.rng = random.Random(f"{seed}:world")
        self.allocator = Allocator()
        self.zones = Zones()
        self._taken = set()
        self._tenants = {}
        self._declare_zones(tlds)
        self._make_dns_providers()
        self._make_shared_hosts()

    def add(self, owner, kind, data):
        self.zones.add(owner, kind, data)

    def add_text(self, owner, text, rng):
        """A TXT record, at times with so many beside it that UDP truncates."""
        self.add(owner, "TXT", f'"{text}"')
        if rng.random() < 0.06:
            for number in range(9):
                filler = "".join(rng.choices("abcdefghijklmnop", k=180))
                self.add(owner, "TXT", f'"verification-{number}={filler}"')

    def free_name(self, label, parent):
        """LABEL.PARENT, or a variant of it that no one else has."""
        name, number = f"{label}.{parent}", 0
        while not self.is_free(name):
            number += 1
            name = f"{label}-{number}.{parent}"
        self._taken.add(name)
        return name

    def is_free(self, name):
        return name not in self.listed and name not in self._taken

    def addresses(self, v4, v6, role="host"):
        return [self.allocator.take(family, what, role)
                for family, behaviours in ((4, v4), (6, v6))
                for what in behaviours]

    def new_host(self, name, v4, v6, role="host"):
        return self.place(Host(name, self.addresses(v4, v6, role)))

    def place(self, host):
        """Write a host's addresses into the zone that holds its name."""
        self.zones.add_addresses(host.name, host.addresses)
        return host

    def alias(self, name, target):
        """NAME as a CNAME to a host."""
        self.add(name, "CNAME", target.name + ".")
        return Host(name, target.addresses, [target.name, *target.aliases],
                    target.exists)

    def tenant_host(self, name, v6_on, v6_behaviour="open"):
        """A tenant's host: some of the front ends all tenants share."""
        if name not in self._tenants:
            fronts = self._fronts["open"]
            first = len(self._tenants) % EXCHANGE_FRONT_ENDS
            picked = [(first + n) % EXCHANGE_FRONT_ENDS for n in range(2)]
            found = [fronts[4][n] for n in picked]
            if v6_on:
                found += [self._fronts[v6_behaviour][6][n] for n in picked]
            self._tenants[name] = self.place(Host(name, found))
        return self._tenants[name]

    def _declare_zones(self, tlds):
        """The zones that are there whatever the list, and TLDs."""
        infra = fixed_hosts("lab-infrastructure.net", INFRA_SERVERS,
                            ("ns1", "ns2"))
        declare = self.zones.declare
        declare("", fixed_hosts("root-servers.lab", ROOT_SERVERS), "root")
        declare("hostile", [], None, [
            Host("ns.hostile", [Address(f, HOSTILE_SERVER[f], "open")
                                for f in (4, 6)])])
        odd = {setup.origin: setup for setup in TLDS}
        for tld in sorted(tlds - odd.keys()):
            declare(tld, fixed_hosts(f"tld-servers.{tld}", TLD_SERVERS),
                    "tld")
        for setup in (*(odd[tld] for tld in sorted(tlds & odd.keys())),
                      *HOMES):
            found = self._set_up(setup)
            declare(setup.origin, found.servers, setup.group,
                    found.delegation)
        for origin in SHARED_ZONES:
            declare(origin, infra)
        # Once all zones are there: a server's name may lie in any.
        hosts = {host.name: host for zone in self.zones.by_origin.values()
                 for host in zone.servers}
        for host in hosts.values():
            self.place(host)

    def _set_up(self, setup):
        """The servers of a TLD or a home; their addresses are not placed."""
        origin, servers, group = setup
        base = origin.replace(".", "-")
        hosts = [Host(f"ns{n + 1}.{origin}" if home == INSIDE
                      else f"ns{n + 1}.{base}.{home}",
                      self.addresses(v4, v6, group))
                 for n, (v4, v6, home, _) in enumerate(servers)]
        return ServerSet(hosts, [
            Host(host.name, [a for a in host.addresses
                             if a.family in server.glue])
            for host, server in zip(hosts, servers)])

    def _make_dns_providers(self):
        self.providers, self.provider_weights = [], []
        for weight, copies, kind in providers.KINDS:
            for _ in range(copies):
                self._add_provider(weight / copies, kind)
        for weight, kind, at_parent, at_child in providers.DIFFERING:
            self._add_provider(weight, kind, at_parent, at_child)
        for home in HOMES:
            self._add_provider(providers.HOME_WEIGHT, [GOOD, GOOD],
                               zone=home.origin)
        self.in_zone = [self.addresses(["open"], ["open"], "leaf")
                        for _ in range(32)]
        self.dead_sets = [
            self._dead_set("refused", "lame_refused"),
            self._dead_set("servfail", "lame_servfail"),
            self._dead_set("blackhole", "blackhole")]

    def _add_provider(self, weight, kind, at_parent=None, at_child=None,
                      zone=PROVIDER_ZONE):
        """Name servers that many zones share, named in a zone.

        Which of them parent and child name may differ; if not, both name all.
        """
        base = f"p{len(self.providers) + 1}.{zone}"
        hosts = [self.new_host(f"ns{n + 1}.{base}", v4, v6, "leaf")
                 for n, (v4, v6) in enumerate(kind)]
        self.providers.append(ServerSet(
            *(hosts if view is None else [hosts[n] for n in view]
              for view in (at_child, at_parent))))
        self.provider_weights.append(weight)

    def _dead_set(self, label, behaviour):
        """Two servers of which nobody gets an answer."""
        return [self.new_host(f"ns{n}.{label}.dns-provider-lab.net",
                              [behaviour], [behaviour], "leaf")
                for n in (1, 2)]

    def _make_shared_hosts(self):
        self.hosting = [
            self.new_host(f"h{n + 1}.hosting-lab.com", v4, v6)
            for n, (v4, v6) in enumerate(HOSTING)]
        for host in self.hosting:
            # A host without addresses exists all the same.
            self.add(host.name, "TXT", '"shared hosting"')
        self.home_hosts = [self.new_host(f"h.{home.origin}", *GOOD)
                           for home in HOMES]
        self.home_mail = [[self.new_host(f"mx.{home.origin}", *GOOD)]
                          for home in HOMES]
        self.mail_providers = [
            [self.new_host(f"mx{m + 1}.p{n + 1}.mail-provider-lab.eu", v4, v6)
             for m, (v4, v6) in enumerate(kind)]
            for n, kind in enumerate(MAIL_PROVIDERS)]
        self.google = [
            self.new_host(f"{label}.l.google.com", ["open"], ["open"])
            for label in ("aspmx", "alt1.aspmx", "alt2.aspmx")]
        self._fronts = {
            behaviour: {family: [self.allocator.take(family, behaviour)
                                 for _ in range(EXCHANGE_FRONT_ENDS)]
                        for family in (4, 6)}
            for behaviour in ("open", "silent")}
        self.new_host(self.free_name("autodiscover", "outlook.com"),
                      ["open"], ["open"])
        self.add("spf.protection.outlook.com", "TXT",
                 '"v=spf1 ip4:198.18.128.0/24 -all"')

    def draw_servers(self, origin, rng):
        """Name servers for a zone: a provider's, or its own."""
        if rng.random() >= providers.IN_ZONE:
            return rng.choices(self.providers, self.provider_weights)[0]
        # Nobody meets the cut below a domain: what glue is there is hidden.
        kinds = OWN if origin.count(".") == 1 else OWN[:1]
        _, *views = rng.choices(kinds, [weight for weight, *_ in kinds])[0]
        names = [self.free_name(f"ns{n + 1}", origin) for n in range(2)]
        pairs = rng.sample(self.in_zone, 2)
        return ServerSet(*(
            [Host(name, [a for a in pair if a.family in families])
             for name, pair, families in zip(names, pairs, view)]
            for view in views))

    def draw_hosting(self, rng):
        """A host that many names point to."""
        return rng.choice(self.home_hosts if rng.random() < AT_HOME
                          else self.hosting)

    def draw_mail_provider(self, rng):
        return rng.choice(self.home_mail if rng.random() < AT_HOME
                          else self.mail_providers)

    def draw_hosting_zone(self, rng):
        """Where a name in the middle of a CNAME chain lies."""
        return (rng.choice(HOMES).origin if rng.random() < AT_HOME
                else "hosting-lab.com")
