"""Social cards: a headline as a picture, for stories that have none, as other sites show links.

Text is shaped by HarfBuzz, through Pillow and Raqm, so that the signs of Indic scripts join as
they should.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont, features

from dateline.colours import LIGHT_PAPER
from dateline.letters import FONTS, font_for, letters_of
from dateline.model import Card
from dateline.problems import WorldError

WIDTH, HEIGHT = 1200, 630
_INK = "#1a1a1a"
_MARGIN = 80
_ACROSS = WIDTH - 2 * _MARGIN
_TOP, _FOOT = 170, 505
"""Between them stands the headline."""
_BAND = (0, 0, WIDTH, 16)
_KICKER = (0, 60, WIDTH, 150)
_RULE = (_MARGIN, 540, _MARGIN + 72, 546)
_SIZES = (84, 76, 68, 60, 54, 48, 42)
_MEASURED_AT = 64
_LEADING = 1.32
"""Lines' distance by the size of letters: enough for signs above and below those of Devanagari."""
_EFFORT = 4
"""Of compressing, from 1 to 9: more takes twice the time for a twentieth of the bytes."""
_SHADES = 8
"""Steps from paper to ink: with two inks sixteen colours, four bits a pixel."""


class _Run(NamedTuple):
    """A part of a text in one font."""

    font: str
    text: str


def draw(card: Card) -> bytes:
    """The card as a PNG. What no font has is left out: see `letters.can_draw`."""
    if not features.check_feature("raqm"):
        raise WorldError(
            "this build of Pillow can't shape text for social cards: it has no Raqm",
            "install Pillow from PyPI, or write in config.toml under [pictures]: cards = false",
        )
    layer = Image.new("L", (WIDTH, HEIGHT))
    layer.paste(255, _BAND)
    layer.paste(255, _RULE)
    _line(layer, _shown(card.section), _MARGIN, 118, 34, card.lang)
    size, lines = _fitted(_words(card.title), card.lang)
    leading = size * _LEADING
    baseline = (_TOP + _FOOT - leading * len(lines)) / 2 + leading * 0.74
    for number, line in enumerate(lines):
        _line(layer, line, _MARGIN, round(baseline + number * leading), size, card.lang)
    _line(layer, _shown(card.paper), _MARGIN, 592, 32, card.lang)
    return _png(layer, card.accent)


def _png(layer: Image.Image, accent: str) -> bytes:
    """The layer on paper, in sixteen colours: shades of ink, and of the accent in its places."""
    step = 256 // _SHADES
    image = layer.point([value // step for value in range(256)])
    for place in (_BAND, _KICKER, _RULE):
        image.paste(image.crop(place).point([n + _SHADES * (n > 0) for n in range(256)]), place)
    colours = [_mixed(colour, n / (_SHADES - 1)) for colour in (_INK, accent) for n in range(8)]
    image.putpalette([part for colour in colours for part in colour])
    file = io.BytesIO()
    image.save(file, "PNG", bits=4, compress_level=_EFFORT)
    return file.getvalue()


def _mixed(colour: str, share: float) -> tuple[int, ...]:
    """`colour` on paper, covering a share of it."""
    paper, over = (bytes.fromhex(text.lstrip("#")) for text in (LIGHT_PAPER, colour))
    return tuple(round(p + (o - p) * share) for p, o in zip(paper, over, strict=True))


# Lines -----------------------------------------------------------------------------------------


def _words(text: str) -> list[str]:
    """Words of what can be drawn; of very long texts only as many as a card can hold."""
    return [piece for word in _shown(text).split()[:120] for piece in _pieces(word)]


def _shown(text: str) -> str:
    """What can be drawn of a text, on one line."""
    known = (c for c in unicodedata.normalize("NFC", text) if c.isspace() or font_for(c))
    return " ".join("".join(known).split())


def _pieces(word: str) -> Iterator[str]:
    """A word in pieces that fit on a line: seldom more than one."""
    while _length(word, "") * _SIZES[-1] / _MEASURED_AT > _ACROSS:
        room = max(1, int(len(word) * _ACROSS * _MEASURED_AT / _SIZES[-1] / _length(word, "")) - 1)
        while room < len(word) - 1 and unicodedata.category(word[room])[0] == "M":
            room += 1
        yield word[:room]
        word = word[room:]
    if word:
        yield word


def _fitted(words: list[str], lang: str) -> tuple[int, list[str]]:
    """The largest size in which the words fit, and their lines."""
    lengths = [_length(word, lang) for word in words]
    blank = _length(" ", lang)
    for size in _SIZES:
        most = int((_FOOT - _TOP) / (size * _LEADING))
        lines = _broken(words, lengths, blank, _ACROSS * _MEASURED_AT / size)
        if len(lines) <= most and max(lengths, default=0) * size / _MEASURED_AT <= _ACROSS:
            return size, lines
    last = lines[most - 1].split(" ")
    while len(last) > 1 and _length(" ".join(last) + " …", lang) * size / _MEASURED_AT > _ACROSS:
        last.pop()
    return size, [*lines[: most - 1], " ".join(last) + " …"]


def _broken(words: list[str], lengths: list[float], blank: float, across: float) -> list[str]:
    """Words in as few lines as they need, and these as even as can be: the last lines of
    headlines that hold a single word look like a mistake."""
    count = len(_greedy(words, lengths, blank, across))
    low, high = across / 2, across
    while high - low > 4:
        middle = (low + high) / 2
        if len(_greedy(words, lengths, blank, middle)) <= count:
            high = middle
        else:
            low = middle
    return _greedy(words, lengths, blank, high)


def _greedy(words: list[str], lengths: list[float], blank: float, across: float) -> list[str]:
    lines: list[list[str]] = []
    used = across
    for word, length in zip(words, lengths, strict=True):
        if lines and used + blank + length <= across:
            lines[-1].append(word)
            used += blank + length
        else:
            lines.append([word])
            used = length
    return [" ".join(line) for line in lines]


def _length(text: str, lang: str) -> float:
    """How long a text is at the size at which all are measured."""
    runs = _runs(text)
    return sum(_font(run.font, _MEASURED_AT).getlength(run.text, language=lang) for run in runs)


def _line(layer: Image.Image, text: str, left: float, baseline: int, size: int, lang: str) -> None:
    """Draw one line. How letters are joined depends on the language, even within one script."""
    pen = ImageDraw.Draw(layer)
    for run in _runs(text):
        font = _font(run.font, size)
        pen.text((left, baseline), run.text, fill=255, font=font, anchor="ls", language=lang)
        left += font.getlength(run.text, language=lang)


# Fonts -----------------------------------------------------------------------------------------


def _runs(text: str) -> list[_Run]:
    """`text` in parts of one font each; a font is kept as long as it has the letters."""
    runs: list[_Run] = []
    for character in text:
        if runs and ord(character) in letters_of(runs[-1].font):
            runs[-1] = runs[-1]._replace(text=runs[-1].text + character)
        elif font := font_for(character):
            runs.append(_Run(font, character))
    return runs


@lru_cache(maxsize=64)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    path = str(FONTS / f"{name}.ttf")
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.RAQM)
