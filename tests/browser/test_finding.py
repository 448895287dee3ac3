"""The search page as readers use it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.hard import HELD, WORD
from tests.browser.reader import Reader
from tests.browser.sample import Sheet, sheets_of
from tests.browser.serving import Served


@pytest.fixture
def page_of_search(hard_paper: Served) -> Sheet:
    [sheet] = [sheet for sheet in sheets_of(hard_paper) if sheet.kind == "search"]
    return sheet


def test_a_story_is_found_by_a_word_of_its_text(
    new_reader: Callable[..., Reader], page_of_search: Sheet
) -> None:
    reader = new_reader()
    page = reader.open(page_of_search)

    page.get_by_role("searchbox").fill(WORD)

    expect(page.get_by_role("status")).not_to_be_empty()
    expect(page.locator("main ol .headline a")).to_have_count(1)
    expect(page.locator("main ol .headline a")).to_contain_text("A headline with")
    expect(page.locator("main ol time")).to_have_count(1)
    assert reader.asked_elsewhere() == []
    assert reader.complaints == []


def test_a_held_story_is_not_found(
    new_reader: Callable[..., Reader], page_of_search: Sheet
) -> None:
    page = new_reader().open(page_of_search)
    page.get_by_role("searchbox").fill(WORD)
    expect(page.locator("main ol .headline a")).to_have_count(1)

    page.get_by_role("searchbox").fill(HELD)

    expect(page.get_by_role("status")).to_have_text("No story found")
    expect(page.locator("main ol .headline a")).to_have_count(0)


def test_the_words_are_kept_in_the_address(
    new_reader: Callable[..., Reader], page_of_search: Sheet
) -> None:
    page = new_reader().open(page_of_search)
    page.get_by_role("searchbox").fill(WORD)
    expect(page.locator("main ol .headline a")).to_have_count(1)

    page.reload()

    expect(page.get_by_role("searchbox")).to_have_value(WORD)
    expect(page.locator("main ol .headline a")).to_have_count(1)


def test_without_scripts_the_page_offers_other_ways_and_no_field(
    new_reader: Callable[..., Reader], page_of_search: Sheet
) -> None:
    page = new_reader(java_script_enabled=False).open(page_of_search)

    for address in ("/topics/", "/archive/", "/archive/2026/", "/port/"):
        expect(page.locator(f"main a[href='{address}']")).to_be_visible()
    expect(page.get_by_role("searchbox").filter(visible=True)).to_have_count(0)
