# SPDX-License-Identifier: Apache-2.0
"""Verdicts and endpoints of a domain, from its scenario alone.

This is a second reading of the rules, kept apart from the program's own on
purpose: it knows behaviours, not packets.
"""

from .model import Host

WEB_PORTS = (80, 443)
CAP = 8

NOTHING_KNOWN = "indeterminate"

TABLE = {
    ("reachable", "reachable"): "dual_stack",
    ("reachable", "degraded"): "dual_stack_degraded",
    ("degraded", "reachable"): "dual_stack_degraded",
    ("degraded", "degraded"): "dual_stack_degraded",
    ("no_address", "no_address"): "none",
}


def service(v4, v6):
    """The class of a service from what it is over each family."""
    alive = ("reachable", "degraded")
    if (v4, v6) in TABLE:
        return TABLE[v4, v6]
    if v4 in alive:
        return "v4_only" if v6 == "no_address" else "v6_broken"
    if v6 in alive:
        return "v6_only" if v4 == "no_address" else "v4_broken"
    return "unreachable"


def is_open(address, protocol, ports):
    return any(address.state(protocol, port)[0] == "open" for port in ports)


def family_class(addresses, protocol, ports):
    alive = sum(is_open(a, protocol, ports) for a in addresses)
    if not addresses:
        return "no_address"
    if alive == len(addresses):
        return "reachable"
    if alive:
        return "degraded"
    if any(a.probed for a in addresses):
        return "unreachable"
    return "special_purpose"


def addresses_class(addresses, protocol, ports):
    return service(*(family_class([a for a in addresses if a.family == family],
                                  protocol, ports) for family in (4, 6)))


def web_class(host):
    verdict = addresses_class(host.addresses, "tcp", WEB_PORTS)
    if verdict == "dual_stack" and any(
            all(is_open(a, "tcp", (port,)) for a in host.of(4)) and
            not any(is_open(a, "tcp", (port,)) for a in host.of(6))
            for port in WEB_PORTS):
        return "dual_stack_degraded"
    return verdict


def dns_class(servers):
    return addresses_class([a for host in servers for a in host.addresses],
                           "udp", (53,))


def mail_family(hosts, family):
    """Over a family mail needs every host; one that answers degrades it."""
    addresses = [a for host in hosts for a in host.of(family)]
    verdict = family_class(addresses, "tcp", (25,))
    if verdict == "reachable" and not all(h.of(family) for h in hosts):
        return "degraded"
    return verdict


def mail_class(mail):
    if mail.kind == "null":
        return "not_applicable"
    if mail.kind == "none":
        return "none"
    return service(*(mail_family(mail.hosts, family) for family in (4, 6)))


def agreement(domain, web, mail):
    """(exists, fine) for each service that counts, taken together."""
    counted = []
    if "web" in domain.uses:
        counted.append((web != "none", web in ("dual_stack", "none")))
    if "mail" in domain.uses:
        implicit = domain.mail.kind == "implicit"
        absent = mail in ("none", "not_applicable") or implicit
        counted.append((not absent, absent or mail == "dual_stack"))
    if not any(exists for exists, _ in counted):
        return "not_applicable"
    return "compliant" if all(fine for _, fine in counted) \
        else "non_compliant"


def verdict(domain):
    www = "not_applicable" if domain.name.startswith("www.") else None
    if domain.fate == "dead":
        return {"agreement": NOTHING_KNOWN, "web": NOTHING_KNOWN,
                "www": www or NOTHING_KNOWN, "mail": NOTHING_KNOWN,
                "dns": NOTHING_KNOWN, "mail_platform": NOTHING_KNOWN,
                "exchange_online": NOTHING_KNOWN,
                "internet_nl": dict.fromkeys(INTERNET_NL, "not_tested")}
    web, mail = web_class(domain.web), mail_class(domain.mail)
    return {"agreement": agreement(domain, web, mail), "web": web,
            "www": www or web_class(domain.www), "mail": mail,
            "dns": dns_class(domain.servers),
            "mail_platform": domain.mail.platform,
            "exchange_online": domain.mail.exchange,
            "internet_nl": internet_nl(domain)}


# internet.nl's rules, under its names.

INTERNET_NL = (
    "web_ipv6_ns_address", "web_ipv6_ns_reach", "web_ipv6_ws_address",
    "web_ipv6_ws_reach", "web_ipv6_ws_similar", "mail_ipv6_ns_address",
    "mail_ipv6_ns_reach", "mail_ipv6_mx_address", "mail_ipv6_mx_reach")


def internet_nl(domain):
    servers = name_server_tests(domain.servers)
    return dict(zip(INTERNET_NL, (
        *servers, *web_server_tests(domain.web), *servers,
        *mail_server_tests(domain))))


def passed_if(condition):
    return "passed" if condition else "failed"


def name_server_tests(servers):
    """Any reply will do, so a lame server is reachable."""
    with_aaaa = [host for host in servers if host.over_ipv6()]
    if not with_aaaa:
        return "failed", "not_tested"
    answered = all(a.state("udp", 53)[0] in ("open", "lame")
                   for host in with_aaaa for a in host.over_ipv6())
    return passed_if(len(with_aaaa) >= 2), passed_if(answered)


def web_server_tests(web):
    v6 = web.over_ipv6()
    if not v6:
        return "failed", "not_tested", "not_tested"
    reach = passed_if(all(is_open(a, "tcp", WEB_PORTS) for a in v6))
    alive = any(is_open(a, "tcp", WEB_PORTS) for a in v6)
    similar = "not_tested"
    if alive and web.of(4) and open_ports(web.of(4)) != open_ports(v6):
        similar = "failed"
    return "passed", reach, similar


def open_ports(addresses):
    return {port for port in WEB_PORTS
            if any(is_open(a, "tcp", (port,)) for a in addresses)}


def mail_server_tests(domain):
    mail, web = domain.mail, domain.web
    has_address = bool(web.of(4) or web.over_ipv6())
    hosts = sorted((h for h in mail.hosts if h.name != "localhost"),
                   key=lambda host: host.name)[:10]
    if mail.kind == "null":
        return "not_tested" if has_address else "info", "not_tested"
    if mail.kind == "null_plus":
        return "warning", "not_tested"
    if mail.kind != "mx" or not hosts:
        only = has_address and mail.spf == "v=spf1 -all"
        return "info" if only else "not_tested", "not_tested"
    v6 = [host.over_ipv6() for host in hosts]
    if not any(v6):
        return "failed", "not_tested"
    answered = all(is_open(a, "tcp", (25,)) for each in v6 for a in each)
    return passed_if(all(v6)), passed_if(answered)


def endpoints(domain, iterative=False):
    """Every endpoint the evidence must show; more in an iterative run."""
    if domain.fate != "lives":
        return []
    found = host_endpoints(domain.web, "web", "tcp", WEB_PORTS)
    if not domain.name.startswith("www."):
        found += host_endpoints(domain.www, "www", "tcp", WEB_PORTS)
    for host in domain.mail.hosts:
        found += host_endpoints(host, "mx", "tcp", (25,))
    for host in domain.servers:
        for protocol in ("udp", "tcp") if iterative else ("udp",):
            found += host_endpoints(host, "ns", protocol, (53,))
    return found


def host_endpoints(host: Host, use, protocol, ports):
    found = []
    for address in host.addresses:
        for port in ports:
            state, reason = address.state(protocol, port)
            found.append({
                "host": host.name, "use": use, "address": address.text,
                "family": address.family, "protocol": protocol, "port": port,
                "state": state, "reason": reason})
    return found
