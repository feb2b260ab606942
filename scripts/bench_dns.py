# SPDX-License-Identifier: Apache-2.0
"""AAAA of very many names, each asked once of one server: the bare loop,
`reach46 probe dns`, massdns, dnsperf and kxdpgun."""
import json
import os
import re
import shutil
import subprocess
import typing

import bench_wire

SERVER = bench_wire.THEIRS[4]
UNLIMITED = 10_000_000
KXDPGUN_RATE = 800_000  # it never waits for an answer, so it loses more
MODEST = 20_000


class Result(typing.NamedTuple):
    rate: float         # answers per second, from the first question to the
    #                     last, which may be one that is asked again
    lost: int           # names without an answer in the end
    cpu: float          # seconds per million answers
    peak: int           # KiB


class Contender(typing.NamedTuple):
    command: list
    # How many names were answered, by what it said and wrote:
    answered: typing.Callable
    # How many were asked, by the same, where it is not all of them once:
    asked: typing.Callable = None


def write_names(directory, number):
    with open(directory / "names", "w", encoding="ascii") as names, \
            open(directory / "questions", "w", encoding="ascii") as questions:
        for place in range(number):
            names.write(f"n{place:07}.example.org\n")
            questions.write(f"n{place:07}.example.org AAAA\n")
    (directory / "resolvers").write_text(SERVER + "\n")


def figure(pattern):
    return lambda said, out: int(re.search(pattern, said)[1])


def count(text):
    def answered(said, out):
        del said
        with open(out, "rb") as file:
            return sum(text in line for line in file)
    return answered


def bare(build, number, backend):
    return Contender([build / "tests/bare_loop", backend, "dns", "4",
                             str(number)],
                     lambda said, out: json.loads(said)["hits"])


def ours(reach46, out, *options, rate=UNLIMITED):
    return Contender([
        "sh", "-c",
        f"exec {reach46} probe dns -t AAAA -R {SERVER} -q -r {rate} -c 2 "
        f"--prefix-rate 0 --window 30000 --resolver-window 20000 "
        f"--permit-prefix 198.18.0.0/15 {' '.join(options)} names >{out}"],
        count(b'"status":"NOERROR"'))


def massdns(program, out, *options):
    return Contender([
        program, "-r", "resolvers", "-t", "AAAA", "-o", "S", "-q", "--root",
        "-w", out, *options, "names"], count(b" AAAA "))


def contenders(wire, build, reach46, number):
    """By name; the peers that are installed."""
    out = wire.directory / "out"
    found = {"bare loop, mmsg": bare(build, number, "mmsg"),
             "bare loop, xdp": bare(build, number, "xdp")}
    for options in "--tx mmsg -T 1", "--tx xdp -T 1", "--tx xdp -T 2":
        found[f"reach46 {options}"] = ours(reach46, out, *options.split())
    program = os.environ.get("MASSDNS") or shutil.which("massdns")
    if program:
        found["massdns"] = massdns(program, out)
        found["massdns --rcvbuf 32 MiB"] = massdns(program, out, "--rcvbuf",
                                                   str(32 << 20))
    if shutil.which("dnsperf"):
        found["dnsperf -q 1000"] = Contender([
            "dnsperf", "-s", SERVER, "-d", "questions", "-n", "1", "-q",
            "1000", "-c", "8", "-T", "2"], figure(r"completed: +(\d+)"))
    if shutil.which("kxdpgun"):
        found["kxdpgun"] = Contender([
            "kxdpgun", "-I", "wire", "-Q", str(KXDPGUN_RATE), "-t", "2", "-i",
            "questions", SERVER], figure(r"total replies: +(\d+)"),
            figure(r"total queries: +(\d+)"))
    return found


def measure(wire, build, contender, number):
    out = wire.directory / "out"
    out.unlink(missing_ok=True)
    with bench_wire.Responder(wire, build) as responder:
        cost = wire.run(contender.command, stdout=subprocess.PIPE)
    answered = contender.answered(cost.said, out)
    asked = contender.asked(cost.said, out) if contender.asked else number
    return Result(answered / responder.counts["seconds"], asked - answered,
                  cost.cpu / answered * 1e6, cost.peak)


class Measured(typing.NamedTuple):
    number: int         # names
    results: dict       # (name,) -> [Result]
    modest: Result      # ours at MODEST


def run(build, reach46, number, runs, peers):
    with bench_wire.Wire() as wire:
        write_names(wire.directory, number)
        known = contenders(wire, build, reach46, number)
        results = bench_wire.in_rounds(
            runs, [(name,) for name in known
                   if peers or bench_wire.is_ours(name)],
            lambda name: measure(wire, build, known[name], number))
        write_names(wire.directory, MODEST)
        modest = measure(wire, build, ours(
            reach46, wire.directory / "out", rate=MODEST), MODEST)
    return Measured(number, results, modest)
