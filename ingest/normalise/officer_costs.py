"""What a stretch of words costs as a post, a body or the name of a field.

The costs are the house's own; they were set on the development half of the officers set and on the lead-officer columns
of the reference papers. A cost of 0 fits; a cut of the words (see ``officer_lattice``) costs about 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from ingest.normalise.officer_tokens import Gap, Token
from ingest.normalise.officer_words import BODY, WORK, RoleWords, Sense
from ingest.normalise.person_names import NameSpan


class Label(Enum):
    """What a segment is."""

    NAME = "name"
    POST = "post"
    BODY = "body"
    AREA = "area"  # words of a field or place alone: "Early Help"
    NOBODY = "nobody"
    OTHER = "other"

    __hash__ = object.__hash__  # labels are keys in the innermost loop


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


# A further head noun in one post: dearer than a cut, even where only a space parts the two.
SECOND_POST = 3.0
# Words on the next line that belong to no post of this kind: "Chief Analyst / Strategy, Policy".
CLOSED_POST = 2.0
# Words before a line that begins like a post: "Fostering / Service Manager".
NEW_LINE = 0.4
# A stretch that ends in "of" or "for".
DANGLING = 2.5
INSIDE = {
    Gap.SPACE: 0.0,
    Gap.LINE: 0.1,
    Gap.AND: 0.05,
    Gap.COMMA: 0.15,
    Gap.SLASH: 0.1,
    Gap.DASH: 0.3,
    Gap.COLON: 1.2,
    Gap.CLOSE: 0.2,
    Gap.OPEN: 0.2,
}
_DETERMINERS = frozenset({"the", "all", "each", "any", "a", "an"})


def is_closed(sense: int) -> bool:
    """Whether a post takes no field after it: "Officer", "Headteacher"."""
    return bool((sense & Sense.POST and not sense & Sense.SCOPED) or sense & Sense.ALONE)


class Stretch:
    """Reads tokens from a start onwards and tells what each stretch costs as a post, body or field."""

    def __init__(self, tokens: Sequence[Token], start: int, weight: Sequence[float]) -> None:
        self.tokens, self.start, self.weight, self.at = tokens, start, weight, start
        self.posts = self.bodies = self.areas = self.strangers = self.others = 0
        self.shared = 0.0  # costs that a post, a body and a field have alike
        self.post = 0.0  # costs of a post alone
        self.body = 0.0  # costs of a body alone
        self.acronyms = self.letters = self.marks = self.closed_bodies = self.slashes = self.parted = 0
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
                if token.gap in (Gap.LINE, Gap.AND) and self._post_begins():
                    self.post += NEW_LINE
                self.marks += token.gap in (Gap.AND, Gap.COMMA, Gap.SLASH, Gap.LINE)
                self.slashes += token.gap == Gap.SLASH
                self.parted += token.gap in (Gap.DASH, Gap.COLON)
                self._close_run(token)
                self.run_has_body = False
            if token.line and token.gap != Gap.LINE:
                self.shared += 0.05
        if sense & Sense.POST:
            self._take_post(token, inner)
        elif inner and is_closed(self.tokens[self.at - 1].sense) and not sense & Sense.LINK:
            self._after_closed(token)
        self._take_body(token, inner)
        if sense & (Sense.AREA | Sense.QUALIFIER | Sense.LINK):
            self.areas += bool(sense & (Sense.AREA | Sense.QUALIFIER) and not sense & Sense.OTHER)
        elif not sense & (WORK | Sense.POST):
            self._take_stranger(token)
        elif sense & Sense.OTHER and not sense & (Sense.AREA | Sense.POST | BODY):
            self.others += 1
            self.post += 0.25 if sense & Sense.CAPITAL else 0.5

    def _post_begins(self) -> bool:
        """Whether a qualifier and a head noun begin at this token: "Service Manager"."""
        following = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else None
        here = self.tokens[self.at].sense
        return bool(
            following is not None
            and following.gap == Gap.SPACE
            and here & Sense.QUALIFIER
            and not self.tokens[self.at - 1].sense & (Sense.LINK | Sense.QUALIFIER | Sense.SHOUTED)
            and following.sense & Sense.POST
        )

    def _close_run(self, token: Token) -> None:
        """At a mark: a body that ends here and has no post so far is somebody's employer, no part of the post."""
        before = self.tokens[self.at - 1].sense
        field = token.gap == Gap.AND and before & Sense.AREA  # "Analytics and Insight Team"
        self.closed_bodies += self.run_has_body and not field and bool(before & (BODY | Sense.ACRONYM))
        # "Policy Team / Head of Policy": where a mark follows several words, the last qualifies nothing.
        ends = token.gap > Gap.AND and self.tokens[self.at - 1].gap == Gap.SPACE and self.at - self.start > 1
        weak = before & Sense.WEAK and " " not in self.tokens[self.at - 1].text  # "Internal Audit / Risk Manager"
        body = (before & BODY and not weak and (ends or not before & Sense.QUALIFIER)) or (before & Sense.ACRONYM)
        if token.gap == Gap.AND and before & Sense.EMPLOYER and token.sense & (Sense.ALONE | Sense.PEOPLE):
            self.post += 1.6  # "LGA and Secretariat"
        elif token.gap == Gap.AND and not self.posts and self._stands_before_and(before):
            self.post += 1.6  # "SLT and Governors", "TW and all managers"
        elif body and not self.posts and token.gap not in (Gap.AND, Gap.OPEN, Gap.CLOSE):
            self.post += 0.4 if token.gap == Gap.LINE else 1.6

    def _stands_before_and(self, before: int) -> bool:
        letters = self.at - self.start == 1 and before & Sense.ACRONYM and len(self.tokens[self.start].text) < 3
        return bool(letters or before & Sense.LEADERSHIP)

    def _take_stranger(self, token: Token) -> None:
        sense = token.sense
        if sense & (Sense.ACRONYM | Sense.SHOUTED) and not sense & Sense.INITIAL:
            self.acronyms += 1
            self.letters = max(self.letters, len(token.text))
            self.post += 0.1
            if token.gap in (Gap.OPEN, Gap.DASH) and len(token.text) < 3 and self._ends_here():
                self.post += 1.5  # "AD (KW)", "HoS – KW"
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
        listed = before.gap in (Gap.AND, Gap.COMMA, Gap.SLASH)  # "the Director of Finance and the Chief Executive"
        if token.gap <= Gap.LINE and before.sense & Sense.LINK and not before.sense & Sense.POST and not listed:
            self.post += 0.1 * self.posts
            self.posts += 1
            return
        if self.posts:
            self.post += self._further_post(token, before)
        elif token.gap == Gap.AND and self._of_follows():
            self.post += 1.6  # "Communities and Head of Legal"
        elif token.gap == Gap.OPEN and self.at - self.start == 1 and self.acronyms and self.letters < 3:
            self.post += 1.7  # "KW (DCS)"
        if (
            token.sense & Sense.ALONE
            and before.sense & (Sense.GROUP | Sense.LEADERSHIP | Sense.ACRONYM)
            and token.gap <= Gap.LINE
        ):
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
            # "Principal Child and Family Social Worker"
            joined = token.gap == Gap.AND and index - 2 == self.start and not before.sense & Sense.POST
            if not (token.gap <= Gap.LINE or joined) or before.sense & Sense.LINK:
                return False
            if before.sense & Sense.POST:
                alone = before.sense & (Sense.SHORT | Sense.ALONE) or (token.line and before.text.casefold() == "head")
                return bool(before.sense & Sense.QUALIFIER and not alone)
            index -= 1
        return False

    def _short_before(self) -> bool:
        """Whether a short form, a qualifier and a head noun make one post: "IRO Service Manager"."""
        if self.at - self.start < 2 or self._of_follows():
            return False
        here, before, first = self.tokens[self.at], self.tokens[self.at - 1], self.tokens[self.at - 2]
        near = here.gap <= Gap.LINE and before.gap == Gap.SPACE
        return bool(
            near and before.sense & Sense.QUALIFIER and first.sense & Sense.SHORT and not first.sense & Sense.ALONE
        )

    def _of_follows(self) -> bool:
        index = self.at + 1
        return index < len(self.tokens) and self.tokens[index].text.casefold() == "of"

    def _after_closed(self, token: Token) -> None:
        if token.gap == Gap.SPACE and not token.sense & Sense.POST:
            self.post += 0.8  # "Staff Meetings", "Policy Officer Housing"
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
        elif self.posts and token.gap == Gap.SPACE and begins is None and self._works_for(sense):
            self.post += 2.5  # "Designated Nurse CCG"
        elif self.posts and begins is not None:
            self.post += _body_cost(sense, begins, self._ends_here())
        if sense & BODY and not self.run_has_body:
            self.body += 2.0 if self.closed_bodies else 0.0
            self.run_has_body = True
        self.bodies += 1

    def _works_for(self, sense: int) -> bool:
        """Whether an employer's short form ends a post that no "of" leads on to it."""
        short = sense & Sense.EMPLOYER and sense & Sense.SHOUTED
        return bool(short and self._ends_here() and is_closed(self.tokens[self.at - 1].sense))

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
        start, last = self.start, self.at
        first, final = self.tokens[start], self.tokens[last - 1]
        dangling = bool(final.sense & Sense.LINK and not final.sense & Sense.POST)
        loose = self.shared + (DANGLING if dangling else 0.0)
        found = []
        if self._stands_alone() and _is_tag(" ".join(token.text for token in self.tokens[start:last]), words):
            found.append(Segment(Label.NOBODY, start, last, -0.1))
        if self.posts or (self.everybody and last - start == 1):
            named = 0.5 * self._named_for_posts()
            found.append(Segment(Label.POST, start, last, loose + self.post + named + _leading(first)))
        body = self._as_body()
        if body is not None:
            found.append(Segment(Label.BODY, start, last, loose + body + _leading(first)))
        field = self.areas and not self.posts and not self.others and not dangling
        if field and first.sense & (Sense.CAPITAL | Sense.SHOUTED):
            cost = 0.6 + self.shared + 0.5 * self.strangers + 0.5 * self.bodies + 2.0 * (self.closed_bodies > 0)
            cost += 2.0 * self.slashes  # "HR / Legal" are two
            cost += 1.5 * (self.acronyms > 0 and self.parted > 0)  # "KW – Finance"
            found.append(Segment(Label.AREA, start, last, cost))
        found.append(Segment(Label.OTHER, start, last, 1.6 + 0.9 * (last - start) + 0.8 * self.shared))
        return found

    def _named_for_posts(self) -> bool:
        """Whether posts are only the first words of a body's name: "Member Working Group", "IRO Service"."""
        tokens = self.tokens[self.start : self.at]
        final = tokens[-1].sense
        acronym = tokens[-1].text.isupper() and not tokens[0].text.isupper()  # "Business Manager LSCB"
        if (
            acronym
            or tokens[-1].text.islower()
            or any(token.gap > Gap.LINE or token.sense & Sense.LINK for token in tokens[1:])
        ):
            return False
        closed = tokens[0].sense & Sense.SHORT and is_closed(tokens[0].sense)
        short = len(tokens) == 2 and closed and final & Sense.UNIT
        return len(tokens) > 1 and bool(final & Sense.GROUP or short) and not final & Sense.POST

    def _stands_alone(self) -> bool:
        tokens, last = self.tokens, self.at
        labels = last < len(tokens) and tokens[last].gap == Gap.COLON  # "Sponsor: Tom Hale Lead: Priya Nair"
        before = self.start == 0 or tokens[self.start].gap not in (Gap.SPACE, Gap.AND) or labels
        after = last == len(tokens) or tokens[last].gap not in (Gap.SPACE, Gap.AND)
        return before and after and (self.start > 0 or last < len(tokens))

    def _as_body(self) -> float | None:
        """What the stretch costs as a body, apart from ``shared``; None where nothing says that it is one."""
        first, last = self.tokens[self.start], self.at
        size = last - self.start
        posts = 0 if self._named_for_posts() else self.posts
        cost = self.body + 0.3 * self.others + 0.05 * self.strangers + 3.0 * posts
        if self.tokens[last - 1].sense & BODY:
            return cost
        cost += 2.0 * (self.closed_bodies > 0)
        if first.sense & Sense.OPENING and size > 1:
            plain = self.tokens[self.start + 1].sense & Sense.LINK or first.text.isupper()
            return cost + (0.1 if plain else 0.6)
        if first.text == "The" and size > 1 and not self.others:
            return cost + 0.1
        if self.bodies:
            return cost + 0.8
        if not self.acronyms or self.acronyms + self.areas < size:
            return None
        if self.areas:
            return cost + 0.6 + 1.5 * self.parted
        return cost + (0.3 if self.letters > 2 else 1.0) + 1.5 * self.marks


def _leading(first: Token) -> float:
    """What it costs a post or body to begin with a small word such as "of"."""
    small = first.sense & Sense.LINK and first.text.islower() and first.text not in _DETERMINERS
    return 4.0 if small else 0.0


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
