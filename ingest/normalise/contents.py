"""What a column without a heading most likely holds, told from its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.normalise.status import parse_status
from ingest.vocabulary.loader import Vocabulary

# Share of the cells that must look alike; the rest may be blanks written out ("N/A", "-") or slips.
ENOUGH = 0.6
# A rating or a state in a column of its own is a few words.
STATUS_WORDS = 6
OFFICER_WORDS = 14
# From this many words on, cells are prose and no cell of it tells a field.
PROSE_WORDS = 25
# Cells looked at; a column of a thousand rows tells no more than its first hundred.
SAMPLE = 100

_REF = re.compile(
    r"\(?(?:[A-Za-z]{1,5}[ ./-]?)?\d{1,3}(?:[.\-/]\d{1,3})*[a-z]?[.):]?\)?|\(?[A-Za-z][.)]\)?|\(?[ivx]{1,5}[.)]\)?"
)
_NUMBER = re.compile(
    r"[<>~±+-]?\s*£?\s*\d[\d,]*(?:\.\d+)?\s*(?:%|k|m|bn|million|days?|weeks?)?(?:\s*\([^)]*\))?", re.IGNORECASE
)
_DECIMAL = re.compile(r"\d+\.\d+")
_NOTHING = re.compile(r"\W*|n\W?a\W?|tbc|tba|tbd|none|nil", re.IGNORECASE)


def guess_field(cells: Sequence[str], vocabulary: Vocabulary) -> tuple[str | None, float]:
    """Say what a column without a title most likely holds.

    Args:
        cells: the words of its cells, top to bottom.
        vocabulary: the word lists.

    Returns:
        The field and the share of cells that look like it; (None, 0.0) where nothing is likely, prose among it.
    """
    words = [cell.strip() for cell in cells[:SAMPLE] if not _NOTHING.fullmatch(cell.strip())]
    if not words or sum(len(cell.split()) for cell in words) / len(words) > PROSE_WORDS:
        return None, 0.0
    if (share := _refs(words)) >= ENOUGH:
        return "ref", share
    best: tuple[str | None, float] = (None, 0.0)
    for field, holds in (
        ("status", _is_status),
        ("readings", _is_figure),
        ("due", _is_date),
        ("lead_officers", names_officers),
    ):
        share = sum(holds(cell, vocabulary) for cell in words) / len(words)
        if field == "status" and any(len(cell) == 1 and not holds(cell, vocabulary) for cell in words):
            continue  # A, B, C: letters, but of no rating
        if share >= ENOUGH and share > best[1]:
            best = (field, share)
    return best


def _refs(words: Sequence[str]) -> float:
    """Share of cells that are numbers of items: whole numbers must count up, "1.1" and "A3" need not."""
    found = [cell for cell in words if _REF.fullmatch(cell)]
    bare = [int(cell.strip("().:")) for cell in found if cell.strip("().:").isdecimal()]
    if len(bare) == len(found):
        steps = sum(later == earlier + 1 for earlier, later in pairwise(bare))
        if len(bare) < 2 or steps < ENOUGH * (len(bare) - 1):
            return 0.0
    elif all(_DECIMAL.fullmatch(cell) for cell in found) and not _climbs(found):
        return 0.0
    return len(found) / len(words)


def _climbs(refs: Sequence[str]) -> bool:
    """Whether "1.1", "1.2", "2.1" count up, which decimals of measured values do not."""
    pairs = [tuple(int(part) for part in ref.split(".")) for ref in refs]
    return len(pairs) > 1 and all(earlier < later for earlier, later in pairwise(pairs))


def _is_status(cell: str, vocabulary: Vocabulary) -> bool:
    if len(cell.split()) > STATUS_WORDS:
        return False
    value = parse_status(cell, vocabulary)
    return value.rag is not None or value.state is not None


def _is_figure(cell: str, vocabulary: Vocabulary) -> bool:
    return _NUMBER.fullmatch(cell) is not None


def _is_date(cell: str, vocabulary: Vocabulary) -> bool:
    from ingest.normalise.dates import is_date_only  # only tables without headings need it

    return not _is_figure(cell, vocabulary) and is_date_only(cell)


def names_officers(cell: str, vocabulary: Vocabulary) -> bool:
    """Whether a few words name people, posts or bodies and nothing else."""
    from ingest.normalise.officers import looks_like_officers  # as above

    return len(cell.split()) <= OFFICER_WORDS and looks_like_officers(cell, vocabulary) >= 0.7
