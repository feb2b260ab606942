# SPDX-License-Identifier: Apache-2.0
"""Zones: records in, zone files out, with the delegations between them."""

import os

from .addresses import ROOT_SERVERS, TLD_SERVERS

HEADER = """$TTL 3600
{origin} SOA {primary} hostmaster.invalid. 1 7200 3600 604800 3600
"""


class Zone:
    def __init__(self, origin, servers):
        self.origin = origin
        self.servers = servers
        self.lines = []


def dotted(name):
    return name + "." if name else "."


class Zones:
    """All zones by origin; "" is the root."""

    def __init__(self, tlds):
        self.by_origin = {"": None}
        self.tlds = sorted(tlds)
        self.undelegated = set()
        self.owners = set()
        for tld in self.tlds:
            self.by_origin[tld] = None

    def declare(self, origin, servers):
        """A zone served by hosts; later records below it go into it."""
        self.by_origin[origin] = Zone(origin, servers)

    def declare_dead(self, origin, servers):
        """A delegation to servers that have no such zone."""
        self.declare(origin, servers)
        self.undelegated.add(origin)

    def holder(self, name):
        """The innermost zone that holds a name."""
        while name not in self.by_origin:
            name = name.partition(".")[2]
        return name

    def add(self, owner, kind, data):
        zone = self.by_origin[self.holder(owner)]
        zone.lines.append(f"{owner}. {kind} {data}\n")
        self.owners.add(owner)

    def add_addresses(self, owner, addresses):
        for address in addresses:
            self.add(owner, "A" if address.family == 4 else "AAAA",
                     address.text)

    def write(self, directory):
        """One file per zone; returns {group: {origin: file name}}."""
        os.makedirs(directory, exist_ok=True)
        files = {"root": {"": "root.zone"}, "tld": {}, "leaf": {}}
        texts = {"": [HEADER.format(origin=".", primary="a.root-servers.lab."),
                      *apex("", "root-servers.lab", ROOT_SERVERS)]}
        for tld in self.tlds:
            own = f"tld-servers.{tld}"
            texts[tld] = [HEADER.format(origin=tld + ".", primary=f"a.{own}."),
                          *apex(tld, own, TLD_SERVERS)]
            texts[""] += apex(tld, own, TLD_SERVERS)
            files["tld"][tld] = f"tld-{tld}.zone"
        for origin, zone in self.by_origin.items():
            if zone is None:
                continue
            delegation = delegate(zone)
            parent = self.holder(origin.partition(".")[2])
            if parent in texts:
                texts[parent] += delegation
            else:
                self.by_origin[parent].lines += delegation
            if origin not in self.undelegated:
                files["leaf"][origin] = f"{origin}.zone"
        for origin in files["leaf"]:
            zone = self.by_origin[origin]
            texts[origin] = [
                HEADER.format(origin=origin + ".",
                              primary=zone.servers[0].name + "."),
                *(f"{origin}. NS {host.name}.\n" for host in zone.servers),
                *zone.lines]
        for group in files.values():
            for origin, name in group.items():
                with open(os.path.join(directory, name), "w",
                          encoding="ascii") as file:
                    file.writelines(texts[origin])
        return files


def delegate(zone):
    """NS records, and glue for the servers whose names lie in the zone."""
    lines = [f"{zone.origin}. NS {host.name}.\n" for host in zone.servers]
    for host in zone.servers:
        if host.name.endswith("." + zone.origin):
            lines += [f"{host.name}. {'A' if a.family == 4 else 'AAAA'} "
                      f"{a.text}\n" for a in host.addresses]
    return lines


def apex(origin, base, servers):
    """NS and address records of a.BASE, b.BASE for the root or a TLD."""
    lines = []
    for place, letter in enumerate("ab"):
        host = f"{letter}.{base}."
        lines.append(f"{dotted(origin)} NS {host}\n")
        lines.append(f"{host} A {servers[4][place]}\n")
        lines.append(f"{host} AAAA {servers[6][place]}\n")
    return lines
