"""What the browser tests need beside Python packages, and what to say where it is missing.

`make test` runs install.sh, which brings all of it where that can be done.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

CHECKOUT = Path(__file__).resolve().parent.parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
AXE = CHECKOUT / "node_modules" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = (
    # No name but the loopback's leads anywhere: what asks for another host is seen, and fails.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    # Letters are drawn alike whatever the machine's screen is.
    "--font-render-hinting=none",
)


class MissingError(Exception):
    """A tool is not there; says which."""


def chromium() -> str:
    """The program of Chromium, or of Chrome."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    raise MissingError("there is no Chromium")


@contextmanager
def launched() -> Iterator[Browser]:
    """A Chromium without a window, until the block ends."""
    # Chromium refuses to run as root within its sandbox.
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, *as_root])
        try:
            yield browser
        finally:
            browser.close()


def axe() -> str:
    """The source of axe-core."""
    if not AXE.is_file():
        raise MissingError("axe-core is not in node_modules/")
    return AXE.read_text(encoding="utf-8")


def may_skip() -> bool:
    """Whether tests may be passed over for lack of a tool: not where everything must be shown."""
    return os.environ.get("CI") != "true"
