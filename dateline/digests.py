"""The one canonical digest of a value. A value that could change cannot be digested."""

from __future__ import annotations

from collections.abc import Mapping
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
    hasher = blake2b(digest_size=SIZE)
    chunks: list[bytes] = []
    _encode(value, chunks)
    hasher.update(b"".join(chunks))
    return hasher.digest()


def digest_bytes(content: bytes) -> bytes:
    """`SIZE` bytes of BLAKE2b over `content` itself: the digest of a file."""
    return blake2b(content, digest_size=SIZE).digest()


def digest_file(file: BufferedReader) -> bytes:
    """What `digest_bytes` gives for all that `file` holds, without holding it in memory."""
    return file_digest(file, lambda: blake2b(digest_size=SIZE)).digest()


@lru_cache(maxsize=256)
def _shape(kind: Any) -> tuple[bytes, tuple[str, ...]]:
    """Name and fields of a frozen dataclass."""
    if not kind.__dataclass_params__.frozen:
        raise TypeError(f"{kind.__name__} can change, so it has no digest")
    return kind.__name__.encode(), tuple(f.name for f in fields(kind))


def _encode(value: Any, chunks: list[bytes]) -> None:  # noqa: PLR0912 (one branch a type)
    if value is None:
        chunks.append(b"n")
    elif isinstance(value, str):
        raw = value.encode("utf-8", "surrogatepass")
        chunks.append(b"s%d:" % len(raw))
        chunks.append(raw)
    elif isinstance(value, bytes):
        chunks.append(b"b%d:" % len(value))
        chunks.append(value)
    elif value is True:
        chunks.append(b"t")
    elif value is False:
        chunks.append(b"f")
    elif isinstance(value, int):
        chunks.append(b"i%d;" % value)
    elif isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("a time without a zone has no digest")
        chunks.append(b"d%s;" % value.astimezone(UTC).isoformat().encode())
    elif isinstance(value, tuple):
        chunks.append(b"(%d:" % len(value))
        for item in value:
            _encode(item, chunks)
    elif isinstance(value, Mapping):
        chunks.append(b"{%d:" % len(value))
        for encoded, item in sorted((_encoded(key), item) for key, item in value.items()):
            chunks.append(encoded)
            _encode(item, chunks)
    elif is_dataclass(value):
        kind: Any = type(value)
        name, names = _shape(kind)
        chunks.append(b"<%d:%s" % (len(names), name))
        for field in names:
            _encode(getattr(value, field), chunks)
    else:
        raise TypeError(f"{type(value).__name__} has no digest: use frozen values")


def _encoded(key: object) -> bytes:
    chunks: list[bytes] = []
    _encode(key, chunks)
    return b"".join(chunks)
