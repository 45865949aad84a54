"""Blocks: paragraphs, list entries, headings and columns, in the order in which a person reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.layout.blocks import build_blocks
from ingest.layout.document import Block
from ingest.layout.lines import group_lines
from ingest.layout.list_labels import letter_value, read_label, roman_value
from ingest.layout.page_joins import join_over_pages, right_edge
from tests.unit.typed_pages import typed_page


def blocks(text: str) -> list[Block]:
    """The blocks of typed pages, joined over page breaks."""
    pages = [typed_page(part, number) for number, part in enumerate(text.split("\f"), 1)]
    made = [build_blocks(group_lines(page.words), page) for page in pages]
    return [item for item in join_over_pages(made, [right_edge(items) for items in made]) if isinstance(item, Block)]


def shown(text: str) -> list[tuple[str, str]]:
    """Label and words of each block."""
    return [(block.label, block.text) for block in blocks(text)]


def test_a_gap_parts_paragraphs_and_a_line_end_does_not() -> None:
    text = """
Work on the plan began in the spring and went on through the summer of that
year without a break.

A second paragraph follows.
"""
    assert [words for _, words in shown(text)] == [
        "Work on the plan began in the spring and went on through the summer of that year without a break.",
        "A second paragraph follows.",
    ]


def test_a_short_line_ends_its_paragraph_without_a_gap() -> None:
    text = """
The first paper on the list is a short one.
Each of the others that the committee has asked for is much longer than that.
"""
    assert len(blocks(text)) == 2


@pytest.mark.parametrize(
    "labels",
    [("1.", "2."), ("a)", "b)"), ("(i)", "(ii)"), ("A.", "B."), ("•", "•"), ("1.1", "1.2"), ("(a)", "(b)"), ("▪", "▪")],
)
def test_list_entries_with_their_labels_taken_off(labels: tuple[str, str]) -> None:
    text = f"""
{labels[0]:6}look at every case that has been open for more than a year and close those
      that need no more work
{labels[1]:6}report back
"""
    assert shown(text) == [
        (
            labels[0],
            "look at every case that has been open for more than a year and close those that need no more work",
        ),
        (labels[1], "report back"),
    ]


def test_a_year_or_a_day_at_the_front_of_a_line_is_no_label() -> None:
    text = """
The committee asked for a further report at the first of its meetings in the year
2025. It was given one that said all there was to say about the plan's aims on
14 June and another in July.
"""
    assert [label for label, _ in shown(text)] == [""]


def test_a_bracket_that_is_open_is_closed_by_no_label() -> None:
    text = """
The council has had the report of the inspector on its plan for waste (see Appendix
A) which says that the plan is sound.
"""
    assert [label for label, _ in shown(text)] == [""]


def test_nested_lists_have_levels() -> None:
    text = """
1.    the plan as a whole
      a)    its aims
            •    for the young
            •    for the old
      b)    its costs
2.    the timetable
"""
    assert [(block.label, block.level) for block in blocks(text)] == [
        ("1.", 0), ("a)", 1), ("•", 2), ("•", 2), ("b)", 1), ("2.", 0),
    ]  # fmt: skip


def test_side_headings_stand_before_the_text_at_their_right() -> None:
    text = """
*Background*           The council looked at the service in the spring of last year and found
                     that it was slow.
*What has been*        A team was set up in the summer and it has met every week since to look
*done so far*          at what is late and why that is.
"""
    assert [(block.side, block.text) for block in blocks(text)] == [
        (True, "Background"),
        (False, "The council looked at the service in the spring of last year and found that it was slow."),
        (True, "What has been done so far"),
        (
            False,
            "A team was set up in the summer and it has met every week since to look at what is late and why that is.",
        ),
    ]


def test_a_label_and_its_value_over_two_lines() -> None:
    text = """
From:          Ann Poe, Head of Planning for the
               Northern Area
To:            Cabinet
"""
    assert [(block.side, block.text) for block in blocks(text)] == [
        (True, "From:"), (False, "Ann Poe, Head of Planning for the Northern Area"), (True, "To:"), (False, "Cabinet"),
    ]  # fmt: skip


def test_contacts_side_by_side_are_read_one_after_the_other() -> None:
    text = """
*Report Author:*                 *Relevant Director:*
  Ann Poe, Planner                Bob Roe, Director
  01632 960111                    01632 960222
  ann.poe@somewhere.example       bob.roe@somewhere.example
"""
    words = " ".join(block.text for block in blocks(text))
    assert words.index("ann.poe@") < words.index("Relevant Director:")


def test_headings_by_weight_size_capitals_and_not_by_a_full_stop() -> None:
    text = """
#Plan for the year#

*Aims*

WHAT COMES NEXT

*The committee is asked to note the report.*

The text goes on in the usual way and says what the council will do next year.
"""
    assert [bool(block.heading) for block in blocks(text)] == [True, True, True, False, False]


def test_a_paragraph_and_a_list_entry_run_over_the_page_break() -> None:
    text = """
a)    put right the homes that have no certificate and find out how many there are of
      those that fall below\fthe standard
b)    publish the number
"""
    pages = text.replace("\fthe", "\f      the")
    assert shown(pages) == [
        (
            "a)",
            "put right the homes that have no certificate and find out how many there are of those that fall "
            "below the standard",
        ),
        ("b)", "publish the number"),
    ]


def test_a_page_that_begins_anew_is_not_joined() -> None:
    assert len(blocks("The first page ends here.\fThe second page begins with its own sentence.")) == 2


def test_footnotes_stay_out_of_the_text() -> None:
    page = typed_page(
        "The share of homes that meet the standard has risen to nine in ten over the year\nand it is rising."
    )
    small = typed_page("1 Homes of the council alone.", top=700)
    for word in small.words:
        word.size = 8.0
    page.words += small.words
    made = build_blocks(group_lines(page.words), page)
    assert [(block.footnote, block.text[:9]) for block in made] == [(False, "The share"), (True, "1 Homes o")]


def test_a_block_never_reaches_over_a_table() -> None:
    page = typed_page("the text above the table runs on and on and on\nthe text below it goes on in the same way")
    lines = group_lines(page.words)
    assert len(build_blocks(lines, page)) == 1
    between = (lines[0].bottom, lines[1].top)
    assert len(build_blocks(lines, page, [between])) == 2


@given(st.integers(1, 39))
def test_roman_numerals_are_read_back(number: int) -> None:
    tens, units = divmod(number, 10)
    printed = "x" * tens + ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"][units]
    assert roman_value(printed) == number


def test_letters_go_on_behind_z() -> None:
    assert (letter_value("a"), letter_value("z"), letter_value("aa")) == (1, 26, 27)


@given(st.text(alphabet="abcdefghij 0123456789().-•", min_size=1, max_size=40).filter(lambda text: text.strip() != ""))
def test_a_label_and_what_is_left_are_all_of_the_line(text: str) -> None:
    line = group_lines(typed_page(text).words, None)[0]
    label = read_label(line)
    if label is not None:
        rest = label.rest.text if label.rest else ""
        assert (label.text + rest).replace(" ", "") == line.text.replace(" ", "")


def test_a_label_at_the_right_alone_parts_two_columns() -> None:
    text = """
Report of: Joan Doe, Director of                         *Status:*
Services                                                 Open
"""
    assert [words for _, words in shown(text)] == ["Report of: Joan Doe, Director of Services", "Status:", "Open"]


def test_lines_at_the_right_without_a_partner_are_a_column() -> None:
    text = """
*Somewhere District Council*                              *Report to Cabinet*
                                                          *4 March 2024*
                                                          *Item 7*
"""
    assert blocks(text)[0].text == "Somewhere District Council"


@pytest.mark.parametrize("text", ["6.30 pm in the Council Chamber", "1.2 million people live there"])
def test_times_and_amounts_are_no_labels(text: str) -> None:
    assert shown(text) == [("", text)]
