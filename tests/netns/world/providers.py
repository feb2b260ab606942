# SPDX-License-Identifier: Apache-2.0
"""DNS providers: sets of name servers that many zones share.

A server is a pair of behaviour lists, IPv4 and IPv6.  A firewall acts on the
vantage point's packets only, so the resolver reaches servers that are silent
to the prober: the verdict on `dns` is then independent of the other verdicts.
Lame servers are lame to all, which is why each set keeps a good address.
"""

from .addresses import AAAA_KINDS, ICMP_KINDS, LAME_KINDS

GOOD = (["open"], ["open"])
V4 = (["open"], [])
V6 = ([], ["open"])


def v6(behaviour):
    return (["open"], [behaviour])


def v4(behaviour):
    return ([behaviour], ["open"])


# weight, providers of this kind, servers
KINDS = [
    (200, 4, [GOOD, GOOD]),
    (200, 4, [GOOD, GOOD, GOOD]),
    (100, 2, [GOOD] * 4),
    (40, 1, [GOOD, GOOD, V4]),
    (30, 1, [(["open", "open"], ["open", "open"]), GOOD]),
    (120, 3, [V4, V4]),
    (30, 1, [V4, V4, V4]),
    (70, 2, [GOOD, V4]),
    (30, 1, [GOOD]),
    (15, 1, [V4]),
    (10, 1, [V6, V6]),
    (10, 1, [V4, V6]),
    (40, 1, [v6("silent"), v6("silent")]),
    (20, 1, [v6("silent"), V4]),
    (30, 1, [GOOD, v6("silent")]),
    (15, 1, [GOOD, GOOD, v4("silent")]),
    (15, 1, [GOOD, (["silent"], ["silent"])]),
    (10, 1, [v4("silent"), v4("silent")]),
    (10, 1, [(["silent"], ["silent"])] * 2),
    (10, 1, [(["silent"], ["no_route"])] * 2),
    (10, 1, [GOOD, (["lame_refused"], ["lame_refused"])]),
    (10, 1, [GOOD, GOOD, (["lame_servfail"], [])]),
    (10, 1, [GOOD, v6("special_purpose")]),
    (10, 1, [v6("special_purpose"), v6("special_purpose")]),
    (10, 1, [GOOD, v6("mapped")]),
    (10, 1, [GOOD, v4("special_purpose")]),
    (10, 1, [GOOD, GOOD, ([], [])]),
    *((15, 1, [v6(f"lame_{kind}")] * 2) for kind in LAME_KINDS),
    *((8, 1, [GOOD, v6(f"lame_{kind}")]) for kind in LAME_KINDS),
    *((8, 1, [v6(kind)] * 2) for kind in ICMP_KINDS[6]),
    *((4, 1, [GOOD, v4(kind)]) for kind in ICMP_KINDS[4]),
    *((3, 1, [v4(kind)] * 2) for kind in ICMP_KINDS[4]),
    *((5, 1, [v4(f"lame_{kind}")] * 2) for kind in LAME_KINDS),
    (6, 1, [v6("closed"), v6("closed")]),
    (6, 1, [v6("silent"), v6("lame_refused")]),
    (6, 1, [v4("lame_servfail"), v4("silent")]),
    (20, 1, [(["aaaa_nxdomain"], ["aaaa_nxdomain"])] * 2),
    *((10, 1, [GOOD, ([kind], [kind])]) for kind in AAAA_KINDS),
]

# weight, servers, and which of them the parent names and which the zone
DIFFERING = (
    (8, [GOOD] * 3, (0, 1), (0, 1, 2)),
    (8, [GOOD] * 3, (0, 1), (0, 2)),
    (8, [GOOD] * 2, (0, 1), (0,)),
    (8, [GOOD, GOOD, (["lame_refused"], ["lame_refused"])], (0, 2), (0, 1)),
)

# Of a provider whose name servers live in a home (setups.py).
HOME_WEIGHT = 5

# A zone with name servers of its own inside it, one time in so many.
IN_ZONE = 0.1
