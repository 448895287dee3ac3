"""The theme's small scripts: how long ago, how old, and the end of the breaking bar."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.reader import Reader
from tests.browser.sample import Sheet, sheets_of
from tests.browser.serving import Served
from tests.conftest import AS_OF

EVERYTHING = "letters/2026/11/22/everything/index.html"
TIDE = "port/2026/11/23/tide/index.html"
SCRIPT = 2_000
"""Bytes that a script of the theme may have at most, as it is served."""


def sheet_at(served: Served, path: str) -> Sheet:
    [sheet] = [sheet for sheet in sheets_of(served) if sheet.path == path]
    return sheet


@pytest.mark.parametrize(
    ("path", "now", "said"),
    [
        pytest.param(EVERYTHING, "2026-11-23 09:20 IST", "20 minutes ago", id="minutes"),
        pytest.param(EVERYTHING, AS_OF, "3 hours ago", id="hours"),
        pytest.param(EVERYTHING, "2026-11-28 09:00 IST", "5 days ago", id="days"),
        pytest.param(TIDE, AS_OF, "3 گھنٹے پہلے", id="another language"),
        pytest.param(EVERYTHING, "2026-12-24 09:00 IST", "", id="longer ago"),
        pytest.param(EVERYTHING, "2026-11-23 08:59 IST", "", id="a clock that is slow"),
        pytest.param(
            EVERYTHING, "2028-11-24 09:00 IST", "This story is more than 2 years old.", id="old"
        ),
    ],
)
def test_a_story_says_how_long_ago_it_was_beside_its_time(
    new_reader: Callable[..., Reader], hard_paper: Served, path: str, now: str, said: str
) -> None:
    page = new_reader(now=now).open(sheet_at(hard_paper, path))

    expect(page.locator(".story-head .ago")).to_have_text(said)
    expect(page.locator(".story-head time")).to_have_text(
        "Nov 23, 2026 09:00 IST" if path == EVERYTHING else "23 نومبر 2026 09:00 IST"
    )


def test_the_bar_goes_at_its_end_and_leaves_its_room(
    new_reader: Callable[..., Reader], hard_paper: Served
) -> None:
    front = sheet_at(hard_paper, "index.html")

    before = new_reader(now="2026-11-24 12:29 IST").open(front)
    after = new_reader(now="2026-11-24 12:31 IST").open(front)

    expect(before.locator(".notice")).to_be_visible()
    expect(after.locator(".notice")).to_be_hidden()
    leads = (page.locator(".leads").bounding_box() for page in (before, after))
    assert next(leads) == next(leads)


def test_scripts_of_the_theme_are_small(paper: Served) -> None:
    sizes = {
        path: len(content)
        for path, content in paper.outputs.items()
        if path.startswith("assets/") and path.endswith(".js") and path != "assets/search.js"
    }

    assert sizes
    assert {path: size for path, size in sizes.items() if size >= SCRIPT} == {}
