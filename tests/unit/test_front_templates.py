"""Front matter in the templates of more councils; all papers here are invented."""

from __future__ import annotations

import datetime as dt

from ingest.extract.front_labels import LabelBook
from ingest.extract.front_matter import extract_front_matter
from ingest.extract.recommendations import extract_recommendations
from ingest.layout.document import Table
from ingest.normalise.contacts import find_contact
from ingest.vocabulary.loader import load_vocabulary
from schemas.report import ReportHeader
from tests.unit.typed_pages import typed_layout, typed_table

VOCABULARY = load_vocabulary()


def header(text: str, *tables: Table) -> ReportHeader:
    """The front matter of typed pages, with tables behind their blocks."""
    return extract_front_matter(typed_layout(text, tables), VOCABULARY, [])


def test_labels_of_a_councils_own_beside_those_that_all_have() -> None:
    table = typed_table(
        [
            ["Date", "17 November 2023"],
            ["Report title", "Annual report of the auditor"],
            ["Political sponsor of the work", "Finance - Councillor Poe"],
            ["Chief of the programme", "Ann Marsh"],
            ["Where it went before", "Audit Committee"],
            ["What it costs", "Nothing"],
        ]
    )
    report = header("*Summary*\n\nThe text.", table)
    assert report.title is not None
    assert (report.title.text, report.meeting_date) == ("Annual report of the auditor", dt.date(2023, 11, 17))


def test_values_below_a_row_of_labels() -> None:
    table = typed_table(
        [["Meeting of:", "Date", "Ward(s)"], ["Executive", "19 October 2023", "All"], ["Open or exempt:", "Open", ""]]
    )
    report = header("*Summary*\n\nThe text.", table)
    assert report.committee is not None
    assert (report.committee.name, report.meeting_date, report.wards) == ("Executive", dt.date(2023, 10, 19), ["All"])


def test_labels_in_two_languages() -> None:
    book = LabelBook.of(VOCABULARY)
    assert book.whole("Report Author Awdur yr Adroddiad") == "author"
    assert book.whole("Dyddiad y Cyfarfod Date of Meeting") == "meeting_date"
    assert book.whole("Appendix I") is None


def test_a_meeting_to_be_held() -> None:
    report = header("#Report to the Cabinet#\n\n#Meeting to be held on Thursday, 5 October 2023#\n\n#The plan#")
    assert report.meeting_date == dt.date(2023, 10, 5)


def test_minutes_that_say_so_in_their_title() -> None:
    report = header(
        "#MINUTES OF THE AUDIT COMMITTEE#\n\nheld in the Guildhall on Wednesday 17 January 2024 at 6.30 pm\n\n"
        "*PRESENT:*\n\nCouncillor B Oakes (Chair)\n\n*34. Progress report*\n\nThe Committee was to note it."
    )
    assert report.committee is not None
    assert (report.committee.name, report.meeting_date) == ("Audit Committee", dt.date(2024, 1, 17))
    assert report.title is None


def test_a_sentence_that_says_whether_the_decision_is_a_key_one() -> None:
    said = "#Cabinet#\n\n#The plan#\n\n*Summary*\n\nThis is deemed to be a Key Decision and has been on the plan."
    assert header(said).key_decision is True
    assert header(said.replace("is deemed to be a", "is not a")).key_decision is False
    assert header(said.replace("This is deemed to be a", "The board weighed each")).key_decision is None


def test_a_list_that_says_none_has_no_entries_behind_it() -> None:
    report = header("#Cabinet#\n\n#The plan#\n\n*BACKGROUND PAPERS*\n\nNone\n\nFor completion by the Cabinet Member")
    assert report.background_papers == []


def test_columns_to_tick_beside_a_list_of_appendices() -> None:
    table = typed_table(
        [
            ["Ref.", "Title of Appendix", "Exemption Paragraph Number", "", "", "", ""],
            ["", "", "1", "2", "3", "4", "5"],
            ["A", "The plan", "", "", "", "", ""],
        ]
    )
    report = header("#Cabinet#\n\n#The plan#\n\n*APPENDICES*\n\n*Add rows as required to box below", table)
    assert [entry.text for entry in report.appendices] == ["A The plan"]


def test_whom_to_ask_for_the_background_papers() -> None:
    table = typed_table(
        [
            ["Report to:", "Executive Cabinet"],
            ["Date:", "25 October 2023"],
            ["Background Information:", "The background papers can be inspected by contacting Ann Poe, Planner"],
            ["", "Telephone: 0161 496 0317"],
        ]
    )
    report = header("*Summary*\n\nThe text.", table)
    assert [(one.name, one.role, one.phone) for one in report.contacts] == [("Ann Poe", "Planner", "0161 496 0317")]


def test_an_address_that_a_narrow_cell_cuts() -> None:
    text = "annpoe@northfiel\nd.gov.uk"
    assert [text[one.start : one.end] for one in find_contact(text).emails] == [text]
    text = "annpoe@northfield.gov.uk\nwww.northfield.gov.uk"
    assert [text[one.start : one.end] for one in find_contact(text).emails] == ["annpoe@northfield.gov.uk"]


def test_a_council_of_no_register_in_capitals() -> None:
    report = header("#WESTBOROUGH DISTRICT COUNCIL#\n\n#The plan#\n\n*Summary*\n\nThe text.")
    assert report.council is not None
    assert (report.council.name, report.council.raw) == (None, "WESTBOROUGH DISTRICT COUNCIL")


def test_a_frame_around_numbered_paragraphs_is_running_text() -> None:
    frame = typed_table(
        [
            ["2.00", "BACKGROUND"],
            ["2.01", "Estyn made the following recommendations:"],
            ["", "R1 Improve outcomes at key stage 4"],
            ["", "R2 Manage the deficits of schools"],
        ]
    )
    _, made = extract_recommendations(typed_layout("#Cabinet#\n\n#The plan#", (frame,)), VOCABULARY, [])
    assert [(one.ref, one.text) for one in made] == [
        ("R1", "Improve outcomes at key stage 4"),
        ("R2", "Manage the deficits of schools"),
    ]


def test_who_was_there_and_what_was_resolved_make_minutes() -> None:
    text = (
        "#Environment Committee#\n\nPresent: Councillors A Bell (Chair), T Cross\n\n*1. Plan*\n\n"
        "The internal auditor recommended that the Council should:\n\n   •   check the bank\n\n   •   review assets\n\n"
        "Resolved: that the recommendations be accepted."
    )
    assert extract_recommendations(typed_layout(text), VOCABULARY, [])[1] == []
    report = header(text)
    assert report.committee is not None
    assert (report.committee.name, report.title) == ("Environment Committee", None)


def test_the_council_and_its_body_in_one_cell() -> None:
    table = typed_table(
        [["Northfield County Council\nHealth Scrutiny Committee", "12 September 2024"], ["Title", "Plan"]]
    )
    report = header("*Summary*\n\nThe text.", table)
    assert report.committee is not None
    assert report.committee.name == "Health Scrutiny Committee"


def test_member_contacts_are_not_the_reports() -> None:
    report = header(
        "#Cabinet#\n\n#The plan#\n\n*Officer contact:*\n\nAnn Poe, Planner, 01234 567890\n\n*Member contacts:*\n\n"
        "Names: Councillors Bea Loe and Cat Moe\n\nTel: 01234 567899"
    )
    assert [(one.name, one.phone) for one in report.contacts] == [("Ann Poe", "01234 567890")]


def test_a_service_between_the_lines_of_an_officer() -> None:
    report = header(
        "#Cabinet#\n\n#The plan#\n\n*Report author(s):*\n\nAnn Poe\n\nHead of Quality\n\n*Service:*\n\nHousing\n\n"
        "Tel: 01234 567890"
    )
    assert [(one.name, one.role, one.phone) for one in report.authors] == [
        ("Ann Poe", "Head of Quality", "01234 567890")
    ]


def test_labels_of_lines_beside_the_lines_of_an_officer() -> None:
    table = typed_table([["Contact officer", "Ann Poe\nTel\nEmail", "Planner\n01234 567890\nann@northfield.gov.uk"]])
    (officer,) = header("*Summary*\n\nThe text.", table).contacts
    assert (officer.name, officer.role, officer.phone) == ("Ann Poe", "Planner", "01234 567890")


def test_a_type_of_report_says_who_may_see_it() -> None:
    table = typed_table([["Report to", "Cabinet"], ["Date", "5 March 2024"], ["Type of report", "Open"]])
    assert header("*Summary*\n\nThe text.", table).access == "public"


def test_a_post_with_a_dash_is_no_label() -> None:
    report = header(
        "#Executive#\n\n#The plan#\n\nReport of the Corporate Director – Community Development\n\n*Summary*\n\nA.\n\n"
        "*BACKGROUND PAPERS:* None\n\nAnn Poe\n\nCorporate Director – Community Development\n\nCounty Hall"
    )
    assert [(one.name, one.role) for one in report.report_of] == [
        ("Ann Poe", "Corporate Director – Community Development")
    ]


def test_number_and_address_at_the_right_of_other_labels() -> None:
    table = typed_table(
        [
            ["Title of report", "Audit letter", "", ""],
            ["Report author", "Owen Poe, Director of Resources", "Telephone", "01632 960321"],
            ["Portfolio holder", "Cllr Dee Marsh", "Email", "owen.poe@northfield.gov.uk"],
            ["Wards affected", "All", "Key decision", "No"],
        ]
    )
    (author,) = header("*Summary*\n\nThe text.", table).authors
    assert (author.name, author.phone, author.email) == ("Owen Poe", "01632 960321", "owen.poe@northfield.gov.uk")


def test_an_agenda_is_nobodys_report() -> None:
    report = header(
        "#Bexmoor Borough Council#\n\n#Cabinet#\n\n#AGENDA#\n\n4. Peer challenge\n\nReport of the Chief Executive\n\n"
    )
    assert report.report_of == []


def test_a_sentence_between_the_heading_and_the_officer() -> None:
    report = header(
        "#Cabinet#\n\n#The plan#\n\n*Officer Contact*\n\nIf you have any questions about what is said anywhere in "
        "this long paper, please get in touch with:\n\nOfficer name: Ann Poe\n\nTelephone no.: 01632 960321\n\n"
        "If you need this report in large print or another format please call 0344 496 0020 and we will help."
    )
    assert [(one.name, one.phone) for one in report.contacts] == [("Ann Poe", "01632 960321")]


def test_a_table_behind_background_papers_on_one_line_is_none_of_them() -> None:
    ticks = typed_table([["LEGAL", "X", "FINANCE", ""], ["PEOPLE", "X", "EQUALITY", "X"]])
    report = header("#Cabinet#\n\n#The plan#\n\nBackground Papers: Report of the review, 2023", ticks)
    assert [entry.text for entry in report.background_papers] == ["Report of the review, 2023"]


def test_where_a_letter_goes_is_not_whose_it_is() -> None:
    report = header(
        "Stonebeck District Council\n\nThe Ombudsman\n\nPO Box 4771\n\nCoventry CV4 0EH\n\nDear Sir\n\n*Your letter*"
    )
    assert report.council is not None
    assert (report.council.name, report.council.raw) == (None, "Stonebeck District Council")


def test_a_number_cut_between_its_last_groups() -> None:
    table = typed_table([["Date", "5 March 2024"], ["Contact officer", "Ann Poe, Planner, 020 8496\n0317"]])
    assert [one.phone for one in header("*Summary*\n\nText.", table).contacts] == ["020 8496 0317"]


def test_a_decision_meeting_is_a_body() -> None:
    table = typed_table(
        [["Title of meeting:", "Cabinet Member for Housing Decision Meeting"], ["Date of meeting:", "5 March 2024"]]
    )
    report = header("*Summary*\n\nText.", table)
    assert report.committee is not None
    assert report.committee.name == "Cabinet Member for Housing Decision Meeting"


def test_a_decision_notice_of_a_body() -> None:
    table = typed_table(
        [
            ["Item", "Subject", "Decision"],
            ["5", "Action plan", "Approved"],
            ["6", "Allocations", "Adopted"],
        ]
    )
    report = header(
        "#Norbury City Council#\n\n#Cabinet – Decision Notice#\n\nMeeting held on Tuesday 16 January 2024", table
    )
    assert report.committee is not None
    assert (report.committee.name, report.meeting_date) == ("Cabinet", dt.date(2024, 1, 16))
    assert report.purpose is None


def test_the_title_of_an_officer_is_not_the_reports() -> None:
    report = header(
        "#Scrutiny Committee#\n\n#Peer review: action plan#\n\n*1 Executive Summary*\n\nThe text.\n\n"
        "Name of author: Ann Poe\n\nTitle: Assistant Director\n\n"
    )
    assert report.title is not None
    assert report.title.text == "Peer review: action plan"


def test_a_post_with_a_dash_in_a_cell() -> None:
    table = typed_table(
        [["Subject", "Fraud report"], ["Report by", "Assistant Director – Audit and Risk"], ["Ward(s)", "All"]]
    )
    report = header("*Summary*\n\nText.", table)
    assert [one.role for one in report.report_of] == ["Assistant Director – Audit and Risk"]


def test_plain_words_at_the_end_that_no_mark_makes_a_label() -> None:
    report = header(
        "#Cabinet#\n\n#The plan#\n\n*Background papers*\n\nInspection report\n\nDocuments available for inspection at: "
        "Town Hall\n\nLocal Member: All\n\nAppendices\n\nAppendix 1 Letter from the lead peer"
    )
    assert [entry.text for entry in report.background_papers] == ["Inspection report"]
    assert [entry.text for entry in report.appendices] == ["Appendix 1 Letter from the lead peer"]
    assert report.wards == ["All"]
