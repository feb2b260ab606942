# SPDX-License-Identifier: Apache-2.0
"""Scenarios for mail: MX records, Exchange Online, SPF, autodiscover.

Each function takes a `Setting` (the domain, its random numbers and the world
to add records to) and returns a `Mail`.
"""

from typing import NamedTuple

from .model import Host, Mail
from .web import dead

CLASSIC = "mail.protection.outlook.com"
MODERN = "a-v1.mx.microsoft"
NATIONAL = ("mail.protection.office365.us",
            "mail.protection.partner.outlook.cn")
SPF_EXCHANGE = "v=spf1 include:spf.protection.outlook.com -all"
SPF_EXACT = "v=spf1 -all"


class Setting(NamedTuple):
    """Everything a scenario may use."""

    name: str
    rng: object
    world: object
    web: Host
    may_be_tenant: bool

    def below(self, label):
        """A new name below the domain that no listed name has."""
        return self.world.free_name(label, self.name)

    def mx(self, preference, target):
        self.world.add(self.name, "MX", f"{preference} {target.rstrip('.')}.")

    def own_host(self, label, v4, v6):
        """A mail host below the domain with addresses of its own."""
        return self.world.new_host(self.below(label), v4, v6)

    @property
    def tenant_label(self):
        return self.name.replace(".", "-")


def spf(setting, text):
    setting.world.add_text(setting.name, text, setting.rng)
    return text


def some_spf(setting):
    """Any SPF but the one that says no mail is ever sent."""
    return spf(setting, setting.rng.choice((
        "v=spf1 mx -all", "v=spf1 a mx ~all",
        "v=spf1 ip4:198.18.200.0/24 -all", "v=spf1 include:_spf.example.net -all")))


def own_mx(setting):
    """One to three hosts, each behaving as drawn."""
    rng = setting.rng
    drawn = rng.choices((
        (["open"], ["open"]), (["open"], []), ([], ["open"]),
        (["open"], [dead(rng, 6)]), ([dead(rng, 4)], ["open"]),
        ([dead(rng, 4)], [dead(rng, 6)]),
        (["open", dead(rng, 4)], ["open"]),
        (["open"], ["open", dead(rng, 6)]),
        (["open"], ["special_purpose"]), (["open"], ["mapped"]),
        (["special_purpose"], ["open"]),
        (["special_purpose"], ["special_purpose"]),
        (["open"], ["open", "special_purpose"]),
        (["open"], ["open"] * 9)),
        (30, 20, 3, 12, 3, 3, 3, 4, 3, 1, 1, 1, 1, 1))[0]
    hosts = []
    for number in range(rng.choice((1, 1, 2, 3))):
        host = setting.own_host(f"mx{number + 1}", *drawn)
        setting.mx(10 * (number + 1), host.name)
        hosts.append(host)
    some_spf(setting)
    return Mail("mx", hosts, "other")


def some_lack_aaaa(setting):
    first = setting.own_host("mx1", ["open"], ["open"])
    second = setting.own_host("mx2", ["open"], [])
    hosts = [first, second]
    if setting.rng.random() < 0.3:
        hosts.append(setting.own_host(
            "mx3", ["open"], [dead(setting.rng, 6)]))
    for number, host in enumerate(hosts):
        setting.mx(10 * number, host.name)
    return Mail("mx", hosts, "other")


def shared_provider(setting):
    provider = setting.world.draw_mail_provider(setting.rng)
    for number, host in enumerate(provider):
        setting.mx(10 * (number + 1), host.name)
    some_spf(setting)
    return Mail("mx", list(provider), "other")


def google(setting):
    for number, host in enumerate(setting.world.google):
        setting.mx(5 * number + 1, host.name)
    spf(setting, "v=spf1 include:_spf.google.com ~all")
    return Mail("mx", list(setting.world.google), "google")


def null_mx(setting):
    setting.mx(0, ".")
    spf(setting, SPF_EXACT)
    return Mail("null")


def null_mx_and_others(setting):
    setting.mx(0, ".")
    host = setting.own_host("mx1", ["open"], setting.rng.choice(
        (["open"], [])))
    setting.mx(10, host.name)
    return Mail("null_plus", [host], "other")


def no_mx(setting):
    """Without MX the addresses of the name itself take the mail."""
    text = setting.rng.choice((None, SPF_EXACT, SPF_EXACT, "v=spf1 a -all"))
    if text is not None:
        spf(setting, text)
    return implicit(setting.web, text)


def implicit(web, text=None):
    kind = "implicit" if web.addresses else "none"
    return Mail(kind, [web] if kind == "implicit" else [], spf=text)


def mx_is_cname(setting):
    target = setting.world.draw_mail_provider(setting.rng)[0]
    host = setting.world.alias(setting.below("mail"), target)
    setting.mx(10, host.name)
    return Mail("mx", [host], "other")


def mx_is_literal(setting):
    """An address where a name should be, alone or beside a good host."""
    hosts = [Host("198.18.200.1", looked_up=False)]
    setting.mx(10, "198.18.200.1")
    if setting.rng.random() < 0.4:
        hosts.append(setting.own_host("mx1", ["open"], ["open"]))
        setting.mx(20, hosts[-1].name)
    return Mail("mx", hosts, "other")


def mx_is_localhost(setting):
    hosts = [Host("localhost", looked_up=False)]
    setting.mx(10, "localhost")
    if setting.rng.random() < 0.4:
        hosts.append(setting.own_host("mx1", ["open"], ["open"]))
        setting.mx(20, hosts[-1].name)
    return Mail("mx", hosts, "other")


def mx_without_address(setting):
    """An MX host that does not exist, or exists without addresses."""
    host = Host(setting.below("mx1"))
    if setting.rng.random() < 0.5:
        setting.world.add(host.name, "TXT", '"no address here"')
    hosts = [host]
    setting.mx(10, host.name)
    if setting.rng.random() < 0.5:
        hosts.append(setting.own_host("mx2", ["open"], ["open"]))
        setting.mx(20, hosts[-1].name)
    return Mail("mx", hosts, "other")


def many_mx(setting):
    """More hosts than internet.nl looks at (ten, by name)."""
    late = setting.rng.choice((["open"], [], ["silent"]))
    hosts = []
    for number in range(setting.rng.randint(11, 14)):
        hosts.append(setting.own_host(
            f"mx{number + 1:02}", ["open"], ["open"] if number < 10 else late))
        setting.mx(10, hosts[-1].name)
    return Mail("mx", hosts, "other")


def exchange_mx(setting):
    """MX at Exchange Online; the AAAA is the flag that IPv6 is on."""
    rng = setting.rng
    zones = rng.choices(((CLASSIC,), (MODERN,), (MODERN, CLASSIC),
                         *((zone,) for zone in NATIONAL)),
                        (70, 20, 5, 3, 2))[0]
    hosts = []
    for number, zone in enumerate(zones):
        v6_on = rng.random() < 0.55
        host = setting.world.tenant_host(
            f"{setting.tenant_label}.{zone}", v6_on,
            "silent" if rng.random() < 0.05 else "open")
        setting.mx(10 * number, host.name)
        hosts.append(host)
    if rng.random() < 0.8:
        spf(setting, SPF_EXCHANGE)
    if rng.random() < 0.8:
        autodiscover(setting)
    every = all(host.of(6) for host in hosts)
    return Mail("mx", hosts, "exchange_online",
                "ipv6_on" if every else "ipv6_off")


def autodiscover(setting):
    setting.world.add(f"autodiscover.{setting.name}", "CNAME",
                      "autodiscover.outlook.com.")


def filtered(setting):
    """MX at a filter; returns the hosts and the platform's name."""
    rng = setting.rng
    platform, zone = rng.choice((("proofpoint", "pphosted.com"),
                                 ("mimecast", "mimecast.com"),
                                 ("other", "mailfilter-lab.net")))
    host = setting.world.new_host(
        setting.world.free_name(f"mx-{setting.tenant_label}", zone),
        ["open"], rng.choice((["open"], [])))
    setting.mx(10, host.name)
    return [host], platform


def behind_filter(setting):
    rng = setting.rng
    hosts, platform = filtered(setting)
    signs = rng.choice(("spf", "autodiscover", "both"))
    if signs != "autodiscover":
        spf(setting, SPF_EXCHANGE)
    if signs != "spf":
        autodiscover(setting)
    v6_on = rng.random() < 0.5
    setting.world.tenant_host(f"{setting.tenant_label}.{CLASSIC}", v6_on)
    return Mail("mx", hosts, platform, "behind_filter_ipv6_on" if v6_on
                else "behind_filter_ipv6_off")


def filter_without_tenant(setting):
    """SPF names Exchange Online, but there is no tenant host."""
    hosts, platform = filtered(setting)
    spf(setting, SPF_EXCHANGE)
    return Mail("mx", hosts, platform)


def tenant_without_signs(setting):
    """A tenant host, but neither SPF nor autodiscover points there."""
    hosts, platform = filtered(setting)
    some_spf(setting)
    setting.world.tenant_host(f"{setting.tenant_label}.{CLASSIC}", True)
    return Mail("mx", hosts, platform)


def consumer(setting):
    """Consumer Outlook is no tenant."""
    host = setting.world.tenant_host(
        f"{setting.tenant_label}.olc.protection.outlook.com", False)
    setting.mx(10, host.name)
    return Mail("mx", [host], "outlook_consumer")


# weight, scenario, needs names at Exchange Online that no other name uses
SCENARIOS = (
    (200, own_mx, False),
    (60, some_lack_aaaa, False),
    (180, shared_provider, False),
    (60, google, False),
    (50, null_mx, False),
    (15, null_mx_and_others, False),
    (90, no_mx, False),
    (20, mx_is_cname, False),
    (15, mx_is_literal, False),
    (15, mx_is_localhost, False),
    (25, mx_without_address, False),
    (10, many_mx, False),
    (250, exchange_mx, True),
    (120, behind_filter, True),
    (30, filter_without_tenant, True),
    (20, tenant_without_signs, True),
    (10, consumer, True),
)


def draw(setting):
    allowed = [(weight, scenario) for weight, scenario, tenant in SCENARIOS
               if setting.may_be_tenant or not tenant]
    scenario = setting.rng.choices([s for _, s in allowed],
                                   [w for w, _ in allowed])[0]
    return scenario(setting)
