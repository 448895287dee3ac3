"""The Jinja2 environment: autoescaping always, nothing from outside, undefined names refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from functools import lru_cache
from types import FunctionType
from typing import Any

from jinja2 import BytecodeCache, Environment, FunctionLoader, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

NAMES = frozenset({"site", "page", "story", "body", "graph", "feed", "lang", "policy"})
"""What a template sees; described in docs/templates.md."""
FUNCTIONS = frozenset({"_", "asset", "entry_body", "entry_title", "once"})
FILTERS = frozenset(
    {"time", "day", "date", "month", "iso", "rfc822", "absolute", "direction", "json", "cut"}
)
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


def shown(value: object) -> str:
    """`value` as it stands in a page: escaped, unless it is HTML already; nothing for `None`."""
    if type(value) is str:
        # What `escape` makes of a text, without the object that says that it is safe now.
        return (
            value.replace("&", "&amp;")
            .replace(">", "&gt;")
            .replace("<", "&lt;")
            .replace("'", "&#39;")
            .replace('"', "&#34;")
        )
    if type(value) is Markup:
        return value
    if type(value) is int:
        return str(value)
    return "" if value is None else escape(value)


class _Code(CodeGenerator):
    """Jinja2's compiler, except that `shown` shows a value, at a third of the cost.

    Jinja2 writes `escape(environment.finalize(…))`.
    """

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("shown = environment.shown")

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("shown(" if finalize.src is None else "shown((")  # each is closed
        else:
            super()._output_child_pre(node, frame, finalize)


class _Context(Context):
    """Jinja2's context, except that it calls macros and plain functions at once.

    Jinja2 asks every callable first, at 1 µs, whether it wants to be told where it is called.
    Macros always do, and functions only if a decorator has left a mark on them.
    """

    def call(self, callable_: Any, /, *args: Any, **named: Any) -> Any:
        is_macro = type(callable_) is Macro
        if not is_macro and (type(callable_) is not FunctionType or callable_.__dict__):
            return super().call(callable_, *args, **named)
        if named:
            named.pop("_loop_vars", None)
            named.pop("_block_vars", None)
        return callable_(self.eval_ctx, *args, **named) if is_macro else callable_(*args, **named)


class _Environment(Environment):
    code_generator_class = _Code
    context_class = _Context
    shown = staticmethod(shown)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The environment's own, not behind a `ChainMap`, of which each page makes a `dict`."""
        return super().make_globals(d) if d else self.globals


def make_environment(templates: Mapping[str, str], origins: Mapping[str, str]) -> Environment:
    """An environment that knows `templates` alone. Filters that need a site are placeholders."""

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        text = templates.get(name)
        return None if text is None else (text, origins[name], lambda: True)

    environment = _Environment(
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
    text = _JSON.encode(value)
    for sign, escape_ in _SCRIPT_ESCAPES:
        text = text.replace(sign, escape_)
    return Markup(text)


def _as_list(value: object) -> list[object]:
    if isinstance(value, Sequence):
        return list(value)
    raise TypeError(f"{type(value).__name__} can't be written as JSON")


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_as_list)
_SCRIPT_ESCAPES = tuple((sign, f"\\u{ord(sign):04x}") for sign in "<>&\u2028\u2029")
