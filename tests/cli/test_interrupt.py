"""A run that is stopped, kindly or not, loses no finished paper and leaves no half file and no process."""

from __future__ import annotations

import json
import os
import signal
import time

import pytest
from command_line import files, read_log

N_PAPERS = 200
ORDERS = ("plain", "plain", "partial", "slow", "large")


def results(out):
    """The bytes of all that a run leaves, but for its log, which tells times."""
    return {name: (out / name).read_bytes() for name in files(out) - {"run.jsonl"}}


@pytest.fixture
def many(papers):
    names = (f"{number % 7}/{number}.pdf" for number in range(N_PAPERS))
    return papers({name: ORDERS[number % len(ORDERS)] for number, name in enumerate(names)})


def test_finished_papers_are_not_done_again(command, many, tmp_path):
    out = tmp_path / "out"
    run = command.start("convert", many, "--out", out)
    while not (out / "run.jsonl").exists() or (out / "run.jsonl").read_bytes().count(b"\n") < 40:
        time.sleep(0.005)
    run.kill()
    run.wait()
    command("convert", many, "--out", out, "-q")
    assert sum(line["outcome"] == "unchanged" for line in read_log(out).values()) >= 40


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_run_says_so_and_the_next_carries_on(command, many, tmp_path, number):
    out = tmp_path / "out"
    with (tmp_path / "said").open("wb") as said, (tmp_path / "json").open("wb") as told:
        run = command.start("convert", many, "--out", out, "--json", stdout=told, stderr=said)
    while not (out / "run.jsonl").exists() or (out / "run.jsonl").read_bytes().count(b"\n") < 20:
        time.sleep(0.005)
    run.send_signal(number)
    assert run.wait(20) == 130
    last = (tmp_path / "said").read_text().splitlines()[-1]
    assert last == f"interrupted after {len(read_log(out))} of {N_PAPERS} papers. Run it again to carry on."
    assert json.loads((tmp_path / "json").read_text())["interrupted"] is True
    assert command.processes() == []
    assert not [name for name in files(out) if "part" in name]
    assert (out / "index.json").exists()
    assert 20 <= len(read_log(out)) < N_PAPERS
    again = command("convert", many, "--out", out, "-q", "--json")
    assert '"interrupted": false' in again.stdout
    assert len(read_log(out)) == N_PAPERS


def test_what_a_stuck_paper_has_started_goes_with_the_run(command, papers, tmp_path):
    """A recogniser started for a paper must not outlive the kill of the parent."""
    run = command.start("convert", papers({"a.pdf": "hang_with_child"}), "--out", tmp_path / "out")
    while len(command.processes()) < 4:  # the parent, the nursery, the worker and what it has started
        time.sleep(0.01)
    run.kill()
    run.wait()
    command.assert_no_strays()


def test_a_killed_nursery_is_replaced(command, many, tmp_path):
    run = command.start("convert", many, "--out", tmp_path / "out")
    while not list((tmp_path / "out").rglob("*.pdf.json")):
        time.sleep(0.005)
    nursery = min(pid for pid in command.processes() if pid != run.pid)
    os.kill(nursery, signal.SIGKILL)
    assert run.wait(60) == 1  # some of the papers are partial; none failed
    log = read_log(tmp_path / "out")
    assert len(log) == N_PAPERS
    assert {line["outcome"] for line in log.values()} == {"converted", "partial"}
