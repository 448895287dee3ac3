"""Contrast of colours, by WCAG 2.2's definition."""

from __future__ import annotations

LIGHT_PAPER = "#ffffff"
DARK_PAPER = "#16181b"
"""The grounds of the default theme."""


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours as `#rrggbb`, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def readable(colour: str, *, on: str, least: float = 5.0) -> str:
    """`colour` mixed with as little white, or on a light ground black, as can be read `on` it."""
    other = 255 if _luminance(on) < 0.18 else 0
    mixes = (_mix(colour, other, step / 100) for step in range(101))
    return next(mixed for mixed in mixes if contrast(mixed, on) >= least)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    """Relative luminance, from 0 to 1 (WCAG 2.2, "relative luminance")."""
    linear = [
        part / 12.92 if (part := value / 255) <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for value in _channels(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _mix(colour: str, other: int, share: float) -> str:
    return "#" + "".join(f"{round(v + (other - v) * share):02x}" for v in _channels(colour))
