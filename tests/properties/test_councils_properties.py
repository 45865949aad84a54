"""Councils hold for any text: nothing raises, spans are true, and a result resolves to itself."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.normalise.council_index import council_index
from ingest.normalise.councils import Evidence, NamedAt, candidates, find_council, find_mentions, resolve_council

NAMES = sorted(one.name for one in council_index().register.councils.values())
PIECES = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from(["Kent", "LCC", "Newcastle", "Council", "of", "the", "and", "&", ",", ".", "\n", "County", "City"]),
    st.text(max_size=8),
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=8).map(" ".join))


@given(TEXTS)
def test_no_text_raises_and_a_council_resolves_to_itself(text: str) -> None:
    found = resolve_council(text)
    if found is not None:
        assert resolve_council(found.name) == found
        assert found in candidates(text)


@given(TEXTS)
def test_mentions_stand_in_the_text_in_order_without_overlap(text: str) -> None:
    end = 0
    for one in find_mentions(text):
        assert end <= one.start < one.end <= len(text)
        assert text[one.start : one.end].strip() == text[one.start : one.end]
        end = one.end


@given(
    st.sampled_from(NAMES),
    st.sampled_from(["", "Report of ", "1. "]),
    st.sampled_from(["", ".", "\nCabinet", ", 2019"]),
)
def test_an_official_name_is_found_at_its_place(name: str, before: str, after: str) -> None:
    start = len(before) + len(name) - len(name.removeprefix("The "))
    mentions = find_mentions(before + name + after)
    assert [(one.start, one.end, one.council.name) for one in mentions] == [(start, len(before) + len(name), name)]


@given(st.sampled_from(NAMES), st.integers(min_value=1), st.sampled_from("aeiorst"))
@settings(max_examples=300)
def test_one_letter_too_many_never_makes_another_council(name: str, place: int, letter: str) -> None:
    place = 1 + place % (len(name) - 1)
    found = resolve_council(name[:place] + letter + name[place:])
    assert found is None or found.name == name


@given(
    st.lists(st.builds(NamedAt, TEXTS, st.sampled_from(["header", "title", "front", "body", "?"]), st.integers(0, 9)))
)
def test_any_evidence_can_be_weighed(names: list[NamedAt]) -> None:
    found = find_council(Evidence(names, {"kent.gov.uk": 1, "": 2, "a@b": 0}, ["", "+44 (0)113 222"]))
    assert found is not None
    assert found.candidates
    assert 0 < found.share <= 1
    assert all(0 <= number < len(names) for number in found.named_by)
