"""Wide sheets printed over pages side by side are one table; tables of one make are not."""

from __future__ import annotations

from ingest.layout.across import join_across
from ingest.layout.document import Page
from tests.unit.drawn_tables import cells_of, drawn, items_of, tables_of

LEFT = [["Ref", "Action", "Lead officer"], ["1", "Train all staff in the\nnew standard", "Jane Poe"]]
LEFT += [["2", "Audit ten files", "Tom Ash"], ["3", "Ring each parent\nbefore the meeting\nin May", "Ann Lee"]]
RIGHT = [["Due date", "Progress"], ["May 2025", "Half of all staff\nare trained."], ["June 2025", "Not begun."]]
RIGHT += [["July 2025", "Most parents\nwere rung\nin April."]]
WIDE = [40.0, 400.0, 380.0]


def parts(right: list[list[str]], widths: list[float]) -> tuple[Page, Page]:
    return drawn(LEFT, WIDE), drawn(right, widths, number=2)


def joined(*pages: Page) -> list[list[list[str]]]:
    body, _ = join_across([table for page in pages for table in tables_of(page)], pages)
    return [cells_of(table) for table in body]  # type: ignore[arg-type]


def test_columns_of_a_later_page_belong_to_the_rows_at_their_height() -> None:
    items = items_of(*parts(RIGHT, [100.0, 300.0]))
    assert [action.text.split()[0] for item in items for action in item.actions] == ["Train", "Audit", "Ring"]
    assert [action.due.raw for item in items for action in item.actions if action.due] == [row[0] for row in RIGHT[1:]]


def test_columns_printed_again_on_each_page_are_there_once() -> None:
    again = [[one[0], *other] for one, other in zip(LEFT, RIGHT, strict=True)]
    (table,) = joined(*parts(again, [40.0, 100.0, 300.0]))
    assert table[0] == ["Ref", "Action", "Lead officer", "Due date", "Progress"]


def test_a_table_of_the_same_headings_is_another_one() -> None:
    assert len(joined(*parts(LEFT, WIDE))) == 2


def test_columns_that_would_have_fitted_are_another_table() -> None:
    left, right = drawn(LEFT, [40.0, 200.0, 100.0]), drawn(RIGHT, [100.0, 300.0], number=2)
    assert len(joined(left, right)) == 2


def test_rows_at_other_heights_are_another_table() -> None:
    assert len(joined(*parts(RIGHT[:-1], [100.0, 300.0]))) == 2


def test_pages_down_and_across_are_one_table() -> None:
    more = [["4", "Write the guide", "Jane Poe"]], [["May 2026", "Begun."]]
    pages = [drawn(LEFT, WIDE), drawn(RIGHT, [100.0, 300.0], number=2)]
    pages += [drawn(more[0], WIDE, number=3, heads=0), drawn(more[1], [100.0, 300.0], number=4, heads=0)]
    items = items_of(*pages)
    assert [action.due.raw for item in items for action in item.actions if action.due][-1] == "May 2026"
    assert len(items) == 4


def test_values_beside_the_same_labels_are_another_form() -> None:
    form = [["*Action*", "Train all staff"], ["*Lead officer*", "Jane Poe\nand Tom Ash"], ["*Due date*", "May 2025"]]
    other = [["*Action*", "Audit ten files"], ["*Lead officer*", "Ann Lee\nand Tom Ash"], ["*Due date*", "June 2025"]]
    widths = [120.0, 700.0]
    assert len(joined(drawn(form, widths, heads=0), drawn(other, widths, number=2, heads=0))) == 2
