"""Scanned papers: recognised where an engine is, refused or told of where none is or where it breaks."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import ImageDraw
from reportlab.pdfgen.canvas import Canvas
from scanned_pages import HEIGHT, WIDTH, Sheet, pdf_of

from ingest.errors import MissingProgram, NoTextLayer
from ingest.layout.tables import find_tables
from ingest.readers import ocr, ocr_engine, pdf
from ingest.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
XS, YS = [60, 120, 320, 420, 530], [200, 230, 300, 360]
HEADINGS = ("Ref", "Recommendation", "Status", "Lead officer")


def engines() -> list[str]:
    found = ["rapidocr"] if ocr_engine.find_spec("rapidocr") and ocr_engine.find_spec("onnxruntime") else []
    return found + (["tesseract"] if ocr_engine.shutil.which("tesseract") else [])


@pytest.fixture(params=["rapidocr", "tesseract"])
def engine(request, monkeypatch):
    if request.param not in engines():
        pytest.skip(f"{request.param} is not installed")
    if request.param == "tesseract":
        monkeypatch.setattr(ocr_engine, "find_spec", lambda name: None)
    return request.param


@pytest.fixture
def no_engine(monkeypatch):
    def find():
        raise MissingProgram(f"No engine that recognises letters is installed. {ocr_engine.INSTALL}")

    monkeypatch.setattr(ocr, "find_engine", find)


def plan() -> Sheet:
    sheet = Sheet()
    sheet.text(60, 60, "Improvement plan of the Children and Families Committee", 16)
    for row in range(4):
        sheet.text(60, 100 + 15 * row, "The committee is asked to note progress against the plan and to comment.")
    sheet.fill((XS[2], YS[1], XS[3], YS[2]), "#ffc000")
    sheet.fill((XS[2], YS[2], XS[3], YS[3]), "#00b050")
    sheet.grid(XS, YS)
    for x, heading in zip(XS, HEADINGS, strict=False):
        sheet.text(x + 5, YS[0] + 8, heading)
    for row, ref in ((1, "1.1"), (2, "1.2")):
        sheet.text(XS[0] + 5, YS[row] + 8, ref)
        sheet.text(XS[1] + 5, YS[row] + 8, "Improve the quality of")
        sheet.text(XS[1] + 5, YS[row] + 23, "written plans")
        sheet.text(XS[3] + 5, YS[row] + 8, "Service Manager")
    return sheet


def typed(pages: list[list[str]], scan=None) -> bytes:
    """A PDF of digital pages; ``scan`` becomes its last page."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT))
    for lines in pages:
        for row, line in enumerate(lines):
            canvas.drawString(60, HEIGHT - 60 - 20 * row, line)
        canvas.showPage()
    if scan is not None:
        canvas.drawInlineImage(scan, 0, 0, WIDTH, HEIGHT)
        canvas.drawString(500, 20, "Page 21")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def read(data: bytes, **options):
    return pdf.read_bytes(data, "scan.pdf", Settings(**options))


def codes(layout) -> list[str]:
    return [note.code for note in layout.diagnostics]


@pytest.mark.parametrize("degrees", [-0.5, 0.5])
def test_a_scanned_plan_is_read_like_a_digital_one(engine, degrees):
    layout = read(pdf_of(plan().scan(degrees)))
    assert layout.text_layer == layout.pages[0].text_layer == "ocr"
    (page,) = layout.pages
    assert all(word.confidence is not None and 0 <= word.confidence <= 1 for word in page.words)
    (table,), rest = find_tables(page)
    rows = [[cell.text for cell in row] for row in table.rows()]
    assert rows[0] == list(HEADINGS)
    assert rows[1] == ["1.1", "Improve the quality of written plans", "", "Service Manager"]
    fills = [row[2].fill for row in table.rows()[1:]]
    assert [fill >> 16 > 128 for fill in fills] == [True, False], "amber, then green"
    heading = [word for word in page.words if word.text == "Improvement"]
    assert heading[0].size > 1.2 * rest[-1].size
    assert len({word.size for word in page.words if word.top > 90}) == 1, "noise makes no sizes"


def test_the_same_scan_gives_the_same_words(engine):
    data = pdf_of(plan().scan(0.5))
    assert read(data).pages == read(data).pages


def test_a_page_that_lies_on_its_side_is_turned(engine):
    sideways = plan().scan(0.5).rotate(90, expand=True)
    (page,) = read(pdf_of(sideways)).pages
    assert (page.width, page.height) == pytest.approx((WIDTH, HEIGHT), abs=1)
    assert page.turn == 3
    assert {"Recommendation", "committee"} <= {word.text for word in page.words}


def test_only_the_scan_of_a_mixed_paper_is_recognised(engine):
    layout = read(typed([["A digital page"]], plan().scan(0.5)))
    assert layout.text_layer == "mixed"
    assert [page.text_layer for page in layout.pages] == ["digital", "ocr"]
    assert [word.confidence for word in layout.pages[0].words] == [None] * 3
    stamp = [word.text for word in layout.pages[1].words if word.confidence is None]
    assert stamp == ["Page", "21"], "a stamp's own letters are kept, once"
    assert sum(word.text == "21" for word in layout.pages[1].words) == 1


def test_a_page_that_lies_on_its_head_is_turned(engine):
    (page,) = read(pdf_of(plan().scan(0.5).rotate(180))).pages
    assert page.turn == 2
    assert {"Recommendation", "committee"} <= {word.text for word in page.words}


def test_a_dark_rim_round_the_paper_is_no_frame(engine):
    scan = plan().scan(0.5)
    edge = ImageDraw.Draw(scan)
    edge.rectangle((0, 0, scan.width, 22), fill="#181818")
    edge.rectangle((0, 0, 12, scan.height), fill="#101010")
    edge.rectangle((scan.width - 18, 0, scan.width, scan.height), fill="#202020")
    (page,) = read(pdf_of(scan)).pages
    (table,), rest = find_tables(page)
    assert [cell.text for cell in table.rows()[0]] == list(HEADINGS)
    assert "Improvement plan of the Children and Families Committee" in " ".join(word.text for word in rest)


# A scan's own text layer: misread words, each over the place of the one that was read.
LAYER = {(60, 60): "lmprovement p1an", (65, 208): "Ref", (125, 208): "Recomrnendation", (325, 208): "Status",
         (425, 208): "Lead officer", (65, 238): "1.1", (125, 238): "Improve the quality of",
         (125, 253): "written plans", (425, 238): "Service Manager"}  # fmt: skip


def layered(scan, under: bool) -> bytes:
    """A scan with a text layer as copiers write it: in no colour over the image, or in black under it."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT))
    if not under:
        canvas.drawInlineImage(scan, 0, 0, WIDTH, HEIGHT)
    text = canvas.beginText()
    text.setTextRenderMode(0 if under else 3)
    for (x, top), words in LAYER.items():
        text.setTextOrigin(x, HEIGHT - top - 11)
        text.setFont("Helvetica", 11)
        text.textOut(words)
    canvas.drawText(text)
    if under:
        canvas.drawInlineImage(scan, 0, 0, WIDTH, HEIGHT)
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("under", [False, True])
def test_a_scan_that_brings_its_own_text_is_recognised_anew(engine, under):
    layout = read(layered(plan().scan(), under))
    assert layout.text_layer == "ocr"
    texts = [word.text for word in layout.pages[0].words]
    assert "Improvement" in texts and "lmprovement" not in texts
    (table,), _ = find_tables(layout.pages[0])
    assert table.rows()[1][2].fill is not None


@pytest.mark.parametrize("under", [False, True])
def test_without_an_engine_a_scans_own_text_goes_into_the_lines_of_its_image(no_engine, under):
    layout = read(layered(plan().scan(0.3), under))
    assert layout.text_layer == "ocr"
    assert "page-without-text" not in codes(layout)
    (table,), _ = find_tables(layout.pages[0])
    rows = [[cell.text for cell in row] for row in table.rows()]
    assert rows[0] == ["Ref", "Recomrnendation", "Status", "Lead officer"]
    assert rows[1] == ["1.1", "Improve the quality of written plans", "", "Service Manager"]
    assert table.rows()[1][2].fill is not None


def test_letters_whose_font_tells_wrong_ones_are_recognised(engine):
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT))
    canvas.drawInlineImage(plan().scan(), 0, 0, WIDTH, HEIGHT)
    for row in range(8):
        canvas.drawString(60, 40 + 12 * row, "7KH FRPPLWWHH LV DVNHG WR QRWH WKH SURJUHVV DJDLQVW WKH SODQ")
    canvas.save()
    layout = read(out.getvalue())
    assert "Recommendation" in {word.text for word in layout.pages[0].words}


def test_pale_words_are_read_too(engine):
    sheet = plan()
    sheet.text(60, 500, "Restricted until the meeting", 11, "#b0b0b0")
    words = [word.text for word in read(pdf_of(sheet.scan(0.5))).pages[0].words]
    assert {"Restricted", "until", "meeting"} <= set(words)


def test_words_below_the_confidence_wanted_are_counted(engine, monkeypatch):
    data = pdf_of(plan().scan(0.5))
    assert "low-confidence-words" not in codes(read(data))
    monkeypatch.setattr(ocr, "LOW_CONFIDENCE", 1.01)
    layout = read(data)
    (note,) = [note for note in layout.diagnostics if note.code == "low-confidence-words"]
    assert note.count == len(layout.pages[0].words)
    assert note.source[0].page == 1


def test_a_blank_back_page_is_nothing_to_complain_of(engine):
    layout = read(pdf_of(plan().scan(0.5), Sheet().scan()))
    assert layout.pages[1].words == []
    assert "page-without-text" not in codes(layout)


def test_a_paper_of_blank_pages_is_refused():
    with pytest.raises(NoTextLayer, match="its pages are blank"):
        read(pdf_of(Sheet().scan()))


def test_without_an_engine_a_scan_is_refused_with_the_line_that_installs_one(no_engine):
    with pytest.raises(NoTextLayer) as refused:
        read(pdf_of(plan().scan(0.5)))
    assert "scan.pdf: none of its pages has a text layer" in str(refused.value)
    assert "pip install rapidocr onnxruntime" in str(refused.value)
    assert "apt-get install tesseract-ocr" in str(refused.value)


def test_without_an_engine_the_digital_pages_are_still_read(no_engine):
    layout = read(typed([["A digital page"]], plan().scan(0.5)))
    assert [word.text for word in layout.pages[0].words] == ["A", "digital", "page"]
    assert codes(layout) == ["page-without-text"]
    assert layout.diagnostics[0].source[0].page == 2
    assert layout.text_layer == "digital"


def test_recognition_can_be_switched_off():
    layout = read(typed([["A digital page"]], plan().scan(0.5)), ocr="off")
    assert codes(layout) == ["page-without-text"]
    with pytest.raises(NoTextLayer, match="--ocr"):
        read(pdf_of(plan().scan(0.5)), ocr="off")


def test_a_tesseract_that_breaks_costs_its_page_only(monkeypatch, tmp_path):
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\n[ \"$1\" = --list-langs ] && echo eng && exit 0\necho 'out of ink' >&2\nexit 7\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(ocr_engine, "find_spec", lambda name: None)
    layout = read(typed([["A digital page"]], plan().scan(0.5)))
    (note,) = [note for note in layout.diagnostics if note.code == "page-failed"]
    assert "out of ink" in note.message and note.source[0].page == 2
    assert [word.text for word in layout.pages[0].words] == ["A", "digital", "page"]


def test_the_engine_neither_reports_nor_writes(tmp_path):
    """ONNX Runtime would keep files for its maker in the home and the temporary folder."""
    if "rapidocr" not in engines():
        pytest.skip("rapidocr is not installed")
    code = "from ingest.readers.ocr_rapid import _load; _load()"
    env = os.environ | {"HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], env=env, cwd=ROOT, check=True)
    assert list(tmp_path.iterdir()) == []
