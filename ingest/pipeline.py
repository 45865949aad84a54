"""One paper, from file to the schema: the stages in order, nothing else."""

from __future__ import annotations

from pathlib import Path

from ingest.check.coverage import check_coverage
from ingest.check.paper import check_paper
from ingest.extract.cell_values import Context
from ingest.extract.declared import declared_counts
from ingest.extract.front_matter import extract_front_matter
from ingest.extract.legend import read_legend
from ingest.extract.notes import Notes
from ingest.extract.plan_details import complete_plans
from ingest.extract.plan_tables import extract_plans
from ingest.extract.recommendations import extract_recommendations
from ingest.extract.running_text import read_stream
from ingest.layout.document import LayoutDocument
from ingest.layout.line_sources import place_by_lines
from ingest.layout.turned import turn_sources
from ingest.reading import lay_out, read_layout
from ingest.settings import Settings
from ingest.vocabulary.loader import load_vocabulary
from schemas.paper import CommitteePaper, SourceFile

__all__ = ["extract_paper", "ingest_paper", "lay_out", "read_layout"]


def ingest_paper(path: Path, settings: Settings) -> CommitteePaper:
    """Turn one paper into the schema.

    Raises:
        PaperError: nothing can be read; the message names the paper and says what to do.
    """
    return extract_paper(read_layout(path, settings), settings)


def extract_paper(layout: LayoutDocument, settings: Settings) -> CommitteePaper:
    """Extract, normalise and check what a laid-out paper says."""
    notes = Notes()
    vocabulary = load_vocabulary(settings.vocabulary)
    header_notes = list(layout.diagnostics)
    pieces = read_stream(layout)
    report = extract_front_matter(layout, vocabulary, header_notes, pieces)
    own = vocabulary.for_council(report.council.gss_code if report.council else None)
    legend = read_legend(layout.body, own)
    context = Context(own, report.meeting_date, legend.fills, notes)
    asked, made = extract_recommendations(layout, own, header_notes, pieces)
    read = extract_plans(layout.body, context, legend.tables)
    read = complete_plans(read, layout.body, report, legend, declared_counts(layout.body, own), context)
    for one in read:
        quiet = {word.casefold() for word in own.words("plans", "measure_marker")}
        for note in check_coverage(one.plan, one.tables, notes.all(), quiet):
            notes.take(note)
    paper = CommitteePaper(
        source_file=SourceFile(
            name=layout.name,
            sha256=layout.sha256,
            media_type=layout.media_type,
            page_count=layout.page_count,
            producer=layout.producer,
            text_layer=layout.text_layer,
        ),
        report=report,
        decision_recommendations=asked,
        inspection_recommendations=made,
        plans=[one.plan for one in read],
        diagnostics=header_notes + notes.all(),
    )
    turn_sources(paper, layout)
    place_by_lines(paper, layout)
    return check_paper(paper)
