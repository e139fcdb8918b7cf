#!/usr/bin/env python3
"""Build the bundled snapshot from the public source files.

    deploy/snapshot/build.py DATA_DIR [--out DIR]

DATA_DIR holds the public files in the layout that README.md lists. Only facts are
taken from them (strings, dates, references); the output is in splitroot's own CSV
format. The same input always gives the same bytes. The hand-kept files
(names/documented.csv, twins.csv) are not touched.

Needs Python 3.9+ and the `zstd` program.
"""

import argparse
import csv
import io
import re
import subprocess
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

STRINGS_HEADER = ["string", "standing", "since", "until", "detail"]
NAMES_HEADER = ["namespace", "level", "name", "registered_at", "block", "tx", "status", "detail"]

ROOT_SERIALS = ["2014071301", "2016100801", "2018060401", "2020020102", "2026010500"]
GTLD_DATES = ["2016-10-08", "2018-02-17", "2020-05-15", "2026-01-05"]
SPECIAL_USE_DATE = "2025-10-30"
REVEAL_DAY = "2012-06-13"
COLLISION_RESOLUTION_DAY = "2018-02-04"
COLLISION_STRINGS = ["corp", "home", "mail"]
INTERNAL_DAY = "2024-07-29"
UNS_DATE = "2025-09-01"
UNS_NOT_OURS = {"eth", "udtest"}  # eth belongs to ENS, udtest is a test

DATE = re.compile(r"\d{4}-\d\d-\d\d")


# --- reading -----------------------------------------------------------------

def read_zst(path):
    done = subprocess.run(["zstd", "-dcq", str(path)], capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def read_csv(text):
    return list(csv.DictReader(io.StringIO(text)))


def read_text(path):
    return path.read_text(encoding="utf-8-sig")


def one_space(text):
    return " ".join(text.split())


def alabel(text):
    """The lower-case A-label of a label (no IDNA validity check: facts, not judgement)."""
    label = unicodedata.normalize("NFC", text.strip().lower())
    if label.isascii():
        return label
    return "xn--" + label.encode("punycode").decode("ascii")


def iso_day(serial):
    return f"{serial[:4]}-{serial[4:6]}-{serial[6:8]}"


def iso_date(text):
    if text and not DATE.fullmatch(text):
        raise SystemExit(f"not a date: {text!r}")
    return text


def delegated_tlds(zone):
    """TLDs of a root zone file: owners of NS records other than the root itself."""
    tlds = set()
    for line in zone.splitlines():
        fields = line.split()
        if len(fields) >= 5 and fields[3] == "NS" and fields[0] != ".":
            tlds.add(fields[0].rstrip(".").lower())
    return tlds


def read_roots(data):
    folder = data / "iana" / "root-zone"
    return {s: delegated_tlds(read_zst(folder / f"root.zone.{s}.zst")) for s in ROOT_SERIALS}


def read_gtlds(data):
    """{date: rows}; the first line of each file is a remark."""
    folder = data / "icann" / "newgtlds"
    return {d: read_csv(read_text(folder / f"newgtlds-{d}.csv").split("\n", 1)[1]) for d in GTLD_DATES}


def read_round_2012(data):
    return read_csv(read_text(data / "icann" / "round-2012" / "strings-1200utc-13jun12-en.redacted.csv"))


# --- writing -----------------------------------------------------------------

def write_file(path, remarks, header, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    out = io.StringIO()
    for key, value in remarks:
        out.write(f"# {key}: {value}\n")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(header)
    writer.writerows(sorted(rows))
    path.write_bytes(out.getvalue().encode("utf-8"))
    print(f"{path}: {len(rows)} rows")


def detail(**facts):
    return ";".join(f"{key}={one_space(str(value)).replace(';', ',')}" for key, value in facts.items())


# --- IANA root ---------------------------------------------------------------

def newest(gtlds, column):
    """{tld: value} of a newgtlds column over all dated versions, the newest non-empty one."""
    values = {}
    for date in GTLD_DATES:
        for row in gtlds[date]:
            if row[column]:
                values[row["tld"]] = row[column]
    return values


def first_seen(tld, roots):
    """'' for a TLD of the oldest zone, else the two zones between which it appeared."""
    before = None
    for serial in ROOT_SERIALS:
        if tld in roots[serial]:
            return f"first seen between {iso_day(before)} and {iso_day(serial)}" if before else ""
        before = serial
    raise KeyError(tld)


def last_seen(tld, roots):
    held = max(i for i, serial in enumerate(ROOT_SERIALS) if tld in roots[serial])
    return (f"in the root on {iso_day(ROOT_SERIALS[held])}, "
            f"gone by {iso_day(ROOT_SERIALS[held + 1])}")


def root_rows(roots, gtlds):
    dates = newest(gtlds, "delegation-date")
    now = roots[ROOT_SERIALS[-1]]
    rows = []
    for tld in now:
        since = iso_date(dates.get(tld, ""))
        rows.append([tld, "delegated", since, "", "" if since else first_seen(tld, roots)])
    for tld in set().union(*roots.values()) - now:
        rows.append([tld, "retired", "", "", last_seen(tld, roots)])
    return rows


def write_root(out, roots, gtlds):
    serial = ROOT_SERIALS[-1]
    remarks = [
        ("title", "Top-level domains of the IANA root zone, today's and retired"),
        ("source", "https://www.internic.net/domain/root.zone (root zones " + ", ".join(ROOT_SERIALS)
                   + ", from public mirrors); delegation dates from https://newgtlds.icann.org/newgtlds.csv ("
                   + ", ".join(GTLD_DATES) + ")"),
        ("as-of", iso_day(serial)),
        ("serial", serial),
        ("licence", "public facts; see NOTICE.md"),
        ("note", "an empty since or until means not known, not never; a date between two zones is given in detail"),
    ]
    write_file(out / "strings" / "iana-root.csv", remarks, STRINGS_HEADER, root_rows(roots, gtlds))


# --- ICANN contracted gTLDs --------------------------------------------------

def gtld_rows(gtlds):
    applications = newest(gtlds, "application-id")
    rows = []
    for row in gtlds[GTLD_DATES[-1]]:
        tld = row["tld"]
        rows.append([tld, "contracted", iso_date(row["date-of-contract-signature"]),
                     iso_date(row["delegation-date"]),
                     detail(operator=row["registry-operator"], application=applications[tld])])
    return rows


def write_gtlds(out, gtlds):
    remarks = [
        ("title", "gTLDs under contract: agreement signed and not (yet) in the root"),
        ("source", "https://newgtlds.icann.org/newgtlds.csv (ICANN, list of new gTLD registry agreements)"),
        ("as-of", GTLD_DATES[-1]),
        ("licence", "public facts; see NOTICE.md"),
        ("note", "since = date of contract, until = date of delegation; application numbers that the newest list "
                 "leaves empty are taken from the version before"),
    ]
    write_file(out / "strings" / "icann-gtlds.csv", remarks, STRINGS_HEADER, gtld_rows(gtlds))


# --- ICANN round of 2012 -----------------------------------------------------

def check_alabel(row):
    """Report an A-label of the list that does not belong to its U-label."""
    given = row["A-Label"]
    if given not in ("", "--") and given.lower() != alabel(row["String"]):
        print(f"A-label {given!r} is not that of application {row['Application ID']}", file=sys.stderr)


def contracts(gtlds):
    """{tld: date} and {application: (tld, date)} over all dated versions, the newest one winning."""
    by_tld, by_application = {}, {}
    for date in GTLD_DATES:
        for row in gtlds[date]:
            signed = iso_date(row["date-of-contract-signature"])
            by_tld[row["tld"]] = signed
            if row["application-id"]:
                by_application[row["application-id"]] = (row["tld"], signed)
    return by_tld, by_application


def round_outcome(string, applications, by_tld, by_application):
    """(until, facts) of a string of the round."""
    if string in COLLISION_STRINGS:
        return COLLISION_RESOLUTION_DAY, {"outcome": "not-approved"}
    if string in by_tld:
        return by_tld[string], {"outcome": "contracted"}
    for number in applications:  # the application went on under a corrected string
        if number in by_application:
            tld, signed = by_application[number]
            return signed, {"outcome": "contracted", "contracted-as": tld}
    return "", {"outcome": "unknown"}


def round_2012_rows(applications, gtlds):
    by_string = defaultdict(list)
    for row in applications:
        check_alabel(row)
        by_string[alabel(row["String"])].append(row["Application ID"])
    by_tld, by_application = contracts(gtlds)
    rows = []
    for string, numbers in by_string.items():
        until, facts = round_outcome(string, numbers, by_tld, by_application)
        rows.append([string, "applied", REVEAL_DAY, until,
                     detail(round=2012, applications=len(numbers), **facts)])
    for string in COLLISION_STRINGS:
        rows.append([string, "not-approved", COLLISION_RESOLUTION_DAY, "",
                     "name collision; Board resolution 2018.02.04.12"])
    return rows


def write_round_2012(out, applications, gtlds):
    remarks = [
        ("title", "Strings applied for in the new gTLD round of 2012"),
        ("source", "https://newgtlds.icann.org/en/program-status/application-results/strings-1200utc-13jun12-en "
                   "(ICANN, list of Reveal Day); contracts from https://newgtlds.icann.org/newgtlds.csv ("
                   + ", ".join(GTLD_DATES) + ")"),
        ("as-of", GTLD_DATES[-1]),
        ("licence", "public facts; see NOTICE.md"),
        ("note", "since = Reveal Day, until = date of contract; outcome=unknown says only that no contract is "
                 "listed: nearly all of these were withdrawn or not approved, by 2023-10-31 only four applications "
                 "were still proceeding"),
    ]
    write_file(out / "strings" / "icann-round-2012.csv", remarks, STRINGS_HEADER,
               round_2012_rows(applications, gtlds))


# --- special use -------------------------------------------------------------

def special_use_rows(registry):
    rows = []
    for row in registry:
        name = row["Name"].split()[0].rstrip(".").lower()  # a remark may follow the name
        if "." not in name:
            rows.append([name, "special-use", "", "", " ".join(re.findall(r"\[([^\]]+)\]", row["Reference"]))])
    rows.append(["internal", "private-use", INTERNAL_DAY, "",
                 f"reserved from delegation for private use by the ICANN Board on {INTERNAL_DAY}"])
    return rows


def write_special_use(out, data):
    path = data / "iana" / "special-use" / f"special-use-domain-{SPECIAL_USE_DATE}.csv"
    remarks = [
        ("title", "Top-level names set aside for special or private use"),
        ("source", "https://www.iana.org/assignments/special-use-domain-names/ (IANA registry); for internal the "
                   f"ICANN Board's decision of {INTERNAL_DAY} upon https://www.icann.org/en/public-comment/proceeding/"
                   "proposed-top-level-domain-string-for-private-use-24-01-2024"),
        ("as-of", SPECIAL_USE_DATE),
        ("licence", "public facts; see NOTICE.md"),
        ("note", "single labels only; special-use names below a TLD (such as home.arpa) are left out"),
    ]
    write_file(out / "strings" / "iana-special-use.csv", remarks, STRINGS_HEADER,
               special_use_rows(read_csv(read_text(path))))


# --- Unstoppable -------------------------------------------------------------

def first_listed(data):
    """{tld: date} over the dated states of the published list of TLDs."""
    dates = {}
    for row in read_csv(read_text(data / "uns" / "tldsresolverkeys-snapshots.csv")):
        for tld in row["tlds"].split():
            dates[tld] = min(dates.get(tld, row["date"]), row["date"])
    return dates


def uns_rows(tlds, listed):
    rows = []
    for row in tlds:
        if row["tld"] in UNS_NOT_OURS:
            continue
        chains = "+".join(sorted(row["networks"].lower().split(",")))
        facts = {"chains": chains, "expirable": row["expirable"]}
        if row["tld"] in listed:
            facts["listed-by"] = iso_date(listed[row["tld"]])
        rows.append(["uns", "tld", row["tld"], "", "", "", "unknown", detail(**facts)])
    return rows


def write_uns(out, data):
    remarks = [
        ("title", "Top-level names of the Unstoppable Domains (UNS) contracts"),
        ("source", "https://github.com/unstoppabledomains/uns (list of TLDs in the repository; listed-by: the first "
                   "dated state of its list of resolver keys that names the TLD, from 2022-09-21 on)"),
        ("as-of", UNS_DATE),
        ("licence", "MIT (unstoppabledomains/uns); see NOTICE.md"),
        ("note", "state of September 2025, the day is not known; eth (ENS's) and udtest (a test) are left out; "
                 "status unknown: a report without a live check"),
    ]
    tlds = read_csv(read_text(data / "uns" / "uns-tlds.csv"))
    write_file(out / "names" / "uns-tlds.csv", remarks, NAMES_HEADER, uns_rows(tlds, first_listed(data)))


# --- main --------------------------------------------------------------------

def main():
    parser = argparse.ArgumentParser(description="Build the bundled snapshot from the public source files.")
    parser.add_argument("data", type=Path, metavar="DATA_DIR")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent)
    options = parser.parse_args()
    roots, gtlds = read_roots(options.data), read_gtlds(options.data)
    write_root(options.out, roots, gtlds)
    write_gtlds(options.out, gtlds)
    write_round_2012(options.out, read_round_2012(options.data), gtlds)
    write_special_use(options.out, options.data)
    write_uns(options.out, options.data)


if __name__ == "__main__":
    main()
