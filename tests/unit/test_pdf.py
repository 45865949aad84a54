"""The PDF reader: what a person sees, where they see it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from reportlab.pdfgen import canvas

from ingest.errors import DamagedPaper, EmptyPaper, EncryptedPaper, PaperTooLarge
from ingest.layout.document import ASKEW, Page
from ingest.layout.turned import as_displayed
from ingest.readers.pdf import read, read_bytes
from ingest.settings import Settings

WIDTH, HEIGHT = 400, 300
Draw = Callable[[canvas.Canvas], object]


def _pdf(draw: Draw) -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1)
    page.setFont("Helvetica", 12)
    draw(page)
    page.showPage()
    page.save()
    return out.getvalue()


def _page(draw: Draw) -> Page:
    return read_bytes(_pdf(draw), "made.pdf", Settings()).pages[0]


def _changed(data: bytes, change: Callable[[pikepdf.Page], object]) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf.pages[0])
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def _texts(page: Page) -> list[str]:
    return [word.text for word in page.words]


def test_words_agree_with_another_library_on_the_sample_papers(root: Path) -> None:
    for path in sorted((root / "samples" / "papers").glob("*.pdf"))[:4]:
        ours = read(path, Settings())
        with pdfplumber.open(path) as pdf:
            for page, other in zip(ours.pages, pdf.pages, strict=True):
                theirs = other.extract_words(keep_blank_chars=False, x_tolerance=1.5)
                wanted = sorted(word["text"] for word in theirs if any(sign.isalnum() for sign in _plain(word["text"])))
                found = [word for word in page.words if any(sign.isalnum() for sign in word.text)]
                assert sorted(word.text for word in found) == wanted, f"{path.name} {page.number}"
                for word in found:
                    near = [
                        one
                        for one in theirs
                        if one["text"] == word.text
                        and abs(one["x0"] - word.x0) < 2
                        and abs((one["top"] + one["bottom"]) / 2 - (word.top + word.bottom) / 2) < 3
                    ]
                    assert near, f"{path.name} page {page.number}: {word}"


def _plain(text: str) -> str:
    return re.sub(r"\(cid:\d+\)", "", text)  # pdfplumber's way to write a sign that its fonts do not name


def test_size_weight_and_colour_travel_with_the_word() -> None:
    def draw(page: canvas.Canvas) -> None:
        page.setFont("Helvetica-Bold", 18)
        page.setFillColorRGB(1, 0, 0)
        page.drawString(50, 200, "Overdue")

    (word,) = _page(draw).words
    assert (word.text, word.bold, word.size, word.color) == ("Overdue", True, 18, 0xFF0000)
    assert word.top < HEIGHT - 200 < word.bottom


def test_clipped_text_is_left_out_and_counted() -> None:
    def draw(page: canvas.Canvas) -> None:
        page.drawString(50, 250, "seen")
        page.saveState()
        path = page.beginPath()
        path.rect(40, 100, 60, 30)
        page.clipPath(path, stroke=0, fill=0)
        page.drawString(45, 110, "within")
        page.drawString(200, 110, "outside")
        page.restoreState()

    page = _page(draw)
    assert _texts(page) == ["seen", "within"]
    assert page.hidden == len("outside")


def test_letters_that_nobody_can_see_are_left_out() -> None:
    def draw(page: canvas.Canvas) -> None:
        page.drawString(50, 250, "seen")
        page.setFillColorRGB(1, 1, 1)
        page.drawString(50, 200, "ghost")
        page.setFillColorRGB(0, 0.3, 0.4)
        page.rect(40, 140, 200, 30, stroke=0, fill=1)
        page.setFillColorRGB(1, 1, 1)
        page.drawString(50, 150, "heading")
        text = page.beginText(50, 100)
        text.setTextRenderMode(3)
        text.textOut("hidden")
        page.drawText(text)

    page = _page(draw)
    assert _texts(page) == ["seen", "heading"]
    assert page.hidden == len("ghost") + len("hidden")


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_boxes_are_those_of_the_page_as_displayed(angle: int) -> None:
    data = _changed(
        _pdf(lambda page: page.drawString(50, 250, "Council")), lambda page: page.rotate(angle, relative=False)
    )
    page = read_bytes(data, "turned.pdf", Settings()).pages[0]
    (word,) = page.words
    box = as_displayed((word.x0, word.top, word.x1, word.bottom), page)
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        chars = pdf.pages[0].chars
        theirs = (
            min(char["x0"] for char in chars), min(char["top"] for char in chars),
            max(char["x1"] for char in chars), max(char["bottom"] for char in chars),
        )  # fmt: skip
    assert box == pytest.approx(theirs, abs=3)


def test_a_page_whose_words_lie_on_their_side_is_read_upright() -> None:
    def draw(page: canvas.Canvas) -> None:
        page.rotate(90)
        page.drawString(60, -100, "Action plan for the year")

    page = _page(draw)
    assert (page.turn, page.width, page.height) == (3, HEIGHT, WIDTH)
    assert max(word.top for word in page.words) - min(word.top for word in page.words) < 5
    assert [word.x0 for word in page.words] == sorted(word.x0 for word in page.words)


def test_a_watermark_across_the_page_is_told_from_words_that_lie_on_their_side() -> None:
    def draw(page: canvas.Canvas) -> None:
        page.drawString(20, 40, "Train all staff in the new standard")
        page.rotate(40)
        page.setFont("Helvetica", 90)
        page.drawString(200, 0, "DRAFT")

    assert [word.text for word in _page(draw).words if word.turn == ASKEW] == ["DRAFT"]
    assert {word.turn for word in _page(draw).words if word.text != "DRAFT"} == {0}


def test_what_the_crop_box_cuts_away_is_not_read() -> None:
    def draw(page: canvas.Canvas) -> None:
        page.drawString(150, 200, "kept")
        page.drawString(10, 200, "cut")

    data = _changed(_pdf(draw), lambda page: page.__setattr__("cropbox", [100, 100, 300, 250]))
    page = read_bytes(data, "cropped.pdf", Settings()).pages[0]
    assert _texts(page) == ["kept"]
    assert (page.width, page.height) == (200, 150)
    assert page.words[0].x0 == pytest.approx(50, abs=1)


def test_thin_boxes_are_lines_and_thick_ones_fills() -> None:
    def draw(page: canvas.Canvas) -> None:
        page.drawString(50, 250, "Council")
        page.rect(50, 200, 200, 0.7, stroke=0, fill=1)
        page.setFillColorRGB(1, 0.75, 0)
        page.rect(50, 100, 80, 40, stroke=0, fill=1)

    page = _page(draw)
    assert [(rule.x0, rule.x1) for rule in page.rules] == [(50, 250)]
    assert [fill.color for fill in page.fills] == [0xFFBF00]


def test_a_gradient_drawn_in_strips_is_one_fill() -> None:
    def draw(page: canvas.Canvas) -> None:
        page.drawString(50, 250, "Council")
        for strip in range(20):
            page.setFillColorRGB(strip / 20, 0.5, 0.5)
            page.rect(50, 100 + 2 * strip, 80, 2, stroke=0, fill=1)

    page = _page(draw)
    assert page.rules == []
    assert len(page.fills) == 1


@pytest.mark.parametrize(("turn", "points"), [(0, "up"), (90, "left"), (180, "down"), (270, "right")])
def test_a_drawn_block_arrow_points_somewhere(turn: int, points: str) -> None:
    def draw(page: canvas.Canvas) -> None:
        page.drawString(50, 250, "Council")
        page.translate(200, 150)
        page.rotate(turn)
        path = page.beginPath()
        corners = [(0, 10), (7, 2), (3, 2), (3, -10), (-3, -10), (-3, 2), (-7, 2)]
        path.moveTo(*corners[0])
        for corner in corners[1:]:
            path.lineTo(*corner)
        path.close()
        page.drawPath(path, stroke=0, fill=1)

    assert [arrow.points for arrow in _page(draw).arrows] == [points]


def test_no_paper_is_refused_without_saying_why_and_what_to_do(tmp_path: Path) -> None:
    good = _pdf(lambda page: page.drawString(50, 250, "Council"))
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(good)) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="owner", user="user"))
    for data, error, words in (
        (b"", EmptyPaper, "Download it again"),
        (locked.getvalue(), EncryptedPaper, "password"),
        (b"%PDF-1.4\nnothing of a PDF", DamagedPaper, "save a new copy"),
    ):
        with pytest.raises(error, match=words) as caught:
            read_bytes(data, "paper.pdf", Settings())
        assert str(caught.value).startswith("paper.pdf: ")
    with pytest.raises(PaperTooLarge, match="limit of 0"):
        read_bytes(good, "paper.pdf", Settings(max_pages=0))


def test_an_owner_password_alone_keeps_nobody_from_reading() -> None:
    good = _pdf(lambda page: page.drawString(50, 250, "Council"))
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(good)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="owner", user=""))
    assert _texts(read_bytes(out.getvalue(), "owned.pdf", Settings()).pages[0]) == ["Council"]


def test_a_file_without_its_end_is_repaired_and_says_so() -> None:
    good = _pdf(lambda page: page.drawString(50, 250, "Council"))
    cut = good[: good.rindex(b"xref")]
    layout = read_bytes(cut, "cut.pdf", Settings())
    assert _texts(layout.pages[0]) == ["Council"]
    assert [note.code for note in layout.diagnostics] == ["repaired-file"]


def test_a_page_with_too_many_objects_costs_that_page_alone() -> None:
    def draw(page: canvas.Canvas) -> None:
        for number in range(50):
            page.rect(number, number, 30, 30)
        page.showPage()
        page.drawString(50, 250, "Council")

    layout = read_bytes(_pdf(draw), "busy.pdf", Settings(max_objects=20))
    assert [_texts(page) for page in layout.pages] == [[], ["Council"]]
    assert [(note.code, note.severity) for note in layout.diagnostics] == [("page-over-limit", "error")]
