"""Everything is there for readers without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.reader import Reader
from tests.browser.sample import Sheet

HIDDEN = """
() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    const folded = parentElement.closest("details:not([open])");
    if (!data.trim() || (folded && !parentElement.closest("summary"))) continue;
    if (parentElement.closest("script, template, noscript")) continue;
    if (!parentElement.checkVisibility({ visibilityProperty: true, opacityProperty: true })) {
      found.push(data.trim());
    }
  }
  return found;
}
"""
"""Texts that are not shown. What is folded up can be opened, with or without scripts."""

DEAD = "button:not(form[action] *), input:not(form[action] *), [role=button], iframe"
"""Things that do nothing without scripts."""


def hidden(page: Page) -> set[str]:
    """Texts that are shown neither on the screen nor on paper."""
    on_screen = set(page.evaluate(HIDDEN))
    page.emulate_media(media="print")
    on_paper = set(page.evaluate(HIDDEN))
    page.emulate_media(media="screen")
    return on_screen & on_paper


def test_every_text_is_shown_without_scripts_and_nothing_is_dead(
    new_reader: Callable[..., Reader], sheets: tuple[Sheet, ...]
) -> None:
    reader = new_reader(width=1280, java_script_enabled=False)

    found = []
    for sheet in sheets:
        page = reader.open(sheet)
        found += [f"{sheet}: hidden: {text}" for text in hidden(page)]
        dead = page.locator(DEAD).filter(visible=True).all()
        found += [f"{sheet}: dead: {control.inner_html()}" for control in dead]

    assert not found, "\n".join(found)
