"""A run that is stopped, kindly or not, loses no finished paper and leaves no half file and no process."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest
from command_line import PATIENCE, files, lines_written, read_log

N_PAPERS = 200
ORDERS = ("plain", "plain", "partial", "slow", "large")


def results(out):
    """The bytes of all that a run leaves, but for its log, which tells times."""
    return {name: (out / name).read_bytes() for name in files(out) - {"run.jsonl"}}


@pytest.fixture
def many(papers):
    names = (f"{number % 7}/{number}.pdf" for number in range(N_PAPERS))
    root = papers({name: ORDERS[number % len(ORDERS)] for number, name in enumerate(names)})
    # The smallest paper comes last, and does not end before the test says so: no run is over before it is stopped.
    (root / "0/0.pdf").write_text("gate")
    return root


def open_gate(root):
    (root / "0/open").touch()


def test_finished_papers_are_not_done_again(command, many, tmp_path):
    out = tmp_path / "out"
    run = command.start("convert", many, "--out", out)
    command.wait_until(run, lambda: lines_written(out) >= 40)
    run.kill()
    run.wait()
    command.assert_no_strays()
    open_gate(many)
    command("convert", many, "--out", out, "-q")
    assert sum(line["outcome"] == "unchanged" for line in read_log(out).values()) >= 40


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_run_says_so_and_the_next_carries_on(command, many, tmp_path, number):
    out = tmp_path / "out"
    with (tmp_path / "said").open("wb") as said, (tmp_path / "json").open("wb") as told:
        run = command.start("convert", many, "--out", out, "--json", stdout=told, stderr=said)
    command.wait_until(run, lambda: lines_written(out) >= 20)
    run.send_signal(number)
    assert run.wait(PATIENCE) == 130
    last = (tmp_path / "said").read_text().splitlines()[-1]
    assert last == f"interrupted after {len(read_log(out))} of {N_PAPERS} papers. Run it again to carry on."
    assert json.loads((tmp_path / "json").read_text())["interrupted"] is True
    assert command.processes() == []
    assert not [name for name in files(out) if "part" in name]
    assert (out / "index.json").exists()
    assert 20 <= len(read_log(out)) < N_PAPERS
    open_gate(many)
    again = command("convert", many, "--out", out, "-q", "--json")
    assert '"interrupted": false' in again.stdout
    assert len(read_log(out)) == N_PAPERS


def test_what_a_stuck_paper_has_started_goes_with_the_run(command, papers, tmp_path):
    """A recogniser started for a paper must not outlive the kill of the parent."""
    run = command.start("convert", papers({"a.pdf": "hang_with_child"}), "--out", tmp_path / "out")
    # The parent, the nursery, the worker and what it has started.
    command.wait_until(run, lambda: len(command.processes()) >= 4)
    run.kill()
    run.wait()
    command.assert_no_strays()


def test_a_killed_nursery_is_replaced(command, many, tmp_path):
    run = command.start("convert", many, "--out", tmp_path / "out")
    command.wait_until(run, lambda: lines_written(tmp_path / "out"))
    (nursery,) = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()
    os.kill(int(nursery), signal.SIGKILL)
    open_gate(many)
    assert run.wait(PATIENCE) == 1  # some of the papers are partial; none failed
    log = read_log(tmp_path / "out")
    assert len(log) == N_PAPERS
    assert {line["outcome"] for line in log.values()} == {"converted", "partial"}
