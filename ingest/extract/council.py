"""Whose paper it is: the evidence of the whole paper, weighed by ``ingest.normalise.councils``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ingest.extract.front_labels import ValueWords
from ingest.extract.header_zone import Head
from ingest.layout.document import Block, LayoutDocument, Line
from ingest.layout.passage import Passage
from ingest.normalise.contacts import find_contact
from ingest.normalise.councils import Evidence, NamedAt, find_council, find_mentions
from ingest.vocabulary.loader import Vocabulary
from schemas.diagnostics import Diagnostic, diagnose
from schemas.report import Council

# What the first pages do not tell of the council, the later ones of a long paper do not either.
BODY_PAGES = 12
_HOST = re.compile(r"(?:@|https?://|www\.)(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE)


def read_council(
    layout: LayoutDocument, head: Head, front: Sequence[Passage], vocabulary: Vocabulary, notes: list[Diagnostic]
) -> Council | None:
    """Say whose paper it is, with the printed words that name it.

    Args:
        layout: the paper.
        head: its head.
        front: passages of its front matter, the title first.
        vocabulary: the words to read it by.
        notes: takes the diagnostic when the paper does not say.
    """
    found: list[tuple[Passage, str]] = []
    places: list[tuple[Passage, str]] = []
    if head.council is not None:
        places.append((head.council, "header"))
    places += [(Passage(line.words), "header") for line in _different(layout.furniture)]
    places += [(passage, "title" if number == 0 else "front") for number, passage in enumerate(front)]
    places += list(_body(layout))
    addressed: list[tuple[Passage, str]] = []
    opening: set[str] = set()
    words = ValueWords.of(vocabulary)
    domains: Counter[str] = Counter()
    phones: list[str] = []
    for passage, where in places:
        text = passage.text
        for mention in find_mentions(text, vocabulary):
            if where != "header" and words.match("postcode", text[mention.end :]):
                addressed.append((passage.slice(mention.start, mention.end), where))
                continue  # "Manchester M1 2WD" is where a letter comes from or goes to
            found.append((passage.slice(mention.start, mention.end), where))
            if where == "first page":
                opening.add(mention.council.name)
        if "@" in text or "www." in text or "//" in text:
            domains.update(host.lower().rstrip(".") for host in _HOST.findall(text))
            phones += [text[span.start : span.end] for span in find_contact(text).phones]
    if not found and not domains and _unknown(places, words) is None:
        found = addressed
    # A form without a head speaks of its council's own business on its first page; of several councils, no longer.
    place = "front" if len(opening) == 1 else "body"
    found = [(passage, place if where == "first page" else where) for passage, where in found]
    counts = Counter((passage.text, where) for passage, where in found)
    first: dict[tuple[str, str], Passage] = {}
    for passage, where in found:
        first.setdefault((passage.text, where), passage)
    keys = list(counts)
    names = [NamedAt(text, where, counts[text, where]) for text, where in keys]
    finding = find_council(Evidence(names, domains, phones, head.day), vocabulary)
    if finding is not None and finding.council is not None:
        raw = first[keys[finding.named_by[0]]] if finding.named_by else None
        return Council(
            name=finding.council.name,
            gss_code=finding.council.gss_code,
            raw=raw.text if raw else None,
            source=raw.source() if raw else [],
        )
    if finding is not None and len(finding.candidates) > 1:
        names_found = ", ".join(candidate.name for candidate in finding.candidates[:4])
        notes.append(diagnose("ambiguous-council", words=names_found))
    else:
        notes.append(diagnose("unknown-council"))
    return _unknown(places, words)


def _different(lines: Iterable[Line]) -> list[Line]:
    seen: dict[str, Line] = {}
    for line in lines:
        seen.setdefault(line.text, line)
    return list(seen.values())


def _body(layout: LayoutDocument) -> Iterable[tuple[Passage, str]]:
    """Texts of the body, those of the first page apart."""
    first = layout.pages[0].number if layout.pages else 1
    for item in layout.body:
        page = item.page_number if isinstance(item, Block) else (item.pages or [first])[0]
        if page >= first + BODY_PAGES:
            return
        if isinstance(item, Block):
            yield Passage.of_lines(item.lines), "first page" if item.page_number == first else "body"
            continue
        for cell in item.cells:
            if cell.lines:
                yield Passage.of_lines(cell.lines), "first page" if cell.lines[0].page == first else "body"


def _unknown(places: Sequence[tuple[Passage, str]], words: ValueWords) -> Council | None:
    """A name in the form of a council's that no register has: given as printed, without a name of ours."""
    for passage, where in places:
        if where in ("body", "first page") and len(passage.text) > 4000:
            continue
        text = passage.text.title() if passage.text.isupper() and where == "header" else passage.text
        for match in words.matches("council_name", text):
            if not words.match("general_council", match.group()):
                own = passage.slice(match.start(), match.end())
                return Council(raw=own.text, source=own.source())
    return None
