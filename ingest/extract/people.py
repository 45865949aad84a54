"""Officers of the front matter and of the end of a paper: who presents it, who wrote it, whom to ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.extract.front_fields import Field
from ingest.extract.front_labels import ValueWords
from ingest.extract.officers import to_officer
from ingest.extract.running_text import Piece, passage_of
from ingest.layout.passage import Passage
from ingest.normalise.officers import OfficerPart, find_contact, looks_like_person, parse_officers
from ingest.vocabulary.folding import fold
from ingest.vocabulary.loader import Vocabulary
from schemas.values import Officer

# A sign-off has at most this many lines between the name and the telephone number.
MOST_SIGN_OFF = 6
MOST_LINE_WORDS = 16
# Between a post and the body that it belongs to
_OF_BODY = re.compile(r"[ ]*(?:,|&|and|[–—-]|\bat\b|\bof\b)?[ ]*(?:the[ ]+)?")
_OFFICE_OF = re.compile(r"(?:the\s+)?office\s+of\b", re.IGNORECASE)
# What a telephone number or a mail address has
_CONTACT_SIGN = re.compile(r"@|\d{3}")
# "01234" at the end of a line, "567890" on the next
_CUT_NUMBER = re.compile(
    r"(?<=\b0\d{3})\n(?=\d{3})|(?<=\b0\d{4})\n(?=\d{3})|(?<=\b0\d{2})\n(?=\d{3,4} \d)"
    r"|(?<=\b0\d{2} \d{4})\n(?=\d{4}\b)|(?<=\b0\d{3} \d{3})\n(?=\d{4}\b)"
)


def read_officers(passage: Passage, vocabulary: Vocabulary) -> list[Officer]:
    """The officers that a passage names, each with its own words."""
    printed = _plain(passage.printed, ValueWords.of(vocabulary))
    parts: list[OfficerPart] = []
    for part in parse_officers(printed, vocabulary):
        joined = _with_body(parts[-1], part, printed) if parts else None
        if joined is None:
            parts.append(part)
        else:
            parts[-1] = joined
    return [to_officer(part, passage.slice(part.start, part.end)) for part in parts]


def _with_body(officer: OfficerPart, body: OfficerPart, printed: str) -> OfficerPart | None:
    """An officer with the body that follows the post: "Chief Officer, Health and Social Care Partnership"."""
    between = printed[officer.end : body.start]
    alone = body.organisation if body.role is None else body.role if _OFFICE_OF.match(body.role) else None
    if not officer.role or body.name or alone is None or not _OF_BODY.fullmatch(between):
        return None
    whole = f"{officer.organisation}{between}{alone}" if officer.organisation else alone
    contact = {key: getattr(officer, key) or getattr(body, key) for key in ("phone", "email")}
    return replace(officer, organisation=" ".join(whole.split()), end=body.end, **contact)


def _plain(printed: str, words: ValueWords) -> str:
    """The lines without labels and postal addresses, blanked out, and with telephone numbers on one line."""
    printed = _CUT_NUMBER.sub(" ", words.sub("own_label", printed))
    lines = printed.split("\n")
    return "\n".join(
        " " * len(line) if number and "@" not in line and words.match("address", line.strip()) else line
        for number, line in enumerate(lines)
    )


def officers_of(fields: Iterable[Field], vocabulary: Vocabulary) -> list[Officer]:
    """The officers of some fields, in printed order, each once."""
    return unique(officer for one in fields for officer in read_officers(one.passage(), vocabulary))


def unique(officers: Iterable[Officer]) -> list[Officer]:
    """Leave out an officer whose name and post are there already; contact details are kept."""
    kept: list[Officer] = []
    for officer in officers:
        same = next((one for one in kept if _same(one, officer)), None)
        if same is None:
            kept.append(officer.model_copy())
            continue
        for key in ("role", "role_normalised", "organisation", "phone", "email"):
            if getattr(same, key) is None and getattr(officer, key) is not None:
                setattr(same, key, getattr(officer, key))
                same.source = [*same.source, *(place for place in officer.source if place not in same.source)]
    return kept


def _same(one: Officer, other: Officer) -> bool:
    if one.name or other.name:
        if fold(one.name or "") != fold(other.name or ""):
            return False
        roles = {fold(officer.role) for officer in (one, other) if officer.role}
        return len(roles) < 2
    return fold(one.role or one.organisation or "") == fold(other.role or other.organisation or "")


def sign_offs(loose: Sequence[tuple[int, Piece]], vocabulary: Vocabulary) -> list[Passage]:
    """Runs of short lines without a label that give a person with a telephone number or an address."""
    found: list[Passage] = []
    run: list[tuple[int, Piece]] = []
    for index, piece in loose:
        if run and (index - run[-1][0] > 1 or not _is_short(piece)):
            found.extend(_signed(run, vocabulary))
            run = []
        if _is_short(piece):
            run.append((index, piece))
    found.extend(_signed(run, vocabulary))
    return found


def _is_short(piece: Piece) -> bool:
    block = piece.block
    if block is None or block.footnote or block.label or block.side:
        return False
    return sum(len(line.text.split()) for line in block.lines) <= MOST_LINE_WORDS


def _signed(lines: Sequence[tuple[int, Piece]], vocabulary: Vocabulary) -> list[Passage]:
    """The contacts among short lines that follow one another; most runs have no number and no address at all."""
    told = [number for number, (_, piece) in enumerate(lines) if _CONTACT_SIGN.search(piece.passage.text)]
    if not told:
        return []
    found: list[Passage] = []
    run: list[Passage] = []

    def close() -> None:
        if run and _is_contact(run, vocabulary):
            found.append(Passage.join(run))
        run.clear()

    for _, piece in lines[max(0, told[0] - MOST_SIGN_OFF) : told[-1] + MOST_SIGN_OFF]:
        passage = piece.passage
        begins = bool(run) and _told(run) and looks_like_person(next(passage.lines()).text, vocabulary)
        if begins or len(run) >= MOST_SIGN_OFF:
            close()
        run.append(passage)
    close()
    return found


def _told(run: Sequence[Passage]) -> bool:
    contacts = [find_contact(passage.text) for passage in run if _CONTACT_SIGN.search(passage.text)]
    return any(contact.phones or contact.emails for contact in contacts)


def _is_contact(run: list[Passage], vocabulary: Vocabulary) -> bool:
    """Cut the run to what begins with a person's name; whether contact details follow it."""
    while run:
        officers = parse_officers(run[0].printed, vocabulary)
        if officers and officers[0].name and officers[0].start <= 2:
            break
        run.pop(0)
    return len(run) > 0 and _told(run)


def sign_off_name(loose: Sequence[tuple[int, Piece]], role: str, vocabulary: Vocabulary) -> Officer | None:
    """Who signs with a post ("JIM POE", "Director for People"), where the head of the paper gives the post alone."""
    wanted = fold(role)
    blocks = [(index, piece.block) for index, piece in loose if piece.block is not None]
    for (index, block), (after, following) in pairwise(blocks):
        if after - index == 1 and fold(following.text) == wanted and looks_like_person(block.text, vocabulary):
            passage = Passage.join([passage_of(block), passage_of(following)])
            officers = read_officers(passage, vocabulary)
            if len(officers) == 1 and officers[0].name:
                return officers[0]
    for _, block in blocks:
        if len(block.lines) > 1 and fold(" ".join(line.text for line in block.lines[1:])) == wanted:
            officers = read_officers(passage_of(block), vocabulary)
            if len(officers) == 1 and officers[0].name:
                return officers[0]
    return None
