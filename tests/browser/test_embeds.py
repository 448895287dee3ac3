"""What a story embeds comes when a reader asks for it, in a frame that may do little."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reader import Reader
from tests.browser.sample import Sheet, sheets_of
from tests.browser.serving import Served

VIDEO = "https://video.example/watch/1"


@pytest.fixture
def story(hard_paper: Served) -> Sheet:
    """The story that embeds a video."""
    path = "letters/2026/11/22/everything/index.html"
    [sheet] = [sheet for sheet in sheets_of(hard_paper) if sheet.path == path]
    return sheet


def answered(page: Page) -> None:
    """Let the other site answer."""
    page.route(f"{VIDEO}**", lambda route: route.fulfill(body="A film", content_type="text/html"))


@pytest.mark.parametrize("way", ["mouse", "Enter", " "])
def test_an_embed_comes_on_a_click_and_never_before(
    new_reader: Callable[..., Reader], story: Sheet, way: str
) -> None:
    reader = new_reader()
    answered(reader.page)
    page = reader.open(story)
    reader.see_all()
    before = reader.asked_elsewhere()
    expect(page.locator("iframe")).to_have_count(0)

    link = page.locator(".embed [data-frame]")
    link.click() if way == "mouse" else link.press(way)

    expect(page.frame_locator("iframe").get_by_text("A film")).to_be_visible()
    assert before == []
    assert reader.asked_elsewhere() == [VIDEO]
    assert reader.complaints == []


def test_an_embed_is_in_a_sandbox_and_has_a_name(
    new_reader: Callable[..., Reader], story: Sheet
) -> None:
    reader = new_reader()
    answered(reader.page)
    page = reader.open(story)

    page.locator(".embed [data-frame]").click()

    frame = page.locator("iframe")
    sandbox = (frame.get_attribute("sandbox") or "").split()
    assert sandbox
    assert not {"allow-top-navigation", "allow-forms", "allow-modals"} & set(sandbox)
    assert frame.get_attribute("title") == "The harbour from the air"
    expect(frame).to_be_focused()


def test_an_embed_is_a_plain_link_without_scripts(
    new_reader: Callable[..., Reader], story: Sheet
) -> None:
    page = new_reader(java_script_enabled=False).open(story)

    link = page.locator(".embed a")

    expect(link).to_be_visible()
    expect(link).to_have_attribute("href", VIDEO)
    expect(page.locator("iframe")).to_have_count(0)
