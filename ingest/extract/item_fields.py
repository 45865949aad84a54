"""Values to the fields of an item or an action."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.layout.passage import Passage
from schemas.plan import Action, PlanItem
from schemas.values import Officer, Source, Status


def clean_ref(text: str) -> str | None:
    """A reference as printed, without brackets around it and the dot or bracket after it."""
    cleaned = re.sub(r"\s+", " ", text).strip().strip("()[]").rstrip(".:)").strip()
    return cleaned or None


def merge_status(target: PlanItem | Action, status: Status | None) -> None:
    """Two status columns (RAG and words) make one status."""
    if status is None:
        return
    have = target.status
    if have is None:
        target.status = status
        return
    have.rag = have.rag or status.rag
    have.state = have.state or status.state
    if have.raw is None and status.raw is not None:
        have.raw, have.source = status.raw, [*status.source, *have.source]
    if have.basis != status.basis and status.basis is not None:
        have.basis = "both"


def add_extra(target: PlanItem | Action, item: PlanItem, heading: str, passage: Passage) -> None:
    """File words under their own heading; a second cell's words follow the first's."""
    if not passage.text:
        return
    known = target.extra.get(heading)
    target.extra[heading] = f"{known} {passage.text}" if known else passage.text
    if target is item:
        places: list[Source] = item.extra_source.setdefault(heading, [])
        places.extend(passage.source())


def add_officers(known: list[Officer], found: Sequence[Officer]) -> None:
    """Put officers beside those that are known, each once."""
    for officer in found:
        if not any(
            (one.name, one.role, one.organisation) == (officer.name, officer.role, officer.organisation)
            for one in known
        ):
            known.append(officer)
