# SPDX-License-Identifier: Apache-2.0
"""Scenarios for the web: which addresses a name has and what they do.

A scenario is two lists of behaviours, IPv4 and IPv6, and the verdict it was
drawn for.  The judge must come to the same verdict; the generator checks it.
"""

from .addresses import ICMP_KINDS

OPEN = "open"


def dead(rng, family):
    """One way of being dead, the common ones more often."""
    kinds = ["closed", "silent"] * 3 + list(ICMP_KINDS[family])
    return rng.choice(kinds)


def several(rng, behaviour, most=3):
    return [behaviour] * rng.randint(1, most)


def dual_stack(rng):
    return several(rng, OPEN), several(rng, OPEN)


def v4_only(rng):
    return several(rng, OPEN), []


def v6_only(rng):
    return [], several(rng, OPEN)


def v6_broken(rng):
    return several(rng, OPEN), several(rng, dead(rng, 6), 2)


def v6_broken_in_two_ways(rng):
    return [OPEN], [dead(rng, 6), dead(rng, 6)]


def v4_broken(rng):
    return several(rng, dead(rng, 4), 2), several(rng, OPEN)


def one_dead_of_several(rng):
    v4, v6 = several(rng, OPEN), several(rng, OPEN)
    which = rng.choice(("v4", "v6", "both"))
    if which != "v6":
        v4.insert(rng.randrange(len(v4) + 1), dead(rng, 4))
    if which != "v4":
        v6.insert(rng.randrange(len(v6) + 1), dead(rng, 6))
    return v4, v6


def v6_broken_v4_degraded(rng):
    return [OPEN, dead(rng, 4)], [dead(rng, 6)]


def v4_only_degraded(rng):
    return [OPEN, dead(rng, 4)], []


def v6_only_degraded(rng):
    return [], [OPEN, dead(rng, 6)]


def v4_broken_v6_degraded(rng):
    return [dead(rng, 4)], [OPEN, dead(rng, 6)]


def port_mismatch(rng):
    """A port open on every IPv4 address and on no IPv6 address."""
    return rng.choice((
        ([OPEN], ["only_80"]), ([OPEN], ["only_443"]),
        ([OPEN, OPEN], ["only_80", "only_80"]),
        (["only_80"], ["only_443"]), (["only_443"], ["only_80"])))


def ports_differ_harmlessly(rng):
    """Ports differ, but no IPv4 port is missing over IPv6 altogether."""
    return rng.choice((
        (["only_80"], [OPEN]), (["only_443"], [OPEN]),
        ([OPEN, "only_80"], ["only_80"]),
        ([OPEN], ["only_443", OPEN]), ([OPEN], ["only_80", "only_443"]),
        (["only_80"], ["only_80"]), (["only_443"], ["only_443"])))


def unreachable(rng):
    return rng.choice((([dead(rng, 4)], [dead(rng, 6)]),
                       ([dead(rng, 4), dead(rng, 4)], []),
                       ([], [dead(rng, 6)])))


def no_address(_rng):
    return [], []


def special_v6(rng):
    return [OPEN], rng.choice((["special_purpose"], ["mapped"],
                               ["special_purpose", "mapped"],
                               ["special_purpose", dead(rng, 6)]))


def special_v4(rng):
    return rng.choice((["special_purpose"],
                       ["special_purpose", dead(rng, 4)])), [OPEN]


def special_mixed(rng):
    """A special-purpose address beside good ones: some visitors fail."""
    return rng.choice((([OPEN], [OPEN, "special_purpose"]),
                       ([OPEN], ["mapped", OPEN]),
                       ([OPEN, "special_purpose"], [OPEN]),
                       (["special_purpose", OPEN], [OPEN, "mapped"])))


def only_special(rng):
    return rng.choice(((["special_purpose"], ["special_purpose"]),
                       (["special_purpose"], []),
                       ([], ["special_purpose"]), ([], ["mapped"])))


def many_addresses(rng):
    """More than are probed, all alike: which are taken must not matter."""
    return [OPEN] * rng.randint(9, 12), [OPEN] * rng.randint(1, 11)


def many_dead_addresses(rng):
    return [OPEN], [dead(rng, 6)] * rng.randint(9, 11)


# weight, verdict, scenario
SCENARIOS = (
    (300, "dual_stack", dual_stack),
    (200, "v4_only", v4_only),
    (25, "v6_only", v6_only),
    (100, "v6_broken", v6_broken),
    (15, "v6_broken", v6_broken_in_two_ways),
    (30, "v4_broken", v4_broken),
    (50, "dual_stack_degraded", one_dead_of_several),
    (10, "v6_broken", v6_broken_v4_degraded),
    (8, "v4_only", v4_only_degraded),
    (8, "v6_only", v6_only_degraded),
    (8, "v4_broken", v4_broken_v6_degraded),
    (40, "dual_stack_degraded", port_mismatch),
    (30, "dual_stack", ports_differ_harmlessly),
    (30, "unreachable", unreachable),
    (50, "none", no_address),
    (25, "v6_broken", special_v6),
    (15, "v4_broken", special_v4),
    (25, "dual_stack_degraded", special_mixed),
    (12, "unreachable", only_special),
    (15, "dual_stack", many_addresses),
    (6, "v6_broken", many_dead_addresses),
)


def draw(rng):
    """A verdict, and the behaviours of the IPv4 and the IPv6 addresses."""
    _, verdict, scenario = rng.choices(
        SCENARIOS, [weight for weight, _, _ in SCENARIOS])[0]
    return verdict, *scenario(rng)
