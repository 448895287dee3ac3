"""Slugs and paths: the one place where a name becomes part of a URL or of a file's path."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import unquote

LONGEST = 120
"""Bytes in one part of a path. File systems allow 255; encrypted ones about 140."""

RESERVED_SECTIONS = frozenset(
    [
        "topics",
        "authors",
        "archive",
        "search",
        "sitemaps",
        "series",
        "corrections",
        "assets",
        "img",
        "page",
    ]
)
RESERVED_SLUGS = frozenset({"page"})
DEVICES = frozenset(
    [
        *("con", "prn", "aux", "nul", "conin$", "conout$"),
        *(f"{name}{n}" for name in ("com", "lpt") for n in "123456789¹²³"),
    ]
)
"""Names that Windows keeps for devices, whatever their ending."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PLAIN_WORDS = re.compile(r"[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*")
"""Words that need no transliteration."""


@lru_cache(maxsize=8192)
def slugify(text: str) -> str:
    """Lower-case ASCII letters and digits of `text`, words joined by hyphens; may be empty.

    Other scripts are transliterated. At most `LONGEST` bytes, cut between words.
    """
    if len(text) <= LONGEST and _PLAIN_WORDS.fullmatch(text):
        return text.lower().replace(" ", "-")
    from slugify import slugify as make  # which a build that finds nothing new does without

    plain = text.replace("'", "").replace("’", "")
    return make(plain, max_length=LONGEST, word_boundary=True, save_order=True)


def profile_id(path: str) -> str:
    """The id of the author or topic whose profile stands at `path`, by its name or its folder's."""
    file = PurePosixPath(path)
    return slugify(file.parent.name if file.stem.lower() == "index" else file.stem)


def is_slug(text: str) -> bool:
    """Whether `text` can stand in a URL as it is."""
    return len(text) <= LONGEST and _SLUG.fullmatch(text) is not None


def is_id(text: str) -> bool:
    """Whether an author or topic written so is an id, which needs a profile: `a-sen`.

    One lower-case word can be either: it is a name unless there is a profile.
    """
    return "-" in text and is_slug(text)


@lru_cache(maxsize=8192)
def is_free(slug: str) -> bool:
    """Whether `slug` can be a name in a URL: there, and not kept for other uses."""
    return bool(slug) and slug not in RESERVED_SLUGS and not is_device(slug)


def is_device(name: str) -> bool:
    """Whether Windows takes `name` for a device and not for a file."""
    return name.split(".", 1)[0].rstrip().casefold() in DEVICES


def fold(path: str) -> str:
    """The form in which two paths are one file on a disk that ignores case or Unicode form."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


_LONGEST_PATH = 1000
"""Bytes in a whole path; Linux allows 4,096 and macOS 1,024, with the folders above ours."""
_GIT = frozenset({".git", ".gitignore"})
"""What git reads and may run, and the mark of an output folder: never written as a page."""


HOST_FILES = frozenset({"_headers"})
"""Files without an ending that hosts read and do not serve."""


_PLAIN_PATH = re.compile(
    r"(?:[a-z0-9][a-z0-9-]{0,120}/){0,6}[a-z0-9][a-z0-9-]{0,120}\.[a-z0-9]{1,9}"
)
"""Paths as dateline makes them, of which nearly all can be told at one glance."""


def is_safe_path(path: str) -> bool:
    """Whether `path` is a plain relative path that stays where it is put, on every system."""
    parts = path.split("/")
    if _PLAIN_PATH.fullmatch(path) and DEVICES.isdisjoint(part.split(".", 1)[0] for part in parts):
        return True
    return len(path.encode("utf-8", "surrogatepass")) <= _LONGEST_PATH and all(
        part not in {"", ".", ".."}
        and len(part.encode("utf-8", "surrogatepass")) <= 255
        and part.isprintable()
        and not re.search(r'[\\:*?"<>|]', part)
        and part[-1] not in ". "
        and part.casefold() not in _GIT
        and not is_device(part)
        for part in parts
    )


def output_path(address: str) -> str:
    """The file that serves `address`, a URL path below the site's root.

    `/world/` is `world/index.html`; a last part with an ending, `/feed.xml`, is itself. Raises
    `ValueError` for an address that is not a plain path: this is where every path of the output
    is made. Percent-encoded characters are what servers decode them to.
    """
    path = unquote(address.removeprefix("/"))
    if not path or path.endswith("/"):
        path += "index.html"
    elif path not in HOST_FILES and "." not in path.rsplit("/", 1)[-1]:
        path += "/index.html"
    if not is_safe_path(path):
        raise ValueError(f"not a plain path: {address!r}")
    return path
