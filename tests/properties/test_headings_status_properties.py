"""Whatever a cell holds: no function raises, spans lie in the text, canonical words mean themselves."""

from __future__ import annotations

from typing import get_args

from hypothesis import example, given
from hypothesis import strategies as st

from ingest.normalise.fills import LEGEND_DISTANCE, rag_of_fill, rate_fill
from ingest.normalise.headings import guess_field, map_heading, map_levels
from ingest.normalise.periods import take_period
from ingest.normalise.status import find_status_phrase, parse_status
from ingest.vocabulary.folding import fold, squash
from ingest.vocabulary.loader import FIELDS, load_vocabulary
from schemas.values import Rag, State

VOCABULARY = load_vocabulary()
PIECES = st.sampled_from(
    [word for name in ("headings", "status") for entry in VOCABULARY.entries(name) for word in entry.match]
    + [
        "2018/19",
        "Q4 18",
        "by March 2020",
        "/",
        "(",
        ")",
        "\n",
        "-\n",
        " – ",
        "R",
        "A",
        "→",
        "not",
        "100%",
        "was",
        "now",
    ]
)
# Strings of any letters, and strings of the words that the rules look for, put together anyhow.
TEXT = st.one_of(
    st.text(max_size=80), st.lists(PIECES, max_size=5).map(" ".join), st.lists(PIECES, max_size=4).map("".join)
)


@given(TEXT)
@example("\0")
@example("İ")
def test_a_heading_is_a_field_or_nothing(heading: str) -> None:
    match = map_heading(heading, VOCABULARY)
    assert match.field is None or match.field in FIELDS
    assert 0 <= match.score <= 1
    assert (match.field is None) == (match.score == 0)
    assert match.field not in match.also


@given(st.lists(TEXT, max_size=3))
def test_heading_rows_give_a_field_or_nothing(levels: list[str]) -> None:
    assert map_levels(levels, VOCABULARY).field in {None, *FIELDS}


@given(TEXT)
def test_a_period_is_words_of_its_heading(heading: str) -> None:
    found = take_period(heading)
    if found.period is not None:
        assert heading[found.start : found.end] == found.period


@given(TEXT)
def test_a_status_is_of_the_schema(words: str) -> None:
    value = parse_status(words, VOCABULARY)
    assert value.rag in {None, *get_args(Rag)}
    assert value.state in {None, *get_args(State)}
    assert value.matched or (value.rag is None and value.state is None)


@given(TEXT)
def test_a_status_phrase_lies_in_its_text(text: str) -> None:
    found = find_status_phrase(text, VOCABULARY)
    if found is not None:
        start, end, value = found
        assert 0 <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end]
        assert value == parse_status(text[start:end], VOCABULARY)


@given(st.sampled_from(get_args(Rag)), st.sampled_from([None, *get_args(State)]))
def test_canonical_words_mean_themselves(rag: Rag, state: State | None) -> None:
    assert parse_status(rag, VOCABULARY).rag == rag
    if state is not None:
        assert parse_status(state, VOCABULARY).state == state
        assert parse_status(f"{rag} – {state.replace('_', ' ')}", VOCABULARY) == (rag, state, True)


@given(st.sampled_from(sorted(FIELDS - {"extra"})))
def test_names_of_fields_are_headings_of_themselves(field: str) -> None:
    match = map_heading(field.replace("_", " "), VOCABULARY)
    assert field in (match.field, *match.also)


@given(TEXT)
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert squash(squash(fold(text))) == squash(fold(text))


@given(st.integers(0, 0xFFFFFF))
def test_a_strict_rating_is_a_rating(rgb: int) -> None:
    assert rag_of_fill(rgb) in (None, rag_of_fill(rgb, strict=False))


@given(st.integers(0, 0xFFFFFF), st.sampled_from(get_args(Rag)))
def test_a_colour_of_the_key_means_what_the_key_says(rgb: int, rag: Rag) -> None:
    assert rate_fill(rgb, {rgb: rag}).rag == rag
    assert LEGEND_DISTANCE > 0


@given(st.lists(TEXT, max_size=6))
def test_cells_tell_a_field_or_nothing(cells: list[str]) -> None:
    field, share = guess_field(cells, VOCABULARY)
    assert (field is None) == (share == 0.0)
    assert 0 <= share <= 1
