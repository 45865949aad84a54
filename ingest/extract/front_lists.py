"""Lists of the end matter: appendices and background papers, as paragraphs, as columns and as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.extract.front_fields import Field
from ingest.extract.front_labels import LabelBook, ValueWords
from ingest.extract.running_text import passage_of
from ingest.layout.document import Block, Cell, Line, Table, make_line
from ingest.normalise.officers import find_contact, looks_like_person
from ingest.vocabulary.loader import Vocabulary

# A block of more words is prose and no paper
MOST_ENTRY_WORDS = 90
# … and one of more words that ends in a full stop no appendix's title.
MOST_TITLE_WORDS = 24
# A list of papers set as a table
MOST_LIST_COLUMNS = 4
MOST_LIST_ROWS = 30
MOST_LETTER = 4
# A gap of so many font sizes parts two columns.
TAB = 0.9
_PEOPLE = frozenset({"author", "contact", "director"})


class ListReader:
    """Tells what belongs to a list of papers."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._book = LabelBook.of(vocabulary)
        self._values = ValueWords.of(vocabulary)
        self._vocabulary = vocabulary
        self._in_columns: Field | None = None

    def take_table(self, to: Field, table: Table) -> bool:
        """Take the rows of a small table as the entries of a list of papers: "Appendix A | The plan"."""
        if table.n_rows > MOST_LIST_ROWS or (to.inline and to.values):
            return False  # "Background papers: the plan" has its list behind the label
        rows = [_filled(row) for row in table.rows()]
        rows = [row for row in rows if row and not all(self._heads(cell.text) for cell in row)]
        if len(rows) > 1 and any(self._heads(cell.text) for cell in rows[0][1:]):
            rows = rows[1:]  # one of its headings is known
        # Columns to tick ("Exemption paragraph number 1 to 7") do not count where nothing stands in them.
        if any(len(row) > MOST_LIST_COLUMNS for row in rows):
            return False
        if self._is_closed(to):
            return False
        if any(self._book.whole(row[0].text) in _PEOPLE for row in rows):
            return False
        lettered = to.key == "appendices" and all(
            self._values.are("appendix_word", row[0].text) or len(row[0].text) < MOST_LETTER for row in rows
        )
        for row in rows:
            lines = [line for cell in (row[:2] if lettered else row[:1]) for line in cell.lines]
            to.values.append(Block(lines, page_number=lines[0].page or to.page))
        return True

    def take_person(self, to: Field, table: Table) -> bool:
        """Take a table of an officer's details below a label: "Name | Jane Poe", "Title | Planner", "Tel | …"."""
        if table.n_cols != 2 or table.n_rows > MOST_LIST_ROWS:
            return False
        rows = [(row[0], row[1]) for row in table.rows() if row[0] is not None and row[0].lines]
        if not all(self._book.is_part(label.text) or self._book.whole(label.text) == "title" for label, _ in rows):
            return False
        lines = [line for _, value in rows if value is not None for line in value.lines]
        if lines:
            to.values.append(Block(lines, page_number=lines[0].page or to.page))
        return bool(lines)

    def first_column(self, to: Field, block: Block) -> Block:
        """The words of a line in the first of several columns, where headings such as "Paper | Date" stand above."""
        cells = _cells(block.lines[0]) if len(block.lines) == 1 else []
        if len(cells) < 2:
            return block
        if all(self._heads(cell.text) for cell in cells):
            self._in_columns = to
        elif self._in_columns is not to:
            return block
        named = self.is_letter(cells[0].text) or len(cells[0].text) < MOST_LETTER
        kept = cells[: 2 if named and to.key == "appendices" else 1]
        return replace(block, lines=[make_line([word for cell in kept for word in cell.words])])

    def takes(self, to: Field, block: Block, text: str) -> bool:
        """Whether a block is an entry of a list, or introduces it."""
        count = len(text.split())
        if to.inline and to.values and not (to.key == "appendices" and self._values.are("appendix_word", text)):
            return False
        prose = to.key == "appendices" and count > MOST_TITLE_WORDS and text.endswith(".")
        if count > MOST_ENTRY_WORDS or (prose and not self._values.are("appendix_word", text)):
            return False
        if self._is_closed(to) and not block.label and not self._values.are("appendix_word", text):
            return False
        lettered = bool(to.values) and self.is_letter(to.values[-1].text)
        if block.heading and not lettered and not self._values.are("appendix_word", text):
            return False
        if block.page_number > to.page and not (
            block.label or self._values.are("appendix_word", text) or block.page_number == to.page + 1
        ):
            return False
        contact = find_contact(text)
        if contact.phones or contact.emails or looks_like_person(text, self._vocabulary):
            return False
        return not (
            block.page_number > to.page
            and to.values
            and not block.label
            and not self._values.are("appendix_word", text)
        )

    def is_letter(self, text: str) -> bool:
        """Whether a text is "Appendix A" and no more."""
        return self._values.are("appendix_letter", text) and len(text.split()) > 1

    def _is_closed(self, to: Field) -> bool:
        """Whether a list says that it has no entries."""
        return any(self._values.are("nothing", passage_of(block).text) for block in to.values)

    def _heads(self, text: str) -> bool:
        # "1" to "7" number the paragraphs of the Act over columns to tick.
        numbered = text.isdigit() and len(text) < MOST_LETTER
        return numbered or self._values.are("list_intro", text) or self._book.whole(text) is not None


def _filled(row: Sequence[Cell | None]) -> list[Cell]:
    """The cells of a row that have words, each once."""
    cells = {id(cell): cell for cell in row if cell is not None and cell.lines}
    return list(cells.values())


def _cells(line: Line) -> list[Line]:
    """A line, cut at its wide gaps."""
    wide = TAB * max((word.size for word in line.words), default=0.0)
    cuts = [number for number, (one, other) in enumerate(pairwise(line.words), 1) if other.x0 - one.x1 > wide]
    return [make_line(line.words[a:b]) for a, b in pairwise([0, *cuts, len(line.words)])]
