"""Headings to fields: which row heads a table, and what each column is taken for."""

from __future__ import annotations

from ingest.extract.columns import Headings, read_headings
from ingest.extract.grid_view import GridView
from ingest.extract.settling import settle
from ingest.vocabulary.loader import load_vocabulary
from tests.unit.drawn_tables import Rows, drawn, plans_of, tables_of

SAID = "Visit every child within five days of the first call"
DONE = "Train all staff in the new standard"


def headings_of(rows: Rows, widths: list[float], heads: int = 1) -> Headings | None:
    (table,) = tables_of(drawn(rows, widths, heads=heads))
    view = GridView(table)
    headings = read_headings(view, load_vocabulary())
    if headings is not None:
        settle(view, headings, load_vocabulary())
    return headings


def fields_of(rows: Rows, widths: list[float], heads: int = 1) -> dict[str, str | None]:
    headings = headings_of(rows, widths, heads)
    assert headings is not None
    return {column.heading: column.field for column in headings.columns}


def test_headings_councils_use() -> None:
    rows = [["Ref.", "What do we want to achieve?", "What will we do?", "Owner", "Target Date", "BRAG", "Commentary"]]
    rows += [["1", SAID, DONE, "Jane Poe", "May 2025", "G", "Begun."]]
    assert fields_of(rows, [40, 160, 120, 80, 80, 50, 120]) == {
        "Ref.": "ref",
        "What do we want to achieve?": "recommendation",
        "What will we do?": "actions",
        "Owner": "lead_officers",
        "Target Date": "due",
        "BRAG": "status",
        "Commentary": "progress",
    }


def test_a_heading_over_two_columns_and_its_own_headings() -> None:
    rows = [["Objective", "Delivery", "<", "RAG"], ["^", "Lead", "By when", "^"], [SAID, "Jane Poe", "May 2025", "G"]]
    assert fields_of(rows, [200, 90, 90, 60], heads=2) == {
        "Objective": "recommendation",
        "Delivery Lead": "lead_officers",
        "Delivery By when": "due",
        "RAG": "status",
    }


def test_periods_below_target_and_actual_are_targets_and_readings() -> None:
    rows = [
        ["Measure", "Target", "<", "Actual", "<"],
        ["^", "Q1", "Year", "Q1", "Year"],
        ["Visits", "10", "40", "9", "42"],
    ]
    found = headings_of(rows, [150, 60, 60, 60, 60], heads=2)
    assert found is not None
    assert [column.field for column in found.columns] == ["measures", "targets", "targets", "readings", "readings"]


def test_the_wide_column_without_a_heading_is_the_recommendation() -> None:
    rows = [["Ref", "", "Actions", "Lead"], ["1", SAID, DONE, "Jane Poe"], ["2", SAID[:30], DONE, "Tom Ash"]]
    assert fields_of(rows, [40, 260, 160, 90])[""] == "recommendation"


def test_of_two_date_columns_the_first_is_the_due_date() -> None:
    rows = [["Action", "Due date", "Revised date", "Owner"], [DONE, "May 2025", "June 2025", "Jane Poe"]]
    assert fields_of(rows, [200, 90, 90, 90])["Revised date"] == "extra"


def test_the_impact_of_a_risk_as_a_score_is_no_outcome() -> None:
    rows = [["Risk", "Likelihood", "Impact", "Mitigating actions", "Risk owner"]]
    rows += [[SAID, "4", "5", DONE, "Jane Poe"], [SAID, "2", "3", DONE, "Tom Ash"]]
    assert fields_of(rows, [200, 70, 70, 160, 90])["Impact"] == "extra"


def test_a_title_above_the_headings_is_no_heading() -> None:
    rows = [["Ofsted Action Plan 2025", "<", "<"], ["Action", "Lead", "Due"], [DONE, "Jane Poe", "May 2025"]]
    headings = headings_of(rows, [200, 90, 90], heads=2)
    assert headings is not None
    assert (headings.first, [column.heading for column in headings.columns]) == (1, ["Action", "Lead", "Due"])


def test_a_title_above_the_headings_names_the_plan_and_is_no_section() -> None:
    rows = [["Ofsted Action Plan 2025", "<", "<"], ["Action", "Lead", "Due"], [DONE, "Jane Poe", "May 2025"]]
    (plan,) = plans_of(drawn(rows, [200, 90, 90], heads=2))
    assert plan.title == "Ofsted Action Plan 2025"
    assert plan.items[0].section is None


def test_rows_of_names_have_no_headings() -> None:
    assert headings_of([["Jane Poe", "Chair"], ["Tom Ash", "Member"]], [120, 120], heads=0) is None
