"""The typeface that ships with Bluelight, for formats that must carry their own or be drawn the same everywhere."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

FONT_FOLDER = Path(__file__).parent / "fonts"
FAMILY = "Liberation Sans"
_MISSING = "\u25a1"  # an empty square, as readers know it from every other program


def legible(text: str) -> str:
    """The text with each character that the typeface cannot draw as an empty square, and no control characters.

    A tagged PDF may hold no character without a glyph, and a name may hold any character at all.
    """
    known = _drawn()
    if known.issuperset(text):
        return text
    return "".join(c if c in known else " " if c in "\t\r\v\f\x85" else "" if c < " " else _MISSING for c in text)


@cache
def _drawn() -> frozenset[str]:
    """Every character both faces have a glyph for, and the line feed."""
    regular, bold = (_characters((FONT_FOLDER / f"LiberationSans-{face}.ttf").read_bytes()) for face in _FACES)
    return frozenset(regular & bold | {"\n"})


_FACES = ("Regular", "Bold")


def _characters(font: bytes) -> set[str]:
    """The characters of a font's Unicode table (`cmap`, format 4: segments of code points)."""
    start = _cmap(font)
    count = struct.unpack_from(">H", font, start + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, start + 14)
    starts = struct.unpack_from(f">{count}H", font, start + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", font, start + 16 + 4 * count)
    at = start + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", font, at)
    found = set()
    for segment, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for code in range(first, last + 1):
            glyph = code
            if offsets[segment]:
                glyph = struct.unpack_from(">H", font, at + 2 * segment + offsets[segment] + 2 * (code - first))[0]
            if (glyph + deltas[segment]) % 65536 and (glyph or not offsets[segment]):
                found.add(chr(code))
    return found


def _cmap(font: bytes) -> int:
    """Where the font's Windows Unicode table starts."""
    tables = struct.unpack_from(">H", font, 4)[0]
    for at in range(12, 12 + 16 * tables, 16):
        tag, _, start, _ = struct.unpack_from(">4sIII", font, at)
        if tag == b"cmap":
            break
    else:
        raise ValueError("the font has no cmap")
    for at in range(start + 4, start + 4 + 8 * struct.unpack_from(">H", font, start + 2)[0], 8):
        platform, encoding, offset = struct.unpack_from(">HHI", font, at)
        if (platform, encoding) == (3, 1):
            return int(start + offset)
    raise ValueError("the font has no Unicode table")
