"""Front matter in the styles that councils print it in; all papers here are invented."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.extract.committee import name_case, read_meeting
from ingest.extract.front_labels import ValueWords
from ingest.extract.front_matter import extract_front_matter
from ingest.layout.document import Table
from ingest.layout.passage import Passage
from ingest.vocabulary.loader import load_vocabulary
from schemas.diagnostics import Diagnostic
from schemas.report import ReportHeader
from schemas.values import Officer
from tests.unit.typed_pages import typed_layout, typed_page, typed_table

VOCABULARY = load_vocabulary()
WORDS = ValueWords.of(VOCABULARY)


def header(text: str, tables: tuple[Table, ...] = ()) -> ReportHeader:
    """The front matter of typed pages."""
    return extract_front_matter(typed_layout(text, tables), VOCABULARY, [])


def people(officers: list[Officer]) -> list[tuple[str | None, str | None, str | None]]:
    """Name, post and address of officers."""
    return [(officer.name, officer.role, officer.email) for officer in officers]


FROM_AND_TO = """
*From:*               Edith Marsh, Cabinet Member for Housing

                      Julian Amory, Corporate Director of Place

*To:*                 Cabinet - 4 February 2025

*Subject:*            Review of the housing service: what it found and
                    what comes next

*Decision no:*        25/00012

*Key decision:*       No

*Classification:*     Unrestricted

*Wards affected:*     All

*Summary:* This report says what the review found in the autumn and what the council will
do about it in the spring.
"""

CENTRED = """
                                                        *Report No: 47/2024*
                                                        *PUBLIC REPORT*

                         #CABINET#

                       *12 September 2024*

               #THE PLAN FOR THE COMING YEAR#

            *Report of the Director of Services*

*1 PURPOSE OF THE REPORT*

1.1   This report says what the plan is about.
"""

ONE_LINE_EACH = """
*Borough of Somewhere*
*Committee: Audit Panel*
*Date of meeting: 3 March 2023*
*Report title: Tracker of recommendations*
*Report of: Head of Audit*
*Report author: Ann Poe, Senior Auditor, ann.poe@somewhere.example*

*Recommendations*
That the Panel notes the report.
"""


def test_from_to_subject() -> None:
    report = header(FROM_AND_TO)
    assert report.committee is not None and report.committee.name == "Cabinet"
    assert report.meeting_date == dt.date(2025, 2, 4)
    assert report.title is not None
    assert report.title.text == "Review of the housing service: what it found and what comes next"
    assert (report.reference, report.access, report.key_decision, report.wards) == (
        "25/00012",
        "public",
        False,
        ["All"],
    )
    assert people(report.report_of) == [
        ("Edith Marsh", "Cabinet Member for Housing", None),
        ("Julian Amory", "Corporate Director of Place", None),
    ]


def test_centred_capitals_without_labels() -> None:
    report = header(CENTRED)
    assert report.committee is not None and report.committee.name == "Cabinet" and report.committee.raw == "CABINET"
    assert report.meeting_date == dt.date(2024, 9, 12)
    assert report.title is not None and report.title.text == "THE PLAN FOR THE COMING YEAR"
    assert (report.reference, report.access) == ("47/2024", "public")
    assert [officer.role for officer in report.report_of] == ["Director of Services"]


def test_labels_line_by_line_without_gaps() -> None:
    report = header(ONE_LINE_EACH)
    assert report.committee is not None and report.committee.name == "Audit Panel"
    assert report.meeting_date == dt.date(2023, 3, 3)
    assert report.title is not None and report.title.text == "Tracker of recommendations"
    assert (
        people(report.authors)
        == people(report.contacts)
        == [("Ann Poe", "Senior Auditor", "ann.poe@somewhere.example")]
    )


def test_a_label_table_with_values_beside_and_below() -> None:
    table = typed_table(
        [
            ["Committee(s)", "Dated:"],
            ["Learning Sub Committee - For Information", "8/02/2023"],
            ["Subject: Progress of the plan", "Public"],
            ["Report of: Tess Lisle, Director of Learning", ""],
            ["Report author: Kit Addo, Service Manager", ""],
        ]
    )
    report = header("*Summary*\nThe text of the summary says what has been done since the plan was made.", (table,))
    assert report.committee is not None and report.committee.name == "Learning Sub Committee"
    assert report.meeting_date == dt.date(2023, 2, 8)  # day before month
    assert report.title is not None and report.title.text == "Progress of the plan"
    assert (report.access, report.purpose) == ("public", "information")
    assert people(report.report_of) == [("Tess Lisle", "Director of Learning", None)]
    # No contact details go with the author's name, so nobody is a contact.
    assert people(report.authors) == [("Kit Addo", "Service Manager", None)] and report.contacts == []


def test_headings_of_a_plan_are_no_label_table() -> None:
    table = typed_table(
        [["Action", "Lead officer", "Date", "Status"]]
        + [[f"Do thing {n}", "Ann Poe", "May 2024", "Green"] for n in range(4)]
    )
    report = header(
        "*Plan for the year*\n\nThe plan is below and it has four actions, each of them with an officer.", (table,)
    )
    assert report.meeting_date is None and report.contacts == [] and report.access is None


def test_contacts_at_the_end_with_and_without_a_label() -> None:
    text = (
        FROM_AND_TO
        + """
\f
*Contact details*

*Report Author:*
Sunil Varma, Head of Housing Needs
01632 960411
sunil.varma@somewhere.example

*Relevant Director:*
Julian Amory, Corporate Director of Place
01632 960402
julian.amory@somewhere.example
"""
    )
    report = header(text)
    assert people(report.authors) == [("Sunil Varma", "Head of Housing Needs", "sunil.varma@somewhere.example")]
    assert [officer.phone for officer in report.contacts] == ["01632 960411", "01632 960402"]
    signed = header(
        CENTRED + "\f\n*Appendices*\n\n•   Appendix A - Plan\n\nAnn Poe\nPlanning Officer\nT: 01632 960714\n"
    )
    assert [officer.phone for officer in signed.contacts] == ["01632 960714"]
    assert [entry.text for entry in signed.appendices] == ["Appendix A - Plan"]


def test_who_signs_gives_the_name_to_a_post() -> None:
    text = (
        CENTRED
        + "\f\n*Background papers:* None\n\nJOAN DOE\nDirector of Services\n\nContact Officer: Ann Poe, Planner\n"
    )
    report = header(text)
    assert people(report.report_of) == [("Joan Doe", "Director of Services", None)]
    assert people(report.contacts) == [("Ann Poe", "Planner", None)]
    assert report.background_papers == []


def test_minutes_have_council_committee_and_date_only() -> None:
    text = """
*AUDIT COMMITTEE*

MINUTES of a meeting of the Audit Committee held in the Council Chamber on Thursday, 9 January 2025.

PRESENT: Mr A Poe (Chairman), Mrs B Roe

*1. Apologies*

RESOLVED that the report be noted.
"""
    report = header(text)
    assert report.committee is not None and report.committee.name == "Audit Committee"
    assert report.meeting_date == dt.date(2025, 1, 9)
    assert report.title is None and report.contacts == [] and report.access is None


def test_a_cover_page_sets_its_title_in_lines() -> None:
    text = """
#Quarterly Performance Report#

#Quarter 3#

#2024/25#

Produced by: Insight Team
E-mail: insight@somewhere.example
Phone: 01632 960950
\f
The report begins here and goes on for many pages.
"""
    report = header(text)
    assert report.title is not None and report.title.text == "Quarterly Performance Report Quarter 3 2024/25"
    assert [(c.organisation, c.phone, c.email) for c in report.contacts] == [
        ("Insight Team", "01632 960950", "insight@somewhere.example")
    ]


def test_lists_of_papers() -> None:
    text = (
        CENTRED
        + """
\f
*12 BACKGROUND PAPERS*

12.1  Report of the review, May 2024

12.2  The plan of 2023

*13 APPENDICES*

Appendix A - The plan
Appendix B - Its costs
"""
    )
    report = header(text)
    assert [entry.text for entry in report.background_papers] == ["Report of the review, May 2024", "The plan of 2023"]
    assert [entry.text for entry in report.appendices] == ["Appendix A - The plan", "Appendix B - Its costs"]


def test_an_authority_is_whose_paper_it_is() -> None:
    report = header("*Tidewell Fire and Rescue Authority*\n\n*Audit Committee*\n\nThe report gives the position.")
    assert report.council is not None
    assert (report.council.name, report.council.raw) == (None, "Tidewell Fire and Rescue Authority")


def test_who_leads_a_council_is_no_council() -> None:
    report = header("*Portfolio holder:* Councillor Lena Fox, Leader of the Council\n\nCabinet notes the report.")
    assert report.council is None


def test_appendices_in_one_row_are_entries_each() -> None:
    report = header("#Cabinet#\n\n*Appendices:* Appendix A - The plan. Appendix B - Its costs; Annex 3: The map")
    assert [entry.text for entry in report.appendices] == [
        "Appendix A - The plan", "Appendix B - Its costs", "Annex 3: The map"
    ]  # fmt: skip


def test_a_council_that_no_register_has_keeps_its_printed_words() -> None:
    notes: list[Diagnostic] = []
    layout = typed_layout(
        "*Wexcombe County Council*\n\n*Plan for the year*\n\nThe text of the plan follows and is long."
    )
    report = extract_front_matter(layout, VOCABULARY, notes)
    assert (
        report.council is not None and report.council.name is None and report.council.raw == "Wexcombe County Council"
    )
    assert [note.code for note in notes] == ["unknown-council"]


def test_everything_has_a_place() -> None:
    report = header(FROM_AND_TO)
    assert report.title is not None and report.title.source and report.committee is not None and report.committee.source
    assert all(officer.source for officer in report.report_of)


@pytest.mark.parametrize(
    ("printed", "name", "day"),
    [
        ("Cabinet – 4 March 2025", "Cabinet", dt.date(2025, 3, 4)),
        ("County Council 13th March 2025", "County Council", dt.date(2025, 3, 13)),
        ("HEALTH AND WELL-BEING BOARD", "Health and Well-being Board", None),
        ("SCRUTINY SUB-COMMITTEE - 5th NOVEMBER 2018", "Scrutiny Sub-Committee", dt.date(2018, 11, 5)),
        ("Meeting of the Planning Committee on Monday 6 May 2024", "Planning Committee", dt.date(2024, 5, 6)),
        ("Report to the Governance Panel", "Governance Panel", None),
    ],
)
def test_committees_with_their_dates(printed: str, name: str, day: dt.date | None) -> None:
    meeting = read_meeting(Passage(typed_page(printed).words), WORDS)
    assert meeting.committee is not None
    assert (meeting.committee.name, meeting.day) == (name, day)


@pytest.mark.parametrize(
    "printed", ["The plan goes to the board", "Progress of the plan", "Somewhere Borough Council", "12 May 2024"]
)
def test_what_is_no_committee(printed: str) -> None:
    assert read_meeting(Passage(typed_page(printed).words), WORDS).committee is None


def test_a_name_that_is_not_in_capitals_stays_as_printed() -> None:
    assert name_case("Children and Families Board", WORDS) == "Children and Families Board"


def test_an_answer_that_is_ticked() -> None:
    table = typed_table(
        [
            ["Report to:", "Executive"],
            ["Is this a key decision?", "☐ Yes ☒ No"],
            ["Does the report contain confidential or exempt information?", "☐ Yes ☒ No"],
        ]
    )
    report = header("*Summary*\nWhat has been done since the plan was made.", (table,))
    assert (report.key_decision, report.access) == (False, "public")


def test_neither_answer_is_marked() -> None:
    report = header("*Committee:* Cabinet\n\n*Key decision:* Yes / No\n\n*Title:* The plan")
    assert report.key_decision is None


def test_rows_of_a_table_that_tell_of_the_officer_above() -> None:
    table = typed_table(
        [
            ["Report to:", "Cabinet"],
            ["Author:", "Ann Poe"],
            ["Job title:", "Head of Quality"],
            ["Tel:", "01234 567890"],
            ["E-mail address:", "ann.poe@somewhere.gov.uk"],
        ]
    )
    report = header("*Summary*\nWhat has been done since the plan was made.", (table,))
    assert people(report.authors) == [("Ann Poe", "Head of Quality", "ann.poe@somewhere.gov.uk")]
    assert report.authors[0].phone == "01234 567890"


def test_a_marked_label_takes_a_value_that_could_be_a_label() -> None:
    table = typed_table([["*Report for key/non key decision:*", "Key decision"], ["*Title:*", "The plan"]])
    assert header("*Summary*\nThe text.", (table,)).key_decision is True


def test_the_body_stands_behind_the_post() -> None:
    report = header(
        "*Report of the Director of Place to the meeting of the Regeneration Committee to be held on 5 April 2023*\n\n"
        "*Subject:* The plan"
    )
    assert [officer.role for officer in report.report_of] == ["Director of Place"]
    assert report.committee is not None and report.committee.name == "Regeneration Committee"
    assert report.meeting_date == dt.date(2023, 4, 5)


def test_a_day_with_its_time_and_place() -> None:
    report = header("#Audit Committee#\n\n*Tuesday, 30 May 2023 at 6.30 pm, Council Chamber*\n\n#The plan#")
    assert report.meeting_date == dt.date(2023, 5, 30)
    assert report.title is not None and report.title.text == "The plan"


@pytest.mark.parametrize(
    ("line", "access"),
    [
        ("NOT FOR PUBLICATION by virtue of paragraphs 1 and 2 of Part 1 of Schedule 12A of the Act", "exempt"),
        ("Part exempt", "part_exempt"),
        ("Public report with exempt appendix", "part_exempt"),
        ("OPEN REPORT", "public"),
    ],
)
def test_who_may_see_the_paper(line: str, access: str) -> None:
    assert header(f"{line}\n\n#Cabinet#\n\n*5 March 2024*\n\n#The plan#").access == access


@pytest.mark.parametrize(
    "title", ["Private Sector Housing Strategy", "Open Spaces Plan", "Public Health Annual Review"]
)
def test_titles_that_begin_like_words_on_access(title: str) -> None:
    report = header(f"#Cabinet#\n\n*5 March 2024*\n\n#{title}#\n\n*Report of the Director of Place*")
    assert report.title is not None and report.title.text == title
    assert report.access is None


def test_an_agenda_has_no_title() -> None:
    assert header("#AGENDA#\n\n#Scrutiny Panel#\n\n*5 March 2024*\n\n*Committee Room 1*").title is None


def test_the_school_issues_the_paper_and_is_no_title() -> None:
    report = header(
        "#Saint Agnes Primary School#\n\n*Governing Body*\n\n*The plan for reading*\n\nDate of meeting: 5 March 2024"
    )
    assert report.title is not None and report.title.text == "The plan for reading"
