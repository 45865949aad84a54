"""The format of a file, told from its bytes and never from its name alone."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from ingest.errors import DamagedPaper, EmptyPaper, EncryptedPaper, UnsupportedFile

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML = "text/html"
MARKDOWN = "text/markdown"
PLAIN = "text/plain"

# A PDF's header may stand anywhere in its first 1,024 bytes (ISO 32000, implementation note 13).
HEAD = 1024
# What is read from the front of a file to tell its format.
SNIFF_BYTES = 8192
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS_PDF = "Save it as PDF and convert that."
_CONVERT = "Convert it first with 'soffice --headless --convert-to docx {name}'."
# First bytes, what the file is, and what to do with it.
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "it is a PNG image", "Put the page images into a PDF ('img2pdf') and convert that."),
    (b"\xff\xd8\xff", "it is a JPEG image", "Put the page images into a PDF ('img2pdf') and convert that."),
    (b"II*\x00", "it is a TIFF image", "Put the page images into a PDF ('img2pdf') and convert that."),
    (b"MM\x00*", "it is a TIFF image", "Put the page images into a PDF ('img2pdf') and convert that."),
    (b"GIF8", "it is a GIF image", "Put the page images into a PDF ('img2pdf') and convert that."),
    (b"{\\rtf", "it is a rich text file (.rtf)", _CONVERT),
    (b"%!PS", "it is a PostScript file", "Turn it into a PDF ('ps2pdf') and convert that."),
    (b"\x1f\x8b", "it is a gzip archive", "Unpack it and give the papers in it."),
    (b"7z\xbc\xaf\x27\x1c", "it is a 7-Zip archive", "Unpack it and give the papers in it."),
    (b"Rar!\x1a\x07", "it is a RAR archive", "Unpack it and give the papers in it."),
)
# A member that only one kind of zip package has, and what that kind is.
_PACKAGES: tuple[tuple[str, str], ...] = (
    ("xl/workbook.xml", "it is an Excel workbook (.xlsx)"),
    ("xl/workbook.bin", "it is an Excel workbook (.xlsb)"),
    ("ppt/presentation.xml", "it is a PowerPoint presentation (.pptx)"),
)
_OPEN_DOCUMENTS: tuple[tuple[bytes, str, str], ...] = (
    (b"application/vnd.oasis.opendocument.text", "it is an OpenDocument text (.odt)", _CONVERT),
    (b"application/vnd.oasis.opendocument.spreadsheet", "it is an OpenDocument spreadsheet (.ods)", _SAVE_AS_PDF),
    (b"application/vnd.oasis.opendocument", "it is an OpenDocument file", _SAVE_AS_PDF),
    (b"application/epub+zip", "it is an e-book (.epub)", _SAVE_AS_PDF),
)
_HTML = re.compile(
    r"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|div|h[1-6]|title|meta|section"
    r"|article|main)\b",
    re.IGNORECASE | re.DOTALL,
)
_PAGE = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_TABLES = re.compile(r"<table\b.*?(?:</table\s*>|\Z)", re.IGNORECASE | re.DOTALL)
# A paragraph outside all tags: Markdown may begin with a table in HTML.
_BARE_PARAGRAPH = re.compile(r"\n[ \t]*\n[ \t]*[^<\s]")
# A result of our own, say: its words would make a paper that nobody wrote.
_JSON = re.compile(r"\A\s*(?:\[\s*)?\{\s*\"[^\"\n]*\"\s*:")
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_MARKDOWN_NAMES = frozenset({".md", ".markdown"})
# Control bytes that no text file holds, apart from tab, line feed, vertical tab, form feed, carriage return, escape.
_BINARY = bytes(code for code in range(0x20) if code not in (0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A, 0x1B))


def media_type(head: bytes, path: Path) -> str:
    """Tell the format of a file.

    Args:
        head: its first bytes, at least ``HEAD`` of them where it has as many.
        path: the file; opened again only where the head does not settle it (zip and OLE containers).

    Returns:
        The media type of a format that has a reader.

    Raises:
        EmptyPaper: the file has no bytes.
        EncryptedPaper: it is an Office file that wants a password.
        DamagedPaper: it is a zip package that cannot be opened.
        UnsupportedFile: it is of no format we read; the message names the one it is.
    """
    name = path.name
    if not head:
        raise EmptyPaper(name)
    if b"%PDF-" in head[:HEAD]:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _package(path)
    if head.startswith(b"PK\x05\x06"):
        raise EmptyPaper(name, "it is an empty zip archive")
    if head.startswith(_OLE):
        raise _compound(path)
    for magic, reason, advice in _MAGIC:
        if head.startswith(magic):
            raise UnsupportedFile(name, reason, advice.format(name=name))
    return _text(head, path)


def _package(path: Path) -> str:
    name = path.name
    try:
        with zipfile.ZipFile(path) as package:
            members = set(package.namelist())
            kind = package.read("mimetype")[:200] if "mimetype" in members else b""
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError, KeyError) as error:
        raise DamagedPaper(name, "it is a zip package (a Word file?) that is cut short or damaged") from error
    if "word/document.xml" in members:
        return DOCX
    for member, reason in _PACKAGES:
        if member in members:
            raise UnsupportedFile(name, reason, _SAVE_AS_PDF)
    for mime, reason, advice in _OPEN_DOCUMENTS:
        if kind.startswith(mime):
            raise UnsupportedFile(name, reason, advice.format(name=name))
    raise UnsupportedFile(name, "it is a zip archive", "Unpack it and give the papers in it.")


def _compound(path: Path) -> EncryptedPaper | UnsupportedFile:
    """What an OLE compound file is, by the names of its streams (UTF-16 in its directory)."""
    name, data = path.name, path.read_bytes()

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return EncryptedPaper(name, advice="Save a copy without a password in Word, and convert that.")
    if holds("WordDocument"):
        return UnsupportedFile(name, "it is a Word file of the old format (.doc)", _CONVERT.format(name=name))
    if holds("Workbook"):
        return UnsupportedFile(name, "it is an Excel workbook of the old format (.xls)", _SAVE_AS_PDF)
    if holds("PowerPoint Document"):
        return UnsupportedFile(name, "it is a PowerPoint presentation of the old format (.ppt)", _SAVE_AS_PDF)
    if holds("__substg1.0_"):
        return UnsupportedFile(name, "it is an Outlook message (.msg)", "Save the paper attached to it.")
    return UnsupportedFile(name, "it is an Office file of an old format", _SAVE_AS_PDF)


def _text(head: bytes, path: Path) -> str:
    if not head.startswith(_BYTE_ORDER_MARKS) and head.translate(None, _BINARY) != head:
        raise UnsupportedFile(path.name, "it is a binary file of no format that is read here")
    # Only ASCII matters here, so any encoding that keeps ASCII will do.
    wide = head.startswith(_BYTE_ORDER_MARKS[1:])
    words = head.decode("utf-16" if wide else "utf-8-sig", errors="ignore") if head else ""
    if _JSON.match(words):
        advice = "Give the paper itself; 'council-plans show' prints what 'convert' wrote."
        raise UnsupportedFile(path.name, "it is a JSON file", advice)
    if _HTML.match(words) and (_PAGE.search(words) or not _BARE_PARAGRAPH.search(_TABLES.sub("", words))):
        return HTML
    # Markdown is plain text: no byte tells the two apart, and both go to the same reader.
    return MARKDOWN if path.suffix.lower() in _MARKDOWN_NAMES else PLAIN
