"""How much a page weighs, how soon it can be read, and that nothing moves meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route

from tests.browser.reader import Reader
from tests.browser.sample import Sheet, sheets_of
from tests.browser.serving import Served, compressed

PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    window.shifts.push(entry.value, ...entry.sources.map(({ node }) => node?.outerHTML ?? ""));
  }
}).observe({ type: "layout-shift", buffered: true });
"""

SCROLL = """
async () => {
  for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight) {
    scrollTo(0, top);
    await new Promise((done) => requestAnimationFrame(done));
  }
  scrollTo(0, 0);
}
"""

PLACES = """
() => [...document.body.querySelectorAll("*")].map((element) => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return `${element.localName}.${element.className}: ${[left, top, width, height].join(" ")}`;
})
"""

BLOCKING = """
() => performance.getEntriesByType("resource")
  .filter((entry) => entry.renderBlockingStatus === "blocking").map((entry) => entry.name)
"""

STORY = 14_000
"""Bytes of a story's page and its style sheet: what fits into the first round trip."""

FRONT = 200_000
"""Bytes of the front page on a phone, with its pictures."""


def test_pictures_move_nothing_when_they_come(
    new_reader: Callable[..., Reader], sheets: tuple[Sheet, ...]
) -> None:
    reader = new_reader()
    page = reader.page
    page.add_init_script(SHIFTS)
    held: list[Route] = []
    page.route(lambda url: True, lambda route: hold(route, held))

    found = []
    for sheet in sheets:
        page.goto(sheet.url, wait_until="domcontentloaded")
        page.evaluate(PAINTED)
        before = page.evaluate(PLACES)
        while held:
            held.pop().continue_()
        page.unroute_all()
        reader.see_all()
        page.evaluate(SCROLL)
        page.evaluate(PAINTED)
        after = page.evaluate(PLACES)
        moved = [place for place, now in zip(before, after, strict=False) if place != now]
        shifts = page.evaluate("window.shifts")
        found += [f"{sheet}: moved: {place}" for place in moved[-1:]]
        found += [f"{sheet}: shifted: {shifts}"] if shifts else []
        page.route(lambda url: True, lambda route: hold(route, held))

    assert not found, "\n".join(found)


def hold(route: Route, held: list[Route]) -> None:
    """Keep pictures back; let all else pass."""
    if route.request.resource_type == "image":
        held.append(route)
    else:
        route.continue_()


def test_a_story_can_be_read_after_two_requests(
    new_reader: Callable[..., Reader], sheets: tuple[Sheet, ...]
) -> None:
    reader = new_reader()

    for sheet in sheets:
        page = reader.open(sheet)
        blocking = page.evaluate(BLOCKING)

        assert len(blocking) == 1, (sheet, blocking)
        assert urlsplit(blocking[0]).path.endswith("style.css"), sheet


def test_every_story_travels_with_its_style_in_one_round_trip(paper: Served) -> None:
    style = len(compressed(paper.outputs["assets/style.css"]))

    stories = {
        sheet.path: len(compressed(paper.outputs[sheet.path])) + style
        for sheet in sheets_of(paper)
        if sheet.kind == "story"
    }

    assert {path: size for path, size in stories.items() if size >= STORY} == {}


def test_the_front_page_with_twelve_pictures_is_light_on_a_phone(
    new_reader: Callable[..., Reader], paper: Served
) -> None:
    [front] = [sheet for sheet in sheets_of(paper) if sheet.kind == "front"]
    reader = new_reader(width=412, height=823, device_scale_factor=1.75, is_mobile=True)

    page = reader.open(front)
    reader.see_all()

    weights = weigh(reader, paper.outputs)
    assert page.locator("main img").count() >= 12
    assert sum(weights.values()) < FRONT, weights


def weigh(reader: Reader, outputs: Mapping[str, bytes]) -> dict[str, int]:
    """Bytes that travelled, by path; texts as Brotli makes them."""
    weights = {}
    for request in reader.requests:
        path = urlsplit(request.url).path.removeprefix("/") or "index.html"
        path += "index.html" if path.endswith("/") else ""
        content = outputs.get(path, b"")
        is_text = path.endswith((".html", ".css", ".js", ".svg"))
        weights[path] = len(compressed(content)) if is_text else len(content)
    return weights


def test_a_shift_would_be_seen(
    new_reader: Callable[..., Reader], sheets: tuple[Sheet, ...]
) -> None:
    page: Page = new_reader().page
    page.add_init_script(SHIFTS)
    page.goto(sheets[0].url)
    page.evaluate(PAINTED)
    page.evaluate("document.body.insertAdjacentHTML('afterbegin', '<p>' + 'late '.repeat(999))")
    page.evaluate(PAINTED)

    assert page.evaluate("window.shifts")
