"""Recommendations: what a committee is asked, and what a reviewer told the council; all papers are invented."""

from __future__ import annotations

import pytest

from ingest.extract.decisions import VerbBook
from ingest.extract.recommendations import extract_recommendations
from ingest.vocabulary.loader import load_vocabulary
from schemas.report import Recommendation
from tests.unit.typed_pages import typed_layout, typed_table

VOCABULARY = load_vocabulary()
VERBS = VerbBook.of(VOCABULARY)


def read(text: str) -> tuple[list[Recommendation], list[Recommendation]]:
    """Decisions and inspection recommendations of typed pages."""
    return extract_recommendations(typed_layout(text), VOCABULARY, [])


def asked(text: str) -> list[tuple[str | None, str | None, str, str | None]]:
    """Ref, stem, words and verb of the decisions of typed pages."""
    return [(one.ref, one.stem, one.text, one.verb) for one in read(text)[0]]


def test_a_list_that_hangs_on_a_stem() -> None:
    text = """
*Recommendation(s)*

Members are asked to:

   i)    NOTE what the review found in the autumn;

   ii)   AGREE the plan at Appendix 1; and

   iii)  DELEGATE authority to the Director to amend it.

*Main report*

The text of the report begins here.
"""
    stem = "Members are asked to:"
    assert asked(text) == [
        ("i", stem, "NOTE what the review found in the autumn;", "note"),
        ("ii", stem, "AGREE the plan at Appendix 1; and", "agree"),
        ("iii", stem, "DELEGATE authority to the Director to amend it.", "delegate"),
    ]


def test_a_stem_and_its_decision_in_one_sentence() -> None:
    text = """
*RECOMMENDATION*

4.    *The Audit Panel is RECOMMENDED to note the progress made on the plan.*
"""
    assert asked(text) == [("4", "The Audit Panel is RECOMMENDED to", "note the progress made on the plan.", "note")]


@pytest.mark.parametrize(
    ("printed", "stem", "words"),
    [
        ("That the Committee notes the report.", "That the Committee", "notes the report."),
        ("It is recommended that Cabinet approves the plan.", "It is recommended that Cabinet", "approves the plan."),
        ("RECOMMENDED that the Board notes the report.", "RECOMMENDED that the Board", "notes the report."),
        ("Cabinet is requested to approve the plan.", "Cabinet is requested to", "approve the plan."),
        ("The Board is invited to comment on the plan.", "The Board is invited to", "comment on the plan."),
    ],
)
def test_how_councils_ask(printed: str, stem: str, words: str) -> None:
    found = asked(f"*Recommendation*\n\n{printed}\n")
    assert [(one[1], one[2]) for one in found] == [(stem, words)]


def test_a_list_without_a_stem() -> None:
    text = """
*Recommendations*

1.1   That the report be noted.

1.2   That approval be given to the plan.

*2. Background*
"""
    assert [(one[0], one[1], one[3]) for one in asked(text)] == [("1.1", None, "note"), ("1.2", None, "approve")]


def test_what_is_printed_again_at_the_end_is_not_repeated() -> None:
    section = "*Recommendation*\n\nThe Board is asked to note the report.\n\n"
    assert len(asked(section + "*1. Introduction*\n\nText of the report.\n\n" + section)) == 1


def test_a_sentence_without_a_heading_counts_and_a_staff_request_does_not() -> None:
    assert [one[2] for one in asked("The Panel is asked to note the report.\n")] == ["note the report."]
    assert asked("Staff are asked to note the new times of the service in the spring.\n") == []


def test_minutes_have_none() -> None:
    text = """
MINUTES of a meeting of the Board held on 9 January 2025

RESOLVED that the Board:

1.   notes the report; and
2.   agrees the plan.
"""
    assert read(text) == ([], [])


@pytest.mark.parametrize(
    ("printed", "verb"),
    [
        ("Note the report.", "note"), ("notes and agrees the plan", "note"), ("Agree to TRANSFER the service", "agree"),
        ("ENDORSE the proposal to recommend the plan for approval", "other"),
        ("consider the register and comment", "other"),
        ("the agreed plan be noted", "note"), ("authority be delegated to the Director", "delegate"),
        ("recommends to Council that the plan be adopted", "recommend"), ("provide comments on the plan", "comment"),
        ("decide whether to meet", "other"), ("That approval be given", "approve"),
    ],
)  # fmt: skip
def test_the_first_verb_says_what_is_asked(printed: str, verb: str) -> None:
    assert VERBS.kind(printed) == verb


LETTERED = """
2.2   In its report Ofsted noted a number of strengths, some of which were as follows:

      a)    staff act quickly
      b)    carers feel valued

2.3   The report made three recommendations, which are as follows:

      a)    make sure that plans are written with the child and say what is to be done and by
            when;
      b)    give every member of staff good supervision; and
\f
      c)    visit children as often as their plans say.

2.4   The council has an improvement plan with work programmes. These are:

      a)    workforce
      b)    quality
"""


def test_a_lettered_list_over_a_page_break_and_only_that_list() -> None:
    found = read(LETTERED)[1]
    assert [(one.ref, one.made_by) for one in found] == [("a", "Ofsted"), ("b", "Ofsted"), ("c", "Ofsted")]
    assert found[0].text == "make sure that plans are written with the child and say what is to be done and by when;"
    assert all(one.response == [] and one.source for one in found)


def test_each_answered_in_turn() -> None:
    text = """
The Care Quality Commission made two recommendations. These are set out below with what has
been done.

1.    *Bring down the time that people wait for an assessment.*

      The wait has come down from nine weeks to six and a new team has been set up.

2.    *Make the offer to carers clearer.*

      A guide has been written with carers.

The plan in the appendix has more detail on all of it.
"""
    found = read(text)[1]
    assert [(one.ref, [answer.text for answer in one.response]) for one in found] == [
        ("1", ["The wait has come down from nine weeks to six and a new team has been set up."]),
        ("2", ["A guide has been written with carers."]),
    ]


def test_entries_that_say_what_they_are() -> None:
    text = """
The peer team made the following recommendations:

*Recommendation 1: Set out one vision.*

The Cabinet did so in March.

*Recommendation 2: Look at the capital programme again.*

Work began in April.

*Next steps*
"""
    assert [(one.ref, one.text, len(one.response)) for one in read(text)[1]] == [
        ("1", "Set out one vision.", 1), ("2", "Look at the capital programme again.", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "intro",
    [
        "Ofsted praised the service for a number of things:",
        "In response to the recommendations of Ofsted the council will:",
        "Progress against the recommendations of Ofsted is as follows:",
        "Since the visit of Ofsted the council has done these things:",
        "After Ofsted had been, three options were considered:",
    ],
)
def test_lists_of_something_else(intro: str) -> None:
    assert read(f"{intro}\n\n   a)    the first thing\n   b)    the second thing\n")[1] == []


def test_a_list_without_anybody_who_reviewed_is_none() -> None:
    assert read("There were two recommendations, as follows:\n\n   a)    one thing\n   b)    another\n")[1] == []


def test_each_entry_with_a_stem_of_its_own() -> None:
    text = """
*2. RECOMMENDED ACTION*

2.1   That the Committee note the report; and

2.2   That the Committee approve the plan.

*3. POLICY*
"""
    assert asked(text) == [
        ("2.1", "That the Committee", "note the report; and", "note"),
        ("2.2", "That the Committee", "approve the plan.", "approve"),
    ]


def test_a_recommendation_to_the_council_is_a_decision_of_its_own() -> None:
    text = """
*Recommendations*

1.   Recommend to Council that the budget be increased.

2.   Note the report.
"""
    assert [(ref, words, verb) for ref, _, words, verb in asked(text)] == [
        ("1", "Recommend to Council that the budget be increased.", "recommend"),
        ("2", "Note the report.", "note"),
    ]


def test_recommendations_in_a_cell_of_the_head() -> None:
    table = typed_table(
        [
            ["Cabinet date", "4 March 2024"],
            ["Key decision", "Yes"],
            ["Recommendations", "That Cabinet:\n\n1. Approve the plan.\n\n2. Note the risks."],
            ["Contact officer", "Ann Poe, Planner"],
        ]
    )
    layout = typed_layout("*Background*\n\nThe text of the report begins here and goes on.")
    layout.body.insert(0, table)
    found, made = extract_recommendations(layout, VOCABULARY, [])
    assert [(one.ref, one.stem, one.text) for one in found] == [
        ("1", "That Cabinet:", "Approve the plan."),
        ("2", "That Cabinet:", "Note the risks."),
    ]
    assert made == []


ANSWERED = """
Ofsted made two recommendations, which are set out below with our progress.

*Recommendation 1*

Check the files.

*Progress:*

All files were checked in May.

*Recommendation 2*

Train the staff.

*Progress:*

Half of the staff are trained.

*Conclusion*

The work goes on.
"""


def test_headings_that_number_recommendations_and_announce_answers() -> None:
    made = read(ANSWERED)[1]
    assert [(one.ref, one.text, [answer.text for answer in one.response]) for one in made] == [
        ("1", "Check the files.", ["All files were checked in May."]),
        ("2", "Train the staff.", ["Half of the staff are trained."]),
    ]


def test_the_label_of_an_answer_is_no_part_of_it() -> None:
    text = """
Estyn's recommendations were as follows:

R1   Check the files.

Response: All files were checked in May.

R2   Train the staff.

Response: Half of the staff are trained.
"""
    made = read(text)[1]
    assert [(one.ref, one.made_by, one.response[0].text) for one in made] == [
        ("R1", "Estyn", "All files were checked in May."),
        ("R2", "Estyn", "Half of the staff are trained."),
    ]


def test_a_second_list_begins_where_it_is_introduced() -> None:
    text = """
Ofsted made the following recommendations:

1.   Check the files.

2.   Train the staff.

The following areas for improvement were also identified:

•   The quality of plans.

•   The pace of reviews.
"""
    assert [(one.ref, one.text) for one in read(text)[1]] == [
        ("1", "Check the files."),
        ("2", "Train the staff."),
        (None, "The quality of plans."),
        (None, "The pace of reviews."),
    ]


def test_what_officers_recommend_is_no_inspection() -> None:
    text = """
Ofsted came in May.

*Recommendations*

I recommend that Cabinet:

a.   Note the report.

b.   Approve the plan.
"""
    found, made = read(text)
    assert [one.ref for one in found] == ["a", "b"] and made == []


def test_a_list_in_bold_is_no_row_of_headings() -> None:
    text = """
*RECOMMENDATION*

1.   *The Committee is RECOMMENDED to*

     (a)  *approve the plan at Appendix 1; and*

     (b)  *comment on what the review found*

*Introduction*

2.   The text of the report begins here.
"""
    assert [(ref, words) for ref, _, words, _ in asked(text)] == [
        ("a", "approve the plan at Appendix 1; and"),
        ("b", "comment on what the review found"),
    ]


def test_numbers_and_texts_in_the_columns_of_a_table() -> None:
    table = typed_table(
        [
            ["1.0", "Purpose"],
            ["1.1", "To tell Members of the plan."],
            ["2.0", "Recommendations"],
            ["2.1", "It is recommended that Members note the report."],
        ]
    )
    layout = typed_layout("#Policy Committee#\n\n*5 March 2024*")
    layout.body.append(table)
    found = extract_recommendations(layout, VOCABULARY, [])[0]
    assert [(one.ref, one.text) for one in found] == [("2.1", "note the report.")]


@pytest.mark.parametrize(
    "introduction",
    [
        "The inspectorate of probation made two recommendations to the council. The service should:",
        "Ofsted named two areas where practice needs to improve:",
        "The areas for improvement that Ofsted found, and what we have done about each, are:",
    ],
)
def test_how_lists_of_recommendations_are_introduced(introduction: str) -> None:
    text = f"""
Ofsted and HMI Probation came in May.

{introduction}

1.   Check the files of every child who is missing from home.

2.   Train the staff who answer the telephone at night.

*Conclusion*
"""
    assert [one.ref for one in read(text)[1]] == ["1", "2"]


def test_a_list_for_each_body_under_a_heading_of_its_own() -> None:
    text = """
*RECOMMENDATIONS*

*Recommendations for the Cabinet*

1.   That the cabinet notes the findings.

*Recommendation for the Leader of the Council*

2.   That the Leader delegates the monitoring to the Director.

*BACKGROUND*

3.   The regulator wrote to the council in May.
"""
    assert asked(text) == [
        ("1", "That the cabinet", "notes the findings.", "note"),
        ("2", "That the Leader", "delegates the monitoring to the Director.", "delegate"),
    ]


def test_the_number_of_a_paragraph_is_no_part_of_the_stem() -> None:
    text = """
*Recommendation(s)*

3 Cabinet is recommended to:

(a)  note the report; and

(b)  agree the plan.
"""
    assert [one[:2] for one in asked(text)] == [
        ("a", "Cabinet is recommended to:"),
        ("b", "Cabinet is recommended to:"),
    ]


def test_that_cabinet_says_what_follows_under_any_heading() -> None:
    text = """
*Proposal(s)*

That Cabinet:

1)   notes the outcome;

2)   thanks the staff.
"""
    assert [(one[0], one[2]) for one in asked(text)] == [("1", "notes the outcome;"), ("2", "thanks the staff.")]


def test_a_paragraph_behind_a_recommendation_is_none() -> None:
    text = """
RECOMMENDATION: That permission be GRANTED.

2.1   The site lies at the edge of the village.
"""
    assert [one[2] for one in asked(text)] == ["That permission be GRANTED."]


def test_what_members_are_asked_in_an_agenda_is_no_decision() -> None:
    text = """
*2.   Declarations of interest*

Members are asked to declare any interests.

*3.   The plan*
"""
    assert asked(text) == []


def test_the_longer_name_of_an_inspectorate_counts() -> None:
    text = """
Care Inspectorate Wales inspected the service and made the following recommendations:

1.   Offer carers an assessment.

2.   Hold reviews when they are due.
"""
    assert {one.made_by for one in read(text)[1]} == {"Care Inspectorate Wales"}


def test_entries_counted_in_another_way_belong_to_the_one_that_ends_in_a_colon() -> None:
    text = """
*Recommendations*

Cabinet is recommended to:

2.1   Note the findings;

2.2   Delegate authority to the Director:

(a)   to publish the strategy; and

(b)   to make minor changes.

2.3   Thank the team.
"""
    assert [(one[0], one[2]) for one in asked(text)] == [
        ("2.1", "Note the findings;"),
        ("2.2", "Delegate authority to the Director: to publish the strategy; and to make minor changes."),
        ("2.3", "Thank the team."),
    ]


def test_that_alone_is_a_stem() -> None:
    text = "*Recommendation(s)*\n\n*That:*\n\na)   the committee reviews the progress;\n\nb)   the chair writes back."
    assert [one[:3] for one in asked(text)] == [
        ("a", "That:", "the committee reviews the progress;"),
        ("b", "That:", "the chair writes back."),
    ]


def test_key_recommendations_of_peers_are_no_decision() -> None:
    text = """
*2. Key recommendations*

The following are the peer team’s key recommendations to the council:

*Recommendation 1*

Set out a vision for the district.

*Recommendation 2*

Invest in members.

*3. Cabinet is asked to*

3.1   Endorse the plan.
"""
    found, made = read(text)
    assert [(one.ref, one.text) for one in found] == [("3.1", "Endorse the plan.")]
    assert [(one.ref, one.text) for one in made] == [
        ("1", "Set out a vision for the district."),
        ("2", "Invest in members."),
    ]


def test_what_a_regulator_told_somebody_to_do() -> None:
    text = (
        "The CQC told the Trust that it must:\n\n•   train its staff;\n\n•   store medicines safely.\n\nThe end of it."
    )
    assert [one.text for one in read(text)[1]] == ["train its staff;", "store medicines safely."]


def test_decisions_in_bold_without_a_stem() -> None:
    text = "*Recommendations:*\n\n*1.   Note the outcome of it*\n\n*2.   To recommend that the plan be accepted*"
    assert [(one[0], one[3]) for one in asked(text)] == [("1", "note"), ("2", "recommend")]


def test_the_board_to_note() -> None:
    text = "*Recommendations*\n\n•   The Board to note the findings.\n\n•   The Board to agree dates."
    assert [one[1:3] for one in asked(text)] == [
        ("The Board to", "note the findings."),
        ("The Board to", "agree dates."),
    ]
