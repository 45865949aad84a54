"""Label tables at the head of a paper that hold its recommendations, opened into running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.extract.front_fields import front_page
from ingest.extract.front_labels import LabelBook
from ingest.extract.front_sides import part_sides
from ingest.extract.label_tables import read_label_table
from ingest.extract.running_text import Piece, cell_blocks, passage_of, read_stream
from ingest.layout.document import Block, Cell, LayoutDocument, Page, Table
from ingest.vocabulary.loader import Vocabulary

_LABEL_LEVEL = 2
# A table of paragraphs has a number in front of so many of its rows.
NUMBERED_SHARE = 0.7
LEAST_PARAGRAPHS = 2
_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}\.?")
# The heading of the section: "2.0", "2.00"
_SECTION = re.compile(r"\d{1,2}\.0{1,2}\.?")
_NUMBER = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,2}){0,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)]?")


def open_front_tables(pieces: Sequence[Piece], book: LabelBook, pages: dict[int, Page]) -> list[Piece]:
    """The stream with the cells of such tables in place of the tables, row by row; labels count as headings.

    Args:
        pieces: the stream of a paper.
        book: labels of front matter.
        pages: the paper's pages by number.
    """
    last = front_page(pieces)
    opened: list[Piece] = []
    for piece in pieces:
        table = piece.table
        if table is None or piece.page > last or not _asks(table, book) or not _is_text(table, book, pages):
            opened.append(piece)
        else:
            opened.extend(_opened(table, book, pages))
    return opened


def open_stream(layout: LayoutDocument, vocabulary: Vocabulary) -> list[Piece]:
    """The stream of a paper, with frames around its own paragraphs opened and labels at the side one by one."""
    book = LabelBook.of(vocabulary)
    pages = {page.number: page for page in layout.pages}
    opened: list[Piece] = []
    for piece in read_stream(layout):
        if piece.table is not None and _counts_paragraphs(piece.table):
            opened.extend(_opened(piece.table, book, pages))
        else:
            opened.append(piece)
    return part_sides(opened, book)


def _opened(table: Table, book: LabelBook, pages: dict[int, Page]) -> Iterator[Piece]:
    """The paragraphs of a table, with the numbers beside them as their labels."""
    number: Cell | None = None
    for cell in table.cells:
        if _numbers(cell):
            number = cell
            continue
        blocks = _blocks(cell, book, pages)
        if number is not None and number.row == cell.row and blocks and not blocks[0].label:
            words = [word for line in number.lines for word in line.words]
            heading = _LABEL_LEVEL if _SECTION.fullmatch(number.text) else blocks[0].heading
            blocks[0] = replace(blocks[0], label=number.text, label_words=words, heading=heading)
        number = None
        yield from (Piece(block=block, boxed=table) for block in blocks)


def _counts_paragraphs(table: Table) -> bool:
    """Whether a table is a frame around the paper's own paragraphs: "2.0 | BACKGROUND", "2.1 | In 2019 …"."""
    if table.n_cols != 2 or table.n_rows < LEAST_PARAGRAPHS:
        return False
    first = [cell.text for cell in table.cells if cell.col == 0 and cell.lines and cell.col_span == 1]
    dotted = [text for text in first if _DOTTED.fullmatch(text)]
    return (
        bool(dotted)
        and len(dotted) == len(first)
        and first[0] == dotted[0]
        and _SECTION.fullmatch(first[0]) is not None
    )


def _numbers(cell: Cell) -> bool:
    """Whether a cell holds the number of the text beside it and nothing else."""
    return cell.col == 0 and bool(cell.lines) and _NUMBER.fullmatch(cell.text) is not None


def _asks(table: Table, book: LabelBook) -> bool:
    """Whether a cell at the left is or begins with a label of recommendations; a plan's heading row is none."""
    numbered = {cell.row for cell in table.cells if _numbers(cell)}
    for cell in table.cells:
        if not cell.lines or _place(cell, table) > (cell.row in numbered):
            continue
        prefix = book.prefix(cell.text)
        first = book.whole(cell.text) or book.whole(cell.lines[0].text) or (prefix[0] if prefix else None)
        if first == "recommendations" and (_below_top(cell, table)):
            return True
    return False


def _below_top(cell: Cell, table: Table) -> bool:
    """Whether a label is no heading of a column: it is further down, over both columns, or its text follows in it."""
    return bool(cell.row) or table.n_rows < 3 or len(cell.lines) > 1 or cell.col_span == table.n_cols == 2


def _place(cell: Cell, table: Table) -> int:
    """How many cells of its row stand before a cell; tables that were joined have more columns than either."""
    return sum(1 for one in table.cells if one.row == cell.row and one.col < cell.col)


def _is_text(table: Table, book: LabelBook, pages: dict[int, Page]) -> bool:
    """Whether a table holds labels with their values, or numbered paragraphs."""
    numbered = {cell.row for cell in table.cells if _numbers(cell)}
    headed = {cell.row for cell in table.cells if cell.col_span == table.n_cols and cell.lines}
    if len(numbered) >= NUMBERED_SHARE * (table.n_rows - len(headed)) and table.cells[0].row_span == 1:
        return bool(numbered)
    return read_label_table(table, book, pages, True) is not None


def _blocks(cell: Cell, book: LabelBook, pages: dict[int, Page]) -> list[Block]:
    blocks = cell_blocks(cell, pages)
    for number, block in enumerate(blocks):
        if book.whole(passage_of(block).text) is not None:
            blocks[number] = replace(block, heading=_LABEL_LEVEL)
    return blocks
