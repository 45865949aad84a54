"""One paper, from file to the schema: the stages in order, nothing else."""

from __future__ import annotations

import os
from pathlib import Path

from ingest import page_ranges
from ingest.check.coverage import check_coverage
from ingest.check.paper import check_paper
from ingest.extract.plan_details import complete_plans
from ingest.header_and_plans import read_both
from ingest.layout.document import LayoutDocument
from ingest.layout.line_sources import place_by_lines
from ingest.layout.turned import turn_sources
from ingest.reading import lay_out, read_layout, read_lean
from ingest.settings import Settings
from ingest.vocabulary.loader import load_vocabulary
from schemas.paper import CommitteePaper, SourceFile

__all__ = ["extract_paper", "ingest_paper", "lay_out", "read_layout"]


def ingest_paper(path: Path, settings: Settings) -> CommitteePaper:
    """Turn one paper into the schema.

    Raises:
        PaperError: nothing can be read; the message names the paper and says what to do.
    """
    try:
        return extract_paper(read_lean(path, settings), settings)
    except page_ranges.ProcessLost:
        page_ranges.allow(1)
        return extract_paper(read_lean(path, settings), settings)


def extract_paper(layout: LayoutDocument, settings: Settings) -> CommitteePaper:
    """Extract, normalise and check what a laid-out paper says.

    Raises:
        ProcessLost: the paper was read by two processes, which came to nothing (see ``page_ranges``).
    """
    vocabulary = load_vocabulary(settings.vocabulary)
    header, plans = read_both(layout, vocabulary)
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
