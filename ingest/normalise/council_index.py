"""The index of councils: every form of their names, ready for look-up, built once from the register."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from ingest.normalise.council_names import (
    Key,
    Kinds,
    KindWords,
    fit,
    initials,
    is_shared,
    is_whole_only,
    plain,
    words_of,
)
from ingest.vocabulary.council_register import Council, Register, read_register
from ingest.vocabulary.loader import Vocabulary, load_vocabulary

# The longest slip in one word, by its length: short words are too alike ("Barnet", "Burnet"). Shorter words may have
# one beside a longer word without any ("Eas Lothian").
_SLIPS = ((10, 2), (5, 1), (0, 0))
_LONG_WORD, _SHORT_WORD = 5, 3
# A place without any word for council must be this long before a slip in it is forgiven.
_LONG_ENOUGH = 8
_NOBODY = "-"
_GOVERNMENT = ".gov.uk"
_SECURE_MAIL = frozenset({"gcsx", "gsx", "gsi", "secure"})
_DOMAIN_ENDS = ("council", "mbc", "lbc", "cc", "bc", "dc")

Codes = tuple[str, ...]


class CouncilIndex:
    """Look-up of councils by name, letters and domain.

    Every look-up gives codes of the register: one when it is settled, several when it is not, none for nobody.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.register: Register = read_register(vocabulary)
        self.words = KindWords(vocabulary)
        self.ambiguous: dict[Key, Codes] = {
            words_of(name): tuple(code for code in codes.split() if code in self.register.councils)
            for name, codes in vocabulary.mapping("council_words", "ambiguous").items()
        }
        self.places: dict[Key, list[str]] = {}
        self.exact: dict[tuple[Key, Kinds], list[str]] = {}
        self.wholes: dict[Key, list[str]] = {}
        self._squashed_names: dict[str, list[str]] = {}
        self.letters: dict[str, list[str]] = {}
        self.initials: dict[str, list[str]] = {}
        self.domains: dict[str, list[str]] = {}
        self.own_kinds: dict[str, Kinds] = {}
        for council in self.register.councils.values():
            self._add(council)
        self.squashed = {"".join(place): place for place in self.places}
        nobody = (words_of(name) for name in vocabulary.words("council_words", "no_council"))
        self.nobody = frozenset(place for place in nobody if place not in self.places)
        known = [*self.places, *self.ambiguous, *self.nobody]
        self._spelt: dict[str, Key] = {" ".join(place): place for place in known}
        self._spelt_wholes: dict[str, Key] = {" ".join(words): words for words in self.wholes}
        self._add_words(vocabulary)

    def _add_words(self, vocabulary: Vocabulary) -> None:
        """What reading names in running text needs: trees of names and the words around them."""
        groups = ("ends", "before_place", "bodies_after", "bodies_before", "shared_bodies")
        words = {group: frozenset(map(plain, vocabulary.words("council_words", group))) for group in groups}
        self.ends, self.before_place = words["ends"], words["before_place"]
        self.bodies_after, self.bodies_before = words["bodies_after"], words["bodies_before"]
        self.shared_words = words["shared_bodies"]
        self.everyday = frozenset(words_of(name) for name in vocabulary.words("council_words", "everyday"))
        self.official = frozenset(words_of(council.name) for council in self.register.councils.values())
        self.place_tree = _tree([*self.places, *self.ambiguous])
        self.whole_tree = _tree(self.wholes)
        self.starts = frozenset((*self.place_tree, *self.whole_tree, *self.words.kinds, *self.words.parts))
        names = (*self.places, *self.ambiguous, *self.wholes)
        self.known_words = frozenset(word for name in names for word in name)
        # Printed words met in texts that begin no name; they are passed over from then on.
        self.dull_words: set[str] = set()
        self._dialling: dict[str, list[str]] = {}
        for code, forms in self.register.forms.items():
            for prefix in forms.dialling:
                _put(self._dialling, re.sub(r"\D", "", prefix), code)

    def _add(self, council: Council) -> None:
        forms = self.register.forms.get(council.code)
        code = council.code
        place, own = self.words.split(words_of(council.name))
        self.own_kinds[code] = own
        whole = is_whole_only(council)
        names = (council.name, *(forms.names if forms else ()))
        for name in names if is_shared(council) else (*names, council.nice_name):
            words = words_of(name)
            _put(self._squashed_names, "".join(words), code)
            if whole or not self.words.split(words)[0]:
                _put(self.wholes, words, code)
            else:
                self._add_name(words, code)
        if not whole:
            for letters in initials(council, place, own):
                _put(self.initials, letters, code)
        if forms:
            for letters in forms.letters:
                _put(self.letters, "".join(words_of(letters)), code)
            for domain in forms.domains:
                _put(self.domains, domain.casefold(), code)

    def _add_name(self, words: Key, code: str) -> None:
        place, kinds = self.words.split(words)
        _put(self.exact, (place, kinds), code)
        if place not in self.ambiguous:
            _put(self.places, place, code)

    def by_name(self, words: Key, on: date | None = None, spelt_right: bool = False) -> Codes:
        """Councils that a whole name may mean; with ``spelt_right`` no slip is forgiven."""
        if not words:
            return ()
        if words in self.wholes:
            return self._choose(self.wholes[words], frozenset(), on)
        place, kinds = self.words.split(words)
        found = self.by_place(place, kinds, on)
        if found or spelt_right or place in self.nobody:
            return found
        return self._with_slips(words, place, kinds, on)

    def by_place(self, place: Key, kinds: Kinds, on: date | None = None) -> Codes:
        """Councils of a place that the kinds fit."""
        for candidate in dict.fromkeys((place, self.words.spelt_out(place))):
            if (candidate, kinds) in self.exact and (candidate not in self.ambiguous or kinds):
                return self._choose(self.exact[candidate, kinds], frozenset(), on)
            if candidate in self.ambiguous:
                telling = self.words.telling(kinds)
                fitting = [code for code in self.ambiguous[candidate] if telling and telling <= self.own_kinds[code]]
                return tuple(fitting) if len(fitting) == 1 else self.ambiguous[candidate]
            if candidate in self.places:
                return self._choose(self.places[candidate], kinds, on)
        return ()

    def by_letters(self, letters: str, curated: bool = False) -> Codes:
        """Councils that a letter form such as "RBKC" may mean; ``curated`` leaves out those made from initials."""
        letters = "".join(words_of(letters))
        if letters in self.letters:
            return tuple(self.letters[letters])
        return () if curated else tuple(self.initials.get(letters, ()))

    def by_phone(self, number: str) -> Codes:
        """Councils whose offices have the dialling code of a telephone number."""
        digits = re.sub(r"^(?:\+44|0044)\s*(?:\(0\))?", "0", number.strip())
        digits = re.sub(r"\D", "", digits)
        longest = max((prefix for prefix in self._dialling if digits.startswith(prefix)), key=len, default="")
        return tuple(self._dialling.get(longest, ()))

    def by_domain(self, host: str, on: date | None = None) -> Codes:
        """Councils whose domain a host's name ends in."""
        labels = [label for label in host.casefold().strip(".").split(".") if label not in _SECURE_MAIL]
        for first in range(len(labels) - 1):
            domain = ".".join(labels[first:])
            if domain in self.domains:
                return self._choose(self.domains[domain], frozenset(), on)
        host = ".".join(labels)
        if not host.endswith(_GOVERNMENT) or len(labels) < 3:
            return ()
        label = labels[-3].replace("-", "")
        ends = ("", *(end for end in _DOMAIN_ENDS if label.endswith(end)))
        for end in ends:
            place = self.squashed.get(label.removesuffix(end))
            if place:
                return self._choose(self.places[place], frozenset(), on)
        return ()

    def _choose(self, codes: Sequence[str], kinds: Kinds, on: date | None) -> Codes:
        """Of councils with one name, those that fit best, and of these those that exist on the day."""
        if len(codes) == 1 and not kinds:
            return tuple(codes)
        ranks = {code: fit(kinds, self.own_kinds[code], self.register.councils[code]) for code in codes}
        if not kinds:
            ranks = dict.fromkeys(codes, 1)
        best = max(ranks.values())
        fitting = [code for code in codes if ranks[code] == best] if best else []
        there = [code for code in fitting if self.register.councils[code].exists_on(on)]
        return tuple(there or fitting)

    def _with_slips(self, words: Key, place: Key, kinds: Kinds, on: date | None) -> Codes:
        """Councils for a name with typing slips: joined or parted words first, then letters."""
        squashed = "".join(words)
        if squashed in self._squashed_names:
            return self._choose(self._squashed_names[squashed], kinds, on)
        for first, last in ((place, kinds), self.words.split(self._mended(words))):
            joined = self.squashed.get("".join(first))
            if joined:
                return self.by_place(joined, last, on)
            found = self.by_place(first, last, on)
            if found:
                return found
            if last or len("".join(first)) >= _LONG_ENOUGH:
                near = self._nearest(self.words.spelt_out(first), self._spelt)
                if near:
                    return self.by_place(near, last, on)
        near = self._nearest(words, self._spelt_wholes)
        return tuple(self.wholes[near]) if near else ()

    def _mended(self, words: Key) -> Key:
        """The words with slips in words such as "county" and "council" mended ("couny", "countycouncil")."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        targets = [word for word in self.words.kinds if len(word) >= 4]
        mended: list[str] = []
        for word in words:
            end = word.removesuffix("council")
            if end != word and end in self.words.kinds:
                mended += (end, "council")
            elif word in self.words.kinds or len(word) < 4 or word in self.known_words:
                mended.append(word)
            else:
                near = process.extractOne(word, targets, scorer=OSA.distance, score_cutoff=1 if len(word) < 7 else 2)
                mended.append(near[0] if near else word)
        return tuple(mended)

    def _nearest(self, words: Key, names: dict[str, Key]) -> Key | None:
        """The one known name that differs from this one by slips alone, or None where two are as near."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near: dict[Codes, tuple[int, Key]] = {}
        for name, distance, _ in process.extract(" ".join(words), list(names), scorer=OSA.distance, score_cutoff=2):
            known = names[name]
            if _slipped(words, known):
                codes = tuple(self.places.get(known) or self.wholes.get(known) or self.ambiguous.get(known, (_NOBODY,)))
                near.setdefault(codes, (int(distance), known))
        ranked = sorted(near.items(), key=lambda item: item[1])
        if not ranked or ranked[0][0] == (_NOBODY,):
            return None
        if len(ranked) > 1 and ranked[1][1][0] <= ranked[0][1][0]:
            return None
        return ranked[0][1][1]


def _slipped(words: Sequence[str], known: Key) -> bool:
    """Whether each word is the known one but for a slip after its first letter."""
    from rapidfuzz.distance import OSA

    if len(words) != len(known):
        return False
    held = any(word == right and len(word) >= _LONG_WORD for word, right in zip(words, known, strict=True))
    for word, right in zip(words, known, strict=True):
        if word == right:
            continue
        allowed = next(slips for length, slips in _SLIPS if len(right) >= length)
        allowed = allowed or int(held and len(right) >= _SHORT_WORD)
        if word[0] != right[0] or OSA.distance(word, right) > allowed:
            return False
    return True


def _put(index: dict[Any, list[str]], key: Any, code: str) -> None:
    codes = index.setdefault(key, [])
    if code not in codes:
        codes.append(code)


def _tree(names: Iterable[Key]) -> dict[str, Any]:
    """Names as a tree of their words; a name ends where a branch has ""."""
    tree: dict[str, Any] = {}
    for name in names:
        node = tree
        for word in name:
            node = node.setdefault(word, {})
        node[""] = {}
    return tree


def council_index(vocabulary: Vocabulary | None = None) -> CouncilIndex:
    """The index of a vocabulary's councils, built on first use.

    Raises:
        VocabularyError: a table of councils is wrong.
    """
    return (vocabulary or load_vocabulary()).once("councils", CouncilIndex)


def councils_of(index: CouncilIndex, codes: Iterable[str]) -> list[Council]:
    """The councils of some codes."""
    return [index.register.councils[code] for code in codes]
