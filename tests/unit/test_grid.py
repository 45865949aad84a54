"""Ruled lines make the cells that a reader sees, however a program drew them."""

from __future__ import annotations

import pytest

from ingest.layout.document import Page, Rule
from ingest.layout.grid import find_grids, tracks_of


def page_of(*rules: tuple[float, float, float, float]) -> Page:
    return Page(1, 600.0, 800.0, rules=[Rule(*rule) for rule in rules])


def spans(page: Page) -> list[tuple[int, int, int, int]]:
    (grid,) = find_grids(page)
    return [(cell.row, cell.col, cell.row_span, cell.col_span) for cell in grid.cells]


TWO_BY_TWO = [(0, y, 200, y) for y in (0, 50, 100)] + [(x, 0, x, 100) for x in (0, 100, 200)]


def test_lines_across_and_down_make_cells() -> None:
    assert spans(page_of(*TWO_BY_TWO)) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_boxes_drawn_cell_by_cell_make_the_same_cells() -> None:
    boxes = []
    for x in (0, 100):
        for y in (0, 50):
            boxes += [
                (x, y, x + 100, y),
                (x, y + 50, x + 100, y + 50),
                (x, y, x, y + 50),
                (x + 100, y, x + 100, y + 50),
            ]
    assert spans(page_of(*boxes)) == spans(page_of(*TWO_BY_TWO))


def test_a_missing_line_merges_two_cells() -> None:
    without_half = [rule for rule in TWO_BY_TWO if rule != (100, 0, 100, 100)]
    assert spans(page_of(*without_half, (100, 50, 100, 100))) == [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_a_cell_that_spans_rows() -> None:
    lines = [rule for rule in TWO_BY_TWO if rule != (0, 50, 200, 50)]
    assert spans(page_of(*lines, (100, 50, 200, 50))) == [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]


def test_an_open_side_is_taken_as_drawn() -> None:
    open_left = [rule for rule in TWO_BY_TWO if rule != (0, 0, 0, 100)]
    assert spans(page_of(*open_left)) == spans(page_of(*TWO_BY_TWO))


def test_two_tables_that_do_not_touch_are_two() -> None:
    lower = [(x0, top + 300, x1, bottom + 300) for x0, top, x1, bottom in TWO_BY_TWO]
    assert len(find_grids(page_of(*TWO_BY_TWO, *lower))) == 2


@pytest.mark.parametrize("offset", [0.0, 1.5, 2.9])
def test_a_line_drawn_twice_is_one(offset: float) -> None:
    (track,) = tracks_of([(100.0, 0.0, 50.0), (100.0 + offset, 48.0, 90.0)])
    assert track.spans == [(0.0, 90.0)]


def test_dots_are_no_lines() -> None:
    assert tracks_of([(10.0, 0.0, 0.5), (10.0, 30.0, 31.0)]) == []
