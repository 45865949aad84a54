"""Words before they have a place: tokens, paragraphs, and the labels and bullets at their front."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ingest.readers.signs import plain_signs

BULLETS = "•●▪■◦○◻❖➢➤►▶✓✔❑‣∙·⁃"
# Numbers, letters and bullets that open a list entry or a numbered paragraph.
_LABEL = re.compile(
    rf"(?:[{BULLETS}]+"
    r"|\(?\d{1,3}(?:\.\d{1,3}){0,4}[.)](?!\d)"  # 1.  1)  (1)  2.3.  2.3)
    r"|\d{1,3}(?:\.\d{1,3}){1,4}"  # 2.3
    r"|\([A-Za-z]\)|\([ivxlc]{2,6}\)"  # (a)  (iv)
    r"|[A-Za-z]\)|[a-z]\.|[ivxlc]{2,5}[.)]"  # a)  a.  iv.
    r"|\d{1,3}(?:\.\d{1,3}){0,3}\.?\([a-z]{1,4}\))"  # 2.3(b)
)
_BULLET = re.compile(rf"[{BULLETS}]|[-–—*+o]")
_GLUED_LABEL = re.compile(rf"([{BULLETS}]|\(?[a-z]\)|\(?\d{{1,2}}\))(?=[A-Z(‘“'\"])")

_MONTH = re.compile(
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)[.,]?",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Token:
    """One word before it has a place.

    Attributes:
        text: its characters.
        line: line or paragraph number in the file, from 1.
        tab: a tab stands before it.
    """

    text: str
    line: int
    bold: bool = False
    italic: bool = False
    size: float = 10.0
    color: int = 0
    tab: bool = False


@dataclass(slots=True)
class Paragraph:
    """A paragraph, list entry or heading, in running text or in a cell.

    Attributes:
        lines: its printed lines, none of them empty.
        label: the number, letter or bullet at its front.
        level: nesting depth, from 0.
        heading: heading level from 1, or 0.
        page: page it starts on, as far as the file tells.
        goes_on: it goes on with what stands above it in its cell (cut there by a page break).
        side: a side heading, left of its text.
    """

    lines: list[list[Token]]
    label: list[Token] = field(default_factory=list)
    level: int = 0
    heading: int = 0
    page: int = 1
    goes_on: bool = False
    side: bool = False

    def tokens(self) -> list[Token]:
        """All its words, the label first."""
        return [*self.label, *(token for line in self.lines for token in line)]

    @property
    def text(self) -> str:
        """Its words with one space between them, the label first."""
        return " ".join(token.text for token in self.tokens())

    @property
    def body(self) -> str:
        """Its words without the label."""
        return " ".join(token.text for line in self.lines for token in line)


def make_tokens(text: str, line: int, like: Token | None = None) -> list[Token]:
    """Cut a text at its white space; tabs are remembered, signs made plain.

    Args:
        text: any text.
        line: line number of its words.
        like: a word whose looks the new words get.
    """
    model = like or Token("", line)
    tokens: list[Token] = []
    after_tab = False
    for index, part in enumerate(plain_signs(text).split("\t")):
        after_tab = after_tab or index > 0
        for word in part.split():
            tokens.append(replace(model, text=word, line=line, tab=after_tab))
            after_tab = False
    return tokens


_SPACES = re.compile(r"(\s+)")


def lines_of_runs(runs: Iterable[tuple[str, Token]]) -> list[list[Token]]:
    """Words of runs of text that differ in looks; a word may go over the end of a run.

    Args:
        runs: pieces of text, each with a word whose looks and line number it has. A line feed begins a new line.

    Returns:
        Lines of words, empty lines left out.
    """
    lines: list[list[Token]] = [[]]
    open_word, after_tab = False, False
    for text, look in runs:
        for part in _SPACES.split(plain_signs(text)):
            if not part:
                continue
            if part.isspace():
                open_word = False
                after_tab = after_tab or "\t" in part
                if "\n" in part:
                    lines.append([])
                    after_tab = False
            elif open_word:
                lines[-1][-1].text += part
            else:
                lines[-1].append(replace(look, text=part, tab=after_tab and bool(lines[-1])))
                open_word, after_tab = True, False
    return [line for line in lines if line]


def cut_at_bullets(paragraph: Paragraph) -> list[Paragraph]:
    """Cut a paragraph before each bullet sign that a converter left inside its lines."""
    out: list[Paragraph] = []
    label, lines = paragraph.label, list[list[Token]]()
    for tokens in map(_part_bullets, paragraph.lines):
        current: list[Token] = []
        white = _white_bullets(tokens)
        for index, token in enumerate(tokens):
            if (token.text in BULLETS or index in white) and index + 1 < len(tokens):
                if current:
                    lines.append(current)
                if lines or label:
                    out.append(replace(paragraph, lines=lines, label=label))
                # A recogniser's capital O is the same ring.
                label, lines, current = [replace(token, text=token.text.lower())], [], []
            elif not current and not label and not lines and token.text[0] in BULLETS and len(token.text) > 1:
                label, current = [replace(token, text=token.text[0])], [replace(token, text=token.text[1:])]
            else:
                current.append(token)
        if current:
            lines.append(current)
    if lines or label:
        out.append(replace(paragraph, lines=lines, label=label))
    for later in out[1:]:
        later.goes_on = False
    return out


def _part_bullets(tokens: list[Token]) -> list[Token]:
    """Bullets that a converter glued to the word before become words of their own."""
    if not any(len(token.text) > 1 and token.text[-1] in BULLETS for token in tokens[:-1]):
        return tokens
    out: list[Token] = []
    for token in tokens:
        word = token.text.rstrip(BULLETS)
        if word and word != token.text and token is not tokens[-1]:
            out.append(replace(token, text=word))
            out.append(replace(token, text=token.text[-1], tab=False))
        else:
            out.append(token)
    return out


def _white_bullets(tokens: list[Token]) -> frozenset[int]:
    """Places where a lone "o" is a hollow bullet: it stands after the end of a clause and before a word."""
    places = [
        index
        for index, token in enumerate(tokens[:-1])
        if token.text in ("o", "O") and tokens[index + 1].text[0].isalnum()
    ]
    opened = [index for index in places if index == 0 or tokens[index - 1].text[-1] in ".:;,"]
    if not opened:
        return frozenset()
    # No English word is a lone "o", so the rest follow the first; a capital O follows a capital one.
    signs = {"o", *(tokens[index].text for index in opened)}
    return frozenset(index for index in places if tokens[index].text in signs)


def is_bullet(text: str) -> bool:
    """Whether the word is a bullet and nothing else."""
    return bool(_BULLET.fullmatch(text))


def is_label(text: str) -> bool:
    """Whether the word is a list number, a list letter or a bullet sign."""
    return bool(_LABEL.fullmatch(text))


def take_label(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    """Part the number, letter or bullet at the front of a line from the rest.

    A bare number is a label only before a tab or words in capitals ("1 PURPOSE OF THE REPORT"): any other may be a
    date or a figure. A label stays part of the text when nothing follows it.
    """
    if not tokens:
        return [], tokens
    first = tokens[0]
    if len(tokens) > 1 and (is_label(first.text) or (first.text in "-–—*+" and not tokens[1].text[0].isdecimal())):
        return tokens[:1], tokens[1:]
    if len(tokens) > 1 and first.text.isdecimal() and len(first.text) <= 2:
        if tokens[1].tab:
            return tokens[:1], tokens[1:]
        words = [token.text for token in tokens[1:] if any(c.isalpha() for c in token.text)]
        spelled = sum(len(word) for word in words)
        if spelled > 4 and all(word.isupper() for word in words) and not _is_month(words[0]):
            return tokens[:1], tokens[1:]
    glued = _GLUED_LABEL.match(first.text)
    if glued and len(glued[1]) < len(first.text):
        at = len(glued[1])
        return [replace(first, text=glued[1])], [replace(first, text=first.text[at:], tab=False), *tokens[1:]]
    return [], tokens


def _is_month(word: str) -> bool:
    return bool(_MONTH.fullmatch(word))
