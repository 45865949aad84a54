"""What counts as right, folded and to the letter, and what the interval says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from a_paper import FAULTS, answer_of, make_paper, seeded

from ingest.evaluate.answers import AnswerError, paper_id, read_answer
from ingest.evaluate.compare import compare
from ingest.evaluate.scores import score_folders
from ingest.evaluate.tally import Counts, count, interval, total


def f1(answer: dict[str, Any], found: dict[str, Any], strict: bool = False) -> float | None:
    return total(count(compare(answer, found), "strict" if strict else "folded").values()).f1


def with_text(words: str) -> dict[str, Any]:
    return {"plans": [{"kind": "action_plan", "items": [{"recommendation": {"text": words}}]}]}


@pytest.mark.parametrize(
    ("answer", "found", "folded", "strict"),
    [
        ("Visit families’ homes", "Visit families’ homes", 1, 1),
        ("Visit families’ homes", "visit  families' homes", 1, 1 / 2),
        ("re-design the service for families by March", "redesign the service for families by March", 1, 1 / 2),
        ("Visit families at home every week of the year", "Visit families at home every week", 1 / 2, 1 / 2),
    ],
)
def test_folded_forgives_marks_and_strict_forgives_nothing(
    answer: str, found: str, folded: float, strict: float
) -> None:
    for expected, is_strict in ((folded, False), (strict, True)):
        fields = count(compare(with_text(answer), with_text(found)), "strict" if is_strict else "folded")
        right = fields["item.recommendation"].hits
        assert right == (expected == 1)


def test_an_abridged_answer_asks_for_its_ends_and_length() -> None:
    words = " ".join(f"word{i}" for i in range(100))
    answer = with_text(words)
    answer["plans"][0]["items"][0]["recommendation"] = {"starts": "word0 word1", "ends": "word98 word99", "words": 100}
    assert f1(answer, with_text(words), strict=True) == 1
    shorter = words.replace("word50 word51 word52 word53 word54 ", "")
    assert f1(answer, with_text(shorter)) != 1


def test_what_was_not_to_be_found_counts_against() -> None:
    counts = count(compare({}, make_paper()), "folded")
    assert counts["item"].spurious == 6
    assert total(counts.values()).f1 == 0


def test_a_value_out_of_its_item_is_wrong_twice() -> None:
    spoilt = seeded(next(fault for fault in FAULTS if fault.__name__ == "name_another_officer"))
    counts = count(compare(answer_of(make_paper()), spoilt), "folded")["item.lead_officers"]
    assert (counts.hits, counts.missing, counts.spurious) == (3, 1, 1)
    assert counts.precision == counts.recall == counts.f1 == 0.75


def test_a_paper_without_a_result_counts_wholly_against(tmp_path: Path) -> None:
    gold, predicted = tmp_path / "gold", tmp_path / "predicted"
    gold.mkdir(), predicted.mkdir()
    for name in ("a", "b"):
        (gold / f"{name}.json").write_text(json.dumps(answer_of(make_paper())), encoding="utf-8")
    (predicted / "a.pdf.json").write_text(json.dumps(make_paper()), encoding="utf-8")
    scores = score_folders(predicted, gold)
    assert [paper.converted for paper in scores.papers] == [True, False]
    assert scores.mean("folded") == 0.5
    alone = scores.papers[0].total("folded")
    both = scores.total("folded")
    assert (both.hits, both.spurious) == (alone.hits, 0)
    assert both.missing > alone.hits / 2


def test_the_interval_is_the_same_every_time_and_holds_the_score() -> None:
    papers = [Counts(hits, 20 - hits, 3) for hits in (20, 15, 18, 9, 19, 12)]
    low, high = interval(papers) or (None, None)
    assert (low, high) == interval(papers)
    assert low is not None and high is not None
    assert low < (total(papers).f1 or 0) < high
    assert interval(papers[:1]) is None  # one paper says nothing of others


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        ({"plan": []}, r'plan: the schema has no such field\. Did you mean "plans"\?'),
        ({"plans": [{"items": [{"lead_officer": []}]}]}, r'plans\[0\]\.items\[0\]\.lead_officer: .*"lead_officers"'),
        ({"plans": [{"items": [{"actions": "Do it"}]}]}, r"plans\[0\]\.items\[0\]\.actions: it must be a list"),
        ({"report": {"contacts": [7]}}, r"report\.contacts\[0\]: it is 7"),
        ([], r"an answer is a JSON object"),
    ],
)
def test_a_slip_in_an_answer_is_no_silent_miss(tmp_path: Path, answer: Any, complaint: str) -> None:
    path = tmp_path / "paper.json"
    path.write_text(json.dumps(answer), encoding="utf-8")
    with pytest.raises(AnswerError, match=complaint):
        read_answer(path)


def test_answers_that_are_there_are_answers(root: Path) -> None:
    paths = sorted((root / "samples" / "expected").glob("*.json"))
    assert paths
    for path in paths:
        read_answer(path)


@pytest.mark.parametrize(
    ("name", "paper"),
    [("a.json", "a"), ("a.pdf.json", "a"), ("a.b.PDF.json", "a.b"), ("a.docx", "a"), ("v1.2.json", "v1.2")],
)
def test_the_id_of_a_paper_is_its_name_without_suffixes(name: str, paper: str) -> None:
    assert paper_id(name) == paper
