"""Pages fit: on narrow screens, with texts spaced out, in the dark, on paper, without pictures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from io import BytesIO

import pypdf
import pytest

from tests.browser.reader import Reader, told
from tests.browser.sample import Sheet, sheets_of
from tests.browser.serving import Served
from tests.reading import html, select, text_of, values

TOO_WIDE = """
() => {
  const width = document.documentElement.clientWidth;
  const found = [];
  if (document.documentElement.scrollWidth > width) {
    found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  }
  const is_out = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && element.checkVisibility()
      && (box.right > width + 1 || box.left < -1);
  };
  const scrolls = (element) => {
    const box = element.closest("pre, .table");
    return box && box !== element && getComputedStyle(box).overflowX === "auto";
  };
  for (const element of document.body.querySelectorAll("*")) {
    if (is_out(element) && !scrolls(element) && ![...element.children].some(is_out)) {
      const { left, right } = element.getBoundingClientRect();
      found.push(`${element.outerHTML.slice(0, 120)}: from ${left} to ${right} px`);
    }
  }
  return found;
}
"""
"""What stands out of the window sideways. Tables and code may scroll in a box of their own."""

LOST = """
() => {
  const found = [];
  const scroller = (element) => element.closest("pre, .table");
  const is_unseen = (element) => element.closest(".unseen") !== null
    || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const edges = (element) => {
    const clips = [];
    for (let box = element; box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (/hidden|clip/.test(style.overflowX + style.overflowY)) {
        clips.push(box.getBoundingClientRect());
      }
    }
    return clips;
  };
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    const element = text.parentElement;
    if (!text.data.trim() || is_unseen(element)) continue;
    const clips = edges(element);
    const size = getComputedStyle(element).fontSize;
    const scrolled = scroller(element)?.getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) {
      if (box.width <= 1) continue;
      if (clips.some((clip) => box.left < clip.left - 1 || box.right > clip.right + 1
          || box.top < clip.top - 0.3 * box.height
          || box.bottom > clip.bottom + 0.3 * box.height)) {
        found.push(`"${text.data.trim()}" is cut off`);
      }
      const [middle, letters] = [(box.top + box.bottom) / 2, parseFloat(size) * 0.6];
      const top = Math.max(box.top, middle - letters);
      const bottom = Math.min(box.bottom, middle + letters);
      const left = Math.max(box.left, scrolled?.left ?? box.left);
      const right = Math.min(box.right, scrolled?.right ?? box.right);
      lines.push({ text, left, right, top, bottom });
    }
  }
  lines.sort((one, other) => one.top - other.top);
  lines.forEach((one, index) => {
    for (const other of lines.slice(index + 1)) {
      if (other.top >= one.bottom) break;
      const high = Math.min(one.bottom, other.bottom) - other.top;
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const line = Math.min(one.bottom - one.top, other.bottom - other.top);
      if (other.text !== one.text && wide > 2 && high > 0.4 * line) {
        found.push(`"${one.text.data.trim()}" lies on "${other.text.data.trim()}"`);
      }
    }
  });
  return found;
}
"""
"""Texts that are cut off, or lie on one another."""

SPACED = """
() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * {
      letter-spacing: 0.12em !important;
      line-height: 1.5 !important;
      word-spacing: 0.16em !important;
    }
    p { margin-block-end: 2em !important; }
  `);
  document.adoptedStyleSheets.push(sheet);
}
"""
"""The spacing that readers may ask for: WCAG 2.2, success criterion 1.4.12."""

GROUND = """
() => {
  const light = (colour) => {
    const [r, g, b, a] = colour.match(/[\\d.]+/g).map(Number);
    return a === 0 ? null : (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
  };
  const ink = light(getComputedStyle(document.querySelector("h1")).color);
  const grounds = [document.body, document.documentElement]
    .map((element) => light(getComputedStyle(element).backgroundColor));
  return { ink, paper: grounds.find((ground) => ground !== null) ?? 1 };
}
"""
"""How light headline and page are, from 0 to 1. A page without a ground is white on paper."""


PARTS = """
() => [...document.querySelectorAll("article.story :is(h1, .prose, .story-foot)")]
  .map((part) => part.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom])
"""
"""From where to where headline, text and foot of a story reach."""


@pytest.mark.parametrize("width", [320, 768])
def test_no_page_scrolls_sideways(
    new_reader: Callable[..., Reader], sheets: tuple[Sheet, ...], width: int
) -> None:
    reader = new_reader(width=width)

    found = []
    for sheet in sheets:
        reader.open(sheet)
        found += [f"{sheet}: {what}" for what in reader.evaluate(TOO_WIDE)]

    assert not found, told(found)


@pytest.mark.parametrize("width", [320, 1280])
def test_no_text_is_lost_when_readers_space_it_out(
    new_reader: Callable[..., Reader], sheets: tuple[Sheet, ...], width: int
) -> None:
    reader = new_reader(width=width)

    found = []
    for sheet in sheets:
        reader.open(sheet)
        found += [f"{sheet}: {what}" for what in reader.evaluate(LOST)]
        reader.evaluate(SPACED)
        spaced = [*reader.evaluate(LOST), *reader.evaluate(TOO_WIDE)]
        found += [f"{sheet}, spaced: {what}" for what in spaced]

    assert not found, told(found)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_parts_of_a_story_stand_in_the_order_in_which_they_are_read(
    new_reader: Callable[..., Reader], sheets: tuple[Sheet, ...], width: int
) -> None:
    reader = new_reader(width=width)

    for sheet in (sheet for sheet in sheets if sheet.kind == "story"):
        reader.open(sheet)
        parts = reader.evaluate(PARTS)
        edges = [edge for part in parts for edge in part]
        assert len(parts) == 3, sheet
        assert edges == sorted(edges), (sheet, edges)


def test_pages_are_dark_for_readers_who_want_it_and_light_on_paper(
    new_reader: Callable[..., Reader], sheets: tuple[Sheet, ...]
) -> None:
    reader = new_reader()

    for sheet in sheets:
        page = reader.open(sheet)
        page.emulate_media(color_scheme="light")
        light = reader.evaluate(GROUND)
        page.emulate_media(color_scheme="dark")
        dark = reader.evaluate(GROUND)
        page.emulate_media(color_scheme="dark", media="print")
        printed = reader.evaluate(GROUND)
        page.emulate_media(media="screen")

        assert light["ink"] < 0.3, sheet
        assert light["paper"] > 0.9, sheet
        assert dark["ink"] > 0.7, sheet
        assert dark["paper"] < 0.2, sheet
        assert printed["ink"] < 0.3, sheet
        assert printed["paper"] > 0.99, sheet


def test_a_story_prints_with_headline_address_and_both_times_and_little_else(
    new_reader: Callable[..., Reader], paper: Served
) -> None:
    path = "world/2010/11/13/yokohama-talks/index.html"
    [sheet] = [sheet for sheet in sheets_of(paper) if sheet.path == path]
    tree = html(paper.outputs[path])
    [headline] = select(tree, "//h1")
    [address] = values(tree, "//link[@rel='canonical']/@href")
    sections = "".join(text_of(link) for link in select(tree, "//header//nav//a"))
    page = new_reader().open(sheet)

    printed = text_of_pdf(page.pdf(format="A4"))

    assert squeezed(text_of(headline)) in printed
    assert squeezed(address) in printed
    assert squeezed("Updated: Nov 13, 2010 16:01 IST") in printed
    assert squeezed("First Published: Nov 13, 2010 15:58 IST") in printed
    for paragraph in select(tree, "//div[@class='prose']/p"):
        assert squeezed(text_of(paragraph)) in printed
    assert squeezed(sections) not in printed
    assert squeezed("Skip to the main text") not in printed


def text_of_pdf(document: bytes) -> str:
    """What stands on the pages of a PDF file, without blanks."""
    return squeezed(
        "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(document)).pages)
    )


def squeezed(text: str) -> str:
    """Without blanks, soft hyphens and ligatures: how lines are set is not looked at."""
    return re.sub(r"[\s\u00ad\u200b]+", "", unicodedata.normalize("NFKC", text))
