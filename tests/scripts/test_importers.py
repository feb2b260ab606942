#!/usr/bin/python3 -B
# SPDX-License-Identifier: Apache-2.0
"""The importers on small files of the shape of the real ones.

Usage: test_importers.py [REACH46], which then reads each list too
"""
import csv
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import zipfile
from xml.sax.saxutils import escape

ROOT = pathlib.Path(__file__).resolve().parents[2]
REACH46 = sys.argv.pop() if len(sys.argv) > 1 else None

ROO = """<?xml version="1.0" encoding="UTF-8"?>
<p:overheidsorganisaties xmlns:p="https://example.nl/oo/export/%s">
<p:organisaties>
<p:organisatie p:systeemId="1">
  <p:naam>Gemeente  Voorbeeld</p:naam>
  <p:types><p:type>Gemeente</p:type></p:types>
  <p:contact>
    <p:internetadressen>
      <p:internetadres><p:url>https://www.voorbeeld.nl/pad?q=1#x</p:url>
        <p:label>algemeen</p:label></p:internetadres>
      <p:internetadres><p:url>Mijn.Voorbeeld.nl; http://shop.voorbeeld.nl:8080/
        https://organisaties.overheid.nl/1/Voorbeeld</p:url></p:internetadres>
      <p:internetadres><p:url>niet bekend</p:url></p:internetadres>
    </p:internetadressen>
    <p:emailadressen>
      <p:emailadres><p:email>Info@Voorbeeld.nl</p:email></p:emailadres>
      <p:emailadres><p:email>mailto:a@post-voorbeeld.nl?subject=x,
        iemand@gmail.com</p:email></p:emailadres>
    </p:emailadressen>
  </p:contact>
  <p:functies><p:functie><p:naam>wethouder</p:naam>
    <p:medewerker><p:email>w@partij.example</p:email></p:medewerker>
  </p:functie></p:functies>
  <p:organisaties>
    <p:organisatie><p:naam>Unit</p:naam>
      <p:types><p:type>Organisatieonderdeel</p:type></p:types>
      <p:contact><p:internetadressen><p:internetadres>
        <p:url>unit-voorbeeld.nl</p:url></p:internetadres>
      </p:internetadressen></p:contact>
    </p:organisatie>
    <p:organisatie><p:naam>Oud</p:naam>
      <p:eindDatum>2001-01-01</p:eindDatum>
      <p:contact><p:internetadressen><p:internetadres>
        <p:url>oud.nl</p:url></p:internetadres></p:internetadressen>
      </p:contact>
    </p:organisatie>
  </p:organisaties>
</p:organisatie>
<p:organisatie><p:naam>Nergens</p:naam>
  <p:types><p:type>Openbaar lichaam (BES)</p:type></p:types>
</p:organisatie>
</p:organisaties>
<p:gemeenschappelijkeRegelingen><p:gemeenschappelijkeRegeling>
  <p:titel>Samen &amp; Sterk</p:titel>
  <p:contact><p:emailadressen><p:emailadres>
    <p:email>samen@samen.eu</p:email></p:emailadres></p:emailadressen>
  </p:contact>
</p:gemeenschappelijkeRegeling></p:gemeenschappelijkeRegelingen>
</p:overheidsorganisaties>
"""

OLD_ROO = """<overheidsorganisaties><gemeenten><gemeente>
<naam>Oudstijl</naam><internet>www.oudstijl.nl</internet>
<email>post@oudstijl.nl</email></gemeente></gemeenten>
</overheidsorganisaties>
"""

REGISTER = [
    ["URL", "Organisatietype", "Organisatie", "Suborganisatie", "Afdeling",
     "Bezoeken/mnd", "Voldoet", "Totaal", "IPv6", "DNSSEC", "HTTPS", "CSP",
     "RefPol.", "X-Cont.", "X-Frame.", "Testdatum", "Totaal", "IPv6",
     "DNSSEC", "STARTTLS en DANE", "DMARC", "DKIM", "SPF", "Testdatum",
     "Platformgebruik"],
    ["https://www.rijk-voorbeeld.nl", "Ministerie", "Min, van \"Proef\"", "",
     "", "10", "ja", "90%", "ja"] + ["ja"] * 6 + ["1-1-2026", "80%", "nee"]
    + ["ja"] * 6 + [""],
    ["campagne.rijk-voorbeeld.nl/actie", "Agentschap (zelfstandig)",
     "Dienst é", "", "", "", "", "", "waarschuwing"],
]

INTERNET_NL = {
    "api_version": "2.7.0",
    "request": {"request_type": "web", "status": "done"},
    "domains": {
        "voorbeeld.nl": {"status": "ok", "results": {"tests": {
            "web_ipv6_ns_address": {"status": "passed", "verdict": "good"},
            "web_ipv6_ws_reach": {"status": "failed", "verdict": "bad"},
            "web_https_tls": {"status": "passed", "verdict": "good"}}}},
        "stuk.nl": {"status": "error"},
        "geen domein": {"status": "error"},
    },
}
INTERNET_NL_MAIL = {
    "request": {"request_type": "mail"},
    "domains": {"voorbeeld.nl": {"results": {"tests": {
        "mail_ipv6_mx_address": {"status": "info", "verdict": "null-mx"}}}}},
}


def ods(rows):
    """A spreadsheet as an office suite writes it: equal cells are counted,
    and so are the many empty rows at the end."""
    cells = []
    for row in rows:
        cells.append("<table:table-row>")
        at = 0
        while at < len(row):
            again = 1
            while at + again < len(row) and row[at + again] == row[at]:
                again += 1
            cells.append(
                f'<table:table-cell table:number-columns-repeated="{again}">'
                f"<text:p><text:a>{escape(row[at])}</text:a></text:p>"
                "</table:table-cell>")
            at += again
        cells.append('<table:table-cell table:number-columns-repeated='
                     '"16359"/></table:table-row>')
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", (
            '<office:document-content xmlns:office="urn:o" xmlns:table='
            '"urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text='
            '"urn:oasis:names:tc:opendocument:xmlns:text:1.0"><table:table>'
            + "".join(cells) + '<table:table-row '
            'table:number-rows-repeated="1048000"><table:table-cell/>'
            "</table:table-row></table:table></office:document-content>"))
    return out.getvalue()


class Importers(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_importer(self, name, *contents):
        paths = []
        for number, content in enumerate(contents):
            paths.append(self.folder / str(number))
            paths[-1].write_bytes(content if isinstance(content, bytes)
                                  else content.encode())
        return subprocess.run([ROOT / "scripts" / name, *paths],
                              capture_output=True, text=True)

    def rows(self, name, *contents):
        done = self.run_importer(name, *contents)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.reach46_reads(done.stdout)
        return {row.pop("domain"): row
                for row in csv.DictReader(io.StringIO(done.stdout))}

    def reach46_reads(self, text):
        """Every row is a target, none an error or a duplicate."""
        if REACH46 is None:
            return
        path = self.folder / "list.csv"
        path.write_text(text)
        done = subprocess.run(
            [REACH46, "scan", path, "--dryrun", "--resolver", "192.0.2.1",
             "--controls", "none"], capture_output=True, text=True)
        targets = len(text.splitlines()) - 1
        self.assertIn(f"test {targets} domains\n"
                      f"({targets + 1} lines, 0 not usable, 0 duplicates)",
                      done.stdout, done.stderr)

    def test_roo(self):
        for version in ("2.5.1", "2.6.9", "3.0.0"):
            rows = self.rows("import-roo", ROO % version)
            self.assertEqual(
                {d: (r["use"], r["group"]) for d, r in rows.items()}, {
                    "voorbeeld.nl": ("mail+web", "gemeente"),
                    "mijn.voorbeeld.nl": ("web", "gemeente"),
                    "shop.voorbeeld.nl": ("web", "gemeente"),
                    "post-voorbeeld.nl": ("mail", "gemeente"),
                    "unit-voorbeeld.nl": ("web", "gemeente"),
                    "samen.eu": ("mail", "gemeenschappelijke-regeling")})
            self.assertEqual(rows["voorbeeld.nl"]["organisation"],
                             "Gemeente Voorbeeld")
            self.assertEqual(rows["unit-voorbeeld.nl"]["organisation"],
                             "Unit")

    def test_old_roo(self):
        self.assertEqual(self.rows("import-roo", OLD_ROO), {
            "oudstijl.nl": {"use": "mail+web", "group": "gemeente",
                            "organisation": "Oudstijl"}})

    def test_websiteregister(self):
        want = {
            "rijk-voorbeeld.nl": {
                "use": "mail+web", "group": "ministerie",
                "organisation": "Min, van \"Proef\"",
                "register_web_ipv6": "ja", "register_mail_ipv6": "nee"},
            "campagne.rijk-voorbeeld.nl": {
                "use": "web", "group": "agentschap-zelfstandig",
                "organisation": "Dienst é",
                "register_web_ipv6": "waarschuwing",
                "register_mail_ipv6": ""}}
        name = "import-websiteregister"
        self.assertEqual(self.rows(name, ods(REGISTER)), want)
        for delimiter, encoding in ((",", "utf-8-sig"), (";", "cp1252")):
            text = io.StringIO()
            csv.writer(text, delimiter=delimiter).writerows(REGISTER)
            self.assertEqual(
                self.rows(name, text.getvalue().encode(encoding)), want)

    def test_internet_nl(self):
        rows = self.rows("import-internet-nl", json.dumps(INTERNET_NL),
                         json.dumps(INTERNET_NL_MAIL))
        self.assertEqual(list(rows), ["voorbeeld.nl", "stuk.nl"])
        self.assertEqual(rows["voorbeeld.nl"]["use"], "mail+web")
        self.assertEqual(rows["stuk.nl"]["use"], "web")
        said = {test: status for test, status in rows["voorbeeld.nl"].items()
                if "ipv6" in test and status}
        self.assertEqual(said, {"web_ipv6_ns_address": "passed",
                                "web_ipv6_ws_reach": "failed",
                                "mail_ipv6_mx_address": "info"})

    def test_what_is_something_else(self):
        """One line that says which file it is, and what it is not."""
        running = {"request": {"status": "running"}, "domains": None}
        for name, content, why in (
                ("import-roo", "<a/>", "no domains found"),
                ("import-roo", "<a>", "no XML: no element found: line 1"),
                ("import-websiteregister", "a;b\n1;2\n", "no domains found"),
                ("import-websiteregister", b"PK\3\4", "neither ODS nor CSV"),
                ("import-websiteregister", b"%PDF\0", "neither ODS nor CSV"),
                ("import-internet-nl", "[]", "it has no `domains`"),
                ("import-internet-nl", '{"domains":', "no JSON: "),
                ("import-internet-nl", b"\xff", "no JSON: "),
                ("import-internet-nl", json.dumps(running),
                 "the request is 'running'")):
            done = self.run_importer(name, content)
            self.assertEqual(done.returncode, 1, name)
            self.assertEqual(done.stdout, "")
            self.assertRegex(done.stderr,
                             rf"^{name}: {re.escape(str(self.folder))}\S*: "
                             rf".*{re.escape(why)}.*\n$")

    def test_arguments(self):
        for name in ("import-roo", "import-websiteregister",
                     "import-internet-nl"):
            path = ROOT / "scripts" / name
            for args, code in ((["--help"], 0), (["a"] * 1001, 2),
                               (["/no such file"], 1)):
                done = subprocess.run([path, *args], capture_output=True,
                                      text=True)
                self.assertEqual(done.returncode, code, (name, args[0]))
            self.assertEqual(done.stderr, f"{name}: cannot read "
                             "/no such file: No such file or directory\n")


unittest.main()
