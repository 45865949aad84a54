"""Words broken over a line's end: whether the hyphen there is the word's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.layout.document import Page
from ingest.layout.together import ALONE, Together

_EDGES = re.compile(r"^[^\w]+|[^\w]+$")
_SOFT_HYPHEN = "\u00ad"


def settle_hyphens(pages: Sequence[Page], together: Together = ALONE) -> None:
    """Decide for each word that a line's end cuts at a hyphen; changed in place.

    A reader cannot tell "co-/operate" from "infor-/mation": the paper can. The hyphen stands only for the break
    (``soft`` stays true) where the joined word stands elsewhere in the paper and the hyphenated one does not.
    Otherwise it is kept, since it is printed. A hyphen that the file itself calls soft always goes.
    """
    cut = [
        (word, after)
        for page in pages
        for word, after in pairwise(page.words)
        if word.soft and not word.text.endswith(_SOFT_HYPHEN)
    ]
    halves = [(_bare(word.text), _bare(after.text)) for word, after in cut]
    asked: set[str] = set()
    for part in together.share("halves", halves):
        asked.update(form for start, end in part for form in (start + end, f"{start}-{end}"))
    if not asked:
        return
    own = {_bare(word.text) for page in pages for word in page.words if not word.soft}
    known = set().union(*together.share("known", asked & own))
    for (word, _), (start, end) in zip(cut, halves, strict=True):
        word.soft = start + end in known and f"{start}-{end}" not in known


def _bare(text: str) -> str:
    return _EDGES.sub("", text).casefold()
