"""When words count as the same, and which entry of one list belongs to which of another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from rapidfuzz.distance import Indel

# Two texts are the same from here on: a lost full stop or hyphen passes, a lost clause does not.
SAME_TEXT = 0.97
# Weights of the three things an abridged answer tells: how a text begins, how it ends, how long it is.
_BEGINS, _ENDS, _LONG = 0.5, 0.3, 0.2
# How many words an abridged answer may be out, as a share and at least.
_LENGTH_SHARE, _LENGTH_WORDS = 0.03, 2

_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
A = TypeVar("A")
B = TypeVar("B")


@lru_cache(maxsize=65536)
def _folded(words: str) -> str:
    return _NOT_ALPHANUMERIC.sub("", unicodedata.normalize("NFKC", words).casefold())


def fold(value: object) -> str:
    """Letters and digits alone, without case: white space, quotes, hyphens and bullets never matter."""
    return _folded(str(value))


def is_abridged(value: object) -> bool:
    """Whether an answer gives the first and last words and the length of a long text, not all of it."""
    return isinstance(value, dict) and "starts" in value


def words_of(value: object) -> str:
    """The words of a plain string, or of an object with ``text`` or else ``raw``; "" for none.

    An abridged answer gives its first and last words with an ellipsis between.
    """
    if isinstance(value, dict):
        if "starts" in value:
            return f"{value['starts']} … {value.get('ends', '')}"
        text = value.get("text")
        return words_of(value.get("raw") if text is None else text)
    return "" if value is None else str(value)


def text_likeness(answer: object, found: object) -> float:
    """How alike two texts are once folded, 0 to 1; ``answer`` may be abridged."""
    words = words_of(found)
    if isinstance(answer, dict) and "starts" in answer:
        return _abridged_likeness(answer, words)
    return folded_likeness(words_of(answer), words)


def folded_likeness(one: str, other: str) -> float:
    """How alike two strings are once folded, 0 to 1; two empty ones are alike."""
    return Indel.normalized_similarity(_folded(one), _folded(other))


def _abridged_likeness(answer: dict[str, Any], words: str) -> float:
    body, begins, ends = fold(words), fold(answer["starts"]), fold(answer["ends"])
    if not body:
        return 0.0
    wanted = answer["words"]
    out_by = abs(len(words.split()) - wanted)
    return (
        _BEGINS * Indel.normalized_similarity(begins, body[: len(begins)])
        + _ENDS * Indel.normalized_similarity(ends, body[-len(ends) :])
        + (_LONG if out_by <= max(_LENGTH_WORDS, _LENGTH_SHARE * wanted) else 0.0)
    )


def same_text(answer: object, found: object) -> bool:
    """Whether two texts say the same, white space and marks apart."""
    return text_likeness(answer, found) >= SAME_TEXT


def exact_text(answer: object, found: object) -> bool:
    """Whether two texts are the same to the letter; an abridged answer: begins, ends and counts to the letter."""
    words = words_of(found)
    if isinstance(answer, dict) and "starts" in answer:
        ends_meet = words.startswith(answer["starts"]) and words.endswith(answer["ends"])
        return ends_meet and len(words.split()) == int(answer["words"])
    return words_of(answer) == words


def pair_best(
    ours: Sequence[A], theirs: Sequence[B], likeness: Callable[[A, B], float], least: float
) -> tuple[list[tuple[A, B]], list[A], list[B]]:
    """Pair two lists one to one, the likest first; of equals those that stand at like positions.

    Returns:
        the pairs in the order of ``ours``, what of ``ours`` has no partner, what of ``theirs`` has none.
    """
    candidates = [
        (value, -abs(i - j), i, j)
        for i, one in enumerate(ours)
        for j, other in enumerate(theirs)
        if (value := likeness(one, other)) >= least
    ]
    left, right = dict(enumerate(ours)), dict(enumerate(theirs))
    pairs: dict[int, tuple[A, B]] = {}
    for _, _, i, j in sorted(candidates, reverse=True):
        if i in left and j in right:
            pairs[i] = (left.pop(i), right.pop(j))
    return [pairs[i] for i in sorted(pairs)], list(left.values()), list(right.values())
