"""What a page is made of, as digests: the key of its rendering, and its parts by name."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from operator import attrgetter
from typing import Any, get_type_hints
from zlib import crc32

from dateline import codec
from dateline.digests import digest_bytes
from dateline.model import Page, Teaser

ENGINE, SITE, TEMPLATE = "engine", "site", "template"
"""Parts that are not fields of the page: dateline itself, the settings that every page may show,
the page's template with all that it includes."""

_HELD = 32_768
"""Values whose encodings are held in memory."""
_SHARED = frozenset({"feeds", "section", "authors", "topics"})
"""Fields whose values are the same on many pages."""

Encode = Callable[[Any], bytes]


class Ingredients:
    """Makes keys from the very values that `render` is given.

    A field is encoded by its type, which its name tells, so no two pages are encoded alike.
    """

    def __init__(self, engine: bytes, site: bytes, templates: Mapping[str, bytes]) -> None:
        self.engine, self.site, self.templates = engine, site, templates
        self._teasers: dict[int, tuple[Teaser, str]] = {}
        """Encodings by identity, each with its value: one teaser stands on many pages."""
        self._known: dict[int, tuple[Any, bytes]] = {}
        """The same for values of shared fields."""
        hints = get_type_hints(Page)
        names = [field.name for field in fields(Page)]
        self._values_of = attrgetter(*names)
        self._fields = [(n, b"%s=" % n.encode(), self._encoder(n, hints[n])) for n in names]

    def of(self, page: Page) -> tuple[bytes, str]:
        """The key of `page`, and its parts as JSON: names to checksums.

        The checksums explain what differs between two pages; the key alone decides.
        """
        template = self.templates.get(page.template, b"")
        shown = {ENGINE: crc32(self.engine), SITE: crc32(self.site), TEMPLATE: crc32(template)}
        chunks = [self.engine, self.site, b"%d:%s" % (len(template), template)]
        for (name, mark, encode), value in zip(self._fields, self._values_of(page), strict=True):
            if value:  # what is empty is as good as its name
                part = encode(value)
                shown[name] = crc32(part)
                chunks += (mark, b"%d:" % len(part), part)
        return digest_bytes(b"".join(chunks)), json.dumps(shown, separators=(",", ":"))

    def _encoder(self, name: str, hint: Any) -> Encode:
        if hint is str:
            return _text
        if hint is bytes:
            return bytes
        if hint == Mapping[str, tuple[Teaser, ...]]:
            return self._lists
        encode: Encode = lambda value: _text(codec.dumps(hint, value))  # noqa: E731
        return self._once(encode) if name in _SHARED else encode

    def _once(self, encode: Encode) -> Encode:
        """`encode`, which remembers what it made of each value."""

        def encoded(value: Any) -> bytes:
            known = self._known.get(id(value))
            if known is None:
                if len(self._known) >= _HELD:
                    self._known.clear()
                known = self._known[id(value)] = (value, encode(value))
            return known[1]

        return encoded

    def _lists(self, lists: Mapping[str, tuple[Teaser, ...]]) -> bytes:
        texts = [
            f"{json.dumps(name)}:[{','.join(map(self._teaser, teasers))}]"
            for name, teasers in sorted(lists.items())
        ]
        return "\n".join(texts).encode("utf-8", "surrogatepass")

    def _teaser(self, teaser: Teaser) -> str:
        known = self._teasers.get(id(teaser))
        if known is None:
            if len(self._teasers) >= _HELD:
                self._teasers.clear()
            known = self._teasers[id(teaser)] = (teaser, codec.dumps(Teaser, teaser))
        return known[1]


def _text(value: str) -> bytes:
    return value.encode("utf-8", "surrogatepass")


def changed(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """Names of the parts that differ, in order."""
    return [name for name in {**before, **after} if before.get(name) != after.get(name)]
