"""The real command over papers that mean harm: every one has an outcome, none hurts another or the machine."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from command_line import Command, files, read_log
from hostile_papers import acting, mixed_pages
from hostile_set import HEAVY, N_FLIPPED, PARTIAL, QUICK, Case, odd_files

SECONDS, MEGABYTES = 10, 600
# The quick papers end far below any limit, and on the busiest machine too: how they end is not to depend on its pace.
LIMITS = ("--time-limit", 600, "--memory-limit", MEGABYTES)
HEAVY_LIMITS = ("--time-limit", SECONDS, "--memory-limit", MEGABYTES)
# The supervisor looks ten times a second where the machine lets it; one that comes late finds more memory held, up to
# the limit on addresses: 1024 MB, and what was mapped at the start.
LATE_SECONDS, LATE_MEGABYTES = 120, 1024 + 500


@dataclass
class Done:
    """A run that ended."""

    process: subprocess.CompletedProcess[str]
    out: Path
    log: dict[str, dict[str, Any]]

    @property
    def ends(self) -> dict[str, str]:
        """The outcome, or the code of a failure, by paper."""
        return {name: line.get("code") or line.get("was") or line["outcome"] for name, line in self.log.items()}

    def results(self) -> dict[str, bytes]:
        """All that was written but the log, which tells times."""
        return {name: (self.out / name).read_bytes() for name in files(self.out) - {"run.jsonl"}}


@dataclass
class Place:
    """A folder of hostile papers, how each may end, and what else must stay as it is."""

    root: Path
    expected: dict[str, frozenset[str]]
    command: Command

    def run(self, out: str, *options: object) -> Done:
        words = ("convert", self.root / "in", "--out", self.root / out, "--json", *options)
        process = self.command(*words, target="", cwd=self.root / "work")
        return Done(process, self.root / out, read_log(self.root / out))


def build(root: Path, program: Path, cases: dict[str, Case]) -> Place:
    command = Command(program)
    for folder in ("in", "work", "home", "temp"):
        (root / folder).mkdir()
    command.env |= {"HOME": str(root / "home"), "TMPDIR": str(root / "temp")}
    expected = {}
    for name, (make, ends) in cases.items():
        (root / "in" / name).write_bytes(make())
        expected[name] = ends
    return Place(root, expected, command)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, program: Path) -> Place:
    place = build(tmp_path_factory.mktemp("hostile"), program, QUICK)
    place.expected |= odd_files(place.root / "in")
    return place


@pytest.fixture(scope="module")
def done(place: Place) -> Done:
    return place.run("out-2", "--workers", 2, *LIMITS)


@pytest.fixture(scope="module")
def heavy(tmp_path_factory: pytest.TempPathFactory, program: Path) -> Iterator[tuple[Place, Done]]:
    place = build(tmp_path_factory.mktemp("heavy"), program, HEAVY)
    yield place, place.run("out", "--workers", 2, *HEAVY_LIMITS)
    place.command.assert_no_strays()


def assert_each_ended_once(place: Place, done: Done) -> None:
    """One line for each paper (``read_log`` looks for two), each with an end that befits it."""
    assert set(done.ends) == set(place.expected)
    wrong = {name: end for name, end in done.ends.items() if end not in place.expected[name]}
    assert wrong == {}


def assert_within_limits(done: Done, seconds: float) -> None:
    for name, line in done.log.items():
        assert line["seconds"] < seconds, name
        assert line.get("peak_memory_mb", 0) < MEGABYTES + LATE_MEGABYTES, name


def test_every_file_ends_once_and_as_it_should(place, done):
    assert_each_ended_once(place, done)
    assert_within_limits(done, 600)
    assert sum(name.startswith("flipped-") for name in done.ends) == N_FLIPPED == 30


def test_papers_that_ask_for_too_much_meet_the_limits(heavy):
    place, done = heavy
    assert_each_ended_once(place, done)
    assert_within_limits(done, SECONDS + LATE_SECONDS)
    assert done.process.returncode == 1


def test_good_papers_among_them_are_converted_whole(done):
    plan = json.loads((done.out / "good.pdf.json").read_bytes())["plans"][0]
    assert [item["ref"] for item in plan["items"]] == ["1.1", "1.2", "1.3"]


def test_words_at_the_bottom_of_many_forms_are_read(done):
    assert done.log["forms-15-deep.pdf"]["recommendations"] == done.log["owner-password.pdf"]["recommendations"] == 1


def test_a_page_that_cannot_be_read_costs_that_page(done):
    line = done.log["not-a-page.pdf"]
    paper = json.loads((done.out / "not-a-page.pdf.json").read_bytes())
    (note,) = [note for note in paper["diagnostics"] if note["severity"] == "error"]
    assert (line["outcome"], line["pages"], note["code"], note["source"][0]["page"]) == ("partial", 3, "page-failed", 2)


def test_a_file_that_lost_pages_with_its_end_says_so(done):
    line = done.log["cut-0.9.pdf"]
    assert (line["outcome"], line["pages"]) == ("partial", 1)
    assert {"repaired-file", "pages-missing"} <= set(line["diagnostics"])


def test_no_paper_is_a_defect_or_a_crash(done, heavy):
    ends = done.ends | heavy[1].ends
    assert {name: end for name, end in ends.items() if end in {"defect", "crash"}} == {}


def test_what_failed_leaves_nothing_and_what_did_not_leaves_one_file(done):
    read = {name for name, end in done.ends.items() if end in {"converted", "partial"}}
    assert files(done.out) == {os.fsdecode(name) + ".json" for name in read} | {"index.json", "run.jsonl"}


def test_the_exit_code_and_the_json_tell_the_same(done):
    told = json.loads(done.process.stdout)
    outcomes = [line["outcome"] for line in done.log.values()]
    assert told["exit_code"] == done.process.returncode == 1
    assert told["found"] == len(told["papers"]) == len(outcomes)
    for outcome in ("converted", "partial", "failed", "unchanged"):
        assert told[outcome] == outcomes.count(outcome)
    assert {line["code"] for line in told["papers"] if line["outcome"] == "failed"} == {
        end for end in done.ends.values() if end not in {"converted", "partial"}
    }


def test_every_failure_says_what_to_do(done, heavy):
    for line in [*done.log.values(), *heavy[1].log.values()]:
        if line["outcome"] == "failed":
            assert ". " in line["message"] and line["message"].endswith("."), line["paper"]


@pytest.mark.parametrize("workers", [1, 4])
def test_any_number_of_workers_writes_the_same_bytes(place, done, workers):
    again = place.run(f"out-{workers}", "--workers", workers, *LIMITS)
    assert again.ends == done.ends
    assert again.results() == done.results()


def test_a_long_paper_with_bad_pages_is_the_same_from_several_processes(tmp_path, program):
    place = build(tmp_path, program, {"long.pdf": (lambda: mixed_pages(240), PARTIAL)})
    one, two, three = (place.run(f"out-{workers}", "--workers", workers, *LIMITS) for workers in (1, 2, 3))
    assert_each_ended_once(place, one)
    assert one.log["long.pdf"]["diagnostics"]["page-failed"] == len(range(11, 240, 50))
    assert one.results() == two.results() == three.results()


def test_a_second_run_does_only_what_failed(place, done):
    before, ends = done.results(), done.ends
    again = place.run("out-2", "--workers", 2, *LIMITS)
    assert again.process.returncode == 1
    assert again.ends == ends
    assert again.results() == before
    outcomes = {name: line["outcome"] for name, line in again.log.items()}
    assert {outcomes[name] for name, end in ends.items() if end in {"converted", "partial"}} == {"unchanged"}
    assert {outcomes[name] for name, end in ends.items() if end not in {"converted", "partial"}} == {"failed"}


def digests(root: Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file() and "/out" not in str(path)
    }


def test_nothing_in_a_paper_is_run_opened_fetched_or_unpacked(tmp_path, program):
    place = build(tmp_path, program, {})
    mark = tmp_path / "owned"
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        (tmp_path / "in/acting.pdf").write_bytes(acting(server.getsockname()[1], mark))
        before = digests(tmp_path)
        done = place.run("out", *LIMITS)
        with pytest.raises(TimeoutError):
            server.accept()
    assert done.ends == {"acting.pdf": "converted"}
    assert not mark.exists()
    assert digests(tmp_path) == before
    assert files(tmp_path / "out") == {"acting.pdf.json", "index.json", "run.jsonl"}


def test_nothing_is_written_outside_the_output_folder(place, done):
    assert files(place.root / "work") == files(place.root / "temp") == files(place.root / "home") == set()


def test_what_a_paper_says_cannot_steer_the_terminal(place, done):
    shown = [
        place.command("convert", place.root / "in/steering.pdf", "--out", place.root / "out-steering", "-v", target=""),
        place.command("show", done.out / "steering.pdf.json"),
        place.command("unmapped", done.out),
        place.command("tables", place.root / "in/steering.pdf"),
        place.command("tables", place.root / "in/steering.pdf", "--json"),
        done.process,
    ]
    for process in shown:
        for sign in ("\x1b", "\x07", "\x9b", "\u202e"):
            assert sign not in process.stdout + process.stderr, process.args
    assert done.ends["steering.pdf"] == "converted"


def test_a_folder_that_takes_no_files_is_one_error(place):
    out = Path("/proc/council-plans") if os.geteuid() == 0 else place.root / "locked"
    if os.geteuid():
        out.mkdir(mode=0o555)
    refused = place.command("convert", place.root / "in/good.pdf", "--out", out, "--json", target="")
    assert refused.returncode == 4
    assert refused.stderr.startswith(f"error: cannot write {out}") and refused.stderr.count("\n") == 1
    assert json.loads(refused.stdout)["error"]["code"] == "output"


def test_no_process_is_left(place, done):
    place.command.assert_no_strays()
