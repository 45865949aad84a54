"""Whatever the bytes, a reader gives a document or a paper error, and loses no word."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.errors import PaperError
from ingest.layout.document import Block, LayoutDocument, Word
from ingest.readers import read_paper
from ingest.readers.converted_text import read
from ingest.settings import Settings

# Pieces that the reader gives a meaning, put together at random.
PIECES = st.sampled_from(
    [
        "\t",
        "\n",
        "\n\n",
        "\x0c",
        "|",
        "|---|---|\n",
        "--\t--\n",
        "**",
        "****",
        "*",
        "_",
        "<ul>",
        "</ul>",
        "<li>",
        "• ",
        "- ",
        "<table>",
        "<tr><td>",
        "<td colspan=9999 rowspan=0>",
        "</table>",
        "<br>",
        "<p>",
        "&amp;",
        "&#xD800;",
        "# ",
        "1. ",
        "(a) ",
        "===\n",
        "Page 2 of 9\n",
        "7\n",
        "Ref.\tAction\tLead\n",
        "Ref. Act\tion\tLead\n",
        "\\",
        "![x](y)",
        "[a](https://b)",
        "<!-- page 2 -->\n",
        "+---+---+\n",
        "\ufeff",
        "\xad",
        "ﬁ",
        "\x00",
        "\x85",
        "Done. ",
        "going on ",
        "G",
        "12",
        "Ofste",
        "ed ",
        "o ",
        "<!DOCTYPE html>",
        "<html>",
        "é",
        "\u2028",
        "<nav>",
        "{3}---------\n",
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)
# Words that no rule takes for markup.
WORDS = st.text(alphabet="abcdefgh", min_size=1, max_size=6)


def words_of(document: LayoutDocument) -> list[Word]:
    found = [word for line in document.furniture for word in line.words]
    for part in document.body:
        if isinstance(part, Block):
            found.extend(part.label_words)
            found.extend(word for line in part.lines for word in line.words)
        else:
            found.extend(word for cell in part.cells for line in cell.lines for word in line.words)
    return found


def read_bytes(data: bytes, name: str) -> LayoutDocument | None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            return read_paper(path, Settings())
        except PaperError as error:
            assert name in str(error)
            return None


def check(document: LayoutDocument | None) -> None:
    if document is None:
        return
    page = document.pages[0]
    for word in words_of(document):
        assert word.text and not any(char.isspace() for char in word.text)
        assert word.line is not None and word.line >= 1
        assert 0 <= word.x0 < word.x1 <= page.width and 0 <= word.top < word.bottom <= page.height
    for part in document.body:
        if not isinstance(part, Block):
            positions = [
                (row, col)
                for cell in part.cells
                for row in range(cell.row, cell.row + cell.row_span)
                for col in range(cell.col, cell.col + cell.col_span)
            ]
            assert len(positions) == len(set(positions))
            assert all(row < part.n_rows and col < part.n_cols for row, col in positions)


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.html"]))
@settings(max_examples=150, deadline=None)
@example(b"<html>" + b"<div>" * 3000 + b"deep", "a.html")
@example(b"<table><tr><td>" * 60 + b"x", "a.html")
@example(b"<![foo", "a.html")
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    check(read_bytes(data, name))


@given(TEXTS, st.sampled_from(["", "<html><body>"]))
@settings(max_examples=300, deadline=None)
def test_any_mixture_of_marks_is_read_or_refused(text: str, front: str) -> None:
    check(read_bytes((front + text).encode("utf-8", "surrogatepass"), "a.md"))


@given(st.lists(st.lists(st.lists(WORDS, max_size=4), min_size=2, max_size=5), min_size=1, max_size=8), st.booleans())
@settings(max_examples=150, deadline=None)
def test_no_word_of_a_table_is_lost_or_doubled(rows: list[list[list[str]]], broken: bool) -> None:
    lines = ["\t".join(" ".join(cell) for cell in row) for row in rows]
    text = ("\n\nPSC7\n\n" if broken else "\n").join(lines)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_text(text)
        try:
            document = read(path, Settings())
        except PaperError:
            assert not text.split()
            return
    # A word cut between two cells is made whole, so letters are counted and not words.
    assert Counter("".join(word.text for word in words_of(document))) == Counter("".join(text.split()))
