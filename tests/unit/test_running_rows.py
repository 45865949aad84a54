"""Running headers and footers are in no table, where no line says where the table ends."""

from __future__ import annotations

from ingest.layout.document import Page
from tests.unit.drawn_tables import drawn, items_of, written

HEADS = ["Ref", "Recommendation", "Actions", "Lead officer", "By when"]
WIDTHS = [60.0, 180.0, 200.0, 120.0, 100.0]


def page_of(number: int, header: str = "Elmford Council Audit Committee", footer: str = "Appendix 2 Page {}") -> Page:
    """A page full of rows without lines, close under a running header and above a running footer."""
    rows = [HEADS] if number == 1 else []
    rows += [
        [f"{number}.{n}", f"Keep record {number}{n}", f"Audit file {number}{n}\nonce again", "Jane Poe", "May 2025"]
        for n in range(14)
    ]
    page = written(Page(number, 900.0, 600.0), header, 44.0)
    page = drawn(rows, WIDTHS, "none", top=60.0, number=number, heads=2 - number, padding=4.0, page=page)
    return written(page, footer.format(number), 540.0)


def test_no_row_is_made_of_running_lines() -> None:
    items = items_of(page_of(1), page_of(2))
    assert [item.ref for item in items] == [f"{page}.{n}" for page in (1, 2) for n in range(14)]
    said = " ".join(item.recommendation.text for item in items if item.recommendation)
    assert "Appendix" not in said and "Elmford" not in said
