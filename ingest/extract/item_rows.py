"""Rows of a plan table to items: which rows belong together, and under which section."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rapidfuzz.fuzz import ratio

from ingest.extract.cell_values import Context
from ingest.extract.columns import TRACKS, Column, Headings, column_cells
from ingest.extract.grid_view import GridView, passage_of
from ingest.extract.note_rows import NoteRow, lead_row, read_note_row
from ingest.extract.subjects import key_of
from ingest.layout.document import Cell
from ingest.layout.passage import Passage
from schemas.plan import Section

_NUMBERED = re.compile(r"^\(?(\d{1,2}(?:\.\d{1,2})*)(?:[.):]\s*|\s+)(?=[^\d\s])")
_FIGURES_ONLY = re.compile(r"^[\d.,£%()\s–-]+$")
# The name of a section in one cell, and in a row over the width of the table ("Objective 1: ...", a sentence or two).
_SECTION_LENGTH = 200
_WIDE_SECTION_LENGTH = 420
# Shorter words may well be the same in two items.
_REPEATED_LENGTH = 8
_SAME_HEADING = 85
# So many references to each recommendation number the actions.
_SHARED_KEYS = 1.5


@dataclass(slots=True)
class ItemRows:
    """The rows of one item, and the section that they stand under.

    Attributes:
        rows: rows of the table, from 0.
        section: the section.
        repeated: further rows print again what the item is about, one row for each of its actions.
        notes: rows below it that say more of it.
        leads: rows below the section's heading that say who leads on it.
    """

    rows: list[int] = field(default_factory=list)
    section: Section | None = None
    repeated: bool = False
    notes: list[NoteRow] = field(default_factory=list)
    leads: list[NoteRow] = field(default_factory=list)


def read_section(passage: Passage) -> Section:
    """A heading's words as a section; a bare number in front of them is its ref."""
    match = _NUMBERED.match(passage.text)
    words = passage.slice(match.end()) if match else passage
    return Section(ref=match[1] if match else None, title=words.text or None, source=passage.source())


def key_column(headings: Headings) -> Column | None:
    """The column whose cells say what an item is about."""
    for name in ("recommendation", key_of(headings), "outcomes", "progress", "targets"):
        column = headings.one(name)
        if column is not None:
            return column
    return None


def refs_number_actions(view: GridView, headings: Headings) -> bool:
    """Whether references stand beside each action, and number the actions, not what they answer."""
    ref, key = headings.one("ref"), key_column(headings)
    if ref is None or key is None or key.field != "recommendation":
        return False
    first_row = headings.first + headings.rows
    refs = [cell for cell in column_cells(view, ref, first_row) if cell.lines]
    keys = [cell for cell in column_cells(view, key, first_row) if cell.lines]
    if len(refs) < _SHARED_KEYS * max(1, len(keys)):
        return False
    spanning = headings.one("actions") is not None and sum(cell.row_span for cell in keys) >= _SHARED_KEYS * len(keys)
    return ref.col > key.col or spanning


def group_rows(view: GridView, headings: Headings, context: Context, section: Section | None) -> list[ItemRows]:
    """Group the rows below the headings to items; rows that belong to none become diagnostics.

    Args:
        view: the table.
        headings: its heading rows and columns, settled.
        context: for the vocabulary and the notes.
        section: the section that the rows stand under to begin with.
    """
    items: list[ItemRows] = []
    current: ItemRows | None = None
    theme: Section | None = None  # what a column of themes said last; an empty cell says it again
    rule = _ItemRule(view, headings)
    above = section_above(view, headings, context)
    section = read_section(above) if above is not None else section
    leads = [note for row in range(headings.first) if (note := lead_row(view, row, headings, context))]
    for row in range(headings.first + headings.rows, view.table.n_rows):
        if view.is_empty(row):
            if current is not None and any(cell.lines for cell in view.cells(row)):
                current.rows.append(row)
            continue
        if is_heading_again(view, row, headings):
            for cell in view.starting(row):
                cell.header = True
            continue
        note = read_note_row(view, row, headings, context)
        if note is not None:
            _file_note(view, row, note, current, leads, context)
            continue
        heading = section_cell(view, row, headings)
        if heading is not None:
            section, theme, current, leads = read_section(passage_of(heading)), None, None, []
            _note_rest(view, row, heading, context)
            continue
        if _is_total(view, row, context):
            current = None
            _note_row(view, row, context)
            continue
        if current is not None and rule.repeats(row, current):
            current.rows.append(row)
            current.repeated = True
        elif rule.begins(row) or (current is None and rule.has_key(row)):
            theme = rule.section(row) or theme
            current = ItemRows([row], theme or section, leads=list(leads))
            items.append(current)
        elif current is not None:
            current.rows.append(row)
        else:
            _note_row(view, row, context)
    return items


def _file_note(
    view: GridView, row: int, note: NoteRow, item: ItemRows | None, leads: list[NoteRow], context: Context
) -> None:
    if item is not None:
        item.notes.append(note)
    elif note.name == "lead_officers":
        leads.append(note)  # below the heading of a section
    else:
        _note_row(view, row, context)


class _ItemRule:
    """Tells where an item begins in one table."""

    def __init__(self, view: GridView, headings: Headings) -> None:
        self._view = view
        self._ref = headings.one("ref")
        self._key = key_column(headings)
        self._theme = headings.one("section")
        self._has_actions = headings.one("actions") is not None
        self._refs_beside_actions = refs_number_actions(view, headings)

    def _begins(self, row: int, column: Column | None) -> Cell | None:
        if column is None:
            return None
        for col in range(column.col, column.col + column.width):
            cell = self._view.at(row, col)
            if cell is not None and cell.row == row and cell.lines and cell.continues < 2:
                return cell
        return None

    def has_key(self, row: int) -> bool:
        """Whether anything in the row could be what an item is about."""
        return bool(self._begins(row, self._ref) or self._begins(row, self._key))

    def begins(self, row: int) -> bool:
        """Whether a row begins an item."""
        ref = None if self._refs_beside_actions else self._ref
        if ref is None:
            return self._begins(row, self._key) is not None
        if self._begins(row, ref) is not None:
            return True
        key = self._begins(row, self._key)
        if key is None:
            return False
        # A row without a number: the cell above it in the ref column spans it, or the text is cut, or it has none.
        above = self._view.at(row, ref.col)
        # Where the file format gives the grid, no text is cut.
        whole = key.text[:1].isupper() or self._view.table.ruled == "given"
        return above is not None and above.row == row and whole

    def repeats(self, row: int, item: ItemRows) -> bool:
        """Whether a row says again, word for word, what the item above is about, beside an action of its own."""
        if not self._has_actions or self._key is None or self._key.field != "recommendation":
            return False
        key, first = self._begins(row, self._key), self._begins(item.rows[0], self._key)
        if key is None or first is None or len(key.text) < _REPEATED_LENGTH or key.text != first.text:
            return False
        ref, first_ref = self._begins(row, self._ref), self._begins(item.rows[0], self._ref)
        return ref is None or (first_ref is not None and ref.text == first_ref.text)

    def section(self, row: int) -> Section | None:
        """The section that a theme column names for a row."""
        if self._theme is None:
            return None
        cell = self._view.at(row, self._theme.col)
        return read_section(passage_of(cell)) if cell is not None and cell.lines else None


def section_above(view: GridView, headings: Headings, context: Context) -> Passage | None:
    """The words of a row of one cell above the headings, not those that say who leads; None where there is none."""
    for row in range(headings.first - 1, -1, -1):
        filled = [cell for cell in view.cells(row) if cell.lines]
        alone = len(filled) == 1 and len(filled[0].text) <= _WIDE_SECTION_LENGTH
        if alone and lead_row(view, row, headings, context) is None:
            return passage_of(filled[0])
    return None


def is_heading_again(view: GridView, row: int, headings: Headings) -> bool:
    """Whether a row repeats the headings (a part of a table under a new section, a page's top)."""
    texts = [re.sub(r"[\W_]+", "", cell.text.casefold()) for cell in view.cells(row) if cell.lines]
    if len(texts) < 2:
        return False
    known = [text for text in headings.texts if text]
    return bool(known) and ratio("|".join(texts), "|".join(known)) >= _SAME_HEADING


def section_cell(view: GridView, row: int, headings: Headings) -> Cell | None:
    """The cell that makes a row a section heading: it alone speaks, over the width of the table or in bold."""
    filled = [cell for cell in view.starting(row) if cell.lines]
    if not filled:
        return None
    cell = filled[0]
    wide = cell.col_span >= max(2, 0.6 * view.table.n_cols)
    if len(cell.text) > (_WIDE_SECTION_LENGTH if wide else _SECTION_LENGTH) or cell.row_span > 1:
        return None
    others = filled[1:]
    if others and not (cell.col_span > 1 and all(_FIGURES_ONLY.match(other.text) for other in others)):
        return None
    if any(other.lines and other.row < row for other in view.cells(row)):
        return None
    bold = all(line.bold for line in cell.lines)
    if wide or cell.col_span >= max(2, view.table.n_cols // (3 if bold else 2)):
        return cell
    column = next((one for one in headings.columns if one.col <= cell.col < one.col + one.width), None)
    if column is not None and column.field in TRACKS:
        return None  # "Measure" in bold parts the cells of a column of targets
    loud = bold or cell.fill is not None
    ref = headings.one("ref")
    beside_ref = ref is not None and ref.col <= cell.col < ref.col + ref.width
    return cell if loud and not others and not beside_ref and len(cell.lines) <= 3 and view.table.n_cols > 2 else None


def _is_total(view: GridView, row: int, context: Context) -> bool:
    filled = [cell for cell in view.cells(row) if cell.lines]
    return bool(filled) and any(
        pattern.search(filled[0].text.casefold()) for pattern in context.vocabulary.patterns("plans", "total_row")
    )


def _note_row(view: GridView, row: int, context: Context) -> None:
    words = " | ".join(cell.text for cell in view.starting(row) if cell.lines)
    if not words:
        return
    source = Passage.join(passage_of(cell) for cell in view.starting(row)).source()
    context.notes.add("row-without-item", source, page=source[0].page if source else None, words=words[:120])


def _note_rest(view: GridView, row: int, heading: Cell, context: Context) -> None:
    others = [cell for cell in view.starting(row) if cell.lines and cell is not heading]
    if others:
        source = Passage.join(passage_of(cell) for cell in others).source()
        words = " | ".join(cell.text for cell in others)
        page = source[0].page if source else None
        context.notes.add("row-without-item", source, page=page, words=words[:120])
