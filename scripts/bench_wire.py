# SPDX-License-Identifier: Apache-2.0
"""What the benchmarks share: a wire between two namespaces, who answers at its
other end, and what a program on this end cost."""
import contextlib
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import typing

ROOT = pathlib.Path(__file__).resolve().parent.parent
OURS = {4: "198.18.46.1", 6: "2001:db8:46::1"}
THEIRS = {4: "198.18.46.2", 6: "2001:db8:46::2"}
BITS = {4: 24, 6: 64}


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True)


def mac_in(ns):
    return subprocess.run(
        ["ip", "netns", "exec", ns, "cat", "/sys/class/net/wire/address"],
        check=True, text=True, stdout=subprocess.PIPE).stdout.strip()


class Failed(SystemExit):
    """A program ended in another way than it should."""


class Cost(typing.NamedTuple):
    """Of a program: seconds, CPU seconds, KiB at most; and what it said."""
    wall: float
    cpu: float
    peak: int
    said: str


class Wire:
    """Two namespaces, the prober's and that of everybody else."""

    def __init__(self):
        self.ours, self.theirs = (f"r46{c}{os.getpid()}" for c in "lm")
        self._stack = contextlib.ExitStack()
        self.directory = pathlib.Path(
            self._stack.enter_context(tempfile.TemporaryDirectory()))

    def __enter__(self):
        for ns in self.ours, self.theirs:
            ip("netns", "add", ns)
            ip("-n", ns, "link", "set", "lo", "up")
            ip("netns", "exec", ns, "sysctl", "-qw",
               "net.ipv6.conf.default.accept_dad=0")
        # As many queues as workers: each AF_XDP socket takes one.
        queues = ["numtxqueues", "2", "numrxqueues", "2"]
        ip("-n", self.ours, "link", "add", "wire", *queues, "type", "veth",
           "peer", "name", "wire", *queues, "netns", self.theirs)
        for ns, addresses in (self.ours, OURS), (self.theirs, THEIRS):
            for family, address in addresses.items():
                ip("-n", ns, "address", "add", f"{address}/{BITS[family]}",
                   "dev", "wire", *(["nodad"] if family == 6 else []))
            ip("-n", ns, "link", "set", "wire", "up")
        self._know_each_other()
        self._be_kind_to_peers()
        for gateway in THEIRS.values():
            ip("-n", self.ours, "route", "add", "default", "via", gateway)
        return self

    def __exit__(self, *_):
        self._stack.close()
        for ns in self.ours, self.theirs:
            subprocess.run(["ip", "netns", "delete", ns], check=False)

    def _know_each_other(self):
        """Nobody has to find a neighbour first."""
        for ns, other, addresses in ((self.ours, self.theirs, THEIRS),
                                     (self.theirs, self.ours, OURS)):
            for address in addresses.values():
                ip("-n", ns, "neighbour", "replace", address, "lladdr",
                   mac_in(other), "dev", "wire", "nud", "permanent")

    def _be_kind_to_peers(self):
        """Where frames may be as long as 64 KiB, the ring of a program that
        asks libpcap for that much of each has room for 31 of them."""
        if shutil.which("ethtool"):
            ip("netns", "exec", self.ours, "ethtool", "-K", "wire", "tso",
               "off", "gso", "off")

    def there(self, *command, **more):
        """Runs it at the other end."""
        return subprocess.run(["ip", "netns", "exec", self.theirs, *command],
                              check=True, **more)

    def start_there(self, *command, **more):
        return subprocess.Popen(["ip", "netns", "exec", self.theirs, *command],
                                text=True, **more)

    def mac(self):
        """The link-layer address of the other end."""
        return mac_in(self.theirs)

    def live(self, *prefixes):
        """The kernel at the other end has all addresses of these."""
        for prefix in prefixes:
            ip("-n", self.theirs, "-6" if ":" in prefix else "-4", "route",
               "add", "local", prefix, "dev", "lo")

    def listen(self, *ports):
        """All addresses of the other end take connections there: its kernel
        answers SYNs without keeping anything of them."""
        self.there("sysctl", "-qw", "net.ipv4.tcp_syncookies=2")
        listener = self.start_there(
            ROOT / "tests/bench/listener", *map(str, ports),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._stack.callback(listener.communicate)
        listener.stdout.readline()

    def run(self, command, limit_s=600, stdout=subprocess.DEVNULL):
        """Runs it at our end.  What it says is kept: on standard error, and
        on standard output if STDOUT is PIPE."""
        figures = self.directory / "figures"
        done = subprocess.run(
            ["ip", "netns", "exec", self.ours, "timeout", str(limit_s),
             "time", "-q", "-o", figures, "-f", "%e %U %S %M", *command],
            stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE,
            cwd=self.directory, check=False)
        said = (done.stdout or b"") + done.stderr
        if done.returncode != 0:
            raise Failed(f"{command[0]} ended with {done.returncode}:\n"
                         f"{said.decode()[-2000:]}")
        wall, user, system, peak = figures.read_text().split()
        return Cost(float(wall), float(user) + float(system), int(peak),
                    said.decode())


class Responder:
    """Answers for everybody, or counts what the kernel there answers; how much
    came, and for how long, is known at the end."""

    def __init__(self, wire, build, counts_only=False):
        self.process = wire.start_there(
            build / "tests/responder", "wire",
            *(["count"] if counts_only else []),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        if self.process.stdout.readline() != "ready\n":
            sys.exit("the responder did not start")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.counts = json.loads(self.process.communicate()[0])


def check(build):
    """Ends the program where it cannot measure."""
    if os.geteuid() != 0:
        print("skipped: needs root", file=sys.stderr)
        sys.exit(77)
    for program in "reach46", "tests/bare_loop", "tests/responder":
        if not (build / program).exists():
            sys.exit(f"{build} has no {program}: build it with "
                     "REACH46_TESTS=ON, clang and libbpf")


def is_ours(name):
    """Of a contender; all others are peers."""
    return name.startswith(("reach46", "bare loop"))


def in_rounds(runs, keys, measure):
    """{key: [result]}: each key is measured once a round.  The last word of a
    key is the name of a contender; a peer that fails is left out."""
    results, failed = {}, set()
    for _ in range(runs):
        for key in keys:
            if key in failed:
                continue
            try:
                result = measure(*key)
            except Failed as failure:
                if is_ours(key[-1]):
                    raise
                print(f"left out: {key}: {failure}", file=sys.stderr)
                failed.add(key)
            else:
                results.setdefault(key, []).append(result)
    return results


def median(results, figure):
    return statistics.median(figure(r) for r in results)
