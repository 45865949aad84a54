"""Passages: joining and cutting neither invents nor loses a letter, and sources stay where the words are."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from ingest.layout.document import Word
from ingest.layout.passage import Passage, source_of

LETTERS = st.text("abcXYZ019-–/().,£%é’", min_size=1, max_size=8)


@st.composite
def passages(draw: st.DrawFn) -> Passage:
    """Words on printed lines, over pages, some of them broken over a line end."""
    words: list[Word] = []
    breaks: list[int] = []
    page, top, x = 1, 100.0, 40.0
    for index, text in enumerate(draw(st.lists(LETTERS, max_size=12))):
        if index and draw(st.booleans()):
            breaks.append(index)
            x, top = 40.0, top + 12.0
            if draw(st.integers(0, 5)) == 0:
                page, top = page + 1, 60.0
        soft = text.endswith("-") and len(text) > 1 and draw(st.booleans())
        words.append(Word(text, x, top, x + 5.0 * len(text), top + 10.0, page, soft=soft))
        x = words[-1].x1 + 2.5
    return Passage(words, breaks)


def letters(passage: Passage) -> str:
    """The letters in order, hyphens aside: one at a line end may stand for the break alone."""
    return "".join(word.text for word in passage.words).replace("-", "")


def bare(text: str) -> str:
    return "".join(text.split()).replace("-", "")


@given(passages())
def test_the_text_is_the_words(passage: Passage) -> None:
    assert bare(passage.text) == letters(passage)


@given(passages())
def test_printed_lines_have_the_same_letters_as_the_text(passage: Passage) -> None:
    assert passage.printed.replace("\n", " ") == passage.text


@given(st.lists(passages(), max_size=4))
def test_joining_loses_and_invents_no_letter(parts: list[Passage]) -> None:
    joined = Passage.join(parts)
    assert letters(joined) == "".join(letters(part) for part in parts)
    assert bare(joined.text) == "".join(bare(part.text) for part in parts)


@given(passages(), st.data())
def test_cutting_at_any_place_gives_all_letters_back(passage: Passage, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(passage)))
    left, right = passage.slice(0, at), passage.slice(at)
    assert bare(left.text) + bare(right.text) == bare(passage.text)


@given(passages(), st.data())
def test_a_part_says_what_stands_between_its_ends(passage: Passage, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(passage)), st.integers(0, len(passage)))))
    assert passage.slice(start, end).text == passage.text[start:end].strip()


@given(passages(), st.data())
def test_a_part_stands_within_the_boxes_of_its_words(passage: Passage, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(passage)), st.integers(0, len(passage)))))
    for word in passage.slice(start, end).words:
        assert word.x1 > word.x0
        assert any(
            known.page == word.page
            and known.top == word.top
            and known.x0 - 0.01 <= word.x0
            and word.x1 <= known.x1 + 0.01
            for known in passage.words
        )


@given(passages())
def test_every_word_stands_in_a_source_and_every_source_holds_words(passage: Passage) -> None:
    sources = passage.source()
    for word in passage.words:
        assert any(
            source.page == word.page
            and source.bbox is not None
            and source.bbox[0] - 0.1 <= word.x0
            and source.bbox[1] - 0.1 <= word.top
            and word.x1 <= source.bbox[2] + 0.1
            and word.bottom <= source.bbox[3] + 0.1
            for source in sources
        )
    for source in sources:
        assert source.bbox is not None
        inside = [w for w in passage.words if w.page == source.page and source.bbox[1] - 0.1 <= w.top <= source.bbox[3]]
        assert inside


@given(passages())
def test_lines_are_the_words_in_order(passage: Passage) -> None:
    lines = list(passage.lines())
    assert [word for line in lines for word in line.words] == passage.words
    assert len(lines) == (len(passage.breaks) + 1 if passage else 0)


@given(st.lists(st.integers(1, 50), max_size=8))
def test_sources_without_geometry_are_lines_in_order(numbers: list[int]) -> None:
    words = [Word("word", 0.0, 0.0, 20.0, 10.0, None, line=number) for number in numbers]
    assert [source.line for source in source_of(words)] == [number for number, _ in itertools.groupby(numbers)]
