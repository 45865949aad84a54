"""What every reader promises, whatever the format."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.errors import DamagedPaper, EmptyPaper, EncryptedPaper, PaperError, UnsupportedFile
from ingest.layout.document import Block, LayoutDocument, Line, Word
from ingest.readers import read_paper, sniff
from ingest.settings import Settings

TITLE = "Progress of the plan"
PARAGRAPHS = ["The Cabinet is asked to note it.", "The plan has three aims.", "Each aim has a lead officer."]


def make_text(path: Path) -> None:
    path.write_text("\n\n".join([TITLE, *PARAGRAPHS, "Ref\tAction\tLead\n1\tVisit\tJo Bloggs\n2\tWrite\tAl Green"]))


def make_markdown(path: Path) -> None:
    table = "| Ref | Action | Lead |\n|---|---|---|\n| 1 | Visit | Jo Bloggs |\n| 2 | Write | Al Green |\n"
    path.write_text("\n\n".join([f"# {TITLE}", *PARAGRAPHS, table]))


def make_html(path: Path) -> None:
    rows = [["Ref", "Action", "Lead"], ["1", "Visit", "Jo Bloggs"], ["2", "Write", "Al Green"]]
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    paragraphs = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    path.write_text(f"<html><body><h1>{TITLE}</h1>{paragraphs}<table>{table}</table></body></html>")


def make_docx(path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading(TITLE, 1)
    for text in PARAGRAPHS:
        document.add_paragraph(text)
    rows = [["Ref", "Action", "Lead"], ["1", "Visit", "Jo Bloggs"], ["2", "Write", "Al Green"]]
    table = document.add_table(rows=0, cols=3, style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(path))


def make_pdf(path: Path) -> None:
    """One page of lines with a table's words, written by hand so that no other library is wanted."""
    lines = [TITLE, *PARAGRAPHS, "Ref Action Lead", "1 Visit Jo Bloggs", "2 Write Al Green"]
    shown = "".join(f"1 0 0 1 72 {760 - 30 * at} Tm ({line}) Tj " for at, line in enumerate(lines))
    stream = f"BT /F1 11 Tf {shown}ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    start = len(out)
    out += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    path.write_text(f"{out}startxref\n{start}\n%%EOF\n")


MAKERS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "pdf": (sniff.PDF, make_pdf),
    "docx": (sniff.DOCX, make_docx),
    "html": (sniff.HTML, make_html),
    "md": (sniff.MARKDOWN, make_markdown),
    "txt": (sniff.PLAIN, make_text),
}
EXPECTED = " ".join([TITLE, *PARAGRAPHS, "Ref Action Lead 1 Visit Jo Bloggs 2 Write Al Green"]).split()


@pytest.fixture(params=sorted(MAKERS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def paper(kind: str, tmp_path: Path) -> Path:
    path = tmp_path / f"paper.{kind}"
    MAKERS[kind][1](path)
    return path


@pytest.fixture
def document(paper: Path) -> LayoutDocument:
    return read_paper(paper, Settings())


def body_lines(document: LayoutDocument) -> Iterator[Line]:
    for part in document.body:
        if isinstance(part, Block):
            yield from part.lines
        else:
            for cell in part.cells:
                yield from cell.lines


def every_word(document: LayoutDocument) -> list[Word]:
    found = {id(word): word for page in document.pages for word in page.words}
    found.update((id(word), word) for line in body_lines(document) for word in line.words)
    found.update((id(word), word) for line in document.furniture for word in line.words)
    return list(found.values())


def test_the_file_is_described(kind: str, paper: Path, document: LayoutDocument) -> None:
    assert document.name == paper.name
    assert document.sha256 == hashlib.sha256(paper.read_bytes()).hexdigest()
    assert document.media_type == MAKERS[kind][0]


def test_pages_are_counted_or_said_to_be_unknown(kind: str, document: LayoutDocument) -> None:
    assert document.page_count == (1 if kind == "pdf" else None)
    assert [page.number for page in document.pages] == [1]


def test_words_stand_in_reading_order(document: LayoutDocument) -> None:
    words = [word.text for line in body_lines(document) for word in line.words] or [
        word.text for page in document.pages for word in page.words
    ]
    assert words == EXPECTED


def test_a_reader_fills_the_body_or_leaves_it_whole(document: LayoutDocument) -> None:
    assert bool(document.body) == document.given


def test_words_are_words(document: LayoutDocument) -> None:
    words = every_word(document)
    assert words
    assert all(word.text and not any(char.isspace() for char in word.text) for word in words)


def test_words_have_one_place(kind: str, document: LayoutDocument) -> None:
    for word in every_word(document):
        if kind == "pdf":
            assert word.page == 1 and word.line is None
        else:
            assert word.page is None and word.line is not None and word.line >= 1


def test_words_stand_inside_the_page(document: LayoutDocument) -> None:
    page = document.pages[0]
    for word in every_word(document):
        assert 0 <= word.x0 < word.x1 <= page.width
        assert 0 <= word.top < word.bottom <= page.height


def test_lines_run_left_to_right_and_do_not_overlap(document: LayoutDocument) -> None:
    for line in body_lines(document):
        for left, right in zip(line.words, line.words[1:], strict=False):
            assert left.x1 < right.x0


def test_tables_have_cells_inside_their_grid(document: LayoutDocument) -> None:
    for part in document.body:
        if isinstance(part, Block):
            continue
        for cell in part.cells:
            assert cell.row >= 0 and cell.row + cell.row_span <= part.n_rows
            assert cell.col >= 0 and cell.col + cell.col_span <= part.n_cols
        assert all(cell is not None for row in part.rows() for cell in row)


def test_the_same_file_reads_the_same_twice(paper: Path, document: LayoutDocument) -> None:
    assert read_paper(paper, Settings()) == document


def test_the_name_does_not_matter(kind: str, paper: Path, document: LayoutDocument) -> None:
    if kind == "md":
        pytest.skip("Markdown has no bytes of its own; its name says it")
    other = paper.with_name("renamed.bin")
    paper.rename(other)
    again = read_paper(other, Settings())
    assert (again.media_type, again.body, again.pages) == (document.media_type, document.body, document.pages)


def test_the_file_is_closed(paper: Path) -> None:
    folder = Path("/proc/self/fd")
    if not folder.is_dir():
        pytest.skip("open files are counted in /proc")
    read_paper(paper, Settings())
    opened = [os.readlink(entry) for entry in folder.iterdir() if entry.is_symlink() and entry.exists()]  # noqa: PTH115
    assert str(paper) not in opened


def test_an_empty_file_is_an_empty_paper(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"paper.{kind}"
    path.write_bytes(b"")
    with pytest.raises(EmptyPaper, match=rf"paper\.{kind}"):
        read_paper(path, Settings())


def test_a_file_cut_short_is_read_or_refused(kind: str, paper: Path) -> None:
    data = paper.read_bytes()
    for share in (0.1, 0.5, 0.9):
        paper.write_bytes(data[: int(len(data) * share)])
        try:
            document = read_paper(paper, Settings())
        except PaperError as error:
            assert str(error).startswith(f"paper.{kind}: ")
        else:
            # What is left is read; where nothing is, the reader says that it mended the file.
            assert document.diagnostics or {word.text for word in every_word(document)} & set(EXPECTED)


def test_a_damaged_package_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "paper.docx"
    make_docx(path)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(DamagedPaper):
        read_paper(path, Settings())


def test_an_encrypted_office_file_wants_a_password(tmp_path: Path) -> None:
    path = tmp_path / "paper.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(EncryptedPaper, match="password"):
        read_paper(path, Settings())


def test_an_encrypted_pdf_wants_a_password(tmp_path: Path) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    plain, locked = tmp_path / "plain.pdf", tmp_path / "locked.pdf"
    make_pdf(plain)
    with pikepdf.open(plain) as opened:
        opened.save(locked, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(EncryptedPaper, match=r"locked\.pdf"):
        read_paper(locked, Settings())


def test_a_picture_is_refused_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(UnsupportedFile, match="PNG image"):
        read_paper(path, Settings())
