"""The Jinja2 environment: autoescaping always, nothing from outside, undefined names refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import BytecodeCache, Environment, FunctionLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

NAMES = frozenset({"site", "page", "story", "body", "graph", "feed", "lang"})
"""What a template sees; described in docs/templates.md."""
FUNCTIONS = frozenset({"_", "asset", "entry_body", "entry_title"})
FILTERS = frozenset({"time", "day", "month", "iso", "rfc822", "absolute", "direction", "json"})
_PLAIN_GLOBALS = ("range", "dict", "namespace", "cycler", "joiner")

_OF_JINJA = frozenset({"loop", "self", "super", "caller", "varargs"})

KNOWN = NAMES | FUNCTIONS | frozenset(_PLAIN_GLOBALS) | _OF_JINJA


class _Compiled(BytecodeCache):
    """What templates were compiled to in this process, by name and text.

    Compiling a theme takes longer than a small edition; builds that follow each other share it.
    """

    MOST = 1000

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if len(self._codes) >= self.MOST:
            self._codes.clear()
        self._codes[bucket.key, bucket.checksum] = bucket.code


@lru_cache(maxsize=1)
def _compiled() -> _Compiled:
    return _Compiled()


def make_environment(templates: Mapping[str, str], origins: Mapping[str, str]) -> Environment:
    """An environment that knows `templates` alone. Filters that need a site are placeholders."""

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        text = templates.get(name)
        return None if text is None else (text, origins[name], lambda: True)

    environment = Environment(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: "" if value is None else value,
        cache_size=-1,
        auto_reload=False,
        bytecode_cache=_compiled(),
    )
    plain = {name: environment.globals[name] for name in _PLAIN_GLOBALS}
    environment.globals.clear()
    environment.globals.update(plain)
    for name in ("random", "pprint"):  # one is never the same twice, the other shows our insides
        del environment.filters[name]
    for name in FILTERS:
        environment.filters[name] = str
    return environment


def as_script_json(value: Any) -> Markup:
    """`value` as JSON that stands safely in a `<script>` block, in XML and in a file of its own.

    What could close the block or open a tag is written as `\\u003c` and the like (HTML,
    "Restrictions for contents of script elements").
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)
