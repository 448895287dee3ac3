"""How much a page weighs, how soon it can be read, and that nothing moves meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route

from tests.browser.reader import Reader, told
from tests.browser.sample import Sheet, sheets_of
from tests.browser.serving import Served, compressed
from tests.browser.visits import Visit

FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

PAINTED = """
window.painted = new Promise((done) => {
  new PerformanceObserver((list) => {
    if (list.getEntriesByName("first-contentful-paint").length) done();
  }).observe({ type: "paint", buffered: true });
});
"""

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
    scrollTo({ top, behavior: "instant" });
    await new Promise((done) => requestAnimationFrame(done));
  }
  scrollTo({ top: 0, behavior: "instant" });
}
"""

PLACES = """
() => [...document.body.querySelectorAll(":not(:has(*))")].filter((element) =>
  element.localName === "img" || element.textContent.trim()
).map((element) => {
  const { left, top, width, height } = element.getBoundingClientRect();
  const place = [left, top + scrollY, width, height].join(" ");
  return `${element.localName}.${element.className}: ${place}`;
})
"""

"""Where pictures and texts stand. A place that is kept for a text to come is none yet."""


STORY = 14_000
"""Bytes of a story's page and its style sheet: what fits into the first round trip."""

FRONT = 200_000
"""Bytes of the front page on a phone, with its pictures."""


def test_nothing_moves_when_scripts_and_pictures_come_late(
    new_reader: Callable[..., Reader], sheets: tuple[Sheet, ...]
) -> None:
    reader = new_reader()
    page = reader.page
    page.add_init_script(SHIFTS)
    page.add_init_script(PAINTED)

    late = Late(page)

    found = []
    for sheet in sheets:
        late.hold()
        page.goto(sheet.url, wait_until="commit")
        page.evaluate("window.painted")
        before = page.evaluate(PLACES)
        late.release()
        page.wait_for_load_state("load")
        reader.see_all()
        page.evaluate(SCROLL)
        page.evaluate(FRAMES)
        after = page.evaluate(PLACES)
        moved = [place for place in before if place not in after]
        shifts = page.evaluate("window.shifts")
        found += [f"{sheet}: {len(moved)} moved, the first {moved[0]}"] if moved else []
        found += [f"{sheet}: shifted: {shifts}"] if shifts else []

    assert not found, told(found)


class Late:
    """Keeps back, for a while, all but what a page needs to be read."""

    def __init__(self, page: Page) -> None:
        self._held: list[Route] | None = None
        page.route(lambda url: True, self._meet)

    def hold(self) -> None:
        self._held = []

    def release(self) -> None:
        held, self._held = self._held or [], None
        for route in held:
            route.continue_()

    def _meet(self, route: Route) -> None:
        if self._held is None or route.request.resource_type in ("document", "stylesheet"):
            route.continue_()
        else:
            self._held.append(route)


def test_a_story_can_be_read_after_two_requests(visits: tuple[Visit, ...]) -> None:
    # The search page waits for its own script, so that nothing moves when it finds something.
    for visit in (visit for visit in visits if visit.sheet.kind != "search"):
        [style] = visit.blocking  # beside the page itself

        assert urlsplit(style).path.endswith("style.css"), visit.sheet


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
    page.evaluate(FRAMES)
    page.evaluate("document.body.insertAdjacentHTML('afterbegin', '<p>' + 'late '.repeat(999))")
    page.evaluate(FRAMES)

    assert page.evaluate("window.shifts")
