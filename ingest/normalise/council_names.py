"""Names of councils taken apart: the place, and the words that say what sort of council it is.

"Royal Borough of Windsor & Maidenhead" is the place ("windsor", "maidenhead") and the kinds royal and borough. Places
are looked up in the register; the kinds must then fit the council, so that "Oxford City Council" and "Oxford County
Council" are not the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ingest.vocabulary.council_register import Council
from ingest.vocabulary.loader import Vocabulary

Key = tuple[str, ...]
Kinds = frozenset[str]

_WORD = re.compile(r"[^\W_]+")
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}")
_APOSTROPHES = re.compile(r"['’‘`´ʼ]")
_BROKEN_WORD = re.compile(r"(?<=\w)[-\u00ad\u2010]\s*\n\s*(?=[a-z])")
# With the usual slips in "and".
_DROPPED = frozenset({"and", "the", "adn", "amd", "nad"})
_SAME = {"upon": "on", "saint": "st"}
# Kinds that tell councils of one place apart; the others ("council", "authority") fit any.
_TELLING = frozenset({"county", "city", "borough", "district", "metropolitan", "london", "royal", "county/city"})
# Bodies of several councils: the register has them, but a place alone never means them.
_SHARED_KINDS = frozenset({"Combined authority", "Strategic Regional Authority"})
# "London" is among the kinds, so the City's names leave no place.
_ONLY_AS_A_WHOLE = _SHARED_KINDS | {"City corporation"}


@lru_cache(maxsize=16384)
def plain(word: str) -> str:
    """One word without case, accents and apostrophes; "upon" is "on" and "Saint" is "St"."""
    word = word.casefold()
    if not word.isascii():
        word = "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))
        word = _APOSTROPHES.sub("", word)
    word = word.replace("'", "")
    return _SAME.get(word, word)


def words_of(text: str) -> Key:
    """The folded words of a name without "and" and "the"."""
    joined = _APOSTROPHES.sub("", _BROKEN_WORD.sub("", text))
    joined = _DOTTED.sub(lambda found: found[0].replace(".", ""), joined)  # "Kent C.C."
    return tuple(word for word in map(plain, _WORD.findall(joined)) if word not in _DROPPED)


class KindWords:
    """Parts a name into its place and its kinds."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        mapping = vocabulary.mapping("council_words", "kinds")
        self.kinds: dict[str, Kinds] = {plain(word): frozenset(meant.split()) for word, meant in mapping.items()}
        self.parts: dict[str, Key] = {
            plain(word): words_of(meant) for word, meant in vocabulary.mapping("council_words", "parts").items()
        }

    def split(self, words: Sequence[str]) -> tuple[Key, Kinds]:
        """The place and the kinds of a name given as folded words ("City of", ", City of" and "City Council" alike)."""
        kinds: set[str] = set()
        first, last = 0, len(words)
        while first < last and (words[first] in self.kinds or (words[first] == "of" and first)):
            kinds |= self.kinds.get(words[first], frozenset())
            first += 1
        while last > first:
            if words[last - 1] in self.kinds:
                kinds |= self.kinds[words[last - 1]]
            elif not (words[last - 1] == "of" and last - 1 > first and words[last - 2] in self.kinds):
                break
            last -= 1
        return tuple(words[first:last]), frozenset(kinds)

    def spelt_out(self, place: Key) -> Key:
        """The place with short forms of counties and directions in full ("s cambs" is "south cambridgeshire")."""
        return tuple(full for word in place for full in self.parts.get(word, (word,)))

    def telling(self, kinds: Kinds) -> Kinds:
        """The kinds that tell councils of one place apart."""
        return kinds & _TELLING


def fit(said: Kinds, own: Kinds, council: Council) -> int:
    """How well kinds in the text fit a council's own: 3 the same words, 2 the same sort, 1 possible, 0 no."""
    if said == own:
        return 3
    if "county/city" in said:
        said = (said - {"county/city"}) | ({"city"} if "city" in own else {"county"})
    said_telling, own_telling = said & _TELLING, own & _TELLING
    if said_telling == own_telling:
        return 2
    if not said_telling:
        return 1
    if council.kind == "County":
        return 0 if said_telling - {"county"} else 1
    if "london" in said_telling and council.kind != "London borough":
        return 0
    if "metropolitan" in said_telling and council.kind != "Metropolitan district":
        return 0
    return int(_county_fits(said_telling, own_telling, council))


def _county_fits(said: Kinds, own: Kinds, council: Council) -> bool:
    """Whether "county" in the text, or in the council's name, is no contradiction.

    Wiltshire Council may be called a county council, as it was one; Leicester City Council never is.
    """
    if "county" in said and "county" not in own:
        of_a_county = council.kind not in ("Non-metropolitan district", "Metropolitan district", "London borough")
        return of_a_county and not own & {"city", "borough"}
    if "county" in own and "county" not in said:
        return council.kind == "Welsh unitary authority"
    return True


def is_shared(council: Council) -> bool:
    """Whether it is a body of several councils, which the name of its area never means ("Greater Manchester")."""
    return council.kind in _SHARED_KINDS


def is_whole_only(council: Council) -> bool:
    """Whether only whole names mean it: "London" is neither the City Corporation nor the Greater London Authority."""
    return council.kind in _ONLY_AS_A_WHOLE


def initials(council: Council, place: Key, own: Kinds) -> Iterable[str]:
    """The letter forms that a council's name makes: "lcc", "rbkc", "cwacc"."""
    small = {"of", "on", "with", "in", "under"}
    short = "".join(word[0] for word in place if word not in small)
    full = "".join(word[0] for word in place)
    if council.kind == "London borough":
        ends: tuple[str, ...] = ("",)
        heads: tuple[str, ...] = ("rb",) if "royal" in own else ("lb",)
    else:
        ends, heads = _letters_of_kinds(own), ("",)
    return {head + body + end for body in (short, full) for head in heads for end in ends}


def _letters_of_kinds(own: Kinds) -> tuple[str, ...]:
    if "metropolitan" in own:
        return ("mbc", "bc", "c") if "borough" in own else ("mdc", "c")
    if "county" in own:
        return ("cbc", "c") if "borough" in own else ("cc",)
    if "city" in own:
        return ("cc", "cdc") if "district" in own else ("cc",)
    if "borough" in own:
        return ("bc",)
    return ("dc",) if "district" in own else ("c",)
