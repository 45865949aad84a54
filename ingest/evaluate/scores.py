"""Scores of many papers against their answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.batch.discover import INDEX_NAME
from ingest.evaluate.answers import AnswerError, paper_id, read_answer, read_json
from ingest.evaluate.compare import compare
from ingest.evaluate.judgement import Judgement
from ingest.evaluate.tally import DIGITS, Counts, Fields, Interval, Strictness, count, interval, merge, total

STRICTNESSES: tuple[Strictness, ...] = ("strict", "folded")


@dataclass(slots=True)
class PaperScore:
    """One paper against its answer.

    Attributes:
        paper: its id.
        judgements: every value compared.
        converted: there is a result at all.
    """

    paper: str
    judgements: list[Judgement]
    converted: bool = True

    def fields(self, strictness: Strictness) -> Fields:
        """Its counts by field."""
        return count(self.judgements, strictness)

    def total(self, strictness: Strictness) -> Counts:
        """Its counts of all fields together."""
        return total(self.fields(strictness).values())


@dataclass(slots=True)
class Scores:
    """Many papers against their answers."""

    papers: list[PaperScore]

    def fields(self, strictness: Strictness) -> Fields:
        """The counts of all papers by field."""
        return merge(paper.fields(strictness) for paper in self.papers)

    def total(self, strictness: Strictness) -> Counts:
        """All counts of all papers together."""
        return total(paper.total(strictness) for paper in self.papers)

    def mean(self, strictness: Strictness) -> float:
        """Mean of the papers' F1; a paper where nothing was to be found and nothing was counts as 0."""
        return sum(paper.total(strictness).f1 or 0.0 for paper in self.papers) / max(1, len(self.papers))

    def interval(self, strictness: Strictness, field: str | None = None, mean: bool = False) -> Interval | None:
        """The interval of the F1 of one field, of all together, or of the papers' mean."""
        papers = (
            paper.total(strictness) if field is None else paper.fields(strictness).get(field, Counts())
            for paper in self.papers
        )
        return interval(list(papers), mean)

    def as_data(self) -> dict[str, Any]:
        """For scripts."""
        return {strictness: self._as_data(strictness) for strictness in STRICTNESSES}

    def _as_data(self, strictness: Strictness) -> dict[str, Any]:
        return {
            "mean": round(self.mean(strictness), DIGITS),
            "mean_interval": self.interval(strictness, mean=True),
            "all": self.total(strictness).as_data() | {"interval": self.interval(strictness)},
            "fields": {
                field: counts.as_data() | {"interval": self.interval(strictness, field)}
                for field, counts in self.fields(strictness).items()
            },
            "papers": {paper.paper: paper.total(strictness).as_data() for paper in self.papers},
        }


def score_folders(predicted: Path, gold: Path) -> Scores:
    """Score the results in one folder (any depth) against the answers in another; single files serve too.

    A paper without a result counts wholly against.

    Raises:
        AnswerError: there is no answer, no result of any of their papers, or a file is none.
    """
    answers = [path for path in sorted(gold.glob("*.json")) if path.name != INDEX_NAME] if gold.is_dir() else [gold]
    if not answers:
        raise AnswerError(f"{gold}: no answer (<id>.json) is there. Give the folder that holds them.")
    results = _results(predicted)
    if predicted.is_dir() and not any(paper_id(path.name) in results for path in answers):
        raise AnswerError(
            f"{predicted}: no result of a paper that {gold} has an answer for (first {answers[0].name}) is there. "
            "Give the folder that 'convert' wrote to."
        )
    scored = []
    for path in answers:
        answer = read_answer(path)
        result = results.get(paper_id(path.name)) if predicted.is_dir() else predicted
        found = read_json(result) if result else {}
        if not isinstance(found, dict):
            raise AnswerError(f"{result}: it is no result of 'convert'. Convert the paper again.")
        scored.append(PaperScore(paper_id(path.name), compare(answer, found), result is not None))
    return Scores(scored)


def _results(folder: Path) -> dict[str, Path]:
    """Results by the id of their paper; of two with one id the first by path."""
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*.json"), reverse=True):
        found[paper_id(path.name)] = path
    return found
