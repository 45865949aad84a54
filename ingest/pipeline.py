"""One paper, from file to the schema: the stages in order, nothing else."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ingest import page_ranges
from ingest.check.coverage import check_coverage
from ingest.check.paper import check_paper
from ingest.extract.cell_values import Context
from ingest.extract.declared import Declared, declared_counts
from ingest.extract.front_matter import extract_front_matter
from ingest.extract.legend import Legend, read_legend
from ingest.extract.notes import Notes
from ingest.extract.plan_details import complete_plans
from ingest.extract.plan_tables import PlanRead, extract_plans
from ingest.extract.recommendations import extract_recommendations
from ingest.extract.running_text import read_stream
from ingest.layout.document import Block, LayoutDocument, Table
from ingest.layout.line_sources import place_by_lines
from ingest.layout.turned import turn_sources
from ingest.reading import lay_out, read_layout
from ingest.settings import Settings
from ingest.vocabulary.loader import Vocabulary, load_vocabulary
from schemas.diagnostics import Diagnostic
from schemas.paper import CommitteePaper, SourceFile
from schemas.report import Recommendation, ReportHeader

__all__ = ["extract_paper", "ingest_paper", "lay_out", "read_layout"]

# So many pages nearly always tell whose paper it is and when it is heard.
FRONT_PAGES = 12


def ingest_paper(path: Path, settings: Settings) -> CommitteePaper:
    """Turn one paper into the schema.

    Raises:
        PaperError: nothing can be read; the message names the paper and says what to do.
    """
    try:
        return extract_paper(read_layout(path, settings), settings)
    except page_ranges.ProcessLost:
        page_ranges.allow(1)
        return extract_paper(read_layout(path, settings), settings)


class _Header(NamedTuple):
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


class _Plans(NamedTuple):
    """The plans of a paper, and by what they were read."""

    read: list[PlanRead]
    legend: Legend
    context: Context


def extract_paper(layout: LayoutDocument, settings: Settings) -> CommitteePaper:
    """Extract, normalise and check what a laid-out paper says.

    Raises:
        ProcessLost: the paper was read by two processes, which came to nothing (see ``page_ranges``).
    """
    vocabulary = load_vocabulary(settings.vocabulary)
    if page_ranges.processes_for(layout.page_count or 0) > 1:
        header, plans = _read_both(layout, vocabulary)
    else:
        header = _read_header(layout, vocabulary)
        plans = _read_plans(layout, _own(vocabulary, header.report), header.report.meeting_date)
    context, notes = plans.context, plans.context.notes
    read = complete_plans(plans.read, layout.body, header.report, plans.legend, header.declared, context)
    for one in read:
        quiet = {word.casefold() for word in context.vocabulary.words("plans", "measure_marker")}
        for note in check_coverage(one.plan, one.tables, notes.all(), quiet):
            notes.take(note)
    paper = CommitteePaper(
        source_file=SourceFile(
            # A name that is no UTF-8 has its odd bytes written out: JSON knows letters only.
            name=os.fsencode(layout.name).decode(errors="backslashreplace"),
            sha256=layout.sha256,
            media_type=layout.media_type,
            page_count=layout.page_count,
            producer=layout.producer,
            text_layer=layout.text_layer,
        ),
        report=header.report,
        decision_recommendations=header.asked,
        inspection_recommendations=header.made,
        plans=[one.plan for one in read],
        diagnostics=header.notes + notes.all(),
    )
    turn_sources(paper, layout)
    place_by_lines(paper, layout)
    return check_paper(paper)


def _own(vocabulary: Vocabulary, report: ReportHeader) -> Vocabulary:
    return vocabulary.for_council(report.council.gss_code if report.council else None)


def _read_header(layout: LayoutDocument, vocabulary: Vocabulary) -> _Header:
    notes = list(layout.diagnostics)
    pieces = read_stream(layout)
    report = extract_front_matter(layout, vocabulary, notes, pieces)
    own = _own(vocabulary, report)
    asked, made = extract_recommendations(layout, own, notes, pieces)
    return _Header(report, asked, made, declared_counts(layout.body, own), notes)


def _read_plans(layout: LayoutDocument, own: Vocabulary, meeting: date | None) -> _Plans:
    legend = read_legend(layout.body, own)
    context = Context(own, meeting, legend.fills, Notes())
    return _Plans(extract_plans(layout.body, context, legend.tables), legend, context)


def _read_both(layout: LayoutDocument, vocabulary: Vocabulary) -> tuple[_Header, _Plans]:
    """Header and plans of a long paper, side by side in two processes.

    Plans are read with their council's words and by the date of the meeting. The first pages tell both; where the
    whole paper tells otherwise, the plans are of no use.

    Raises:
        ProcessLost: that happened, or the other process failed; the paper is to be read anew.
    """
    with page_ranges.aside(lambda: _read_header(layout, vocabulary)) as wait_for_header:
        body = [part for part in layout.body if _page_of(part) <= FRONT_PAGES]
        front = replace(layout, pages=layout.pages[:FRONT_PAGES], body=body)
        guess = extract_front_matter(front, vocabulary, [])
        own = _own(vocabulary, guess)
        plans = _read_plans(layout, own, guess.meeting_date)
        header = wait_for_header()
    if header.report.meeting_date != guess.meeting_date or _own(vocabulary, header.report) is not own:
        raise page_ranges.ProcessLost
    return header, plans


def _page_of(part: Block | Table) -> int:
    return part.page_number if isinstance(part, Block) else part.pages[0]
