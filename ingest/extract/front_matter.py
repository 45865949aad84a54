"""The front matter of a report: council, committee, date, title, number, people, access, purpose, papers listed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.extract.committee import body_in, first_day, is_body, name_case, read_meeting
from ingest.extract.council import read_council
from ingest.extract.fields import FieldReader
from ingest.extract.front_fields import Field, FrontFields
from ingest.extract.front_labels import ValueWords
from ingest.extract.front_tables import open_stream
from ingest.extract.header_zone import Head, HeadReader, is_minutes
from ingest.extract.people import officers_of, read_officers, sign_off_name, sign_offs, unique
from ingest.extract.running_text import Piece, passage_of
from ingest.extract.ticked import TickBook
from ingest.layout.document import LayoutDocument
from ingest.layout.passage import Passage
from ingest.normalise.dates import parse_period
from ingest.normalise.officers import find_contact, parse_officers
from ingest.vocabulary.folding import fold
from ingest.vocabulary.loader import Vocabulary
from schemas.diagnostics import Diagnostic
from schemas.report import Access, Committee, Purpose, ReportHeader
from schemas.values import Officer, Text

_STRONG = re.compile(r"\b(committees?|board|panel|meeting|decision maker|decision taker)\b")
_SPACE = re.compile(r"\s+")
_CLAUSE = re.compile(r",?\s+and\s+(?:to\s+|also\s+)?|;\s+(?:to\s+)?")
# Running headers and footers of so many lines are looked through for the committee and its day.
FURNITURE_LINES = 12
# "K" beside "Enclosure" is no paper.
LEAST_ENTRY = 4
PURPOSES: tuple[Purpose, ...] = ("information", "decision", "consideration")


def extract_front_matter(
    layout: LayoutDocument, vocabulary: Vocabulary, notes: list[Diagnostic], pieces: list[Piece] | None = None
) -> ReportHeader:
    """Read the front matter of a paper, in whatever style it is printed.

    Args:
        layout: the assembled paper.
        vocabulary: the words to read it by.
        notes: takes the diagnostics.
        pieces: the paper's stream, where it was read already.
    """
    return FrontMatter(layout, vocabulary, notes, open_stream(layout, vocabulary) if pieces is None else pieces).read()


class FrontMatter:
    """One paper's front matter, read once."""

    def __init__(
        self, layout: LayoutDocument, vocabulary: Vocabulary, notes: list[Diagnostic], pieces: list[Piece]
    ) -> None:
        self._layout = layout
        self._vocabulary = vocabulary
        self._words = ValueWords.of(vocabulary)
        self._notes = notes
        self._pieces = pieces
        pages = {page.number: page for page in layout.pages}
        self._fields: FrontFields = FieldReader(vocabulary, pages).read(self._pieces)
        self._reader = reader = HeadReader(vocabulary)
        self._head: Head = reader.read(self._fields.loose, self._head_end())
        reader.add_markers(self._fields.markers)
        self._head.minutes = self._head.minutes or is_minutes(pieces, vocabulary)

    def read(self) -> ReportHeader:
        """Put the header together."""
        committee, day = self._meeting()
        title = self._title()
        if committee is None and title is not None and not self._head.minutes:
            committee = body_in(title, self._words)
        self._head.day = day
        front = [title] if title else []
        front += [one.passage() for one in self._fields.of("committee", "report_of", "author", "contact", "director")]
        council = read_council(self._layout, self._head, front, self._vocabulary, self._notes)
        if self._head.minutes:
            return ReportHeader(council=council, committee=committee, meeting_date=day)
        authors, contacts = self._people()
        return ReportHeader(
            council=council,
            committee=committee,
            meeting_date=day,
            title=title.to_text() if title else None,
            reference=self._reference(),
            report_of=self._report_of(),
            authors=authors,
            contacts=contacts,
            access=self._access(),
            purpose=self._purpose(),
            key_decision=self._key_decision(),
            wards=self._wards(),
            background_papers=self._list("background_papers"),
            appendices=self._list("appendices"),
        )

    def _head_end(self) -> int:
        """Index of the piece that begins the body: a section such as Summary or Recommendations."""
        for one in self._fields.fields:
            if one.key == "recommendations" and one.at == 0 and not one.inline:
                continue  # "Recommendation to Council" as the first line of a paper
            if one.key in ("summary", "recommendations", "background_papers", "appendices"):
                return one.at
            if one.key == "purpose" and not one.inline and len(one.passage().text.split()) > 12:
                return one.at
        return len(self._pieces)

    def _first_page(self, one: Field) -> bool:
        return one.page <= (self._pieces[0].page if self._pieces else 1) + 1

    def _meeting(self) -> tuple[Committee | None, dt.date | None]:
        committee, day = None, None
        for one in self._fields.of("committee") if not self._is_email() else ():
            passage = passage_of(one.values[0])
            held = self._words.match("to_be_held", passage.text)
            day = day or (self._day(passage.text[held.end() :]) if held else None)
            passage = passage.slice(0, held.start()) if held else passage
            meeting = read_meeting(passage, self._words, trusted=self._is_strong(one))
            if committee is None or _is_longer(meeting.committee, committee):
                committee = meeting.committee
            day = day or meeting.day
        for one in self._fields.of("meeting_date"):
            day = day or self._day(one.passage().text)
            committee = committee or self._labelled_body(one)
        committee = committee or self._head.committee
        for one in self._fields.of("summary", "other") if committee is None else ():
            # "Report: Cabinet" in a table of labels
            if self._first_page(one) and len(one.values) == 1 and is_body(one.passage().text, self._words):
                committee = committee or read_meeting(one.passage(), self._words).committee
        day = day or self._head.day
        if committee is None or day is None:
            for line in self._layout.furniture[:FURNITURE_LINES]:
                meeting = read_meeting(Passage(line.words), self._words)
                if meeting.committee is not None and meeting.day is not None:
                    committee, day = committee or meeting.committee, day or meeting.day
        return committee, day

    def _labelled_body(self, one: Field) -> Committee | None:
        """The body that the label of a date names ("Cabinet date")."""
        match = self._words.match("date_label_body", one.label)
        if match is None:
            return None
        return Committee(name=name_case(match["body"], self._words), raw=match["body"])

    def _is_email(self) -> bool:
        return any(one.key == "email" for one in self._fields.fields)

    def _is_strong(self, one: Field) -> bool:
        if one.page != self._pieces[0].page or not _STRONG.search(fold(one.label)):
            return False
        # "Decision maker: Director of Place" names no body.
        return not any(part.role for part in parse_officers(passage_of(one.values[0]).text, self._vocabulary))

    def _day(self, text: str) -> dt.date | None:
        period = parse_period(text)
        if period.precision == "day" and period.end is not None and period.start in (None, period.end):
            return period.end
        return first_day(text)

    def _title(self) -> Passage | None:
        end = self._head_end()
        for one in self._fields.of("title"):
            # "Title: Head of Planning" behind the body is an officer's.
            if self._first_page(one) and (one.at <= end or self._head.title is None):
                return Passage.join(passage_of(block) for block in one.values)
        if self._head.title is None and self._fields.headline is not None and not self._head.agenda:
            line = self._fields.headline
            return None if self._reader.tells(line) else line
        return self._head.title

    def _reference(self) -> str | None:
        for one in self._fields.of("reference"):
            text = self._before_access(passage_of(one.values[0]).text).strip(" .")
            if any(sign.isdigit() for sign in text) and len(text) <= 40 and not self._words.are("nothing", text):
                return text
        return self._head.reference.text if self._head.reference else None

    def _before_access(self, text: str) -> str:
        """A reference without the words on access that stand beside it ("99/2017 PUBLIC REPORT")."""
        for match in _SPACE.finditer(text):
            if any(self._words.are(group, text[match.end() :]) for group in ("access_public", "access_exempt")):
                return text[: match.start()]
        return text

    def _report_of(self) -> list[Officer]:
        if self._is_email() or self._head.agenda:
            return []
        officers = officers_of(self._fields.of("report_of"), self._vocabulary)
        for number, officer in enumerate(officers):
            if officer.name is None and officer.role:
                signed = sign_off_name(self._fields.loose, officer.role, self._vocabulary)
                if signed is not None:
                    officers[number] = signed.model_copy(update={"source": [*officer.source, *signed.source]})
        return officers

    def _people(self) -> tuple[list[Officer], list[Officer]]:
        entries: list[tuple[str, Passage]] = []
        for one in self._fields.of("author", "contact", "director"):
            passage = one.passage()
            # "Contact: jane.poe@…" below "Author: Jane Poe" is the author's address.
            if entries and not read_officers(passage, self._vocabulary) and find_contact(passage.text).emails:
                key, before = entries[-1]
                entries[-1] = (key, Passage.join([before, passage]))
            else:
                entries.append((one.key, passage))
        authors: list[Officer] = []
        contacts: list[Officer] = []
        for key, passage in entries:
            officers = read_officers(passage, self._vocabulary)
            if key == "author":
                authors += officers
            reachable = [officer for officer in officers if officer.phone or officer.email]
            contacts += officers if key == "contact" else reachable
        for passage in sign_offs(self._fields.loose, self._vocabulary):
            contacts += read_officers(passage, self._vocabulary)
        return unique(authors), unique(contacts)

    def _access(self) -> Access | None:
        said: list[str] = [passage.text for passage in (*self._head.access, *self._fields.markers)]
        for one in self._fields.of("report_of"):
            # "Open report on behalf of …"
            said.append(one.label.split(" ")[0] + " report")
        # "Type of report: Open"
        said += [text for text in (one.passage().text for one in self._fields.of("purpose")) if text.count(" ") < 2]
        for one in self._fields.of("access"):
            text = self._answer(one.passage())
            public = "public" in fold(one.label).split() and "private" not in fold(one.label)
            if self._words.are("no", text):
                said.append("exempt" if public else "not exempt")
            elif self._words.are("yes", text) and public:
                said.append("public")
            elif self._words.are("yes", text) and "exempt" in fold(one.label):
                said.append("exempt")
            else:
                said.append(text)
        groups: tuple[tuple[str, Access], ...] = (
            ("access_part", "part_exempt"),
            ("access_public", "public"),
            ("access_exempt", "exempt"),
        )
        for text in said:
            for group, value in groups:
                if self._words.are(group, text):
                    return value
        return None

    def _purpose(self) -> Purpose | None:
        said = [passage.text for passage in (*self._head.purpose, *self._fields.markers)]
        for one in self._fields.of("purpose"):
            text = self._answer(one.passage())
            if len(text.split()) <= 6:
                said.insert(0, text)
        for one in self._fields.of("committee"):
            passage = passage_of(one.values[0])  # "Report for: Information", "Audit Committee – For Information"
            said += [read_meeting(passage, self._words, trusted=True).rest, passage.text]
        said += [one.passage().text for one in self._fields.of("access")]  # "Status: For noting"
        for text in said:
            for value in PURPOSES:
                if self._words.are(f"purpose_{value}", text):
                    return value
        return self._said_purpose()

    def _said_purpose(self) -> Purpose | None:
        """A sentence "The purpose of this report is to inform …" under a heading that says so."""
        for one in self._fields.of("purpose"):
            match = self._words.match("said_purpose", one.passage().text)
            if match:
                said = [self._kind_of(part) for part in _CLAUSE.split(match["what"])]
                # "To inform Cabinet of … and to seek approval for …"
                return "decision" if "decision" in said else said[0]
        return None

    def _kind_of(self, clause: str) -> Purpose | None:
        """What a clause such as "seeks approval for …" makes the paper for."""
        first, _, rest = fold(clause).partition(" ")
        for words, value in sorted(self._words.sentences.items(), key=lambda pair: -len(pair[0])):
            if any(f"{verb} {rest}".startswith(fold(words)) for verb in (first, first.removesuffix("s"))):
                return next((known for known in PURPOSES if known == value), None)
        return None

    def _key_decision(self) -> bool | None:
        for one in self._fields.of("key_decision"):
            text = self._answer(one.passage())
            if self._words.match("undecided", text):
                continue
            if self._words.are("no", text):
                return False
            if self._words.are("yes", text):
                return True
        return self._head.key if self._head.key is not None else self._said_key()

    def _said_key(self) -> bool | None:
        """A sentence on one of the first pages: "This is deemed to be a key decision and …"."""
        for _, piece in self._fields.loose:
            if piece.page > self._pieces[0].page + 1:
                break
            match = self._words.match("key_said", piece.passage.text) if piece.block is not None else None
            if match is not None:
                return not (match["no"] or match["non"])
        return None

    def _answer(self, passage: Passage) -> str:
        """The answer that is marked, where boxes are ticked; else all the words."""
        return TickBook.of(self._vocabulary).chosen(passage.printed) or passage.text

    def _wards(self) -> list[str]:
        said: list[str] = []
        for one in self._fields.of("wards")[:1]:
            marked = TickBook.of(self._vocabulary).chosen(one.passage().printed)
            said += [marked] if marked else [passage_of(block).text for block in one.values]
        wards = [self._ward(text) for text in said]
        return [text for text in wards if text and not self._words.are("nothing", text)]

    def _ward(self, text: str) -> str:
        """The words on wards, without the answer in front of them ("No – All wards affected")."""
        answer = self._words.match("ward_answer", text)
        return text[answer.end() if answer else 0 :].strip(" .")

    def _list(self, key: str) -> list[Text]:
        texts: list[Text] = []
        for one in self._fields.of(key):
            for passage in _entries(one, self._words):
                text = passage.text
                intro = (text.endswith(":") and len(one.values) > 1) or self._words.match("list_intro", text)
                if (
                    intro
                    or len(text) < LEAST_ENTRY
                    or self._words.are("nothing", text)
                    or self._reader.names_council(text)  # the footer of a page that stands alone
                    or text in {known.text for known in texts}
                ):
                    continue
                texts.append(passage.to_text())
        return texts


def _is_longer(one: Committee | None, other: Committee) -> bool:
    """Whether a name is another one in full: "Housing Policy Committee" and "Policy Committee"."""
    return one is not None and (one.raw or "").endswith(" " + (other.raw or " "))


def _entries(one: Field, words: ValueWords) -> Sequence[Passage]:
    """The entries of a list of papers; "Appendix A:" alone on a line takes what stands below it."""
    entries: list[list[Passage]] = []
    lettered = False
    for passage in _parts(one, words):
        if words.are("appendix_letter", passage.text):
            entries.append([passage])
            lettered = True
        elif lettered:
            entries[-1].append(passage)
        else:
            entries.append([passage])
    return [Passage.join(parts) for parts in entries]


def _parts(one: Field, words: ValueWords) -> Iterator[Passage]:
    """The paragraphs of a list of papers; they are parted where "Appendix 2" begins a line or follows a full stop."""
    for block in one.values:
        run: list[Passage] = []
        for line in passage_of(block).lines():
            if run and words.are("appendix_entry", line.text):
                yield from _in_a_row(Passage.join(run), words)
                run = []
            run.append(line)
        yield from _in_a_row(Passage.join(run), words)


def _in_a_row(passage: Passage, words: ValueWords) -> list[Passage]:
    """Several appendices in one sentence or row of sentences."""
    if not words.are("appendix_entry", passage.text):
        return [passage]
    cuts = [(0, 0), *(found.span() for found in words.matches("next_appendix", passage.text)), (len(passage), 0)]
    parts = [passage.slice(start, end) for (_, start), (end, _) in pairwise(cuts)]
    return [part.strip(".;,") for part in parts] if len(parts) > 1 else parts
