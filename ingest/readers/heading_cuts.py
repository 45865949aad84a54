"""Headings of tables that a converter cut in different ways on different pages are cut in one way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import Indel

from ingest.readers.given import Grid
from ingest.readers.text_tables import Cells, Matrix, Row, join_cells
from ingest.readers.tokens import Paragraph, Token, is_label

# Headings this similar are one heading that a converter cut in different ways.
SAME_HEADING = 0.93
_REF = re.compile(r"[A-Z]{0,4}\d{1,3}(?:\.\d{1,3})*[.)]?|[A-Z]{1,4}[./-]?\d{1,3}[.)]?")


def fold(text: str) -> str:
    """Letters and digits alone, case folded."""
    return "".join(char for char in text.casefold() if char.isalnum())


def align_headings(parts: Sequence[Paragraph | Matrix | Grid]) -> None:
    """Give tables whose headings have the same letters the same columns.

    A converter finds the columns of each page anew: "Ref. | Ofsted Recommendation" comes out as one column on
    another page, or cut inside a word. The cut met most often is the right one; the first among equals.
    """
    groups: dict[str, list[Matrix]] = {}
    for part in parts:
        if isinstance(part, Matrix) and part.heading is not None:
            letters = "".join(names_of(part.heading))
            # A converter that cuts a word in two may print the letter at the cut twice, or lose it.
            known = next((name for name in groups if alike(name, letters)), letters)
            groups.setdefault(known, []).append(part)
    for group in groups.values():
        cuts = Counter(_cut(matrix) for matrix in group)
        best = max(cuts, key=lambda cut: (cuts[cut], len(cut)))
        model = next(m.rows[0] for m in group if _cut(m) == best)
        for matrix in group:
            if _cut(matrix) != best:
                _realign(matrix, model)


def alike(one: str, other: str) -> bool:
    """Whether two folded headings are equal but for a letter lost or doubled at a cut."""
    return one == other or (bool(one and other) and Indel.normalized_similarity(one, other) >= SAME_HEADING)


def names_of(row: Row) -> list[str]:
    """The folded words of each cell of a row."""
    return [fold(row.text(col)) for col in range(len(row.cells))]


def _cut(matrix: Matrix) -> tuple[int, ...]:
    return tuple(len(text) for text in names_of(matrix.rows[0]))


def _components(names: list[str], model: list[str]) -> list[tuple[list[int], list[int]]]:
    """Smallest groups of neighbouring columns that hold the same letters under both cuts."""
    if "".join(names) != "".join(model):
        return _unlike(names, model)
    old, new = [len(name) for name in names], [len(name) for name in model]
    out: list[tuple[list[int], list[int]]] = []
    i = j = 0
    while i < len(old) or j < len(new):
        left, right = [i] if i < len(old) else [], [j] if j < len(new) else []
        a = old[i] if left else 0
        b = new[j] if right else 0
        i, j = i + len(left), j + len(right)
        while a != b:
            if a < b and i < len(old):
                a, i = a + old[i], i + 1
                left.append(i - 1)
            elif b < a and j < len(new):
                b, j = b + new[j], j + 1
                right.append(j - 1)
            else:
                break
        out.append((left, right))
    return out


def _unlike(names: list[str], model: list[str]) -> list[tuple[list[int], list[int]]]:
    """The same where letters differ: columns of equal headings at both ends, and one group of all between."""
    front = 0
    while front < min(len(names), len(model)) and names[front] == model[front]:
        front += 1
    back = 0
    while back < min(len(names), len(model)) - front and names[-1 - back] == model[-1 - back]:
        back += 1
    middle = (list(range(front, len(names) - back)), list(range(front, len(model) - back)))
    shift = len(model) - len(names)
    tail = range(len(names) - back, len(names))
    return [*(([at], [at]) for at in range(front)), middle, *(([at], [at + shift]) for at in tail)]


def _realign(matrix: Matrix, heading: Row) -> None:
    names, model = names_of(matrix.rows[0]), names_of(heading)
    components = _components(names, model)
    cut = tuple(len(name) for name in model)
    same = "".join(names) == "".join(model)
    for index, row in enumerate(matrix.rows):
        cells: list[list[Paragraph]] = [[] for _ in cut]
        for left, right in components:
            old = [row.cells[col] for col in left]
            if not right:
                # More columns than headings: their words stay with the column before.
                cells[-1].extend(paragraph for cell in old for paragraph in cell)
            elif len(left) == len(right) == 1:
                cells[right[0]] = old[0]
            elif index < matrix.header_rows and same:
                _deal_heading(old, cells, right, cut)
            elif index == 0:
                _copy_heading(old, cells, right, heading)
            else:
                _deal_words(old, cells, right)
        row.cells = cells


def _deal_heading(old: Cells, cells: Cells, right: list[int], cut: tuple[int, ...]) -> None:
    """Deal the words of headings to columns by their letters; a word cut by the old columns is made whole."""
    words = join_cells(old)
    for col in right:
        wanted, taken = cut[col], list[Token]()
        while words and wanted > 0:
            word = words.pop(0)
            letters = len(fold(word.text))
            if letters > wanted:
                at = _letters_in(word.text, wanted)
                taken.append(replace(word, text=word.text[:at]))
                words.insert(0, replace(word, text=word.text[at:]))
                break
            taken.append(word)
            wanted -= letters
        cells[col] = [Paragraph([_glue_fragments(taken, old)])] if taken else []
    if words:
        cells[right[-1]].append(Paragraph([words]))


def _copy_heading(old: Cells, cells: Cells, right: list[int], heading: Row) -> None:
    """Letters were lost or doubled at the cut: the same heading, whole elsewhere in the paper, says what it was."""
    words = join_cells(old)
    for col in right:
        tokens = join_cells([heading.cells[col]])
        line = words[0].line if words else 1
        cells[col] = [Paragraph([[replace(token, line=line) for token in tokens]])] if tokens else []


def _letters_in(text: str, count: int) -> int:
    for at, char in enumerate(text):
        count -= char.isalnum()
        if count == 0:
            return at + 1
    return len(text)


def _glue_fragments(tokens: list[Token], old: Cells) -> list[Token]:
    """Glue two words where the old columns parted them and the second begins in lower case."""
    firsts = {id(cell[0].tokens()[0]) for cell in old[1:] if cell}
    out: list[Token] = []
    for token in tokens:
        if out and id(token) in firsts and token.text[0].islower() and out[-1].text[-1].isalpha():
            out[-1] = replace(out[-1], text=out[-1].text + token.text)
        else:
            out.append(token)
    return out


def _deal_words(old: Cells, cells: Cells, right: list[int]) -> None:
    """Deal data cells: a reference at the front is the first column's, all else the last column's."""
    joined = [paragraph for cell in old for paragraph in cell]
    first = joined[0] if joined else None
    if first is not None and len(right) > 1 and not first.label and first.lines:
        front = first.lines[0][0]
        if is_label(front.text) or _REF.fullmatch(front.text):
            cells[right[0]] = [Paragraph([[front]])]
            rest = [line for line in [first.lines[0][1:], *first.lines[1:]] if line]
            joined = ([replace(first, lines=rest)] if rest else []) + joined[1:]
    for paragraph in joined[1:]:
        paragraph.goes_on = paragraph.goes_on or not paragraph.label
    cells[right[-1]] = joined
