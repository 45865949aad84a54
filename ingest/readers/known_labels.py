"""Lines that papers use as labels or headings, told by the vocabulary: converted text keeps no bold to tell them."""

from __future__ import annotations

from collections.abc import Callable

from ingest.vocabulary.folding import fold
from ingest.vocabulary.loader import Vocabulary

# The other groups hold values ("Public"), or labels that are values as often as not ("Cabinet", "Board").
_GROUPS = (
    "title",
    "report_of",
    "author",
    "contact",
    "director",
    "reference",
    "key_decision",
    "wards",
    "background_papers",
    "appendices",
    "purpose",
    "summary",
    "recommendations",
    "other",
)
_ENDS = " ?"


def known_labels(vocabulary: Vocabulary) -> Callable[[str], bool]:
    """Whether a text is a label of front or end matter and nothing else ("Appendices", "Report author")."""
    labels = vocabulary.once("label lines", _make)
    return lambda text: fold(text.rstrip(_ENDS)) in labels


def _make(vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(
        fold(word) for entry in vocabulary.entries("front_matter") if entry.value in _GROUPS for word in entry.match
    )
