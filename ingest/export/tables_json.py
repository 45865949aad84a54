"""The tables of a paper as the layout sees them, before anyone asks what they mean."""

from __future__ import annotations

from typing import Any

from ingest.layout.document import Cell, LayoutDocument, Page, Table
from ingest.layout.passage import Passage
from ingest.layout.turned import as_displayed


def tables_of(layout: LayoutDocument) -> list[dict[str, Any]]:
    """Tables in reading order.

    Returns:
        One dict a table: ``pages`` (from 1), ``rows``, ``cols``, ``told_by`` (ruled, rules, aligned, tags or given),
        ``confidence`` (0 to 1), ``boxes`` (``{page, bbox}``, one for each page) and ``cells``, each with ``row`` and
        ``col`` (from 0), ``row_span``, ``col_span``, ``text``, ``fill`` ("#rrggbb" or null), ``heading``, ``repeated``
        and ``boxes``. Heading cells that a later page of the table repeats stand last, with ``repeated`` true and the
        row that they repeat. A bbox is [x0, top, x1, bottom] in points from the top left of the page as displayed.
    """
    pages = {page.number: page for page in layout.pages}
    found = [part for part in layout.body if isinstance(part, Table)] + layout.running_tables
    found.sort(key=lambda table: (table.boxes[0][0], table.boxes[0][2]) if table.boxes else (0, 0.0))
    return [_table(table, pages) for table in found]


def _table(table: Table, pages: dict[int, Page]) -> dict[str, Any]:
    return {
        "pages": table.pages,
        "rows": table.n_rows,
        "cols": table.n_cols,
        "told_by": table.ruled,
        "confidence": round(table.confidence, 3),
        "boxes": [_box(box, pages) for box in table.boxes],
        "cells": [_cell(cell, pages) for cell in table.cells] + [_cell(cell, pages, True) for cell in table.repeated],
    }


def _cell(cell: Cell, pages: dict[int, Page], repeated: bool = False) -> dict[str, Any]:
    return {
        "row": cell.row,
        "col": cell.col,
        "row_span": cell.row_span,
        "col_span": cell.col_span,
        "text": Passage.of_lines(cell.lines).text,
        "fill": f"#{cell.fill:06x}" if cell.fill is not None else None,
        "heading": cell.header or repeated,
        "repeated": repeated,
        "boxes": [_box(box, pages) for box in cell.boxes],
    }


def _box(box: tuple[int, float, float, float, float], pages: dict[int, Page]) -> dict[str, Any]:
    number, x0, top, x1, bottom = box
    page = pages.get(number)
    places = as_displayed((x0, top, x1, bottom), page) if page is not None else (x0, top, x1, bottom)
    return {"page": number, "bbox": [round(place, 1) for place in places]}
