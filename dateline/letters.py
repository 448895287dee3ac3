"""Which letters the fonts in `fonts/` have: one font for each script, under the Open Font License.

Known without drawing anything, so that a page can tell whether there is a card for it.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
SCRIPTS = (
    *("serif-latin", "serif-devanagari", "serif-bengali", "serif-gujarati", "serif-gurmukhi"),
    *("serif-kannada", "serif-malayalam", "serif-tamil", "serif-telugu", "sans-odia"),
)
"""Fonts in the order in which they are tried for a letter."""
EDITION = 1
"""Changed with the fonts, and with how cards are drawn: the names of cards change with it."""


def can_draw(text: str) -> bool:
    """Whether all letters of `text` can be drawn, and at least one is there."""
    has_letter = False
    for character in text:
        if unicodedata.category(character)[0] in "LMN":
            has_letter = True
            if not font_for(character):
                return False
    return has_letter


@lru_cache(maxsize=4096)
def font_for(character: str) -> str:
    """The first font that has a letter, or nothing."""
    return next((name for name in SCRIPTS if ord(character) in letters_of(name)), "")


@cache
def letters_of(name: str) -> frozenset[int]:
    """The characters that a font has, by its `cmap` of format 4 or 12 (ISO/IEC 14496-22)."""
    data = (FONTS / f"{name}.ttf").read_bytes()
    found: set[int] = set()
    table = _tables(data)[b"cmap"]
    (count,) = struct.unpack_from(">H", data, table + 2)
    for number in range(count):
        start = table + struct.unpack_from(">I", data, table + 4 + 8 * number + 4)[0]
        (kind,) = struct.unpack_from(">H", data, start)
        if kind == 4:
            double = struct.unpack_from(">H", data, start + 6)[0]
            ends = struct.unpack_from(f">{double // 2}H", data, start + 14)
            begins = struct.unpack_from(f">{double // 2}H", data, start + 16 + double)
            for first, last in zip(begins, ends, strict=True):
                found.update(range(first, last + 1))
        elif kind == 12:
            (groups,) = struct.unpack_from(">I", data, start + 12)
            for first, last, _ in struct.iter_unpack(">III", data[start + 16 :][: 12 * groups]):
                found.update(range(first, last + 1))
    return frozenset(found - {0xFFFF})


def _tables(data: bytes) -> Mapping[bytes, int]:
    """Where the tables of a font begin, by name."""
    (count,) = struct.unpack_from(">H", data, 4)
    rows = struct.iter_unpack(">4sIII", data[12 : 12 + 16 * count])
    return {name: start for name, _, start, _ in rows}
