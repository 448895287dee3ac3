"""The one canonical digest of a value. A value that could change cannot be digested."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b, file_digest
from io import BufferedReader
from typing import Any

SIZE = 20
"""Bytes in a digest: 160 bits."""


def digest(value: object) -> bytes:
    """`SIZE` bytes of BLAKE2b (RFC 7693) over a canonical encoding of `value`.

    Types are tagged and lengths come first, so that no two different values are encoded
    alike; mappings are sorted by their encoded keys; times are told by their instant. Raises
    `TypeError` for anything but texts, bytes, integers, booleans, `None`, aware times, tuples,
    mappings and frozen dataclasses.
    """
    return blake2b(encoded(value), digest_size=SIZE).digest()


def encoded(value: object) -> bytes:
    """The canonical encoding that `digest` is made of."""
    chunks: list[bytes] = []
    _encode(value, chunks)
    return b"".join(chunks)


def digest_bytes(content: bytes) -> bytes:
    """`SIZE` bytes of BLAKE2b over `content` itself: the digest of a file."""
    return blake2b(content, digest_size=SIZE).digest()


def digest_file(file: BufferedReader) -> bytes:
    """What `digest_bytes` gives for all that `file` holds, without holding it in memory."""
    return file_digest(file, lambda: blake2b(digest_size=SIZE)).digest()


Encode = Callable[[Any, list[bytes]], None]


@lru_cache(maxsize=256)
def _encoder(kind: Any) -> Encode:
    """How values of a type are encoded; found once for each type, since most of a page is texts."""
    for known, encode in _KNOWN:
        if issubclass(kind, known):
            return encode
    if is_dataclass(kind):
        return _of_dataclass(kind)
    raise TypeError(f"{kind.__name__} has no digest: use frozen values")


def _encode(value: Any, chunks: list[bytes]) -> None:
    kind: Any = type(value)
    _encoder(kind)(value, chunks)


def _of_dataclass(kind: Any) -> Encode:
    if not kind.__dataclass_params__.frozen:
        raise TypeError(f"{kind.__name__} can change, so it has no digest")
    names = tuple(f.name for f in fields(kind))
    start = b"<%d:%s" % (len(names), kind.__name__.encode())

    def encode(value: Any, chunks: list[bytes]) -> None:
        chunks.append(start)
        for name in names:
            item = getattr(value, name)
            _encode(item, chunks)

    return encode


def _nothing(_: None, chunks: list[bytes]) -> None:
    chunks.append(b"n")


def _text(value: str, chunks: list[bytes]) -> None:
    raw = value.encode("utf-8", "surrogatepass")
    chunks.append(b"s%d:" % len(raw))
    chunks.append(raw)


def _bytes(value: bytes, chunks: list[bytes]) -> None:
    chunks.append(b"b%d:" % len(value))
    chunks.append(value)


def _truth(value: bool, chunks: list[bytes]) -> None:
    chunks.append(b"t" if value else b"f")


def _integer(value: int, chunks: list[bytes]) -> None:
    chunks.append(b"i%d;" % value)


def _moment(value: datetime, chunks: list[bytes]) -> None:
    if value.tzinfo is None:
        raise TypeError("a time without a zone has no digest")
    chunks.append(b"d%s;" % value.astimezone(UTC).isoformat().encode())


def _items(value: tuple[Any, ...], chunks: list[bytes]) -> None:
    chunks.append(b"(%d:" % len(value))
    for item in value:
        _encode(item, chunks)


def _mapping(value: Mapping[Any, Any], chunks: list[bytes]) -> None:
    chunks.append(b"{%d:" % len(value))
    for name, item in sorted((encoded(key), item) for key, item in value.items()):
        chunks.append(name)
        _encode(item, chunks)


_KNOWN: tuple[tuple[type, Encode], ...] = (
    (type(None), _nothing),
    (str, _text),
    (bytes, _bytes),
    (bool, _truth),
    (int, _integer),
    (datetime, _moment),
    (tuple, _items),
    (Mapping, _mapping),
)
"""Types and their encodings; a truth value is an integer too, so it comes first."""
