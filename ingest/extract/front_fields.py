"""The fields of front and end matter as they are gathered, and how far front matter goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.extract.running_text import Piece, passage_of
from ingest.layout.document import Block
from ingest.layout.passage import Passage

# Front matter stands on the first page, or on the second where the first is a cover of so few words.
COVER_WORDS = 120


@dataclass(slots=True)
class Field:
    """One label and its value.

    Attributes:
        key: what the label means (a group of front_matter.yml).
        label: the label as printed.
        values: the paragraphs of its value.
        page: page of the label, from 1.
        at: index of the label's piece in the stream.
        inline: the value begins behind the label on one line.
        closed: nothing more is added.
    """

    key: str
    label: str
    page: int
    at: int
    values: list[Block] = field(default_factory=list)
    inline: bool = False
    closed: bool = False

    def passage(self) -> Passage:
        """All its words."""
        return Passage.join(passage_of(block) for block in self.values)


@dataclass(slots=True)
class FrontFields:
    """The fields of a paper, and what belongs to none.

    Attributes:
        fields: in reading order.
        loose: pieces that belong to no field, with their indexes in the stream.
        markers: short cells of label tables that are values without a label ("Public").
        headline: a row of a label table that has no label.
    """

    fields: list[Field] = field(default_factory=list)
    loose: list[tuple[int, Piece]] = field(default_factory=list)
    markers: list[Passage] = field(default_factory=list)
    headline: Passage | None = None

    def of(self, *keys: str) -> list[Field]:
        """The fields of some keys that have a value."""
        return [one for one in self.fields if one.key in keys and one.values]


def front_page(pieces: Sequence[Piece]) -> int:
    """The last page that front matter may stand on."""
    if not pieces:
        return 1
    first = pieces[0].page
    words = sum(
        len(line.words) for piece in pieces if piece.block and piece.page == first for line in piece.block.lines
    )
    tabled = any(piece.table is not None and piece.page == first for piece in pieces)
    return first + 1 if words < COVER_WORDS and not tabled else first
