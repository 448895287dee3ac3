"""The lines that begin and end front matter (`---`) and the paper's own blocks (`::: facts`)."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

FENCE = re.compile(r"-{3,}[ \t]*")
NAMES = ("quote", "facts", "gallery", "embed")

OPENING = re.compile(r"^:::[ \t]*([A-Za-z][\w-]*)(?:[ \t]+(.*?))?[ \t]*$", re.MULTILINE)
CLOSING = re.compile(r"^:::[ \t]*$", re.MULTILINE)


def is_web_address(url: str) -> bool:
    """Whether `url` is absolute, with http or https and a host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
