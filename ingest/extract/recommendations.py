"""Recommendations: those put to the committee, and those that a reviewer made to the council."""

from __future__ import annotations

from ingest.extract.decisions import DecisionReader
from ingest.extract.front_labels import LabelBook
from ingest.extract.front_tables import open_front_tables, open_stream
from ingest.extract.header_zone import is_minutes
from ingest.extract.inspection import InspectionReader
from ingest.extract.running_text import Piece
from ingest.layout.document import LayoutDocument
from ingest.vocabulary.folding import fold
from ingest.vocabulary.loader import Vocabulary
from schemas.diagnostics import Diagnostic
from schemas.report import Recommendation


def extract_recommendations(
    layout: LayoutDocument, vocabulary: Vocabulary, notes: list[Diagnostic], pieces: list[Piece] | None = None
) -> tuple[list[Recommendation], list[Recommendation]]:
    """Read the recommendations of a paper.

    Args:
        layout: the assembled paper.
        vocabulary: the words to read it by.
        notes: takes the diagnostics.
        pieces: the paper's stream, where it was read already.

    Returns:
        What the committee is asked to decide, and what an inspectorate or reviewer recommended outside a plan table.
        Minutes have neither: what they record as resolved is no recommendation.
    """
    pieces = open_stream(layout, vocabulary) if pieces is None else pieces
    if is_minutes(pieces, vocabulary):
        return [], []
    pages = {page.number: page for page in layout.pages}
    asked = DecisionReader(vocabulary).read(open_front_tables(pieces, LabelBook.of(vocabulary), pages))
    made = InspectionReader(vocabulary).read(pieces, {fold(one.text) for one in asked})
    return asked, made
