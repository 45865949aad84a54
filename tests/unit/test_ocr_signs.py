"""Signs and letters that an engine takes for something else are what the page shows."""

from __future__ import annotations

import numpy as np
import pytest
from scanned_pages import SCALE, Sheet

from ingest.layout.document import Word
from ingest.readers.ocr_engine import Mark
from ingest.readers.ocr_look_alikes import tell_apart
from ingest.readers.ocr_signs import read_sign
from ingest.readers.ocr_words import settle
from ingest.vocabulary.loader import load_vocabulary

# A tick as Wingdings draws it, in points from the cell's corner.
TICK = [(10, 12.5), (11.2, 11.6), (13, 14.4), (18, 7), (19, 7.6), (13.2, 17)]


def cell(*draw: tuple[str, object]) -> np.ndarray:
    sheet = Sheet(60, 26)
    for what, value in draw:
        if what == "text":
            sheet.text(8, 5, str(value))
        else:
            getattr(sheet, what)(value)
    return np.asarray(sheet.scan(noise=2.0))[:, :, 0].copy()


def signs(image: np.ndarray, *read: Mark) -> list[str]:
    return [mark.text for mark in read_sign(image, read, SCALE)]


def mark(text: str, confidence: float = 0.6) -> Mark:
    return Mark(text, 0, 0, 10, 10, confidence, 0)


@pytest.mark.parametrize(("dash", "told"), [("-", "-"), ("–", "–")])
def test_a_dash_alone_in_its_cell_is_a_dash(dash, told):
    width = 3 if dash == "-" else 6.5
    sheet = Sheet(60, 26)
    sheet.fill((10, 12, 10 + width, 12.8), "black")
    assert signs(np.asarray(sheet.scan(noise=2.0))[:, :, 0].copy()) == [told]


def test_what_is_left_of_a_line_at_the_side_of_a_cell_is_no_dash():
    sheet = Sheet(60, 26)
    sheet.fill((10, 0.4, 20, 1.2), "black")
    assert signs(np.asarray(sheet.scan(noise=2.0))[:, :, 0].copy()) == []


@pytest.mark.parametrize("read", [[], [mark("√")], [mark("V")]])
def test_a_tick_is_a_tick_whatever_the_engine_made_of_it(read):
    assert signs(cell(("polygon", TICK)), *read) == ["✓"]


@pytest.mark.parametrize("letter", list("AGRVYJ714vy/"))
def test_a_letter_alone_in_its_cell_stays_one(letter):
    assert signs(cell(("text", letter)), mark(letter)) == [letter]


def test_a_full_stop_alone_is_no_figure():
    sheet = Sheet(60, 26)
    sheet.fill((10, 14, 11.2, 15.2), "black")
    assert signs(np.asarray(sheet.scan(noise=2.0))[:, :, 0].copy(), mark("1")) == []


def told(*texts: str) -> list[str]:
    words = [Word(text, 0.0, 12.0 * line, 30.0, 12.0 * line + 10, 1, confidence=0.9) for line, text in enumerate(texts)]
    tell_apart(words, load_vocabulary())
    return [word.text for word in words]


def test_an_acronym_that_the_vocabulary_knows_is_read_with_its_capitals():
    assert told("KPls", "(EqlA)", "Plans", "Pls") == ["KPIs", "(EqIA)", "Plans", "Pls"]


def test_the_letter_between_k_and_m_is_no_figure():
    assert told("k)", "Visit", "1)", "Write", "m)") == ["k)", "Visit", "l)", "Write", "m)"]
    assert told("(1)", "Visit", "(2)") == ["(1)", "Visit", "(2)"]


def test_words_of_a_digital_page_are_left_alone():
    word = Word("KPls", 0.0, 0.0, 30.0, 10.0, 1)
    tell_apart([word], load_vocabulary())
    assert word.text == "KPls"


def test_a_word_nearly_as_thick_as_its_bold_neighbours_is_bold():
    plain = [Word("word", 40.0 * x, 100.0, 40.0 * x + 30, 110.0, 1, confidence=0.9) for x in range(20)]
    heads = [Word("Heading", 50.0 * x, 60.0, 50.0 * x + 40, 70.0, 1, confidence=0.9) for x in range(4)]
    settle([([*heads, *plain], [0.092, 0.1, 0.092, 0.1, *[0.075] * 19, 0.092])])
    assert [word.bold for word in heads] == [True] * 4
    assert not any(word.bold for word in plain)
