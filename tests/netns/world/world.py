# SPDX-License-Identifier: Apache-2.0
"""The world under construction: zones, addresses and shared parties."""

import random

from . import providers
from .addresses import INFRA_SERVERS, Address, Allocator
from .model import Host
from .web import ICMP_KINDS
from .zones import Zones

# Zones of parties that many domains share.
EXCHANGE_ZONES = ("outlook.com", "mx.microsoft", "office365.us",
                  "outlook.cn")
SHARED_ZONES = ("lab-infrastructure.net", "dns-provider-lab.net",
                "hosting-lab.com", "mail-provider-lab.eu", "google.com",
                "pphosted.com", "mimecast.com", "mailfilter-lab.net",
                *EXCHANGE_ZONES)

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


class World:
    """Adds hosts and records; draws come from the caller's random numbers."""

    def __init__(self, listed, tlds, seed):
        self.listed = listed
        self.rng = random.Random(f"{seed}:world")
        self.allocator = Allocator()
        self.zones = Zones(tlds)
        self.infra = [
            Host(f"ns{n + 1}.lab-infrastructure.net",
                 [Address(f, INFRA_SERVERS[f][n], "open") for f in (4, 6)])
            for n in range(2)]
        for origin in SHARED_ZONES:
            self.zones.declare(origin, self.infra)
        for host in self.infra:
            self.zones.add_addresses(host.name, host.addresses)
        self._taken = set()
        self._tenants = {}
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

    def _make_dns_providers(self):
        self.providers, self.provider_weights = [], []
        for weight, copies, kind in providers.KINDS:
            for _ in range(copies):
                base = f"p{len(self.providers) + 1}.dns-provider-lab.net"
                self.providers.append([
                    self.new_host(f"ns{n + 1}.{base}", v4, v6, "server")
                    for n, (v4, v6) in enumerate(kind)])
                self.provider_weights.append(weight / copies)
        self.in_zone = [self.addresses(["open"], ["open"], "server")
                        for _ in range(32)]
        self.dead_sets = [
            self._dead_set("refused", "lame_refused"),
            self._dead_set("servfail", "lame_servfail"),
            self._dead_set("blackhole", "blackhole")]

    def _dead_set(self, label, behaviour):
        """Two servers of which nobody gets an answer."""
        return [self.new_host(f"ns{n}.{label}.dns-provider-lab.net",
                              [behaviour], [behaviour], "server")
                for n in (1, 2)]

    def _make_shared_hosts(self):
        self.hosting = [
            self.new_host(f"h{n + 1}.hosting-lab.com", v4, v6)
            for n, (v4, v6) in enumerate(HOSTING)]
        for host in self.hosting:
            # A host without addresses exists all the same.
            self.add(host.name, "TXT", '"shared hosting"')
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
        if rng.random() < providers.IN_ZONE:
            pairs = rng.sample(self.in_zone, 2)
            return [Host(self.free_name(f"ns{n + 1}", origin), list(pair))
                    for n, pair in enumerate(pairs)]
        return rng.choices(self.providers, self.provider_weights)[0]
