"""Lists of what reviewers recommended, and lists that are none; all papers here are invented."""

from __future__ import annotations

import pytest

from ingest.extract.recommendations import extract_recommendations
from ingest.vocabulary.loader import load_vocabulary
from tests.unit.typed_pages import typed_layout

VOCABULARY = load_vocabulary()


def read(text: str) -> tuple[list[tuple[str | None, str]], list[tuple[str | None, str]]]:
    """Ref and words of what is asked and of what reviewers recommended."""
    asked, made = extract_recommendations(typed_layout(text), VOCABULARY, [])
    return [(one.ref, one.text) for one in asked], [(one.ref, one.text) for one in made]


def test_a_task_group_recommends_to_cabinet() -> None:
    asked, made = read("""
*Recommendations*

The Task and Finish Group makes the following recommendations to Cabinet:

Recommendation 1: That school streets be tried outside ten schools.

Recommendation 2: That speed surveys be published.

*Background*
""")
    assert asked == []
    assert made == [
        ("1", "That school streets be tried outside ten schools."),
        ("2", "That speed surveys be published."),
    ]


def test_what_a_reviewer_might_recommend_is_no_recommendation() -> None:
    assert read("""
3.1 A senior manager reviews the complaint. The reviewer may make recommendations, for example:

   (a)   that we apologise;

   (b)   that we change how we work.
""") == ([], [])


def test_a_heading_ends_the_list() -> None:
    _, made = read("""
4.1 The Care Inspectorate made two recommendations:

   1.   Carers should have a review each year.

   2.   Managers should check case records.

*5. FINANCIAL IMPLICATIONS*

5.1 There are none.
""")
    assert [words for _, words in made] == [
        "Carers should have a review each year.",
        "Managers should check case records.",
    ]


def test_the_list_below_a_numbered_sentence_below_a_heading() -> None:
    _, made = read("""
*2. AREAS FOR IMPROVEMENT*

2.1 Ofsted said that the service should:

   •   keep a record of each visit;

   •   train all managers.

2.2 The status of these is shown below.
""")
    assert [words for _, words in made] == ["keep a record of each visit;", "train all managers."]


def test_a_body_with_a_long_name_decides() -> None:
    asked, _ = read("""
*Recommendations*

1. That the Executive Lead Member for Children and Families approves the plan.

2. That a report be brought back in June.
""")
    assert asked == [("1", "approves the plan."), ("2", "That a report be brought back in June.")]


def test_what_the_council_should_do_below_a_heading_is_a_reviewers() -> None:
    asked, made = read("""
*Report by the Local Government and Social Care Ombudsman*

*Recommendations*

To remedy the injustice caused, the Council should, within three months of the date of this report:

   •   apologise to Mrs X;

   •   review its policy.

The Council has accepted our recommendations.
""")
    assert asked == []
    assert [words for _, words in made] == ["apologise to Mrs X;", "review its policy."]


def test_the_stem_may_say_what_its_list_asks() -> None:
    asked, _ = extract_recommendations(
        typed_layout("""
*Recommendation for decision:*

The Cabinet is recommended to:

   1.   Approve the plan.

*Recommendations for noting:*

The Cabinet is asked to note:

   1.   The judgement of the regulator.
"""),
        VOCABULARY,
        [],
    )
    assert [(one.text, one.verb) for one in asked] == [
        ("Approve the plan.", "approve"),
        ("The judgement of the regulator.", "note"),
    ]


def test_findings_of_an_audit_with_their_priority() -> None:
    _, made = read("""
*Internal Audit Report*

*3. Findings and recommendations*

*Recommendation 1 (High)*

Reviews should be done each year.

*Recommendation 2 (Medium)*

Bank statements should be asked for.
""")
    assert made == [("1", "Reviews should be done each year."), ("2", "Bank statements should be asked for.")]


@pytest.mark.parametrize(
    "intro",
    [
        "The Housing Ombudsman ordered the Council to:",
        "Inspectors made two recommendations.\n\nThe Youth Justice Service should:",
    ],
)
def test_how_reviewers_put_it(intro: str) -> None:
    _, made = read(f"""
2.1 The inspection took place in May.

{intro}

   1.   publish its self-assessment

   2.   train all staff
""")
    assert [words for _, words in made] == ["publish its self-assessment", "train all staff"]


def test_what_became_of_a_recommendation() -> None:
    _, made = extract_recommendations(
        typed_layout("""
2.1 The peer team made two recommendations. Each is given below with progress.

*Recommendation 1: Agree a plan for the town.*

Progress: It was agreed in July.

Status: Complete

*Recommendation 2: Review the constitution.*

Progress: A group has met.

Status: On track

*3. Implications*
"""),
        VOCABULARY,
        [],
    )
    assert [(one.text, [answer.text for answer in one.response]) for one in made] == [
        ("Agree a plan for the town.", ["It was agreed in July."]),
        ("Review the constitution.", ["A group has met."]),
    ]
    assert [one.status and (one.status.raw, one.status.state) for one in made] == [
        ("Complete", "completed"),
        ("On track", "on_track"),
    ]


def test_a_list_for_each_matter_that_is_put_to_council() -> None:
    asked, _ = read("""
*RECOMMENDATIONS FROM CABINET*

The following recommendations of Cabinet are put to Council:

*(A) Corporate Plan*

*RECOMMENDED TO COUNCIL:*

That the Corporate Plan be adopted.

*(B) Treasury Management*

*RECOMMENDED TO COUNCIL:*

(1) That the report be noted.

(2) That the limits be approved.
""")
    assert [words for _, words in asked] == [
        "That the Corporate Plan be adopted.",
        "That the report be noted.",
        "That the limits be approved.",
    ]


def test_a_lead_inspector_is_named_by_the_body_at_the_end() -> None:
    _, made = extract_recommendations(
        typed_layout("""
*Inspection of Tollworth*

Lead inspector: Hilary Moss

*What needs to improve?*

   •   Oversight at the front door.

   •   Help for disabled children.

*Main findings*

Most children get help early. Ofsted regulates and inspects.
"""),
        VOCABULARY,
        [],
    )
    assert [(one.text, one.made_by) for one in made] == [
        ("Oversight at the front door.", "Ofsted"),
        ("Help for disabled children.", "Ofsted"),
    ]


def test_letters_in_front_of_decisions_are_their_labels() -> None:
    asked, _ = read("""
*Recommendations*

Cabinet RESOLVES to:

A. Approve the sale on the terms in Appendix 1.

B. Authorise the Head of Legal to complete it.
""")
    assert asked == [
        ("A", "Approve the sale on the terms in Appendix 1."),
        ("B", "Authorise the Head of Legal to complete it."),
    ]
