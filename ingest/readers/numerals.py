"""Numbers of automatic lists, written in the forms that word processors and browsers know."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
# Beyond this a Roman number is too long to be one anybody printed.
_MOST_ROMAN = 3999


def number_in(form: str, number: int) -> str:
    """Write a list number.

    Args:
        form: name of the form as in Word's ``w:numFmt``; an unknown one counts as decimal.
        number: the number.

    Returns:
        The number in that form; decimal where the form has no sign for it (zero in letters).
    """
    if form == "decimalZero":
        return f"{number:02d}"
    if form == "ordinal":
        return f"{number}{_ordinal_ending(number)}"
    if number < 1:
        return str(number)
    if form in ("lowerLetter", "upperLetter"):
        # Word goes on after z with aa, bb, cc.
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        letters = letters if len(letters) <= 8 else str(number)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and number <= _MOST_ROMAN:
        roman = _roman(number)
        return roman.upper() if form == "upperRoman" else roman
    return str(number)


def _roman(number: int) -> str:
    out = []
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        out.append(sign * count)
    return "".join(out)


def _ordinal_ending(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
