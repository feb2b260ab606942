# SPDX-License-Identifier: Apache-2.0
"""Whole scans of domains in which everything answers: `reach46 scan`, and the
pipeline that people build of massdns, ZMap, masscan and a script."""
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import typing

import bench_wire
from bench_wire import ROOT, Cost

sys.path[:0] = [str(ROOT / "tests/netns"), str(ROOT / "tests/bench")]

import scan_world                                       # noqa: E402

READY_TRIES = 10        # of half a minute each
GOOD = re.compile(rb'"verdict":\{[^{}]*"web":"dual_stack"[^{}]*'
                  rb'"mail":"dual_stack"')
GLUE = ROOT / "tests/bench/join_pipeline"
# What these may send without losing much.
ZMAP_RATE = 50_000
MASSCAN_RATE = 25_000


class Result(typing.NamedTuple):
    wall: float
    cpu: float          # seconds
    peak: int           # KiB
    right: int          # domains with a website and mail over both


class World(typing.NamedTuple):
    """An NSD with very many zones at the other end of a wire."""
    wire: bench_wire.Wire
    names: list

    @property
    def directory(self):
        return self.wire.directory

    def first(self, number):
        """A file with the first so many of the names."""
        path = self.directory / "list"
        path.write_text("\n".join(self.names[:number]) + "\n")
        return path


def wait_ready(wire):
    for _ in range(READY_TRIES):
        if subprocess.run(
                ["ip", "netns", "exec", wire.theirs,
                 ROOT / "tests/netns/wait_ready",
                 wire.directory / "listening.json"],
                stderr=subprocess.DEVNULL, check=False).returncode == 0:
            return
    sys.exit("the NSD did not start")


@contextlib.contextmanager
def world_of(number):
    with bench_wire.Wire() as wire:
        names = scan_world.make(wire.directory, number)
        wire.live(*scan_world.LIVING)
        wire.listen(80, 443, 25)
        wire.there("nsd", "-c", wire.directory / "nsd-bench.conf")
        try:
            wait_ready(wire)
            yield World(wire, names)
        finally:
            os.kill(int((wire.directory / "nsd-bench.pid").read_text()),
                    signal.SIGTERM)


def ours(world, reach46, number, *options):
    out = world.directory / "run.jsonl"
    out.unlink(missing_ok=True)
    cost = world.wire.run(
        [reach46, "scan", world.first(number), "-o", out, "-q", "-R",
         scan_world.RESOLVER[0], "--permit-prefix", "2001:db8::/32",
         "--permit-prefix", "198.18.0.0/15", "--address-rate", "0",
         "--prefix-rate", "0", "--server-rate", "0", "-r", "1M", "-c", "1",
         *options])
    return Result(cost.wall, cost.cpu, cost.peak, right(out))


def right(path):
    """Of very many long lines, so without reading all of each."""
    with open(path, "rb") as file:
        return sum(GOOD.search(line) is not None for line in file)


def add(costs):
    return Cost(sum(c.wall for c in costs), sum(c.cpu for c in costs),
                max(c.peak for c in costs), "")


def pipeline(world, massdns, number, cooldown_s):
    """Each step after the one before it, as a shell script would."""
    directory = world.directory
    wire, costs = world.wire, []
    mac = wire.mac()

    def step(command, out=None):
        if out is None:
            costs.append(wire.run(command))
            return
        with open(directory / out, "wb") as file:
            costs.append(wire.run(command, stdout=file))

    def resolve(names, out, *types):
        step([massdns, "-r", "resolvers", "-o", "S", "-q", "--root", "-w", out,
              *(word for kind in types for word in ("-t", kind)), names])

    (directory / "resolvers").write_text(scan_world.RESOLVER[0] + "\n")
    resolve(world.first(number), "answers", "A", "AAAA", "MX", "NS")
    step([GLUE, "hosts", "answers"], "hosts")
    resolve("hosts", "host-answers", "A", "AAAA")
    step([GLUE, "targets", "answers", "host-answers", "."])
    for port in "80", "443", "25":
        step(["zmap", "-i", "wire", "-G", mac, "-p", port, "-r",
              str(ZMAP_RATE), "-c", str(cooldown_s), "-b", "/dev/null",
              "-w", f"targets.{port}.4", "-o", f"open.{port}.4", "-q"])
    (directory / "targets.6").write_bytes(b"".join(
        (directory / f"targets.{port}.6").read_bytes() for port in (80, 25)))
    step(["masscan", "-i", "wire", "--router-mac", mac.replace(":", "-"),
          "--router-mac-ipv6", mac.replace(":", "-"), "--source-ip",
          bench_wire.OURS[6], "-p80,443,25", "-iL", "targets.6", "--rate",
          str(MASSCAN_RATE), "--noreset", "--wait", str(cooldown_s), "-oL",
          "open.6"])
    step([GLUE, "classes", "answers", "host-answers", "."], "classes")
    cost = add(costs)
    return Result(cost.wall, cost.cpu, cost.peak, right(directory / "classes"))


def contenders(world, reach46, cooldowns_s):
    """By name: functions of the number of names."""
    controls = world.directory / "controls.csv"
    found = {
        "reach46 -T 1 --controls none": lambda number: ours(
            world, reach46, number, "-T", "1", "--controls", "none"),
        "reach46 -T 2 --controls none": lambda number: ours(
            world, reach46, number, "-T", "2", "--controls", "none"),
        "reach46 -T 1, with controls": lambda number: ours(
            world, reach46, number, "-T", "1", "--controls", controls)}
    massdns = os.environ.get("MASSDNS") or shutil.which("massdns")
    if massdns and shutil.which("zmap") and shutil.which("masscan"):
        for cooldown_s in cooldowns_s:
            found[f"massdns, ZMap, masscan, {cooldown_s} s of cooldown"] = (
                lambda number, cooldown_s=cooldown_s: pipeline(
                    world, massdns, number, cooldown_s))
    return found


def run(reach46, numbers, runs, peers, cooldowns_s):
    """{(number, name): [Result]}; peers wait so long for late answers."""
    with world_of(max(numbers)) as world:
        known = contenders(world, reach46, cooldowns_s)
        return bench_wire.in_rounds(
            runs, [(number, name) for number in numbers for name in known
                   if peers or bench_wire.is_ours(name)],
            lambda number, name: known[name](number))


def run_scale(reach46, numbers, runs):
    """{(number, name): [Result]} of ours, with all the names in one world."""
    with world_of(max(numbers)) as world:
        return bench_wire.in_rounds(
            runs, [(number, "reach46") for number in numbers],
            lambda number, name: ours(world, reach46, number, "-T", "1",
                                      "--controls", "none"))
