"""Tables that are no plan but front matter: labels with their values beside or below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.extract.front_labels import LabelBook
from ingest.extract.running_text import cell_blocks
from ingest.layout.document import Block, Cell, Page, Table, Word
from ingest.layout.passage import Passage
from ingest.normalise.officers import find_contact

# A plan's headings are labels too ("Lead officer", "Date"); a label table is narrower and shorter.
MOST_COLUMNS = 6
MOST_ROWS = 40
MOST_CONTACT_ROWS = 14
LABEL_SHARE = 0.4
PAIRED = 0.6
_END = frozenset({"author", "contact", "director"})
_LISTS = frozenset({"appendices", "background_papers"})
_PEOPLE = _END | {"report_of"}
_MARKER_WORDS = 12
# These labels stand at the head of most papers; so many of them tell that the others are labels as well.
_STRONG = frozenset({"committee", "meeting_date", "title", "report_of", "author", "contact", "wards", "key_decision"})
LEAST_KNOWN = 2
# What a label means that is one by its place alone
_UNKNOWN = "unknown"
MOST_LABEL_WORDS = 14
_NUMBER = re.compile(r"\(?\d{1,2}(?:\.\d{1,2}){0,2}[.)]?")


@dataclass(slots=True)
class Entry:
    """A label of a table and its value."""

    key: str
    label: str
    values: list[Block]


@dataclass(slots=True)
class LabelTable:
    """What a label table says.

    Attributes:
        entries: its labels with their values.
        streams: blocks of cells whose labels stand inside them, to be read as running text, column by column.
        markers: short cells without a label.
        headline: a cell over all columns that has no label, a title by its place.
    """

    entries: list[Entry] = field(default_factory=list)
    streams: list[list[Block]] = field(default_factory=list)
    markers: list[Passage] = field(default_factory=list)
    headline: Passage | None = None


def read_label_table(table: Table, book: LabelBook, pages: dict[int, Page], front: bool) -> LabelTable | None:
    """Read a table as labels and values; None when it is none."""
    if table.n_cols > (MOST_COLUMNS if table.n_rows > 2 else 2 * MOST_COLUMNS) or table.n_rows > MOST_ROWS:
        return None
    if not front and not _tells_contact(table):
        return None
    grid = table.rows()
    keys = {id(cell): _key(cell, book) for cell in table.cells}
    prefixed = {id(cell) for cell in table.cells if keys[id(cell)] is None and _opens(cell, book)}
    if front:
        _key_pairs(table, keys, prefixed)
    if not _is_label_table(table, grid, keys, prefixed, front):
        return None
    return _Reader(table, grid, keys, prefixed, book, pages).read()


def _key(cell: Cell, book: LabelBook) -> str | None:
    """What a cell is the label of; behind a question it may say what to do where the answer is yes."""
    key = book.whole(cell.text)
    if key is not None or "?" not in cell.text:
        return key
    mark = cell.text.index("?") + 1
    return book.whole(cell.text[:mark]) if book.is_tail(cell.text[mark:]) else None


def _key_pairs(table: Table, keys: dict[int, str | None], prefixed: set[int]) -> None:
    """Count every short text at the left as a label where several there are known to be; changes ``keys``.

    Each council has labels of its own ("Accountable employee") beside those that all have.
    """
    left = [cell for cell in table.cells if cell.col == 0 and cell.lines and cell.col_span < table.n_cols]
    known = {keys[id(cell)] for cell in left} & _STRONG
    if table.n_cols != 2 or len(known) < LEAST_KNOWN or len({cell.row for cell in left}) < len(left):
        return
    marks = [_marks(cell) for cell in left if keys[id(cell)] in _STRONG]
    before: str | None = None  # the labels begin with a known one, and a list of papers is none
    for cell in left:
        short = len(cell.text.split()) <= MOST_LABEL_WORDS or cell.text.endswith(":")
        if keys[id(cell)] is not None or id(cell) in prefixed:
            before = keys[id(cell)] or before
        elif before is not None and before not in _LISTS and short and _marks(cell) in marks:
            keys[id(cell)] = _UNKNOWN


def _is_marker(cell: Cell) -> bool:
    return len(cell.text.split()) <= _MARKER_WORDS and not cell.text.endswith((":", "?"))


def _marks(cell: Cell) -> tuple[bool, bool]:
    """What tells a label by its looks: a colon, bold words."""
    return cell.text.endswith(":"), cell.lines[0].bold


def _tells_contact(table: Table) -> bool:
    """Whether a short table may hold an address or a telephone number: a cheap look before the labels are read."""
    return table.n_rows <= MOST_CONTACT_ROWS and any(
        "@" in word or word.startswith(("0", "(0", "+")) or word.casefold().startswith("ext")
        for cell in table.cells
        for line in cell.lines
        for word in line.text.split()
    )


def _opens(cell: Cell, book: LabelBook) -> bool:
    text = Passage.of_lines(cell.lines).text if cell.lines else ""
    if book.prefix(text) is not None:
        return True
    first = cell.lines[0].text if cell.lines else ""
    if cell.lines and _opens_bold(cell.lines[0].words, book):
        return True
    return len(cell.lines) > 1 and book.whole(first) is not None


def _opens_bold(words: Sequence[Word], book: LabelBook) -> bool:
    """Whether a line begins with a label in bold before words that are not ("**Contact** Jane Poe")."""
    label = _bold_words(words)
    return bool(label) and book.whole(label) is not None


def _bold_words(words: Sequence[Word]) -> str:
    """The bold words at the front of a line, where others follow."""
    count = next((number for number, word in enumerate(words) if not word.bold), 0)
    return " ".join(word.text for word in words[:count])


def _has_contact(text: str) -> bool:
    found = find_contact(text)
    return bool(found.emails or found.phones)


def _is_label_table(
    table: Table,
    grid: Sequence[Sequence[Cell | None]],
    keys: dict[int, str | None],
    prefixed: set[int],
    front: bool,
) -> bool:
    labels = [cell for cell in table.cells if keys[id(cell)] is not None or id(cell) in prefixed]
    found = {keys[id(cell)] for cell in labels} - {None}
    top = [cell for cell in table.cells if cell.row == 0 and cell.text]
    heading_row = len(top) > 2 and sum(keys[id(cell)] is not None for cell in top) == len(top)
    if heading_row and table.n_rows > 3:
        return False
    if not labels:
        return False
    people = bool(found & _END) or any(id(cell) in prefixed for cell in labels)
    if people and table.n_rows <= MOST_CONTACT_ROWS and any(_has_contact(cell.text) for cell in table.cells):
        return True
    if not front:
        return False
    rows = {cell.row for cell in labels}
    lead = {cell.row for cell in labels if cell.col == 0 or _leads(grid[cell.row][: cell.col])}
    filled = sum(number in rows or not _lone(row) for number, row in enumerate(grid))
    return len(rows) >= max(1, LABEL_SHARE * filled) and len(lead) >= 0.5 * len(rows)


def _leads(before: Sequence[Cell | None]) -> bool:
    """Whether the cells before a label are empty or hold the number of its paragraph."""
    return all(cell is None or not cell.lines or _NUMBER.fullmatch(cell.text) for cell in before)


def _lone(row: Sequence[Cell | None]) -> bool:
    """Whether a row has one short text at most, such as the body or the day above the labels."""
    texts = {id(cell): cell.text for cell in row if cell is not None and cell.lines}
    return len(texts) < 2 and all(len(text.split()) <= _MARKER_WORDS for text in texts.values())


class _Reader:
    def __init__(
        self,
        table: Table,
        grid: Sequence[Sequence[Cell | None]],
        keys: dict[int, str | None],
        prefixed: set[int],
        book: LabelBook,
        pages: dict[int, Page],
    ) -> None:
        self._table = table
        self._grid = grid
        self._keys = keys
        self._prefixed = prefixed
        self._book = book
        self._pages = pages
        self._used: set[int] = set()
        self._made = LabelTable()
        self._entry: Entry | None = None
        self._parts: dict[int, tuple[int, Entry]] = {}
        first = [cell for cell in table.cells if cell.col == 0 and cell.lines]
        # What stands in the second column of such a table is a value, whatever it says.
        self._paired = table.n_cols == 2 and sum(keys[id(cell)] is not None for cell in first) >= PAIRED * len(first)

    def read(self) -> LabelTable:
        for cell in self._table.cells:
            if id(cell) in self._used or not cell.lines:
                continue
            key = self._keys[id(cell)]
            if self._join_part(cell) or self._goes_on(cell):
                continue
            if key is not None:
                self._used.add(id(cell))
                values = self._beside(cell, key) or self._below(cell, key)
                blocks = [block for value in values for block in cell_blocks(value, self._pages)]
                if key == _UNKNOWN:  # its value may still tell what it is: "Cabinet – 5 March 2024"
                    self._made.markers.extend(Passage.of_lines(one.lines) for one in values if _is_marker(one))
                self._entry = Entry("other" if key == _UNKNOWN else key, cell.text, blocks)
                self._made.entries.append(self._entry)
            elif id(cell) in self._prefixed:
                self._stream(cell)
        for cell in self._table.cells:
            if id(cell) in self._used or not cell.lines:
                continue
            if _is_marker(cell):
                self._made.markers.append(Passage.of_lines(cell.lines))
            if cell.col_span == self._table.n_cols > 1 and all(line.bold for line in cell.lines):
                self._made.headline = self._made.headline or Passage.of_lines(cell.lines)
        return self._made

    def _goes_on(self, cell: Cell) -> bool:
        """Give a cell beside an empty label to the label above: the value goes on in a row of its own."""
        if not self._paired or cell.col != 1 or self._entry is None or not self._entry.values or not self._free(cell):
            return False
        label = self._grid[cell.row][0]
        if (label is not None and label.lines) or self._entry.key not in _PEOPLE | _LISTS | {"other"}:
            return False
        self._used.add(id(cell))
        self._entry.values.extend(cell_blocks(cell, self._pages))
        return True

    def _join_part(self, cell: Cell) -> bool:
        """Give "Job title | Head of Service" and "Tel | 01234 …" to the officer in the row above."""
        above = self._parts.get(cell.col)
        entry = self._entry
        if above is not None and above[0] == cell.row - 1 and self._book.is_part(cell.text):
            entry = above[1]  # "Telephone" over "Email" at the right of other labels
        if entry is None or entry.key not in _PEOPLE or id(cell) in self._used:
            return False
        if self._book.is_part(cell.text):
            self._parts[cell.col] = (cell.row, entry)
            self._used.add(id(cell))
            values = self._beside(cell, entry.key) or self._below(cell, "other")
            self._add(entry, [block for value in values for block in cell_blocks(value, self._pages)])
            return True
        colon = cell.text.find(":")
        label = cell.text[:colon] if colon > 0 else _bold_words(cell.lines[0].words) if cell.lines else ""
        if label and id(cell) not in self._prefixed and self._book.is_part(label):
            self._used.add(id(cell))
            self._add(entry, cell_blocks(cell, self._pages))
            return True
        return False

    def _add(self, entry: Entry, blocks: list[Block]) -> None:
        """Add what is told of an officer; the post goes before numbers and addresses."""
        if any(_has_contact(block.text) for block in blocks):
            entry.values.extend(blocks)
            return
        told = [number for number, block in enumerate(entry.values) if _has_contact(block.text)]
        at = told[0] if told else len(entry.values)
        entry.values[at:at] = blocks

    def _free(self, cell: Cell | None) -> bool:
        if cell is None or id(cell) in self._used or not cell.lines or self._book.is_part(cell.text):
            return False
        return self._keys[id(cell)] is None and id(cell) not in self._prefixed

    def _beside(self, label: Cell, key: str) -> list[Cell]:
        """Cells at the right of a label, in the rows that it spans, up to the next label."""
        values: list[Cell] = []
        for row in range(label.row, min(label.row + label.row_span, self._table.n_rows)):
            for col in range(label.col + label.col_span, self._table.n_cols):
                cell = self._grid[row][col]
                if cell is not None and (not cell.lines or any(cell is value for value in values)):
                    continue
                if not self._free(cell) and (values or not self._is_value(label, cell, key)):
                    break
                assert cell is not None
                values.append(cell)
        self._used.update(id(cell) for cell in values)
        return values

    def _is_value(self, label: Cell, cell: Cell | None, key: str) -> bool:
        """Whether a cell whose words could be a label is the value of the one at its left.

        In "Subject | Safeguarding" a word that could be an unimportant label is the value of an important one; where
        labels are marked, what is not marked is none ("**Key or non-key:** | Key decision").
        """
        if cell is None or not cell.lines or id(cell) in self._used or id(cell) in self._prefixed:
            return False
        if self._paired and label.col == 0 and not cell.text.endswith(":"):
            return True
        if self._heads(label.row):
            return False
        marked = [one.text.endswith(":") or all(line.bold for line in one.lines) for one in (label, cell)]
        if marked == [True, False]:
            return True
        return key != "other" and not cell.text.endswith(":") and self._keys[id(cell)] == "other"

    def _heads(self, row: int) -> bool:
        """Whether a row of three or more labels has nothing else: their values stand below them."""
        cells = {id(cell): cell for cell in self._grid[row] if cell is not None and cell.lines}
        return len(cells) > 2 and all(self._keys[key] is not None for key in cells)

    def _below(self, label: Cell, key: str) -> list[Cell]:
        """Cells under a label, down to the next one; people may fill several."""
        values: list[Cell] = []
        for row in range(label.row + label.row_span, self._table.n_rows):
            if any(one is not None and self._keys[id(one)] for one in self._grid[row][: label.col]):
                break  # the value of another label
            cell = self._grid[row][label.col]
            if cell is label or (cell is not None and (not cell.lines or any(cell is value for value in values))):
                continue
            if not self._free(cell) or (values and key not in _END | _LISTS):
                break
            assert cell is not None
            values.append(cell)
            if key in _LISTS:  # "Appendix 1 | The plan"
                values.extend(one for one in self._grid[row][label.col + 1 :] if one is not None and self._free(one))
        self._used.update(id(cell) for cell in values)
        return values

    def _stream(self, cell: Cell) -> None:
        """A cell that begins with its own label, and what follows it down the column."""
        self._used.add(id(cell))
        blocks = cell_blocks(cell, self._pages)
        column = self._below(cell, "contact") if find_contact(cell.text).phones or len(cell.lines) > 2 else []
        for more in column:
            blocks.extend(cell_blocks(more, self._pages))
        self._made.streams.append(blocks)
        prefix = self._book.prefix(cell.text)
        self._entry = Entry(prefix[0], cell.text, blocks) if prefix else None
