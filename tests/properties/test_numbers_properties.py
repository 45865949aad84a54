"""Figures: whatever a cell holds, the parser answers, and a printed figure is read for what it is."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from ingest.normalise.numbers import find_values, is_value_only, parse_value

WORDS = """
82% 12 3.5 1,204 £2m £ (£5k) ( ) - – / of out to and per cent days weeks Dec18 2016/17 N/A * <5 >90% + k bn target YTD
1st Q3 . , [ ]
"""
CELLS = st.one_of(
    st.text(),
    st.lists(st.sampled_from(WORDS.split()), max_size=10).map(" ".join),
    st.text("0123456789.,%£kmbn()-–/ ", max_size=20),
)


@given(CELLS)
def test_any_string_has_an_answer(raw: str) -> None:
    found = parse_value(raw)
    assert found.value is None or math.isfinite(found.value)
    assert found.unit is None or found.value is not None
    is_value_only(raw)


@given(CELLS)
def test_figures_found_are_words_of_the_text(text: str) -> None:
    for figure in find_values(text):
        assert 0 <= figure.start < figure.end <= len(text)
        assert any(sign.isdigit() for sign in text[figure.start : figure.end])


@given(st.integers(-999_999, 999_999), st.sampled_from(["percent", "count", "days", "GBP"]))
def test_a_printed_figure_reads_back(number: int, unit: str) -> None:
    sign, size = "-" if number < 0 else "", f"{abs(number):,}"
    printed = {
        "percent": f"{sign}{size}%",
        "count": f"{sign}{size}",
        "days": f"{sign}{size} days",
        "GBP": f"{sign}£{size}",
    }[unit]
    found = parse_value(printed)
    assert (found.value, found.unit) == (number, unit)
