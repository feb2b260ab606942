# SPDX-License-Identifier: Apache-2.0
"""Makes a world: python3 -m world LIST.csv SEED DIR [--total N].

Leaves in DIR: list.csv (what to scan), truth.jsonl, the zones, the firewall
rules, a configuration per daemon and listening.json (who must answer).
"""

import argparse
import json
import os
import signal

from . import chain, daemons, firewall, judge, names
from .generate import generate


def main():
    # Ctrl-C is the caller's to explain: no traceback from here.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    parser = argparse.ArgumentParser(prog="world", description=__doc__)
    parser.add_argument("list")
    parser.add_argument("seed", type=int)
    parser.add_argument("directory")
    parser.add_argument("--total", type=int, default=0, metavar="N",
                        help="invent names until there are N")
    options = parser.parse_args()
    directory = os.path.abspath(options.directory)
    os.makedirs(os.path.join(directory, "nginx-tmp"), exist_ok=True)
    rows = names.invent(names.read_list(options.list), options.total,
                        options.seed)
    domains, world = generate(rows, options.seed)
    names.write_list(os.path.join(directory, "list.csv"), rows)
    write_truth(os.path.join(directory, "truth.jsonl"), domains,
                chain.Chains(world.zones))
    files = world.zones.write(os.path.join(directory, "zones"))
    listening = daemons.configure(directory, world, files)
    daemons.write(directory, "listening.json", json.dumps(listening))
    daemons.write(directory, "router.nft", firewall.router_rules())
    daemons.write(directory, "net.nft", firewall.net_rules())


def write_truth(path, domains, chains):
    with open(path, "w", encoding="ascii") as file:
        for domain in domains:
            json.dump({"name": domain.name, "verdict": judge.verdict(domain),
                       "endpoints": judge.endpoints(domain),
                       **chain.truth(domain, chains)}, file)
            file.write("\n")


if __name__ == "__main__":
    main()
