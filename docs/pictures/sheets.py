"""Charts, maps and plans, in few colours; they say what their stories say."""

from __future__ import annotations

import math
from itertools import pairwise

from kit import SHEET, Canvas, Point, Points, mix, smooth
from PIL import Image

PAPER, INK, FAINT = "#faf6ea", "#22313f", "#8a8f8c"
GREY, RULE, RED, TEAL = "#5b6668", "#d9d5c6", "#b8392e", "#2f6672"


def chart_head(canvas: Canvas, title: str, subtitle: str) -> None:
    """A chart's red mark, its title and what it measures."""
    canvas.rect(60, 44, 112, 52, RED)
    canvas.text(60, 86, title, 42, INK, "lm", bold=0.8)
    canvas.text(60, 132, subtitle, 25, GREY, "lm")


# -- the tended lights ------------------------------------------------------------------------

LIGHTS = {1960: 31, 1980: 22, 2000: 9, 2015: 4, 2026: 1}


def lighthouse_chart() -> Image.Image:
    """The strait's tended lights, from 31 to one, as a falling line."""
    canvas = Canvas(SHEET, PAPER)
    chart_head(canvas, "Tended lights on the Selmar Strait", "Stations with a keeper, 1960 to 2026")
    base, top = 690.0, 200.0

    def at(year: float, count: float) -> Point:
        return 130 + (year - 1960) * 14.6, base - (base - top) * count / 35

    for mark in range(0, 40, 10):
        y = at(1960, mark)[1]
        canvas.line([(112, y), (1150, y)], RULE if mark else INK, 1 if mark else 2)
        canvas.text(98, y, str(mark), 22, GREY, "rm")
    line = [at(year, count) for year, count in LIGHTS.items()]
    canvas.poly([*line, (line[-1][0], base), (line[0][0], base)], TEAL, 0.12)
    canvas.line(line, TEAL, 6)
    for (year, count), (x, y) in zip(LIGHTS.items(), line, strict=True):
        tint = RED if count == 1 else TEAL
        canvas.line([(x, base), (x, base + 8)], INK, 2)
        canvas.text(x, base + 30, str(year), 22, INK)
        canvas.disc(x, y, 12, PAPER)
        canvas.disc(x, y, 9, tint)
        right = 0 if year == 1960 else 16
        canvas.text(x + right, y - 30, str(count), 30, tint, bold=0.6)
    lamp(canvas, 1040, 262)
    canvas.text(
        60, 768, "Light stations with a resident keeper, in the years marked.", 18, GREY, "lm"
    )
    return canvas.finish()


def lamp(canvas: Canvas, x: float, y: float) -> None:
    """A small lighthouse as an ornament, its light on."""
    for side in (-1, 1):
        canvas.poly(
            [(x + side * 20, y - 60), (x + side * 96, y - 84), (x + side * 96, y - 34)],
            "#e9c46a",
            0.55,
        )
    canvas.poly([(x - 26, y + 62), (x - 15, y - 38), (x + 15, y - 38), (x + 26, y + 62)], INK)
    for low, high in ((-14, 8), (30, 50)):
        canvas.poly(
            [
                (x - 17.5 - low * 0.11, y + low),
                (x + 17.5 + low * 0.11, y + low),
                (x + 17.5 + high * 0.11, y + high),
                (x - 17.5 - high * 0.11, y + high),
            ],
            PAPER,
        )
    canvas.rect(x - 21, y - 45, x + 21, y - 38, INK)
    canvas.rect(x - 12, y - 72, x + 12, y - 47, "#e9c46a")
    canvas.frame(x - 12, y - 72, x + 12, y - 45, INK, 3)
    canvas.poly([(x - 18, y - 72), (x + 18, y - 72), (x, y - 94)], INK)


# -- the tide ---------------------------------------------------------------------------------

WAVES = (
    (28.9841042, 0.78, 152),
    (30.0, 0.29, 16),
    (28.4397295, 0.18, 229),
    (15.0410686, 0.36, 325),
    (13.9430356, 0.17, 25),
)
"""The story's five waves: degrees an hour, metres, degrees of lag."""


def tide(hours: float) -> float:
    """Metres above chart datum, so many hours after midnight on 1 July 2025."""
    return 1.72 + sum(
        size * math.cos(math.radians(speed * hours - lag)) for speed, size, lag in WAVES
    )


def tide_chart() -> Image.Image:
    """The night of 24 July 2025: five waves, their sum, and what the gauge showed."""
    canvas = Canvas(SHEET, PAPER)
    chart_head(
        canvas,
        "One tide out of five waves",
        "Metres above chart datum, from noon on 24 July 2025 to noon on 25 July",
    )
    base, top, start = 690.0, 190.0, 23 * 24 + 12

    def at(hour: float, high: float) -> Point:
        return 120 + hour * 42.5, base - (base - top) * high / 4

    for mark in range(5):
        y = at(0, mark)[1]
        canvas.line([(112, y), (1150, y)], RULE if mark else INK, 1 if mark else 2)
        canvas.text(98, y, str(mark), 22, GREY, "rm")
    for hour, name in ((0, "noon"), (6, "6 pm"), (12, "midnight"), (18, "6 am"), (24, "noon")):
        x = at(hour, 0)[0]
        canvas.line([(x, base), (x, base + 8)], INK, 2)
        canvas.text(x, base + 28, name, 22, INK)
    steps = [k / 10 for k in range(241)]
    for (speed, size, lag), tint in zip(
        WAVES, ("#e0a33c", "#5f9fb5", "#9bbf7a", "#c98aa8", FAINT), strict=True
    ):
        wave = [
            at(hour, 1.72 + size * math.cos(math.radians(speed * (start + hour) - lag)))
            for hour in steps
        ]
        canvas.line(wave, tint, 2.5)
    total = [at(hour, tide(start + hour)) for hour in steps]
    canvas.poly([*total, at(24, 0), at(0, 0)], TEAL, 0.1)
    canvas.line(total, TEAL, 7)
    best = max((k / 60 for k in range(600, 900)), key=lambda hour: tide(start + hour))
    x, y = at(best, tide(start + best))
    canvas.disc(x, y, 12, PAPER)
    canvas.disc(x, y, 9, TEAL)
    canvas.text(
        x + 52, y + 4, f"The sum: {tide(start + best):.1f} m at 12.19 am", 24, TEAL, "lm", bold=0.5
    )
    gx, gy = at(12 + 17 / 60, 3.4)
    canvas.disc(gx, gy, 12, PAPER)
    canvas.disc(gx, gy, 9, RED)
    canvas.text(gx + 26, gy - 8, "The gauge: 3.4 m", 24, RED, "lm", bold=0.5)
    canvas.text(60, 768, "Thin lines: the five waves. Thick line: their sum.", 18, GREY, "lm")
    return canvas.finish()


# -- the lane map -----------------------------------------------------------------------------

BANK = smooth(
    [(300, -20), (262, 90), (190, 210), (188, 330), (226, 440), (206, 556), (150, 680), (120, 820)],
    12,
)
FAR_BANK = smooth(
    [(170, -20), (130, 90), (70, 210), (60, 330), (92, 440), (84, 560), (30, 690), (-10, 820)], 12
)
DRAIN = smooth(
    [
        (204, 560),
        (300, 536),
        (440, 492),
        (590, 446),
        (720, 404),
        (850, 362),
        (960, 324),
        (1050, 300),
    ],
    10,
)
LANES: list[tuple[Points, float]] = [
    (
        [
            (392, -10),
            (352, 110),
            (292, 220),
            (286, 330),
            (316, 436),
            (290, 556),
            (236, 690),
            (204, 810),
        ],
        30,
    ),
    ([(286, 542), (440, 492), (600, 442)], 22),
    ([(600, 442), (720, 404), (850, 362), (1000, 312)], 24),
    ([(560, -10), (528, 130), (540, 300), (600, 442), (584, 620), (620, 810)], 18),
    ([(830, -10), (800, 160), (850, 362), (826, 560), (860, 810)], 20),
    ([(1010, -10), (1010, 240)], 20),
    ([(1090, 352), (1076, 560), (1100, 810)], 20),
    ([(350, 112), (528, 134), (804, 120), (1010, 138), (1210, 120)], 18),
    ([(288, 262), (420, 276), (536, 250), (820, 250), (990, 270)], 14),
    ([(306, 396), (420, 372), (552, 340), (832, 296)], 14),
    ([(260, 640), (420, 618), (586, 600), (834, 590), (1080, 600), (1210, 588)], 18),
    ([(420, 372), (440, 492), (430, 620), (440, 720)], 12),
    ([(700, 128), (690, 252), (716, 404), (706, 596)], 12),
    ([(222, 728), (440, 720), (604, 716), (846, 706), (1210, 716)], 14),
    ([(1100, 300), (1210, 280)], 20),
    ([(960, 440), (952, 594)], 12),
    ([(840, 452), (960, 440), (1084, 446), (1210, 430)], 12),
    ([(920, 132), (916, 336)], 10),
    ([(1140, 126), (1150, 290)], 10),
]
DEPTHS: list[tuple[str, str, Points]] = [
    (
        "up to 0.5 m",
        "#bcd9e6",
        [
            (190, 200),
            (300, 176),
            (470, 214),
            (640, 262),
            (790, 300),
            (900, 330),
            (950, 372),
            (880, 436),
            (760, 500),
            (660, 600),
            (520, 668),
            (360, 694),
            (150, 690),
        ],
    ),
    (
        "0.5 to 1.5 m",
        "#7fb3d0",
        [
            (196, 300),
            (290, 290),
            (400, 326),
            (540, 352),
            (680, 366),
            (772, 386),
            (744, 438),
            (640, 500),
            (560, 580),
            (420, 628),
            (290, 640),
            (180, 620),
        ],
    ),
    (
        "over 1.5 m",
        "#2f6f9f",
        [
            (300, 470),
            (400, 424),
            (520, 406),
            (600, 410),
            (634, 440),
            (590, 500),
            (500, 556),
            (380, 588),
            (300, 570),
        ],
    ),
]
GATES = (90, 210, 330, 440, 556)


def haloed(
    canvas: Canvas,
    x: float,
    y: float,
    words: str,
    size: float,
    tint: str = INK,
    anchor: str = "mm",
    turn: float = 0,
) -> None:
    """Words with an edge of paper round them, to be read over lines."""
    canvas.text(x, y, words, size, PAPER, anchor, bold=4, turn=turn)
    canvas.text(x, y, words, size, tint, anchor, bold=0.3, turn=turn)


def north_arrow(canvas: Canvas, x: float, y: float) -> None:
    """An arrow to the north."""
    canvas.poly([(x, y - 34), (x + 13, y + 14), (x, y + 4)], INK)
    canvas.poly([(x, y - 34), (x - 13, y + 14), (x, y + 4)], FAINT)
    canvas.text(x, y + 32, "N", 20, INK, bold=0.5)


def ground(canvas: Canvas) -> None:
    """The blocks, the lanes, the depth of the water on them, and the creek."""
    for tint, extra in (("#c9bda0", 4.0), ("#fffdf5", 0.0)):
        for points, width in LANES:
            canvas.line(smooth(points, 10), tint, width + extra)
        canvas.rect(
            984 - extra / 2, 236 - extra / 2, 1112 + extra / 2, 360 + extra / 2, tint, radius=10
        )
    for k, (_, tint, points) in enumerate(DEPTHS):
        pool = smooth(points, 12, True)
        canvas.poly(pool, tint, (0.72, 0.74, 0.8)[k])
        canvas.line([*pool, pool[0]], "#2f6f95", 1.5)
    canvas.poly([*BANK, *FAR_BANK[::-1]], "#8fc0cc")
    canvas.poly([*FAR_BANK, (-20, 820), (-20, -20)], "#c9d3ae")
    for share in (0.3, 0.5, 0.7):
        canvas.line(
            [
                (a + (b - a) * share, c + (d - c) * share)
                for (a, c), (b, d) in zip(FAR_BANK, BANK, strict=True)
            ],
            "#79adbb",
            1.5,
        )
    for bank in (BANK, FAR_BANK):
        canvas.line(bank, "#2f6f95", 3)


def waterworks(canvas: Canvas) -> None:
    """The drain, the five gates and the pump house."""
    canvas.line(DRAIN, PAPER, 11)
    for one, two in zip(DRAIN[::2], DRAIN[1::2], strict=False):
        canvas.line([one, two], RED, 5)
    canvas.disc(*DRAIN[-1], 7, RED)
    for number, y in enumerate(GATES, 1):
        x = min(BANK, key=lambda point: abs(point[1] - y))[0]
        canvas.rect(x - 19, y - 17, x + 19, y + 17, PAPER, radius=6)
        canvas.rect(x - 16, y - 14, x + 16, y + 14, INK, radius=4)
        canvas.text(x, y, str(number), 22, PAPER, bold=0.6)
    canvas.rect(210, 584, 250, 624, PAPER)
    canvas.rect(214, 588, 246, 620, RED)


def lane_map() -> Image.Image:
    """Old Harbour from the creek to the bazaar, shaded by the depth of the flood."""
    canvas = Canvas(SHEET, "#efe6d0")
    ground(canvas)
    waterworks(canvas)
    canvas.text(118, 384, "KHARVI CREEK", 24, "#1d5878", bold=0.4, turn=84)
    haloed(canvas, 438, 458, "Bhandarwada Lane", 23, turn=17)
    haloed(canvas, 722, 370, "Rope Walk", 23, turn=17.5)
    haloed(canvas, 744, 434, "Drain of 1888", 20, RED, turn=17.5)
    haloed(canvas, 372, 152, "Bandar Road", 20, turn=62)
    haloed(canvas, 1048, 210, "KOTWAL BAZAAR", 23)
    haloed(canvas, 262, 604, "Pump house", 22, anchor="lm")
    haloed(canvas, 300, 62, "Tide gates 1 to 5", 20, anchor="lm")
    canvas.line([(296, 64), (276, 78)], INK, 2)
    canvas.rect(870, 612, 1176, 776, PAPER, radius=4)
    canvas.frame(870, 612, 1176, 776, INK, 1.5, 4)
    canvas.text(888, 638, "Depth at 1 am, 25 July 2025", 20, INK, "lm", bold=0.4)
    for k, (name, tint, _) in enumerate(DEPTHS):
        y = 668 + k * 28
        canvas.rect(888, y - 10, 932, y + 10, mix("#f4efe0", tint, (0.72, 0.78, 0.84)[k]))
        canvas.frame(888, y - 10, 932, y + 10, "#2f6f95", 1.5)
        canvas.text(946, y, name, 19, INK, "lm")
    canvas.rect(888, 752, 1096, 757, INK)
    for x, words in ((888, "0"), (1096, "500 metres")):
        canvas.rect(x - 1, 746, x + 1, 763, INK)
        canvas.text(x + 6, 741, words, 15, INK, "lm" if x == 888 else "mm")
    canvas.rect(1110, 24, 1172, 124, PAPER, radius=4)
    north_arrow(canvas, 1141, 66)
    canvas.frame(6, 6, 1194, 794, INK, 2.5)
    return canvas.finish()


# -- the tonnage chart ------------------------------------------------------------------------

TONNAGE = {
    "2019-20": 17.2,
    "2020-21": 14.6,
    "2021-22": 16.1,
    "2022-23": 17.9,
    "2023-24": 18.8,
    "2024-25": 19.4,
    "2025-26": 20.3,
}


def tonnage_chart() -> Image.Image:
    """Cargo through the port, in million tonnes, by year."""
    canvas = Canvas(SHEET, PAPER)
    chart_head(canvas, "Cargo through Velanpur port", "Million tonnes, years to 31 March")
    base, top = 690.0, 190.0

    def height(value: float) -> float:
        return base - (base - top) * value / 22

    for mark in range(0, 25, 5):
        y = height(mark)
        canvas.line([(112, y), (1150, y)], RULE if mark else INK, 1 if mark else 2)
        canvas.text(98, y, str(mark), 22, GREY, "rm")
    for k, (year, value) in enumerate(TONNAGE.items()):
        left = 138 + k * 146
        tint = RED if value == max(TONNAGE.values()) else TEAL
        canvas.rect(left, height(value), left + 104, base, tint)
        canvas.text(left + 52, height(value) - 22, f"{value:.1f}", 27, tint, bold=0.5)
        canvas.text(left + 52, base + 28, year, 23, INK)
    canvas.text(60, 768, "Source: Velanpur Port Trust.", 18, GREY, "lm")
    return canvas.finish()


# -- the seating plan -------------------------------------------------------------------------

STALLS, CIRCLE, PLACE = "#c65b46", "#3d7f8a", "#2f7d55"
ROWS = [
    (4, 6),
    (4, 7),
    (5, 7),
    (5, 7),
    (4, 8),
    (4, 8),
    (4, 8),
    (6, 8),
    (6, 9),
    (6, 9),
    (7, 9),
    (7, 9),
    (7, 10),
    (7, 10),
    (7, 10),
    (7, 11),
]
"""Seats in each side block and in the middle one, from row A to row P: 316 in all."""
HORSESHOE = smooth(
    [
        (180, 430),
        (176, 330),
        (236, 222),
        (390, 160),
        (600, 142),
        (810, 160),
        (964, 222),
        (1024, 330),
        (1020, 430),
    ],
    30,
)
WHEELCHAIRS = range(4, 7)


def seat(canvas: Canvas, x: float, y: float, turn: float, tint: str) -> None:
    """One seat, its back away from the stage."""
    cos, sin = math.cos(-turn), math.sin(-turn)

    def spun(points: Points) -> list[Point]:
        return [(x + px * cos - py * sin, y + px * sin + py * cos) for px, py in points]

    canvas.poly(spun([(-10, -9), (10, -9), (10, 7), (7, 10), (-7, 10), (-10, 7)]), tint)
    canvas.line(spun([(-7, 7), (7, 7)]), mix(tint, INK, 0.35), 2.5)


def stalls(canvas: Canvas) -> None:
    """Sixteen curved rows in three blocks with two aisles, and the wheelchair places."""
    pitch, aisle = 25.0, 38.0
    for row, (side, middle) in enumerate(ROWS):
        r = 470 + row * 26.0
        half = middle / 2 * pitch
        places = [-half + (k + 0.5) * pitch for k in range(middle)]
        for k in range(side):
            out = half + aisle + (k + 0.5) * pitch
            places += [out, -out]
        for place in places:
            a = place / r
            seat(canvas, 600 + r * math.sin(a), 1130 - r * math.cos(a), math.pi - a, STALLS)
        end = half + aisle + side * pitch
        if row in WHEELCHAIRS:
            for gap in (0.5 * pitch, 1.5 * pitch):
                for out in (end + gap, -end - gap):
                    a = out / r
                    canvas.ring(600 + r * math.sin(a), 1130 - r * math.cos(a), 10.5, PLACE, 4)
            end += 2 * pitch
        for out in (end + 16, -end - 16):
            a = out / r
            canvas.text(
                600 + r * math.sin(a),
                1130 - r * math.cos(a),
                chr(ord("A") + row),
                16,
                INK,
                bold=0.3,
            )


def balcony(canvas: Canvas) -> None:
    """The horseshoe round the back and the sides: two rows, 42 seats in each."""
    far = [0.0]
    for (xa, ya), (xb, yb) in pairwise(HORSESHOE):
        far.append(far[-1] + math.hypot(xb - xa, yb - ya))
    for row in range(2):
        for k in range(42):
            want = far[-1] * (k + 0.5) / 42
            i = max(1, next(n for n, gone in enumerate(far) if gone >= want))
            (xa, ya), (xb, yb) = HORSESHOE[i - 1], HORSESHOE[i]
            long = math.hypot(xb - xa, yb - ya)
            nx, ny = (yb - ya) / long, -(xb - xa) / long
            share = (want - far[i - 1]) / long
            x, y = xa + (xb - xa) * share + nx * 27 * row, ya + (yb - ya) * share + ny * 27 * row
            seat(canvas, x, y, math.atan2(nx, ny), CIRCLE)


def seating() -> Image.Image:
    """The theatre's seating plan: the stage below, sixteen rows of stalls, the balcony round."""
    canvas = Canvas(SHEET, PAPER)
    canvas.rect(390, 712, 810, 778, INK, radius=3)
    canvas.text(600, 746, "STAGE", 30, PAPER, bold=0.8)
    stalls(canvas)
    balcony(canvas)
    canvas.text(60, 58, "Lighthouse Theatre", 38, INK, "lm", bold=0.7)
    canvas.text(60, 98, "412 seats and places", 22, GREY, "lm")
    for y, tint, name in ((680, STALLS, "Stalls, rows A to P: 316"), (718, CIRCLE, "Balcony: 84")):
        seat(canvas, 72, y, 0, tint)
        canvas.text(96, y, name, 21, INK, "lm")
    canvas.ring(72, 756, 10.5, PLACE, 4)
    canvas.text(96, 756, "Wheelchair places: 12", 21, INK, "lm")
    return canvas.finish()


# -- the wordmark -----------------------------------------------------------------------------


def courier_logo() -> Image.Image:
    """The newspaper's name with a small lighthouse, dark on transparent."""
    mask = Canvas((600, 120), "#000000", 4)
    white = "#ffffff"
    mask.poly([(36, 106), (43, 46), (65, 46), (72, 106)], white)
    mask.rect(37, 40, 71, 45, white)
    mask.rect(44, 24, 64, 37, white)
    mask.poly([(41, 23), (67, 23), (54, 9)], white)
    for y0, y1 in ((58, 70), (83, 95)):
        mask.poly([(20, y1), (20, y0), (90, y0 - 4), (90, y1 - 4)], "#000000")
    for side in (-1, 1):
        mask.poly([(54 + side * 15, 30), (54 + side * 40, 20), (54 + side * 40, 41)], white)
    mask.rect(26, 106, 82, 111, white)
    mask.text(112, 62, "The Velanpur Courier", 48, white, "lm", bold=0.55)
    alpha = mask.image.convert("L").resize((600, 120), Image.Resampling.LANCZOS)
    logo = Image.new("RGBA", (600, 120), "#1c2733")
    logo.putalpha(alpha)
    return logo
