"""The paper by keyboard alone: every step is seen, and nothing is out of reach."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reader import Reader, told
from tests.browser.sample import Sheet, sheets_of
from tests.browser.serving import Served

FOCUS = """
() => {
  const it = document.activeElement;
  if (it === document.body || it === null) return null;
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = channels(colour).map((value) => value / 255)
      .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let under = element; under; under = under.parentElement) {
      const colour = getComputedStyle(under).backgroundColor;
      if ((channels(colour)[3] ?? 1) === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const contrast = (one, other) => {
    const [a, b] = [light(one), light(other)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const rings = [null, "::before", "::after"].map((part) => getComputedStyle(it, part))
    .filter((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  const around = ground(it.parentElement);
  const boxes = [...it.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
  const is_open = (box) => {
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const top = document.elementFromPoint(x, y);
    return top !== null && (it.contains(top) || top.contains(it));
  };
  return {
    what: it.outerHTML.slice(0, 160),
    ringed: rings.some((style) => contrast(style.outlineColor, around) >= 3),
    open: boxes.length > 0 && boxes.every(is_open),
  };
}
"""
"""What has the focus, whether that is seen, and whether anything lies over it."""

REACHABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']"


def walk(reader: Reader, key: str) -> list[dict[str, object]]:
    """Every stop of the Tab key, until it leaves the page."""
    stops: list[dict[str, object]] = []
    while True:
        reader.page.keyboard.press(key)
        stop = reader.evaluate(FOCUS)
        if stop is None:
            return stops
        stops.append(stop)
        assert len(stops) < 1000, "the Tab key goes round in a circle"


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on what `selector` matches."""
    for _ in range(300):
        page.keyboard.press("Tab")
        if page.locator(":focus").and_(page.locator(selector)).count():
            return
    raise AssertionError(f"the Tab key never comes to {selector}")


@pytest.mark.parametrize(
    ("width", "scheme", "key"), [(360, "dark", "Tab"), (1280, "light", "Shift+Tab")]
)
def test_the_focus_is_always_seen_and_never_covered(
    new_reader: Callable[..., Reader], sheets: tuple[Sheet, ...], width: int, scheme: str, key: str
) -> None:
    reader = new_reader(width=width, color_scheme=scheme, reduced_motion="reduce")
    kinds = {sheet.kind: sheet for sheet in sheets}  # the last of each, from the hard paper

    found = []
    for sheet in kinds.values():
        page = reader.open(sheet)
        stops = walk(reader, key)
        found += [f"{sheet}: not seen: {stop['what']}" for stop in stops if not stop["ringed"]]
        found += [f"{sheet}: covered: {stop['what']}" for stop in stops if not stop["open"]]
        reachable = page.locator(REACHABLE).filter(visible=True).count()
        if len(stops) < reachable:
            found.append(f"{sheet}: {reachable - len(stops)} links are out of reach")

    assert not found, told(found)


def test_the_first_stop_leads_past_the_masthead(
    new_reader: Callable[..., Reader], paper: Served
) -> None:
    page = new_reader().open(sheets_of(paper)[-1])

    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.locator("main :focus")).to_have_count(1)


def test_a_reader_without_a_mouse_gets_to_a_story_and_back(
    new_reader: Callable[..., Reader], paper: Served
) -> None:
    [front] = [sheet for sheet in sheets_of(paper) if sheet.kind == "front"]
    page = new_reader(width=1280).open(front)

    tab_to(page, "main h3 a")
    headline = page.locator(":focus").inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("body.story-page h1")).to_have_text(headline)
    tab_to(page, "a[rel='author'], main a[href^='/authors/']")
    page.keyboard.press("Enter")
    expect(page.locator("body.author-page h1")).to_be_visible()
    page.go_back()  # by the browser's own key, for which it needs a window
    expect(page.locator("body.story-page h1")).to_have_text(headline)
    tab_to(page, "a[rel='home']")
    page.keyboard.press("Enter")

    expect(page.locator("body.front-page")).to_be_visible()


def test_a_reader_without_a_mouse_gets_from_the_front_page_to_search_and_back(
    new_reader: Callable[..., Reader], paper: Served
) -> None:
    [front] = [sheet for sheet in sheets_of(paper) if sheet.kind == "front"]
    reader = new_reader()
    page = reader.open(front)

    tab_to(page, "main h3 a")
    page.keyboard.press("Enter")
    expect(page.locator("body.story-page h1")).to_be_visible()
    tab_to(page, "header a[href$='/search/']")
    page.keyboard.press("Enter")
    expect(page.locator("body.search-page h1")).to_be_visible()
    tab_to(page, "input[type='search']")
    page.keyboard.type("mangroves")
    expect(page.locator("main ol mark").first).to_have_text(re.compile("^mangrove", re.IGNORECASE))
    tab_to(page, "main ol a")
    headline = page.locator(":focus").inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("body.story-page h1")).to_have_text(headline)
    page.go_back()
    expect(page.locator("main ol a").first).to_have_text(headline)
    tab_to(page, "a[rel='home']")
    page.keyboard.press("Enter")

    expect(page.locator("body.front-page")).to_be_visible()
    assert reader.complaints == []
    assert reader.asked_elsewhere() == []
