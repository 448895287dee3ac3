"""Under the lights: the harbour derby and the lighthouse theatre's stage."""

from __future__ import annotations

import math
from random import Random

from kit import WIDE, Canvas, Point, Points, mix, ridge, smooth, swell
from PIL import Image

# -- the harbour derby ------------------------------------------------------------------------

MAROON, GOLD, SKY_BLUE, CREAM = "#a8283a", "#f2b53c", "#5cb6e6", "#f6efdc"
PITCH, PITCH_DARK, LINE = "#3f8f58", "#378250", "#e9f3dc"
NIGHT = "#141a3c"


def ground(x: float, z: float, high: float = 0.0) -> Point:
    """A point of the football ground: metres from the middle, from the near line, and up."""
    deep = z + 50
    return 690 + 1180 * (x - 22) / deep, 205 + 1180 * (30 - high) / deep


def slab(
    canvas: Canvas, x0: float, x1: float, z0: float, z1: float, fill: str, alpha: float = 1.0
) -> None:
    """A rectangle on the grass."""
    canvas.poly([ground(x0, z0), ground(x1, z0), ground(x1, z1), ground(x0, z1)], fill, alpha)


def dusk_harbour(canvas: Canvas, rng: Random) -> None:
    """The sky after sunset and the port's cranes along it."""
    canvas.gradient(0, 420, [(0, "#191f4c"), (0.45, "#4b3f78"), (0.78, "#c06a6c"), (1, "#f2a765")])
    for _ in range(90):
        canvas.disc(
            rng.uniform(0, 1600), rng.uniform(0, 150), rng.uniform(0.5, 1.2), "#ffffff", 0.6
        )
    for x, y, long in ((300, 190, 300), (820, 150, 360), (1270, 215, 260), (620, 235, 240)):
        for k in range(3):
            canvas.oval(x + 40 * k, y + 8 * k, long * (1 - 0.25 * k) / 1.6, 6 - k, "#7c5580", 0.6)
    tint = "#3a2f5e"
    canvas.poly(
        [(0, 420), *[(x, y + 62) for x, y in ridge(rng, 0, 1600, 330, 70, 20)], (1600, 420)],
        "#8a5572",
    )
    x0 = 980.0
    while x0 < 1400:
        wide, tall = rng.uniform(26, 60), rng.uniform(14, 46)
        canvas.rect(x0, 352 - tall, x0 + wide + 1, 430, tint)
        for k in range(int(wide // 13)):
            if rng.random() < 0.5:
                canvas.rect(x0 + 5 + k * 13, 360 - tall, x0 + 10 + k * 13, 366 - tall, GOLD, 0.9)
        x0 += wide
    for x, size in ((520, 1.0), (610, 0.9), (1040, 1.1), (1140, 0.95)):
        for dx in (0, 34):
            canvas.line(
                [(x + dx * size, 330), (x + (6 + dx * 0.7) * size, 330 - 150 * size)],
                tint,
                6 * size,
            )
        canvas.line(
            [(x - 90 * size, 330 - 168 * size), (x + 60 * size, 330 - 146 * size)], tint, 6 * size
        )
        canvas.line(
            [
                (x - 90 * size, 330 - 168 * size),
                (x + 18 * size, 330 - 196 * size),
                (x + 60 * size, 330 - 146 * size),
            ],
            tint,
            2,
        )
        canvas.line([(x + 18 * size, 330 - 150 * size), (x + 18 * size, 330 - 196 * size)], tint, 4)


def crowd(canvas: Canvas, rng: Random, rows: list[tuple[Points, float]]) -> None:
    """Rows of spectators as dots in the two sides' colours; each row is a line and a dot size."""
    for line, size in rows:
        (x0, y0), (x1, y1) = line
        count = int(math.hypot(x1 - x0, y1 - y0) / (size * 1.75))
        for k in range(count):
            t = (k + rng.uniform(-0.2, 0.2)) / count
            x, y = x0 + (x1 - x0) * t, y0 + (y1 - y0) * t + rng.uniform(-1, 1)
            home = rng.random() < (0.82 if math.sin(t * 9 + 0.4) > -0.3 else 0.2)
            shirt = rng.choice(
                [MAROON, "#8c2236", "#c2463f", GOLD]
                if home
                else [SKY_BLUE, "#3f88bd", CREAM, "#82c8e8"]
            )
            canvas.oval(x, y, size * 0.8, size * 0.62, mix(shirt, NIGHT, 0.28))
            canvas.disc(
                x,
                y - size * 0.95,
                size * 0.46,
                mix(rng.choice(["#7b4f36", "#9a6a48", "#5c3a2a"]), NIGHT, 0.15),
            )


def far_stand(canvas: Canvas, rng: Random) -> None:
    """The covered stand along the far touchline."""
    canvas.poly(
        [ground(-90, 98, 22), ground(58, 98, 22), ground(58, 76, 0), ground(-90, 76, 0)], "#2b2a50"
    )
    rows: list[tuple[Points, float]] = []
    for k in range(17, -1, -1):
        z, high = 77 + 21 * k / 17, 2.2 + 14.5 * k / 17
        rows.append(([ground(-90, z, high), ground(57, z, high)], 5.4 - 0.06 * k))
    crowd(canvas, rng, rows)
    for x in range(-80, 60, 17):
        canvas.line([ground(x, 77, 2), ground(x, 98, 17)], "#2b2a50", 4)
    canvas.poly(
        [ground(-90, 98, 25.5), ground(60, 98, 25.5), ground(60, 80, 21.5), ground(-90, 80, 21.5)],
        "#232550",
    )
    canvas.line([ground(-90, 80, 21.5), ground(60, 80, 21.5)], "#e7b66a", 3)
    canvas.poly(
        [ground(-90, 75, 1.5), ground(56, 75, 1.5), ground(56, 75, 0), ground(-90, 75, 0)],
        "#1d3c66",
    )
    for k, x in enumerate(range(-70, 56, 14)):
        tint = (GOLD, CREAM, SKY_BLUE, "#d96f5c")[k % 4]
        canvas.poly(
            [
                ground(x, 75, 1.4),
                ground(x + 12, 75, 1.4),
                ground(x + 12, 75, 0.2),
                ground(x, 75, 0.2),
            ],
            mix(tint, NIGHT, 0.15),
        )


def end_stand(canvas: Canvas, rng: Random) -> None:
    """The open stand behind the goal on the right."""
    canvas.poly(
        [ground(58, 76, 0), ground(58, -12, 0), ground(90, -12, 17), ground(90, 76, 17)], "#26264c"
    )
    for k in range(19, -1, -1):
        x, high = 59.5 + 26 * k / 19, 1.6 + 15 * k / 19
        for z in range(74, -14, -2):
            px, py = ground(x, z + rng.uniform(-0.4, 0.4), high)
            if px > 1640:
                continue
            size = 620 / (z + 50)
            shirt = rng.choice([SKY_BLUE, "#3f88bd", CREAM, SKY_BLUE, "#82c8e8", GOLD])
            canvas.oval(px, py, size * 0.95, size * 0.75, mix(shirt, NIGHT, 0.34))
            canvas.disc(px, py - size * 1.05, size * 0.5, mix("#7b4f36", NIGHT, 0.2))
    canvas.poly(
        [ground(58, 76, 0), ground(58, -12, 0), ground(58, -12, 1.4), ground(58, 76, 1.4)],
        "#1d3c66",
    )


def floodlights(canvas: Canvas) -> None:
    """Two pylons with their banks of lamps and the beams that fall from them."""
    for x, foot, top in ((150, 330, 70), (1285, 330, 52)):
        for dx in (-13, 13):
            canvas.line([(x + dx, foot), (x + dx * 0.5, top + 50)], "#20224a", 5)
        for k in range(8):
            y, half = top + 60 + k * 26, 7 + k * 0.8
            canvas.line([(x - half, y + 26), (x + half, y)], "#20224a", 2)
        canvas.rect(x - 66, top, x + 66, top + 64, "#1a1c40", radius=5)
        for row in range(3):
            for col in range(5):
                canvas.disc(x - 50 + col * 25, top + 12 + row * 20, 8.5, "#fffbe6")


def beams(canvas: Canvas) -> None:
    """The light itself, over everything behind the players."""
    for x, top, aim in ((150, 70, (330, 860)), (1285, 52, (760, 1330))):
        canvas.soft(
            [(x - 50, top + 30), (x + 50, top + 30), (aim[1], 720), (aim[0], 720)],
            "#fff3c8",
            0.15,
            26,
            True,
        )
        canvas.glow(x, top + 32, 250, "#fff0c4", 0.6)
        canvas.glow(x, top + 32, 110, "#ffffff", 0.65)


def grass(canvas: Canvas) -> None:
    """The mown pitch and its white lines."""
    slab(canvas, -120, 60, -16, 76, "#2f7049")
    for k in range(-12, 20):
        slab(canvas, k * 5.25 - 10.5, k * 5.25 - 5.25, -3, 71, PITCH if k % 2 else PITCH_DARK)
    slab(canvas, 52.5, 58, -16, 76, "#2f7049")

    def marked(points: Points) -> None:
        canvas.line([ground(x, z) for x, z in points], LINE, 3.2, 0.92)

    marked([(-60, 0), (52.5, 0), (52.5, 68), (-60, 68)])
    marked([(52.5, 13.8), (36, 13.8), (36, 54.2), (52.5, 54.2)])
    marked([(52.5, 24.8), (47, 24.8), (47, 43.2), (52.5, 43.2)])
    marked([(0, 0), (0, 68)])
    marked(
        [
            (9.15 * math.cos(a), 34 + 9.15 * math.sin(a))
            for a in (math.tau * k / 60 for k in range(61))
        ]
    )
    marked(
        [
            (41.5 + 9.15 * math.cos(a), 34 + 9.15 * math.sin(a))
            for a in (2.22 + 1.84 * k / 20 for k in range(21))
        ]
    )
    for x in (0, 41.5):
        canvas.oval(*ground(x, 34), 4, 2, LINE)


def goal(canvas: Canvas) -> None:
    """The goal with its net."""
    low, high, back = 30.3, 37.7, 55.2
    tall = 4.2
    for k in range(13):
        z = low + (high - low) * k / 12
        canvas.line(
            [ground(52.5, z, tall), ground(back, z, tall * 0.9), ground(back, z)], CREAM, 0.8, 0.55
        )
    for k in range(1, 7):
        h = tall * k / 7
        canvas.line(
            [
                ground(52.5, high, h),
                ground(back, high, h),
                ground(back, low, h),
                ground(52.5, low, h),
            ],
            CREAM,
            0.8,
            0.45,
        )
    canvas.line(
        [ground(52.5, high), ground(52.5, high, tall), ground(52.5, low, tall), ground(52.5, low)],
        "#ffffff",
        4.5,
    )
    canvas.line(
        [ground(52.5, low, tall), ground(back, low, tall * 0.9), ground(back, low)], "#d5dccf", 2
    )


POSES: dict[str, dict[str, Points]] = {
    "run": {
        "back": [(-0.02, 0.5), (-0.12, 0.28), (-0.34, 0.26)],
        "front": [(0.02, 0.5), (0.2, 0.36), (0.16, 0.04)],
        "arm1": [(0.04, 0.8), (-0.14, 0.66), (-0.06, 0.54)],
        "arm2": [(0.06, 0.8), (0.2, 0.66), (0.32, 0.76)],
        "body": [(0.0, 0.5), (0.06, 0.8)],
        "head": [(0.1, 0.93)],
    },
    "shoot": {
        "back": [(0.0, 0.5), (-0.04, 0.26), (-0.1, 0.02)],
        "front": [(0.02, 0.5), (0.26, 0.4), (0.46, 0.3)],
        "arm1": [(-0.04, 0.8), (-0.26, 0.74), (-0.4, 0.86)],
        "arm2": [(0.0, 0.8), (0.18, 0.68), (0.3, 0.6)],
        "body": [(0.0, 0.5), (-0.04, 0.8)],
        "head": [(0.0, 0.94)],
    },
    "stand": {
        "back": [(-0.04, 0.5), (-0.09, 0.26), (-0.1, 0.02)],
        "front": [(0.04, 0.5), (0.09, 0.26), (0.1, 0.02)],
        "arm1": [(-0.1, 0.8), (-0.18, 0.62), (-0.14, 0.46)],
        "arm2": [(0.1, 0.8), (0.18, 0.62), (0.14, 0.46)],
        "body": [(0.0, 0.5), (0.0, 0.8)],
        "head": [(0.0, 0.94)],
    },
    "dive": {
        "back": [(0.0, 0.42), (0.2, 0.3), (0.42, 0.24)],
        "front": [(0.0, 0.4), (0.24, 0.42), (0.44, 0.42)],
        "arm1": [(-0.28, 0.58), (-0.44, 0.72), (-0.58, 0.84)],
        "arm2": [(-0.26, 0.52), (-0.46, 0.62), (-0.62, 0.74)],
        "body": [(0.0, 0.42), (-0.27, 0.55)],
        "head": [(-0.38, 0.6)],
    },
}


def player(canvas: Canvas, place: Point, pose: str, kit: tuple[str, str], face: int = 1) -> None:
    """A player with a shadow from each floodlight."""
    x, y = ground(*place)
    tall = 1180 / (place[1] + 50) * 3.5
    for dx, dy in ((-1.1, 0.28), (1.15, 0.3), (-0.7, -0.18), (0.8, -0.16)):
        canvas.stroke(
            [(x + dx * tall * t / 10, y + dy * tall * t / 10) for t in range(9)],
            lambda t: tall * (0.1 + 0.13 * math.sin(math.pi * (0.1 + 0.9 * t))),
            "#123a2c",
            0.22,
        )
    shape = POSES[pose]
    shirt, shorts = kit

    def joint(part: str) -> list[Point]:
        return [(x + face * px * tall, y - py * tall) for px, py in shape[part]]

    skin = "#7a4b34"
    for part in ("back", "front"):
        leg = joint(part)
        canvas.limb(leg, (0.12 * tall, 0.085 * tall, 0.05 * tall), skin)
        knee = leg[1]
        canvas.limb(
            [leg[0], ((leg[0][0] + 2 * knee[0]) / 3, (leg[0][1] + 2 * knee[1]) / 3)],
            (0.15 * tall, 0.13 * tall),
            shorts,
        )
        canvas.limb(
            [((knee[0] + leg[2][0]) / 2, (knee[1] + leg[2][1]) / 2), leg[2]],
            (0.075 * tall, 0.06 * tall),
            shirt,
        )
        canvas.limb(
            [leg[2], (leg[2][0] + face * 0.07 * tall, leg[2][1] + 0.01 * tall)],
            (0.06 * tall, 0.045 * tall),
            "#1a1c2c",
        )
    canvas.limb(joint("arm1"), (0.1 * tall, 0.06 * tall, 0.045 * tall), skin)
    body = joint("body")
    canvas.limb(body, (0.19 * tall, 0.25 * tall), shirt)
    arm = joint("arm2")
    canvas.limb(arm, (0.1 * tall, 0.06 * tall, 0.045 * tall), skin)
    canvas.limb(arm[:2], (0.11 * tall, 0.09 * tall), mix(shirt, "#ffffff", 0.12))
    head = joint("head")[0]
    canvas.disc(*head, 0.078 * tall, skin)
    canvas.oval(
        head[0] - face * 0.015 * tall, head[1] - 0.03 * tall, 0.078 * tall, 0.06 * tall, "#1d1618"
    )


def players(canvas: Canvas) -> None:
    """Both sides, farthest first: the shot, the keeper's dive, and everyone watching it."""
    home, away, keeper = (MAROON, CREAM), (SKY_BLUE, "#22345e"), (GOLD, "#22242c")
    cast = [
        ((20.0, 62.0), "run", home, 1),
        ((31.0, 56.0), "run", away, 1),
        ((8.0, 52.0), "stand", home, 1),
        ((44.5, 50.0), "run", away, 1),
        ((-8.0, 46.0), "run", home, 1),
        ((38.0, 45.0), "run", home, 1),
        ((50.6, 36.5), "dive", keeper, 1),
        ((25.0, 40.0), "run", away, 1),
        ((43.5, 37.5), "run", away, -1),
        ((3.0, 33.0), "stand", away, 1),
        ((33.0, 28.0), "shoot", home, 1),
        ((29.2, 25.5), "run", away, 1),
        ((16.0, 26.0), "run", home, 1),
        ((37.5, 16.5), "run", home, 1),
        ((45.8, 17.0), "stand", away, -1),
        ((9.0, 14.0), "run", away, 1),
        ((24.0, 11.0), "run", home, 1),
        ((18.0, 38.0), "run", ("#1d1f2b", "#1d1f2b"), 1),
    ]
    for place, pose, kit, face in cast:
        player(canvas, place, pose, kit, face)
    ball = ground(45.5, 32.0, 0.9)
    trail = [ground(34.6, 28.6, 0.4), ground(40, 30.2, 0.7), ball]
    canvas.stroke(smooth(trail, 10), lambda t: 9 * t, "#ffffff", 0.35)
    canvas.oval(*ground(45.5, 32.0), 9, 4, "#123a2c", 0.4)
    canvas.disc(*ball, 8.5, "#ffffff")
    canvas.disc(ball[0] + 2, ball[1] + 1, 3, "#333a55")


def supporters(canvas: Canvas, rng: Random) -> None:
    """The near terrace in silhouette: heads, raised arms, scarves and flags."""
    for row, (y, size, tint) in enumerate(
        ((962, 30, "#1c2350"), (1010, 37, "#131839"), (1062, 44, "#0b0f26"))
    ):
        x = -20.0 - row * 14
        while x < 1640:
            lift = rng.uniform(-7, 7)
            canvas.disc(x, y + lift, size * 0.56, tint)
            canvas.poly(
                smooth(
                    [
                        (x - size * 1.15, y + 110),
                        (x - size * 1.1, y + size + lift),
                        (x - size * 0.4, y + size * 0.6 + lift),
                        (x + size * 0.4, y + size * 0.6 + lift),
                        (x + size * 1.1, y + size + lift),
                        (x + size * 1.15, y + 110),
                    ],
                    4,
                ),
                tint,
            )
            if rng.random() < 0.34:
                raised(canvas, rng, x, y + lift, size, tint)
            x += size * rng.uniform(1.75, 2.15)


def raised(canvas: Canvas, rng: Random, x: float, y: float, size: float, tint: str) -> None:
    """A supporter's raised arms, perhaps with a scarf held between them."""
    for side in (-1, 1):
        canvas.limb(
            [
                (x + side * size * 0.9, y + size),
                (x + side * size * 1.12, y + size * 0.1),
                (x + side * size * 0.86, y - size * 0.95),
            ],
            (size * 0.42, size * 0.32, size * 0.24),
            tint,
        )
    if rng.random() < 0.5:
        wave = smooth(
            [
                (x - size * 1.0, y - size * 1.0),
                (x, y - size * 0.85),
                (x + size * 1.0, y - size * 1.05),
            ],
            8,
        )
        band = [*wave, *[(px, py + size * 0.42) for px, py in wave[::-1]]]
        shirt = rng.choice([MAROON, SKY_BLUE, MAROON])
        canvas.poly(band, mix(shirt, NIGHT, 0.15))
        for k in (2, 6, 10, 14):
            canvas.line(
                [wave[k], (wave[k][0], wave[k][1] + size * 0.42)],
                mix(GOLD if shirt == MAROON else CREAM, NIGHT, 0.1),
                size * 0.14,
            )


def flag(canvas: Canvas, x: float, y: float, colours: tuple[str, str]) -> None:
    """A big flag waved over the terrace."""
    canvas.line([(x, y + 260), (x + 34, y - 30)], "#0b0f26", 6)
    top = smooth([(x + 34, y - 26), (x + 104, y - 44), (x + 170, y - 14), (x + 244, y - 34)], 10)
    half = len(top) // 2
    low = [(px - 17, py + 118) for px, py in top]
    canvas.poly([*top, *low[::-1]], mix(colours[0], NIGHT, 0.1))
    (x0, y0), (x1, y1) = top[half], low[half]
    canvas.disc((x0 + x1) / 2, (y0 + y1) / 2, 36, mix(colours[1], NIGHT, 0.1))
    canvas.poly([*top[half - 4 : half + 6], *low[half - 4 : half + 6][::-1]], NIGHT, 0.16)


def derby() -> Image.Image:
    """A shot at goal in a full ground under floodlights, the port behind."""
    canvas, rng = Canvas(WIDE, NIGHT), Random(19)
    dusk_harbour(canvas, rng)
    floodlights(canvas)
    far_stand(canvas, rng)
    grass(canvas)
    canvas.soft(
        [ground(6, 8), ground(52, 8), ground(52, 64), ground(12, 64)], "#f6ffd0", 0.2, 60, True
    )
    end_stand(canvas, rng)
    goal(canvas)
    beams(canvas)
    players(canvas)
    canvas.soft([(0, 1067), (0, 930), (1600, 930), (1600, 1067)], "#0b0f26", 0.55, 46)
    flag(canvas, 96, 800, (MAROON, GOLD))
    supporters(canvas, rng)
    return canvas.finish(0.05, 23)


# -- the lighthouse theatre -------------------------------------------------------------------

FLOOR = 742.0
PLUSH, PLUSH_LIGHT, PLUSH_DARK = "#9c1f2c", "#d6453f", "#4a0d1e"
GILT, GILT_DARK = "#d9a54a", "#7d5423"
SHADE = "#150a18"


def backdrop(canvas: Canvas, rng: Random) -> None:
    """The painted cloth: a lighthouse on a headland over a moonlit sea."""
    canvas.gradient(
        120, FLOOR, [(0, "#10233f"), (0.5, "#235067"), (0.78, "#5b9099"), (1, "#a7c1ae")]
    )
    for _ in range(80):
        canvas.disc(
            rng.uniform(300, 1300), rng.uniform(150, 430), rng.uniform(0.8, 1.8), "#f4ead0", 0.7
        )
    canvas.rect(200, 600, 1400, FLOOR, "#1d4a5c")
    for _ in range(120):
        y = rng.uniform(606, FLOOR - 6)
        canvas.oval(rng.uniform(300, 1300), y, rng.uniform(12, 50), 1.6, "#8fc0bd", 0.4)
    canvas.poly(
        smooth([(800, FLOOR), (870, 650), (930, 606), (1040, 590), (1240, 560), (1420, FLOOR)], 8),
        "#12303f",
    )
    canvas.poly([(962, 600), (974, 372), (1022, 372), (1034, 600)], "#e9dcc0")
    for y0, y1 in ((560, 510), (462, 416)):
        canvas.poly(
            [
                (962 + (600 - y0) * 0.0526, y0),
                (962 + (600 - y1) * 0.0526, y1),
                (1034 - (600 - y1) * 0.0526, y1),
                (1034 - (600 - y0) * 0.0526, y0),
            ],
            "#b8443a",
        )
    canvas.rect(964, 362, 1032, 374, "#1a2030")
    canvas.rect(980, 330, 1016, 362, "#ffe49a")
    canvas.poly([(972, 330), (1024, 330), (998, 300)], "#1a2030")
    canvas.soft([(998, 346), (300, 250), (300, 390)], "#fff0b8", 0.28, 8, True)
    canvas.glow(998, 346, 90, "#fff0b8", 0.8)


def boards(canvas: Canvas) -> None:
    """The stage floor in perspective and its lit edge."""
    canvas.gradient(FLOOR, 880, [(0, "#5b3626"), (1, "#a86a3c")])
    for k in range(-22, 23):
        canvas.line([(800 + k * 44, FLOOR), (800 + k * 78, 880)], "#3a2018", 1.6, 0.8)
    canvas.rect(0, 880, 1600, 912, "#3a1c18")
    canvas.rect(0, 880, 1600, 886, GILT)


def curtain(canvas: Canvas, side: int) -> None:
    """One drawn curtain, its folds gathered at a gilt tie."""
    outer = 800 + side * 640
    heights = [100 + k * 790 / 40 for k in range(41)]

    def inner(y: float) -> float:
        gather = math.exp(-(((y - 600) / 150) ** 2))
        fall = max(0.0, (y - 600) / 290)
        return 800 + side * (292 + 190 * gather + 60 * min(1, (y / 600) ** 3) - 6 * fall)

    strips = 54
    for k in range(strips):
        wave = math.sin(k * 0.9 + 0.5) * 0.5 + 0.5
        tint = mix(PLUSH_DARK, PLUSH, wave) if wave < 0.72 else mix(PLUSH, PLUSH_LIGHT, wave - 0.5)
        tint = mix(tint, SHADE, 0.42 * (1 - k / strips))
        left = [(outer + (inner(y) - outer) * k / strips, y) for y in heights]
        right = [(outer + (inner(y) - outer) * (k + 1.15) / strips, y) for y in heights]
        canvas.poly([*left, *right[::-1]], tint)
    edge = [(inner(y), y) for y in heights]
    canvas.line(edge, GILT, 6)
    at = inner(600)
    canvas.poly(
        smooth(
            [
                (outer, 560),
                ((outer + at) / 2, 600),
                (at, 584),
                (at, 618),
                ((outer + at) / 2, 636),
                (outer, 596),
            ],
            6,
            True,
        ),
        GILT,
    )
    canvas.stroke([(at - side * -6, 606), (at - side * -10, 690)], lambda t: 9 + 16 * t, GILT_DARK)
    canvas.disc(at + side * 6, 610, 15, GILT)


def valance(canvas: Canvas) -> None:
    """The swags across the top with a gilt fringe."""
    canvas.rect(150, 60, 1450, 150, PLUSH_DARK)
    swags = 7
    wide = 1300 / swags
    for k in range(swags):
        x0 = 150 + k * wide
        for fold in range(9):
            t0, t1 = fold / 9, (fold + 1) / 9
            wave = math.sin(fold * 1.5 + 0.6) * 0.5 + 0.5

            def arc(t: float, x0: float = x0) -> list[Point]:
                return [
                    (x0 + wide * s / 20, 92 + 128 * t * math.sin(math.pi * s / 20))
                    for s in range(21)
                ]

            canvas.poly(
                [*arc(t0), *arc(t1)[::-1]],
                mix(PLUSH_DARK, mix(PLUSH, PLUSH_LIGHT, wave * 0.5), 0.25 + 0.65 * wave),
            )
        hem = [(x0 + wide * s / 20, 92 + 130 * math.sin(math.pi * s / 20)) for s in range(21)]
        canvas.line(hem, GILT, 7)
        for s in range(1, 20):
            canvas.line([hem[s], (hem[s][0], hem[s][1] + 14)], GILT_DARK, 2.4)
        canvas.stroke([(x0, 92), (x0, 190)], swell(34, 8), mix(PLUSH, PLUSH_DARK, 0.5))
        canvas.disc(x0, 96, 12, GILT)


def arch(canvas: Canvas) -> None:
    """The gilt proscenium with the dark house round it."""
    canvas.rect(0, 0, 1600, 72, SHADE)
    for x0, x1 in ((0, 150), (1450, 1600)):
        canvas.rect(x0, 0, x1, 912, SHADE)
    for x0, lit in ((104, 1), (1436, -1)):
        canvas.rect(x0, 62, x0 + 60, 900, GILT_DARK)
        for k in range(4):
            canvas.rect(
                x0 + 7 + k * 13,
                120,
                x0 + 14 + k * 13,
                850,
                mix(GILT, GILT_DARK, 0.22 * (k if lit < 0 else 3 - k)),
            )
        canvas.rect(x0 - 8, 842, x0 + 68, 900, GILT_DARK)
        canvas.rect(x0 - 8, 842, x0 + 68, 850, GILT)
        canvas.rect(x0 - 8, 100, x0 + 68, 128, GILT)
    canvas.rect(96, 44, 1504, 100, GILT_DARK)
    canvas.rect(96, 44, 1504, 51, GILT)
    canvas.rect(96, 92, 1504, 100, GILT)
    for k in range(35):
        canvas.disc(120 + k * 40, 72, 11, mix(GILT, GILT_DARK, 0.3))
        canvas.disc(120 + k * 40, 72, 5, GILT_DARK)
    canvas.disc(800, 58, 52, GILT)
    canvas.disc(800, 58, 42, GILT_DARK)
    canvas.poly([(784, 86), (790, 34), (810, 34), (816, 86)], "#f3e2b4")
    canvas.rect(786, 26, 814, 34, "#f3e2b4")
    canvas.poly([(788, 26), (812, 26), (800, 12)], "#f3e2b4")


def spotlight(canvas: Canvas, x: float, y: float) -> None:
    """A beam from above to a pool of light on the floor."""
    canvas.soft([(470, 96), (520, 96), (x + 150, y), (x - 150, y)], "#fff1c9", 0.42, 9, True)
    pool = [
        (x + 170 * math.cos(a), y + 30 * math.sin(a))
        for a in (math.tau * k / 40 for k in range(40))
    ]
    canvas.soft(pool, "#fff1c9", 0.62, 6, True)


def actor(canvas: Canvas, x: float, y: float, tall: float) -> None:
    """A woman in a sari holding up a lantern."""

    def at(points: Points) -> list[Point]:
        return [(x + px * tall, y - py * tall) for px, py in points]

    def shape(points: Points, fill: str) -> None:
        canvas.poly(smooth(at(points), 8, True), fill)

    skin, sari, border = "#8a5238", "#e8eee0", "#d98c2f"
    canvas.oval(x + 0.16 * tall, y + 4, 0.32 * tall, 10, "#2a1410", 0.5)
    shape(
        [
            (-0.09, 0.8),
            (-0.16, 0.64),
            (-0.2, 0.5),
            (-0.26, 0.36),
            (-0.36, 0.25),
            (-0.31, 0.2),
            (-0.24, 0.23),
            (-0.18, 0.2),
            (-0.14, 0.34),
            (-0.1, 0.56),
            (-0.05, 0.72),
        ],
        "#b9c9c4",
    )
    canvas.line(
        smooth(at([(-0.36, 0.25), (-0.31, 0.2), (-0.24, 0.23), (-0.18, 0.2)]), 8), border, 7
    )
    for tip in (-0.31, -0.24):
        canvas.stroke(smooth(at([(-0.1, 0.7), (-0.16, 0.46), (tip, 0.23)]), 8), swell(4), "#8fa5a4")
    canvas.limb(at([(-0.1, 0.77), (-0.21, 0.66), (-0.33, 0.69)]), (24, 18, 11), skin)
    shape(
        [
            (-0.18, 0.0),
            (-0.13, 0.2),
            (-0.1, 0.44),
            (-0.085, 0.58),
            (0.08, 0.58),
            (0.11, 0.42),
            (0.16, 0.2),
            (0.22, 0.0),
            (0.02, -0.015),
        ],
        sari,
    )
    for px, bend in ((-0.08, -0.03), (-0.02, -0.01), (0.04, 0.02), (0.1, 0.04)):
        canvas.stroke(
            smooth(at([(px * 0.5, 0.54), (px, 0.26), (px + bend, 0.01)]), 8), swell(4.5), "#a9bcb8"
        )
    canvas.line(smooth(at([(-0.18, 0.005), (0.02, -0.01), (0.22, 0.005)]), 8), border, 8)
    shape(
        [
            (-0.085, 0.56),
            (-0.11, 0.7),
            (-0.11, 0.79),
            (-0.03, 0.825),
            (0.04, 0.825),
            (0.11, 0.79),
            (0.1, 0.68),
            (0.08, 0.56),
        ],
        "#a8324a",
    )
    shape(
        [
            (-0.12, 0.795),
            (-0.02, 0.82),
            (0.04, 0.72),
            (0.095, 0.56),
            (-0.02, 0.55),
            (-0.09, 0.56),
            (-0.11, 0.68),
        ],
        sari,
    )
    canvas.line(smooth(at([(-0.02, 0.82), (0.04, 0.72), (0.095, 0.56)]), 8), border, 6)
    canvas.limb(at([(0.0, 0.82), (0.01, 0.87)]), (20, 18), skin)
    shape(
        [
            (-0.05, 0.9),
            (-0.04, 0.985),
            (0.02, 1.0),
            (0.065, 0.96),
            (0.072, 0.905),
            (0.04, 0.86),
            (0.0, 0.855),
        ],
        skin,
    )
    shape(
        [
            (-0.06, 0.87),
            (-0.085, 0.93),
            (-0.06, 1.0),
            (0.02, 1.022),
            (0.07, 0.985),
            (0.02, 0.97),
            (-0.005, 0.92),
            (-0.02, 0.88),
        ],
        "#1c1420",
    )
    canvas.disc(x - 0.085 * tall, y - 0.93 * tall, 0.04 * tall, "#1c1420")
    for k in range(5):
        canvas.disc(x - (0.115 - 0.012 * k) * tall, y - (0.965 - 0.02 * k) * tall, 3.4, "#fff4dc")
    canvas.limb(at([(0.1, 0.775), (0.2, 0.84), (0.26, 1.0)]), (24, 18, 11), skin)
    canvas.limb(at([(0.1, 0.775), (0.15, 0.81)]), (27, 23), "#a8324a")
    lantern(canvas, *at([(0.265, 1.0)])[0])


def lantern(canvas: Canvas, x: float, y: float) -> None:
    """A hurricane lamp hanging from a hand, alight."""
    canvas.ring(x, y + 8, 13, "#2a2026", 3)
    canvas.rect(x - 12, y + 20, x + 12, y + 27, "#2a2026", radius=2)
    canvas.rect(x - 10, y + 27, x + 10, y + 50, "#ffdf8c", radius=5)
    canvas.rect(x - 14, y + 50, x + 14, y + 60, "#2a2026", radius=3)
    canvas.glow(x, y + 38, 120, "#ffb84f", 0.8)
    canvas.disc(x, y + 40, 5, "#fffbe8")


def audience(canvas: Canvas, rng: Random) -> None:
    """The stalls in silhouette, with a thread of light on the heads."""
    canvas.rect(0, 912, 1600, 1067, SHADE)
    for k in range(21):
        canvas.disc(200 + k * 60, 902, 8, "#ffe6a8")
        canvas.glow(200 + k * 60, 900, 46, "#ffb65c", 0.5)
    for y, size, tint, rim in (
        (950, 27, "#2c1220", "#8a4a3a"),
        (1008, 34, "#1e0c1a", "#6b3430"),
        (1072, 43, "#10060f", "#4a2226"),
    ):
        x = rng.uniform(-30, 10)
        while x < 1640:
            lift = rng.uniform(-6, 6)
            wide = size * rng.uniform(0.56, 0.64)
            canvas.disc(x, y - 3 + lift, wide, rim)
            canvas.disc(x, y + lift, wide, tint)
            if rng.random() < 0.35:
                canvas.disc(x - size * 0.1, y + size * 0.3 + lift, size * 0.34, tint)
            canvas.rect(
                x - size * 1.05,
                y + size * 0.62 + lift,
                x + size * 1.05,
                1100,
                tint,
                radius=size * 0.5,
            )
            x += size * rng.uniform(2.2, 2.6)


def stage() -> Image.Image:
    """One spotlit actor on a curtained stage before a painted lighthouse."""
    canvas, rng = Canvas(WIDE, SHADE), Random(8)
    backdrop(canvas, rng)
    boards(canvas)
    canvas.soft([(200, 100), (1400, 100), (1400, FLOOR), (200, FLOOR)], SHADE, 0.3, 50)
    spotlight(canvas, 690, 812)
    actor(canvas, 690, 812, 330)
    for side in (-1, 1):
        curtain(canvas, side)
    valance(canvas)
    arch(canvas)
    audience(canvas, rng)
    canvas.glow(690, 700, 520, "#ffcf86", 0.2)
    return canvas.finish(0.09, 29)
