"""What a reader does with pages in the browser, and what the pages do meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request

from tests.browser.sample import Sheet

SHOWN = 12
"""How many things a failed test tells."""

LISTEN = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.effectiveDirective} ${event.blockedURI}`));
"""

SEE_ALL = """
async () => {
  const pictures = [...document.images];
  for (const picture of pictures) {
    picture.loading = "eager";
  }
  await Promise.all(pictures.map((picture) => picture.decode().catch(() => null)));
}
"""


class Reader:
    """A window of the browser, with all that it was asked for and all that it complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[Request] = []
        self.complaints: list[str] = []
        self.origins: set[str] = set()
        page.on("request", self._see)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.add_init_script(LISTEN)

    def _see(self, request: Request) -> None:
        self.requests.append(request)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def open(self, sheet: Sheet) -> Page:
        """The window with this page, when it and all that it asks for is loaded."""
        self.origins.add(origin(sheet.url))
        self.page.goto(sheet.url)
        return self.page

    def forget(self) -> None:
        """Begin anew to note what is asked for and complained of."""
        self.requests.clear()
        self.complaints.clear()

    def see_all(self) -> None:
        """Read to the end of the page: every picture is loaded."""
        self.page.evaluate(SEE_ALL)

    def evaluate(self, script: str, argument: object = None) -> Any:
        return self.page.evaluate(script, argument)

    def asked_elsewhere(self) -> list[str]:
        """Addresses that were asked for and are not of the papers that were read."""
        own = {*self.origins, "data://"}
        return [request.url for request in self.requests if origin(request.url) not in own]


def told(found: Sequence[str]) -> str:
    """What was found, at most so much that one can read it."""
    return "\n".join([*found[:SHOWN], f"... {len(found)} in all"])


def origin(url: str) -> str:
    """An address's scheme, host and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
