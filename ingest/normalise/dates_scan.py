"""Reading a timescale from left to right: which dates it names, and the words that belong to each."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.normalise.dates_calendar import Atom
from ingest.normalise.dates_numeric import NEVER, Read, at, is_sign, month_at, read_days, read_month, read_numeric
from ingest.normalise.dates_relative import Duration, read_duration, read_part, read_relative, unit_atom
from ingest.normalise.dates_stretches import (
    read_feast,
    read_half,
    read_named_year,
    read_quarter,
    read_season,
    read_term_number,
    read_year,
    unit_at,
)
from ingest.normalise.dates_words import Token, tokenise

OPENING, CLOSING = "([{", ")]}"
SILENT = '.,;:*#†‡^~"_|!•·▪>?'  # signs that say nothing in a cell of dates
YEAR_ENDS = {"year_end": "financial_year", "quarter_end": "quarter"}
RETURNING = frozenset({"units", "seasons", "weekdays", "numbers", "ordinals"})  # "every …" of these comes back
LOOK_AHEAD = 40  # tokens; what stands further off belongs to another sentence
DEADLINES = frozenset({"deadline", "until", "end", "before"})


@dataclass(slots=True)
class Mention:
    """One date or period in the words, with what stands round it.

    Attributes:
        atom: what it names.
        marks: the words before it ("deadline", "open", "old" …), in printed order.
        start: offset of the first character, marks included.
        end: offset after the last character.
        link: how it hangs on the mention before: "" (not at all), "beside", "list" or "range"; "event" on an "ongoing".
        bracket: number of the bracket it stands in, 0 outside.
        onwards: whether words after it leave its end open.
    """

    atom: Atom
    marks: tuple[str, ...]
    start: int
    end: int
    link: str = ""
    bracket: int = 0
    onwards: bool = False


@dataclass(slots=True)
class Scan:
    """What a text says about time.

    Attributes:
        mentions: dates and periods in printed order.
        events: (kind, number of mentions before it, joined to one of them by, bracket) of "ongoing" and "monthly".
        durations: lengths of time.
        other: words that are no timescale.
        alien_brackets: brackets that hold such words.
        timescale: whether words such as TBC or ASAP were met.
        status: whether a status word or a bare "N/A" was met.
    """

    mentions: list[Mention] = field(default_factory=list)
    events: list[tuple[str, int, str, int]] = field(default_factory=list)
    durations: list[Duration] = field(default_factory=list)
    other: int = 0
    alien_brackets: set[int] = field(default_factory=set)
    timescale: bool = False
    status: bool = False


class Scanner:
    """Walks over the tokens once; its state is what the next date may lean on."""

    def __init__(self, text: str) -> None:
        self.tokens = tokenise(text)
        self.scan = Scan()
        self.here = 0
        self.marks: list[str] = []
        self.mark_start = -1
        self.near = False  # only words of timescales since the last mention
        self.after_event = False  # only such words since "ongoing"
        self.link = ""
        self.link_sign = ""
        self.bracket = 0
        self.brackets = 0

    def run(self) -> Scan:
        """Read everything."""
        while self.here < len(self.tokens):
            self._step()
        return self.scan

    def _step(self) -> None:
        token = self.tokens[self.here]
        if token.kind == "sign" and token.text in OPENING + CLOSING:
            self._turn_bracket(token)
        elif "numbers" in token.senses and self._counts_recurring():
            self.here += 1
        elif self._take_duration() or self._take_atom() or (token.senses and self._take_words(token)):
            return
        elif token.kind == "time" or self._counts_recurring():
            self.here += 1
        elif token.kind == "sign":
            self._take_sign(token)
        else:
            self._take_alien()

    def _counts_recurring(self) -> bool:
        """Whether the token is the number of "6 monthly", "three-yearly"."""
        return "recurring" in at(self.tokens, self.here + 1 + is_sign(at(self.tokens, self.here + 1), "-")).senses

    def _turn_bracket(self, token: Token) -> None:
        if token.text in OPENING:
            self.brackets += 1
            self.bracket = self.brackets
        else:
            self.bracket = 0
        self.here += 1

    def _take_alien(self) -> None:
        self.scan.other += 1
        if self.bracket:
            self.scan.alien_brackets.add(self.bracket)
        self._forget()
        self.here += 1

    def _forget(self) -> None:
        self.marks, self.mark_start, self.near, self.link, self.after_event = [], -1, False, "", False

    def _take_sign(self, token: Token) -> None:
        if token.text in "/,&+-":
            if self.near and not self.marks:
                self.link = "range" if token.text == "-" else "list"
            self.link_sign = token.text
        elif token.text in ">→" and self.near:
            self.marks.append("new")
        elif token.text == "." and at(self.tokens, self.here + 1).gap:
            self._forget()
        elif token.text == ";":
            self.link, self.link_sign = "list" if self.near else "", ";"
        elif token.text not in SILENT:
            self.scan.other += 1
        self.here += 1

    # --- dates -----------------------------------------------------------------------------------------------
    def _take_atom(self) -> bool:
        found = read_atom(self.tokens, self.here)
        if found is None:
            found = self._relative_unit()
        if found is None:
            return False
        atom, after = found
        first, last = self.tokens[self.here], self.tokens[after - 1]
        link = (self.link or "beside") if self.near and self.scan.mentions else "event" if self.after_event else ""
        start = self.mark_start if self.mark_start >= 0 else first.start
        mention = Mention(atom, tuple(self.marks), start, last.end, link, self.bracket)
        self.scan.mentions.append(mention)
        self._forget()
        self.near, self.here = True, after
        return True

    def _relative_unit(self) -> Read:
        """Read "end of the month", "by financial year end": the one that the paper's date lies in."""
        token = self.tokens[self.here]
        unit = unit_at(self.tokens, self.here)
        if token.senses.get("marks") in YEAR_ENDS:
            unit = YEAR_ENDS[token.senses["marks"]]
            return (_ending(unit_atom(unit, 0)), self.here + 1) if self._ends_here() and not self.near else None
        follower = at(self.tokens, self.here + 1)
        if not unit or unit in ("day", "working_day", "half", "half_term") or follower.kind == "num":
            return None
        if follower.text == "end" or (unit in ("financial_year", "academic_year") and "end" in self.marks):
            after = self.here + 1 + (follower.text == "end")
            return _ending(unit_atom(unit, 0)), after
        if self.marks and self.marks[-1] == "end":
            return unit_atom(unit, 0), self.here + 1
        if unit in ("financial_year", "academic_year") and self._ends_here():
            return unit_atom(unit, 0), self.here + 1
        return None

    def _ends_here(self) -> bool:
        """Whether no date follows that the words could belong to."""
        follower = self.here + 1
        while follower < self.here + LOOK_AHEAD and _passes(at(self.tokens, follower)):
            follower += 1
        return read_atom(self.tokens, follower) is None

    # --- words -----------------------------------------------------------------------------------------------
    def _take_words(self, token: Token) -> bool:
        senses = token.senses
        if self._take_recurring(token):
            return True
        if "ongoing" in senses and not (token.text == "throughout" and not self._ends_here()):
            self._event("ongoing")
        elif "marks" in senses:
            self._take_mark(token, senses["marks"])
        elif "nothing" in senses and senses["nothing"] == "timescale":
            self.scan.timescale = True
        elif "nothing" in senses:
            self.scan.status = True
        elif not senses.keys() & {"fillers", "weekdays", "relatives"} and not (
            self.near and unit_at(self.tokens, self.here)
        ):
            return False
        self.here += 1
        return True

    def _take_mark(self, token: Token, mark: str) -> None:
        last = self.scan.mentions[-1] if self.scan.mentions else None
        if mark == "onwards":
            if last is not None and self.near and not self.marks:
                last.onwards, last.end = True, token.end
            elif "ongoing" in token.text:
                self._event("ongoing")
        elif mark in YEAR_ENDS:
            if not self.near:  # "March 2019 (year end)" says it twice
                self._add_mark(token, "end")
        elif mark in ("old", "new") and last is not None and self.near and not self.marks and self._closes():
            last.marks += (mark,)  # "December 2024 (original)"
        elif token.text == "+" and last is not None and self.near and not token.gap:
            last.onwards = True  # "2025+"
        elif mark == "link":
            self.link = "list" if self.near and not self.marks else self.link
            self.link_sign = "and"
        elif mark == "until" and self.near and not self.marks and last is not None:
            if "old_from" in last.marks:
                self._add_mark(token, "new")
            else:
                self.link = "range"
        elif token.text.endswith("latest") and last is not None and self.near:
            last.marks += ("deadline",)  # "March 2019 at the latest"
        else:
            self._add_mark(token, mark)

    def _closes(self) -> bool:
        """Whether the words before a date end here, so that none follows that they could belong to."""
        follower = at(self.tokens, self.here + 1)
        return follower is NEVER or is_sign(follower, ");")

    def _add_mark(self, token: Token, mark: str) -> None:
        if mark == "open" and "new" in self.marks and token.text == "from":
            self.marks = ["old_from"]
            return
        self.mark_start = token.start if self.mark_start < 0 else self.mark_start
        self.marks.append(mark)

    def _event(self, kind: str) -> None:
        joined = "" if not self.near or self.bracket else self.link_sign if self.link else " "
        joins = ("-", ",", "and", "&") if kind == "ongoing" else ("and", "&")
        if self.scan.mentions and joined in joins and DEADLINES.isdisjoint(self.scan.mentions[-1].marks):
            self.scan.mentions[-1].onwards = True
        self.scan.events.append((kind, len(self.scan.mentions), joined, self.bracket))
        self.marks, self.mark_start, self.after_event = [], -1, True

    def _take_recurring(self, token: Token) -> bool:
        kind = token.senses.get("recurring", "")
        if kind == "adjective":
            kind = "adverb" if self._ends_here() and len(self.tokens) <= 3 else ""
            if not kind and not self.scan.mentions and not self._dated_later():
                kind = "adverb"
        if kind == "every":
            follower = at(self.tokens, self.here + 1)
            timely = follower.kind == "num" or follower.senses.keys() & RETURNING
            kind = "adverb" if timely or month_at(self.tokens, self.here + 1) else ""
            counted = bool(kind) and (follower.kind == "num" or "numbers" in follower.senses)
            self.here += counted + (bool(kind) and unit_at(self.tokens, self.here + 1 + counted) != "")
        if kind != "adverb":
            return False
        self._event("recurring")
        self.here += 1
        return True

    def _dated_later(self) -> bool:
        ahead = range(self.here + 1, min(len(self.tokens), self.here + LOOK_AHEAD))
        found = (read_atom(self.tokens, index) for index in ahead)
        return any(one is not None and one[0].year for one in found)

    # --- lengths of time -------------------------------------------------------------------------------------
    def _take_duration(self) -> bool:
        found = read_duration(self.tokens, self.here)
        if found is None:
            return False
        duration, after = found
        self.scan.durations.append(duration)
        self.here = after
        return True


def _passes(token: Token) -> bool:
    return "fillers" in token.senses or is_sign(token, ",:-")


def _ending(atom: Atom) -> Atom:
    return Atom(atom.precision, atom.span, atom.year, atom.relative, deadline=True)


def read_atom(tokens: list[Token], index: int) -> Read:
    """The date or period that begins at a token, longest reading first, or None."""
    token = at(tokens, index)
    if token.kind == "num":
        return (
            read_numeric(tokens, index)
            or read_days(tokens, index)
            or read_quarter(tokens, index)
            or read_half(tokens, index)
            or read_year(tokens, index)
        )
    return read_worded(tokens, index) if token.senses else None


def read_worded(tokens: list[Token], index: int) -> Read:
    """The date or period that begins with a word the vocabulary knows, or None."""
    senses = at(tokens, index).senses
    if "months" in senses:
        return read_month(tokens, index)
    if "seasons" in senses:
        return read_season(tokens, index)
    if "parts" in senses and (found := read_part(tokens, index)) is not None:
        return found
    if "units" in senses or "ordinals" in senses:
        return (
            read_quarter(tokens, index)
            or read_half(tokens, index)
            or read_term_number(tokens, index)
            or read_named_year(tokens, index)
        )
    return read_feast(tokens, index) or read_relative(tokens, index)
