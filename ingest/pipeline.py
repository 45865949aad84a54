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
from ingest.layout.aligned import SecondReading
from ingest.layout.assemble import assemble
from ingest.layout.document import LayoutDocument, Page
from ingest.layout.grid import Grid
from ingest.layout.line_sources import place_by_lines
from ingest.layout.turned import turn_sources
from ingest.normalise.headings import map_heading
from ingest.readers import read_paper, sniff
from ingest.readers.second_reading import SecondReader
from ingest.settings import Settings
from ingest.vocabulary.loader import Vocabulary, load_vocabulary
from schemas.paper import CommitteePaper, SourceFile

_FURNITURE_PATTERNS = ("page_number", "pack_number")
# A table without lines is taken where its headings are known words, not merely like some.
_SURE_HEADING = 0.95
_FURNITURE_WORDS = ("watermark", "marking")


def read_layout(path: Path, settings: Settings) -> LayoutDocument:
    """Read a paper and lay it out: pages, blocks and tables in reading order.

    Raises:
        PaperError: nothing can be read.
    """
    layout = read_paper(path, settings)
    reader = SecondReader(path)

    def second(page: Page) -> list[Grid]:
        upright = layout.media_type == sniff.PDF and page.text_layer == "digital" and not page.turn
        return reader.read(page.number, page.height) if upright else []

    return lay_out(layout, load_vocabulary(settings.vocabulary), second)


def lay_out(layout: LayoutDocument, vocabulary: Vocabulary, second: SecondReading | None = None) -> LayoutDocument:
    """Complete a layout document that a reader left; changed in place."""
    patterns = {group: vocabulary.patterns("furniture", group) for group in _FURNITURE_PATTERNS}
    words = {group: vocabulary.words("furniture", group) for group in _FURNITURE_WORDS}

    def is_heading(text: str) -> bool:
        return map_heading(text, vocabulary).score >= _SURE_HEADING

    return assemble(layout, patterns, words, is_heading, second)


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
    report = extract_front_matter(layout, vocabulary, header_notes)
    own = vocabulary.for_council(report.council.gss_code if report.council else None)
    legend = read_legend(layout.body, own)
    context = Context(own, report.meeting_date, legend.fills, notes)
    asked, made = extract_recommendations(layout, own, header_notes)
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
