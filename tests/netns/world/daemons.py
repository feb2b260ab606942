# SPDX-License-Identifier: Apache-2.0
"""Configuration files for the daemons of the `net` namespace."""

import os

from .addresses import (AAAA_KINDS, INFRA_SERVERS, LAME_KINDS, RESOLVER,
                        ROOT_SERVERS, SPECIAL, TLD_SERVERS)

NSD = """server:
    server-count: 1
    username: ""
    chroot: ""
    zonesdir: "{zones}"
    database: ""
    pidfile: "{dir}/{name}.pid"
    logfile: "{dir}/{name}.log"
    xfrdfile: ""
    xfrdir: "{dir}"
    zonelistfile: "{dir}/{name}.zonelist"
    verbosity: 0
    hide-version: yes
    ip-transparent: yes
    tcp-count: 500
    rrl-ratelimit: 0
    rrl-whitelist-ratelimit: 0
    send-buffer-size: 4194304
    receive-buffer-size: 4194304
{addresses}remote-control:
    control-enable: no
{zone_entries}"""

UNBOUND = """server:
    module-config: "iterator"
    root-hints: "{dir}/root.hints"
    username: ""
    chroot: ""
    directory: "{dir}"
    pidfile: "{dir}/unbound.pid"
    logfile: "{dir}/unbound.log"
    use-syslog: no
    verbosity: 0
    statistics-interval: 0
    interface: {v6}
    interface: {v4}
    outgoing-interface: {v6}
    outgoing-interface: {v4}
    access-control: ::/0 allow
    access-control: 0.0.0.0/0 allow
    num-threads: 2
    so-reuseport: yes
    outgoing-range: 8192
    num-queries-per-thread: 4096
    outgoing-num-tcp: 100
    incoming-num-tcp: 500
    so-rcvbuf: 4m
    so-sndbuf: 4m
    msg-cache-size: 128m
    rrset-cache-size: 256m
    msg-cache-slabs: 4
    rrset-cache-slabs: 4
    infra-cache-slabs: 4
    infra-cache-numhosts: 100000
    key-cache-slabs: 4
    minimal-responses: yes
    qname-minimisation: no
    target-fetch-policy: "0 0 0 0 0"
    edns-buffer-size: 1232
    max-udp-size: 1232
    ratelimit: 0
    ip-ratelimit: 0
    unwanted-reply-threshold: 0
    # On a busy machine a good server may be slow: never give it up.
    infra-keep-probing: yes
{never}remote-control:
    control-enable: no
"""

NGINX = """worker_processes 1;
daemon on;
user root;
pid {dir}/nginx.pid;
error_log {dir}/nginx.log crit;
events {{ worker_connections 1024; multi_accept on; }}
http {{
    access_log off;
    client_body_temp_path {dir}/nginx-tmp;
    proxy_temp_path {dir}/nginx-tmp;
    fastcgi_temp_path {dir}/nginx-tmp;
    uwsgi_temp_path {dir}/nginx-tmp;
    scgi_temp_path {dir}/nginx-tmp;
    server {{
        # Plain text on both ports: a SYN probe never gets as far as TLS.
        listen [::]:80 ipv6only=off backlog=65535;
        listen [::]:443 ipv6only=off backlog=65535;
        location / {{ return 200 "laboratory\\n"; }}
    }}
}}
"""

# Who plays which lame server: an NSD without zones, one with a root that has
# no file, a recursor, and the NSD with the real root (a referral upwards).
LAME_DAEMON = dict(zip(LAME_KINDS,
                       ("refused", "servfail", "recursor", "root")))


def nsd(directory, name, addresses, files):
    entries = "".join(f'zone:\n    name: "{origin or "."}"\n'
                      f'    zonefile: "{file}"\n'
                      for origin, file in files.items())
    lines = "".join(f"    ip-address: {text}\n" for text in addresses)
    write(directory, f"nsd-{name}.conf", NSD.format(
        dir=directory, zones=os.path.join(directory, "zones"),
        name=f"nsd-{name}", addresses=lines, zone_entries=entries))


def flat(servers):
    return [text for family in (4, 6) for text in servers[family]]


def configure(directory, world, files):
    """Write every configuration; returns what must answer, by daemon."""
    listening = {"root": flat(ROOT_SERVERS), "tld": flat(TLD_SERVERS),
                 "mid": [], "leaf": flat(INFRA_SERVERS), "refused": [],
                 "servfail": [], "recursor": [],
                 **{kind: [] for kind in AAAA_KINDS}}
    for address, group in world.allocator.servers.items():
        what = address.behaviour
        if what.startswith("lame_"):
            daemon = LAME_DAEMON[what.removeprefix("lame_")]
            listening[daemon].append(address.text)
        elif what in AAAA_KINDS:
            listening[what].append(address.text)
        elif what != "blackhole":
            listening[group].append(address.text)
    zones = {**files, "refused": {}, "servfail": {"": "absent.zone"}}
    for name, served in zones.items():
        nsd(directory, name, listening[name], served)
    configure_unbound(directory)
    write(directory, "nginx.conf", NGINX.format(dir=directory))
    return listening


def configure_unbound(directory):
    never = "".join(f"    do-not-query-address: {text}\n"
                    for family in (4, 6) for text in SPECIAL[family])
    write(directory, "unbound.conf", UNBOUND.format(
        dir=directory, v4=RESOLVER[4], v6=RESOLVER[6], never=never))
    hints = "".join(f". 3600000 NS {letter}.root-servers.lab.\n"
                    f"{letter}.root-servers.lab. 3600000 A "
                    f"{ROOT_SERVERS[4][place]}\n"
                    f"{letter}.root-servers.lab. 3600000 AAAA "
                    f"{ROOT_SERVERS[6][place]}\n"
                    for place, letter in enumerate("ab"))
    write(directory, "root.hints", hints)


def write(directory, name, text):
    with open(os.path.join(directory, name), "w", encoding="ascii") as file:
        file.write(text)
