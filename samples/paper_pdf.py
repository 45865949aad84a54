"""Prints a source as PDF: the same source gives the same bytes."""

from __future__ import annotations

import io
from typing import Any
from xml.sax.saxutils import escape

from content import Source, list_of, mark, plain_sheet, plan_sheet, runs
from grid import Grid
from reportlab import rl_config
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    Indenter,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)

FONTS = {
    "Helvetica": ("Helvetica", "Helvetica-Bold"),
    "Times": ("Times-Roman", "Times-Bold"),
}
ALIGN = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT}
SIDE_WIDTH = 42 * mm  # column of the side headings
MARGIN = 22 * mm
rl_config.useA85 = 0  # plain compressed streams are a fifth smaller


class SideHeading(Flowable):
    """A heading in the left margin, beside the paragraph that follows it."""

    def __init__(self, text: str, font: str, size: float) -> None:
        """Take the words and break them into lines of the side column."""
        super().__init__()
        self.font, self.size = font, size
        self.lines: list[str] = [""]
        for word in text.split():
            longer = f"{self.lines[-1]} {word}".strip()
            if stringWidth(longer, font, size) > SIDE_WIDTH - 4 * mm:
                self.lines.append(word)
            else:
                self.lines[-1] = longer

    def wrap(self, avail_width: float, avail_height: float) -> tuple[float, float]:
        """It takes no height: its body stands beside it."""
        return 0, 0

    def draw(self) -> None:
        """Print the lines, the first level with that of the body."""
        self.canv.setFont(self.font, self.size)
        for i, line in enumerate(self.lines):
            self.canv.drawString(-SIDE_WIDTH, -self.size * (0.95 + 1.25 * i) - 3, line)


class Printer:
    """Turns blocks into flowables in the look of one paper."""

    def __init__(self, source: Source) -> None:
        """Take fonts and sizes from the source's look."""
        self.source = source
        self.fonts = FONTS[source.look.get("font", "Helvetica")]
        self.size = float(source.look.get("size", 11))
        self.bullet = source.look.get("bullet", "•")
        self.plans = iter(source.plans)

    def style(self, **options: Any) -> ParagraphStyle:
        """A paragraph style that departs from the paper's by these options."""
        bold = options.pop("bold", False)
        size = options.pop("fontSize", self.size)
        base = {"spaceBefore": 3, "spaceAfter": 5, "leading": size * 1.22, "bulletFontName": self.fonts[bold]}
        base |= {"fontName": self.fonts[bold], "fontSize": size, "bulletFontSize": size}
        return ParagraphStyle("sample", **(base | options))

    def paragraph(self, text: str, bullet: str | None = None, **options: Any) -> Paragraph:
        """A paragraph; ``bullet`` is printed to the left of an indented one."""
        marked = "".join(f"<b>{escape(t)}</b>" if bold else escape(t) for t, bold in runs(text))
        return Paragraph(marked, self.style(**options), bulletText=bullet)

    def flow(self, body: list[dict[str, Any]]) -> list[Flowable]:
        """The flowables of some blocks."""
        found: list[Flowable] = []
        for block in body:
            kind = next(k for k in BLOCKS if k in block)
            found += BLOCKS[kind](self, block)
        return found

    def title(self, block: dict[str, Any]) -> list[Flowable]:
        """A large bold line, centred unless it says otherwise."""
        align = ALIGN[block.get("align", "center")]
        size = float(block.get("size", self.size + 2))
        return [self.paragraph(block["title"], bold=True, alignment=align, fontSize=size, spaceAfter=8)]

    def heading(self, block: dict[str, Any]) -> list[Flowable]:
        """A bold line that stays with what follows it."""
        number = block.get("num")
        indent = {"leftIndent": 28, "bulletIndent": 0} if number else {}
        return [self.paragraph(block["heading"], number, bold=True, spaceBefore=10, keepWithNext=1, **indent)]

    def para(self, block: dict[str, Any]) -> list[Flowable]:
        """A paragraph, numbered or not."""
        options: dict[str, Any] = {"alignment": ALIGN[block.get("align", "left")], "bold": "bold" in block}
        if "size" in block:
            options["fontSize"] = float(block["size"])
        if "num" in block:
            options |= {"leftIndent": 28, "bulletIndent": 0}
        elif "indent" in block:
            options["leftIndent"] = float(block["indent"])
        return [self.paragraph(block["p"], block.get("num"), **options)]

    def list(self, block: dict[str, Any]) -> list[Flowable]:
        """A list, each entry with its mark; answers stand below their entry."""
        kind, entries = list_of(block)
        left = float(block.get("indent", 28))
        found: list[Flowable] = []
        for i, entry in enumerate(entries):
            sign = mark(kind, block.get("mark", self.bullet if kind == "bullets" else "1)"), i)
            options = {"leftIndent": left + 22, "bulletIndent": left, "bold": "bold" in block}
            found.append(self.paragraph(entry["text"], sign, **options))
            found += [self.paragraph(words, leftIndent=left + 22) for words in entry.get("response", [])]
        return found

    def table(self, block: dict[str, Any]) -> list[Flowable]:
        """A table that is no plan."""
        return [Spacer(0, 4), Grid(plain_sheet(block), self.fonts, self.bullet), Spacer(0, 8)]

    def plan(self, block: dict[str, Any]) -> list[Flowable]:
        """The next plan table."""
        sheet = plan_sheet(self.source, next(self.plans))
        above = []
        if "section" in block:
            words = block["section"] if isinstance(block["section"], str) else self.section_words(block["section"])
            above = [self.paragraph(words, bold=True, spaceBefore=10, keepWithNext=1)]
        return [*above, Spacer(0, 4), Grid(sheet, self.fonts, self.bullet), Spacer(0, 8)]

    @staticmethod
    def section_words(section: dict[str, str]) -> str:
        """The line above a table that names its section."""
        return f"{section['ref']} {section['title']}"

    def page(self, block: dict[str, Any]) -> list[Flowable]:
        """A new page, upright or landscape."""
        return [NextPageTemplate(block["page"]), PageBreak()]

    def side(self, block: dict[str, Any]) -> list[Flowable]:
        """A side heading with its body to the right."""
        heading = SideHeading(block["side"], self.fonts[1], self.size)
        return [Indenter(SIDE_WIDTH), heading, *self.flow(block["body"]), Spacer(0, 4), Indenter(-SIDE_WIDTH)]

    def space(self, block: dict[str, Any]) -> list[Flowable]:
        """White space, in points."""
        return [Spacer(0, float(block["space"]))]


BLOCKS = {
    "title": Printer.title,
    "heading": Printer.heading,
    "p": Printer.para,
    "table": Printer.table,
    "plan": Printer.plan,
    "page": Printer.page,
    "side": Printer.side,
    "space": Printer.space,
    **dict.fromkeys(("letters", "romans", "numbers", "bullets"), Printer.list),
}


def write_pdf(source: Source) -> bytes:
    """The paper as PDF. It is printed twice: the second time the number of pages is known."""
    pages = _print(source, 0)[1]
    return _print(source, pages)[0]


def _print(source: Source, pages: int) -> tuple[bytes, int]:
    target = io.BytesIO()
    printer = Printer(source)
    turned = source.look.get("landscape") == "turned"
    document = BaseDocTemplate(
        target,
        invariant=1,
        title=source.name,
        author="council-plans samples",
        subject="Invented paper, invented council",
    )
    names = ["portrait", "landscape"]
    names.sort(key=lambda name: name != source.look.get("first_page", "portrait"))
    document.addPageTemplates(
        [_template(source, printer, name, pages, turned and name == "landscape") for name in names]
    )
    document.build([NextPageTemplate(names[0]), *printer.flow(source.data["body"])])
    return target.getvalue(), document.page


def _template(source: Source, printer: Printer, name: str, pages: int, turned: bool) -> PageTemplate:
    """A page with running header and footer; a turned one is an upright page with /Rotate 90."""
    width, height = A4 if name == "portrait" else landscape(A4)
    margin = MARGIN if name == "portrait" else 14 * mm

    def dress(canvas: Canvas, document: BaseDocTemplate) -> None:
        if turned:
            canvas.transform(0, 1, -1, 0, height, 0)
        canvas.setFont(printer.fonts[0], 9)
        for place, y in (("header", height - 12 * mm), ("footer", 10 * mm)):
            for align, words in (source.look.get(place) or {}).items():
                text = words.format(page=document.page, pages=pages)
                if align == "left":
                    canvas.drawString(margin, y, text)
                elif align == "right":
                    canvas.drawRightString(width - margin, y, text)
                else:
                    canvas.drawCentredString(width / 2, y, text)

    frame = Frame(margin, 17 * mm, width - 2 * margin, height - 36 * mm, 0, 0, 0, 0)
    template = PageTemplate(name, [frame], onPage=dress, pagesize=(width, height))
    template.rotation = 90 if turned else 0  # ReportLab then writes the MediaBox upright itself
    return template
