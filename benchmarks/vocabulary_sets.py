"""Measure each normaliser on the vocabulary sets: printed words beside what we take them to mean.

    python benchmarks/vocabulary_sets.py [FOLDER] [--sets dates values] [--misses]

FOLDER holds headings.tsv, status.tsv, dates.tsv, officers.tsv, councils.tsv and values.tsv (default: the sets in
../shared beside this checkout). A row is right when all its canonical columns are right; it is wrong where null when
a column that should be null is not. Both are shares of all rows. Times nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ingest.vocabulary.files import read_tsv  # noqa: E402

DEFAULT = ROOT.parent / "shared" / "gold" / "vocabulary"
LEAST_RIGHT, MOST_WRONG_WHERE_NULL = 0.98, 0.01
Row = dict[str, str]
Canonical = dict[str, Any]


@dataclass
class Score:
    """Counts over one set."""

    rows: int = 0
    right: int = 0
    wrong_where_null: int = 0
    columns: Counter[str] = field(default_factory=Counter)
    origins: dict[str, Counter[bool]] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)


def null_or(text: str, make: Callable[[str], Any] = str) -> Any:
    """The value of one field; JSON's null is None."""
    return None if text == "null" else make(text)


# --- one reader per set: what it says of the printed words, and what it should say ----------------------------
def read_dates(raw: str, row: Row) -> Canonical:
    """What the normaliser makes of a timescale."""
    from ingest.normalise.dates import parse_period

    period = parse_period(raw, null_or(row["reference_date"], date.fromisoformat))
    return {
        "start": period.start.isoformat() if period.start else None,
        "end": period.end.isoformat() if period.end else None,
        "precision": period.precision,
        "ongoing": period.ongoing,
    }


def expect_dates(row: Row) -> Canonical:
    """What it should make of it."""
    return {name: null_or(row[name]) for name in ("start", "end", "precision")} | {"ongoing": row["ongoing"] == "true"}


def read_values(raw: str, _: Row) -> Canonical:
    """What the normaliser makes of a reading."""
    from ingest.normalise.numbers import parse_value

    found = parse_value(raw)
    return {"value": found.value, "unit": found.unit}


def expect_values(row: Row) -> Canonical:
    """What it should make of it."""
    return {"value": null_or(row["value"], float), "unit": null_or(row["unit"])}


def read_headings(raw: str, row: Row) -> Canonical:
    """What the normaliser makes of a heading; a field listed in ``also`` is no mistake."""
    from ingest.normalise.headings import map_heading
    from ingest.vocabulary.loader import load_vocabulary

    name = map_heading(raw, load_vocabulary()).field
    return {"field": row["field"] if name in (row["also"] or "").split() else name}


def expect_headings(row: Row) -> Canonical:
    """What it should make of it."""
    return {"field": null_or(row["field"])}


def read_status(raw: str, _: Row) -> Canonical:
    """What the normaliser makes of a status cell."""
    from ingest.normalise.status import parse_status
    from ingest.vocabulary.loader import load_vocabulary

    status = parse_status(raw, load_vocabulary())
    return {"rag": status.rag, "state": status.state}


def expect_status(row: Row) -> Canonical:
    """What it should make of it."""
    return {name: null_or(row[name]) for name in ("rag", "state")}


def read_officers(raw: str, _: Row) -> Canonical:
    """What the normaliser makes of a lead-officer cell: nobody is null."""
    from ingest.normalise.officers import parse_officers
    from ingest.vocabulary.loader import load_vocabulary

    parts = parse_officers(raw, load_vocabulary())
    return {"officers": [[part.name, part.role, part.organisation] for part in parts] or None}


def expect_officers(row: Row) -> Canonical:
    """What it should make of it."""
    officers = json.loads(row["officers"])
    return {"officers": [[one["name"], one["role"], one["organisation"]] for one in officers] or None}


def read_councils(raw: str, _: Row) -> Canonical:
    """What the normaliser makes of a council's name."""
    from ingest.normalise.councils import resolve_council
    from ingest.vocabulary.loader import load_vocabulary

    found = resolve_council(raw, load_vocabulary())
    return {"name": found.name if found else None, "gss_code": found.gss_code if found else None}


def expect_councils(row: Row) -> Canonical:
    """What it should make of it."""
    return {name: null_or(row[name]) for name in ("name", "gss_code")}


SETS: dict[str, tuple[Callable[[str, Row], Canonical], Callable[[Row], Canonical]]] = {
    "headings": (read_headings, expect_headings),
    "status": (read_status, expect_status),
    "dates": (read_dates, expect_dates),
    "officers": (read_officers, expect_officers),
    "councils": (read_councils, expect_councils),
    "values": (read_values, expect_values),
}


def measure(name: str, rows: Iterable[Row]) -> Score:
    """Score one set.

    Raises:
        ImportError: its normaliser does not exist.
    """
    read, expect = SETS[name]
    score = Score()
    for row in rows:
        found, wanted = read(row["raw"].replace("\\n", "\n"), row), expect(row)
        same = {column: found[column] == wanted[column] for column in wanted}
        right = all(same.values())
        score.rows += 1
        score.right += right
        score.wrong_where_null += any(wanted[c] is None and not same[c] for c in wanted)
        score.columns.update(column for column in wanted if same[column])
        score.origins.setdefault(row["origin"], Counter())[right] += 1
        if not right:
            score.misses.append(f"{row['raw']!r} [{row['origin']}]\n    wanted {wanted}\n    found  {found}")
    return score


def report(name: str, score: Score) -> Iterable[str]:
    """The lines of the table for one set."""
    right, wrong = score.right / score.rows, score.wrong_where_null / score.rows
    verdict = "ok" if right >= LEAST_RIGHT and wrong <= MOST_WRONG_WHERE_NULL else "below the bar"
    yield f"{name:10} {score.rows:5} {right:8.1%} {wrong:17.1%}   {verdict}"
    yield "    by column: " + ", ".join(f"{c} {n / score.rows:.1%}" for c, n in score.columns.items())
    shares = (f"{o} {c[True]}/{c.total()}" for o, c in sorted(score.origins.items()))
    yield "    by origin: " + ", ".join(shares)


def main() -> int:
    """Print the table; 1 when a set that was measured is below the bar."""
    parser = argparse.ArgumentParser(description="Measure the normalisers on the vocabulary sets.")
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT, help="folder with the .tsv files")
    parser.add_argument("--sets", nargs="+", choices=list(SETS), default=list(SETS), help="measure these alone")
    parser.add_argument("--misses", action="store_true", help="list the rows that are not right")
    options = parser.parse_args()
    lines = [f"{'set':10} {'rows':>5} {'right':>8} {'wrong where null':>17}"]
    below = False
    for name in options.sets:
        path = options.folder / f"{name}.tsv"
        if not path.is_file():
            lines.append(f"{name:10} no {path.name} in {options.folder}")
            continue
        try:
            score = measure(name, read_tsv(path))
        except ImportError as error:
            lines.append(f"{name:10} not built ({error})")
            continue
        if not score.rows:
            lines.append(f"{name:10} no rows")
            continue
        lines.extend(report(name, score))
        lines.extend(f"  {miss}" for miss in score.misses if options.misses)
        below = below or score.right / score.rows < LEAST_RIGHT
        below = below or score.wrong_where_null / score.rows > MOST_WRONG_WHERE_NULL
    sys.stdout.write("\n".join(lines) + "\n")
    return int(below)


if __name__ == "__main__":
    sys.exit(main())
