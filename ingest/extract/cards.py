"""Indicator cards: a small table for one indicator, "Latest: 97 %" and the like in its cells."""

from __future__ import annotations

import re

from ingest.extract.cell_values import Context, read_direction, read_status
from ingest.extract.grid_view import GridView, passage_of
from ingest.layout.document import Cell
from ingest.layout.passage import Passage
from ingest.normalise.headings import map_heading
from ingest.normalise.numbers import parse_value
from schemas.plan import Measure, PlanItem
from schemas.values import Reading

_PAIR = re.compile(r"(?:^|(?<=[,;]\s)|(?<=\|\s))([A-Z][^:,;]{1,40}):\s*")
_MAX_ROWS = 8
_FIGURES = ("readings", "targets", "baseline")


def read_card(view: GridView, context: Context) -> PlanItem | None:
    """The item of an indicator card, or None where the table is none."""
    table = view.table
    if table.n_rows > _MAX_ROWS or len(table.cells) > 24:
        return None
    pairs = [(cell, found) for cell in table.cells if (found := _pairs(cell, context))]
    if sum(len(found) for _, found in pairs) < 2:
        return None
    first = min(cell.row for cell, _ in pairs)
    # What a chart says along its sides is words and figures in turn.
    title = max(
        (cell for cell in table.cells if cell.row < first and cell.lines and not _is_chart(cell)),
        key=lambda c: len(c.text),
        default=None,
    )
    if title is None or len(title.text) < 8:
        return None
    words = passage_of(title)
    measure = Measure(text=words.text, source=words.source())
    for _, found in pairs:
        for field, reading in found:
            (measure.targets if field == "targets" else measure.readings).append(reading)
    for cell in table.cells:
        if cell is title or any(cell is known for known, _ in pairs) or cell.row >= first:
            continue
        if len(cell.text) <= 20:
            status = read_status(cell, context) if cell.lines or cell.fill is not None else None
            if status is not None and status.rag:
                measure.status = status
            measure.direction = read_direction(cell, context.vocabulary) or measure.direction
    return PlanItem(measures=[measure])


def _is_chart(cell: Cell) -> bool:
    """Whether half of a cell's words have figures in them."""
    words = cell.text.split()
    return 2 * sum(any(sign.isdigit() for sign in word) for word in words) >= len(words)


def _pairs(cell: Cell, context: Context) -> list[tuple[str, Reading]]:
    """Label and figure pairs of a cell: "Target: 90%, Floor: 85%"."""
    passage = passage_of(cell)
    matches = list(_PAIR.finditer(passage.text))
    found = []
    for index, match in enumerate(matches):
        end = matches[index + 1].start() if index + 1 < len(matches) else len(passage.text)
        label = match[1].strip()
        field = map_heading(label, context.vocabulary).field
        words: Passage = passage.slice(match.end(), end).strip(",;|")
        if field not in _FIGURES or not words or len(words.text) > 40:
            continue
        value = parse_value(words.text)
        found.append(
            (field, Reading(label=label, raw=words.text, value=value.value, unit=value.unit, source=words.source()))
        )
    return found
