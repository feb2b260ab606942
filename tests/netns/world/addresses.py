# SPDX-License-Identifier: Apache-2.0
"""The address plan: what an address does is part of the address.

Each behaviour owns one IPv6 /48 and one IPv4 slice.  The firewall needs one
rule per prefix, and the truth about an endpoint follows from its address
alone, whatever the scenario that drew it.

In every prefix name servers and other hosts have ranges of their own, since
only the addresses of name servers get a listening DNS daemon.
"""

import ipaddress
from typing import NamedTuple

# Everything the scanner may be permitted to probe.
PERMITTED = {4: "198.18.0.0/15", 6: "2001:db8::/32"}

# What the `net` namespace takes for its own.  The links lie outside it.
ANYIP = {4: ("198.18.0.0/16", "198.19.0.0/17", "198.19.128.0/19"),
         6: ("2001:db8::/34",)}

RESOLVER = {4: "198.18.53.53", 6: "2001:db8:53::53"}
ROOT_SERVERS = {4: ("198.18.1.1", "198.18.1.2"),
                6: ("2001:db8:1::1", "2001:db8:1::2")}
TLD_SERVERS = {4: ("198.18.2.1", "198.18.2.2"),
               6: ("2001:db8:2::1", "2001:db8:2::2")}
INFRA_SERVERS = {4: ("198.18.3.1", "198.18.3.2"),
                 6: ("2001:db8:3::1", "2001:db8:3::2")}
# Where the root sends everybody who asks for names below `hostile`.
HOSTILE_SERVER = {4: "198.18.4.1", 6: "2001:db8:4::1"}

# ICMP errors by the name the record uses, with nft's word for each.
ICMP_KINDS = {
    4: {"net_unreachable": "net-unreachable",
        "host_unreachable": "host-unreachable",
        "protocol_unreachable": "prot-unreachable",
        "port_unreachable": "port-unreachable",
        "admin_prohibited": "admin-prohibited",
        "host_prohibited": "host-prohibited",
        "net_prohibited": "net-prohibited"},
    6: {"no_route": "no-route",
        "admin_prohibited": "admin-prohibited",
        "address_unreachable": "addr-unreachable",
        "port_unreachable": "port-unreachable",
        "policy_failed": "policy-fail",
        "reject_route": "reject-route"},
}

# Three IPv4 codes (9, 10 and 13) are one reason in the record.
REASON = {"host_prohibited": "admin_prohibited",
          "net_prohibited": "admin_prohibited"}

LAME_KINDS = ("refused", "servfail", "not_authoritative",
              "upward_referral")

# What these name servers say of a name's AAAA where there is only an A (RFC
# 4074 section 4); they are right in all else.
AAAA_KINDS = ("aaaa_nxdomain", "aaaa_servfail", "aaaa_refused",
              "aaaa_silent")

# The recursor, which is not authoritative, knows UDP alone.
SERVERS_OVER_TCP = ("lame_refused", "lame_servfail", "lame_upward_referral",
                    *AAAA_KINDS)

BEHAVIOURS = {
    family: ("open", "closed", "silent", *ICMP_KINDS[family],
             "only_80", "only_443", "blackhole",
             *(f"lame_{kind}" for kind in LAME_KINDS), *AAAA_KINDS)
    for family in (4, 6)
}

# Special-purpose addresses that stand in zones and must never be probed.
SPECIAL = {
    4: ("10.0.0.1", "127.0.0.1", "192.168.1.10", "172.16.5.5",
        "169.254.10.10", "100.64.0.1", "192.0.2.1", "203.0.113.9",
        "0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    6: ("fe80::1", "fd00::8", "fd12:3456:789a::1", "::1", "::",
        "2002:c000:201::1", "2001:0:53aa:64c:0:7fff:3f57:fefe",
        "64:ff9b::c000:201", "ff02::1", "fec0::1", "100::1",
        "3fff::1", "::192.0.2.1"),
}
MAPPED = ("::ffff:192.0.2.1", "::ffff:10.0.0.1", "::ffff:198.18.128.1")

SERVERS_PER_SLICE = 512


class Address(NamedTuple):
    """An address together with what it does."""

    family: int
    text: str
    behaviour: str

    def state(self, protocol, port):
        """The endpoint's state and reason as the record names them."""
        what = self.behaviour
        if what in ("special_purpose", "mapped"):
            return "not_probed", "special_purpose"
        if what in ("silent", "blackhole"):
            return "silent", None
        if what in ICMP_KINDS[self.family]:
            return "unreachable", REASON.get(what, what)
        if protocol == "udp":
            if what.startswith("lame_"):
                return "lame", what.removeprefix("lame_")
            if what == "open" or what in AAAA_KINDS:
                return "open", None
            return "unreachable", "port_unreachable"
        if what in ("open", f"only_{port}") or \
                port == 53 and what in SERVERS_OVER_TCP:
            return "open", None
        return "closed", None

    @property
    def probed(self):
        return self.behaviour not in ("special_purpose", "mapped")


def prefix(family, behaviour):
    """The prefix that owns a behaviour."""
    place = BEHAVIOURS[family].index(behaviour)
    if family == 6:
        return ipaddress.ip_network(f"2001:db8:{0x1000 + place:x}::/48")
    if behaviour == "open":
        # By far the most used, so it gets half of 198.18.0.0/16.
        return ipaddress.ip_network("198.18.128.0/17")
    base = int(ipaddress.ip_address("198.19.0.0"))
    return ipaddress.ip_network((base + (place - 1) * 2048, 21))


def nth(family, behaviour, is_server, number):
    """The n-th address of name servers, or of other hosts, in a prefix.

    IPv4 slices are finite, so the numbers of hosts wrap: two domains may then
    share an address, as they do under shared hosting.
    """
    net = prefix(family, behaviour)
    if family == 6:
        offset = (0x53 << 64 if is_server else 1 << 64) + number + 1
    elif is_server:
        offset = 1 + number
        assert offset < SERVERS_PER_SLICE
    else:
        room = net.num_addresses - SERVERS_PER_SLICE - 1
        offset = SERVERS_PER_SLICE + number % room
    return Address(family, str(net[offset]), behaviour)


class Allocator:
    """Hands out addresses in order, and remembers the name servers.

    The role of an address is "host", or the group of zones that a name server
    serves (zones.py).
    """

    def __init__(self):
        self._next = {}
        self.servers = {}

    def take(self, family, behaviour, role="host"):
        if behaviour in ("special_purpose", "mapped"):
            texts = MAPPED if behaviour == "mapped" else SPECIAL[family]
            number = self._count(family, behaviour, False)
            return Address(family, texts[number % len(texts)], behaviour)
        is_server = role != "host"
        number = self._count(family, behaviour, is_server)
        address = nth(family, behaviour, is_server, number)
        if is_server:
            self.servers[address] = role
        return address

    def _count(self, *key):
        number = self._next.get(key, 0)
        self._next[key] = number + 1
        return number
