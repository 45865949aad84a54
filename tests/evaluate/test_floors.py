"""A recorded floor is never lowered in silence, and it is clear what it was measured on."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from a_library import Library
from a_paper import FAULTS, Paper, answer_of, make_paper, seeded

from ingest.evaluate.answers import AnswerError
from ingest.evaluate.floors import read_floors
from ingest.evaluate.session import update

Recorded = Callable[..., Library]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_update_refuses_to_lower_a_floor(fault: Callable[[Paper], None], recorded: Recorded) -> None:
    library = recorded()
    before = library.files()
    refused, changed = update(library.folders, library.check(seeded(fault)), allow_regression=False)
    assert "--allow-regression" in refused[0]
    assert any("is below its floor 1.000" in line for line in refused)
    assert not changed
    assert library.files() == before


def test_update_lowers_a_floor_when_told_to(recorded: Recorded) -> None:
    library, spoilt = recorded(), seeded(next(iter(FAULTS)))
    refused, changed = update(library.folders, library.check(spoilt), allow_regression=True)
    assert not refused
    assert changed == ["floors.json", "marlby.pdf.json"]
    assert library.check(spoilt).passed
    # And the lower floor is a floor: a further fault is caught.
    spoilt["plans"][0]["items"][1]["status"]["rag"] = "green"
    assert not library.check(spoilt).passed


def test_update_raises_floors_and_writes_nothing_twice(recorded: Recorded) -> None:
    library = recorded(seeded(next(iter(FAULTS))))
    good = library.check(make_paper())
    assert update(library.folders, good, False) == ([], ["floors.json", "marlby.pdf.json"])
    assert update(library.folders, good, False) == ([], [])
    assert not library.check(seeded(next(iter(FAULTS)))).passed


def test_update_never_touches_an_answer(recorded: Recorded) -> None:
    library = recorded()
    answer = library.answer.read_bytes()
    update(library.folders, library.check(seeded(next(iter(FAULTS)))), allow_regression=True)
    assert library.answer.read_bytes() == answer


def test_an_earlier_result_among_the_answers_is_written_again(library: Library) -> None:
    library.answer.write_text(json.dumps(make_paper()), encoding="utf-8")
    spoilt = seeded(next(iter(FAULTS)))
    check = library.check(spoilt)
    assert not check.passed
    assert not check.scores.papers  # a result is no answer: scoring against it would say how good the program was
    update(library.folders, check, False)
    assert library.check(spoilt).passed
    assert json.loads(library.answer.read_text(encoding="utf-8"))["plans"][0]["items"][0]["ref"] == "1"


def test_an_easier_answer_is_no_improvement(recorded: Recorded) -> None:
    library = recorded()
    answer = answer_of(make_paper())
    del answer["plans"][0]["items"][0]["extra"]
    library.write_answer(answer)
    check = library.check(make_paper())
    assert check.papers[0].problems == ["its answer changed since the record was made: see --update"]
    assert update(library.folders, check, False)[0] == []
    assert library.check(make_paper()).passed


def test_an_answer_that_is_gone_lowers_the_floor(recorded: Recorded) -> None:
    library = recorded()
    library.answer.unlink()
    check = library.check(make_paper())
    assert "its answer of the record is gone" in check.papers[0].problems
    assert update(library.folders, check, False)[0]


def test_a_paper_that_is_gone_is_taken_out_only_when_allowed(recorded: Recorded) -> None:
    from ingest.evaluate.check import Converted
    from ingest.evaluate.session import check

    library = recorded()
    other = library.papers / "other.pdf"
    other.write_bytes(b"%PDF-1.7")
    done = check(library.folders, [Converted(other, make_paper())])
    assert "marlby.pdf: it is recorded" in "\n".join(update(library.folders, done, False)[0])
    update(library.folders, done, True)
    assert list(read_floors(library.folders.record / "floors.json")) == ["other.pdf"]
    assert not (library.folders.record / "marlby.pdf.json").exists()


def test_floors_that_are_none_are_refused_by_name(recorded: Recorded) -> None:
    library = recorded()
    (library.folders.record / "floors.json").write_text('{"version": 1, "papers": {"a.pdf": {}}}', encoding="utf-8")
    with pytest.raises(AnswerError, match=r"floors\.json: it holds no floors"):
        library.check(make_paper())
