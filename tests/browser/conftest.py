"""A real browser for the tests in this folder, and the papers that it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import tools
from tests.browser.hard import write_hard
from tests.browser.reader import Reader
from tests.browser.sample import Sheet, sample
from tests.browser.serving import Served, serve
from tests.browser.visits import Visit, visit
from tests.conftest import AS_OF, Built, Newsroom, moment

UNTESTED = pytest.StashKey[list[str]]()
"""Why browser tests were passed over."""


@pytest.fixture(scope="package")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """One Chromium for all tests of this folder."""
    needed(request, tools.chromium)
    with tools.launched() as browser:
        yield browser


@pytest.fixture(scope="package")
def axe(request: pytest.FixtureRequest) -> str:
    """axe-core's source."""
    return needed(request, tools.axe)


@pytest.fixture(scope="package")
def paper(demo: Built) -> Iterator[Served]:
    """The demo newspaper over HTTP."""
    assert demo.report.ready
    with serve(demo.outputs) as served:
        yield served


@pytest.fixture(scope="package")
def hard_paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The paper that is hard to show over HTTP."""
    newsroom = Newsroom(tmp_path_factory.mktemp("hard"))
    write_hard(newsroom)
    built = newsroom.build()
    assert built.report.ready, built.report.problems
    with serve(built.outputs) as served:
        yield served


@pytest.fixture(scope="package")
def sheets(paper: Served, hard_paper: Served) -> tuple[Sheet, ...]:
    """Pages that show all that pages of the two papers are made of."""
    return (*sample(paper), *sample(hard_paper))


@pytest.fixture(scope="package")
def visits(browser: Browser, sheets: tuple[Sheet, ...]) -> tuple[Visit, ...]:
    """What each of these pages was like when it was visited."""
    with window(browser) as reader:
        return tuple(visit(reader, sheet) for sheet in sheets)


@pytest.fixture
def new_reader(browser: Browser) -> Iterator[Callable[..., Reader]]:
    """Gives readers, each with a window of its own; keywords are those of `window`."""
    with ExitStack() as windows:
        yield lambda **options: windows.enter_context(window(browser, **options))


@contextmanager
def window(
    browser: Browser, *, width: int = 360, height: int = 740, now: str = AS_OF, **options: Any
) -> Iterator[Reader]:
    """A reader with a window of their own, until the block ends.

    It is a phone's, light, with scripts, unless asked for otherwise; other keywords are those of
    playwright's `new_context`. For the page it is always `now`.
    """
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    context.clock.set_fixed_time(moment(now))
    yield Reader(context.new_page())
    context.close()


def needed(request: pytest.FixtureRequest, tool: Callable[[], str]) -> str:
    """The tool; without it the test is passed over aloud, or fails where that may not be."""
    try:
        return tool()
    except tools.MissingError as missing:
        if not tools.may_skip():
            pytest.fail(f"{missing}: `make test` as root installs it")
        request.config.stash.setdefault(UNTESTED, []).append(str(missing))
        pytest.skip(str(missing))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"browser", "axe"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    for reason in sorted({*config.stash.get(UNTESTED, ())}):
        terminalreporter.write_line(f"NOT TESTED in a browser: {reason}", red=True, bold=True)
