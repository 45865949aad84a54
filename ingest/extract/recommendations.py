"""Recommendations: those put to the committee, and those that a reviewer made to the council."""

from __future__ import annotations

from ingest.extract.decisions import DecisionReader
from ingest.extract.header_zone import is_minutes
from ingest.extract.inspection import InspectionReader
from ingest.extract.running_text import read_stream
from ingest.layout.document import LayoutDocument
from ingest.vocabulary.loader import Vocabulary
from schemas.diagnostics import Diagnostic
from schemas.report import Recommendation


def extract_recommendations(
    layout: LayoutDocument, vocabulary: Vocabulary, notes: list[Diagnostic]
) -> tuple[list[Recommendation], list[Recommendation]]:
    """Read the recommendations of a paper.

    Args:
        layout: the assembled paper.
        vocabulary: the words to read it by.
        notes: takes the diagnostics.

    Returns:
        What the committee is asked to decide, and what an inspectorate or reviewer recommended outside a plan table.
        Minutes have neither: what they record as resolved is no recommendation.
    """
    pieces = read_stream(layout)
    if is_minutes(pieces, vocabulary):
        return [], []
    return DecisionReader(vocabulary).read(pieces), InspectionReader(vocabulary).read(pieces)
