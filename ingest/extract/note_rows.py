"""Rows over the width of a table that say more of the item above: "Commentary: two vehicles were off the road"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.extract.cell_values import Context, read_due, read_officers, texts
from ingest.extract.columns import Headings
from ingest.extract.entries import split_entries
from ingest.extract.grid_view import GridView, part_of, passage_of
from ingest.extract.item_fields import add_officers
from ingest.extract.line_habits import usual_spacing
from ingest.layout.document import Cell
from ingest.normalise.headings import map_heading
from schemas.plan import Action, PlanItem

_LABEL = re.compile(r"^([A-Z][^:.?!]{2,40}?)\s*:\s*(?=\S)")
_LABEL_LENGTH = 45
_KNOWN = 0.9
_FIELDS = ("progress", "next_steps", "lead_officers", "due")
# A sentence of so many characters over the width of a table of indicators, plainly set, is a comment.
_COMMENT_LENGTH = 60


@dataclass(slots=True)
class NoteRow:
    """What a row says of the item above: the field, and a cell with the words."""

    name: str
    value: Cell
    spacing: float


def read_note_row(view: GridView, row: int, headings: Headings, context: Context) -> NoteRow | None:
    """The note that a row holds, or None where it is none: a label and its words, or a sentence below figures."""
    cells = [cell for cell in view.starting(row) if cell.lines]
    if not cells or len(cells) > 2 or any(cell.lines and cell.row < row for cell in view.cells(row)):
        return None
    wide = cells[-1].col_span >= max(2, 0.5 * view.table.n_cols)
    if not wide:
        return None
    spacing = usual_spacing(view.table.cells)
    if len(cells) == 2:
        label = cells[0].text.rstrip(" :")
        name = _field(label, context) if len(label) <= _LABEL_LENGTH else None
        return NoteRow(name, cells[1], spacing) if name else None
    passage = passage_of(cells[0])
    match = _LABEL.match(passage.text)
    if match is not None:
        name = _field(match[1], context)
        return NoteRow(name, part_of(cells[0], passage.slice(match.end())), spacing) if name else None
    if _is_comment(cells[0]) and headings.one("measures") is not None and headings.one("actions") is None:
        return NoteRow("progress", cells[0], spacing)
    return None


def lead_row(view: GridView, row: int, headings: Headings, context: Context) -> NoteRow | None:
    """The note of a row that says who leads ("Senior responsible officer: …"); None where it says something else."""
    note = read_note_row(view, row, headings, context)
    return note if note is not None and note.name == "lead_officers" else None


def _is_comment(cell: Cell) -> bool:
    plain = not any(line.bold for line in cell.lines)
    return plain and len(cell.text) >= _COMMENT_LENGTH and cell.text.rstrip().endswith(".")


def _field(label: str, context: Context) -> str | None:
    match = map_heading(label, context.vocabulary)
    return str(match.field) if match.field in _FIELDS and match.score >= _KNOWN else None


def take_note(target: PlanItem | Action, note: NoteRow, context: Context) -> None:
    """File the words of a note with the item, or with the action that the item is."""
    passage = passage_of(note.value)
    if note.name == "lead_officers":
        add_officers(target.lead_officers, read_officers(passage, context))
    elif note.name == "due":
        target.due = target.due or read_due(passage, context)
    elif note.name == "next_steps" and isinstance(target, PlanItem):
        target.next_steps.extend(texts(split_entries([note.value], note.spacing)))
    else:
        target.progress.extend(texts(split_entries([note.value], note.spacing)))
