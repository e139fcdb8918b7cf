#!/usr/bin/env python3
"""Check the bundled snapshot by itself, without the source files.

    deploy/snapshot/check.py [SNAPSHOT_DIR]

Form (remarks, header, order, keys, quoting, dates, A-labels) and the facts that
are known beforehand (counts, relations between files). Prints every problem and
ends with 1 if there is any. Python 3.9+, standard library only.
"""

import csv
import datetime
import io
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path

STRINGS_HEADER = ["string", "standing", "since", "until", "detail"]
NAMES_HEADER = ["namespace", "level", "name", "registered_at", "block", "tx", "status", "detail"]
TWINS_HEADER = ["namespace", "name", "against", "state", "reason", "source", "as_of"]

# file: (header, columns of the key, number of rows)
FILES = {
    "strings/iana-root.csv": (STRINGS_HEADER, ("string", "standing"), 1573),
    "strings/icann-gtlds.csv": (STRINGS_HEADER, ("string", "standing"), 1101),
    "strings/icann-round-2012.csv": (STRINGS_HEADER, ("string", "standing"), 1412),
    "strings/iana-special-use.csv": (STRINGS_HEADER, ("string", "standing"), 8),
    "names/uns-tlds.csv": (NAMES_HEADER, ("namespace", "level", "name"), 43),
    "names/documented.csv": (NAMES_HEADER, ("namespace", "level", "name"), 22),
    "twins.csv": (TWINS_HEADER, ("namespace", "name", "against"), 3),
}
REMARKS = ["title", "source", "as-of", "licence", "note"]
DATE_COLUMNS = {"since", "until", "registered_at", "as_of"}
STANDINGS = {"delegated", "retired", "contracted", "applied", "not-approved", "special-use", "private-use"}
STATES = {"twin", "unproven-twin"}
ROOTS_IN_HANDSHAKES_RESERVE = {"com", "google", "hiv", "gay"}  # locked: never reported as opened

LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")

problems = []


def expect(condition, message):
    if not condition:
        problems.append(message)


def is_date(text):
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


# --- form --------------------------------------------------------------------

def read_file(path, name):
    """(remarks, header, rows) of one file."""
    raw = path.read_bytes()
    expect(raw.endswith(b"\n") and b"\r" not in raw, f"{name}: lines must end with LF alone")
    lines = raw.decode("utf-8").splitlines(keepends=True)
    remarks = {}
    while lines and lines[0].startswith("#"):
        key, _, value = lines.pop(0)[1:].partition(":")
        remarks[key.strip()] = value.strip()
    body = "".join(lines)
    table = list(csv.reader(io.StringIO(body)))
    check_quoting(name, table, body)
    return remarks, table[0], table[1:]


def check_quoting(name, table, body):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(table)
    expect(out.getvalue() == body, f"{name}: quoted where not needed, or not where needed")


def check_remarks(name, remarks):
    for key in REMARKS:
        expect(remarks.get(key), f"{name}: no '# {key}:'")
    expect(is_date(remarks.get("as-of", "")), f"{name}: as-of is not a date")


def check_text(name, row):
    for field in row:
        expect(field == unicodedata.normalize("NFC", field), f"{name}: not in NFC: {field!r}")
        hidden = [c for c in field if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")]
        expect(not hidden, f"{name}: control or format character in {field!r}")


def check_label(name, label):
    if not LABEL.fullmatch(label):
        problems.append(f"{name}: not a lower-case LDH label: {label!r}")
    elif label.startswith("xn--"):
        check_alabel(name, label)


def check_alabel(name, label):
    try:
        text = label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        problems.append(f"{name}: not Punycode: {label!r}")
        return
    again = "xn--" + text.encode("punycode").decode("ascii")
    expect(again == label and not text.isascii(), f"{name}: A-label does not convert back: {label!r}")
    expect(text == unicodedata.normalize("NFC", text.lower()), f"{name}: U-label not NFC and lower case: {label!r}")


def check_rows(name, header, rows, key_columns):
    places = [header.index(column) for column in key_columns]
    keys = [tuple(row[i] for i in places) for row in rows]
    expect(keys == sorted(keys), f"{name}: not sorted")
    for key, count in Counter(keys).items():
        expect(count == 1, f"{name}: key {key} stands {count} times")
    for row in rows:
        check_row(name, header, row)


def check_row(name, header, row):
    if len(row) != len(header):
        problems.append(f"{name}: {len(row)} fields in {row!r}")
        return
    check_text(name, row)
    fields = dict(zip(header, row))
    for column in DATE_COLUMNS & set(header):
        expect(not fields[column] or is_date(fields[column]), f"{name}: no date: {column} of {row!r}")
    expect(fields.get("standing", "applied") in STANDINGS, f"{name}: unknown standing in {row!r}")
    expect(fields.get("state", "twin") in STATES, f"{name}: unknown state in {row!r}")
    if fields.get("since") and fields.get("until"):
        expect(fields["since"] <= fields["until"], f"{name}: until lies before since in {row!r}")
    label = fields.get("string", fields.get("name"))
    if not (name == "twins.csv" and label == "*"):
        check_label(name, label)
    block = fields.get("block", "")
    expect(block == "" or block.isdecimal(), f"{name}: no block number in {row!r}")


def load(folder):
    tables = {}
    for name, (wanted, key_columns, count) in FILES.items():
        remarks, header, rows = read_file(folder / name, name)
        check_remarks(name, remarks)
        expect(header == wanted, f"{name}: header is {header}")
        expect(len(rows) == count, f"{name}: {len(rows)} rows, not {count}")
        check_rows(name, wanted, rows, key_columns)
        tables[name] = [dict(zip(wanted, row)) for row in rows]
    return tables


# --- facts -------------------------------------------------------------------

def with_standing(rows, standing):
    return {row["string"]: row for row in rows if row["standing"] == standing}


def fact(row, key):
    return dict(part.partition("=")[::2] for part in row["detail"].split(";")).get(key)


def check_root(root):
    delegated, retired = with_standing(root, "delegated"), with_standing(root, "retired")
    expect(len(delegated) == 1438, f"{len(delegated)} delegated TLDs, not 1438")
    expect(not delegated.keys() & retired.keys(), "TLDs both delegated and retired")
    gone = [r for r in retired.values() if r["detail"] == "in the root on 2020-02-01, gone by 2026-01-05"]
    expect(len(gone) == 85, f"{len(gone)} TLDs gone since 2020-02-01, not 85")
    new = {s for s, r in delegated.items()
           if r["since"] > "2020-02-01" or r["detail"] == "first seen between 2020-02-01 and 2026-01-05"}
    expect(new == {"amazon", "kids", "music", "spa", "xn--4dbrk0ce", "xn--cckwcxetd", "xn--jlq480n2rg"},
           f"delegated after 2020-02-01: {sorted(new)}")
    return delegated


def check_gtlds(gtlds, delegated):
    waiting = {row["string"] for row in gtlds if not row["until"]}
    expect(waiting == {"hotel", "merck"}, f"contracted and not delegated: {sorted(waiting)}")
    for row in gtlds:
        expect(row["since"], f"contract without a date: {row['string']}")
        expect(fact(row, "operator") and fact(row, "application"), f"contract without facts: {row['string']}")
        if row["string"] not in waiting:
            expect(delegated.get(row["string"], {}).get("since") == row["until"],
                   f"delegation date of {row['string']} differs between the root and the contracts")


def check_round_2012(rows, gtlds):
    applied, refused = with_standing(rows, "applied"), with_standing(rows, "not-approved")
    numbers = [int(fact(row, "applications")) for row in applied.values()]
    expect(len(applied) == 1409, f"{len(applied)} strings of 2012, not 1409")
    expect(sum(numbers) == 1930, f"{sum(numbers)} applications of 2012, not 1930")
    expect(sum(n > 1 for n in numbers) == 230, "contested strings of 2012 are not 230")
    expect(refused.keys() == {"corp", "home", "mail"}, f"not approved: {sorted(refused)}")
    for row in applied.values():
        expect((fact(row, "outcome") == "unknown") == (not row["until"]), f"outcome and until of {row['string']}")
    contracted = {fact(row, "contracted-as") or row["string"]
                  for row in applied.values() if fact(row, "outcome") == "contracted"}
    missing = {row["string"] for row in gtlds} - contracted
    expect(not missing, f"contracts without an application: {sorted(missing)}")


def check_special_use(rows):
    expect(with_standing(rows, "special-use").keys()
           == {"alt", "example", "invalid", "local", "localhost", "onion", "test"}, "special-use names")
    expect(with_standing(rows, "private-use").keys() == {"internal"}, "private-use names")


def check_names(uns, documented, delegated, applied):
    for row in uns + documented:
        expect(row["level"] == "tld" and row["status"] == "unknown", f"level or status of {row['name']}")
    tlds = {row["name"] for row in uns}
    expect({row["namespace"] for row in uns} == {"uns"}, "namespace of uns-tlds.csv")
    expect(not tlds & {"eth", "udtest"}, "eth or udtest among the UNS TLDs")
    expect(tlds & delegated.keys() == {"ca", "com", "pw"}, "UNS contract TLDs in the root")
    expect(not tlds & applied, "a UNS contract TLD was applied for in 2012")
    heights = {row["name"]: row["block"] for row in documented if row["block"]}
    expect(heights == {"music": "13107", "kids": "26211", "hotel": "45367"}, f"heights: {heights}")
    handshake = {row["name"] for row in documented if row["namespace"] == "hns"}
    expect(not handshake & ROOTS_IN_HANDSHAKES_RESERVE, "a locked root among the Handshake names")


def check_facts(tables):
    round_2012 = tables["strings/icann-round-2012.csv"]
    delegated = check_root(tables["strings/iana-root.csv"])
    check_gtlds(tables["strings/icann-gtlds.csv"], delegated)
    check_round_2012(round_2012, tables["strings/icann-gtlds.csv"])
    check_special_use(tables["strings/iana-special-use.csv"])
    check_names(tables["names/uns-tlds.csv"], tables["names/documented.csv"], delegated,
                with_standing(round_2012, "applied").keys())


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    tables = load(folder)
    if not problems:  # the facts can only be read from files in form
        check_facts(tables)
    for problem in problems:
        print(problem, file=sys.stderr)
    total = sum(len(rows) for rows in tables.values())
    print(f"snapshot: {len(tables)} files, {total} rows, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
