"""Running text of text files into paragraphs, list entries and headings."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import groupby

from ingest.readers.given import Grid, Item
from ingest.readers.inline import runs_of
from ingest.readers.text_lines import TextLine
from ingest.readers.tokens import BULLETS, Paragraph, Token, cut_at_bullets, is_bullet, lines_of_runs, take_label

_HASHES = re.compile(r"\s{0,3}(#{1,6})\s+(?P<text>.*?)\s*#*\s*\Z")
_UNDERLINE = re.compile(r"\s*(=|-){3,}\s*\Z")
_BULLET = re.compile(r"(?P<indent>\s*)(?P<sign>[-*+–—" + BULLETS + r"])\s+(?=\S)")
_LABEL_START = re.compile(
    r"\s*(?:\*\*|__)?(?:\(?\d{1,3}(?:\.\d{1,3}){0,4}[.)]\s|\d{1,3}(?:\.\d{1,3}){1,4}\s|\(?[a-z]{1,4}\)\s?\S|\([ivxlc]+\)\s)"
)
_LETTER_L = re.compile(r"\(?[I1|][.)]{1,2}")
_QUOTE = re.compile(r"\s{0,3}(?:>\s?)+")
# A paragraph that goes on after a page break is at least this long, and so is no heading.
LONG = 50
# A file that marks so many headings marks all of them.
MARKED_HEADINGS = 3
# Headings by form: this short, and the words behind them at least that many.
HEADING_WORDS = 14
BODY_WORDS = 9
# A text without a full stop at its end is longer, for entries of a list have none.
LONG_BODY_WORDS = 20
# A heading above the stem of a list ("Members are asked to:") is shorter still.
STEM_HEADING_WORDS = 5
_END = re.compile(r"[.,;:!?]['\"”’)]*\Z")
_NO_HEADING = re.compile(r"[@\t]|https?:|www\.|\d{5,}|:\s|\(?\d{3,5}\)?\s\d{5,}")

_DATE = re.compile(r"(?:[A-Z][a-z]+day,?\s+)?\d{1,2}(?:st|nd|rd|th)?\s+[A-Za-z]{3,9},?\s+(?:19|20)\d\d", re.IGNORECASE)
_VALUE = re.compile(r"(?:\S+\s){0,3}\S+:\s")


def read_paragraphs(lines: list[TextLine]) -> list[Paragraph]:
    """Paragraphs of a run of lines without tables."""
    out: list[Paragraph] = []
    indents: list[int] = []
    group: list[TextLine] = []

    def close() -> None:
        nonlocal indents
        if group:
            made, indents = _paragraph(group, indents)
            out.extend(made)
            group.clear()

    for line in _bold_breaks(lines):
        text = line.text.strip()
        if not text:
            close()
        elif _UNDERLINE.match(text) and (not group or len(text) > 2):
            # Dashes under one line make it a heading, alone they are a rule across the page.
            if len(group) == 1 and not _starts_entry(group[0].text):
                group[0] = replace(group[0], text=("# " if text[0] == "=" else "## ") + group[0].text.strip())
            close()
        elif _HASHES.match(line.text):
            close()
            group.append(line)
            close()
        else:
            if group and (_starts_entry(line.text) or _broken_on_purpose(group, line)):
                close()
            group.append(line)
    close()
    return out


def _bold_breaks(lines: list[TextLine]) -> list[TextLine]:
    """Part bold paragraphs that the converter ran together ("**one****two**")."""
    out: list[TextLine] = []
    for line in lines:
        text = _QUOTE.sub("", line.text) if line.text.lstrip().startswith(">") else line.text
        pieces = re.split(r"(?<=\S)\*{4}(?=\S)", text)
        for index, piece in enumerate(pieces):
            if index:
                out.append(TextLine(line.number, line.page, ""))
            before, after = "**" if index else "", "**" if index + 1 < len(pieces) else ""
            out.append(TextLine(line.number, line.page, before + piece + after))
    return _bold_lines(out)


def _bold_lines(lines: list[TextLine]) -> list[TextLine]:
    """Markers round several lines are put round each of them, for a line may become a paragraph of its own."""
    out: list[TextLine] = []
    for blank, group in groupby(lines, key=lambda line: not line.text.strip()):
        members = list(group)
        if not blank and sum(line.text.count("**") for line in members) % 2 == 0:
            is_open = False
            for index, line in enumerate(members):
                before = "**" if is_open else ""
                is_open ^= line.text.count("**") % 2 == 1
                after = "**" if is_open else ""
                members[index] = replace(line, text=before + line.text.strip() + after) if before + after else line
        out.extend(members)
    return out


def _starts_entry(text: str) -> bool:
    return bool(_BULLET.match(text) or _LABEL_START.match(text))


def _broken_on_purpose(group: list[TextLine], line: TextLine) -> bool:
    """Whether the line break was meant: a date stands alone, or the next word would have fitted on the line above."""
    if _DATE.fullmatch(line.text.strip("* ")) or _DATE.fullmatch(group[-1].text.strip("* ")):
        return True
    width = max(len(part.text.strip()) for part in [*group, line])
    first = line.text.split(maxsplit=1)[0]
    return len(group[-1].text.strip()) + 1 + len(first) <= width


def _paragraph(group: list[TextLine], indents: list[int]) -> tuple[list[Paragraph], list[int]]:
    """One paragraph from its lines, and the indents of the list it stands in."""
    page = group[0].page
    heading = _HASHES.match(group[0].text)
    if heading:
        tokens = lines_of_runs(runs_of([(group[0].number, heading["text"])]))
        if not tokens:
            return [], []
        label, tokens[0] = take_label(tokens[0])
        return [Paragraph(tokens, label, 0, len(heading[1]), page)], []
    lines = [(line.number, line.text) for line in group]
    bullet = _BULLET.match(group[0].text)
    level = 0
    if bullet:
        lines[0] = (lines[0][0], group[0].text[bullet.end() :])
        width = len(bullet["indent"].expandtabs(4))
        indents = [indent for indent in indents if indent < width]
        level = len(indents)
        indents = [*indents, width]
    tokens = lines_of_runs(runs_of(lines))
    if not tokens:
        return [], indents
    label, tokens[0] = take_label(tokens[0])
    if bullet and not label:
        label = [Token(bullet["sign"], group[0].number)]
    # A paragraph between two entries, such as an answer, does not end their list.
    return cut_at_bullets(Paragraph(tokens, label, level, 0, page)), indents


def join_cut_paragraphs(items: list[Item]) -> list[Item]:
    """Join paragraphs that a page break cut: the first does not end, the second begins in lower case."""
    out: list[Item] = []
    for item in items:
        above = out[-1] if out else None
        if isinstance(item, Paragraph) and isinstance(above, Paragraph) and _goes_on(above, item):
            above.lines = [*above.lines[:-1], above.lines[-1] + item.lines[0], *item.lines[1:]]
        else:
            out.append(item)
    return out


def _goes_on(above: Paragraph, below: Paragraph) -> bool:
    text = above.body
    return (
        not below.label
        and not above.heading
        and not below.heading
        and len(text) >= LONG
        and (text[-1].isalnum() or text[-1] in ",-–")
        and below.body[:1].islower()
    )


def mend_letters(items: list[Item]) -> None:
    """An entry "I)" or "1)" between "k)" and "m)" is "l)": recognisers read the letter so."""
    labels = [item.label[0].text if isinstance(item, Paragraph) and item.label else "" for item in items]
    listed = [index for index, label in enumerate(labels) if label]
    for before, here, after in zip(listed, listed[1:], [*listed[2:], -1], strict=False):
        form = labels[here].replace("I", "l").replace("1", "l").replace("|", "l")
        between = labels[before] == form.replace("l", "k") and (after < 0 or labels[after] == form.replace("l", "m"))
        item = items[here]
        if between and _LETTER_L.fullmatch(labels[here]) and isinstance(item, Paragraph):
            item.label = [replace(item.label[0], text=form)]


def label_capitals(items: list[Item]) -> None:
    """Paragraphs that begin "A.", "B.", "C." one after the other are a list; alone such a letter is an initial."""
    fronts = [_capital(item) for item in items]
    for index, front in enumerate(fronts):
        before, after = fronts[index - 1] if index else "", fronts[index + 1] if index + 1 < len(fronts) else ""
        item = items[index]
        listed = front and (chr(ord(front) + 1) == after or (before and chr(ord(before) + 1) == front))
        if listed and isinstance(item, Paragraph):
            item.label, item.lines[0] = item.lines[0][:1], item.lines[0][1:]


def _capital(item: Item) -> str:
    """The letter that opens a paragraph without a number ("B. Agree to ..."), or nothing."""
    if not isinstance(item, Paragraph) or not item.lines or len(item.lines[0]) < 2:
        return ""
    if item.label and not is_bullet(item.label[0].text):
        return ""
    first = item.lines[0][0].text
    return first[0] if len(first) == 2 and first[1] == "." and "A" <= first[0] <= "Z" else ""


def mark_headings(items: list[Item], is_label: Callable[[str], bool] | None = None) -> None:
    """Find the headings that nothing names: lines in capitals or bold, and short lines above longer text.

    Args:
        items: the items; headings found get their level.
        is_label: tells words that papers use as labels; given where the format keeps no looks, and then a short
            line above longer text is enough for a heading too.
    """
    told = sum(isinstance(item, Paragraph) and item.heading > 0 for item in items)
    if is_label is not None and told < MARKED_HEADINGS:
        _mark_head(items, is_label)
    for index, item in enumerate(items):
        if isinstance(item, Paragraph) and not item.heading and not item.side and item.lines:
            item.heading = _heading_by_looks(item)
            after = items[index + 1] if index + 1 < len(items) else None
            if not item.heading and is_label is not None:
                known = not item.label and len(item.lines) == 1 and item.body[-1] != ":" and is_label(item.body)
                titled = isinstance(after, Paragraph) and (after.heading > 0 or is_label(after.body))
                formed = told < MARKED_HEADINGS and not titled and _is_heading_by_form(item, after)
                item.heading = 2 if known or formed else 0


def _mark_head(items: list[Item], is_label: Callable[[str], bool]) -> None:
    """The short lines that open a paper are its head (council, committee, title), large or bold on the page."""
    opening: list[Paragraph] = []
    for item in items:
        plain = isinstance(item, Paragraph) and not item.label and not item.heading and len(item.lines) == 1
        if not isinstance(item, Paragraph) or not plain or is_label(item.body):
            break
        if len(item.body.split()) > HEADING_WORDS or _END.search(item.body) or _NO_HEADING.search(item.body):
            break
        opening.append(item)
    if any(_heading_by_looks(item) for item in opening):
        return  # the file keeps looks
    for item in opening:
        # "Jane Moore, Director of Services" is a person.
        if item.body[0].isupper() and "," not in item.body and not _DATE.fullmatch(item.body):
            item.heading = 1


def _heading_by_looks(item: Paragraph) -> int:
    text = item.body
    words = text.split()
    letters = [char for char in text if char.isalpha()]
    if len(words) > 2 * HEADING_WORDS or _END.search(text) or not text[0].isupper() or len(letters) < 3:
        return 0
    if all(char.isupper() for char in letters):
        return 1 if len(words) > 1 or len(letters) > 4 else 0
    bold = all(token.bold for line in item.lines for token in line)
    return 2 if bold and not _NO_HEADING.search(text) else 0


def _is_heading_by_form(item: Paragraph, after: Item | None) -> bool:
    text = item.body
    if len(text.split()) > HEADING_WORDS or len(item.lines) > 1 or not text[0].isupper():
        return False
    return not _END.search(text) and not _NO_HEADING.search(text) and _introduces(item, after)


def _introduces(item: Paragraph, after: Item | None) -> bool:
    """Whether what follows a short line reads as its text: a table, a numbered or a long paragraph."""
    if after is None:
        return False
    number = item.label[0].text if item.label else ""
    if number and not number[0].isdecimal():
        return False
    if isinstance(after, Grid):
        return after.header_rows > 0 or after.n_cols == 2
    if number and after.label:
        # "1. Workforce strategy", "2. Thresholds": a list of short entries, unless numbers go a level down.
        return after.label[0].text.startswith(number.rstrip(".)") + ".")
    if number.strip(".").count("."):
        return False
    if after.body.endswith(":"):
        return len(item.body.split()) <= STEM_HEADING_WORDS
    words = len(after.body.split())
    prose = words >= LONG_BODY_WORDS or (words >= BODY_WORDS and bool(_END.search(after.body)))
    return bool(after.label) or (prose and not _VALUE.match(after.body))
