"""From a file to a laid-out paper, in one process or, where the paper is long, in several, stretch by stretch."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from re import Pattern

from ingest import page_ranges
from ingest.layout.aligned_head import IsHeading
from ingest.layout.assemble import Range, assemble, assemble_range, put_together
from ingest.layout.document import LayoutDocument, Page
from ingest.layout.grid import Grid
from ingest.layout.together import ALONE, Together, Windows
from ingest.normalise.headings import is_known_heading
from ingest.readers import read_paper, sniff
from ingest.readers.second_reading import MAX_PAGES, SecondReader
from ingest.settings import Settings
from ingest.vocabulary.loader import Vocabulary, load_vocabulary

_FURNITURE_PATTERNS = ("page_number", "pack_number")
_FURNITURE_WORDS = ("watermark", "marking")
# Hardly a PDF of words has fewer bytes a page: a smaller file is not opened to see whether it is a long paper.
_LEAST_BYTES = 1000


def read_layout(path: Path, settings: Settings) -> LayoutDocument:
    """Read a paper and lay it out: pages, blocks and tables in reading order.

    Raises:
        PaperError: nothing can be read.
    """
    return lay_out(read_paper(path, settings), load_vocabulary(settings.vocabulary), SecondReader(path))


def read_lean(path: Path, settings: Settings) -> LayoutDocument:
    """As ``read_layout``; a long PDF is read in as many processes as are allowed, and by stretches of its pages.

    The lines of a paper so read have their words packed, and its pages have no words and few drawings left.

    Raises:
        PaperError: nothing can be read.
    """
    long = _LongPaper.open(path, settings)
    return (long and long.read()) or read_layout(path, settings)


def lay_out(layout: LayoutDocument, vocabulary: Vocabulary, reader: SecondReader | None = None) -> LayoutDocument:
    """Complete a layout document that a reader left; changed in place (see ``layout.assemble``)."""
    second = _Second(reader, layout.media_type) if reader else None
    return assemble(layout, *_words_for_layout(vocabulary), second)


def _words_for_layout(
    vocabulary: Vocabulary,
) -> tuple[Mapping[str, Sequence[Pattern[str]]], Mapping[str, Sequence[str]], IsHeading]:
    """What layout is told of the vocabulary: forms of furniture, its words, and which texts are known headings."""

    def is_heading(text: str) -> bool:
        return is_known_heading(text, vocabulary)

    return (
        {group: vocabulary.patterns("furniture", group) for group in _FURNITURE_PATTERNS},
        {group: vocabulary.words("furniture", group) for group in _FURNITURE_WORDS},
        is_heading,
    )


class _Second:
    """The second reading of a paper's pages.

    Attributes:
        asked: numbers of the pages that were read again.
    """

    def __init__(self, reader: SecondReader, media_type: str) -> None:
        self._reader = reader
        self._is_pdf = media_type == sniff.PDF
        self.asked: set[int] = set()

    def __call__(self, page: Page) -> list[Grid]:
        if not self._is_pdf or page.text_layer != "digital" or page.turn:
            return []
        self.asked.add(page.number)
        return self._reader.read(page.number, page.height)


@dataclass(frozen=True, slots=True)
class _LongPaper:
    """A PDF of many pages.

    Attributes:
        path: the file; ``data`` its bytes.
        pages: how many it has.
    """

    path: Path
    data: bytes
    pages: int
    settings: Settings

    @classmethod
    def open(cls, path: Path, settings: Settings) -> _LongPaper | None:
        """The paper, or None where it is short or no PDF, has to be repaired or has too many pages.

        Raises:
            PaperError: it is a PDF that cannot be opened.
        """
        try:
            if page_ranges.allowed() < 2 and path.stat().st_size < page_ranges.MOST_PAGES * _LEAST_BYTES:
                return None
            data = path.read_bytes()
            if sniff.media_type(data[: sniff.SNIFF_BYTES], path) != sniff.PDF:
                return None
        except OSError:
            return None  # the ordinary way says what is wrong
        from ingest.readers import pdf

        pages = pdf.count_pages(data, path.name)
        long = page_ranges.processes_for(pages) > 1 or pages > page_ranges.MOST_PAGES
        return cls(path, data, pages, settings) if long and pages <= settings.max_pages else None

    def read(self) -> LayoutDocument | None:
        """The laid-out paper; None where it is to be read the ordinary way: its pages must be recognised, say."""
        processes = page_ranges.processes_for(self.pages)
        if processes > 1:
            with contextlib.suppress(page_ranges.ProcessLost):
                layout = page_ranges.run_together(self._work, processes)
                if layout is not None:
                    return layout
        return self._work(ALONE) if self.pages > page_ranges.MOST_PAGES else None

    def _work(self, processes: Together) -> LayoutDocument | None:
        """The part of one process; the first one, or the only one, ends with the paper."""
        from ingest.readers import pdf

        words_for_layout = _words_for_layout(load_vocabulary(self.settings.vocabulary))
        digest = pdf.digest_of(self.data)
        together = Windows(processes)
        second = _Second(SecondReader(self.path), sniff.PDF)
        whole: LayoutDocument | None = None
        made: list[Range] = []
        any_words = False
        for window in page_ranges.windows_of(self.pages):
            numbers = page_ranges.ranges_of(window, processes.count)[processes.place]
            layout = pdf.read_range(self.data, digest, self.path.name, self.settings, numbers)
            has_words = layout is not None and any(page.words for page in layout.pages)
            told = processes.share("read", (layout is not None, has_words))
            if layout is None or not all(sound for sound, _ in told):
                return None
            any_words = any_words or any(words for _, words in told)
            ranges = processes.gather(assemble_range(layout, *words_for_layout, second, together))
            made += ranges or []
            whole = whole or layout
            together.go_on()
        asked = processes.gather(len(second.asked))
        if asked is None or whole is None or not any_words:
            return None
        if len(asked) > 1 and sum(asked) > MAX_PAGES:
            return None  # one process knows when there were enough of them
        put_together(whole, made)
        return whole
