"""Facts: each kind holds where it should, fails where it should, and says so in a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from a_library import Library
from a_paper import make_paper

from ingest.evaluate.answers import AnswerError
from ingest.evaluate.facts import read_facts, run_facts

SECOND = {"ref": "2", "starts": "Record why each"}
CASES: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    # a fact that holds, what makes it fail, and what is then said
    (
        {"kind": "present", "where": "plans", "text": "trained by the end of JUNE"},
        {"text": "trained by the end of July"},
        'no text of plans contains "trained by the end of July"',
    ),
    (
        {"kind": "absent", "where": "inspection_recommendations", "text": "Staff know their families well"},
        {"text": "keep records"},
        'inspection_recommendations[1].text contains "keep records", which is not to be there',
    ),
    (
        {"kind": "order", "where": "plans", "before": "Visit families", "after": "Record why"},
        {"before": "Record why", "after": "Visit families"},
        '"Record why" does not stand before "Visit families"',
    ),
    (
        {"kind": "order", "where": "recommendations", "before": "Note the progress", "after": "Answer calls"},
        {"after": "Answer letters"},
        'no text of recommendations contains "Answer letters"',
    ),
    ({"kind": "item_count", "where": "plans", "count": 6}, {"count": 7}, "there are 6 items of plans, not 7"),
    (
        {"kind": "item_count", "where": "decision_recommendations", "count": 1},
        {"count": 0},
        "there are 1 decision_recommendations, not 0",
    ),
    (
        {"kind": "field", "item": SECOND, "path": "status.rag", "is": "amber"},
        {"is": "green"},
        'item 2 "Record why each": status.rag is "amber", not "green"',
    ),
    ({"kind": "field", "path": "report.council.name", "is": None}, {"is": "Marlby"}, "is absent, not"),
    ({"kind": "field", "path": "plans[0].items[9].ref", "is": None}, {"is": "9"}, "is absent, not"),
    (
        {"kind": "field", "path": "plans[1].items[0].measures[0].readings[0].value", "is": 84},
        {"is": 79},
        "is 84.0, not 79",
    ),
    (
        {"kind": "cell", "item": SECOND, "field": "lead_officers", "holds": "ben oduya"},
        {"holds": "Ada Marsh"},
        'lead_officers holds Ben Oduya, Service Manager; Ben Oduya; Service Manager, not "Ada Marsh"',
    ),
    (
        {"kind": "cell", "item": SECOND, "field": "extra.cost", "holds": "£20,000"},
        {"holds": "£30,000"},
        'extra.cost holds £20,000, not "£30,000"',
    ),
    (
        {"kind": "cell", "item": {"starts": "Assessments written"}, "field": "measures.readings", "holds": "79%"},
        {"item": {"starts": "Visits"}},
        'no items are item "Visits", where one is wanted',
    ),
    (
        {"kind": "diagnostic", "code": "ref-gap", "is": False},
        {"is": True},
        "the diagnostic ref-gap is not there",
    ),
]


@pytest.mark.parametrize(("fact", "spoilt", "said"), CASES, ids=[case[2][:40] for case in CASES])
def test_a_fact_holds_or_says_why_not(fact: dict[str, Any], spoilt: dict[str, Any], said: str) -> None:
    held, failed = run_facts([{"id": "a", **fact}, {"id": "b", **fact, **spoilt, "why": "of a reason"}], make_paper())
    assert held.holds and not held.message
    assert not failed.holds
    assert said in failed.message
    assert failed.message.endswith("(of a reason)")


def test_an_item_that_two_may_be_is_none() -> None:
    paper = make_paper()
    paper["plans"][0]["items"][2] = paper["plans"][0]["items"][1]
    (result,) = run_facts([{"id": "a", "kind": "field", "item": SECOND, "path": "status.rag", "is": "amber"}], paper)
    assert "2 items are item 2" in result.message


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", r"facts\.jsonl:1: it is no JSON"),
        ("[]", r':1: a fact has a "kind"'),
        ('{"id": "a", "kind": "presence"}', r"one of present, absent"),
        ('{"id": "a", "kind": "present", "where": "plans"}', r'"present" wants text'),
        ('{"id": "a", "kind": "present", "where": "plan", "text": "x"}', r'"where" is one of'),
        ('{"id": "a", "kind": "absent", "where": "plans", "text": "-"}', r"no words to look for"),
        ('{"id": "a", "kind": "item_count", "where": "plans", "count": 1, "cuont": 2}', r"knows no cuont"),
    ],
)
def test_a_line_that_is_no_fact_is_refused(tmp_path: Path, line: str, complaint: str) -> None:
    path = tmp_path / "facts.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(AnswerError, match=complaint):
        read_facts(path)


def test_a_fact_that_fails_anew_fails_the_check(recorded: Callable[..., Library], library: Library) -> None:
    library.write_facts(
        {"id": "f1", "kind": "item_count", "where": "plans", "count": 6},
        {"id": "f2", "kind": "item_count", "where": "plans", "count": 99},
    )
    assert not library.check(make_paper()).passed  # nothing is known to fail yet
    recorded()
    check = library.check(make_paper())
    assert check.passed  # f2 is known not to hold
    floors = json.loads((library.folders.record / "floors.json").read_text(encoding="utf-8"))
    assert floors["papers"]["marlby.pdf"]["failing"] == ["f2"]
    paper = make_paper()
    paper["plans"][1]["items"].pop()
    assert any("fact f1: there are 5 items of plans" in problem for problem in library.check(paper).papers[0].problems)
