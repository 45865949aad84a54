"""One paper's crash, hang or hunger costs that paper alone, and the record says why."""

from __future__ import annotations

import json

import pytest
from command_line import files, read_log

# A limit of time that the doubles that never end must meet, and one that no busy machine makes the others meet.
SHORT, LONG = ("--time-limit", 3), ("--time-limit", 600)
NEVER_END = {"hang": "time-limit", "hang_with_child": "time-limit", "spin": "time-limit"}
FATES = {
    "segfault": ("crash", "SIGSEGV"),
    "abort": ("crash", "SIGABRT"),
    "leave": ("crash", "exit status 3"),
    "eat": ("memory-limit", "memory"),
    "gulp": ("memory-limit", "more memory than the limit"),
    "recurse": ("defect", "RecursionError"),
    "defect": ("defect", "ZeroDivisionError"),
    "refuse": ("encrypted", "password"),
    "killed_always": ("crash", "killed from outside"),
}
GOOD = {f"good-{number}.pdf": "plain" for number in range(10)}


@pytest.mark.parametrize("workers", [1, 3])
def test_each_bad_paper_costs_itself(command, papers, tmp_path, workers):
    folder = papers({f"{fate}.pdf": fate for fate in FATES} | GOOD)
    out = tmp_path / "out"
    done = command("convert", folder, "--out", out, "--workers", workers, "--memory-limit", 300, *LONG)
    assert done.returncode == 1
    log = read_log(out)
    assert set(log) == {f"{fate}.pdf" for fate in FATES} | set(GOOD)
    for fate, (code, cause) in FATES.items():
        line = log[f"{fate}.pdf"]
        assert (line["outcome"], line["code"]) == ("failed", code), fate
        assert cause in line["message"], fate
    assert {log[name]["outcome"] for name in GOOD} == {"converted"}
    assert files(out) == {f"{name}.json" for name in GOOD} | {"index.json", "run.jsonl"}
    # Resident memory meets the limit, or else a single request meets the limit on addresses, 1024 MB above it.
    assert log["eat.pdf"]["peak_memory_mb"] < 300 + 1024


@pytest.mark.parametrize("workers", [1, 3])
def test_a_paper_that_never_ends_costs_itself(command, papers, tmp_path, workers):
    folder = papers({f"{fate}.pdf": fate for fate in NEVER_END} | GOOD)
    out = tmp_path / "out"
    command("convert", folder, "--out", out, "--workers", workers, *SHORT)
    log = read_log(out)
    assert {name: log[f"{name}.pdf"].get("code") for name in NEVER_END} == NEVER_END
    assert all("longer than 3 seconds" in log[f"{name}.pdf"]["message"] for name in NEVER_END)
    assert all(log[f"{name}.pdf"]["seconds"] >= 3 for name in NEVER_END)
    assert {log[name]["outcome"] for name in GOOD} == {"converted"}
    assert files(out) == {f"{name}.json" for name in GOOD} | {"index.json", "run.jsonl"}


def test_a_worker_killed_from_outside_gets_its_paper_back(command, papers, tmp_path):
    """The system kills workers when memory is short; that says nothing against the paper."""
    done = command("convert", papers({"a.pdf": "killed_once"}), "--out", tmp_path / "out")
    assert done.returncode == 0


def test_what_a_crashed_library_printed_is_in_the_log_alone(command, papers, tmp_path):
    done = command("convert", papers({"a.pdf": "abort"}), "--out", tmp_path / "out")
    assert "a library's last words" not in done.stderr
    assert "a library's last words" in read_log(tmp_path / "out")["a.pdf"]["log"]


def test_more_papers_than_a_worker_lasts(command, papers, tmp_path):
    """Workers are replaced after a hundred papers, with nothing lost between two of them."""
    folder = papers({f"{number}.pdf": "plain" for number in range(230)})
    done = command("convert", folder, "--out", tmp_path / "out", "--workers", 1, "--json", "--quiet")
    assert json.loads(done.stdout)["converted"] == 230


def test_any_number_of_workers_and_any_order_give_the_same_bytes(command, papers, tmp_path):
    folder = papers({f"{number}.pdf": ("plain", "partial", "slow")[number % 3] for number in range(12)})
    results = []
    for workers, paths in ((1, [folder]), (3, sorted(folder.iterdir(), reverse=True))):
        out = tmp_path / f"out-{workers}"
        command("convert", *paths, "--out", out, "--workers", workers)
        results.append({name: (out / name).read_bytes() for name in files(out) - {"run.jsonl"}})
    assert results[0] == results[1]


def test_what_a_paper_says_cannot_steer_the_terminal(command, papers, tmp_path):
    folder = papers({"a.pdf": "steering", "b\x1b[2J\nb.pdf": "refuse"})
    out = tmp_path / "out"
    runs = [
        command("convert", folder, "--out", out, "-v"),
        command("show", out / "a.pdf.json"),
        command("unmapped", out),
    ]
    for done in runs:
        assert "\x1b" not in done.stdout + done.stderr
        assert "\x07" not in done.stdout + done.stderr
    assert "b\\x1b[2J\\nb.pdf: failed (encrypted)" in runs[0].stderr
    assert "[bold]Heading" in runs[2].stdout


def test_memory_that_one_paper_keeps_does_not_count_for_the_next(command, papers, tmp_path):
    folder = papers({f"{number}.pdf": "hoard" for number in range(4)})
    out = tmp_path / "out"
    assert command("convert", folder, "--out", out, "--workers", 1, "--memory-limit", 300).returncode == 0
    assert all(line["peak_memory_mb"] < 250 for line in read_log(out).values())
