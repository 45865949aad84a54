"""Readers: the only place that knows file formats and their libraries.

Each reader is a module with ``MEDIA_TYPES`` and ``read(path, settings) -> LayoutDocument``, which raises a
``PaperError`` when nothing can be read. Readers are imported when a file wants them: their libraries are heavy.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import cast

from ingest.errors import UnreadableFile
from ingest.layout.document import LayoutDocument
from ingest.readers import sniff
from ingest.settings import Settings

# Media type to the module that reads it; a contract test holds it against each module's MEDIA_TYPES.
READERS: dict[str, str] = {
    sniff.PDF: "ingest.readers.pdf",
    sniff.DOCX: "ingest.readers.docx",
    sniff.HTML: "ingest.readers.converted_text",
    sniff.MARKDOWN: "ingest.readers.converted_text",
    sniff.PLAIN: "ingest.readers.converted_text",
}


def read_paper(path: Path, settings: Settings) -> LayoutDocument:
    """Read a paper with the reader of its format.

    Raises:
        UnreadableFile: the file system does not give the file.
        PaperError: no reader takes the format, or the reader can make nothing of the file.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(sniff.SNIFF_BYTES)
        reader = import_module(READERS[sniff.media_type(head, path)])
        return cast(LayoutDocument, reader.read(path, settings))
    except OSError as error:
        raise UnreadableFile(path.name, f"the file cannot be opened ({error.strerror or error})") from error
