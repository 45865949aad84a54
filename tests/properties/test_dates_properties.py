"""Timescales: whatever a cell holds, the parser answers, and its answer reads back to itself."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ingest.normalise.dates import canonical, find_dates, is_date_only, parse_period

WORDS = """
31 1st 12 2018 2018/19 18 Q3 Qtr Jan Sept December may Spring Autumn term half early mid late by until to from end of
the before after between and - / . , ( ) & w/c week month months year financial academic next this last was now revised
Ongoing monthly every TBC ASAP ' % £5m 6 3-6 onwards Easter 31/03/2019 09/30/2018 ->
"""
CELLS = st.one_of(
    st.text(),
    st.lists(st.sampled_from([*WORDS.split(), "\n"]), max_size=12).map(" ".join),
    st.text("0123456789/-. QJanrMy", max_size=20),
)
DAYS = st.one_of(st.none(), st.dates())


@given(CELLS, DAYS)
def test_any_string_has_an_answer_in_order(raw: str, reference: date | None) -> None:
    period = parse_period(raw, reference)
    assert period.start is None or period.end is None or period.start <= period.end
    assert (period.precision is not None) == (period.start is not None or period.end is not None)
    if period.ongoing or period.precision:
        assert period.matched
    is_date_only(raw)


@given(CELLS, DAYS)
def test_the_canonical_form_reads_back_to_the_same_period(raw: str, reference: date | None) -> None:
    period = parse_period(raw, reference)
    again = parse_period(canonical(period), reference)
    assert again == period
    assert canonical(again) == canonical(period)


@given(CELLS)
def test_dates_found_in_text_are_words_of_the_text(text: str) -> None:
    before = 0
    for match in find_dates(text):
        assert before <= match.start < match.end <= len(text)
        assert text[match.start : match.end].strip()
        assert match.period.start or match.period.end
        before = match.end


@given(st.dates(date(1971, 1, 1), date(2069, 12, 31)))
def test_every_day_is_read_in_all_its_printed_forms(day: date) -> None:
    forms = ("%d/%m/%Y", "%d.%m.%y", "%Y-%m-%d", "%d %B %Y", "%d-%b-%y", "%A %d %B %Y", "%B %d, %Y")
    for form in forms:
        period = parse_period(day.strftime(form))
        assert (period.start, period.end, period.precision) == (day, day, "day"), form


@given(st.integers(1971, 2068), st.integers(1, 4))
def test_the_quarters_of_a_year_fill_it_without_a_gap(first: int, quarter: int) -> None:
    year = f"{first}/{(first + 1) % 100:02}"
    whole, part = parse_period(year), parse_period(f"Q{quarter} {year}")
    assert part.start and part.end and whole.start and whole.end
    assert whole.start <= part.start < part.end <= whole.end
    if quarter < 4:
        following = parse_period(f"Q{quarter + 1} {year}").start
        assert following is not None and (following - part.end).days == 1
