"""Tables that no grid shows: rows and columns told by the words."""

from __future__ import annotations

import pytest

from ingest.layout.aligned_rows import find_breaks
from ingest.layout.document import Page, Word
from ingest.layout.tables import find_tables, open_table
from tests.unit.drawn_tables import cells_of, drawn, is_heading, tables_of, written

HEADS = ["Ref", "Recommendation", "Actions", "Lead", "By when"]
WIDTHS = [40.0, 160.0, 180.0, 100.0, 90.0]
FIRST = [
    "1",
    "Visit every child\nwithin five days",
    "Train all staff in the\nnew standard and test\nthem",
    "Jane Poe",
    "May 2025",
]
SECOND = ["2", "Keep case notes\nup to date", "Audit ten files", "Tom Ash", "June 2025"]


def column(*tops: float, text: str = "Word") -> list[Word]:
    return [Word(text, 0.0, top, 30.0, top + 10.0, 1) for top in tops]


def test_rows_begin_where_columns_begin_anew() -> None:
    breaks = find_breaks([column(0, 60), column(0, 12, 24, 60), column(0, 60, 72)])
    assert [found.top for found in breaks] == [60]


def test_a_paragraph_in_one_column_begins_no_row() -> None:
    assert find_breaks([column(0), column(0, 12, 40, 52), column(0, 12)]) == []


def test_a_cell_over_two_rows_goes_on_where_others_begin_anew() -> None:
    """Three of five columns begin anew while the words of the first two run on."""
    running = [column(0, 12, 24, 36, 48, text="word") for _ in range(2)]
    (found,) = find_breaks([*running, *(column(0, 36) for _ in range(3))])
    assert found.top == 36
    assert found.going_on == {0, 1}


def test_no_words_no_rows() -> None:
    assert find_breaks([[], []]) == []


@pytest.mark.parametrize("lines", ["rules", "stripes", "none"])
def test_a_cell_of_several_lines_is_one_cell(lines: str) -> None:
    (table,) = tables_of(drawn([HEADS, FIRST, SECOND], WIDTHS, lines))
    assert cells_of(table)[1][2] == "Train all staff in the new standard and test them"
    assert table.n_rows == 3


@pytest.mark.parametrize("lines", ["rules", "stripes", "none"])
def test_the_table_goes_on_at_the_top_of_the_next_page_without_headings(lines: str) -> None:
    first = drawn([HEADS, FIRST], WIDTHS, lines)
    tables, rest = find_tables(first, is_heading)
    before = open_table(first, tables, rest)
    second = drawn([SECOND, FIRST], WIDTHS, lines, top=60.0, number=2, heads=0)
    (table,) = tables_of(second, before)
    assert [row[0] for row in cells_of(table)] == ["2", "1"]


def test_text_at_the_top_of_the_next_page_is_no_part_of_the_table() -> None:
    first = drawn([HEADS, FIRST], WIDTHS, "none")
    tables, rest = find_tables(first, is_heading)
    before = open_table(first, tables, rest)
    second = drawn([], [], number=2)
    for index in range(6):
        written(
            second,
            "The committee is asked to note the progress that has been made since the last report.",
            60.0 + 12 * index,
        )
    assert tables_of(second, before) == []


def test_a_table_with_text_below_it_does_not_go_on() -> None:
    first = written(drawn([HEADS, FIRST], WIDTHS, "none"), "The committee will have a further report.", 400.0)
    tables, rest = find_tables(first, is_heading)
    assert open_table(first, tables, rest) is None


def test_the_name_of_a_section_spans_the_columns() -> None:
    section = ["*Leadership, management and governance of the service*", "<", "<", "<", "<"]
    (table,) = tables_of(drawn([HEADS, FIRST, section, SECOND], WIDTHS, "none"))
    (cell,) = [cell for cell in table.cells if cell.text.startswith("Leadership")]
    assert cell.text == "Leadership, management and governance of the service"
    assert [row[0] for row in cells_of(table)][-1] == "2"


def test_headings_of_two_levels() -> None:
    rows = [
        ["Indicator", "Target", "Actual", "<", "RAG"],
        ["^", "^", "Q1", "Q2", "^"],
        ["Children seen in five days", "90%", "84%", "88%", "Amber"],
        ["Plans reviewed in time", "95%", "96%", "97%", "Green"],
    ]
    (table,) = tables_of(drawn(rows, [170.0, 70.0, 60.0, 60.0, 70.0], "none", heads=2))
    (actual,) = [cell for cell in table.cells if cell.text == "Actual"]
    assert (actual.col, actual.col_span) == (2, 2)
    assert cells_of(table)[-1] == ["Plans reviewed in time", "95%", "96%", "97%", "Green"]


def test_words_side_by_side_without_headings_are_no_table() -> None:
    rows = [["Jane Poe", "Head of Service", "01234 567890"], ["Tom Ash", "Team Manager", "01234 567891"]]
    assert tables_of(drawn(rows, [120.0, 120.0, 120.0], "none", heads=0)) == []


def test_headings_that_lie_on_their_side() -> None:
    """Narrow columns have turned headings; they stand beside the upright ones of the same row."""
    page = drawn(
        [["Ref", "Recommendation", "Actions", ""], ["1", "Visit every child", "Train all staff", "G"]],
        [40.0, 160.0, 180.0, 30.0],
        "none",
    )
    for word in page.words:
        if word.top > 110.0:
            word.top, word.bottom = word.top + 30, word.bottom + 30
    page.words.append(Word("RAG", 424.0, 104.0, 434.0, 122.0, 1, 10.0, True, turn=3))
    (table,) = tables_of(page)
    assert cells_of(table) == [
        ["Ref", "Recommendation", "Actions", "RAG"],
        ["1", "Visit every child", "Train all staff", "G"],
    ]


def test_rows_of_data_after_a_section_are_no_new_headings() -> None:
    """Posts and quarters are words of headings too; the table's own headings are bold."""
    section = ["*Objective 2: children are seen and heard by people they know*", "<", "<", "<", "<"]
    second = ["2", "Action", "Audit ten files", "Service Manager", "Q3"]
    (table,) = tables_of(drawn([HEADS, FIRST, section, second], WIDTHS, "rules"))
    assert [row[0] for row in cells_of(table)][-1] == "2"


def test_the_room_between_a_bullet_and_its_words_parts_no_columns() -> None:
    """Headings in the middle of their columns leave it to the words where the columns part."""
    said, done = "Visit every child at home now", "• Train all staff\n• Audit ten files"
    page = drawn([["Recommendation", "Actions", "Lead"], [said, done, "Jane Poe"]], [150.0, 180.0, 100.0], "none")
    for word in page.words:
        if word.text == "Actions":
            word.x0, word.x1 = word.x0 + 70, word.x1 + 70
        elif word.text in ("Train", "all", "staff", "Audit", "ten", "files"):
            word.x0, word.x1 = word.x0 + 25, word.x1 + 25
    (table,) = tables_of(page)
    assert cells_of(table)[1] == [said, done.replace("\n", " "), "Jane Poe"]


def test_a_bold_name_above_rows_without_lines_is_a_row_of_its_own() -> None:
    """The name of a section is shorter than its column, so that it crosses no edge, and no white space parts it."""
    heads = ["Objective", "Actions", "Lead", "By when"]
    rows = [
        heads,
        ["*Theme 1: Homes*", "", "", ""],
        ["Warmer homes", "Insulate two hundred\nlofts", "Jane Poe", "May 2025"],
        ["*Theme 2: Travel*", "", "", ""],
        ["Safer routes", "Build a lane on\nStation Road", "Tom Ash", "June 2025"],
    ]
    (table,) = tables_of(drawn(rows, [120.0, 180.0, 100.0, 90.0], "none", padding=1.0))
    assert [row[0] for row in cells_of(table)] == [row[0].strip("*") for row in rows]


def test_rows_without_white_space_between_them_are_told_by_their_numbers() -> None:
    rows = [
        ["Ref", "Action", "Owner", "Due date"],
        ["1", "Publish the guide", "Jane Poe", "May 2025"],
        [
            "2",
            "Train all the staff in\nthe new way of work\nand test them\nbefore they start\nto visit",
            "Tom Ash",
            "May 2025",
        ],
        ["3", "Audit ten files", "Jane Poe", "June 2025"],
    ]
    (table,) = tables_of(drawn(rows, [30.0, 200.0, 100.0, 90.0], "none", padding=1.0))
    assert [row[0] for row in cells_of(table)] == ["Ref", "1", "2", "3"]


def test_a_heading_amid_others_stands_over_them_though_it_overlaps_one_alone() -> None:
    page = Page(1, 900.0, 600.0)
    heads = [(40.0, "Indicator"), (240.0, "Target"), (420.0, "Actual"), (560.0, "RAG")]
    for at, quarter in ((340.0, "Q1"), (428.0, "Q2"), (516.0, "Q3")):
        written(page, quarter, 112.0, bold=True, left=at)
        written(page, "88%", 140.0, left=at)
    for at, head in heads:
        written(page, head, 100.0, bold=True, left=at)
    for at, text in ((40.0, "Children seen"), (240.0, "90%"), (560.0, "Green")):
        written(page, text, 140.0, left=at)
    (table,) = tables_of(page)
    (actual,) = [cell for cell in table.cells if cell.text == "Actual"]
    assert (actual.col, actual.col_span) == (2, 3)


def test_rows_go_on_below_high_white_space() -> None:
    page = drawn([HEADS, FIRST, SECOND, FIRST, SECOND], WIDTHS, "none")
    (table,) = tables_of(drawn([FIRST, SECOND], WIDTHS, "none", top=400.0, heads=0, page=page))
    assert [cells[0] for cells in cells_of(table)] == ["Ref", "1", "2", "1", "2", "1", "2"]


def test_the_last_column_may_have_longer_words_on_the_next_page() -> None:
    first = drawn([HEADS, FIRST], WIDTHS, "none")
    tables, rest = find_tables(first, is_heading)
    longer = [[*SECOND[:4], "31 December 2025"], FIRST]
    second = drawn(longer, WIDTHS, "none", top=60.0, number=2, heads=0)
    (table,) = tables_of(second, open_table(first, tables, rest))
    assert cells_of(table)[0][4] == "31 December 2025"
