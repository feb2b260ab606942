#!/usr/bin/python3 -B
# SPDX-License-Identifier: Apache-2.0
"""Tests the world generator: deterministic, and with every verdict in it.

Usage: test_world.py LIST.csv
"""

import collections
import filecmp
import json
import os
import subprocess
import sys
import tempfile

SERVICE = {"dual_stack", "dual_stack_degraded", "v4_only", "v6_only",
           "v4_broken", "v6_broken", "unreachable", "none", "indeterminate"}
BROKEN = {None, "no_ns_address", "missing_glue", "no_address_found",
          "sibling_not_resolving", "address_silent", "lame"}
EVERY = {
    "agreement": {"compliant", "non_compliant", "not_applicable",
                  "indeterminate"},
    "web": SERVICE, "www": SERVICE | {"not_applicable"},
    "mail": SERVICE | {"not_applicable"}, "dns": SERVICE,
    "mail_platform": {"exchange_online", "google", "proofpoint", "mimecast",
                      "outlook_consumer", "other", "none",
                      "indeterminate"},
    "exchange_online": {"ipv6_on", "ipv6_off", "behind_filter_ipv6_on",
                        "behind_filter_ipv6_off", "not_used",
                        "indeterminate"},
    "web_ipv6_ns_address": {"passed", "failed", "not_tested"},
    "web_ipv6_ns_reach": {"passed", "failed", "not_tested"},
    "web_ipv6_ws_address": {"passed", "failed", "not_tested"},
    "web_ipv6_ws_reach": {"passed", "failed", "not_tested"},
    "web_ipv6_ws_similar": {"failed", "not_tested"},
    "mail_ipv6_mx_address": {"passed", "failed", "warning", "info",
                             "not_tested"},
    "mail_ipv6_mx_reach": {"passed", "failed", "not_tested"},
    "state": {"open", "lame", "closed", "unreachable", "silent",
              "not_probed"},
    "reason": {None, "refused", "servfail", "not_authoritative", "upward_referral",
               "special_purpose", "net_unreachable", "host_unreachable",
               "protocol_unreachable", "port_unreachable",
               "admin_prohibited", "no_route", "address_unreachable",
               "policy_failed", "reject_route"},
    "ipv4": BROKEN, "ipv6": BROKEN,
    "finding": {"glue_only_at_parent", "glue_missing_at_parent",
                "ns_set_differs", "aaaa_nxdomain", "aaaa_servfail",
                "aaaa_refused", "aaaa_silent"},
    "ipv6_only_client": {"yes", "no"},
}


def make(listed, seed, directory):
    here = os.path.dirname(os.path.abspath(__file__))
    subprocess.run([sys.executable, "-B", "-m", "world", listed, str(seed),
                    directory, "--total", "5000"], check=True,
                   env={**os.environ, "PYTHONPATH": here})


def same_files(one, other):
    names = sorted(os.listdir(os.path.join(one, "zones")))
    assert names == sorted(os.listdir(os.path.join(other, "zones")))
    names = [os.path.join("zones", name) for name in names]
    _, different, missing = filecmp.cmpfiles(
        one, other, names + ["list.csv", "truth.jsonl"], shallow=False)
    return not different and not missing


def found_in(directory):
    found = collections.defaultdict(set)
    with open(os.path.join(directory, "truth.jsonl"),
              encoding="ascii") as file:
        for line in file:
            truth = json.loads(line)
            for test, value in truth["verdict"].pop("internet_nl").items():
                found[test].add(value)
            for field, value in truth["verdict"].items():
                found[field].add(value)
            for endpoint in truth["endpoints"]:
                found["state"].add(endpoint["state"])
                found["reason"].add(endpoint["reason"])
            for entry in truth["chain"]:
                for family in ("ipv4", "ipv6"):
                    found[family].add(entry[family]["reason"])
            found["finding"].update(code for code, _ in truth["ns_findings"])
            found["ipv6_only_client"].add(truth["ipv6_only_client_iterative"])
    return found


def main():
    with tempfile.TemporaryDirectory() as top:
        one, again, other = (os.path.join(top, n) for n in "abc")
        make(sys.argv[1], 1, one)
        make(sys.argv[1], 1, again)
        make(sys.argv[1], 2, other)
        assert same_files(one, again), "the same seed gave another world"
        for directory in (one, other):
            found = found_in(directory)
            for field, values in EVERY.items():
                assert found[field] == values, (
                    field, found[field] ^ values)
    print("the same seed gives the same world, and every verdict is in it")


main()
