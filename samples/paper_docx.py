"""Prints a source as a Word file: headings, automatic numbers, merged and shaded cells; same source, same bytes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import docx
from content import Box, Sheet, Source, list_of, plain_sheet, plan_sheet, runs
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

EPOCH = (2025, 1, 1, 0, 0, 0)  # every sample says it was made then, so that the bytes stay the same
ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
FONTS = {"Helvetica": "Arial", "Times": "Times New Roman"}
FORMATS = {"letters": "lowerLetter", "romans": "lowerRoman", "numbers": "decimal", "bullets": "bullet"}
SIDE_WIDTHS = (42, 124)  # millimetres: side heading, body


class Writer:
    """Turns blocks into the parts of one Word file."""

    def __init__(self, source: Source) -> None:
        """Start an empty A4 document in the look of the source."""
        self.source = source
        self.plans = iter(source.plans)
        self.document = docx.Document()
        normal = self.document.styles["Normal"]
        normal.font.name = FONTS[source.look.get("font", "Helvetica")]
        normal.font.size = Pt(float(source.look.get("size", 11)))
        self.numberings = 0
        self.cell_bullets: int | None = None
        section = self.document.sections[0]
        self._shape(section, source.look.get("first_page", "portrait"))
        self._running(section.header.paragraphs[0], "header", section)
        self._running(section.footer.paragraphs[0], "footer", section)

    def flow(self, body: list[dict[str, Any]], where: Any) -> None:
        """Add blocks to the document or to a cell."""
        for block in body:
            kind = next(k for k in BLOCKS if k in block)
            BLOCKS[kind](self, block, where)

    def paragraph(self, where: Any, text: str, style: str = "Normal", bold: bool = False) -> Paragraph:
        """A paragraph with its bold runs."""
        paragraph = where.add_paragraph(style=self.document.styles[style])
        for words, marked in runs(text):
            run = paragraph.add_run(words)
            run.bold = True if bold or marked else None
        return paragraph

    def title(self, block: dict[str, Any], where: Any) -> None:
        """A title paragraph."""
        paragraph = self.paragraph(where, block["title"], "Title")
        paragraph.alignment = ALIGN[block.get("align", "center")]
        for run in paragraph.runs:
            run.font.size = Pt(float(block.get("size", 13)))

    def heading(self, block: dict[str, Any], where: Any) -> None:
        """A heading; its number is typed in front of it."""
        number = f"{block['num']}\t" if "num" in block else ""
        self.paragraph(where, number + block["heading"], "Heading 2")

    def para(self, block: dict[str, Any], where: Any) -> None:
        """A paragraph; its number is typed in front of it."""
        number = f"{block['num']}\t" if "num" in block else ""
        paragraph = self.paragraph(where, number + block["p"], bold="bold" in block)
        paragraph.alignment = ALIGN[block.get("align", "left")]
        if number:
            paragraph.paragraph_format.left_indent = Mm(12)
            paragraph.paragraph_format.first_line_indent = Mm(-12)

    def list(self, block: dict[str, Any], where: Any) -> None:
        """A list with automatic numbers; answers stand below their entry."""
        kind, entries = list_of(block)
        numbering = self._numbering(kind, block.get("mark", "•" if kind == "bullets" else "1)"))
        for entry in entries:
            paragraph = self.paragraph(where, entry["text"], bold="bold" in block)
            self._number(paragraph, numbering)
            for words in entry.get("response", []):
                self.paragraph(where, words).paragraph_format.left_indent = Mm(18)

    def table(self, block: dict[str, Any], where: Any) -> None:
        """A table that is no plan."""
        self._sheet(plain_sheet(block), where)

    def plan(self, block: dict[str, Any], where: Any) -> None:
        """The next plan table, with the line above it that names its section."""
        if "section" in block:
            section = block["section"]
            words = section if isinstance(section, str) else f"{section['ref']} {section['title']}"
            self.paragraph(where, words, "Heading 3")
        self._sheet(plan_sheet(self.source, next(self.plans)), where)

    def page(self, block: dict[str, Any], where: Any) -> None:
        """A new section, upright or landscape."""
        self._shape(self.document.add_section(WD_SECTION.NEW_PAGE), block["page"])

    def side(self, block: dict[str, Any], where: Any) -> None:
        """A side heading and its body as a row of two cells without borders."""
        table = where.add_table(rows=1, cols=2)
        table.autofit = False
        for cell, width in zip(table.rows[0].cells, SIDE_WIDTHS, strict=True):
            cell.width = Mm(width)
        left, right = table.rows[0].cells
        self.paragraph(left, block["side"], bold=True)
        self.flow(block["body"], right)
        for cell in (left, right):
            first = cell.paragraphs[0]
            first._p.getparent().remove(first._p)
            if cell._tc[-1].tag != qn("w:p"):
                cell.add_paragraph()  # Word wants a paragraph at the end of a cell

    def space(self, block: dict[str, Any], where: Any) -> None:
        """White space."""
        where.add_paragraph()

    def _sheet(self, sheet: Sheet, where: Any) -> None:
        size = (sheet.row_count, len(sheet.widths))
        table: Table = where.add_table(rows=size[0], cols=size[1])
        if sheet.lines == "all":
            table.style = self.document.styles["Table Grid"]
        elif sheet.lines == "rows":
            _rules_between_rows(table)
        table.autofit = False
        grid = [list(row.cells) for row in table.rows]
        for row in grid:
            for cell, width in zip(row, sheet.widths, strict=True):
                cell.width = Mm(width)
        for box in sheet.boxes:
            cell = grid[box.row][box.col]
            if box.rows * box.cols > 1:
                cell = cell.merge(grid[box.row + box.rows - 1][box.col + box.cols - 1])
            self._fill_cell(cell, box, sheet.size)
        for row in table.rows[: sheet.head_rows]:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        if where is self.document:
            self.document.add_paragraph()  # two tables that touch would become one

    def _fill_cell(self, cell: _Cell, box: Box, size: float) -> None:
        first = cell.paragraphs[0]
        for surplus in cell.paragraphs[1:]:
            surplus._p.getparent().remove(surplus._p)
        for i, entry in enumerate(box.entries):
            paragraph = first if i == 0 else cell.add_paragraph()
            paragraph.alignment = ALIGN[box.align]
            paragraph.paragraph_format.space_after = Pt(2)
            if entry.bullet:
                self.cell_bullets = self.cell_bullets or self._numbering("bullets", "•")
                self._number(paragraph, self.cell_bullets)
                paragraph.paragraph_format.left_indent = Mm(4)
                paragraph.paragraph_format.first_line_indent = Mm(-4)
            for words, marked in runs(entry.text):
                run = paragraph.add_run(words)
                run.font.size = Pt(size)
                run.bold = True if entry.bold or marked else None
        if box.fill:
            shading = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{box.fill}"/>'
            cell._tc.get_or_add_tcPr().append(parse_xml(shading))

    def _numbering(self, kind: str, pattern: str) -> int:
        """A numbering of its own, which starts at its first number; returns its id."""
        self.numberings += 1
        number = 100 + self.numberings
        text = pattern if kind == "bullets" else pattern.replace("1", "%1")
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{FORMATS[kind]}"/><w:lvlText w:val="{text}"/>'
            '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="1021" w:hanging="454"/></w:pPr></w:lvl></w:abstractNum>'
        )
        part = self.document.part.numbering_part.element
        part.insert(len(part.findall(qn("w:abstractNum"))), abstract)
        part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
        return number

    @staticmethod
    def _number(paragraph: Paragraph, numbering: int) -> None:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = numbering

    @staticmethod
    def _shape(section: Section, page: str) -> None:
        upright = page == "portrait"
        section.orientation = WD_ORIENT.PORTRAIT if upright else WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = (Mm(210), Mm(297)) if upright else (Mm(297), Mm(210))
        section.left_margin = section.right_margin = Mm(22 if upright else 14)

    def _running(self, paragraph: Paragraph, place: str, section: Section) -> None:
        """The running header or footer, with fields for the page number and the number of pages."""
        words = self.source.look.get(place) or {}
        width = section.page_width - section.left_margin - section.right_margin
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(width // 2, WD_TAB_ALIGNMENT.CENTER)
        stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
        for i, align in enumerate(("left", "center", "right")):
            if i and any(later in words for later in ("center", "right")[i - 1 :]):
                paragraph.add_run("\t")
            for part in words.get(align, "").replace("{", "\0{").replace("}", "}\0").split("\0"):
                if part in ("{page}", "{pages}"):
                    _field(paragraph, "PAGE" if part == "{page}" else "NUMPAGES")
                elif part:
                    paragraph.add_run(part)


BLOCKS = {
    "title": Writer.title,
    "heading": Writer.heading,
    "p": Writer.para,
    "table": Writer.table,
    "plan": Writer.plan,
    "page": Writer.page,
    "side": Writer.side,
    "space": Writer.space,
    **dict.fromkeys(FORMATS, Writer.list),
}


def _field(paragraph: Paragraph, name: str) -> None:
    paragraph._p.append(
        parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{name}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    )


def _rules_between_rows(table: Table) -> None:
    sides = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "bottom", "insideH"))
    table._tbl.tblPr.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>"))


def write_docx(source: Source) -> bytes:
    """The paper as a Word file."""
    writer = Writer(source)
    properties = writer.document.core_properties
    properties.title, properties.author, properties.comments = source.name, "council-plans samples", "Invented paper"
    properties.created = properties.modified = dt.datetime(*EPOCH)
    properties.last_modified_by, properties.revision = "", 1
    writer.flow(source.data["body"], writer.document)
    relations = writer.document.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[key]  # a picture of python-docx's own template
    saved = io.BytesIO()
    writer.document.save(saved)
    return _fixed_times(saved.getvalue())


def _fixed_times(data: bytes) -> bytes:
    """The same package with every member dated the same day, in the order of names."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        names = sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            new.writestr(zipfile.ZipInfo(name, EPOCH), old.read(name), zipfile.ZIP_DEFLATED, 9)
    return target.getvalue()
