"""Rows of a plan table to items: one item for each recommendation, each value at its own level."""

from __future__ import annotations

import pytest

from ingest.layout.document import Fill
from tests.unit.drawn_tables import drawn, items_of, plans_of, written

HEADS = ["Ref", "Recommendation", "Actions", "Lead", "Due", "RAG"]
WIDTHS = [40.0, 180.0, 180.0, 110.0, 90.0, 60.0]
SAID, KEPT = "Visit every child within five days", "Keep case notes up to date"
TRAIN, AUDIT, WRITE = "Train all staff in the standard", "Audit ten files each month", "Write to every manager"


@pytest.mark.parametrize("mark", ["^", ""])
def test_actions_beside_a_recommendation_keep_their_own_values(mark: str) -> None:
    """The recommendation may stand in a merged cell, or above empty ones."""
    rows = [
        HEADS,
        ["1", SAID, TRAIN, "Jane Poe", "May 2025", "G"],
        [mark, mark, AUDIT, "Tom Ash", "June 2025", "R"],
        ["2", KEPT, WRITE, "Ann Bell", "July 2025", "A"],
    ]
    first, second = items_of(drawn(rows, WIDTHS))
    assert [(a.text, a.lead_officers[0].name) for a in first.actions] == [(TRAIN, "Jane Poe"), (AUDIT, "Tom Ash")]
    assert [a.status.rag for a in first.actions if a.status] == ["green", "red"]
    assert first.status is None
    assert second.status is not None and second.status.rag == "amber"
    assert second.actions[0].status is None


def test_a_recommendation_printed_beside_each_of_its_actions_is_one_item() -> None:
    rows = [
        HEADS,
        ["1", SAID, TRAIN, "Jane Poe", "May 2025", "G"],
        ["1", SAID, AUDIT, "Tom Ash", "June 2025", "R"],
        ["2", KEPT, WRITE, "Ann Bell", "July 2025", "A"],
    ]
    first, second = items_of(drawn(rows, WIDTHS))
    assert first.recommendation is not None and first.recommendation.text == SAID
    assert [action.text for action in first.actions] == [TRAIN, AUDIT]
    assert second.ref == "2"


def test_the_same_words_under_another_number_are_another_item() -> None:
    rows = [HEADS, ["1", SAID, TRAIN, "Jane Poe", "May 2025", "G"], ["2", SAID, AUDIT, "Tom Ash", "June 2025", "R"]]
    assert [item.ref for item in items_of(drawn(rows, WIDTHS))] == ["1", "2"]


def test_a_value_beside_all_actions_is_the_items() -> None:
    rows = [HEADS, ["1", SAID, TRAIN, "Jane Poe", "May 2025", "G"], ["^", "^", AUDIT, "^", "June 2025", "R"]]
    (item,) = items_of(drawn(rows, WIDTHS))
    assert [officer.name for officer in item.lead_officers] == ["Jane Poe"]
    assert all(not action.lead_officers for action in item.actions)


def test_numbers_in_front_of_the_recommendations_are_their_references() -> None:
    rows = [["Recommendation", "Actions", "Lead"], [f"1. {SAID}", TRAIN, "Jane Poe"], [f"2. {KEPT}", AUDIT, "Tom Ash"]]
    items = items_of(drawn(rows, [220.0, 200.0, 100.0]))
    assert [(item.ref, item.recommendation.text if item.recommendation else "") for item in items] == [
        ("1", SAID),
        ("2", KEPT),
    ]


def test_a_number_that_begins_one_recommendation_only_belongs_to_its_words() -> None:
    rows = [
        ["Recommendation", "Actions", "Lead"],
        ["12 new homes for children", TRAIN, "Jane Poe"],
        [KEPT, AUDIT, "Tom Ash"],
    ]
    items = items_of(drawn(rows, [220.0, 200.0, 100.0]))
    assert items[0].ref is None
    assert items[0].recommendation is not None and items[0].recommendation.text == "12 new homes for children"


def test_a_log_of_actions_has_one_item_for_each() -> None:
    rows = [
        ["Action", "Owner", "Due", "Status"],
        [TRAIN, "Jane Poe", "May 2025", "Complete"],
        [AUDIT, "Tom Ash", "June 2025", "Overdue"],
    ]
    items = items_of(drawn(rows, [200.0, 100.0, 100.0, 100.0]))
    assert [item.recommendation for item in items] == [None, None]
    assert [item.actions[0].status.state for item in items if item.actions[0].status] == ["completed", "off_track"]


def test_an_objective_over_the_width_of_the_table_is_the_section_of_the_rows_below() -> None:
    objective = "Objective 1: " + "\n".join(["children are seen and heard by people whom they know and trust"] * 4)
    rows = [
        ["Action", "Owner", "Due", "RAG"],
        [f"*{objective}*", "<", "<", "<"],
        [TRAIN, "Jane Poe", "May 2025", "G"],
    ]
    (item,) = items_of(drawn(rows, [300.0, 200.0, 150.0, 100.0]))
    assert item.section is not None and item.section.title == objective.replace("\n", " ")


def test_what_progress_opens_with_is_the_status_of_an_action_in_a_log() -> None:
    rows = [["No", "Action", "Lead", "Progress"], ["1", TRAIN, "Jane Poe", "COMPLETE. All were trained."]]
    rows += [["2", AUDIT, "Tom Ash", "The first were read."]]
    first, second = (item.actions[0] for item in items_of(drawn(rows, [40.0, 220.0, 150.0, 200.0])))
    assert (first.status and first.status.state, second.status) == ("completed", None)


@pytest.mark.parametrize("heading", ["Who and when", "Timescale and lead officer"])
def test_who_and_when_in_one_column(heading: str) -> None:
    rows = [
        ["No", "Action", heading, "Progress"],
        ["1", TRAIN, "Head of HR\nSeptember 2024", "The first were trained."],
    ]
    rows += [
        ["2", AUDIT, "30 June 2025 - Jane Poe", "None yet."],
        ["3", SAID, "Chief Executive\nOngoing", "It goes on."],
    ]
    items = items_of(drawn(rows, [40.0, 220.0, 150.0, 200.0]))
    actions = [item.actions[0] for item in items]
    leads = [(officer.name, officer.role) for action in actions for officer in action.lead_officers]
    assert leads == [(None, "Head of HR"), ("Jane Poe", None), (None, "Chief Executive")]
    assert [action.due and action.due.raw for action in actions] == ["September 2024", "30 June 2025", "Ongoing"]


def test_people_with_a_date_each_are_not_taken_for_a_date() -> None:
    rows = [["No", "Action", "Who and when"], ["1", TRAIN, "Jane Poe, May 2025; Tom Ash, June 2025"]]
    action = items_of(drawn([*rows, ["2", AUDIT, "Jane Poe"]], [40.0, 220.0, 250.0]))[0].actions[0]
    assert {"Jane Poe", "Tom Ash"} <= {officer.name for officer in action.lead_officers}
    assert action.due is None


def test_who_leads_on_a_section_leads_on_its_items() -> None:
    heads, lead = ["Action", "Owner", "Due", "RAG"], "Senior responsible officer: "
    rows = [["*Priority 1: Children are seen*", "<", "<", "<"], [f"{lead}Ann Lee", "<", "<", "<"]]
    rows += [heads, [TRAIN, "Jane Poe", "May 2025", "G"], ["*Priority 2: Notes are kept*", "<", "<", "<"]]
    rows += [[f"{lead}Raj Dhar", "<", "<", "<"], heads, [AUDIT, "Tom Ash", "May 2025", "A"]]
    first, second = items_of(drawn(rows, [300.0, 200.0, 150.0, 100.0], heads=0))
    assert [item.section.title for item in (first, second) if item.section] == [
        "Priority 1: Children are seen", "Priority 2: Notes are kept"
    ]  # fmt: skip
    assert [officer.name for item in (first, second) for officer in item.lead_officers] == ["Ann Lee", "Raj Dhar"]
    assert first.actions[0].lead_officers[0].name == "Jane Poe"


def test_an_objective_above_each_table_is_the_section_of_its_items() -> None:
    page = written(drawn([], []), "Objective 1: Children are seen", 60.0, bold=True)
    drawn([["Action", "Owner", "Due"], [TRAIN, "Jane Poe", "May 2025"]], [200.0, 100.0, 100.0], top=80.0, page=page)
    written(page, "Objective 2: Notes are kept", 180.0, bold=True)
    drawn([["Action", "Owner", "Due"], [AUDIT, "Tom Ash", "June 2025"]], [200.0, 100.0, 100.0], top=200.0, page=page)
    (plan,) = plans_of(page)
    titles = [item.section.title for item in plan.items if item.section]
    assert titles == ["Objective 1: Children are seen", "Objective 2: Notes are kept"]


@pytest.mark.parametrize(("color", "rag"), [(0x00B050, "green"), (0xFFC000, "amber"), (0xFF0000, "red")])
def test_a_rating_by_the_colour_of_a_cell(color: int, rag: str) -> None:
    rows = [HEADS, ["1", SAID, TRAIN, "Jane Poe", "May 2025", ""]]
    (item,) = items_of(drawn(rows, WIDTHS, fills={(1, 5): color}))
    assert item.status is not None
    assert (item.status.rag, item.status.basis) == (rag, "fill")


def test_a_rating_by_a_traffic_light_in_a_cell() -> None:
    page = drawn([HEADS, ["1", SAID, TRAIN, "Jane Poe", "May 2025", ""]], WIDTHS)
    page.fills.append(Fill(665.0, 124.0, 675.0, 134.0, 0xFF0000))
    (item,) = items_of(page)
    assert item.status is not None and item.status.rag == "red"


def test_a_rating_by_the_colour_of_a_sign() -> None:
    page = drawn([HEADS, ["1", SAID, TRAIN, "Jane Poe", "May 2025", "●"]], WIDTHS)
    next(word for word in page.words if word.text == "●").color = 0x00B050
    (item,) = items_of(page)
    assert item.status is not None and item.status.rag == "green"


DECOYS = {
    "attendance": [["Member", "Present", "Apologies"], ["Jane Poe", "4", "1"], ["Tom Ash", "3", "2"]],
    "work programme": [
        ["Meeting date", "Item", "Purpose", "Lead officer"],
        ["5 May 2025", SAID, "To review", "Jane Poe"],
    ],
    "timetable": [["Activity", "Date"], ["Consultation opens", "5 May 2025"], ["Consultation ends", "5 June 2025"]],
    "budget": [["Service", "Budget £000", "Forecast £000"], ["Libraries", "1,200", "1,180"], ["Parks", "900", "950"]],
    "glossary": [["Term", "Definition"], ["EHCP", "Education, health and care plan"], ["NEET", "Not in education"]],
    "judgements": [["Judgement", "Grade"], ["Overall effectiveness", "Good"], ["Leaders", "Requires improvement"]],
    "members": [["Name", "Organisation", "Role"], ["Jane Poe", "Police", "Chair"], ["Tom Ash", "Council", "Member"]],
}


@pytest.mark.parametrize("name", DECOYS)
def test_tables_that_are_no_plan_give_no_items(name: str) -> None:
    rows = DECOYS[name]
    assert plans_of(drawn(rows, [160.0] * len(rows[0]))) == []


def test_every_word_of_a_row_is_in_the_item() -> None:
    rows = [[*HEADS, "Resources"], ["1", SAID, TRAIN, "Jane Poe", "May 2025", "G", "Within existing budgets"]]
    (item,) = items_of(drawn(rows, [*WIDTHS, 150.0]))
    assert item.extra == {"Resources": "Within existing budgets"}


def test_a_cell_over_two_rows_of_a_table_without_lines_down() -> None:
    page = drawn(
        [HEADS, ["1", SAID, TRAIN, "Jane Poe", "May 2025", "G"], ["^", "^", AUDIT, "Tom Ash", "May 2025", "R"]],
        WIDTHS,
        "rules",
    )
    (item,) = items_of(page)
    assert [action.text for action in item.actions] == [TRAIN, AUDIT]


def test_merged_cells_before_the_objective_name_sections_though_one_has_a_single_row() -> None:
    rows = [["Theme", "Objective", "Actions", "Lead officer"]]
    rows += [["A: Buildings", "Cut gas use in offices", "Fit heat pumps", "Jane Poe"]]
    rows += [["^", "Make power on our roofs", "Put panels on schools", "Tom Ash"]]
    rows += [["B: Transport", "Buy cleaner vehicles", "Trial a truck", "Jane Poe"]]
    rows += [["^", "Charge more cars", "Bid for the grant", "Tom Ash"]]
    rows += [["C: Waste", "Throw less food away", "Start weekly rounds", "Ann Lee"]]
    items = items_of(drawn(rows, [100.0, 160.0, 160.0, 100.0]))
    names = ["A: Buildings", "A: Buildings", "B: Transport", "B: Transport", "C: Waste"]
    assert [item.section.title for item in items if item.section] == names
