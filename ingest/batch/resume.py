"""What made an output: when none of it has changed, the output still stands and the paper is skipped."""

from __future__ import annotations

import dataclasses
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from ingest.errors import VocabularyError
from ingest.settings import Settings

# Libraries and programs whose version, or absence, can change what is read: all we depend on but for the front.
LIBRARIES = (
    "camelot-py", "lxml", "numpy", "onnxruntime", "opencv-python-headless", "pdfplumber", "pikepdf", "pydantic",
    "pypdfium2", "python-docx", "PyYAML", "rapidfuzz", "rapidocr",
)  # fmt: skip
PROGRAMS = ("tesseract",)
DIGITS = 16


def made_with(settings: Settings) -> dict[str, str]:
    """Program, vocabulary and options of a run, as short digests.

    The program's own source counts, so that a change of code without a change of version redoes the papers.

    Raises:
        VocabularyError: the vocabulary folder cannot be read.
    """
    options = {key: value for key, value in dataclasses.asdict(settings).items() if not isinstance(value, Path)}
    if settings.ocr != "off":
        options["programs"] = [_stamp(program) for program in PROGRAMS]
    package = _folder("ingest")
    code = [*package.rglob("*.py"), *_folder("schemas").rglob("*.py")]
    libraries = [f"{name} {_version(name)}" for name in LIBRARIES]
    return {
        "program": f"{_version('council-plans')}+{_digest(code, *libraries)}",
        "vocabulary": _vocabulary(package / "vocabulary", settings.vocabulary),
        "options": _digest([], json.dumps(options, sort_keys=True, default=str)),
    }


def _vocabulary(packaged: Path, extra: Path | None) -> str:
    files = [path for path in packaged.rglob("*") if path.suffix in {".yml", ".tsv"}]
    if extra is None:
        return _digest(files)
    try:
        own = [path for path in extra.rglob("*") if path.is_file()]
        return _digest([*files, *own])
    except OSError as error:
        raise VocabularyError(
            f"the vocabulary folder {extra} cannot be read ({error.strerror}). Check its permissions."
        ) from error


def _digest(files: Iterable[Path], *words: str) -> str:
    """Digest of files, by name and content, and of words; the folder they stand in does not matter."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(os.fsencode(path.name) + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    for word in words:
        digest.update(word.encode() + b"\0")
    return digest.hexdigest()[:DIGITS]


def _folder(package: str) -> Path:
    """Where a package of ours stands; found without importing it, for the schema takes a while to load."""
    spec = importlib.util.find_spec(package)
    return Path((spec and spec.origin) or package).parent


def _version(distribution: str) -> str:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return "0"


def _stamp(program: str) -> str:
    """Which build of a program is installed: asking it for its version would cost more than the answer is worth."""
    path = shutil.which(program)
    if path is None:
        return f"{program} absent"
    status = Path(path).stat()
    return f"{program} {status.st_size} {status.st_mtime_ns}"
