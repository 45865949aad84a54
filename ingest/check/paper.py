"""Checks of a finished paper: what it declares against what was found, gaps in numbering, words without a place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from schemas.diagnostics import Diagnostic, diagnose
from schemas.paper import CommitteePaper
from schemas.plan import ActionPlan
from schemas.report import Recommendation
from schemas.values import Source

_NUMBER = re.compile(r"^(?:(.*\.))?(\d{1,3})$")
_MAX_GAPS = 10
_COLOURS = ("red", "amber", "green", "blue")


def check_paper(paper: CommitteePaper) -> CommitteePaper:
    """Add what the checks find to the paper's diagnostics; the paper itself stays as it is."""
    for plan in paper.plans:
        paper.diagnostics.extend(check_counts(plan))
        paper.diagnostics.extend(_gaps("items", [item.ref for item in plan.items], plan.source))
    paper.diagnostics.extend(_recommendation_gaps("recommendations", paper.inspection_recommendations))
    paper.diagnostics.extend(_ungrounded(paper))
    return paper


def check_counts(plan: ActionPlan) -> list[Diagnostic]:
    """Compare the ratings that the report declares with those that were found; none where nothing was found."""
    declared = plan.declared_counts
    if declared is None or not plan.items:
        return []
    found: Counter[str] = Counter()
    for item in plan.items:
        ratings = [item.status, *(m.status for m in item.measures), *(a.status for a in item.actions)]
        first = next((status.rag for status in ratings if status is not None and status.rag), None)
        if first:
            found[first] += 1
    return [
        diagnose("counts-disagree", plan.source[:1], declared=getattr(declared, rag), rag=rag, found=found[rag])
        for rag in _COLOURS
        if getattr(declared, rag) is not None and getattr(declared, rag) != found[rag]
    ]


def _recommendation_gaps(what: str, found: Sequence[Recommendation]) -> list[Diagnostic]:
    return _gaps(what, [one.ref for one in found], found[0].source if found else [])


def _gaps(what: str, refs: Sequence[str | None], source: list[Source]) -> list[Diagnostic]:
    """Gaps in a numbering: 3 after 1, 1.4 after 1.2, d after b."""
    notes: list[Diagnostic] = []
    before: tuple[str, int, str] | None = None
    for ref in refs:
        place = _place(ref)
        if place is None:
            before = None
            continue
        stem, number = place
        if before is not None and before[0] == stem and number > before[1] + 1:
            notes.append(diagnose("ref-gap", source[:1], what=what, before=before[2], after=ref))
        before = (stem, number, ref or "")
    return notes[:_MAX_GAPS]


def _place(ref: str | None) -> tuple[str, int] | None:
    if not ref:
        return None
    match = _NUMBER.match(ref)
    if match:
        return match[1] or "", int(match[2])
    if len(ref) == 1 and ref.isalpha():
        return "letter " + ("upper" if ref.isupper() else "lower"), ord(ref.casefold())
    return None


def _ungrounded(paper: CommitteePaper) -> list[Diagnostic]:
    fields: Counter[str] = Counter()
    for path in leaves_without_source(paper):
        fields[re.sub(r"\[\d+\]", "", path)] += 1
    return [diagnose("ungrounded", [], count, field=path) for path, count in sorted(fields.items())]


_PLACES = frozenset({"source", "source_file", "diagnostics", "extra_source"})


def leaves_without_source(node: object, path: str = "") -> Iterator[str]:
    """Paths of all leaves that carry words and have no place in the paper."""
    if isinstance(node, BaseModel):
        values = node.__dict__  # the fields by name, in their order
        if not values.get("source", True) and (values.get("text") or values.get("raw")):
            yield path
        for name, value in values.items():
            if isinstance(value, list | BaseModel) and name not in _PLACES:
                yield from leaves_without_source(value, f"{path}.{name}" if path else name)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from leaves_without_source(value, f"{path}[{index}]")
