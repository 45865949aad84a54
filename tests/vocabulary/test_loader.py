"""The loader: what it refuses and says, whose words come first, and that no Python is wanted to add a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import VocabularyError
from ingest.normalise.headings import map_heading
from ingest.normalise.status import parse_status
from ingest.vocabulary.folding import fold
from ingest.vocabulary.loader import FIELDS, STATUS_VALUES, load_vocabulary


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def test_every_packaged_list_loads_and_says_where_its_words_were_seen() -> None:
    vocabulary = load_vocabulary()
    assert {entry.value for entry in vocabulary.headings} <= FIELDS
    assert {entry.value for entry in vocabulary.status} <= STATUS_VALUES
    for name in ("headings", "status", "acronyms"):
        assert all(entry.seen for entry in vocabulary.entries(name))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('- {value: due, match: ["Landing", ["By"]], seen: usual}', "is no word"),
        ('- {value: due, match: [""], seen: usual}', "is no word"),
        ("- {value: due, match: {a: b}, seen: usual}", "no list of words"),
        ('- {value: due, match: ["Landing"], sean: usual}', "'sean' is not known"),
        ('- {value: due, match: ["Landing"]}', "'seen' is missing"),
        ('- {match: ["Landing"], seen: usual}', "'value' is missing"),
        ("- {value: due, seen: usual}", "has no words"),
        ("- {value: due, regex: '(Landing', seen: usual}", "pattern '(Landing' is wrong"),
        ('- {value: deadline, match: ["Landing"], seen: usual}', "no such value"),
        ('- {value: due, match: ["Landing"], also: [deadline], seen: usual}', "no such value"),
        ("- just words", "is no entry"),
        ("- [", "is no YAML"),
        ("just words", "neither entries nor groups"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_file_and_advice(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(VocabularyError) as refused:
        load_vocabulary(write(tmp_path, "headings.yml", text))
    message = str(refused.value)
    assert "headings.yml" in message
    assert says in message
    assert message.endswith(".")


def test_one_word_with_two_values_in_one_file_is_refused(tmp_path: Path) -> None:
    text = '- {value: due, match: ["Landing"], seen: usual}\n- {value: ref, match: ["LANDING:"], seen: usual}\n'
    with pytest.raises(VocabularyError, match="'LANDING:' means 'due' in one entry and 'ref' in another"):
        load_vocabulary(write(tmp_path, "headings.yml", text))


def test_the_same_word_twice_with_one_value_is_no_contradiction(tmp_path: Path) -> None:
    text = '- {value: due, match: ["Landing"], seen: usual}\n- {value: due, match: ["landing"], seen: usual}\n'
    assert map_heading("Landing", load_vocabulary(write(tmp_path, "headings.yml", text))).field == "due"


def test_a_file_of_no_known_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=r"heading\.yml: no list has this name"):
        load_vocabulary(write(tmp_path, "heading.yml", "- {value: due, match: [a], seen: usual}"))


def test_a_folder_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="no such folder"):
        load_vocabulary(tmp_path / "nowhere")


def test_yaml_misreads_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path, "headings.yml", "- {value: ref, match: [No, 1.10, 12:30, null, on], seen: usual}")
    own = load_vocabulary(folder).headings.entries[0]
    assert own.match == ("No", "1.10", "12:30", "null", "on")


def test_lone_signs_fold_to_themselves() -> None:
    assert fold("#") == "#"
    assert fold(" – ") == "–"
    assert fold("%") == "%"
    assert fold("% complete") != fold("complete")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lead Officer(s)", "LEAD  OFFICERS"),
        ("Recommen-\ndation", "recommendation"),
        ("KPI’s", "KPIs"),
        ("Progress & Comments:", "progress and comments"),
        ("Timescales", "Time\u00adscales"),
    ],
)
def test_folding_takes_away_what_printing_adds(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_a_slash_parts_two_things() -> None:
    assert fold("Action / Lead") != fold("Action Lead")


def test_an_extra_folder_is_read_before_the_packaged_words(tmp_path: Path) -> None:
    assert map_heading("Journey's end", load_vocabulary()).field is None
    assert map_heading("Owner", load_vocabulary()).field == "lead_officers"
    text = '- {value: due, match: ["Journey\'s end"], seen: usual}\n- {value: extra, match: [Owner], seen: usual}\n'
    vocabulary = load_vocabulary(write(tmp_path, "headings.yml", text))
    assert map_heading("Journey's end", vocabulary).field == "due"
    assert map_heading("Owner", vocabulary).field == "extra"


def test_a_status_word_needs_one_line(tmp_path: Path) -> None:
    assert parse_status("Landed", load_vocabulary()).matched is False
    vocabulary = load_vocabulary(write(tmp_path, "status.yml", "- {value: completed, match: [Landed], seen: usual}"))
    assert parse_status("Landed", vocabulary).state == "completed"
    assert parse_status("Green – landed", vocabulary) == ("green", "completed", True)


def test_a_council_needs_one_file_and_its_habits_are_its_own(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        "councils/example.yml",
        """
council: {name: Example Borough Council, gss_code: E07999999, prints: ["Example"]}
headings:
  - {value: progress, match: ["Commentary on voyage"], seen: "2025-01-31"}
status:
  - {value: completed, match: ["Harboured"], seen: "2025-01-31"}
""",
    )
    shared = load_vocabulary(folder)
    own = shared.for_council("E07999999")
    assert own.council is not None
    assert own.council.prints == ("Example",)
    assert parse_status("Harboured", own).state == "completed"
    assert parse_status("Harboured", shared).state is None
    assert parse_status("Overdue", own).state == "off_track"
    assert shared.for_council("E07999998") is shared
    assert shared.for_council(None) is shared
    assert shared.for_council("E07999999") is own


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("headings: []", "'council: {name: …, gss_code: …}' is missing"),
        ("council: {name: Example}", "'gss_code' is missing"),
        ("council: {name: Example, gss_code: E07999999, page: '3'}", "'page' is not known"),
        ("council: {name: Example, gss_code: E07999999}\npositions: []", "'positions' is not known"),
    ],
)
def test_a_council_file_holds_words_and_nothing_else(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(VocabularyError) as refused:
        load_vocabulary(write(tmp_path, "councils/example.yml", text))
    assert says in str(refused.value)
    assert "example.yml" in str(refused.value)


def test_the_digest_tells_words_and_not_folders(tmp_path: Path) -> None:
    text = "- {value: completed, match: [Landed], seen: usual}"
    first = load_vocabulary(write(tmp_path / "a", "status.yml", text)).digest
    assert first == load_vocabulary(write(tmp_path / "b", "status.yml", text)).digest
    assert first != load_vocabulary().digest
    assert first != load_vocabulary(write(tmp_path / "c", "status.yml", text.replace("Landed", "Moored"))).digest


def test_a_list_that_does_not_exist_is_named() -> None:
    with pytest.raises(VocabularyError, match="no vocabulary list 'heading'"):
        load_vocabulary().entries("heading")


def test_groups_and_sections_are_found_by_name(tmp_path: Path) -> None:
    vocabulary = load_vocabulary()
    assert "January" in [word.title() for word in vocabulary.words("dates", "months")]
    assert vocabulary.patterns("furniture", "page_number")


def test_loading_twice_reads_once(tmp_path: Path) -> None:
    assert load_vocabulary() is load_vocabulary()
    made: list[int] = []
    vocabulary = load_vocabulary(write(tmp_path, "status.yml", ""))
    vocabulary.once("counter", lambda _: made.append(1))
    vocabulary.once("counter", lambda _: made.append(1))
    assert made == [1]
