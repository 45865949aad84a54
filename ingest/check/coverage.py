"""The ledger of a plan table: every word of it is in an item, a heading or a diagnostic."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import cache

from pydantic import BaseModel

from ingest.layout.document import Table
from ingest.layout.passage import text_of_lines
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
    labels = not any(cell.header for table in tables for cell in table.cells)
    words: list[str] = []
    _add_words(plan, labels, words)
    words += [note.message for note in noted if note.code in ("row-without-item", "unsplit-officer")]
    claimed = Counter(_TOKEN.findall("\n".join(words).casefold()))
    missing: dict[int | None, list[str]] = {}
    lines: dict[int | None, int | None] = {}
    for table in tables:
        for cell in table.cells:
            if cell.header or not cell.lines:
                continue
            tokens = _TOKEN.findall(text_of_lines(cell.lines).casefold())
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


def _beyond(tokens: Iterable[str], claimed: Counter[str]) -> list[str]:
    """The tokens that ``claimed`` holds no more; those it holds are taken off it.

    Counters' own subtraction looks at all of ``claimed`` each time, which is the whole plan for every cell.
    """
    lost: list[str] = []
    for token in tokens:
        held = claimed.get(token, 0)
        if held:
            claimed[token] = held - 1
        else:
            lost.append(token)
    return lost


@cache
def _names_of(kind: type[BaseModel]) -> tuple[str, ...]:
    """Fields that may hold words of the paper."""
    return tuple(sorted(set(kind.model_fields) - {"source", "extra_source", "label"}))


def _add_words(node: object, labels: bool, words: list[str]) -> None:
    """Add the printed words that a part of the plan holds."""
    if isinstance(node, str):
        words.append(node)
    elif isinstance(node, BaseModel):
        values = node.__dict__  # reading it costs a fraction of what asking for each field does
        raw, label = values.get("raw"), values.get("label")
        if labels and label:
            words.append(label)
        if raw:
            words.append(raw)  # canonical values beside raw words claim nothing
            return
        for name in _names_of(type(node)):
            value = values[name]
            if value:
                _add_words(value, labels, words)
    elif isinstance(node, list | dict):
        for value in node.values() if isinstance(node, dict) else node:
            _add_words(value, labels, words)
