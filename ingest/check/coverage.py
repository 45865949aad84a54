"""The ledger of a plan table: every word of it is in an item, a heading or a diagnostic."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from pydantic import BaseModel

from ingest.layout.document import Table
from ingest.layout.passage import Passage
from schemas.diagnostics import Diagnostic, diagnose
from schemas.plan import ActionPlan
from schemas.values import Source

_TOKEN = re.compile(r"[^\W_]+")
_SHOWN = 8
# Words between the names of several officers are in no field and no loss.
_JOINING = frozenset({"and", "with", "by", "from", "the", "of", "or", "to"})


def check_coverage(
    plan: ActionPlan, tables: Sequence[Table], noted: Sequence[Diagnostic], quiet: Collection[str] = ()
) -> list[Diagnostic]:
    """Words of the plan's tables that no field, heading or diagnostic holds; one diagnostic for each page.

    Args:
        plan: the plan that was made of the tables.
        tables: its tables; heading cells are marked ``header``.
        noted: diagnostics that quote words of the tables.
        quiet: words that part a cell's contents and stand in no field ("measure"), case folded.
    """
    claimed: Counter[str] = Counter()
    labels = not any(cell.header for table in tables for cell in table.cells)
    for words in _words_of(plan, labels):
        claimed.update(_TOKEN.findall(words.casefold()))
    for note in noted:
        if note.code in ("row-without-item", "unsplit-officer"):
            claimed.update(_TOKEN.findall(note.message.casefold()))
    missing: dict[int | None, list[str]] = {}
    lines: dict[int | None, int | None] = {}
    for table in tables:
        for cell in table.cells:
            if cell.header or not cell.lines:
                continue
            tokens = Counter(_TOKEN.findall(Passage.of_lines(cell.lines).text.casefold()))
            lost = [token for token in _beyond(tokens, claimed) if len(token) > 1 and token not in quiet]
            if lost:
                missing.setdefault(cell.lines[0].page, []).extend(lost)
                lines.setdefault(cell.lines[0].page, cell.lines[0].words[0].line)
    missing = {page: words for page, words in missing.items() if any(word not in _JOINING for word in words)}
    return [
        diagnose(
            "words-unclaimed",
            [Source(page=page, line=None if page else lines[page])],
            len(words),
            page=page,
            words=" ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else ""),
        )
        for page, words in missing.items()
    ]


def _beyond(tokens: Counter[str], claimed: Counter[str]) -> list[str]:
    """The tokens that ``claimed`` holds no more; those it holds are taken off it.

    Counters' own subtraction looks at all of ``claimed`` each time, which is the whole plan for every cell.
    """
    lost: list[str] = []
    for token, count in tokens.items():
        held = claimed[token]
        if count > held:
            lost.extend([token] * (count - held))
        if held:
            claimed[token] = max(0, held - count)
    return lost


@cache
def _names_of(kind: type[BaseModel]) -> list[str]:
    """Fields that may hold words of the paper."""
    return sorted(set(kind.model_fields) - {"source", "extra_source", "label"})


def _words_of(node: object, labels: bool) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, BaseModel):
        raw = getattr(node, "raw", None)
        if labels and getattr(node, "label", None):
            yield node.label  # type: ignore[attr-defined]
        if raw:
            yield raw  # canonical values beside raw words claim nothing
            return
        for name in _names_of(type(node)):
            yield from _words_of(getattr(node, name), labels)
    elif isinstance(node, list):
        for value in node:
            yield from _words_of(value, labels)
    elif isinstance(node, dict):
        for value in node.values():
            yield from _words_of(value, labels)
