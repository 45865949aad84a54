"""Timescales of councils' plans: what the words settle, and where they settle nothing."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.normalise.dates import Period, canonical, find_dates, is_date_only, parse_period

MEETING = date(2018, 11, 5)


def ends(raw: str, reference: date | None = MEETING) -> tuple[str, str, str | None, bool]:
    period = parse_period(raw, reference)
    start, end = (day.isoformat() if day else "" for day in (period.start, period.end))
    return start, end, period.precision, period.ongoing


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("4th October 2018", "2018-10-04"),
        ("4 OCT 18", "2018-10-04"),
        ("7/06/2018", "2018-06-07"),  # the UK's order
        ("4.10.18", "2018-10-04"),
        ("04-Oct-2018", "2018-10-04"),
        ("2018-10-04", "2018-10-04"),
        ("Thursday, 4th October 2018 at 2.30pm", "2018-10-04"),
        ("October 4th, 2018", "2018-10-04"),
        ("1st.April 2019", "2019-04-01"),
        ("4 th\nOctober\n20\n18", "2018-10-04"),
        ("31/\n03/2019", "2019-03-31"),
        ("31 March", "2019-03-31"),  # nearest to the meeting
        ("3O September 2018", "2018-09-30"),  # a recogniser's letter for a digit
        ("30/o9/2018", "2018-09-30"),
        ("29 February 2020", "2020-02-29"),
        ("12th November 2018 10.00-12.00", "2018-11-12"),
    ],
)
def test_a_day_starts_and_ends_the_period(raw: str, day: str) -> None:
    assert ends(raw) == (day, day, "day", False)


@pytest.mark.parametrize(
    ("raw", "start", "end"),
    [
        ("Feb 2020", "2020-02-01", "2020-02-29"),
        ("Oct18", "2018-10-01", "2018-10-31"),
        ("Oct-18", "2018-10-01", "2018-10-31"),
        ("Oct ’18", "2018-10-01", "2018-10-31"),
        ("10/2018", "2018-10-01", "2018-10-31"),
        ("06/19", "2019-06-01", "2019-06-30"),
        ("Ocotber 2018", "2018-10-01", "2018-10-31"),
        ("Octo\nber 2018", "2018-10-01", "2018-10-31"),
        ("Octo-\nber 2018", "2018-10-01", "2018-10-31"),
        ("30th February 2019", "2019-02-01", "2019-02-28"),  # no such day
        ("Jan/Feb 2019", "2019-01-01", "2019-02-28"),
        ("November - January 2019", "2018-11-01", "2019-01-31"),
        ("Between April and June 2018", "2018-04-01", "2018-06-30"),
        ("From Sept 2018 until July 2019", "2018-09-01", "2019-07-31"),
        ("early January 2019", "2019-01-01", "2019-01-10"),
        ("mid to late June 2019", "2019-06-11", "2019-06-30"),
        ("Phase 2 March 2019", "2019-03-01", "2019-03-31"),  # no day: the 2 counts phases
        ("March 2019*", "2019-03-01", "2019-03-31"),
        ("Oct 18 82%", "2018-10-01", "2018-10-31"),
        ("next month", "2018-12-01", "2018-12-31"),
    ],
)
def test_months_run_from_their_first_day_to_their_last(raw: str, start: str, end: str) -> None:
    assert ends(raw) == (start, end, "month", False)


@pytest.mark.parametrize(
    ("raw", "start", "end"),
    [
        ("Q1 2018/19", "2018-04-01", "2018-06-30"),
        ("Q4 2018/19", "2019-01-01", "2019-03-31"),
        ("Q42018", "2018-01-01", "2018-03-31"),
        ("Qtr. 2 19-20", "2019-07-01", "2019-09-30"),
        ("last quarter of 2018/19", "2019-01-01", "2019-03-31"),
        ("Q1 & Q2 2019/20", "2019-04-01", "2019-09-30"),
        ("Q3", "2018-10-01", "2018-12-31"),
        ("2018/19 Quarter 3", "2018-10-01", "2018-12-31"),
        ("Q1 (Jan-Mar) 2019", "2019-01-01", "2019-03-31"),  # the paper's own key wins
        ("Quarter 4 (Jan-Mar)", "2019-01-01", "2019-03-31"),
        ("this quarter", "2018-10-01", "2018-12-31"),
        ("quarter ending December 2018", "2018-10-01", "2018-12-31"),
    ],
)
def test_quarters_are_those_of_a_councils_year(raw: str, start: str, end: str) -> None:
    assert ends(raw) == (start, end, "quarter", False)


@pytest.mark.parametrize(
    ("raw", "start", "end"),
    [
        ("2021/22", "2021-04-01", "2022-03-31"),
        ("21/22", "2021-04-01", "2022-03-31"),
        ("1999/00", "1999-04-01", "2000-03-31"),
        ("2021 to 2022", "2021-04-01", "2022-03-31"),
        ("FY21/22", "2021-04-01", "2022-03-31"),
        ("2021-24", "2021-04-01", "2024-03-31"),
        ("2021/22 - 2023/24", "2021-04-01", "2024-03-31"),
        ("2021 - 2024", "2021-01-01", "2024-12-31"),
        ("2021", "2021-01-01", "2021-12-31"),
        ("academic year 2021/22", "2021-09-01", "2022-08-31"),
        ("next financial year", "2019-04-01", "2020-03-31"),
        ("year ending 31 March 2019", "2018-04-01", "2019-03-31"),
    ],
)
def test_years(raw: str, start: str, end: str) -> None:
    assert ends(raw) == (start, end, "year", False)


@pytest.mark.parametrize(
    ("raw", "start", "end"),
    [
        ("Summer 2019", "2019-06-01", "2019-08-31"),
        ("late spring 2019", "2019-03-01", "2019-05-31"),
        ("Winter 2018/19", "2018-12-01", "2019-02-28"),
        ("Winter/Spring 2019", "2018-12-01", "2019-05-31"),
        ("Summer Term 2019", "2019-04-01", "2019-07-31"),
        ("Autumn and Spring terms 2018/19", "2018-09-01", "2019-03-31"),
        ("next term", "2019-01-01", "2019-03-31"),
        ("early 2019", "2019-01-01", "2019-04-30"),
        ("late 2018/early 2019", "2018-09-01", "2019-04-30"),
        ("H1 2019/20", "2019-04-01", "2019-09-30"),
    ],
)
def test_seasons_terms_and_parts_of_years(raw: str, start: str, end: str) -> None:
    assert ends(raw) == (start, end, "season", False)


@pytest.mark.parametrize(
    ("raw", "end", "precision"),
    [
        ("by 31/3/19", "2019-03-31", "day"),
        ("By end Sept 2019", "2019-09-30", "month"),
        ("no later than\nMarch 2019", "2019-03-31", "month"),
        ("31 March 2019 at the latest", "2019-03-31", "day"),
        ("before April 2019", "2019-03-31", "month"),
        ("by March/April 2019", "2019-04-30", "month"),
        ("end of Q2 2019/20", "2019-09-30", "quarter"),
        ("by 2030/31", "2031-03-31", "year"),
        ("year end", "2019-03-31", "year"),
        ("by the end of the academic year", "2019-08-31", "year"),
        ("End of next month", "2018-12-31", "month"),
        ("within 3 months", "2019-02-05", "month"),
        ("2 weeks", "2018-11-19", "day"),
        ("Short term (0-6 months)", "2019-05-05", "month"),
    ],
)
def test_a_deadline_has_an_end_alone(raw: str, end: str, precision: str) -> None:
    assert ends(raw) == ("", end, precision, False)


@pytest.mark.parametrize(
    ("raw", "start", "precision"),
    [
        ("from 1 April 2019", "2019-04-01", "day"),
        ("w.e.f. 1/4/19", "2019-04-01", "day"),
        ("Commenced June 2018", "2018-06-01", "month"),
        ("June 2018 - ongoing", "2018-06-01", "month"),
        ("June 2018 and quarterly thereafter", "2018-06-01", "month"),
        ("Ongoing since 2016", "2016-01-01", "year"),
        ("2018/19 onwards", "2018-04-01", "year"),
        ("after June 2018", "2018-07-01", "month"),
    ],
)
def test_an_open_period_has_a_start_alone_and_goes_on(raw: str, start: str, precision: str) -> None:
    assert ends(raw) == (start, "", precision, True)


@pytest.mark.parametrize(
    "raw",
    [
        "On-going", "on\ngoing", "Continuous", "BAU", "monthly", "Half-termly", "every 6 weeks", "6 monthly",
        "Annual review", "March each year", "Annually (June)", "Ongoing - first review June 2019",
        "Quarterly reporting to the board", "Throughout the year", "immediately and ongoing",
    ],
)  # fmt: skip
def test_what_comes_back_or_goes_on_has_no_dates(raw: str) -> None:
    assert ends(raw) == ("", "", None, True)


@pytest.mark.parametrize(
    "raw",
    [
        "TBC", "t.b.c.", "ASAP", "Date to be set", "Short-term", "N/A", "Complete", "In progress", "next meeting",
        "Next Ofsted inspection", "See above", "Once staff are in post", "6 months from approval", "5+ years", "",
        "within 3 months of the inspection", "12/25/2018", "Term 3 2018/19", "Autumn 2 2018", "Easter 2019",
        "by Christmas", "Q3-Q4 2018", "FY 2019", "summer 2018/19", "municipal year 2018/19", "Year 2", "Phase 3",
        "this may take longer", "1/4", "82%", "£2018",
    ],
)  # fmt: skip
def test_words_that_settle_no_day_give_none(raw: str) -> None:
    assert ends(raw) == ("", "", None, False)


@pytest.mark.parametrize(
    ("raw", "end"),
    [
        ("Was March 2019 now June 2019", "2019-06-30"),
        ("March 2019 (revised to June 2019)", "2019-06-30"),
        ("June 2019 (originally March 2019)", "2019-06-30"),
        ("Extended from March 2019 to June 2019", "2019-06-30"),
        ("31/03/19 → 30/06/19", "2019-06-30"),
        ("Original: March 2019\nRevised: June 2019", "2019-06-30"),
        ("March 2019 (original); June 2019 (revised)", "2019-06-30"),
    ],
)
def test_a_revised_date_replaces_the_first(raw: str, end: str) -> None:
    assert ends(raw)[1] == end
    assert ends(raw)[0] >= "2019-06-01"


def test_several_dates_run_from_the_earliest_to_the_latest() -> None:
    assert ends("Pilot March 2019. Full use by end July 2019")[:2] == ("2019-03-01", "2019-07-31")
    assert ends("Dec 18,\nMar 19")[:2] == ("2018-12-01", "2019-03-31")
    assert ends("Draft 3 July 2019, final end July")[:2] == ("2019-07-03", "2019-07-31")


def test_a_year_apart_from_its_month_or_season_belongs_to_it() -> None:
    assert ends("Autumn Budget 2019")[:2] == ("2019-09-01", "2019-11-30")
    assert ends("1. March 2019\n2. June 2019")[:2] == ("2019-03-01", "2019-06-30")
    assert ends("January; March 2019")[:2] == ("2019-01-01", "2019-03-31")


def test_words_that_only_look_like_a_month_or_like_ongoing() -> None:
    assert ends("May be delayed") == ("", "", None, False)
    assert ends("Once the system is live") == ("", "", None, False)
    assert ends("Go live September 2018") == ("2018-09-01", "2018-09-30", "month", False)
    assert ends("FY18/19 Q2") == ("2018-07-01", "2018-09-30", "quarter", False)
    assert ends("from 5 to 9 June 2018") == ("2018-06-05", "2018-06-09", "day", False)


def test_from_leaves_no_end_open_where_one_is_given() -> None:
    assert ends("from 2020 to 2025") == ("2020-01-01", "2025-12-31", "year", False)


def test_a_bracket_that_explains_is_no_second_date() -> None:
    assert ends("End-June 2019 (ahead of the 9 July meeting)")[:2] == ("", "2019-06-30")


def test_a_month_without_a_year_needs_the_meetings_date() -> None:
    assert ends("End of May", date(2017, 6, 7))[1] == "2017-05-31"
    assert ends("January", date(2017, 12, 7))[1] == "2018-01-31"
    nothing = parse_period("End of May")
    assert (nothing.start, nothing.end, nothing.matched) == (None, None, True)


def test_lengths_of_time_say_that_they_count_from_the_meeting() -> None:
    assert parse_period("1-3 years", MEETING).relative
    assert not parse_period("March 2019", MEETING).relative
    assert parse_period("1-3 years").end is None


def test_matched_tells_words_understood_from_words_unknown() -> None:
    assert parse_period("TBC").matched
    assert parse_period("Ongoing").matched
    assert not parse_period("In line with the strategy").matched


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Target March 2020", ["March 2020"]),
        ("Outturn 2016/17", ["2016/17"]),
        ("Evidence of progress by September 2018", ["by September 2018"]),
        ("Date: Tuesday 16th May 2017 at 7pm", ["16th May 2017"]),
        ("Oct18 82%", ["Oct18"]),
        (
            "Agreed on 4 June 2018; paid from 1 April 2019 onwards, 2,018 cases",
            ["4 June 2018", "from 1 April 2019 onwards"],
        ),
        ("We may march on, 3 of 18 children, report 97/2017", []),
    ],
)
def test_dates_are_found_in_running_text(text: str, found: list[str]) -> None:
    assert [text[match.start : match.end] for match in find_dates(text)] == found


@pytest.mark.parametrize("text", ["Quarter 3 performance report 2024/25", "2024/25: report on quarter 3"])
def test_a_quarter_is_of_the_year_beside_it(text: str) -> None:
    quarter = next(match.period for match in find_dates(text) if match.period.precision == "quarter")
    assert (str(quarter.start), str(quarter.end)) == ("2024-10-01", "2024-12-31")


@pytest.mark.parametrize(
    "raw", ["March 2019", "By end of Q3", "Ongoing", "TBC", "6 months", "w/c 5 Nov 2018", "June 2018 - ongoing"]
)
def test_a_timescale_is_told_by_what_the_cell_holds(raw: str) -> None:
    assert is_date_only(raw)


@pytest.mark.parametrize(
    "raw", ["", "Amber", "82%", "Jo Hart", "Complete", "Report to cabinet March 2019", "3 of 18", "N/A"]
)
def test_other_cells_are_no_timescale(raw: str) -> None:
    assert not is_date_only(raw)


def test_the_canonical_form_is_an_interval() -> None:
    assert canonical(parse_period("by Dec 2018")) == "../2018-12-31 month"
    assert canonical(parse_period("from 2019/20")) == "2019-04-01/.. year ongoing"
    assert canonical(Period()) == ""


def test_every_row_of_the_development_set_agrees(shared, root) -> None:  # type: ignore[no-untyped-def]
    import subprocess
    import sys

    script = root / "benchmarks" / "vocabulary_sets.py"
    run = subprocess.run(
        [sys.executable, str(script), str(shared / "gold" / "vocabulary"), "--sets", "dates", "values"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_season_without_a_year_is_the_nearest_one_as_a_deadline_too() -> None:
    assert ends("By summer", date(2025, 1, 30)) == ("", "2025-08-31", "season", False)


@pytest.mark.parametrize(
    ("raw", "start", "end"),
    [
        ("25/26 FY", "2025-04-01", "2026-03-31"),
        ("last quarter 2018/19", "2019-01-01", "2019-03-31"),
        ("1Q 2025/26", "2025-04-01", "2025-06-30"),
    ],
)
def test_units_behind_years_and_before_quarters(raw: str, start: str, end: str) -> None:
    assert ends(raw)[:2] == (start, end)
