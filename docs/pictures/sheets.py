"""Charts, maps and plans, in few colours."""

# ruff: noqa: PLR0917 (drawing calls take their coordinates in order)

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random

from kit import SHEET, Canvas, Point, Points, mix, smooth
from PIL import Image, ImageChops

PAPER, INK, FAINT = "#faf6ea", "#22313f", "#8a8f8c"
WATER, DEEP, LAND, RED = "#d3e6e6", "#eef6f3", "#eedfae", "#b8392e"


def chart_frame(canvas: Canvas) -> None:
    """A chart's double border, divided black and white like a scale of minutes."""
    canvas.frame(16, 16, 1184, 784, INK, 2)
    canvas.frame(36, 36, 1164, 764, INK, 1.5)
    for k in range(24):
        if k % 2:
            continue
        x, y = 36 + k * 47, 36 + k * 30.33
        canvas.rect(x, 22, x + 47, 30, INK)
        canvas.rect(x, 770, x + 47, 778, INK)
        canvas.rect(22, y, 30, y + 30.33, INK)
        canvas.rect(1170, y, 1178, y + 30.33, INK)


NORTH_COAST: Points = [(0, 250), (110, 262), (190, 226), (290, 214), (360, 240), (450, 208),
                       (560, 190), (650, 220), (720, 202), (830, 168), (930, 178), (1010, 130),
                       (1110, 120), (1200, 90)]
SOUTH_COAST: Points = [(0, 640), (120, 610), (200, 622), (290, 580), (370, 592), (430, 540),
                       (520, 520), (590, 560), (690, 584), (780, 560), (880, 600), (970, 590),
                       (1080, 560), (1200, 572)]
LIGHT: Point = (486, 526)
BEACONS = (250, 720, 900)


def coasts(canvas: Canvas) -> None:
    """Both coasts with their shallows and contour lines."""
    north, south = smooth(NORTH_COAST, 10), smooth(SOUTH_COAST, 10)
    for off, tint in ((92, mix(WATER, DEEP, 0.55)), (44, WATER)):
        canvas.poly([(0, 0), *[(x, y + off) for x, y in north], (1200, 0)], tint)
        canvas.poly([(0, 800), *[(x, y - off) for x, y in south], (1200, 800)], tint)
        for line, way in ((north, 1), (south, -1)):
            shifted = [(x, y + way * off) for x, y in line]
            for k in range(0, len(shifted) - 2, 3):
                canvas.line(shifted[k:k + 3], "#6f9aa3", 1.2)
    for line, edge in ((north, 0), (south, 800)):
        canvas.poly([(0, edge), *line, (1200, edge)], LAND)
        canvas.line(line, INK, 2.4)


def soundings(canvas: Canvas, rng: Random) -> None:
    """Depths in metres: small near the shores and large in mid-channel."""
    north, south = smooth(NORTH_COAST, 10), smooth(SOUTH_COAST, 10)
    for row in range(9):
        for col in range(19):
            x = 74 + col * 59 + (row % 2) * 28 + rng.uniform(-8, 8)
            y = 180 + row * 50 + rng.uniform(-8, 8)
            top = min(north, key=lambda p: abs(p[0] - x))[1]
            low = min(south, key=lambda p: abs(p[0] - x))[1]
            gap = min(y - top, low - y)
            if gap < 20 or x > 1140 or abs(y - fairway(x)) < 20 or taken(x, y):
                continue
            canvas.text(x, y, str(max(1, round(gap / 5.2 + rng.uniform(-1.4, 1.4)))), 15, INK)


def taken(x: float, y: float) -> bool:
    """Whether a sounding there would run into the light, the compass, a mark or a name."""
    far = math.hypot(x - LIGHT[0], y - LIGHT[1])
    beacon = any(math.hypot(x - bx, y - fairway(bx)) < 42 for bx in BEACONS)
    named = abs(x - 690) < 96 and abs(y - 290) < 24
    compass = math.hypot(x - 1040, y - 290) < 122
    return far < 60 or 148 < far < 226 or beacon or named or compass or (x > 800 and y > 610)


def fairway(x: float) -> float:
    """The height of the channel's middle."""
    return 424 - 0.075 * x - 22 * math.sin(x / 190)


def light_sector(canvas: Canvas) -> None:
    """The light's white, red and green sectors, as arcs from its star."""
    x, y = LIGHT
    for start, end, tint, name in ((188, 238, "#3d8a5c", "G"), (238, 312, "#e2b23c", "W"),
                                   (312, 352, RED, "R")):
        arc = [(x + 205 * math.cos(math.radians(a)), y + 205 * math.sin(math.radians(a)))
               for a in range(start, end + 1)]
        canvas.poly([LIGHT, *arc], tint, 0.2)
        canvas.line(arc, tint, 7)
        for a in (start, end):
            ray = math.radians(a)
            for k in range(20):
                r0, r1 = k * 10 + 8, k * 10 + 13
                canvas.line([(x + r0 * math.cos(ray), y + r0 * math.sin(ray)),
                             (x + r1 * math.cos(ray), y + r1 * math.sin(ray))], INK, 1.2)
        middle = math.radians((start + end) / 2)
        canvas.disc(x + 178 * math.cos(middle), y + 178 * math.sin(middle), 14, PAPER)
        canvas.text(x + 178 * math.cos(middle), y + 178 * math.sin(middle), name, 19, INK, bold=0.4)
    star = [(x + (17 if k % 2 else 6.5) * math.cos(math.pi * k / 5),
             y + (17 if k % 2 else 6.5) * math.sin(math.pi * k / 5)) for k in range(10)]
    canvas.poly(star, "#8d2a86")
    canvas.disc(x, y, 3.5, PAPER)
    canvas.text(x + 6, y + 54, "Fl WRG 10s 38m", 17, "#8d2a86", bold=0.3)


def compass_rose(canvas: Canvas, x: float, y: float, r: float) -> None:
    """A plain compass rose."""
    canvas.ring(x, y, r, INK, 1.5)
    canvas.ring(x, y, r * 0.86, INK, 1)
    for k in range(72):
        a = math.tau * k / 72
        inner = r * (0.92 if k % 3 else 0.86)
        canvas.line([(x + inner * math.cos(a), y + inner * math.sin(a)),
                     (x + r * math.cos(a), y + r * math.sin(a))], INK, 1)
    for k in range(8):
        a = math.tau * k / 8 - math.pi / 2
        long = r * (0.8 if k % 2 == 0 else 0.46)
        tip = (x + long * math.cos(a), y + long * math.sin(a))
        for side, tint in ((-1, INK), (1, PAPER)):
            b = a + side * math.pi / 8
            wing = (x + r * 0.17 * math.cos(b), y + r * 0.17 * math.sin(b))
            canvas.poly([(x, y), wing, tip], tint)
            canvas.line([(x, y), wing, tip, (x, y)], INK, 1)
    canvas.text(x, y - r - 13, "N", 20, INK, bold=0.4)


def lighthouse_chart() -> Image.Image:
    """A chart of the strait with soundings and the light's sectors."""
    canvas, rng = Canvas(SHEET, DEEP), Random(4)
    coasts(canvas)
    for k in range(46):
        x = 40 + k * 25
        canvas.line([(x, fairway(x)), (x + 14, fairway(x + 14))], "#8d2a86", 1.6)
    soundings(canvas, rng)
    light_sector(canvas)
    for x, tint in zip(BEACONS, (RED, "#3d8a5c", RED), strict=True):
        y = fairway(x) + (22 if tint == RED else -22)
        canvas.poly([(x - 6, y), (x + 6, y), (x, y - 17)], tint)
        canvas.disc(x, y + 1, 3, INK)
    canvas.text(160, 150, "NORTH SHORE", 27, INK, bold=0.3)
    canvas.text(200, 700, "VELA POINT", 27, INK, bold=0.3)
    canvas.text(690, 290, "THE STRAIT", 24, "#4d7f8a", bold=0.2, turn=4)
    compass_rose(canvas, 1040, 300, 82)
    canvas.rect(806, 640, 1150, 750, PAPER)
    canvas.frame(806, 640, 1150, 750, INK, 1.5)
    canvas.text(978, 664, "VELA STRAIT", 25, INK, bold=0.6)
    canvas.text(978, 692, "Soundings in metres. Not for navigation.", 15, INK)
    for k in range(4):
        canvas.rect(858 + k * 60, 716, 918 + k * 60, 723, INK if k % 2 == 0 else PAPER)
    canvas.frame(858, 716, 1098, 723, INK, 1)
    for k in range(5):
        canvas.text(858 + k * 60, 735, str(k), 13, INK)
    canvas.text(1118, 735, "km", 13, INK)
    for edge in ((0, 0, 1200, 36), (0, 764, 1200, 800), (0, 0, 36, 800), (1164, 0, 1200, 800)):
        canvas.rect(*edge, PAPER)
    chart_frame(canvas)
    return canvas.finish()


# -- the lane map -----------------------------------------------------------------------------

STREETS: Sequence[tuple[str, Points, float]] = (
    ("Harbour Road", [(0, 640), (300, 610), (620, 628), (900, 590), (1200, 604)], 34),
    ("Mill Street", [(150, 0), (176, 220), (160, 430), (188, 620)], 26),
    ("Tamarind Lane", [(400, 0), (430, 190), (412, 390), (440, 616)], 18),
    ("Old Pump Lane", [(640, 0), (650, 200), (690, 400), (680, 624)], 18),
    ("Temple Street", [(930, 0), (910, 200), (940, 380), (920, 590)], 26),
    ("", [(0, 200), (170, 214), (430, 190), (650, 206), (910, 196), (1200, 170)], 26),
    ("", [(0, 420), (160, 430), (414, 396), (690, 404), (938, 384), (1200, 400)], 18),
    ("", [(160, 320), (420, 296), (668, 306)], 12),
    ("", [(670, 300), (924, 292), (1200, 290)], 12),
    ("", [(426, 510), (688, 512), (930, 488), (1200, 500)], 12),
    ("", [(545, 396), (552, 512), (548, 622)], 12),
    ("", [(300, 200), (304, 306), (300, 410)], 12),
    ("", [(800, 396), (806, 498), (800, 604)], 12),
    ("", [(1080, 0), (1066, 184), (1080, 398), (1060, 598)], 18),
)
FLOOD: Points = [(250, 640), (262, 560), (330, 486), (360, 410), (450, 352), (560, 330), (650, 356),
                 (760, 372), (850, 420), (880, 500), (866, 560), (900, 640), (700, 700), (450, 700)]


def hatch(canvas: Canvas, points: Points, colour: str, step: float, width: float) -> None:
    """Fill an outline with slanting lines."""
    area, _ = canvas.mask(points)
    lines, pen = canvas.mask()
    k = canvas.scale
    high, wide = canvas.image.height, canvas.image.width
    for start in range(-high, wide, round(step * k)):
        pen.line([(start, high), (start + high, 0)], 255, round(width * k))
    canvas.wash(ImageChops.multiply(area, lines), colour)


def north_arrow(canvas: Canvas, x: float, y: float) -> None:
    """An arrow to the north."""
    canvas.poly([(x, y - 34), (x + 13, y + 14), (x, y + 4)], INK)
    canvas.poly([(x, y - 34), (x - 13, y + 14), (x, y + 4)], FAINT)
    canvas.text(x, y + 32, "N", 20, INK, bold=0.5)


def lane_map() -> Image.Image:
    """The lanes behind the harbour, with the part that flooded hatched."""
    canvas = Canvas(SHEET, "#efe6d0")
    creek = smooth([(0, 690), (240, 676), (520, 700), (800, 664), (1200, 682)], 10)
    for _, points, width in STREETS:
        canvas.line(smooth(points, 10), "#c9bda0", width + 4)
    for _, points, width in STREETS:
        canvas.line(smooth(points, 10), "#fffdf5", width)
    flood = smooth(FLOOD, 10, True)
    canvas.poly(flood, "#6fa8c4", 0.3)
    hatch(canvas, flood, "#2f6f95", 13, 2)
    canvas.line([*flood, flood[0]], "#2f6f95", 3)
    canvas.poly([*creek, (1200, 800), (0, 800)], "#a9cfd8")
    canvas.line(creek, "#2f6f95", 2.5)
    for k in range(3):
        canvas.line([(x, y + 22 + k * 26) for x, y in creek], "#8fbdc9", 1.5)
    for (name, points, _), (x, y) in zip(STREETS, ((1010, 594), (172, 110), (416, 106), (646, 106),
                                                  (918, 106)), strict=False):
        upright = abs(points[0][0] - points[-1][0]) < 200
        half = len(name) * 5 + 8
        box = (x - 13, y - half, x + 13, y + half) if upright else (x - half, y - 13, x + half,
                                                                    y + 13)
        canvas.rect(*box, "#fffdf5")
        canvas.text(x, y, name, 18, INK, turn=88 if upright else 0.01, bold=0.2)
    canvas.text(160, 740, "VELA CREEK", 24, "#2f6f95", bold=0.4)
    for x, y, name, anchor in ((800, 668, "Tide gate", "lm"), (604, 470, "Pump house", "mm")):
        if name == "Tide gate":
            canvas.rect(x - 12, y - 12, x + 12, y + 12, RED)
            canvas.text(x + 22, y + 26, name, 20, INK, anchor, bold=0.4)
        else:
            canvas.rect(x - 66, y - 16, x + 66, y + 44, PAPER, radius=4)
            canvas.rect(x - 12, y - 10, x + 12, y + 14, RED)
            canvas.text(x, y + 30, name, 19, INK, anchor, bold=0.4)
    canvas.rect(940, 706, 1176, 776, PAPER, radius=4)
    canvas.frame(940, 706, 1176, 776, INK, 1.5, 4)
    key: Points = [(956, 724), (1006, 724), (1006, 758), (956, 758)]
    canvas.poly(key, "#6fa8c4", 0.3)
    hatch(canvas, key, "#2f6f95", 13, 2)
    canvas.line([*key, key[0]], "#2f6f95", 2)
    canvas.text(1020, 741, "Flooded area", 20, INK, "lm", bold=0.3)
    canvas.rect(1110, 24, 1172, 124, PAPER, radius=4)
    north_arrow(canvas, 1141, 66)
    canvas.frame(6, 6, 1194, 794, INK, 2.5)
    return canvas.finish()


# -- the tonnage chart ------------------------------------------------------------------------

TONNAGE = {2016: 31.2, 2017: 32.8, 2018: 33.1, 2019: 34.9, 2020: 29.4, 2021: 31.7, 2022: 35.2,
           2023: 37.0, 2024: 38.4, 2025: 39.9}


def tonnage_chart() -> Image.Image:
    """Cargo through the port, in million tonnes, by year."""
    canvas = Canvas(SHEET, PAPER)
    canvas.rect(60, 44, 112, 52, RED)
    canvas.text(60, 86, "Cargo through Velanpur port", 42, INK, "lm", bold=0.8)
    canvas.text(60, 132, "Million tonnes a year", 25, "#5b6668", "lm")
    base, top = 700.0, 190.0

    def height(value: float) -> float:
        return base - (base - top) * value / 45

    for mark in range(0, 50, 10):
        y = height(mark)
        canvas.line([(112, y), (1150, y)], "#d9d5c6" if mark else INK, 1 if mark else 2)
        canvas.text(98, y, str(mark), 22, "#5b6668", "rm")
    for k, (year, value) in enumerate(TONNAGE.items()):
        left = 132 + k * 102.5
        tint = RED if year == 2025 else "#2f6672"
        canvas.rect(left, height(value), left + 70, base, tint)
        canvas.text(left + 35, height(value) - 19, f"{value:.1f}", 23, tint, bold=0.4)
        canvas.text(left + 35, base + 26, str(year), 22, INK)
    canvas.text(60, 768, "Calendar years. Figures: Velanpur Port Office.", 18, "#5b6668", "lm")
    return canvas.finish()


# -- the seating plan -------------------------------------------------------------------------

def seat_rows(canvas: Canvas, first: float, count: int, tint: str, start: str) -> None:
    """Curved rows of seats in three blocks with two aisles."""
    for row in range(count):
        r = first + row * 36
        for left, right in ((-0.78, -0.29), (-0.23, 0.23), (0.29, 0.78)):
            seats = round(r * (right - left) / 31)
            for k in range(seats):
                a = left + (right - left) * (k + 0.5) / seats
                seat(canvas, 600 + r * math.sin(a), 66 + r * math.cos(a), a, tint)
        for side in (-1, 1):
            a = side * (0.78 + 20 / r)
            canvas.text(600 + r * math.sin(a), 66 + r * math.cos(a), chr(ord(start) + row), 17, INK,
                        bold=0.2)


def seat(canvas: Canvas, x: float, y: float, turn: float, tint: str) -> None:
    """One seat, its back away from the stage."""
    cos, sin = math.cos(-turn), math.sin(-turn)

    def spun(points: Points) -> list[Point]:
        return [(x + px * cos - py * sin, y + px * sin + py * cos) for px, py in points]

    canvas.poly(spun([(-11, -11), (11, -11), (11, 9), (7, 13), (-7, 13), (-11, 9)]), tint)
    canvas.line(spun([(-8, 9), (8, 9)]), mix(tint, INK, 0.35), 3)


def seating() -> Image.Image:
    """The theatre's seating plan: stage, stalls and balcony."""
    canvas = Canvas(SHEET, PAPER)
    canvas.poly([(330, 40), (870, 40), *smooth([(840, 128), (700, 156), (600, 162), (500, 156),
                                                (360, 128)], 8)], INK)
    canvas.text(600, 92, "STAGE", 32, PAPER, bold=0.8)
    seat_rows(canvas, 190, 7, "#c65b46", "A")
    seat_rows(canvas, 490, 4, "#3d7f8a", "H")
    canvas.text(96, 66, "Lighthouse", 36, INK, "lm", bold=0.7)
    canvas.text(96, 106, "Theatre", 36, INK, "lm", bold=0.7)
    for y, tint, name in ((64, "#c65b46", "Stalls  A to G"), (104, "#3d7f8a", "Balcony  H to K")):
        seat(canvas, 950, y, 0, tint)
        canvas.text(976, y, name, 23, INK, "lm")
    for x in (66, 1134):
        canvas.rect(x - 36, 640, x + 36, 676, "#2f7d55", radius=5)
        canvas.text(x, 658, "EXIT", 20, PAPER, bold=0.5)
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
