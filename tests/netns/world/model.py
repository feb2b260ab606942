# SPDX-License-Identifier: Apache-2.0
"""What a scenario is made of: hosts, mail set-ups and domains."""

from dataclasses import dataclass, field
from typing import Optional


@dataclass
class Host:
    """A host name and the addresses one finds by asking for it.

    `aliases` are the names after `name` in its CNAME chain; the last of them
    owns the addresses.  A host that is not `looked_up` (localhost, an address
    literal) has no addresses and no endpoints.
    """

    name: str
    addresses: list = field(default_factory=list)
    aliases: list = field(default_factory=list)
    exists: bool = True
    looked_up: bool = True

    def of(self, family):
        return [a for a in self.addresses if a.family == family]

    def over_ipv6(self):
        """AAAA as internet.nl sees them: IPv4-mapped ones are dropped."""
        return [a for a in self.of(6) if a.behaviour != "mapped"]


@dataclass
class ServerSet:
    """Name servers as the zone names them, and as its parent does."""

    servers: list
    delegation: list


@dataclass
class Mail:
    """Where mail goes.  `kind`: mx, null, null_plus, implicit or none."""

    kind: str
    hosts: list = field(default_factory=list)
    platform: str = "none"
    exchange: str = "not_used"
    spf: Optional[str] = None


@dataclass
class Domain:
    """A listed name and everything drawn for it.

    `fate` is "lives", "absent" (NXDOMAIN at its parent) or "dead" (a zone
    whose name servers all fail, so that nothing can be known).
    """

    name: str
    uses: set
    fate: str = "lives"
    web: Optional[Host] = None
    www: Optional[Host] = None
    mail: Optional[Mail] = None
    servers: list = field(default_factory=list)
