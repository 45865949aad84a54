"""Signs that fonts and files spell in their own way: ligatures, symbol fonts' private codes, invisible characters."""

from __future__ import annotations

LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
# Symbol fonts without a Unicode map give their codes in the private area F000 to F0FF (Wingdings' and Symbol's own
# code tables): bullets, ticks and arrows, the signs that council papers take from them.
SYMBOLS = {
    0xF0B7: "•", 0xF0A7: "▪", 0xF0A8: "◻", 0xF076: "❖", 0xF0D8: "➢", 0xF0FC: "✓", 0xF0FB: "✗", 0xF06F: "◻",
    0xF06C: "●", 0xF06E: "■", 0xF071: "❑", 0xF0AD: "↑", 0xF0AF: "↓", 0xF0AE: "→", 0xF0AB: "↔", 0xF0AC: "←",
    0xF0DF: "←", 0xF0E0: "→", 0xF0E1: "↑", 0xF0E2: "↓", 0xF0E7: "←", 0xF0E8: "→", 0xF0E9: "↑", 0xF0EA: "↓",
    0xF0EF: "⇦", 0xF0F0: "⇨", 0xF0F1: "⇧", 0xF0F2: "⇩", 0xF0F3: "⬄", 0xF0F4: "⇳", 0xF02D: "–", 0xF0BE: "–",
    0xF0D7: "◂", 0xF0DA: "▸", 0xF0FD: "☒", 0xF0FE: "☑",
}  # fmt: skip
# Characters that take no room: soft hyphens, joiners, direction marks, byte order marks.
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
# Control characters that no text needs; white space among them stays white space.
_CONTROLS = {code: " " for code in (*range(0x00, 0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0))}
_TRANSLATION = str.maketrans(
    {
        **LIGATURES,
        **{chr(code): sign for code, sign in SYMBOLS.items()},
        **dict.fromkeys(_INVISIBLE, ""),
        **{chr(code): sign for code, sign in _CONTROLS.items()},
        **{chr(code): "\ufffd" for code in range(0xD800, 0xE000)},
    }
)


def plain_signs(text: str) -> str:
    """Ligatures become letters, private symbol codes their signs; invisible and control characters go."""
    return text.translate(_TRANSLATION)
