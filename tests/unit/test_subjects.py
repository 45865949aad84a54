"""What a row is about, and what is done about it, where headings alone do not tell."""

from __future__ import annotations

import pytest

from ingest.layout.document import Page
from tests.unit.drawn_tables import Rows, drawn, items_of, plans_of, written
from tests.unit.test_columns import fields_of

SAID, KEPT = "Visit every child within five days", "Keep the case notes up to date"
TRAIN, AUDIT = "Train all staff in the standard", "Audit ten files each month"


VISIT: Rows = [
    ["Item", "Seen on the day", "Priority", "Action", "Lead"],
    ["1", SAID, "High", TRAIN, "Jane Poe"],
    ["2", KEPT, "High", AUDIT, "Tom Ash"],
]
LOG: Rows = [
    ["Date raised", "Item", "Action", "Lead"],
    ["1/5/2024", "Minute 22: Waste", TRAIN, "Jane Poe"],
    ["1/5/2024", "Minute 25: Roads", AUDIT, "Tom Ash"],
]
WANTED: Rows = [
    ["What difference do we want to make?", "Action", "Lead", "How will we know?"],
    [SAID, TRAIN, "Jane Poe", "Fewer complaints"],
]
VIEWS: Rows = [
    ["Recommendation", "Lead", "Progress", "Members' view"],
    [SAID, "Jane Poe", "It has begun.", "On track"],
    [KEPT, "Tom Ash", "It has ended.", "Completed"],
]
DELIVERED: Rows = [["Deliverable", "SRO", "RAG"], [SAID, "Jane Poe", "Green"], [KEPT, "Tom Ash", "Red"]]
MARKED: Rows = [["Benchmark", "Action", "Lead"], ["A board meets", TRAIN, "Jane Poe"], [SAID, AUDIT, "Tom Ash"]]
ANSWERED: Rows = [["Recommendation", "Management comments", "Progress"], [SAID, "Accepted in full", "It has begun"]]
STARTED: Rows = [["Action", "Lead", "Start", "Complete", "Status"], [TRAIN, "Jane Poe", "2022", "2024", "On track"]]
PLANNED: Rows = [["Objective", "Lead", "Baseline date", "Progress"], [SAID, "Jane Poe", "May 2024", "It has begun."]]
MEASURES: Rows = [
    [
        "No.",
        "Measure",
        "Category",
        "Completion date",
        "Organisations involved",
        "Key performance indicator",
        "Progress",
    ],
    ["1", "Electric taxi points", "Transport", "2025", "Licensing", "Number of charge points", "Four are in use."],
    ["2", "Review of lorry routes", "Freight", "2026", "Highways", "Lorries on High Street", "Counts were done."],
]
STEPPED: Rows = [
    ["Key activity", "Milestone", "Delivery date", "Status"],
    ["Regenerate the estate", "Outline consent", "May 2024", "On track"],
    ["^", "Start on site", "June 2025", "Not started"],
    ["License landlords", "Scheme approved", "July 2024", "Complete"],
]
OUTTURNS: Rows = [
    ["Indicator", "Outturn 21/22", "Target 22/23", "Outturn 22/23"],
    ["Rent collected", "97%", "98%", "96%"],
]
STORY: Rows = [["Measure", "2022/23", "2023/24 to date", "Target", "What is this telling us?"]]
STORY = [*STORY, ["Carers who feel supported", "61%", "66%", "65%", "The new break offer is liked."]]
NEXT: Rows = [["Our pledge", "What we delivered in 2023", "What we plan for 2024"], [SAID, "All were seen.", TRAIN]]
LEFT: Rows = [
    ["Action", "What have we done?", "What do we still need to do?"],
    [TRAIN, "It has begun.", "Train the rest"],
]
LATEST: Rows = [
    ["Action", "Who", "Measured by", "Latest"],
    [TRAIN, "Jane Poe", "Share of staff trained", "Order placed."],
]
HARM: Rows = [["Adverse impact", "Mitigation", "Lead"], ["Fewer evening hours for people who work", TRAIN, "Jane Poe"]]
WORKS: Rows = [
    ["Ref", "Community", "Proposed works", "Lead authority", "Programme year", "Progress"],
    ["F01", "Mill Green", "Build a bund above it", "County Council", "2025/26", "It has begun."],
]
AGED: Rows = [["Outcome", "What will we do?", "Lead", "Measure"], [SAID, TRAIN, "Jane Poe", "Visits in time"]]
AGED = [*AGED, ["^", AUDIT, "Tom Ash", "Files"], [KEPT, TRAIN, "Ann Bell", "Notes"]]
HALFWAY: Rows = [
    ["Measure", "Target", "Mid-year position"],
    ["Jobs promoted", "95", "51"],
    ["Waste recycled", "52", "50"],
]
VOWED: Rows = [["Priority", "What did we say we would do?", "What have we done?"], ["Falls", TRAIN, "All took part."]]
AREAS: Rows = [["Area", "Progress in 2023/24", "Actions for 2024/25"], ["Training", "It has begun.", TRAIN]]
RATED: Rows = [
    ["Project", "Stage", "RAG: time", "RAG: cost", "Overall RAG"],
    ["New leisure centre", "Construction", "A", "G", "A"],
    ["New finance system", "Procurement", "G", "R", "R"],
]
DIRECTED: Rows = [["Direction", "What has been done", "RAG"], [SAID, "A plan was agreed.", "Green"]]
DESCRIBED: Rows = [
    ["PI ref", "Description", "Last year", "Quarter 1", "Target", "RAG"],
    ["CS1", "Recorded anti-social behaviour", "1,204", "290", "300", "G"],
]
EFFECTS: Rows = [["Issue", "Impact on service", "Solution", "Who"], [SAID, "Fees are returned", TRAIN, "Jane Poe"]]
YEARS: Rows = [["Aim", "Year 1 action", "Achieved", "Year 2 action"], [SAID, TRAIN, "Yes", AUDIT]]
RANKED: Rows = [
    ["What is to be done", "Priority", "Timescale", "What was delivered"],
    [SAID, "High", "2025", "It has begun."],
    [KEPT, "Medium", "2026", "Not yet."],
]
LEARNT: Rows = [["Complaint theme", "What we learned", "Action", "Owner"], ["Bins", SAID, TRAIN, "Jane Poe"]]
DOING: Rows = [["Issue", "Action", "How are we doing?"], [SAID, TRAIN, "Four are in post."]]
PRIOR: Rows = [["Prior year recommendation", "Management response", "Status"], [SAID, TRAIN, "Complete"]]
HAZARD: Rows = [["Risk", "Impact", "Further action", "Owner"], [SAID, "Costs will rise", TRAIN, "Jane Poe"]]
AHEAD: Rows = [["Commitment", "2023 progress", "RAG status", "Focus for 2024"], [SAID, "It has begun.", "Green", TRAIN]]
QUARTERS: Rows = [["Project", "Lead", "Milestones this quarter", "Milestones next quarter"]]
QUARTERS = [*QUARTERS, [SAID, "Jane Poe", TRAIN, AUDIT]]
COUNTED: Rows = [["Indicator", "Ashmere", "England", "Target"], ["Buses that run on time", "81%", "85%", "90%"]]


@pytest.mark.parametrize(
    ("rows", "heading", "field"),
    [
        (VISIT, "Seen on the day", "recommendation"),
        (VISIT, "Priority", "extra"),
        (WANTED, "What difference do we want to make?", "recommendation"),
        (DELIVERED, "Deliverable", "recommendation"),
        (MARKED, "Benchmark", "recommendation"),
        (ANSWERED, "Management comments", "actions"),
        (LOG, "Item", "extra"),
        (STARTED, "Complete", "due"),
        (PLANNED, "Baseline date", "due"),
        (VIEWS, "Members' view", "status"),
        (COUNTED, "Ashmere", "readings"),
        (MEASURES, "Measure", "recommendation"),
        (MEASURES, "Key performance indicator", "measures"),
        (MEASURES, "Organisations involved", "lead_officers"),
        (STEPPED, "Key activity", "recommendation"),
        (STEPPED, "Milestone", "actions"),
        (OUTTURNS, "Outturn 22/23", "readings"),
        (STORY, "2023/24 to date", "readings"),
        (STORY, "What is this telling us?", "progress"),
        (NEXT, "What we delivered in 2023", "progress"),
        (NEXT, "What we plan for 2024", "next_steps"),
        (LEFT, "What do we still need to do?", "next_steps"),
        (LATEST, "Latest", "progress"),
        (HARM, "Adverse impact", "recommendation"),
        (WORKS, "Proposed works", "actions"),
        (QUARTERS, "Milestones this quarter", "progress"),
        (DOING, "How are we doing?", "progress"),
        (PRIOR, "Prior year recommendation", "recommendation"),
        (HAZARD, "Impact", "extra"),
        (AHEAD, "Focus for 2024", "next_steps"),
        (RANKED, "Priority", "extra"),
        (LEARNT, "What we learned", "recommendation"),
        (DIRECTED, "Direction", "recommendation"),
        (DESCRIBED, "Description", "measures"),
        (EFFECTS, "Impact on service", "extra"),
        (YEARS, "Year 2 action", "next_steps"),
        (WORKS, "Programme year", "due"),
        (AGED, "Outcome", "recommendation"),
        (HALFWAY, "Mid-year position", "readings"),
        (VOWED, "Priority", "recommendation"),
        (VOWED, "What did we say we would do?", "actions"),
        (AREAS, "Area", "recommendation"),
        (AREAS, "Actions for 2024/25", "next_steps"),
        (RATED, "RAG: time", "extra"),
        (RATED, "Overall RAG", "status"),
        (RATED, "Stage", "extra"),
    ],
)
def test_what_the_cells_tell_of_a_column(rows: Rows, heading: str, field: str) -> None:
    assert fields_of(rows, [220.0] * len(rows[0]))[heading] == field


def test_options_lettered_a_and_b_have_no_rating() -> None:
    rows = [["Option", "Benefits", "Risks", "Cost"], ["A: keep in house", "Control", "Capacity", "£1m"]]
    rows += [["B: outsource", "Expertise", "Less control", "£2m"]]
    assert items_of(drawn(rows, [150.0] * 4)) == []


def test_a_source_over_two_recommendations_leaves_their_values_with_them() -> None:
    rows = [["Audit", "Recommendation", "Agreed action", "Lead", "Status"]]
    rows += [["Payroll", SAID, TRAIN, "Jane Poe", "Complete"], ["^", KEPT, AUDIT, "Tom Ash", "On track"]]
    second = items_of(drawn(rows, [80, 190, 190, 80, 80]))[1]
    assert second.lead_officers[0].name == "Tom Ash"
    assert second.actions[0].lead_officers == []


def test_an_action_keeps_its_owner_beside_how_it_is_measured() -> None:
    rows = [["Action", "Lead", "By when", "Success measure"], [TRAIN, "Jane Poe", "May 2024", "All staff trained"]]
    (item,) = items_of(drawn(rows, [200, 100, 100, 150]))
    assert item.actions[0].lead_officers[0].name == "Jane Poe"
    assert item.measures[0].text == "All staff trained"


HEADS = ["Measure", "Actual", "Target"]
BUSES, CALLS = ["Buses on time", "81%", "90%"], ["Calls answered in time", "70%", "80%"]


@pytest.mark.parametrize(
    "note",
    [
        ["Commentary: Two drivers are off sick.", "<", "<"],
        ["Commentary", "Two drivers are off sick.", "<"],
        ["Two drivers of the evening routes have been off sick all of the quarter.", "<", "<"],
    ],
)
def test_a_comment_below_an_indicator_is_its_progress(note: list[str]) -> None:
    rows = [["*Roads*", "<", "<"], HEADS, BUSES, note, CALLS]
    first, second = items_of(drawn(rows, [200, 90, 90], heads=0))
    assert first.progress[0].text.startswith("Two drivers")
    assert second.section is not None and second.section.title == "Roads"


def test_a_risk_set_as_labels_and_values() -> None:
    rows: Rows = [
        ["*Risk title*", "Loss of the data centre", "*Risk owner*", "Jane Poe"],
        ["*Cause*", "Old cooling plant and rising costs", "*Consequence*", "Systems are down"],
        ["*Inherent score*", "20", "*Residual score*", "12"],
        ["*Further actions*", TRAIN, "<", "<"],
        ["*Target date*", "May 2025", "", ""],
    ]
    (plan,) = plans_of(drawn(rows, [100.0, 200.0, 110.0, 150.0], heads=0))
    (item,) = plan.items
    assert plan.kind == "risk_register"
    assert item.recommendation is not None and item.recommendation.text == "Loss of the data centre"
    assert [action.text for action in item.actions] == [TRAIN]
    assert item.due is not None and item.due.raw == "May 2025"
    assert item.extra["Cause"] == "Old cooling plant and rising costs"


def test_of_a_finding_and_a_recommendation_a_form_is_about_the_recommendation() -> None:
    rows: Rows = [
        ["*Ref*", "7"],
        ["*Finding*", "Timesheets are not checked."],
        ["*Recommendation*", SAID],
        ["*Responsible officer*", "Jane Poe"],
        ["*Implementation date*", "May 2025"],
    ]
    (item,) = items_of(drawn(rows, [140.0, 300.0], heads=0))
    assert item.recommendation is not None and item.recommendation.text == SAID
    assert item.extra["Finding"] == "Timesheets are not checked."


def test_figures_of_two_years_beside_those_of_others_are_measured() -> None:
    rows = [
        ["Code", "Measure", "2022/23", "2023/24", "Peer median"],
        ["TP01", "Tenants content", "68%", "70%", "71%"],
    ]
    (item,) = items_of(drawn(rows, [60, 220, 90, 90, 90]))
    assert [reading.raw for reading in item.measures[0].readings] == ["68%", "70%"]


@pytest.mark.parametrize("heading", ["Promise 1: A settled home", "Objective 2: Fair access to jobs"])
def test_a_numbered_heading_over_one_table_is_its_section(heading: str) -> None:
    page = written(Page(1, 900.0, 600.0), "Corporate Parenting Strategy", 40.0, bold=True)
    written(page, heading, 70.0, bold=True)
    (item,) = items_of(drawn([["Action", "Lead", "Status"], [TRAIN, "Jane Poe", "On track"]], [220, 90, 90], page=page))
    assert item.section is not None and item.section.title == heading


def test_the_heading_of_what_a_row_is_about_is_no_section() -> None:
    rows = [["Learning point", "How do we measure it?", "Target"], [SAID, "Visits in time", "90%"]]
    (item,) = items_of(drawn(rows, [220, 150, 90]))
    assert item.section is None


def test_a_definition_beside_figures_and_targets_does_not_stop_an_indicator() -> None:
    rows = [["KPI", "Definition", "January", "Target"], ["Rent arrears", "As a share of rent", "3.5%", "3.2%"]]
    (item,) = items_of(drawn(rows, [150, 150, 80, 80]))
    assert [target.raw for target in item.measures[0].targets] == ["3.2%"]


def test_what_is_done_about_an_indicator_stands_beside_its_figures() -> None:
    rows = [["Measure", "Actual", "Target", "Status", "What we are doing about it"]]
    rows += [["Calls answered", "84%", "90%", "Red", TRAIN]]
    (plan,) = plans_of(drawn(rows, [150, 80, 80, 80, 200]))
    (item,) = plan.items
    assert plan.kind == "performance"
    assert item.measures[0].text == "Calls answered"
    assert item.measures[0].status is not None and item.measures[0].status.rag == "red"
    assert [action.text for action in item.actions] == [TRAIN]
