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
# Lines of one text are no further apart than this share of their height, and begin so close to one edge.
LEADING = 0.6
EDGE = 3.0


def part_sides(pieces: Sequence[Piece], book: LabelBook) -> list[Piece]:
    """The stream with such labels one by one, each before its own value.

    "Report title" and "Portfolio lead" below it are one block to the layout, and so are the values beside them.
    """
    parted: list[Piece] = []
    skip = False
    pieces = _whole(pieces, book)
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


def _whole(pieces: Sequence[Piece], book: LabelBook) -> list[Piece]:
    """The stream with texts at the side in one piece, where they take more lines than the value at their right."""
    joined: list[Piece] = []
    for piece in pieces:
        side = joined[-2].block if len(joined) > 1 else None
        rest = piece.block
        if side is None or rest is None or not _continues(side, rest, book):
            joined.append(piece)
            continue
        joined[-2] = Piece(block=replace(side, lines=[*side.lines, *rest.lines]), boxed=joined[-2].boxed)
    return joined


def _continues(side: Block, rest: Block, book: LabelBook) -> bool:
    """Whether a block goes on with the text at the side, two blocks before it."""
    if not side.side or rest.side or rest.label or rest.page_number != side.page_number or len(rest.lines) > 2:
        return False
    above, below = side.lines[-1], rest.lines[0]
    if abs(above.x0 - below.x0) > EDGE or above.bold != below.bold:
        return False
    height = above.bottom - above.top
    if not -LEVEL * height < below.top - above.bottom < LEADING * height:
        return False
    if below.text.endswith(":") or book.prefix(below.text) is not None:
        return False
    return book.whole(side.text) is None or book.whole(f"{side.text} {rest.text}") is not None


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
        if not texts[number][:1].isupper():
            continue
        # "Committee" alone may be the end of a name.
        if book.whole(before) is None and (" " not in after or book.whole(after) is None):
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
