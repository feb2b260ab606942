# SPDX-License-Identifier: Apache-2.0
"""Draws a scenario for every listed name and collects domains and records.

Every domain draws from random numbers of its own, seeded by the seed and its
name: a domain keeps its scenario when others join or leave the list.
"""

import random

from . import judge, mail, web
from .model import Domain, Host
from .world import SHARED_ZONES, World
from .zones import is_below

ABSENT = 0.015
DEAD = 0.008
OWN_ZONE = 0.4
CNAME_AT_SUBDOMAIN = 0.25


def generate(rows, seed):
    """The domains, in the order of the list, and the world they live in."""
    first, uses = {}, {}
    for row in rows:
        first.setdefault(row.domain, row)
        uses.setdefault(row.domain, set()).update(row.uses())
    tlds = {name.rpartition(".")[2] for name in (*first, *SHARED_ZONES)}
    world = World(set(first), tlds, seed)
    if clash := world.zones.owners & set(first):
        raise ValueError(f"the laboratory uses these itself: {sorted(clash)}")
    domains = {name: Domain(name, uses[name]) for name in first}
    rngs = {name: random.Random(f"{seed}:{name}") for name in first}
    declare_zones(domains, world, rngs)
    tenants = count_tenants(first)
    # Longer names first: a domain's www host may be a listed name itself.
    for name in sorted(domains, key=lambda n: (-n.count("."), n)):
        if domains[name].fate == "lives":
            furnish(domains, name, world, rngs[name], tenants)
        elif domains[name].fate == "absent":
            domains[name].web = domains[name].www = Host(name, exists=False)
            domains[name].mail = mail.implicit(domains[name].web)
    return list(domains.values()), world


def count_tenants(names):
    """How many names share a tenant label: a-b.nl and a.b.nl do."""
    count = {}
    for name in names:
        label = name.replace(".", "-")
        count[label] = count.get(label, 0) + 1
    return count


def ancestors(name):
    while "." in (name := name.partition(".")[2]):
        yield name


def declare_zones(domains, world, rngs):
    """Who has a zone of their own, and where: parents before children."""
    zones = world.zones
    parents = {up for name in domains for up in ancestors(name)}
    for name in sorted(domains, key=lambda n: (n.count("."), n)):
        domain, rng = domains[name], rngs[name]
        up = list(ancestors(name))
        if up and up[-1] not in zones.by_origin:
            declare_zone(world, up[-1], random.Random(f"{name}:parent"))
        fate = rng.random()
        if name in parents or name in SHARED_ZONES or (
                up and fate < ABSENT + DEAD):
            fate = 1
        if name in SHARED_ZONES:
            pass
        elif fate < ABSENT:
            domain.fate = "absent"
        elif fate < ABSENT + DEAD:
            domain.fate = "dead"
            # A delegation to servers that have no such zone.
            zones.declare(name, rng.choice(world.dead_sets), None)
        elif not up or rng.random() < OWN_ZONE:
            declare_zone(world, name, rng)
        if domain.fate == "lives":
            domain.servers = zones.by_origin[zones.holder(name)].servers


def declare_zone(world, origin, rng):
    """A zone, and the name servers whose names lie in it."""
    found = world.draw_servers(origin, rng)
    world.zones.declare(origin, found.servers, "leaf", found.delegation)
    for host in found.servers:
        if is_below(host.name, origin):
            world.place(host)


def furnish(domains, name, world, rng, tenants):
    """Web, www and mail of a domain that lives."""
    domain = domains[name]
    at_apex = name in world.zones.by_origin
    if not at_apex and rng.random() < CNAME_AT_SUBDOMAIN:
        # Everything asked at this name, MX and TXT too, follows the CNAME.
        domain.web = chain(world, name, rng)
        domain.mail = mail.implicit(domain.web)
    else:
        expected, v4, v6 = web.draw(rng)
        domain.web = world.new_host(name, v4, v6)
        found = judge.web_class(domain.web)
        assert found == expected, (name, v4, v6, expected, found)
        if not (v4 or v6):
            # The name exists all the same.
            world.add(name, "TXT", '"no website"')
        domain.mail = mail.draw(mail.Setting(
            name, rng, world, domain.web,
            tenants[name.replace(".", "-")] == 1
            and world.is_free(f"autodiscover.{name}")))
    if not name.startswith("www."):
        domain.www = draw_www(domains, domain, world, rng)


def draw_www(domains, domain, world, rng):
    name = "www." + domain.name
    if name in domains:
        # A listed name: what was drawn for it is the truth here too.
        other = domains[name]
        return other.web
    kind = rng.choices(("same", "cname", "other", "chain", "absent",
                        "dangling"), (25, 20, 20, 20, 13, 2))[0]
    if kind == "same":
        return world.place(Host(name, domain.web.addresses))
    if kind == "cname":
        return world.alias(name, domain.web)
    if kind == "other":
        _, v4, v6 = web.draw(rng)
        return world.new_host(name, v4, v6)
    if kind == "chain":
        return chain(world, name, rng)
    if kind == "dangling":
        return world.alias(name, Host("gone.hosting-lab.com", exists=False))
    return Host(name, exists=False)


def chain(world, name, rng):
    """A CNAME chain of one to four hops that ends at a shared host."""
    target = world.draw_hosting(rng)
    for hop in range(rng.choice((0, 0, 1, 2, 3))):
        target = world.alias(world.free_name(
            f"{name.replace('.', '-')}-{hop}",
            world.draw_hosting_zone(rng)), target)
    return world.alias(name, target)
