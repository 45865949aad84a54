"""Officers: who a lead-officer cell names, in the forms that councils print."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from ingest.normalise.contact_block import parse_contact_block
from ingest.normalise.contacts import find_contact
from ingest.normalise.officers import looks_like_officers, looks_like_person, normalise_role, parse_officers


def read(raw: str) -> list[str]:
    """Officers as "name | role | organisation", absent parts as nothing."""
    return [" | ".join(part or "-" for part in (o.name, o.role, o.organisation)) for o in parse_officers(raw)]


NAME_AND_POST = [
    ("Head of Early Help – Priya Nair", "Priya Nair | Head of Early Help | -"),
    ("Priya Nair - Head of Early Help", "Priya Nair | Head of Early Help | -"),
    ("Priya Nair, Head of Early Help", "Priya Nair | Head of Early Help | -"),
    ("Priya Nair Head of Early Help", "Priya Nair | Head of Early Help | -"),
    ("Head of Early Help Priya Nair", "Priya Nair | Head of Early Help | -"),
    ("Head of Early Help (Priya Nair)", "Priya Nair | Head of Early Help | -"),
    ("Priya Nair (Head of Early Help)", "Priya Nair | Head of Early Help | -"),
    ("Head of Early Help: Priya Nair", "Priya Nair | Head of Early Help | -"),
    ("ACFO Harper", "Harper | ACFO | -"),
    ("Priya Nair / Service Manager Fostering", "Priya Nair | Service Manager Fostering | -"),
    ("Priya Nair\nTeam Manager", "Priya Nair | Team Manager | -"),
    ("Team\nManager\nPriya\nNair", "Priya Nair | Team Manager | -"),
    (
        "Director of Community, Children and Families – Tom Hale",
        "Tom Hale | Director of Community, Children and Families | -",
    ),
    (
        "Tom Hale, Strategy Manager, Children, Education and\nFamilies",
        "Tom Hale | Strategy Manager, Children, Education and Families | -",
    ),
    (
        "Tom Hale, Director of Resources and Deputy Chief Executive",
        "Tom Hale | Director of Resources and Deputy Chief Executive | -",
    ),
    ("Xylia Quill – Head of Finance", "Xylia Quill | Head of Finance | -"),
    ("Service Manager\nXylia Quill", "Xylia Quill | Service Manager | -"),
    ("P Nair HoS Early Help", "P Nair | HoS Early Help | -"),
    ("Cllr Jane Marlow (Cabinet Member for Children)", "Jane Marlow | Cabinet Member for Children | -"),
    ("DCI Karen Field (Anyshire Police)", "Karen Field | DCI | Anyshire Police"),
    ("Karen Field – Team Manager, MASH", "Karen Field | Team Manager, MASH | -"),
    (
        "Karen Field, Director of Finance (Section 151 Officer)",
        "Karen Field | Director of Finance (Section 151 Officer) | -",
    ),
]


@pytest.mark.parametrize(
    "post",
    [
        "Head of Policy, Performance & Partnerships",
        "Assistant Director Housing, Communities and Partnerships",
        "Principal Child and Family Social Worker",
        "Member Services Officer",
        "Partner Liaison Officer",
        "Service Manager: Fostering",
    ],
)
def test_a_post_of_several_fields_is_one_role(post: str) -> None:
    assert read(post) == [f"- | {post} | -"]


@pytest.mark.parametrize(
    ("raw", "names"),
    [("JP/CD", ["JP", "CD"]), ("TH, GP", ["TH", "GP"]), ("JW & SP", ["JW", "SP"]), ("SMcD", ["SMcD"])],
)
def test_lists_of_initials_are_people_even_where_letters_are_short_for_a_post(raw: str, names: list[str]) -> None:
    assert read(raw) == [f"{name} | - | -" for name in names]


@pytest.mark.parametrize(
    ("raw", "officers"),
    [
        (
            "Service Manager, Fostering\nService Manager, Adoption",
            ["- | Service Manager, Fostering | -", "- | Service Manager, Adoption | -"],
        ),
        ("A: Director of Housing\nR: Asset Manager", ["- | Director of Housing | -", "- | Asset Manager | -"]),
        ("CPH, PH Specialist and PH Lead", ["- | CPH | -", "- | PH Specialist | -", "- | PH Lead | -"]),
        ("Chief Executive and Corporate Directors", ["- | Chief Executive | -", "- | Corporate Directors | -"]),
        ("SLT and Governors", ["- | - | SLT", "- | Governors | -"]),
        ("TW & all Heads of Service", ["TW | - | -", "- | all Heads of Service | -"]),
        ("HR / Legal", ["- | - | HR", "- | - | Legal"]),
        ("AD (KW)", ["KW | AD | -"]),
        ("KW – Finance", ["KW | - | Finance"]),
        ("Reid, A", ["A Reid | - | -"]),
        ("Deputy Chief Constable Alan Reid", ["Alan Reid | Deputy Chief Constable | -"]),
        ("Dr. Alan Reid", ["Dr. Alan Reid | - | -"]),
        ("Service Manager - Through Care", ["- | Service Manager - Through Care | -"]),
        ("Head of Virtual\nSchool", ["- | Head of Virtual School | -"]),
        ("Start for Life Programme Lead", ["- | Start for Life Programme Lead | -"]),
        ("Internal Audit", ["- | - | Internal Audit"]),
        ("Age UK", ["- | - | Age UK"]),
        ("Sunita Patel (covering for Tom Hale)", ["Sunita Patel | - | -"]),
        ("Sunita Patel, Designated Nurse (CCG)", ["Sunita Patel | Designated Nurse | CCG"]),
        ("Designated Nurse CCG", ["- | Designated Nurse | CCG"]),
        ("Sunita Patel (Arup)", ["Sunita Patel | - | Arup"]),
        ("Head of Place supported by the Climate Team", ["- | Head of Place | -", "- | - | Climate Team"]),
        ("Head of HR, with Legal Services", ["- | Head of HR | -", "- | - | Legal Services"]),
        ("Sunita Patel / All Heads of Service", ["Sunita Patel | - | -", "- | All Heads of Service | -"]),
        ("Policy Team / Head of Policy", ["- | - | Policy Team", "- | Head of Policy | -"]),
        ("Sponsor: Sunita Patel Lead: Tom Hale", ["Sunita Patel | - | -", "Tom Hale | - | -"]),
        ("Name: Sunita Patel\nPost: Head of HR\nTel: 01632 960222", ["Sunita Patel | Head of HR | -"]),
        ("Sunita Patel to lead", ["Sunita Patel | - | -"]),
        ("HoS – KW", ["KW | HoS | -"]),
        ("Chief Executive's Department", ["- | - | Chief Executive's Department"]),
        ("Service Man-\nager", ["- | Service Manager | -"]),
        ("QA Sub-\ngroup", ["- | - | QA Sub-group"]),
        ("Head of HR (interim)", ["- | Head of HR | -"]),
        ("All partners", ["- | - | All partners"]),
        ("HR Business Partners", ["- | HR Business Partners | -"]),
        ("Sunita Patel (Lead) with Tom Hale", ["Sunita Patel | - | -", "Tom Hale | - | -"]),
        ("Analytics and Insight Team", ["- | - | Analytics and Insight Team"]),
        ("RM/TO", ["RM | - | -", "TO | - | -"]),
        ("KW (DCS)", ["KW | DCS | -"]),
        ("Sunita Patel MRTPI", ["Sunita Patel | - | -"]),
        (
            "Head of Housing and Communities and Head of Legal",
            ["- | Head of Housing and Communities | -", "- | Head of Legal | -"],
        ),
        ("Internal Audit / Risk Manager", ["- | - | Internal Audit", "- | Risk Manager | -"]),
        ("Member Working Group", ["- | - | Member Working Group"]),
        ("EP Service", ["- | - | EP Service"]),
        ("HoS MASH", ["- | HoS MASH | -"]),
        ("Head of Housing when appointed", ["- | Head of Housing | -"]),
        ("NA/TH", ["NA | - | -", "TH | - | -"]),
        ("NA", []),
        ("Mr. I. Hale", ["I. Hale | - | -"]),
        ("SUNITA McALLISTER", ["Sunita McAllister | - | -"]),
        (
            "Cabinet Member: Cllr Alan Reid\nLead Officer: Sunita Patel",
            ["Alan Reid | Cabinet Member | -", "Sunita Patel | - | -"],
        ),
    ],
)
def test_who_is_meant_by_short_and_wrapped_cells(raw: str, officers: list[str]) -> None:
    assert read(raw) == officers


def test_a_firm_short_form_stays_a_post_beside_initials() -> None:
    assert read("AD / JW") == ["- | AD | -", "JW | - | -"]


def test_one_name_a_line() -> None:
    assert read("Sunita Patel\nAlan Reid\nGwen Prosser") == [
        "Sunita Patel | - | -",
        "Alan Reid | - | -",
        "Gwen Prosser | - | -",
    ]


@pytest.mark.parametrize(("raw", "officer"), NAME_AND_POST)
def test_name_and_post_in_either_order_are_one_officer(raw: str, officer: str) -> None:
    assert read(raw) == [officer]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Mrs R Abbot", "R Abbot"),
        ("Dr Ruth Abbot", "Dr Ruth Abbot"),
        ("Ruth Abbot MBE", "Ruth Abbot"),
        ("HALE, Tom", "Tom Hale"),
        ("Nair, P", "P Nair"),
        ("MARY O'BRIEN", "Mary O'Brien"),
        ("mary o'brien", "Mary O'Brien"),
        ("Tom HALE", "Tom Hale"),
        ("T.Hale", "T.Hale"),
        ("Moira O' Hagan", "Moira O' Hagan"),
        ("Jan van der Berg", "Jan van der Berg"),
        ("Siân Llewellyn-Jones", "Siân Llewellyn-Jones"),
        ("Mohammed Al-Hassan", "Mohammed Al-Hassan"),
        ("Mark Hall", "Mark Hall"),
        ("Donna Kent", "Donna Kent"),
        ("Chris Head", "Chris Head"),
        ("Priya Nair (lead)", "Priya Nair"),
        ("Lead Officer: Priya Nair", "Priya Nair"),
        ("Priya Nair (interim)", "Priya Nair"),
        ("TH", "TH"),
    ],
)
def test_names_lose_titles_and_capitals_and_stand_in_order(raw: str, name: str) -> None:
    assert read(raw) == [f"{name} | - | -"]


@pytest.mark.parametrize(
    ("raw", "post"),
    [
        ("Head of Service", "Head of Service"),
        ("Principal\nSocial\nWorker", "Principal Social Worker"),
        ("Business Innovation\nManager", "Business Innovation Manager"),
        ("Head of\nBusiness\nDelivery Unit", "Head of Business Delivery Unit"),
        ("Service Manager, Fostering", "Service Manager, Fostering"),
        ("Assistant Director - Education & Skills", "Assistant Director - Education & Skills"),
        ("HoS CIC/Care Leavers", "HoS CIC/Care Leavers"),
        ("IRO Service Manager", "IRO Service Manager"),
        ("Chair of the Corporate Parenting Board", "Chair of the Corporate Parenting Board"),
        ("Director of Children's Services (DCS)", "Director of Children's Services (DCS)"),
        ("All team managers", "All team managers"),
        ("Vacant – Head of Service CIC", "Head of Service CIC"),
        ("Head of Service TBC", "Head of Service"),
        ("the Director for People", "Director for People"),
    ],
)
def test_a_post_without_a_person_is_a_role_alone(raw: str, post: str) -> None:
    assert read(raw) == [f"- | {post} | -"]


@pytest.mark.parametrize(
    "raw",
    ["Corporate Parenting Board", "People Strategy\nTeam", "HM Treasury", "Cabinet Office", "NHS England", "SMT",
    "ERG (OGC)",
     "Smith & Sons Ltd", "Department for Education", "Children's Social Care", "Virtual School"],
)  # fmt: skip
def test_a_body_is_an_organisation_alone(raw: str) -> None:
    assert read(raw) == [f"- | - | {' '.join(raw.split())}"]


SEVERAL = [
    ("A Smith/B Jones", ["A Smith | - | -", "B Jones | - | -"]),
    ("Tom Hale, Priya Nair and Joan Kirk", ["Tom Hale | - | -", "Priya Nair | - | -", "Joan Kirk | - | -"]),
    ("1. Tom Hale\n2. Priya Nair", ["Tom Hale | - | -", "Priya Nair | - | -"]),
    ("Tom\nHale\nPriya\nNair", ["Tom Hale | - | -", "Priya Nair | - | -"]),
    ("Tom Hale Priya Nair", ["Tom Hale | - | -", "Priya Nair | - | -"]),
    ("HoS CIC, HoS Fieldwork", ["- | HoS CIC | -", "- | HoS Fieldwork | -"]),
    ("Head of HR and Head of Finance", ["- | Head of HR | -", "- | Head of Finance | -"]),
    ("DPH, CPH and PH\nSpecialists", ["- | DPH | -", "- | CPH | -", "- | PH Specialists | -"]),
    (
        "SENDCo\nDyslexia\nSpecialist\nTeacher\nSLT",
        ["- | SENDCo | -", "- | Dyslexia Specialist Teacher | -", "- | - | SLT"],
    ),
    ("Head,\nDeputy and\nSENDCo", ["- | Head | -", "- | Deputy | -", "- | SENDCo | -"]),
    ("LGA/Panel\nMembers", ["- | - | LGA", "- | Panel Members | -"]),
    ("Tom Hale HoS, Priya Nair SM", ["Tom Hale | HoS | -", "Priya Nair | SM | -"]),
    ("HoS CIC – Tom Hale; HoS Early Help – Priya Nair", ["Tom Hale | HoS CIC | -", "Priya Nair | HoS Early Help | -"]),
    ("Lead – Tom Hale\nSupport – Priya Nair", ["Tom Hale | - | -", "Priya Nair | - | -"]),
    ("Tom Hale with input\nfrom Panel Members", ["Tom Hale | - | -", "- | Panel Members | -"]),
    (
        "Tom Hale\n(supported\nby Gesche\nand Panel\nMembers)",
        ["Tom Hale | - | -", "Gesche | - | -", "- | Panel Members | -"],
    ),
]


@pytest.mark.parametrize(("raw", "officers"), SEVERAL)
def test_several_officers_in_a_cell_are_parted(raw: str, officers: list[str]) -> None:
    assert read(raw) == officers


def test_a_post_that_several_share_is_repeated_for_each() -> None:
    assert read("Heads of Service – Chris Hale, Ann Gray and Joan Kirk") == [
        "Chris Hale | Heads of Service | -", "Ann Gray | Heads of Service | -", "Joan Kirk | Heads of Service | -",
    ]  # fmt: skip
    assert read("Nora Barlow and Joan Kirk, Group Managers") == [
        "Nora Barlow | Group Managers | -", "Joan Kirk | Group Managers | -",
    ]  # fmt: skip


def test_an_employer_belongs_to_the_last_name_only() -> None:
    assert read("Nora Barlow/Joan Kirk (BHFT)") == ["Nora Barlow | - | -", "Joan Kirk | - | BHFT"]


def test_an_employer_stands_apart_from_the_post() -> None:
    assert read("Ruth Abbot, Designated Nurse, Anyshire CCG") == ["Ruth Abbot | Designated Nurse | Anyshire CCG"]
    assert read("Anyshire CCG – Chief Nurse") == ["- | Chief Nurse | Anyshire CCG"]
    assert read("Tom Hale ASCH & Ann Gray CYPE") == ["Tom Hale | - | ASCH", "Ann Gray | - | CYPE"]


LINES = (
    "Performance\nManager – Emma\nGray\nAssistant Director\nChildren’s Social\nCare – Sharon\nKirk\nNicci Hale\n"
    "Head of Service\nCIC"
)
THREE = [
    "Emma Gray | Performance Manager | -",
    "Sharon Kirk | Assistant Director Children’s Social Care | -",
    "Nicci Hale | Head of Service CIC | -",
]


def test_wrapped_lines_are_joined_and_new_officers_begin_where_they_do() -> None:
    assert read(LINES) == THREE


def test_lost_line_breaks_do_no_harm() -> None:
    assert read(LINES.replace("\n", " ")) == THREE


def test_who_had_the_task_before_is_left_out() -> None:
    assert read("Janet\nKirk\nPreviously\nTim\nHale/Roger\nGray") == ["Janet Kirk | - | -"]


@pytest.mark.parametrize(
    "raw",
    ["", " \n", "TBC", "tbc", "Vacant", "To be confirmed", "N/A", "n/a", "?", "-", "–", "None", "To be appointed",
    "Not yet appointed",
     "(vacant)", "TBC - recruitment under way", "Not Applicable", "Ongoing", "Completed", "31/03/2018", "95%", "Green",
     "Complete – March 2018", "Review the policy and report to the Board",
     "Managers to ensure that supervision takes place monthly",
     "The policy has been agreed by the Head of Service and shared with staff."],
)  # fmt: skip
def test_nobody_is_named(raw: str) -> None:
    assert parse_officers(raw) == []


def test_numbers_and_addresses_are_fields_of_their_own() -> None:
    (officer,) = parse_officers(
        "Helena Marsh, Executive Director of Resources, 01632 960001, helena.marsh@anyshire.gov.uk"
    )
    assert (officer.name, officer.role) == ("Helena Marsh", "Executive Director of Resources")
    assert (officer.phone, officer.email) == ("01632 960001", "helena.marsh@anyshire.gov.uk")


def test_each_officer_gets_the_number_that_follows() -> None:
    first, second = parse_officers("R Abbot, Head of Service 01632 960001\nT Hale, Director 01632 960002")
    assert (first.name, first.phone) == ("R Abbot", "01632 960001")
    assert (second.name, second.phone) == ("T Hale", "01632 960002")


@pytest.mark.parametrize(
    ("text", "phones", "emails"),
    [
        ("Tel: 0116 30 3055479 Email: a.b@leics.gov.uk", ["0116 30 3055479"], ["a.b@leics.gov.uk"]),
        ("+443000412070", ["+443000412070"], []),
        ("(01632) 960001 ext. 12", ["(01632) 960001 ext. 12"], []),
        ("+44 (0)1632 960001", ["+44 (0)1632 960001"], []),
        ("Tel: 960001", ["960001"], []),
        ("0-25", [], []),
        ("01/02/2018", [], []),
        ("2018/19 and 2019/20", [], []),
    ],
)
def test_contact_details_are_found(text: str, phones: list[str], emails: list[str]) -> None:
    found = find_contact(text)
    assert [text[span.start : span.end] for span in found.phones] == phones
    assert [text[span.start : span.end] for span in found.emails] == emails


def test_spans_are_the_officers_own_words() -> None:
    raw = "Heads of Service – Chris Hale,\nAnn Gray and Joan Kirk (BHFT)"
    assert [raw[o.start : o.end] for o in parse_officers(raw)] == [
        "Heads of Service – Chris Hale", "Ann Gray", "Joan Kirk (BHFT)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "written_out"),
    [
        ("HoS", "Head of Service"),
        ("AD CSC", "Assistant Director Children's Social Care"),
        ("HoS CIC/Care Leavers", "Head of Service Children in Care/Care Leavers"),
        ("Head of Practic Excellence", "Head of Practic Excellence"),
    ],
)
def test_short_forms_are_written_out_beside_the_printed_role(printed: str, written_out: str) -> None:
    (officer,) = parse_officers(printed)
    assert (officer.role, officer.role_normalised) == (printed, written_out)
    assert normalise_role(printed) == written_out


def test_no_role_has_no_written_out_form() -> None:
    assert parse_officers("Tom Hale")[0].role_normalised is None


def test_cells_of_officers_are_told_from_other_cells() -> None:
    officers = [
        "Tom Hale",
        "Head of Service CIC – Tom Hale",
        "SENDCo\nHeadteacher",
        "Corporate Parenting Board",
        "HoS/AD",
    ]
    others = [
        "Review the policy by March",
        "31/03/2018",
        "95%",
        "Amber",
        "On track",
        "Staff trained and supervision improved",
        "",
    ]
    assert min(map(looks_like_officers, officers)) > 0.8
    assert max(map(looks_like_officers, others)) < 0.5


@pytest.mark.parametrize(
    "words",
    ["Number of agency staff", "Number of qualified social workers", "Agreed by all partners and sent to 40 staff."],
)
def test_measures_and_sentences_about_people_name_no_officer(words: str) -> None:
    assert read(words) == []
    assert looks_like_officers(words) < 0.2


def test_a_person_is_told_from_a_post() -> None:
    assert looks_like_person("Moira O’Hagan")
    assert not looks_like_person("Head of Service")
    assert not looks_like_person("Tom Hale, Head of Service")
    assert not looks_like_person("Early Help")


BLOCK = """\
12. Contact details

Report Authors:
Tom Hale
Assistant Director Strengthening
Independence Service – For Disabled
Children 0-25
+441632960001
tom.hale@anyshire.gov.uk

Corporate Directors
Joan Kirk
Corporate Director Adult Social Care and
Health
01632 960002"""


def test_a_contact_block_gives_its_officers_with_label_and_lines() -> None:
    author, director = parse_contact_block(BLOCK.split("\n"))
    assert author.officer.name == "Tom Hale"
    assert author.officer.role == "Assistant Director Strengthening Independence Service – For Disabled Children 0-25"
    assert (author.officer.phone, author.officer.email) == ("+441632960001", "tom.hale@anyshire.gov.uk")
    assert (author.kind, author.label) == ("author", "Report Authors")
    assert [span.line for span in author.spans] == [3, 4, 5, 6, 7, 8]
    assert (director.officer.name, director.officer.role) == (
        "Joan Kirk",
        "Corporate Director Adult Social Care and Health",
    )
    assert (director.kind, director.label) == ("lead", "Corporate Directors")


@pytest.mark.parametrize(
    ("line", "kind", "name", "role"),
    [
        ("Report author: Ann Gray, Service Manager, Early Help", "author", "Ann Gray", "Service Manager, Early Help"),
        ("Report of the Director for People", "presenter", None, "Director for People"),
        ("From:    Ann Gray – Leader of the Council", "presenter", "Ann Gray", "Leader of the Council"),
        ("Contact Officer(s):   A Gray, Head of Service", "contact", "A Gray", "Head of Service"),
        ("Name, Ann Gray", None, "Ann Gray", None),
        ("For further information please contact Ann Gray on 01632 960001", "contact", "Ann Gray", None),
    ],
)
def test_labels_of_contact_lines(line: str, kind: str | None, name: str | None, role: str | None) -> None:
    (part,) = parse_contact_block([line])
    assert (part.kind, part.officer.name, part.officer.role) == (kind, name, role)


def test_a_division_on_its_own_line_is_the_organisation() -> None:
    (part,) = parse_contact_block(
        ["Ann Gray", "Chief Analyst", "Strategy, Policy & Corporate Assurance", "01632 960001"]
    )
    officer = part.officer
    assert (officer.role, officer.organisation) == ("Chief Analyst", "Strategy, Policy & Corporate Assurance")


def test_switchboards_are_nobody_to_contact() -> None:
    parts = parse_contact_block(["County Council: 01632 960001", "Name: Ann Gray", "Tel: 01632 960002"])
    assert [part.officer.name for part in parts] == ["Ann Gray"]


def test_development_half_of_the_officers_set(shared: Path) -> None:
    with (shared / "gold" / "vocabulary" / "officers.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    wrong = []
    for row in rows:
        found = parse_officers(row["raw"].replace("\\n", "\n"))
        if [{"name": o.name, "role": o.role, "organisation": o.organisation} for o in found] != json.loads(
            row["officers"]
        ):
            wrong.append(row["raw"])
    assert len(wrong) <= 0.02 * len(rows), wrong


@pytest.mark.parametrize(
    "raw", ["A B C D " * 500, "Tom Hale " * 400, "Head of Service " * 250, "(" * 4000, "Dr " * 1300, "-a" * 2000]
)
def test_long_texts_without_marks_are_read_to_the_end(raw: str) -> None:
    assert all(officer.end <= len(raw) for officer in parse_officers(raw))
