"""What makes the pages: dateline itself, and what it stands on."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path

from dateline.digests import SIZE

LIBRARIES = (
    *("Babel", "Jinja2", "Markdown", "MarkupSafe", "PyYAML", "Pygments", "nh3", "pagefind_bin"),
    *("python-frontmatter", "python-slugify", "text-unidecode", "tzdata"),
)
"""Packages whose behaviour shows in the output."""


@cache
def program_digest() -> bytes:
    """A digest of dateline's source and of the versions of Python and the libraries it uses.

    Any change there makes all that is remembered worthless.
    """
    hasher = blake2b(digest_size=SIZE)
    for path in sorted(Path(__file__).parent.glob("*.py")):
        hasher.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    hasher.update(platform.python_version().encode())
    for library in LIBRARIES:
        hasher.update(f"\0{library} {version_of(library)}".encode())
    return hasher.digest()


def version_of(library: str) -> str:
    """The version of a library that is installed; nothing if it is not known."""
    return _installed().get(_normalized(library), "")


@cache
def _installed() -> Mapping[str, str]:
    """Versions of installed packages by normalized name, as the names of their folders tell them
    (PyPA, "Recording installed projects"). Reading the folders takes ten times as long."""
    found: dict[str, str] = {}
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        for name in names:
            if name.endswith(".dist-info"):
                library, _, version = name.removesuffix(".dist-info").partition("-")
                found.setdefault(_normalized(library), version)
    return found


def _normalized(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")
