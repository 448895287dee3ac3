"""After the weather and before it: the mended ghat road, and a surge at the breakwater."""

from __future__ import annotations

import math
from random import Random

from kit import WIDE, Canvas, Point, Points, mix, rain, ridge, smooth, swell
from PIL import Image

# -- the ghat road ----------------------------------------------------------------------------

ROAD = 872.0
LATERITE = "#b0613f"
CONCRETE = "#bdb5a2"


def far_valley(canvas: Canvas, rng: Random) -> None:
    """The ranges across the valley, with the road's lower bends on the nearest."""
    canvas.gradient(0, 700, [(0, "#6fa6b4"), (0.5, "#b9d3c6"), (0.85, "#f3e3b8"), (1, "#f3e3b8")])
    for x, y, long in ((1210, 120, 300), (1440, 190, 260), (960, 80, 260)):
        for k in range(3):
            canvas.oval(x + 46 * k - 40, y + 9 * k, long / 2 - 30 * k, 13 - 2 * k, "#f4ead0", 0.7)
    for y, high, tint in ((470, 190, "#b3c7b4"), (560, 190, "#8fb09a"), (660, 170, "#6b9a7c")):
        canvas.poly([(500, 900), *ridge(rng, 500, 1620, y, high, 14), (1620, 900)], tint)
        canvas.soft(
            [(700, y - 10), (1600, y - 30), (1600, y + 30), (700, y + 40)], "#f0ead0", 0.4, 30
        )
    hill = smooth([(820, 900), (960, 700), (1120, 560), (1300, 470), (1460, 430), (1640, 400)], 12)
    canvas.poly([*hill, (1640, 900)], "#4f8563")
    bends = smooth(
        [
            (1640, 470),
            (1380, 500),
            (1350, 522),
            (1560, 556),
            (1590, 580),
            (1300, 616),
            (1262, 644),
            (1520, 690),
            (1560, 722),
            (1220, 760),
            (1170, 800),
        ],
        12,
    )
    canvas.stroke(bends, lambda t: 11 + 15 * t, "#38664f")
    canvas.stroke(bends, lambda t: 7 + 12 * t, "#d9cba6")
    for at, s in ((18, 0.07), (62, 0.1), (88, 0.13)):
        lorry(canvas, bends[at][0] - 16, bends[at][1] + 2, s, ("#c8503c", "#e8b24a", "#2f6f86"))
    for _ in range(150):
        left, low = rng.uniform(860, 1620), rng.uniform(480, 880)
        near = any(abs(left - px) < 34 and abs(low - py) < 20 for px, py in bends)
        if not near and low >= 890 - 0.62 * (left - 820) ** 0.98:
            tree(canvas, rng, left, low, rng.uniform(7, 15))


def tree(canvas: Canvas, rng: Random, x: float, y: float, r: float) -> None:
    """A round tree-top, lit from the upper left."""
    tint = rng.choice(["#2f5d47", "#3c7052", "#4d8259", "#295241"])
    canvas.disc(x, y, r, tint)
    canvas.disc(x - r * 0.28, y - r * 0.34, r * 0.55, mix(tint, "#b9cc8c", 0.3))


def hillside(canvas: Canvas, rng: Random) -> None:
    """The near hill, wooded, with the raw scar of the slip held under nets."""
    edge = smooth(
        [(-20, -60), (420, -40), (640, 70), (800, 270), (930, 500), (1060, 720), (1130, 890)], 12
    )
    canvas.poly([(-20, 900), *edge], "#3f7456")
    for _ in range(420):
        x, y = rng.uniform(-10, 1120), rng.uniform(-20, 860)
        border = next((ex for ex, ey in edge if ey >= y), 1130)
        if x < border - 8:
            tree(canvas, rng, x, y, rng.uniform(16, 34))
    scar = smooth(
        [
            (120, 470),
            (170, 300),
            (240, 160),
            (330, 60),
            (420, 30),
            (500, 90),
            (560, 210),
            (640, 330),
            (720, 450),
            (800, 580),
            (640, 640),
            (140, 600),
        ],
        10,
        True,
    )
    canvas.poly(scar, mix(LATERITE, "#5a2f22", 0.25))
    canvas.poly([(40 + x * 0.9, 22 + y * 0.95) for x, y in scar], LATERITE)
    for _ in range(190):
        t = rng.random()
        x = 360 + rng.gauss(0, 60 + 150 * t)
        y = 80 + 480 * t
        if not 150 < x < 660 + 90 * t or x < 330 - 200 * t or x > 440 + 330 * t:
            continue
        drop = rng.uniform(20, 80)
        canvas.stroke(
            [(x, y), (x + rng.uniform(-6, 10), y + drop / 2), (x + rng.uniform(-10, 20), y + drop)],
            swell(rng.uniform(3, 9)),
            rng.choice(["#8d4a32", "#c67c52", "#d39166", "#7b3f2c"]),
            0.6,
        )
    for _ in range(46):
        t = rng.random()
        x, y, r = 380 + rng.gauss(0, 30 + 110 * t), 130 + 420 * t, rng.uniform(6, 17)
        canvas.oval(x, y, r, r * 0.72, "#6d4334")
        canvas.oval(x - r * 0.2, y - r * 0.25, r * 0.6, r * 0.36, "#cf9a72")
    for k in range(-6, 24):
        for way in (-1, 1):
            line: Points = [(250 + k * 26 + way * t * 15, 190 + t * 22) for t in range(18)]
            shown = [(x, y) for x, y in line if 330 - (y - 80) * 0.32 < x < 440 + (y - 80) * 0.58]
            if len(shown) > 1:
                canvas.line(shown, "#e9dcc0", 1.4, 0.5)


def wall(canvas: Canvas, rng: Random) -> None:
    """The new retaining wall: concrete panels between ribs, with weep holes and their stains."""
    for k in range(13):
        x, top = -60 + k * 88.0, 520 + 19.0 * k
        tint = mix(CONCRETE, "#e9dfc4", 0.12 * (k % 3))
        canvas.rect(x, top, x + 89, ROAD - 60, tint)
        canvas.rect(x - 5, top - 12, x + 94, top + 4, "#d8d0ba")
        canvas.rect(x - 5, top + 4, x + 94, top + 9, "#8d8574", 0.7)
        for y in range(int(top) + 62, int(ROAD) - 70, 62):
            canvas.line([(x, y), (x + 88, y)], "#948c7a", 1.6, 0.7)
            for dx in (24, 62):
                canvas.stroke(
                    [(x + dx, y - 22), (x + dx, y - 4), (x + dx + 1, y + 22)],
                    swell(5),
                    "#8a7a62",
                    0.5,
                )
                canvas.disc(x + dx, y - 26, 4.6, "#4b463e")
        canvas.poly(
            [(x - 9, top - 14), (x + 9, top - 14), (x + 16, ROAD - 60), (x - 16, ROAD - 60)],
            "#cfc7b2",
        )
        canvas.poly(
            [(x + 3, top - 14), (x + 9, top - 14), (x + 16, ROAD - 60), (x + 6, ROAD - 60)],
            "#9a917e",
        )
    for _ in range(70):
        x = rng.uniform(-10, 1000)
        canvas.rect(
            x,
            540 + x * 0.21,
            x + rng.uniform(10, 50),
            ROAD - 62,
            rng.choice(["#ffffff", "#6e675a"]),
            0.03,
        )


def lorry(canvas: Canvas, x: float, y: float, s: float, colours: tuple[str, str, str]) -> None:
    """A painted lorry facing right, loaded under a tarpaulin; y is the road."""
    body, trim, cover = colours

    def at(points: Points) -> list[Point]:
        return [(x + px * s, y - py * s) for px, py in points]

    if s > 0.3:
        canvas.poly(at([(-10, 2), (372, 2), (392, -14), (10, -14)]), "#2c2a26", 0.35)
    load = smooth(
        at([(4, 148), (16, 196), (70, 212), (130, 204), (190, 214), (238, 194), (250, 148)]), 8
    )
    canvas.poly(load, cover)
    for k in range(5):
        px = 36.0 + k * 46
        canvas.line(
            smooth(at([(px, 208), (px + 6, 180), (px, 148)]), 6),
            mix(cover, "#10161c", 0.35),
            2.4 * s,
        )
    canvas.rect(x, y - 152 * s, x + 254 * s, y - 40 * s, body, radius=3 * s)
    for top in (152, 62):
        canvas.rect(x, y - top * s, x + 254 * s, y - (top - 14) * s, trim)
    if s > 0.3:
        py = y - 100 * s
        for k in range(6):
            px = x + (22 + k * 42) * s
            canvas.rect(
                px - 17 * s,
                py - 30 * s,
                px + 17 * s,
                py + 30 * s,
                mix(body, "#ffffff", 0.16),
                radius=3,
            )
            canvas.poly(
                [(px, py - 24 * s), (px + 12 * s, py), (px, py + 24 * s), (px - 12 * s, py)],
                (trim, "#f3ead2", cover)[k % 3],
            )
            canvas.disc(px, py, 5 * s, body)
        for k in range(21):
            canvas.disc(x + (7 + k * 12) * s, y - 145 * s, 3.2 * s, "#f3ead2")
            canvas.disc(x + (7 + k * 12) * s, y - 55 * s, 3.2 * s, body)
    canvas.poly(
        at([(262, 40), (262, 166), (336, 166), (356, 104), (362, 40)]), mix(body, trim, 0.72)
    )
    canvas.poly(at([(256, 166), (258, 192), (330, 192), (344, 166)]), body)
    canvas.poly(at([(284, 152), (330, 152), (346, 106), (284, 106)]), "#24414e")
    canvas.poly(at([(290, 152), (306, 152), (296, 106), (284, 106), (284, 128)]), "#6fa2a6", 0.6)
    if s > 0.3:
        for k in range(5):
            canvas.disc(x + (270 + k * 14) * s, y - 179 * s, 5 * s, (trim, "#f3ead2")[k % 2])
        canvas.rect(x + 282 * s, y - 92 * s, x + 286 * s, y - 46 * s, mix(body, "#000000", 0.3))
        canvas.rect(x + 292 * s, y - 88 * s, x + 306 * s, y - 83 * s, "#f3ead2")
        canvas.disc(x + 310 * s, y - 124 * s, 9 * s, "#7a4b34")
    canvas.rect(x + 340 * s, y - 62 * s, x + 366 * s, y - 34 * s, "#2b2e33", radius=3 * s)
    canvas.disc(x + 356 * s, y - 70 * s, 8 * s, "#ffe9a8")
    canvas.rect(x, y - 42 * s, x + 262 * s, y - 28 * s, "#2b2e33")
    for wx in (58, 112, 306):
        canvas.disc(x + wx * s, y - 26 * s, 28 * s, "#1d1f22")
        canvas.disc(x + wx * s, y - 26 * s, 14 * s, "#a8a294")
        canvas.disc(x + wx * s, y - 26 * s, 6 * s, "#3a3c40")


def carriageway(canvas: Canvas, rng: Random) -> None:
    """The road with its closed inner lane, cones, and the striped parapet on the valley side."""
    canvas.poly([(-10, ROAD - 60), (1700, ROAD - 66), (1700, 1000), (-10, 1000)], "#7d7a72")
    canvas.poly(
        [(-10, ROAD - 60), (1700, ROAD - 66), (1700, ROAD - 54), (-10, ROAD - 48)], "#a79c80"
    )
    for _ in range(260):
        x, y = rng.uniform(0, 1600), rng.uniform(ROAD - 50, 985)
        canvas.oval(x, y, rng.uniform(6, 30), 1.4, rng.choice(["#8d8a80", "#6c6962"]), 0.6)
    for _ in range(34):
        x = rng.uniform(0, 1060)
        r = rng.uniform(3, 9)
        canvas.oval(x, ROAD - 50 + rng.uniform(-4, 8), r, r * 0.7, LATERITE)


def cone(canvas: Canvas, x: float, y: float, s: float) -> None:
    """A traffic cone."""
    canvas.poly(
        [
            (x - 20 * s, y + 4),
            (x + 20 * s, y + 4),
            (x + 24 * s, y + 10 * s),
            (x - 24 * s, y + 10 * s),
        ],
        "#8f3320",
    )
    canvas.poly(
        [
            (x - 13 * s, y + 4),
            (x + 13 * s, y + 4),
            (x + 3 * s, y - 44 * s),
            (x - 3 * s, y - 44 * s),
        ],
        "#e2622f",
    )
    canvas.poly(
        [
            (x - 9.4 * s, y - 12 * s),
            (x + 9.4 * s, y - 12 * s),
            (x + 6.8 * s, y - 25 * s),
            (x - 6.8 * s, y - 25 * s),
        ],
        "#f7efdc",
    )


def flagman(canvas: Canvas, x: float, y: float) -> None:
    """A road worker in an orange jacket holding out a green flag."""
    for dx in (-11, 11):
        canvas.limb([(x + dx, y), (x + dx * 0.5, y - 72)], (15, 21), "#2f3a4a")
    canvas.poly(
        smooth(
            [
                (x - 25, y - 66),
                (x + 25, y - 66),
                (x + 25, y - 112),
                (x + 17, y - 138),
                (x - 17, y - 138),
                (x - 25, y - 112),
            ],
            6,
            True,
        ),
        "#e8772e",
    )
    canvas.rect(x - 24, y - 104, x + 24, y - 95, "#f4efc0")
    for dx in (-12, 12):
        canvas.rect(x + dx - 4, y - 136, x + dx + 4, y - 68, "#f4efc0")
    canvas.limb([(x - 18, y - 128), (x - 52, y - 116), (x - 84, y - 132)], (15, 12, 9), "#d0641f")
    canvas.limb([(x + 20, y - 128), (x + 32, y - 100), (x + 26, y - 74)], (15, 12, 9), "#d0641f")
    canvas.disc(x - 88, y - 134, 7, "#7a4b34")
    canvas.line([(x - 86, y - 122), (x - 96, y - 204)], "#d8cba6", 4)
    canvas.poly(
        smooth(
            [
                (x - 95, y - 202),
                (x - 128, y - 210),
                (x - 160, y - 198),
                (x - 154, y - 152),
                (x - 122, y - 160),
                (x - 90, y - 152),
            ],
            6,
            True,
        ),
        "#3a9a5f",
    )
    canvas.limb([(x, y - 150), (x, y - 142)], (13, 15), "#7a4b34")
    canvas.disc(x, y - 162, 17, "#7a4b34")
    canvas.poly(
        smooth(
            [
                (x - 24, y - 166),
                (x - 18, y - 182),
                (x, y - 190),
                (x + 18, y - 182),
                (x + 22, y - 166),
            ],
            6,
            True,
        ),
        "#f2c744",
    )


def ghat_road() -> Image.Image:
    """Lorries in one lane under a new wall on the ghat, the valley beyond."""
    canvas, rng = Canvas(WIDE, "#b9d3c6"), Random(83)
    far_valley(canvas, rng)
    hillside(canvas, rng)
    wall(canvas, rng)
    carriageway(canvas, rng)
    for k in range(15):
        cone(canvas, 26 + k * 92, ROAD + 2, 0.72)
    lorry(canvas, 60, 956, 1.1, ("#b8402f", "#efb63f", "#2f6f86"))
    lorry(canvas, 690, 956, 1.1, ("#23706f", "#f0a93c", "#8a6a44"))
    flagman(canvas, 1372, 944)
    canvas.rect(-10, 985, 1620, 1080, "#6b6459")
    for k in range(-1, 14):
        x = k * 124.0
        canvas.rect(x, 968, x + 92, 1050, "#efe8d4", radius=6)
        canvas.rect(x + 30, 968, x + 62, 1050, "#26292d")
        canvas.rect(x, 968, x + 92, 976, "#ffffff", 0.5)
    for _ in range(170):
        x = rng.uniform(-10, 1610)
        tall = rng.uniform(20, 66)
        canvas.stroke(
            smooth(
                [
                    (x, 1075),
                    (x + rng.uniform(-8, 8), 1070 - tall * 0.6),
                    (x + rng.uniform(-26, 26), 1072 - tall),
                ],
                5,
            ),
            lambda t: 7 * (1 - t),
            rng.choice(["#2f5d47", "#4d8259", "#6f9a5c"]),
        )
    canvas.glow(1500, 380, 520, "#ffe6a8", 0.35)
    return canvas.finish(0.09, 8)


# -- the surge --------------------------------------------------------------------------------

BACK: Points = [
    (-60, 700),
    (60, 520),
    (190, 330),
    (330, 190),
    (480, 122),
    (640, 118),
    (760, 160),
    (838, 240),
]
FACE: Points = [
    (-60, 1100),
    (240, 1060),
    (420, 960),
    (500, 830),
    (520, 690),
    (540, 560),
    (610, 450),
    (716, 380),
    (800, 350),
    (838, 300),
]


def along(points: Points, count: int) -> list[Point]:
    """So many points evenly spaced by number along a smooth curve."""
    curve = smooth(points, 24)
    return [curve[round((len(curve) - 1) * k / (count - 1))] for k in range(count)]


def great_wave(canvas: Canvas, rng: Random) -> None:
    """The wave: its body in bands from the back to the hollow face, and its broken lip."""
    back, face = along(BACK, 80), along(FACE, 80)
    canvas.poly([*back, *face[::-1]], "#1c4a5c")

    def between(share: float, k: int) -> Point:
        bend = share + 0.05 * math.sin(k / 9 + share * 5)
        (ax, ay), (bx, by) = back[k], face[k]
        return ax + (bx - ax) * bend, ay + (by - ay) * bend

    tints = ["#2f6f7c", "#17404f", "#3f8a90", "#1c4a5c", "#5aa7a4", "#235a69", "#86c2b8", "#2f6f7c"]
    for n, tint in enumerate(tints):
        a, b = 0.06 + n * 0.118, 0.06 + (n + 0.62) * 0.118
        one = [between(a, k) for k in range(80)]
        two = [between(b, k) for k in range(80)]
        canvas.poly([*one, *two[::-1]], tint)
    lip = [*back[26:], *[(x, y) for x, y in face[:52:-1]]]
    for _ in range(3):
        for x, y in lip:
            for _ in range(3):
                r = rng.uniform(5, 19)
                canvas.disc(
                    x + rng.gauss(0, 11),
                    y + rng.gauss(0, 11),
                    r,
                    rng.choice(["#f4f3e6", "#ffffff", "#dbe8e2"]),
                )
    for k in range(26):
        t = k / 26
        x, y = 600 + 250 * t, 462 - 150 * t + 20 * math.sin(k)
        long = rng.uniform(26, 74)
        claw = smooth([(x, y), (x + long * 0.5, y + long * 0.3), (x + long * 0.7, y + long)], 6)
        canvas.stroke(claw, lambda t: 17 * (1 - t) + 2, "#f4f3e6")
        canvas.disc(*claw[-1], rng.uniform(3, 6), "#f4f3e6")
    for _ in range(240):
        far = abs(rng.gauss(0, 1))
        x = 800 + rng.gauss(40, 110) + 60 * far
        y = 250 + rng.gauss(0, 90) - 50 * far
        canvas.disc(x, y, rng.uniform(1.2, 5.5), "#f4f3e6", 0.9)


def storm(canvas: Canvas, rng: Random) -> None:
    """The sky, the far hill with its lighthouse, and the grey harbour."""
    canvas.gradient(0, 720, [(0, "#2b3c48"), (0.45, "#5b7078"), (0.8, "#a9b3a4"), (1, "#d9cfa8")])
    for x, y, long in (
        (900, 90, 700),
        (1300, 170, 640),
        (1100, 260, 520),
        (1480, 60, 500),
        (700, 40, 600),
        (1500, 330, 380),
    ):
        for k in range(5):
            canvas.oval(
                x + k * 70 - 140,
                y + 16 * math.sin(k * 2.2),
                long / 2 - 46 * k,
                44 - 6 * k,
                "#384a55",
                0.4,
            )
    hill = smooth([(880, 724), (1040, 660), (1180, 580), (1330, 540), (1480, 580), (1640, 640)], 12)
    canvas.poly([*hill, (1640, 760), (880, 760)], "#4b5f5f")
    canvas.soft([(1330, 470), (700, 380), (700, 470)], "#fff0c4", 0.4, 10, True)
    canvas.poly([(1316, 546), (1322, 474), (1338, 474), (1344, 546)], "#e3dcc6")
    canvas.rect(1316, 468, 1344, 475, "#2b3640")
    canvas.rect(1321, 452, 1339, 469, "#ffe39a")
    canvas.poly([(1314, 453), (1346, 453), (1330, 436)], "#2b3640")
    canvas.glow(1330, 460, 120, "#fff0c4", 0.9)
    at = 1380.0
    while at < 1620:
        wide, tall = rng.uniform(28, 54), rng.uniform(30, 76)
        canvas.rect(
            at, 726 - tall, at + wide + 1, 730, rng.choice(["#3d4f55", "#46585c", "#35464d"])
        )
        for k in range(int(wide // 14)):
            if rng.random() < 0.5:
                canvas.rect(at + 6 + k * 13, 738 - tall, at + 11 + k * 13, 746 - tall, "#ffcf7a")
        at += wide
    canvas.gradient(722, 1067, [(0, "#9fb3a8"), (0.3, "#5f8688"), (1, "#1f4c5c")])
    canvas.soft([(-200, 724), (620, 724), (760, 1200), (-200, 1200)], "#1f5163", 0.9, 60)
    canvas.rect(0, 720, 1600, 725, "#8fa49c", 0.6)
    for _ in range(240):
        t = rng.random()
        px, py = rng.uniform(300, 1620), 730 + 330 * t
        canvas.oval(
            px,
            py,
            rng.uniform(12, 60) * (0.3 + t),
            0.8 + 2 * t,
            rng.choice(["#cfdcd0", "#1c4656", "#7fa5a2"]),
            0.5,
        )


def breakwater(canvas: Canvas, rng: Random) -> None:
    """The mole of stone blocks from the right, with tetrapods at its foot."""
    top = smooth([(690, 846), (900, 812), (1200, 776), (1640, 752)], 12)
    foot = smooth([(610, 930), (900, 916), (1240, 880), (1640, 846)], 12)
    canvas.poly([*top, *foot[::-1]], "#6c665c")
    canvas.poly([*top, *[(x, y + 17) for x, y in top[::-1]]], "#b7ac94")
    for k in range(70):
        t = k / 70
        x = 640 + 990 * t
        for row in range(3):
            px = x + row * 9 + rng.uniform(-6, 6)
            py = 868 - 96 * t + row * 27 * (1 - 0.25 * t) + rng.uniform(-3, 3)
            r = (17 - 6 * t) * rng.uniform(0.8, 1.25)
            tint = rng.choice(["#837b6d", "#5c574f", "#9a917f", "#4c4842"])
            canvas.poly(
                [
                    (px - r, py + r * 0.5),
                    (px - r * 0.6, py - r * 0.7),
                    (px + r * 0.5, py - r * 0.8),
                    (px + r, py + r * 0.2),
                    (px + r * 0.4, py + r * 0.8),
                ],
                tint,
            )
            canvas.poly(
                [
                    (px - r * 0.6, py - r * 0.7),
                    (px + r * 0.5, py - r * 0.8),
                    (px + r * 0.2, py - r * 0.3),
                    (px - r * 0.5, py - r * 0.2),
                ],
                mix(tint, "#efe6cc", 0.35),
            )
    for _ in range(170):
        t = rng.random()
        canvas.oval(
            600 + 1020 * t,
            936 - 86 * t + rng.gauss(0, 6),
            rng.uniform(8, 30),
            rng.uniform(2, 6),
            "#eef1e4",
            0.75,
        )


def gauge(canvas: Canvas) -> None:
    """The tide gauge on its steel piles: cabin, ladder, staff, solar panel and aerial."""
    for x in (944, 1004, 1064):
        canvas.rect(x, 640, x + 12, 868, "#3a4a50")
        canvas.rect(x, 640, x + 4, 868, "#7d8f90")
    for a, b in (
        ((950, 800), (1010, 700)),
        ((1010, 800), (1070, 700)),
        ((1010, 800), (950, 700)),
        ((1070, 800), (1010, 700)),
    ):
        canvas.line([a, b], "#3a4a50", 4)
    canvas.rect(918, 628, 1100, 646, "#56656a")
    for k in range(10):
        canvas.rect(920 + k * 19.5, 584, 923 + k * 19.5, 630, "#8d9a98")
    canvas.rect(918, 584, 1100, 588, "#8d9a98")
    canvas.rect(958, 508, 1066, 630, "#f0ead8", radius=3)
    canvas.rect(1036, 508, 1066, 630, "#c9c2ae")
    canvas.rect(958, 556, 1066, 578, "#d9622f")
    canvas.rect(974, 584, 1004, 630, "#3f5a63")
    canvas.rect(1014, 524, 1030, 546, "#3f5a63")
    canvas.poly([(948, 510), (1076, 510), (1064, 494), (960, 494)], "#4a575c")
    canvas.poly([(972, 492), (1044, 462), (1052, 474), (984, 496)], "#1d3d66")
    for k in range(1, 5):
        canvas.line(
            [(972 + 14.4 * k, 492 - 6 * k), (984 + 13.6 * k, 496 - 4.4 * k)], "#8fb3d0", 1.4
        )
    canvas.line([(1058, 494), (1058, 392)], "#38454b", 4)
    for y in (404, 424, 444):
        canvas.line([(1040, y), (1076, y)], "#38454b", 3)
    canvas.glow(1058, 388, 46, "#ff7a5c", 0.9)
    canvas.disc(1058, 388, 5, "#ffd9c4")
    canvas.rect(916, 656, 938, 900, "#f6f0dc")
    for k in range(16):
        y = 666 + k * 15
        canvas.rect(916, y, 927 if k % 5 else 938, y + 6, "#b8392e")


def surge() -> Image.Image:
    """A great wave about to break over a tide gauge at the end of a breakwater."""
    canvas, rng = Canvas(WIDE, "#5b7078"), Random(29)
    storm(canvas, rng)
    breakwater(canvas, rng)
    gauge(canvas)
    great_wave(canvas, rng)
    front = smooth(
        [
            (-20, 1010),
            (160, 960),
            (330, 984),
            (520, 940),
            (700, 968),
            (900, 950),
            (1100, 990),
            (1330, 970),
            (1620, 1006),
        ],
        12,
    )
    canvas.poly([*front, (1620, 1080), (-20, 1080)], "#17404f")
    canvas.poly([*[(x, y + 40) for x, y in front], (1620, 1090), (-20, 1090)], "#123442")
    for x, y in front:
        for _ in range(2):
            canvas.disc(
                x + rng.uniform(-10, 10), y + rng.gauss(0, 4), rng.uniform(2, 8), "#eef1e4", 0.9
            )
    rain(canvas, rng, 240, -0.42, "#f4f7ee", 0.3, (30, 90), 1.2)
    return canvas.finish(0.1, 12)
