"""Reading a run of words as names, posts and bodies: the cheapest way to cut it.

Every way to cut the words at likely places is weighed: a name costs its doubt, a post that holds two head nouns or
somebody's name costs much (see ``officer_costs``), a cut where nothing parts the words costs something.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.normalise.officer_costs import Label, Segment, Stretch, is_closed
from ingest.normalise.officer_tokens import Gap, Token
from ingest.normalise.officer_words import RoleWords, Sense
from ingest.normalise.person_names import NameSpan, find_names

# --- costs ------------------------------------------------------------------------------------------------------
SEGMENT = 1.0
# A cut between two words that nothing parts, and beside a person's name.
BARE_CUT = 1.2
NAME_CUT = 0.4
# A cut at a line end that no mark backs, between posts and bodies.
LINE_CUT = 0.15
# What a sure, a likely and a possible name cost inside a post or body.
SURE_NAME, LIKELY_NAME, POSSIBLE_NAME = 4.0, 2.4, 0.9
LIKELY_DOUBT = 1.5
NAME_ENDS = 0.3
# A cut between a post and the words of a field beside it: they mostly belong together.
FIELD_APART = 0.8
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
    surest = [9.0] * len(tokens)  # the least doubt of a name that has the token
    for name in names:
        for index in range(name.first, name.last):
            surest[index] = min(surest[index], name.doubt)
    for name in names:
        if name.doubt > surest[name.first] + NAME_ENDS:
            continue  # "Tom Hale / Head": the name was whole before
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
        if (
            here.gap != Gap.SPACE
            or here.nobody
            or before.nobody
            or _opens_post(tokens, index)
            or (is_closed(before.sense) and here.sense & Sense.EMPLOYER and here.sense & Sense.SHOUTED)
            or (before.sense | here.sense) & (Sense.ALONE | Sense.LEADERSHIP | Sense.ACRONYM)
        ):
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
        closed = before.label is Label.POST and is_closed(tokens[before.last - 1].sense)
        if not (closed and gap in (Gap.LINE, Gap.SLASH)):
            cost += FIELD_APART
    return cost


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
    reader = Stretch(tokens, start, weight)
    for end in ends:
        if end <= start:
            continue
        if end - start > LONGEST_SEGMENT:
            if not found:  # no cut for so long: whatever it is, no officer
                found.append(Segment(Label.OTHER, start, end, float(end - start)))
            break
        if not reader.read_to(end):
            break
        found.extend(reader.segments(words))
    return found
