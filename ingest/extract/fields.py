"""Fields of front and end matter: each label with the words that stand under, beside or behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.extract.committee import is_body
from ingest.extract.front_fields import Field, FrontFields, front_page
from ingest.extract.front_labels import LabelBook, ValueWords
from ingest.extract.front_lists import MOST_ENTRY_WORDS, ListReader
from ingest.extract.label_tables import read_label_table
from ingest.extract.running_text import Piece, block_of, passage_of
from ingest.layout.document import Block, Page, Table
from ingest.layout.passage import Passage
from ingest.normalise.dates import is_date_only
from ingest.normalise.officers import find_contact, parse_officers
from ingest.vocabulary.loader import Vocabulary

# Further back than front matter stands, only these labels count.
END_KEYS = frozenset(
    {"author", "contact", "director", "background_papers", "appendices", "recommendations", "summary", "other"}
)
PEOPLE = frozenset({"author", "contact", "director"})
LISTS = frozenset({"background_papers", "appendices"})
# These labels have one value.
SINGLE = frozenset({"committee", "meeting_date", "title", "reference", "access", "key_decision", "purpose", "wards"})
# … and these one line.
ONE_LINE = frozenset({"meeting_date", "reference", "access", "key_decision"})
# The value of these may fill its line and go on below the label.
WRAPPING = frozenset({"title", "report_of", "author", "contact", "director", "committee", "wards"})
# A gap of so many font sizes was made with a tab; a label before it has so many lines with its value.
TAB = 0.9
MOST_WRAPPED = 3
# Left edges closer than this are the same column.
EDGE = 3.0
# Lines of one paragraph are no further apart than this share of their height.
LEADING = 0.6
SECTIONS = frozenset({"summary", "recommendations", "other"})
# A block of more words is prose and no officer.
MOST_OFFICER_WORDS = 45
MOST_HEAD_ROWS = 3
# A block of more lines is a paragraph and no head.
MOST_HEAD_LINES = 12
# A text of more words is no label and no line of a header.
LABEL_WORDS = 12


class FieldReader:
    """Walks a stream once and gathers fields."""

    def __init__(self, vocabulary: Vocabulary, pages: dict[int, Page]) -> None:
        self._book = LabelBook.of(vocabulary)
        self._values = ValueWords.of(vocabulary)
        self._vocabulary = vocabulary
        self._lists = ListReader(vocabulary)
        self._pages = pages
        self._found = FrontFields()
        self._open: Field | None = None
        self._aside = False
        self._edges: dict[int, float] = {}

    def read(self, pieces: Sequence[Piece]) -> FrontFields:
        """Gather the fields of a paper."""
        last = front_page(pieces)
        for piece in pieces:
            if piece.block is not None and piece.page <= last:
                edge = max(line.x1 for line in piece.block.lines)
                self._edges[piece.page] = max(edge, self._edges.get(piece.page, 0.0))
        for index, piece in enumerate(pieces):
            front = piece.page <= last
            if piece.block is not None:
                following = pieces[index + 1] if index + 1 < len(pieces) else None
                for part in self._parted(piece.block, front):
                    own = piece if part is piece.block else Piece(block=part, boxed=piece.boxed)
                    self._take(index, own, part, front, following)
            elif not self._take_table(index, piece, front):
                self._open = None
                self._found.loose.append((index, piece))
        return self._found

    def _take_table(self, index: int, piece: Piece, front: bool) -> bool:
        assert piece.table is not None
        if self._open is not None and self._open.key in LISTS and self._lists.take_table(self._open, piece.table):
            self._open = None
            return True
        if self._open is not None and self._open.key in PEOPLE and self._lists.take_person(self._open, piece.table):
            self._open = None
            return True
        reading = read_label_table(piece.table, self._book, self._pages, front)
        if reading is None:
            if front and _is_short(piece.table):
                self._found.markers.extend(Passage.of_lines(cell.lines) for cell in piece.table.cells if cell.lines)
            return False
        self._open = None
        for entry in reading.entries:
            made = Field(entry.key, entry.label, piece.page, index, entry.values, closed=True)
            self._found.fields.append(self._as_contact(made))
        for blocks in reading.streams:
            self._open = None
            for block in blocks:
                if self._open is not None and self._open.key == "other" and not self._open.inline:
                    continue  # the value of a label that goes nowhere
                self._take(index, Piece(block=block), block, front, None)
            self._open = None
        self._found.markers.extend(reading.markers)
        if front and self._found.headline is None:
            self._found.headline = reading.headline
        return True

    def _as_contact(self, made: Field) -> Field:
        """A field, as contacts where its words say whom to ask for the papers."""
        passage = passage_of(made.values[0]) if made.values and made.key in ("other", "background_papers") else None
        found = self._book.prefix(passage.text) if passage else None
        if passage is None or found is None or found[0] != "contact" or not passage.slice(found[1]):
            return made
        values = [block_of(passage.slice(found[1]), made.values[0]), *made.values[1:]]
        return replace(made, key="contact", values=values)

    def _parted(self, block: Block, front: bool) -> list[Block]:
        """The block, cut before each line that begins with a label of its own: heads are often set without gaps."""
        if len(block.lines) < 2 or block.side or len(block.lines) > MOST_HEAD_LINES:
            return [block]
        cuts = [0]
        for number, line in enumerate(block.lines[1:], 1):
            text = line.text
            found = self._book.prefix(text) if text[:1].isupper() else None
            before = self._book.prefix(block.lines[number - 1].text) if front else None
            labelled = found is not None and self._allowed(found[0], front) and (front or found[0] in PEOPLE | LISTS)
            if labelled or (before is not None and before[0] in ONE_LINE):
                cuts.append(number)
        if len(cuts) == 1:
            return [block]
        parts = [replace(block, lines=block.lines[a:b]) for a, b in pairwise([*cuts, len(block.lines)])]
        for part in parts[1:]:
            part.label, part.label_words = "", []
        return parts

    def _bold_label(self, block: Block, text: str, front: bool) -> tuple[str, int] | None:
        """A label in bold before a value that is not ("**Wards affected** All")."""
        words = block.lines[0].words
        count = next((number for number, word in enumerate(words) if not word.bold), len(words))
        if count == 0 or count == len(words):
            return None
        length = len(" ".join(word.text for word in words[:count]))
        key = self._book.whole(text[:length])
        return (key, length) if key is not None and self._allowed(key, front) else None

    def _gap_label(self, block: Block, text: str, front: bool) -> tuple[str, int] | None:
        """A label that a tab parts from its value ("Title    The plan"), of any weight."""
        if not front or block.label or block.side or len(block.lines) > MOST_WRAPPED:
            return None
        words = block.lines[0].words
        wide = TAB * max(word.size for word in words)
        gaps = (number for number, (one, other) in enumerate(pairwise(words), 1) if other.x0 - one.x1 > wide)
        count = next(gaps, 0)
        length = len(" ".join(word.text for word in words[:count]))
        key = self._book.whole(text[:length]) if 0 < count <= LABEL_WORDS else None
        return (key, length) if key is not None and key not in LISTS else None

    def _own_label(self, block: Block, text: str, front: bool, following: Piece | None) -> str | None:
        if self._awaits_value(block, text):
            return None
        key = self._label(block, text, front)
        return key or ("appendices" if self._heads_appendices(text, following) else None)

    def _heads_appendices(self, text: str, following: Piece | None) -> bool:
        """Whether a plain line "Appendices" stands above "Appendix 1 …"."""
        if following is None or following.block is None or self._book.whole(text) != "appendices":
            return False
        return self._values.are("appendix_word", following.passage.text)

    def _awaits_value(self, block: Block, text: str) -> bool:
        """Whether a label is still without its one value: then the next block is it, whatever it says."""
        here = self._open
        waiting = here is not None and here.key in SINGLE and not here.values and not here.closed
        return waiting and not block.side and not text.endswith(":") and not block.label

    def _wraps(self, block: Block, text: str) -> bool:
        """Whether a line under the labels is the rest of the value above, which filled its own line."""
        before = self._found.fields[-1] if self._found.fields else None
        if before is None or not before.values or before.key not in WRAPPING or block.label:
            return False
        line, first = before.values[-1].lines[-1], block.lines[0]
        if not block.side and (abs(line.x0 - first.x0) > EDGE or not before.closed):
            return False
        if ":" in text or first.page != line.page or self._book.whole(text) is not None:
            return False
        gap, height = first.top - line.bottom, line.bottom - line.top
        room = self._edges.get(line.page or 1, 0.0) - line.x1
        return -0.5 * height < gap < LEADING * height and room < first.words[0].x1 - first.words[0].x0 + 0.2 * height

    def _names_itself(self, text: str, following: Piece | None) -> bool:
        """Whether a side heading is no label: the body, beside its day, or a title with nothing at its right."""
        if self._book.whole(text) is not None or text.endswith(":"):
            return False
        if following is None or following.block is None or following.block.side or is_body(text, self._values):
            return True
        return is_date_only(following.block.text)

    def _take(self, index: int, piece: Piece, block: Block, front: bool, following: Piece | None) -> None:
        if self._open is not None and self._open.key in LISTS:
            block = self._lists.first_column(self._open, block)
        passage = piece.passage if block is piece.block else passage_of(block)
        text = passage.text
        if self._open is not None and self._open.key in PEOPLE and self._book.is_part(text):
            return  # "Email:" in a column of labels: the address at its right goes to the officer above
        if self._set_aside(index, piece, text):
            return
        if front and self._wraps(block, text):
            value = self._found.fields[-1].values
            value[-1] = replace(value[-1], lines=[*value[-1].lines, *block.lines])
            return
        if block.side and front and self._names_itself(text, following):
            self._open = None
            self._found.loose.append((index, Piece(block=replace(block, side=False))))
            return
        key = self._own_label(block, text, front, following)
        if key is not None:
            self._begin(Field(key, text, piece.page, index))
            return
        prefixed = None if block.footnote else self._label_before(block, text, front)
        if (
            prefixed is not None
            and self._allowed(prefixed[0], front, text[: prefixed[1]])
            and not self._is_entry(block)
        ):
            self._begin_inline(
                prefixed[0], prefixed[1], passage, Field("", text[: prefixed[1]], piece.page, index), block
            )
            return
        if self._appendix_label(piece, block, text, following):
            return
        if self._open is not None and self._belongs(self._open, block, text):
            self._open.values.append(block)
            if self._open.key in SINGLE and not self._open.label.endswith(("s", "s:")):
                self._open.closed = True
            return
        if not self._introduced(block, text):
            self._open = None
        self._found.loose.append((index, piece))

    def _introduced(self, block: Block, text: str) -> bool:
        """Whether a sentence under "Officer contact" says that officers follow ("please get in touch with:")."""
        waits = self._open is not None and self._open.key in PEOPLE and not self._open.values
        return waits and text.endswith(":") and not block.heading

    def _set_aside(self, index: int, piece: Piece, text: str) -> bool:
        """Leave out "Service:" and "Housing" below it between the lines of an officer."""
        here, behind, self._aside = self._open, self._aside, False
        if here is None or here.key not in PEOPLE or not here.values:
            return False
        self._aside = self._values.are("aside", text.rstrip(" :"))
        contact = find_contact(text)
        labelled = self._book.whole(text) is not None or self._book.is_part(text) or contact.emails or contact.phones
        if not self._aside and (not behind or labelled):
            return False
        self._found.loose.append((index, piece))
        return True

    def _label_before(self, block: Block, text: str, front: bool) -> tuple[str, int] | None:
        found = self._book.prefix(text) or self._bold_label(block, text, front)
        return found or self._gap_label(block, text, front)

    def _is_entry(self, block: Block) -> bool:
        """Whether the block is a list entry of the open field, whatever its first words are."""
        return self._open is not None and self._open.key in LISTS and bool(block.label)

    def _allowed(self, key: str, front: bool, text: str = "") -> bool:
        return front or key in END_KEYS or (key == "wards" and text.count(" ") > 0)

    def _label(self, block: Block, text: str, front: bool) -> str | None:
        if block.footnote or len(text.split()) > LABEL_WORDS:
            return None
        key = self._book.whole(text)
        if block.side and key is None and self._book.prefix(text) is not None:
            return None  # "Contact: Jane Poe" at the left, her number at the right
        if block.side:
            return key if key is not None and self._allowed(key, front, text) else "other"
        if key is None or not self._allowed(key, front, text):
            return None
        if key in ("access", "committee") and not text.endswith(("?", ":")) and text.count(" ") < 2:
            return None  # "EXEMPT" or "Board" alone is what the label would say
        if key == "report_of" and not text.endswith(":") and self._book.prefix(text) is not None:
            return None  # "Report of the Leader" says who
        if key == "other" and not text.endswith(":") and is_body(text, self._values):
            return None  # "Scrutiny Committee" as a heading is the body itself
        told = bool(block.heading) or block.bold or text.endswith(":") or bool(block.label)
        if key == "other" and self._open is not None and self._open.key in PEOPLE:
            told = True  # "County Council Contact Points" ends the contacts of the report
        # Plain words such as "Key" or "Group" are labels only when something marks them.
        return key if told or (key in END_KEYS - SECTIONS and len(text.split()) > 1) else None

    def _begin(self, made: Field) -> None:
        self._found.fields.append(made)
        self._open = made

    def _begin_inline(self, key: str, at: int, passage: Passage, made: Field, block: Block) -> None:
        made.key, made.inline = key, True
        rest = passage.slice(at)
        meeting = self._values.match("to_meeting", rest.text) if rest and key == "report_of" else None
        if meeting is not None:
            # "Report of the Director to the meeting of the Executive to be held on 5 April"
            self._found.fields.append(
                Field("committee", made.label, made.page, made.at, [block_of(rest.slice(meeting.end()), block)])
            )
            rest = rest.slice(0, meeting.start())
        if rest and key in LISTS and self._values.match("list_intro", rest.text):
            rest, made.inline = Passage([]), False  # "Background papers: Section 100D of the Act" and then the list
        if rest:
            made.values.append(block_of(rest, block))
            made.closed = key in SINGLE
        if key in SECTIONS:
            made.values, made.closed = [], True
        self._begin(made)
        if key in SECTIONS and rest:
            self._open = None
            if key != "other":
                self._found.loose.append((made.at, Piece(block=block)))

    def _appendix_label(self, piece: Piece, block: Block, text: str, following: Piece | None) -> bool:
        """A line "Appendix A:" with its title below it is an entry of a list of appendices."""
        if not self._lists.is_letter(text) or following is None or following.block is None:
            return False
        here = self._open
        end_matter = here is not None and here.key in (PEOPLE | LISTS) and here.page == piece.page
        if not end_matter or here is None:
            return False
        if here.key != "appendices":
            self._begin(Field("appendices", text, piece.page, here.at, [block]))
        else:
            here.values.append(block)
        return True

    def _belongs(self, to: Field, block: Block, text: str) -> bool:
        if to.key == "title" and to.values and text[:1].islower() and not block.label and not block.side:
            return block.page_number == to.page  # the rest of a title that is set with a hanging indent
        if to.closed or block.footnote or to.key in SECTIONS:
            return False
        count = len(text.split())
        if to.key in SINGLE:
            return not (block.heading and (to.inline or to.values)) and count <= MOST_ENTRY_WORDS
        if to.key in LISTS:
            return self._lists.takes(to, block, text)
        return self._goes_to_people(to, block, text, count)

    def _goes_to_people(self, to: Field, block: Block, text: str, count: int) -> bool:
        if count > MOST_OFFICER_WORDS or is_date_only(text) or block.page_number > to.page + 1:
            return False
        contact = find_contact(text)
        if to.values and count > LABEL_WORDS and text.endswith(".") and not parse_officers(text, self._vocabulary):
            return False  # "If you need this report in large print, please call …"
        if contact.phones or contact.emails:
            return True
        colon = text.find(":")
        if to.values and colon > 0 and self._book.is_part(text[:colon]):
            return True  # "Job title: Head of Service"
        if to.values and to.inline and to.key == "report_of":
            if count > LABEL_WORDS or block.label or len(text) < 5:
                return False
            officers = parse_officers(text, self._vocabulary)
            if block.heading or text.isupper():
                return any(part.name and part.role for part in officers)
            return any(part.name or part.role for part in officers)
        if to.values and block.label and any(sign.isalnum() for sign in block.label):
            return any(part.name for part in parse_officers(text, self._vocabulary))
        if to.inline and to.values:
            # "Contact officer: Jane Poe" may have its post on the next line.
            officers = parse_officers(to.passage().printed, self._vocabulary)
            posts = [part.role for part in parse_officers(text, self._vocabulary)]
            wanted = bool(officers) and not officers[-1].role and any(posts)
            return wanted and count <= LABEL_WORDS and not block.heading and block.page_number == to.page
        if block.heading and not block.side:
            named = any(part.name or part.role for part in parse_officers(text, self._vocabulary))
            return named and not block.label and block.page_number == to.page
        if to.values and count > LABEL_WORDS and text.endswith("."):
            return False
        return bool(to.values) or bool(parse_officers(text, self._vocabulary))


def _is_short(table: Table) -> bool:
    """Whether a table is a line or two of the head: the body beside the number of the item."""
    if table.n_cols > 2 and table.n_rows == MOST_HEAD_ROWS:
        return False  # columns with headings
    return table.n_rows <= MOST_HEAD_ROWS and all(len(cell.text.split()) <= LABEL_WORDS for cell in table.cells)
