# SPDX-License-Identifier: Apache-2.0
"""Zones: records in, zone files out, with the delegations between them."""

import collections
import os

HEADER = """$TTL 3600
{origin} SOA {primary}. hostmaster.invalid. 1 7200 3600 604800 3600
"""


class Zone:
    """Parent and child may name different servers, and other addresses.

    `servers` are those that the zone itself names, `delegation` those that its
    parent does; addresses of these are glue, if their names lie in the zone.
    `group` says which NSD has the zone: root, tld, mid or leaf; None: nobody.
    """

    def __init__(self, origin, servers, group, delegation):
        self.origin = origin
        self.servers = servers
        self.group = group
        self.delegation = delegation
        self.lines = []


def dotted(name):
    return name + "." if name else "."


def is_below(name, origin):
    return not origin or name.endswith("." + origin)


class Zones:
    """All zones by origin; "" is the root."""

    def __init__(self):
        self.by_origin = {}
        self.owners = set()

    def declare(self, origin, servers, group="leaf", delegation=None):
        """A zone; later records below it go into it."""
        self.by_origin[origin] = Zone(
            origin, servers, group,
            servers if delegation is None else delegation)

    def holder(self, name):
        """The innermost zone that holds a name."""
        while name not in self.by_origin:
            name = name.partition(".")[2]
        return name

    def parent(self, origin):
        return self.holder(origin.partition(".")[2])

    def cuts(self, name):
        """Zones whose delegations are met on the way from the root to a name.

        Servers that have both sides of a cut answer for the lower one without
        a referral: nobody meets that cut.
        """
        way = [self.holder(name)]
        while way[-1]:
            way.append(self.parent(way[-1]))
        way.reverse()
        return [below for above, below in zip(way, way[1:])
                if self.by_origin[above].group != self.by_origin[below].group]

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
        delegations = collections.defaultdict(list)
        for origin, zone in self.by_origin.items():
            if origin:
                delegations[self.parent(origin)] += delegate(zone)
        files = collections.defaultdict(dict)
        for origin, zone in self.by_origin.items():
            if zone.group is None:
                continue
            name = f"{origin or 'root'}.zone"
            files[zone.group][origin] = name
            with open(os.path.join(directory, name), "w",
                      encoding="ascii") as file:
                file.write(HEADER.format(origin=dotted(origin),
                                         primary=zone.servers[0].name))
                file.writelines(name_servers(origin, zone.servers))
                file.writelines(zone.lines)
                file.writelines(delegations[origin])
        return files


def name_servers(origin, hosts):
    return [f"{dotted(origin)} NS {host.name}.\n" for host in hosts]


def delegate(zone):
    """NS records, and glue for the servers whose names lie in the zone."""
    return name_servers(zone.origin, zone.delegation) + [
        f"{host.name}. {'A' if address.family == 4 else 'AAAA'} "
        f"{address.text}\n"
        for host in zone.delegation if is_below(host.name, zone.origin)
        for address in host.addresses]
