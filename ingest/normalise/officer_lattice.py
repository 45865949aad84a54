"""Reading a run of words as names, posts and bodies: the cheapest way to cut it.

Every way to cut the words at likely places is weighed: a name costs its doubt, a post that holds two head nouns or
somebody's name costs much, a cut where nothing parts the words costs something. The costs are the house's own; they were
set on the development half of the officers set and on the lead-officer columns of the reference papers.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from ingest.normalise.officer_tokens import Gap, Token
from ingest.normalise.officer_words import BODY, WORK, RoleWords, Sense
from ingest.normalise.person_names import NameSpan, find_names


class Label(Enum):
    """What a segment is."""

    NAME = "name"
    POST = "post"
    BODY = "body"
    AREA = "area"  # words of a field or place alone: "Early Help"
    NOBODY = "nobody"
    OTHER = "other"


class Segment(NamedTuple):
    """A run of tokens read as one thing.

    Attributes:
        label: what it is.
        first, last: indexes of its tokens, last exclusive.
        cost: how ill it fits.
        name: for a name, where its titles end and whether it is turned.
    """

    label: Label
    first: int
    last: int
    cost: float
    name: NameSpan | None = None


# --- costs ------------------------------------------------------------------------------------------------------
SEGMENT = 1.0
# A further head noun in one post: dearer than a cut, even where only a space parts the two.
SECOND_POST = 3.0
# A cut between two words that nothing parts, and beside a person's name.
BARE_CUT = 1.2
NAME_CUT = 0.4
# A cut at a line end that no mark backs, between posts and bodies.
LINE_CUT = 0.15
# What a sure, a likely and a possible name cost inside a post or body.
SURE_NAME, LIKELY_NAME, POSSIBLE_NAME = 4.0, 2.4, 0.9
LIKELY_DOUBT = 1.5
# A cut between a post and the words of a field beside it: they mostly belong together.
FIELD_APART = 0.8
# Words on the next line that belong to no post of this kind: "Chief Analyst / Strategy, Policy".
CLOSED_POST = 2.0
INSIDE = {
    Gap.SPACE: 0.0,
    Gap.LINE: 0.1,
    Gap.AND: 0.05,
    Gap.COMMA: 0.15,
    Gap.SLASH: 0.1,
    Gap.DASH: 0.3,
    Gap.COLON: 2.0,
    Gap.CLOSE: 0.2,
    Gap.OPEN: 0.2,
}
LONGEST_SEGMENT = 40


def segment(tokens: Sequence[Token], words: RoleWords) -> list[Segment]:
    """Cut tokens (none of them after the first parted by HARD) into segments."""
    names = find_names(tokens)
    by_start: dict[int, list[NameSpan]] = {}
    for name in names:
        by_start.setdefault(name.first, []).append(name)
    weight = _name_weights(tokens, names)
    cuts = _cuts(tokens, names)
    best: dict[int, dict[Label, tuple[float, int, Label | None, Segment | None]]] = {
        0: {Label.OTHER: (0.0, 0, None, None)}
    }
    starts = [index for index in range(len(tokens)) if index in cuts]
    ends = [*starts[1:], len(tokens)]
    for start in starts:
        if start not in best:
            continue
        for found in _segments_from(tokens, start, ends, by_start.get(start, []), weight, words):
            at = best.setdefault(found.last, {})
            for before, (cost, _, _, previous) in best[start].items():
                total = cost + found.cost + SEGMENT
                if previous is not None:
                    total += _cut_cost(tokens, previous, found)
                if found.label not in at or total < at[found.label][0] - 1e-9:
                    at[found.label] = (total, start, before, found)
    return _trace(best, len(tokens))


def _trace(best: dict[int, dict[Label, tuple[float, int, Label | None, Segment | None]]], end: int) -> list[Segment]:
    label: Label | None = min(best[end], key=lambda key: best[end][key][0])
    found: list[Segment] = []
    while end > 0 and label is not None:
        _, end, label, piece = best[end][label]
        if piece is not None:
            found.append(piece)
    return found[::-1]


def _name_weights(tokens: Sequence[Token], names: Sequence[NameSpan]) -> list[float]:
    """Per token, what it costs to read it as part of a post because somebody's name seems to stand there."""
    weight = [0.0] * len(tokens)
    for name in names:
        cost = SURE_NAME if name.doubt <= 0.5 else LIKELY_NAME if name.doubt <= LIKELY_DOUBT else 0.0
        if name.last - name.core == 1 and name.core == name.first:
            cost = min(cost, POSSIBLE_NAME + 0.6) if name.doubt <= 0.5 else 0.0
        after = tokens[name.last] if name.last < len(tokens) else None
        if after is not None and after.gap == Gap.SPACE and after.sense & Sense.EMPLOYER and not after.text.isupper():
            cost = min(cost, 0.4)  # "Mary Seacole Trust"
        if cost == 0.0 and name.doubt < 1.2 and name.last - name.first == 1 and _people_follow(tokens, name.last):
            cost = LIKELY_NAME  # "Gesche and Panel Members"
        share = cost / (name.last - name.first)
        for index in range(name.first, name.last):
            weight[index] = max(weight[index], share)
    return weight


def _people_follow(tokens: Sequence[Token], index: int) -> bool:
    """Whether "and" and people named by one word ("Panel Members", "staff") end the run from here."""
    return index < len(tokens) and tokens[index].gap == Gap.AND and bool(tokens[-1].sense & Sense.PEOPLE)


def _cuts(tokens: Sequence[Token], names: Sequence[NameSpan]) -> set[int]:
    """Where a segment may begin."""
    cuts = {0}
    for index in range(1, len(tokens)):
        here, before = tokens[index], tokens[index - 1]
        if here.gap != Gap.SPACE or here.nobody or before.nobody or _opens_post(tokens, index) or (before.sense | here.sense) & (Sense.ALONE | Sense.LEADERSHIP | Sense.ACRONYM):
            cuts.add(index)
    for name in names:
        cuts.update((name.first, name.last))
    return cuts


def _opens_post(tokens: Sequence[Token], index: int) -> bool:
    """Whether a new post seems to begin here although nothing parts it from the words before."""
    here, before = tokens[index], tokens[index - 1]
    if before.sense & Sense.LINK or (before.sense & Sense.QUALIFIER and not before.sense & Sense.POST):
        return False
    if here.sense & Sense.SHORT:
        return True
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following is None or following.gap > Gap.LINE:
        return False
    low = following.text.casefold()
    if here.sense & Sense.SCOPED and low in ("of", "for"):
        return not before.sense & Sense.QUALIFIER
    return bool(here.sense & Sense.QUALIFIER and following.sense & Sense.POST)


def _cut_cost(tokens: Sequence[Token], before: Segment, after: Segment) -> float:
    gap = tokens[after.first].gap
    labels = {before.label, after.label}
    cost = 0.0
    if gap == Gap.SPACE:
        if Label.NOBODY not in labels:
            cost += NAME_CUT if Label.NAME in labels else BARE_CUT
    elif gap == Gap.LINE and labels <= {Label.POST, Label.BODY, Label.AREA}:
        cost += LINE_CUT
    if labels == {Label.POST, Label.AREA} and gap != Gap.HARD:
        closed = before.label is Label.POST and _closed(tokens[before.last - 1].sense)
        if not (closed and gap in (Gap.LINE, Gap.SLASH)):
            cost += FIELD_APART
    return cost


def _closed(sense: int) -> bool:
    return bool((sense & Sense.POST and not sense & Sense.SCOPED) or sense & Sense.ALONE)


def _segments_from(
    tokens: Sequence[Token],
    start: int,
    ends: Sequence[int],
    names: Sequence[NameSpan],
    weight: Sequence[float],
    words: RoleWords,
) -> list[Segment]:
    found = [Segment(Label.NAME, name.first, name.last, name.doubt, name) for name in names]
    if tokens[start].nobody:
        return [*found, Segment(Label.NOBODY, start, start + 1, 0.0)]
    reader = _Reader(tokens, start, weight)
    for end in ends:
        if end <= start:
            continue
        if end - start > LONGEST_SEGMENT or not reader.read_to(end):
            break
        found.extend(reader.segments(words))
    return found


class _Reader:
    """Reads tokens from a start onwards and tells what each stretch costs as a post, body or field."""

    def __init__(self, tokens: Sequence[Token], start: int, weight: Sequence[float]) -> None:
        self.tokens, self.start, self.weight, self.at = tokens, start, weight, start
        self.posts = self.bodies = self.areas = self.strangers = self.others = 0
        self.shared = 0.0  # costs that a post, a body and a field have alike
        self.post = 0.0  # costs of a post alone
        self.body = 0.0  # costs of a body alone
        self.acronyms = self.letters = self.marks = self.closed_bodies = 0
        self.run_has_body = self.everybody = False

    def read_to(self, end: int) -> bool:
        """Take in the tokens up to ``end``; False where no segment may reach so far."""
        while self.at < end:
            token = self.tokens[self.at]
            if token.nobody or (self.at > self.start and token.gap == Gap.HARD):
                return False
            self._take(token)
            self.at += 1
        return True

    def _take(self, token: Token) -> None:
        sense, inner = token.sense, self.at > self.start
        self.shared += self.weight[self.at]
        if inner:
            self.shared += INSIDE[token.gap]
            if token.gap > Gap.SPACE:
                self.marks += token.gap in (Gap.AND, Gap.COMMA, Gap.SLASH, Gap.LINE)
                self._close_run(token)
                self.run_has_body = False
            if token.line and token.gap != Gap.LINE:
                self.shared += 0.05
        if sense & Sense.POST:
            self._take_post(token, inner)
        elif inner and _closed(self.tokens[self.at - 1].sense) and not sense & Sense.LINK:
            self._after_closed(token)
        self._take_body(token, inner)
        if sense & (Sense.AREA | Sense.QUALIFIER | Sense.LINK):
            self.areas += bool(sense & (Sense.AREA | Sense.QUALIFIER) and not sense & Sense.OTHER)
        elif not sense & (WORK | Sense.POST):
            self._take_stranger(token)
        elif sense & Sense.OTHER and not sense & (Sense.AREA | Sense.POST | BODY):
            self.others += 1
            self.post += 0.25 if sense & Sense.CAPITAL else 0.5

    def _close_run(self, token: Token) -> None:
        """At a mark: a body that ends here and has no post so far is somebody's employer, no part of the post."""
        before = self.tokens[self.at - 1].sense
        self.closed_bodies += self.run_has_body and bool(before & (BODY | Sense.ACRONYM))
        body = before & BODY and not before & (Sense.WEAK | Sense.QUALIFIER) or before & Sense.ACRONYM
        if body and not self.posts and token.gap not in (Gap.AND, Gap.OPEN, Gap.CLOSE):
            self.post += 0.4 if token.gap == Gap.LINE else 1.6

    def _take_stranger(self, token: Token) -> None:
        sense = token.sense
        if sense & (Sense.ACRONYM | Sense.SHOUTED) and not sense & Sense.INITIAL:
            self.acronyms += 1
            self.letters = max(self.letters, len(token.text))
            self.post += 0.1
        elif sense & Sense.NUMBER:
            self.post += 0.3
            self.others += 1
        elif sense & (Sense.CAPITAL | Sense.GIVEN | Sense.INITIAL):
            self.strangers += 1
            self.post += 0.12
        else:
            self.others += 1
            self.post += 0.6

    def _take_post(self, token: Token, inner: bool) -> None:
        if not inner:
            # "All" is a post where nothing follows: "All managers".
            self.everybody = bool(token.sense & Sense.LINK)
            self.posts = 0 if self.everybody else 1
            return
        before = self.tokens[self.at - 1]
        if token.gap <= Gap.LINE and before.sense & Sense.LINK and not before.sense & Sense.POST:
            self.post += 0.1 * self.posts
            self.posts += 1
            return
        if self.posts:
            self.post += self._further_post(token, before)
        if token.sense & Sense.ALONE and before.sense & (Sense.GROUP | Sense.LEADERSHIP | Sense.ACRONYM) and token.gap <= Gap.LINE:
            self.post += 2.5
        self.posts += 1

    def _further_post(self, token: Token, before: Token) -> float:
        """What a further head noun costs: nothing where the two make one post, "Lead Officer"."""
        if token.gap == Gap.OPEN and token.sense & Sense.SHORT and self._ends_here():
            return 0.1  # "Director of Children's Services (DCS)"
        if not before.sense & Sense.POST:
            return 0.0 if self._opened_by_qualifier() or self._short_before() else SECOND_POST
        if token.gap > Gap.LINE:
            return SECOND_POST
        if before.sense & Sense.ALONE or (token.sense & Sense.ALONE and not before.sense & Sense.QUALIFIER):
            return SECOND_POST
        if before.sense & Sense.SHORT:
            single = token.sense & Sense.POST and not token.sense & Sense.SHORT and not self._of_follows()
            return 0.2 if single else SECOND_POST
        if before.sense & Sense.QUALIFIER:
            return 0.0
        return 0.4 if token.gap == Gap.SPACE else SECOND_POST

    def _opened_by_qualifier(self) -> bool:
        """Whether the post so far is only the first word of this one: "Principal Social Worker"."""
        index = self.at
        while index > self.start:
            token, before = self.tokens[index], self.tokens[index - 1]
            if token.gap > Gap.LINE or before.sense & Sense.LINK:
                return False
            if before.sense & Sense.POST:
                alone = before.sense & (Sense.SHORT | Sense.ALONE) or (token.line and before.text.casefold() == "head")
                return bool(before.sense & Sense.QUALIFIER and not alone)
            index -= 1
        return False

    def _short_before(self) -> bool:
        """"IRO Service Manager": a short form, a qualifier and a head noun are one post."""
        if self.at - self.start < 2 or self._of_follows():
            return False
        here, before, first = self.tokens[self.at], self.tokens[self.at - 1], self.tokens[self.at - 2]
        near = here.gap <= Gap.LINE and before.gap == Gap.SPACE
        return bool(near and before.sense & Sense.QUALIFIER and first.sense & Sense.SHORT and not first.sense & Sense.ALONE)

    def _of_follows(self) -> bool:
        index = self.at + 1
        return index < len(self.tokens) and self.tokens[index].text.casefold() == "of"

    def _after_closed(self, token: Token) -> None:
        apart = token.gap in (Gap.LINE, Gap.SLASH) or (token.line and token.gap == Gap.AND)
        if apart or (token.gap == Gap.SPACE and self.tokens[self.at - 1].sense & Sense.ALONE):
            self.post += CLOSED_POST

    def _take_body(self, token: Token, inner: bool) -> None:
        sense = token.sense
        parted = inner and token.gap > Gap.SPACE
        opens = token.text == "The" and (token.line or not inner or parted)
        if opens and inner:
            self.post += 1.6
        if not sense & (BODY | Sense.OPENING):
            return
        begins = self._begins_after_mark()
        if sense & Sense.LEADERSHIP and inner and not self.tokens[self.at - 1].sense & Sense.LINK:
            self.post += 2.5 if self.posts else 0.0
        elif self.posts and begins is not None:
            self.post += _body_cost(sense, begins, self._ends_here())
        if sense & BODY and not self.run_has_body:
            self.body += 2.0 if self.closed_bodies else 0.0
            self.run_has_body = True
        self.bodies += 1

    def _begins_after_mark(self) -> Gap | None:
        """The mark before the run of words that ends at this token; None when the run begins the segment."""
        index = self.at
        while index > self.start:
            gap = self.tokens[index].gap
            if gap == Gap.AND and not self.tokens[index].line:
                index -= 1
                continue
            if gap != Gap.SPACE:
                return gap
            index -= 1
        return None

    def _ends_here(self) -> bool:
        return self.at + 1 == len(self.tokens) or self.tokens[self.at + 1].gap != Gap.SPACE

    def segments(self, words: RoleWords) -> list[Segment]:
        """What the stretch read so far may be."""
        tokens, last = self.tokens, self.at
        found = []
        final = tokens[last - 1].sense
        dangling = bool(final & Sense.LINK and not final & Sense.POST)
        phrase = " ".join(token.text for token in tokens[self.start : last])
        if self._stands_alone() and _is_tag(phrase, words):
            found.append(Segment(Label.NOBODY, self.start, last, -0.1))
        if self.posts or (self.everybody and last - self.start == 1):
            leading = 0.5 if tokens[self.start].sense & Sense.LINK and tokens[self.start].text.islower() else 0.0
            if tokens[self.start].text.casefold() in ("the", "all", "each", "any", "a", "an"):
                leading = 0.0
            cost = self.shared + self.post + (2.5 if dangling else 0.0) + leading
            found.append(Segment(Label.POST, self.start, last, cost))
        body = self._body_cost()
        if body is not None:
            found.append(Segment(Label.BODY, self.start, last, body + (2.5 if dangling else 0.0)))
        if self.areas and not self.posts and not self.others and not dangling and not _lower_start(tokens[self.start]):
            cost = 0.6 + self.shared + 0.5 * self.strangers + 0.5 * self.bodies + 2.0 * (self.closed_bodies > 0)
            found.append(Segment(Label.AREA, self.start, last, cost))
        size = last - self.start
        found.append(Segment(Label.OTHER, self.start, last, 1.6 + 0.9 * size + 0.8 * self.shared))
        return found

    def _stands_alone(self) -> bool:
        tokens, last = self.tokens, self.at
        before = self.start == 0 or tokens[self.start].gap not in (Gap.SPACE, Gap.AND)
        after = last == len(tokens) or tokens[last].gap not in (Gap.SPACE, Gap.AND)
        return before and after and (self.start > 0 or last < len(tokens))

    def _body_cost(self) -> float | None:
        """What the stretch costs as a body; None where nothing says that it is one."""
        tokens, last = self.tokens, self.at
        first, final = tokens[self.start].sense, tokens[last - 1].sense
        cost = self.shared + self.body + 0.3 * self.others + 0.05 * self.strangers + 3.0 * self.posts
        if final & BODY:
            return cost
        cost += 2.0 * (self.closed_bodies > 0)
        size = last - self.start
        if first & Sense.OPENING and size > 1:
            return cost + (
                0.1 if tokens[self.start + 1].sense & Sense.LINK or tokens[self.start].text.isupper() else 0.6
            )
        if tokens[self.start].text == "The" and size > 1 and not self.others:
            return cost + 0.1
        if self.bodies:
            return cost + 0.8
        known = self.acronyms + self.areas
        if self.acronyms and known == size and not self.areas:
            return cost + (0.3 if self.letters > 2 else 1.0) + 1.5 * self.marks
        if self.acronyms and known == size:
            return cost + 0.6
        return None


def _lower_start(token: Token) -> bool:
    return not token.sense & (Sense.CAPITAL | Sense.SHOUTED)


def _body_cost(sense: int, begins: Gap, ends: bool) -> float:
    """What a body after a mark costs inside a post: an employer stands apart, a team less so."""
    if begins == Gap.AND:
        return 0.2
    if sense & Sense.EMPLOYER and (ends or sense & (Sense.OPENING | Sense.SHOUTED)):
        return 1.6 if begins == Gap.LINE else 2.5
    if not ends:
        return 0.0
    if sense & Sense.UNIT:
        return 0.3 if begins == Gap.LINE else 0.3 if sense & Sense.WEAK else 1.5
    return 0.9 if begins == Gap.LINE else 1.6


def _is_tag(phrase: str, words: RoleWords) -> bool:
    low = phrase.casefold().strip()
    return low in words.tags or low in words.alone
