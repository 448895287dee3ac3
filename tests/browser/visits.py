"""One visit to each page, with all that is measured of it while nobody touches it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.browser.reader import Reader
from tests.browser.sample import Sheet

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
  .map((part) => part.getBoundingClientRect()).flatMap(({ top, bottom }) => [top, bottom])
"""
"""From where to where headline, text and foot of a story reach."""

BLOCKING = """
() => new Promise((done) => {
  new PerformanceObserver((list) => {
    const blocking = list.getEntries().filter((entry) => entry.renderBlockingStatus === "blocking");
    done(blocking.map((entry) => entry.name));
  }).observe({ type: "resource", buffered: true });
})
"""
"""What the browser waited for before it showed anything."""

NARROW, TABLET, WIDE = 320, 768, 1280


@dataclass(frozen=True)
class Visit:
    """What one page was like."""

    sheet: Sheet
    too_wide: Mapping[int, Sequence[str]]
    """What stands out of the window, by its width."""
    lost: Mapping[int, Sequence[str]]
    """Texts that are cut off or lie on others, by the window's width."""
    lost_when_spaced: Mapping[int, Sequence[str]]
    """The same, and what stands out of the window, when a reader spaces texts out."""
    parts: Mapping[int, Sequence[float]]
    """Edges of headline, text and foot of a story, by the window's width."""
    grounds: Mapping[str, Mapping[str, float]]
    """How light `ink` and `paper` are: `light`, `dark`, and `printed` by one who likes it dark."""
    blocking: Sequence[str]
    """Addresses that the browser waited for before it showed anything."""
    complaints: Sequence[str]
    asked_elsewhere: Sequence[str]


def visit(reader: Reader, sheet: Sheet) -> Visit:
    """The page in windows of all widths, light, dark, printed, and with spaced texts."""
    reader.forget()
    page = reader.open(sheet)
    reader.see_all()
    blocking = reader.evaluate(BLOCKING)
    grounds = {"light": reader.evaluate(GROUND)}
    page.emulate_media(color_scheme="dark")
    grounds["dark"] = reader.evaluate(GROUND)
    page.emulate_media(color_scheme="dark", media="print")
    grounds["printed"] = reader.evaluate(GROUND)
    page.emulate_media(color_scheme="light", media="screen")
    too_wide, lost, parts, spaced = {}, {}, {}, {}
    for width in (NARROW, TABLET, WIDE):
        page.set_viewport_size({"width": width, "height": 740})
        too_wide[width] = reader.evaluate(TOO_WIDE)
        lost[width] = reader.evaluate(LOST)
        parts[width] = reader.evaluate(PARTS)
    reader.evaluate(SPACED)
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 740})
        spaced[width] = [*reader.evaluate(LOST), *reader.evaluate(TOO_WIDE)]
    return Visit(
        sheet=sheet,
        too_wide=too_wide,
        lost=lost,
        lost_when_spaced=spaced,
        parts=parts,
        grounds=grounds,
        blocking=blocking,
        complaints=tuple(reader.complaints),
        asked_elsewhere=tuple(reader.asked_elsewhere()),
    )
