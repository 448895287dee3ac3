"""`parse` and `render` see their arguments and nothing else."""

from __future__ import annotations

import builtins
import datetime as datetimes
import io
import locale
import os
import random
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self
from unittest.mock import patch

import pytest

from dateline import composing, reading, recording
from dateline import render as rendering
from dateline.index import Edition
from dateline.model import Output
from dateline.pipeline import Options, build
from tests.conftest import AS_OF, Newsroom, moment


class Noted:
    """Remembers every call of a function, to make it again."""

    def __init__(self, function: Callable[..., object]) -> None:
        self.function = function
        self.calls: list[tuple[tuple[Any, ...], object]] = []

    def __call__(self, *arguments: Any) -> object:
        result = self.function(*arguments)
        self.calls.append((arguments, result))
        return result


class Reached(AssertionError):
    """Something outside was used."""


class NoClock(datetimes.datetime):
    @classmethod
    def now(cls, tz: datetimes.tzinfo | None = None) -> Self:
        raise Reached("the clock")

    @classmethod
    def utcnow(cls) -> Self:
        raise Reached("the clock")

    @classmethod
    def today(cls) -> Self:
        raise Reached("the clock")


class NoEnvironment(dict[str, str]):
    """An environment that nobody may look into."""

    def __getitem__(self, key: str) -> str:
        raise Reached(f"the environment: {key}")

    def get(self, key: str, default: Any = None) -> Any:
        raise Reached(f"the environment: {key}")

    def __contains__(self, key: object) -> bool:
        raise Reached(f"the environment: {key}")


@contextmanager
def cut_off() -> Iterator[None]:
    """No clock, no files, no network, no environment, no chance."""

    def outside(*arguments: object, **_: object) -> Any:
        raise Reached(str(arguments[:1]))

    with pytest.MonkeyPatch.context() as patch:
        for name in ("time", "time_ns", "localtime", "gmtime", "monotonic", "perf_counter"):
            patch.setattr(time, name, outside)
        for module, name in (
            (builtins, "open"),
            (io, "open"),
            (os, "open"),
            (os, "stat"),
            (os, "listdir"),
            (os, "scandir"),
            (os, "getcwd"),
            (os, "getenv"),
            (os, "urandom"),
            (socket, "socket"),
            (socket, "getaddrinfo"),
            (locale, "getlocale"),
            (random, "random"),
        ):
            patch.setattr(module, name, outside)
        patch.setattr(os, "environ", NoEnvironment())
        patch.setattr(datetimes, "datetime", NoClock)
        yield


def test_parse_and_render_give_the_same_without_the_world(newsroom: Newsroom) -> None:
    body = (
        "The UN[^1] met [here](b.md).\n\n![A](a.svg)\n: C\n\n```python\nx = 1\n```\n\n[^1]: Note\n"
    )
    newsroom.write("content/world/a.svg", "<svg/>")
    newsroom.story("world/a.md", body, topics=["Trade"], authors=["ann"], dateline="YOKOHAMA")
    newsroom.story(
        "world/b.md", "Words.\n", lang="hi", kind="opinion", updated="2026-11-21 09:00 IST"
    )
    newsroom.story("world/bad.md", "::: facts\n", published="2026-02-31", draft="yes")
    newsroom.write("content/authors/ann.md", "---\nname: Ann Sen\n---\nWrites.\n")
    newsroom.write("content/about.md", "---\ntitle: About\n---\nUs.\n")
    parse, render = Noted(recording.record_ordinary), Noted(rendering.render)
    with (
        patch.object(reading, "record_ordinary", parse),
        patch.object(composing, "render", render),
    ):
        report = build(newsroom.root, Options(Edition(moment(AS_OF))))
    assert report.ready, report.problems

    for noted in (parse, render):
        with cut_off():
            again = [noted.function(*arguments) for arguments, _ in noted.calls]
        assert again == [result for _, result in noted.calls]
    assert len(parse.calls) == 5
    assert all(isinstance(result, Output) for _, result in render.calls)
    assert len(render.calls) > 20


def test_what_is_cut_off_is_noticed() -> None:
    with cut_off():
        for use in (
            time.time,
            lambda: open("x"),  # noqa: PTH123, SIM115
            lambda: os.environ["TZ"],
            socket.socket,
            datetimes.datetime.now,
        ):
            with pytest.raises(Reached):
                use()
