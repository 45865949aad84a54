"""One worker: converts the papers it is handed, one after the other, in a process of its own.

It talks in lines of JSON: a task comes in, a result goes out. Nothing it sends is ever run or unpickled by the
parent, for a paper that took over its worker must not get further.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import gc
import hashlib
import json
import os
import socket
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest import page_ranges
from ingest.errors import Defect, MemoryLimit, OutputBlocked, OutputError, PaperError, StartError, UnreadableFile
from ingest.export.paper_json import to_parts, write_atomically
from ingest.settings import Settings

if TYPE_CHECKING:
    from schemas import CommitteePaper, Officer

Ingest = Callable[[Path, Settings], "CommitteePaper"]

# Tail of a traceback that is kept, in characters: the end says where.
KEPT_LOG = 8000
# A worker that keeps this share of a paper's memory when the paper is done is replaced.
LEFT_OVER = 0.125
# Less than this, in bytes, is what the program itself takes.
WORTH_GIVING_BACK = 100 << 20
# What stands in the way of one output alone; any other trouble with writing stops the run.
BLOCKED = frozenset({errno.EISDIR, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ENOTEMPTY, errno.ELOOP})


def serve(channel: socket.socket, ingest: Ingest, settings: Settings, memory_mb: int) -> None:
    """Answer tasks until the parent closes the channel.

    Args:
        channel: to the parent.
        ingest: what turns a file into a paper.
        settings: options of the run.
        memory_mb: what one paper may use, in megabytes.
    """
    start = _own_memory()
    with channel, channel.makefile("rb") as tasks:
        for line in tasks:
            result = convert_one(json.loads(line), ingest, settings)
            # What one paper left must not count for the next.
            result["retire"] |= _give_back() - start > (memory_mb << 20) * LEFT_OVER
            channel.sendall(json.dumps(result).encode() + b"\n")


def _give_back() -> int:
    """Give memory that is free back to the system; what is left, in bytes."""
    if sys.platform == "linux" and _own_memory() > WORTH_GIVING_BACK:
        gc.collect()
        with contextlib.suppress(OSError, AttributeError):  # other C libraries have no such call
            ctypes.CDLL(None).malloc_trim(0)
    return _own_memory()


def _own_memory() -> int:
    """Resident memory that no file backs, in bytes; 0 where the system does not tell."""
    try:
        _, resident, shared, *_ = map(int, Path("/proc/self/statm").read_text(encoding="ascii").split())
    except (OSError, ValueError):
        return 0
    return (resident - shared) * os.sysconf("SC_PAGE_SIZE")


def convert_one(task: dict[str, Any], ingest: Ingest, settings: Settings) -> dict[str, Any]:
    """Convert one paper and write its JSON.

    Args:
        task: ``path``, ``name`` and ``output`` of the paper; ``previous`` holds ``sha256`` and
            ``output_sha256`` of an earlier conversion under the same conditions, or is None; ``processes`` says how
            many the paper may be read by.
        ingest: what turns a file into a paper.
        settings: options of the run.

    Returns:
        Fields of a ``Record``; ``fatal`` in place of an outcome where the whole run cannot go on; ``retire``
        where the worker should not be used again.
    """
    _reset_peak()
    page_ranges.allow(task.get("processes", 1))
    name = task["name"]
    retire = False
    try:
        result = _convert(task, ingest, settings)
    except PaperError as error:
        result = failure(error)
    except StartError as error:
        result = {"fatal": str(error), "code": error.code}
    except MemoryError:
        result, retire = failure(MemoryLimit(name)), True
    except Exception as error:  # noqa: BLE001 - the paper boundary: one paper's defect must not cost the others
        short_of_memory = isinstance(error, OSError) and error.errno == errno.ENOMEM
        reason = f"{Defect.reason} ({type(error).__name__})"
        result = failure(MemoryLimit(name) if short_of_memory else Defect(name, reason))
        result["log"] = traceback.format_exc()[-KEPT_LOG:]
    result["peak_memory_mb"] = _peak_megabytes()
    result["retire"] = retire
    return result


def failure(error: PaperError, **more: object) -> dict[str, Any]:
    """The result of a paper that gave no JSON."""
    return {"outcome": "failed", "code": error.code, "message": f"{error.reason}. {error.advice}"} | more


def _convert(task: dict[str, Any], ingest: Ingest, settings: Settings) -> dict[str, Any]:
    path, output, previous = Path(task["path"]), Path(task["output"]), task["previous"]
    try:
        digest = file_digest(path)
    except OSError as error:
        reason = f"{UnreadableFile.reason} ({error.strerror or type(error).__name__})"
        raise UnreadableFile(task["name"], reason) from error
    if previous and previous["sha256"] == digest and _stands(output, previous["output_sha256"]):
        return {"outcome": "unchanged", "sha256": digest, "output_sha256": previous["output_sha256"]}
    try:
        paper = ingest(path, settings)
    except PaperError as error:
        return failure(error, sha256=digest)
    written = hashlib.sha256()

    def parts() -> Iterator[bytes]:
        for part in to_parts(paper):
            written.update(part)
            yield part

    _write(output, parts(), task["name"])

    return summary(paper) | {
        # What was read in the end: the file may have changed under our hands.
        "sha256": paper.source_file.sha256,
        "output_sha256": written.hexdigest(),
    }


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, as hex.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write(output: Path, data: Iterable[bytes], name: str) -> None:
    try:
        write_atomically(output, data)
    except OSError as error:
        why = error.strerror or type(error).__name__
        if error.errno in BLOCKED or isinstance(error, FileExistsError):
            raise OutputBlocked(name, f"{OutputBlocked.reason} to {output} ({why})") from error
        raise cannot_write(output, error) from error


def cannot_write(path: Path, error: OSError) -> OutputError:
    """The error of a run whose output folder takes nothing more."""
    if isinstance(error, FileExistsError | NotADirectoryError):
        return OutputError(f"cannot write {path}: it is a file, or stands below one. Choose another --out.")
    why = error.strerror or type(error).__name__
    return OutputError(f"cannot write {path}: {why}. Make room or mend its permissions, or choose another --out.")


def _stands(output: Path, digest: str) -> bool:
    try:
        return file_digest(output) == digest
    except OSError:
        return False


def summary(paper: CommitteePaper) -> dict[str, Any]:
    """What a paper's line in the record says of its content."""
    items = [item for plan in paper.plans for item in plan.items]
    codes: Counter[str] = Counter()
    for note in paper.diagnostics:
        codes[note.code] += note.count
    partial = any(note.severity == "error" for note in paper.diagnostics)
    return {
        "outcome": "partial" if partial else "converted",
        "pages": paper.source_file.page_count,
        "recommendations": len(paper.decision_recommendations) + len(paper.inspection_recommendations),
        "items": len(items),
        "measures": sum(len(item.measures) for item in items),
        "officers": len({(who.name, who.role, who.organisation) for who in _officers(paper)}),
        "warnings": sum(note.severity != "info" for note in paper.diagnostics),
        "diagnostics": dict(sorted(codes.items())),
    }


def _officers(paper: CommitteePaper) -> list[Officer]:
    header = paper.report
    officers = [*header.report_of, *header.authors, *header.contacts]
    for plan in paper.plans:
        officers += plan.responsible
        for item in plan.items:
            officers += item.lead_officers
            for action in item.actions:
                officers += action.lead_officers
    return officers


def _reset_peak() -> None:
    """Have the system count this process's peak memory afresh (Linux; elsewhere the peak is not told)."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return


def _peak_megabytes() -> float | None:
    try:
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return round(int(line.split()[1]) / 1024, 1)
    except (OSError, MemoryError):
        return None
    return None
