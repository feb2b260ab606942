# SPDX-License-Identifier: Apache-2.0
"""The names of the world: those of the list, and invented ones."""

import csv
import random
from typing import NamedTuple, Optional

from .setups import TLDS

FIRST = ("gemeente", "stichting", "haven", "dorp", "water", "polder", "dijk",
         "molen", "markt", "school", "zorg", "bos", "veld", "brug", "kerk")
SECOND = ("loket", "plein", "raad", "dienst", "kring", "huis", "werk",
          "land", "stad", "zicht", "wijk", "punt", "hoek", "baan")
ENDINGS = (*("nl",) * 42, *("eu", "com", "org", "net", "be", "de", "frl",
                            "amsterdam", "xn--fiqs8s") * 3,
           *(tld.origin for tld in TLDS))


class Row(NamedTuple):
    """One line of the list: `use` is None when the list has no such column."""

    domain: str
    group: str
    organisation: str
    use: Optional[str]

    def uses(self):
        """The services that count; a name's lines add up."""
        return set((self.use or "mail+web").split("+"))


def read_list(path):
    """Every row of a CSV file with a header, duplicates included."""
    with open(path, newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        has_use = "use" in (reader.fieldnames or ())
        return [Row(canonical(line["domain"]), line.get("group") or "",
                    line.get("organisation") or "",
                    line["use"] if has_use else None)
                for line in reader]


def canonical(domain):
    """Lower-case A-labels without the final dot."""
    name = domain.strip().rstrip(".").lower()
    if not name.isascii():
        name = name.encode("idna").decode()
    if "." not in name:
        raise ValueError(f"{domain!r}: a name needs at least two labels")
    return name


def write_list(path, rows):
    with_use = any(row.use is not None for row in rows)
    columns = ["domain", "group", "organisation"] + ["use"] * with_use
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow(row[:len(columns)])


def invent(rows, total, seed):
    """Rows with invented names added until there are `total` names."""
    rng = random.Random(f"{seed}:names")
    with_use = any(row.use is not None for row in rows)
    known = {row.domain for row in rows}
    parents = sorted(name for name in known if name.count(".") == 1)
    rows = list(rows)
    number = 0
    while len(known) < total:
        number += 1
        name = invent_one(rng, parents, number)
        if name in known:
            continue
        known.add(name)
        if name.count(".") == 1:
            parents.append(name)
        use = rng.choice(("mail+web", "mail+web", "web", "mail"))
        rows.append(Row(name, "invented", f"Organisation {number}",
                        use if with_use else None))
    return rows


def invent_one(rng, parents, number):
    kind = rng.random()
    if parents and kind < 0.02:
        return "www." + rng.choice(parents)
    if parents and kind < 0.06:
        return f"{rng.choice(SECOND)}.{rng.choice(parents)}"
    if kind < 0.07:
        return f"www.{rng.choice(FIRST)}-{number}.nl"
    if kind < 0.09:
        return f"xn--{rng.choice(FIRST)}{number}-kva.nl"
    joint = rng.choice(("", "-"))
    return (f"{rng.choice(FIRST)}{joint}{rng.choice(SECOND)}{number}"
            f".{rng.choice(ENDINGS)}")
