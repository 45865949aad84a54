"""Officers hold for any text: nothing raised, nothing invented, spans within, canonical output stable."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from ingest.normalise.contact_block import parse_contact_block
from ingest.normalise.officers import looks_like_officers, parse_officers

PIECES = [
    "Tom Hale", "Priya Nair", "P Nair", "HALE, Tom", "Moira O’Hagan", "Cllr Jane Marlow", "Dr Ruth Abbot",
    "Xylia Quill", "TH",
    "Head of Service", "Service Manager Fostering", "HoS CIC", "AD", "Director of Children's Services", "SENDCo",
    "Team Managers",
    "Children, Education", "Early Help", "Anyshire CCG", "Corporate Parenting Board", "LGA", "SMT", "TBC",
    "Vacant", "lead",
    "supported by", "previously", "01632 960001", "tom.hale@anyshire.gov.uk", "March 2018", "the", "of", "O'",
    "1.", "N/A", "Lead-",
]  # fmt: skip
JOINS = [" ", "\n", ", ", " – ", "/", " / ", " and ", " & ", "; ", " (", ") ", ": ", "\n\n", " - ", ".", "• "]
CELLS = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(JOINS)), max_size=8).map(
    lambda pairs: "".join(piece + join for piece, join in pairs)
)
TEXTS = st.one_of(st.text(max_size=80), CELLS)
NAMES = st.sampled_from(
    ["Tom Hale", "P Nair", "Moira O’Hagan", "Dr Ruth Abbot", "Siân Llewellyn-Jones", "Jan van der Berg"]
)
POSTS = st.sampled_from(
    ["Head of Service", "Service Manager Fostering", "HoS CIC", "AD CSC",
    "Director of Children, Families and Communities",
     "Principal Social Worker", "Chief Executive", "IRO Manager", "SENDCo"]
)  # fmt: skip


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


@given(TEXTS)
def test_no_text_raises_and_spans_lie_within(raw: str) -> None:
    for officer in parse_officers(raw):
        assert 0 <= officer.start < officer.end <= len(raw)
        assert officer.name or officer.role or officer.organisation
        assert (officer.role is None) == (officer.role_normalised is None)
    assert 0.0 <= looks_like_officers(raw) <= 1.0


@given(TEXTS)
def test_nothing_is_invented(raw: str) -> None:
    printed = words(raw)
    for officer in parse_officers(raw):
        for part in (officer.name, officer.role, officer.organisation):
            assert not set(words(part or "")) - set(printed)
        for detail in (officer.phone, officer.email):
            assert (detail or "").replace(" ", "") in re.sub(r"\s", "", raw)


@given(TEXTS)
def test_an_officer_has_words_within_its_span(raw: str) -> None:
    for officer in parse_officers(raw):
        own = set(words(raw[officer.start : officer.end]))
        assert any(set(words(part)) <= own for part in (officer.name, officer.role, officer.organisation) if part)


@given(NAMES, POSTS, st.sampled_from(["{0}, {1}", "{0} – {1}", "{1} – {0}", "{0} ({1})", "{0}\n{1}", "{1}: {0}"]))
def test_name_and_post_come_back_from_any_order(name: str, post: str, form: str) -> None:
    (officer,) = parse_officers(form.format(name, post))
    assert (officer.name, officer.role) == (name, post)


@given(
    st.lists(st.tuples(NAMES, POSTS), min_size=1, max_size=4, unique_by=lambda pair: pair[0]),
    st.sampled_from(["\n", "; "]),
)
def test_reading_the_canonical_form_again_changes_nothing(pairs: list[tuple[str, str]], join: str) -> None:
    found = [
        (officer.name, officer.role) for officer in parse_officers(join.join(f"{name}, {post}" for name, post in pairs))
    ]
    assert found == pairs


@given(st.lists(TEXTS, max_size=6))
def test_no_contact_block_raises_and_line_spans_lie_within(lines: list[str]) -> None:
    for part in parse_contact_block(lines):
        assert part.spans
        for span in part.spans:
            assert 0 <= span.start < span.end <= len(lines[span.line])
