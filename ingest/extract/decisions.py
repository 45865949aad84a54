"""Decision recommendations: what the committee is asked to do, with the stem the list hangs on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from ingest.extract.front_labels import LabelBook
from ingest.extract.inspection import ReviewWords
from ingest.extract.running_text import Piece, passage_of
from ingest.layout.document import Block, make_line
from ingest.layout.list_labels import read_label
from ingest.layout.passage import Passage
from ingest.vocabulary.folding import fold
from ingest.vocabulary.loader import Vocabulary
from schemas.report import Recommendation, Verb

# Without a heading of its own a recommendation is one short paragraph.
MOST_STEM_WORDS = 30
MOST_UNMARKED_WORDS = 140
# A list entry in bold has more words than a heading, or so many blanks at least.
LEAST_BOLD_BLANKS = 3
_LABEL_EDGES = " .():"
_STEM_EDGES = " :;–—-"
_PASSIVE = re.compile(r"\bbe\s+(?:\w+ly\s+)?(?P<verb>[a-z]+ed)\b", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]+")
_THAT = re.compile(r"^that(?:\s+|:$)", re.IGNORECASE)
_LEAD = re.compile(r"^(?:that|to)\s+", re.IGNORECASE)
# "3 Cabinet is asked to:": the number of the paragraph, where no gap tells it from the words
_PARAGRAPH = re.compile(r"^(\(?\d{1,3}(?:\.\d{1,2}){0,3}[.)]?)\s+(?=[A-Z])")
_SENTENCE_END = re.compile(r"[.!?]['’”)]*$")
VERBS: tuple[Verb, ...] = ("note", "approve", "agree", "comment", "recommend", "delegate", "other")


class VerbBook:
    """Verbs of decisions and the wording that asks for them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.asks = vocabulary.patterns("verbs", "asks")
        self.bodies = vocabulary.patterns("verbs", "asks_body")
        self.subjects = vocabulary.patterns("verbs", "subject")
        self.labels = vocabulary.patterns("verbs", "entry_label")
        self.reasons = vocabulary.patterns("verbs", "reason")
        self.resolved = vocabulary.patterns("verbs", "resolved")
        self._kinds: dict[str, Verb] = {}
        self._phrases: list[tuple[re.Pattern[str], Verb]] = []
        for verb in VERBS:
            for word in vocabulary.words("verbs", verb):
                self._kinds.setdefault(word.casefold(), verb)
            self._phrases.extend((pattern, verb) for pattern in vocabulary.patterns("verbs", verb))

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> VerbBook:
        """The verbs of a vocabulary; made once."""
        return vocabulary.once("verb book", cls)

    def numbered(self, block: Block, passage: Passage) -> tuple[Passage, str]:
        """The words of a block and its label, also where the number in front of the asking is not set apart."""
        found = _PARAGRAPH.match(passage.text) if not block.label else None
        if found is None or not self.stem(passage.text[found.end() :]):
            return passage, block.label
        return passage.slice(found.end()), found[1]

    def counted(self, text: str) -> re.Match[str] | None:
        """The label of a recommendation that counts itself ("R1 Note …", "Recommendation 2: …")."""
        return next((found for pattern in self.labels if (found := pattern.search(text))), None)

    def is_verb(self, word: str) -> bool:
        """Whether a word is a verb of decisions, in any form."""
        return word.casefold() in self._kinds

    def kind(self, text: str) -> Verb:
        """What a decision asks for, told from its first verb (or a passive: "that the report be noted")."""
        for pattern, verb in self._phrases:
            if pattern.search(text):
                return verb
        words = _WORD.findall(text)
        if len(words) > 1 and words[0].casefold() == "to":
            words = words[1:]
        if words and words[0].casefold() in self._kinds:
            return self._kinds[words[0].casefold()]
        passive = _PASSIVE.search(text)
        if passive and passive["verb"].casefold() in self._kinds:
            return self._kinds[passive["verb"].casefold()]
        for word in words:
            # "the agreed plan" names no decision; "the Committee agrees" does.
            lowered = word.casefold()
            if lowered in self._kinds and not lowered.endswith("ed"):
                return self._kinds[lowered]
        return "other"

    def stem(self, text: str) -> int:
        """Length of the stem at the front of a text ("The Board is asked to"), 0 where there is none."""
        end = next((match.end() for pattern in self.asks if (match := pattern.search(text))), 0)
        rest = text[end:]
        lead = len(rest) - len(rest.lstrip())
        that = _THAT.match(rest.lstrip()) or text[:end].casefold().rstrip(" :").endswith("that")
        if end and not that:
            return end
        if not end and not _THAT.match(text):
            return 0
        if not end and fold(text) == "that":
            return len(text)
        subject = self.subject(rest.lstrip())
        return end + lead + subject if subject else end

    def subject(self, text: str) -> int:
        """Length of "that the Committee" at the front of a text, where a verb, a colon or nothing follows."""
        for pattern in self.subjects:
            match = pattern.search(text)
            if match is None:
                continue
            if match.group().rstrip().endswith((":", ";")) or match.end() == len(text):
                return match.end()
            # "Executive" is a body, and so is "Executive Lead Member for Housing": the verb tells where the name ends.
            for word in islice(_WORD.finditer(text), MOST_STEM_WORDS):
                if self.is_verb(word.group()) and pattern.fullmatch(text, 0, word.start()):
                    return word.start()
        return 0


@dataclass(slots=True)
class _Section:
    """A section of recommendations while it is read."""

    stem: Passage | None = None
    found: list[tuple[Block | None, str, Passage, Passage | None]] = field(default_factory=list)
    waiting: bool = False  # a stem was read and its list has not begun
    hanging: bool = False  # a list hangs on the stem
    sub: str = ""  # how the entries below the last one are counted


def _kind(block: Block | None) -> str:
    """How a block's label counts ("number", "letter", "bullet"), or ""."""
    label = read_label(make_line(block.label_words)) if block is not None and block.label_words else None
    return label.kind if label is not None else ""


class DecisionReader:
    """Finds the first section of recommendations in a stream and reads it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._book = LabelBook.of(vocabulary)
        self._verbs = VerbBook.of(vocabulary)
        self._reviews = ReviewWords.of(vocabulary)

    def read(self, pieces: Sequence[Piece]) -> list[Recommendation]:
        """The recommendations as the front matter prints them; those repeated at the end are left out."""
        for index, piece in enumerate(pieces):
            if piece.block is None:
                continue
            start = self._section_start(piece.block, piece.passage)
            if start is None:
                continue
            found = self._read_section(pieces, index, start)
            if found:
                return found
        for index, piece in enumerate(pieces):
            if piece.block is None:
                continue
            passage, _ = self._verbs.numbered(piece.block, piece.passage)
            if self._unmarked(piece.block, passage.text):
                found = self._read_section(pieces, index, passage)
                if found:
                    return found
        return []

    def _section_start(self, block: Block, passage: Passage) -> Passage | None:
        """What a heading of recommendations leaves on its own line, maybe nothing; None where it is none."""
        text = passage.text
        if block.footnote:
            return None
        told = (
            block.side or block.heading or block.bold or text.isupper() or text.endswith(":") or len(text.split()) < 4
        )
        if told and self._book.whole(text) == "recommendations":
            return passage if self._verbs.stem(text) else Passage([])
        prefix = self._book.prefix(text)
        if prefix is not None and prefix[0] == "recommendations":
            return passage.slice(prefix[1])
        return None

    def _unmarked(self, block: Block, text: str) -> bool:
        if block.heading or block.footnote or text.count(" ") >= MOST_UNMARKED_WORDS:
            return False
        length = self._verbs.stem(text)
        if length == len(text) and _THAT.match(text) and text.endswith(":"):
            return True  # "That Cabinet:" says what follows, whatever the heading above it is called
        if not length or not any(pattern.search(text) for pattern in self._verbs.bodies):
            return False
        # "Members are asked to declare their interests" asks for no decision.
        rest = text[length:].strip(_STEM_EDGES)
        return not rest or self._decides(rest) or bool(_THAT.match(rest))

    def _read_section(self, pieces: Sequence[Piece], index: int, start: Passage) -> list[Recommendation]:
        section = _Section()
        head = pieces[index].block
        if start:
            self._take(section, head, start, head.label if head and not head.heading else "")
        for number, piece in enumerate(pieces[index + 1 :], index + 1):
            if piece.block is None:
                if not section.found and piece.table is not None and self._take_table(section, piece):
                    continue
                break
            if piece.block.footnote or self._is_reason(section, piece):
                continue
            if self._further(section, piece, head):
                section.stem, section.waiting, section.hanging = None, False, False
                continue
            if self._repeats(section, pieces, number, head):
                section.stem, section.waiting, section.hanging = None, False, False
                continue
            if self._ends(section, piece.block, head):
                break
            passage, label = self._verbs.numbered(piece.block, piece.passage)
            counted = self._verbs.counted(passage.text) if not label else None
            if counted is not None:
                passage, label = passage.slice(counted.end()), counted[1]
            if not self._take(section, piece.block, passage, label):
                break
        return [self._make(*entry) for entry in section.found]

    def _further(self, section: _Section, piece: Piece, head: Block | None) -> bool:
        """Whether another heading of recommendations stands between two lists, for another body say."""
        block, text = piece.block, piece.passage.text
        if not section.found or block is None or head is None or not (block.heading or block.bold or text.isupper()):
            return False
        heads = self._book.whole(text) == "recommendations" and "recommendation" in text.casefold()
        return heads and fold(text) != fold(passage_of(head).text) and not self._verbs.stem(text)

    def _repeats(self, section: _Section, pieces: Sequence[Piece], number: int, head: Block | None) -> bool:
        """Whether a heading begins another matter whose list follows at once under the words of the first one's head.

        "(B) Treasury management", "RECOMMENDED TO COUNCIL:"
        """
        block = pieces[number].block
        following = pieces[number + 1].block if number + 1 < len(pieces) else None
        if not section.found or block is None or head is None or following is None or not (block.heading or block.bold):
            return False
        text = passage_of(following).text
        return fold(text) == fold(passage_of(head).text) and self._book.whole(passage_of(block).text) is None

    def _is_reason(self, section: _Section, piece: Piece) -> bool:
        return bool(section.found) and any(pattern.search(piece.passage.text) for pattern in self._verbs.reasons)

    def _ends(self, section: _Section, block: Block, head: Block | None) -> bool:
        text = passage_of(block).text
        if block.side:
            return True
        if any(pattern.search(text) for pattern in self._verbs.resolved):
            return True
        if self._goes_on(section, block, text):
            return False
        if (block.heading or self._book.whole(text)) and not self._verbs.stem(text) and not section.waiting:
            return True
        if block.heading and block.label and head is not None and head.heading:
            return True
        prefix = self._book.prefix(text)
        return prefix is not None and not block.label and prefix[0] != "recommendations" and not self._verbs.stem(text)

    def _goes_on(self, section: _Section, block: Block, text: str) -> bool:
        """Whether an entry set in bold is the next one of the list and no heading."""
        label = read_label(make_line(block.label_words)) if block.heading and block.label_words else None
        if label is None or text.count(" ") < LEAST_BOLD_BLANKS or self._book.whole(text) is not None:
            return False
        before = section.found[-1][0] if section.found else None
        if before is None or not before.label_words:
            return label.first and (section.waiting or self._decides(text))
        last = read_label(make_line(before.label_words))
        return last is not None and label.follows(last) and (self._plausible(text) or text[:1].islower())

    def _take(self, section: _Section, block: Block | None, passage: Passage, label: str) -> bool:
        """Take one block into the section; False where the section is over."""
        text = passage.text
        # "(c) recommends to Council that …" is an entry of the list, "2. Council is asked to:" begins another one.
        listed = bool(label) and section.stem is not None and section.hanging
        own = not listed or any(pattern.search(text) for pattern in self._verbs.bodies)
        length = self._verbs.stem(text) if own else 0
        if not length and label and (section.stem is None or not section.hanging):
            length = self._verbs.subject(text)  # "1. Members note the report."
        rest = passage.slice(length) if length else passage
        if length and not rest.text.strip(_STEM_EDGES):
            section.stem, section.waiting, section.hanging = passage, True, True
            return True
        if length:
            section.stem, section.hanging = passage.slice(0, length), False
            if text.endswith(":") and len(rest.text.split()) <= MOST_STEM_WORDS and not label:
                # "The Committee is asked to agree that:" hangs its list on all of it.
                section.stem, section.waiting, section.hanging = passage, True, True
                return True
            section.found.append((block, label, rest.strip(_STEM_EDGES), section.stem))
            section.waiting = False
            return True
        if label:
            return self._take_entry(section, block, passage, label)
        if section.waiting or (not section.found and section.stem is None):
            return self._take_plain(section, block, passage)
        first = section.found[-1][2].text if section.found else ""
        if section.found and text[:1].islower() and not _SENTENCE_END.search(first):
            owner, ref, before, stem = section.found[-1]
            section.found[-1] = (owner, ref, Passage.join([before, passage]), stem)
            return True
        unlabelled = bool(section.found) and not section.found[-1][1] and section.stem is not None
        return unlabelled and self._decides(text) and self._take_plain(section, block, passage)

    def _decides(self, text: str) -> bool:
        word = _WORD.match(_LEAD.sub("", text))
        return word is not None and self._verbs.is_verb(word.group())

    def _take_plain(self, section: _Section, block: Block | None, passage: Passage) -> bool:
        """An unnumbered paragraph that decides something, or introduces the list."""
        text = passage.text
        if section.stem is None and not self._decides(text) and not _THAT.match(text):
            told = self._reviews.tells(text) or self._reviews.has("obliges", text)
            if text.endswith(":") and len(text.split()) <= MOST_STEM_WORDS and not told:
                section.stem, section.waiting, section.hanging = passage, True, True
                return True
            return False
        if section.stem is not None and not self._decides(text) and not section.waiting:
            return False
        section.found.append((block, "", passage, section.stem))
        section.waiting = False
        return True

    def _take_entry(self, section: _Section, block: Block | None, passage: Passage, label: str) -> bool:
        section.waiting = False
        if section.found and block is not None:
            before = section.found[-1][0]
            if before is not None and before.label and (block.level > before.level or self._is_sub(section, block)):
                owner, ref, words, stem = section.found[-1]
                section.found[-1] = (owner, ref, Passage.join([words, passage]), stem)
                return True
        if section.stem is None and not self._plausible(passage.text):
            unlisted = not section.found or not section.found[-1][1]
            if unlisted:
                return False  # "2.1 The site lies at the edge of the village."
        # "3. That a report be brought to Cabinet" does not hang on the "That Cabinet" of the entry above.
        own = _THAT.match(passage.text) is not None and not section.hanging
        section.found.append((block, label, passage, None if own else section.stem))
        section.sub = ""
        return True

    def _is_sub(self, section: _Section, block: Block) -> bool:
        """Whether an entry belongs to the one before: that ends in a colon, and this is counted in another way."""
        owner, _, words, _ = section.found[-1]
        kinds = [_kind(one) for one in (owner, block)]
        if section.sub != kinds[1]:
            section.sub = kinds[1] if words.text.endswith(":") and kinds[0] != kinds[1] else ""
        return bool(section.sub)

    def _plausible(self, text: str) -> bool:
        """Whether an entry without a stem is a decision: it begins with "That" or a verb of decisions."""
        return bool(_THAT.match(text)) or self._decides(text)

    def _take_table(self, section: _Section, piece: Piece) -> bool:
        """A frame of two columns: number and recommendation."""
        table = piece.table
        if table is None or table.n_cols != 2 or table.n_rows > 20:
            return False
        taken = False
        for row in table.rows():
            ref, words = row[0], row[1]
            if ref is None or words is None or ref is words or len(ref.text) > 6 or not words.lines:
                continue
            passage = Passage.of_lines(words.lines)
            if section.stem is not None or self._plausible(passage.text) or self._verbs.stem(passage.text):
                taken = self._take(section, None, passage, ref.text) or taken
        return taken

    def _verb(self, text: str, stem: Passage | None) -> Verb:
        """What an entry asks for; "Cabinet is asked to note:" may say it for its whole list."""
        verb = self._verbs.kind(text)
        if stem is None or verb != "other" or self._decides(text):
            return verb
        # "… is asked to approve the following": what asks ("recommended", "asked", "recommends") is not what is asked.
        words = [word for word in _WORD.findall(stem.text) if self._verbs.is_verb(word)]
        kinds = [self._verbs.kind(word) for word in words if not word.casefold().endswith("ed")]
        return kinds[-1] if kinds and kinds[-1] != "recommend" else verb

    def _make(self, block: Block | None, label: str, passage: Passage, stem: Passage | None) -> Recommendation:
        ref = label.strip(_LABEL_EDGES) if label and any(sign.isalnum() for sign in label) else None
        if ref is not None and len(ref) == 1 and ref == "o" and label == "o":
            ref = None
        words = passage.source() if stem is None else [*stem.source(), *passage.source()]
        return Recommendation(
            ref=ref or None,
            stem=stem.text if stem is not None else None,
            text=passage.text,
            verb=self._verb(passage.text, stem),
            source=[place for number, place in enumerate(words) if place not in words[:number]],
        )
