"""What PDF-to-text tools leave behind comes out as the tables, rows and cells of the paper."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from ingest.errors import EmptyPaper
from ingest.layout.document import Block, LayoutDocument, Table
from ingest.readers.converted_text import read
from ingest.settings import Settings


@pytest.fixture
def read_text(tmp_path: Path):
    def reading(text: str | bytes, name: str = "paper.txt") -> LayoutDocument:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return read(path, Settings())

    return reading


def blocks(document: LayoutDocument) -> list[Block]:
    return [part for part in document.body if isinstance(part, Block)]


def tables(document: LayoutDocument) -> list[Table]:
    return [part for part in document.body if isinstance(part, Table)]


def grid(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in table.rows()]


def lines(table: Table, row: int, col: int) -> list[str]:
    cell = table.rows()[row][col]
    assert cell is not None
    return [line.text for line in cell.lines]


def aside(document: LayoutDocument) -> list[str]:
    return [line.text for line in document.furniture]


# --- running text ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "label", "words"),
    [
        ("1. Note the plan.", "1.", "Note the plan."),
        ("- 2.3 However much", "2.3", "However much"),
        ("- a) There were", "a)", "There were"),
        ("- m)Ensure that", "m)", "Ensure that"),
        ("(iv) agree", "(iv)", "agree"),
        ("• Shaun - Social Worker", "•", "Shaun - Social Worker"),
        ("- 94% of cases", "-", "94% of cases"),
        ("1 PURPOSE OF THE REPORT", "1", "PURPOSE OF THE REPORT"),
        ("16 May 2017", "", "16 May 2017"),
        ("14 FEBRUARY 2017", "", "14 FEBRUARY 2017"),
        ("1.5 per cent", "1.5", "per cent"),
        ("2016. A year", "", "2016. A year"),
        ("1.", "", "1."),
        ("4. **The Committee is RECOMMENDED to note**", "4.", "The Committee is RECOMMENDED to note"),
    ],
)
def test_numbers_and_bullets_are_taken_off_the_front(read_text, text: str, label: str, words: str) -> None:
    (block,) = blocks(read_text(text))
    assert (block.label, block.text) == (label, words)
    assert [word.text for word in block.label_words] == ([label] if label else [])


def test_words_know_their_line_and_no_page(read_text) -> None:
    first, second = blocks(read_text("One\n\n\nTwo words that fill the line\nthree\n"))
    assert {word.line for word in first.lines[0].words} == {1}
    assert [line.words[0].line for line in second.lines] == [4, 5]
    assert all(word.page is None for block in (first, second) for line in block.lines for word in line.words)


def test_bold_markers_go_and_bold_stays(read_text) -> None:
    document = read_text("**HEALTH BOARD\n14 FEBRUARY 2017****OFSTED INSPECTION OF SERVICES FOR\nCHILDREN**")
    assert [block.text for block in blocks(document)] == [
        "HEALTH BOARD",
        "14 FEBRUARY 2017",
        "OFSTED INSPECTION OF SERVICES FOR CHILDREN",
    ]
    assert all(block.bold for block in blocks(document))


def test_a_line_that_was_not_wrapped_is_a_paragraph_of_its_own(read_text) -> None:
    document = read_text(
        "JIM LEIVERS\nDirector for Services\n\nThis line is wrapped at some width by the\nconverter.\n"
    )
    assert [block.text for block in blocks(document)] == [
        "JIM LEIVERS",
        "Director for Services",
        "This line is wrapped at some width by the converter.",
    ]


def test_stars_that_mark_nothing_stay(read_text) -> None:
    (block,) = blocks(read_text("*A review of 5 * 3 cases and file_name_x is 2 * 2"))
    assert block.text == "*A review of 5 * 3 cases and file_name_x is 2 * 2"
    assert not block.bold


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("see <https://reports.ofsted.gov.uk/>", "see https://reports.ofsted.gov.uk/"),
        ("write to <jo@council.gov.uk>", "write to jo@council.gov.uk"),
        ("the [report](https://x.uk/a) says", "the report says"),
        ("<u>Timetable</u> of <b>it</b>", "Timetable of it"),
        ("children <18 years & >5", "children <18 years & >5"),
        ("Health &amp; care\\*", "Health & care*"),
        ("SM &QA; manager", "SM &QA; manager"),
    ],
)
def test_markup_inside_a_line_leaves_its_words(read_text, text: str, words: str) -> None:
    assert blocks(read_text(text))[0].text == words


def test_a_paragraph_cut_by_a_page_break_is_one(read_text) -> None:
    text = "Delay may mean that residents and those who care for them wait through too\n\nmany changes of worker.\n"
    (block,) = blocks(read_text(text))
    assert block.text.endswith("wait through too many changes of worker.")


def test_headings_are_told_by_form(read_text) -> None:
    text = "Purpose of report\n\n1. The purpose of this report is to inform the Committee of progress.\n\n"
    text += "CONCLUSION\n\nNone."
    document = read_text(text)
    assert [(block.text, block.heading > 0) for block in blocks(document)] == [
        ("Purpose of report", True),
        ("The purpose of this report is to inform the Committee of progress.", False),
        ("CONCLUSION", True),
        ("None.", False),
    ]


def test_names_and_contact_lines_are_no_headings(read_text) -> None:
    document = read_text("Jane Moore, Director of Services\n\nTel: 0116 3057441\n\nEmail: jane@x.gov.uk\n")
    assert [block.heading for block in blocks(document)] == [0, 0, 0]


def test_markdown_headings_keep_their_level(read_text) -> None:
    document = read_text("# One\n\n### 2. Two\n\nThree\n=====\n\ntext", "paper.md")
    assert [(b.text, b.label, b.heading) for b in blocks(document)][:3] == [
        ("One", "", 1),
        ("Two", "2.", 3),
        ("Three", "", 1),
    ]


def test_nested_entries_have_levels(read_text) -> None:
    document = read_text("- one\n  - two\n    - three\n- four\n")
    assert [(b.text, b.level) for b in blocks(document)] == [("one", 0), ("two", 1), ("three", 2), ("four", 0)]


def test_a_list_with_tabs_after_its_numbers_is_no_table(read_text) -> None:
    document = read_text("1.\tNote the plan\n2.\tAgree the budget\n")
    assert [(b.label, b.text) for b in blocks(document)] == [("1.", "Note the plan"), ("2.", "Agree the budget")]


def test_running_headers_and_page_numbers_are_set_aside(read_text) -> None:
    page = "Cabinet Agenda Pack\n\n{}\n\nPage {} of 3\n\f"
    text = "".join(page.format(words, n) for n, words in enumerate(["Title of it", "Second part.", "Third part."], 1))
    document = read_text(text)
    assert [b.text for b in blocks(document)] == ["Cabinet Agenda Pack", "Title of it", "Second part.", "Third part."]
    assert [b.page_number for b in blocks(document)] == [1, 1, 2, 3]
    assert aside(document).count("Cabinet Agenda Pack") == 2
    assert "Page 2 of 3" in aside(document)


# --- tables ----------------------------------------------------------------------------------------------------
HEADING = "Ref.\tRecommendation\tActions\tProgress\tRAG\n"


def test_tab_separated_rows_are_a_table(read_text) -> None:
    (table,) = tables(read_text(HEADING + "1\tImprove visits\tVisit weekly\tDone.\tG\n2\tWrite plans\tTrain\t\tA\n"))
    assert grid(table) == [
        ["Ref.", "Recommendation", "Actions", "Progress", "RAG"],
        ["1", "Improve visits", "Visit weekly", "Done.", "G"],
        ["2", "Write plans", "Train", "", "A"],
    ]
    assert table.header_rows == 1
    assert table.ruled == "given"


def test_labels_and_values_at_the_front_are_a_table_without_headings(read_text) -> None:
    (table,) = tables(read_text("Committee(s)\tDated:\nSafeguarding Sub Committee\t7/06/2017\nSubject: Plan\tPublic\n"))
    assert (table.n_rows, table.n_cols, table.header_rows) == (3, 2, 0)


@pytest.mark.parametrize(
    "text",
    [
        "| Action | Lead |\n|---|:--:|\n| Write \\| send | Jo |\n",
        "Action | Lead\n--- | ---\nWrite \\| send | Jo\n",
        "+--------+------+\n| Action | Lead |\n+========+======+\n| Write \\| send | Jo |\n+--------+------+\n",
    ],
)
def test_pipe_rows_are_a_table(read_text, text: str) -> None:
    (table,) = tables(read_text(text, "paper.md"))
    assert grid(table) == [["Action", "Lead"], ["Write | send", "Jo"]]


def test_a_pipe_table_ruled_off_has_headings(read_text) -> None:
    (table,) = tables(read_text("| Action | Lead |\n|---|---|\n| Write | Jo |\n", "paper.md"))
    assert table.header_rows == 1
    assert [cell.header for cell in table.cells] == [True, True, False, False]


def test_lists_inside_cells_are_lines_with_their_bullets(read_text) -> None:
    actions = '<ul style="list-style-type: none"> • Visit weekly. • Write it down.</ul>'
    row = f"1\tImprove\t{actions}\t<p>Done.</p> <p>Signed.</p>\tG\n"
    (table,) = tables(read_text(HEADING + row))
    assert lines(table, 1, 2) == ["• Visit weekly.", "• Write it down."]
    assert lines(table, 1, 3) == ["Done.", "Signed."]


def test_bullets_inside_a_plain_cell_part_its_lines(read_text) -> None:
    (table,) = tables(read_text(HEADING + "1\tImprove\tThe team will: • visit weekly• write o once\t\tG\n"))
    assert lines(table, 1, 2) == ["The team will:", "• visit weekly", "• write o once"]


def test_list_entries_and_line_breaks_in_cells(read_text) -> None:
    row = "1\tImprove\t<ol><li>Visit</li><li>Write</li></ol>\tDone.<br>Signed.\tG\n"
    (table,) = tables(read_text(HEADING + row))
    assert lines(table, 1, 2) == ["1. Visit", "2. Write"]
    assert lines(table, 1, 3) == ["Done.", "Signed."]


def test_a_list_that_lost_its_entries_is_cut_at_sentences(read_text) -> None:
    entries = "Agree a target for (NEET) figures. Roles are clear (both boards and chairs) Learn from carers."
    row = f"1\tImprove\t<ul> {entries}\t\tG\n"
    (table,) = tables(read_text(HEADING + row))
    assert lines(table, 1, 2) == [
        "• Agree a target for (NEET) figures.",
        "• Roles are clear (both boards and chairs)",
        "• Learn from carers.",
    ]


@pytest.mark.parametrize("debris", ["\n", "\nPSC7\n\n", "\n- 7 -\n\n", "\nN\n7\n\n"])
def test_halves_parted_by_page_debris_are_one_table(read_text, debris: str) -> None:
    upper = HEADING + "1\tImprove visits\t• Visit the children\tAll done.\tG\n"
    lower = "\t\t<p>every week.</p> <ul>• Write it down.</ul>\t\t\n2\tWrite plans\tTrain\tBegun.\tA\n"
    document = read_text("PSC7\n\n" + upper + debris + lower)
    (table,) = tables(document)
    assert table.n_rows == 3
    assert lines(table, 1, 2) == ["• Visit the children every week.", "• Write it down."]
    assert grid(table)[2][0] == "2"


def test_headings_repeated_on_each_page_stand_once(read_text) -> None:
    text = HEADING + "1\tA one\tB\tC\tG\n\n12\n\n" + HEADING + "2\tD two\tE\tF\tA\n" + HEADING + "3\tG\tH\tI\tR\n"
    document = read_text(text)
    (table,) = tables(document)
    assert [row[0] for row in grid(table)] == ["Ref.", "1", "2", "3"]
    assert aside(document).count("Recommendation") == 2
    assert "12" in aside(document)


def test_words_between_two_tables_keep_them_apart(read_text) -> None:
    text = HEADING + "1\tA\tB\tC\tG\n\n2.0 Experiences of children looked after\n\n" + HEADING + "2\tD\tE\tF\tA\n"
    document = read_text(text)
    assert len(tables(document)) == 2
    assert [(b.label, b.text, b.heading) for b in blocks(document)] == [
        ("2.0", "Experiences of children looked after", 2)
    ]


def test_a_row_with_values_of_its_own_is_no_continuation(read_text) -> None:
    text = HEADING + "1\tImprove visits so\tdo\tDone\tG\n\n12\n\n" + HEADING + "\tthat children\tsee\tBegun\tA\n"
    (table,) = tables(read_text(text))
    assert table.n_rows == 3


def test_headings_cut_anew_on_another_page_get_the_same_columns(read_text) -> None:
    whole = "Ref.\tOfsted Recommendation\tRAG\tLead Officer\n"
    joined = "Ref. Ofsted Recommendation\tRAG\tLead Officer\n"
    inside = "Ref. Ofste\ted Recommendation\tRAG\tLead Officer\n"
    text = (
        f"{whole}1.\tKeep records well.\tG\tJo\n\n{joined}2. Visit children often.\tA\tAl\n\n"
        f"{inside}3. Lis\tten to carers.\tR\tBo\n\n{whole}4.\tShare plans.\tG\tCy\n"
    )
    (table,) = tables(read_text(text))
    rows = grid(table)
    assert rows[0] == ["Ref.", "Ofsted Recommendation", "RAG", "Lead Officer"]
    assert [row[0] for row in rows[1:]] == ["1.", "2.", "3.", "4."]
    assert rows[2] == ["2.", "Visit children often.", "A", "Al"]
    assert rows[3][2:] == ["R", "Bo"]


def test_a_heading_cut_in_two_is_mended_by_the_words_of_the_paper(read_text) -> None:
    text = "Ofsted inspected the council and Ofsted made findings about it.\n\n"
    text += "Ofste\td Recommendation\tProgress\n1\tVisit\tDone\n"
    (table,) = tables(read_text(text))
    assert grid(table) == [["Ofsted Recommendation", "Progress"], ["1 Visit", "Done"]]


def test_two_words_are_not_glued_without_proof(read_text) -> None:
    (table,) = tables(read_text("Lead\tofficer name\tProgress\n1\tVisit\tDone\n"))
    assert grid(table)[0] == ["Lead", "officer name", "Progress"]


def test_a_cell_cut_at_the_rows_beside_it_spans_them(read_text) -> None:
    text = (
        "Ref.\tRecommendation\tMeasure\tTarget\tEvidence\n"
        "1\tKeep records\tReports in place\t80%\tA policy was agreed. Its use\n"
        "\t\tVisits on time\t90%\tis increasing in all teams.\n"
        "\t\tPlans shared\t95%\tA new form was made.\n"
    )
    (table,) = tables(read_text(text))
    evidence = table.rows()[1][4]
    assert evidence is not None
    assert (evidence.row_span, evidence.text) == (2, "A policy was agreed. Its use is increasing in all teams.")
    assert grid(table)[3][4] == "A new form was made."


FLAT = "Ref.\tRecommendation\tTargets\tLast year\tProgress\n"


def test_a_long_cell_on_one_line_is_parted_at_sentences_that_stand_alone(read_text) -> None:
    progress = (
        "Reports are read by managers every week in all teams. This has helped them to see (e.g. in May) what is late. "
        "Training for new staff began in the spring and goes on. Audits are planned (Feb 2018) Learning is shared."
    )
    (table,) = tables(read_text(FLAT + f"1\tKeep records\tNone\t80%\t{progress}\n"))
    assert lines(table, 1, 4) == [
        "Reports are read by managers every week in all teams. This has helped them to see (e.g. in May) what is late.",
        "Training for new staff began in the spring and goes on.",
        "Audits are planned (Feb 2018)",
        "Learning is shared.",
    ]


def test_a_short_cell_is_one_paragraph(read_text) -> None:
    (table,) = tables(read_text(FLAT + "1\tKeep records\tNone\t80%\tAll done. Signed off in May.\n"))
    assert lines(table, 1, 4) == ["All done. Signed off in May."]


def test_a_word_that_heads_several_cells_stands_on_its_own(read_text) -> None:
    rows = [
        "1\tKeep records\tCases are clear. Measure All reports in place\t80%\tDone",
        "2\tVisit often\tVisits are made. Measure Visits in time\t90%\tDone",
        "3\tShare plans\tMeasure Plans shared with partners\t95%\tDone",
    ]
    (table,) = tables(read_text(FLAT + "\n".join(rows)))
    assert lines(table, 1, 2) == ["Cases are clear.", "Measure", "All reports in place"]
    assert lines(table, 3, 2) == ["Measure", "Plans shared with partners"]


def test_the_first_half_of_a_name_heads_nothing(read_text) -> None:
    rows = [f"{n}\tKeep records\tSocial {who} have time\t80%\tDone" for n, who in enumerate(["Workers"] * 4, 1)]
    (table,) = tables(read_text(FLAT + "\n".join(rows)))
    assert lines(table, 1, 2) == ["Social Workers have time"]


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("80% 80% 90%", ["80%", "80%", "90%"]),
        ("8.5% (Sept 2018) 67.0% (Sept 2018)", ["8.5% (Sept 2018)", "67.0% (Sept 2018)"]),
        ("N/A 12.4", ["N/A", "12.4"]),
        ("3 of 37", ["3 of 37"]),
        ("01572 758258", ["01572 758258"]),
    ],
)
def test_figures_that_stood_below_each_other(read_text, cell: str, parts: list[str]) -> None:
    (table,) = tables(read_text(FLAT + f"1\tKeep records\tVisit\t{cell}\tDone\n"))
    assert lines(table, 1, 3) == parts


def test_a_table_that_marks_its_lines_is_not_cut_at_sentences(read_text) -> None:
    long = "Reports are read by managers every week in all teams. Training for new staff began in the spring."
    (table,) = tables(read_text(FLAT + f"1\tKeep\t<p>A</p><p>B</p>\t80%\t{long} Audits are planned for June.\n"))
    assert len(lines(table, 1, 4)) == 1


def test_scraps_of_rules_are_set_aside(read_text) -> None:
    document = read_text(FLAT + "1\tKeep\t_\t-\tDone\n")
    assert grid(tables(document)[0])[1] == ["1", "Keep", "", "-", "Done"]
    assert aside(document) == ["_"]


def test_page_numbers_in_a_column_of_prose_are_set_aside(read_text) -> None:
    prose = "The service has agreed a policy and trained every team in its use this year."
    text = f"Ref.\tAction\tEvidence\n1\tTrain\t{prose}\n\t\t12\n\nRef.\tAction\tEvidence\n2\tVisit\t{prose}\n"
    document = read_text(text)
    assert [row[0] for row in grid(tables(document)[0])] == ["Ref.", "1", "2"]
    assert "12" in aside(document)


def test_no_word_of_a_text_is_lost(read_text) -> None:
    text = (
        HEADING
        + "1\tVisit so that\tdo\tDone\tG\n\nPSC7\n\n\tall is well\t\t\t\n"
        + "PSC7\n"
        + HEADING
        + "2\ta\tb\tc\td\n"
    )
    document = read_text(text)
    kept = [
        word.text for table in tables(document) for cell in table.cells for line in cell.lines for word in line.words
    ]
    kept += [word.text for block in blocks(document) for line in block.lines for word in line.words]
    kept += [word.text for line in document.furniture for word in line.words]
    assert sorted(kept) == sorted(text.split())


def test_columns_have_ranges_of_their_own(read_text) -> None:
    (table,) = tables(read_text(HEADING + "1\tImprove visits\tVisit weekly\tDone.\tG\n"))
    spans = []
    for col in range(table.n_cols):
        words = [w for cell in table.cells if cell.col == col for line in cell.lines for w in line.words]
        spans.append((min(w.x0 for w in words), max(w.x1 for w in words)))
    assert all(left[1] < right[0] for left, right in pairwise(spans))


# --- HTML ------------------------------------------------------------------------------------------------------
def test_html_tables_keep_spans_headings_and_fills(read_text) -> None:
    html = """<html><body><h2>2. Plan</h2><table>
    <tr><th rowspan=2>Ref</th><th colspan=2>Progress</th></tr><tr><th>RAG</th><th>Words</th></tr>
    <tr><td>1</td><td style="background-color:#FF0000"></td><td>Late<br>again</td></tr></table>
    <footer>Page 1</footer></body></html>"""
    document = read_text(html, "paper.html")
    (table,) = tables(document)
    assert (table.n_rows, table.n_cols, table.header_rows) == (3, 3, 2)
    assert [(c.row, c.col, c.row_span, c.col_span) for c in table.cells][:2] == [(0, 0, 2, 1), (0, 1, 1, 2)]
    assert table.rows()[2][1].fill == 0xFF0000  # type: ignore[union-attr]
    assert lines(table, 2, 2) == ["Late", "again"]
    assert [(b.label, b.text, b.heading) for b in blocks(document)] == [("2.", "Plan", 2)]
    assert aside(document) == ["Page 1"]


def test_html_words_know_their_line(read_text) -> None:
    document = read_text("<html><body>\n<p>One</p>\n\n<p>Two\nthree</p></body></html>")
    assert [(w.text, w.line) for b in blocks(document) for line in b.lines for w in line.words] == [
        ("One", 2),
        ("Two", 4),
        ("three", 5),
    ]


def test_html_lists_are_numbered_as_a_browser_does(read_text) -> None:
    html = "<html><ol type=a start=3><li>x</li><li>y<ul><li>z</li></ul></li></ol></html>"
    assert [(b.label, b.text, b.level) for b in blocks(read_text(html))] == [
        ("c.", "x", 0),
        ("d.", "y", 0),
        ("•", "z", 1),
    ]


def test_html_that_is_not_seen_is_not_read(read_text) -> None:
    html = "<html><head><title>t</title></head><script>s</script><p style='display: none'>h</p>"
    html += "<del>d</del><p>seen</p></html>"
    assert [b.text for b in blocks(read_text(html))] == ["seen"]


def test_a_word_in_two_styles_is_one_word(read_text) -> None:
    (block,) = blocks(read_text("<html><p><b>Ofst</b>ed says</p></html>"))
    assert [word.text for word in block.lines[0].words] == ["Ofsted", "says"]


def test_an_html_table_inside_markdown(read_text) -> None:
    document = read_text("# Plan\n\n<table><tr><td>a</td>\n<td>b</td></tr></table>\n\nAfter it.\n", "paper.md")
    assert grid(tables(document)[0]) == [["a", "b"]]
    assert tables(document)[0].cells[1].lines[0].words[0].line == 4
    assert blocks(document)[-1].text == "After it."


# --- files -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_council_files(read_text, encoding: str) -> None:
    (block,) = blocks(read_text("Budget – £5m ‘agreed’".encode(encoding)))
    assert block.text == "Budget – £5m ‘agreed’"


@pytest.mark.parametrize("text", ["\n \t\n", "<html><body> </body></html>", "\f\f", "\ufeff", "---\n"])
def test_a_file_without_words_is_empty(read_text, text: str) -> None:
    with pytest.raises(EmptyPaper):
        read_text(text)


# --- the papers that were converted already ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("paper", "shapes"),
    [
        ("city-of-london-2017-06-07", [(5, 2)]),
        ("worcestershire-2017-02-14", [(6, 2)]),
        ("oxfordshire-2015-11-05", [(3, 5), (3, 5), (2, 5), (3, 5), (2, 5), (3, 5)]),
    ],
)
def test_converted_papers_have_the_tables_of_the_paper(shared: Path, paper: str, shapes: list[tuple[int, int]]) -> None:
    path = shared / "text" / f"{paper}.txt"
    if not path.is_file():
        pytest.skip("../shared/text is not beside this checkout")
    assert [(table.n_rows, table.n_cols) for table in tables(read(path, Settings()))] == shapes
