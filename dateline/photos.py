"""Pictures opened: what they are, and the files that are made of them, by Pillow."""

from __future__ import annotations

import io
import math
import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import cast

from PIL import Image, ImageCms, ImageFile, ImageSequence, IptcImagePlugin

from dateline import discover
from dateline.chunks import CutOff, Words, exif, format_of, frames_of, stripped
from dateline.digests import digest_bytes
from dateline.model import Original, Source, Variant
from dateline.pictures import LARGEST, MOST_PIXELS, crop_box, scale_for, too_large, variants
from dateline.vectors import LARGEST as LARGEST_VECTOR
from dateline.vectors import NoSvg, Unsafe, size_of

_PLUGINS = {"jpg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP", "avif": "AVIF"}
_ORIENTATION, _ARTIST, _COPYRIGHT = 0x0112, 0x013B, 0x8298
_TURNS = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}
"""How a picture is turned upright, by Exif's orientation."""
_ODD = {
    "heic": re.compile(rb".{4}ftyp(?:heic|heix|hevc|mif1|msf1)", re.DOTALL),
    "TIFF": re.compile(rb"II\*\0|MM\0\*"),
    "BMP": re.compile(rb"BM"),
    "JPEG XL": re.compile(rb"\xff\x0a|\0\0\0\x0cJXL "),
    "PDF": re.compile(rb"%PDF"),
    "compressed": re.compile(rb"\x1f\x8b|PK"),
}
"""What people also save pictures as, for a clearer message."""


class Unreadable(Exception):
    """A picture that can't be decoded; says why."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A file that was looked at."""

    path: str
    source: Source | None
    """Nothing if it can't be read."""
    original: Original | None = None
    """Nothing if it is the file that was known."""
    why: str = ""
    """Why it can't be read."""
    is_there: bool = True


def observe(root: Path, job: tuple[str, bytes]) -> Sight:
    """A picture in `content/`, unless its bytes have the digest that is known."""
    path, known = job
    try:
        content = discover.read(root, path, LARGEST + 1)
        if len(content) > LARGEST:
            source = discover.source_of(root, path)
            return Sight(path, source, too_large(source.size))
    except discover.Vanished as error:
        return Sight(path, None, why=error.why, is_there=error.is_there)
    source = Source(path, digest_bytes(content), len(content))
    return Sight(path, source, None if source.digest == known else look(content))


# What the header tells ---------------------------------------------------------------------------


def look(data: bytes) -> Original:
    """What is known of a picture, or its flaw.

    It is decoded once, a JPEG at an eighth of its size: what a text shows must not turn out to be
    spoiled when everything else is made.
    """
    kind = format_of(data[:256])
    try:
        if kind == "svg":
            return _look_at_vector(data)
        return _look_at_pixels(data, kind) if kind else _unknown(data)
    except CutOff:
        why = "it is empty" if not data else "the end of it is missing, or its parts do not fit"
        return Original("", kind, flaw="broken-picture", why=why)
    except Unreadable as error:
        return Original("", kind, flaw="broken-picture", why=str(error))


def _unknown(data: bytes) -> Original:
    if not data.strip(b"\0"):
        return Original("", flaw="broken-picture", why="it is empty")
    name = next((name for name, pattern in _ODD.items() if pattern.match(data)), "")
    return Original("", flaw="unknown-picture", why=f"it is {name}" if name else "of no known kind")


def _look_at_vector(data: bytes) -> Original:
    if len(data) > LARGEST_VECTOR:
        why = f"an SVG of {len(data):,} bytes, and {LARGEST_VECTOR:,} are allowed"
        return Original("", "svg", flaw="large-picture", why=why)
    try:
        return Original("vector", "svg", *size_of(data))
    except Unsafe as error:
        return Original("", "svg", flaw="unsafe-picture", why=str(error))
    except NoSvg as error:
        return Original("", "svg", flaw="broken-picture", why=str(error))


def _look_at_pixels(data: bytes, kind: str) -> Original:
    with _opened(data, kind) as image:
        width, height = image.size
        if width * height > MOST_PIXELS:
            return _too_large(kind, f"{width:,} × {height:,} pixels")
        frames = frames_of(data, kind)
        if kind == "avif":
            frames = getattr(image, "n_frames", 1)
        if frames < 1:
            raise CutOff
        form = "photo"
        if frames > 1:
            form = "moving"
            if frames * width * height > MOST_PIXELS:
                return _too_large(kind, f"{frames:,} frames of {width:,} × {height:,} pixels")
        elif image.has_transparency_data or image.mode in ("1", "P", "PA"):
            form = "drawing"
        if _words_of(image).orientation > 4:
            width, height = height, width
        if form == "moving" and (why := _too_long(frames, width, height)):
            return _too_large(kind, why)
        image.draft(None, (1, 1))
        image.load()
    return Original(form, kind, width, height)


MOST_MOVING = 40_000_000
"""Pixels of a moving picture, in all its frames, each as large as readers get it: WebP is encoded
from all of them at once, at four bytes of memory a pixel."""


def _too_long(frames: int, width: int, height: int) -> str:
    """What is too much of a moving picture; nothing if all is well."""
    wanted = variants(Original("moving", "", width, height), [("figure", "")])
    size = next(variant for variant in wanted if variant.is_moving)
    if frames * size.width * size.height <= MOST_MOVING:
        return ""
    each = f"{size.width:,} × {size.height:,} pixels"
    return f"{frames:,} frames of {each} for readers, and {MOST_MOVING:,} pixels are allowed"


def _too_large(kind: str, why: str) -> Original:
    return Original("", kind, flaw="large-picture", why=f"it has {why}")


@contextmanager
def _opened(data: bytes, kind: str) -> Iterator[Image.Image]:
    """A picture to read from. Whatever goes wrong within is `Unreadable`: what a decoder raises
    of bytes that nobody meant to write is of many kinds."""
    plugins = (_PLUGINS[kind],) if kind != "jpg" else ("JPEG", "MPO")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of bombs too: sizes are looked at here
            limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
            try:
                with Image.open(io.BytesIO(data), formats=plugins) as image:
                    yield image
            finally:
                Image.MAX_IMAGE_PIXELS = limit
    except (CutOff, Unreadable, MemoryError):
        raise
    except Exception as error:
        if str(error).startswith(_NO_MEMORY):
            raise MemoryError from error
        raise Unreadable(f"it can't be decoded ({_first_words(error)})") from error


_NO_MEMORY = "out of memory when"
"""How Pillow tells of its decoders and encoders what Python has `MemoryError` for."""


def _first_words(error: Exception) -> str:
    """What a decoder says, without addresses of objects, which differ from run to run."""
    text = re.sub(r"<[^<>]*>|0x[0-9a-f]+", "…", str(error)).strip() or type(error).__name__
    return text[:80]


# Metadata ----------------------------------------------------------------------------------------


def _words_of(image: Image.Image) -> Words:
    """Orientation, maker and owner, as Exif, IPTC or XMP tell them; of damaged notes nothing."""
    tags = Image.Exif()
    try:
        tags.load(image.info.get("exif") or b"")  # `getexif` would decode all of a PNG
        turn = tags.get(_ORIENTATION, 1)
        artist, owner = (_text(tags.get(tag, "")) for tag in (_ARTIST, _COPYRIGHT))
        if not (artist and owner):
            notes = _notes_of(image)
            artist, owner = artist or notes[0], owner or notes[1]
    except MemoryError:
        raise
    except Exception:  # whatever a reader of hostile bytes may raise: the picture may be good
        return Words()
    return Words(turn if isinstance(turn, int) and 1 <= turn <= 8 else 1, artist, owner)


def _notes_of(image: Image.Image) -> tuple[str, str]:
    """Maker and owner by IPTC (IIM 4.2, datasets 2:80, 2:110 and 2:116), else by XMP."""
    iptc = IptcImagePlugin.getiptcinfo(cast(ImageFile.ImageFile, image)) or {}
    artist = _text(iptc.get((2, 80)) or iptc.get((2, 110)) or "")
    owner = _text(iptc.get((2, 116)) or "")
    xmp = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    xmp = xmp[:_MOST_XMP]
    text = xmp if isinstance(xmp, str) else xmp.decode("utf-8", "replace")
    return (
        artist or _xmp(text, "dc:creator") or _xmp(text, "photoshop:Credit"),
        owner or _xmp(text, "dc:rights"),
    )


_MOST_XMP = 2**16
"""As much as a JPEG holds in one piece."""
_LONGEST = 2000


def _xmp(text: str, name: str) -> str:
    """The value of a property, as an attribute, an element, or the first of a list."""
    found = re.search(rf'{name}="([^"]*)"|<{name}\b[^<>]*>', text)
    if found is None:
        return ""
    if found[1] is not None:
        return _text(unescape(found[1]))
    end = text.find(f"</{name}>", found.end(), found.end() + _LONGEST)
    if end < 0:
        return ""
    inside = text[found.end() : end]
    item = re.search(r"<rdf:li\b[^<>]*>([^<]*)<", inside)
    return _text(unescape(item[1] if item else re.sub(r"<[^<>]*>", "", inside)))


def _text(value: object) -> str:
    """A value of metadata as one line of text."""
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(_text, value)))
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return ""
    with suppress(UnicodeError):  # texts of Exif are UTF-8 more often than what they should be
        value = value.encode("latin-1").decode("utf-8")
    return re.sub(r"[\x00-\x1f\x7f\ufffd\s]+", " ", value).strip()[:1000]


def without_metadata(data: bytes) -> bytes:
    """The same picture for those who follow a link to it: nothing is told of place or camera,
    but how it is turned and whose it is."""
    kind = format_of(data[:256])
    if kind == "svg":
        return data
    with _opened(data, kind) as image:
        words = _words_of(image)
        if kind != "avif":
            return stripped(data, kind, words)
        upright = _turned(_in_srgb(image), words.orientation)
        return _avif(upright, words, quality=85)


# What is made ------------------------------------------------------------------------------------


def develop(data: bytes, wanted: Iterable[Variant]) -> Iterator[tuple[str, bytes]]:
    """The files that are `wanted` of a picture, each with its name. Raises `Unreadable`.

    Large sizes come first and small ones are made of them: nothing is decoded twice.
    """
    kind = format_of(data[:256])
    variants = sorted(wanted, key=lambda v: (v.crop, v.focus, -v.width, v.format))
    still = [variant for variant in variants if not variant.is_moving]
    for variant in variants:
        if variant.is_moving:
            yield variant.name, _moving(data, kind, variant)
    if not still:
        return
    with _opened(data, kind) as image:
        words = _words_of(image)
        turn, words = words.orientation, words._replace(orientation=1)
        whole = image.size if turn <= 4 else image.size[::-1]
        base = _base(image, turn, scale_for(*whole))
        is_sharp = kind in ("png", "gif")
        cropped: dict[tuple[str, str, int], Image.Image] = {}
        for variant in still:
            cut = (variant.crop, variant.focus, variant.width)
            if cut not in cropped:
                cropped = {cut: _resized(base, variant)}
            yield variant.name, _encoded(cropped[cut], variant.format, words, is_sharp=is_sharp)


def _focus(variant: Variant) -> str:
    across, _, down = variant.focus.partition("-")
    return f"{across}% {down}%" if down else ""


def _base(image: Image.Image, turn: int, scale: float) -> Image.Image:
    """The picture upright, in sRGB, and no larger than needed: decoding a JPEG at half its size
    takes half the time, and colours are converted when it is small."""
    width, height = (max(1, math.ceil(side * scale)) for side in image.size)
    image.draft(None, (width, height))
    image.load()
    if image.mode in ("1", "P", "PA") or image.mode.startswith("I;"):
        image = _in_srgb(image)  # what is no colour can't be averaged
    if image.width * image.height > _IN_BANDS and width < image.width // 4:
        image = _reduced(image, image.width // width // 2)
    if (width, height) != image.size:
        image = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return _turned(_in_srgb(image), turn)


_IN_BANDS = 20_000_000
"""Pixels from which on a picture is made smaller in bands: all at once, a second one of its size is
needed if it has transparent parts."""


def _reduced(image: Image.Image, factor: int) -> Image.Image:
    """The picture at a fraction of its size, band by band."""
    size = -(-image.width // factor), -(-image.height // factor)
    smaller = Image.new(image.mode, size)
    for top in range(0, size[1], 64):
        box = (0, top * factor, image.width, min(image.height, (top + 64) * factor))
        smaller.paste(image.crop(box).reduce(factor), (0, top))
    smaller.info = image.info
    return smaller


def _turned(image: Image.Image, turn: int) -> Image.Image:
    for step in _TURNS.get(turn, ()):
        image = image.transpose(step)
    return image


def _in_srgb(image: Image.Image) -> Image.Image:
    """The picture as `RGB` or `RGBA` of sRGB, by its colour profile if it has one."""
    icc = image.info.get("icc_profile")
    if image.mode.startswith("I;"):
        image = image.convert("I").point(lambda value: value / 257).convert("L")
    if image.mode in ("P", "PA", "1", "LA", "La", "RGBa") or image.has_transparency_data:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    if alpha:
        image = image.convert("RGB")
    if icc and image.mode in ("RGB", "L", "CMYK", "LAB"):
        image = _by_profile(image, icc)
    if image.mode != "RGB":
        image = image.convert("RGB")
    if alpha:
        image.putalpha(alpha)
    image.info = {}
    return image


def _by_profile(image: Image.Image, icc: bytes) -> Image.Image:
    """The picture in sRGB; as it is if its profile is damaged, or of another kind of picture."""
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        converted = ImageCms.profileToProfile(
            image,
            profile,
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.PERCEPTUAL,
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted or image


def _resized(base: Image.Image, variant: Variant) -> Image.Image:
    """The part of the picture that a variant shows, in its size."""
    box = crop_box(*base.size, variant.crop, _focus(variant))
    part = base if box == (0, 0, *base.size) else base.crop(box)
    size = (variant.width, variant.height)
    if part.size == size:
        return part
    return part.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _encoded(image: Image.Image, kind: str, words: Words, *, is_sharp: bool) -> bytes:
    if kind == "avif":
        return _avif(image, words, quality=70 if is_sharp else 50, is_sharp=is_sharp)
    file = io.BytesIO()
    block = exif(words) if words else b""
    if kind == "webp":
        quality = 85 if is_sharp else 70
        image.save(file, "WEBP", quality=quality, method=4, exif=block)
    elif kind == "jpg":
        image.save(
            file,
            "JPEG",
            quality=85 if is_sharp else 76,
            subsampling="4:4:4" if is_sharp else "4:2:0",
            optimize=True,
            progressive=True,
            exif=b"Exif\0\0" + block if block else b"",
        )
    else:
        _few_colours(image).save(file, "PNG", optimize=True, exif=block)
    return file.getvalue()


def _avif(image: Image.Image, words: Words, *, quality: int, is_sharp: bool = False) -> bytes:
    """One thread: the same bytes on any machine, and no more cores taken than were given."""
    file = io.BytesIO()
    image.save(
        file,
        "AVIF",
        quality=quality,
        speed=6 if image.width <= _SMALL else 8,
        subsampling="4:4:4" if is_sharp else "4:2:0",
        max_threads=1,
        exif=exif(words) if words else b"",
    )
    return file.getvalue()


_SMALL = 640
"""Pixels of width up to which a file is made with more effort: most phones get no larger one. On a
photo, speed 6 makes a twentieth less bytes than 8 and takes four times as long."""


def _few_colours(image: Image.Image) -> Image.Image:
    """A drawing with a palette, if it has few enough colours that nothing is lost."""
    if image.getcolors(256) is None:
        return image
    method = Image.Quantize.FASTOCTREE if image.mode == "RGBA" else Image.Quantize.MEDIANCUT
    fewer = image.quantize(256, method=method, dither=Image.Dither.NONE)
    return fewer if fewer.convert(image.mode).tobytes() == image.tobytes() else image


def _moving(data: bytes, kind: str, variant: Variant) -> bytes:
    """All frames as a WebP that moves, each shown as long as before."""
    frames: list[Image.Image] = []
    times: list[int] = []
    with _opened(data, kind) as image:
        loops = image.info.get("loop", 1 if kind == "gif" else 0)
        turn = _words_of(image).orientation
        for frame in ImageSequence.Iterator(image):
            decoded = frame.copy()  # until then a WebP doesn't tell how long it shows a frame
            times.append(round(frame.info.get("duration", 100)))
            frames.append(_resized(_turned(_in_srgb(decoded), turn), variant))
    file = io.BytesIO()
    first, *rest = frames
    first.save(
        file,
        "WEBP",
        save_all=True,
        append_images=rest,
        duration=times,
        loop=loops,
        quality=70,
        method=3,
        minimize_size=False,
    )
    return file.getvalue()
