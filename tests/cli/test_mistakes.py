"""What a new user gets wrong is told in a line that names the file and the way out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from command_line import files

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "papers" / "wexcombe-ofsted-action-plan.pdf"
RESULT = '{\n "schema_version": "1.0",\n "source_file": {}\n}\n'


def test_the_folder_that_one_stands_in_takes_the_output(command, papers, tmp_path):
    folder, out = papers({"a.pdf": "plain"}), tmp_path / "out"
    out.mkdir()
    assert command("convert", folder, "--out", ".", cwd=out).returncode == 0
    assert "a.pdf.json" in files(out)


@pytest.mark.parametrize("out", [".", "../in"])
def test_papers_are_not_converted_into_their_own_folder(command, papers, out):
    folder = papers({"a.pdf": "plain"})
    done = command("convert", folder, "--out", out, cwd=folder)
    assert done.returncode == 4
    assert done.stderr.startswith(f"error: {out} is the folder of papers itself")
    assert "Choose another --out" in done.stderr
    assert files(folder) == {"a.pdf"}


def test_a_folder_deleted_under_our_feet_is_told(command, papers, tmp_path):
    folder, gone = papers({"a.pdf": "plain"}), tmp_path / "gone"
    gone.mkdir()
    done = command("convert", folder, "--out", "out", cwd=gone, preexec_fn=lambda: gone.rmdir())
    assert done.returncode == 4
    assert done.stderr.startswith("error: ") and done.stderr.count("\n") == 1


def test_a_result_is_no_paper(command, tmp_path):
    (tmp_path / "a.pdf.json").write_text(RESULT)
    done = command("convert", tmp_path / "a.pdf.json", "--out", tmp_path / "out", "-q", target="")
    assert done.returncode == 3
    assert "a.pdf.json: failed (unsupported-file): it is a JSON file. Give the paper itself" in done.stderr


def test_only_pages_of_a_pdf_are_drawn(command, tmp_path):
    (tmp_path / "a.txt").write_text("Report to Cabinet\n\nThe Cabinet is asked to note the report.\n")
    done = command("explain", tmp_path / "a.txt", "--out", tmp_path / "a.png")
    assert done.returncode == 3
    assert done.stderr == "error: a.txt: it is no PDF, and only pages of a PDF can be drawn. Save it as PDF first.\n"


@pytest.mark.parametrize("words", [["no-such.pdf"], ["--no-such-option"], []])
def test_a_mistyped_command_leaves_nothing_running(command, tmp_path, words):
    """The program begins to load before the options are read."""
    assert command("convert", *words, "--out", tmp_path / "out").returncode == 2
    command.assert_no_strays()


def test_nothing_found_is_said(command, tmp_path):
    (tmp_path / "a.txt").write_text("Report to Cabinet\n\nThe Cabinet is asked to note the report.\n")
    assert command("tables", tmp_path / "a.txt").stderr == "a.txt: no table was found in it\n"
    assert "no result in this folder" in command("unmapped", tmp_path).stderr


def test_a_folder_without_words_is_no_vocabulary(command, papers, tmp_path):
    folder, words = papers({"a.pdf": "plain"}), tmp_path / "words"
    words.mkdir()
    done = command("convert", folder, "--out", tmp_path / "out", "--vocabulary", words, "-q", target="")
    assert done.returncode == 4
    assert done.stderr == f"error: {words}: no vocabulary file is there. Put one in, such as headings.yml.\n"


def test_scores_of_no_result_at_all_are_refused(command, tmp_path):
    for name in ("results", "gold"):
        (tmp_path / name).mkdir()
    (tmp_path / "gold" / "a.json").write_text("{}")
    done = command("score", tmp_path / "results", tmp_path / "gold")
    assert done.returncode == 4
    assert "(first a.json) is there. Give the folder that 'convert' wrote to." in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device stands in for a full disk")
def test_output_that_finds_no_room_is_one_line(command):
    with Path("/dev/full").open("w") as full:
        done = command.start("schema", stdout=full)
        assert done.wait() == 4


def test_output_that_nobody_wants_is_no_error(command):
    assert command("schema", preexec_fn=lambda: os.close(1)).returncode == 0
