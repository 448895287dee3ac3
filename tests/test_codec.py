"""What the cache keeps of a noun is the noun."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import model
from dateline.codec import dumps, dumps_all, instant, loads, loads_all, moment
from dateline.model import Link, Parsed, Report, Story, Teaser
from dateline.problems import Problem

NOT_KEPT = (Parsed, Report)
"""A file's record has the parts of the one; nobody asks for the other again."""
NOUNS = [
    kind
    for kind in vars(model).values()
    if isinstance(kind, type) and is_dataclass(kind) and kind not in NOT_KEPT
]
TIMES = st.datetimes(min_value=datetime(1, 1, 2), timezones=st.just(UTC))
EXTRA = st.recursive(
    st.text(),
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple) | st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=6,
)
PLAIN: Mapping[object, st.SearchStrategy[Any]] = {
    str: st.text(max_size=20),
    int: st.integers(-(2**60), 2**60),
    bool: st.booleans(),
    bytes: st.binary(max_size=20),
    datetime: TIMES,
    type(None): st.none(),
}


def values(hint: Any) -> st.SearchStrategy[Any]:  # noqa: PLR0911 (one a kind of type)
    """Any values of a type that a noun's field may have."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in PLAIN:
        return PLAIN[hint]
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        make: Any = hint
        return st.builds(make, **{field.name: values(hints[field.name]) for field in fields(hint)})
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin is tuple:
        return st.lists(values(arguments[0]), max_size=2).map(tuple)
    if origin is Mapping:
        return st.dictionaries(values(arguments[0]), values(arguments[1]), max_size=2)
    assert origin in (types.UnionType, Union), hint
    if str in arguments:  # `Extra`, which names itself
        return EXTRA
    return st.one_of(*map(values, arguments))


@pytest.mark.parametrize("kind", NOUNS)
def test_every_noun_is_the_same_after_it_was_kept(kind: type[Any]) -> None:
    @given(values(kind))
    def check(noun: object) -> None:
        assert loads(kind, dumps(kind, noun)) == noun

    check()


@given(st.lists(values(Problem), max_size=3).map(tuple))
def test_many_are_the_same_after_they_were_kept(problems: tuple[Problem, ...]) -> None:
    text = dumps_all(Problem, problems)

    assert loads_all(Problem, text) == problems
    assert (text == "") == (problems == ())


@given(TIMES)
def test_a_time_is_the_same_after_it_was_a_number(time: datetime) -> None:
    assert moment(instant(time)) == time


@given(TIMES, TIMES)
def test_numbers_of_times_have_the_order_of_times(one: datetime, other: datetime) -> None:
    assert (instant(one) < instant(other)) == (one < other)


def test_a_time_of_another_zone_comes_back_as_the_same_instant() -> None:
    india = timezone(timedelta(hours=5, minutes=30))
    teaser = Teaser("/a/", "A", datetime(2010, 11, 13, 15, 58, tzinfo=india))

    kept = loads(Teaser, dumps(Teaser, teaser))

    assert kept == teaser
    assert kept.published.tzinfo is UTC


def test_lists_in_an_editors_own_keys_come_back_as_tuples() -> None:
    extra: Mapping[str, model.Extra] = {"tables": ("a", {"b": ("c", ("d",))}), "text": "e"}
    story = Story(
        *("a.md", "/a/", "tag:a", "A"), datetime(2010, 11, 13, tzinfo=UTC), "world", extra=extra
    )

    assert loads(Story, dumps(Story, story)).extra == extra


def test_what_is_no_json_is_not_taken_for_a_noun() -> None:
    with pytest.raises(ValueError, match="line 1"):
        loads(Link, dumps(Link, Link("World"))[:-2])
