"""Reading vocabulary files: every scalar is a string, whatever YAML would make of it."""

from __future__ import annotations

import csv
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

# BaseLoader knows no types, so "No", "12:30" and "1.10" stay what was written.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def packaged(name: str) -> Path:
    """Path of a vocabulary file that ships with the package."""
    return Path(str(resources.files("ingest.vocabulary"))) / name


def read_yaml(path: Path) -> Any:
    """Parse one YAML file; all scalars come back as str.

    Raises:
        yaml.YAMLError: the file is no YAML.
        OSError: the file cannot be read.
    """
    with path.open("rb") as stream:
        return yaml.load(stream, Loader=_LOADER)  # BaseLoader builds strings, lists and dicts only


def read_tsv(path: Path) -> list[dict[str, str]]:
    """Rows of a tab-separated file with one header line and no quoting."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
