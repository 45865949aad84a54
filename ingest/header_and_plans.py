"""Header and plans of a laid-out paper, one after the other or, where the paper is long, side by side."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import accumulate, pairwise
from typing import NamedTuple

from ingest import page_ranges
from ingest.extract.cell_values import Context
from ingest.extract.declared import Declared, declared_counts
from ingest.extract.front_matter import extract_front_matter
from ingest.extract.front_tables import open_stream
from ingest.extract.legend import Legend, read_legend
from ingest.extract.notes import Notes
from ingest.extract.plan_tables import PlanRead, TableReader, TableReading, extract_plans
from ingest.extract.recommendations import extract_recommendations
from ingest.layout.document import Block, LayoutDocument, Table
from ingest.vocabulary.loader import Vocabulary
from schemas.diagnostics import Diagnostic
from schemas.report import Recommendation, ReportHeader

# So many pages nearly always tell whose paper it is and when it is heard.
FRONT_PAGES = 12
# Reading a cell of a table costs so many times what a line of text costs.
CELL_COST = 3


class Header(NamedTuple):
    """What is read of a paper beside its plans.

    Attributes:
        report: its front matter.
        asked: recommendations put to the committee.
        made: recommendations that a reviewer made.
        declared: counts of ratings that the text gives.
        notes: what was noticed.
    """

    report: ReportHeader
    asked: list[Recommendation]
    made: list[Recommendation]
    declared: Declared
    notes: list[Diagnostic]


class Plans(NamedTuple):
    """The plans of a paper, and by what they were read."""

    read: list[PlanRead]
    legend: Legend
    context: Context


def read_both(layout: LayoutDocument, vocabulary: Vocabulary) -> tuple[Header, Plans]:
    """Read header and plans, in as many processes as the paper may use.

    Raises:
        ProcessLost: several processes came to nothing; the paper is to be read anew by one.
    """
    processes = page_ranges.processes_for(layout.page_count or 0)
    if processes > 1:
        return _side_by_side(layout, vocabulary, processes)
    header = _read_header(layout, vocabulary)
    return header, _read_plans(layout, _own(vocabulary, header.report), header.report.meeting_date)


def _own(vocabulary: Vocabulary, report: ReportHeader) -> Vocabulary:
    return vocabulary.for_council(report.council.gss_code if report.council else None)


def _read_header(layout: LayoutDocument, vocabulary: Vocabulary) -> Header:
    notes = list(layout.diagnostics)
    pieces = open_stream(layout, vocabulary)
    report = extract_front_matter(layout, vocabulary, notes, pieces)
    own = _own(vocabulary, report)
    asked, made = extract_recommendations(layout, own, notes, pieces)
    return Header(report, asked, made, declared_counts(layout.body, own), notes)


def _read_plans(
    layout: LayoutDocument, own: Vocabulary, meeting: date | None, read_all: TableReader | None = None
) -> Plans:
    legend = read_legend(layout.body, own)
    context = Context(own, meeting, legend.fills, Notes())
    return Plans(extract_plans(layout.body, context, legend.tables, read_all), legend, context)


def _side_by_side(layout: LayoutDocument, vocabulary: Vocabulary, processes: int) -> tuple[Header, Plans]:
    """Header and plans of a long paper, side by side in several processes.

    Plans are read with their council's words and by the date of the meeting. The first pages tell both; where the
    whole paper tells otherwise, the plans are of no use.

    Raises:
        ProcessLost: that happened, or another process failed; the paper is to be read anew.
    """
    body = [part for part in layout.body if _page_of(part) <= FRONT_PAGES]
    front = replace(layout, pages=layout.pages[:FRONT_PAGES], body=body)
    guess = extract_front_matter(front, vocabulary, [])
    own = _own(vocabulary, guess)
    headers: list[Header] = []

    def read_all(read: Callable[[int], TableReading], places: Sequence[int]) -> list[TableReading]:
        shares = _shares(layout.body, places, processes)

        def help_with(number: int) -> tuple[Header | None, list[TableReading]]:
            header = _read_header(layout, vocabulary) if number == len(shares) - 1 else None
            return header, [read(place) for place in shares[number]]

        with ExitStack() as stack:
            waiting = [
                stack.enter_context(page_ranges.aside(partial(help_with, number), layout.body))
                for number in range(1, processes)
            ]
            readings = [read(place) for place in shares[0]]
            for wait in waiting:
                header, more = wait()
                readings += more
        assert header is not None
        headers.append(header)
        return readings

    plans = _read_plans(layout, own, guess.meeting_date, read_all)
    header = headers[0]
    if header.report.meeting_date != guess.meeting_date or _own(vocabulary, header.report) is not own:
        raise page_ranges.ProcessLost
    return header, plans


def _shares(body: Sequence[Block | Table], places: Sequence[int], processes: int) -> list[Sequence[int]]:
    """The tables at ``places`` in stretches of nearly one cost, the last one with the header to read besides."""
    costs = [len(part.cells) * CELL_COST if isinstance(part, Table) else 0 for part in map(body.__getitem__, places)]
    header = sum(len(part.lines) if isinstance(part, Block) else len(part.cells) for part in body)
    each = (sum(costs) + header) / processes
    reached = list(accumulate(costs))
    cuts = [bisect_left(reached, each * number) for number in range(1, processes)]
    return [places[start:end] for start, end in pairwise([0, *cuts, len(places)])]


def _page_of(part: Block | Table) -> int:
    return part.page_number if isinstance(part, Block) else part.pages[0]
