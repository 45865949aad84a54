"""Status words and fills: what is said of the work, and in which colour."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ingest.normalise.status import find_status_phrase, parse_status, rag_of_fill, rate_fill
from ingest.vocabulary.loader import load_vocabulary

VOCABULARY = load_vocabulary()


@pytest.mark.parametrize(
    ("words", "rag"),
    [
        ("A", "amber"),
        ("RAG: Amber", "amber"),
        ("Gree\nn", "green"),
        ("Orange", "amber"),
        ("Red/Amber", "red"),
        ("Amber to Green", "green"),
        ("Was Amber, now Green", "green"),
        ("Green (previously Red)", "green"),
        ("From Red to Amber", "amber"),
        ("Red → Amber", "amber"),
        ("Amber ↑", "amber"),
        ("🔴", "red"),
        ("6 recommendations are rated Amber", "amber"),
        ("Green spaces strategy published", None),
        ("Blue badge scheme", None),
        ("The Red Book", None),
        ("A complete review of the service", None),
    ],
)
def test_ratings(words: str, rag: str | None) -> None:
    assert parse_status(words, VOCABULARY).rag == rag


@pytest.mark.parametrize(
    ("words", "rag", "state"),
    [
        ("On track (Green)", "green", "on_track"),
        ("Completed – Blue", "blue", "completed"),
        ("Not started - Red", "red", "not_started"),
        ("Plans for the village green", None, None),
        ("12 (Red)", "red", None),
        ("Not yet in place", None, None),
        ("First draft complete", None, "ongoing"),
        ("9 Amber", "amber", None),
        ("High – Red", "red", None),
        ("● Green", "green", None),
        ("🔴 Red", "red", None),
        ("Recommendation achieved – monitoring no longer required (Green)", "green", "completed"),
        ("Re\nd", "red", None),
    ],
)
def test_a_colour_behind_the_words(words: str, rag: str | None, state: str | None) -> None:
    value = parse_status(words, VOCABULARY)
    assert (value.rag, value.state) == (rag, state)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Completed", "completed"),
        ("100% complete", "completed"),
        ("In place and embedded", "completed"),
        ("✓", "completed"),
        ("Completed with the exception of two actions", "ongoing"),
        ("Partialy complete", "ongoing"),
        ("75% complete", "ongoing"),
        ("Commenced", "ongoing"),
        ("In hand", "ongoing"),
        ("On course", "on_track"),
        ("Target met", "on_track"),
        ("In progress – on track", "on_track"),
        ("In progress – significant delays", "off_track"),
        ("Behind schedule but recoverable", "at_risk"),
        ("Within tolerance", "at_risk"),
        ("No longer on track", "off_track"),
        ("Not expected to be achieved", "off_track"),
        ("Due to start September 2019", "not_started"),
        ("To commence April 2019", "not_started"),
        ("Completed but late", "completed"),
        ("Not completed by due date", "off_track"),
        ("All but one action complete", "ongoing"),
        ("Risk of slippage", "at_risk"),
        ("Starts April 2019", "not_started"),
        ("On tarck", "on_track"),
        ("Closed – not implemented", None),
        ("Due date not reached", None),
        ("All three actions complete", "completed"),
        ("Two of the three actions have been completed", "ongoing"),
        ("One action outstanding; all others complete", "ongoing"),
        ("Some progress but behind schedule", "off_track"),
        ("No – in progress", "ongoing"),
        ("Awaiting sign-off", None),
        ("Not yet due", None),
        ("To be completed by March 2019", None),
        ("Due to complete March 2019", None),
        ("On hold due to staffing", None),
        ("In progress, but on hold", None),
        ("Plan in place", None),
        ("CANCELLED", None),
        ("Outstanding", None),
        ("Requires improvement", None),
        ("N/A", None),
        ("▲", None),
    ],
)
def test_states(words: str, state: str | None) -> None:
    assert parse_status(words, VOCABULARY) == (None, state, True)


@pytest.mark.parametrize(
    ("words", "rag", "state"),
    [
        ("Blue – complete", "blue", "completed"),
        ("B", "blue", None),
        ("Green", "green", None),
        ("R – Not started", "red", "not_started"),
        ("G\nComplete", "green", "completed"),
        ("Amber: some slippage", "amber", "at_risk"),
    ],
)
def test_a_colour_sets_no_state_and_words_no_colour(words: str, rag: str, state: str | None) -> None:
    assert parse_status(words, VOCABULARY) == (rag, state, True)


def test_of_several_sentences_the_least_advanced_counts() -> None:
    words = "All actions completed. All outcomes on track to be achieved by end of 2015."
    assert parse_status(words, VOCABULARY).state == "on_track"
    assert parse_status("Phase 1 complete; phase 2 not started", VOCABULARY).state == "not_started"


@pytest.mark.parametrize("words", ["Policy drafted and sent out", "75%", "Wibble", ""])
def test_unknown_words_are_told_from_words_that_say_nothing(words: str) -> None:
    assert parse_status(words, VOCABULARY) == (None, None, False)
    assert parse_status("N/A", VOCABULARY).matched


@pytest.mark.parametrize(
    ("text", "phrase", "state"),
    [
        ("Commenced. As at end of October 6 contracts had been published.", "Commenced.", "ongoing"),
        ("Commenced As at 3 October - 41 leaflets had been printed", "Commenced", "ongoing"),
        ("Done\nNames and grades were limited to senior posts.", "Done", "completed"),
        ("All actions completed. A pilot was run.", "All actions completed.", "completed"),
        ("On track for due date", "On track for due date", "on_track"),
        ("Summer 2012 ONGOING", "ONGOING", "ongoing"),
        ("Training was held in May. This is completed.", "This is completed.", "completed"),
    ],
)
def test_status_words_that_open_or_stand_in_prose(text: str, phrase: str, state: str) -> None:
    found = find_status_phrase(text, VOCABULARY)
    assert found is not None
    start, end, value = found
    assert text[start:end] == phrase
    assert value.state == state


@pytest.mark.parametrize(
    "text",
    [
        "The department has recruited to over 30 posts this year, although most are newly qualified.",
        "Complete review of thresholds to be held with partners",
        "",
    ],
)
def test_prose_without_a_status_phrase_has_none(text: str) -> None:
    assert find_status_phrase(text, VOCABULARY) is None


@pytest.mark.parametrize(
    ("rgb", "rag"),
    [
        *[(rgb, "green") for rgb in (0x00B050, 0x92D050, 0xC6E0B4, 0x00FF00, 0x9BBB59, 0xA9D08E, 0xC6EFCE, 0x008000)],
        *[(rgb, "amber") for rgb in (0xFFC000, 0xFFBF00, 0xF79646, 0xED7D31, 0xFFFF00, 0xFFEB9C, 0xFFE699, 0xFFCC00)],
        *[(rgb, "red") for rgb in (0xFF0000, 0xC00000, 0xFF7C80, 0xFFC7CE, 0xFF5050, 0xC0504D)],
        *[(rgb, "blue") for rgb in (0x0070C0, 0x00B0F0, 0x538DD5, 0x4F81BD, 0x0000FF)],
    ],
)
def test_rating_colours(rgb: int, rag: str) -> None:
    assert rag_of_fill(rgb) == rag


@pytest.mark.parametrize(
    "rgb",
    [
        *(0xFFFFFF, 0xF2F2F2, 0xD9D9D9, 0xBFBFBF, 0x000000, 0x595959),  # white, stripes, black
        *(0xDBE5F1, 0xDCE6F1, 0xBDD7EE, 0x9CC2E5, 0x1F497D, 0x1F3864, 0x002060),  # pale blue, navy
        *(0xFFF2CC, 0xFFFFE1, 0xEBF1DE, 0x8064A2, 0x7030A0, 0x205968, 0x4F6228),  # cream, purple, teal, olive
    ],
)
def test_stripes_and_headings_are_no_rating(rgb: int) -> None:
    assert rag_of_fill(rgb) is None


def test_a_cell_known_to_hold_a_status_may_be_grey_or_pale() -> None:
    assert rag_of_fill(0x808080, strict=False) == "grey"
    assert rag_of_fill(0xBFBFBF, strict=False) == "grey"
    assert rag_of_fill(0xE2EFDA, strict=False) == "green"
    assert rag_of_fill(0xF2F2F2, strict=False) is None
    assert rag_of_fill(0xFFFFFF, strict=False) is None


def test_the_papers_own_key_overrules() -> None:
    legend = {0x808080: "grey", 0xFFC000: "red", 0x92D050: "green"}
    assert rag_of_fill(0xFFC000, legend=legend) == "red"
    assert rag_of_fill(0xFFC102, legend=legend) == "red"
    assert rag_of_fill(0x7F7F7F, legend=legend) == "grey"
    assert rate_fill(0x0070C0, legend).rag is None


def test_the_development_set(shared: Path) -> None:
    path = shared / "gold" / "vocabulary" / "status.tsv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    wrong = []
    for row in rows:
        value = parse_status(row["raw"].replace("\\n", "\n"), VOCABULARY)
        if (value.rag or "null", value.state or "null") != (row["rag"], row["state"]):
            wrong.append(row["raw"])
    assert len(wrong) <= 0.02 * len(rows), wrong
