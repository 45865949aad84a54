"""Lines whose words are packed are the lines they were."""

from __future__ import annotations

import copy
import pickle
from collections import deque

from hypothesis import given
from hypothesis import strategies as st

from ingest.layout import packed
from ingest.layout.document import Line, Word, make_line
from ingest.layout.passage import Passage

EDGES = st.floats(allow_nan=False, width=32) | st.floats(allow_nan=False, allow_infinity=False, width=64)
WORDS = st.builds(
    Word,
    st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=8)
    | st.sampled_from(["infor-", "co-", "care", "www.example.org/", "plans", "-", "a\u00ad"]),
    EDGES,
    st.sampled_from([100.0, 100.0, 100.5]),
    EDGES,
    st.sampled_from([110.0, 110.0, 111.25]),
    page=st.one_of(st.none(), st.integers(1, 20_000)),
    size=st.sampled_from([8.0, 10.0, 11.04]),
    bold=st.booleans(),
    color=st.sampled_from([0, 0xFF0000]),
    mcid=st.integers(-1, 3),
    confidence=st.one_of(st.none(), st.floats(0, 1)),
    italic=st.booleans(),
    soft=st.booleans(),
    turn=st.integers(0, 3),
    block=st.integers(-1, 3),
)
LINES = st.lists(st.lists(WORDS, min_size=1, max_size=6).map(make_line), min_size=1, max_size=5)


@given(LINES)
def test_packing_changes_nothing(lines: list[Line]) -> None:
    before = copy.deepcopy(lines)
    packed.pack_lines(lines, {})
    assert all(line.packed for line in lines)
    sent = pickle.loads(pickle.dumps(lines))
    for was, line, other in zip(before, lines, sent, strict=True):
        assert (line.text, line.size, line.bold, line.page) == (was.text, was.size, was.bold, was.page)
        assert was == line == other


@given(LINES)
def test_passages_of_packed_lines_say_the_same(lines: list[Line]) -> None:
    before = Passage.of_lines(copy.deepcopy(lines))
    packed.pack_lines(lines, {})
    after = Passage.of_lines(lines)
    assert bool(after)
    assert (after.text, after.breaks) == (before.text, before.breaks)
    assert (after.words, after.printed, after.source()) == (before.words, before.printed, before.source())


def test_words_of_lines_not_asked_for_lately_are_let_go(monkeypatch) -> None:
    monkeypatch.setattr(packed, "OPEN_LINES", 2)
    monkeypatch.setattr(packed, "_open", deque())
    lines = [make_line([Word(text, 0, 0, 9, 9)]) for text in "abcd"]
    packed.pack_lines(lines, {})
    assert [line.words[0].text for line in lines] == list("abcd")
    assert len(packed._open) <= 2
    assert [line.words[0].text for line in lines] == list("abcd")
