"""Labels in a left column that stand too close to be parted by their gaps, with the values at their right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.extract.front_labels import LabelBook
from ingest.extract.running_text import Piece
from ingest.layout.document import Block, Line

# Lines whose tops are so near, by their height, stand side by side.
LEVEL = 0.5
MOST_LINES = 12


def part_sides(pieces: Sequence[Piece], book: LabelBook) -> list[Piece]:
    """The stream with such labels one by one, each before its own value.

    "Report title" and "Portfolio lead" below it are one block to the layout, and so are the values beside them.
    """
    parted: list[Piece] = []
    skip = False
    for number, piece in enumerate(pieces):
        if skip:
            skip = False
            continue
        following = pieces[number + 1].block if number + 1 < len(pieces) else None
        cuts = _cuts(piece.block, book)
        if not cuts or following is None or following.side or following.page_number != piece.page:
            parted.append(piece)
            continue
        assert piece.block is not None
        parted.extend(Piece(block=block, boxed=piece.boxed) for block in _pairs(piece.block, following, cuts))
        skip = True
    return parted


def _cuts(block: Block | None, book: LabelBook) -> list[int]:
    """The lines of a block at the side before which another label begins."""
    if block is None or not block.side or not 1 < len(block.lines) <= MOST_LINES:
        return []
    texts = [line.text for line in block.lines]
    if book.whole(" ".join(texts)) is not None:
        return []
    cuts: list[int] = []
    start = 0
    for number in range(1, len(texts)):
        before, after = " ".join(texts[start:number]), " ".join(texts[number:])
        if not texts[number][:1].isupper() or (book.whole(before) is None and book.whole(after) is None):
            continue
        cuts.append(number)
        start = number
    return cuts


def _pairs(labels: Block, values: Block, cuts: Sequence[int]) -> Iterator[Block]:
    rest = list(values.lines)
    for start, stop in pairwise([0, *cuts, len(labels.lines)]):
        part = replace(labels, lines=labels.lines[start:stop])
        below = labels.lines[stop] if stop < len(labels.lines) else None
        own = [line for line in rest if below is None or not _reaches(line, below)]
        rest = rest[len(own) :]
        yield part if own else replace(part, side=False)
        if own:
            yield replace(values, lines=own)


def _reaches(line: Line, below: Line) -> bool:
    """Whether a value's line stands as low as the next label."""
    return line.top >= below.top - LEVEL * (below.bottom - below.top)
