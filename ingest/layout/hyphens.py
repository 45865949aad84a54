"""Words broken over a line's end: whether the hyphen there is the word's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.layout.document import Page

_EDGES = re.compile(r"^[^\w]+|[^\w]+$")
_SOFT_HYPHEN = "\u00ad"


def settle_hyphens(pages: Sequence[Page]) -> None:
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
    if not cut:
        return
    known = {_EDGES.sub("", word.text).casefold() for page in pages for word in page.words if not word.soft}
    for word, after in cut:
        start, end = _EDGES.sub("", word.text).casefold(), _EDGES.sub("", after.text).casefold()
        word.soft = start + end in known and f"{start}-{end}" not in known
