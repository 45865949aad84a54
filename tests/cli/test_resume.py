"""When a paper is done again, and when it is not."""

from __future__ import annotations

import json

import pytest
from command_line import read_log


@pytest.fixture
def done_once(command, papers, tmp_path):
    """A folder of two papers, converted."""
    folder = papers({"a.pdf": "plain", "b.pdf": "plain"})
    assert command("convert", folder, "--out", tmp_path / "out").returncode == 0
    return folder, tmp_path / "out"


def outcomes(out):
    return {paper: line["outcome"] for paper, line in read_log(out).items()}


def test_a_changed_paper_is_done_again(command, done_once):
    folder, out = done_once
    (folder / "a.pdf").write_text("plain\nchanged")
    command("convert", folder, "--out", out)
    assert outcomes(out) == {"a.pdf": "converted", "b.pdf": "unchanged"}


@pytest.mark.parametrize("damage", ["gone", "cut short", "edited"])
def test_an_output_that_no_longer_stands_is_made_again(command, done_once, damage):
    folder, out = done_once
    output = out / "a.pdf.json"
    whole = output.read_bytes()
    if damage == "gone":
        output.unlink()
    else:
        output.write_bytes(whole[:10] if damage == "cut short" else whole.replace(b"digital", b"ocr"))
    command("convert", folder, "--out", out)
    assert outcomes(out) == {"a.pdf": "converted", "b.pdf": "unchanged"}
    assert output.read_bytes() == whole


def test_other_options_do_all_again(command, done_once):
    folder, out = done_once
    command("convert", folder, "--out", out, "--ocr", "off")
    assert set(outcomes(out).values()) == {"converted"}


def test_another_vocabulary_does_all_again(command, done_once, tmp_path):
    folder, out = done_once
    words = tmp_path / "words"
    words.mkdir()
    (words / "headings.yml").write_text("- {value: progress, match: [News], seen: usual}\n")
    command("convert", folder, "--out", out, "--vocabulary", words)
    assert set(outcomes(out).values()) == {"converted"}
    command("convert", folder, "--out", out, "--vocabulary", words)
    assert set(outcomes(out).values()) == {"unchanged"}
    (words / "headings.yml").write_text("- {value: progress, match: [Latest], seen: usual}\n")
    command("convert", folder, "--out", out, "--vocabulary", words)
    assert set(outcomes(out).values()) == {"converted"}


def test_another_state_of_the_program_does_all_again(command, done_once):
    folder, out = done_once
    index = json.loads((out / "index.json").read_text())
    for entry in index["papers"].values():
        entry["made_with"]["program"] = "0.0.1+0"
    (out / "index.json").write_text(json.dumps(index))
    (out / "run.jsonl").unlink()
    command("convert", folder, "--out", out)
    assert set(outcomes(out).values()) == {"converted"}


def test_limits_are_no_options_of_the_output(command, done_once):
    folder, out = done_once
    command("convert", folder, "--out", out, "--time-limit", 5, "--workers", 1)
    assert set(outcomes(out).values()) == {"unchanged"}


def test_force_overrules(command, done_once):
    folder, out = done_once
    command("convert", folder, "--out", out, "--force")
    assert set(outcomes(out).values()) == {"converted"}


@pytest.mark.parametrize("damage", [b"", b"{", b'{"format": 1, "papers": {"a.pdf.json": 3}}', b"[]"])
def test_a_spoilt_index_costs_work_not_results(command, done_once, damage):
    folder, out = done_once
    whole = (out / "index.json").read_bytes()
    (out / "index.json").write_bytes(damage)
    (out / "run.jsonl").unlink()
    assert command("convert", folder, "--out", out).returncode == 0
    assert (out / "index.json").read_bytes() == whole


def test_a_paper_that_fails_now_leaves_no_result_of_before(command, done_once):
    folder, out = done_once
    (folder / "a.pdf").write_text("refuse\n")
    assert command("convert", folder, "--out", out).returncode == 1
    assert not (out / "a.pdf.json").exists()
    entries = json.loads((out / "index.json").read_text())["papers"]
    assert entries["a.pdf.json"]["outcome"] == "failed"
    assert "output_sha256" not in entries["a.pdf.json"]


def test_the_index_adds_up_runs_into_one_folder(command, papers, tmp_path):
    out = tmp_path / "out"
    command("convert", papers({"a.pdf": "plain"}, "one"), "--out", out)
    command("convert", papers({"b.pdf": "plain"}, "two"), "--out", out)
    assert set(json.loads((out / "index.json").read_text())["papers"]) == {"a.pdf.json", "b.pdf.json"}
    assert set(read_log(out)) == {"b.pdf"}
