"""Writes ``ingest/vocabulary/councils.tsv`` anew from the register of UK local authorities.

The register is "UK Local Authorities (including future)" by mySociety, CC BY 4.0
(github.com/mysociety/uk_local_authority_names_and_codes). Fetch its CSV by hand, then run

    python tools/refresh_councils.py uk_local_authorities_future.csv

Give more than one file to read several (past and current, future); of a code met twice the later file counts.
What is ours - short forms, further names, domains - stands in ``council_forms.tsv`` and is not touched.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "ingest" / "vocabulary" / "councils.tsv"
# Our column, and the register's.
COLUMNS = {
    "code": "local-authority-code",
    "official_name": "official-name",
    "nice_name": "nice-name",
    "gss_code": "gss-code",
    "former_gss_codes": "former-gss-codes",
    "kind": "local-authority-type-name",
    "nation": "nation",
    "start": "start-date",
    "end": "end-date",
    "replaced_by": "replaced-by",
    "county": "county-la",
}
# Wrong in the register 1.7.3: Forest Heath lay in Suffolk.
CORRECTIONS = {("FOR", "county"): "SFK"}


def row_of(record: dict[str, str]) -> dict[str, str]:
    """One row of our table from one of the register's: blanks collapsed, and no start date that is none.

    A start of 2005 is the day on which the register's entry was made, not that of the council.
    """
    row = {ours: " ".join(record.get(theirs, "").split()) for ours, theirs in COLUMNS.items()}
    if row["start"].startswith("2005-"):
        row["start"] = ""
    for (code, column), value in CORRECTIONS.items():
        if row["code"] == code:
            row[column] = value
    return row


def table_of(paths: Iterable[Path]) -> str:
    """The whole table as text, in order of code.

    Raises:
        OSError: a file cannot be read.
        KeyError: a file lacks the register's column of codes.
    """
    rows: dict[str, dict[str, str]] = {}
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for record in csv.DictReader(stream):
                rows[record[COLUMNS["code"]]] = row_of(record)
    lines = ["\t".join(COLUMNS)] + ["\t".join(rows[code].values()) for code in sorted(rows)]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Read the files named on the command line and write the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("csv", nargs="+", type=Path, help="the register's CSV files")
    parser.add_argument("--to", type=Path, default=TARGET, help="the table to write")
    arguments = parser.parse_args()
    arguments.to.write_text(table_of(arguments.csv), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
