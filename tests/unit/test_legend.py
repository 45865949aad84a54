"""Keys to ratings and declared counts; all sentences are invented."""

from __future__ import annotations

import pytest

from ingest.extract.declared import Declared, declared_counts
from ingest.extract.legend import Legend, read_legend
from ingest.layout.document import Cell, Table
from ingest.layout.lines import group_lines
from ingest.vocabulary.loader import load_vocabulary
from tests.unit.typed_pages import typed_layout, typed_page

VOCABULARY = load_vocabulary()


def legend(text: str) -> Legend:
    """The key in typed pages."""
    return read_legend(typed_layout(text).body, VOCABULARY)


def declared(text: str) -> Declared:
    """The counts in typed pages."""
    return declared_counts(typed_layout(text).body, VOCABULARY)


def meanings(found: Legend) -> dict[str | None, str | None]:
    """Meaning by rating."""
    return {entry.rag: entry.meaning for entry in found.entries}


def totals(text: str) -> dict[str, int]:
    """Declared counts that are there."""
    total = declared(text).total
    return total.model_dump(exclude_none=True) if total else {}


def table(rows: list[list[str]], fills: list[int | None] | None = None) -> Table:
    """A table with a fill for the first cell of each row."""
    cells = [
        Cell(
            r, c, lines=group_lines(typed_page(text).words) if text else [], fill=fills[r] if fills and c == 0 else None
        )
        for r, texts in enumerate(rows)
        for c, text in enumerate(texts)
    ]
    return Table(cells, len(rows), len(rows[0]), [1])


def test_a_list_of_ratings() -> None:
    text = """
The ratings mean:

•    Green – going to plan
•    Amber – held up but will be done
•    Red – held up and will not be done
"""
    assert meanings(legend(text)) == {
        "green": "going to plan", "amber": "held up but will be done", "red": "held up and will not be done",
    }  # fmt: skip


def test_a_sentence_of_ratings() -> None:
    text = """
Actions are rated, with red meaning ‘fully stuck’, amber meaning ‘more to do’ and green
meaning ‘no barriers’.
"""
    assert meanings(legend(text)) == {"red": "fully stuck", "amber": "more to do", "green": "no barriers"}


def test_a_table_of_ratings_with_their_fills() -> None:
    rows = [["RAG", "Meaning"], ["GREEN", "Target met"], ["RED", "Target missed"]]
    found = read_legend([table(rows, [None, 0x00B050, 0xC00000])], VOCABULARY)
    assert meanings(found) == {"green": "Target met", "red": "Target missed"}
    assert found.fills == {0x00B050: "green", 0xC00000: "red"}


def test_a_plan_that_is_rated_is_no_key() -> None:
    plan = table([["Green", "Write to every tenant"], ["Green", "Hold a meeting"], ["Red", "Publish the plan"]])
    assert read_legend([plan], VOCABULARY).entries == []


def test_one_rating_talked_about_is_no_key() -> None:
    assert legend("The amber rating is due to a lack of staff in the team over the summer.").entries == []


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        (
            "6 recommendations are rated Green, 4 are rated Amber and 1 is rated Red.",
            {"green": 6, "amber": 4, "red": 1},
        ),
        ("None is rated red, two actions stand at amber, and the others are green.", {"red": 0, "amber": 2}),
        (
            "Of the twelve actions, 2 are blue, 6 are green, 3 are amber and 1 is red.",
            {"blue": 2, "green": 6, "amber": 3, "red": 1},
        ),
        (
            "In Quarter 3, 2024/25, 17 of the 38 indicators are rated Green (one more than before). Nine are Red.",
            {"green": 17, "red": 9},
        ),
        ("No actions are rated red and twenty-one are rated green.", {"red": 0, "green": 21}),
        ("Green: 11, Amber: 6, Red: 0", {"green": 11, "amber": 6, "red": 0}),
        (
            "Of the 38 indicators 17 achieved target (Green), and 12 did not meet it (Amber).",
            {"green": 17, "amber": 12},
        ),
    ],
)
def test_counts_in_sentences(text: str, counts: dict[str, int]) -> None:
    assert totals(text) == counts


def test_counts_in_a_list() -> None:
    text = """
The summary is:

•    11 recommendations are rated Green
•    6 recommendations are rated Amber
•    0 recommendations are rated Red
"""
    assert totals(text) == {"green": 11, "amber": 6, "red": 0}


@pytest.mark.parametrize(
    "text",
    [
        "One amber action is that the form is being redesigned.",
        "The green space in 4 parks was cut.",
        "Red and amber need work.",
    ],
)
def test_colours_that_count_nothing(text: str) -> None:
    assert totals(text) == {}


def test_a_table_of_totals_gives_the_parts_too() -> None:
    rows = [
        ["Service", "Green", "Amber", "Red"],
        ["Housing", "4", "2", "0"],
        ["Waste", "5", "", "1"],
        ["Total", "9", "2", "1"],
    ]
    found = declared_counts([table(rows)], VOCABULARY)
    assert found.total is not None and found.total.model_dump(exclude_none=True) == {"green": 9, "amber": 2, "red": 1}
    assert found.by_name["waste"].model_dump(exclude_none=True) == {"green": 5, "red": 1}


@pytest.mark.parametrize(
    "text",
    [
        "*Key to status*\n\nR = Off track\n\nA = At risk of delay\n\nG = On course",
        "*RAG rating key*\n\nOff track = Red\n\nAt risk of delay = Amber\n\nOn course = Green",
        "Each action is rated red (off track), amber (at risk of delay) or green (on course).",
        "Key: Red = off track; Amber = at risk of delay; Green = on course",
    ],
)
def test_keys_in_other_words(text: str) -> None:
    found = [((entry.meaning or "").casefold(), entry.rag) for entry in legend(text).entries]
    assert found == [("off track", "red"), ("at risk of delay", "amber"), ("on course", "green")]


@pytest.mark.parametrize(
    "rows",
    [
        [["Red", "Amber", "Green"], ["Off track", "At risk", "On course"]],
        [["Red", "Off track", "Amber", "At risk", "Green", "On course"]],
        [
            ["Rating", "Symbol", "Meaning"],
            ["Red", "R", "Off track"],
            ["Amber", "A", "At risk"],
            ["Green", "G", "On course"],
        ],
    ],
)
def test_keys_that_lie_on_their_side_or_show_the_letter_too(rows: list[list[str]]) -> None:
    found = read_legend([table(rows)], VOCABULARY).entries
    assert [(entry.rag, entry.meaning) for entry in found] == [
        ("red", "Off track"),
        ("amber", "At risk"),
        ("green", "On course"),
    ]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Of the 30 actions, 20 are rated green, 7 amber and 3 red.", {"green": 20, "amber": 7, "red": 3}),
        ("The plan has 40 actions: 24 are complete (blue), 14 green and 2 red.", {"blue": 24, "green": 14, "red": 2}),
        ("Last quarter 4 actions were red and 6 green. Now 2 actions are red and 8 green.", {"red": 2, "green": 8}),
        ("Green – 11\n\nAmber – 6\n\nRed – none", {"green": 11, "amber": 6, "red": 0}),
    ],
)
def test_counts_in_other_words(text: str, counts: dict[str, int]) -> None:
    assert totals(text) == counts


@pytest.mark.parametrize(
    "rows",
    [
        [["RAG", "Number"], ["Red", "2"], ["Amber", "5"], ["Total", "7"]],
        [["Red", "Amber"], ["2", "5"]],
    ],
)
def test_tables_of_totals_without_parts(rows: list[list[str]]) -> None:
    found = declared_counts([table(rows)], VOCABULARY)
    assert found.total is not None and (found.total.red, found.total.amber) == (2, 5)
    assert found.by_name == {}
