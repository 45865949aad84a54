"""Letters of one shape: in most faces a capital I and a small l are the same stroke, and only the word tells which."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.layout.document import Word
from ingest.vocabulary.loader import Vocabulary

_LISTS = ("headings", "acronyms", "front_matter", "plans", "inspection", "status")
_WORD = re.compile(r"[A-Za-z]{3,}")
_LABEL = re.compile(r"\(?[A-Za-z0-9|][.)]{1,2}")
_STROKES = "1lIi|"
# Letters that are a stroke, with those before and after them.
_BETWEEN = (("l", "k", "m"), ("i", "h", "j"), ("I", "H", "J"))


def tell_apart(words: Sequence[Word], vocabulary: Vocabulary) -> None:
    """Read a stroke as the letter that the word or the list says it is; words are changed in place.

    It is an I where that makes an acronym of the vocabulary ("KPls"), an l between the entries k) and m).
    """
    acronyms = vocabulary.once("acronyms with an I", _acronyms)
    recognised = [word for word in words if word.confidence is not None]
    for word in recognised:
        if "l" in word.text:
            word.text = _WORD.sub(lambda found: _with_capitals(found[0], acronyms), word.text)
    labels = [word for word in recognised if _LABEL.fullmatch(word.text)]
    for before, word, after in zip(labels, labels[1:], labels[2:], strict=False):
        for letter, left, right in _BETWEEN:
            form = word.text.replace(_stroke(word.text), "{}", 1) if _stroke(word.text) else ""
            if form and before.text == form.format(left) and after.text == form.format(right):
                word.text = form.format(letter)


def _stroke(text: str) -> str:
    return next((sign for sign in text if sign in _STROKES), "")


def _with_capitals(text: str, acronyms: frozenset[str]) -> str:
    capital = text.replace("l", "I")
    # "Pls" may be short for please.
    return capital if capital in acronyms and sum(sign.isupper() for sign in text) > 1 else text


def _acronyms(vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(
        word
        for name in _LISTS
        for entry in vocabulary.entries(name)
        for match in entry.match
        for word in _WORD.findall(match)
        if "I" in word and sum(sign.isupper() for sign in word) > 1
    )
