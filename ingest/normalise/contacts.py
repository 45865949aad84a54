"""Telephone numbers and e-mail addresses in running text, with the labels before them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ingest.normalise.officer_words import RoleWords, role_words

# An address may be broken over a line end right after "@" or before a dot.
# A narrow cell cuts an address anywhere: what follows the cut ends as addresses of public bodies do.
_CUT = (
    r"(?<!\.uk)(?<!\.com)(?<!\.org)(?<!\.net)\n(?!www\.)(?=[a-z][\w-]*(?:\.[\w-]+)*\.(?:uk|wales|scot|org|com|net)\b)"
)
_EMAIL = re.compile(
    rf"(?<![\w.+-])[\w.+'’-]*\w@\s?\n?\s?[A-Za-z0-9](?:[\w-]|\.(?=\w)|\n(?=\.\w)|{_CUT}|\.\n(?=uk\b))*\.\n?[A-Za-z]{{2,}}"
)
# "0116 30 3055479", "+44 (0)1905 843632", "(01572) 758402 ext. 12"; ten digits or so after the 0.
_PHONE = re.compile(
    r"(?<![\w/.,£])(?:\+\s?44\s?(?:\(0\))?\s?|0044\s?|\((?=0\d{2,5}\))|0)(?=(?:[\s().-]*\d){8,12}(?![\d/]))"
    r"[\d(][\d]*(?:[ \u00a0().-]{0,2}\d+)*"
    r"(?:\s*(?:ext\.?|extn\.?|extension|x)\s?\d{2,6})?",
    re.IGNORECASE,
)
_BARE_DIGITS = r"\d(?:[ \u00a0-]?\d){3,11}"
MOST_DIGITS = 15


class ContactSpan(NamedTuple):
    """A number or an address: where it stands, and where its label begins (``start`` when it has none)."""

    start: int
    end: int
    labelled_from: int


class Contacts(NamedTuple):
    """What was found, in the order of the text."""

    phones: list[ContactSpan]
    emails: list[ContactSpan]


@lru_cache(maxsize=8)
def _label(words: RoleWords) -> tuple[re.Pattern[str], re.Pattern[str]]:
    labels = sorted(words.contact_labels, key=lambda word: (-len(word), word))
    one = r"(?:" + "|".join(r"\s+".join(map(re.escape, label.split())) for label in labels) + r")"
    before = re.compile(rf"(?<!\w){one}(?:\s*(?:/|and|&)\s*{one})?\s*\.?\s*[:;.–-]?\s*\(?$", re.IGNORECASE)
    # A short number counts only after its label: "Tel: 758402", "Ext 4521".
    labelled = re.compile(
        rf"(?<!\w)(?:tel|telephone|phone|ext|extn|extension|ddi)\b[\s.:]*(?:no\.?\s*)?({_BARE_DIGITS})(?!\w)", re.I
    )
    return before, labelled


def find_contact(text: str, words: RoleWords | None = None) -> Contacts:
    """Find telephone numbers and e-mail addresses.

    Args:
        text: any text; line ends may stand in it.
        words: the role words, whose lists name the labels ("Tel:", "E-mail"); the packaged ones by default.
    """
    if "@" not in text and sum(letter.isdigit() for letter in text) < 4:
        return Contacts([], [])
    words = words or role_words()
    before, labelled = _label(words)

    def span(start: int, end: int) -> ContactSpan:
        label = before.search(text, max(0, start - 60), start)
        return ContactSpan(start, end, label.start() if label else start)

    emails = [span(*match.span()) for match in _EMAIL.finditer(text)]
    phones: list[ContactSpan] = []
    for match in _PHONE.finditer(text):
        digits = sum(letter.isdigit() for letter in match.group())
        if digits <= MOST_DIGITS + 6 and not _meets(match.start(), match.end(), emails):
            phones.append(span(*match.span()))
    for match in labelled.finditer(text):
        if not _meets(match.start(1), match.end(1), emails + phones):
            phones.append(ContactSpan(match.start(1), match.end(1), match.start()))
    return Contacts(sorted(phones), emails)


def _meets(start: int, end: int, spans: list[ContactSpan]) -> bool:
    return any(start < other.end and other.start < end for other in spans)
