"""Forms: a small table of labels and values for each action."""

from __future__ import annotations

import pytest

from ingest.layout.document import LayoutDocument
from ingest.pipeline import extract_paper, lay_out
from ingest.settings import Settings
from ingest.vocabulary.loader import load_vocabulary
from tests.unit.drawn_tables import Rows, drawn, items_of, plans_of

TRAIN, AUDIT = "Train all staff in the standard", "Audit ten files each month"


def form(action: str, lead: str, colon: str = "") -> list[list[str]]:
    labels = ["Action", "Lead officer", "Due date", "Status", "Progress"]
    values = [action, lead, "May 2025", "Green", "The work has begun."]
    return [[f"*{label}{colon}*", value] for label, value in zip(labels, values, strict=True)]


@pytest.mark.parametrize("colon", ["", ":"])
def test_a_form_is_an_item_with_one_action(colon: str) -> None:
    (item,) = items_of(drawn(form(TRAIN, "Jane Poe", colon), [120.0, 300.0], heads=0))
    (action,) = item.actions
    assert (action.text, action.lead_officers[0].name) == (TRAIN, "Jane Poe")
    assert action.due is not None and str(action.due.end) == "2025-05-31"
    assert action.status is not None and action.status.rag == "green"
    assert [text.text for text in action.progress] == ["The work has begun."]


def test_forms_that_follow_one_another_are_one_plan() -> None:
    page = drawn(form(TRAIN, "Jane Poe"), [120.0, 300.0], heads=0)
    drawn(form(AUDIT, "Tom Ash"), [120.0, 300.0], top=300.0, heads=0, page=page)
    (plan,) = plans_of(page)
    assert [item.actions[0].text for item in plan.items] == [TRAIN, AUDIT]


def test_forms_that_touch_are_told_apart_by_their_first_label() -> None:
    rows = [*form(TRAIN, "Jane Poe"), *form(AUDIT, "Tom Ash")]
    assert [item.actions[0].text for item in items_of(drawn(rows, [120.0, 300.0], heads=0))] == [TRAIN, AUDIT]


def test_labels_side_by_side() -> None:
    rows: Rows = [
        ["*Action*", TRAIN, "<", "<"],
        ["*Lead officer*", "Jane Poe", "*Due date*", "May 2025"],
        ["*Progress*", "The work has begun.", "*Status*", "Complete"],
    ]
    (item,) = items_of(drawn(rows, [100.0, 200.0, 100.0, 100.0], heads=0))
    assert item.actions[0].status is not None and item.actions[0].status.state == "completed"
    assert item.actions[0].lead_officers[0].name == "Jane Poe"


def test_labels_and_values_in_one_cell() -> None:
    rows: Rows = [
        [f"*Action 3: {TRAIN}*", "<"],
        ["Lead: Jane Poe", "Due: May 2025"],
        ["Progress: The work has begun.", "<"],
    ]
    (item,) = items_of(drawn(rows, [250.0, 250.0], heads=0))
    assert (item.ref, item.actions[0].text) == ("3", TRAIN)
    assert item.actions[0].lead_officers[0].name == "Jane Poe"


def test_with_a_recommendation_the_values_are_the_items() -> None:
    rows = [["*Recommendation*", "Visit every child within five days"], *form(TRAIN, "Jane Poe")]
    (item,) = items_of(drawn(rows, [120.0, 300.0], heads=0))
    assert item.recommendation is not None
    assert [officer.name for officer in item.lead_officers] == ["Jane Poe"]
    assert item.actions[0].lead_officers == []


def test_what_was_decided_is_no_action_and_labels_are_no_lost_words() -> None:
    rows = [["*Recommendation 1*", "That all staff be trained"], ["*Executive response*", "Accepted"]]
    rows += [["*Lead officer*", "Jane Poe"], ["*Progress*", "The first group was trained in May."]]
    layout = LayoutDocument("drawn.pdf", "0" * 64, "application/pdf", [drawn(rows, [120.0, 300.0], heads=0)], 1)
    paper = extract_paper(lay_out(layout, load_vocabulary()), Settings())
    (item,) = paper.plans[0].items
    assert (item.ref, item.actions) == ("1", [])
    assert item.extra == {"Executive response": "Accepted"}
    assert "words-unclaimed" not in {note.code for note in paper.diagnostics}


def test_the_head_of_a_report_is_no_form() -> None:
    rows = [["*Report title:*", "Progress on the plan"], ["*Lead officer:*", "Jane Poe"], ["*Date:*", "5 May 2025"]]
    rows += [["*Recommendation:*", "That the committee notes the report"], ["*Wards:*", "All"]]
    assert plans_of(drawn(rows, [120.0, 300.0], heads=0)) == []


def test_a_plan_with_headings_is_no_form() -> None:
    rows = [["Action", "Lead officer", "Due date", "Status"], [TRAIN, "Jane Poe", "May 2025", "Complete"]]
    (item,) = items_of(drawn(rows, [200.0, 100.0, 100.0, 100.0]))
    assert item.actions[0].text == TRAIN


def test_a_label_not_surely_known_means_what_no_other_label_does() -> None:
    rows = [["*Peer team recommendation*", "Visit every child"], *form(TRAIN, "Jane Poe")]
    (item,) = items_of(drawn(rows, [160.0, 300.0], heads=0))
    assert item.recommendation is not None and item.recommendation.text == "Visit every child"
    assert item.extra == {}


def test_a_form_of_an_objective_keeps_how_it_is_measured() -> None:
    rows: Rows = [
        ["*Objective*", "Make the buildings easy to use"],
        ["*Actions*", TRAIN],
        ["*Lead*", "Jane Poe"],
        ["*Success measure*", "Complaints about access"],
    ]
    (item,) = items_of(drawn(rows, [140.0, 300.0], heads=0))
    assert [measure.text for measure in item.measures] == ["Complaints about access"]


def test_a_form_of_an_indicator_is_a_measure_with_its_figures() -> None:
    rows: Rows = [
        ["*Indicator*", "Calls answered in time"],
        ["*Baseline*", "70%"],
        ["*Actual*", "81%"],
        ["*Target*", "90%"],
        ["*Status*", "At risk"],
        ["*Commentary*", "Two posts are vacant."],
    ]
    (plan,) = plans_of(drawn(rows, [140.0, 300.0], heads=0))
    (measure,) = plan.items[0].measures
    assert plan.kind == "performance"
    assert measure.baseline is not None and measure.baseline.raw == "70%"
    assert [reading.raw for reading in measure.readings + measure.targets] == ["81%", "90%"]
    assert measure.status is not None and measure.status.state == "at_risk"
    assert [text.text for text in plan.items[0].progress] == ["Two posts are vacant."]


def test_the_head_of_a_report_may_have_a_status() -> None:
    rows = [["*Report title*", "Annual review"], ["*Lead officer*", "Jane Poe"], ["*Status*", "For decision"]]
    rows += [["*Date*", "5 May 2025"], ["*Recommendation*", "That Cabinet notes the report"]]
    assert plans_of(drawn(rows, [120.0, 300.0], heads=0)) == []
