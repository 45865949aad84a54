"""Putting names, posts and bodies together: which post is whose, and where somebody works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.normalise.officer_costs import Label, Segment
from ingest.normalise.officer_tokens import Gap, Token
from ingest.normalise.officer_words import Sense


@dataclass(eq=False)
class Part:
    """A segment with what parts it from the one before."""

    segment: Segment
    gap: Gap
    line: bool
    deep: bool
    sense: int
    plural: bool
    tagged: bool = False  # words such as "Lead:" were left out before it
    others: bool = False  # "All Heads of Service": nobody's own post

    @property
    def label(self) -> Label:
        """What the segment is."""
        return self.segment.label


@dataclass(eq=False)
class Group:
    """One officer: at least one of a name, posts and bodies.

    Attributes:
        shared: parts that belong to another officer first ("Heads of Service – A, B and C").
    """

    name: Part | None = None
    posts: list[Part] = field(default_factory=list)
    bodies: list[Part] = field(default_factory=list)
    shared: list[Part] = field(default_factory=list)

    @property
    def parts(self) -> list[Part]:
        """All parts, in no order."""
        return [*([self.name] if self.name else []), *self.posts, *self.bodies]


# Gaps that bind a name and a post before all others, the tightest first.
_TIGHT = ((Gap.OPEN,), (Gap.DASH, Gap.COLON))
# What a pair over the other gaps is worth; two pairs are worth more than any one.
_LOOSE = {Gap.COMMA: 1.3, Gap.SPACE: 1.2, Gap.LINE: 1.1, Gap.SLASH: 1.0}
_LISTS = (Gap.AND, Gap.COMMA, Gap.SLASH)
_OTHERS = frozenset({"all", "each", "every", "other", "relevant", "various", "respective"})


def group(tokens: Sequence[Token], segments: Sequence[Segment]) -> list[Group]:
    """Put the segments of one run of words together, in printed order."""
    parts = _parts(tokens, segments)
    return _Grouping(parts).groups()


def _parts(tokens: Sequence[Token], segments: Sequence[Segment]) -> list[Part]:
    parts: list[Part] = []
    held: tuple[Gap, bool] | None = None  # the gap before a tag that was left out: "Support – Priya Nair"
    for piece in segments:
        first = tokens[piece.first]
        gap, line = (first.gap, first.line) if held is None else held
        tagged, held = held is not None, None
        if gap == Gap.CLOSE:
            gap = Gap.LINE if line else Gap.SPACE
        if piece.label in (Label.NOBODY, Label.OTHER):
            if not first.deep:
                held = (gap, line)
            continue
        sense = tokens[piece.last - 1].sense
        plural = any(token.sense & Sense.PLURAL for token in tokens[piece.first : piece.last])
        if piece.label is Label.POST and _is_party(tokens[piece.first : piece.last]):
            piece = piece._replace(label=Label.BODY)
        others = piece.label is Label.POST and first.text.casefold() in _OTHERS
        parts.append(Part(piece, gap, line, first.deep, sense, plural, tagged, others))
    if parts:
        parts[0].gap = Gap.HARD
    return parts


def _is_party(tokens: Sequence[Token]) -> bool:
    """Whether words with the shape of a post are outside bodies: "All partners", but not "HR Business Partners"."""
    posts = [token for token in tokens[:-1] if token.sense & Sense.POST and not token.sense & Sense.LINK]
    business = len(tokens) > 1 and tokens[-2].text.casefold() == "business"
    return bool(tokens[-1].sense & Sense.PARTY) and not posts and not business


class _Grouping:
    def __init__(self, parts: list[Part]) -> None:
        self.parts = parts
        self.of: dict[int, Group] = {}
        for index, part in enumerate(parts):
            if index and _is_firm(part, parts[index - 1]):
                part.segment = part.segment._replace(label=Label.BODY, name=None)
            if part.label is Label.NAME:
                self.of[index] = Group(name=part)
            elif part.label is Label.POST:
                self.of[index] = Group(posts=[part])
        self.order = list(self.of)

    def groups(self) -> list[Group]:
        self._bracketed_bodies()
        main = [index for index in self.order]
        for binders in _TIGHT:
            for here, there in pairwise(main):
                if self._gap(here, there) in binders and self._may_pair(here, there):
                    self._pair(here, there)
        for here, there in self._best_pairs(main):
            self._pair(here, there)
        self._join_posts(main)
        self._share_posts(main)
        self._bodies()
        found: list[Group] = []
        for index in sorted(self.of):
            if self.of[index] not in found:
                found.append(self.of[index])
        return found

    # --- names with posts ---
    def _may_pair(self, here: int, there: int) -> bool:
        left, right = self.of[here], self.of[there]
        if self.parts[here].others or self.parts[there].others:
            return False
        if left.name:
            return not left.posts and not right.name
        return bool(right.name) and not right.posts

    def _pair(self, here: int, there: int) -> None:
        left, right = self.of[here], self.of[there]
        if left.name:
            left.posts, left.bodies = right.posts, left.bodies + right.bodies
            self._merge(right, left)
        else:
            right.posts, right.bodies = left.posts, left.bodies + right.bodies
            self._merge(left, right)

    def _merge(self, gone: Group, kept: Group) -> None:
        """One group in place of another, for its bracketed body too."""
        self.of.update({index: kept for index, group in self.of.items() if group is gone})

    def _best_pairs(self, main: list[int]) -> list[tuple[int, int]]:
        """Neighbours that make the most pairs of a name and a post; of two ways the one with the tighter marks."""
        best: list[tuple[float, list[tuple[int, int]]]] = [(0.0, []), (0.0, [])]  # from one past the end backwards
        for position in range(len(main) - 2, -1, -1):
            here, there = main[position], main[position + 1]
            worth = _LOOSE.get(self._gap(here, there), 0.0)
            choice = best[0]
            if worth and self._may_pair(here, there) and worth + best[1][0] >= choice[0]:
                choice = (worth + best[1][0], [(here, there), *best[1][1]])
            best = [choice, best[0]]
        return best[0][1]

    def _gap(self, here: int, there: int) -> Gap:
        """What parts two parts; a bracketed body between them counts for nothing."""
        between = self.parts[here + 1 : there]
        if any(not part.deep for part in between):
            # "Tom Hale, Anyshire CCG, Designated Nurse": the weakest mark holds them.
            return max(part.gap for part in self.parts[here + 1 : there + 1])
        gap = self.parts[there].gap
        return Gap.LINE if between and gap == Gap.OPEN else gap

    def _join_posts(self, main: list[int]) -> None:
        """Give both posts to one person: "Tom Hale, Head of HR and Legal Lead", "Director (Monitoring Officer)"."""
        for here, there in pairwise(main):
            left, right = self.of[here], self.of[there]
            gap = self.parts[there].gap
            if left is right or gap not in (Gap.AND, Gap.OPEN) or there != here + 1:
                continue
            first, second = self.parts[here], self.parts[there]
            if first.label is not Label.POST or second.label is not Label.POST or first.plural != second.plural:
                continue
            behind = left.name is not None and here > self._index(left.name)
            if not right.name and (behind or gap == Gap.OPEN):
                left.posts.append(second)
                self.of[there] = left
            elif right.name and not left.name and there < self._index(right.name):
                right.posts.insert(0, first)
                self.of[here] = right

    def _index(self, part: Part) -> int:
        return next(index for index, other in enumerate(self.parts) if other is part)

    def _share_posts(self, main: list[int]) -> None:
        for position, index in enumerate(main):
            holder = self.of[index]
            if self.parts[index].label is not Label.NAME or not holder.posts:
                continue
            post = holder.posts[-1]
            if self._index(post) < index:
                self._share_on(main, position, holder, self.parts[index].gap)
            else:
                self._share_back(main, position, holder, post)

    def _share_on(self, main: list[int], position: int, holder: Group, binder: Gap) -> None:
        plural = holder.posts[-1].plural
        if not plural and binder not in (Gap.DASH, Gap.COLON):
            return
        lists = (*_LISTS, Gap.LINE) if plural or binder == Gap.COLON else _LISTS
        for index in main[position + 1 :]:
            other = self.of[index]
            if other.posts or self.parts[index].gap not in lists or self.parts[index].tagged:
                return
            other.posts, other.shared = list(holder.posts), list(holder.posts)

    def _share_back(self, main: list[int], position: int, holder: Group, post: Part) -> None:
        if not post.plural and post.gap not in (Gap.DASH, Gap.COLON):
            return
        lists = (*_LISTS, Gap.LINE) if post.plural else (Gap.AND, Gap.SLASH)
        for before in range(position - 1, -1, -1):
            other = self.of[main[before]]
            if other.posts or self.parts[main[before + 1]].gap not in lists:
                return
            other.posts, other.shared = list(holder.posts), list(holder.posts)

    # --- bodies ---
    def _bracketed_bodies(self) -> None:
        for index, part in enumerate(self.parts):
            if part.label in (Label.BODY, Label.AREA) and part.deep and index and part.gap == Gap.OPEN:
                before = self.parts[index - 1]
                if index - 1 in self.of:
                    self.of[index - 1].bodies.append(part)
                    self.of[index] = self.of[index - 1]
                elif before.label in (Label.BODY, Label.AREA):
                    made = Group(bodies=[before, part])
                    self.of[index - 1] = self.of[index] = made

    def _bodies(self) -> None:
        for index, part in enumerate(self.parts):
            if part.label not in (Label.BODY, Label.AREA):
                continue
            own = self.of.get(index)
            if own is not None and (own.name or own.posts):
                continue
            own = own or Group(bodies=[part])
            home = self._home(index, part)
            if home is None:
                self.of[index] = own
                continue
            home.bodies += own.bodies
            self.of[index] = home
            if index + 1 < len(self.parts) and self.of.get(index + 1) is own:
                self.of[index + 1] = home

    def _home(self, index: int, part: Part) -> Group | None:
        """Whose employer or team a body is; None for one that acts in its own right."""
        before = self.of.get(index - 1)
        after = self.of.get(index + 1) if index + 1 < len(self.parts) else None
        following = self.parts[index + 1].gap if after is not None else Gap.HARD
        if before is not None and not before.bodies and _belongs(part, before):
            return before
        bound = after is not None and not after.bodies and following in (Gap.DASH, Gap.COLON, Gap.OPEN)
        if bound and after and (after.name or part.sense & (Sense.EMPLOYER | Sense.ACRONYM)):
            return after
        return None


def _is_firm(part: Part, before: Part) -> bool:
    """Whether a lone unknown word in a bracket after a name is where the person works: "Jean Petit (Arup)"."""
    one = part.segment.last - part.segment.first == 1
    return part.label is before.label is Label.NAME and one and part.gap == Gap.OPEN and part.segment.cost > 1.0


def _belongs(part: Part, before: Group) -> bool:
    """Whether a body printed after a name or post is where that officer works."""
    gap, sense = part.gap, part.sense
    if gap == Gap.OPEN:
        return True
    if gap in (Gap.HARD, Gap.AND, Gap.COLON) or sense & Sense.LEADERSHIP:
        return False
    outside = bool(sense & (Sense.EMPLOYER | Sense.ACRONYM)) or (part.segment.cost <= 0.35 and not sense & Sense.GROUP)
    if gap == Gap.SLASH:
        return bool(before.name) and bool(sense & (Sense.EMPLOYER | Sense.ACRONYM))
    if before.name:
        return outside or not sense & Sense.GROUP or gap in (Gap.DASH, Gap.SPACE)
    if gap == Gap.LINE:
        return (outside and not sense & Sense.UNIT) or part.label is Label.AREA
    return outside or not sense & Sense.GROUP
