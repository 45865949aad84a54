"""Furniture: what a page carries because it is a page is set aside, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.layout.document import Line, Page, Rule
from ingest.layout.furniture import find_furniture
from ingest.layout.lines import group_lines
from ingest.vocabulary.loader import load_vocabulary
from tests.unit.typed_pages import typed_page

VOCABULARY = load_vocabulary()
PATTERNS = {name: VOCABULARY.patterns("furniture", name) for name in ("page_number", "pack_number")}
WORDS = {name: VOCABULARY.words("furniture", name) for name in ("watermark", "marking")}
BODY = "The council has looked at the plan.\nIt will look at it again in the spring."


def page(number: int, head: str = "", foot: str = "", body: str = BODY) -> Page:
    """A page with a line in its top margin and one in its foot."""
    made = typed_page(body, number, top=300)
    if head:
        made.words += typed_page(head, number, top=30).words
    if foot:
        made.words += typed_page(foot, number, top=805).words
    return made


def set_aside(pages: list[Page]) -> list[list[str]]:
    """The furniture of each page, as text."""
    lines: list[list[Line]] = [group_lines(made.words) for made in pages]
    found = find_furniture(pages, lines, PATTERNS, WORDS)
    return [[line.text for line in on_page if id(line) in found] for on_page in lines]


@pytest.mark.parametrize("foot", ["{n}", "Page {n} of 3", "- {n} -", "Page {n}", "{n} | Page", "{n}/3", "[{n}]"])
def test_page_numbers_go(foot: str) -> None:
    pages = [page(n, foot=foot.format(n=n)) for n in (1, 2, 3)]
    assert set_aside(pages) == [[foot.format(n=n)] for n in (1, 2, 3)]


def test_a_one_page_paper_loses_its_number_and_nothing_else() -> None:
    assert set_aside([page(1, head="#Plan for the year#", foot="1")]) == [["1"]]


def test_running_headers_go_from_later_pages_but_the_first_keeps_its_title() -> None:
    title = "*Plan for the year 2024*"
    words = title.strip("*")
    assert set_aside([page(n, head=title) for n in (1, 2, 3)]) == [[], [words], [words]]


def test_a_running_footer_goes_from_every_page() -> None:
    foot = "Audit Committee, 4 May 2021          Page {n}"
    found = set_aside([page(n, foot=foot.format(n=n)) for n in (1, 2)])
    assert found == [["Audit Committee, 4 May 2021", "Page 1"], ["Audit Committee, 4 May 2021", "Page 2"]]


def test_pack_numbers_at_the_top_go() -> None:
    assert set_aside([page(n, head=" " * 70 + "CA7") for n in (1, 2)]) == [["CA7"], ["CA7"]]


def test_a_reference_on_the_first_page_alone_stays() -> None:
    assert set_aside([page(1, head="TB(4)1"), page(2)]) == [[], []]


def test_a_heading_row_repeated_inside_rules_stays() -> None:
    pages = [page(n, head="Ref      Action      Owner") for n in (1, 2)]
    for made in pages:
        made.rules = [Rule(x, 20, x, 400) for x in (35.0, 300.0, 560.0)]
    assert set_aside(pages) == [[], []]


def test_a_watermark_goes_wherever_it_lies() -> None:
    made = page(1)
    made.words.append(replace(made.words[0], text="DRAFT", x0=100, x1=400, top=380, bottom=460, size=80))
    assert set_aside([made]) == [["DRAFT"]]


def test_a_letterhead_that_is_tagged_as_an_artefact_stays() -> None:
    pages = [page(1, head="Borough Council of Somewhere"), page(2)]
    for word in pages[0].words:
        word.mcid = 7 if word.top < 100 else 1
    pages[0].artefacts = frozenset({7})
    assert set_aside(pages) == [[], []]


def test_a_paragraph_that_two_pages_share_in_their_middle_stays() -> None:
    assert set_aside([page(1), page(2)]) == [[], []]
