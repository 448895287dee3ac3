"""What is made of a picture: sizes, crops and formats, and the names of their files.

All follows from what the picture's header tells and from how a text uses it, so that no page waits
for a file to be made. Names are made of the content: a file never changes under its name.

| use | where | what is made |
|---|---|---|
| `lead` | in front matter | the whole picture, and crops of 16:9, 4:3 and 1:1 round its focus |
| `figure` | in a text | the whole picture |
| `file` | behind a link | the file itself, without what must not leak |

AVIF comes in all sizes. WebP, for the few browsers that lack it, comes in one, and so does the
fallback: JPEG for photos, PNG for drawings. It is large enough for other sites to show (1200
pixels of 16:9, as they ask for). A moving picture moves as WebP, for readers who have not asked
for less motion; its fallback and its crops are its first frame.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Literal, NamedTuple

from dateline.digests import digest
from dateline.model import Choice, Cut, Original, Picture, Variant
from dateline.names import slugify
from dateline.problems import Location, Problem

RECIPE = 1
"""Changed whenever the same original would become other files: their names change with it."""
FOLDER = "img"
"""The folder of the output that holds all of them; they can be cached for ever."""
Use = Literal["lead", "figure", "file"]
ENDINGS = tuple(
    """.jpg .jpeg .jpe .jfif .png .apng .gif .webp .avif .svg .heic .heif .tif .tiff .bmp .jxl
    .dng""".split()
)
"""Files that are looked at. What they are is told by what they hold."""
MOST_PIXELS = 100_000_000
"""Of a picture, in all its frames. Decoding takes up to four bytes of memory a pixel."""
LARGEST = 2**27
"""Bytes of a file."""
MEDIA_TYPES = {
    "avif": "image/avif",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "svg": "image/svg+xml",
}
MOVING = 640
"""Pixels that a moving picture is wide, at most."""


def is_picture(path: str) -> bool:
    """Whether a file calls itself a picture."""
    return path.lower().endswith(ENDINGS)


class Ladder(NamedTuple):
    """The files of a picture in one crop, by how many pixels they are wide."""

    crop: str
    """`16x9`; nothing for the whole picture."""
    avif: tuple[int, ...]
    webp: tuple[int, ...]
    plain: tuple[int, ...]


LADDERS = (
    Ladder("", (480, 960, 1600), (960,), (960,)),
    Ladder("16x9", (480, 960), (960,), (1200,)),
    Ladder("4x3", (320, 640), (640,), (800,)),
    Ladder("1x1", (160, 320), (320,), (600,)),
)
"""What is made of a lead; of a figure only the first."""
CROPS = tuple(ladder.crop for ladder in LADDERS)
_LADDER = {ladder.crop: ladder for ladder in LADDERS}


class Box(NamedTuple):
    """A part of a picture, in its pixels."""

    left: int
    top: int
    right: int
    bottom: int


def folder_of(path: str, content: bytes, encoder: str) -> str:
    """Where the files of the original at `path` stand, below the output; `content` is its digest.

    `encoder` tells the version of the library: another one may make other files. The first letters
    are a folder of their own, since no folder should hold ten thousand others.
    """
    mark = digest((path, content, RECIPE, encoder)).hex()[:16]
    stem = slugify(posixpath.splitext(posixpath.basename(path))[0])[:_LONGEST_STEM].strip("-")
    return f"{FOLDER}/{mark[:2]}/{stem}-{mark[2:]}" if stem else f"{FOLDER}/{mark[:2]}/{mark[2:]}"


_LONGEST_STEM = 40
"""Letters of the original's name that are kept: it helps those who search and save pictures."""


def file_of(original: Original) -> str:
    """The name in that folder of the file itself, for those who follow a link to it."""
    return f"original.{original.format}"


def variants(original: Original, uses: Iterable[tuple[Use, str]]) -> tuple[Variant, ...]:
    """All that is encoded for some uses, each with its focus; in order, and none twice."""
    found: dict[str, Variant] = {}
    for use, focus in uses:
        if use == "file" or original.form in ("vector", ""):
            continue
        for ladder in LADDERS if use == "lead" else LADDERS[:1]:
            for variant in _rungs(original, ladder, focus):
                found[variant.name] = variant
    return tuple(found[name] for name in sorted(found))


def _rungs(original: Original, ladder: Ladder, focus: str) -> Iterator[Variant]:
    """The files of one crop."""
    crop = ladder.crop
    box = crop_box(original.width, original.height, crop, focus)
    across, down = box.right - box.left, box.bottom - box.top
    point = _point(focus) if crop else ""
    plain = "jpg" if original.form == "photo" else "png"
    ways = [(plain, ladder.plain)]
    if original.form == "moving" and not crop:
        width, height = _fitting(across, down, MOVING)
        yield Variant("", "", width, height, "webp", is_moving=True)
    ways += [("avif", ladder.avif), ("webp", ladder.webp)]
    for format_, widths in ways:
        for width, height in dict.fromkeys(_fitting(across, down, width) for width in widths):
            yield Variant(crop, point, width, height, format_)


def _fitting(across: int, down: int, width: int) -> tuple[int, int]:
    """A size of the same shape that is `width` pixels wide, but never larger than it is."""
    width = min(width, across)
    return width, max(1, round(width * down / across))


def _point(focus: str) -> str:
    """A focus as part of a name: `40% 30%` is `40-30`; the middle is nothing."""
    if focus in ("", "50% 50%"):
        return ""
    return focus.replace("% ", "-").rstrip("%")


def crop_box(width: int, height: int, crop: str, focus: str) -> Box:
    """The largest part of the shape `crop` whose middle is as near to `focus` as can be."""
    if not crop:
        return Box(0, 0, width, height)
    across, down = _shape(crop)
    if width * down >= height * across:
        size = max(1, round(height * across / down)), height
    else:
        size = width, max(1, round(width * down / across))
    point = [int(part.rstrip("%")) for part in focus.split()] if focus else [50, 50]
    left = _slid(width, size[0], point[0])
    top = _slid(height, size[1], point[1])
    return Box(left, top, left + size[0], top + size[1])


def scale_for(width: int, height: int) -> float:
    """How small a picture may be made before anything is made of it, 1 being as it is.

    It is the same whatever is wanted of a picture, since bytes must not depend on that.
    """
    scale = 0.0
    for ladder in LADDERS:
        box = crop_box(width, height, ladder.crop, "")
        largest = max(*ladder.avif, *ladder.webp, *ladder.plain)
        scale = max(scale, largest / (box.right - box.left))
    return min(1.0, scale)


def _shape(crop: str) -> tuple[int, int]:
    across, _, down = crop.partition("x")
    return int(across), int(down)


def _slid(whole: int, part: int, percent: int) -> int:
    """Where a part of a length begins if its middle is to be at `percent` of the whole."""
    return max(0, min(whole - part, round(whole * percent / 100 - part / 2)))


# On pages ---------------------------------------------------------------------------------------


def on_page(picture: Picture, original: Original, folder: str) -> Picture:
    """`picture` with its addresses; `folder` is the one of its files, as a URL."""
    known = replace(
        picture,
        form=original.form,
        width=original.width,
        height=original.height,
        name=f"{folder}/",
    )
    return replace(known, src=cut(known).src)


def cut(picture: Picture, crop: str = "") -> Cut:
    """What a template shows of a picture, whole or in a crop such as `16x9`.

    A picture of which nothing is known has no size. A vector has one file for all crops; how it
    fills them is the style sheet's to say.
    """
    if picture.form == "vector":
        src = f"{picture.name}original.svg"
        if not crop:
            return Cut(src, picture.width, picture.height)
        across, down = _shape(crop)
        return Cut(src, picture.width, max(1, round(picture.width * down / across)))
    if not picture.form:
        return Cut(picture.src, 0, 0)
    original = Original(picture.form, "", picture.width, picture.height)
    found: dict[str, list[Variant]] = {}
    for variant in _rungs(original, _LADDER[crop], picture.focus):
        found.setdefault("moving" if variant.is_moving else variant.format, []).append(variant)
    plain = found.pop("jpg" if picture.form == "photo" else "png")[-1]
    return Cut(
        f"{picture.name}{plain.name}",
        plain.width,
        plain.height,
        tuple(_choice(picture.name, rungs) for rungs in found.values()),
    )


def _choice(prefix: str, rungs: list[Variant]) -> Choice:
    first = rungs[0]
    many = [f"{prefix}{rung.name} {rung.width}w" for rung in rungs]
    return Choice(
        MEDIA_TYPES[first.format],
        ", ".join(many),
        "(prefers-reduced-motion: no-preference)" if first.is_moving else "",
    )


# What is wrong ----------------------------------------------------------------------------------

_ADVICE: Mapping[str, tuple[str, str, str]] = {
    "unknown-picture": (
        "{name} is no picture that dateline knows: {why}",
        "a JPEG, PNG, WebP, AVIF, GIF or SVG file",
        "open it in a photo program and save it as JPEG, or as PNG if it is a drawing",
    ),
    "broken-picture": (
        "{name} is not whole: {why}",
        "a file that opens in a photo program",
        "copy it again from where it came from",
    ),
    "large-picture": (
        "{name} is too large: {why}",
        f"at most {MOST_PIXELS // 10**6} million pixels and {LARGEST >> 20} MB",
        "save it smaller; 4000 pixels are enough for every screen",
    ),
    "unsafe-picture": (
        "{name} could run or fetch something in a reader's browser: it has {why}",
        "an SVG that only draws",
        "save it as plain SVG, or as PNG",
    ),
}
_CODES = {
    "unknown-picture": "unknown-picture",
    "broken-picture": "broken-picture",
    "large-picture": "large-picture",
    "unsafe-picture": "unsafe-picture",
}
FLAWS = frozenset(_CODES)
"""Codes of problems with pictures."""


def too_large(size: int) -> Original:
    """What is known of a file of so many bytes: nothing more, since it is not even read."""
    return Original("", flaw="large-picture", why=f"it has {size:,} bytes")


def complaint(original: Original, name: str, where: Location) -> Problem:
    """What is said of a picture with a flaw, where a text uses it as `name`."""
    message, expected, hint = _ADVICE[original.flaw]
    text = message.format(name=name, why=original.why)
    return Problem(where, _CODES[original.flaw], text, expected, hint)
