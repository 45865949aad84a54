"""Merged cells, wrapped cells and lost line breaks in the tables of converted text."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.layout.document import Block, LayoutDocument, Table
from ingest.pipeline import ingest_paper
from ingest.readers.converted_text import read
from ingest.settings import Settings


@pytest.fixture
def read_text(tmp_path: Path):
    def reading(text: str, name: str = "paper.md") -> LayoutDocument:
        path = tmp_path / name
        path.write_text(text)
        return read(path, Settings())

    return reading


def table_of(document: LayoutDocument) -> Table:
    return next(part for part in document.body if isinstance(part, Table))


def cells_of(document: LayoutDocument) -> dict[tuple[int, int], tuple[str, int, int]]:
    return {(cell.row, cell.col): (cell.text, cell.row_span, cell.col_span) for cell in table_of(document).cells}


def entries_of(document: LayoutDocument, row: int, col: int) -> list[str]:
    cell = table_of(document).rows()[row][col]
    assert cell is not None
    return [line.text for line in cell.lines]


def test_a_wrapped_cell_between_rules_is_one_row(read_text) -> None:
    document = read_text(
        "+-----+---------------+--------+\n"
        "| Ref | Action        | Lead   |\n"
        "+=====+===============+========+\n"
        "| 1   | Appoint four  | Jo     |\n"
        "|     | officers      | Bell   |\n"
        "|     |               |        |\n"
        "|     | Train them    |        |\n"
        "+-----+---------------+--------+\n"
        "| 2   | Review it     | Al Day |\n"
        "+-----+---------------+--------+\n"
    )
    table = table_of(document)
    assert (table.n_rows, table.n_cols, table.header_rows) == (3, 3, 1)
    assert entries_of(document, 1, 1) == ["Appoint four officers", "Train them"]
    assert cells_of(document)[1, 2][0] == "Jo Bell"


def test_a_box_with_a_rule_under_its_headings_alone_has_a_row_in_each_line(read_text) -> None:
    document = read_text(
        "+-----+--------+\n| Ref | Action |\n+-----+--------+\n| 1   | Run    |\n| 2   | Walk   |\n+-----+--------+\n"
    )
    assert table_of(document).n_rows == 3


def test_words_repeated_in_each_row_are_one_cell(read_text) -> None:
    document = read_text(
        "| Ref | Recommendation | Action | Lead | RAG |\n|---|---|---|---|---|\n"
        "| 1 | Give every child a written plan | Write it | A Poe | Green |\n"
        "| 1 | Give every child a written plan | Check it | B Roe | Amber |\n"
        "| 2 | Visit every child each month | Plan visits | B Roe | Amber |\n"
    )
    cells = cells_of(document)
    assert cells[1, 1] == ("Give every child a written plan", 2, 1)
    assert cells[1, 0] == ("1", 2, 1)
    # Two items may well have one lead officer and one rating.
    assert cells[2, 3] == ("B Roe", 1, 1)
    assert cells[3, 3] == ("B Roe", 1, 1)
    assert cells[2, 4] == ("Amber", 1, 1)


def test_a_title_repeated_in_each_column_spans_the_table(read_text) -> None:
    document = read_text(
        "| Ref | Action | Lead | Due |\n|---|---|---|---|\n"
        "| Aim 1: Safety | Aim 1: Safety | Aim 1: Safety | Aim 1: Safety |\n"
        "| 1 | Write it | A Poe | May 2024 |\n"
    )
    assert cells_of(document)[1, 0] == ("Aim 1: Safety", 1, 4)


def test_headings_of_two_rows_are_put_together(read_text) -> None:
    document = read_text(
        "| Indicator | 2024/25 | | | Target |\n|---|---|---|---|---|\n"
        "| | Q1 | Q2 | Q3 | |\n"
        "| Visits on time | 80% | 82% | 85% | 90% |\n"
    )
    cells = cells_of(document)
    assert table_of(document).header_rows == 2
    assert cells[0, 0] == ("Indicator", 2, 1)
    assert cells[0, 1] == ("2024/25", 1, 3)
    assert cells[0, 4] == ("Target", 2, 1)


def test_a_row_of_short_values_is_no_second_row_of_headings(read_text) -> None:
    document = read_text(
        "| Ref | Action | Lead | Due |\n|---|---|---|---|\n| 1 | Train | A Poe | May |\n| 2 | Run | B Roe | June |\n"
    )
    assert table_of(document).header_rows == 1


def test_breaks_that_end_paragraphs_part_them(read_text) -> None:
    document = read_text(
        "| Ref | Progress |\n|---|---|\n| 1 | All actions done.<br>All outcomes met. |\n| 2 | Begun.<br>Slow. |\n"
    )
    blocks = [line.words[0].block for line in table_of(document).rows()[1][1].lines]  # type: ignore[union-attr]
    assert len(set(blocks)) == 2


def test_breaks_where_lines_wrapped_part_nothing(read_text) -> None:
    document = read_text(
        "| Ref | Progress |\n|---|---|\n| 1 | All the actions<br>are done and all<br>outcomes are met. |\n"
    )
    blocks = [line.words[0].block for line in table_of(document).rows()[1][1].lines]  # type: ignore[union-attr]
    assert len(set(blocks)) == 1


def test_rows_of_nothing_but_tabs_are_part_of_the_table(read_text) -> None:
    document = read_text("Ref\tAction\tLead\n\t\t\n1\tRun\tA Poe\n\t\t\n2\tWalk\tB Roe\n", "paper.txt")
    assert len([part for part in document.body if isinstance(part, Table)]) == 1


def test_markdown_that_begins_with_a_table_in_html_is_markdown(read_text) -> None:
    document = read_text("<table><tr><td>Date</td><td>1 May</td></tr></table>\n\n## Summary\n\nAll is well.\n")
    block = next(part for part in document.body if isinstance(part, Block))
    assert (block.text, block.heading) == ("Summary", 2)


def test_bold_beside_tags_leaves_no_stars(read_text) -> None:
    document = read_text("| Ref | Target |\n|---|---|\n| 1 | **Measure**<br>Visits on time |\n| 2 | None |\n")
    assert entries_of(document, 1, 1) == ["Measure", "Visits on time"]
    assert table_of(document).rows()[1][1].lines[0].bold  # type: ignore[union-attr]


def test_guessed_entries_are_told(read_text) -> None:
    cell = (
        "The team was set up in May and has met each week since then. Staff were trained over the whole of the summer."
    )
    document = read_text(f"Ref\tAction\tProgress\n1\tRun\t{cell}\n", "paper.txt")
    assert [(note.code, note.count) for note in document.diagnostics] == [("entries-guessed", 1)]
    assert document.diagnostics[0].source[0].line == 2


def test_labels_of_the_front_matter_are_headings(read_text) -> None:
    document = read_text("CABINET\n\nReport author\n\nJane Poe\n\nAppendices\n\nAppendix 1 – The plan\n", "paper.txt")
    found = {part.text: part.heading for part in document.body if isinstance(part, Block)}
    assert found["Report author"] and found["Appendices"]
    assert not found["Jane Poe"] and not found["Appendix 1 – The plan"]


def test_a_letter_that_a_recogniser_misread(read_text) -> None:
    document = read_text("- j) One\n- k) Two\n- I) Three\n- m) Four\n", "paper.txt")
    assert [part.label for part in document.body if isinstance(part, Block)] == ["j)", "k)", "l)", "m)"]


def test_capital_letters_are_a_list_only_one_after_the_other(read_text) -> None:
    document = read_text("A. Note the report\n\nB. Agree the plan\n\nJ. Smith opened the meeting\n", "paper.txt")
    assert [part.label for part in document.body if isinstance(part, Block)] == ["A.", "B.", ""]


def test_columns_aligned_by_spaces_are_a_table_and_words_say_their_line(tmp_path: Path) -> None:
    rows = [
        "Ref   Action                       Lead officer      Timescale",
        *(
            line
            for number in range(1, 8)
            for line in (
                f"{number}     Write to each family who         A Poe             May 2024",
                "      waits for a plan",
                "",
            )
        ),
    ]
    path = tmp_path / "paper.txt"
    path.write_text("ACTION PLAN\n\n" + "\n".join(rows))
    paper = ingest_paper(path, Settings())
    items = paper.plans[0].items
    assert [item.actions[0].text for item in items] == ["Write to each family who waits for a plan"] * 7
    places = [place for item in items for place in item.actions[0].source]
    assert [place.line for place in places] == [4 + 3 * number for number in range(7)]
    assert all(place.page is None and place.bbox is None for place in places)


def test_a_table_goes_on_below_a_footer_and_a_form_feed(read_text) -> None:
    document = read_text(
        "PLAN\n\nRef\tAction\tLead\n1\tRun\tA Poe\n2\tWalk\tB Roe\n\nAudit report\n\nPage 1\n\f"
        "3\tSwim\tA Poe\n\nAudit report\n\nPage 2\n\f4\tRow\tB Roe\n\nAudit report\n\nPage 3\n",
        "paper.txt",
    )
    tables = [part for part in document.body if isinstance(part, Table)]
    assert [table.n_rows for table in tables] == [5]
    assert [line.text for line in document.furniture].count("Audit report") == 3


DASHED = """\
Action plan

  -----------------------------------------------
  **Ref**   **What we will   **Lead      **RAG**
            do**             officer**
  --------- ---------------- ----------- --------
  1         Answer letters   Head of     Green
            in ten days      Customers

  2         Publish a guide  Ann Lee     Amber
  -----------------------------------------------

The plan is looked at each month.
"""
SIMPLE = """\
Ref   Action            Lead
----- ----------------- ---------
1     Write to tenants  Ann Lee
2     Open a shop       Bob Day

Nothing else is planned.
"""


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            DASHED,
            [
                ["Ref", "What we will do", "Lead officer", "RAG"],
                ["1", "Answer letters in ten days", "Head of Customers", "Green"],
                ["2", "Publish a guide", "Ann Lee", "Amber"],
            ],
        ),
        (SIMPLE, [["Ref", "Action", "Lead"], ["1", "Write to tenants", "Ann Lee"], ["2", "Open a shop", "Bob Day"]]),
    ],
)
def test_columns_told_by_a_rule_of_dashes(tmp_path, text, rows):
    path = tmp_path / "paper.md"
    path.write_text(text)
    body = read(path, Settings()).body
    (table,) = [part for part in body if isinstance(part, Table)]
    assert [[cell.text for cell in row] for row in table.rows()] == rows
    assert table.header_rows == 1
    assert isinstance(body[-1], Block), "what follows is running text again"


def test_cells_that_a_merged_one_covers_are_left_out_at_the_left_of_a_row(tmp_path):
    path = tmp_path / "paper.md"
    path.write_text(
        "| No. | Objective | Action | Owner | RAG |\n| --- | --- | --- | --- | --- |\n"
        "| 1 | Cleaner streets for all of us | Buy two sweepers for the town | Ann Lee | Green |\n"
        "| Empty the bins on Sundays too | Bob Day | Amber |\n"
        "| 2 | Safer parks in the evening hours | Mend the lamps by the lake | Ann Lee | Amber |\n"
    )
    (table,) = [part for part in read(path, Settings()).body if isinstance(part, Table)]
    rows = [[cell.text for cell in row] for row in table.rows()]
    assert rows[2] == ["", "", "Empty the bins on Sundays too", "Bob Day", "Amber"]


def test_second_headings_stand_under_the_one_that_is_as_wide(tmp_path):
    path = tmp_path / "paper.md"
    path.write_text(
        "| Indicator | Target | Actual | | RAG |\n| --- | --- | --- | --- | --- |\n| Q1 | Q2 |\n"
        "| Bins missed | 30 | 28 | 26 | Green |\n| Calls taken | 900 | 850 | 880 | Amber |\n"
    )
    (table,) = [part for part in read(path, Settings()).body if isinstance(part, Table)]
    assert [cell.text for cell in table.rows()[1]][2:4] == ["Q1", "Q2"]


def test_stars_in_a_cell_are_bullets(tmp_path):
    path = tmp_path / "paper.md"
    path.write_text(
        "| Ref | Actions | Cases |\n| --- | --- | --- |\n| 1 | * Write a guide. * Train ten staff. | * |\n"
        "| 2 | Ask tenants* first | 12 |\n"
    )
    (table,) = [part for part in read(path, Settings()).body if isinstance(part, Table)]
    assert [[line.text for line in cell.lines] for cell in table.rows()[1]] == [
        ["1"], ["• Write a guide.", "• Train ten staff."], ["*"]
    ]  # fmt: skip
    assert table.rows()[2][1].text == "Ask tenants* first"
