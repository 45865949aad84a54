"""Which pages have no usable text layer; kept apart from the recogniser, whose libraries are heavy."""

from __future__ import annotations

import re

from ingest.layout.document import Page

# A page covered by images to this share with this many words or fewer is a scan with a stamp (a pack's page number).
SCAN_SHARE = 0.5
_STAMP_WORDS = 15
# Share of a page's letters without a meaning from which its text layer is garbage.
_GARBAGE_SHARE = 0.3
# Of so many letters, in words of at least so many, fewer are vowels than in any language: its font tells wrong letters
# for right ones (English has 0.38).
_MANY_LETTERS = 150
_LONG_WORD = 4
_VOWEL_SHARE = 0.22
_VOWELS = "aeiouyAEIOUY"
# The private area, the stand-in for an unmapped letter, control signs.
_MEANINGLESS = re.compile("[\ue000-\uf8ff\ufffd\x00-\x1f\x7f-\x9f]")


def wants_recognition(page: Page) -> bool:
    """Whether a page has no usable text layer: no words, a stamp on a scan, or letters without meaning.

    What the program that scanned it recognised is no usable layer: it knows neither lines nor fills, and its reading
    is worse than ours as a rule.
    """
    if page.width <= 0:
        return False
    if not page.words:
        return True
    if page.image_share >= SCAN_SHARE and len(page.words) <= max(_STAMP_WORDS, len(page.unseen)):
        return True
    return has_no_meaning(page) or _lacks_vowels([word.text for word in page.words])


def has_no_meaning(page: Page) -> bool:
    """Whether many of a page's letters mean nothing."""
    letters = "".join([word.text for word in page.words])
    if letters.isascii() and letters.isprintable():
        return False  # most pages: told in no time
    return len(_MEANINGLESS.findall(letters)) > _GARBAGE_SHARE * len(letters)


def _lacks_vowels(words: list[str]) -> bool:
    """Whether the letters are hardly those that are seen; other alphabets and accents are given the benefit.

    Acronyms, codes and numbered marks have no vowels and are right: long words of letters alone are counted.
    """
    letters = "".join(words)
    if not letters.isascii() or sum(map(letters.count, _VOWELS)) >= _VOWEL_SHARE * len(letters):
        return False  # most pages: counted in no time
    long = "".join([word for word in words if len(word) >= _LONG_WORD and word.isalpha()])
    return len(long) >= _MANY_LETTERS and sum(map(long.count, _VOWELS)) < _VOWEL_SHARE * len(long)


def is_meaningless(letter: str) -> bool:
    """Whether a letter is of the private area, a stand-in for an unmapped one, or a control sign."""
    return _MEANINGLESS.match(letter) is not None
