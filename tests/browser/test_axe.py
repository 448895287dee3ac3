"""axe-core finds nothing on any kind of page, and leaves nothing open that can be settled."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.reader import Reader, told
from tests.browser.sample import KINDS, Sheet

RUN = """
async (only) => {
  // What axe can't tell of a text that is out of sight in a box that scrolls, or of one digit, is
  // settled here: by the two colours, where the ground is of one.
  const open = new Set(["elmPartiallyObscured", "elmPartiallyObscuring", "shortTextContent"]);
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = channels(colour).map((value) => value / 255)
      .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const is_clear = (element) => {
    let under = element;
    while (under && (channels(getComputedStyle(under).backgroundColor)[3] ?? 1) === 0) {
      if (getComputedStyle(under).backgroundImage !== "none") return false;
      under = under.parentElement;
    }
    if (!under || (channels(getComputedStyle(under).backgroundColor)[3] ?? 1) < 1) return false;
    const [a, b] = [getComputedStyle(element).color, getComputedStyle(under).backgroundColor]
      .map(light).sort((one, other) => other - one);
    return (a + 0.05) / (b + 0.05) >= 4.5;
  };
  const is_settled = (rule, node) => rule.id === "color-contrast"
    && node.any.every((check) => open.has(check.data?.messageKey))
    && is_clear(document.querySelector(node.target[0]));

  const run = await axe.run(document, {
    preload: false,
    resultTypes: ["violations", "incomplete"],
    rules: only ? undefined : { "target-size": { enabled: true } },
    runOnly: only ?? undefined,
  });
  const tell = (rule, node) => `${rule.id}: ${node.html.slice(0, 160)}: ` +
      [...node.any, ...node.all, ...node.none].map((check) => check.message).join("; ");
  return [
    ...run.violations.flatMap((rule) => rule.nodes.map((node) => tell(rule, node))),
    ...run.incomplete.flatMap((rule) => rule.nodes
      .filter((node) => !is_settled(rule, node)).map((node) => tell(rule, node))),
  ];
}
"""

COLOURS = ("color-contrast", "link-in-text-block")
"""The rules that look at colours. All others find in the dark what they find in the light."""


def test_pages_of_every_kind_are_read(sheets: tuple[Sheet, ...]) -> None:
    assert {sheet.kind for sheet in sheets} == KINDS - {"redirect"}


def test_axe_finds_nothing_on_any_kind_of_page(
    new_reader: Callable[..., Reader], sheets: tuple[Sheet, ...], axe: str
) -> None:
    reader = new_reader()
    reader.page.add_init_script(axe)

    found = []
    for sheet in sheets:
        page = reader.open(sheet)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 740})
            page.emulate_media(color_scheme="light")
            found += [f"{sheet}, {width} px: {what}" for what in reader.evaluate(RUN)]
            page.emulate_media(color_scheme="dark")
            found += [f"{sheet}, {width} px, dark: {w}" for w in reader.evaluate(RUN, COLOURS)]

    assert not found, told(found)


def test_axe_would_find_a_text_that_is_too_pale(
    new_reader: Callable[..., Reader], sheets: tuple[Sheet, ...], axe: str
) -> None:
    reader = new_reader(color_scheme="dark")
    reader.page.add_init_script(axe)
    reader.open(sheets[0])
    reader.evaluate("document.querySelector('h1').style.color = '#555'")

    assert any("color-contrast" in what for what in reader.evaluate(RUN, COLOURS))
