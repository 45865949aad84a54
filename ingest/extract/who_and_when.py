"""One column for two things: who leads, and by when ("Who and when", "Timescale / lead officer")."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.extract.cell_values import Context
from ingest.extract.columns import Headings
from ingest.layout.passage import Passage
from ingest.normalise.dates import DateMatch, find_dates, is_date_only
from ingest.normalise.status import parse_status

_BETWEEN = " ,;:/|()[]–—-"


def columns_of_both(headings: Headings) -> frozenset[int]:
    """The columns whose heading names who and when alike, where no column of its own tells the other one."""
    others = {"lead_officers": "due", "due": "lead_officers"}
    return frozenset(
        column.col
        for column in headings.columns
        if (other := others.get(column.field or "")) in column.also and other not in headings.fields
    )


def part_who_and_when(passage: Passage, context: Context) -> tuple[Passage, Passage]:
    """The words of a cell that say who, and those that say when; either may be empty.

    A date is told wherever it stands; other words of time ("Ongoing", "Done") where they have a line of their own. Of
    several people with a date each nobody is told apart from the dates between them: all is left to say who.
    """
    found = find_dates(passage.text, context.reference)
    if found and any(sign.isupper() for sign in _between(passage.text, found)):
        return passage, Passage([])
    if found:
        when = passage.slice(found[0].start, found[-1].end)
        around = (passage.slice(0, found[0].start), passage.slice(found[-1].end))
        who = Passage.join(part for part in (each.strip(_BETWEEN) for each in around) if part)
        return who, when
    lines = list(passage.lines())
    timed = [line for line in lines if _tells_time(line.text, context)]
    return Passage.join(line for line in lines if line not in timed), Passage.join(timed)


def _between(text: str, found: Sequence[DateMatch]) -> str:
    """The words between dates."""
    return " ".join(text[one.end : other.start] for one, other in pairwise(found))


def _tells_time(text: str, context: Context) -> bool:
    return is_date_only(text) or parse_status(text, context.vocabulary).state is not None
