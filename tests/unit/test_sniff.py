"""The format is told from the bytes, and a file that is not read is called what it is."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ingest.errors import DamagedPaper, EmptyPaper, EncryptedPaper, PaperError, UnreadableFile, UnsupportedFile
from ingest.readers import READERS, read_paper, sniff
from ingest.settings import Settings

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def told(tmp_path: Path, name: str, data: bytes) -> str:
    path = tmp_path / name
    path.write_bytes(data)
    return sniff.media_type(data[: sniff.SNIFF_BYTES], path)


def package(path: Path, *members: str, mimetype: str = "") -> bytes:
    with zipfile.ZipFile(path, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for member in members:
            archive.writestr(member, "<x/>")
    return path.read_bytes()


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.pdf", b"%PDF-1.7\n", sniff.PDF),
        ("a.txt", b"%PDF-1.7\n", sniff.PDF),
        ("a.pdf", b"junk from a mail server\r\n" * 20 + b"%PDF-1.4\n", sniff.PDF),
        ("a.pdf", b"<!DOCTYPE html><html><body>404</body></html>", sniff.HTML),
        ("a.txt", b"\n <!-- saved --> <HTML lang=en>", sniff.HTML),
        ("a.html", b"Report of the Director\n", sniff.PLAIN),
        ("a.txt", b"a < b <html", sniff.PLAIN),
        ("a.md", b"# Report\n", sniff.MARKDOWN),
        ("a.md", b"<table><tr><td>x</td></tr></table>", sniff.HTML),
        ("a", "£1m für".encode("cp1252"), sniff.PLAIN),
        ("a.txt", "\ufeffReport".encode("utf-16-le"), sniff.PLAIN),
    ],
)
def test_the_bytes_decide_not_the_name(tmp_path: Path, name: str, data: bytes, expected: str) -> None:
    assert told(tmp_path, name, data) == expected


def test_a_word_file_is_known_by_its_main_part(tmp_path: Path) -> None:
    data = package(tmp_path / "x.zip", "word/document.xml")
    assert told(tmp_path, "paper.pdf", data) == sniff.DOCX


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"\x89PNG\r\n\x1a\n....", "PNG image"),
        (b"\xff\xd8\xff\xe0....", "JPEG image"),
        (b"{\\rtf1\\ansi", ".rtf"),
        (b"%!PS-Adobe-3.0", "PostScript"),
        (b"\x7fELF\x00\x01\x02", "binary"),
        (OLE + "WordDocument".encode("utf-16-le"), ".doc"),
        (OLE + "Workbook".encode("utf-16-le"), ".xls"),
        (OLE, "old format"),
    ],
)
def test_what_is_not_read_is_named(tmp_path: Path, data: bytes, named: str) -> None:
    with pytest.raises(UnsupportedFile, match=named.replace(".", r"\.")) as caught:
        told(tmp_path, "paper.pdf", data)
    assert str(caught.value).startswith("paper.pdf: it is a")


def test_an_old_word_file_is_sent_to_libreoffice_by_name(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFile) as caught:
        told(tmp_path, "minutes 2009.doc", OLE + "WordDocument".encode("utf-16-le"))
    assert "soffice --headless --convert-to docx minutes 2009.doc" in str(caught.value)


@pytest.mark.parametrize(
    ("members", "mimetype", "named"),
    [
        (["xl/workbook.xml"], "", "Excel"),
        (["ppt/presentation.xml"], "", "PowerPoint"),
        (["content.xml"], "application/vnd.oasis.opendocument.text", "OpenDocument text"),
        (["a.pdf"], "", "zip archive"),
    ],
)
def test_other_packages_are_named(tmp_path: Path, members: list[str], mimetype: str, named: str) -> None:
    data = package(tmp_path / "x.zip", *members, mimetype=mimetype)
    with pytest.raises(UnsupportedFile, match=named):
        told(tmp_path, "paper.docx", data)


def test_an_encrypted_word_file_wants_a_password(tmp_path: Path) -> None:
    with pytest.raises(EncryptedPaper):
        told(tmp_path, "paper.docx", OLE + "EncryptedPackage".encode("utf-16-le"))


def test_a_word_file_cut_short_is_damaged(tmp_path: Path) -> None:
    data = package(tmp_path / "x.zip", "word/document.xml")
    with pytest.raises(DamagedPaper):
        told(tmp_path, "paper.docx", data[:40])


def test_no_bytes_are_an_empty_paper(tmp_path: Path) -> None:
    with pytest.raises(EmptyPaper):
        told(tmp_path, "paper.pdf", b"")


def test_a_missing_file_and_a_folder_are_paper_errors(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.pdf", tmp_path):
        with pytest.raises(UnreadableFile):
            read_paper(path, Settings())


def test_every_unreadable_file_raises_a_paper_error_only(tmp_path: Path) -> None:
    for index, data in enumerate([b"", b"PK\x03\x04", b"PK\x05\x06", OLE, b"\x00", b"%PDF-", b"<html>", b" \n"]):
        path = tmp_path / f"{index}.bin"
        path.write_bytes(data)
        with pytest.raises(PaperError):
            read_paper(path, Settings())


def test_each_media_type_has_a_reader_that_claims_it() -> None:
    from importlib import import_module

    for media_type, module in READERS.items():
        assert media_type in import_module(module).MEDIA_TYPES
