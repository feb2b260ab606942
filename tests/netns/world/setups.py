# SPDX-License-Identifier: Apache-2.0
"""Name-server set-ups of zones that matter to many names: TLDs and homes.

A home is a zone in which name servers, websites and mail hosts live.  They
are well themselves; what is broken, over one family, is the way to them.
Over the other family every zone here is well, so that a resolver with both
families finds everything.
"""

from typing import NamedTuple

PROVIDER_ZONE = "dns-provider-lab.net"
INSIDE = "inside"


class Server(NamedTuple):
    """Behaviours of a name server's addresses, and where its name lies.

    `home` is a zone, or INSIDE for the one that it serves; then `glue` are the
    families of which the parent hands out its addresses.
    """

    v4: list
    v6: list
    home: str
    glue: tuple


class Setup(NamedTuple):
    """`group` is the NSD that has the zone (zones.py)."""

    origin: str
    servers: list
    group: str = "leaf"


def server(v4, v6, home=PROVIDER_ZONE, glue=(4, 6)):
    return Server([v4] if v4 else [], [v6] if v6 else [], home, glue)


def everywhere(home=PROVIDER_ZONE):
    return [server("open", "open", home)] * 2


def v4_only(home=PROVIDER_ZONE):
    return [server("open", None, home)] * 2


def v6_only(home=PROVIDER_ZONE):
    return [server(None, "open", home)] * 2


def over_v6(*behaviours, home=PROVIDER_ZONE):
    """Well over IPv4, and over IPv6 as it says."""
    return [server("open", what, home) for what in behaviours]


def over_v4(*behaviours, home=PROVIDER_ZONE):
    return [server(what, "open", home) for what in behaviours]


def with_glue(family):
    """Addresses of both families, but glue of one only."""
    return [server("open", "open", INSIDE, (family,))] * 2


# TLDs; any that is not here is well.
TLDS = (
    Setup("four", v4_only(INSIDE), "tld"),
    Setup("six", v6_only(INSIDE), "tld"),
    Setup("hush", over_v6("silent", "no_route", home=INSIDE), "tld"),
    Setup("mute", over_v4("silent", "silent", home=INSIDE), "tld"),
    Setup("crook", over_v6("lame_refused", "lame_servfail", home=INSIDE),
          "tld"),
    Setup("bare", with_glue(4), "tld"),
    Setup("kin", everywhere("four-home-lab.net"), "tld"),
)

HOMES = (
    Setup("four-home-lab.net", v4_only()),
    Setup("six-home-lab.net", v6_only()),
    Setup("hush-home-lab.net", over_v6("silent", "admin_prohibited")),
    Setup("mute-home-lab.net", over_v4("silent", "host_unreachable")),
    Setup("crook-home-lab.net", over_v6("lame_not_authoritative", "silent")),
    Setup("knave-home-lab.net", over_v4("lame_upward_referral",
                                        "lame_refused")),
    Setup("bare-home-lab.net", with_glue(4)),
    Setup("naked-home-lab.net", with_glue(6)),
    # Siblings, and siblings of siblings.
    Setup("kin-home-lab.com", everywhere("four-home-lab.net")),
    Setup("clan-home-lab.com", everywhere("kin-home-lab.com")),
    Setup("kith-home-lab.com", everywhere("six-home-lab.net")),
    # Over IPv6 each waits for the other.
    Setup("ring-home-lab.net", [server("open", "open", "loop-home-lab.com"),
                                server("open", None)]),
    Setup("loop-home-lab.com", [server("open", "open", "ring-home-lab.net"),
                                server("open", None)]),
    # Well in themselves, but below what is broken.
    Setup("nest4-home-lab.net", v4_only(), "mid"),
    Setup("in.nest4-home-lab.net", everywhere()),
    Setup("nest6-home-lab.net", v6_only(), "mid"),
    Setup("in.nest6-home-lab.net", everywhere(INSIDE)),
    # Broken below what is well.
    Setup("deep-home-lab.eu", everywhere(INSIDE), "mid"),
    Setup("four.deep-home-lab.eu", v4_only()),
    Setup("mute.deep-home-lab.eu", over_v4("silent", "silent")),
    Setup("well.deep-home-lab.eu", everywhere()),
)

# Families of which the zone itself (first) and its parent (second) know the
# addresses of its servers, where their names lie in the zone itself; in front
# is the weight.  The first is as it should be.
BOTH = (4, 6)
OWN = (
    (30, (BOTH, BOTH), (BOTH, BOTH)),
    (5, ((4,), (4,)), ((4,), (4,))),
    (5, (BOTH, BOTH), ((4,), (4,))),
    (5, (BOTH, BOTH), ((6,), (6,))),
    (2, (BOTH, (4,)), ((4,), (4,))),
    (4, (BOTH, BOTH), (BOTH, (4,))),
    (4, (BOTH, BOTH), (BOTH, (6,))),
    (4, ((4,), (4,)), (BOTH, BOTH)),
    (4, ((6,), (6,)), (BOTH, BOTH)),
    (2, (BOTH, (4,)), (BOTH, BOTH)),
)
