"""One check: results of today against answers, facts, earlier results and floors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.evaluate.answers import AnswerError, is_result, paper_id, read_answer
from ingest.evaluate.compare import compare
from ingest.evaluate.difference import Difference, Opinion, find_differences
from ingest.evaluate.facts import FactResult, read_facts, run_facts
from ingest.evaluate.floors import Fall, Floor, find_falls, fingerprint, measure
from ingest.evaluate.scores import PaperScore, Scores


@dataclass(frozen=True, slots=True)
class Converted:
    """One paper of today.

    Attributes:
        path: the paper.
        result: its JSON; None where it could not be converted.
        problem: why it could not be.
    """

    path: Path
    result: dict[str, Any] | None
    problem: str = ""

    @property
    def name(self) -> str:
        """Its file name."""
        return self.path.name


@dataclass(slots=True)
class PaperCheck:
    """What a check found of one paper.

    Attributes:
        converted: the paper of today.
        prints: what its floor is measured on.
        floor: what was recorded; None for nothing yet.
        score: against its answer; None where it has none.
        differences: was (recorded) and is.
        misses: expected (by the answer) and is.
        facts: each with how it came out.
        record: where its result is recorded.
        recorded: an earlier result is there.
    """

    converted: Converted
    prints: dict[str, str | None]
    floor: Floor | None
    score: PaperScore | None
    record: Path
    differences: list[Difference] = field(default_factory=list)
    misses: list[Difference] = field(default_factory=list)
    facts: list[FactResult] = field(default_factory=list)
    recorded: bool = False

    @property
    def name(self) -> str:
        """The paper's file name."""
        return self.converted.name

    @property
    def failing(self) -> list[str]:
        """Ids of facts that do not hold."""
        return [fact.id for fact in self.facts if not fact.holds]

    @property
    def new_failures(self) -> list[FactResult]:
        """Facts that do not hold and did, or are new."""
        known = self.floor.failing if self.floor else []
        return [fact for fact in self.facts if not fact.holds and fact.id not in known]

    @property
    def falls(self) -> list[Fall]:
        """Scores below their floors; without a floor everything is to be right."""
        return find_falls(self.score, self.floor or Floor(self.prints))

    @property
    def lowers(self) -> list[str]:
        """What a recorded floor forbids: a sentence each."""
        found = [str(fall) for fall in self.falls]
        found += [f"fact {fact.id}: {fact.message}" for fact in self.new_failures]
        if self.converted.result is None:
            found.insert(0, f"it was not converted: {self.converted.problem}")
        if self.floor:
            for what in ("answer", "facts"):
                if self.floor.prints.get(what) and not self.prints.get(what):
                    found.append(f"its {what} of the record is gone")
        return found

    @property
    def problems(self) -> list[str]:
        """Why the check fails for this paper: a sentence each; none where it passes."""
        found = self.lowers
        if self.score is None and not self.recorded and not self.facts:
            found.append("there is nothing to compare it with: write an answer, or record it with --update")
        if self.score is None and self.differences:
            found.append("it is not what was recorded, and no answer tells whether the change is right")
        if self.floor and (changed := [k for k, v in self.prints.items() if v != self.floor.prints.get(k)]):
            found.append(f"its {' and '.join(changed)} changed since the record was made: see --update")
        return found

    def new_floor(self) -> Floor:
        """The floor that today's scores make."""
        return measure(self.score, self.failing, self.prints)


@dataclass(slots=True)
class Check:
    """A whole check.

    Attributes:
        papers: by name.
        absent: papers that were recorded and are not there any more.
    """

    papers: list[PaperCheck]
    absent: list[str] = field(default_factory=list)

    @property
    def scores(self) -> Scores:
        """Scores of the papers that have an answer."""
        return Scores([paper.score for paper in self.papers if paper.score])

    @property
    def passed(self) -> bool:
        """Nothing is worse."""
        return not self.absent and not any(paper.problems for paper in self.papers)

    def lowered(self) -> dict[str, list[str]]:
        """Recorded floors that recording this check would lower, by paper."""
        gone = {name: ["it is recorded, but not among the papers"] for name in self.absent}
        return gone | {paper.name: paper.lowers for paper in self.papers if paper.floor and paper.lowers}


def find_answers(expected: Path, record: Path) -> dict[str, Path]:
    """Answers by the id of their paper: ``<id>.json`` at any depth, the record left out.

    Raises:
        AnswerError: two answers are for one paper.
    """
    found: dict[str, Path] = {}
    for path in sorted(expected.rglob("*.json")):
        if record in path.parents or path.name == "index.json":
            continue
        name = paper_id(path.name)
        if name in found:
            raise AnswerError(f"{found[name]} and {path}: two answers for one paper. Leave one.")
        found[name] = path
    return found


def check_papers(
    papers: Iterable[Converted],
    answers: Mapping[str, Path],
    facts: Path | None,
    record: Path,
    floors: Mapping[str, Floor],
    whole: bool = True,
) -> Check:
    """Compare each paper with its answer, its facts, its earlier result and its floor.

    Args:
        papers: the papers of today.
        answers: see ``find_answers``; a result of the program there is an earlier result, and no answer.
        facts: the folder of ``<id>.jsonl``; None for none.
        record: the folder of earlier results, ``<file name>.json``.
        floors: by file name.
        whole: these are all papers; one that is recorded and not among them is missed.

    Raises:
        AnswerError: an answer or fact cannot be used, or two papers have one name.
    """
    checked: dict[str, PaperCheck] = {}
    for paper in sorted(papers, key=lambda paper: paper.name):
        if paper.name in checked:
            other = checked[paper.name].converted.path
            raise AnswerError(f"{other} and {paper.path}: two papers of one name. Check their folders one by one.")
        checked[paper.name] = _check(paper, answers.get(paper_id(paper.name)), facts, record, floors.get(paper.name))
    return Check(list(checked.values()), [name for name in floors if whole and name not in checked])


def _check(
    paper: Converted, answer_path: Path | None, facts: Path | None, record: Path, floor: Floor | None
) -> PaperCheck:
    facts_path = facts / f"{paper_id(paper.name)}.jsonl" if facts else None
    facts_path = facts_path if facts_path and facts_path.is_file() else None
    earlier_path = record / f"{paper.name}.json"
    answer = read_answer(answer_path) if answer_path else None
    if answer is not None and answer_path and is_result(answer):
        # An earlier result that stands where answers stand; recording writes it there again.
        earlier_path = answer_path
        answer = answer_path = None
    earlier = read_answer(earlier_path) if earlier_path.is_file() else None
    result = paper.result or {}
    judged = compare(answer, result) if answer is not None else []
    found = PaperCheck(
        paper,
        fingerprint(paper.path, answer_path, facts_path),
        floor,
        PaperScore(paper_id(paper.name), judged, paper.result is not None) if answer is not None else None,
        earlier_path,
        misses=find_differences(judged),
        facts=run_facts(read_facts(facts_path), result) if facts_path else [],
        recorded=earlier is not None,
    )
    if earlier is not None and paper.result is not None:
        before, after = (Opinion(compare(answer, state) if answer else []) for state in (earlier, result))
        found.differences = find_differences(compare(earlier, result, thorough=True), before, after)
    return found
