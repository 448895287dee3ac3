"""The flat style: landscapes and works in layered plain colour, like a railway poster."""

from __future__ import annotations

import math
from random import Random

from kit import WIDE, Canvas, Point, mirror, mix, rain, ridge, ripple, smooth, swell
from PIL import Image

MIST = "#c9d6cf"
STONE, STONE_LIGHT, STONE_DARK = "#8d8474", "#b3a890", "#5b554e"
DECK = 430.0


# -- the viaduct ------------------------------------------------------------------------------


def ghats(canvas: Canvas, rng: Random) -> None:
    """The monsoon sky and the hills, range before range."""
    canvas.gradient(0, 800, [(0, "#6f8b92"), (0.4, "#9fb4b0"), (0.75, "#d5dccb"), (1, "#e6e4cd")])
    for x, y, long in (
        (200, 120, 420),
        (760, 70, 520),
        (1330, 150, 460),
        (520, 210, 380),
        (1120, 230, 360),
    ):
        for k in range(4):
            canvas.oval(
                x + 70 * k - 90,
                y + 14 * math.sin(k * 2),
                long / 2 - 36 * k,
                44 - 6 * k,
                "#8aa19f",
                0.3,
            )
    for y, high, tint in ((480, 420, "#aebfb8"), (520, 330, "#8dada5"), (640, 280, "#648d83")):
        line = ridge(rng, 0, 1600, y, high, 14)
        canvas.poly([(0, 1000), *line, (1600, 1000)], tint)
        canvas.soft([(0, y + 40), (0, y - 60), (1600, y - 60), (1600, y + 40)], MIST, 0.5, 40)


def slope(x: float) -> float:
    """The valley floor's height across the picture."""
    return 936 - 300 * math.pow(abs((x - 850) / 850), 1.7)


def bay(x0: float, x1: float, dx: float = 0.0) -> list[Point]:
    """The stone over one arch, from the deck down round the opening."""
    radius, spring = (x1 - x0) / 2, DECK + 22 + (x1 - x0) / 2
    middle = (x0 + x1) / 2 + dx
    arc = [
        (middle + radius * math.cos(a), spring - radius * math.sin(a))
        for a in (math.pi * k / 28 for k in range(29))
    ]
    return [(x0 + dx, DECK), (x1 + dx, DECK), *arc]


def viaduct_stone(canvas: Canvas, rng: Random) -> None:
    """Piers and arches, with their shadowed inner faces, courses and odd-coloured blocks."""
    span, pier = 118.0, 36.0
    pitch = span + pier
    spring = DECK + 22 + span / 2
    starts = [-74 + k * pitch for k in range(12)]
    for dx, tint in ((20.0, STONE_DARK), (0.0, STONE)):
        for x in starts:
            canvas.poly(bay(x, x + span, dx), tint)
            foot = slope(x) + 60
            flare = 10 * (foot - spring) / 400
            canvas.poly(
                [
                    (x - pier + dx, DECK),
                    (x + dx, DECK),
                    (x + dx, spring),
                    (x + flare + dx, foot),
                    (x - pier - flare + dx, foot),
                    (x - pier + dx, spring),
                ],
                tint,
            )
    for x in starts:
        pier_courses(canvas, rng, x - pier, x, spring)
        canvas.rect(x - pier - 5, spring - 5, x + 5, spring + 6, STONE_LIGHT)
        ring = [
            (x + span / 2 + (span / 2 + 6) * math.cos(a), spring - (span / 2 + 6) * math.sin(a))
            for a in (math.pi * k / 28 for k in range(29))
        ]
        canvas.line(ring, STONE_LIGHT, 9, 0.7)
        for k in range(1, 28, 2):
            a = math.pi * k / 28
            canvas.line(
                [
                    (x + span / 2 + r * math.cos(a), spring - r * math.sin(a))
                    for r in (span / 2 + 1, span / 2 + 11)
                ],
                STONE_DARK,
                1,
                0.55,
            )
    canvas.rect(0, DECK - 20, 1600, DECK - 8, STONE)
    canvas.rect(0, DECK - 22, 1600, DECK - 18, STONE_LIGHT)
    canvas.rect(0, DECK - 8, 1600, DECK + 2, STONE_LIGHT)
    canvas.rect(0, DECK + 2, 1600, DECK + 6, STONE_DARK, 0.7)


def pier_courses(canvas: Canvas, rng: Random, x0: float, x1: float, spring: float) -> None:
    """The courses of one pier and the light on its left edge."""
    foot = slope(x1) + 60
    y = spring + 14
    while y < foot:
        grow = 10 * (y - spring) / 400
        canvas.line([(x0 - grow, y), (x1 + grow, y)], STONE_DARK, 1, 0.45)
        if rng.random() < 0.6:
            left = rng.uniform(x0, x1 - 14)
            canvas.rect(left, y + 1, left + 14, y + 12, rng.choice([STONE_LIGHT, STONE_DARK]), 0.32)
        y += 13
    canvas.poly([(x0, spring), (x0 + 6, spring), (x0 + 2, foot), (x0 - 8, foot)], STONE_LIGHT, 0.8)


def coach(canvas: Canvas, x: float, y: float) -> None:
    """One passenger coach, its windows lit."""
    canvas.rect(x, y - 58, x + 176, y, "#a63a30", radius=5)
    canvas.rect(x, y - 62, x + 176, y - 50, "#d8cfb4", radius=6)
    canvas.rect(x, y - 44, x + 176, y - 20, "#e9d9ac")
    for k in range(8):
        left = x + 12 + k * 20
        canvas.rect(
            left, y - 41, left + 13, y - 24, "#ffd06e" if k not in (2, 5) else "#f2b255", radius=2
        )
        canvas.rect(left, y - 33, left + 13, y - 32, "#a63a30")
    canvas.rect(x, y - 16, x + 176, y - 13, "#e9d9ac")
    canvas.rect(x + 176, y - 48, x + 184, y - 6, "#3a2a2a")


def locomotive(canvas: Canvas, x: float, y: float) -> None:
    """A diesel locomotive with its headlamp on."""
    canvas.rect(x, y - 50, x + 176, y, "#23505c", radius=4)
    canvas.poly([(x + 4, y - 50), (x + 10, y - 60), (x + 92, y - 60), (x + 92, y - 50)], "#1a3c47")
    canvas.poly([(x + 92, y), (x + 92, y - 66), (x + 140, y - 66), (x + 146, y)], "#2f6672")
    canvas.rect(x + 88, y - 70, x + 146, y - 64, "#1a3c47")
    canvas.rect(x + 100, y - 58, x + 130, y - 38, "#ffd06e", radius=2)
    canvas.poly(
        [(x + 144, y), (x + 144, y - 46), (x + 184, y - 42), (x + 196, y - 30), (x + 198, y)],
        "#23505c",
    )
    canvas.rect(x, y - 22, x + 198, y - 14, "#e3a63c")
    for k in range(8):
        canvas.rect(x + 12 + k * 9, y - 44, x + 16 + k * 9, y - 28, "#16323c")


def valley(canvas: Canvas, rng: Random) -> None:
    """The valley floor in front of the piers: fields, the swollen river and trees."""
    floor = [(x, slope(x)) for x in range(-20, 1640, 20)]
    canvas.poly([(-20, 1067), *floor, (1620, 1067)], "#46705f")
    for low, tint in ((36, "#3b6553"), (84, "#305847")):
        for side in (-1, 1):
            edge = [
                (850 + side * d, slope(850 + side * d) + low + 10 * math.sin(d / 60))
                for d in range(160 + low * 2, 900, 20)
            ]
            canvas.poly(
                [*edge, (850 + side * 900, 1080), (850 + side * (150 + low * 2), 1080)], tint
            )
    river(canvas, 1.0, "#a9c4bd")
    river(canvas, 0.55, "#cfe0d6")
    river(canvas, 0.16, "#eef4e8")
    for _ in range(150):
        x = rng.uniform(0, 1600)
        y = slope(x) + rng.uniform(-4, 90)
        if abs(x - 850) < 70 + (y - 920) * 1.5:
            continue
        r = rng.uniform(9, 24)
        tint = rng.choice(["#2c5445", "#3a6650", "#4f7d5c", "#264a40"])
        canvas.disc(x, y, r, tint)
        canvas.disc(x - r * 0.3, y - r * 0.35, r * 0.55, mix(tint, "#a5c08a", 0.25))
    hut(canvas, 520, 936)
    hut(canvas, 574, 950)


def river(canvas: Canvas, share: float, tint: str) -> None:
    """The swollen river, winding as it nears; `share` is how much of its width to fill."""
    left: list[Point] = []
    right: list[Point] = []
    for k in range(41):
        t = k / 40
        middle = 860 + 96 * math.sin(t * 7.2) * t**0.6 - 60 * t
        half = share * (9 + 150 * t**1.7)
        left.append((middle - half, 928 + 150 * t))
        right.append((middle + half, 928 + 150 * t))
    canvas.poly([*left, *right[::-1]], tint)


def hut(canvas: Canvas, x: float, y: float) -> None:
    """A tiled house with a light in it."""
    canvas.rect(x, y - 22, x + 40, y, "#d9c7a0")
    canvas.poly([(x - 8, y - 20), (x + 8, y - 40), (x + 34, y - 40), (x + 48, y - 20)], "#a3523b")
    canvas.rect(x + 14, y - 16, x + 22, y - 6, "#ffcf6a")


def frond(canvas: Canvas, base: Point, tip: Point, wide: float, tint: str) -> None:
    """A banana leaf: a broad blade with a pale rib and torn edges."""
    bend = ((base[0] + tip[0]) / 2, min(base[1], tip[1]) - 30)
    rib = smooth([base, bend, tip], 14)
    canvas.stroke(rib, swell(wide, 2), tint)
    canvas.line(rib, mix(tint, "#cfe0a8", 0.45), 2.4)
    for k in range(4, len(rib) - 3, 3):
        x, y = rib[k]
        for side in (-1, 1):
            canvas.line([(x, y), (x + 12, y + side * wide * 0.42)], "#10312c", 1.2, 0.5)


def foreground_leaves(canvas: Canvas) -> None:
    """Dark wet leaves framing both lower corners."""
    for base, tip, wide in (
        ((-10, 1090), (250, 800), 76),
        ((20, 1100), (330, 930), 66),
        ((-30, 1040), (120, 690), 70),
        ((-20, 1080), (40, 730), 60),
    ):
        frond(canvas, base, tip, wide, "#173f38")
    for base, tip, wide in (
        ((1620, 1090), (1340, 850), 76),
        ((1600, 1100), (1290, 980), 62),
        ((1630, 1050), (1490, 730), 72),
        ((1620, 1080), (1580, 760), 58),
    ):
        frond(canvas, base, tip, wide, "#143a35")


def viaduct() -> Image.Image:
    """A train on a stone viaduct over a valley in slanting rain."""
    canvas, rng = Canvas(WIDE, MIST), Random(41)
    ghats(canvas, rng)
    y = DECK - 14
    plume = smooth(
        [
            (1030, y - 92),
            (900, y - 128),
            (740, y - 150),
            (560, y - 190),
            (640, y - 120),
            (860, y - 100),
        ],
        8,
        True,
    )
    canvas.soft(plume, "#5b6d70", 0.5, 15)
    canvas.soft([(1290, y - 48), (1500, y - 84), (1500, y + 6)], "#fff0bd", 0.34, 34, True)
    canvas.zoom = (1280, y, 1.34)
    for k in range(6):
        coach(canvas, -28 + k * 184, y)
    locomotive(canvas, 1076, y)
    canvas.zoom = None
    canvas.glow(1278, y - 46, 90, "#fff3c8", 1.0)
    viaduct_stone(canvas, rng)
    canvas.soft([(0, 760), (1600, 760), (1600, 900), (0, 900)], MIST, 0.4, 50)
    valley(canvas, rng)
    canvas.soft([(300, 860), (1400, 860), (1400, 920), (300, 920)], MIST, 0.4, 34)
    rain(canvas, rng, 420, 0.34, "#f4f7ee", 0.24, (40, 100), 1)
    foreground_leaves(canvas)
    rain(canvas, rng, 150, 0.34, "#ffffff", 0.36, (70, 170), 1.4)
    return canvas.finish(0.09, 5)


# -- the strait -------------------------------------------------------------------------------

SHORE = 640.0


def town_lights(canvas: Canvas, rng: Random, x0: float, x1: float, y: float, count: int) -> None:
    """The lamps of a shore town, thickest in its middle."""
    for _ in range(count):
        x = x0 + (x1 - x0) * (rng.random() + rng.random()) / 2
        up = abs(rng.gauss(0, 13))
        tint = rng.choice(["#ffd27a", "#ffb95e", "#fff0c0"])
        canvas.glow(x, y - 5 - up, 9, tint, 0.6)
        canvas.disc(x, y - 5 - up, 1.7, tint)


def freighter(canvas: Canvas, x: float, y: float, s: float, tint: str) -> None:
    """A ship in silhouette with its lights."""
    canvas.poly(
        [
            (x, y - 16 * s),
            (x + 190 * s, y - 16 * s),
            (x + 214 * s, y - 26 * s),
            (x + 200 * s, y),
            (x + 8 * s, y),
        ],
        tint,
    )
    canvas.rect(x + 12 * s, y - 56 * s, x + 44 * s, y - 14 * s, tint)
    canvas.rect(x + 22 * s, y - 70 * s, x + 34 * s, y - 54 * s, tint)
    for k in range(5):
        canvas.rect(
            x + (54 + 27 * k) * s,
            y - (30 + 6 * (k % 2)) * s,
            x + (79 + 27 * k) * s,
            y - 14 * s,
            mix(tint, "#7a4a5e", 0.35),
        )
    for dx, dy in ((16, 48), (26, 48), (36, 48), (204, 32)):
        canvas.glow(x + dx * s, y - dy * s, 16 * s, "#ffe0a0", 0.9)


def tower(canvas: Canvas, x: float, y: float) -> None:
    """The near lighthouse, its keeper's house and its beam."""
    canvas.soft([(x, y - 292), (1640, y - 420), (1640, y - 310)], "#ffedb8", 0.5, 9, True)
    canvas.soft([(x, y - 292), (-40, y - 330), (-40, y - 264)], "#ffedb8", 0.3, 9, True)
    canvas.glow(x, y - 290, 190, "#fff0bd", 0.9)
    canvas.poly(
        [(x - 40, y + 12), (x - 24, y - 260), (x + 24, y - 260), (x + 40, y + 12)], "#efe2c6"
    )
    canvas.poly(
        [(x + 4, y + 12), (x + 4, y - 260), (x + 24, y - 260), (x + 40, y + 12)], "#b59c94", 0.75
    )
    for y0, y1 in ((-70, -118), (-168, -212)):
        canvas.poly(
            [
                (x - 40 + (12 - y0) * 0.059, y + y0),
                (x - 40 + (12 - y1) * 0.059, y + y1),
                (x + 40 - (12 - y1) * 0.059, y + y1),
                (x + 40 - (12 - y0) * 0.059, y + y0),
            ],
            "#a8403c",
        )
    canvas.rect(x - 35, y - 270, x + 35, y - 259, "#241c38")
    canvas.rect(x - 16, y - 310, x + 16, y - 270, "#ffe39a")
    for dx in (-16, -5, 5, 14):
        canvas.rect(x + dx, y - 310, x + dx + 2.5, y - 270, "#241c38")
    canvas.poly([(x - 24, y - 308), (x + 24, y - 308), (x, y - 340)], "#241c38")
    canvas.rect(x + 56, y - 40, x + 160, y + 16, "#d8c4ae")
    canvas.poly(
        [(x + 46, y - 38), (x + 70, y - 76), (x + 146, y - 76), (x + 172, y - 38)], "#7c3a3c"
    )
    for dx in (72, 118):
        canvas.rect(x + dx, y - 24, x + dx + 20, y, "#ffcf70")


def strait() -> Image.Image:
    """A narrow strait at dusk, a lighthouse on an islet in it and lamps along both shores."""
    canvas, rng = Canvas(WIDE, "#2a2450"), Random(14)
    canvas.gradient(
        0,
        SHORE,
        [(0, "#2b2a5c"), (0.4, "#6d4b80"), (0.72, "#d67f72"), (0.92, "#f6bd7a"), (1, "#ffdb98")],
    )
    for _ in range(70):
        canvas.disc(rng.uniform(0, 1600), 230 * rng.random(), rng.uniform(0.6, 1.5), "#fff4e0", 0.7)
    for cx, cy, long in (
        (420, 300, 380),
        (1000, 230, 460),
        (1320, 390, 320),
        (700, 430, 420),
        (160, 460, 260),
    ):
        for k in range(4):
            canvas.oval(
                cx + 60 * k - 90,
                cy + 9 * k - 14,
                long / 2 - 30 * k,
                8 - k,
                mix("#a85a78", "#f0a37a", (cy - 230) / 260),
                0.7,
            )
    canvas.glow(880, SHORE + 10, 420, "#fff0b4", 0.5)
    for high, tint in ((150, "#a2628a"), (100, "#6c4a7e")):
        line = ridge(rng, 0, 1600, SHORE, high, 14)
        canvas.poly(
            [
                (0, SHORE),
                *[(x, y + max(0.0, 60 - abs(x - 840) * 0.16)) for x, y in line],
                (1600, SHORE),
            ],
            tint,
        )
    canvas.poly([(0, SHORE), (0, SHORE - 26), (400, SHORE - 18), (720, SHORE)], "#4a3a6c")
    canvas.poly([(1600, SHORE), (1600, SHORE - 30), (1200, SHORE - 18), (880, SHORE)], "#4a3a6c")
    town_lights(canvas, rng, 60, 700, SHORE, 26)
    town_lights(canvas, rng, 930, 1580, SHORE, 34)
    canvas.replace(mirror(canvas, SHORE, 1.0))
    canvas.replace(ripple(canvas.image, round(SHORE * 2), 12, 3, 12))
    canvas.soft([(0, 860), (1600, 860), (1600, 1067), (0, 1067)], "#2a2350", 0.75, 90)
    for _ in range(420):
        t = rng.random()
        near_sun = rng.random() < 0.3
        x = rng.gauss(880, 60 + 130 * t) if near_sun else rng.uniform(0, 1600)
        canvas.oval(
            x,
            SHORE + 6 + 410 * t,
            rng.uniform(12, 60) * (0.3 + t),
            0.7 + 1.5 * t,
            "#ffd898" if near_sun else "#4a3a70",
            0.45 if near_sun else 0.3,
        )
    freighter(canvas, 1010, 716, 0.9, "#37294f")
    freighter(canvas, 640, 668, 0.42, "#4d3a64")
    islet(canvas, rng)
    tower(canvas, 400, 832)
    return canvas.finish(0.15, 9)


def islet(canvas: Canvas, rng: Random) -> None:
    """The rock that the lighthouse stands on, its reflection, surf and a landing stage."""
    rock = smooth(
        [
            (96, 918),
            (120, 890),
            (190, 872),
            (262, 846),
            (350, 838),
            (470, 840),
            (560, 852),
            (640, 846),
            (716, 878),
            (800, 896),
            (838, 918),
        ],
        10,
    )
    for k in range(26):
        t = k / 26
        half = 380 * (1 - t) ** 1.2
        canvas.oval(468 + 7 * math.sin(k * 2.3), 922 + 5.4 * k, half, 4, "#1f1a3c", 0.5)
    canvas.poly([*rock, (820, 930), (640, 938), (420, 934), (220, 940), (110, 930)], "#1a1534")
    for x, y in rock[4:-4]:
        for _ in range(3):
            at = x + rng.uniform(-12, 12)
            canvas.poly(
                [
                    (at - 16, y + 26),
                    (at - 9, y + rng.uniform(-7, 4)),
                    (at + 6, y + rng.uniform(-9, 2)),
                    (at + 17, y + 26),
                ],
                rng.choice(["#1a1534", "#1a1534", "#2a2148"]),
            )
    for _ in range(34):
        x, y = rng.uniform(150, 780), rng.uniform(880, 926)
        canvas.poly(
            [(x - 22, y + 8), (x - 8, y - 4), (x + 14, y - 2), (x + 26, y + 8)],
            rng.choice(["#2f2650", "#251d44", "#3a2f5c"]),
            0.7,
        )
    for _ in range(90):
        x = rng.uniform(92, 846)
        y = 931 + 5 * math.sin(x / 70) + rng.gauss(0, 4)
        canvas.oval(x, y, rng.uniform(8, 30), rng.uniform(1.2, 2.6), "#e9c9b4", 0.5)
    canvas.rect(800, 900, 900, 906, "#241c40")
    for x in (824, 856, 888):
        canvas.rect(x, 904, x + 5, 938, "#241c40")
    canvas.poly(
        smooth([(912, 922), (950, 928), (1004, 918), (990, 936), (926, 936)], 6, True), "#241c40"
    )
