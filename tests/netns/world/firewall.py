# SPDX-License-Identifier: Apache-2.0
"""nft rules: what prefixes do, what is counted, where packets are lost."""

from .addresses import (AAAA_KINDS, BEHAVIOURS, ICMP_KINDS, PERMITTED,
                        prefix)

COUNTED = ("udp53", "tcp53", "tcp_syn", "tcp_rst", "icmp_unreachable",
           "neighbour", "other", "outside", "syn_ack")

# The census stands before everything else and so counts what arrived; the
# SYN-ACKs are counted last and so are those that really left.  DNS over TCP
# is the kernel's work and kept apart: it comes from the kernel's own ports.
KERNEL_PORTS = "32768-60999"
ROUTER = """table inet lab {{
{counters}
    chain arriving {{
        type filter hook prerouting priority raw; policy accept;
        iifname "vantage" meta nfproto ipv4 jump census4
        iifname "vantage" meta nfproto ipv6 jump census6
    }}
    chain census4 {{
        meta l4proto {{ tcp, udp }} ip daddr != {permitted4} counter name v4_outside
        udp dport 53 counter name v4_udp53 return
        tcp dport 53 tcp sport {kernel} counter name v4_tcp53 return
        tcp flags & (syn | ack | rst | fin) == syn counter name v4_tcp_syn return
        tcp flags & rst == rst counter name v4_tcp_rst return
        icmp type destination-unreachable counter name v4_icmp_unreachable return
        meta l4proto igmp counter name v4_neighbour return
        counter name v4_other
    }}
    chain census6 {{
        meta l4proto {{ tcp, udp }} ip6 daddr != {permitted6} counter name v6_outside
        udp dport 53 counter name v6_udp53 return
        tcp dport 53 tcp sport {kernel} counter name v6_tcp53 return
        tcp flags & (syn | ack | rst | fin) == syn counter name v6_tcp_syn return
        tcp flags & rst == rst counter name v6_tcp_rst return
        icmpv6 type destination-unreachable counter name v6_icmp_unreachable return
        icmpv6 type {{ 130-137, 143 }} counter name v6_neighbour return
        counter name v6_other
    }}
    chain leaving {{
        type filter hook postrouting priority 300; policy accept;
        oifname "vantage" tcp sport 53 tcp dport {kernel} accept
        oifname "vantage" tcp flags & (syn | ack) == syn | ack jump count_syn_ack
    }}
    chain count_syn_ack {{
        meta nfproto ipv4 counter name v4_syn_ack
        meta nfproto ipv6 counter name v6_syn_ack
    }}
    chain loss {{
    }}
    chain forward {{
        type filter hook forward priority filter; policy accept;
        jump loss
        iifname "vantage" ip daddr vmap {{ {map4} }}
        iifname "vantage" ip6 daddr vmap {{ {map6} }}
    }}
    chain answering {{
        type filter hook output priority filter; policy accept;
        oifname "vantage" icmpv6 type {{ 133-137 }} accept
        oifname "vantage" jump loss
    }}
    chain closed {{
        meta l4proto tcp reject with tcp reset
        reject with icmpx port-unreachable
    }}
    chain only_80 {{
        tcp dport 80 accept
        goto closed
    }}
    chain only_443 {{
        tcp dport 443 accept
        goto closed
    }}
    chain dropped {{
        drop
    }}
{rejects}}}
"""

# The blackhole is silent to the resolver too.
NET = """table inet lab {{
    chain input {{
        type filter hook input priority filter; policy accept;
        ip daddr {blackhole4} drop
        ip6 daddr {blackhole6} drop
    }}
}}
"""


def chain_for(family, behaviour):
    if behaviour in ("silent", "blackhole"):
        return "dropped"
    if behaviour in ICMP_KINDS[family]:
        return f"v{family}_{behaviour}"
    return behaviour


def verdict_map(family):
    acting = [b for b in BEHAVIOURS[family]
              if b not in ("open", *AAAA_KINDS)
              and not b.startswith("lame_")]
    return ", ".join(f"{prefix(family, b)} : goto {chain_for(family, b)}"
                     for b in acting)


def router_rules():
    rejects = "".join(
        f"    chain v{family}_{kind} {{\n        reject with "
        f"{'icmp' if family == 4 else 'icmpv6'} type {word}\n    }}\n"
        for family in (4, 6) for kind, word in ICMP_KINDS[family].items())
    counters = "".join(f"    counter v{family}_{name} {{ }}\n"
                       for family in (4, 6) for name in COUNTED)
    return ROUTER.format(
        counters=counters, kernel=KERNEL_PORTS, rejects=rejects,
        map4=verdict_map(4), map6=verdict_map(6), permitted4=PERMITTED[4],
        permitted6=PERMITTED[6])


def net_rules():
    return NET.format(blackhole4=prefix(4, "blackhole"),
                      blackhole6=prefix(6, "blackhole"))
