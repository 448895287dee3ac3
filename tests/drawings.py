"""Small pictures for tests, made of a text: another text makes another picture."""

from __future__ import annotations

import struct
import zlib
from hashlib import sha256

PIXELS = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")


def is_pixels(path: str) -> bool:
    """Whether a file is to hold a picture of pixels."""
    return path.lower().endswith(PIXELS)


def png(
    seed: str, size: tuple[int, int] = (3, 2), *, more: bytes = b"", spoiled: bool = False
) -> bytes:
    """A PNG of one colour; `more` are chunks beside it. A spoiled one shows it when decoded."""
    width, height = size
    colour = sha256(seed.encode()).digest()[:3]
    row = b"\0" + colour * width
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
            more,
            chunk(b"IDAT", seed.encode() if spoiled else zlib.compress(row * height)),
            chunk(b"IEND", b""),
        )
    )


def chunk(name: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def svg(seed: str) -> bytes:
    """An SVG that says its text."""
    text = "".join(f"&#{ord(letter)};" for letter in seed if letter.isprintable())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20"><text>{text}</text></svg>\n'
    ).encode()


def picture(path: str, content: str | bytes) -> bytes:
    """What a test writes to `path`: a picture made of its words, if they are none yet and it is to
    be one."""
    data = content if isinstance(content, bytes) else content.encode("utf-8")
    if path.lower().endswith(".svg"):
        if b"viewBox" in data or not data:
            return data
        return svg(data.decode("utf-8", "replace"))
    known = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")
    if not is_pixels(path) or data.startswith(known) or not data:
        return data
    return png(data.decode("utf-8", "replace"))
