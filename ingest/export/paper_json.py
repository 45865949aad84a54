"""One paper's JSON: the same bytes for the same paper, and never half a file under a final name."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import NotAResult, UnreadableFile

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from schemas import CommitteePaper

name = "json"
suffix = ".json"

# What a file is called until it is whole; the process id keeps two writers apart.
PART_SUFFIX = ".council-plans-part"
# From so many items on a paper's JSON is written in parts.
MANY_ITEMS = 300


def to_bytes(paper: CommitteePaper) -> bytes:
    """The paper as UTF-8 JSON: keys as the schema orders them, one final newline."""
    return b"".join(to_parts(paper))


def to_parts(paper: CommitteePaper) -> Iterator[bytes]:
    """The same in parts, one after the other, so that the JSON of a long paper is never held whole."""
    if sum(len(plan.items) for plan in paper.plans) > MANY_ITEMS:
        yield from _parts_of(paper, 0)
    else:
        yield _dump(paper)
    yield b"\n"


def _parts_of(value: object, depth: int) -> Iterator[bytes]:
    """A value in parts, ``depth`` levels down: the paper by its fields, its plans by theirs, their items one by one."""
    from schemas import ActionPlan, CommitteePaper

    inner = b"\n" + b" " * (depth + 1)
    if isinstance(value, CommitteePaper | ActionPlan):
        opening, closing = b"{", b"}"
        each = [(b'"%b": ' % name.encode(), getattr(value, name)) for name in type(value).model_fields]
    elif isinstance(value, list) and value:
        opening, closing = b"[", b"]"
        each = [(b"", one) for one in value]
    else:
        yield _dump(value).replace(b"\n", b"\n" + b" " * depth)  # no string holds a bare line feed
        return
    yield opening
    for number, (key, one) in enumerate(each):
        yield (b"," if number else b"") + inner + key
        yield from _parts_of(one, depth + 1)
    yield b"\n" + b" " * depth + closing


def _dump(value: object) -> bytes:
    return _adapter().dump_json(value, indent=1)


@cache
def _adapter() -> TypeAdapter[Any]:
    # Unlike the models' own method it gives bytes, and it takes any value.
    from pydantic import TypeAdapter

    return TypeAdapter(Any)


def write(paper: CommitteePaper, path: Path) -> None:
    """Write the paper's JSON to ``path``.

    Raises:
        OSError: the file cannot be written; nothing is left behind.
    """
    write_atomically(path, to_parts(paper))


def read(path: Path) -> CommitteePaper:
    """Read a paper's JSON back.

    Raises:
        UnreadableFile: the file cannot be opened.
        NotAResult: it holds something else, or a paper of another version of the schema.
    """
    from pydantic import ValidationError

    from schemas import CommitteePaper

    try:
        return CommitteePaper.model_validate_json(path.read_bytes())
    except OSError as error:
        reason = f"{UnreadableFile.reason} ({error.strerror or type(error).__name__})"
        raise UnreadableFile(str(path), reason) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "its start"
        raise NotAResult(str(path), f"{NotAResult.reason}: {place}: {first['msg']}") from error


def schema_text() -> str:
    """The JSON Schema of a paper, as committed in ``schemas/committee_paper.schema.json``."""
    from schemas import CommitteePaper

    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | CommitteePaper.model_json_schema()
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def part_path(path: Path, pid: int) -> Path:
    """Where process ``pid`` keeps ``path`` until it is whole: beside it, under a short name of its own."""
    import hashlib

    digest = hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16]
    return path.with_name(f".{digest}.{pid}{PART_SUFFIX}")


def write_atomically(path: Path, parts: Iterable[bytes]) -> None:
    """Write bytes, in their parts, beside ``path``, make it durable, then rename it into place.

    Whoever reads ``path`` sees the old bytes or the new ones, after a crash or a power cut too. Folders that
    are missing are made.

    Raises:
        OSError: the file cannot be written; nothing is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = part_path(path, os.getpid())
    try:
        with part.open("wb") as stream:
            stream.writelines(parts)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
