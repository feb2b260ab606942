# SPDX-License-Identifier: Apache-2.0
"""Can a name be resolved from the root over one family alone?

As seen from the vantage point: name servers that are silent to it count as
silent, whatever the laboratory's own resolver hears.
"""

from . import judge
from .addresses import AAAA_KINDS
from .model import Domain, Host
from .zones import is_below


class Chains:
    """Judges names of a world whose zones and servers are all known."""

    def __init__(self, zones):
        self.zones = zones
        self._reasons = {}

    def broken(self, name, family):
        """The first zone cut that fails and why, or (None, None)."""
        for origin in self.zones.cuts(name):
            if reason := self._reason(origin, family):
                return origin, reason
        return None, None

    def resolves(self, name, family):
        return self.broken(name, family)[0] is None

    def _reason(self, origin, family):
        key = origin, family
        if key not in self._reasons:
            # For whoever comes back here while this is being found out.
            self._reasons[key] = "sibling_not_resolving"
            self._reasons[key] = self._judge(
                self.zones.by_origin[origin], family)
        return self._reasons[key]

    def _judge(self, zone, family):
        """Why a zone's servers cannot be asked, its parent being well."""
        addresses, unglued, unresolved = [], [], []
        for host in zone.delegation:
            if is_below(host.name, zone.origin):
                addresses += host.of(family)
                unglued += own_host(zone, host).of(family)
            elif self.resolves(host.name, family):
                addresses += host.of(family)
            else:
                unresolved += host.of(family)
        states = {a.state("udp", 53)[0] for a in addresses}
        if "open" in states:
            return None
        if addresses:
            return "lame" if "lame" in states else "address_silent"
        if unresolved:
            return "sibling_not_resolving"
        # Only the other family can tell what the zone itself would say.
        inside = any(is_below(host.name, zone.origin)
                     for host in zone.delegation)
        if inside and not self.resolves(zone.origin, 10 - family):
            return "no_address_found"
        return "missing_glue" if unglued else "no_ns_address"


def own_host(zone, host):
    """A server that the parent names, as the zone itself knows it."""
    return next((h for h in zone.servers if h.name == host.name),
                Host(host.name))


def ns_findings(domain, zones):
    """(code, host) of what is odd about the servers of a domain's zone."""
    found = set()
    if domain.fate != "lives":
        return found  # no zone holds it, or none that answers
    web = domain.web
    if web.of(4) and not web.of(6) and not web.aliases:
        found |= {(a.behaviour, host.name) for host in domain.servers
                  for a in host.addresses if a.behaviour in AAAA_KINDS}
    zone = zones.by_origin[zones.holder(domain.name)]
    if zone.origin not in zones.cuts(domain.name):
        return found  # nobody sees what the parent says
    if {h.name for h in zone.servers} != {h.name for h in zone.delegation}:
        found.add(("ns_set_differs", zone.origin))
    for host in zone.delegation:
        if not is_below(host.name, zone.origin):
            continue
        for family in (4, 6):
            at_child = bool(own_host(zone, host).of(family))
            at_parent = bool(host.of(family))
            if at_parent and not at_child:
                found.add(("glue_only_at_parent", host.name))
            if at_child and not at_parent:
                found.add(("glue_missing_at_parent", host.name))
    return found


def hosts_of(domain):
    """The hosts whose names must resolve, as far as one gets to know them."""
    www = "www." + domain.name
    yield domain.web or Host(domain.name)
    if not domain.name.startswith("www."):
        yield Host(www, aliases=domain.www.aliases if domain.www else [])
    if domain.mail:
        yield from (host for host in domain.mail.hosts if host.looked_up)


def truth(domain, chains):
    """What an iterative run must find, beside what any run must."""
    if not any(chains.resolves(domain.name, family) for family in (4, 6)):
        # Nothing can be asked about it from where the prober is.
        domain = Domain(domain.name, domain.uses, "dead")
    names = dict.fromkeys(name for host in hosts_of(domain)
                          for name in (host.name, *host.aliases))
    chain = [{"name": name, **{f"ipv{family}": entry(chains, name, family)
                               for family in (6, 4)}} for name in names]
    return {"chain": chain,
            "ns_findings": sorted(ns_findings(domain, chains.zones)),
            "ipv6_only_client_iterative": ipv6_only_client(domain, chains),
            "iterative": {"verdict": judge.verdict(domain),
                          "endpoints": judge.endpoints(domain, True)}}


def entry(chains, name, family):
    origin, reason = chains.broken(name, family)
    return {"resolvable": "no" if reason else "yes", "broken_at": origin,
            "reason": reason}


def ipv6_only_client(domain, chains):
    """Does IPv6 alone do, for the website and every name on the way to it?"""
    web = domain.web
    return "yes" if web and judge.family_class(
        web.of(6), "tcp", judge.WEB_PORTS) in ("reachable", "degraded") \
        and all(chains.resolves(name, 6)
                for name in (web.name, *web.aliases)) else "no"
