"""Photographs of the demo newspaper's pages, into docs/screens/: `make screenshots`.

The same pages at the widths of a phone and a desk, light and dark, as small WebP files. The paper
is that of the day of its newest stories, so that only a change of the theme changes them.
"""

from __future__ import annotations

from datetime import UTC
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser

from dateline.index import Edition
from dateline.pipeline import Options, build
from tests.browser.reader import Reader
from tests.browser.sample import Sheet, kind_of
from tests.browser.serving import serve
from tests.browser.tools import launched
from tests.conftest import AS_OF, CHECKOUT, moment, tree

SCREENS = CHECKOUT / "docs" / "screens"
PAGES = {
    "front": "index.html",
    "story": "city/2026/07/03/after-the-flood-1/index.html",
    "hindi": "arts/2026/01/18/kitaab-thela/index.html",
    "section": "city/index.html",
}
"""What is photographed, by the name of its files."""

WINDOWS = {360: 760, 1280: 900}
"""How wide the windows are, and how high."""

QUALITY = 72


def main() -> None:
    SCREENS.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        edition = Edition(moment(AS_OF).astimezone(UTC))
        report = build(CHECKOUT, Options(edition, output=Path(folder) / "output"))
        assert report.ready, report.problems
        with serve(tree(Path(folder) / "output")) as served, launched() as browser:
            for name, path in PAGES.items():
                sheet = Sheet(served.url(path), path, kind_of(path, served.outputs[path]))
                photograph(browser, sheet, name)


def photograph(browser: Browser, sheet: Sheet, name: str) -> None:
    """One page in all windows and schemes."""
    for width, height in WINDOWS.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": width, "height": height},
                device_scale_factor=2 if width < 700 else 1,
                color_scheme=scheme,
            )
            context.clock.set_fixed_time(moment(AS_OF))
            reader = Reader(context.new_page())
            reader.open(sheet)
            reader.see_all()
            picture = Image.open(BytesIO(reader.page.screenshot()))
            target = SCREENS / f"{name}-{width}-{scheme}.webp"
            picture.convert("RGB").save(target, quality=QUALITY, method=6)
            context.close()


if __name__ == "__main__":
    main()
