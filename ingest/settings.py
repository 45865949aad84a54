"""Options of a run: what a user may set, with its default and the reason for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Settings:
    """Options that change what a paper's JSON says.

    Attributes:
        ocr: "auto" recognises pages without a usable text layer; "off" leaves them out with a diagnostic.
        vocabulary: a folder whose files are read before the packaged vocabulary, or None.
        max_pages: a longer paper is refused (``PaperTooLarge``); the longest council pack met has 1,900 pages.
        max_objects: page objects read from one page before the page is given up (``page-over-limit``).
        max_characters: likewise, characters of one page; the fullest page met has 5,300.
    """

    ocr: Literal["auto", "off"] = "auto"
    vocabulary: Path | None = None
    max_pages: int = 20_000
    max_objects: int = 200_000
    max_characters: int = 500_000
