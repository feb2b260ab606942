# SPDX-License-Identifier: Apache-2.0
"""Very many names for the laboratory, quickly: the TLD `bench`.

Each name is a zone of its own, with a website, a www alias and mail, at one
of PROVIDERS providers with two name servers.  The zones of one provider are
the same file, so that NSD loads a hundred thousand of them in seconds.
"""

import json
import os
import random

from world import daemons
from world.names import FIRST, SECOND

TLD = "bench"
PROVIDERS = 50
TLD_SERVER = ("198.18.7.1", "2001:db8:7::1")
WEB = ("198.18.7.2", "2001:db8:7::2")

ZONE = """$TTL 3600
@ SOA ns1.{provider} root.{provider} 1 7200 3600 604800 3600
@ NS ns1.{provider}
@ NS ns2.{provider}
@ A {web[0]}
@ AAAA {web[1]}
@ MX 10 mail.{provider}
www CNAME @
{more}"""


def server(provider, number):
    place = 2 * provider + number
    return f"198.18.8.{place}", f"2001:db8:8::{place:x}"


def address_lines(owner, pair):
    return f"{owner} A {pair[0]}\n{owner} AAAA {pair[1]}\n"


def names(number):
    rng = random.Random(number)
    return [f"{rng.choice(FIRST)}-{rng.choice(SECOND)}{place}.{TLD}"
            for place in range(number)]


def make(directory, number):
    """Writes zones and the configurations of two daemons, bench-tld and
    bench-leaf, and makes the root delegate to them; returns the names."""
    zones = os.path.join(directory, "zones")
    apex = f"{TLD}. NS ns.{TLD}.\n" + address_lines(f"ns.{TLD}.", TLD_SERVER)
    with open(os.path.join(zones, "root.zone"), "a",
              encoding="ascii") as file:
        file.write(apex)
    files = {}
    tld = [f"$TTL 3600\n{TLD}. SOA ns.{TLD}. root.{TLD}. 1 7200 3600 604800 "
           "3600\n", apex]
    for n in range(PROVIDERS):
        origin = f"provider{n}.{TLD}"
        hosts = "".join(address_lines(f"ns{k}.{origin}.", server(n, k))
                        for k in (1, 2))
        daemons.write(zones, f"bench-{n}.zone",
                      ZONE.format(provider=origin + ".", web=WEB, more=""))
        daemons.write(zones, f"{origin}.zone", ZONE.format(
            provider=origin + ".", web=WEB,
            more=hosts + address_lines(f"mail.{origin}.", WEB)))
        files[origin] = f"{origin}.zone"
        tld += [delegation(origin, n), hosts]
    listed = names(number)
    for place, name in enumerate(listed):
        files[name] = f"bench-{place % PROVIDERS}.zone"
        tld.append(delegation(name, place % PROVIDERS))
    daemons.write(zones, "bench.zone", "".join(tld))
    at_leaf = [text for n in range(PROVIDERS) for k in (1, 2)
               for text in server(n, k)]
    daemons.nsd(directory, "bench-tld", TLD_SERVER, {TLD: "bench.zone"})
    daemons.nsd(directory, "bench-leaf", at_leaf, files)
    daemons.write(directory, "bench-listening.json",
                  json.dumps({"tld": TLD_SERVER, "leaf": at_leaf}))
    return listed


def delegation(origin, provider):
    return "".join(f"{origin}. NS ns{k}.provider{provider}.{TLD}.\n"
                   for k in (1, 2))
