"""Finding people's names among words, by given names, initials, titles and what the other words are not.

Two kept libraries were measured on the development half of the officers set (82 cells, 27 of them with one name, 37
with none): nameparser 2.6.0 gets 5 cells and 9 of the 27 names right and makes a name of each of the 37; probablepeople
0.5.6 gets 5 cells and 1 name right and makes 3 names. Both take a cell for one name (or one company), so neither parts
people, posts and bodies. The rules below get all 82 right; the libraries are not used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.normalise.officer_tokens import Gap, Token
from ingest.normalise.officer_words import HONORIFIC, WORK, Sense

# What it adds to the doubt that a name was whole where its printed line ends: "Tom Hale / Priya Nair".
TWO_LINES = 0.9
# A name takes this many words at most, particles and titles not counted.
LONGEST_NAME = 4


class NameSpan(NamedTuple):
    """Words that may be a person's name.

    Attributes:
        first, last: indexes of its tokens, last exclusive; titles before the name are within.
        core: index of the first token after the titles.
        doubt: 0 for a sure name; from 1 on it wants support.
        turned: surname first ("HALE, Tom").
    """

    first: int
    last: int
    core: int
    doubt: float
    turned: bool = False


_SHAPES: tuple[tuple[re.Pattern[str], float], ...] = tuple(
    (re.compile(shape), doubt)
    for shape, doubt in (
        (r"GC", 0.0),
        (r"GI", 0.35),
        (r"G[IGC]?P*[GCS]", 0.1),
        (r"GP+[GCS]", 0.1),
        (r"I{1,3}P*C", 0.1),
        (r"I{1,3}P*[GS]", 0.2),
        (r"I[GC]P*[GCS]", 0.2),
        (r"GGP*[GCS]|GG?CC|GCP+C", 0.25),
        (r"CIP*[CGS]", 0.3),
        (r"CP*C", 0.6),
        (r"CG", 0.55),
        (r"CI", 0.7),
        (r"CP*S", 0.9),
        (r"CCC|CCG|CGC", 1.0),
        (r"CCCC", 2.4),
    )
)


def _letter(token: Token) -> str:
    """The class of a word in a name: given, initial, capitalised and unknown, surname, particle, or none of these."""
    sense = token.sense
    if token.nobody:
        return "x"
    if sense & Sense.INITIAL:
        return "I"
    if sense & Sense.PARTICLE and not (sense & Sense.GIVEN and sense & Sense.CAPITAL):
        return "P"
    if sense & Sense.GIVEN:
        return "S" if sense & (WORK & ~Sense.OTHER) and sense & Sense.SURNAME else "G"
    if sense & Sense.SURNAME and sense & Sense.CAPITAL:
        return "S" if sense & WORK else "C"
    if sense & (WORK | Sense.NUMBER | Sense.ACRONYM | Sense.DEGREE) or not sense & Sense.CAPITAL:
        return "x"
    return "C"


def find_names(tokens: Sequence[Token]) -> list[NameSpan]:
    """All spans that may be names; they may overlap."""
    letters = [_letter(token) for token in tokens]
    found: list[NameSpan] = []
    for first, token in enumerate(tokens):
        if token.nobody:
            continue
        core = first + _before_rank(tokens, first)
        while (
            core < len(tokens)
            and core - first < 3
            and tokens[core].sense & HONORIFIC
            and (core == first or tokens[core].gap <= Gap.LINE)
        ):
            core += 1
        if core > first:
            found.extend(_titled(tokens, letters, first, core))
        if letters[first] in "GIC" or (letters[first] in "PS"):
            found.extend(_plain(tokens, letters, first))
    found.extend(_turned(tokens, letters))
    found.extend(_initials(tokens))
    return found


def _before_rank(tokens: Sequence[Token], first: int) -> int:
    """How many words a rank of several begins with before its last: one in "Chief Inspector"."""
    for count in (1, 2):
        rank = first + count
        if rank >= len(tokens) or tokens[rank].gap > Gap.LINE or not tokens[rank - 1].sense & Sense.QUALIFIER:
            return 0
        if tokens[rank].sense & Sense.POLICE:
            return count
    return 0


def _runs(tokens: Sequence[Token], core: int) -> int:
    """How many words from here hang together without a mark between them."""
    last = core + 1
    while last < len(tokens) and tokens[last].gap <= Gap.LINE and not tokens[last].nobody:
        last += 1
        if last - core >= LONGEST_NAME + 2:
            break
    return last


def _titled(tokens: Sequence[Token], letters: list[str], first: int, core: int) -> list[NameSpan]:
    """Names after a title: any capitalised words will do."""
    if core >= len(tokens) or tokens[core].gap > Gap.LINE:
        return []
    # A mayor, a nurse or a sister is a post before it is a title.
    post = all(token.sense & Sense.POST for token in tokens[first:core])
    found = []
    for last in range(core + 1, min(_runs(tokens, core), core + LONGEST_NAME) + 1):
        shape = "".join(letters[core:last])
        if not re.fullmatch(r"[GICSP]*[GCS]", shape) or _lines(tokens, first, last) > 2:
            continue
        one = last - core == 1
        sure = re.fullmatch(r"(?:[GI]+P*[GCS]|[GIC]P*C|C)", shape) is not None
        doubt = 0.0 if sure else 0.4
        if one:
            doubt = 0.3 if letters[core] in "CG" else 0.6
        elif not re.fullmatch(r"[GI]", letters[core]) and last < len(tokens) and tokens[last].gap == Gap.SPACE:
            doubt += 0.2
        if post and not re.match(r"[GI].*[GCS]", shape):
            doubt += 0.9
        found.append(NameSpan(first, last, core, doubt + 0.05 * (last - core > 3)))
    return found


def _plain(tokens: Sequence[Token], letters: list[str], first: int) -> list[NameSpan]:
    """Names without a title."""
    found = []
    end = _runs(tokens, first)
    for last in range(first + 1, min(end, first + LONGEST_NAME + 2) + 1):
        shape = "".join(letters[first:last])
        if "x" in shape:
            if last - first == 2 and _loud_surname(tokens, letters, first):
                found.append(NameSpan(first, last, first, 0.3 + _open_sides(tokens, first, last) * 0.2))
            break
        doubt = _doubt(tokens, shape, first, last)
        if doubt is not None:
            found.append(NameSpan(first, last, first, doubt))
    return found


def _loud_surname(tokens: Sequence[Token], letters: list[str], first: int) -> bool:
    """Tom HALE: the surname alone in capitals."""
    token = tokens[first + 1]
    return bool(
        letters[first] in "GI" and token.sense & Sense.ACRONYM and len(token.text) >= 3 and token.gap == Gap.SPACE
    )


def _doubt(tokens: Sequence[Token], shape: str, first: int, last: int) -> float | None:
    open_sides = _open_sides(tokens, first, last)
    lines = _lines(tokens, first, last)
    if len(shape) == 1:
        return _single(tokens, shape, first, last, open_sides)
    doubt = next((value for pattern, value in _SHAPES if pattern.fullmatch(shape)), None)
    if doubt is None or lines > 1 + (len(shape) > 2):
        return None
    if shape[0] == "C":
        # Nothing but capitals speaks for it: what stands beside it must be something else.
        doubt += _strange_sides(tokens, first, last)
    if "S" in shape:
        doubt += _work_surname(tokens, shape, last)
    if lines and _whole_before_line(tokens, shape, first, last):
        doubt += TWO_LINES
    return doubt + 0.12 * lines + 0.02 * (len(shape) - 2)


def _whole_before_line(tokens: Sequence[Token], shape: str, first: int, last: int) -> bool:
    """Whether the words before a line end are a name already: a given name or initial and a surname."""
    ends = (index - first for index in range(first + 2, last) if tokens[index].line)
    return any(re.fullmatch(r"[GI]+P*[GCS]", shape[:end]) for end in ends)


def _work_surname(tokens: Sequence[Token], shape: str, last: int) -> float:
    """What it adds to the doubt that a surname is also a word of posts and fields: "Grace House Manager"."""
    doubt = 0.0
    if len(shape) > 2 and shape[-1] == "S":
        # "P Nair / Head of Service": the name was whole before it.
        doubt += 1.0 if tokens[last - 1].line else 0.3
    if (len(shape) > 2 or shape[0] != "I") and last < len(tokens) and tokens[last].gap == Gap.SPACE:
        apart = tokens[last].sense & (Sense.SHORT | Sense.QUALIFIER) or tokens[last].text == "to"
        doubt += 0.3 if apart else 1.0
    return doubt


def _strange_sides(tokens: Sequence[Token], first: int, last: int) -> float:
    """What words right beside unknown capitalised words add to the doubt: little where they begin or end a post."""
    doubt = 0.0
    if first and tokens[first].gap == Gap.SPACE and not tokens[first - 1].nobody:
        before = tokens[first - 1].sense
        doubt += 0.6 if before & Sense.LINK else 0.35 if before & (Sense.POST | Sense.AREA) else 0.6
    if last < len(tokens) and tokens[last].gap == Gap.SPACE and not tokens[last].nobody:
        doubt += 0.35 if tokens[last].sense & (Sense.POST | Sense.QUALIFIER) else 0.6
    return doubt


def _single(tokens: Sequence[Token], shape: str, first: int, last: int, open_sides: int) -> float | None:
    token = tokens[first]
    if open_sides or len(token.text) < 3 or not token.text.isalpha() or shape not in "GC":
        return None
    if token.sense & Sense.SHOUTED and not token.sense & Sense.GIVEN:
        return None
    if shape == "G":
        return 0.5 if not token.sense & WORK else 1.3
    return 1.1


def _lines(tokens: Sequence[Token], first: int, last: int) -> int:
    return sum(token.line for token in tokens[first + 1 : last])


def _open_sides(tokens: Sequence[Token], first: int, last: int) -> int:
    """How many sides of the span have another word right beside them (0 to 2)."""
    left = first > 0 and tokens[first].gap == Gap.SPACE and not tokens[first - 1].nobody
    right = last < len(tokens) and tokens[last].gap == Gap.SPACE and not tokens[last].nobody
    return left + right


def _turned(tokens: Sequence[Token], letters: list[str]) -> list[NameSpan]:
    """HALE, Tom; Nair, P."""
    found = []
    for index in range(len(tokens) - 1):
        here, there = tokens[index], tokens[index + 1]
        if there.gap != Gap.COMMA or there.line or (here.gap == Gap.SPACE and index and letters[index - 1] != "P"):
            continue
        surname = letters[index] in "CS" or (here.sense & Sense.ACRONYM and len(here.text) > 2)
        surname = surname or (letters[index] == "G" and letters[index + 1] == "I")  # "Reid, A"
        if not surname or letters[index + 1] not in "GI":
            continue
        last = index + 2
        while last < len(tokens) and tokens[last].gap == Gap.SPACE and letters[last] in "GI" and last - index < 4:
            last += 1
        if last == len(tokens) or tokens[last].gap > Gap.SPACE:
            loud = bool(here.sense & Sense.SHOUTED)
            first = index
            while first and letters[first - 1] == "P" and tokens[first].gap == Gap.SPACE:
                first -= 1
            found.append(NameSpan(first, last, first, 0.2 if loud else 0.35, turned=True))
    return found


def _initials(tokens: Sequence[Token]) -> list[NameSpan]:
    """DM, PL: people by their initials, where the letters are no known short form."""
    found = []
    for index, token in enumerate(tokens):
        bare = _MC_INITIAL.sub("M", token.text.replace(".", ""))
        if not 2 <= len(bare) <= 3 or not bare.isalpha() or not bare.isupper() or _open_sides(tokens, index, index + 1):
            continue
        behind_post = token.gap == Gap.OPEN and index and tokens[index - 1].sense & (Sense.POST | Sense.AREA)
        if token.sense & (Sense.ACRONYM | Sense.INITIAL) and (not token.deep or (len(bare) == 2 and behind_post)):
            doubt = 0.2 if bare not in token.text.replace(".", "") else 0.6 if len(bare) == 2 else 1.0
            found.append(NameSpan(index, index + 1, index, doubt))
    if any(name.doubt < 1.0 for name in found):  # "DM/PLK": three letters among twos
        found = [name._replace(doubt=0.2) for name in found] if len(found) > 1 else found
    return found


_MC_INITIAL = re.compile(r"Ma?c(?=[A-Z]$)")
_CAPITAL_PARTS = re.compile(r"[^\W\d_]+")
_MC = re.compile(r"^(Mc|O['’]|D['’])([a-z])")
_LOUD_MC = re.compile(r"Mc[A-Z]{2,}$")  # FIONA McALLISTER


def name_case(name: str) -> str:
    """A name set in capitals or small letters in title case; a mixed one as it stands, words in capitals excepted."""
    if name.isupper() and len(re.sub(r"[^\w]", "", name)) <= 3 and " " not in name:
        return name
    words = []
    for word in name.split():
        letters = re.sub(r"[^\w]", "", word)
        loud = (word.isupper() or _LOUD_MC.match(word)) and len(letters) > 2
        if loud or (word.isupper() and len(letters) == 2 and name.isupper() and "." not in word) or name.islower():
            word = _CAPITAL_PARTS.sub(lambda match: match.group().capitalize(), word.lower())
            word = _MC.sub(lambda match: match.group(1) + match.group(2).upper(), word)
            word = re.sub(r"(?<=[’'])S\b", "s", word)
        words.append(word)
    return " ".join(words)
