"""Officers that a passage names, as the schema has them: each with its own words and their place."""

from __future__ import annotations

from ingest.layout.passage import Passage
from ingest.normalise.officers import OfficerPart, parse_officers
from ingest.vocabulary.loader import Vocabulary
from schemas.values import Officer


def officers_in(passage: Passage, printed: str, vocabulary: Vocabulary) -> list[Officer]:
    """Everybody a passage names.

    Args:
        passage: the words.
        printed: the same characters, or blanks in their place where they are to be overlooked.
        vocabulary: the words to read it by.
    """
    return [to_officer(part, passage.slice(part.start, part.end)) for part in parse_officers(printed, vocabulary)]


def to_officer(part: OfficerPart, words: Passage) -> Officer:
    """A parsed officer with the words that name it."""
    return Officer(
        raw=words.text or None,
        name=part.name,
        role=part.role,
        role_normalised=part.role_normalised,
        organisation=part.organisation,
        phone=part.phone,
        email=part.email,
        source=words.source(),
    )
