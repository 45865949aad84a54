"""Forms: one column of questions and answers, such as an equality impact assessment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from ingest.extract.cell_values import Context, read_due, read_officers
from ingest.extract.entries import split_entries
from ingest.extract.grid_view import GridView, passage_of
from ingest.extract.item_fields import add_extra
from ingest.extract.item_rows import read_section
from ingest.layout.document import Cell
from ingest.layout.passage import Passage
from ingest.normalise.headings import map_heading
from schemas.plan import Action, PlanItem, Section

_LABEL_LENGTH = 160
# The part of a question that names its subject: "Mitigating actions for Age", "Responsible officer – Age".
_TOPIC = re.compile(r"\s*(?:\bfor\b|[–—:-])\s.*$", re.I)
_DARK = 0.45


@dataclass(slots=True)
class _Question:
    """A question, and the cells of its answer."""

    cell: Cell
    answers: list[Cell] = field(default_factory=list)


def read_form(view: GridView, context: Context) -> list[PlanItem]:
    """Items of a form: each section whose answers name actions; none where the table is no form."""
    cells = [part for cell in view.table.cells if cell.lines for part in _parts(cell)]
    if view.table.n_cols > 2 or len(cells) < 4:
        return []
    items: list[PlanItem] = []
    section: Section | None = None
    questions: list[_Question] = []
    for cell in [*cells, None]:
        if cell is None or _is_section(cell):
            item = _item_of(questions, section, context)
            if item is not None:
                items.append(item)
            questions = []
            section = read_section(passage_of(cell)) if cell is not None else None
        elif _is_question(cell):
            questions.append(_Question(cell))
        elif questions:
            questions[-1].answers.append(cell)
    return items


def question_pairs(view: GridView) -> Iterator[tuple[Passage, Passage]]:
    """Each question of a form with the words of its answer."""
    question: Cell | None = None
    answers: list[Cell] = []
    for cell in [part for whole in view.table.cells if whole.lines for part in _parts(whole)]:
        if _is_section(cell) or _is_question(cell):
            if question is not None and answers:
                yield passage_of(question), Passage.join(passage_of(one) for one in answers)
            question, answers = (None if _is_section(cell) else cell), []
        else:
            answers.append(cell)
    if question is not None and answers:
        yield passage_of(question), Passage.join(passage_of(one) for one in answers)


def _is_section(cell: Cell) -> bool:
    """White or pale words on a dark ground over the width of the form."""
    if cell.fill is None or len(cell.text) > _LABEL_LENGTH:
        return False
    return _lightness(cell.fill) < _DARK


def _is_question(cell: Cell) -> bool:
    if len(cell.text) > _LABEL_LENGTH or len(cell.lines) > 3:
        return False
    return all(line.bold for line in cell.lines)


def _parts(cell: Cell) -> list[Cell]:
    """A cell that holds bold questions and, below each, its answer is as many cells."""
    runs = [list(lines) for _, lines in groupby(cell.lines, key=lambda line: line.bold)]
    if len(runs) < 2 or not runs[0][0].bold or any(run[0].bold and len(run) > 2 for run in runs):
        return [cell]
    return [Cell(cell.row, cell.col, cell.row_span, cell.col_span, run, cell.fill, cell.boxes) for run in runs]


def _lightness(rgb: int) -> float:
    return (0.299 * (rgb >> 16 & 255) + 0.587 * (rgb >> 8 & 255) + 0.114 * (rgb & 255)) / 255


def _question_field(text: str, context: Context) -> str | None:
    match = map_heading(_TOPIC.sub("", text).strip(" ?:"), context.vocabulary)
    return match.field


def _item_of(questions: list[_Question], section: Section | None, context: Context) -> PlanItem | None:
    if section is None:
        return None
    item = PlanItem(section=section)
    nothing = context.vocabulary.once(
        "not_an_item", lambda words: frozenset(word.casefold() for word in words.words("plans", "not_an_item"))
    )
    for question in questions:
        heading = passage_of(question.cell)
        answer = Passage.join(passage_of(cell) for cell in question.answers)
        name = _question_field(heading.text, context)
        if not answer.text:
            continue
        empty = answer.text.strip(" .").casefold() in nothing
        if name == "actions":
            if empty:
                return None
            item.actions = [
                Action(ref=entry.label or None, text=entry.passage.text, source=entry.passage.source())
                for entry in split_entries(question.answers)
                if entry.passage.text
            ]
        elif name == "lead_officers" and not empty:
            item.lead_officers = read_officers(answer, context)
        elif name == "due" and not empty:
            item.due = read_due(answer, context)
        else:
            add_extra(item, item, heading.text, answer)
    return item if item.actions else None
