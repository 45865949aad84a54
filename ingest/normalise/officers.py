"""Officers: the people, posts and bodies that a cell or a line names.

``parse_officers`` reads the words of a lead-officer cell. A cell may give a post and a name in either order, several
officers by line, slash, comma or "and", a post that is wrapped over lines, or bodies; the words that decide stand in
``ingest/vocabulary/roles.yml``. Short forms stay in ``role`` as printed and are written out in ``role_normalised``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.normalise.contacts import Contacts, ContactSpan, find_contact
from ingest.normalise.officer_costs import Label, Segment
from ingest.normalise.officer_groups import Group, Part, group
from ingest.normalise.officer_lattice import segment
from ingest.normalise.officer_tokens import SOFT, Gap, Token, cut, mend_lines
from ingest.normalise.officer_words import WORK, RoleWords, Sense, role_words
from ingest.normalise.person_names import name_case
from ingest.vocabulary.loader import Vocabulary

__all__ = ["OfficerPart", "find_contact", "looks_like_officers", "looks_like_person", "parse_officers"]


@dataclass(frozen=True)
class OfficerPart:
    """One officer that a text names.

    Attributes:
        name: the person, titles such as Mr left off, capitals set in title case.
        role: the post as printed, white space collapsed.
        role_normalised: the post with its short forms written out; None without a post.
        organisation: the body, team or employer as printed.
        phone: telephone number as printed.
        email: e-mail address as printed.
        start: where the officer's own words begin in the given text.
        end: where they end (exclusive).
    """

    name: str | None
    role: str | None
    role_normalised: str | None
    organisation: str | None
    phone: str | None
    email: str | None
    start: int
    end: int


# A text longer than this is no officer cell; it is read in part only so that nothing can take long.
LONGEST_TEXT = 4000
# A name with no more doubt than this is one.
SURE = 0.5
# From this share of sentence words on a cell is prose.
SENTENCE_SHARE = 0.2
# ... and from this share on it does not look like officers at all.
PROSE_SHARE = 0.4
# A post or body of more words than this is hardly one.
LONG_SEGMENT = 12
_SPACE = re.compile(r"\s+")
_ARTICLE = re.compile(r"(?:the|The|THE)\s+(?=\S)")


@dataclass(frozen=True)
class _Reading:
    tokens: tuple[Token, ...]
    segments: tuple[Segment, ...]
    officers: tuple[OfficerPart, ...]
    contacts: Contacts


def parse_officers(raw: str, vocabulary: Vocabulary | None = None) -> list[OfficerPart]:
    r"""Read the officers that a cell or line names, in printed order.

    Args:
        raw: the words; "\n" may stand where a printed line ends. Lost line ends do little harm where people have
            common given names, initials or titles.
        vocabulary: whose list "roles" tells posts and bodies; the packaged one by default.

    Returns:
        One entry for each person or post or body; an empty list where nobody is named ("TBC", "Vacant", prose).
    """
    return list(_read(raw, role_words(vocabulary)).officers)


def looks_like_officers(raw: str, vocabulary: Vocabulary | None = None) -> float:
    """How much a cell looks as if it held names, posts and bodies and nothing else, from 0 to 1.

    "TBC" and its like say nothing either way: 0.5. An empty cell is 0.
    """
    reading = _read(raw, role_words(vocabulary))
    if not reading.tokens:
        return 0.8 if reading.contacts.emails else 0.0
    if all(piece.label is Label.NOBODY for piece in reading.segments):
        return 0.5
    if not reading.officers:
        return 0.0
    weights = [_evidence(piece) * (piece.last - piece.first) for piece in reading.segments]
    counted = sum(piece.last - piece.first for piece in reading.segments if piece.label is not Label.NOBODY)
    share = sum(weights) / counted
    told = 1.0 - _sentence_words(reading.tokens) / (PROSE_SHARE * counted)
    return round(share * min(1.0, 30 / counted) * max(0.0, told), 3)


def looks_like_person(text: str, vocabulary: Vocabulary | None = None) -> bool:
    """Whether a text is one person's name and nothing else."""
    reading = _read(text, role_words(vocabulary))
    names = [piece for piece in reading.segments if piece.label is Label.NAME]
    return len(names) == len(reading.segments) == 1 and names[0].cost < 1.0 and len(reading.officers) == 1


def _evidence(piece: Segment) -> float:
    if piece.label is Label.NAME:
        return 1.0 if piece.cost <= 0.5 else 0.75 if piece.cost < 1.0 else 0.4
    length = min(1.0, LONG_SEGMENT / (piece.last - piece.first))
    if piece.label is Label.POST:
        return length * max(0.0, 1.0 - 0.5 * max(0.0, piece.cost - 0.4))
    if piece.label is Label.BODY:
        return length * max(0.0, 0.9 - 0.4 * piece.cost)
    return {Label.AREA: 0.3, Label.NOBODY: 0.0}.get(piece.label, 0.0)


@lru_cache(maxsize=16_384)
def _read(raw: str, words: RoleWords) -> _Reading:
    text = mend_lines(raw[:LONGEST_TEXT])
    pieces = cut(text, words)
    tokens = pieces.tokens
    segments: list[Segment] = []
    groups: list[Group] = []
    for run in _runs(tokens):
        first = run.start
        part = tokens[run.start : run.stop]
        found = segment(part, words)
        groups.extend(_shifted(group(part, found), first))
        segments.extend(piece._replace(first=piece.first + first, last=piece.last + first) for piece in found)
    officers = _officers(text, tokens, segments, groups, pieces.contacts, words)
    return _Reading(tuple(tokens), tuple(segments), tuple(officers), pieces.contacts)


def _runs(tokens: Sequence[Token]) -> list[range]:
    """Index ranges of the words between hard gaps."""
    starts = [index for index, token in enumerate(tokens) if index == 0 or token.gap == Gap.HARD]
    if not starts:
        return []
    return [range(start, end) for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True)]


def _shifted(groups: list[Group], by: int) -> list[Group]:
    seen: set[int] = set()
    for found in groups:
        for part in found.parts:
            if id(part) not in seen:
                seen.add(id(part))
                piece = part.segment
                name = piece.name and piece.name._replace(
                    first=piece.name.first + by, last=piece.name.last + by, core=piece.name.core + by
                )
                part.segment = piece._replace(first=piece.first + by, last=piece.last + by, name=name)
    return groups


def _officers(
    text: str,
    tokens: Sequence[Token],
    segments: Sequence[Segment],
    groups: Sequence[Group],
    contacts: Contacts,
    words: RoleWords,
) -> list[OfficerPart]:
    if not groups and not (contacts.emails or contacts.phones):
        return []
    if _is_prose(tokens, segments) or _names_nobody(text, words):
        return []
    found: list[OfficerPart] = []
    rank: str | None = None  # "Cllrs A Smith and B Jones"
    for made in groups:
        if not _credible(made, len(groups)):
            continue
        officer, rank = _officer(text, tokens, made, words, rank)
        if officer is not None:
            found.append(officer)
    return _with_contacts(text, sorted(found, key=lambda part: (part.start, part.end)), contacts)


def _names_nobody(text: str, words: RoleWords) -> bool:
    return text.strip(" \n.()[]-–—").casefold() in words.nobody_cell


def _is_prose(tokens: Sequence[Token], segments: Sequence[Segment]) -> bool:
    """Whether more words say nothing about officers than do, or they read like a sentence."""
    if _sentence_words(tokens) - 1.5 * sum(
        piece.label is Label.NAME and piece.cost <= SURE for piece in segments
    ) >= max(1.5, SENTENCE_SHARE * len(tokens)):
        return True
    empty = sum(piece.last - piece.first for piece in segments if piece.label is Label.OTHER)
    counted = sum(piece.last - piece.first for piece in segments if piece.label is not Label.NOBODY)
    poor = sum(piece.last - piece.first for piece in segments if piece.label is Label.POST and _poor(piece))
    named = any(piece.label is Label.NAME and piece.cost <= SURE for piece in segments)
    return empty + poor > (0.7 if named else 0.5) * counted


def _sentence_words(tokens: Sequence[Token]) -> float:
    """How much of the text are words of sentences: verbs, months, pronouns in small letters, numbers."""
    total = 0.0
    for index, token in enumerate(tokens):
        sense = token.sense
        small = token.text[:1].islower()
        if sense & Sense.OTHER and not sense & (Sense.POST | Sense.SURNAME | Sense.GIVEN):
            opens = index == 0 and len(tokens) > 1 and tokens[1].sense & Sense.LINK
            total += (0.4 if sense & (Sense.AREA | Sense.QUALIFIER | Sense.LINK) else 1.0) * small + 1.5 * bool(opens)
        elif index and small and tokens[index - 1].text == "to" and not sense & (Sense.POST | Sense.LINK):
            total += 1.0  # "to quality assure"
        elif sense & Sense.NUMBER or not (sense & (WORK | Sense.CAPITAL | Sense.SHOUTED) or token.nobody):
            total += 0.5
    return total


def _poor(piece: Segment) -> bool:
    return piece.cost > 1.0 + 0.2 * (piece.last - piece.first)


def _credible(made: Group, groups: int) -> bool:
    """A single capitalised word is somebody's name only in company."""
    if made.name and not made.posts and not made.bodies:
        return made.name.segment.cost < 1.05 or groups > 1
    if made.posts and not made.name:
        return not all(_poor(part.segment) for part in made.posts)
    return True


def _officer(
    text: str, tokens: Sequence[Token], made: Group, words: RoleWords, rank: str | None
) -> tuple[OfficerPart | None, str | None]:
    name, own_rank = _name(text, tokens, made.name) if made.name else (None, None)
    spans = [_span(text, tokens, part) for part in made.posts]
    role = _role(text, spans) if spans else None
    role = _ARTICLE.sub("", role, count=1) if role and _ARTICLE.match(role) else role
    if role is None and made.name:
        if own_rank:
            role = own_rank
        elif rank and made.name.gap in (Gap.AND, Gap.COMMA, Gap.SLASH):
            role = rank
    carried = (own_rank or rank) if own_rank is None or own_rank.casefold().endswith("s") else None
    body = [_span(text, tokens, part) for part in made.bodies]
    organisation = _collapse(text[body[0][0] : max(end for _, end in body)]).removeprefix("the ") if body else None
    if body and organisation and _initials_of(name, organisation):
        organisation = None
    if role and name and _initials_of(name, role):
        role = None
    own = [_span(text, tokens, part) for part in made.parts if part not in made.shared]
    if not own or not (name or role or organisation):
        return None, None
    start, end = min(span[0] for span in own), max(span[1] for span in own)
    normalised = normalise_role(role, words) if role else None
    end = _close_bracket(text, start, end)
    return OfficerPart(name, role, normalised, organisation, None, None, start, end), carried if made.name else None


def _role(text: str, spans: Sequence[tuple[int, int]]) -> str:
    start = min(first for first, _ in spans)
    return _collapse(text[start : _close_bracket(text, start, max(end for _, end in spans))])


def _initials_of(name: str | None, words: str) -> bool:
    """Whether a body in brackets is the name again: "Tom Hale (TH)"."""
    return bool(name) and "".join(part[0] for part in str(name).split()).upper() == words


def _name(text: str, tokens: Sequence[Token], part: Part) -> tuple[str, str | None]:
    """The person's name, and a rank such as Cllr before it."""
    span = part.segment.name
    assert span is not None
    titles = tokens[span.first : span.core]
    ranks = [token.text for token in titles if not token.sense & (Sense.KEPT | Sense.DROPPED)]
    rank = " ".join(ranks) or None
    kept = [_with_stop(text, token) for token in titles if token.sense & Sense.KEPT]
    core = list(tokens[span.core : span.last])
    if span.turned:
        comma = next(index for index, token in enumerate(core) if token.gap == Gap.COMMA)
        printed = " ".join(token.text for token in [*core[comma:], *core[:comma]])
    else:
        printed = _collapse(text[core[0].start : core[-1].end])
    return name_case(" ".join([*kept, printed])), rank


def _with_stop(text: str, token: Token) -> str:
    return text[token.start : token.end + text.startswith(".", token.end)]


def _span(text: str, tokens: Sequence[Token], part: Part) -> tuple[int, int]:
    first, last = tokens[part.segment.first], tokens[part.segment.last - 1]
    return first.start, _close_bracket(text, first.start, last.end)


def _close_bracket(text: str, start: int, end: int) -> int:
    """Take in the closing bracket of one that was opened within."""
    inside = text[start:end]
    for opening, closing in ("()", "[]"):
        if inside.count(opening) > inside.count(closing):
            at = end
            while at < len(text) and text[at] in " \n.?":
                at += 1
            if text[at : at + 1] == closing:
                return at + 1
    return end


def _collapse(words: str) -> str:
    return _SPACE.sub(" ", words.replace(SOFT, "")).strip(" .,;:")


@lru_cache(maxsize=64)
def _short_pattern(words: RoleWords) -> re.Pattern[str]:
    longest_first = sorted(words.short, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<![\w&])(?:{'|'.join(map(re.escape, longest_first))})(?![\w&])")


def normalise_role(role: str, words: RoleWords | None = None) -> str:
    """A post with its short forms written out: "AD CSC" -> "Assistant Director Children's Social Care"."""
    known = words or role_words()
    return _short_pattern(known).sub(lambda match: known.short[match.group()], role)


def _with_contacts(text: str, officers: list[OfficerPart], contacts: Contacts) -> list[OfficerPart]:
    """Give each number and address to the officer before it (to the first where none stands before)."""
    spans = [(found, "phone") for found in contacts.phones] + [(found, "email") for found in contacts.emails]
    for found, kind in sorted(spans):
        if not officers:
            break
        index = max((i for i, part in enumerate(officers) if part.start < found.start), default=0)
        if getattr(officers[index], kind) is not None:
            continue
        officers[index] = _attach(text, officers[index], found, kind)
    return officers


def _attach(text: str, officer: OfficerPart, found: ContactSpan, kind: str) -> OfficerPart:
    words = _SPACE.sub("" if kind == "email" else " ", text[found.start : found.end])
    start, end = min(officer.start, found.labelled_from), max(officer.end, found.end)
    if kind == "phone":
        return replace(officer, phone=words, start=start, end=end)
    return replace(officer, email=words, start=start, end=end)
