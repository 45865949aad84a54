"""Councils: whom a name means, whose names stand in a text, and whose paper it is."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from ingest.errors import VocabularyError
from ingest.normalise.council_index import council_index
from ingest.normalise.councils import (
    CouncilName,
    Evidence,
    NamedAt,
    candidates,
    find_council,
    find_mentions,
    resolve_council,
)
from ingest.vocabulary.loader import load_vocabulary

COUNCIL_HEADER = (
    "code\tofficial_name\tnice_name\tgss_code\tformer_gss_codes\tkind\tnation\tstart\tend\treplaced_by\tcounty"
)


def name_of(text: str, on: date | None = None) -> str | None:
    found = resolve_council(text, on=on)
    return found.name if found else None


def names_in(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.council.name) for one in find_mentions(text)]


@pytest.mark.parametrize("code", sorted(council_index().register.councils))
def test_every_council_of_the_register_is_known_by_its_official_name(code: str) -> None:
    council = council_index().register.councils[code]
    assert name_of(council.name) == council.name
    assert name_of(council.name.upper()) == council.name


def test_every_council_of_today_is_known_by_its_area() -> None:
    shared = ("Combined authority", "Strategic Regional Authority")
    today = [one for one in council_index().register.councils.values() if one.end is None and one.kind not in shared]
    assert len(today) > 380
    assert [one.nice_name for one in today if name_of(one.nice_name) != one.name] == []


def test_the_register_counts_councils_as_they_are() -> None:
    today = [one for one in council_index().register.councils.values() if one.end is None]

    def count(kind: str) -> int:
        return sum(one.kind == kind for one in today)

    assert count("County") == 21
    assert count("Metropolitan district") == 36
    assert count("London borough") == 32
    assert count("Scottish unitary authority") == 32
    assert count("Welsh unitary authority") == 22
    assert count("NI district") == 11


def test_a_council_has_its_code_kind_and_nation() -> None:
    assert resolve_council("Kent County Council") == CouncilName(
        "Kent County Council", "E10000016", "County", "England"
    )
    found = resolve_council("Omagh District Council")
    assert found is not None
    assert found.gss_code is None
    assert found.nation == "Northern Ireland"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("LB Camden", "London Borough of Camden"),
        ("Camden LBC", "London Borough of Camden"),
        ("London Borough of Greenwich", "Royal Borough of Greenwich"),
        ("Kensington & Chelsea", "Royal Borough of Kensington and Chelsea"),
        ("Bristol, City of", "Bristol City Council"),
        ("Herefordshire, County of", "Herefordshire Council"),
        ("County Durham", "Durham County Council"),
        ("St. Helens MBC", "St Helens Council"),
        ("King's Lynn and West Norfolk BC", "Borough Council of Kings Lynn and West Norfolk"),
        ("Herts CC", "Hertfordshire County Council"),
        ("Kent C.C.", "Kent County Council"),
        ("Gt Yarmouth Borough Council", "Great Yarmouth Borough Council"),
        ("Cyngor Sir Penfro", "Pembrokeshire County Council"),
        ("Cardiff County Council", "City of Cardiff Council"),
        ("South Glos Council", "South Gloucestershire Council"),
        ("NE Lincs", "North East Lincolnshire Council"),
        ("Colchester City Council", "Colchester Borough Council"),
        ("Cornwall County Council", "Cornwall Council"),
        ("Stratford-upon-Avon", "Stratford-on-Avon District Council"),
        ("Cyngor Sir Ynys Môn", "Isle of Anglesey County Council"),
        ("Caerdydd", "City of Cardiff Council"),
        ("Western Isles", "Comhairle nan Eilean Siar"),
        ("Shepway", "Folkestone and Hythe District Council"),
        ("Corporation of London", "City of London Corporation"),
        ("the City of London", "City of London Corporation"),
        ("Kent County Council (KCC)", "Kent County Council"),
        ("Children's Services, Essex County Council", "Essex County Council"),
        ("Rutland County\nCouncil's", "Rutland County Council"),
        ("Leicester-\nshire County Council", "Leicestershire County Council"),
    ],
)
def test_councils_are_known_by_their_usual_forms(text: str, name: str) -> None:
    assert name_of(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("RBKC", "Royal Borough of Kensington and Chelsea"),
        ("LBBD", "London Borough of Barking and Dagenham"),
        ("RBWM Council", "Royal Borough of Windsor and Maidenhead"),
        ("BCP", "Bournemouth, Christchurch and Poole Council"),
        ("B&NES", "Bath and North East Somerset Council"),
        ("CWaC", "Cheshire West and Chester Council"),
        ("KCC", "Kent County Council"),
    ],
)
def test_letters_that_one_council_uses_name_it(text: str, name: str) -> None:
    assert name_of(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("www.kent.gov.uk", "Kent County Council"),
        ("https://www.leicester.gov.uk/your-council", "Leicester City Council"),
        ("jo.bloggs@leics.gcsx.gov.uk", "Leicestershire County Council"),
        ("democracy.surreycc.gov.uk", "Surrey County Council"),
        ("stoke.gov.uk", "Stoke-on-Trent City Council"),
        ("newcastle.gov.uk", "Newcastle City Council"),
        ("kent.police.uk", None),
        ("education.gov.uk", None),
        ("adur-worthing.gov.uk", None),
    ],
)
def test_a_councils_own_domain_names_it(text: str, name: str | None) -> None:
    assert name_of(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Worcestershre County Council", "Worcestershire County Council"),
        ("Kent County Coucil", "Kent County Council"),
        ("Gloucestershire Country Council", "Gloucestershire County Council"),
        ("Middlesborough", "Middlesbrough Borough Council"),
        ("KentCountyCouncil", "Kent County Council"),
        ("Herfordshire", None),  # one slip from Herefordshire, and from Hertfordshire
        ("South Yorkshire", None),  # no slip of North Yorkshire
        ("Bedfordshire", None),
        ("Northmere Borough Council", None),
    ],
)
def test_a_slip_is_forgiven_where_one_council_alone_can_be_meant(text: str, name: str | None) -> None:
    assert name_of(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "LCC",
        "SBC",
        "LBH",
        "Newcastle",
        "Kingston",
        "the Council",
        "County Council",
        "Essex Fire Authority",
        "West Midlands",
        "Greater London",
        "Kent and Medway",
        "Kent County Council and Medway Council",
        "Adur and Worthing Councils",
        "Oxford County Council",
        "Leicestershire City Council",
        "Kent Borough Council",
        "Cheshire County Council",
        "University of Kent",
        "N/A",
        "",
    ],
)
def test_what_names_several_councils_or_none_gives_nothing(text: str) -> None:
    assert name_of(text) is None


def test_a_kind_tells_councils_of_one_place_apart() -> None:
    assert name_of("Newcastle City Council") == "Newcastle City Council"
    assert name_of("Newcastle Borough Council") == "Newcastle-under-Lyme Borough Council"
    assert name_of("Kingston Council") == "Royal Borough of Kingston upon Thames"
    assert name_of("Somerset County Council") == "Somerset County Council"


def test_the_day_decides_between_a_council_and_its_successor() -> None:
    assert name_of("Somerset") == "Somerset Council"
    assert name_of("Somerset", date(2017, 5, 1)) == "Somerset County Council"
    assert name_of("northyorks.gov.uk", date(2017, 5, 1)) == "North Yorkshire County Council"
    assert name_of("Northamptonshire") == "Northamptonshire County Council"


def test_candidates_are_all_councils_that_letters_may_mean() -> None:
    names = [one.name for one in candidates("LCC")]
    assert {"Leicestershire County Council", "Lancashire County Council", "Leeds City Council"} <= set(names)
    assert [one.name for one in candidates("Newcastle")] == [
        "Newcastle City Council",
        "Newcastle-under-Lyme Borough Council",
    ]
    assert candidates("Ofsted") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KENT COUNTY COUNCIL\nCABINET", [("KENT COUNTY COUNCIL", "Kent County Council")]),
        ("Rutland County Council's plan", [("Rutland County Council", "Rutland County Council")]),
        (
            "London Borough of\nBarking & Dagenham",
            [("London Borough of\nBarking & Dagenham", "London Borough of Barking and Dagenham")],
        ),
        (
            "Bournemouth, Christchurch and Poole",
            [("Bournemouth, Christchurch and Poole", "Bournemouth, Christchurch and Poole Council")],
        ),
        ("in the City of London today", [("City of London", "City of London Corporation")]),
        ("Cyngor Gwynedd", [("Cyngor Gwynedd", "Gwynedd Council")]),
        ("Council of the Isles of Scilly", [("Council of the Isles of Scilly", "Council of the Isles of Scilly")]),
        ("the County Council of the Kent Minerals Plan", [("Kent", "Kent County Council")]),
        ("Kent Police, University of Kent, City of London Police, East Kent", []),
        ("a kent hart down the reading bury", []),
        ("www.Kent.gov.uk and Kent@example.org", []),
        ("LCC and Newcastle", []),
    ],
)
def test_names_in_running_text_have_their_exact_places(text: str, expected: list[tuple[str, str]]) -> None:
    assert names_in(text) == expected


def test_a_full_name_scores_above_a_place_and_a_place_above_an_everyday_word() -> None:
    scores = [one.score for one in find_mentions("Kent County Council; Kent; Reading")]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


def council_of(evidence: Evidence) -> str | None:
    found = find_council(evidence)
    return found.council.name if found and found.council else None


def test_the_letter_head_and_own_domain_outweigh_councils_named_in_the_body() -> None:
    names = [
        NamedAt("Kent County Council", "body"),
        NamedAt("Rutland", "header"),
        NamedAt("Essex County Council", "body", 3),
    ]
    assert council_of(Evidence(names, {"a.b@rutland.gov.uk": 2})) == "Rutland County Council"


def test_letters_of_several_councils_are_settled_by_other_evidence() -> None:
    letters = [NamedAt("LCC", "header", 4)]
    unsettled = find_council(Evidence(letters))
    assert unsettled is not None
    assert unsettled.council is None
    assert len(unsettled.candidates) >= 6
    assert council_of(Evidence(letters, {"leics.gov.uk": 1})) == "Leicestershire County Council"
    assert council_of(Evidence(letters, phones=["0113 222 4444"])) == "Leeds City Council"


def test_two_councils_as_likely_settle_nothing() -> None:
    found = find_council(Evidence([NamedAt("Kent County Council", "title"), NamedAt("Medway Council", "title")]))
    assert found is not None
    assert found.council is None
    assert [one.name for one in found.candidates] == ["Kent County Council", "Medway Council"]


def test_a_place_in_the_body_alone_is_no_evidence_enough() -> None:
    assert council_of(Evidence([NamedAt("Devon", "body")])) is None


def test_a_paper_that_names_nobody_has_no_finding() -> None:
    assert find_council(Evidence([NamedAt("Ofsted", "title")], {"nhs.uk": 3}, ["01632 960000"])) is None


def test_the_printed_name_is_the_fullest_one() -> None:
    names = [NamedAt("Kent", "header", 9), NamedAt("KCC", "title"), NamedAt("Kent County Council", "front")]
    found = find_council(Evidence(names))
    assert found is not None
    assert found.named_by == (2, 0)


def test_the_order_of_the_evidence_changes_nothing() -> None:
    names = [NamedAt("Kent County Council", "front"), NamedAt("LCC", "header"), NamedAt("Medway", "body", 3)]
    forward = find_council(Evidence(names, {"kent.gov.uk": 1, "leeds.gov.uk": 1}))
    backward = find_council(Evidence(names[::-1], {"leeds.gov.uk": 1, "kent.gov.uk": 1}))
    assert forward is not None
    assert backward is not None
    assert forward.candidates == backward.candidates
    assert forward.council == backward.council


def test_a_council_and_its_forms_are_added_by_two_lines_of_data(tmp_path: Path) -> None:
    row = "NWM1\tNorthmere Borough Council\tNorthmere\tE07999999\t\tNon-metropolitan district\tEngland\t\t\t\t"
    (tmp_path / "councils.tsv").write_text(f"{COUNCIL_HEADER}\n{row}\n", encoding="utf-8")
    (tmp_path / "council_forms.tsv").write_text(
        "code\tnames\tletters\tdomains\tdialling\tseen\nNWM1\tThe Mere\tNMBC\tnmbc.gov.uk\t\tusual\n", encoding="utf-8"
    )
    vocabulary = load_vocabulary(tmp_path)
    for text in ("Northmere", "Northmere BC", "The Mere", "NMBC", "www.nmbc.gov.uk"):
        found = resolve_council(text, vocabulary)
        assert found is not None
        assert found.gss_code == "E07999999"
    assert resolve_council("Kent County Council", vocabulary) is not None


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("council_forms.tsv", "code\tnames\nXYZ9\tNowhere\n", "XYZ9"),
        ("councils.tsv", "code\tname\nXYZ9\tNowhere\n", "official_name"),
        ("councils.tsv", "code\tofficial_name\tend\nXYZ9\tNowhere Council\tlast year\n", "last year"),
    ],
)
def test_a_wrong_table_is_refused_with_what_is_wrong(tmp_path: Path, file: str, content: str, message: str) -> None:
    (tmp_path / file).write_text(content, encoding="utf-8")
    with pytest.raises(VocabularyError, match=message):
        resolve_council("Kent", load_vocabulary(tmp_path))


def test_refreshing_from_the_register_gives_our_table(tmp_path: Path, root: Path) -> None:
    from importlib import util

    spec = util.spec_from_file_location("refresh_councils", root / "tools" / "refresh_councils.py")
    assert spec is not None
    assert spec.loader is not None
    tool = util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    record = dict.fromkeys(tool.COLUMNS.values(), "") | {
        "local-authority-code": "NSM",
        "official-name": "North Somerset  Council",
        "start-date": "2005-06-18",
        "lat": "51.3",
    }
    source = tmp_path / "register.csv"
    with source.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(record))
        writer.writeheader()
        writer.writerow(record)
    header, row = tool.table_of([source]).splitlines()
    assert header == COUNCIL_HEADER
    assert row.split("\t")[:2] == ["NSM", "North Somerset Council"]
    assert "2005" not in row


def test_the_shared_set_is_met(shared: Path) -> None:
    with (shared / "gold" / "vocabulary" / "councils.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    wrong = []
    for row in rows:
        found = resolve_council(row["raw"].replace("\\n", "\n"))
        said = (found.name, found.gss_code or "null") if found else ("null", "null")
        if said != (row["name"], row["gss_code"]):
            wrong.append(row["raw"])
    assert len(wrong) <= 0.02 * len(rows), wrong
