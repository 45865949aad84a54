"""Rows whose cells stand at the middle or the foot of their row, with no line between them."""

from __future__ import annotations

import pytest

from ingest.layout.document import Page
from tests.unit.drawn_tables import LINE, Rows, cells_of, drawn, tables_of, written

HEADS = ["Ref", "Recommendation", "Actions", "Lead", "By when"]
WIDTHS = [40.0, 160.0, 180.0, 100.0, 90.0]
BODY = [
    [
        "1",
        "Visit every child\nwithin five days",
        "Train all staff in the\nnew standard and test\nthem",
        "Jane Poe",
        "May",
    ],
    ["2", "Keep case notes\nup to date", "Audit ten files", "Tom Ash", "June"],
    [
        "3",
        "Reply to parents",
        "Write to parents\nthe week before the\nmeeting and ring\nthose who are silent",
        "Ann",
        "July",
    ],
    ["4", "Share what is learned", "Hold a meeting of\nall teams", "Head of\nPractice", "May"],
]
READ = [[cell.replace("\n", " ") for cell in row] for row in BODY]


def placed(rows: Rows, share: float, page: Page, top: float, gap: float = 3.0) -> Page:
    """Rows one below the other, each cell's lines with a share of the room that is left in its row above them."""
    for row in rows:
        most = max(cell.count("\n") + 1 for cell in row)
        for at, cell in enumerate(row):
            lines = cell.split("\n")
            for number, line in enumerate(lines):
                y = top + share * LINE * (most - len(lines)) + LINE * number
                written(page, line, y, left=44.0 + sum(WIDTHS[:at]))
        top += LINE * most + gap
    return page


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_row_is_one_row_wherever_its_cells_stand(share: float) -> None:
    (table,) = tables_of(placed(BODY, share, drawn([HEADS], WIDTHS, "none"), 124.0, 6.0))
    assert cells_of(table) == [HEADS, *READ]


def test_a_row_that_the_page_cuts_keeps_what_fits_on_the_page() -> None:
    page = placed(BODY, 0.5, drawn([HEADS], WIDTHS, "none"), 124.0)
    last = max(word.top for word in page.words)
    page.words = [word for word in page.words if word.top < last - 1]
    (table,) = tables_of(page)
    assert cells_of(table)[:4] == [HEADS, *READ[:3]]
    assert [text for text in cells_of(table)[4] if text][:2] == ["4", "Share what is learned"]


def test_the_name_of_a_section_stands_between_rows_set_to_their_middle() -> None:
    page = placed(BODY[:2], 0.5, drawn([HEADS], WIDTHS, "none"), 124.0)
    foot = max(word.bottom for word in page.words)
    written(page, "Second priority", foot + 4, bold=True, left=44.0)
    (table,) = tables_of(placed(BODY[2:], 0.5, page, foot + 20))
    assert cells_of(table)[3][0] == "Second priority"
    assert cells_of(table)[4:] == READ[2:]
