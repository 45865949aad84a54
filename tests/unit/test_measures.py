"""Tables of indicators: every figure under the heading it stands under."""

from __future__ import annotations

from ingest.layout.document import Arrow
from schemas.plan import Measure
from tests.unit.drawn_tables import drawn, items_of, plans_of

HEADS = ["Ref", "Performance indicator", "Baseline", "Target", "Q1", "Q2", "Q3", "Q4", "Trend", "RAG"]
WIDTHS = [40.0, 180.0, 70.0, 60.0, 50.0, 50.0, 50.0, 50.0, 60.0, 60.0]
ROW = ["1", "Children seen in five days", "81%", "90%", "84%", "86%", "88%", "", "↑", "Amber"]
NEXT = ["2", "Assessments each month", "1,204", "1,300", "1,250", "1,199", "1,302", "", "→", "Green"]


def measures() -> list[Measure]:
    return [measure for item in items_of(drawn([HEADS, ROW, NEXT], WIDTHS)) for measure in item.measures]


def test_a_table_of_indicators_is_a_performance_table() -> None:
    (plan,) = plans_of(drawn([HEADS, ROW, NEXT], WIDTHS))
    assert (plan.kind, len(plan.items)) == ("performance", 2)


def test_quarters_are_readings_under_their_own_names() -> None:
    first, second = measures()
    assert [(reading.label, reading.value) for reading in first.readings] == [("Q1", 84), ("Q2", 86), ("Q3", 88)]
    assert [reading.value for reading in second.readings] == [1250, 1199, 1302]


def test_an_empty_quarter_is_no_reading() -> None:
    assert all(reading.label != "Q4" for reading in measures()[0].readings)


def test_targets_and_baseline_stand_apart() -> None:
    first = measures()[0]
    assert [(target.label, target.value, target.unit) for target in first.targets] == [("Target", 90, "percent")]
    assert first.baseline is not None and first.baseline.raw == "81%"


def test_the_rating_of_a_row_is_its_measures() -> None:
    assert [measure.status.rag for measure in measures() if measure.status] == ["amber", "green"]


def test_arrows_tell_the_direction() -> None:
    assert [measure.direction for measure in measures()] == ["up", "same"]


def test_a_drawn_arrow_tells_it_as_well() -> None:
    page = drawn([HEADS, [*ROW[:8], "", "Amber"]], WIDTHS)
    x = 40.0 + sum(WIDTHS[:8]) + 20
    page.arrows.append(Arrow(x, 124.0, x + 10, 136.0, "down"))
    (item,) = items_of(page)
    assert item.measures[0].direction == "down"


def test_headings_of_quarters_under_one_heading() -> None:
    rows = [
        ["Indicator", "Target", "Performance", "<", "RAG"],
        ["^", "^", "Q1", "Q2", "^"],
        ["Children seen in five days", "90%", "84%", "86%", "Amber"],
        ["Plans reviewed in time", "95%", "96%", "97%", "Green"],
    ]
    items = items_of(drawn(rows, [200.0, 70.0, 60.0, 60.0, 70.0], heads=2))
    assert [(reading.label, reading.value) for reading in items[0].measures[0].readings] == [("Q1", 84), ("Q2", 86)]


def test_a_quarter_that_is_read_is_over() -> None:
    """The meeting is on 1 June 2025."""
    assert _starts(["Indicator", "Q1", "Q2", "Q3", "Q4"]) == ["2024-04-01", "2024-07-01", "2024-10-01", "2025-01-01"]


def test_a_quarter_is_of_the_year_above_it() -> None:
    heads = ["Indicator", "2022/23", "<", "<", "<"]
    assert _starts(heads, ["^", "Q1", "Q2", "Q3", "Q4"]) == ["2022-04-01", "2022-07-01", "2022-10-01", "2023-01-01"]


def test_a_figure_is_of_the_year_above_its_heading() -> None:
    heads = [["Indicator", "2023/24", "<", "2024/25", "<"], ["^", "Target", "Actual", "Target", "Actual"]]
    row = ["Children seen in five days", "84%", "86%", "88%", "90%"]
    (item,) = items_of(drawn([*heads, row], [200.0, 60.0, 60.0, 60.0, 60.0], heads=2))
    (measure,) = item.measures
    assert [(one.label, one.period and one.period.raw) for one in measure.readings] == [
        ("Actual", "2023/24"), ("Actual", "2024/25")
    ]  # fmt: skip
    assert [str(one.period and one.period.end) for one in measure.targets] == ["2024-03-31", "2025-03-31"]


def _starts(*heads: list[str]) -> list[str]:
    row = ["Children seen in five days", "84%", "86%", "88%", "90%"]
    (item,) = items_of(drawn([*heads, row], [200.0, 60.0, 60.0, 60.0, 60.0], heads=len(heads)))
    return [str(reading.period and reading.period.start) for reading in item.measures[0].readings]
