"""The upkeep queue: words in a folder of results that no rule knew, counted, each with a place to look at."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.diagnostics import CATALOGUE

# Diagnostic codes that the vocabulary can settle, and what each is about.
KINDS = {
    "unmapped-heading": "heading",
    "unknown-status": "status",
    "unparsed-date": "date",
    "unsplit-officer": "officer",
    "unknown-council": "council",
    "ambiguous-council": "council",
}


@dataclass(slots=True)
class Unmapped:
    """Words that no rule knew.

    Attributes:
        kind: heading, status, date, officer or council.
        words: as first met; empty where the paper says nothing (a council that is not named).
        count: how often; ``papers`` in how many papers.
        example: path of a result below the folder; ``page`` the page of the paper, from 1, or None.
    """

    kind: str
    words: str
    count: int
    papers: int
    example: str
    page: int | None


def count_unmapped(out: Path) -> tuple[list[Unmapped], list[str]]:
    """Count the words that no rule knew in all results below a folder.

    Returns:
        The entries by kind, the most frequent first, and the files that could not be read.
    """
    entries: dict[tuple[str, str], Unmapped] = {}
    unreadable: list[str] = []
    for path in sorted(out.rglob("*.json")):
        name = path.relative_to(out).as_posix()
        try:
            notes = list(_notes(json.loads(path.read_bytes())))
        except (OSError, ValueError, TypeError, KeyError):
            unreadable.append(name)
            continue
        met = set()
        for kind, words, count, page in notes:
            key = (kind, _fold(words))
            entry = entries.setdefault(key, Unmapped(kind, words, 0, 0, name, page))
            entry.count += count
            entry.papers += key not in met
            met.add(key)
    order = list(dict.fromkeys(KINDS.values()))
    found = sorted(entries.values(), key=lambda entry: (order.index(entry.kind), -entry.count, entry.words))
    return found, unreadable


def _notes(result: Any) -> Iterator[tuple[str, str, int, int | None]]:
    """Kind, words, count and page of each diagnostic that the vocabulary can settle."""
    if not isinstance(result, dict) or "schema_version" not in result:
        return  # the index, or a file of the user's
    for note in result["diagnostics"]:
        if note["code"] in KINDS:
            page = next((source["page"] for source in note["source"]), None)
            yield KINDS[note["code"]], _words(note["code"], note["message"]), note["count"], page


def _words(code: str, message: str) -> str:
    """The words that the template of a diagnostic was filled with."""
    match = _PATTERNS[code].fullmatch(message)
    return " ".join(match.groups()) if match else message


def _pattern(template: str) -> re.Pattern[str]:
    parts = string.Formatter().parse(template)
    return re.compile("".join(re.escape(text) + ("(.*)" if name else "") for text, name, _, _ in parts), re.DOTALL)


def _fold(words: str) -> str:
    return " ".join(words.casefold().split()).strip(" .:;,*")


_PATTERNS = {code: _pattern(CATALOGUE[code].template) for code in KINDS}
