"""The head of a paper without labels: centred lines that give council, committee, date, title and number."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.extract.committee import Meeting, first_day, read_meeting
from ingest.extract.front_labels import LabelBook, ValueWords
from ingest.extract.running_text import Piece, passage_of
from ingest.layout.document import Block
from ingest.layout.passage import Passage
from ingest.normalise.councils import find_mentions
from ingest.normalise.dates import find_dates, is_date_only, parse_period
from ingest.vocabulary.folding import fold
from ingest.vocabulary.loader import Vocabulary
from schemas.report import Committee

# A block of more words is prose: the head of the paper ends before it.
PROSE_WORDS = 28
# A title's further lines on a cover page are set in at least this share of its size.
SUBTITLE_SIZE = 0.6
MOST_TITLE_WORDS = 60
MOST_MARKER_WORDS = 10
MOST_CODE_WORDS = 4
# "NOT FOR PUBLICATION by virtue of paragraph 3 …" is longer than other markers.
MOST_ACCESS_WORDS = 45
# A gap of so many font sizes parts two columns of the head.
TAB = 0.9
# The body and its day take so many lines of a block that goes on with the title.
MOST_MEETING_LINES = 4
MOST_DAY_CHARACTERS = 110
# Minutes say what they are in one of the first blocks.
MINUTES_WITHIN = 8
# A line is a council's name when the name takes this share of it.
NAME_SHARE = 0.6
_TIME = re.compile(r"\b\d{1,2}(?:[.:]\d{2})?\s*(?:[ap]\.?m\b\.?|noon\b|hours\b|hrs\b)|\b\d{1,2}:\d{2}\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:at|on|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?\W*$", re.IGNORECASE)
_LEADERS = re.compile(r"\.{4,}|…{2,}|_{4,}")
_NOTHING = re.compile(r"^[\W_]*$")
_CONTINUES = re.compile(r"\b(quarter|Q[1-4]|(19|20)\d\d|spring|summer|autumn|winter|year|month)\b", re.IGNORECASE)


@dataclass(slots=True)
class Head:
    """What the head of a paper says without labels.

    Attributes:
        committee: the body that meets.
        day: the day of its meeting.
        title: the words of the title.
        reference: the paper's own number.
        council: the line that names the council.
        reports: lines such as "Report of the Director".
        access: words on who may see the paper.
        purpose: words on what it is for.
        key: what a line on key decisions says.
        minutes: the paper is the minutes of a meeting.
        agenda: the paper is the agenda of a meeting.
    """

    committee: Committee | None = None
    day: dt.date | None = None
    title: Passage | None = None
    reference: Passage | None = None
    council: Passage | None = None
    access: list[Passage] = field(default_factory=list)
    purpose: list[Passage] = field(default_factory=list)
    key: bool | None = None
    minutes: bool = False
    agenda: bool = False


@dataclass(slots=True)
class _Candidate:
    passage: Passage
    size: float
    at: int
    bold: bool
    heading: int


class HeadReader:
    """Reads the loose pieces at the head of a paper."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._words = ValueWords.of(vocabulary)
        self._book = LabelBook.of(vocabulary)
        self._head = Head()
        self._candidates: list[_Candidate] = []

    def read(self, loose: Sequence[tuple[int, Piece]], stop: int) -> Head:
        """Read the pieces before index ``stop`` of the stream."""
        page = loose[0][1].page if loose else 1
        prose = False
        for index, piece in loose:
            if index >= stop or piece.page != page:
                break
            if piece.block is None:
                if self._candidates:
                    prose = True
                    break
                continue
            if self._is_prose(piece.block):
                prose = True
                if (not piece.block.label and self._minutes(piece.passage)) or self._candidates or self._head.committee:
                    break
                continue
            self._take(index, piece.block)
        if not self._head.minutes and not self._head.agenda:
            self._head.title = self._title(cover=not prose)
        return self._head

    def _is_prose(self, block: Block) -> bool:
        count = sum(len(line.words) for line in block.lines)
        text = block.text
        if block.heading or block.bold:
            return count > MOST_TITLE_WORDS
        return count > PROSE_WORDS or (count > 12 and text.rstrip().endswith((".", ";"))) or bool(block.label)

    def _take(self, index: int, block: Block) -> None:
        passage = self._behind_council(passage_of(block))
        if self._take_columns(passage):
            return
        cut = self._behind_meeting(passage)
        if cut:
            lines = list(passage.lines())
            self._classify(Passage.join(lines[:cut]))
            self._candidate(Passage.join(lines[cut:]), block, index)
            return
        if self._classify(passage):
            return
        # Lines that belong to different things may stand too close to be parted by their gaps.
        parts = list(passage.lines())
        if len(parts) > 1:
            told = [self._is_told(part) for part in parts]
            if any(told):
                run: list[Passage] = []
                for part, known in zip(parts, told, strict=True):
                    if known:
                        self._candidate(Passage.join(run), block, index)
                        run = []
                        self._classify(part)
                    else:
                        run.append(part)
                self._candidate(Passage.join(run), block, index)
                return
        self._candidate(passage, block, index)

    def _behind_council(self, passage: Passage) -> Passage:
        """The lines below those that name the council, which are taken; the council and its body may share a cell."""
        lines = list(passage.lines())
        for number in range(1, len(lines)):
            council = Passage.join(lines[:number])
            if self.names_council(council.text):
                self._head.council = self._head.council or council
                return Passage.join(lines[number:])
        return passage

    def _take_columns(self, passage: Passage) -> bool:
        """A line with the council at the left and the body or the day at the right; what else it says is dropped."""
        words = passage.words
        wide = TAB * max((word.size for word in words), default=0.0)
        same = [abs(one.top - other.top) < 0.5 * one.size for one, other in pairwise(words)]
        cuts = [at for at, (one, other) in enumerate(pairwise(words), 1) if other.x0 - one.x1 > wide]
        if not all(same) or len(cuts) != 1:
            return False
        parts = [Passage(words[: cuts[0]]), Passage(words[cuts[0] :])]
        told = [self._is_told(part) for part in parts]
        for part, known in zip(parts, told, strict=True):
            if known:
                self._classify(part)
        return any(told)

    def _behind_meeting(self, passage: Passage) -> int:
        """The line at which a title begins that is set with the body and its day above it as one block, or 0."""
        lines = list(passage.lines())
        for number in range(1, min(len(lines), MOST_MEETING_LINES + 1)):
            meeting = self._meeting(Passage.join(lines[:number]))
            if meeting.committee is None or meeting.day is None:
                continue
            rest = Passage.join(lines[number:]).text
            if " " not in rest or not rest[0].isupper() or _TIME.search(rest) or self._words.are("no_title", rest):
                return 0
            return 0 if self._is_told(lines[number]) else number
        return 0

    def _is_told(self, passage: Passage) -> bool:
        text = passage.text
        if self.names_council(text) or self._day_of(text) is not None:
            return True
        if any(self._words.are(group, text) for group in ("access_public", "access_exempt", "key_line", "no_title")):
            return True
        return self._meeting(passage).committee is not None

    def _meeting(self, passage: Passage) -> Meeting:
        return read_meeting(passage, self._words)

    def _day_of(self, text: str) -> dt.date | None:
        if len(text) > MOST_DAY_CHARACTERS or not any(sign.isdigit() for sign in text):
            return None
        if len(text) <= 60 and is_date_only(text):
            period = parse_period(text)
            return period.start if period.precision == "day" and period.start == period.end else None
        held = self._words.match("held_on", text)
        if held is not None:
            return first_day(text[held.end() :])
        if not _TIME.search(text):
            return None
        # "Monday 30 March 2023, 6.30 pm, Council Chamber"
        for match in find_dates(text):
            lead = _TIME.sub("", text[: match.start]).strip(" ,.–—-|")
            if match.period.precision == "day" and (not lead or _WEEKDAY.match(lead)):
                return match.period.start
        return None

    def names_council(self, text: str) -> bool:
        """Whether a line is the name of a council and little else."""
        if len(text.split()) > 10:
            return False
        if self._words.are("full_council", text):
            return False
        for mention in find_mentions(text, self._vocabulary):
            if mention.score >= 1 and mention.end - mention.start >= NAME_SHARE * len(text):
                return True
        found = self._words.match("council_name", text.title() if text.isupper() else text)
        return found is not None and len(found.group()) >= 0.85 * len(text)

    def _minutes(self, passage: Passage) -> bool:
        text = passage.text
        if not self._words.match("minutes", text):
            return False
        self._head.minutes = True
        body = self._words.match("meeting_of", text)
        if body and self._head.committee is None:
            start, end = body.span("body")
            self._head.committee = read_meeting(passage.slice(start, end), self._words).committee
        if self._head.day is None:
            self._head.day = read_meeting(passage, self._words).day
        return True

    def _classify(self, passage: Passage) -> bool:
        """Take a text for something other than the title; True when it is."""
        head, text = self._head, passage.text
        if _NOTHING.match(text) or self._words.are("appendix_letter", text) or _LEADERS.search(text):
            return True
        if self._minutes(passage):
            return True
        if self.names_council(text):
            head.council = head.council or passage
            return True
        day = self._day_of(text)
        if day is not None:
            head.day = head.day or day
            return True
        return self._take_key(passage) or self._take_marker(passage) or self._take_meeting(passage)

    def tells(self, passage: Passage) -> bool:
        """Whether a text is something other than a title: the council, a day, a body, words on access."""
        count = len(passage.text.split())
        return self._is_told(passage) or count < 2 or count > MOST_TITLE_WORDS

    def add_markers(self, markers: Sequence[Passage]) -> None:
        """Read the cells of a label table that have no label: council, committee, date."""
        for passage in markers:
            passage = self._behind_council(passage)
            if self.names_council(passage.text):
                self._head.council = self._head.council or passage
                continue
            meeting = self._meeting(passage)
            self._head.committee = self._head.committee or meeting.committee
            if meeting.committee is not None or self._day_of(passage.text) is not None:
                self._head.day = self._head.day or meeting.day

    def _take_key(self, passage: Passage) -> bool:
        """A line such as "Key decision CORP/R/23/02"."""
        found = self._words.match("key_line", passage.text)
        if found is None:
            return False
        self._head.key = fold(found["key"]) == "key"
        if found["number"] and self._head.reference is None:
            self._head.reference = passage.slice(*found.span("number"))
        return True

    def _take_marker(self, passage: Passage) -> bool:
        """A short line on access, purpose or the paper's number."""
        head, words, text = self._head, self._words, passage.text
        count = len(text.split())
        if count <= MOST_ACCESS_WORDS and words.match("access_long", text):
            head.access.append(passage)
            return True
        if count > MOST_MARKER_WORDS:
            return False
        if words.are("agenda", text) and (not self._candidates or fold(text) == "agenda"):
            head.agenda = True
            return True
        if any(words.are(f"access_{one}", text) for one in ("part", "public", "exempt")):
            head.access.append(passage)
            return True
        if self._is_purpose(text):
            head.purpose.append(passage)
            return True
        if words.are("report_kind", text) or words.are("no_title", text):
            return True
        if count <= MOST_CODE_WORDS and words.are("no_code", text):
            return True
        if count <= MOST_CODE_WORDS and words.are("code", text) and not is_date_only(text):
            head.reference = head.reference or passage
            return True
        return False

    def _take_meeting(self, passage: Passage) -> bool:
        head, text = self._head, passage.text
        meeting = self._meeting(passage)
        if meeting.committee is not None and (
            head.committee is None or not self._candidates or self._is_parent(head.committee)
        ):
            kind = self._words.are("report_kind", meeting.rest)  # "Cabinet – Decision Notice"
            if meeting.rest and meeting.day is None and not kind and not self._is_purpose(meeting.rest):
                return False  # "Local Data Panel – Actions report" is a title that names the panel
            if head.committee is None or self._is_parent(head.committee):
                head.committee = meeting.committee
            head.day = head.day or meeting.day
            if meeting.rest and not kind:
                head.purpose.append(passage.slice(text.index(meeting.rest)))
            return True
        return False

    def _is_parent(self, committee: Committee) -> bool:
        """Whether a body is one that has committees ("Fire and Rescue Authority")."""
        last = (committee.raw or "").split()[-1:]
        return bool(last) and self._words.are("parent_bodies", last[0])

    def _is_purpose(self, text: str) -> bool:
        return any(self._words.are(f"purpose_{one}", text) for one in ("information", "decision", "consideration"))

    def _candidate(self, passage: Passage, block: Block, index: int) -> None:
        if not passage or len(passage.text.split()) > MOST_TITLE_WORDS or self._words.are("nothing", passage.text):
            return
        size = max(word.size for word in passage.words)
        self._candidates.append(_Candidate(passage, size, index, block.bold, block.heading))

    def _is_issuer(self, one: _Candidate) -> bool:
        """Whether a line names who issues the paper, and is no first line of its title."""
        if not self._words.match("organisations", one.passage.text):
            return False
        return not any(0 <= other.at - one.at < 2 and other is not one for other in self._candidates)

    def _title(self, cover: bool) -> Passage | None:
        found = self._candidates
        worded = [one for one in found if any(sign.isalpha() for sign in one.passage.text)]
        worded = [one for one in worded if not self._is_issuer(one)] or worded
        if not worded:
            return None
        marked = [one for one in worded if one.bold or one.heading] or worded
        largest = max(one.size for one in marked)
        first = next(one for one in marked if one.size >= 0.97 * largest)
        parts = [first.passage]
        before = first
        for one in found[found.index(first) + 1 :]:
            # A cover sets its title in several lines: "Quarterly Performance Report", "Quarter 3", "2024/25".
            short = len(one.passage.text.split()) <= 4 and bool(_CONTINUES.search(one.passage.text))
            same = one.size >= 0.97 * first.size and (one.bold or one.heading)
            if one.at - before.at > 1 or not (cover and (short or same) and one.size >= SUBTITLE_SIZE * first.size):
                break
            parts.append(one.passage)
            before = one
        return Passage.join(parts)


def is_minutes(pieces: Sequence[Piece], vocabulary: Vocabulary) -> bool:
    """Whether a paper is the minutes of a meeting: one of its first blocks says so."""
    words = ValueWords.of(vocabulary)
    # "2. Minutes" is an item of an agenda.
    told = [piece.passage.text for piece in pieces[:MINUTES_WITHIN] if piece.block and not piece.block.label]
    if any(words.match("minutes", text) is not None for text in told):
        return True
    # Who was there, and what was resolved
    if not any(words.match("present", text) for text in told):
        return False
    return any(words.match("resolved", piece.passage.text) for piece in pieces if piece.block is not None)
