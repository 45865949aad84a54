"""What a word says about who does something: part of a post, of a body, of a person's name, or none of these."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ingest.vocabulary.files import packaged, read_tsv
from ingest.vocabulary.loader import Entry, Vocabulary, load_vocabulary


class Sense:
    """What one word may be: bits of an int (an IntFlag is several times slower)."""

    POST = 1 << 0  # head noun of a post
    SCOPED = 1 << 1  # ... whose field of work may simply follow it
    ALONE = 1 << 2  # ... that says all by itself
    SHORT = 1 << 3  # ... written short: HoS
    PEOPLE = 1 << 4  # ... of several people
    QUALIFIER = 1 << 5
    AREA = 1 << 6
    EMPLOYER = 1 << 7
    UNIT = 1 << 8
    GROUP = 1 << 9
    LEADERSHIP = 1 << 10
    OPENING = 1 << 11  # a body may begin with it
    LINK = 1 << 12
    OTHER = 1 << 13  # a common word that is in nobody's name
    GIVEN = 1 << 14
    SURNAME = 1 << 15  # a surname although a word of posts and fields
    PARTICLE = 1 << 16
    DEGREE = 1 << 17
    DROPPED = 1 << 18  # Mr
    KEPT = 1 << 19  # Dr
    RANK = 1 << 20  # Cllr
    INITIAL = 1 << 21
    CAPITAL = 1 << 22  # begins with a capital and is no acronym
    ACRONYM = 1 << 23  # capitals that no list knows
    SHOUTED = 1 << 24  # all capitals
    NUMBER = 1 << 25
    PLURAL = 1 << 26  # a post in the plural
    PARTY = 1 << 29  # people who are an outside body: "partners"
    POLICE = 1 << 28  # a rank that another word may stand before: "Chief Inspector"
    WEAK = 1 << 27  # a body's last word that mostly ends the name of a field: "Services"


BODY = Sense.EMPLOYER | Sense.UNIT | Sense.GROUP | Sense.LEADERSHIP
HONORIFIC = Sense.DROPPED | Sense.KEPT | Sense.RANK
# Senses that come from the lists of posts, bodies and fields.
WORK = (
    Sense.POST | Sense.QUALIFIER | Sense.AREA | BODY | Sense.OPENING | Sense.LINK | Sense.OTHER
)  # fmt: skip

_QUOTES = re.compile("[’‘`´ʼ]")
_POSSESSIVE = re.compile("(?:'s|(?<=s)')$")
_INITIALS = re.compile(r"[^\W\d_]\.?|(?:[^\W\d_]\.){2,3}|(?:[^\W\d_]\.){1,2}[^\W\d_]|[^\W\d_]-[^\W\d_]\.?")
_LETTERS = re.compile(r"[^\W\d_]")
_VOWEL = re.compile("[AEIOUYaeiouy]")
_SENSE_OF = {
    ("posts", "scoped"): Sense.POST | Sense.SCOPED,
    ("posts", "closed"): Sense.POST,
    ("posts", "alone"): Sense.POST | Sense.ALONE,
    ("posts", "people"): Sense.POST | Sense.PEOPLE | Sense.PLURAL,
    ("parties", "parties"): Sense.PARTY,
    ("qualifiers", "qualifiers"): Sense.QUALIFIER,
    ("areas", "areas"): Sense.AREA,
    ("areas", "places"): Sense.AREA | Sense.SURNAME,  # Mary Kent
    ("bodies", "employer"): Sense.EMPLOYER,
    ("bodies", "unit"): Sense.UNIT,
    ("bodies", "weak"): Sense.UNIT | Sense.WEAK,
    ("bodies", "known"): Sense.EMPLOYER,
    ("bodies", "group"): Sense.GROUP,
    ("bodies", "leadership"): Sense.LEADERSHIP,
    ("body_openings", "body_openings"): Sense.OPENING,
    ("links", "links"): Sense.LINK,
    ("other", "other"): Sense.OTHER,
    ("surnames", "surnames"): Sense.SURNAME,
    ("particles", "particles"): Sense.PARTICLE,
    ("degrees", "degrees"): Sense.DEGREE,
    ("honorifics", "dropped"): Sense.DROPPED,
    ("honorifics", "kept"): Sense.KEPT,
    ("honorifics", "role"): Sense.RANK,
    ("honorifics", "police"): Sense.RANK | Sense.POLICE,
}
_PLURAL_APOSTROPHE = re.compile("(?<=[A-Z])['’]s$")  # "the AD's"
_TAKES_FIELD = re.compile(r"(?:Director|Manager|Leader|Lead|Head|Heads of Service|Head of Service|Member|Partner)s?$")
_TAKES_PLURAL = Sense.POST | Sense.AREA | BODY | Sense.WEAK
# The shortest word with a vowel that may be a surname where the whole line is in capitals.
SHORTEST_SHOUT = 3
# "JO" and "ED" are initials or a post unless the whole line is in capitals.
SHORTEST_GIVEN = 3
# "Hos" and "dcs" are short forms too; of other lengths small letters make words and names.
LENGTH_OF_SHORT = 3


def plain(word: str) -> str:
    """A word for comparing: lower case, no accents, straight apostrophes, no final full stop."""
    bare = _QUOTES.sub("'", word)
    if bare.isascii():
        return bare.casefold().rstrip(".")
    bare = unicodedata.normalize("NFKD", bare).casefold()
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).rstrip(".")


def _phrases(words: tuple[str, ...]) -> str:
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(r"\s+".join(re.escape(part) for part in phrase.split()) for phrase in longest_first)


class RoleWords:
    """The words of posts and bodies of one vocabulary, ready for asking.

    Attributes:
        nobody: matches phrases that name nobody, "to be confirmed".
        circumstances: matches what a bracket says of the time, "(interim)".
        joining: matches phrases that bring in a further officer, "supported by".
        phrases: matches names of bodies and fields of several words, "Internal Audit".
        previous: matches phrases that bring in someone who no longer does it.
        again: matches words that end such a clause, "now".
        fields: matches labels of a form, "Job title:".
        tags: folded phrases that tell a person's part, "lead".
        alone: folded words that name nobody where they stand alone.
        nobody_cell: folded words that name nobody where they are the whole cell.
        short: printed short form -> the words it stands for.
        firm: short forms of two letters that are a post or field even in a list of initials.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        entries = vocabulary.entries("roles")
        self._senses: dict[str, int] = {}
        self._posts: dict[str, int] = {}
        self.short: dict[str, str] = {}
        for entry in entries:
            self._learn(entry)
        for row in read_tsv(packaged("given_names.tsv")):
            self._add(row["name"], Sense.GIVEN)
        self.nobody = self._pattern(vocabulary, "nobody")
        circumstances = _phrases(vocabulary.words("roles", "circumstances"))
        self.circumstances = re.compile(rf"(?<=[(\[])\s*(?:{circumstances})\s*(?=[)\]])", re.IGNORECASE)
        self.joining = self._pattern(vocabulary, "joining")
        self.phrases = self._phrase_pattern(entries)
        self.previous = self._pattern(vocabulary, "previous")
        self.again = self._pattern(vocabulary, "again")
        self.tags = frozenset(plain(word) for word in vocabulary.words("roles", "tags"))
        self.alone = frozenset(plain(word) for word in vocabulary.words("roles", "nobody_alone"))
        self.nobody_cell = self.alone | frozenset(plain(word) for word in vocabulary.words("roles", "nobody_cell"))
        self.firm = frozenset(vocabulary.words("roles", "firm"))
        self.contact_labels = vocabulary.words("roles", "phone") + vocabulary.words("roles", "email")
        self.block_labels = {
            value: tuple(
                word
                for entry in entries
                if (entry.section, entry.value) == ("block_labels", value)
                for word in entry.match
            )
            for value in ("author", "presenter", "contact", "lead", "field")
        }
        labels = tuple(word for word in self.block_labels["field"] if not word.startswith("officer"))
        labels += tuple(word for entry in entries if entry.section == "raci_labels" for word in entry.match)
        self.fields = re.compile(rf"(?<![\w’'])(?:{_phrases(labels)})\s*:", re.IGNORECASE)
        self.sense = lru_cache(maxsize=20_000)(self._sense)

    def _learn(self, entry: Entry) -> None:
        if entry.section == "short_posts":
            for word in entry.match:
                self.short[word] = entry.value
                sense = Sense.POST | Sense.SHORT | (Sense.PLURAL if word.endswith("s") else 0)
                # "AD Education", but no field follows "DPH".
                self._posts[word] = sense | (Sense.SCOPED if _TAKES_FIELD.search(entry.value) else 0)
            return
        if (entry.section, entry.value) == ("areas", "short"):
            for word, words in entry.map.items():
                self.short[word] = words
                self._posts.setdefault(word, Sense.AREA)
            return
        listed = _SENSE_OF.get((entry.section, entry.value))
        if listed is not None:
            for word in entry.match:
                self._add(word, listed)

    def _add(self, word: str, sense: int) -> None:
        known = plain(word)
        self._senses[known] = self._senses.get(known, 0) | sense

    @staticmethod
    def _pattern(vocabulary: Vocabulary, group: str) -> re.Pattern[str]:
        words = tuple(
            word for entry in vocabulary.group("roles", group) if entry.value == group for word in entry.match
        )
        return re.compile(rf"(?<![\w’'])(?:{_phrases(words)})(?![\w’'])", re.IGNORECASE)

    @staticmethod
    def _phrase_pattern(entries: tuple[Entry, ...]) -> re.Pattern[str]:
        named = [entry for entry in entries if entry.section == "bodies" or entry.value == "areas"]
        words = tuple(word for entry in named for word in entry.match if " " in word)
        pattern = _phrases(words).replace("'", "['’]")
        return re.compile(rf"(?<![\w&’'-])(?=[A-Z])(?i:{pattern})(?![\w&’'-])")

    def _listed(self, low: str) -> int:
        """Senses of a folded word by the lists, its plural and its parts."""
        found = self._senses.get(low, 0)
        bare = _POSSESSIVE.sub("", low)
        if bare != low:
            owner = self._senses.get(bare, 0) | self._senses.get(bare.removesuffix("s"), 0)
            if owner & Sense.POST:
                return Sense.AREA  # "Governors' Committee", "the Director's Office"
            found |= owner & (_TAKES_PLURAL | Sense.QUALIFIER)
        for ending, instead in (("ies", "y"), ("es", ""), ("s", "")):
            if bare.endswith(ending) and len(bare) - len(ending) > 1:
                one = self._senses.get(bare[: len(bare) - len(ending)] + instead, 0) & ~Sense.PEOPLE
                if found & Sense.AREA:
                    one &= ~Sense.GROUP  # "Partnerships" are a field of work, a partnership is a body
                if one & _TAKES_PLURAL:
                    found |= one & (_TAKES_PLURAL | Sense.SCOPED | Sense.ALONE)
                    found |= Sense.PLURAL if one & Sense.POST else 0
        return found or (self._hyphenated(low) if "-" in low else 0)

    def _hyphenated(self, low: str) -> int:
        """Senses of a word with hyphens, by the whole without them or by its parts."""
        joined = self._senses.get(low.replace("-", ""), 0)
        parts = [self._listed(part) for part in low.split("-") if part]
        if joined or not parts:
            return joined
        if parts[0] & Sense.SCOPED and len(parts) > 1:
            return parts[0] & (Sense.POST | Sense.SCOPED | Sense.PLURAL)  # "Lead-Strategy"
        if all(part & (WORK | Sense.NUMBER) for part in parts):
            return Sense.AREA
        return parts[0] & Sense.GIVEN

    def _sense(self, word: str, shouting: bool, whispering: bool) -> int:
        """Senses of a printed word.

        Args:
            word: the word without punctuation at its ends (a full stop may stay).
            shouting: its line is all in capitals, so that capitals say nothing.
            whispering: the whole text is in lower case, so that small letters say nothing.
        """
        if not _LETTERS.search(word):
            return Sense.NUMBER
        bare = _PLURAL_APOSTROPHE.sub("s", word.rstrip("."))
        exact = self._posts.get(bare, 0)
        if not exact and len(bare) == LENGTH_OF_SHORT and (whispering or bare.istitle()):
            exact = self._posts.get(bare.upper(), 0)
        low = " ".join(plain(word).split())
        found = self._listed(low)
        if exact and not (found & Sense.GIVEN):
            return exact | (found & ~Sense.OTHER) | Sense.SHOUTED
        capital = bare[:1].isupper() or whispering
        upper = bare.isupper() and len(bare) > 1
        if capital and bare not in "ai" and _INITIALS.fullmatch(word) and (bare == "I" or not found & Sense.OTHER):
            return Sense.INITIAL | Sense.CAPITAL | (Sense.SHOUTED if upper else 0)
        odd = not bare.islower() and not upper and not _mixed_name(bare)  # "DoT" is not Dot
        if not capital or odd or (upper and len(bare) < SHORTEST_GIVEN and not shouting):
            found &= ~Sense.GIVEN
        found |= Sense.SHOUTED if upper else 0
        if found & WORK:
            return found | (Sense.CAPITAL if capital else 0)
        return found | _stranger(bare, found, shouting, capital)


def _stranger(word: str, found: int, shouting: bool, capital: bool) -> int:
    """What the look of a word says that no list of posts, bodies and fields has."""
    if word.isupper() and len(word) > 1 and not found & (Sense.GIVEN | HONORIFIC | Sense.DEGREE):
        loud = shouting and len(word) >= SHORTEST_SHOUT and _VOWEL.search(word)
        return Sense.CAPITAL if loud else Sense.ACRONYM
    if sum(letter.isupper() for letter in word) > 1 and not found and not _mixed_name(word):
        return Sense.ACRONYM
    if any(letter.isdigit() for letter in word):
        return Sense.NUMBER
    return Sense.CAPITAL if capital else 0


def _mixed_name(word: str) -> bool:
    """Whether capitals inside the word are those of a name: McDonald, O'Hagan, DeSouza, Holt-Castle."""
    parts = re.split(r"[-'’]", word)
    return all(re.fullmatch(r"(?:Mc|Mac|De|Di|La|Le|Du|Van|Fitz)?[^\W\d_][^\W\d_A-Z]*\.?|", part) for part in parts)


def role_words(vocabulary: Vocabulary | None = None) -> RoleWords:
    """The role words of a vocabulary (of the packaged one when none is given), made once for each."""
    return (vocabulary or load_vocabulary()).once("role_words", RoleWords)
