"""Tables in the head and at the end of a paper: labels, lists of papers, officers; all papers are invented."""

from __future__ import annotations

from ingest.extract.front_matter import extract_front_matter
from ingest.layout.document import Table
from ingest.vocabulary.loader import load_vocabulary
from schemas.report import ReportHeader
from tests.unit.typed_pages import typed_layout, typed_table

VOCABULARY = load_vocabulary()


def header(text: str, *tables: Table) -> ReportHeader:
    """The front matter of typed pages, with tables behind their blocks."""
    return extract_front_matter(typed_layout(text, tables), VOCABULARY, [])


def test_background_papers_and_appendices_in_tables() -> None:
    papers = typed_table(
        [
            ["Background papers", "Held at", "Contact"],
            ["Report of the review, May 2024", "Town Hall", "Ann Poe"],
            ["The plan of 2023", "Town Hall", "Ann Poe"],
        ]
    )
    appendices = typed_table([["No.", "Title"], ["Appendix 1", "The plan"], ["Appendix 2", "Its costs"]])
    report = header("#Cabinet#\n\n*The plan*\n\n*BACKGROUND DOCUMENTS*", papers)
    assert [entry.text for entry in report.background_papers] == ["Report of the review, May 2024", "The plan of 2023"]
    report = header("#Cabinet#\n\n*The plan*\n\n*APPENDICES*", appendices)
    assert [entry.text for entry in report.appendices] == ["Appendix 1 The plan", "Appendix 2 Its costs"]


def test_a_table_of_contacts_is_no_list_of_papers() -> None:
    table = typed_table([["Report author", "Ann Poe, Planner, 01234 567890"]])
    report = header("#Cabinet#\n\n*The plan*\n\n*BACKGROUND PAPERS*\n\nNone", table)
    assert report.background_papers == []
    assert [(one.name, one.phone) for one in report.authors] == [("Ann Poe", "01234 567890")]


def test_a_post_beside_its_name_in_one_row() -> None:
    table = typed_table(
        [["Report title", "The plan"], ["Author: Ann Poe", "Job title: Head of Quality"], ["Ward(s)", "Citywide"]]
    )
    report = header("*Summary*\n\nThe text.", table)
    assert [(one.name, one.role) for one in report.authors] == [("Ann Poe", "Head of Quality")]


def test_the_post_is_read_before_the_number() -> None:
    table = typed_table(
        [
            ["TO:", "Housing Committee"],
            ["LEAD OFFICER:", "Ann Poe"],
            ["TEL:", "01234 567890"],
            ["JOB TITLE:", "Head of Quality"],
        ]
    )
    report = header("*Summary*\n\nThe text.", table)
    assert [(one.name, one.role, one.phone) for one in report.contacts] == [
        ("Ann Poe", "Head of Quality", "01234 567890")
    ]


def test_the_body_is_named_in_full() -> None:
    table = typed_table([["Report to:", "Housing and Place Policy Committee"], ["Subject:", "The plan"]])
    report = header("*Report to: Policy Committee*\n\n*Summary*\n\nThe text.", table)
    assert report.committee is not None and report.committee.name == "Housing and Place Policy Committee"


def test_details_of_an_officer_in_a_table_below_their_label() -> None:
    table = typed_table(
        [["Name", "Ann Poe"], ["Title", "Planner"], ["Email address", "ann@here.gov.uk"], ["Tel", "01234 567890"]]
    )
    report = header("#Cabinet#\n\n*The plan*\n\n*REPORT AUTHOR CONTACT DETAILS*", table)
    assert [(one.name, one.role, one.phone) for one in report.authors] == [("Ann Poe", "Planner", "01234 567890")]


def test_appendices_below_their_label_in_the_head() -> None:
    table = typed_table(
        [["Date of meeting", "5 March 2024"], ["Key decision", "No"], ["Appendices", ""], ["Appendix 1", "The plan"]]
    )
    report = header("*Summary*\n\nThe text.", table)
    assert [entry.text for entry in report.appendices] == ["Appendix 1 The plan"]


def test_labels_with_instructions_and_plurals() -> None:
    table = typed_table(
        [
            ["Reporting Officer (including job title):", "Joan Doe, Director of Place"],
            ["Key decision: Yes / No", "No"],
            ["Local Councillor/s:", "All"],
        ]
    )
    report = header("*Summary*\n\nThe text.", table)
    assert [(one.name, one.role) for one in report.report_of] == [("Joan Doe", "Director of Place")]
    assert (report.key_decision, report.wards) == (False, ["All"])
