"""Where entries begin in a cell whose line breaks a converter lost: the signs that the words themselves give."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ingest.readers.tokens import Paragraph, Token

# A cell with fewer words than this is one paragraph: two short sentences belong together.
LONG_CELL = 16
# An entry that no full stop ends is longer than this.
SHORT_ENTRY = 1
# A list hangs on a stem of at least so many words; fewer words before a colon are a name ("Stability of workforce: …").
STEM_WORDS = 7
_SENTENCE_END = re.compile(r"[.!?]['\"”’)]*\Z")
_NO_END = re.compile(r"\(?(?:e\.g|i\.e|etc|cf|incl|approx|no|nos|para|mr|mrs|ms|dr|st|vs|[a-z])\.", re.IGNORECASE)
# Sentences that begin so lean on the one before.
_LEANS = re.compile(
    r"(?:this|these|that|those|it|its|they|their|he|she|his|her|however|although|though|but|and|also|each|both|such"
    r"|as|where|there|therefore|thus|so|then|here|which|any|some|most|many|further|furthermore|moreover|additionally"
    r"|we|otherwise|instead|meanwhile|because|since|once|if|when|while|whilst|despite|overall|positive|currently|of"
    r"|in|by|within|with)\Z",
    re.IGNORECASE,
)
# A figure that opens a sentence so counts what the sentence before is about ("25 have been discharged").
_LEANS_ON_COUNT = frozenset({"have", "has", "had", "were", "was", "are", "is", "of", "did", "will"})
# Words after which a name in capitals goes on with the sentence ("by the Committee"), and before which none ends.
_JOINS = re.compile(
    r"(?:an?|the|this|that|these|those|its?|our|their|your|his|her|all|any|each|every|both|some|no|and|or|but|nor|of|to"
    r"|in|on|at|by|for|from|with|within|without|through|via|into|onto|over|under|between|across|against|among|around"
    r"|before|after|during|until|since|as|than|per|plus|including|regarding|following|towards?|is|are|was|were|be|been"
    r"|being|has|have|had|will|would|should|can|could|may|must|not|if|when|while|which|who|whose|where|because|so"
    r"|called|named|entitled|attended|new|old|former|current|draft|joint|local|lead|senior|relevant|appropriate"
    r"|date|next|future|post|up|out|off|down|back|revised|updated|annual|monthly|weekly|quarterly|monitor|use|using"
    r"|see|e\.g\.|i\.e\.)",
    re.IGNORECASE,
)
# Words that stand in capitals only where a sentence or entry begins.
_OPENERS = re.compile(r"(?:The|An?|It|There|We|All|Each|Our|In|Following|When|To|From|Any|As|For)")
# Verbs that open actions and are no nouns, so that no name ends in one ("… Placement Strategy Develop a model").
_ACTS = re.compile(
    r"(?:Agree|Analyse|Appoint|Arrange|Build|Complete|Consider|Continue|Create|Deliver|Develop|Embed|Encourage|Ensure"
    r"|Establish|Evaluate|Explore|Extend|Identify|Implement|Improve|Introduce|Investigate|Liaise|Maintain|Organise"
    r"|Prepare|Produce|Promote|Provide|Publish|Recruit|Strengthen|Undertake)"
)
_ENTRY_WORD = re.compile(r"[A-Z][a-z]+(?:['’-][a-z]+)*[,:]?")
_DOING = re.compile(r"[A-Z][a-z]{2,}ing")
_MONTH = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*|[A-Z][a-z]+day")
_CLOSED = re.compile(r"[a-z][a-z'’/-]*[a-z]['’”\"]?|\(?\d[\d.,]*(?<![.,])%?\)?|.*\w\)")
_NAME = re.compile(r"[A-Z][A-Za-z'’-]*")
# Updates of a log: "21/05/12 – Jane Poe circulated …"
_DAY = re.compile(r"\(?\d{1,2}[./]\d{1,2}[./](?:20)?\d\d[):]?")
_DASH = re.compile(r"[–—:-]")
_COUNT = re.compile(r"\d[\d.,]*%?")
# "(Feb 2018) Post Adoption": a date in brackets closes an entry as a full stop does.
_DATED = re.compile(r"\((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* (?:20)?\d\d\)\Z")
# Numbers and letters of a list: "1." "2)" "(a)" "b."
_MARK = re.compile(r"(?P<open>\(?)(?P<mark>\d{1,2}|[a-z]|[ivx]{1,4})(?P<close>[.)])")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


class Usage:
    """How a paper prints its words: in lower case, or in capitals in the middle of sentences, as names are."""

    def __init__(self, paragraphs: Iterable[Paragraph] = ()) -> None:
        self._lower: Counter[str] = Counter()
        self._names: Counter[str] = Counter()
        for paragraph in paragraphs:
            joined = False
            for token in paragraph.tokens():
                word = token.text.strip(".,;:()'\"‘’“”")
                if word.islower():
                    self._lower[word] += 1
                elif joined:
                    self._names[word.casefold()] += 1
                joined = bool(_JOINS.fullmatch(token.text))

    def is_common(self, word: str) -> bool:
        """Whether a word stands in lower case more often than as a name or part of one."""
        return self._lower[word.casefold()] > self._names[word.casefold()]

    def is_name(self, word: str) -> bool:
        """Whether a word is a name, or part of one, somewhere."""
        return self._names[word.casefold()] > 0


def entry_starts(tokens: list[Token], labelled: bool, usage: Usage) -> Iterator[int]:
    """Places where an entry begins in words that came on one line.

    Args:
        tokens: the words.
        labelled: a bullet or number stands before them, so that the first sentences are one entry.
        usage: how the paper prints its words.
    """
    marks = _list_marks(tokens)
    long = not marks and (len(tokens) >= LONG_CELL or _is_parallel(tokens))
    last = 0
    for index in range(1, len(tokens)):
        sentence = long and not labelled and _opens_sentence(tokens, index)
        if (
            index in marks
            or sentence
            or _opens_update(tokens, index)
            or (index - last > SHORT_ENTRY and _opens_entry(tokens, index, usage))
            or (long and index - last >= STEM_WORDS and _opens_list(tokens, index))
        ):
            yield index
            # Behind the list nothing says that a sentence belongs to the one before.
            last, labelled = index, False


def ends_sentence(word: str) -> bool:
    """Whether a word ends a sentence, and is no abbreviation."""
    return bool(_SENTENCE_END.search(word)) and not _NO_END.fullmatch(word)


def _list_marks(tokens: list[Token]) -> frozenset[int]:
    """Places of the numbers or letters of a list that stands on one line: "a. Set … b. Ensure …"."""
    chain: list[int] = []
    form, wanted = ("", ""), ""
    for index, token in enumerate(tokens[:-1]):
        match = _MARK.fullmatch(token.text)
        if match is None or tokens[index + 1].text[0].islower():
            continue
        if not wanted and match["mark"] in ("1", "a", "i"):
            form, wanted, chain = (match["open"], match["close"]), _next_mark(match["mark"]), [index]
        elif (match["open"], match["close"]) == form and match["mark"] == wanted:
            chain.append(index)
            wanted = _next_mark(wanted)
    return frozenset(chain) if len(chain) > 1 else frozenset()


def _next_mark(mark: str) -> str:
    if mark.isdecimal():
        return str(int(mark) + 1)
    if mark in _ROMAN[:-1]:
        return _ROMAN[_ROMAN.index(mark) + 1]
    return chr(ord(mark[0]) + 1)


def _is_parallel(tokens: list[Token]) -> bool:
    """Whether the sentences of a short cell all begin with the same word ("All actions complete. All outcomes …")."""
    starts = [0, *(index for index in range(1, len(tokens)) if ends_sentence(tokens[index - 1].text))]
    return len(starts) > 1 and len({tokens[index].text for index in starts}) == 1


def _opens_sentence(tokens: list[Token], index: int) -> bool:
    """Whether a sentence begins that does not lean on the one before."""
    before, word = tokens[index - 1].text, tokens[index].text
    if not (ends_sentence(before) or _dated(tokens, index)):
        return False
    if _COUNT.fullmatch(word):
        after = tokens[index + 1].text if index + 1 < len(tokens) else ""
        return after[:1].islower() and after not in _LEANS_ON_COUNT
    bare = word.lstrip("'\"‘“") or word
    return bare[0].isupper() and (bare != word or not _LEANS.match(bare.rstrip(",;:")))


def _dated(tokens: list[Token], index: int) -> bool:
    return index > 1 and bool(_DATED.match(f"{tokens[index - 2].text} {tokens[index - 1].text}"))


def _opens_update(tokens: list[Token], index: int) -> bool:
    """Whether a dated entry of a log begins."""
    if not _DAY.fullmatch(tokens[index].text) or _JOINS.fullmatch(tokens[index - 1].text):
        return False
    marked = tokens[index].text.endswith(":")
    after = tokens[index + 1 : index + 3]
    dashed = len(after) == 2 and bool(_DASH.fullmatch(after[0].text)) and after[1].text[0].isupper()
    return dashed or (marked and bool(after) and after[0].text[0].isupper())


def _opens_list(tokens: list[Token], index: int) -> bool:
    """Whether the first entry of a list begins, behind the colon of its stem."""
    return tokens[index - 1].text.endswith(":") and tokens[index].text[0].isupper()


def _opens_entry(tokens: list[Token], index: int, usage: Usage) -> bool:
    """Whether an entry begins in the middle of a line, though no full stop ends the one before.

    A capital stands behind a word that ends nothing and joins nothing, and the word that it begins is no name.
    """
    before, word = tokens[index - 1].text, tokens[index].text
    after = tokens[index + 1].text if index + 1 < len(tokens) else ""
    if _JOINS.fullmatch(before.strip("'’”\"()")) or not after:
        return False
    lower = after[:1].islower() and not _MONTH.fullmatch(word)
    if _ACTS.fullmatch(word) and lower:
        return bool(_CLOSED.fullmatch(before) or _NAME.fullmatch(before))
    if not _CLOSED.fullmatch(before):
        return False
    if _OPENERS.fullmatch(word) or (_DOING.fullmatch(word) and lower):
        return True
    bare = word.rstrip(",:")
    if before.endswith("ing"):
        return False  # "strengthening Edge of Care arrangements"
    return lower and bool(_ENTRY_WORD.fullmatch(word)) and usage.is_common(bare) and not _LEANS.match(bare)
