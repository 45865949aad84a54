"""Whose paper is it: councils told from names, letter forms and domains.

A name that may be several councils' is nobody's here (None); ``candidates`` gives them, and ``find_council`` decides
between them by the other evidence of the paper.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ingest.normalise.council_index import CouncilIndex, council_index, councils_of
from ingest.normalise.council_mentions import mentions_in
from ingest.normalise.council_names import words_of
from ingest.vocabulary.council_register import Council
from ingest.vocabulary.loader import Vocabulary

_ADDRESS = re.compile(
    r"(?:https?://)?(?:[\w.+'’-]+@)?(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE
)
_TOP_LEVEL = re.compile(r"\.(?:uk|com|org|net|info|cymru|wales|scot|london)$", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\(([^()]*)\)\s*$")
_POSSESSIVE = re.compile(r"['’]s?\W*$|(?<=council)['’]s?\b", re.IGNORECASE)
# A name within a string begins here; a capital or "and" before it would be a part of a longer name.
_BEGINS = re.compile(r"(?:^|[,;:(/|–—-]|\b(?:of|at|for|by|to|from|in|with|the))\s*$")
_LONGEST_LETTERS = 7
# Where a name stands, and how much it tells of whose paper it is. Other councils are named in the body of a paper.
WEIGHTS = {"header": 3.0, "title": 3.0, "front": 2.0, "body": 0.5}
_OWN_DOMAIN = 3.0
_BARE_PLACE = 0.5
_LETTERS = 0.6
_EVERYDAY = 0.2
_DIALLING = 0.5
# Less than this is no evidence; a council must lead the next one by this factor.
_ENOUGH = 1.0
_LEAD = 1.5


@dataclass(frozen=True, slots=True)
class CouncilName:
    """A council as the schema names it.

    Attributes:
        name: official name.
        gss_code: code of the Office for National Statistics, or None where the register has none.
        kind: sort of council ("County", "Unitary authority").
        nation: England, Northern Ireland, Scotland or Wales.
    """

    name: str
    gss_code: str | None
    kind: str
    nation: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A council's name in running text.

    Attributes:
        start: index of its first character.
        end: index behind its last character.
        council: whose name it is.
        score: 1 for a name with a word such as "council", 0.6 for letters, 0.5 for a place alone, 0.2 where that is an
            everyday word.
    """

    start: int
    end: int
    council: CouncilName
    score: float


@dataclass(frozen=True, slots=True)
class NamedAt:
    """A string of the paper that may name a council.

    Attributes:
        text: the words.
        where: "header" (running header, letter head, crest), "title", "front" (front matter) or "body".
        count: how often it is printed there.
    """

    text: str
    where: str = "front"
    count: int = 1


@dataclass(frozen=True)
class Evidence:
    """What a paper shows of whose it is.

    Attributes:
        names: strings that may name a council.
        domains: hosts of mail and web addresses (or whole addresses), with how often they are printed.
        phones: telephone numbers.
        on: day of the paper, which decides between a council and its successor of the same name.
    """

    names: Sequence[NamedAt] = ()
    domains: Mapping[str, int] = field(default_factory=dict)
    phones: Sequence[str] = ()
    on: date | None = None


@dataclass(frozen=True)
class CouncilFinding:
    """Whose paper it is.

    Attributes:
        council: the council, or None where the evidence does not settle it.
        candidates: councils that the evidence speaks for, the likeliest first.
        named_by: indexes into ``Evidence.names`` of the strings that name the council, other than by letters or an
            address: full names before bare places, and of these the weightiest first.
        share: the council's share of all weight, 0 to 1.
    """

    council: CouncilName | None
    candidates: tuple[CouncilName, ...]
    named_by: tuple[int, ...]
    share: float


def resolve_council(text: str, vocabulary: Vocabulary | None = None, on: date | None = None) -> CouncilName | None:
    """The council that a string names, or None where it names none, or several.

    Args:
        text: a name, letter form, domain, or web or mail address.
        vocabulary: the words to read it by.
        on: the day that decides between a council and its successor of the same name; today's councils without it.

    Raises:
        VocabularyError: a table of councils is wrong.
    """
    index = council_index(vocabulary)
    codes = _codes(index, text, on)
    return _named(index.register.councils[codes[0]]) if len(codes) == 1 else None


def candidates(text: str, vocabulary: Vocabulary | None = None, on: date | None = None) -> list[CouncilName]:
    """All councils that a string may name, those of today first, each group by name."""
    index = council_index(vocabulary)
    councils = councils_of(index, _codes(index, text, on))
    return [_named(council) for council in sorted(councils, key=lambda one: (not one.exists_on(on), one.name))]


def find_mentions(text: str, vocabulary: Vocabulary | None = None, on: date | None = None) -> list[Mention]:
    """Every council named in running text, in order and without overlap; the longest name counts.

    Names of several councils ("LCC") and names of other bodies ("Kent Police") are left out.
    """
    index = council_index(vocabulary)
    return [
        Mention(start, end, _named(index.register.councils[code]), score)
        for start, end, code, score in mentions_in(index, text, on)
    ]


def find_council(evidence: Evidence, vocabulary: Vocabulary | None = None) -> CouncilFinding | None:
    """Weigh the evidence of a paper; None where nothing in it names any council.

    A paper names other councils too (neighbours, examples), so weight decides: the council's own domain and a name in a
    running header or title count most. What several councils may be called ("LCC") counts for those of them that
    something else speaks for. Without a clear lead the finding has no council but candidates.
    """
    index = council_index(vocabulary)
    weights: dict[str, float] = {}
    unsettled: list[tuple[tuple[str, ...], float]] = []
    named: dict[str, list[tuple[float, float, int]]] = {}
    for number, one in enumerate(evidence.names):
        codes = _codes(index, one.text, evidence.on)
        fullness = _fullness(index, one.text)
        weight = WEIGHTS.get(one.where, WEIGHTS["body"]) * fullness * math.log2(1 + max(one.count, 1))
        if len(codes) == 1:
            weights[codes[0]] = weights.get(codes[0], 0.0) + weight
            if fullness != _LETTERS:
                named.setdefault(codes[0], []).append((-fullness, -weight, number))
        elif codes:
            unsettled.append((codes, weight))
    for domain, count in sorted(evidence.domains.items()):
        codes = index.by_domain(_host(domain) or domain, evidence.on)
        weight = _OWN_DOMAIN + math.log2(max(count, 1))
        if len(codes) == 1:
            weights[codes[0]] = weights.get(codes[0], 0.0) + weight
        elif codes:
            unsettled.append((codes, weight))
    _settle(index, weights, unsettled, evidence.phones)
    return _finding(index, weights, named)


def _codes(index: CouncilIndex, text: str, on: date | None) -> tuple[str, ...]:
    """Codes of the councils that a string may name."""
    text = text.strip()
    host = _host(text)
    if host:
        return index.by_domain(host, on)
    found = _letters(index, text) or index.by_name(words_of(text), on)
    if found:
        return found
    shorter = _POSSESSIVE.sub("", text)
    if shorter != text:
        return _codes(index, shorter, on)
    bracket = _BRACKET.search(text)
    if bracket and text[: bracket.start()].strip():
        return _codes(index, text[: bracket.start()], on)
    return _full_name_within(index, text, on)


def _host(text: str) -> str | None:
    match = _ADDRESS.fullmatch(text.strip().strip("<>()[],;."))
    return match["host"] if match and _TOP_LEVEL.search(match["host"]) else None


def _letters(index: CouncilIndex, text: str) -> tuple[str, ...]:
    """Councils for a letter form, alone or before "Council" ("RBKC", "LBBD Council").

    Initials count only where they end in "CC" or are four or more: fewer are too often something else's.
    """
    kept = [word for word in re.findall(r"[^\W\d_]+(?:&[^\W\d_]+)*", text) if words_of(word) != ("council",)]
    if len(kept) != 1 or len(kept[0]) > _LONGEST_LETTERS:
        return ()
    capitals = sum(letter.isupper() for letter in kept[0])
    if capitals < 2:
        return ()
    listed = index.by_letters(kept[0], curated=True)
    if listed or capitals * 2 < len(kept[0]):
        return listed
    found = index.by_letters(kept[0])
    letters = kept[0].casefold().replace("&", "")
    return () if len(found) == 1 and not (letters.endswith("cc") or len(letters) >= 4) else found


def _full_name_within(index: CouncilIndex, text: str, on: date | None) -> tuple[str, ...]:
    """The one council that a longer string names in full ("Children's Services, Kent County Council")."""
    found = mentions_in(index, text, on)
    named = {code for _, _, code, _ in found}
    if len(named) != 1 or index.shared_words & set(words_of(text)):
        return ()
    in_full = (start for start, _, _, score in found if score == 1.0)
    return tuple(named) if any(_BEGINS.search(text[:start]) for start in in_full) else ()


def _fullness(index: CouncilIndex, text: str) -> float:
    """How much of a council's name a string is: 1 with a word such as "council", less for letters and bare places."""
    if _host(text) or _letters(index, text.strip()):
        return _LETTERS
    words = words_of(text)
    place, kinds = index.words.split(words)
    if place in index.everyday and not kinds:
        return _EVERYDAY
    return 1.0 if kinds or words in index.wholes else _BARE_PLACE


def _settle(
    index: CouncilIndex,
    weights: dict[str, float],
    unsettled: Sequence[tuple[tuple[str, ...], float]],
    phones: Sequence[str],
) -> None:
    """Give what several councils may share to those of them that something else speaks for."""
    dialled = {code for number in phones for code in index.by_phone(number)}
    settled = frozenset(weights)
    for codes, weight in unsettled:
        spoken_for = [code for code in codes if code in settled] or [code for code in codes if code in dialled]
        for code in spoken_for or codes:
            weights[code] = weights.get(code, 0.0) + weight / len(spoken_for or codes)
    for code in dialled & weights.keys():
        weights[code] += _DIALLING


def _finding(
    index: CouncilIndex, weights: dict[str, float], named: Mapping[str, list[tuple[float, float, int]]]
) -> CouncilFinding | None:
    if not weights:
        return None
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    first, weight = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    found = weight >= _ENOUGH and weight >= _LEAD * second
    return CouncilFinding(
        council=_named(index.register.councils[first]) if found else None,
        candidates=tuple(_named(index.register.councils[code]) for code, _ in ranked),
        named_by=tuple(number for _, _, number in sorted(named.get(first, ()))) if found else (),
        share=weight / sum(weights.values()),
    )


def _named(council: Council) -> CouncilName:
    return CouncilName(council.name, council.gss_code, council.kind, council.nation)
