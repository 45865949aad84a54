"""What ``speed.py`` measures, each in a process of its own: ``python benchmarks/readers.py NAME FILE ...``.

Prints one line of JSON: pages, processor seconds and wall seconds of the reading alone, seconds of loading what it
takes, peak memory in megabytes. A reader whose package is not installed says so.
"""

from __future__ import annotations

import contextlib
import gc
import inspect
import io
import json
import logging
import os
import resource
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

Read = Callable[[Path], object]


def council_plans() -> Read:
    """The whole job: PDF to validated JSON."""
    from ingest.batch.nursery import GC_THRESHOLDS
    from ingest.export.paper_json import to_bytes
    from ingest.pipeline import ingest_paper
    from ingest.readers import pdf  # noqa: F401 - loaded with the first paper otherwise
    from ingest.settings import Settings
    from ingest.vocabulary.loader import load_vocabulary

    settings = Settings(ocr="off")
    load_vocabulary()
    gc.collect()
    gc.set_threshold(*GC_THRESHOLDS)  # as in a worker
    gc.freeze()
    return lambda path: to_bytes(ingest_paper(path, settings))


def pdfium_boxes() -> Read:
    """PDFium's words with boxes, sizes, weights, colours and clips, and its lines, fills and tags: our reader alone."""
    from ingest.readers import pdf
    from ingest.settings import Settings

    settings = Settings(ocr="off")
    return lambda path: pdf.read(path, settings)


def pdfium_text() -> Read:
    """PDFium's text alone."""
    import pypdfium2

    def read(path: Path) -> None:
        with pypdfium2.PdfDocument(path) as document:
            for page in document:
                page.get_textpage().get_text_range()
                page.close()

    return read


def pdfplumber_words_and_tables() -> Read:
    """pdfplumber: ``extract_words`` and ``extract_tables``."""
    import pdfplumber

    def read(path: Path) -> None:
        with pdfplumber.open(path) as document:
            for page in document.pages:
                page.extract_words()
                page.extract_tables()
                page.close()

    return read


def _camelot(**options: Any) -> Read:
    import camelot

    return lambda path: camelot.read_pdf(str(path), pages="all", flavor="lattice", suppress_stdout=True, **options)


def camelot_lattice() -> Read:
    """Camelot: lattice, its default engine."""
    return _camelot()


def camelot_vector() -> Read:
    """Camelot: lattice, its vector engine."""
    from camelot.parsers import Lattice

    if "engine" not in inspect.signature(Lattice.__init__).parameters:
        raise ImportError("this Camelot has no vector engine")
    return _camelot(engine="vector")


def tablers_tables() -> Read:
    """tablers: tables with their text."""
    import tablers

    def read(path: Path) -> None:
        document = tablers.Document(str(path))
        for page in document.pages():
            tablers.find_tables(page, extract_text=True)
        document.close()

    return read


READERS: dict[str, Callable[[], Read]] = {
    make.__name__: make
    for make in (
        council_plans,
        pdfium_boxes,
        pdfium_text,
        pdfplumber_words_and_tables,
        camelot_lattice,
        camelot_vector,
        tablers_tables,
    )
}


def count_pages(papers: list[Path]) -> int:
    """Pages of all papers."""
    import pypdfium2

    total = 0
    for path in papers:
        with pypdfium2.PdfDocument(path) as document:
            total += len(document)
    return total


def measure(name: str, papers: list[Path]) -> dict[str, Any]:
    """Read the papers once with one reader."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    pages = count_pages(papers)
    try:
        started = time.process_time()
        with contextlib.redirect_stdout(io.StringIO()):
            read = READERS[name]()
        loaded = time.process_time()
        wall = time.perf_counter()
        for path in papers:
            with contextlib.redirect_stdout(io.StringIO()):
                read(path)
        wall = time.perf_counter() - wall
        cpu = time.process_time() - loaded
    except ImportError as error:
        return {"name": name, "missing": str(error)}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"name": name, "pages": pages, "cpu": cpu, "wall": wall, "load": loaded - started, "peak_mb": peak}


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    sys.stdout.write(json.dumps(measure(sys.argv[1], [Path(name) for name in sys.argv[2:]])) + "\n")
