"""A change that spoils the data is caught, and one screen shows what was, what is and where."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest
from a_library import Library
from a_paper import FAULTS, Paper, make_paper, seeded

from ingest.evaluate.report import check_lines

SCREEN_LINES, SCREEN_COLUMNS = 40, 200
EACH_FAULT = pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
Recorded = Callable[..., Library]


def screen(library: Library, result: Paper) -> str:
    check = library.check(result)
    assert not check.passed
    lines = list(check_lines(check))
    assert len(lines) <= SCREEN_LINES
    assert max(map(len, lines)) <= SCREEN_COLUMNS
    return "\n".join(lines)


@EACH_FAULT
def test_a_fault_is_caught_and_shown(fault: Callable[[Paper], None], recorded: Recorded) -> None:
    shown = screen(recorded(), seeded(fault))
    for words in FAULTS[fault]:
        assert words in shown
    assert "(worse)" in shown
    assert shown.endswith("FAILED: marlby.pdf")


@EACH_FAULT
def test_a_fault_is_caught_where_nobody_wrote_an_answer(fault: Callable[[Paper], None], recorded: Recorded) -> None:
    library = recorded()
    library.answer.unlink()
    recorded_without = library.check(make_paper())
    assert not recorded_without.passed  # the answer of the record is gone
    (library.folders.record / "floors.json").unlink()
    shown = screen(library, seeded(fault))
    for words in FAULTS[fault]:
        assert words in shown
    assert "no answer tells whether the change is right" in shown


@EACH_FAULT
def test_a_fault_is_caught_against_the_answer_alone(fault: Callable[[Paper], None], library: Library) -> None:
    shown = screen(library, seeded(fault))
    assert "expected" in shown
    # An answer does not know where its words stand; of an item that is not there at all nothing tells.
    assert "  page " in shown or fault.__name__ == "lose_an_item"


def test_what_is_right_passes(recorded: Recorded, library: Library) -> None:
    assert library.check(make_paper()).passed  # against the answer, without a record
    assert recorded().check(make_paper()).passed


@EACH_FAULT
def test_a_mended_fault_passes_and_is_called_better(fault: Callable[[Paper], None], recorded: Recorded) -> None:
    library = recorded(seeded(fault))
    check = library.check(make_paper())
    assert check.passed
    shown = "\n".join(check_lines(check))
    assert "(better)" in shown
    assert "(worse)" not in shown


def test_one_fault_more_is_seen_among_known_ones(recorded: Recorded) -> None:
    known = [fault for fault in FAULTS if fault.__name__ in {"lose_an_item", "flip_a_direction", "be_a_year_out"}]
    paper = make_paper()
    for fault in known:
        fault(paper)
    library = recorded(paper)
    assert library.check(paper).passed
    one_more = copy.deepcopy(paper)
    one_more["plans"][0]["items"][2]["status"]["rag"] = "green"
    shown = screen(library, one_more)
    assert 'item 4 "Ask care leavers' in shown
    assert "item.status.rag: was amber, is green  (worse)" in shown
    assert "measure.direction: " not in shown  # known, and no different from before


def test_a_fault_and_a_mended_one_do_not_cancel_out(recorded: Recorded) -> None:
    before, after = make_paper(), make_paper()
    before["plans"][0]["items"][1]["status"]["rag"] = "green"
    after["plans"][0]["items"][0]["due"]["end"] = "2025-03-31"
    shown = screen(recorded(before), after)
    assert "item.due: was to 2023-03-31, is to 2025-03-31  (worse)" in shown
    assert "item.status.rag: was green, is amber  (better)" in shown


def test_values_that_no_score_counts_are_shown_when_they_change(recorded: Recorded) -> None:
    paper = make_paper()
    paper["plans"][0]["items"][0]["lead_officers"][0]["raw"] = "A Marsh"
    check = recorded().check(paper)
    assert check.passed
    assert "item.lead_officers.raw: was Ada Marsh, Head of Early Help, is A Marsh" in "\n".join(check_lines(check))


def test_boxes_that_move_are_no_change(recorded: Recorded) -> None:
    paper = make_paper()
    for entry in paper["plans"][0]["items"]:
        entry["recommendation"]["source"][0]["bbox"] = [1.0, 2.0, 3.0, 4.0]
    check = recorded().check(paper)
    assert check.passed
    assert not check.papers[0].differences


def test_a_paper_that_fails_to_convert_counts_as_all_lost(recorded: Recorded) -> None:
    check = recorded().check(None)
    assert not check.passed
    shown = "\n".join(check_lines(check))
    assert "it was not converted: marlby.pdf: it is damaged" in shown
    assert check.scores.total("folded").f1 == 0


def test_a_paper_that_is_gone_is_missed(recorded: Recorded) -> None:
    library = recorded()
    other = library.papers / "other.pdf"
    other.write_bytes(b"%PDF-1.7")
    from ingest.evaluate.check import Converted
    from ingest.evaluate.session import check

    done = check(library.folders, [Converted(other, make_paper())])
    assert done.absent == ["marlby.pdf"]
    assert not done.passed
