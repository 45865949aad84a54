"""The ledger of a plan table: every word of it is in an item, a heading or a diagnostic."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from ingest.layout.document import Table
from schemas.diagnostics import Diagnostic, diagnose
from schemas.plan import ActionPlan
from schemas.values import Source

_TOKEN = re.compile(r"[^\W_]+")
_SHOWN = 8


def check_coverage(plan: ActionPlan, tables: Sequence[Table], noted: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Words of the plan's tables that no field, heading or diagnostic holds; one diagnostic for each page.

    Args:
        plan: the plan that was made of the tables.
        tables: its tables; heading cells are marked ``header``.
        noted: diagnostics that quote words of the tables.
    """
    claimed: Counter[str] = Counter()
    for words in _words_of(plan):
        claimed.update(_TOKEN.findall(words.casefold()))
    for note in noted:
        if note.code in ("row-without-item", "several-dates", "unsplit-officer"):
            claimed.update(_TOKEN.findall(note.message.casefold()))
    missing: dict[int | None, list[str]] = {}
    for table in tables:
        for cell in table.cells:
            if cell.header:
                continue
            for line in cell.lines:
                for word in line.words:
                    tokens = _TOKEN.findall(word.text.casefold())
                    if tokens and any(claimed[token] <= 0 for token in tokens):
                        missing.setdefault(word.page, []).append(word.text)
                    claimed.subtract(tokens)
    return [
        diagnose(
            "words-unclaimed",
            [Source(page=page)] if page else [],
            len(words),
            page=page,
            words=" ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else ""),
        )
        for page, words in missing.items()
    ]


def _words_of(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, BaseModel):
        names = set(type(node).model_fields)
        if "raw" in names and getattr(node, "raw", None):
            yield getattr(node, "raw")  # noqa: B009 - canonical values beside raw words claim nothing
            return
        for name in names - {"source", "extra_source", "label"}:
            yield from _words_of(getattr(node, name))
    elif isinstance(node, list):
        for value in node:
            yield from _words_of(value)
    elif isinstance(node, dict):
        for value in node.values():
            yield from _words_of(value)
