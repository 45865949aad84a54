"""From a file to a laid-out paper, in one process or, where the paper is long, in several."""

from __future__ import annotations

from pathlib import Path

from ingest import page_ranges
from ingest.layout.aligned import SecondReading
from ingest.layout.assemble import assemble
from ingest.layout.document import LayoutDocument, Page
from ingest.layout.grid import Grid
from ingest.layout.together import ALONE, Together
from ingest.normalise.headings import map_heading
from ingest.readers import read_paper, sniff
from ingest.readers.second_reading import MAX_PAGES, SecondReader
from ingest.settings import Settings
from ingest.vocabulary.loader import Vocabulary, load_vocabulary

_FURNITURE_PATTERNS = ("page_number", "pack_number")
# A table without lines is taken where its headings are known words, not merely like some.
_SURE_HEADING = 0.95
_FURNITURE_WORDS = ("watermark", "marking")


def read_layout(path: Path, settings: Settings) -> LayoutDocument:
    """Read a paper and lay it out: pages, blocks and tables in reading order.

    Raises:
        PaperError: nothing can be read.
    """
    shared = _read_shared(path, settings) if page_ranges.allowed() > 1 else None
    if shared is not None:
        return shared
    layout = read_paper(path, settings)
    return lay_out(layout, load_vocabulary(settings.vocabulary), _Second(path, layout))


def lay_out(
    layout: LayoutDocument, vocabulary: Vocabulary, second: SecondReading | None = None, together: Together = ALONE
) -> LayoutDocument:
    """Complete a layout document that a reader left; changed in place (see ``layout.assemble``)."""
    patterns = {group: vocabulary.patterns("furniture", group) for group in _FURNITURE_PATTERNS}
    words = {group: vocabulary.words("furniture", group) for group in _FURNITURE_WORDS}

    def is_heading(text: str) -> bool:
        return map_heading(text, vocabulary).score >= _SURE_HEADING

    return assemble(layout, patterns, words, is_heading, second, together)


class _Second:
    """The second reading of a paper's pages.

    Attributes:
        asked: numbers of the pages that were read again.
    """

    def __init__(self, path: Path, layout: LayoutDocument) -> None:
        self._reader = SecondReader(path)
        self._is_pdf = layout.media_type == sniff.PDF
        self.asked: set[int] = set()

    def __call__(self, page: Page) -> list[Grid]:
        if not self._is_pdf or page.text_layer != "digital" or page.turn:
            return []
        self.asked.add(page.number)
        return self._reader.read(page.number, page.height)


def _read_shared(path: Path, settings: Settings) -> LayoutDocument | None:
    """Read and lay out a long PDF in as many processes as are allowed.

    Returns:
        The laid-out paper; None where it is to be read by one process: it is short or no PDF, its pages must be
        recognised, it has to be repaired, it wants more second readings than one paper may have, or a process failed.

    Raises:
        PaperError: nothing can be read.
    """
    try:
        data = path.read_bytes()
        if sniff.media_type(data[: sniff.SNIFF_BYTES], path) != sniff.PDF:
            return None
    except OSError:
        return None  # the ordinary way says what is wrong
    from ingest.readers import pdf

    pages = pdf.count_pages(data, path.name)
    processes = page_ranges.processes_for(pages)
    if processes < 2 or pages > settings.max_pages:
        return None
    vocabulary = load_vocabulary(settings.vocabulary)
    ranges = page_ranges.ranges_of(pages, processes)

    def work(together: Together) -> LayoutDocument | None:
        layout = pdf.read_range(data, path.name, settings, ranges[together.place])
        has_words = layout is not None and any(page.words for page in layout.pages)
        told = together.share((layout is not None, has_words))
        if layout is None or not all(sound for sound, _ in told) or not any(words for _, words in told):
            return None
        second = _Second(path, layout)
        lay_out(layout, vocabulary, second, together)
        asked = together.gather(len(second.asked))
        return layout if asked is not None and sum(asked) <= MAX_PAGES else None

    try:
        return page_ranges.run_together(work, processes)
    except page_ranges.ProcessLost:
        return None
