"""Tables over pages: one table, its headings once, and no cell torn in two."""

from __future__ import annotations

import pytest

from ingest.layout.continuation import goes_on, join_parts
from ingest.layout.document import Cell, Table, make_line
from tests.unit.drawn_tables import cells_of, drawn, items_of, tables_of
from tests.unit.typed_pages import typed_page

HEADS = ["Ref", "Recommendation", "Actions", "By when"]
WIDTHS = [40.0, 160.0, 180.0, 90.0]
ONE = ["1", "Visit every child within five days", "Train all staff", "May 2025"]
TWO = ["2", "Keep case notes up to date", "Audit ten files", "June 2025"]


def part(rows: list[list[str]], number: int, top: float = 60.0, heads: int = 0) -> Table:
    (table,) = tables_of(drawn(rows, WIDTHS, number=number, top=top, heads=heads))
    return table


def cell(text: str) -> Cell:
    return Cell(0, 0, lines=[make_line(typed_page(text).words)] if text else [])


def test_headings_printed_again_are_taken_off() -> None:
    first = part([HEADS, ONE], 1, heads=1)
    assert join_parts(first, part([HEADS, TWO], 2, heads=1))
    assert [row[0] for row in cells_of(first)] == ["Ref", "1", "2"]
    assert first.pages == [1, 2]
    assert [line.text for line in first.repeated] == HEADS


def test_a_row_cut_by_the_page_break_is_one_row() -> None:
    first = part([HEADS, ["1", "Visit every child", "Train all staff in the", "May 2025"]], 1, heads=1)
    assert join_parts(first, part([["", "", "new standard", ""], TWO], 2))
    assert cells_of(first)[1][2] == "Train all staff in the new standard"
    assert first.n_rows == 3


def test_a_row_that_begins_on_the_next_page_is_a_new_row() -> None:
    first = part([HEADS, ONE], 1, heads=1)
    assert join_parts(first, part([TWO], 2))
    assert first.n_rows == 3


def test_a_row_is_new_where_its_cells_had_room_on_the_page_before() -> None:
    """A recommendation beside several actions runs on over the page; the next action is a row of its own."""
    last = [
        "1",
        "Visit every child\nwithin five days of\nthe first call, and\nsee them alone so that",
        "Train all staff",
        "May 2025",
    ]
    first = part([HEADS, last], 1, heads=1)
    assert join_parts(first, part([["", "their wishes are known", "Audit ten files", "June 2025"]], 2))
    assert [row[2] for row in cells_of(first)] == ["Actions", "Train all staff", "Audit ten files"]


def test_another_table_with_its_own_headings_stays_apart() -> None:
    first = part([HEADS, ONE], 1, heads=1)
    other = part([["Date", "Meeting", "Venue", "Chair"], ["5 May", "Board", "Town Hall", "Jane Poe"]], 2, heads=1)
    assert not join_parts(first, other)


def test_a_table_of_other_widths_stays_apart() -> None:
    (other,) = tables_of(drawn([["a", "b"], ["c", "d"]], [300.0, 300.0], number=2, top=60.0, heads=0))
    assert not join_parts(part([HEADS, ONE], 1, heads=1), other)


@pytest.mark.parametrize(
    ("above", "below", "sure"),
    [
        ("Train all staff in the", "new standard", 2),
        ("Train all staff and", "Managers", 2),
        ("Train all staff.", "Audit ten files.", 0),
        ("Train all staff", "• Audit ten files", 0),
        ("Train all staff", "2. Audit ten files", 0),
        ("The service has begun to train staff in the new Practice", "Standards and will test them", 1),
        ("May 2025", "June 2025", 0),
        ("a", "b", 0),
        ("", "Audit", 0),
    ],
)
def test_how_sure_it_is_that_words_go_on(above: str, below: str, sure: int) -> None:
    assert goes_on(cell(above), cell(below)) == sure


def test_an_item_cut_by_a_page_break_is_one_item() -> None:
    first = drawn(
        [HEADS, ["1", "Visit every child\nand write down what", "Train all staff in the", "May 2025"]], WIDTHS
    )
    second = drawn([HEADS, ["", "they say", "new standard", ""], TWO], WIDTHS, number=2, top=60.0)
    items = items_of(first, second)
    assert [item.ref for item in items] == ["1", "2"]
    assert items[0].recommendation is not None
    assert items[0].recommendation.text == "Visit every child and write down what they say"
    assert [action.text for action in items[0].actions] == ["Train all staff in the new standard"]
    assert {source.page for source in items[0].actions[0].source} == {1, 2}
