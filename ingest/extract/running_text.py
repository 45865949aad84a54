"""Running text as one stream: blocks, the text of one-column boxes, and tables as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from ingest.layout.blocks import build_blocks
from ingest.layout.document import Block, Cell, LayoutDocument, Line, Page, Table, make_line
from ingest.layout.passage import Passage


@dataclass(slots=True)
class Piece:
    """One step of the stream: a block, or a table of more than one column.

    Attributes:
        block: the block, or None.
        table: the table, or None.
        boxed: the table whose only column the block stands in, or None.
        made: the block's passage, once it was asked for.
    """

    block: Block | None = None
    table: Table | None = None
    boxed: Table | None = None
    made: Passage | None = None

    @property
    def passage(self) -> Passage:
        """The words of its block without the label; made once, for several look at them."""
        if self.made is None:
            self.made = Passage.of_lines(self.block.lines if self.block is not None else ())
        return self.made

    @property
    def page(self) -> int:
        """Page it starts on, from 1."""
        if self.block is not None:
            return self.block.page_number
        return self.table.pages[0] if self.table is not None and self.table.pages else 1


def read_stream(layout: LayoutDocument) -> list[Piece]:
    """The body of a paper in reading order; boxes of one column are opened."""
    pages = {page.number: page for page in layout.pages}
    pieces: list[Piece] = []
    for item in layout.body:
        if isinstance(item, Block):
            pieces.append(Piece(block=item))
        elif item.n_cols == 1:
            for cell in item.cells:
                pieces.extend(Piece(block=block, boxed=item) for block in cell_blocks(cell, pages))
        else:
            pieces.append(Piece(table=item))
    return pieces


def cell_blocks(cell: Cell, pages: dict[int, Page]) -> list[Block]:
    """Paragraphs and list entries of a cell."""
    blocks: list[Block] = []
    for number, lines in groupby(cell.lines, key=lambda line: line.page):
        page = pages.get(number or 1) or Page(number or 1, 595.0, 842.0)
        blocks.extend(build_blocks(_in_rows(lines), page))
    return blocks


def _in_rows(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (round(line.top + line.bottom), line.x0))


def passage_of(block: Block) -> Passage:
    """The words of a block without its label."""
    return Passage.of_lines(block.lines)


def block_of(passage: Passage, like: Block | None = None) -> Block:
    """A block of a passage's lines, with the page and nesting of another block."""
    lines = [make_line(part.words) for part in passage.lines()]
    if like is None:
        return Block(lines, page_number=lines[0].page or 1)
    return Block(lines, level=like.level, page_number=like.page_number)


def blocks_in(pieces: Iterable[Piece]) -> Iterator[Block]:
    """The blocks of a stream."""
    for piece in pieces:
        if piece.block is not None:
            yield piece.block
