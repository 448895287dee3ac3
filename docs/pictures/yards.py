"""Engines and plans: the old pump hall, and the ferry that the yard is to build."""

from __future__ import annotations

import math
from itertools import pairwise
from random import Random

from kit import WIDE, Canvas, Point, Points, mirror, mix, ripple, smooth
from PIL import Image

# -- the pump hall ----------------------------------------------------------------------------

FLOOR = 868.0
IRON, BRASS, CREAM = "#1f5f5c", "#d9a441", "#f1e6cc"


def hall_wall(canvas: Canvas, rng: Random) -> None:
    """The back wall: limewashed brick, tall windows with the morning behind, a tiled dado."""
    canvas.gradient(0, FLOOR, [(0, "#a88f70"), (0.4, "#d8bf93"), (1, "#c9a877")])
    for row in range(50):
        y = row * 14.0
        for k in range(28):
            if rng.random() < 0.16:
                x = k * 58 + (row % 2) * 29
                canvas.rect(
                    x, y, x + 56, y + 12, rng.choice(["#b99a6d", "#e3cfa6", "#a98a62"]), 0.35
                )
    for x in (160, 480, 800, 1120, 1440):
        window(canvas, x)
    canvas.rect(0, 640, 1600, FLOOR, "#2d5a58")
    for row in range(8):
        for k in range(41):
            x = k * 40 - (row % 2) * 20
            canvas.rect(
                x + 1,
                646 + row * 28,
                x + 39,
                672 + row * 28,
                mix("#3a716c", rng.choice(["#28504f", "#4d8a82"]), rng.uniform(0, 0.35)),
            )
    canvas.rect(0, 632, 1600, 646, "#e2cf9f")
    canvas.rect(0, 644, 1600, 649, "#1f4442")


def window(canvas: Canvas, x: float) -> None:
    """One round-headed window of small panes."""

    def head(r: float) -> list[Point]:
        return [
            (x + r * math.cos(a), 262 - r * math.sin(a))
            for a in (math.pi * k / 30 for k in range(31))
        ]

    canvas.poly([(x + 104, 572), *head(104), (x - 104, 572)], "#e9d9b0")
    canvas.poly([(x + 86, 560), *head(86), (x - 86, 560)], "#fff1c4")
    canvas.poly([(x + 86, 560), (x + 86, 430), (x - 86, 486), (x - 86, 560)], "#b9cfa8", 0.8)
    canvas.poly([(x + 86, 560), (x + 86, 500), (x - 86, 520), (x - 86, 560)], "#8fb394", 0.8)
    for k in range(-2, 3):
        tall = math.sqrt(86**2 - (k * 34) ** 2)
        canvas.line([(x + k * 34, 262 - tall), (x + k * 34, 560)], "#6b5a44", 5)
    for y in range(266, 560, 58):
        canvas.line([(x - 86, y), (x + 86, y)], "#6b5a44", 5)
    canvas.line([*head(86), (x - 86, 560), (x + 86, 560), (x + 86, 262)], "#6b5a44", 8)
    canvas.rect(x - 118, 562, x + 118, 582, "#c4ac7c")


def roof(canvas: Canvas) -> None:
    """The travelling crane on its rail under the roof beams, and lamps on long cords."""
    canvas.rect(0, 0, 1600, 44, "#3a2f2a")
    for k in range(17):
        canvas.rect(k * 100 - 6, 0, k * 100 + 12, 60, "#4d3f36")
    canvas.rect(0, 74, 1600, 104, "#8f3a2c")
    canvas.rect(0, 70, 1600, 78, "#b8543e")
    canvas.rect(0, 102, 1600, 110, "#6b2a22")
    for k in range(40):
        canvas.disc(20 + k * 40, 89, 3.4, "#d98a6a")
    canvas.rect(610, 60, 770, 124, "#d9a63a", radius=6)
    for k in range(6):
        canvas.poly(
            [(614 + k * 27, 116), (628 + k * 27, 116), (638 + k * 27, 100), (624 + k * 27, 100)],
            "#2b2e33",
        )
    for x in (642, 738):
        canvas.disc(x, 68, 15, "#2b2e33")
        canvas.disc(x, 68, 6, "#a89a80")
    for dx in (-8, 8):
        canvas.line([(690 + dx, 120), (690 + dx, 300)], "#2b2e33", 3)
    canvas.rect(668, 296, 712, 338, "#d9a63a", radius=8)
    canvas.line(
        smooth([(690, 338), (690, 360), (714, 376), (704, 402), (676, 400), (670, 384)], 8),
        "#2b2e33",
        9,
    )
    for x in (320, 960, 1280):
        canvas.line([(x, 44), (x, 176)], "#2b2e33", 3)
        canvas.poly([(x - 12, 176), (x + 12, 176), (x + 52, 212), (x - 52, 212)], "#2f4a48")
        canvas.rect(x - 52, 210, x + 52, 217, "#e9d9b0")


def pump(canvas: Canvas, x: float, number: int) -> None:
    """A centrifugal pump with its motor, its riser, its gauges and its brass plate."""
    dark, light = mix(IRON, "#0b1a1c", 0.45), mix(IRON, "#d5efdf", 0.28)
    canvas.rect(x - 232, FLOOR - 66, x + 214, FLOOR, "#8b8272")
    canvas.rect(x - 232, FLOOR - 66, x + 214, FLOOR - 54, "#c3b899")
    riser(canvas, x + 150, dark, light)
    canvas.rect(x - 212, FLOOR - 210, x - 40, FLOOR - 84, "#3a4148", radius=16)
    for k in range(9):
        canvas.rect(x - 200 + k * 17.5, FLOOR - 216, x - 193 + k * 17.5, FLOOR - 80, "#565f66")
        canvas.rect(x - 200 + k * 17.5, FLOOR - 216, x - 197 + k * 17.5, FLOOR - 80, "#8a949a", 0.7)
    canvas.rect(x - 176, FLOOR - 244, x - 96, FLOOR - 208, "#3a4148", radius=5)
    canvas.rect(x - 222, FLOOR - 84, x - 30, FLOOR - 62, "#2b3036")
    canvas.rect(x - 44, FLOOR - 172, x + 14, FLOOR - 122, "#e0b23e", radius=7)
    for k in range(4):
        canvas.line([(x - 36 + k * 14, FLOOR - 168), (x - 36 + k * 14, FLOOR - 126)], "#a87c22", 3)
    canvas.poly(
        [
            (x + 22, FLOOR - 62),
            (x + 48, FLOOR - 124),
            (x + 120, FLOOR - 124),
            (x + 152, FLOOR - 62),
        ],
        dark,
    )
    canvas.rect(x + 114, FLOOR - 276, x + 186, FLOOR - 150, IRON)
    canvas.disc(x + 84, FLOOR - 160, 104, IRON)
    gleam = [
        (x + 84 + 92 * math.cos(a), FLOOR - 160 - 92 * math.sin(a))
        for a in (math.pi * (0.62 + 0.5 * k / 20) for k in range(21))
    ]
    canvas.stroke(gleam, lambda t: 11 * math.sin(math.pi * t), light, 0.9)
    canvas.disc(x + 84, FLOOR - 160, 70, dark)
    canvas.disc(x + 84, FLOOR - 160, 64, mix(IRON, "#d5efdf", 0.1))
    for k in range(12):
        a = math.tau * k / 12
        canvas.disc(x + 84 + 56 * math.cos(a), FLOOR - 160 + 56 * math.sin(a), 5, BRASS)
    canvas.disc(x + 84, FLOOR - 160, 40, dark)
    canvas.disc(x + 84, FLOOR - 160, 34, CREAM)
    canvas.text(x + 84, FLOOR - 160, str(number), 46, dark, bold=1.2)
    canvas.rect(x - 170, FLOOR - 168, x - 82, FLOOR - 118, BRASS, radius=4)
    canvas.rect(x - 165, FLOOR - 163, x - 87, FLOOR - 123, "#f0cd7c", radius=3)
    for k, wide in enumerate((64, 50, 58)):
        canvas.rect(
            x - 126 - wide / 2,
            FLOOR - 156 + k * 11,
            x - 126 + wide / 2,
            FLOOR - 152 + k * 11,
            "#7a5a1e",
        )


def riser(canvas: Canvas, x: float, dark: str, light: str) -> None:
    """The pipe that carries the water up and out through the wall, with its valve and gauge."""
    canvas.rect(x - 36, 420, x + 36, FLOOR - 240, IRON)
    canvas.rect(x - 26, 420, x - 10, FLOOR - 240, light, 0.6)
    canvas.rect(x + 20, 420, x + 36, FLOOR - 240, dark, 0.7)
    elbow = smooth([(x, 430), (x + 6, 384), (x + 44, 352), (x + 100, 346)], 10)
    canvas.stroke(elbow, lambda _: 72, IRON)
    canvas.stroke(
        [(px - 11 + 8 * k / 30, py - 4 - 13 * k / 30) for k, (px, py) in enumerate(elbow)],
        lambda _: 15,
        light,
        0.6,
    )
    canvas.disc(x + 104, 346, 58, dark)
    canvas.disc(x + 104, 346, 46, mix(IRON, "#000000", 0.2))
    for k in range(10):
        a = math.tau * k / 10
        canvas.disc(x + 104 + 52 * math.cos(a), 346 + 52 * math.sin(a), 4, BRASS)
    for y in (432, 520, FLOOR - 262):
        canvas.rect(x - 48, y, x + 48, y + 16, dark, radius=4)
        for k in range(5):
            canvas.disc(x - 38 + k * 19, y + 8, 3.4, BRASS)
    canvas.rect(x - 44, 536, x + 44, 592, mix(IRON, "#000000", 0.12), radius=10)
    canvas.ring(x, 564, 40, "#b8402f", 9)
    for k in range(3):
        a = math.pi * k / 3 + 0.4
        canvas.line(
            [
                (x - 38 * math.cos(a), 564 - 38 * math.sin(a)),
                (x + 38 * math.cos(a), 564 + 38 * math.sin(a)),
            ],
            "#b8402f",
            6,
        )
    canvas.disc(x, 564, 10, "#7d2a22")
    canvas.line([(x - 36, 480), (x - 62, 480)], BRASS, 6)
    canvas.disc(x - 78, 478, 26, BRASS)
    canvas.disc(x - 78, 478, 20, "#fbf4e0")
    canvas.line([(x - 78, 478), (x - 66, 466)], "#b8402f", 3)


def attendant(canvas: Canvas, x: float, y: float) -> None:
    """A man in khaki with an oil can, wiping his way along the pumps."""
    khaki, shade = "#b89a62", "#8f7648"
    canvas.oval(x, y + 2, 60, 8, "#2a211c", 0.4)
    for dx in (-16, 16):
        canvas.limb([(x + dx, y - 8), (x + dx * 0.6, y - 118)], (24, 34), "#4a4238")
        canvas.oval(x + dx + 4, y - 4, 22, 9, "#22201f")
    canvas.poly(
        smooth(
            [
                (x - 38, y - 108),
                (x + 38, y - 108),
                (x + 42, y - 180),
                (x + 34, y - 226),
                (x - 34, y - 226),
                (x - 42, y - 180),
            ],
            6,
            True,
        ),
        khaki,
    )
    canvas.line([(x, y - 222), (x, y - 112)], shade, 3)
    canvas.rect(x - 38, y - 124, x + 38, y - 112, "#3a2f26")
    canvas.rect(x + 8, y - 200, x + 30, y - 172, shade)
    canvas.limb([(x - 34, y - 212), (x - 54, y - 164), (x - 46, y - 120)], (26, 22, 17), khaki)
    canvas.disc(x - 45, y - 112, 10, "#7a4b34")
    canvas.limb([(x + 34, y - 212), (x + 62, y - 172), (x + 96, y - 182)], (26, 22, 17), khaki)
    canvas.disc(x + 102, y - 184, 10, "#7a4b34")
    canvas.poly(
        [(x + 96, y - 176), (x + 122, y - 176), (x + 116, y - 212), (x + 102, y - 212)], BRASS
    )
    canvas.line([(x + 108, y - 210), (x + 136, y - 244)], BRASS, 5)
    canvas.limb([(x, y - 240), (x, y - 226)], (22, 26), "#7a4b34")
    canvas.disc(x, y - 262, 28, "#7a4b34")
    canvas.poly(
        smooth(
            [
                (x - 30, y - 266),
                (x - 26, y - 292),
                (x, y - 300),
                (x + 26, y - 292),
                (x + 30, y - 268),
            ],
            6,
            True,
        ),
        "#e8e2d2",
    )
    canvas.poly(
        [(x + 14, y - 268), (x + 48, y - 264), (x + 44, y - 272), (x + 20, y - 276)], "#cfc7b2"
    )


def pump_hall() -> Image.Image:
    """Three numbered pumps in a tall hall with arched windows, and the man who oils them."""
    canvas, rng = Canvas(WIDE, "#d8bf93"), Random(31)
    hall_wall(canvas, rng)
    for x in (160, 480, 800, 1120, 1440):
        canvas.glow(x, 380, 260, "#fff0c4", 0.4)
    roof(canvas)
    for number, x in enumerate((270, 790, 1310), 1):
        pump(canvas, x, number)
    canvas.replace(mirror(canvas, FLOOR, 1.0))
    canvas.replace(ripple(canvas.image, round(FLOOR * 2), 3, 6, 30))
    canvas.poly([(0, FLOOR), (1600, FLOOR), (1600, 1067), (0, 1067)], "#6b3f30", 0.74)
    for k in range(-24, 25):
        canvas.line([(800 + k * 76, FLOOR), (800 + k * 190, 1067)], "#3f241c", 1.6, 0.5)
    for y in (FLOOR + 18, FLOOR + 46, FLOOR + 86, FLOOR + 140):
        canvas.line([(0, y), (1600, y)], "#3f241c", 1.6, 0.5)
    canvas.rect(0, FLOOR, 1600, FLOOR + 7, "#2a1a14", 0.6)
    for x in (160, 480, 800, 1120, 1440):
        canvas.soft(
            [(x - 80, 200), (x + 80, 200), (x - 120, 1020), (x - 380, 1020)],
            "#fff0c4",
            0.2,
            24,
            True,
        )
    attendant(canvas, 1016, 1010)
    return canvas.finish(0.09, 14)


# -- the electric ferry, on a blueprint -------------------------------------------------------

BLUE, LINE = "#1c4c78", "#e8f1f4"


def drawn(canvas: Canvas, points: Points, width: float = 3, dashed: bool = False) -> None:
    """A line of the plan, whole or broken."""
    if not dashed:
        canvas.line(points, LINE, width)
        return
    for (xa, ya), (xb, yb) in pairwise(points):
        long = math.hypot(xb - xa, yb - ya)
        for k in range(int(long / 14) + 1):
            a, b = k * 14 / long, min(1.0, (k * 14 + 8) / long)
            canvas.line(
                [
                    (xa + (xb - xa) * a, ya + (yb - ya) * a),
                    (xa + (xb - xa) * b, ya + (yb - ya) * b),
                ],
                LINE,
                width,
                0.9,
            )


def measure(canvas: Canvas, one: Point, two: Point, words: str) -> None:
    """A dimension line with arrows at its ends and its figure in the middle."""
    (xa, ya), (xb, yb) = one, two
    canvas.line([one, two], LINE, 1.8, 0.9)
    a = math.atan2(yb - ya, xb - xa)
    for (x, y), way in ((one, a), (two, a + math.pi)):
        canvas.poly(
            [
                (x, y),
                (x + 18 * math.cos(way + 0.3), y + 18 * math.sin(way + 0.3)),
                (x + 18 * math.cos(way - 0.3), y + 18 * math.sin(way - 0.3)),
            ],
            LINE,
        )
        nx, ny = -math.sin(a) * 16, math.cos(a) * 16
        canvas.line([(x - nx, y - ny), (x + nx, y + ny)], LINE, 1.8, 0.9)
    canvas.text((xa + xb) / 2, (ya + yb) / 2, words, 27, BLUE, bold=9)
    canvas.text((xa + xb) / 2, (ya + yb) / 2, words, 27, LINE, bold=0.4)


def note(canvas: Canvas, at: Point, to: Point, words: str, anchor: str = "lm") -> None:
    """A label with a thin line to what it names."""
    canvas.line([at, to], LINE, 1.6, 0.8)
    canvas.disc(*to, 5, LINE)
    canvas.text(at[0] + (8 if anchor == "lm" else -8), at[1], words, 24, LINE, anchor, bold=0.25)


def side_view(canvas: Canvas) -> None:
    """The boat from the side: 26 metres at 40 pixels to the metre, bow to the right."""
    low = 560.0
    hull = [
        (284, 470),
        (800, 470),
        (1120, 464),
        (1324, 452),
        (1292, 516),
        (1262, low),
        (330, low),
        (296, 540),
        (284, 470),
    ]
    canvas.poly(hull, "#2a6494")
    drawn(canvas, [(288, 496), (1306, 484)], 2)
    drawn(canvas, [(240, 522), (1380, 522)], 1.6, True)
    canvas.text(1396, 522, "Waterline", 20, LINE, "lm")
    canvas.poly([(356, 470), (356, 356), (1110, 356), (1176, 466)], "#2f6fa0")
    drawn(canvas, hull, 4)
    drawn(canvas, [(356, 470), (356, 356), (1110, 356), (1176, 466)], 3.5)
    for k in range(14):
        x = 384 + k * 51
        canvas.frame(x, 384, x + 38, 430, LINE, 2.5, 6)
    drawn(canvas, [(300, 356), (1130, 356)], 4)
    for k in range(19):
        x = 312 + k * 36
        drawn(canvas, [(x, 356), (x, 316)], 1.8)
        if 2 <= k < 17:
            drawn(canvas, [(x + 6, 352), (x + 6, 336), (x + 27, 336)], 3)
            drawn(canvas, [(x + 6, 336), (x + 2, 318)], 3)
    drawn(canvas, [(312, 316), (960, 316)], 2.4)
    for x in (330, 510, 690, 870):
        drawn(canvas, [(x, 316), (x, 262)], 2.4)
    drawn(canvas, [(306, 262), (930, 262), (940, 252), (300, 252), (306, 262)], 3)
    drawn(canvas, [(968, 356), (968, 276), (1058, 276), (1096, 356)], 3.5)
    drawn(canvas, [(956, 276), (1074, 276), (1066, 264), (964, 264), (956, 276)], 3)
    drawn(canvas, [(1004, 288), (1052, 288), (1072, 328), (1004, 328), (1004, 288)], 2.4)
    drawn(canvas, [(1012, 264), (1012, 196)], 3)
    drawn(canvas, [(996, 214), (1028, 214)], 2.4)
    drawn(canvas, [(1160, 464), (1160, 424), (1316, 416), (1320, 452)], 2)
    for k in range(5):
        drawn(canvas, [(1184 + k * 28, 423 - k * 1.6), (1184 + k * 28, 460)], 1.6)
    for k in range(6):
        canvas.frame(560 + k * 62, 506, 612 + k * 62, 548, LINE, 2.4, 4)
        canvas.rect(578 + k * 62, 500, 594 + k * 62, 506, LINE)
    canvas.frame(374, 510, 446, 548, LINE, 2.4, 8)
    for k in range(4):
        drawn(canvas, [(386 + k * 16, 512), (386 + k * 16, 546)], 1.6)
    drawn(canvas, [(374, 530), (312, 544), (276, 548)], 3)
    canvas.oval(272, 534, 6, 15, LINE)
    canvas.oval(272, 562, 6, 15, LINE)
    drawn(canvas, [(300, 560), (300, 590), (262, 590), (262, 516)], 2)


def bow_view(canvas: Canvas, x: float, low: float) -> None:
    """The boat from in front: two hulls under one deck."""
    for side in (-1, 1):
        canvas.poly(
            [
                (x + side * 66, low - 92),
                (x + side * 158, low - 92),
                (x + side * 140, low),
                (x + side * 112, low + 10),
                (x + side * 86, low),
            ],
            "#2a6494",
        )
        drawn(
            canvas,
            [
                (x + side * 66, low - 92),
                (x + side * 158, low - 92),
                (x + side * 140, low),
                (x + side * 112, low + 10),
                (x + side * 86, low),
                (x + side * 66, low - 92),
            ],
            3,
        )
    drawn(
        canvas,
        [(x - 158, low - 92), (x - 158, low - 108), (x + 158, low - 108), (x + 158, low - 92)],
        3,
    )
    arch = [
        (x + 66 * math.cos(a), low - 92 + 30 * math.sin(a))
        for a in (math.pi * k / 16 for k in range(17))
    ]
    drawn(canvas, arch, 2.4)
    canvas.rect(x - 146, low - 190, x + 146, low - 108, "#2f6fa0")
    canvas.frame(x - 146, low - 190, x + 146, low - 108, LINE, 3)
    for k in range(5):
        canvas.frame(x - 130 + k * 54, low - 176, x - 88 + k * 54, low - 140, LINE, 2.2, 5)
    drawn(
        canvas,
        [(x - 146, low - 190), (x - 146, low - 216), (x + 146, low - 216), (x + 146, low - 190)],
        2,
    )
    canvas.frame(x - 54, low - 252, x + 54, low - 192, LINE, 3, 6)
    canvas.frame(x - 42, low - 242, x + 42, low - 216, LINE, 2.2, 4)
    drawn(canvas, [(x - 70, low - 254), (x + 70, low - 254)], 3)
    drawn(canvas, [(x, low - 254), (x, low - 282)], 3)
    drawn(canvas, [(x - 210, low - 30), (x + 210, low - 30)], 1.6, True)


def deck_view(canvas: Canvas, x: float, y: float) -> None:
    """The main deck from above: benches, bicycles at the stern, two pointed bows."""
    for side in (-1, 1):
        outline = [
            (x, y + side * 26),
            (x + 560, y + side * 26),
            (x + 690, y + side * 44),
            (x + 740, y + side * 64),
            (x + 690, y + side * 84),
            (x + 560, y + side * 100),
            (x, y + side * 100),
            (x, y + side * 26),
        ]
        canvas.poly(outline, "#2a6494")
        drawn(canvas, outline, 3)
    canvas.rect(x + 8, y - 96, x + 600, y + 96, "#2f6fa0")
    canvas.frame(x + 8, y - 96, x + 600, y + 96, LINE, 2.6, 6)
    for k in range(13):
        for side in (-1, 1):
            middle = y + side * 52
            canvas.frame(x + 166 + k * 31, middle - 32, x + 182 + k * 31, middle + 32, LINE, 2)
    for k in range(10):
        for side in (-1, 1):
            px, py = x + 24 + k * 12.4, y + side * 62
            drawn(canvas, [(px, py - 20), (px, py + 20)], 1.6)
            for end in (-20, 20):
                canvas.ring(px, py + end, 6, LINE, 1.6)


def ferry_plan() -> Image.Image:
    """A blueprint of a two-hulled electric ferry, from the side, in front and above."""
    canvas, rng = Canvas(WIDE, BLUE), Random(24)
    for _ in range(46):
        canvas.oval(
            rng.uniform(0, 1600),
            rng.uniform(0, 1067),
            rng.uniform(120, 420),
            rng.uniform(80, 260),
            rng.choice(["#1a466f", "#205482"]),
            0.12,
        )
    for k in range(41):
        canvas.line([(k * 40, 0), (k * 40, 1067)], "#3f75a3", 1, 0.55 if k % 5 else 0.95)
    for k in range(27):
        canvas.line([(0, k * 40 + 13), (1600, k * 40 + 13)], "#3f75a3", 1, 0.55 if k % 5 else 0.95)
    side_view(canvas)
    bow_view(canvas, 1310, 952)
    deck_view(canvas, 150, 830)
    measure(canvas, (284, 636), (1324, 636), "26 metres")
    note(canvas, (250, 186), (380, 256), "Canopy", "rm")
    note(canvas, (560, 160), (640, 334), "Upper deck: benches 52 cm deep")
    note(canvas, (1180, 226), (1040, 300), "Wheelhouse")
    note(canvas, (1390, 590), (880, 532), "Batteries")
    note(canvas, (214, 440), (396, 524), "Motor", "rm")
    note(canvas, (120, 700), (196, 760), "20 bicycles")
    canvas.frame(28, 28, 1572, 1039, LINE, 3)
    canvas.frame(40, 40, 1560, 1027, LINE, 1.5)
    canvas.text(76, 84, "ELECTRIC FERRY FOR GHATIPADA AND MORA", 34, LINE, "lm", bold=0.8)
    canvas.text(1528, 84, "150 passengers   11 knots", 25, LINE, "rm")
    for (x, y), words in (((470, 974), "Main deck"), ((1310, 998), "Bow")):
        canvas.text(x, y, words, 22, LINE, bold=0.25)
    for x in (533, 1067):
        canvas.soft([(x - 5, 0), (x + 5, 0), (x + 5, 1067), (x - 5, 1067)], "#0f3357", 0.6, 6)
        canvas.line([(x, 0), (x, 1067)], "#7fa9c9", 1.2, 0.5)
    return canvas.finish(0.1, 6)
