"""The real command in a process of its own, with stand-ins for the pipeline where a test needs one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOUBLES = "doubles:ingest"
MARK = "COUNCIL_PLANS_TEST"
# How long anything is waited for, in seconds: it ends a test that waits in vain, and no busy machine is this slow.
PATIENCE = 300.0


class Command:
    """Runs the command; all processes of one test carry a mark, so that strays can be found."""

    def __init__(self, program: Path) -> None:
        self.program = program
        self.mark = uuid.uuid4().hex
        self.env = os.environ | {MARK: self.mark, "PYTHONPATH": f"{program}:{ROOT / 'tests'}"}

    def arguments(self, *args: object, target: str = DOUBLES) -> list[str]:
        words = [sys.executable, str(self.program / "cli.py"), *map(os.fspath, map(_text, args))]
        return [*words, "--target", target] if target and args[0] == "convert" else words

    def __call__(self, *args: object, target: str = DOUBLES, **options: Any) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            self.arguments(*args, target=target),
            env=self.env,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=2 * PATIENCE,
            **options,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def start(self, *args: object, target: str = DOUBLES, **options: Any) -> subprocess.Popen[bytes]:
        words = self.arguments(*args, target=target)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(words, env=self.env, **quiet | options)

    def processes(self) -> list[int]:
        """Processes of this test that are still running."""
        wanted = f"{MARK}={self.mark}".encode()
        found = []
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            try:
                zombie = b") Z " in (folder / "stat").read_bytes()
                if not zombie and wanted in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(int(folder.name))
            except OSError:
                continue
        return found

    def assert_no_strays(self) -> None:
        """Everything that was started is gone, at once or as soon as the machine gets round to it."""
        until = time.monotonic() + PATIENCE / 5
        while self.processes() and time.monotonic() < until:
            time.sleep(0.02)
        assert self.processes() == []

    def wait_until(self, run: subprocess.Popen[bytes], reached: Callable[[], object]) -> None:
        """Wait for a run to get somewhere; a run that ends before is a failure, not an endless wait."""
        until = time.monotonic() + PATIENCE
        while not reached():
            # It may end between two looks: what counts is what it had reached when it did.
            assert run.poll() is None or reached(), f"the run ended first, with exit code {run.returncode}"
            assert time.monotonic() < until, "the run does not get there"
            time.sleep(0.005)


def _text(value: object) -> str | Path:
    return value if isinstance(value, Path) else str(value)


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program: an edit while the tests run would rightly make it convert everything anew."""
    folder = tmp_path_factory.mktemp("program")
    for package in ("ingest", "schemas"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "cli.py", folder)
    return folder


@pytest.fixture
def command(program: Path) -> Iterator[Command]:
    made = Command(program)
    yield made
    made.assert_no_strays()


@pytest.fixture
def papers(tmp_path: Path) -> Callable[..., Path]:
    """Makes a folder of papers: keyword or mapping, name to the order that the stand-in obeys."""

    def make(orders: dict[str, str], folder: str = "in") -> Path:
        root = tmp_path / folder
        for name, order in orders.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{order}\n{name}\n", encoding="utf-8")
        return root

    return make


def read_log(out: Path) -> dict[str, dict[str, Any]]:
    """The run's log by paper; each paper must have one line."""
    lines = [json.loads(line) for line in (out / "run.jsonl").read_bytes().splitlines()]
    by_paper = {line["paper"]: line for line in lines}
    assert len(by_paper) == len(lines)
    return by_paper


def lines_written(out: Path) -> int:
    """How many papers the log tells of at this moment."""
    log = out / "run.jsonl"
    return log.read_bytes().count(b"\n") if log.exists() else 0


def files(out: Path) -> set[str]:
    """All files below a folder, hidden ones too."""
    return {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
