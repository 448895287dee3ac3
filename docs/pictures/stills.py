"""Stills: three frames of a lost film, and a locked door for the opinion page."""

from __future__ import annotations

import math
from random import Random

from kit import WIDE, Canvas, Point, Points, mix, ridge, ripple, smooth, swell
from PIL import Image

# -- the film ---------------------------------------------------------------------------------

FRAME = (900, 690)
SEA = 330.0
DARK, MID, PALE, WHITE = "#2b1d14", "#7a5a3c", "#cfae7f", "#f3e0b8"


def silver_sea(canvas: Canvas, rng: Random) -> None:
    """The sky, the hill with a lighthouse and nothing else on it, and the rows of waves."""
    canvas.gradient(0, SEA, [(0, "#a8855a"), (0.6, "#dcbf8f"), (1, "#f0dcb2")])
    for cx, cy, long in ((640, 90, 420), (250, 60, 300), (760, 170, 300), (480, 140, 260)):
        for k in range(4):
            canvas.oval(
                cx + 40 * k - 60,
                cy + 8 * math.sin(k * 2),
                long / 2 - 36 * k,
                20 - 3 * k,
                "#efd9ac",
                0.5,
            )
    hill = [(x, y) for x, y in ridge(rng, -20, 470, SEA + 6, 50, 12)]
    lifted = [(x, y - 130 * math.exp(-(((x - 150) / 130) ** 2))) for x, y in hill]
    canvas.poly([(-20, SEA + 2), *lifted, (480, SEA + 2)], "#8a6b4a")
    canvas.poly([(136, 176), (142, 96), (162, 96), (168, 176)], WHITE)
    canvas.poly([(154, 176), (154, 96), (162, 96), (168, 176)], "#b9976a")
    canvas.rect(136, 90, 168, 97, DARK)
    canvas.rect(143, 72, 161, 91, "#fff3d0")
    canvas.poly([(136, 73), (168, 73), (152, 56)], DARK)
    canvas.gradient(SEA, FRAME[1], [(0, "#b3905f"), (0.3, "#8f6d47"), (1, "#4a3322")])
    for _ in range(340):
        t = rng.random() ** 1.2
        x, y = rng.uniform(-60, 960), SEA + 4 + 350 * t
        long = rng.uniform(20, 80) * (0.3 + t)
        wave = [(x + long * k / 8, y + math.sin(k * 0.9 + x) * (0.6 + 3 * t)) for k in range(9)]
        canvas.stroke(wave, swell(1.2 + 4.6 * t), rng.choice([PALE, WHITE, MID, "#5a4029"]), 0.7)
    canvas.soft([(520, SEA), (640, SEA), (760, 690), (400, 690)], "#fff0c4", 0.28, 26, True)


def breaker(canvas: Canvas, rng: Random, y: float, size: float) -> None:
    """A long low wave coming in, its crest white."""
    crest = [
        (x, y + 7 * size * math.sin(x / 90 + y) + 3 * math.sin(x / 31)) for x in range(-20, 940, 20)
    ]
    canvas.poly([*crest, *[(x, py + 26 * size) for x, py in crest[::-1]]], "#5f452d", 0.6)
    canvas.stroke(crest, lambda t: 9 * size * (0.6 + 0.4 * math.sin(t * 26)), WHITE, 0.85)
    for x, py in crest:
        for _ in range(3):
            canvas.disc(
                x + rng.uniform(-12, 12), py + rng.gauss(2, 4 * size), rng.uniform(1, 4), WHITE, 0.8
            )


def maiden(canvas: Canvas, x: float, y: float, s: float, deep: float = 0) -> None:
    """The woman from behind, walking out into water `deep` of her 300 parts; y is its level."""
    y += deep * s

    def at(points: Points) -> list[Point]:
        return [(x + px * s, y - max(py, deep) * s) for px, py in points]

    afloat = y - deep * s
    canvas.poly(
        smooth(
            [
                (x + px * s, afloat - py * s)
                for px, py in ((40, 30), (120, 8), (190, 2), (176, -10), (90, -8), (20, 4))
            ],
            8,
            True,
        ),
        "#d9bf94",
    )
    for k in range(4):
        canvas.oval(
            x,
            afloat + 3 + k * 7 * s,
            (100 + 34 * k) * s,
            (7 + 2 * k) * s,
            (WHITE, MID, PALE, MID)[k],
            0.5 - 0.08 * k,
        )
    canvas.limb(at([(-46, 196), (-82, 128), (-104, 70)]), (30 * s, 25 * s, 17 * s), "#6b4a33")
    canvas.limb(at([(46, 196), (84, 134), (112, 78)]), (30 * s, 25 * s, 17 * s), "#6b4a33")
    canvas.limb(at([(-46, 200), (-64, 160)]), (36 * s, 33 * s), "#4a3122")
    canvas.limb(at([(46, 200), (66, 162)]), (36 * s, 33 * s), "#4a3122")
    canvas.poly(
        smooth(
            at(
                [
                    (-54, 204),
                    (-20, 222),
                    (20, 222),
                    (54, 204),
                    (48, 140),
                    (40, 110),
                    (60, 50),
                    (68, -8),
                    (-68, -8),
                    (-60, 50),
                    (-40, 110),
                    (-48, 140),
                ]
            ),
            8,
            True,
        ),
        "#e9d3a6",
    )
    canvas.poly(
        smooth(
            at([(-52, 206), (-30, 216), (30, 120), (64, 30), (66, -6), (30, -6), (-10, 110)]),
            8,
            True,
        ),
        WHITE,
    )
    for dx in (-40, -16, 10, 36):
        if deep < 50:
            canvas.stroke(
                smooth(at([(dx * 0.7, 104), (dx, 50), (dx * 1.2, -4)]), 8), swell(5 * s), "#b08f62"
            )
    canvas.line(smooth(at([(-52, 204), (-12, 112), (28, 0)]), 8), MID, 4 * s)
    canvas.limb(at([(0, 236), (0, 212)]), (26 * s, 34 * s), "#6b4a33")
    canvas.oval(x, y - 266 * s, 34 * s, 38 * s, DARK)
    canvas.disc(x + 2 * s, y - 246 * s, 25 * s, "#1d130d")
    for k in range(7):
        a = math.pi * (0.05 + 0.9 * k / 6)
        canvas.disc(
            x + 2 * s + 27 * s * math.cos(a), y - 246 * s + 25 * s * math.sin(a), 6 * s, WHITE
        )
    for k in range(16):
        px = x + (k - 7.5) * 12 * s
        canvas.oval(px, afloat + 3 * math.sin(k * 2.1), 11 * s, 4 * s, WHITE, 0.8)


def skiff(canvas: Canvas, x: float, y: float, s: float) -> None:
    """An empty boat, its oars shipped."""
    hull = smooth(
        [
            (x - 130 * s, y - 44 * s),
            (x - 60 * s, y - 22 * s),
            (x + 50 * s, y - 20 * s),
            (x + 142 * s, y - 52 * s),
            (x + 104 * s, y + 6 * s),
            (x - 96 * s, y + 6 * s),
        ],
        8,
        True,
    )
    canvas.poly([(px, 2 * y + 8 - py * 1.0) for px, py in hull], "#3a2819", 0.5)
    canvas.poly(hull, DARK)
    canvas.poly(
        smooth(
            [
                (x - 108 * s, y - 38 * s),
                (x - 50 * s, y - 21 * s),
                (x + 50 * s, y - 19 * s),
                (x + 116 * s, y - 44 * s),
                (x + 40 * s, y - 30 * s),
                (x - 50 * s, y - 32 * s),
            ],
            8,
            True,
        ),
        "#8a6b4a",
    )
    canvas.line(
        [(x - 84 * s, y - 60 * s), (x + 30 * s, y - 10 * s), (x + 64 * s, y + 6 * s)],
        "#4a3322",
        5 * s,
    )


def frame(which: int) -> Image.Image:
    """One frame: she wades out, she is waist-deep, and then there is only the boat."""
    canvas, rng = Canvas(FRAME, "#a8855a"), Random(60 + which)
    silver_sea(canvas, Random(9))
    breaker(canvas, rng, 372 + 6 * which, 0.5)
    if which == 0:
        skiff(canvas, 690, 396, 0.5)
        breaker(canvas, rng, 470, 0.9)
        maiden(canvas, 470, 560, 1.12, 30)
    elif which == 1:
        skiff(canvas, 700, 412, 0.62)
        maiden(canvas, 452, 520, 1.0, 74)
    else:
        skiff(canvas, 420, 470, 1.0)
    breaker(canvas, rng, 566 + 8 * which, 1.3)
    breaker(canvas, rng, 650, 1.7)
    for _ in range(26):
        x = rng.uniform(0, FRAME[0])
        canvas.line(
            [(x, rng.uniform(0, 300)), (x + rng.uniform(-3, 3), rng.uniform(300, 690))],
            rng.choice([WHITE, DARK]),
            1,
            rng.uniform(0.12, 0.4),
        )
    for _ in range(60):
        canvas.disc(
            rng.uniform(0, FRAME[0]),
            rng.uniform(0, FRAME[1]),
            rng.uniform(0.8, 3.4),
            rng.choice([WHITE, DARK, DARK]),
            0.6,
        )
    for x0, y0, x1, y1 in (
        (0, 0, 900, 40),
        (0, 650, 900, 690),
        (0, 0, 40, 690),
        (860, 0, 900, 690),
    ):
        canvas.soft([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], "#1d130d", 0.75, 40)
    return ripple(canvas.image, 0, 2, which, 60)


def film() -> Image.Image:
    """A strip of old film: three frames, the middle one whole, with its perforations."""
    canvas, rng = Canvas(WIDE, "#e9d9b6"), Random(26)
    canvas.gradient(0, 1067, [(0, "#efe2c2"), (1, "#d9c296")])
    canvas.soft([(0, 70), (1600, 70), (1600, 1030), (0, 1030)], "#3a2819", 0.55, 16)
    canvas.rect(0, 50, 1600, 1017, "#20150f")
    for which in range(3):
        edge = 940 * which - 590
        canvas.image.paste(frame(which), (edge * 2, 188 * 2))
    for edge in (-590, 350, 1290):
        canvas.frame(edge - 3, 185, edge + 903, 881, "#20150f", 7, 16)
    for y in (84, 922):
        for k in range(17):
            left = k * 100 - 20
            canvas.rect(left, y, left + 56, y + 62, "#e6d5ae", radius=13)
            canvas.rect(left + 5, y + 5, left + 51, y + 12, "#b89b6c", 0.6, 4)
    canvas.text(800, 169, "SAMUDRA  KANYA        REEL  3", 18, "#c9a467", bold=0.3)
    for _ in range(90):
        x, low, long = rng.uniform(0, 1600), rng.uniform(50, 1010), rng.uniform(10, 120)
        canvas.line([(x, low), (x + long, low + rng.uniform(-3, 3))], "#c9a467", 1, 0.25)
    return canvas.finish(0.24, 21)


# -- the door ---------------------------------------------------------------------------------

OCHRE, BRICK, NAVY, DOOR, CREAM = "#e7b04a", "#b5432f", "#1f2f4c", "#2c7a7b", "#f6ead0"


def platform(canvas: Canvas, rng: Random) -> None:
    """The station wall and platform, in flat printed colour."""
    canvas.rect(0, 0, 1600, 820, OCHRE)
    canvas.rect(0, 560, 1600, 820, BRICK)
    for row in range(6):
        y = 564 + row * 43
        canvas.line([(0, y), (1600, y)], mix(BRICK, NAVY, 0.22), 3)
        for k in range(17):
            x = k * 100 + (row % 2) * 50
            canvas.line([(x, y), (x, y + 43)], mix(BRICK, NAVY, 0.22), 3)
    canvas.rect(0, 548, 1600, 564, CREAM)
    canvas.rect(0, 0, 1600, 74, NAVY)
    for k in range(27):
        canvas.poly(
            [
                (k * 62 - 10, 74),
                (k * 62 + 46, 74),
                (k * 62 + 46, 98),
                (k * 62 + 18, 122),
                (k * 62 - 10, 98),
            ],
            NAVY if k % 2 else "#33486b",
        )
    canvas.poly([(0, 820), (1600, 820), (1600, 1067), (0, 1067)], "#d9cba8")
    canvas.rect(0, 820, 1600, 832, "#b3a380")
    canvas.poly([(0, 990), (1600, 990), (1600, 1040), (0, 1040)], "#f2c83f")
    for k in range(46):
        canvas.disc(18 + k * 35, 1003, 7, "#c99a22")
        canvas.disc(18 + k * 35, 1027, 7, "#c99a22")
    for _ in range(240):
        canvas.oval(
            rng.uniform(0, 1600), rng.uniform(836, 985), rng.uniform(3, 16), 1.2, "#b8a883", 0.7
        )


def station_clock(canvas: Canvas, x: float, y: float) -> None:
    """The platform clock on its bracket: five to eight."""
    canvas.line([(x, 100), (x, y - 84)], NAVY, 9)
    canvas.disc(x, y, 88, NAVY)
    canvas.disc(x, y, 76, CREAM)
    for k in range(12):
        a = math.tau * k / 12
        canvas.line(
            [
                (x + 60 * math.cos(a), y + 60 * math.sin(a)),
                (x + 70 * math.cos(a), y + 70 * math.sin(a)),
            ],
            NAVY,
            6 if k % 3 == 0 else 3,
        )
    for turn, long, wide in ((7 + 55 / 60, 38, 8), (11, 58, 5)):
        a = math.tau * turn / 12 - math.pi / 2
        canvas.line([(x, y), (x + long * math.cos(a), y + long * math.sin(a))], NAVY, wide)
    canvas.disc(x, y, 8, BRICK)


def locked_door(canvas: Canvas) -> None:
    """The great door with its sign, its hasp and a padlock as big as a traveller."""
    canvas.rect(560, 216, 1096, 832, CREAM)
    canvas.rect(590, 246, 1066, 832, mix(DOOR, NAVY, 0.55))
    canvas.rect(598, 254, 1058, 832, DOOR)
    for x in (640, 846):
        for y, tall in ((300, 190), (540, 250)):
            canvas.rect(x, y, x + 170, y + tall, mix(DOOR, NAVY, 0.3))
            canvas.rect(x + 10, y + 10, x + 170, y + tall, mix(DOOR, "#ffffff", 0.1))
            canvas.rect(x + 16, y + 16, x + 160, y + tall - 10, DOOR)
    canvas.rect(824, 254, 832, 832, mix(DOOR, NAVY, 0.45))
    for y in (300, 500, 740):
        canvas.rect(584, y, 622, y + 44, NAVY, radius=4)
    canvas.rect(668, 138, 988, 208, NAVY, radius=8)
    canvas.frame(676, 146, 980, 200, CREAM, 3, 5)
    canvas.text(828, 174, "LADIES", 40, CREAM, bold=1)
    canvas.rect(720, 470, 960, 520, "#3f4a58", radius=8)
    canvas.rect(720, 470, 960, 482, "#6b7786", radius=6)
    for x in (744, 776, 904, 936):
        canvas.disc(x, 496, 8, "#20262f")
    arc = [
        (828 + 74 * math.cos(a), 560 - 96 * math.sin(a))
        for a in (math.pi * k / 30 for k in range(31))
    ]
    canvas.line([(902, 600), *arc, (754, 600)], "#20262f", 40)
    canvas.line([(902, 600), *arc, (754, 600)], "#aeb8c0", 28)
    canvas.line([(x - 5, y - 4) for x, y in arc], "#e4eaec", 6, 0.8)
    canvas.rect(706, 588, 950, 782, "#7d5a16", radius=26)
    canvas.rect(706, 588, 938, 770, "#e0a92f", radius=26)
    canvas.rect(724, 604, 744, 752, "#f6d87e", radius=10)
    for y in (622, 736):
        canvas.rect(706, y, 938, y + 6, "#b5831f")
    canvas.disc(826, 668, 24, NAVY)
    canvas.poly([(818, 672), (834, 672), (844, 722), (808, 722)], NAVY)


def dead_bulb(canvas: Canvas, x: float) -> None:
    """A bulb that doesn't light, in a cage, with a cobweb's thread to the wall."""
    canvas.line([(x, 100), (x, 232)], NAVY, 6)
    canvas.rect(x - 24, 228, x + 24, 274, NAVY, radius=8)
    canvas.poly(
        smooth(
            [
                (x - 22, 274),
                (x - 58, 330),
                (x - 40, 384),
                (x, 400),
                (x + 40, 384),
                (x + 58, 330),
                (x + 22, 274),
            ],
            8,
            True,
        ),
        "#c9bd9c",
    )
    canvas.poly(
        smooth([(x - 20, 282), (x - 46, 330), (x - 32, 366), (x - 14, 330)], 6, True), "#e6dcc0"
    )
    canvas.line([(x - 12, 276), (x - 16, 330), (x - 4, 322)], NAVY, 3)
    canvas.line([(x + 12, 276), (x + 16, 330), (x + 8, 348)], NAVY, 3)
    for k in (-1, 0, 1):
        canvas.line(
            smooth([(x + k * 22, 272), (x + k * 74, 334), (x + k * 40, 404), (x, 418)], 8), NAVY, 4
        )


def dry_tap(canvas: Canvas, x: float, y: float) -> None:
    """A brass tap over a stained basin, with one drop."""
    canvas.rect(x - 12, 100, x + 12, y - 30, "#8a94a0")
    canvas.rect(x - 12, 100, x - 4, y - 30, "#c3ccd2")
    canvas.rect(x - 24, y - 44, x + 40, y - 10, "#c58f27", radius=8)
    canvas.line(
        smooth([(x + 30, y - 28), (x + 76, y - 30), (x + 96, y - 12), (x + 96, y + 20)], 8),
        "#c58f27",
        26,
    )
    canvas.rect(x + 80, y + 14, x + 112, y + 26, "#8a611a", radius=3)
    canvas.rect(x + 26, y - 76, x + 38, y - 40, "#c58f27")
    canvas.rect(x - 2, y - 88, x + 66, y - 74, "#c58f27", radius=7)
    canvas.poly(
        smooth([(x + 96, y + 44), (x + 108, y + 72), (x + 96, y + 86), (x + 84, y + 72)], 8, True),
        "#8fd0dc",
    )
    canvas.poly(
        [(x - 70, y + 150), (x + 220, y + 150), (x + 180, y + 236), (x - 30, y + 236)], CREAM
    )
    canvas.rect(x - 82, y + 136, x + 232, y + 160, "#ffffff", radius=8)
    canvas.rect(x - 82, y + 152, x + 232, y + 160, "#cdbf9c", radius=4)
    canvas.stroke(
        smooth([(x + 96, y + 160), (x + 90, y + 196), (x + 96, y + 232)], 6),
        swell(20),
        "#b98a4a",
        0.6,
    )
    canvas.rect(x + 50, y + 236, x + 100, y + 282, "#b3a380")


def traveller(canvas: Canvas, x: float, y: float) -> None:
    """A woman seen from behind in a sari, with a plait and an office bag, looking up."""
    sari, edge, skin = "#7a2a55", "#f0c35a", "#7a4b34"
    canvas.poly(
        [(x - 50, y + 4), (x + 54, y + 4), (x + 330, y + 62), (x + 190, y + 66)], NAVY, 0.28
    )
    for dx in (-22, 22):
        canvas.oval(x + dx, y, 22, 8, "#2a1d1f")
    canvas.poly(
        smooth(
            [
                (x - 36, y - 190),
                (x + 36, y - 190),
                (x + 52, y - 110),
                (x + 62, y - 6),
                (x - 62, y - 6),
                (x - 52, y - 110),
            ],
            8,
            True,
        ),
        sari,
    )
    for dx in (-34, -10, 16, 40):
        canvas.stroke(
            smooth([(x + dx * 0.6, y - 170), (x + dx, y - 80), (x + dx * 1.2, y - 8)], 8),
            swell(6),
            mix(sari, "#000000", 0.3),
        )
    canvas.rect(x - 60, y - 22, x + 60, y - 8, edge)
    canvas.poly(
        smooth(
            [
                (x - 44, y - 288),
                (x + 44, y - 288),
                (x + 46, y - 240),
                (x + 34, y - 186),
                (x - 34, y - 186),
                (x - 46, y - 240),
            ],
            8,
            True,
        ),
        edge,
    )
    canvas.poly([(x - 34, y - 212), (x + 34, y - 212), (x + 36, y - 188), (x - 36, y - 188)], skin)
    canvas.poly(
        smooth(
            [
                (x - 50, y - 292),
                (x - 8, y - 296),
                (x + 44, y - 200),
                (x + 50, y - 60),
                (x + 26, y - 60),
                (x + 6, y - 190),
            ],
            8,
            True,
        ),
        mix(sari, "#ffffff", 0.14),
    )
    canvas.line(smooth([(x - 46, y - 290), (x + 6, y - 190), (x + 27, y - 62)], 8), edge, 6)
    canvas.limb([(x - 44, y - 278), (x - 66, y - 226), (x - 60, y - 176)], (26, 22, 15), skin)
    canvas.limb([(x - 44, y - 280), (x - 58, y - 250)], (31, 28), edge)
    canvas.limb([(x + 44, y - 278), (x + 74, y - 232), (x + 66, y - 182)], (26, 22, 15), skin)
    canvas.limb([(x + 44, y - 280), (x + 64, y - 250)], (31, 28), edge)
    canvas.line(smooth([(x - 40, y - 286), (x - 62, y - 210), (x - 84, y - 150)], 8), "#3a241c", 7)
    canvas.rect(x - 128, y - 164, x - 44, y - 84, "#8a4a2c", radius=8)
    canvas.rect(x - 128, y - 164, x - 44, y - 132, "#a55c38", radius=8)
    canvas.rect(x - 92, y - 140, x - 80, y - 122, edge)
    canvas.limb([(x, y - 306), (x, y - 288)], (26, 34), skin)
    canvas.oval(x, y - 334, 35, 39, "#231a1e")
    for side in (-1, 1):
        canvas.oval(x + side * 35, y - 326, 7, 11, skin)
        canvas.disc(x + side * 37, y - 314, 4, edge)
    plait = smooth([(x, y - 312), (x + 4, y - 270), (x - 4, y - 220), (x + 2, y - 176)], 10)
    canvas.stroke(plait, lambda t: 24 - 12 * t, "#231a1e")
    for k in range(3, len(plait) - 2, 4):
        px, py = plait[k]
        canvas.line([(px - 8, py - 5), (px, py + 3), (px + 8, py - 5)], "#5a464a", 2)
    canvas.disc(plait[-1][0], plait[-1][1] + 2, 8, BRICK)
    for k in range(6):
        a = math.pi * (0.12 + 0.76 * k / 5)
        canvas.disc(x + 22 * math.cos(a), y - 326 + 24 * math.sin(a), 6, "#fbf3e2")


def locked() -> Image.Image:
    """A traveller before a huge padlocked door on a platform, a dead bulb and a tap by it."""
    canvas, rng = Canvas(WIDE, OCHRE), Random(17)
    platform(canvas, rng)
    station_clock(canvas, 196, 268)
    locked_door(canvas)
    dead_bulb(canvas, 1190)
    dry_tap(canvas, 1330, 560)
    traveller(canvas, 372, 936)
    return canvas.finish(0.13, 4)
