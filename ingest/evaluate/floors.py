"""Recorded floors: the scores that a change may not go below, and what they were measured on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.evaluate.answers import AnswerError, read_json
from ingest.evaluate.scores import STRICTNESSES, PaperScore
from ingest.evaluate.tally import DIGITS

ALL_FIELDS = "all fields"
_VERSION = 1
# A score is as good as its floor when it rounds to it.
_SLACK = 0.6 * 10**-DIGITS


@dataclass(slots=True)
class Floor:
    """What was recorded of one paper.

    Attributes:
        prints: SHA-256 of the paper, its answer and its facts; null for what it has not.
        scores: F1 by strictness and field; a field that is not listed is at 1.
        failing: ids of the facts that did not hold.
    """

    prints: dict[str, str | None]
    scores: dict[str, dict[str, float]] = field(default_factory=dict)
    failing: list[str] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """For the file."""
        return {"sha256": self.prints, **self.scores, "failing": self.failing}


@dataclass(frozen=True, slots=True)
class Fall:
    """A score below its floor."""

    strictness: str
    field: str
    floor: float
    score: float

    def __str__(self) -> str:
        return f"{self.field}, {self.strictness}: F1 {self.score:.3f} is below its floor {self.floor:.3f}"


def fingerprint(paper: Path, answer: Path | None, facts: Path | None) -> dict[str, str | None]:
    """What a floor is measured on.

    Raises:
        AnswerError: a file cannot be read.
    """
    return {"paper": _digest(paper), "answer": _digest(answer), "facts": _digest(facts)}


def _digest(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise AnswerError(f"{path}: it cannot be opened ({error.strerror}). Check its permissions.") from error


def measure(score: PaperScore | None, failing: list[str], prints: dict[str, str | None]) -> Floor:
    """The floor that a paper's scores of today would make."""
    floor = Floor(prints, failing=sorted(failing))
    for strictness in STRICTNESSES if score else ():
        floor.scores[strictness] = {name: f1 for name, f1 in _scores(score, strictness) if f1 < 1}
    return floor


def _scores(score: PaperScore | None, strictness: Any) -> Iterator[tuple[str, float]]:
    """F1 by field and of all fields together; where nothing is to be found and nothing was, nothing is wrong."""
    if score is None:
        return
    for name, counts in sorted(score.fields(strictness).items()):
        yield name, round(1.0 if counts.f1 is None else counts.f1, DIGITS)
    whole = score.total(strictness).f1
    yield ALL_FIELDS, round(1.0 if whole is None else whole, DIGITS)


def find_falls(score: PaperScore | None, floor: Floor) -> list[Fall]:
    """Scores below their floors; a field that is gone altogether has lost nothing."""
    return [
        Fall(strictness, name, floor.scores.get(strictness, {}).get(name, 1.0), f1)
        for strictness in STRICTNESSES
        for name, f1 in _scores(score, strictness)
        if f1 < floor.scores.get(strictness, {}).get(name, 1.0) - _SLACK
    ]


def read_floors(path: Path) -> dict[str, Floor]:
    """Read the floors by paper; none where there is no file.

    Raises:
        AnswerError: the file is no file of floors.
    """
    if not path.exists():
        return {}
    data = read_json(path)
    try:
        if data["version"] != _VERSION:
            raise ValueError(f"version {data['version']}")
        return {
            name: Floor(
                dict(entry["sha256"]),
                {s: {k: float(v) for k, v in entry[s].items()} for s in STRICTNESSES if s in entry},
                list(entry["failing"]),
            )
            for name, entry in data["papers"].items()
        }
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise AnswerError(f"{path}: it holds no floors ({error!r}). Take it from version control again.") from error


def floors_text(floors: dict[str, Floor]) -> str:
    """The file of floors; the same text for the same floors."""
    papers = {name: floors[name].as_data() for name in sorted(floors)}
    return json.dumps({"version": _VERSION, "papers": papers}, indent=1, ensure_ascii=False) + "\n"
