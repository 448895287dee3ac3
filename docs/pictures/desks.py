"""Things on walls, tables and stages: squares, a log, a hall in the heat, a microphone."""

from __future__ import annotations

import math
from random import Random

from kit import WIDE, Canvas, Point, Points, mix, smooth, swell
from PIL import Image

# -- the thirty-one squares -------------------------------------------------------------------

GREEN, YELLOW, WHITE = "#4f9a68", "#f0c043", "#fdfaf0"


def wall_chart() -> Image.Image:
    """An office wall: a chart of 31 squares with pins, and a desk with a helmet and a glass."""
    canvas, rng = Canvas(WIDE, "#cfdcd2"), Random(31)
    canvas.gradient(0, 860, [(0, "#b9cdc6"), (1, "#dfe4d2")])
    canvas.soft([(60, -40), (620, -40), (1180, 860), (520, 860)], "#fff6d0", 0.4, 30, True)
    canvas.soft([(820, -40), (1080, -40), (1600, 760), (1420, 860)], "#fff6d0", 0.3, 30, True)
    canvas.soft([(336, 112), (1236, 112), (1236, 770), (336, 770)], "#4a5a58", 0.5, 14)
    canvas.rect(318, 84, 1220, 744, "#8a6242", radius=4)
    canvas.rect(334, 100, 1204, 728, "#fbf5e2")
    canvas.text(372, 144, "After the flood", 40, "#22313f", "lm", bold=0.8)
    canvas.text(1168, 146, "31 measures", 27, "#5b6668", "rm", bold=0.3)
    canvas.rect(372, 176, 1168, 179, "#22313f")
    tints = [GREEN] * 9 + [YELLOW] * 12 + [WHITE] * 10
    for k, tint in enumerate(tints):
        row, column = divmod(k, 8)
        x, y = 372 + column * 101.0, 204 + row * 126.0
        canvas.rect(x + 4, y + 5, x + 89, y + 105, "#b8b09a", 0.6, 4)
        canvas.rect(x, y, x + 85, y + 100, tint, radius=4)
        canvas.frame(x, y, x + 85, y + 100, mix(tint, "#22313f", 0.45), 2.5, 4)
        canvas.text(x + 14, y + 18, str(k + 1), 19, mix(tint, "#22313f", 0.75), "lm", bold=0.3)
        for line in range(3):
            canvas.rect(
                x + 14,
                y + 58 + line * 13,
                x + 72 - rng.uniform(0, 26),
                y + 62 + line * 13,
                mix(tint, "#22313f", 0.35),
            )
        if tint != WHITE:
            canvas.line([(x + 64, y + 20), (x + 70, y + 30)], "#5b6668", 2)
            canvas.disc(x + 62, y + 17, 9, "#b8392e")
            canvas.disc(x + 59, y + 14, 3, "#f1b0a0")
    canvas.rect(0, 846, 1600, 1067, "#8a5a38")
    canvas.rect(0, 846, 1600, 862, "#b98358")
    for _ in range(120):
        x, y, long = rng.uniform(-60, 1600), rng.uniform(868, 1060), rng.uniform(80, 300)
        canvas.stroke(
            [(x + long * t / 6, y + math.sin(t) * 1.5) for t in range(7)],
            swell(3),
            rng.choice(["#7a4d2e", "#9a6843"]),
            0.5,
        )
    helmet(canvas, 232, 852)
    glass(canvas, 1370, 852)
    for k in range(3):
        y = 846 - k * 17
        canvas.rect(
            1040 + k * 8, y - 15, 1270 - k * 12, y + 1, ("#f1e6cc", "#d9c9a4", "#f6efdc")[k]
        )
        canvas.line([(1040 + k * 8, y - 1), (1270 - k * 12, y - 1)], "#a8977a", 2)
    canvas.limb([(1086, 790), (1222, 784)], (10, 8), "#b8392e")
    return canvas.finish(0.09, 9)


def helmet(canvas: Canvas, x: float, y: float) -> None:
    """A yellow safety helmet."""
    canvas.oval(x, y + 6, 140, 12, "#4a2f1d", 0.4)
    dome = [
        (x + 112 * math.cos(a), y - 22 - 118 * math.sin(a))
        for a in (math.pi * k / 30 for k in range(31))
    ]
    canvas.poly([*dome, (x - 112, y - 6), (x + 112, y - 6)], "#e8b02c")
    for k in (-1, 0, 1):
        canvas.stroke(
            smooth([(x + k * 60, y - 30), (x + k * 46, y - 100), (x + k * 24, y - 136)], 8),
            lambda _: 15,
            "#f4cc5e",
        )
    canvas.rect(x - 138, y - 24, x + 144, y + 2, "#c98f1c", radius=12)
    canvas.disc(x, y - 66, 20, "#1f5f6e")


def glass(canvas: Canvas, x: float, y: float) -> None:
    """A tumbler with a line marked on it, the water above the line."""
    canvas.oval(x + 10, y + 6, 78, 10, "#4a2f1d", 0.4)
    canvas.poly([(x - 66, y - 210), (x + 66, y - 210), (x + 52, y), (x - 52, y)], "#f4fbf8", 0.55)
    canvas.poly(
        [(x - 60, y - 130), (x + 60, y - 130), (x + 50, y - 6), (x - 50, y - 6)], "#5f9fb5", 0.85
    )
    canvas.oval(x, y - 130, 60, 9, "#9accd6")
    canvas.line([(x - 58, y - 100), (x + 58, y - 100)], "#b8392e", 5)
    canvas.line([(x - 66, y - 210), (x - 52, y)], "#ffffff", 4, 0.9)
    canvas.line([(x + 66, y - 210), (x + 52, y)], "#ffffff", 4, 0.9)
    canvas.line([(x - 40, y - 190), (x - 32, y - 30)], "#ffffff", 8, 0.6)


# -- the logbook ------------------------------------------------------------------------------

PAGE, SEPIA = "#f0e0b8", "#4a3020"


def scrawl(canvas: Canvas, rng: Random, x0: float, x1: float, y: float) -> None:
    """A line of handwriting, hung from its headline as Marathi is."""
    x = x0
    while x < x1 - 20:
        long = min(rng.uniform(34, 110), x1 - x)
        canvas.line([(x, y), (x + long, y + rng.uniform(-1, 1))], SEPIA, 2.2, 0.85)
        for k in range(int(long / 17)):
            at = x + 8 + k * 17
            hook = smooth(
                [
                    (at, y),
                    (at + rng.uniform(-8, -2), y + 9),
                    (at + rng.uniform(-3, 7), y + 14),
                    (at + rng.uniform(-5, 5), y + rng.uniform(18, 24)),
                ],
                5,
            )
            canvas.line(hook, SEPIA, 2, 0.85)
            if rng.random() < 0.7:
                canvas.line([(at + 7, y), (at + 7, y + 22)], SEPIA, 2, 0.85)
            if rng.random() < 0.25:
                canvas.line(
                    smooth([(at + 7, y), (at + 1, y - 9), (at - 7, y - 11)], 4), SEPIA, 2, 0.8
                )
        x += long + 13


def kotia(canvas: Canvas, x: float, y: float) -> None:
    """A two-masted kotia under lateen sails, in pen and a little wash."""
    hull = smooth(
        [
            (x - 210, y - 70),
            (x - 196, y - 28),
            (x - 120, y),
            (x + 90, y + 2),
            (x + 190, y - 24),
            (x + 262, y - 84),
            (x + 170, y - 58),
            (x + 40, y - 44),
            (x - 110, y - 50),
            (x - 150, y - 84),
        ],
        10,
        True,
    )
    canvas.poly(hull, "#a8744a")
    canvas.line([*hull, hull[0]], SEPIA, 3.5)
    for k in range(3):
        canvas.line(
            smooth(
                [
                    (x - 186 + k * 8, y - 42 + k * 13),
                    (x, y - 28 + k * 11),
                    (x + 200 - k * 26, y - 44 + k * 14),
                ],
                10,
            ),
            SEPIA,
            1.6,
            0.8,
        )
    for k in range(6):
        canvas.rect(x - 196 + k * 12, y - 78 + k * 3, x - 190 + k * 12, y - 64 + k * 3, SEPIA)
    for mx, tall, size in ((x + 30, 330, 1.0), (x - 120, 240, 0.66)):
        canvas.line([(mx, y - 40), (mx + 22 * size, y - tall)], SEPIA, 7)
        low, high = (mx + 190 * size, y - 90), (mx - 130 * size, y - tall - 100 * size)
        sail: Points = smooth(
            [
                low,
                (mx + 60 * size, y - tall + 10),
                high,
                (mx - 150 * size, y - 210),
                (mx - 110 * size, y - 84),
                (mx + 30 * size, y - 66),
                low,
            ],
            10,
        )
        canvas.poly(sail, "#f8efd4")
        canvas.line(sail, SEPIA, 2.6)
        canvas.line([low, high], SEPIA, 6)
        for k in range(1, 5):
            t = k / 5
            top = (low[0] + (high[0] - low[0]) * t, low[1] + (high[1] - low[1]) * t)
            canvas.line(
                smooth(
                    [
                        top,
                        (top[0] - 14 * size, (top[1] + y - 70) / 2),
                        (mx + (110 - 220 * t) * size, y - 76),
                    ],
                    6,
                ),
                SEPIA,
                1.5,
                0.7,
            )
    for k in range(4):
        yy = y + 12 + k * 17
        for j in range(9):
            at = x - 270 + j * 56 + k * 14
            canvas.stroke(
                smooth([(at, yy), (at + 18, yy - 6), (at + 44, yy)], 5), swell(4), "#44707c"
            )


def logbook() -> Image.Image:
    """An old log open on a table: a page of writing, and a drawing of a two-masted vessel."""
    canvas, rng = Canvas(WIDE, "#3f5a58"), Random(71)
    canvas.gradient(0, 1067, [(0, "#35524f"), (1, "#274240")])
    for _ in range(260):
        x, y, long = rng.uniform(-80, 1600), rng.uniform(0, 1067), rng.uniform(80, 360)
        canvas.line(
            [(x, y), (x + long, y + rng.uniform(-2, 2))],
            rng.choice(["#2f4a47", "#41605c"]),
            1.5,
            0.5,
        )
    canvas.soft([(150, 150), (1490, 150), (1500, 1000), (170, 1010)], "#101c1b", 0.8, 26)
    canvas.poly([(128, 130), (1472, 130), (1484, 968), (116, 968)], "#6b3324")
    for k in range(5):
        canvas.poly(
            [
                (148 + k * 3, 122 + k * 3),
                (800, 138),
                (1452 - k * 3, 122 + k * 3),
                (1460 - k * 3, 950 - k * 3),
                (800, 964),
                (140 + k * 3, 950 - k * 3),
            ],
            mix("#c9b080", PAGE, k / 5),
        )
    canvas.poly([(162, 138), (800, 146), (1438, 138), (1446, 936), (800, 950), (154, 936)], PAGE)
    canvas.soft([(740, 140), (800, 140), (800, 952), (740, 952)], "#8a6a3f", 0.55, 26)
    canvas.soft([(800, 140), (850, 140), (850, 952), (800, 952)], "#8a6a3f", 0.4, 22)
    for _ in range(46):
        x, y, r = rng.uniform(170, 1430), rng.uniform(150, 930), rng.uniform(6, 46)
        canvas.oval(x, y, r, r * 0.8, "#c9a868", 0.14)
    canvas.text(228, 196, "1896", 34, SEPIA, "lm", bold=0.4)
    for k in range(16):
        y = 238 + k * 42.0
        canvas.line([(214, y + 28), (744, y + 28)], "#b9a27a", 1)
        scrawl(canvas, rng, 222, 560 if k in {5, 11, 15} else 738, y)
    canvas.line([(296, 216), (296, 916)], "#b8554a", 1.6, 0.7)
    canvas.frame(872, 196, 1384, 760, SEPIA, 2.5)
    canvas.zoom = (1128, 640, 0.86)
    kotia(canvas, 1128, 640)
    canvas.zoom = None
    for k in range(3):
        scrawl(canvas, rng, 900, 1360 - 90 * k, 796 + k * 42.0)
    cloves(canvas, rng)
    pen = smooth([(1296, 1010), (1400, 860), (1500, 640), (1552, 470)], 14)
    canvas.stroke([(x + 12, y + 14) for x, y in pen], lambda t: 8 + 8 * t, "#101c1b", 0.35)
    canvas.stroke(pen, lambda t: 7 + 7 * t, "#2c1c14")
    canvas.stroke(pen[:8], lambda t: 4 + 8 * t, "#c9a04a")
    return canvas.finish(0.1, 10)


def cloves(canvas: Canvas, rng: Random) -> None:
    """A handful of cloves spilt over the page's corner."""
    for _ in range(34):
        x, y, a = rng.gauss(250, 86), rng.gauss(962, 34), rng.uniform(0, math.tau)
        tip = (x + 30 * math.cos(a), y + 30 * math.sin(a))
        canvas.line([(x + 4, y + 6), (tip[0] + 4, tip[1] + 6)], "#101c1b", 8, 0.3)
        canvas.stroke(
            [(x, y), ((x + tip[0]) / 2, (y + tip[1]) / 2), tip], lambda t: 10 - 5 * t, "#5a3018"
        )
        for k in range(4):
            b = a + math.pi + (k - 1.5) * 0.6
            canvas.line([(x, y), (x + 11 * math.cos(b), y + 11 * math.sin(b))], "#7a4422", 4)
        canvas.disc(x - 4 * math.cos(a), y - 4 * math.sin(a), 5.5, "#a8683a")


# -- the hall in the heat ---------------------------------------------------------------------

HOT, DUSK, SAND = "#e2572b", "#3a2340", "#f7dfa6"


def exam_hall() -> Image.Image:
    """Pupils at desks under a low tin roof, a huge sun pressing on it and a tall thermometer."""
    canvas, rng = Canvas(WIDE, "#f2a13c"), Random(38)
    canvas.gradient(0, 1067, [(0, "#f7c55a"), (0.5, "#f29a3a"), (1, "#e2672f")])
    for k in range(36):
        a = math.tau * k / 36 + 0.04
        ray = [(760 + r * math.cos(a), 300 + r * math.sin(a)) for r in (300, 520, 800, 1300)]
        canvas.stroke(ray, lambda t: 10 + 70 * t, "#f9d478", 0.5)
    canvas.disc(760, 300, 282, "#f9d478")
    canvas.disc(760, 300, 236, "#fff0b8")
    roof: Points = [(60, 560), (300, 396), (1180, 396), (1330, 560)]
    canvas.poly(roof, "#8a3a2c")
    for k in range(38):
        x0, x1 = 300 + k * 23.8, 60 + k * 34.4
        canvas.line([(x0, 398), (x1, 558)], "#6d2a24" if k % 2 else "#c25a3a", 5)
    canvas.rect(48, 552, 1342, 578, "#5a2428")
    canvas.rect(92, 578, 1300, 980, "#5a2a38")
    for x in (92, 390, 690, 990, 1276):
        canvas.rect(x, 578, x + 26, 980, "#7d3a3c")
    for x in (220, 456, 696, 936, 1172):
        fan(canvas, x)
    canvas.poly([(0, 976), (1600, 976), (1600, 1067), (0, 1067)], DUSK)
    canvas.poly([(92, 980), (1300, 980), (1376, 1067), (10, 1067)], "#7a3a34")
    for row, (y, s) in enumerate(((800, 0.7), (884, 0.88), (990, 1.1))):
        count = 11 - 2 * row
        for k in range(count):
            pupil(canvas, rng, 160 + (k + 0.5) * 1080 / count, y, s, (row + k) % 3)
    thermometer(canvas, 1468)
    return canvas.finish(0.12, 6)


def fan(canvas: Canvas, x: float) -> None:
    """A ceiling fan."""
    canvas.rect(x - 4, 578, x + 4, 634, DUSK)
    for side in (-1, 1):
        canvas.poly([(x, 640), (x + side * 96, 628), (x + side * 100, 642), (x, 652)], "#c98a5a")
    canvas.oval(x, 644, 24, 13, DUSK)


def pupil(canvas: Canvas, rng: Random, x: float, y: float, s: float, kind: int) -> None:
    """A pupil bent over a desk: writing, head on hand, or head down."""
    skin, shirt = "#7a4434", rng.choice(["#f4ead2", "#f4ead2", "#e3cfb0"])
    drop = (0.0, 6.0, 30.0)[kind] * s
    canvas.poly(
        smooth(
            [
                (x - 46 * s, y + 6),
                (x - 42 * s, y - 48 * s + drop * 0.4),
                (x - 18 * s, y - 74 * s + drop * 0.5),
                (x + 18 * s, y - 74 * s + drop * 0.5),
                (x + 42 * s, y - 48 * s + drop * 0.4),
                (x + 46 * s, y + 6),
            ],
            6,
            True,
        ),
        shirt,
    )
    hx = x + (0, 14, 4)[kind] * s
    canvas.disc(hx, y - 94 * s + drop, 28 * s, skin)
    canvas.poly(
        smooth(
            [
                (hx - 30 * s, y - 90 * s + drop),
                (hx - 24 * s, y - 122 * s + drop),
                (hx, y - 130 * s + drop),
                (hx + 24 * s, y - 122 * s + drop),
                (hx + 30 * s, y - 90 * s + drop),
                (hx + 16 * s, y - 106 * s + drop),
                (hx - 16 * s, y - 106 * s + drop),
            ],
            6,
            True,
        ),
        "#23161c",
    )
    if kind == 1:
        canvas.limb(
            [(x + 44 * s, y - 6), (x + 52 * s, y - 44 * s), (x + 36 * s, y - 82 * s)],
            (18 * s, 14 * s, 11 * s),
            skin,
        )
    canvas.limb(
        [(x - 40 * s, y - 40 * s), (x - 54 * s, y - 12 * s), (x - 22 * s, y - 6 * s)],
        (18 * s, 14 * s, 10 * s),
        skin,
    )
    canvas.rect(x - 74 * s, y - 6 * s, x + 74 * s, y + 10 * s, "#c98a4a")
    canvas.rect(x - 68 * s, y + 10 * s, x + 68 * s, y + 46 * s, "#8a5230")
    canvas.poly(
        [
            (x - 34 * s, y - 6 * s),
            (x + 26 * s, y - 6 * s),
            (x + 20 * s, y - 13 * s),
            (x - 28 * s, y - 13 * s),
        ],
        "#fffaf0",
    )


def thermometer(canvas: Canvas, x: float) -> None:
    """A thermometer taller than the hall, its column past 38."""
    canvas.rect(x - 84, 70, x + 92, 1010, DUSK, 0.35, 40)
    canvas.rect(x - 92, 58, x + 84, 998, "#fbf3df", radius=40)
    canvas.frame(x - 92, 58, x + 84, 998, DUSK, 6, 40)
    canvas.rect(x - 24, 88, x + 24, 900, "#e3d3b4", radius=24)
    canvas.disc(x, 900, 62, HOT)
    canvas.rect(x - 15, 315, x + 15, 900, HOT, radius=12)
    canvas.disc(x - 20, 880, 14, "#f6a07c")
    for degree in range(20, 46):
        y = 840 - (degree - 20) * 29.5
        long = 34 if degree % 5 == 0 else 18
        canvas.rect(x + 30, y - 2, x + 30 + long, y + 2, DUSK)
        if degree % 5 == 0:
            canvas.text(x - 36, y, str(degree), 31, DUSK, "rm", bold=0.6)


# -- the microphone ---------------------------------------------------------------------------


def microphone() -> Image.Image:
    """A microphone on an empty stage with its cable unplugged, and a marigold garland over it."""
    canvas, rng = Canvas(WIDE, "#24121c"), Random(84)
    canvas.gradient(0, 800, [(0, "#1c0e1a"), (0.7, "#4a1c2a"), (1, "#6b2a30")])
    for k in range(34):
        x = k * 50.0 - 20
        canvas.soft([(x, -20), (x + 18, -20), (x + 24, 800), (x - 4, 800)], "#8f3038", 0.55, 6)
        canvas.soft([(x + 26, -20), (x + 42, -20), (x + 40, 800), (x + 28, 800)], "#14080f", 0.6, 6)
    canvas.rect(0, 792, 1600, 1067, "#7d4f2c")
    for k in range(9):
        seam = 800 + 270 * (k / 9) ** 1.4
        canvas.line([(0, seam), (1600, seam)], "#4d2e1a", 2.5)
    for _ in range(150):
        x, y, long = rng.uniform(-60, 1600), rng.uniform(800, 1060), rng.uniform(60, 240)
        canvas.line([(x, y), (x + long, y)], rng.choice(["#6b4224", "#94623a"]), 1.5, 0.5)
    canvas.rect(0, 788, 1600, 800, "#2f1a14")
    canvas.soft([(760, -60), (900, -60), (1180, 930), (460, 930)], "#ffe9b8", 0.42, 22, True)
    canvas.glow(820, 930, 470, "#ffdf9a", 0.7, 0.22)
    canvas.soft([(700, 968), (940, 968), (1180, 1010), (760, 1010)], "#2a140c", 0.7, 14)
    canvas.oval(820, 958, 116, 24, "#1d1a1c")
    canvas.oval(820, 950, 116, 24, "#4a4648")
    canvas.oval(806, 944, 70, 12, "#7a7678")
    canvas.rect(812, 420, 828, 950, "#9a9698")
    canvas.rect(812, 420, 817, 950, "#e3dfdc")
    canvas.rect(804, 640, 836, 676, "#4a4648", radius=6)
    canvas.poly([(796, 420), (844, 420), (836, 384), (804, 384)], "#4a4648")
    body = smooth(
        [
            (744, 190),
            (760, 140),
            (820, 118),
            (880, 140),
            (896, 190),
            (896, 310),
            (872, 366),
            (820, 386),
            (768, 366),
            (744, 310),
        ],
        10,
        True,
    )
    canvas.poly([(x + 8, y + 8) for x, y in body], "#14080f", 0.6)
    canvas.poly(body, "#b9b4b2")
    inner = [(820 + (x - 820) * 0.86, 252 + (y - 252) * 0.9) for x, y in body]
    canvas.poly(inner, "#3a3638")
    for k in range(7):
        x = 772 + k * 16
        canvas.rect(
            x - 4, 150 + 2 * abs(k - 3) ** 2, x + 4, 350 - 2 * abs(k - 3) ** 2, "#d9d4d0", radius=4
        )
    for y in (214, 262, 310):
        canvas.rect(742, y - 7, 898, y + 7, "#8f8a88", radius=5)
        canvas.rect(742, y - 7, 898, y - 3, "#f1edea", radius=3)
    garland(canvas)
    cable = smooth(
        [(830, 940), (900, 976), (1010, 966), (1090, 1000), (1200, 1010), (1260, 976), (1330, 972)],
        12,
    )
    canvas.line([(x + 4, y + 7) for x, y in cable], "#2a140c", 9, 0.5)
    canvas.line(cable, "#1a1618", 9)
    canvas.rect(1326, 954, 1392, 990, "#1a1618", radius=8)
    for y in (962, 978):
        canvas.rect(1390, y - 3, 1424, y + 4, "#d9b45a")
    canvas.rect(1486, 880, 1580, 1004, "#d9cbb0", radius=8)
    canvas.frame(1486, 880, 1580, 1004, "#8a7a60", 3, 8)
    for y in (926, 958):
        canvas.disc(1522, y, 7, "#2a1a18")
        canvas.disc(1546, y, 7, "#2a1a18")
    return canvas.finish(0.1, 15)


def garland(canvas: Canvas) -> None:
    """Marigolds hung on the microphone's neck."""
    loop: list[Point] = smooth(
        [
            (772, 380),
            (724, 450),
            (728, 560),
            (790, 640),
            (824, 652),
            (866, 636),
            (916, 556),
            (918, 450),
            (868, 380),
        ],
        6,
    )
    for k, (x, y) in enumerate(loop[::2]):
        tint = ("#f2a12e", "#e9792a", "#f6c24a")[k % 3]
        canvas.disc(x + 3, y + 5, 21, "#2a140c", 0.4)
        canvas.disc(x, y, 20, mix(tint, "#8a2f1a", 0.25))
        for j in range(9):
            a = math.tau * j / 9 + k
            canvas.disc(x + 12 * math.cos(a), y + 12 * math.sin(a), 8, tint)
        canvas.disc(x, y, 9, mix(tint, "#fff0b0", 0.45))
