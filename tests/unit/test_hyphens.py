"""Words broken over a line's end keep a hyphen that is their own and lose one that is the printer's."""

from __future__ import annotations

import pytest

from ingest.layout.document import Page, Word
from ingest.layout.hyphens import settle_hyphens
from ingest.layout.passage import Passage


def _word(text: str, soft: bool = False) -> Word:
    return Word(text, 0, 0, 10, 10, 1, soft=soft)


@pytest.mark.parametrize(
    ("elsewhere", "text"),
    [
        (["information", "is"], "information"),
        (["nothing", "of", "it"], "infor-mation"),
        (["infor-mation", "information"], "infor-mation"),
    ],
)
def test_the_paper_itself_tells_whether_a_hyphen_belongs_to_the_word(elsewhere: list[str], text: str) -> None:
    words = [_word("infor-", soft=True), _word("mation")]
    settle_hyphens([Page(1, 100, 100, words=[*words, *map(_word, elsewhere)])])
    assert Passage(words, [1]).text == text


def test_a_hyphen_that_the_file_calls_soft_always_goes() -> None:
    words = [_word("co\u00ad", soft=True), _word("operate")]
    settle_hyphens([Page(1, 100, 100, words=words)])
    assert Passage(words, [1]).text == "cooperate"


def _stacked(upper: str, lower: str) -> list[Word]:
    """Two words, the second on the line below."""
    return [Word(upper, 0, 0, 40, 10, 1), Word(lower, 0, 12, 20, 22, 1)]


@pytest.mark.parametrize(
    ("parts", "elsewhere", "text"),
    [
        (("Implement", "ed"), ["not", "implemented"], "Implemented"),
        (("Implement", "ed"), ["nothing", "of", "it"], "Implement ed"),
        (("with", "out"), ["without", "with"], "with out"),
        (("Review", "of"), ["a", "review", "of"], "Review of"),
    ],
)
def test_a_word_torn_without_a_hyphen_is_joined_where_the_paper_has_it_whole(
    parts: tuple[str, str], elsewhere: list[str], text: str
) -> None:
    words = _stacked(*parts)
    rest = [Word(word, 100.0 + 50 * at, 200, 140.0 + 50 * at, 210, 1) for at, word in enumerate(elsewhere)]
    settle_hyphens([Page(1, 100, 100, words=[*words, *rest])])
    assert Passage(words, [1]).text == text


def test_the_end_of_a_line_of_several_words_is_no_torn_word() -> None:
    words = [Word("to", 0, 0, 10, 10, 1), Word("imple", 13, 0, 40, 10, 1), Word("ment", 0, 12, 20, 22, 1)]
    settle_hyphens([Page(1, 100, 100, words=[*words, Word("implement", 0, 90, 50, 100, 1)])])
    assert Passage(words[1:], [1]).text == "imple ment"
