"""Pictures as files: what kind, whole or cut off, how many frames, and without what must not leak.

Only the containers are read here, never the picture in them, so that a file of any content costs
no more than its bytes. Sources: ITU T.81 annex B (JPEG); PNG, third edition; the GIF89a
specification; the WebP container (RFC 9649); ISO/IEC 14496-12 (AVIF).
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple


class CutOff(Exception):
    """The file ends before the picture does, or is not what it begins as."""


class Chunk(NamedTuple):
    """A part of a file: what it is called, and where all of it stands."""

    name: bytes
    start: int
    end: int


class Words(NamedTuple):
    """What is kept of a picture's metadata: how it is to be turned, and whose it is."""

    orientation: int = 1
    artist: str = ""
    copyright: str = ""

    def __bool__(self) -> bool:
        return self != Words()


def format_of(head: bytes) -> str:
    """`jpg`, `png`, `gif`, `webp`, `avif` or `svg`, by the first bytes of a file; else nothing."""
    for name, pattern in _BEGINNINGS.items():
        if pattern.match(head):
            return name
    return ""


_BEGINNINGS = {
    "jpg": re.compile(rb"\xff\xd8\xff"),
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "gif": re.compile(rb"GIF8[79]a"),
    "webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    "avif": re.compile(rb".{4}ftyp(?:avif|avis|(?:.{4}){1,20}?(?:avif|avis))", re.DOTALL),
    "svg": re.compile(
        rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE\s+svg|(?:\w+:)?svg[\s>])", re.IGNORECASE
    ),
}


MOST = 2**17
"""Chunks that a file may have: a picture of any use has far fewer."""


def frames_of(data: bytes, kind: str) -> int:
    """How many pictures a file shows one after the other. Raises `CutOff` if it is not whole."""
    try:
        return _FRAMES[kind](data)
    except (struct.error, IndexError) as error:
        raise CutOff from error


def stripped(data: bytes, kind: str, words: Words) -> bytes:
    """The same picture, bit by bit, with no metadata but colours, loops and `words`.

    For all kinds but `avif`. What stands after the picture's end is gone as well.
    """
    return b"".join(_STRIPPED[kind](data, words))


def _some(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """`chunks`, unless there are so many that they only waste time."""
    for count, chunk in enumerate(chunks):
        if count > MOST:
            raise CutOff
        yield chunk


# JPEG ------------------------------------------------------------------------------------------

_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""The end of coded data: any marker but stuffed bytes, fill bytes and restarts."""


def _jpeg(data: bytes) -> Iterator[Chunk]:
    """The segments of a JPEG, each with the coded data that follows it, up to its end."""
    yield Chunk(b"\xd8", 0, 2)
    at = 2
    while True:
        start = at
        while data[at] == 0xFF:  # fill bytes may stand before a marker
            at += 1
        if at == start:
            raise CutOff
        name = data[at : at + 1]
        if name == b"\xd9":
            yield Chunk(name, start, at + 1)
            return
        at += 1 + struct.unpack_from(">H", data, at + 1)[0]
        if name == b"\xda":
            marker = _MARKER.search(data, at)
            if marker is None:
                raise CutOff
            at = marker.start()
        yield Chunk(name, start, at)


def _jpeg_frames(data: bytes) -> int:
    return int(b"\xda" in [chunk.name for chunk in _some(_jpeg(data))])


_ICC = b"ICC_PROFILE\0"


def _jpeg_stripped(data: bytes, words: Words) -> Iterator[bytes]:
    yield b"\xff\xd8"
    pending = b"Exif\0\0" + exif(words) if words else b""
    for name, start, end in list(_some(_jpeg(data)))[1:]:
        if pending and name != b"\xe0":  # the JFIF segment comes first
            yield b"\xff\xe1" + struct.pack(">H", len(pending) + 2) + pending
            pending = b""
        if b"\xc0" <= name <= b"\xdf":
            yield data[start:end]
        else:
            yield _application(name, data[data.find(name, start) + 3 : end])


def _application(name: bytes, body: bytes) -> bytes:
    """What is kept of a segment for applications: what decoding needs, without thumbnails."""
    if name == b"\xe0" and body.startswith(b"JFIF\0") and len(body) >= 14:
        body = body[:12] + b"\0\0"
    elif name == b"\xee" and body.startswith(b"Adobe") and len(body) >= 12:
        body = body[:12]
    elif name != b"\xe2" or not body.startswith(_ICC):
        return b""
    return b"\xff" + name + struct.pack(">H", len(body) + 2) + body


# PNG -------------------------------------------------------------------------------------------


def _png(data: bytes) -> Iterator[Chunk]:
    at = 8
    while True:
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise CutOff
        yield Chunk(name, at, end)
        if name == b"IEND":
            return
        at = end


def _png_frames(data: bytes) -> int:
    frames = 1
    for chunk in _some(_png(data)):
        if chunk.name == b"acTL":
            frames = struct.unpack_from(">I", data, chunk.start + 8)[0]
    return frames


_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT bKGD hIST pHYs".split()
    + b"acTL fcTL fdAT".split()
)


def _png_stripped(data: bytes, words: Words) -> Iterator[bytes]:
    yield data[:8]
    for name, start, end in _some(_png(data)):
        if name == b"IHDR":
            yield data[start:end]
            if words:
                yield _png_chunk(b"eXIf", exif(words))
        elif name in _PNG_KEPT:
            yield data[start:end]


def _png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


# GIF -------------------------------------------------------------------------------------------


def _gif(data: bytes) -> Iterator[Chunk]:
    """The blocks of a GIF; the first one is all that stands before them."""
    at = 13
    if data[10] & 0x80:
        at += 3 << (data[10] & 7) + 1
    yield Chunk(b"GIF", 0, at)
    while True:
        start, name = at, data[at : at + 1]
        if name == b";":
            yield Chunk(name, start, at + 1)
            return
        if name == b"!":
            name += data[at + 1 : at + 2]
            at += 2
        elif name == b",":
            packed = data[at + 9]
            at += 11 + ((3 << (packed & 7) + 1) if packed & 0x80 else 0)
        else:
            raise CutOff
        while data[at]:
            at += 1 + data[at]
        at += 1
        yield Chunk(name, start, at)


def _gif_frames(data: bytes) -> int:
    return sum(chunk.name == b"," for chunk in _some(_gif(data)))


_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def _gif_stripped(data: bytes, words: Words) -> Iterator[bytes]:
    for name, start, end in _some(_gif(data)):
        if not name.startswith(b"!"):
            yield data[start:end]
        elif name == b"!\xf9" and data[start + 2] >= 4:  # how long a frame is shown
            yield b"!\xf9\4" + data[start + 3 : start + 7] + b"\0"
        elif name == b"!\xff" and data[start + 3 : start + 14] in _LOOPS:
            yield _loop(data, start)


def _loop(data: bytes, start: int) -> bytes:
    """A block that tells how often a GIF is shown, with nothing else; empty if it doesn't."""
    at = start + 14
    while size := data[at]:
        if size >= 3 and data[at + 1] == 1:
            return data[start : start + 14] + b"\3" + data[at + 1 : at + 4] + b"\0"
        at += 1 + size
    return b""


# WebP ------------------------------------------------------------------------------------------

_WEBP_PIXELS = frozenset({b"ALPH", b"VP8L", b"VP8 "})
_WEBP_KEPT = _WEBP_PIXELS | {b"ICCP", b"ANIM"}


def _webp(data: bytes) -> Iterator[Chunk]:
    size = struct.unpack_from("<I", data, 4)[0] + 8
    if size > len(data):
        raise CutOff
    yield from _riff(data, 12, size)


def _riff(data: bytes, at: int, size: int) -> Iterator[Chunk]:
    """The chunks between two places."""
    while at + 8 <= size:
        name, length = struct.unpack_from("<4sI", data, at)
        end = at + 8 + length + length % 2
        if at + 8 + length > size:
            raise CutOff
        yield Chunk(name, at, min(end, size))
        at = end


def _webp_frames(data: bytes) -> int:
    names = [chunk.name for chunk in _some(_webp(data))]
    return names.count(b"ANMF") or int(b"VP8 " in names or b"VP8L" in names)


def _webp_stripped(data: bytes, words: Words) -> Iterator[bytes]:
    body = [b"WEBP"]
    is_extended = False
    for name, start, end in _some(_webp(data)):
        if name == b"VP8X":
            is_extended = True
            flags = data[start + 8] & ~0x0C | (0x08 if words else 0)
            body.append(data[start : start + 8] + bytes([flags]) + data[start + 9 : end])
        elif name == b"ANMF":
            body.append(_webp_frame(data, start, end))
        elif name in _WEBP_KEPT:
            body.append(data[start:end])
    if words and is_extended:
        block = exif(words)
        body.append(b"EXIF" + struct.pack("<I", len(block)) + block + b"\0" * (len(block) % 2))
    yield b"RIFF" + struct.pack("<I", sum(map(len, body)))
    yield from body


def _webp_frame(data: bytes, start: int, end: int) -> bytes:
    """A frame of a film with its place and time, and with nothing in it but its pixels."""
    parts = [data[start + 8 : start + 24]]
    for name, first, last in _some(_riff(data, start + 24, end)):
        if name in _WEBP_PIXELS:
            parts.append(data[first:last])
    return b"ANMF" + struct.pack("<I", sum(map(len, parts))) + b"".join(parts)


# AVIF ------------------------------------------------------------------------------------------


def _avif_frames(data: bytes) -> int:
    """1, or 2 of a sequence: how many it has stands deep within."""
    at, names = 0, []
    while at < len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        if size == 1:
            size = struct.unpack_from(">Q", data, at + 8)[0]
        size = size or len(data) - at
        if size < 8 or at + size > len(data):
            raise CutOff
        names.append(name)
        at += size
    if b"meta" not in names and b"moov" not in names:
        raise CutOff
    return 2 if b"moov" in names else 1


_FRAMES: Mapping[str, Callable[[bytes], int]] = {
    "jpg": _jpeg_frames,
    "png": _png_frames,
    "gif": _gif_frames,
    "webp": _webp_frames,
    "avif": _avif_frames,
}
_STRIPPED: Mapping[str, Callable[[bytes, Words], Iterator[bytes]]] = {
    "jpg": _jpeg_stripped,
    "png": _png_stripped,
    "gif": _gif_stripped,
    "webp": _webp_stripped,
}


# Exif ------------------------------------------------------------------------------------------

_LONGEST = 1000
"""Bytes of a name that are kept."""


def exif(words: Words) -> bytes:
    """`words` as a block of Exif (CIPA DC-008): one directory, texts in UTF-8."""
    entries: list[tuple[int, int, bytes]] = []
    if words.orientation != 1:
        entries.append((0x0112, 3, struct.pack("<H", words.orientation)))
    for tag, text in ((0x013B, words.artist), (0x8298, words.copyright)):
        if text:
            clean = text.encode()[:_LONGEST].decode(errors="ignore")
            entries.append((tag, 2, clean.encode() + b"\0"))
    directory, rest = struct.pack("<H", len(entries)), b""
    start = 8 + 2 + 12 * len(entries) + 4
    for tag, kind, value in entries:
        count = len(value) // (2 if kind == 3 else 1)
        place = value.ljust(4, b"\0")
        if len(value) > 4:
            place = struct.pack("<I", start + len(rest))
            rest += value + b"\0" * (len(value) % 2)
        directory += struct.pack("<HHI", tag, kind, count) + place
    return b"II*\0" + struct.pack("<I", 8) + directory + b"\0\0\0\0" + rest
