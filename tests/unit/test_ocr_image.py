"""Scans: slope, ruled lines, fills, arrows and lines of text are found in noisy images of known pages."""

from __future__ import annotations

import math
import string

import cv2
import numpy as np
import pytest
from scanned_pages import HEIGHT, SCALE, WIDTH, Sheet

from ingest.layout.document import Fill, Page, Word
from ingest.layout.grid import find_grids
from ingest.layout.turned import as_displayed
from ingest.readers.ocr import to_level
from ingest.readers.ocr_arrows import find_arrows
from ingest.readers.ocr_fills import Palette, find_fills, ink_of
from ingest.readers.ocr_image import PageImage, straighten
from ingest.readers.ocr_lines import find_lines
from ingest.readers.ocr_need import wants_recognition
from ingest.readers.ocr_rules import find_rules

XS, YS = [60, 120, 260, 400, 530], [200, 230, 300, 360, 420]


def level_of(sheet: Sheet, degrees: float = 0.0) -> PageImage:
    color = np.asarray(sheet.scan(degrees))[:, :, ::-1]
    return straighten(PageImage(np.ascontiguousarray(color), SCALE))


def page_of(image: PageImage) -> Page:
    page = Page(1, WIDTH, HEIGHT, skew=image.skew)
    page.rules = find_rules(image)
    return page


def prose(sheet: Sheet, top: float = 60) -> None:
    for row in range(8):
        sheet.text(60, top + 15 * row, "The committee is asked to note progress against the plan and to comment.")


@pytest.mark.parametrize("degrees", [-2.3, -0.5, 0.0, 0.5, 1.7])
def test_the_slope_is_told_from_rows_of_text(degrees):
    sheet = Sheet()
    prose(sheet)
    assert math.degrees(level_of(sheet, degrees).skew) == pytest.approx(degrees, abs=0.06)


def test_an_empty_page_has_no_slope():
    assert level_of(Sheet()).skew == 0.0


@pytest.mark.parametrize("degrees", [-1.2, 0.5])
def test_a_box_goes_back_to_where_the_page_shows_it(degrees):
    page = Page(1, WIDTH, HEIGHT, skew=math.radians(degrees))
    box = (100.0, 700.0, 101.0, 701.0)
    shown = as_displayed(box, page)
    middle = to_level((shown[0] + shown[2]) / 2, (shown[1] + shown[3]) / 2, page)
    assert middle == pytest.approx((100.5, 700.5), abs=0.1)
    # Seven hundred points down a page that is turned clockwise, things lie further to the left.
    assert (shown[0] < box[0]) == (degrees > 0)


def test_a_box_that_went_back_stays_on_the_page():
    page = Page(1, WIDTH, HEIGHT, skew=math.radians(1.0))
    x0, top, x1, bottom = as_displayed((0.0, 0.0, WIDTH, HEIGHT), page)
    assert x0 >= 0 and top >= 0 and x1 <= WIDTH and bottom <= HEIGHT


@pytest.mark.parametrize("degrees", [0.0, -0.5, 1.1])
def test_a_scanned_grid_is_the_grid_that_was_drawn(degrees):
    sheet = Sheet()
    prose(sheet)
    sheet.grid(XS, YS)
    sheet.text(126, 236, "Improve the quality")
    (grid,) = find_grids(page_of(level_of(sheet, degrees)))
    assert grid.xs == pytest.approx(XS, abs=1.2)
    assert grid.ys == pytest.approx(YS, abs=1.2)
    assert len(grid.cells) == 16


def test_a_cell_that_spans_is_one_cell():
    sheet = Sheet()
    prose(sheet)
    sheet.grid(XS, YS[:3])
    sheet.grid([XS[0], XS[-1]], YS[2:])
    (grid,) = find_grids(page_of(level_of(sheet, 0.5)))
    assert [cell.col_span for cell in grid.cells if cell.row == 2] == [4]


@pytest.mark.parametrize("size", [8, 11, 18, 30])
def test_letters_are_no_lines(size):
    sheet = Sheet()
    for row in range(6):
        sheet.text(40, 60 + 2 * size * row, "HEELL TILTH IllE FLEET", size)
    assert find_rules(level_of(sheet, 0.5)) == []


def test_a_high_letter_between_the_underlines_of_two_lines_is_no_line():
    sheet = Sheet()
    for row in range(3):
        sheet.fill((60, 74 + 13.8 * row, 300, 75 + 13.8 * row), "#0000ff")
        sheet.fill((120, 63.5 + 13.8 * row, 121, 72.8 + 13.8 * row), "#0000ff")
    rules = find_rules(level_of(sheet))
    assert len(rules) == 3
    assert all(rule.top == rule.bottom and rule.color for rule in rules)


def test_cells_without_drawn_lines_are_bounded_by_their_colours():
    sheet = Sheet()
    prose(sheet)
    for column, color in enumerate(("#1f3864", "#ffc000", "#00b050")):
        sheet.fill((100 + 100 * column, 300, 200 + 100 * column, 340), color)
    (grid,) = find_grids(page_of(level_of(sheet, 0.5)))
    assert grid.xs == pytest.approx([100, 200, 300, 400], abs=1.2)


def test_fills_have_their_colours_in_spite_of_noise_and_letters():
    sheet = Sheet()
    prose(sheet)
    colors = ["#ff0000", "#ffc000", "#00b050", "#ffc000"]
    for row, color in enumerate(colors):
        sheet.fill((XS[1], YS[row], XS[2], YS[row + 1]), color)
    sheet.grid(XS, YS)
    sheet.text(126, 206, "A long rating in words", 9)
    image = level_of(sheet, 0.5)
    fills = sorted(find_fills(page_of(image), image, Palette()), key=lambda fill: fill.top)
    assert len(fills) == len(colors), "white cells have no fill"
    for fill, color in zip(fills, colors, strict=True):
        wanted = int(color[1:], 16)
        assert max(abs((fill.color >> shift & 255) - (wanted >> shift & 255)) for shift in (16, 8, 0)) <= 6
    assert fills[1].color == fills[3].color, "one colour, one value"


def test_yellowed_paper_is_no_fill():
    sheet = Sheet()
    sheet.fill((0, 0, WIDTH, HEIGHT), "#efe8d0")
    prose(sheet)
    sheet.grid(XS, YS)
    image = level_of(sheet, 0.0)
    assert find_fills(page_of(image), image, Palette()) == []


def test_white_letters_on_a_dark_fill_become_dark_on_white():
    sheet = Sheet()
    prose(sheet)
    sheet.fill((XS[0], YS[0], XS[-1], YS[1]), "#1f3864")
    sheet.text(70, 207, "Recommendation", 12, "white")
    sheet.grid([XS[0], XS[-1]], YS)
    image = level_of(sheet, 0.0)
    page = page_of(image)
    page.fills = find_fills(page, image, Palette())
    cell = ink_of(image, page)[round(203 * SCALE) : round(227 * SCALE), round(64 * SCALE) : round(520 * SCALE)]
    assert np.median(cell) > 240
    assert 0.01 < (cell < 90).mean() < 0.2


def test_lines_are_wiped_and_letters_that_touch_them_stay():
    sheet = Sheet()
    prose(sheet)
    sheet.grid(XS, YS)
    before = level_of(sheet, 0.0)
    ink = ink_of(before, page_of(before))
    table = ink[round(195 * SCALE) : round(425 * SCALE), round(55 * SCALE) : round(535 * SCALE)]
    assert (table < 128).sum() == 0
    sheet.text(126, 221, "gypjq", 12)
    after = level_of(sheet, 0.0)
    cell = (slice(round(221 * SCALE), round(240 * SCALE)), slice(round(124 * SCALE), round(170 * SCALE)))
    kept = (ink_of(after, page_of(after))[cell] < 128).sum()
    alone = Sheet()
    alone.text(126, 221, "gypjq", 12)
    assert kept > 0.85 * (np.asarray(alone.image.convert("L"))[cell] < 128).sum()


ARROW = [(10, 0), (20, 10), (14, 10), (14, 24), (6, 24), (6, 10), (0, 10)]


@pytest.mark.parametrize(("turns", "points"), [(0, "up"), (1, "right"), (2, "down"), (3, "left")])
def test_arrows_point_where_they_point(turns, points):
    shape = ARROW
    for _ in range(turns):
        shape = [(-y, x) for x, y in shape]
    sheet = Sheet()
    sheet.polygon([(200 + 0.6 * x, 300 + 0.6 * y) for x, y in shape])
    ink = np.asarray(sheet.scan().convert("L"))
    assert [arrow.points for arrow in find_arrows(ink, SCALE)] == [points]


@pytest.mark.parametrize("size", [8, 12, 18])
def test_no_letter_or_figure_is_an_arrow(size):
    sheet = Sheet()
    for index, sign in enumerate(string.ascii_letters + string.digits + string.punctuation):
        sheet.text(40 + 50 * (index % 10), 40 + 50 * (index // 10), sign, size)
    assert find_arrows(np.asarray(sheet.scan().convert("L")), SCALE) == []


def test_lines_of_small_print_whose_letters_touch_are_parted():
    sheet = Sheet()
    rows = ("Support young people", "gypsy, quality, jog", "leading by example")
    for row, words in enumerate(rows):
        sheet.text(50, 100 + 10.6 * row, words, 9)
    image = np.asarray(sheet.image.convert("L"))[round(95 * SCALE) : round(140 * SCALE)]
    assert len({box.line for box in find_lines(cv2.GaussianBlur(image, (3, 3), 0))}) == 3


def test_a_full_stop_belongs_to_its_line():
    sheet = Sheet()
    sheet.text(50, 100, "Completed", 7)
    bare = np.asarray(sheet.image.convert("L"))
    sheet.text(50, 100, "Completed.", 7)
    (without,), (whole,) = find_lines(bare), find_lines(np.asarray(sheet.image.convert("L")))
    assert whole.x1 > without.x1


def words(count: int, text: str = "word") -> list[Word]:
    return [Word(text, 50, 50 + 12 * n, 90, 60 + 12 * n, 1) for n in range(count)]


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        (Page(1, WIDTH, HEIGHT), True),
        (Page(1, WIDTH, HEIGHT, words=words(3), image_share=1.0), True),
        (Page(1, WIDTH, HEIGHT, words=words(3)), False),
        (Page(1, WIDTH, HEIGHT, words=words(200), image_share=1.0), False),
        (Page(1, WIDTH, HEIGHT, words=words(200, "\ue012\ue044\ue013")), True),
        (Page(1, WIDTH, HEIGHT, words=words(200, "Tick\uf0fc")), False),
        (Page(1, WIDTH, HEIGHT, words=words(200, "Wkhfk")), True),
        (Page(1, WIDTH, HEIGHT, words=words(200, "NHS") + words(200, "KPI12B") + words(200, "Q3")), False),
        (Page(1, 0.0, 0.0), False),
    ],
    ids=[
        "no words",
        "stamp on a scan",
        "short page",
        "text over a picture",
        "garbage",
        "a few signs",
        "shifted letters",
        "acronyms and codes",
        "unreadable",
    ],
)
def test_only_pages_without_a_usable_text_layer_are_recognised(page, wanted):
    assert wants_recognition(page) is wanted


def test_fills_lie_in_drawing_order():
    sheet = Sheet()
    prose(sheet)
    sheet.fill((60, 200, 530, 420), "#d9d9d9")
    sheet.fill((120, 230, 260, 300), "#ff0000")
    sheet.grid(XS, YS)
    image = level_of(sheet)
    fills: list[Fill] = find_fills(page_of(image), image, Palette())
    sizes = [(fill.x1 - fill.x0) * (fill.bottom - fill.top) for fill in fills]
    assert sizes == sorted(sizes, reverse=True)


def test_the_tail_of_a_comma_belongs_to_its_line():
    """Without it the comma is a full stop, and 2,300 is 2.300."""
    image = np.full((40, 80), 255, dtype=np.uint8)
    for left in (10, 34, 48):
        image[10:27, left : left + 8] = 0
    image[24:28, 24:27] = 0  # the comma's head
    image[28:30, 25] = 0  # and its tail, a dot wide
    (box,) = find_lines(image)
    assert box.bottom == 30
