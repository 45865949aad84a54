"""A check and scores as lines for people and as data for scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from ingest.evaluate.check import Check, PaperCheck
from ingest.evaluate.difference import NOTHING, Difference, find_differences
from ingest.evaluate.scores import STRICTNESSES, Scores
from ingest.evaluate.tally import DIGITS, Counts, Interval

# Differences of one paper that are printed, and of one field in it: with them all, nobody would see the first.
SHOWN_DIFFERENCES, SHOWN_OF_A_FIELD = 12, 4
# Fields with faults that a check prints, the worst first.
SHOWN_FIELDS = 12
# Facts and other reasons that a paper fails for.
SHOWN_PROBLEMS = 4
# Fields below their floors that a paper's line names.
SHOWN_FALLS = 3
# Two values up to this many characters together stand on one line.
_ONE_LINE = 70
_ORDER = ("worse", "changed", "still wrong", "same", "better")
_COLUMNS = f"{'':36} {'strict':^20}  {'folded':^20}  {'95 % interval':^13}  {'right':>6} {'missing':>7} {'too many':>8}"
_HEADINGS = f"{'':36} {'prec.':>6} {'rec.':>6} {'F1':>6}  {'prec.':>6} {'rec.':>6} {'F1':>6}"


def score_lines(scores: Scores, everything: bool = True) -> Iterator[str]:
    """The table of scores by field.

    Args:
        scores: of all papers.
        everything: fields without a fault too, and a line for each paper.
    """
    strict, folded = scores.fields("strict"), scores.fields("folded")
    faulty: list[str] = []
    yield _COLUMNS
    yield _HEADINGS
    shown = list(folded)
    if not everything:
        faulty = [name for name in folded if strict[name].f1 != 1]
        shown = sorted(faulty, key=lambda name: (folded[name].f1 or 0, strict[name].f1 or 0))[:SHOWN_FIELDS]
    for name in shown:
        yield _row(name, strict[name], folded[name], scores.interval("folded", name))
    if not everything:
        more = f"{len(faulty) - len(shown)} more fields with faults, " if len(faulty) > len(shown) else ""
        yield f"({more}{len(folded) - len(faulty)} fields without; --json has all)"
    yield _row("all fields", scores.total("strict"), scores.total("folded"), scores.interval("folded"))
    for paper in scores.papers if everything else ():
        name = paper.paper + ("" if paper.converted else " (no result)")
        yield _row(name, paper.total("strict"), paper.total("folded"), None)
    yield _mean(scores)


def _mean(scores: Scores) -> str:
    between = scores.interval("folded", mean=True)
    said = f", 95 % interval {between[0]:.3f} to {between[1]:.3f}" if between else ""
    means = " ".join(f"{name} {scores.mean(name):.4f}" for name in STRICTNESSES)
    return f"mean F1 of {_papers(len(scores.papers))}: {means}{said}"


def _papers(number: int) -> str:
    return f"{number} paper" + ("" if number == 1 else "s")


def _row(name: str, strict: Counts, folded: Counts, between: Interval | None) -> str:
    shares = "  ".join(
        " ".join("     -" if share is None else f"{share:6.3f}" for share in (c.precision, c.recall, c.f1))
        for c in (strict, folded)
    )
    said = f"{between[0]:.3f} - {between[1]:.3f}" if between else ""
    return f"{name:36} {shares}  {said:13}  {folded.hits:6} {folded.missing:7} {folded.spurious:8}"


def miss_lines(scores: Scores) -> Iterator[str]:
    """Every value that is missing or too many, by paper."""
    for paper in scores.papers:
        misses = find_differences(paper.judgements)
        if misses:
            yield ""
            yield f"{paper.paper}:"
            yield from _difference_lines(misses, "expected", everything=True)


def score_data(scores: Scores) -> dict[str, Any]:
    """Scores for scripts, with every value that is missing or too many."""
    misses = {
        paper.paper: [
            {
                "field": one.field,
                "within": one.within,
                "answer": one.answer.value if one.answer else None,
                "found": one.found.value if one.found else None,
                "path": next((node.path for node in (one.found, one.answer) if node is not None), ""),
            }
            for one in paper.judgements
            if not one.same
        ]
        for paper in scores.papers
    }
    return scores.as_data() | {"misses": misses}


def check_lines(check: Check) -> Iterator[str]:
    """A check: the fields that are not perfect, what differs by paper, and how it ended."""
    if check.scores.papers:
        yield from score_lines(check.scores, everything=False)
    for name in check.absent:
        yield ""
        yield f"{name}: FAILED"
        yield "  it is recorded, but not among the papers"
    for paper in check.papers:
        lines = list(_paper_lines(paper))
        if lines:
            yield ""
            yield f"{paper.name}: {_headline(paper)}"
            yield from lines
    yield ""
    yield _ending(check)


def _headline(paper: PaperCheck) -> str:
    said = "FAILED" if paper.problems else "passed"
    if paper.score:
        f1 = paper.score.total("folded").f1
        said += f", F1 {1.0 if f1 is None else f1:.3f}"
    return said


def _paper_lines(paper: PaperCheck) -> Iterator[str]:
    if paper.falls:
        yield f"  ! below the floor: {_fallen(paper)}"
    falls = set(map(str, paper.falls))
    others = [problem for problem in paper.problems if problem not in falls]
    for problem in others[:SHOWN_PROBLEMS]:
        yield f"  ! {problem}"
    if len(others) > SHOWN_PROBLEMS:
        yield f"  ! and {len(others) - SHOWN_PROBLEMS} more (--json has all)"
    yield from _difference_lines(paper.differences, "was")
    unexplained = _unexplained(paper)
    if unexplained:
        if paper.recorded:
            yield "  not as the answer has it:"
        yield from _difference_lines(unexplained, "expected")


def _fallen(paper: PaperCheck) -> str:
    """The fields that fell, each once, with the floor and the score; to the letter alone where that is all."""
    folded = {fall.field for fall in paper.falls if fall.strictness == "folded"}
    said = [
        f"{fall.field} {fall.score:.3f} (floor {fall.floor:.3f}{'' if fall.field in folded else ', to the letter'})"
        for fall in paper.falls
        if fall.strictness == "folded" or fall.field not in folded
    ]
    more = f" and {len(said) - SHOWN_FALLS} more" if len(said) > SHOWN_FALLS else ""
    return ", ".join(said[:SHOWN_FALLS]) + more


def _unexplained(paper: PaperCheck) -> list[Difference]:
    """Values that are not as expected, in fields that fell without a change that would show it."""
    if not paper.recorded:
        return paper.misses
    told = {one.field for one in paper.differences}
    fallen = {fall.field for fall in paper.falls}
    return [one for one in paper.misses if one.field in fallen - told]


def _difference_lines(differences: list[Difference], before: str, everything: bool = False) -> Iterator[str]:
    ordered = sorted(differences, key=lambda one: _ORDER.index(one.verdict))
    shown, left = (ordered, Counter[str]()) if everything else _sample(ordered)
    within = None
    for one in shown:
        if one.within and one.within != within:
            yield f"  {one.within}"
        within = one.within
        yield from _one_difference(one, before)
    if left:
        said = ", ".join(f"{number} of {field}" for field, number in left.items())
        yield f"    and more: {said} (--json has all)"


def _sample(ordered: list[Difference]) -> tuple[list[Difference], Counter[str]]:
    """Some of the differences, the worst first and few of each field, and how many more there are of which."""
    seen, left = Counter[str](), Counter[str]()
    shown: list[Difference] = []
    for one in ordered:
        if len(shown) < SHOWN_DIFFERENCES and seen[one.field] < SHOWN_OF_A_FIELD:
            shown.append(one)
            seen[one.field] += 1
        else:
            left[one.field] += 1
    return shown, left


def _one_difference(one: Difference, before: str) -> Iterator[str]:
    verdict = "" if before == "expected" else f"  ({one.verdict})"
    place = f"  {one.place}" if one.place else ""
    was, now = (NOTHING if value is None else value for value in (one.was, one.now))
    if len(was) + len(now) > _ONE_LINE:
        yield f"    {one.field}{verdict}{place}"
        yield f"      {before} {was}"
        yield f"      {'is':>{len(before)}} {now}"
    else:
        yield f"    {one.field}: {before} {was}, is {now}{verdict}{place}"


def _ending(check: Check) -> str:
    facts = [fact for paper in check.papers for fact in paper.facts]
    known = sum(len(paper.failing) - len(paper.new_failures) for paper in check.papers)
    failed = [*check.absent, *(paper.name for paper in check.papers if paper.problems)]
    changed = sum(bool(paper.differences) for paper in check.papers)
    told = f"{sum(fact.holds for fact in facts)} of {len(facts)} facts hold"
    said = [f"{_papers(len(check.papers))} checked", told + (f" ({known} are known not to)" if known else "")]
    if any(paper.recorded for paper in check.papers):
        said.append(f"{changed} not as recorded" if changed else "nothing changed")
    said.append(f"FAILED: {', '.join(failed)}" if failed else "passed")
    return "; ".join(said)


def check_data(check: Check) -> dict[str, Any]:
    """A check for scripts."""
    return {
        "passed": check.passed,
        "absent": check.absent,
        "scores": check.scores.as_data() if check.scores.papers else None,
        "papers": {paper.name: _paper_data(paper) for paper in check.papers},
    }


def _paper_data(paper: PaperCheck) -> dict[str, Any]:
    return {
        "passed": not paper.problems,
        "problems": paper.problems,
        "converted": paper.converted.result is not None,
        "f1": {s: _rounded(paper.score.total(s).f1) for s in STRICTNESSES} if paper.score else None,
        "below_floor": [
            {"field": fall.field, "strictness": fall.strictness, "floor": fall.floor, "f1": fall.score}
            for fall in paper.falls
        ],
        "differences": _all_data(paper.differences),
        "misses": _all_data(paper.misses),
        "facts": [
            {"id": fact.id, "holds": fact.holds, "message": fact.message, "source": list(fact.source)}
            for fact in paper.facts
        ],
    }


def _all_data(differences: Iterable[Difference]) -> list[dict[str, Any]]:
    return [one.as_data() for one in differences]


def _rounded(f1: float | None) -> float | None:
    return None if f1 is None else round(f1, DIGITS)
