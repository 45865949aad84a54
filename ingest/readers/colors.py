"""Colours as files write them: six hex digits, CSS notations, names."""

from __future__ import annotations

import re

# The CSS names that somebody would give a rating, and white and black.
_NAMES = {
    "red": 0xFF0000, "darkred": 0x8B0000, "crimson": 0xDC143C, "firebrick": 0xB22222, "tomato": 0xFF6347,
    "salmon": 0xFA8072, "lightcoral": 0xF08080, "orange": 0xFFA500, "darkorange": 0xFF8C00, "gold": 0xFFD700,
    "yellow": 0xFFFF00, "khaki": 0xF0E68C, "green": 0x008000, "lime": 0x00FF00, "limegreen": 0x32CD32,
    "darkgreen": 0x006400, "forestgreen": 0x228B22, "lightgreen": 0x90EE90, "palegreen": 0x98FB98,
    "seagreen": 0x2E8B57, "yellowgreen": 0x9ACD32, "blue": 0x0000FF, "navy": 0x000080, "lightblue": 0xADD8E6,
    "skyblue": 0x87CEEB, "royalblue": 0x4169E1, "steelblue": 0x4682B4, "purple": 0x800080, "grey": 0x808080,
    "gray": 0x808080, "lightgrey": 0xD3D3D3, "lightgray": 0xD3D3D3, "darkgrey": 0xA9A9A9, "darkgray": 0xA9A9A9,
    "silver": 0xC0C0C0, "whitesmoke": 0xF5F5F5, "white": 0xFFFFFF, "black": 0x000000,
}  # fmt: skip
_HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})\Z")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})(?:\s*[,/]\s*([\d.]+))?\s*\)\Z")


def hex_color(text: str | None) -> int | None:
    """Six hex digits as 0xRRGGBB; None for anything else ("auto")."""
    if text and re.fullmatch(r"[0-9A-Fa-f]{6}", text):
        return int(text, 16)
    return None


def css_color(text: str) -> int | None:
    """A CSS colour as 0xRRGGBB; None where there is none to see (transparent, inherit, an unknown name)."""
    text = text.strip().lower().removesuffix("!important").strip()
    if text in _NAMES:
        return _NAMES[text]
    if match := _HEX.match(text):
        digits = match[1] if len(match[1]) == 6 else "".join(c * 2 for c in match[1])
        return int(digits, 16)
    if match := _RGB.match(text):
        red, green, blue = (min(255, int(match[index])) for index in (1, 2, 3))
        if match[4] is not None and match[4].strip(".0") == "":
            return None
        return red << 16 | green << 8 | blue
    return None
