"""Digests tell values apart, and only values have one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.digests import SIZE, digest
from dateline.model import Link, Teaser

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
    lambda inner: (
        st.lists(inner, max_size=4).map(tuple) | st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=12,
)
INDIA = timezone(timedelta(hours=5, minutes=30))


@given(one=VALUES, other=VALUES)
def test_two_values_share_a_digest_only_if_they_are_the_same(one: object, other: object) -> None:
    assert (digest(one) == digest(other)) == (repr_of(one) == repr_of(other))


def repr_of(value: object) -> str:
    """A text that tells values of different types apart, with mappings in order."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{k!r}:{repr_of(value[k])}" for k in sorted(value)) + "}"
    if isinstance(value, tuple):
        return "(" + ",".join(repr_of(item) for item in value) + ")"
    return repr(value)


def test_a_digest_has_its_size_and_stays_the_same_between_runs() -> None:
    assert len(digest("")) == SIZE
    assert digest(("a", 1, None)).hex() == digest(("a", 1, None)).hex()
    assert digest("known") == blake2b(b"s5:known", digest_size=SIZE).digest()


def test_one_instant_has_one_digest_in_every_zone() -> None:
    moment = datetime(2010, 11, 13, 10, 28, tzinfo=UTC)

    assert digest(moment) == digest(moment.astimezone(INDIA))


def test_dataclasses_are_told_apart_by_name_and_fields() -> None:
    link = Link("World", "/world/")
    teaser = Teaser("/world/", "World", datetime(2010, 11, 13, tzinfo=UTC))

    assert digest(link) != digest(Link("World", "/world"))
    assert digest(link) != digest(teaser)
    assert digest(link) == digest(Link("World", "/world/"))


@dataclass
class Changeable:
    name: str


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(["a"], id="list"),
        pytest.param({"a"}, id="set"),
        pytest.param(1.5, id="float"),
        pytest.param(datetime(2010, 11, 13), id="time without a zone"),
        pytest.param(Changeable("a"), id="dataclass that can change"),
        pytest.param(("a", [1]), id="list inside"),
    ],
)
def test_what_can_change_or_is_unclear_has_no_digest(value: object) -> None:
    with pytest.raises(TypeError):
        digest(value)
