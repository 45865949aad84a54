"""Records a check: today's results as the earlier results of the next one, and today's scores as floors."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ingest.errors import OutputError
from ingest.evaluate.check import Check
from ingest.evaluate.floors import Floor, floors_text
from ingest.export.paper_json import write_atomically

FOLDER = "recorded"
FLOORS = "floors.json"

# A box and its page on one line: a record is read as a difference in version control.
_NUMBERS = re.compile(r"\[\s+([-\d.e+,\s]+?)\s+\]")
_PLACE = re.compile(r'\{\s+("(?:page|line)": \d+)(?:,\s+("bbox": \[[^\]]*\]))?\s+\}')


def write_record(check: Check, folder: Path, floors: Mapping[str, Floor]) -> list[str]:
    """Write what a check found; whether that lowers a floor is for the caller to ask first.

    Args:
        check: what was found.
        folder: the folder of the record; made where it is missing.
        floors: those of before; papers that were not checked keep theirs.

    Returns:
        names of the files that changed.

    Raises:
        OutputError: a file cannot be written.
    """
    kept = {name: floor for name, floor in floors.items() if name not in check.absent}
    texts = {folder / FLOORS: floors_text(kept | {paper.name: paper.new_floor() for paper in check.papers})}
    texts |= {p.record: record_text(p.converted.result) for p in check.papers if p.converted.result is not None}
    changed = []
    try:
        for path, text in texts.items():
            data = text.encode()
            if not path.is_file() or path.read_bytes() != data:
                write_atomically(path, [data])
                changed.append(path.name)
        for name in check.absent:
            (folder / f"{name}.json").unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"{folder}: the record cannot be written ({error.strerror}). Check its permissions."
        ) from error
    return sorted(changed)


def record_text(result: dict[str, Any]) -> str:
    """A result as it is recorded: without what it does not have, a place a line."""
    text = json.dumps(_without_nothing(result), indent=1, ensure_ascii=False)
    text = _NUMBERS.sub(lambda m: "[" + re.sub(r"\s+", " ", m[1]) + "]", text)
    return _PLACE.sub(lambda m: "{" + ", ".join(filter(None, m.groups())) + "}", text) + "\n"


def _without_nothing(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: _without_nothing(entry) for key, entry in value.items()}
        return {key: entry for key, entry in kept.items() if entry is not None and entry != [] and entry != {}}
    return [_without_nothing(entry) for entry in value] if isinstance(value, list) else value
