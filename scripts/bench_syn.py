# SPDX-License-Identifier: Apache-2.0
"""SYNs to very many addresses that all answer: the bare loop, `reach46 probe
tcp-syn`, masscan and ZMap."""
import functools
import json
import shutil
import subprocess
import typing

import bench_wire

UNLIMITED = 10_000_000
MODEST = 16384
# What a peer is asked for until it keeps this share.
STEPS = [UNLIMITED, 700_000, 500_000, 400_000, 300_000, 250_000, 200_000,
         150_000, 120_000, 90_000, 60_000, 40_000, 25_000]
KEPT = 0.999
TRIES = 2
# Where the targets are; the bare loop has its own (route_internet()).
TARGETS = {4: ("10.0.0.0", 32), 6: ("2001:db8:a00::", 128)}
BARE_TARGETS = "2001:4860::/32"
RESPONDERS = ("fast", "kernel")


class Result(typing.NamedTuple):
    rate: float         # probes per second, from the first to the last
    hit: float          # share of the targets that were seen to answer
    cpu: float          # seconds per million targets
    peak: int           # KiB


class Contender(typing.NamedTuple):
    families: str
    # Of a family, a rate and a file for the results:
    command: typing.Callable
    # How many targets answered, by what it said and wrote:
    hits: typing.Callable


def lines(said, out):
    del said
    with open(out, "rb") as file:
        return sum(not line.startswith(b"#") for line in file)


def bare_hits(said, out):
    del out
    return json.loads(said)["hits"]


def prefix(family, number):
    address, bits = TARGETS[family]
    return f"{address}/{bits - number.bit_length() + 1}"


def bare(build, number, backend, *guard):
    return Contender("46", lambda family, rate, out: [
        build / "tests/bare_loop", backend, "tcp-syn", str(family),
        str(number), *guard], bare_hits)


def ours(reach46, number, *options):
    def command(family, rate, out):
        return ["sh", "-c",
                f"echo {prefix(family, number)} | exec {reach46} probe tcp-syn "
                f"-p 80 -q -r {rate} -c 2 --prefix-rate 0 --permit-prefix "
                f"10.0.0.0/8 --permit-prefix 2001:db8::/32 --only=success "
                f"{' '.join(options)} >{out}"]
    return Contender("46", command, lines)


def masscan(wire, number):
    mac = wire.mac().replace(":", "-")

    def command(family, rate, out):
        return ["masscan", "-i", "wire", "--router-mac", mac,
                "--router-mac-ipv6", mac, "--source-ip",
                bench_wire.OURS[family], "-p80", prefix(family, number),
                "--rate", str(rate), "--noreset", "--wait", "2", "-oL", out]
    return Contender("46", command, lines)


def zmap(wire, number):
    def command(family, rate, out):
        return ["zmap", "-i", "wire", "-G", wire.mac(), "-p", "80", "-r",
                str(rate), "-c", "2", "-b", "/dev/null", "-o", out, "-q",
                prefix(family, number)]
    return Contender("4", command, lines)


def contenders(wire, build, reach46, number):
    """By name; the peers that are installed."""
    found = {
        "bare loop, mmsg": bare(build, number, "mmsg"),
        "bare loop, xdp": bare(build, number, "xdp"),
        "bare loop, mmsg, no RSTs": bare(build, number, "mmsg", "guarded"),
        "bare loop, xdp, no RSTs": bare(build, number, "xdp", "guarded")}
    for options in ("--tx mmsg -T 1", "--tx xdp -T 1",
                    "--tx xdp -T 1 --rst own", "--tx mmsg -T 2",
                    "--tx xdp -T 2", "--tx xdp -T 2 --rst own"):
        found[f"reach46 {options}"] = ours(reach46, number, *options.split())
    for name, peer in ("masscan", masscan), ("zmap", zmap):
        if shutil.which(name):
            found[name] = peer(wire, number)
    return found


def measure(wire, build, contender, family, number, counts_only,
            rate=UNLIMITED):
    out = wire.directory / "out"
    out.unlink(missing_ok=True)
    with bench_wire.Responder(wire, build, counts_only) as responder:
        cost = wire.run(contender.command(family, rate, out),
                        stdout=subprocess.PIPE)
    return Result(number / responder.counts["seconds"],
                  contender.hits(cost.said, out) / number,
                  cost.cpu / number * 1e6, cost.peak)


def keeps(measure_at):
    """The rate on the wire at which it keeps its answers, or None."""
    for rate in STEPS:
        for _ in range(TRIES):
            found = measure_at(rate)
            if found.hit >= KEPT:
                return found.rate
    return None


class Measured(typing.NamedTuple):
    number: int         # targets
    results: dict       # (responder, family, name) -> [Result]
    kept: dict          # (family, name of a peer) -> rate
    modest: dict        # family -> Result of ours at MODEST


def run(build, reach46, number, runs, peers, search):
    """Without SEARCH nobody looks for the rates at which peers lose nothing."""
    with bench_wire.Wire() as wire:
        wire.live(prefix(4, number), prefix(6, number), BARE_TARGETS)
        wire.listen(80)
        known = contenders(wire, build, reach46, number)

        def one(responder, family, name, rate=UNLIMITED):
            return measure(wire, build, known[name], family, number,
                           responder == "kernel", rate)

        results = bench_wire.in_rounds(runs, [
            (responder, family, name) for responder in RESPONDERS
            for name, contender in known.items()
            if peers or bench_wire.is_ours(name)
            for family in map(int, contender.families)], one)
        kept = {(family, name): keeps(functools.partial(one, "fast", family,
                                                        name))
                for responder, family, name in results
                if search and responder == "fast" and
                not bench_wire.is_ours(name)}
        modest = {family: measure(wire, build, ours(reach46, MODEST), family,
                                  MODEST, True, MODEST) for family in (4, 6)}
    return Measured(number, results, kept, modest)
