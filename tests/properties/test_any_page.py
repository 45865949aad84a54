"""Words anywhere on a page, as broken files place them: none is lost, none is doubled, none stops the reading."""

from __future__ import annotations

from collections import Counter

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.layout.blocks import build_blocks
from ingest.layout.document import Page, Word
from ingest.layout.lines import group_lines


@st.composite
def words(draw: st.DrawFn) -> list[Word]:
    """Words of any size in few rows, so that they meet, overlap and stand apart."""
    made = []
    for number in range(draw(st.integers(1, 14))):
        x0, top = (
            draw(st.integers(0, 500)),
            12.0 * draw(st.integers(0, 5)) + draw(st.sampled_from([0.0, 0.0, 2.0, 5.0])),
        )
        width, size = draw(st.sampled_from([5, 30, 60, 250])), draw(st.sampled_from([9.0, 10.0, 10.0, 24.0]))
        text = draw(st.sampled_from(["Status:", "a)", "1.", "words", "Lead", "and"]))
        bold = draw(st.booleans())
        made.append(Word(f"{text}", x0, top, x0 + width, top + size, page=1, size=size, bold=bold, mcid=number))
    return made


def overlapping() -> list[Word]:
    """A long word, a short one that begins inside it, and one that stands clear of the short one alone."""
    places = [(0.0, 52.1, "longwords"), (0.0, 7.3, "in"), (52.1, 75.6, "clear"), (82.3, 97.0, "off")]
    return [Word(text, x0, 60.0, x1, 70.0, page=1, mcid=at) for at, (x0, x1, text) in enumerate(places)]


@given(words())
@example(overlapping())
@settings(max_examples=300, deadline=None)
def test_every_word_is_in_one_place(made: list[Word]) -> None:
    page = Page(1, 595.0, 842.0, words=list(made))
    found: Counter[int] = Counter()
    for block in build_blocks(group_lines(page.words), page):
        found.update(word.mcid for line in block.lines for word in line.words)
        found.update(word.mcid for word in block.label_words)
    assert found == Counter(word.mcid for word in made)
