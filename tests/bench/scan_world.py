# SPDX-License-Identifier: Apache-2.0
"""Very many domains in which everything answers, for one NSD.

Each name is a zone of its own with a website, a www alias, mail and two name
servers.  The NSD serves them all: at the addresses of their name servers, at
that of a resolver (it knows all there is to know), and at those of controls.
Every name server is that of one name in PROVIDERS, every mail host that of one
in MAIL_HOSTS, and every website that of the names whose number is the same
modulo SITES.
"""
import json
import os

from world import daemons

TLD = "bench"
PROVIDERS = 50
MAIL_HOSTS = 1000
SITES = 50000
RESOLVER = ("198.18.53.53", "2001:db8:53::53")
CONTROLS = 10
# All that lives; the prefix of those who do not is left out.
LIVING = ("198.18.8.0/24", "198.18.16.0/20", "198.18.53.0/24", "198.19.0.0/16",
          "2001:db8:8::/48", "2001:db8:16::/48", "2001:db8:53::/48",
          "2001:db8:80::/48")
SILENT = ("198.18.60.1", "198.18.60.2", "2001:db8:60::1", "2001:db8:60::2")
ENDPOINTS = (("udp", 53), ("tcp", 80), ("tcp", 443), ("tcp", 25))

ZONE = """$TTL 3600
@ SOA ns1.{provider} root.{provider} 1 7200 3600 604800 3600
@ NS ns1.{provider}
@ NS ns2.{provider}
"""
SITE = """@ A {site[0]}
@ AAAA {site[1]}
@ MX 10 {mail}
www CNAME @
"""
ROOT = """$TTL 3600
. SOA ns.bench. root.bench. 1 7200 3600 604800 3600
. NS ns.bench.
bench. NS ns.bench.
ns.bench. A {0}
ns.bench. AAAA {1}
"""


def address(third, sixth, number):
    return (f"198.{18 + (third >> 8)}.{(third & 255) + (number >> 8)}."
            f"{number & 255}", f"2001:db8:{sixth}::{number:x}")


def server(provider, number):
    return address(8, 8, 2 * provider + number)


def control(number):
    return address(53, 53, 128 + number)


def provider_zone(provider):
    origin = f"provider{provider}.{TLD}."
    hosts = [(f"ns{k}", server(provider, k)) for k in (1, 2)]
    hosts += [(f"mail{m}", address(16, 16, m))
              for m in range(provider, MAIL_HOSTS, PROVIDERS)]
    return ZONE.format(provider=origin) + "".join(
        f"{host} A {pair[0]}\n{host} AAAA {pair[1]}\n" for host, pair in hosts)


def site_zone(number):
    provider = f"provider{number % PROVIDERS}.{TLD}."
    return ZONE.format(provider=provider) + SITE.format(
        site=address(256, 80, number),
        mail=f"mail{number % MAIL_HOSTS}.{provider}")


def names(number):
    return [f"d{place:07}.{TLD}" for place in range(number)]


def make_controls(directory):
    lines = ["address,protocol,port,expect,operator"]
    lines += [f"{text},{protocol},{port},answer,operator-{number}"
              for number in range(CONTROLS) for text in control(number)
              for protocol, port in ENDPOINTS]
    lines += [f"{text},{protocol},{port},silence,nobody" for text in SILENT
              for protocol, port in ENDPOINTS]
    daemons.write(directory, "controls.csv", "\n".join(lines) + "\n")


def make(directory, number):
    """Writes the zones of that many names, nsd-bench.conf, controls.csv, and
    listening.json, which says what must answer; returns the names."""
    zones = os.path.join(directory, "zones")
    os.mkdir(zones)
    files = {"": "root.zone"}
    daemons.write(zones, "root.zone", ROOT.format(*RESOLVER))
    for provider in range(PROVIDERS):
        origin = f"provider{provider}.{TLD}"
        files[origin] = f"{origin}.zone"
        daemons.write(zones, files[origin], provider_zone(provider))
    for site in range(min(number, SITES)):
        daemons.write(zones, f"site{site}.zone", site_zone(site))
    listed = names(number)
    for place, name in enumerate(listed):
        files[name] = f"site{place % SITES}.zone"
    at = [text for pair in (
        RESOLVER, *(server(n, k) for n in range(PROVIDERS) for k in (1, 2)),
        *map(control, range(CONTROLS))) for text in pair]
    daemons.nsd(directory, "bench", at, files)
    daemons.write(directory, "listening.json", json.dumps({"bench": at}))
    make_controls(directory)
    return listed
