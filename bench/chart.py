"""Bars as SVG: small, without a library, readable on a light and on a dark page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

COLUMNS = 2
WIDTH, NAMES, VALUES = 480, 160, 64
"""Of a panel, of the names to the left of the bars, and of the figures to their right."""
HEAD, STEP, BAR, GAP = 34, 22, 14, 18
LIGHT = {"ink": "#1f2328", "ours": "#b3261e", "theirs": "#8c959f"}
DARK = {"ink": "#e6edf3", "ours": "#ff8a80", "theirs": "#6e7681"}


@dataclass(frozen=True)
class Panel:
    """One group of bars on a scale of its own."""

    title: str
    bars: tuple[tuple[str, float, bool], ...]
    """Name, seconds, and whether it is ours."""


def draw(panels: Sequence[Panel], *, is_dark: bool) -> str:
    """The panels, two in a row, as one picture without a ground of its own."""
    colours = DARK if is_dark else LIGHT
    rows = [panels[start : start + COLUMNS] for start in range(0, len(panels), COLUMNS)]
    heights = [HEAD + GAP + STEP * max(len(panel.bars) for panel in row) for row in rows]
    shapes: list[str] = []
    top = 0
    for row, height in zip(rows, heights, strict=True):
        for column, panel in enumerate(row):
            shapes += _panel(panel, column * WIDTH, top, colours)
        top += height
    size = f'width="{WIDTH * COLUMNS}" height="{top}" viewBox="0 0 {WIDTH * COLUMNS} {top}"'
    style = f'font-family="system-ui, sans-serif" font-size="13" fill="{colours["ink"]}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style} role="img">',
            "<title>Seconds of each build; shorter is better</title>",
            *shapes,
            "</svg>",
            "",
        ]
    )


def _panel(panel: Panel, left: int, top: int, colours: dict[str, str]) -> Iterator[str]:
    longest = max(value for _, value, _ in panel.bars)
    room = WIDTH - NAMES - VALUES
    yield f'<text x="{left}" y="{top + 20}" font-weight="600">{escape(panel.title)}</text>'
    for number, (name, value, is_ours) in enumerate(panel.bars):
        y = top + HEAD + STEP * number
        length = max(1.0, room * value / longest) if longest else 1.0
        colour = colours["ours" if is_ours else "theirs"]
        yield f'<text x="{left}" y="{y + 12}">{escape(name)}</text>'
        yield (
            f'<rect x="{left + NAMES}" y="{y}" width="{length:.1f}" height="{BAR}" rx="2" '
            f'fill="{colour}"/>'
        )
        yield f'<text x="{left + NAMES + length + 6:.1f}" y="{y + 12}">{value:.2f} s</text>'
