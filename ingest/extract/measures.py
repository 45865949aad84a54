"""Measures of an item: indicators with their baseline, readings, targets, rating and direction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from ingest.extract.cell_values import Context, read_direction, read_reading, read_status, texts, to_period
from ingest.extract.columns import Column, Headings
from ingest.extract.entries import Entry, split_entries
from ingest.extract.grid_view import GridView
from ingest.extract.subjects import key_of
from ingest.layout.document import Cell
from ingest.layout.passage import Passage
from ingest.normalise.dates import Period, find_dates
from ingest.vocabulary.loader import Vocabulary
from schemas.plan import Measure, PlanItem
from schemas.values import DatePeriod, Reading

_FIGURES = ("readings", "targets", "baseline")
_YEAR = timedelta(days=365)


@dataclass(slots=True)
class _Figures:
    """The figure columns of a table, with the period that each heading names."""

    columns: list[Column]
    periods: dict[int, DatePeriod | None]


def read_measures(
    item: PlanItem, headings: Headings, by_column: dict[int, list[Cell]], view: GridView, context: Context
) -> None:
    """Add the item's measures; prose that shares their column goes to outcomes."""
    columns = [column for column in headings.columns if column.field in _FIGURES]
    figures = _Figures(columns, {id(column): _heading_period(column, context) for column in columns})
    cells = [cell for column in headings.of("measures") for cell in by_column[id(column)] if cell.lines]
    if not cells and columns:
        cells = _from_outcomes(item, headings, by_column, figures, view, context)
    for cell in cells:
        item.measures.extend(_measures_of(cell, figures, headings, view, context))
    if not cells and columns:
        _bare_figures(item, by_column, figures, context)
    of_measure = not item.actions or key_of(headings) == "measures"
    if len(item.measures) == 1 and item.recommendation is None and of_measure:
        own_status(item)
    _directions(item, headings, by_column, context)


def _heading_period(column: Column, context: Context) -> DatePeriod | None:
    leaf, group = column.passage, column.group
    dated = find_dates(leaf.text)
    below = find_dates(f"{leaf.text} {group.text}") if group and not dated else []
    if below and below[0].start < len(leaf):  # "Q1" below "2024/25"
        return to_period(below[0].period, leaf.slice(below[0].start, below[0].end))
    for passage in (leaf, group) if group else (leaf,):
        for found in find_dates(passage.text, context.reference)[:1]:
            words = passage.slice(found.start, found.end)
            period = found.period if dated else _past(words.text, column, context) or found.period
            return to_period(period, words) if words else None
    return None


def _past(words: str, column: Column, context: Context) -> Period | None:
    """The last quarter or month of a name that was over by the day of the meeting: a reading is of the past."""
    if column.field != "readings" or context.reference is None:
        return None
    for reference in (context.reference, context.reference - _YEAR):
        for found in find_dates(words, reference)[:1]:
            if found.period.end and found.period.end <= context.reference:
                return found.period
    return None


def _measures_of(cell: Cell, figures: _Figures, headings: Headings, view: GridView, context: Context) -> list[Measure]:
    entries = [entry for entry in split_entries([cell]) if entry.passage.text]
    if not entries:
        return []
    beside = _beside(cell, figures.columns, view)
    if not any(found for _, found in beside):
        return [_measure(entry.passage) for entry in _joined(entries)]
    rows = _line_by_line(entries, beside)
    if rows is not None:
        return [
            _with_figures(_measure(entry.passage), parts, figures) for entry, parts in zip(entries, rows, strict=True)
        ]
    if len(entries) > 1 and view.table.ruled == "given":
        return _dealt(_joined(entries), beside, figures)
    measure = _with_figures(_measure(Passage.join(entry.passage for entry in entries)), beside, figures)
    for column in headings.of("readings"):
        if measure.status is None and _is_current(column, context.vocabulary):
            for _, found in _beside(cell, [column], view):
                status = read_status(found[0], context) if found else None
                measure.status = status if status is not None and status.rag else None
    return [measure]


def _dealt(entries: Sequence[Entry], beside: Sequence[tuple[Column, list[Cell]]], figures: _Figures) -> list[Measure]:
    """Deal figures to the measures of one cell: as many figures as measures, or as bullets, one each.

    One figure is for all, as in a merged cell, unless a conversion put the cell on one line. Which measure any other
    number of figures belongs to, nothing says: they stand by themselves.
    """
    measures = [_measure(entry.passage) for entry in entries]
    bullets = [measure for measure, entry in zip(measures, entries, strict=True) if entry.bullet]
    flat = len({word.line for entry in entries for word in entry.passage.words}) == 1
    loose = Measure(text=None)
    for column, cells in beside:
        # Not their entries: a lone "*" is a value here and no bullet.
        parts = [
            Cell(cell.row, cell.col, lines=list(lines), boxes=cell.boxes)
            for cell in cells
            for _, lines in groupby(cell.lines, key=lambda line: line.words[0].block)
        ]
        owners = next((group for group in (measures, bullets) if len(group) == len(parts)), None)
        if owners is not None:
            for measure, part in zip(owners, parts, strict=True):
                _with_figures(measure, [(column, [part])], figures)
        else:
            for measure in measures if len(parts) == 1 and not flat else [loose]:
                _with_figures(measure, [(column, parts)], figures)
    return [*measures, loose] if loose.readings or loose.targets or loose.baseline else measures


def _measure(passage: Passage) -> Measure:
    return Measure(text=passage.text, source=passage.source())


def _joined(entries: Sequence[Entry]) -> list[Entry]:
    """A stem and the one bullet under it are one measure; a stem over several bullets stands alone."""
    if len(entries) == 2 and entries[0].stem and entries[1].bullet:
        return [Entry(Passage.join(entry.passage for entry in entries))]
    return list(entries)


def _beside(cell: Cell, columns: Sequence[Column], view: GridView) -> list[tuple[Column, list[Cell]]]:
    """Figure cells that meet the rows of a measure's cell, column by column."""
    found: list[tuple[Column, list[Cell]]] = []
    for column in columns:
        cells: list[Cell] = []
        for row in range(cell.row, cell.row + cell.row_span):
            for col in range(column.col, column.col + column.width):
                other = view.at(row, col)
                if other is not None and other.lines and other not in cells and other is not cell:
                    cells.append(other)
        found.append((column, cells))
    return found


def _line_by_line(
    entries: Sequence[Entry], beside: Sequence[tuple[Column, list[Cell]]]
) -> list[list[tuple[Column, list[Cell]]]] | None:
    """Several measures in one cell with as many figures, line by line, in every cell beside it."""
    speaking = [(column, cells[0]) for column, cells in beside if len(cells) == 1]
    if len(entries) < 2 or not speaking or len(speaking) != sum(1 for _, cells in beside if cells):
        return None
    if any(len(cell.lines) != len(entries) for _, cell in speaking):
        return None
    if not all(
        any(sign.isdigit() for sign in line.text) or len(line.text) < 12 for _, c in speaking for line in c.lines
    ):
        return None
    return [
        [(column, [Cell(cell.row, cell.col, lines=[cell.lines[index]], boxes=cell.boxes)]) for column, cell in speaking]
        for index in range(len(entries))
    ]


def _with_figures(measure: Measure, beside: Sequence[tuple[Column, list[Cell]]], figures: _Figures) -> Measure:
    for column, cells in beside:
        for cell in cells:
            reading = read_reading(cell, column.leaf, figures.periods.get(id(column)))
            if reading is not None:
                place_reading(measure, column.field, reading)
    return measure


def place_reading(measure: Measure, name: str | None, reading: Reading) -> None:
    """Put a figure with its measure, as the field of its heading says."""
    if name == "baseline":
        if measure.baseline is None:
            measure.baseline = reading
        else:
            measure.readings.append(reading)
    elif name == "targets":
        measure.targets.append(reading)
    else:
        measure.readings.append(reading)


def _from_outcomes(
    item: PlanItem,
    headings: Headings,
    by_column: dict[int, list[Cell]],
    figures: _Figures,
    view: GridView,
    context: Context,
) -> list[Cell]:
    """Part a column that mixes prose and measures; returns the cells that are measures.

    From the word "Measure" on, and wherever figures stand beside it, a cell is a measure; the rest is outcomes.
    """
    marker = context.vocabulary.once("measure_marker", _marker_words)
    measures: list[Cell] = []
    prose: list[Cell] = []
    marked = False
    for column in headings.of("outcomes"):
        for cell in by_column[id(column)]:
            if not cell.lines:
                continue
            before, after, found = _at_marker(cell, marker)
            marked = marked or found
            if before is not None:
                own = any(cells for _, cells in _beside(cell, figures.columns, view))
                (measures if (marked and not found) or (own and not found) else prose).append(before)
            if after is not None:
                measures.append(after)
    item.outcomes.extend(texts(split_entries(prose)))
    return measures


def _marker_words(vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(word.casefold() for word in vocabulary.words("plans", "measure_marker"))


def _at_marker(cell: Cell, marker: frozenset[str]) -> tuple[Cell | None, Cell | None, bool]:
    """The parts of a cell before and after a line that is nothing but the marker."""
    for index, line in enumerate(cell.lines):
        if line.text.strip(" :").casefold() in marker:
            before, after = cell.lines[:index], cell.lines[index + 1 :]
            return _part(cell, before), _part(cell, after), True
    return cell, None, False


def _part(cell: Cell, lines: list) -> Cell | None:  # type: ignore[type-arg]
    if not lines:
        return None
    return Cell(cell.row, cell.col, cell.row_span, cell.col_span, lines, cell.fill, cell.boxes)


def _bare_figures(item: PlanItem, by_column: dict[int, list[Cell]], figures: _Figures, context: Context) -> None:
    """Figures without a column that says what they measure: one measure without words of its own."""
    beside = [(column, [cell for cell in by_column[id(column)] if cell.lines]) for column in figures.columns]
    if any(cells for _, cells in beside):
        item.measures.append(_with_figures(Measure(text=None), beside, figures))


def own_status(item: PlanItem) -> None:
    """An indicator that is an item of its own carries the row's rating itself."""
    measure = item.measures[0]
    if item.status is not None:
        measure.status = item.status
        item.status = None


def _directions(item: PlanItem, headings: Headings, by_column: dict[int, list[Cell]], context: Context) -> None:
    for column in headings.columns:
        if column.field != "direction" and "direction" not in column.also:
            continue
        for cell in by_column[id(column)]:
            direction = read_direction(cell, context.vocabulary)
            if direction is None or not item.measures:
                continue
            for measure in item.measures:
                measure.direction = measure.direction or direction
            if column.heading in item.extra and item.extra[column.heading] == cell.text:
                del item.extra[column.heading]
                item.extra_source.pop(column.heading, None)


def _is_current(column: Column, vocabulary: Vocabulary) -> bool:
    words = vocabulary.once("current_reading", _current_words)
    return column.leaf.casefold().strip() in words


def _current_words(vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(word.casefold() for word in vocabulary.words("plans", "current_reading"))
