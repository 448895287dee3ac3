"""How soon a reader's search shows something, and how much is fetched for it.

`python -m bench.search OUTPUT` serves a built paper on the loopback and types into its search page
in Chromium, each time in a new window: one word, two words, and one word in all years. Times are
from the last key to the first result on the page, and so hold the pause after which typing counts
as done.
"""

from __future__ import annotations

import argparse
import gzip
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, Response, sync_playwright

CHROMIUM = "/usr/bin/chromium"
PACKED = (".pf_index", ".pf_fragment", ".pf_filter", ".pf_meta", ".pagefind")
"""Endings of files that are compressed already."""
WATCH = """
() => {
  const list = document.querySelector(".search-results");
  const field = document.querySelector("input[name=q]");
  addEventListener("input", () => { window.typed = performance.now(); }, true);
  new MutationObserver(() => {
    if (list.children.length) window.shown ??= performance.now();
  }).observe(list, { childList: true });
  // What half a word finds is of no interest.
  field.addEventListener("keydown", () => { window.shown = undefined; list.replaceChildren(); });
}
"""


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of `folder` on the loopback."""
    handler = partial(_Handler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def search(browser: Browser, origin: str, words: str, *, query: str = "") -> tuple[float, int, int]:
    """Milliseconds from the last key to the first result, bytes fetched until all is shown, and how
    many requests that took."""
    context = browser.new_context()
    page = context.new_page()
    responses: list[Response] = []

    def keep(response: Response) -> None:
        responses.append(response)

    page.on("response", keep)
    page.goto(f"{origin}/search/{query}")
    page.wait_for_load_state("networkidle")
    page.evaluate(WATCH)
    page.focus("input[name=q]")
    page.keyboard.type(words, delay=70)
    page.wait_for_function("() => window.shown > window.typed", timeout=60_000)
    spent: float = page.evaluate("() => window.shown - window.typed")
    page.wait_for_load_state("networkidle")
    fetched = sum(_weight(response.url, response.body()) for response in responses)
    context.close()
    return spent, fetched, len(responses)


def _weight(url: str, content: bytes) -> int:
    """Bytes as a server sends them, with what can be compressed compressed."""
    is_packed = url.split("?", maxsplit=1)[0].endswith(PACKED)
    return len(content) if is_packed else len(gzip.compress(content))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path)
    parser.add_argument("--word", default="harbour")
    parser.add_argument("--words", default="harbour council")
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    kinds = {
        "one word": (given.word, ""),
        "two words": (given.words, ""),
        "one word, all years": (given.word, "?year=all"),
    }
    with served(given.output) as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, (words, query) in kinds.items():
            runs = [search(browser, origin, words, query=query) for _ in range(given.runs)]
            times = sorted(spent for spent, _, _ in runs)
            print(  # noqa: T201
                f"{name}: {statistics.median(times):.0f} ms ({times[0]:.0f} to {times[-1]:.0f}), "
                f"{runs[0][1] / 1000:.0f} kB in {runs[0][2]} requests"
            )
        browser.close()


if __name__ == "__main__":
    main()
