"""Word files: what Word prints is what the reader gives, numbers and merged cells included."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from ingest.errors import DamagedPaper, EmptyPaper, UnsupportedFile
from ingest.layout.document import Block, LayoutDocument, Table
from ingest.readers.docx import read
from ingest.settings import Settings

NS = nsdecls("w")
Read = Callable[[Any], LayoutDocument]


@pytest.fixture
def read_word(tmp_path: Path) -> Read:
    def reading(document: Any) -> LayoutDocument:
        path = tmp_path / "paper.docx"
        document.save(str(path))
        return read(path, Settings())

    return reading


def paragraph(document: Any, xml: str) -> Any:
    """Add a paragraph of raw runs."""
    element = parse_xml(f"<w:p {NS}>{xml}</w:p>")
    document.element.body.insert_element_before(element, "w:sectPr")
    return element


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def numbered(text: str, num: int, level: int = 0) -> str:
    return f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr></w:pPr>{run(text)}'


def define_lists(document: Any, *xml: str) -> None:
    """Replace the numbering part's lists."""
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    for piece in xml:
        root.append(parse_xml(piece.replace(">", f" {NS}>", 1)))


def level(at: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def blocks(document: LayoutDocument) -> list[Block]:
    return [part for part in document.body if isinstance(part, Block)]


def table(document: LayoutDocument) -> Table:
    (found,) = [part for part in document.body if isinstance(part, Table)]
    return found


def labels(document: LayoutDocument) -> list[tuple[str, str]]:
    return [(block.label, block.text) for block in blocks(document)]


# --- paragraphs ------------------------------------------------------------------------------------------------
def test_looks_come_from_runs_and_styles(read_word: Read) -> None:
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(11)
    document.styles["Quote"].font.bold = True
    p = document.add_paragraph("plain ")
    p.add_run("bold").bold = True
    document.add_paragraph("by style", style="Quote").add_run(" not").bold = False
    first, second = blocks(read_word(document))
    assert [(w.text, w.bold, w.size) for w in first.lines[0].words] == [("plain", False, 11.0), ("bold", True, 11.0)]
    assert [(w.text, w.bold) for w in second.lines[0].words] == [("by", True), ("style", True), ("not", False)]


def test_a_word_over_two_runs_is_one_word(read_word: Read) -> None:
    document = docx.Document()
    paragraph(document, run("Ofst") + run("ed", "<w:b/>") + run(" says"))
    assert [w.text for w in blocks(read_word(document))[0].lines[0].words] == ["Ofsted", "says"]


def test_words_know_their_paragraph(read_word: Read) -> None:
    document = docx.Document()
    for text in ("One", "", "Three"):
        document.add_paragraph(text)
    result = read_word(document)
    assert [(b.text, b.lines[0].words[0].line, b.lines[0].words[0].page) for b in blocks(result)] == [
        ("One", 1, None),
        ("Three", 3, None),
    ]


def test_headings_come_from_styles_outline_levels_and_bold(read_word: Read) -> None:
    document = docx.Document()
    document.add_heading("Plan", 0)
    document.add_heading("Purpose", 2)
    paragraph(document, '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>' + run("Outlined"))
    document.add_paragraph().add_run("In bold").bold = True
    document.add_paragraph("Not one")
    assert [(b.text, b.heading) for b in blocks(read_word(document))] == [
        ("Plan", 1),
        ("Purpose", 2),
        ("Outlined", 3),
        ("In bold", 2),
        ("Not one", 0),
    ]


def test_tracked_deletions_hidden_text_and_fields_codes_are_left_out(read_word: Read) -> None:
    document = docx.Document()
    paragraph(
        document,
        run("kept ")
        + '<w:del w:id="1" w:author="a"><w:r><w:delText>deleted </w:delText></w:r></w:del>'
        + '<w:moveFrom w:id="3" w:author="a"><w:r><w:t>moved </w:t></w:r></w:moveFrom>'
        + f'<w:ins w:id="2" w:author="a">{run("inserted ")}</w:ins>'
        + run("hidden ", "<w:vanish/>")
        + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE </w:instrText></w:r>'
        + f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("5 May")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        + f'<w:hyperlink w:anchor="x">{run(" link")}</w:hyperlink>',
    )
    assert blocks(read_word(document))[0].text == "kept inserted 5 May link"


def test_signs_that_are_no_letters(read_word: Read) -> None:
    document = docx.Document()
    paragraph(
        document,
        "<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b ﬁ</w:t><w:softHyphen/><w:t>ne</w:t></w:r>"
        '<w:r><w:t xml:space="preserve"> </w:t><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox>'
        "</w:ffData></w:fldChar></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + run(" done", "<w:caps/>"),
    )
    assert blocks(read_word(document))[0].text == "a-b fine ✓☒ DONE"


def test_a_paragraph_whose_mark_is_deleted_goes_on_in_the_next(read_word: Read) -> None:
    document = docx.Document()
    gone = '<w:pPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr>'
    paragraph(document, gone + run("The first half "))
    paragraph(document, run("and the second."))
    cell = document.add_table(rows=1, cols=2, style="Table Grid").cell(0, 0)
    cell._tc.replace(cell._tc.p_lst[0], parse_xml(f"<w:p {NS}>{gone}{run('Last of its cell')}</w:p>"))
    result = read_word(document)
    assert [b.text for b in blocks(result)] == ["The first half and the second."]
    assert [c.text for c in table(result).cells] == ["Last of its cell", ""]


def test_forms_give_what_was_chosen_and_not_what_to_do(read_word: Read) -> None:
    document = docx.Document()
    chosen = '<w:ddList><w:result w:val="1"/><w:listEntry w:val="Red"/><w:listEntry w:val="Amber"/></w:ddList>'
    paragraph(
        document,
        run("Rating: ") + f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{chosen}</w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )
    empty = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    paragraph(document, run("Owner: ") + empty.format(run("Choose an item.")))
    assert [b.text for b in blocks(read_word(document))] == ["Rating: Amber", "Owner:"]


def test_words_that_are_all_marked_with_one_pen_colour_their_cell(read_word: Read) -> None:
    document = docx.Document()
    made = document.add_table(rows=1, cols=3, style="Table Grid")
    pens = [
        run("Green", '<w:highlight w:val="green"/>'),
        run("Red", '<w:shd w:val="clear" w:fill="FF0000"/>'),
        run("one ", '<w:highlight w:val="yellow"/>') + run("word"),
    ]
    for at, runs in enumerate(pens):
        cell = made.cell(0, at)
        cell._tc.replace(cell._tc.p_lst[0], parse_xml(f"<w:p {NS}>{runs}</w:p>"))
    assert [c.fill for c in table(read_word(document)).cells] == [0x00FF00, 0xFF0000, None]


def test_line_breaks_and_tabs_leave_lines_and_gaps(read_word: Read) -> None:
    document = docx.Document()
    paragraph(document, "<w:r><w:t>Report of:</w:t><w:tab/><w:t>Director</w:t><w:br/><w:t>of People</w:t></w:r>")
    (block,) = blocks(read_word(document))
    assert [line.text for line in block.lines] == ["Report of: Director", "of People"]
    words = block.lines[0].words
    assert words[2].x0 - words[1].x1 >= 15


def test_text_boxes_follow_the_paragraph_that_holds_them_once(read_word: Read) -> None:
    document = docx.Document()
    box = f"<w:txbxContent><w:p>{run('In the box')}</w:p></w:txbxContent>"
    spaces = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    paragraph(
        document,
        run("Before") + f"<w:r><mc:AlternateContent {spaces}><mc:Choice Requires='wps'><w:drawing>"
        f"<wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
    )
    document.add_paragraph("After")
    assert [b.text for b in blocks(read_word(document))] == ["Before", "In the box", "After"]


def test_headers_footers_and_notes_are_set_aside(read_word: Read) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Agenda Item 6"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    document.add_paragraph("Body")
    result = read_word(document)
    assert [b.text for b in blocks(result)] == ["Body"]
    assert [line.text for line in result.furniture] == ["Agenda Item 6", "Page 1"]


def test_pages_are_counted_where_word_says(read_word: Read) -> None:
    document = docx.Document()
    document.add_paragraph("One")
    document.add_page_break()
    document.add_paragraph("Two")
    result = read_word(document)
    assert [(b.text, b.page_number) for b in blocks(result)] == [("One", 1), ("Two", 2)]
    paragraph(document, "<w:r><w:lastRenderedPageBreak/><w:t>Three</w:t></w:r>")
    # Where Word wrote down its own breaks, the breaks asked for are among them.
    assert [b.page_number for b in blocks(read_word(document))][-1] == 2
    assert result.page_count is None


def test_the_program_that_wrote_it_is_named(read_word: Read) -> None:
    document = docx.Document()
    document.add_paragraph("x")
    assert (read_word(document).producer or "").startswith("Microsoft")


# --- automatic numbers -----------------------------------------------------------------------------------------
LEGAL = (
    '<w:abstractNum w:abstractNumId="1">'
    + level(0, "decimal", "%1.")
    + level(1, "decimal", "%1.%2")
    + level(2, "lowerLetter", "(%3)")
    + "</w:abstractNum>"
)


def test_numbers_are_counted_level_by_level(read_word: Read) -> None:
    document = docx.Document()
    define_lists(document, LEGAL, '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>')
    for text, depth in [
        ("Purpose", 0),
        ("first", 1),
        ("a", 2),
        ("b", 2),
        ("second", 1),
        ("a", 2),
        ("Next", 0),
        ("x", 1),
    ]:
        paragraph(document, numbered(text, 1, depth))
        document.add_paragraph("between")
    result = read_word(document)
    listed = [block for block in blocks(result) if block.label]
    assert [b.label for b in listed] == ["1.", "1.1", "(a)", "(b)", "1.2", "(a)", "2.", "2.1"]
    assert [b.level for b in listed] == [0, 1, 2, 2, 1, 2, 0, 1]
    assert [w.text for w in listed[0].label_words] == ["1."]


def test_two_lists_of_one_kind_count_on_unless_one_starts_anew(read_word: Read) -> None:
    document = docx.Document()
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    define_lists(
        document,
        LEGAL,
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>',
        f'<w:num w:numId="3"><w:abstractNumId w:val="1"/>{anew}</w:num>',
    )
    for num in (1, 1, 2, 3, 3):
        paragraph(document, numbered("x", num))
    assert [label for label, _ in labels(read_word(document))] == ["1.", "2.", "3.", "1.", "2."]


@pytest.mark.parametrize(
    ("form", "text", "printed"),
    [
        ("lowerRoman", "%1)", ["i)", "ii)", "iii)", "iv)"]),
        ("upperLetter", "Appendix %1", ["Appendix A", "Appendix B", "Appendix C", "Appendix D"]),
        ("decimalZero", "%1", ["01", "02", "03", "04"]),
        ("bullet", "\uf0b7", ["•"] * 4),
        ("bullet", "\uf0f6", ["•"] * 4),
        ("bullet", "o", ["◦"] * 4),
        ("bullet", "–", ["–"] * 4),
        ("none", "%1", [""] * 4),
    ],
)
def test_numbers_are_written_in_their_form(read_word: Read, form: str, text: str, printed: list[str]) -> None:
    document = docx.Document()
    define_lists(
        document,
        f'<w:abstractNum w:abstractNumId="1">{level(0, form, text)}</w:abstractNum>',
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
    )
    for _ in range(4):
        paragraph(document, numbered("words", 1))
    assert [label for label, _ in labels(read_word(document))] == printed


def test_numbers_of_styles_and_linked_lists(read_word: Read) -> None:
    document = docx.Document()
    linked = '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="MyList"/></w:abstractNum>'
    define_lists(
        document,
        '<w:abstractNum w:abstractNumId="1">'
        + level(0, "decimal", "%1.", '<w:pStyle w:val="Heading1"/>')
        + level(1, "decimal", "%1.%2", '<w:pStyle w:val="Heading2"/>')
        + "</w:abstractNum>",
        linked,
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
        '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>',
    )
    styles = document.styles.element
    for name in ("Heading1", "Heading2"):
        (style,) = styles.xpath(f'w:style[@w:styleId="{name}"]')
        style.pPr.append(parse_xml(f'<w:numPr {NS}><w:numId w:val="1"/></w:numPr>'))
    styles.append(
        parse_xml(
            f'<w:style {NS} w:type="numbering" w:styleId="MyList"><w:name w:val="My List"/>'
            '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        )
    )
    document.add_heading("One", 1)
    document.add_heading("Under it", 2)
    paragraph(document, numbered("Linked", 2))
    assert labels(read_word(document)) == [("1.", "One"), ("1.1", "Under it"), ("2.", "Linked")]


def test_a_list_number_of_zero_takes_a_paragraph_out_of_its_list(read_word: Read) -> None:
    document = docx.Document()
    paragraph(document, numbered("plain", 0))
    assert labels(read_word(document)) == [("", "plain")]


def test_typed_numbers_are_labels_too(read_word: Read) -> None:
    document = docx.Document()
    for text in ("1.1\tPurpose of it", "(a) note", "1\tBackground", "16 May 2017"):
        document.add_paragraph(text)
    assert labels(read_word(document)) == [
        ("1.1", "Purpose of it"),
        ("(a)", "note"),
        ("1", "Background"),
        ("", "16 May 2017"),
    ]


# --- tables ----------------------------------------------------------------------------------------------------
def test_merged_and_shaded_cells(read_word: Read) -> None:
    document = docx.Document()
    made = document.add_table(rows=4, cols=3, style="Table Grid")
    for row in range(4):
        for col in range(3):
            made.cell(row, col).text = f"r{row}c{col}"
    made.cell(0, 0).merge(made.cell(0, 1)).text = "wide"
    made.cell(1, 2).merge(made.cell(3, 2)).text = "high"
    made.cell(1, 0)._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {NS} w:val="clear" w:fill="00B050"/>'))
    made.cell(2, 0)._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {NS} w:val="clear" w:color="auto" w:fill="auto"/>'))
    found = table(read_word(document))
    assert (found.n_rows, found.n_cols, found.ruled) == (4, 3, "given")
    assert [(c.row, c.col, c.row_span, c.col_span, c.text, c.fill) for c in found.cells] == [
        (0, 0, 1, 2, "wide", None),
        (0, 2, 1, 1, "r0c2", None),
        (1, 0, 1, 1, "r1c0", 0x00B050),
        (1, 1, 1, 1, "r1c1", None),
        (1, 2, 3, 1, "high", None),
        (2, 0, 1, 1, "r2c0", None),
        (2, 1, 1, 1, "r2c1", None),
        (3, 0, 1, 1, "r3c0", None),
        (3, 1, 1, 1, "r3c1", None),
    ]


def test_cells_hold_a_line_for_each_paragraph_with_its_bullet_or_number(read_word: Read) -> None:
    document = docx.Document()
    define_lists(document, LEGAL, '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>')
    cell = document.add_table(rows=1, cols=2, style="Table Grid").cell(0, 0)
    cell.text = "Actions:"
    for text in ("Visit", "Write"):
        cell._tc.append(parse_xml(f"<w:p {NS}>{numbered(text, 1)}</w:p>"))
    cell.add_paragraph("• Train").add_run().add_break()
    found = table(read_word(document)).cells[0]
    assert [line.text for line in found.lines] == ["Actions:", "1. Visit", "2. Write", "• Train"]
    gaps = [below.top - above.top for above, below in zip(found.lines, found.lines[1:], strict=False)]
    assert min(gaps) > 12


def test_heading_rows_are_those_that_repeat_or_are_bold(read_word: Read) -> None:
    for mark in ("repeat", "bold", ""):
        document = docx.Document()
        made = document.add_table(rows=3, cols=2, style="Table Grid")
        for row in range(3):
            for col in range(2):
                words = made.cell(row, col).paragraphs[0].add_run(f"r{row}c{col}")
                words.bold = mark == "bold" and row == 0
        if mark == "repeat":
            for row in made.rows[:2]:
                row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {NS}/>"))
        found = table(read_word(document))
        assert found.header_rows == {"repeat": 2, "bold": 1, "": 0}[mark]
        assert sum(cell.header for cell in found.cells) == 2 * found.header_rows


def test_columns_drawn_askew_are_one(read_word: Read) -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="{}"/></w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>'
    rows = [[(1, "a"), (2, "b")], [(2, "c"), (1, "d")]]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in (2000, 60, 3000))
    body = "".join("<w:tr>" + "".join(cell.format(*one) for one in row) + "</w:tr>" for row in rows)
    document = docx.Document()
    xml = f"<w:tbl {NS}><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    document.element.body.insert_element_before(parse_xml(xml), "w:sectPr")
    found = table(read_word(document))
    assert (found.n_cols, [(c.col, c.col_span, c.text) for c in found.cells]) == (
        2,
        [(0, 1, "a"), (1, 1, "b"), (0, 1, "c"), (1, 1, "d")],
    )


def test_deleted_rows_are_gone_and_short_rows_are_filled(read_word: Read) -> None:
    document = docx.Document()
    made = document.add_table(rows=3, cols=2, style="Table Grid")
    for row in range(3):
        made.cell(row, 0).text = f"r{row}"
    made.rows[1]._tr.get_or_add_trPr().append(parse_xml(f'<w:del {NS} w:id="1" w:author="a"/>'))
    made.rows[2]._tr.remove(made.rows[2]._tr.tc_lst[1])
    found = table(read_word(document))
    assert [[cell.text if cell else None for cell in row] for row in found.rows()] == [["r0", ""], ["r2", ""]]


def test_labels_and_values_without_lines_are_a_table(read_word: Read) -> None:
    document = docx.Document()
    made = document.add_table(rows=2, cols=2)
    for at, text in enumerate(["Committee:", "Cabinet", "Date:", "16 May 2017"]):
        made.cell(at // 2, at % 2).text = text
    assert [cell.text for cell in table(read_word(document)).cells] == ["Committee:", "Cabinet", "Date:", "16 May 2017"]


def test_a_heading_set_beside_its_text_is_a_side_heading(read_word: Read) -> None:
    document = docx.Document()
    made = document.add_table(rows=1, cols=2)
    made.cell(0, 0).text = "Background"
    made.cell(0, 1).text = "1. In the autumn the inspectors came."
    made.cell(0, 1).add_paragraph("2. They went.")
    result = read_word(document)
    assert [(b.label, b.text, b.side) for b in blocks(result)] == [
        ("", "Background", True),
        ("1.", "In the autumn the inspectors came.", False),
        ("2.", "They went.", False),
    ]


def test_a_frame_of_one_cell_is_no_table(read_word: Read) -> None:
    document = docx.Document()
    document.add_table(rows=1, cols=1, style="Table Grid").cell(0, 0).text = "1. That Cabinet note the report."
    assert labels(read_word(document)) == [("1.", "That Cabinet note the report.")]


def test_a_table_inside_a_cell_becomes_lines(read_word: Read) -> None:
    document = docx.Document()
    outer = document.add_table(rows=2, cols=2, style="Table Grid")
    outer.cell(0, 0).text = "above"
    inner = outer.cell(0, 0).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "left", "right"
    assert [line.text for line in table(read_word(document)).cells[0].lines] == ["above", "left", "right"]


# --- files that are no good ------------------------------------------------------------------------------------
def saved(tmp_path: Path) -> bytes:
    document = docx.Document()
    document.add_paragraph("words")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def changed(data: bytes, member: str, replace: tuple[bytes, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(*replace) if name == member else content)
    return stream.getvalue()


@pytest.mark.parametrize("value", ["-1", "", "x", "99999999999", "²"])
def test_wrong_numbers_in_a_file_are_passed_over(read_word: Read, value: str) -> None:
    document = docx.Document()
    properties = f'<w:pPr><w:numPr><w:ilvl w:val="{value}"/><w:numId w:val="{value}"/></w:numPr></w:pPr>'
    paragraph(document, properties + run("words", f'<w:sz w:val="{value}"/>'))
    assert blocks(read_word(document))[0].text == "words"


def test_a_file_without_words_is_empty(tmp_path: Path, read_word: Read) -> None:
    with pytest.raises(EmptyPaper):
        read_word(docx.Document())


@pytest.mark.parametrize("member", ["word/document.xml", "[Content_Types].xml", "word/styles.xml", "_rels/.rels"])
def test_broken_xml_is_damage(tmp_path: Path, member: str) -> None:
    path = tmp_path / "paper.docx"
    path.write_bytes(changed(saved(tmp_path), member, (b"</", b"<<")))
    with pytest.raises(DamagedPaper, match=r"paper\.docx"):
        read(path, Settings())


def test_macros_and_strict_files_say_how_to_save_them(tmp_path: Path) -> None:
    data = saved(tmp_path)
    main = b"officedocument.wordprocessingml.document.main"
    macros = changed(data, "[Content_Types].xml", (main, b"word.document.macroEnabled.main"))
    old = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = changed(data, "word/document.xml", (old, b"http://purl.oclc.org/ooxml/wordprocessingml/main"))
    for content in (macros, strict):
        path = tmp_path / "paper.docx"
        path.write_bytes(content)
        with pytest.raises(UnsupportedFile, match="soffice --headless --convert-to docx paper"):
            read(path, Settings())
