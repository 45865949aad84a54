"""Papers that are no report: agendas, minutes, decision records, covering e-mails; all are invented."""

from __future__ import annotations

import datetime as dt

from ingest.extract.front_matter import extract_front_matter
from ingest.extract.recommendations import extract_recommendations
from ingest.vocabulary.loader import load_vocabulary
from schemas.report import ReportHeader
from tests.unit.typed_pages import typed_layout

VOCABULARY = load_vocabulary()


def header(text: str) -> ReportHeader:
    """The front matter of typed pages."""
    return extract_front_matter(typed_layout(text), VOCABULARY, [])


def test_an_agenda_with_minutes_among_its_items() -> None:
    report = header(
        "#Scrutiny Committee#\n\n*Date: Monday, 4 March 2024*\n*Time: 6.30 pm*\n\n*AGENDA*\n\n1.   Apologies\n\n"
        "2.   Minutes\n\nFor further information contact Ann Poe on 01234 567890"
    )
    assert report.committee is not None and report.committee.name == "Scrutiny Committee"
    assert report.meeting_date == dt.date(2024, 3, 4)
    assert report.title is None
    assert [(one.name, one.phone) for one in report.contacts] == [("Ann Poe", "01234 567890")]


def test_minutes_of_a_parish_council() -> None:
    report = header(
        "#Little Somewhere Parish Council#\n\nMinutes of the Parish Council Meeting held on Monday 4th March 2024 at "
        "7.30pm in the Village Hall\n\nPresent: Cllrs Poe, Roe"
    )
    assert report.committee is not None and report.committee.name == "Parish Council"
    assert (report.meeting_date, report.title) == (dt.date(2024, 3, 4), None)


def test_an_email_reports_to_nobody() -> None:
    report = header(
        "From: Ann Poe\nSent: 12 January 2024 10:12\nTo: Members of the Panel\nSubject: The plan\n\nDear all,\n\n"
        "Please find attached the plan that the Panel asked for at its last meeting in November."
    )
    assert report.title is not None and report.title.text == "The plan"
    assert report.committee is None and report.report_of == []


def test_a_post_that_decides_is_no_committee() -> None:
    report = header("*Decision maker:* Director of Place\n\n*Date of decision:* 4 March 2024\n\n*Title:* The plan")
    assert report.committee is None
    assert report.meeting_date == dt.date(2024, 3, 4)


def test_a_report_of_the_leader_beside_the_body() -> None:
    report = header("*Cabinet*                                *Report of the Leader*\n\n*4 March 2024*\n\n#The plan#")
    assert [one.role for one in report.report_of] == ["Leader"]
    assert report.committee is not None and report.committee.name == "Cabinet"


def test_recommendations_that_count_themselves() -> None:
    text = (
        "*Local Members:* Not applicable\n\n*A - Recommendation/s and reason/s*\n\nThe Executive is requested to:\n\n"
        "R1   Note the report.\n\nR2   Approve the plan.\n\n*B - What other options did you consider*\n\nNone."
    )
    assert header(text).wards == []
    asked = extract_recommendations(typed_layout(text), VOCABULARY, [])[0]
    assert [(one.ref, one.text) for one in asked] == [("R1", "Note the report."), ("R2", "Approve the plan.")]


def test_an_appendix_that_is_not_for_publication() -> None:
    report = header(
        "#Cabinet#\n\n*5 March 2024*\n\n*Land at Mill Lane*\n\n*Appendix 2 is NOT FOR PUBLICATION under paragraph 3 "
        "of Part 1 of Schedule 12A*"
    )
    assert report.title is not None and report.title.text == "Land at Mill Lane"
    assert report.access == "part_exempt"


def test_a_reason_between_two_recommendations() -> None:
    text = (
        "*RECOMMENDATIONS*\n\n1.   That the plan be approved.\n\n     Reason: To meet the council's duties.\n\n"
        "2.   That progress be noted.\n\n*Background*\n\nThe text."
    )
    asked = extract_recommendations(typed_layout(text), VOCABULARY, [])[0]
    assert [(one.ref, one.text) for one in asked] == [
        ("1", "That the plan be approved."),
        ("2", "That progress be noted."),
    ]


def test_a_value_that_fills_its_line_goes_on_under_the_label() -> None:
    report = header(
        "*REPORT ON:*    *JOINT INSPECTION OF THE PROTECTION OF ADULTS AT RISK AND HARM IN*\n*SOMEWHERE*\n\n"
        "*REPORT NO:*    *12-2024*\n\n*1. PURPOSE OF REPORT*\n\nTo inform the Committee of what was found at the time."
    )
    assert report.title is not None
    assert report.title.text == "JOINT INSPECTION OF THE PROTECTION OF ADULTS AT RISK AND HARM IN SOMEWHERE"
    assert report.reference == "12-2024"


def test_a_line_on_the_key_decision_is_no_part_of_the_title() -> None:
    report = header(
        "#Cabinet#\n\n#12 July 2023#\n\n#Corporate Peer Challenge#\n\n#Key decision CORP/R/23/02#\n\n*Purpose*\n\nText."
    )
    assert report.title is not None and report.title.text == "Corporate Peer Challenge"
    assert (report.key_decision, report.reference) == (True, "CORP/R/23/02")


def test_a_recommendation_to_council_at_the_top_does_not_end_the_head() -> None:
    report = header(
        "*RECOMMENDATION TO COUNCIL*\n\n#The plan for next year#\n\nMeeting of Full Council, 22 February 2024\n\n"
        "*RECOMMENDED:*\n\n(1)   That the plan be approved."
    )
    assert report.title is not None and report.title.text == "The plan for next year"
    assert (report.committee.name if report.committee else None) == "Full Council"
    assert report.meeting_date == dt.date(2024, 2, 22)


def test_an_office_belongs_to_the_post_before_it() -> None:
    report = header("*Report of the Chief of Staff, Office of the Police and Crime Commissioner*\n\n*4 March 2024*")
    assert [(one.role, one.organisation) for one in report.report_of] == [
        ("Chief of Staff", "Office of the Police and Crime Commissioner")
    ]


def test_to_inform_and_to_seek_approval_is_for_decision() -> None:
    told = "*Title:* The plan\n\n*Purpose of report*\n\nTo inform Cabinet of the outcome{}.\n\n*Background*\n\nText."
    assert header(told.format("")).purpose == "information"
    assert header(told.format(" and to seek approval of the plan that answers it")).purpose == "decision"


def test_a_label_that_a_tab_parts_from_its_value() -> None:
    report = header(
        "*Report to*      *Scrutiny Committee*\n\n*By*      *Head of Planning*\n\n"
        "*Title*      *The plan and its aims*\n\n"
        "Status: For noting"
    )
    assert report.title is not None and report.title.text == "The plan and its aims"
    assert [one.role for one in report.report_of] == ["Head of Planning"]
    assert report.purpose == "information"


def test_a_title_in_one_block_with_the_body_and_its_day() -> None:
    report = header(
        "#Safeguarding Overview and Scrutiny Committee#\n#Thursday 21 September 2023#\n#Outcome of the Inspection#\n\n"
        "*Recommendation*\n\nThat the Committee notes the outcome."
    )
    assert report.title is not None and report.title.text == "Outcome of the Inspection"
    assert report.meeting_date == dt.date(2023, 9, 21)


def test_an_address_is_nobody_to_contact() -> None:
    report = header(
        "*Report title:* The plan\n\n*Contact for enquiries:*\n\nAnn Poe\n\nHead of Audit\n\nHill House, Glenrothes\n\n"
        "Telephone: 01234 567890"
    )
    assert [(one.name, one.role, one.phone) for one in report.contacts] == [
        ("Ann Poe", "Head of Audit", "01234 567890")
    ]


def test_a_public_report_says_yes() -> None:
    told = "*Report title:* The plan\n\n*Public report:* {}\n\n*Key decision:* No"
    assert header(told.format("Yes")).access == "public"
    assert header(told.format("No")).access == "exempt"


def test_council_and_body_in_two_columns_above_the_title() -> None:
    report = header(
        "Argyll and Bute Council                AUDIT COMMITTEE\n\nCUSTOMER SERVICES           14 SEPTEMBER 2023\n\n"
        "*THE PLAN FOR NEXT YEAR*\n\n*1.0 EXECUTIVE SUMMARY*\n\nText."
    )
    assert report.title is not None and report.title.text == "THE PLAN FOR NEXT YEAR"
    assert (report.committee.name if report.committee else None) == "Audit Committee"
    assert report.meeting_date == dt.date(2023, 9, 14)


def test_anyone_wishing_to_see_the_papers_is_told_whom_to_ask() -> None:
    report = header(
        "*Report title:* The plan\n\n*Background papers*\n\nThere are none\n\nAnyone wishing to see the papers "
        "should contact Ann Poe on\ntelephone number 0161 474 4401 or alternatively email ann.poe@somewhere.gov.uk"
    )
    assert [(one.name, one.phone, one.email) for one in report.contacts] == [
        ("Ann Poe", "0161 474 4401", "ann.poe@somewhere.gov.uk")
    ]
