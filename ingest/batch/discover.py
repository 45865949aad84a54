"""Which papers there are, and which output belongs to each: settled before any work starts."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ingest.errors import OutputError, PaperError, UnreadableFile

# File names taken for papers inside a folder; other names are taken where the bytes say PDF. Forms of Word that
# no reader takes stand here too: leaving them out in silence would lose a paper, an error says how to convert it.
TEXT_SUFFIXES = frozenset({".txt", ".md", ".markdown", ".html", ".htm"})
PAPER_SUFFIXES = TEXT_SUFFIXES | {".pdf", ".docx", ".doc", ".odt", ".rtf"}
# Text files that stand beside papers and are none.
BESIDE = re.compile(r"(?:readme|licen[cs]e|changelog|notice|robots)\b", re.IGNORECASE)
MAGIC = b"%PDF-"
# Mac OS writes its bookkeeping for "plan.pdf" as "._plan.pdf" on foreign disks; no paper is called so.
BOOKKEEPING = "._"
INDEX_NAME = "index.json"
LOG_NAME = "run.jsonl"
RESERVED = frozenset({INDEX_NAME, LOG_NAME})
# Longest file name of the usual file systems, in bytes.
MAX_NAME = 255
SHOWN_CONFLICTS = 5


@dataclass(frozen=True, slots=True)
class Paper:
    """One input file.

    Attributes:
        path: where it is, as it will be opened.
        name: its path below the input root, parted by "/".
        size: in bytes.
        problem: what is wrong with it already, before it is opened; None for nothing.
    """

    path: Path
    name: str
    size: int = 0
    problem: PaperError | None = None

    @property
    def output(self) -> str:
        """Where its JSON goes, below the output folder."""
        return self.name + ".json"


@dataclass(slots=True)
class Found:
    """What was found: papers in the order of their names, and what was left out and why."""

    papers: list[Paper] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def find_papers(paths: list[Path], out: Path) -> Found:
    """Find the papers under each path.

    A file is taken whatever its name. A folder is walked, links to folders last: no folder is read twice, so
    that links in a circle end. The output folder itself is left out.

    Raises:
        OutputError: two papers would be written to one file, or the output folder is one of ``paths``.
    """
    found = Found()
    seen: dict[tuple[str, str], Paper] = {}
    for root in paths:
        if root.is_dir() and _identity(root) == _identity(out):
            raise OutputError(
                f"{out} is the folder of papers itself, and what stands in --out is never taken for a paper. "
                f"Choose another --out, such as {out / 'out'}."
            )
        papers = _walk(root, out, found.left_out) if root.is_dir() else [_look_at(root, root.name)]
        for paper in papers:
            # The same file met twice under one name (a folder and a file in it) is one paper.
            seen.setdefault((paper.name, os.path.realpath(paper.path)), paper)
    found.papers = sorted(seen.values(), key=lambda paper: os.fsencode(paper.name))
    check_outputs(found.papers, fold=_folds_case(out))
    return found


def check_outputs(papers: list[Paper], fold: bool = False) -> None:
    """Refuse papers that would meet in one output.

    Args:
        papers: the papers, all of them.
        fold: the output's file system takes "A.pdf.json" and "a.pdf.json" for one file.

    Raises:
        OutputError: two papers, or a paper and a file of our own, would share a path.
    """
    owners: dict[str, Paper] = {}
    clashes: list[str] = []
    for paper in papers:
        if paper.output in RESERVED:
            clashes.append(f"{paper.path} and the run's own {paper.output}")
        key = _key(paper.output, fold)
        if key in owners:
            clashes.append(f"{owners[key].path} and {paper.path} (both {paper.output})")
        owners.setdefault(key, paper)
    for paper in papers:
        for folder in PurePosixPath(_key(paper.output, fold)).parents:
            if str(folder) in owners or str(folder) in RESERVED:
                clashes.append(f"{folder} as a file and as the folder of {paper.path}")
    if clashes:
        more = f"; and {len(clashes) - SHOWN_CONFLICTS} more" if len(clashes) > SHOWN_CONFLICTS else ""
        raise OutputError(
            f"two inputs would be written to one output: {'; '.join(clashes[:SHOWN_CONFLICTS])}{more}. "
            "Convert them in separate runs with an --out of their own, or give the folder above them."
        )


def _key(output: str, fold: bool) -> str:
    return unicodedata.normalize("NFC", output).casefold() if fold else output


def _folds_case(out: Path) -> bool:
    """Whether the output's file system takes upper and lower case for one; asks the nearest folder that exists."""
    # Not Path.absolute: it has no answer in a folder that was deleted under our feet, and "." no name to swap.
    with contextlib.suppress(OSError):
        out = Path(os.path.abspath(out))  # noqa: PTH100 - see above
    for folder in (out, *out.parents):
        swapped = folder.with_name(folder.name.swapcase()) if folder.name else folder
        if folder.exists() and swapped != folder:
            return swapped.exists() and swapped.samefile(folder)
    return False


def _walk(root: Path, out: Path, left_out: list[str]) -> Iterator[Paper]:
    """Every paper below a folder, and an entry with a problem for each folder that cannot be listed."""
    output = _identity(out)
    visited: set[tuple[int, int]] = set()
    folders: list[tuple[Path, str]] = [(root, "")]
    links: list[tuple[Path, str]] = []
    while folders or links:
        # Links wait until all real folders are read: a folder keeps its own name, not that of a link to it.
        folder, prefix = folders.pop() if folders else links.pop(0)
        identity = _identity(folder)
        if identity is not None and identity == output:
            left_out.append(f"{folder}: it is the output folder")
            continue
        if identity in visited:
            left_out.append(f"{folder}: this link leads to a folder that is read already")
            continue
        if identity is not None:
            visited.add(identity)
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            name = prefix.rstrip("/") or folder.name
            yield Paper(folder, name, problem=_unreadable(name, error, "the folder cannot be listed"))
            continue
        for entry in entries:
            path, name = Path(entry.path), prefix + entry.name
            if _is_folder(entry):
                (links if entry.is_symlink() else folders).append((path, name + "/"))
            elif entry.name.startswith(BOOKKEEPING):
                left_out.append(f"{path}: it is a file system's bookkeeping")
            elif path.suffix.lower() in TEXT_SUFFIXES and BESIDE.match(entry.name):
                left_out.append(f"{path}: it is about the papers, going by its name; name it outright to convert it")
            elif path.suffix.lower() in PAPER_SUFFIXES or _starts_as_pdf(path):
                yield _look_at(path, name)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # links in a circle; what is wrong is said where the paper is looked at


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _starts_as_pdf(path: Path) -> bool:
    """Whether a regular file begins as a PDF does; download scripts save papers as "document" or "12345"."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as stream:
            return stream.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def _look_at(path: Path, name: str) -> Paper:
    """The paper at ``path``, with the problem that can be told without opening it."""
    try:
        status = path.stat()
    except OSError as error:
        reason = "it is a link that leads nowhere" if path.is_symlink() else ""
        return Paper(path, name, problem=_unreadable(name, error, reason))
    if not stat.S_ISREG(status.st_mode):
        advice = "Give a file on disk, not a pipe, device or socket."
        return Paper(path, name, problem=UnreadableFile(name, "it is no regular file", advice))
    if len(os.fsencode(path.name)) + len(".json") > MAX_NAME:
        advice = f"Shorten its name to {MAX_NAME - len('.json')} bytes."
        return Paper(path, name, problem=UnreadableFile(name, "its name leaves no room for '.json'", advice))
    return Paper(path, name, status.st_size)


def _unreadable(name: str, error: OSError, reason: str = "") -> UnreadableFile:
    why = error.strerror or type(error).__name__
    return UnreadableFile(name, f"{reason or UnreadableFile.reason} ({why})")
