"""What the cells decide where a heading is unknown, or promises something else than they hold."""

from __future__ import annotations

import pytest

from ingest.layout.document import Page, Word
from schemas.plan import PlanItem
from tests.unit.drawn_tables import Rows, drawn, items_of, plans_of, tables_of
from tests.unit.test_columns import fields_of

SAID, KEPT = "Visit every child within five days", "Keep the case notes up to date"
TRAIN, AUDIT, WRITE = "Train all staff in the standard", "Audit ten files each month", "Write to every manager"
GREEN, RED = 0x00B050, 0xFF0000


def test_prose_left_of_the_actions_is_what_they_answer_whatever_its_heading() -> None:
    rows = [["What came up at the visit", "Action", "Lead"], [SAID, TRAIN, "Jane Poe"], [KEPT, AUDIT, "Tom Ash"]]
    assert fields_of(rows, [220, 200, 100])["What came up at the visit"] == "recommendation"


def test_what_was_answered_is_progress_beside_an_action_agreed() -> None:
    rows = [["Action agreed", "Owner", "Response"], [TRAIN, "Jane Poe", "Sent on 3 May."]]
    assert fields_of(rows, [220, 100, 200])["Response"] == "progress"


def test_what_was_decided_is_no_action() -> None:
    rows = [
        ["Recommendation", "Executive response", "Lead", "Progress"],
        [SAID, "Accepted", "Jane Poe", "Sent in May."],
    ]
    rows += [[KEPT, "Accepted in part", "Tom Ash", "The text is agreed."]]
    assert fields_of(rows, [200, 100, 90, 150])["Executive response"] == "extra"
    rows[1][1], rows[2][1] = "Accepted. We will write to all.", "Agreed, by the end of May."
    assert fields_of(rows, [200, 100, 90, 150])["Executive response"] == "actions"


def test_further_action_of_a_risk_is_what_will_be_done() -> None:
    rows = [["Risk", "Existing controls", "Further action", "Owner"], [SAID, "Weekly checks", TRAIN, "Jane Poe"]]
    assert fields_of(rows, [200, 120, 200, 90])["Further action"] == "actions"


def test_numbers_under_step_are_references() -> None:
    rows = [["Step", "Commitment", "Lead"], ["1.1", SAID, "Jane Poe"], ["1.2", KEPT, "Tom Ash"]]
    assert fields_of(rows, [50, 220, 100])["Step"] == "ref"


@pytest.mark.parametrize("heading", ["Target", "Month", "Action by"])
def test_days_under_a_heading_of_figures_are_when_it_is_due(heading: str) -> None:
    rows = [["Recommendation", "Action", heading], [SAID, TRAIN, "May 2024"], [KEPT, AUDIT, "July 2024"]]
    assert fields_of(rows, [200, 200, 90])[heading] == "due"


def test_a_date_is_when_it_is_due_rather_than_a_year_that_names_an_audit() -> None:
    rows = [["Audit and year", "Finding", "Agreed action", "Original date", "Revised date"]]
    rows += [
        ["Payroll 2023/24", SAID, TRAIN, "31/03/2024", "30/06/2024"],
        ["Fuel 2022/23", KEPT, AUDIT, "1/5/2024", ""],
    ]
    found = fields_of(rows, [100, 140, 140, 80, 80])
    assert (found["Audit and year"], found["Original date"], found["Revised date"]) == ("extra", "due", "extra")


def test_the_period_of_a_figure_is_no_due_date() -> None:
    rows = [["Measure", "Period", "Actual", "Target"], ["Buses that run on time", "Dec 2023", "81%", "90%"]]
    assert fields_of(rows, [200, 90, 80, 80])["Period"] == "extra"


def test_one_long_remark_among_figures_makes_no_story_of_them() -> None:
    heading = "Performance Q4"
    rows = [[SAID, figure, "Jane Poe"] for figure in ("81% (Sept)", "90%", "21 cases", "*")]
    rows[2][1] = " ".join(["The figures of the last quarter are being looked at again."] * 4)
    assert fields_of([["Our pledge", heading, "Lead"], *rows], [200, 220, 90])[heading] == "readings"


def test_how_are_we_doing_in_prose_is_progress() -> None:
    rows = [["Our pledge", "Lead", "How are we doing?"], [SAID, "Jane Poe", "Nearly every child was seen in time."]]
    assert fields_of(rows, [200, 90, 220])["How are we doing?"] == "progress"


def test_ratings_under_performance_are_the_status() -> None:
    rows = [["Measure", "Quarter 1", "Target", "Performance"], ["Visits made", "96", "90", "On target"]]
    rows += [["Calls answered", "70", "80", "Below target"]]
    assert fields_of(rows, [200, 80, 80, 90])["Performance"] == "status"


def test_of_ratings_by_quarter_the_last_is_the_status() -> None:
    rows = [["Objective", "Action", "Q1 RAG", "Q2 RAG"], [SAID, TRAIN, "R", "A"], [KEPT, AUDIT, "A", "G"]]
    assert [rag_of(item) for item in items_of(drawn(rows, [200, 200, 60, 60]))] == ["amber", "green"]


def test_a_quarter_that_is_still_empty_rates_nothing() -> None:
    rows = [["Objective", "Action", "Q1 RAG", "Q2 RAG"], [SAID, TRAIN, "R", ""], [KEPT, AUDIT, "A", ""]]
    assert [rag_of(item) for item in items_of(drawn(rows, [200, 200, 60, 60]))] == ["red", "amber"]


def test_better_and_worse_are_the_direction() -> None:
    rows = [["Measure", "Actual", "Target", "Against last year"], ["Visits made", "96", "90", "Better"]]
    rows += [["Calls answered", "70", "80", "Worse"]]
    items = items_of(drawn(rows, [200, 80, 80, 120]))
    assert [item.measures[0].direction for item in items] == ["up", "down"]


def test_the_agency_leads_where_nobody_else_does() -> None:
    rows = [["Priority", "Action", "Agency"], [SAID, TRAIN, "Community Safety Partnership"]]
    rows += [[KEPT, AUDIT, "Housing Services"]]
    assert fields_of(rows, [200, 200, 160])["Agency"] == "lead_officers"


def test_the_colour_of_a_cell_of_progress_is_the_status() -> None:
    rows = [["Priority", "Action", "Position"], [SAID, TRAIN, "Ten have been trained."], [KEPT, AUDIT, "Not begun."]]
    first, second = items_of(drawn(rows, [200, 200, 200], fills={(1, 2): GREEN, (2, 2): RED}))
    assert (rag_of(first), rag_of(second)) == ("green", "red")
    assert [text.text for text in first.progress] == ["Ten have been trained."]


def test_coloured_months_are_ratings_and_the_last_counts() -> None:
    rows = [["Priority", "Action", "Dec 2023", "March 2024"], [SAID, TRAIN, "", ""], [KEPT, AUDIT, "", ""]]
    fills = {(1, 2): RED, (1, 3): GREEN, (2, 2): GREEN, (2, 3): RED}
    assert [rag_of(item) for item in items_of(drawn(rows, [200, 200, 70, 70], fills=fills))] == ["green", "red"]


def test_ratings_under_progress_are_the_status() -> None:
    rows = [["Action", "Lead", "Progress (Red/Amber/Green)"], [TRAIN, "Jane Poe", "Green"], [AUDIT, "Tom Ash", "Red"]]
    assert fields_of(rows, [200, 100, 160])["Progress (Red/Amber/Green)"] == "status"


def test_commitments_answer_what_needs_to_get_better() -> None:
    rows = [["What needs to get better", "Our commitments", "Lead"], [SAID, TRAIN, "Jane Poe"]]
    found = fields_of(rows, [200, 200, 100])
    assert (found["What needs to get better"], found["Our commitments"]) == ("recommendation", "actions")


def test_the_audit_that_an_action_came_from_is_no_recommendation() -> None:
    rows = [["Audit title", "Agreed action", "Owner"], ["Main accounting system", TRAIN, "Jane Poe"]]
    assert fields_of(rows, [200, 200, 100])["Audit title"] == "extra"


def test_recommendations_by_meeting_with_their_progress_are_a_plan() -> None:
    rows = [["Date of meeting", "Recommendation", "Cabinet response", "Who will act", "Position at six months"]]
    rows += [["5 June 2023", SAID, "Accepted", "Youth Service Manager", "The panel met in January."]]
    (item,) = items_of(drawn(rows, [90, 200, 90, 120, 200]))
    assert item.recommendation is not None and item.recommendation.text == SAID


def test_the_priority_beside_an_indicator_is_not_what_its_row_is_about() -> None:
    rows = [["Priority", "Key indicator", "Target", "Q1"], ["Homes", "Affordable homes started", "120", "22"]]
    found = fields_of(rows, [80, 200, 80, 80])
    assert (found["Priority"], found["Key indicator"]) == ("extra", "measures")


def test_the_product_of_likelihood_and_impact_is_no_status() -> None:
    rows = [["Risk", "Likelihood", "Impact", "Current rating", "Mitigation"], [SAID, "3", "5", "15", TRAIN]]
    assert fields_of(rows, [200, 70, 70, 80, 200])["Current rating"] == "extra"


def test_references_beside_actions_are_the_actions() -> None:
    rows = [["Objective", "Ref", "Action", "Lead"], [SAID, "1.1", TRAIN, "Jane Poe"], ["^", "1.2", AUDIT, "Tom Ash"]]
    (item,) = items_of(drawn(rows, [200, 50, 200, 100]))
    assert (item.ref, [action.ref for action in item.actions]) == (None, ["1.1", "1.2"])


def test_posts_one_below_the_other_are_two_officers() -> None:
    rows = [["Action", "Lead"], [TRAIN, "Chief Executive\nHead of Policy"]]
    (item,) = items_of(drawn(rows, [200, 220]))
    assert [officer.role for officer in item.actions[0].lead_officers] == ["Chief Executive", "Head of Policy"]


def test_a_status_and_what_follows_it_are_parted_however_short() -> None:
    rows = [["Recommendation", "Action", "Status"], [SAID, TRAIN, "On track. Two halls are booked."]]
    (item,) = items_of(drawn(rows, [200, 200, 200]))
    assert item.status is not None
    assert (item.status.raw, item.status.state) == ("On track.", "on_track")
    assert [text.text for text in item.progress] == ["Two halls are booked."]


@pytest.mark.parametrize(
    ("heading", "said", "state"),
    [("Complete?", "Yes", "completed"), ("Complete?", "No", None), ("On track?", "N", "off_track")],
)
def test_what_yes_and_no_answer(heading: str, said: str, state: str | None) -> None:
    rows = [["Recommendation", "Action", heading], [SAID, TRAIN, said]]
    (item,) = items_of(drawn(rows, [200, 200, 90]))
    assert item.status is not None
    assert (item.status.raw, item.status.state) == (said, state)


def test_a_smaller_heading_below_the_title_is_the_section() -> None:
    page = _page_headed(("Climate Action Plan", 16.0), ("Theme 2: Buildings", 12.0))
    (plan,) = plans_of(page)
    assert plan.title == "Climate Action Plan"
    assert [item.section.title for item in plan.items if item.section] == ["Theme 2: Buildings"] * 2


def test_what_every_report_has_is_no_title_of_a_plan() -> None:
    for heading in ("Progress to date", "The committee is asked to:"):
        assert [plan.title for plan in plans_of(_page_headed((heading, 14.0)))] == [None]


def _page_headed(*headings: tuple[str, float]) -> Page:
    """A page with a small plan below bold headings of these sizes."""
    page = drawn([["Action", "Lead"], [TRAIN, "Jane Poe"], [AUDIT, "Tom Ash"]], [200, 100])
    for number, (words, size) in enumerate(headings):
        x, top = 40.0, 40.0 + 34 * number
        for word in words.split():
            page.words.append(Word(word, x, top, x + size / 2 * len(word), top + size, 1, size, True))
            x += size / 2 * (len(word) + 1)
    return page


@pytest.mark.parametrize(
    "rows",
    [
        [["Appendix", "Title", "Author"], ["A", SAID, "Policy Officer"], ["B", KEPT, "Accountant"]],
        [["Who was asked", "When", "How"], ["Residents", "May 2023", "On-line survey"], ["Staff", "June", "Workshops"]],
        [["Subject", "Number", "Lessons"], ["Missed bins", "84", "Crews were told"], ["Noise", "20", "None"]],
        [["Indicator", "2021", "2022", "2023"], ["Headcount of the council", "1,204", "1,180", "1,176"]],
        [["Respondent", "Comment", "Council response"], ["Resident", "Too fast", "The limit will be reviewed."]],
        [["Site", "Proposal", "Recommendation", "Officer"], ["Mill Lane", "Two houses", "Approve the plan", "J Orr"]],
    ],
)
def test_lists_of_other_things_are_no_plans(rows: Rows) -> None:
    page = drawn(rows, [160.0] * len(rows[0]))
    assert tables_of(page)
    assert items_of(page) == []


def rag_of(item: PlanItem) -> str | None:
    return item.status.rag if item.status else None
