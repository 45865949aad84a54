"""Columns that rate by colour alone."""

from __future__ import annotations

from collections import defaultdict

from ingest.extract.cell_values import Context
from ingest.extract.columns import Column, Headings, column_cells
from ingest.extract.grid_view import GridView
from ingest.normalise.status import parse_status

# So many of a column's cells have a rating colour in a column that rates by colour.
_RATED_SHARE = 0.6
# Columns that may rate by colour what their words tell.
_COLOURED = ("progress", "ref", "due", "next_steps")


def status_by_fill(view: GridView, headings: Headings, context: Context) -> None:
    """Make a column a status column where its colours rate and no other column does.

    Colours that merely go with words (each directorate its own) rate nothing.
    """
    if headings.of("status"):
        return
    first_row = headings.first + headings.rows
    for column in headings.columns:
        if column.field not in (None, "extra") and not column.guessed:
            continue
        if _rates(view, column, first_row, context):
            column.field = "status"
            return
    if headings.fields & {"recommendation", "actions"} and "measures" not in headings.fields:
        dated = [c for c in headings.of("readings") if _rates(view, c, first_row, context)]
        for column in dated:
            column.field = "status" if column is dated[-1] else "extra"  # a column for each month, the last counts
        if dated:
            return
    for column in headings.columns:
        if column.field in _COLOURED and _colours(view, column, first_row, context):
            column.rated = True
            return


def _colours(view: GridView, column: Column, first_row: int, context: Context) -> bool:
    """Whether most cells of a column that says something else are coloured by rating, and not all the same."""
    cells = [cell for cell in column_cells(view, column, first_row) if cell.col_span <= column.width]
    rated = [rag for cell in cells if (rag := context.fill_rag(cell.fill)) is not None]
    return len(rated) >= _RATED_SHARE * len(cells) and len(set(rated)) > 1


def _rates(view: GridView, column: Column, first_row: int, context: Context) -> bool:
    cells = [cell for cell in column_cells(view, column, first_row) if cell.col_span <= column.width]
    rated = [cell for cell in cells if context.fill_rag(cell.fill) is not None]
    if len(rated) < 2 or len(rated) < _RATED_SHARE * len(cells):
        return False
    if any(len(cell.text) > 12 for cell in cells):
        return False
    colors: dict[str, set[int | None]] = defaultdict(set)
    for cell in rated:
        if cell.lines:
            colors[cell.text].add(cell.fill)
    # Words that always come with the same colour of their own are labels with a colour code.
    labelled = len(colors) > 1 and all(len(found) == 1 for found in colors.values())
    named = all(parse_status(cell.text, context.vocabulary).rag for cell in rated if cell.lines)
    return not labelled or named or not column.heading
