"""The register of UK councils, present and abolished, and the forms in which papers name them.

``councils.tsv`` is the register "UK Local Authorities (including future)" 1.7.3 by mySociety, CC BY 4.0
(github.com/mysociety/uk_local_authority_names_and_codes), brought into our columns by ``tools/refresh_councils.py``.
``council_forms.tsv`` is our own: further names, letter forms, domains and dialling codes, by the register's code.
Files of the same names in a user's folder are read as well; a code given there again overrules the register's row and
adds to the forms.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ingest.errors import VocabularyError
from ingest.vocabulary.files import packaged, read_tsv
from ingest.vocabulary.loader import Vocabulary

_REGISTER = "councils.tsv"
_FORMS = "council_forms.tsv"


@dataclass(frozen=True, slots=True)
class Council:
    """One council of the register.

    Attributes:
        code: the register's own code.
        name: official name.
        nice_name: name of its area.
        gss_code: code of the Office for National Statistics, or None where the register has none.
        former_gss_codes: codes it had before.
        kind: sort of council, in the register's words ("Unitary authority").
        nation: England, Northern Ireland, Scotland or Wales.
        start: first day, or None where it is not on record.
        end: last day of an abolished council.
        replaced_by: codes of the councils that took its place.
        county: code of the county council above a district.
    """

    code: str
    name: str
    nice_name: str
    gss_code: str | None
    former_gss_codes: tuple[str, ...] = ()
    kind: str = ""
    nation: str = ""
    start: date | None = None
    end: date | None = None
    replaced_by: tuple[str, ...] = ()
    county: str | None = None

    def exists_on(self, day: date | None) -> bool:
        """Whether it is a council on that day; today's councils where no day is given."""
        if day is None:
            return self.end is None
        return (self.end is None or day <= self.end) and (self.start is None or self.start <= day)


class Forms(NamedTuple):
    """What a council is called beside its official name.

    Attributes:
        names: further names.
        letters: letter forms that nobody else uses ("RBKC").
        domains: its domains for mail and web.
        dialling: the dialling codes of its offices.
    """

    names: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    dialling: tuple[str, ...] = ()


@dataclass(frozen=True)
class Register:
    """All councils by code, and their forms by code."""

    councils: dict[str, Council]
    forms: dict[str, Forms]


def read_register(vocabulary: Vocabulary) -> Register:
    """Read the packaged tables, those of the vocabulary's extra folder, and the council files' own words.

    Raises:
        VocabularyError: a table lacks a column, has a date that is none, or names a code that no council has.
    """
    folders = [packaged("")] + ([vocabulary.extra] if vocabulary.extra else [])
    councils: dict[str, Council] = {}
    for path in (folder / _REGISTER for folder in folders):
        councils.update((council.code, council) for council in map(_council, _rows(path)))
    forms: dict[str, Forms] = {}
    for path in (folder / _FORMS for folder in folders):
        for row in _rows(path):
            if row["code"] not in councils:
                raise VocabularyError(f"{path}: no council has the code '{row['code']}'. Add it to {_REGISTER} first.")
            _add(forms, row["code"], Forms(*(_parts(row.get(name) or "") for name in Forms._fields)))
    by_gss = {council.gss_code: code for code, council in councils.items() if council.gss_code}
    for habits in vocabulary.councils:
        if habits.gss_code not in by_gss:
            # A council that the register lacks (a new one, a register yet to be refreshed) is known by its own file.
            by_gss[habits.gss_code] = habits.gss_code
            councils[habits.gss_code] = Council(habits.gss_code, habits.name, habits.name, habits.gss_code)
        _add(forms, by_gss[habits.gss_code], Forms(names=habits.prints, domains=habits.domains))
    return Register(councils, forms)


def _rows(path: Path) -> Iterable[dict[str, str]]:
    if not path.is_file():
        return ()
    rows = read_tsv(path)
    needed = {"code", "official_name"} if path.name == _REGISTER else {"code"}
    if rows and not needed <= rows[0].keys():
        missing = ", ".join(sorted(needed - rows[0].keys()))
        raise VocabularyError(
            f"{path}: the column {missing} is missing. Take the first line of the packaged {path.name}."
        )
    return rows


def _council(row: dict[str, str]) -> Council:
    name = row["official_name"]
    return Council(
        code=row["code"],
        name=name,
        nice_name=row.get("nice_name") or name,
        gss_code=row.get("gss_code") or None,
        former_gss_codes=_parts(row.get("former_gss_codes") or "", ","),
        kind=row.get("kind") or "",
        nation=row.get("nation") or "",
        start=_day(row, "start"),
        end=_day(row, "end"),
        replaced_by=_parts(row.get("replaced_by") or "", ","),
        county=row.get("county") or None,
    )


def _day(row: dict[str, str], column: str) -> date | None:
    words = row.get(column)
    if not words:
        return None
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise VocabularyError(
            f"{_REGISTER}, '{row['code']}': '{words}' under '{column}' is no date. Write it as 2023-04-01."
        ) from error


def _parts(words: str, separator: str = "|") -> tuple[str, ...]:
    return tuple(part.strip() for part in words.split(separator) if part.strip()) if words else ()


def _add(forms: dict[str, Forms], code: str, further: Forms) -> None:
    known = forms.get(code, Forms())
    forms[code] = Forms(*(tuple(dict.fromkeys(old + new)) for old, new in zip(known, further, strict=True)))
