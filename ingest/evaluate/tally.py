"""Counts and scores: precision, recall and F1, strict and folded, with an interval."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ingest.evaluate.judgement import Judgement

# "folded": white space, marks and case never matter; "strict": to the letter.
Strictness = Literal["folded", "strict"]
# Samples drawn for an interval, the share of them inside it, and where the draw begins (the same every time).
RESAMPLES, INSIDE, SEED = 1000, 0.95, 20180605
DIGITS = 6


@dataclass(slots=True)
class Counts:
    """How many values were right, missing and too many."""

    hits: int = 0
    missing: int = 0
    spurious: int = 0

    def add(self, other: Counts) -> None:
        """Add the counts of another."""
        self.hits += other.hits
        self.missing += other.missing
        self.spurious += other.spurious

    @property
    def precision(self) -> float | None:
        """Share of what was found that is right; None where nothing was found."""
        return self.hits / (self.hits + self.spurious) if self.hits + self.spurious else None

    @property
    def recall(self) -> float | None:
        """Share of what is there that was found; None where nothing is there."""
        return self.hits / (self.hits + self.missing) if self.hits + self.missing else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; None where nothing is there and nothing was found."""
        weight = 2 * self.hits + self.missing + self.spurious
        return 2 * self.hits / weight if weight else None

    def as_data(self) -> dict[str, Any]:
        """For scripts."""
        shares = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        rounded = {name: None if share is None else round(share, DIGITS) for name, share in shares.items()}
        return rounded | {"hits": self.hits, "missing": self.missing, "spurious": self.spurious}


Fields = dict[str, Counts]


def count(judgements: Iterable[Judgement], strictness: Strictness) -> Fields:
    """Count the judgements of one paper by field."""
    fields: Fields = defaultdict(Counts)
    for one in judgements:
        if not one.scored:
            continue
        counts = fields[one.field]
        if one.same and (one.exact or strictness == "folded"):
            counts.hits += 1
        else:
            counts.missing += one.answer is not None
            counts.spurious += one.found is not None
    return dict(fields)


def total(parts: Iterable[Counts]) -> Counts:
    """All counts together."""
    whole = Counts()
    for part in parts:
        whole.add(part)
    return whole


def merge(papers: Iterable[Mapping[str, Counts]]) -> Fields:
    """The counts of several papers by field, in the order of the fields' names."""
    fields: Fields = defaultdict(Counts)
    for paper in papers:
        for field, counts in paper.items():
            fields[field].add(counts)
    return dict(sorted(fields.items()))


Interval = tuple[float, float]


def interval(papers: Sequence[Counts], mean: bool = False) -> Interval | None:
    """Between which scores the F1 of other papers of this kind is to be expected.

    Papers are drawn with repetition, as papers and not values vary together; the draw is the same every time.

    Args:
        papers: the counts of each paper.
        mean: of the mean of the papers' F1, not of the F1 of all values together.

    Returns:
        the bounds; None for fewer than two papers with such values.
    """
    told = [counts for counts in papers if mean or counts.f1 is not None]
    if len(told) < 2:
        return None
    draw = random.Random(SEED)
    scores = sorted(_drawn(draw.choices(told, k=len(told)), mean) for _ in range(RESAMPLES))
    cut = int(RESAMPLES * (1 - INSIDE) / 2)
    return round(scores[cut], DIGITS), round(scores[-cut - 1], DIGITS)


def _drawn(papers: list[Counts], mean: bool) -> float:
    if mean:
        return sum(counts.f1 or 0.0 for counts in papers) / len(papers)
    hits = sum(counts.hits for counts in papers)
    wrong = sum(counts.missing + counts.spurious for counts in papers)
    return 2 * hits / (2 * hits + wrong)
