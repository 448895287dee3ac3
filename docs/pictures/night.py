"""The night style: lights, reflections and stars over deep blues."""

from __future__ import annotations

import math
from itertools import pairwise
from random import Random

from kit import WIDE, Canvas, Point, Stops, mirror, mix, ridge, ripple, smooth
from PIL import Image, ImageChops, ImageFilter

LAMP = "#ffcf7a"
INK = "#0b1026"


def stars(canvas: Canvas, rng: Random, count: int, low: float, most: float = 1.6) -> None:
    """A scatter of stars above a height, fewer towards the horizon."""
    for _ in range(count):
        x, y = rng.uniform(0, canvas.size[0]), low * rng.random() ** 1.25
        size = 0.4 + most * rng.random() ** 5
        tint = rng.choice(["#ffffff", "#dfe8ff", "#fff0d8", "#cfdcff"])
        canvas.disc(x, y, size, tint, rng.uniform(0.35, 1) * (1 - 0.6 * y / low))
        if size > 0.4 + 0.8 * most:
            canvas.glow(x, y, size * 6, tint, 0.4)


def darken_water(canvas: Canvas, waterline: float, colour: str, near: float, far: float) -> None:
    """Tint everything below the waterline, from `far` at it to `near` at the bottom edge."""
    top = round(waterline * canvas.scale)
    ramp = Image.linear_gradient("L").resize((canvas.image.width, canvas.image.height - top))
    veil = Image.new("L", canvas.image.size, 0)
    veil.paste(ramp.point([round(255 * far + v * (near - far)) for v in range(256)]), (0, top))
    canvas.wash(veil, colour)


# -- the night ferry --------------------------------------------------------------------------

QUAY = 618.0
WATER = 726.0


def skyline(canvas: Canvas, rng: Random) -> None:
    """Two rows of buildings with lit windows, a dome and a clock tower."""
    for tint, low, high, share in (("#28305c", 90, 215, 0.2), ("#1a2048", 50, 160, 0.36)):
        x = -20.0
        while x < 1620:
            wide, tall = rng.uniform(48, 116), rng.uniform(low, high)
            tall *= 0.75 + 0.35 * math.sin(x / 260 + 1)
            canvas.rect(x, QUAY - tall, x + wide + 1, QUAY, tint)
            if rng.random() < 0.35:
                canvas.rect(x + wide * 0.3, QUAY - tall - 14, x + wide * 0.62, QUAY - tall, tint)
            windows(canvas, rng, (x, wide, tall), share)
            x += wide


def windows(canvas: Canvas, rng: Random, block: tuple[float, float, float], share: float) -> None:
    """The lit windows of one building."""
    x, wide, tall = block
    for row in range(int((tall - 16) // 17)):
        for col in range(int((wide - 12) // 14)):
            if rng.random() < share:
                left, top = x + 9 + col * 14, QUAY - tall + 10 + row * 17
                lamp = rng.choice([LAMP, "#ffb45c", "#ffe3ab", "#9fd0d8"])
                canvas.rect(left, top, left + 6, top + 8, lamp, rng.uniform(0.45, 0.95))


def landmarks(canvas: Canvas) -> None:
    """The dome, the clock tower and two cranes over the roofs."""
    tint = "#141a3e"
    canvas.rect(1180, QUAY - 150, 1330, QUAY, tint)
    dome = [
        (1255 + 62 * math.cos(a), QUAY - 160 - 78 * math.sin(a))
        for a in (math.pi * k / 30 for k in range(31))
    ]
    canvas.poly(dome, tint)
    canvas.rect(1251, QUAY - 276, 1259, QUAY - 230, tint)
    for k in range(5):
        canvas.rect(1196 + k * 26, QUAY - 128, 1208 + k * 26, QUAY - 96, LAMP, 0.85, 6)
    canvas.rect(236, QUAY - 262, 284, QUAY, tint)
    canvas.rect(228, QUAY - 270, 292, QUAY - 260, tint)
    canvas.poly([(238, QUAY - 270), (282, QUAY - 270), (260, QUAY - 330)], tint)
    canvas.disc(260, QUAY - 232, 15, "#ffe9b8")
    canvas.line([(260, QUAY - 242), (260, QUAY - 232), (267, QUAY - 228)], tint, 2)
    for x, turn in ((1450, -1), (1525, -1)):
        canvas.line([(x, QUAY), (x + 6, QUAY - 190)], tint, 7)
        canvas.line([(x + 30, QUAY), (x + 24, QUAY - 190)], tint, 7)
        canvas.line([(x + 60, QUAY - 176), (x + turn * 96, QUAY - 216)], tint, 7)
        canvas.line([(x + 14, QUAY - 236), (x + turn * 96, QUAY - 216)], tint, 2)
        canvas.line([(x + 14, QUAY - 186), (x + 14, QUAY - 236), (x + 60, QUAY - 176)], tint, 3)
        canvas.glow(x + 14, QUAY - 238, 14, "#ff6a5c", 0.9)


def quay_lamps(canvas: Canvas) -> None:
    """A row of lamps along the far bank."""
    canvas.rect(0, QUAY - 10, 1600, QUAY, "#0d1230")
    for x in range(30, 1600, 76):
        canvas.rect(x - 1, QUAY - 40, x + 1, QUAY - 8, "#0d1230")
        canvas.glow(x, QUAY - 42, 34, "#ffb85c", 0.75)
        canvas.disc(x, QUAY - 42, 3.4, "#fff0c4")


def moonlit_sky(canvas: Canvas, rng: Random) -> None:
    """The sky, a moon, and long flat clouds across it."""
    canvas.gradient(0, QUAY, [(0, "#0a1030"), (0.5, "#1c2a5e"), (0.85, "#4a4a82"), (1, "#7a5f86")])
    stars(canvas, rng, 260, 430)
    canvas.glow(1120, 150, 330, "#9fb2e8", 0.5)
    canvas.disc(1120, 150, 54, "#fbf3d8")
    for x, y, r in ((1104, 138, 13), (1134, 166, 9), (1126, 128, 6)):
        canvas.disc(x, y, r, "#e9dfbd")
    for x, y, long, thick in (
        (1180, 178, 250, 9),
        (1010, 196, 200, 7),
        (520, 250, 330, 10),
        (300, 150, 220, 7),
        (1420, 290, 240, 8),
        (760, 330, 260, 8),
    ):
        for k in range(3):
            canvas.oval(
                x + k * 46 - 40, y + k * 8, long * (0.6 + 0.2 * k) / 1.5, thick - k, "#39427c", 0.75
            )


def ferry_hull(canvas: Canvas) -> None:
    """The hull, its red foot, rubbing strake, fenders and portholes."""
    hull = smooth([(372, 640), (640, 640), (960, 636), (1180, 612)], 10)
    canvas.poly([*hull, (1150, 672), (1112, WATER), (420, WATER), (388, 690)], "#16214c")
    canvas.poly([(404, 708), (1126, 708), (1112, WATER), (420, WATER)], "#a8382f")
    canvas.line(smooth([(374, 650), (640, 652), (960, 648), (1168, 628)], 10), "#e9dfc4", 5)
    for k in range(12):
        canvas.disc(470 + k * 52, 680, 7.5, "#0c1330")
        canvas.disc(470 + k * 52, 680, 5.5, "#ffd98c" if k % 4 else "#6b5a58")
    for x in (560, 700, 840, 980):
        canvas.disc(x, 656, 13, INK)
        canvas.disc(x, 656, 6, "#2c3560")


def ferry_decks(canvas: Canvas, rng: Random) -> None:
    """The lit saloon, the open upper deck with its people, and the roof over it."""
    canvas.rect(420, 566, 1010, 642, "#efe4c8", radius=6)
    canvas.rect(420, 630, 1010, 642, "#b9ab97")
    for k in range(14):
        left = 436 + k * 40
        canvas.rect(left, 580, left + 30, 616, "#ffc765", radius=5)
        canvas.rect(left, 580, left + 30, 592, "#ffe3a0", radius=5)
        if rng.random() < 0.65:
            heads(canvas, left + 15, 616, 0.55)
    canvas.rect(404, 556, 1046, 568, "#c9bda6")
    canvas.rect(440, 486, 980, 556, "#7a4a3a")
    canvas.rect(440, 486, 980, 512, "#c98a4a")
    canvas.rect(440, 512, 980, 534, "#a8683e")
    for k in range(19):
        heads(canvas, 458 + k * 27.6 + rng.uniform(-6, 6), 556, rng.uniform(0.85, 1.05))
    for k in range(11):
        canvas.rect(440 + k * 54, 480, 445 + k * 54, 556, "#efe4c8")
    for y in (526, 541):
        canvas.line([(412, y), (1038, y)], "#efe4c8", 2.2)
    for k in range(33):
        canvas.line([(412 + k * 19.5, 526), (412 + k * 19.5, 556)], "#efe4c8", 1.4)
    canvas.poly([(400, 484), (420, 470), (1012, 470), (1032, 484)], "#d8cdb4")
    canvas.rect(400, 482, 1032, 488, "#8b8373")


def heads(canvas: Canvas, x: float, y: float, size: float) -> None:
    """The head and shoulders of a passenger against the light."""
    canvas.disc(x, y - 38 * size, 7.5 * size, "#241a2c")
    canvas.poly(
        [
            (x - 13 * size, y),
            (x - 11 * size, y - 24 * size),
            (x - 5 * size, y - 31 * size),
            (x + 5 * size, y - 31 * size),
            (x + 11 * size, y - 24 * size),
            (x + 13 * size, y),
        ],
        "#241a2c",
    )


def ferry_top(canvas: Canvas) -> None:
    """The wheelhouse, funnel, mast, boats and flag."""
    canvas.poly([(872, 470), (872, 424), (884, 414), (992, 414), (1008, 470)], "#efe4c8")
    for k in range(3):
        canvas.poly(
            [(890 + k * 36, 426), (918 + k * 36, 426), (922 + k * 37, 450), (890 + k * 37, 450)],
            "#8fc6c9",
        )
    canvas.poly([(862, 416), (872, 404), (1000, 404), (1012, 416)], "#b5463a")
    canvas.poly([(588, 470), (596, 380), (664, 380), (672, 470)], "#c8503c")
    canvas.poly([(594, 404), (596, 380), (664, 380), (666, 404)], "#16214c")
    canvas.poly([(592, 426), (593, 412), (667, 412), (668, 426)], "#efe4c8")
    canvas.line([(934, 404), (934, 300)], "#d8cdb4", 4)
    canvas.line([(934, 330), (908, 352)], "#d8cdb4", 2)
    canvas.line([(934, 330), (960, 352)], "#d8cdb4", 2)
    canvas.text(1086, 664, "VELA RANI", 17, "#e9dfc4")
    canvas.line([(412, 526), (412, 452)], "#d8cdb4", 3)
    for low, tint in ((456, "#d9773c"), (468, "#efe4c8"), (480, "#d9773c")):
        wave = smooth([(412, low), (388, low + 5), (362, low - 3), (336, low + 3)], 8)
        canvas.poly([*wave, *[(x, y + 12) for x, y in wave[::-1]]], tint)
    for x in (484, 730):
        canvas.poly(
            smooth(
                [(x, 452), (x + 60, 456), (x + 112, 450), (x + 96, 468), (x + 16, 468)], 6, True
            ),
            "#e07a3c",
        )
        canvas.line([(x + 8, 452), (x + 104, 451)], "#efe4c8", 3)


def ferry_lights(canvas: Canvas) -> None:
    """The strings of bulbs, the lamps, and the glow they throw."""
    canvas.glow(715, 530, 420, "#ff9d4a", 0.42, 0.42)
    for a, b, sag in (
        ((1150, 612), (934, 306), 34),
        ((934, 306), (630, 376), 40),
        ((630, 376), (412, 456), 26),
    ):
        for k in range(1, 17):
            t = k / 17
            x = a[0] + (b[0] - a[0]) * t
            y = a[1] + (b[1] - a[1]) * t + sag * math.sin(math.pi * t)
            canvas.glow(x, y, 13, "#ffc46a", 0.8)
            canvas.disc(x, y, 2.4, "#fff3cf")
    for k in range(10):
        canvas.glow(467 + k * 54, 494, 30, "#ffd890", 0.65)
        canvas.disc(467 + k * 54, 492, 4, "#fff6dc")
    canvas.glow(934, 300, 40, "#ffffff", 0.9)
    canvas.glow(990, 432, 22, "#58ff9c", 0.7)
    canvas.glow(1168, 614, 26, "#fff1c8", 0.9)


def draw_ferry(canvas: Canvas) -> None:
    """The whole ferry without its lights' glow."""
    ferry_hull(canvas)
    ferry_decks(canvas, Random(31))
    ferry_top(canvas)


def water_streaks(canvas: Canvas, rng: Random) -> None:
    """Broken vertical columns of lamplight, and the ferry's wake."""
    for _ in range(620):
        t = rng.random()
        y = QUAY + 8 + 440 * t**1.3
        long = (10 + 60 * t) * rng.uniform(0.4, 1.2)
        canvas.oval(
            rng.uniform(0, 1600),
            y,
            long,
            0.6 + 1.4 * t,
            rng.choice(["#0a0f2c", "#0a0f2c", "#5f6aa8", "#8a7aa0"]),
            0.35,
        )
    for _ in range(260):
        y = rng.uniform(WATER + 4, 1040)
        t = (y - WATER) / 320
        x = rng.gauss(720, 170 + 60 * t)
        canvas.oval(
            x,
            y,
            rng.uniform(8, 34) * (0.6 + t),
            1.1 + t,
            rng.choice([LAMP, "#ffab54", "#ffe6b0"]),
            0.5 * (1 - 0.6 * t),
        )
    for k in range(60):
        t = k / 60
        canvas.oval(
            372 - 420 * t + rng.uniform(-12, 12),
            WATER + 2 + 46 * t * rng.random(),
            26 + 30 * t,
            2.2,
            "#c9d3ef",
            0.42 * (1 - t),
        )
    canvas.poly(
        smooth(
            [
                (1096, WATER + 3),
                (1132, WATER - 18),
                (1160, WATER - 6),
                (1240, WATER + 10),
                (1330, WATER + 16),
                (1180, WATER + 14),
            ],
            8,
            True,
        ),
        "#d3dcf2",
        0.75,
    )
    for k in range(46):
        canvas.oval(420 + k * 15, WATER + rng.uniform(-1, 4), 16, 2.4, "#d3dcf2", 0.5)


def ferry() -> Image.Image:
    """A lit ferry on dark water before a city at night."""
    canvas, rng = Canvas(WIDE, INK), Random(12)
    moonlit_sky(canvas, rng)
    canvas.soft([(0, QUAY), (0, 500), (1600, 500), (1600, QUAY)], "#e08a6a", 0.3, 60)
    skyline(canvas, rng)
    landmarks(canvas)
    quay_lamps(canvas)
    canvas.replace(mirror(canvas, QUAY, 1.35))
    canvas.replace(ripple(canvas.image, round(QUAY * 2), 10, 8, 11))
    darken_water(canvas, QUAY, "#0a1130", 0.72, 0.3)
    canvas.flip = WATER
    draw_ferry(canvas)
    canvas.flip = None
    below = ripple(canvas.image, round(WATER * 2), 26, 6, 15)
    canvas.replace(below.filter(ImageFilter.GaussianBlur(1.6)))
    darken_water(canvas, WATER, "#0a1130", 0.62, 0.18)
    water_streaks(canvas, rng)
    draw_ferry(canvas)
    ferry_lights(canvas)
    return canvas.finish(0.16, 11)


# -- the comet --------------------------------------------------------------------------------

BANK = 796.0
HEAD = (1010.0, 470.0)
TWILIGHT: Stops = [
    (0, "#070b22"),
    (0.35, "#10204a"),
    (0.62, "#1f4468"),
    (0.82, "#4b7a86"),
    (0.93, "#b9a583"),
    (1, "#eeb375"),
]


def milky_way(canvas: Canvas, rng: Random) -> None:
    """A faint band of cloud and star dust across the sky."""
    small = (400, 268)
    cloud = Image.new("L", small, 0)
    spots = cloud.load()
    for _ in range(15000):
        t = rng.random()
        x = int(20 + 400 * t + rng.gauss(0, 9))
        y = int(240 - 300 * t + rng.gauss(0, 20))
        if spots and 0 <= x < small[0] and 0 <= y < small[1]:
            spots[x, y] = 210
    veil = cloud.filter(ImageFilter.GaussianBlur(5)).resize(canvas.image.size)
    canvas.wash(veil, "#7f94cc", 0.5)


def comet_tail(canvas: Canvas, rng: Random) -> None:
    """The straight blue tail of gas and the broad curving one of dust."""
    light = Image.new("RGB", (800, 534), "#000000")
    for _ in range(340):
        spread, far = rng.gauss(0, 1), rng.uniform(0.35, 1)
        path = [
            (
                HEAD[0] - 640 * t * far - spread * 62 * t**1.1 + 170 * t * t,
                HEAD[1] - 560 * t * far + spread * 48 * t**1.1 - 20 * t * t,
            )
            for t in (k / 24 for k in range(25))
        ]
        tail_ray(light, path, "#ffe2b0", 0.105 * (1.15 - far * 0.6))
    for _ in range(110):
        spread, far = rng.gauss(0, 1), rng.uniform(0.5, 1)
        path = [
            (HEAD[0] - 860 * t * far - spread * 16 * t, HEAD[1] - 330 * t * far + spread * 26 * t)
            for t in (k / 24 for k in range(25))
        ]
        tail_ray(light, path, "#7fb4ff", 0.11)
    light = light.filter(ImageFilter.GaussianBlur(1.6)).resize(canvas.image.size)
    canvas.replace(ImageChops.screen(canvas.image, light))


def tail_ray(light: Image.Image, path: list[Point], colour: str, strength: float) -> None:
    """One fading ray added to the half-size picture of the tails."""
    ray = Canvas((800, 534), "#000000", 1)
    for k, (a, b) in enumerate(pairwise(path)):
        t = k / len(path)
        ray.line(
            [(a[0] / 2, a[1] / 2), (b[0] / 2, b[1] / 2)],
            mix("#000000", colour, strength * (1 - t) ** 1.7),
            2,
        )
    light.paste(ImageChops.add(light, ray.image))


def comet_head(canvas: Canvas) -> None:
    """The bright head with its halo."""
    canvas.glow(*HEAD, 190, "#9fc8e8", 0.45)
    canvas.glow(*HEAD, 74, "#fff0cf", 0.9)
    canvas.glow(*HEAD, 26, "#ffffff", 1.0)
    canvas.disc(*HEAD, 6.5, "#fffdf2")


def far_hills(canvas: Canvas, rng: Random) -> None:
    """Three ranges of hills, paler as they recede, and a village's lights at their foot."""
    for y, high, tint in (
        (BANK - 30, 190, "#3d6577"),
        (BANK - 10, 140, "#274a62"),
        (BANK + 4, 86, "#163049"),
    ):
        line = ridge(rng, 0, 1600, y, high, 16)
        canvas.poly([(0, BANK), *line, (1600, BANK)], tint)
    for _ in range(44):
        x = rng.gauss(560, 110)
        y = BANK - 6 - abs(rng.gauss(0, 12))
        canvas.glow(x, y, 11, "#ffb85c", 0.7)
        canvas.disc(x, y, 1.7, "#ffe2a0")


def palms(canvas: Canvas, rng: Random, x: float, y: float, tall: float, tint: str) -> None:
    """A leaning palm in silhouette."""
    lean = rng.uniform(-0.2, 0.2)
    trunk = smooth([(x, y), (x + lean * tall * 0.3, y - tall * 0.5), (x + lean * tall, y - tall)])
    canvas.stroke(trunk, lambda t: tall * (0.06 - 0.03 * t), tint)
    top = trunk[-1]
    for k in range(9):
        a = math.pi * (-0.15 + 1.3 * k / 8)
        long = tall * rng.uniform(0.4, 0.5)
        tip = (top[0] + long * math.cos(a), top[1] - long * math.sin(a) * 0.6 + long * 0.28)
        middle = (top[0] + long * 0.55 * math.cos(a), top[1] - long * 0.62 * math.sin(a) - 4)
        leaf = smooth([top, middle, tip], 12)
        canvas.stroke(leaf, lambda t: tall * 0.016 * (1.1 - t), tint)
        for j, (px, py) in enumerate(leaf[2:], 2):
            hang = tall * 0.12 * math.sin(math.pi * (0.12 + 0.8 * j / len(leaf)))
            for side in (-0.55, 0.35):
                canvas.stroke(
                    [(px, py), (px + hang * (side + math.cos(a) * 0.7), py + hang)],
                    lambda t: tall * 0.018 * (1 - t),
                    tint,
                )


def near_bank(canvas: Canvas, rng: Random) -> None:
    """The dark bank in front with two watchers, their telescope, palms and grass."""
    tint = "#070d1f"
    knoll = smooth(
        [
            (0, 960),
            (200, 990),
            (480, 1022),
            (820, 1036),
            (1060, 1008),
            (1240, 962),
            (1400, 944),
            (1600, 930),
        ],
        14,
    )
    canvas.poly([(0, 1067), *knoll, (1600, 1067)], tint)
    for x, y in knoll:
        for _ in range(5):
            at, tall = x + rng.uniform(-8, 8), rng.uniform(6, 22)
            canvas.stroke(
                smooth(
                    [(at, y + 4), (at + 2, y - tall / 2), (at + rng.uniform(-8, 8), y - tall)], 4
                ),
                lambda t: 2.6 * (1 - t),
                tint,
            )
    palms(canvas, rng, 120, 985, 330, tint)
    palms(canvas, rng, 205, 995, 250, tint)
    palms(canvas, rng, 40, 975, 210, tint)
    for x in (1300, 1337, 1362):
        canvas.line([(1334, 862), (x, 950)], tint, 4)
    canvas.limb([(1352, 880), (1286, 826)], (13, 18), tint)
    canvas.limb([(1352, 880), (1360, 886)], (8, 8), tint)
    watcher(canvas, 1398, 944, 1.0, tint)
    watcher(canvas, 1462, 942, 0.72, tint, point=True)


def watcher(
    canvas: Canvas, x: float, y: float, size: float, tint: str, point: bool = False
) -> None:
    """A person standing, bent a little to the eyepiece or pointing at the sky."""
    s = size
    lean = 0 if point else -14 * s
    canvas.limb([(x - 7 * s, y), (x - 5 * s, y - 50 * s)], (11 * s, 15 * s), tint)
    canvas.limb([(x + 9 * s, y), (x + 5 * s, y - 50 * s)], (11 * s, 15 * s), tint)
    canvas.limb([(x, y - 46 * s), (x + lean, y - 92 * s)], (25 * s, 29 * s), tint)
    canvas.disc(x + lean * 1.7, y - 120 * s, 13 * s, tint)
    canvas.limb([(x + lean, y - 106 * s), (x + lean, y - 96 * s)], (9 * s, 14 * s), tint)
    if point:
        canvas.limb(
            [(x, y - 92 * s), (x - 26 * s, y - 112 * s), (x - 54 * s, y - 140 * s)],
            (11 * s, 9 * s, 6 * s),
            tint,
        )
    else:
        canvas.limb(
            [(x + lean, y - 92 * s), (x - 22 * s, y - 66 * s), (x - 40 * s, y - 70 * s)],
            (11 * s, 9 * s, 7 * s),
            tint,
        )


def boat(canvas: Canvas, x: float, y: float) -> None:
    """A small sailing boat with a lantern."""
    canvas.poly(
        smooth(
            [(x - 50, y - 9), (x, y - 4), (x + 58, y - 15), (x + 40, y + 6), (x - 36, y + 6)],
            6,
            True,
        ),
        "#0a1226",
    )
    canvas.line([(x + 2, y - 4), (x + 2, y - 98)], "#0a1226", 3)
    canvas.poly(
        smooth([(x + 4, y - 96), (x + 44, y - 50), (x + 50, y - 22), (x + 6, y - 18)], 6), "#1c2f4e"
    )
    canvas.glow(x - 24, y - 20, 46, "#ffb04a", 0.9)
    canvas.disc(x - 24, y - 20, 3, "#fff0c0")
    for k in range(14):
        canvas.oval(
            x - 24 + (k % 3 - 1) * 4, y + 12 + k * 7, 9 - k * 0.4, 1.4, "#ffb860", 0.6 - k * 0.04
        )


def comet() -> Image.Image:
    """A comet with its tails in a field of stars, over hills and a dark river."""
    canvas, rng = Canvas(WIDE, INK), Random(77)
    canvas.gradient(0, BANK, TWILIGHT)
    milky_way(canvas, rng)
    canvas.glow(1150, BANK, 620, "#ffab66", 0.4, 0.5)
    stars(canvas, rng, 1500, BANK - 60, 2.2)
    comet_tail(canvas, rng)
    comet_head(canvas)
    far_hills(canvas, rng)
    canvas.replace(mirror(canvas, BANK, 1.0))
    canvas.replace(ripple(canvas.image, round(BANK * 2), 16, 3, 12))
    darken_water(canvas, BANK, "#081228", 0.5, 0.3)
    canvas.soft(
        [(HEAD[0] - 12, BANK), (HEAD[0] + 12, BANK), (HEAD[0] + 34, 1067), (HEAD[0] - 34, 1067)],
        "#ffe9c4",
        0.3,
        10,
        True,
    )
    for _ in range(300):
        t = rng.random()
        x = rng.gauss(HEAD[0], 26 + 40 * t) if rng.random() < 0.35 else rng.uniform(0, 1600)
        bright = abs(x - HEAD[0]) < 70
        canvas.oval(
            x,
            BANK + 5 + 250 * t,
            rng.uniform(10, 46) * (0.35 + t),
            0.7 + 1.1 * t,
            "#ffe9c4" if bright else "#6f9fb2",
            0.4 if bright else 0.22,
        )
    boat(canvas, 742, 876)
    near_bank(canvas, rng)
    return canvas.finish(0.2, 17)
