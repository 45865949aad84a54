"""Words broken over a line's end: whether the hyphen there is the word's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.layout.document import Page, Word
from ingest.layout.together import ALONE, Together

_EDGES = re.compile(r"^[^\w]+|[^\w]+$")
# The line below begins so many heights of a line further down; a part of a torn word is no shorter than this.
_BELOW = (0.6, 1.8)
_SHORTEST = 3
_SOFT_HYPHEN = "\u00ad"


def settle_hyphens(pages: Sequence[Page], together: Together = ALONE) -> None:
    """Decide for each word that a line's end cuts at a hyphen; changed in place.

    A reader cannot tell "co-/operate" from "infor-/mation": the paper can. The hyphen stands only for the break
    (``soft`` stays true) where the joined word stands elsewhere in the paper and the hyphenated one does not.
    Otherwise it is kept, since it is printed. A hyphen that the file itself calls soft always goes.

    A column that is too narrow for a word tears it without a hyphen. That is sure only where the whole word stands
    elsewhere in the paper, and its first part is no word there.
    """
    cut = [
        (word, after)
        for page in pages
        for word, after in pairwise(page.words)
        if word.soft and not word.text.endswith(_SOFT_HYPHEN)
    ]
    torn = [pair for page in pages for pair in _torn(page.words)]
    halves = [(_bare(word.text), _bare(after.text)) for word, after in cut]
    parts = [(_bare(word.text), _bare(after.text)) for word, after in torn]
    asked: set[str] = set()
    for told, others in together.share("halves", (halves, parts)):
        asked.update(form for start, end in told for form in (start + end, f"{start}-{end}"))
        asked.update(form for start, end in others for form in (start + end, start))
    if not asked:
        return
    doubted = {id(word) for word, _ in torn}
    own = {_bare(word.text) for page in pages for word in page.words if not word.soft and id(word) not in doubted}
    known = set().union(*together.share("known", asked & own))
    for (word, _), (start, end) in zip(cut, halves, strict=True):
        word.soft = start + end in known and f"{start}-{end}" not in known
    for (word, _), (start, end) in zip(torn, parts, strict=True):
        word.soft = start + end in known and start not in known


def _torn(words: Sequence[Word]) -> Iterator[tuple[Word, Word]]:
    """Words alone on their line that may go on, without a hyphen, with the word below: their column is too narrow."""
    before: Word | None = None
    for word, after in pairwise(words):
        height = word.bottom - word.top
        below = after.x0 < word.x1 and _BELOW[0] * height < after.top - word.top < _BELOW[1] * height
        if below and after.x1 > word.x0 and after.text[0].islower() and word.text[-1].islower() and not word.soft:
            beside = before is not None and abs(before.top - word.top) < height / 2 and before.x1 > word.x0 - word.size
            if not beside and len(word.text) >= _SHORTEST:
                yield word, after
        before = word


def _bare(text: str) -> str:
    return _EDGES.sub("", text).casefold()
