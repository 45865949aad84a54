"""Figures of readings and targets: the number, what it counts, and where there is no one number."""

from __future__ import annotations

import pytest

from ingest.normalise.numbers import find_values, is_value_only, parse_value


@pytest.mark.parametrize(
    ("raw", "value", "unit"),
    [
        ("82%", 82, "percent"),
        ("82%¹", 82, "percent"),
        ("65+ 12%", 12, "percent"),
        ("0.2%pts", 0.2, "percent"),
        ("GBP 45,000", 45_000, "GBP"),
        ("82.50 %", 82.5, "percent"),
        ("82 per cent", 82, "percent"),
        (".5%", 0.5, "percent"),
        ("-0.4%", -0.4, "percent"),
        ("−0.4%", -0.4, "percent"),
        ("P8 -0.12", -0.12, "count"),
        ("1,204", 1204, "count"),
        ("1,204 children", 1204, "count"),
        ("8 of 31 children (26%)", 8, "count"),
        ("8/31", 8, "count"),
        ("8 out of the 31", 8, "count"),
        ("£2.4m", 2_400_000, "GBP"),
        ("£2.4 Million", 2_400_000, "GBP"),
        ("£640k overspent", 640_000, "GBP"),
        ("(£640k)", -640_000, "GBP"),
        ("£(2.4)m", -2_400_000, "GBP"),
        ("-£640,000", -640_000, "GBP"),
        ("c.£50k", 50_000, "GBP"),
        ("14 working days", 14, "days"),
        ("14 weeks", 14, None),
        ("€5m", 5_000_000, None),
        ("<6", 6, "count"),
        ("at least 75%", 75, "percent"),
        ("40+", 40, "count"),
        ("Nil", 0, "count"),
        ("zero", 0, "count"),
        ("82% (Oct 18) 9 of 11 visits. YTD 79%", 82, "percent"),
        ("Oct18 82%", 82, "percent"),
        ("2016/17 - 82%", 82, "percent"),  # the dash parts, it takes nothing away
        ("As at 31/3/18: 82%", 82, "percent"),
        ("Sept: 40", 40, "count"),
        ("17\nMay 2018", 17, "count"),
        ("82% against a target of 90%", 82, "percent"),
        ("16-18 year olds: 5.2%", 5.2, "percent"),
        ("Key Stage 2: 65%", 65, "percent"),
        ("55.2 per 10,000", 55.2, "count"),
        ("82%*", 82, "percent"),
        ("2050 children", 2050, "count"),
        ("84·5%", 84.5, "percent"),
        ("84%p", 84, "percent"),
        ("84% - 26 out of 31", 84, "percent"),
        ("Q2: 84", 84, "count"),
        ("Two", 2, "count"),
        ("fewer than five", 5, "count"),
        ("412 kg per household", 412, None),
    ],
)
def test_one_number_and_its_unit(raw: str, value: float, unit: str | None) -> None:
    found = parse_value(raw)
    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize(
    "raw",
    [
        "See 3.1", "Top 10", "ISO 14001",
        "", "N/A", "*", "–", "TBC", "None", "No data", "Baseline year", "* being verified",
        "10 - 15", "70% to 75%", "between 10 and 15", "£10k-£15k", "12%–15%",  # ranges
        "15 16 20", "54%, 61%", "54%/61%", "Boys 54% Girls 61%", "Q1 17% Q2 19%",
        "70% in 2016, 75% in 2017",  # equal standing
        "31/03/2018", "31st March 2018", "31 March 2018", "2017/18", "Report due November 18",  # dates
        "3rd quartile", "Grade 4", "KS2", "10:30", "1.2.3", "All met",
    ],
)  # fmt: skip
def test_no_one_number_gives_none(raw: str) -> None:
    found = parse_value(raw)
    assert (found.value, found.unit) == (None, None)


@pytest.mark.parametrize(
    "raw", ["82%", "8 of 31 (26%)", "12 days", "N/A", "*", "<6", "at least 75%", "82% (Oct 18)", "(£640k)", "nil."]
)
def test_a_figure_is_told_by_what_the_cell_holds(raw: str) -> None:
    assert is_value_only(raw)


@pytest.mark.parametrize("raw", ["", "Amber", "March 2019", "Jo Hart", "Recruit 12 social workers", "17 May 2018"])
def test_other_cells_are_no_figures(raw: str) -> None:
    assert not is_value_only(raw)


def test_figures_are_found_in_running_text() -> None:
    text = "By June 2019, 82% of plans (31 of 38) within 10 days"
    assert [text[f.start : f.end].strip() for f in find_values(text)] == ["82%", "31 of 38", "10 days"]
    assert [figure.value for figure in find_values(text)] == [82, 31, 10]
