"""Frozen values as JSON, and back: how nouns are kept on disk.

What is read from a disk is never unpickled, since a pickle can run code. A dataclass becomes the
list of its fields, a time the microseconds since 1970, bytes their hexadecimal digits.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
_to_text = json.JSONEncoder(separators=(",", ":")).encode
"""ASCII alone: a text of YAML may hold half a character (\ud800), which no disk takes as UTF-8."""
Step = Callable[[Any], Any] | None
"""From a value to JSON or back; `None` where both are the same."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def dumps(kind: type[T], value: T) -> str:
    """`value`, a frozen dataclass of type `kind`, as JSON."""
    hint: Any = kind
    encode = _steps(hint)[0]
    return _to_text(encode(value) if encode else value)


def loads(kind: type[T], text: str) -> T:
    """The value that `dumps` made `text` of."""
    hint: Any = kind
    decode = _steps(hint)[1]
    value: T = decode(json.loads(text)) if decode else json.loads(text)
    return value


def dumps_all(kind: type[T], values: tuple[T, ...]) -> str:
    """`values` as a JSON list; nothing for none of them."""
    return dumps(tuple[kind, ...], values) if values else ""  # type: ignore[valid-type]


def loads_all(kind: type[T], text: str) -> tuple[T, ...]:
    """The values that `dumps_all` made `text` of."""
    return loads(tuple[kind, ...], text) if text else ()  # type: ignore[valid-type]


def instant(moment: datetime) -> int:
    """`moment` in microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(instant: int) -> datetime:
    """The time that `instant` made a number of, in UTC."""
    return _EPOCH + timedelta(microseconds=instant)


@lru_cache(maxsize=256)
def _steps(hint: Any) -> tuple[Step, Step]:  # noqa: PLR0911 (one a kind of type)
    """How a value of the type `hint` is encoded and decoded."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in (str, int, bool) or origin is Literal:
        return None, None
    if hint is bytes:
        return bytes.hex, bytes.fromhex
    if hint is datetime:
        return instant, moment
    if is_dataclass(hint):
        return _of_dataclass(hint)
    if origin is tuple and arguments[1:] == (...,):
        return _of_items(arguments[0])
    if origin is Mapping and arguments[0] is str:
        return _of_mapping(arguments[1])
    if origin in (Union, types.UnionType):
        known = [argument for argument in arguments if argument is not type(None)]
        return _of_optional(known[0]) if len(known) == 1 else (None, _frozen)
    if hint is type(None):
        return None, None
    # An alias that names itself, such as `Extra`, is told by what it holds.
    return None, _frozen


def _frozen(value: Any) -> Any:
    """Texts, lists and tables of JSON, the lists as tuples."""
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return value


def _of_optional(hint: Any) -> tuple[Step, Step]:
    encode, decode = _steps(hint)
    return (
        (lambda value: None if value is None else encode(value)) if encode else None,
        (lambda value: None if value is None else decode(value)) if decode else None,
    )


def _of_items(hint: Any) -> tuple[Step, Step]:
    encode, decode = _steps(hint)
    return (
        (lambda items: [encode(item) for item in items]) if encode else None,
        (lambda items: tuple([decode(item) for item in items])) if decode else tuple,
    )


def _of_mapping(hint: Any) -> tuple[Step, Step]:
    encode, decode = _steps(hint)
    return (
        (lambda table: {key: encode(item) for key, item in table.items()}) if encode else dict,
        (lambda table: {key: decode(item) for key, item in table.items()}) if decode else None,
    )


def _of_dataclass(kind: Any) -> tuple[Step, Step]:
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    steps = [_steps(hints[name]) for name in names]
    to_json = [(n, encode) for n, (encode, _) in enumerate(steps) if encode]
    from_json = [(n, decode) for n, (_, decode) in enumerate(steps) if decode]
    values_of = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)

    def encode(value: Any) -> list[Any]:
        items = list(values_of(value))
        for n, step in to_json:
            items[n] = step(items[n])
        return items

    def decode(items: list[Any]) -> Any:
        for n, step in from_json:
            items[n] = step(items[n])
        return kind(*items)

    return encode, decode
