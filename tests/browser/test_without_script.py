"""Everything is there for readers without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.reader import Reader, told
from tests.browser.sample import Sheet, sample
from tests.browser.serving import Served

HIDDEN = """
() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    const folded = parentElement.closest("details:not([open])");
    if (!data.trim() || (folded && !parentElement.closest("summary"))) continue;
    if (parentElement.closest("script, template, noscript, [role=search]")) continue;
    if (!parentElement.checkVisibility({ visibilityProperty: true, opacityProperty: true })) {
      found.push(data.trim());
    }
  }
  return found;
}
"""
"""Texts that are not shown. What is folded up can be opened, with or without scripts; a form for
searching, which needs scripts, is to be hidden without them."""

DEAD = "button, input, select, [role=button], iframe"
"""Things that do nothing without scripts."""


def test_scripts_show_no_text_that_is_hidden_without_them_and_nothing_is_dead(
    new_reader: Callable[..., Reader], paper: Served
) -> None:
    without = new_reader(width=1280, java_script_enabled=False)
    with_scripts = new_reader(width=1280)

    found = []
    for sheet in sample(paper):
        page = without.open(sheet)
        with_scripts.open(sheet)
        shown = set(without.evaluate(HIDDEN)) - set(with_scripts.evaluate(HIDDEN))
        found += [f"{sheet}: needs scripts: {text}" for text in shown]
        dead = page.locator(DEAD).filter(visible=True).all()
        found += [f"{sheet}: does nothing: {control.inner_html()}" for control in dead]

    assert not found, told(found)


def test_a_story_is_shown_whole_without_scripts(
    new_reader: Callable[..., Reader], sheets: tuple[Sheet, ...]
) -> None:
    reader = new_reader(java_script_enabled=False)

    found = []
    for sheet in (sheet for sheet in sheets if sheet.kind == "story"):
        page = reader.open(sheet)
        on_screen = set(reader.evaluate(HIDDEN))
        page.emulate_media(media="print")
        on_paper = set(reader.evaluate(HIDDEN))
        page.emulate_media(media="screen")
        found += [f"{sheet}: {text}" for text in on_screen & on_paper]

    assert not found, told(found)
