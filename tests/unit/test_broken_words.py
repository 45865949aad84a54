"""Words that a narrow cell breaks without a hyphen."""

from __future__ import annotations

import pytest

from ingest.layout.document import LayoutDocument, Page, Table
from ingest.layout.passage import Passage
from ingest.pipeline import lay_out
from ingest.vocabulary.loader import load_vocabulary
from tests.unit.drawn_tables import drawn, written


def _second_cell(text: str, width: float, elsewhere: str = "") -> str:
    """What is read of a cell with this text in a column of this width."""
    page = drawn([["Action", "State"], ["Train all staff in the standard", text]], [200.0, width])
    if elsewhere:
        written(page, elsewhere, 400.0)
    return _cell_of(page)


def _cell_of(page: Page) -> str:
    layout = LayoutDocument("drawn.pdf", "0" * 64, "application/pdf", [page], 1)
    (table,) = (part for part in lay_out(layout, load_vocabulary()).body if isinstance(part, Table))
    return Passage.of_lines(table.cells[-1].lines).text


def _width(text: str) -> float:
    """A column that the text fills."""
    page = drawn([["A", text]], [60.0, 400.0])
    word = next(word for word in page.words if word.text == text)
    return word.x1 - word.x0 + 2 * (word.x0 - 40.0 - 60.0)


@pytest.mark.parametrize(
    ("first", "rest", "read"),
    [
        ("Complete", "d", "Completed"),
        ("31/03/2", "025", "31/03/2025"),
        ("31/03/20", "25", "31/03/2025"),
        ("Complete", "by May", "Complete by May"),
        ("Chief", "executive", "Chief executive"),
    ],
)
def test_halves_that_are_nothing_by_themselves_are_one_word(first: str, rest: str, read: str) -> None:
    assert _second_cell(f"{first}\n{rest}", _width(first) + 0.5) == read


def test_a_word_that_the_paper_has_elsewhere_is_one_word() -> None:
    assert _second_cell("Implement\ned", _width("Implement") + 0.5) == "Implement ed"
    assert _second_cell("Implement\ned", _width("Implement") + 0.5, "All was implemented") == "Implemented"


def test_where_there_was_room_nothing_is_broken() -> None:
    assert _second_cell("Complete\nd", _width("Complete") + 20.0) == "Complete d"
