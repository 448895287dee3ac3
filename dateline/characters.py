"""What a text is made of, told by passes over all of its bytes: most texts hold nothing odd."""

from __future__ import annotations

_COMMON = bytes(range(0x20, 0x7F)) + b"\n"
_BLANK_OR_NOT = bytes(0x20 if byte in b" \n" else 0x21 for byte in range(256))


def are_seen(text: str) -> bool:
    """Whether all of `text` but its line ends is printable, as `str.isprintable` has it.

    Such a text holds no blanks but U+0020.
    """
    return _is_seen(text.encode("utf-8", "surrogatepass"))


def _is_seen(raw: bytes) -> bool:
    rest = raw.translate(None, _COMMON)
    return not rest or rest.decode("utf-8", "surrogatepass").isprintable()


def count_words(text: str) -> int:
    """Runs of what is not blank."""
    raw = text.encode("utf-8", "surrogatepass")
    if not _is_seen(raw):
        return len(text.split())
    marks = raw.translate(_BLANK_OR_NOT)
    return marks.count(b" !") + marks.startswith(b"!")
