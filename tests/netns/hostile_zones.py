# SPDX-License-Identifier: Apache-2.0
"""The zones below `hostile`, each an attack on whoever resolves it.

A zone NAME may have helpers, NAME-something: what they are asked was asked
for NAME's sake and counts as its own.  198.18.5.0/24 and 2001:db8:5::/48
belong to people who have nothing to do with the zones that point there;
those in the upper half, or in 2001:db8:5:1::/64, are silent.
"""

import itertools
import struct

import dns.flags
import dns.name
import dns.rcode
import dns.rrset
from dns.rdatatype import A, AAAA, CNAME, MX, NS, SOA, TXT

from world.addresses import HOSTILE_SERVER, ROOT_SERVERS

TLD = "hostile."

# Pairs of addresses, (IPv4, IPv6).  Web and mail servers listen on OPEN;
# VANTAGE is the prober's own.
TLD_SERVER = tuple(HOSTILE_SERVER[family] for family in (4, 6))
ROOT_SERVER = tuple(ROOT_SERVERS[family][0] for family in (4, 6))
OPEN = ("198.18.4.254", "2001:db8:4::fe")
VANTAGE = ("198.19.255.2", "2001:db8:ff00:1::2")

CNAMES_MAX = 11
MESSAGE_MAX = 65535
NXNS_SERVERS = 1500
CROWD = 40
DEPTH = 100
MX_HOSTS = 1000
ADDRESSES = 60
LIED_ABOUT = ("nl", "com", "hostile")

_servers = ((f"198.18.4.{n}", f"2001:db8:4::{n:x}")
            for n in itertools.count(2))
_victims = ((f"198.18.5.{n}", f"2001:db8:5::{n:x}")
            for n in itertools.count(1))
_silent = ((f"198.18.5.{n}", f"2001:db8:5:1::{n:x}")
           for n in itertools.count(128))


def rrset(owner, kind, *data):
    return dns.rrset.from_text(owner, 3600, "IN", kind, *data)


def address_sets(owner, *pairs):
    return [rrset(owner, kind, *texts)
            for kind, texts in zip(("A", "AAAA"), zip(*pairs))]


def truncate(message):
    message.answer.clear()
    message.authority.clear()
    message.additional.clear()
    message.flags |= dns.flags.TC
    return message


def add_referral(message, origin, hosts):
    """HOSTS are the name servers, each with a pair of addresses or None."""
    message.flags &= ~dns.flags.AA
    message.authority.append(rrset(origin, "NS", *hosts))
    for host, pair in hosts.items():
        message.additional += address_sets(host, pair) if pair else []


class Zone:
    """A zone that does no harm; the others differ from it in few ways."""

    n_servers = 2
    wait_s = 0          # before each reply
    octet_s = 0         # between the octets of a reply over TCP
    udp_max = 1232
    picky = False       # ignores what is asked of other zones

    # What may be said of its website, and of the way to it over each family:
    # whether it is resolvable, or why not.
    web = ("indeterminate", "none")
    chain = ("yes",)
    spends_all = False  # its budget

    def __init__(self, label):
        self.label = label
        self.origin = f"{label}.{TLD}" if label else TLD
        self.victims = []
        self.listed = self.origin.rstrip(".")
        self.addresses = self.serve_at()
        self.hosts = self.name_servers()
        self.sets = {}
        self.put(rrset(self.origin, "SOA", f"ns1.{self.origin} "
                       "root.invalid. 1 7200 3600 604800 3600"),
                 rrset(self.origin, "NS", *self.hosts))
        for host, pair in self.hosts.items():
            if pair:
                self.put(*address_sets(host, pair))
        self.fill()

    def serve_at(self):
        """The pairs of addresses at which we answer for the zone."""
        return [next(_servers) for _ in range(self.n_servers)]

    def name_servers(self):
        """As the parent names them: their addresses are its glue."""
        return {f"ns{n}.{self.origin}": pair
                for n, pair in enumerate(self.addresses, 1)}

    def point_at(self, people, n=1):
        """Pairs of addresses of N others, who did nothing to deserve it."""
        pairs = list(itertools.islice(people, n))
        self.victims += pairs
        return pairs

    def fill(self):
        """The zone's other records."""
        self.put(*address_sets(self.origin, OPEN))

    def put(self, *sets):
        for each in sets:
            self.sets.setdefault(each.name, {})[each.rdtype] = each

    def find(self, question, name):
        """What is at NAME, or a CNAME, or None."""
        at_name = self.sets.get(name, {})
        return at_name.get(question.rdtype) or at_name.get(CNAME)

    def answer(self, message, question, server):
        """SERVER is the pair of addresses one of which was asked."""
        if found := self.find(question, question.name):
            message.answer.append(found)
            return
        if question.name not in self.sets:
            message.set_rcode(dns.rcode.NXDOMAIN)
        message.authority.append(
            self.sets[dns.name.from_text(self.origin)][SOA])

    def wire(self, message, tcp):
        return message.to_wire(max_size=MESSAGE_MAX)


class Tld(Zone):
    """`hostile` itself, which delegates all the others."""

    n_servers = 0

    def __init__(self, zones):
        super().__init__("")
        self.zones = zones

    def serve_at(self):
        return [TLD_SERVER]

    def name_servers(self):
        return {f"ns.{TLD}": TLD_SERVER}

    def fill(self):
        pass

    def answer(self, message, question, server):
        if zone := self.zones.get(label_of(question.name)):
            add_referral(message, zone.origin, zone.hosts)
        else:
            super().answer(message, question, server)


def label_of(name):
    """The label below the TLD, or ""."""
    return b"".join(name.labels[-3:-2]).decode("latin-1").lower()


class Victim(Zone):
    """Somebody else's zone, in which none of the names exists."""

    def serve_at(self):
        return self.point_at(_victims)

    def fill(self):
        pass


class Nxns(Zone):
    """1,500 name servers, none of which exists, in somebody's zone.  That
    none of them does is more than anybody will find out."""

    n_servers = 0
    chain = ("indeterminate",)

    def name_servers(self):
        return dict.fromkeys(f"n{n}.nxns-victim.{TLD}"
                             for n in range(NXNS_SERVERS))


class Crowd(Zone):
    """Forty name servers, of which the last alone exists."""

    n_servers = 1
    web = ("dual_stack", "indeterminate")
    chain = ("yes", "indeterminate")

    def name_servers(self):
        names = [f"ns{n}.{self.origin}" for n in range(CROWD)]
        return {**dict.fromkeys(names), names[-1]: self.addresses[0]}


class ServedBy(Zone):
    """All its name servers lie in another zone, or in itself; no glue."""

    n_servers = 0
    chain = ("sibling_not_resolving", "no_address_found")

    def __init__(self, label, other, n_hosts):
        self.other = other
        self.n_hosts = n_hosts
        super().__init__(label)

    def name_servers(self):
        return dict.fromkeys(f"ns{n}.{self.other}.{TLD}"
                             for n in range(self.n_hosts))


class Chain(Zone):
    """A chain of CNAMEs, a link at a time or whole in one message."""

    def __init__(self, label, links, whole=False, end=None):
        self.links = [f"link{n}.{label}.{TLD}" for n in range(links)]
        if end:
            self.links[-1] = end
        self.whole = whole
        if links <= CNAMES_MAX:
            self.web = ("dual_stack",)
        super().__init__(label)

    def fill(self):
        for name, target in zip([self.origin, *self.links], self.links):
            self.put(rrset(name, "CNAME", target))
        self.put(*address_sets(self.links[-1], OPEN))

    def answer(self, message, question, server):
        super().answer(message, question, server)
        while self.whole and message.answer and \
                message.answer[-1].rdtype == CNAME:
            found = self.find(question, message.answer[-1][0].target)
            if not found:
                break
            message.answer.append(found)


class Slow(Chain):
    """A chain of which each link takes nearly a second."""

    wait_s = 0.9


class Loop(Zone):
    """CNAMEs in a circle of three, and one at itself."""

    def fill(self):
        circle = [self.origin, f"a.{self.origin}", f"b.{self.origin}"]
        for n, name in enumerate(circle):
            self.put(rrset(name, "CNAME", circle[(n + 1) % 3]))
        self.put(rrset(f"www.{self.origin}", "CNAME", f"www.{self.origin}"))


class Dname(Zone):
    """A DNAME that makes each name longer, until it is too long."""

    def fill(self):
        self.put(rrset(self.origin, "CNAME", f"x.{self.origin}"))

    def answer(self, message, question, server):
        if question.name in self.sets:
            super().answer(message, question, server)
            return
        apex = dns.name.from_text(self.origin)
        longer = dns.name.from_text("g" * 40, apex)
        message.answer.append(rrset(self.origin, "DNAME", str(longer)))
        try:
            target = question.name.relativize(apex).derelativize(longer)
        except dns.name.NameTooLong:
            message.set_rcode(dns.rcode.YXDOMAIN)
            return
        message.answer.append(
            rrset(str(question.name), "CNAME", str(target)))


class Deeper(Zone):
    """A zone cut at each of a hundred labels: each server refers to the
    next, and the last to the first."""

    chain = ("indeterminate", "lame")
    spends_all = True

    def __init__(self, label):
        super().__init__(label)
        self.listed = "d." * DEPTH + self.listed

    def serve_at(self):
        return [(f"198.18.6.{n}", f"2001:db8:6::{n:x}")
                for n in range(1, DEPTH + 1)]

    def name_servers(self):
        return {f"ns1.{self.origin}": self.addresses[0]}

    def answer(self, message, question, server):
        depth = self.addresses.index(server) + 1
        n_labels = len(dns.name.from_text(self.origin)) + depth
        if len(question.name) < n_labels:
            super().answer(message, question, server)
            return
        child = str(dns.name.Name(question.name.labels[-n_labels:]))
        add_referral(message, child, {
            f"ns1.{child}": self.addresses[depth % DEPTH]})


class Back(Zone):
    """Referrals to the TLD, to itself and to the root, at its servers."""

    chain = ("lame",)

    def answer(self, message, question, server):
        place = {A: TLD, AAAA: self.origin}.get(question.rdtype, ".")
        add_referral(message, place, self.hosts)
        message.additional += address_sets("a.root-servers.lab.", server)


class SelfGlue(Zone):
    """Glue that leads back to the parent, the root and the prober."""

    n_servers = 0
    chain = ("lame",)

    def name_servers(self):
        pairs = (TLD_SERVER, ROOT_SERVER, ("127.0.0.1", "::1"),
                 ("0.0.0.0", "::"), VANTAGE)
        return {f"ns{n}.{self.origin}": pair
                for n, pair in enumerate(pairs)}


class Lame(Zone):
    """Each server has another way of being no use."""

    n_servers = 5
    chain = ("lame",)
    rcodes = dns.rcode.REFUSED, dns.rcode.SERVFAIL, dns.rcode.FORMERR

    def answer(self, message, question, server):
        place = self.addresses.index(server)
        message.flags &= ~dns.flags.AA
        if place < len(self.rcodes):
            message.set_rcode(self.rcodes[place])
        elif place == len(self.rcodes):
            message.flags |= dns.flags.RA
        else:
            add_referral(message, ".", {"a.root-servers.lab.": None})


class Truncated(Zone):
    """TC for ever: over TCP as well."""

    chain = ("lame", "indeterminate")

    def wire(self, message, tcp):
        return super().wire(truncate(message), tcp)


class Drip(Zone):
    """Over TCP only, and an octet a second."""

    octet_s = 1
    udp_max = 0
    chain = ("lame", "indeterminate")


class Compress(Zone):
    """Names that never end, counts and lengths that lie."""

    chain = ("lame",)

    def wire(self, message, tcp):
        """The question, then something bad that the type decides on."""
        message.use_edns(False)
        query = super().wire(truncate(message), tcp)
        fixed = struct.pack("!HHIH", A, 1, 3600, 4) + bytes(4)
        here = len(query)
        count, bad = {
            # An owner that points at itself; two that do at each other.
            A: (1, pointer(here) + fixed),
            AAAA: (1, b"\1a" + pointer(here + 4) + pointer(here) + fixed),
            # Forward; to the header; a label of a type that is not in use.
            NS: (1, pointer(here + 16) + fixed + b"\1a\0"),
            SOA: (1, pointer(0) + fixed),
            MX: (1, b"\x7f" + b"a" * 63 + b"\0" + fixed),
            # Data past the end; below, records that are not there.
            TXT: (1, pointer(12) + struct.pack("!HHIH", TXT, 1, 60, 65535)),
        }.get(message.question[0].rdtype, (65535, pointer(12) + fixed))
        flags = query[2] & ~(dns.flags.TC >> 8)
        return query[:2] + bytes((flags,)) + query[3:6] + \
            struct.pack("!H", count) + query[8:] + bad


def pointer(at):
    return struct.pack("!H", 0xc000 | at)


class Pointing(Zone):
    """Thirteen name servers with glue at five of other people's addresses:
    one refuses, one has no name server, the others are silent."""

    n_servers = 0
    chain = ("lame",)

    def __init__(self, label, refusing):
        self.refusing = refusing
        super().__init__(label)

    def name_servers(self):
        pairs = [*self.refusing.victims, *self.point_at(_victims),
                 *self.point_at(_silent, 3)]
        return {f"ns{n}.{self.origin}": pairs[n % len(pairs)]
                for n in range(13)}


class Picky(Zone):
    """A good zone, but its servers ignore whoever asks for another."""

    picky = True


class Ignored(Zone):
    """Delegated to servers that ignore it, and answer for others."""

    n_servers = 0
    chain = ("address_silent",)

    def __init__(self, label, picky):
        self.picky_hosts = picky.hosts
        super().__init__(label)

    def name_servers(self):
        return {f"ns{n}.{self.origin}": pair
                for n, pair in enumerate(self.picky_hosts.values())}


class Huge(Zone):
    """64 KiB over TCP and nearly as much over UDP, in fragments."""

    udp_max = MESSAGE_MAX
    web = ("dual_stack",)

    def wire(self, message, tcp):
        room = 65000 if tcp else 60000
        message.additional += [
            rrset(f"t{n}.{self.origin}", "TXT", "x" * 250)
            for n in range(room // 270)]
        return super().wire(message, tcp)


class Poison(Zone):
    """True answers, and with them lies about everybody else."""

    web = ("dual_stack",)

    def fill(self):
        super().fill()
        [victim] = self.point_at(_victims)
        self.lies = address_sets("a.root-servers.lab.", victim)
        for tld in LIED_ABOUT:
            for letter in "ab":
                self.lies += address_sets(f"{letter}.tld-servers.{tld}.",
                                          victim)

    def answer(self, message, question, server):
        super().answer(message, question, server)
        message.authority += [rrset(f"{tld}.", "NS", f"a.tld-servers.{tld}.")
                              for tld in LIED_ABOUT]
        message.answer += self.lies
        message.additional += self.lies


class Mail(Zone):
    """A thousand mail servers at one address, which is somebody else's."""

    web = ("dual_stack",)
    chain = ("yes", "indeterminate")

    def fill(self):
        super().fill()
        [victim] = self.point_at(_victims)
        hosts = [f"m{n}.{self.origin}" for n in range(MX_HOSTS)]
        for host in hosts:
            self.put(*address_sets(host, victim))
        self.put(rrset(self.origin, "MX", *(
            f"{n} {host}" for n, host in enumerate(hosts))))


class Addresses(Zone):
    """Sixty addresses per family, all somebody else's."""

    web = ("unreachable",)

    def fill(self):
        self.put(*address_sets(
            self.origin, *self.point_at(_silent, ADDRESSES)))


def make_zones():
    """The TLD and all zones below it."""
    refusing = Victim("victim-refusing")
    picky = Picky("late-picky")
    below = [
        Victim("nxns-victim"), Nxns("nxns"), Crowd("crowd"),
        ServedBy("cycle", "cycle-b", 2), ServedBy("cycle-b", "cycle-c", 2),
        ServedBy("cycle-c", "cycle", 2),
        ServedBy("mutual", "mutual-b", 10), ServedBy("mutual-b", "mutual", 10),
        ServedBy("noglue", "noglue", 4),
        Chain("chain11", 11), Chain("chain12", 12),
        Chain("chain1000", 1000, whole=True), Slow("slow", 100),
        Loop("loop"), Dname("dname"), Deeper("deeper"), Back("back"),
        SelfGlue("selfglue"), Lame("lame"), Truncated("tc"), Drip("drip"),
        Compress("compress"), refusing, Pointing("victim", refusing),
        # LATE gets to the servers when IGNORED has given them up.
        Ignored("ignored", picky), picky,
        Slow("late", CNAMES_MAX, end=picky.origin),
        Huge("huge"), Poison("poison"), Mail("mx"), Addresses("addresses")]
    return [Tld({zone.label: zone for zone in below}), *below]


def listed(zones):
    """The zones to scan, without the TLD and the helpers."""
    return [zone for zone in zones if zone.label and "-" not in zone.label]
