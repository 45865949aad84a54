"""Tables of a page: which words stand in which cell, and what lies behind them."""

from __future__ import annotations

import pytest

from ingest.layout.document import Fill, Rule
from ingest.layout.grid import GridCell
from ingest.layout.tables import cell_fill, mark_fill
from tests.unit.drawn_tables import cells_of, drawn, tables_of, written

ROWS = [
    ["Ref", "Recommendation", "Actions", "Lead"],
    ["1", "Visit every child\nwithin five days", "Train all staff", "Jane Poe"],
    ["2", "Keep case notes\nup to date", "Audit ten files\neach month", "Tom Ash"],
]
WIDTHS = [40.0, 140.0, 140.0, 100.0]
READ = [[cell.replace("\n", " ") for cell in row] for row in ROWS]


@pytest.mark.parametrize("lines", ["grid", "rules", "stripes", "none"])
def test_one_table_however_it_is_drawn(lines: str) -> None:
    (table,) = tables_of(drawn(ROWS, WIDTHS, lines))
    assert cells_of(table) == READ


def test_words_outside_a_table_are_not_in_it() -> None:
    page = written(drawn(ROWS, WIDTHS), "The committee is asked to note the plan.", 40.0)
    (table,) = tables_of(page)
    assert "committee" not in " ".join(cell.text for cell in table.cells)


def test_a_frame_around_text_is_no_table() -> None:
    assert tables_of(drawn([["The committee is asked to note the plan."]], [400.0])) == []


def test_a_body_without_lines_below_a_boxed_heading() -> None:
    """Table styles that box the heading and draw only a frame around all the rest."""
    page = drawn(ROWS[:1], WIDTHS, padding=4.0)
    drawn(ROWS[1:], WIDTHS, "none", top=120.0, heads=0, page=page)
    foot = max(word.bottom for word in page.words) + 4
    page.rules += drawn([["x"]], [sum(WIDTHS)], top=120.0, padding=(foot - 132.0) / 2).rules
    (table,) = tables_of(page)
    assert cells_of(table) == READ


CELL = GridCell(0, 0, 1, 1, (0.0, 0.0, 100.0, 20.0))
GREEN, RED = 0x00B050, 0xFF0000


def test_the_colour_that_covers_a_cell_is_its_fill() -> None:
    assert cell_fill(CELL, [Fill(0, 0, 100, 20, GREEN)]) == GREEN


def test_the_colour_drawn_last_counts() -> None:
    assert cell_fill(CELL, [Fill(0, 0, 100, 20, GREEN), Fill(0, 0, 100, 20, RED)]) == RED


def test_white_is_no_fill() -> None:
    assert cell_fill(CELL, [Fill(0, 0, 100, 20, 0xFFFFFF)]) is None


def test_a_traffic_light_within_a_cell_is_its_mark() -> None:
    assert mark_fill(CELL, [Fill(45, 5, 55, 15, GREEN)]) == GREEN


def test_lights_of_several_colours_say_nothing() -> None:
    """A key beside the rating, or three lights of which one is lit: nothing tells which counts."""
    assert mark_fill(CELL, [Fill(10, 5, 20, 15, GREEN), Fill(40, 5, 50, 15, RED)]) is None


def test_a_mark_of_the_next_cell_is_not_ours() -> None:
    assert mark_fill(CELL, [Fill(95, 5, 105, 15, GREEN)]) is None


LOG = [
    ["No.", "Action", "Owner", "Due date"],
    ["1", "Publish the guide\nfor parents", "Jane Poe", "May 2025"],
    ["2", "Train all staff", "Tom Ash", "June 2025"],
    ["3", "Audit ten files", "Jane Poe", "July 2025"],
]
LOG_WIDTHS = [30.0, 200.0, 100.0, 90.0]


def test_lines_between_columns_alone_part_no_rows_but_the_numbers_do() -> None:
    page = drawn(LOG, LOG_WIDTHS, "none")
    foot = max(word.bottom for word in page.words) + 4
    xs = [40.0, 70.0, 270.0, 370.0, 460.0]
    page.rules += [Rule(x, 100.0, x, foot) for x in xs] + [Rule(xs[0], y, xs[-1], y) for y in (100.0, foot)]
    (table,) = tables_of(page)
    assert [row[0] for row in cells_of(table)] == ["No.", "1", "2", "3"]


def test_a_box_around_the_headings_alone_heads_the_rows_below() -> None:
    page = drawn(LOG, LOG_WIDTHS, "none")
    page.rules += drawn(LOG[:1], LOG_WIDTHS, "grid").rules
    (table,) = tables_of(page)
    assert [row[1] for row in cells_of(table)][1:] == [row[1].replace("\n", " ") for row in LOG[1:]]


def test_headings_above_a_grid_are_its_first_row() -> None:
    page = drawn([["Ref", "Recommendation", "Actions to be\ntaken", "Lead"]], WIDTHS, "none", top=60.0, padding=1.0)
    (table,) = tables_of(drawn(ROWS[1:], WIDTHS, top=87.0, heads=0, page=page))
    assert cells_of(table) == [["Ref", "Recommendation", "Actions to be taken", "Lead"], *READ[1:]]


def test_words_above_a_grid_are_no_headings_of_it() -> None:
    page = written(drawn(ROWS[1:], WIDTHS, heads=0), "The table below says who leads on what is still to be done", 84.0)
    assert [cells_of(table) for table in tables_of(page)] == [READ[1:]]
