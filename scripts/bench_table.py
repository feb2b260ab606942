# SPDX-License-Identifier: Apache-2.0
"""The figures of scripts/bench in Markdown, and as a picture."""
import datetime
import pathlib
import platform
import re
import subprocess

import bench_dns
import bench_syn
from bench_wire import is_ours, median

# How each program says which it is.
VERSIONS = {"masscan": "--version", "zmap": "--version", "dnsperf": "-h",
            "kxdpgun": "-V", "nsd": "-v"}
PLOT = """set terminal svg size 900,{height} font ",11" background "white"
set output "{out}"
set multiplot layout {n},1
set style fill solid 0.8
set boxwidth 0.7
set grid xtics
set xrange [0:*]
set rmargin 8
unset key
"""
PANEL = """set title "{title}"
set yrange [{n}:-1]
set ytics ({labels}) noenhanced
plot "-" using ($1/2):0:($1/2):(0.35):2 with boxxyerror lc rgb variable, \\
     "-" using 1:0:2 with labels left offset 0.5,0 noenhanced
{bars}e
{texts}e
"""
OURS, BARE, PEER = 0x1f6feb, 0x999999, 0xe0a458      # red, green, blue


def table(head, rows):
    yield "| " + " | ".join(head) + " |"
    yield "|---" * len(head) + "|"
    for row in rows:
        yield "| " + " | ".join(row) + " |"
    yield ""


def rate(value):
    return f"{value / 1e3:,.0f} k/s"


def peak(results):
    return f"{median(results, lambda r: r.peak) / 1024:.0f}"


def ratio(value, base):
    return f"{value / base:.2f}" if base else "–"


def machine():
    """What this was measured on."""
    cpu = re.search(r"model name\s*: (.*)",
                    pathlib.Path("/proc/cpuinfo").read_text())
    cores = subprocess.run(["nproc"], check=True, text=True,
                           stdout=subprocess.PIPE).stdout.strip()
    return (f"{cpu[1] if cpu else platform.machine()}, {cores} cores, "
            f"Linux {platform.release()}")


def versions():
    """Of the peers that are installed."""
    found = []
    for program, option in VERSIONS.items():
        try:
            said = subprocess.run([program, option], check=False, text=True,
                                  stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT).stdout
        except FileNotFoundError:
            continue
        number = re.search(r"(?<![\d.])\d+\.\d+\.\d+(?![\d.])", said)
        found.append(f"{program} {number[0] if number else ''}".strip())
    return ", ".join(found)


def setting(runs, peers):
    """What was measured, where and when."""
    yield f"{machine()}; {datetime.date.today()}; medians of {runs}.\n"
    if peers:
        yield f"Peers: {versions()}.\n"


def bare_of(name):
    """The bare loop with the same transmit backend, and without the kernel's
    RSTs where there are none."""
    backend = "xdp" if "xdp" in name else "mmsg"
    guarded = "no RSTs" in name or "--rst own" in name
    return f"bare loop, {backend}" + (", no RSTs" if guarded else "")


def syn(measured):
    results = measured.results
    yield f"### `probe tcp-syn`: {measured.number:,} targets\n"
    for responder in bench_syn.RESPONDERS:
        for family in 4, 6:
            rows = []
            for (where, over, name), found in results.items():
                if (where, over) != (responder, family):
                    continue
                speed = median(found, lambda r: r.rate)
                bare = results[responder, family, bare_of(name)]
                rows.append([
                    name, rate(speed), f"{min(r.hit for r in found):.3%}",
                    f"{median(found, lambda r: r.cpu):.2f}", peak(found),
                    ratio(speed, median(bare, lambda r: r.rate))])
            yield f"IPv{family}, {responder} responder:\n"
            yield from table(
                ["", "probes/s", "hits, at least", "CPU s per million",
                 "peak MiB", "÷ bare loop"], rows)
    yield from kept(measured)


def kept(measured):
    rows = []
    for (family, peer), at in measured.kept.items():
        ours = max(median(found, lambda r: r.rate)
                   for (where, over, name), found in measured.results.items()
                   if (where, over) == ("fast", family) and
                   name.startswith("reach46"))
        rows.append([peer, f"IPv{family}", rate(at) if at else
                     f"below {rate(bench_syn.STEPS[-1])}",
                     f"{ours / at:.1f}" if at else "–"])
    if rows:
        yield "The highest rate at which a peer keeps 99.9 %, be it in one run of two:\n"
        yield from table(["", "", "probes/s", "reach46 ÷ that"], rows)


def dns(measured):
    results = measured.results
    speeds = {name: median(found, lambda r: r.rate)
              for (name,), found in results.items()}
    rows = []
    for (name,), found in results.items():
        speed = speeds[name]
        rows.append([
            name, rate(speed), f"{max(r.lost for r in found):,}",
            f"{median(found, lambda r: r.cpu):.2f}", peak(found),
            ratio(speed, speeds[bare_of(name)]),
            ratio(speed, speeds.get("massdns"))])
    yield f"### `probe dns`: AAAA of {measured.number:,} names\n"
    yield from table(["", "answers/s", "lost, at most", "CPU s per million",
                      "peak MiB", "÷ bare loop", "÷ massdns"], rows)


def scan(results):
    rows = []
    for (number, name), found in results.items():
        ours = results[number, "reach46 -T 1 --controls none"]
        rows.append([
            f"{number:,}", name, f"{median(found, lambda r: r.wall):.1f}",
            f"{median(found, lambda r: r.cpu):.2f}", peak(found),
            f"{min(r.right for r in found) / number:.2%}",
            *(ratio(median(found, figure), median(ours, figure))
              for figure in (lambda r: r.wall, lambda r: r.cpu))])
    yield "### `scan`: domains in which everything answers\n"
    yield from table(["domains", "", "wall s", "CPU s", "peak MiB",
                      "dual stack, at least", "wall ÷ -T 1", "CPU ÷ -T 1"],
                     rows)


def scale(results):
    rows = []
    (least, _), first = next(iter(results.items()))
    for (number, _), found in results.items():
        each = median(found, lambda r: r.wall) / number
        rows.append([f"{number:,}", f"{median(found, lambda r: r.wall):.1f}",
                     f"{each * 1e6:.0f}",
                     ratio(each, median(first, lambda r: r.wall) / least),
                     f"{median(found, lambda r: r.cpu) / number * 1e6:.0f}",
                     peak(found), ratio(median(found, lambda r: r.peak),
                                        median(first, lambda r: r.peak)),
                     f"{min(r.right for r in found) / number:.2%}"])
    yield "### `scan`: longer lists\n"
    yield from table(["domains", "wall s", "µs per domain", "ratio",
                      "CPU µs per domain", "peak MiB", "ratio",
                      "dual stack, at least"], rows)


def panel(title, bars):
    """BARS: (label, k/s, what to write beside it)."""
    def colour(name):
        if not is_ours(name):
            return PEER
        return BARE if name.startswith("bare") else OURS
    return PANEL.format(
        title=title, n=len(bars),
        labels=",".join(f'"{name}" {at}' for at, (name, _, _)
                        in enumerate(bars)),
        bars="".join(f"{value} {colour(name)}\n" for name, value, _ in bars),
        texts="".join(f'{value} "{text}"\n' for _, value, text in bars))


def panels(measured_syn, measured_dns):
    if measured_syn:
        for family in 4, 6:
            yield f"SYNs over IPv{family}, fast responder: k/s, hits", [
                (name, median(found, lambda r: r.rate) / 1e3,
                 f"{min(r.hit for r in found):.1%}")
                for (where, over, name), found in measured_syn.results.items()
                if (where, over) == ("fast", family)]
    if measured_dns:
        yield "AAAA of distinct names: k answers/s, CPU s per million", [
            (name, median(found, lambda r: r.rate) / 1e3,
             f"{median(found, lambda r: r.cpu):.1f}")
            for (name,), found in measured_dns.results.items()]


def plot(out, measured_syn, measured_dns):
    """Writes an SVG with gnuplot."""
    drawn = [panel(*p) for p in panels(measured_syn, measured_dns)]
    script = PLOT.format(out=out, n=len(drawn), height=320 * len(drawn))
    subprocess.run(["gnuplot"], input=script + "".join(drawn), text=True,
                   check=True)


def modest(measured_syn, measured_dns):
    """What was lost at a modest rate, which nobody may lose."""
    if measured_syn:
        for family, result in measured_syn.modest.items():
            if result.hit < 1:
                yield (f"SYNs over IPv{family} at {bench_syn.MODEST}/s: "
                       f"{result.hit:.3%} answered")
    if measured_dns and measured_dns.modest.lost:
        yield (f"questions at {bench_dns.MODEST}/s: "
               f"{measured_dns.modest.lost} lost")
