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
