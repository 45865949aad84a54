"""Stand-ins for the pipeline: the first line of a "paper" says what becomes of it."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ingest.errors import EncryptedPaper, MissingProgram
from ingest.settings import Settings
from schemas import CommitteePaper, SourceFile
from schemas.diagnostics import diagnose


def ingest(path: Path, settings: Settings) -> CommitteePaper:
    """Do what the paper says; a paper that says nothing special is converted."""
    order = path.read_bytes().split(b"\n")[0].decode("utf-8", "replace")
    return DEEDS.get(order, plain)(path)


def plain(path: Path) -> CommitteePaper:
    import hashlib

    data = path.read_bytes()
    source = SourceFile(
        name=path.name.encode("utf-8", "replace").decode(),
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="application/pdf",
        page_count=len(data) % 7,
        text_layer="digital",
    )
    return CommitteePaper(source_file=source)


def partial(path: Path) -> CommitteePaper:
    paper = plain(path)
    paper.diagnostics.append(diagnose("page-failed", page=2, reason="its content is cut short"))
    return paper


def steering(path: Path) -> CommitteePaper:
    paper = plain(path)
    paper.diagnostics.append(diagnose("unmapped-heading", heading="\x1b]0;owned\x07 [bold]Heading"))
    return paper


def segfault(path: Path) -> CommitteePaper:
    ctypes.string_at(0)
    return plain(path)


def abort(path: Path) -> CommitteePaper:
    sys.stderr.write("a library's last words\n")
    sys.stderr.flush()
    os.abort()


def hang(path: Path) -> CommitteePaper:
    """Hangs where no signal handler of Python's runs: inside a call that holds the interpreter."""
    ctypes.PyDLL(None).pause()
    while True:
        ctypes.PyDLL(None).pause()


def hang_with_child(path: Path) -> CommitteePaper:
    subprocess.run(["sleep", "987654"], check=True)
    return plain(path)


def spin(path: Path) -> CommitteePaper:
    while True:
        pass


def eat(path: Path) -> CommitteePaper:
    """Takes memory bit by bit, as a leak does, and no faster than even a busy supervisor can see."""
    held = []
    while True:
        held.append(b"x" * (4 << 20))
        time.sleep(0.01)


def hoard(path: Path) -> CommitteePaper:
    """Keeps memory when the paper is done, as a library's cache does."""
    KEPT.append(b"x" * (150 << 20))
    return plain(path)


def gulp(path: Path) -> CommitteePaper:
    """Asks for more than there is in one go, as a decompression bomb does."""
    return plain(path.with_name(str(len(bytearray(1 << 44)))))


def recurse(path: Path) -> CommitteePaper:
    return recurse(path)


def leave(path: Path) -> CommitteePaper:
    os._exit(3)


def killed_once(path: Path) -> CommitteePaper:
    """Killed from outside at the first try, as by the system when memory is short."""
    mark = path.with_name(path.name + ".tried")
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return plain(path)


def killed_always(path: Path) -> CommitteePaper:
    os.kill(os.getpid(), signal.SIGKILL)
    return plain(path)


def refuse(path: Path) -> CommitteePaper:
    raise EncryptedPaper(path.name)


def defect(path: Path) -> CommitteePaper:
    raise ZeroDivisionError("a defect")


def no_program(path: Path) -> CommitteePaper:
    raise MissingProgram("no Tesseract. Install it with 'apt-get install tesseract-ocr'.")


def chatter(path: Path) -> CommitteePaper:
    """A library that prints to stdout must not spoil the data there."""
    os.write(1, b"a library talks\n" * 1000)
    return plain(path)


def gate(path: Path) -> CommitteePaper:
    """Holds its worker until a file called "open" stands beside the papers: the run cannot end before."""
    while not path.with_name("open").exists():
        time.sleep(0.01)
    return plain(path)


def slow(path: Path) -> CommitteePaper:
    time.sleep(0.02)
    return plain(path)


def large(path: Path) -> CommitteePaper:
    paper = plain(path)
    paper.source_file.producer = "x" * 200_000
    return paper


KEPT: list[bytes] = []
DEEDS: dict[str, Callable[[Path], CommitteePaper]] = {
    deed.__name__: deed
    for deed in (
        partial, steering, segfault, abort, hang, hang_with_child, spin, eat, gulp, hoard, recurse, leave, killed_once,
        killed_always, refuse, defect, no_program, chatter, gate, slow, large,
    )
}  # fmt: skip
