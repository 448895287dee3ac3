"""The cricket ground: the scoreboard at the end of a match."""

from __future__ import annotations

import math
from random import Random

from kit import WIDE, Canvas, Point, Points, mix, ridge, smooth
from PIL import Image

BOARD, PLATE, CHALK = "#1f4a3c", "#16352c", "#f6efd8"
WOOD, WOOD_DARK = "#a8744a", "#6d4529"


def afternoon(canvas: Canvas, rng: Random) -> None:
    """The sky, Lighthouse Hill, palms, the pavilion's far roofs and the mown field."""
    canvas.gradient(0, 700, [(0, "#7fb6c4"), (0.5, "#cfe0cc"), (0.85, "#f8e3b0"), (1, "#f9d795")])
    canvas.glow(150, 560, 460, "#fff0bd", 0.6)
    canvas.disc(150, 560, 58, "#fff6d4")
    for x, y, long in ((220, 110, 340), (760, 70, 380), (1240, 160, 320), (1480, 90, 240)):
        for k in range(3):
            canvas.oval(x + 50 * k - 40, y + 9 * k, long / 2 - 34 * k, 15 - 3 * k, "#f8f0d8", 0.8)
    hill = [
        (x, y - 150 * math.exp(-(((x - 1472) / 170) ** 2)))
        for x, y in ridge(rng, 0, 1620, 690, 70, 14)
    ]
    canvas.poly([(0, 720), *hill, (1620, 720)], "#8fb39a")
    canvas.poly([(1454, 552), (1460, 446), (1484, 446), (1490, 552)], "#f4ece0")
    canvas.poly([(1474, 552), (1474, 446), (1484, 446), (1490, 552)], "#b9a994")
    canvas.rect(1456, 484, 1488, 508, "#b8402f")
    canvas.rect(1454, 439, 1490, 447, "#3a4a4c")
    canvas.rect(1462, 420, 1482, 440, "#ffe9a8")
    canvas.poly([(1454, 421), (1490, 421), (1472, 400)], "#b8402f")
    for _ in range(90):
        at = rng.uniform(-10, 1610)
        r = rng.uniform(16, 40)
        tint = rng.choice(["#3f7456", "#4f8560", "#356449", "#5f9468"])
        canvas.disc(at, 706 - r * 0.4, r, tint)
        canvas.disc(at - r * 0.3, 700 - r * 0.7, r * 0.5, mix(tint, "#c9d79a", 0.3))
    canvas.gradient(712, 1067, [(0, "#7fae5f"), (1, "#4f8f4c")])
    for k in range(8):
        if k % 2:
            canvas.poly(
                [
                    (800 + (k - 4) * 130, 712),
                    (800 + (k - 3) * 130, 712),
                    (800 + (k - 3) * 420, 1067),
                    (800 + (k - 4) * 420, 1067),
                ],
                "#8fbb69",
                0.4,
            )
    rope = smooth([(-20, 850), (400, 800), (800, 784), (1200, 800), (1620, 850)], 12)
    canvas.line(rope, "#f6efd8", 6)


def plate(canvas: Canvas, x: float, y: float, words: str, tall: float) -> None:
    """A row of hung number plates, one to a figure, the last at x."""
    wide = tall * 0.68
    left = x + 8.0
    for figure in reversed(words):
        if figure == ".":
            left -= 18
            canvas.disc(left + 5, y + tall * 0.42, tall * 0.07, CHALK)
            continue
        left -= wide + 8
        canvas.rect(left, y - tall / 2, left + wide, y + tall / 2, PLATE, radius=4)
        canvas.rect(left, y - tall / 2, left + wide, y - tall / 2 + 5, "#0f251f", radius=3)
        canvas.text(left + wide / 2, y + 1, figure, tall * 0.8, CHALK, bold=1.4)
        canvas.disc(left + wide / 2, y - tall / 2 + 6, 3, "#d9b45a")


def scoreboard(canvas: Canvas) -> None:
    """The wooden board on its posts, with its roof, its clock and its figures."""
    for x in (330, 620, 950, 1240):
        canvas.rect(x, 720, x + 34, 902, WOOD_DARK)
        canvas.rect(x, 720, x + 12, 902, WOOD)
    for a, b in (
        ((347, 740), (637, 880)),
        ((637, 740), (347, 880)),
        ((967, 740), (1257, 880)),
        ((1257, 740), (967, 880)),
    ):
        canvas.line([a, b], WOOD_DARK, 9)
    canvas.oval(800, 904, 560, 16, "#2f5f3a", 0.5)
    canvas.rect(276, 250, 1328, 742, WOOD_DARK)
    canvas.rect(288, 262, 1316, 730, WOOD)
    canvas.rect(306, 280, 1298, 712, BOARD)
    canvas.poly([(236, 252), (1368, 252), (1316, 166), (288, 166)], "#a8452f")
    for k in range(37):
        canvas.line([(292 + k * 28.4, 168), (242 + k * 31.2, 250)], "#8a3423", 3)
    canvas.rect(236, 246, 1368, 262, "#7d2f20")
    canvas.poly([(716, 166), (888, 166), (888, 84), (802, 38), (716, 84)], WOOD)
    canvas.poly([(698, 92), (802, 30), (906, 92), (906, 76), (802, 12), (698, 76)], "#a8452f")
    canvas.disc(802, 112, 42, WOOD_DARK)
    canvas.disc(802, 112, 36, CHALK)
    canvas.line([(802, 112), (802, 84)], PLATE, 4)
    canvas.line([(802, 112), (812, 130)], PLATE, 6)
    canvas.text(340, 330, "GYMKHANA", 48, CHALK, "lm", bold=1)
    canvas.text(340, 632, "UNIVERSITY", 48, CHALK, "lm", bold=1)
    plate(canvas, 1266, 646, "140", 84)
    plate(canvas, 1266, 346, "142", 104)
    for words, y, figures in (("WICKETS", 458, "4"), ("OVERS", 542, "16.4")):
        canvas.text(340, y, words, 36, "#cfdcb8", "lm", bold=0.6)
        plate(canvas, 1266, y, figures, 72)
    canvas.rect(330, 586, 1274, 590, CHALK, 0.5)
    canvas.text(340, 684, "20 overs", 26, "#cfdcb8", "lm", bold=0.3)


def ladder_boy(canvas: Canvas, x: float) -> None:
    """A boy on a ladder, hanging up the last plate."""
    for dx in (0, 66):
        canvas.line([(x + dx - 40, 944), (x + dx + 26, 380)], "#d8b67a", 11)
    for k in range(12):
        t = (k + 0.7) / 12.4
        px, py = x - 40 + 66 * t, 944 - 564 * t
        canvas.line([(px, py), (px + 66, py)], "#d8b67a", 8)
    bx, by = x + 32, 650.0
    canvas.limb(
        [(bx - 14, by - 88), (bx - 30, by - 36), (bx - 20, by + 6)], (30, 24, 17), "#e9e0c8"
    )
    canvas.limb(
        [(bx + 14, by - 88), (bx + 34, by - 60), (bx + 24, by - 24)], (30, 24, 17), "#f6efdc"
    )
    for dx, dy in ((-20, 8), (26, -20)):
        canvas.oval(bx + dx + 4, by + dy, 17, 8, "#8a3423")
    canvas.poly(
        smooth(
            [
                (bx - 30, by - 80),
                (bx + 30, by - 80),
                (bx + 32, by - 130),
                (bx + 24, by - 176),
                (bx - 24, by - 176),
                (bx - 32, by - 130),
            ],
            6,
            True,
        ),
        "#e8a53a",
    )
    canvas.limb(
        [(bx - 24, by - 164), (bx - 62, by - 196), (bx - 86, by - 250)], (23, 18, 13), "#7a4b34"
    )
    canvas.limb([(bx - 24, by - 166), (bx - 46, by - 184)], (27, 23), "#cf8c26")
    canvas.limb(
        [(bx + 24, by - 166), (bx + 38, by - 204), (bx + 16, by - 240)], (23, 18, 13), "#7a4b34"
    )
    canvas.limb([(bx + 24, by - 166), (bx + 34, by - 190)], (27, 23), "#cf8c26")
    canvas.disc(bx, by - 204, 27, "#7a4b34")
    canvas.poly(
        smooth(
            [
                (bx - 28, by - 206),
                (bx - 24, by - 232),
                (bx, by - 238),
                (bx + 24, by - 232),
                (bx + 28, by - 204),
                (bx, by - 186),
            ],
            6,
            True,
        ),
        "#231a1c",
    )


def sitters(canvas: Canvas) -> None:
    """A few spectators on the grass, their backs to us, with an umbrella and a tiffin."""
    people: list[tuple[float, float, str]] = [
        (90, 1.0, "#2f6f86"),
        (196, 0.92, "#b8402f"),
        (1392, 1.05, "#5f4a86"),
        (1496, 0.95, "#e9e0c8"),
        (540, 0.9, "#c9842f"),
        (648, 0.84, "#3a7a5c"),
    ]
    for x, s, shirt in people:
        y = 1046.0
        canvas.oval(x, y + 8, 70 * s, 12 * s, "#2f5f3a", 0.5)
        body: Points = [
            (x - 62 * s, y + 8),
            (x - 52 * s, y - 70 * s),
            (x - 26 * s, y - 106 * s),
            (x + 26 * s, y - 106 * s),
            (x + 52 * s, y - 70 * s),
            (x + 62 * s, y + 8),
        ]
        canvas.poly(smooth(body, 8, True), shirt)
        canvas.limb([(x, y - 116 * s), (x, y - 100 * s)], (24 * s, 30 * s), "#7a4b34")
        canvas.disc(x, y - 142 * s, 30 * s, "#231a1c")
        for side in (-1, 1):
            canvas.oval(x + side * 30 * s, y - 136 * s, 6 * s, 9 * s, "#7a4b34")
    canvas.poly(
        smooth([(1366, 912), (1420, 894), (1418, 872), (1390, 866), (1364, 874)], 6, True), CHALK
    )
    canvas.poly([(1350, 912), (1432, 912), (1424, 902), (1358, 902)], CHALK)


def crows(canvas: Canvas, places: list[Point]) -> None:
    """Crows along the roof."""
    for x, y in places:
        canvas.poly(
            smooth(
                [(x - 22, y + 2), (x - 4, y - 18), (x + 12, y - 22), (x + 18, y - 12), (x + 4, y)],
                6,
                True,
            ),
            "#1d2224",
        )
        canvas.poly([(x + 16, y - 20), (x + 30, y - 15), (x + 16, y - 13)], "#1d2224")


def match_over() -> Image.Image:
    """A wooden scoreboard on a maidan in the evening sun, its last figure going up."""
    canvas, rng = Canvas(WIDE, "#cfe0cc"), Random(66)
    afternoon(canvas, rng)
    scoreboard(canvas)
    crows(canvas, [(420, 166), (486, 166), (1180, 166)])
    ladder_boy(canvas, 1316)
    sitters(canvas)
    canvas.soft([(0, 240), (500, 240), (300, 1067), (0, 1067)], "#fff0c0", 0.12, 90, True)
    return canvas.finish(0.09, 3)
