"""The port and the waterworks: isometric cranes, the pump house, and the tide gate."""

from __future__ import annotations

import math
from itertools import pairwise
from random import Random

from kit import WIDE, Canvas, Point, Points, mirror, mix, ridge, ripple, smooth
from PIL import Image

# -- the quay, isometric ----------------------------------------------------------------------

UNIT = 8.0
BOXES = ["#c8502f", "#e2a23b", "#1f6f78", "#efe0bd", "#2b3f5c", "#8f3a35", "#5d9a94"]
CRANE = "#d8432e"
SEA, PAVING = "#2a8288", "#e3d2a8"


def iso(x: float, y: float, z: float = 0.0) -> Point:
    """Metres along the quay, inland from its edge, and up."""
    return 790 + (x - y) * 0.866 * UNIT, 566 + (x + y) * 0.5 * UNIT - z * UNIT + 24


def block(
    canvas: Canvas, low: tuple[float, float, float], high: tuple[float, float, float], tint: str
) -> None:
    """A box with a light top, a middling front and a dark end."""
    (x0, y0, z0), (x1, y1, z1) = low, high
    canvas.poly(
        [iso(x0, y0, z1), iso(x1, y0, z1), iso(x1, y1, z1), iso(x0, y1, z1)],
        mix(tint, "#fff3d0", 0.28),
    )
    canvas.poly([iso(x0, y1, z0), iso(x1, y1, z0), iso(x1, y1, z1), iso(x0, y1, z1)], tint)
    canvas.poly(
        [iso(x1, y0, z0), iso(x1, y1, z0), iso(x1, y1, z1), iso(x1, y0, z1)],
        mix(tint, "#101a38", 0.36),
    )


def container(canvas: Canvas, x: float, y: float, z: float, tint: str) -> None:
    """A forty-foot container, ribbed along its side."""
    block(canvas, (x, y, z), (x + 12.2, y + 2.4, z + 2.5), tint)
    for k in range(1, 12):
        at = x + 12.2 * k / 12
        canvas.line(
            [iso(at, y + 2.4, z + 0.25), iso(at, y + 2.4, z + 2.25)],
            mix(tint, "#101a38", 0.25),
            0.8,
        )
    canvas.line(
        [iso(x + 12.2, y + 1.2, z + 0.2), iso(x + 12.2, y + 1.2, z + 2.3)],
        mix(tint, "#101a38", 0.6),
        0.8,
    )


def sea(canvas: Canvas, rng: Random) -> None:
    """The dock water with short waves along the quay's own angle."""
    canvas.gradient(0, 1067, [(0, "#4fa39d"), (0.5, SEA), (1, "#1c626e")])
    for _ in range(520):
        x, y = rng.uniform(-180, 220), rng.uniform(-190, -1)
        long = rng.uniform(1.5, 6)
        canvas.line([iso(x, y), iso(x + long, y)], rng.choice(["#8fcfc4", "#1a5d69"]), 1.6, 0.5)


def paving(canvas: Canvas, rng: Random) -> None:
    """The quay, its edge, rails, lanes and worn patches."""
    canvas.poly([iso(-220, 0), iso(220, 0), iso(220, 0, -6), iso(-220, 0, -6)], "#5c4d48")
    canvas.poly([iso(-220, 0), iso(240, 0), iso(240, 240), iso(-220, 240)], PAVING)
    for _ in range(130):
        x, y = rng.uniform(-160, 120), rng.uniform(3, 150)
        wide, deep = rng.uniform(3, 16), rng.uniform(2, 7)
        canvas.poly(
            [iso(x, y), iso(x + wide, y), iso(x + wide, y + deep), iso(x, y + deep)],
            rng.choice(["#cdb98c", "#f0e2bf"]),
            0.35,
        )
    canvas.poly([iso(-220, 0), iso(220, 0), iso(220, 1.2), iso(-220, 1.2)], "#f3e8cb")
    for y in (4.0, 24.0):
        canvas.line([iso(-220, y), iso(220, y)], "#7b6a58", 3)
    for y in (9.5, 14.0, 18.5):
        for k in range(-36, 36):
            canvas.line([iso(k * 6, y), iso(k * 6 + 3, y)], "#f9f2dc", 2)
    for y in (36.0, 66.0, 96.0):
        canvas.line([iso(-220, y), iso(220, y)], "#e2a23b", 2.5)
    for k in range(-16, 18):
        block(canvas, (k * 13.0, 1.6, 0), (k * 13.0 + 1, 2.6, 1.2), "#3a3a46")


def ship(canvas: Canvas, rng: Random) -> None:
    """A container ship alongside, its bridge aft and its deck full."""
    plan: Points = [(-84, -4), (42, -4), (58, -9), (66, -18), (58, -27), (42, -32), (-84, -32)]
    canvas.poly([iso(x + 7, y - 3) for x, y in plan], "#134a56", 0.55)
    for low, high, tint in ((0.0, 2.2, "#a8322a"), (2.2, 8.5, "#22385a")):
        for (xa, ya), (xb, yb) in pairwise(plan):
            if (xb - xa) - (yb - ya) <= 0:
                continue
            face = mix(tint, "#0c1530", 0.5 * min(1.0, (ya - yb) / 9))
            canvas.poly(
                [iso(xa, ya, low), iso(xb, yb, low), iso(xb, yb, high), iso(xa, ya, high)], face
            )
    canvas.line([iso(x, y, 0.1) for x, y in plan[:4]], "#d6ece2", 2.5, 0.8)
    canvas.poly([iso(x, y, 8.5) for x, y in plan], "#b56a45")
    canvas.line([iso(x, y, 8.5) for x, y in plan[:4]], "#efe0bd", 3)
    block(canvas, (-78, -30, 8.5), (-67, -6, 26), "#efe6cf")
    for level in range(5):
        z = 11.5 + level * 3
        for k in range(9):
            y = -29 + k * 2.5
            canvas.poly(
                [
                    iso(-67, y, z),
                    iso(-67, y + 1.3, z),
                    iso(-67, y + 1.3, z + 1.3),
                    iso(-67, y, z + 1.3),
                ],
                "#22385a",
            )
    block(canvas, (-79, -33, 26), (-66, -3, 29.5), "#fbf4e0")
    canvas.poly(
        [iso(-66, -32, 27), iso(-66, -4, 27), iso(-66, -4, 28.8), iso(-66, -32, 28.8)], "#1f6f78"
    )
    block(canvas, (-84, -22, 8.5), (-79, -14, 32), "#c8502f")
    for column in range(7):
        x = -60 + column * 13.4
        tiers = (5, 6, 5, 6, 4, 5, 3)[column]
        for row in range(10):
            for tier in range(max(1, tiers - rng.choice([0, 0, 1, 1, 2]))):
                container(canvas, x, -31 + row * 2.65, 9 + tier * 2.6, rng.choice(BOXES))
    block(canvas, (49, -19.5, 8.5), (50.5, -18, 19), "#efe0bd")


def girder(
    canvas: Canvas,
    a: tuple[float, float, float],
    b: tuple[float, float, float],
    width: float,
    tint: str = CRANE,
) -> None:
    """A straight steel member."""
    canvas.line([iso(*a), iso(*b)], tint, width)


def crane(canvas: Canvas, x: float, reach: float, load: str) -> None:
    """A ship-to-shore crane: portal, boom, stays, machinery house and a box on its wires."""
    dark, light = mix(CRANE, "#101a38", 0.42), mix(CRANE, "#fff0d0", 0.3)
    canvas.poly([iso(x - 8, 4), iso(x + 18, -2), iso(x + 40, 24), iso(x + 12, 24)], "#7a6248", 0.18)
    for dx in (-8, 8):
        for y in (4.0, 24.0):
            block(canvas, (x + dx - 2.4, y - 1.2, 0), (x + dx + 2.4, y + 1.2, 2.2), "#3a3a46")
    for dx, tint in ((-8, dark), (8, CRANE)):
        girder(canvas, (x + dx, 4, 2), (x + dx, 4, 40), 10, tint)
        girder(canvas, (x + dx, 24, 2), (x + dx, 24, 40), 10, tint)
        girder(canvas, (x + dx, 4, 16), (x + dx, 24, 16), 7, tint)
        girder(canvas, (x + dx, 4, 16), (x + dx, 24, 39), 4, tint)
        girder(canvas, (x + dx, 4, 40), (x + dx, 24, 40), 7, tint)
    for y in (4.0, 24.0):
        girder(canvas, (x - 8, y, 40), (x + 8, y, 40), 8)
        girder(canvas, (x - 8, y, 14), (x + 8, y, 14), 7, dark if y < 5 else CRANE)
    for dx in (-6, 6):
        girder(canvas, (x + dx, 6, 40), (x, 7, 60), 5, dark)
    block(canvas, (x - 2.2, -reach, 40), (x + 2.2, 38, 43), CRANE)
    for k in range(int((reach + 38) / 3)):
        y = -reach + k * 3
        girder(canvas, (x + 2.2, y, 40.2), (x + 2.2, y + 1.5, 42.8), 1.2, light)
        girder(canvas, (x + 2.2, y + 1.5, 42.8), (x + 2.2, y + 3, 40.2), 1.2, light)
    block(canvas, (x - 3.5, 25, 43), (x + 3.5, 36, 49), "#efe6cf")
    for dx in (-4, 5):
        girder(canvas, (x + dx, 8, 43), (x, 7, 60), 6)
    for y in (-reach + 2, -reach / 2 - 2, 34.0):
        girder(canvas, (x, 7, 60), (x, y, 43 if y < 25 else 49), 2.4)
    hang = -16.0 if reach > 40 else -12.0
    block(canvas, (x - 2.6, hang - 2, 38.4), (x + 2.6, hang + 2, 40), "#22385a")
    block(canvas, (x + 2.8, hang + 2, 35.6), (x + 5.2, hang + 5, 39), "#fbf4e0")
    for dx in (-4, 4):
        girder(canvas, (x + dx * 0.4, hang, 38), (x + dx, hang, 31.6), 1.3, "#22304a")
    container(canvas, x - 6.1, hang - 1.2, 28.4, load)


def yard(canvas: Canvas, rng: Random) -> None:
    """Blocks of stacked containers on the quay."""
    for start, rows in ((40.0, 7), (70.0, 8), (102.0, 9)):
        for column in range(-13, 15):
            x = column * 13.2
            if column in (-9, 3) or rng.random() < 0.06:
                continue
            tall = rng.choice([2, 3, 3, 4]) if column % 5 else 2
            for row in range(rows):
                for tier in range(max(0, tall - rng.choice([0, 0, 1, 1, 2]))):
                    container(canvas, x, start + row * 2.62, tier * 2.55, rng.choice(BOXES))


def lorry(canvas: Canvas, x: float, y: float, tint: str) -> None:
    """A yard lorry carrying one container."""
    block(canvas, (x, y, 0.6), (x + 13, y + 2.4, 1.4), "#3a3a46")
    container(canvas, x + 0.4, y, 1.4, tint)
    block(canvas, (x + 13.4, y, 0.6), (x + 16.2, y + 2.4, 3.8), "#fbf4e0")


def tug(canvas: Canvas, x: float, y: float) -> None:
    """A harbour tug with its wake."""
    for k in range(14):
        aft = x - 3 - k * 2.2
        for at in (y + 2 - k * 0.5, y + 4 + k * 0.5):
            canvas.line([iso(aft, at), iso(aft - 1.5, at)], "#d6ece2", 4, 0.7 - 0.045 * k)
    plan: Points = [(0, 0), (0, 6), (11, 6), (15, 3), (11, 0)]
    for (xa, ya), (xb, yb) in pairwise(plan[1:4]):
        canvas.poly(
            [
                iso(x + xa, y + ya),
                iso(x + xb, y + yb),
                iso(x + xb, y + yb, 2.4),
                iso(x + xa, y + ya, 2.4),
            ],
            "#8f2f2a" if ya == yb else "#6c2226",
        )
    canvas.poly([iso(x + a, y + b, 2.4) for a, b in plan], "#d99a5a")
    block(canvas, (x + 4, y + 1.4, 2.4), (x + 9, y + 4.6, 5.6), "#fbf4e0")
    block(canvas, (x + 5, y + 1.8, 5.6), (x + 8.4, y + 4.2, 7.8), "#1f6f78")
    block(canvas, (x + 1.6, y + 2.4, 2.4), (x + 3.2, y + 3.8, 7), "#e2a23b")


def cranes() -> Image.Image:
    """Three quay cranes working a container ship, seen from above."""
    canvas, rng = Canvas(WIDE, SEA), Random(52)
    sea(canvas, rng)
    tug(canvas, 62, -62)
    tug(canvas, -20, -96)
    paving(canvas, rng)
    ship(canvas, rng)
    for x, tint in ((-70.0, "#1f6f78"), (-28.0, "#e2a23b"), (22.0, "#c8502f"), (72.0, "#2b3f5c")):
        lorry(canvas, x, 12.6, tint)
    for x, reach, load in (
        (-46.0, 44.0, "#e2a23b"),
        (-6.0, 44.0, "#1f6f78"),
        (36.0, 44.0, "#efe0bd"),
    ):
        crane(canvas, x, reach, load)
    yard(canvas, rng)
    for x, y in ((1180, 150), (1240, 120), (1320, 190), (1130, 215), (560, 90), (470, 60)):
        gull(canvas, x, y)
    return canvas.finish(0.035, 13)


def gull(canvas: Canvas, x: float, y: float) -> None:
    """A gull seen from above."""
    for side in (-1, 1):
        wing = smooth([(x, y), (x + side * 10, y - 8), (x + side * 24, y - 3)], 8)
        canvas.stroke(wing, lambda t: 5 * (1 - t * 0.8), "#fbf8ea")
    canvas.oval(x, y + 1, 3, 5, "#fbf8ea")


# -- the pump house ---------------------------------------------------------------------------

BRICK, BRICK_DARK, LIME = "#b5573a", "#7a3529", "#ecdcb6"
CANAL = 812.0


def bricks(canvas: Canvas, rng: Random, x0: float, y0: float, x1: float, y1: float) -> None:
    """A brick wall, course by course, no two courses quite alike."""
    canvas.rect(x0, y0, x1, y1, BRICK)
    y, row = y0, 0
    while y < y1:
        x = x0 - (row % 2) * 14
        while x < x1:
            tint = mix(BRICK, rng.choice([BRICK_DARK, "#d57a4c", "#9a4632"]), rng.uniform(0, 0.42))
            canvas.rect(max(x, x0) + 0.7, y + 0.7, min(x + 27, x1), min(y + 11, y1), tint)
            x += 28
        y += 12
        row += 1


def arched(
    canvas: Canvas, x: float, y: float, wide: float, tall: float, door: bool = False
) -> None:
    """A round-headed window or door in a lime surround; x, y is the middle of its sill."""
    half = wide / 2
    spring = y - tall + half

    def head(r: float) -> list[Point]:
        return [
            (x + r * math.cos(a), spring - r * math.sin(a))
            for a in (math.pi * k / 30 for k in range(31))
        ]

    canvas.poly([(x + half + 16, y), *head(half + 16), (x - half - 16, y)], LIME)
    for k in range(1, 12):
        a = math.pi * k / 12
        canvas.line(
            [(x + r * math.cos(a), spring - r * math.sin(a)) for r in (half, half + 16)],
            "#b89a76",
            1.4,
        )
    canvas.poly([(x + half, y), *head(half), (x - half, y)], "#6d2f26" if door else "#274a55")
    if door:
        for k in range(1, 6):
            canvas.line(
                [(x - half + wide * k / 6, y), (x - half + wide * k / 6, spring)], "#4a1f1c", 2
            )
        canvas.rect(x - 2, spring - half, x + 2, y, "#4a1f1c")
        canvas.disc(x + 10, y - tall * 0.36, 4, "#e2b457")
        return
    canvas.poly([(x + half, y), *head(half)[:18], (x - half * 0.2, y)], "#4f8a8c", 0.5)
    for k in range(1, 4):
        canvas.line(
            [(x - half + wide * k / 4, y), (x - half + wide * k / 4, spring - half * 0.8)], LIME, 3
        )
    for k in range(5):
        canvas.line([(x - half, y - tall * k / 6), (x + half, y - tall * k / 6)], LIME, 3)
    canvas.rect(x - half - 22, y, x + half + 22, y + 12, "#d5c096")


def pump_pipe(canvas: Canvas, x: float, y: float, wide: float) -> None:
    """A big pipe out of the wall, over its saddle and down, pouring into the canal."""
    bend = 76.0

    def run(offset: float, width: float, tint: str) -> None:
        arc = [
            (x + (bend - offset) * math.sin(a), y + bend - (bend - offset) * math.cos(a))
            for a in (math.pi / 2 * k / 16 for k in range(17))
        ]
        canvas.line([(x - 300, y + offset), *arc, (x + bend - offset, CANAL - 88)], tint, width)

    run(0, wide, "#1f5560")
    run(-wide * 0.18, wide * 0.45, "#2f7681")
    run(-wide * 0.3, wide * 0.14, "#7fb5b2")
    for dx in (-312, -150, -6):
        canvas.rect(x + dx, y - wide / 2 - 9, x + dx + 16, y + wide / 2 + 9, "#173e49", radius=4)
        for k in range(4):
            canvas.disc(x + dx + 8, y - wide / 2 + wide * (k + 0.5) / 4, 3, "#7fb5b2")
    canvas.rect(
        x + bend - wide / 2 - 9,
        CANAL - 104,
        x + bend + wide / 2 + 9,
        CANAL - 86,
        "#173e49",
        radius=4,
    )
    pour = [
        (x + bend - wide * 0.42, CANAL - 86),
        (x + bend + wide * 0.42, CANAL - 86),
        (x + bend + wide * 0.56, CANAL + 20),
        (x + bend - wide * 0.5, CANAL + 20),
    ]
    canvas.poly(pour, "#e3efe4", 0.95)
    for k in range(6):
        px = x + bend - wide * 0.34 + wide * 0.14 * k
        canvas.line([(px, CANAL - 84), (px + (k - 2.5) * 2, CANAL + 16)], "#9fc6c4", 2.4, 0.8)


def splash(canvas: Canvas, rng: Random, x: float, wide: float) -> None:
    """Foam where a pipe pours into the canal."""
    for _ in range(46):
        dx, dy = rng.gauss(0, wide * 0.6), rng.gauss(10, 9)
        canvas.oval(x + dx, CANAL + dy, rng.uniform(8, 26), rng.uniform(3, 8), "#f3f7ea", 0.7)
    for k in range(4):
        r = wide * (0.9 + 0.4 * k)
        ring = [
            (x + r * math.cos(a), CANAL + 22 + r * 0.16 * math.sin(a))
            for a in (math.tau * s / 50 for s in range(51))
        ]
        canvas.line(ring, "#eaf3e4", 2, 0.6 - 0.12 * k)


def pump_building(canvas: Canvas, rng: Random) -> None:
    """The brick house with its gable, chimney, windows, door and date stone."""
    bricks(canvas, rng, 1010, 190, 1090, 480)
    for y, wide in ((190, 54), (176, 48)):
        canvas.rect(1050 - wide, y - 14, 1050 + wide, y, LIME)
    gable: Points = [(170, 400), (560, 232), (950, 400)]
    bricks(canvas, rng, 190, 236, 930, 404)
    left_cut: Points = [(150, 402), (150, 220), (570, 220), (560, 232)]
    right_cut: Points = [(970, 402), (970, 220), (550, 220), (560, 232)]
    for cut in (left_cut, right_cut):
        canvas.poly(cut, "#dfd8b8")
    canvas.line(gable, "#6f4a40", 24)
    canvas.line([(x, y - 7) for x, y in gable], "#a9705a", 9)
    bricks(canvas, rng, 190, 400, 930, CANAL - 50)
    canvas.rect(180, 402, 940, 418, LIME)
    canvas.poly([(924, 470), (924, 404), (1160, 404), (1200, 470)], "#8d5a4c")
    for k in range(14):
        canvas.line([(930 + k * 17, 404), (934 + k * 19.4, 470)], "#6f4238", 2)
    bricks(canvas, rng, 930, 470, 1180, CANAL - 50)
    for x in (310, 810):
        arched(canvas, x, 650, 124, 206)
    arched(canvas, 560, CANAL - 50, 158, 300, door=True)
    canvas.disc(560, 330, 46, LIME)
    canvas.disc(560, 330, 36, "#274a55")
    for k in range(4):
        a = math.pi * k / 4
        canvas.line(
            [
                (560 - 36 * math.cos(a), 330 - 36 * math.sin(a)),
                (560 + 36 * math.cos(a), 330 + 36 * math.sin(a)),
            ],
            LIME,
            3,
        )
    canvas.rect(490, 424, 630, 452, LIME, radius=3)
    canvas.text(560, 438, "PUMP HOUSE", 18, BRICK_DARK, bold=0.4)
    for x in (190, 690, 912):
        canvas.rect(x, 418, x + 18, CANAL - 50, mix(BRICK, BRICK_DARK, 0.55))
    canvas.rect(170, CANAL - 74, 1190, CANAL - 50, "#8d8270")


def pump_house() -> Image.Image:
    """A brick pump house whose two pipes pour into a canal."""
    canvas, rng = Canvas(WIDE, "#dfd8b8"), Random(61)
    canvas.gradient(
        0, CANAL, [(0, "#9fbfb8"), (0.25, "#dfd8b8"), (0.55, "#dfd8b8"), (1, "#f3dfae")]
    )
    canvas.disc(1330, 250, 84, "#f6e9bd")
    for x, y, long in ((1250, 290, 300), (1400, 220, 260), (120, 130, 300), (1440, 340, 240)):
        canvas.oval(x, y, long / 2, 15, "#efe7cb")
        canvas.oval(x + 60, y - 12, long / 4, 14, "#efe7cb")
    for y, high, tint in ((700, 170, "#b4bd97"), (740, 120, "#8aa07e")):
        canvas.poly([(0, CANAL), *ridge(rng, 0, 1600, y, high, 16), (1600, CANAL)], tint)
    for x in (60, 118, 1400, 1490, 1560):
        canvas.rect(x - 4, 640, x + 4, 770, "#5e5a40")
        for dx, dy, r in ((0, -10, 52), (-30, 22, 38), (30, 20, 40)):
            canvas.disc(x + dx, 620 + dy, r, "#5f7f5c")
        canvas.disc(x - 14, 596, 26, "#7f9a68")
    canvas.rect(0, CANAL - 52, 1600, CANAL, "#a39a80")
    canvas.rect(0, CANAL - 56, 1600, CANAL - 46, "#cabf9e")
    pump_building(canvas, rng)
    for k in range(14):
        canvas.rect(k * 120 + 40, CANAL - 42, k * 120 + 42, CANAL, "#7d765f")
    canvas.rect(0, CANAL - 24, 1600, CANAL - 22, "#7d765f")
    pump_pipe(canvas, 1430, 570, 62)
    pump_pipe(canvas, 1260, 640, 62)
    canvas.replace(mirror(canvas, CANAL, 1.0))
    canvas.replace(ripple(canvas.image, round(CANAL * 2), 11, 4, 17))
    canvas.soft([(0, CANAL), (1600, CANAL), (1600, 1067), (0, 1067)], "#3d6a68", 0.5, 6)
    for _ in range(220):
        t = rng.random()
        canvas.oval(
            rng.uniform(0, 1600),
            CANAL + 8 + 250 * t,
            rng.uniform(12, 50) * (0.4 + t),
            1 + 1.2 * t,
            rng.choice(["#cfdcc4", "#2b5355"]),
            0.3,
        )
    for x in (1336, 1506):
        splash(canvas, rng, x, 62)
    return canvas.finish(0.1, 3)


# -- the tide gate ----------------------------------------------------------------------------

CREEK = 704.0
CONCRETE = "#b3a68c"


def gate_leaf(canvas: Canvas, x0: float, x1: float, lift: float) -> None:
    """A riveted steel gate in its slot, raised by `lift`, with its screw."""
    top, low = 400 - lift, CREEK - lift
    middle = (x0 + x1) / 2
    canvas.rect(middle - 6, 230, middle + 6, top, "#4a4f52")
    for thread in range(236, int(top), 9):
        canvas.line([(middle - 6, thread), (middle + 6, thread + 4)], "#8f9490", 1.5)
    canvas.rect(x0, top, x1, low, "#2c5f66")
    for k in range(6):
        y = top + (low - top) * k / 5
        canvas.rect(x0, y - 8, x1, y + 4, "#3f7d80")
        canvas.rect(x0, y + 4, x1, y + 9, "#1c434b")
    for k in range(5):
        x = x0 + (x1 - x0) * k / 4
        canvas.rect(x - 4, top, x + 4, low, "#25525a")
    for rivet in range(int(top) + 10, int(low), 27):
        for x in (x0 + 14, x1 - 14):
            canvas.disc(x, rivet, 2.6, "#8fb3ac")
    canvas.rect(x0, low - 66, x1, low, "#5b4a3c", 0.45)


def handwheel(canvas: Canvas, x: float, y: float) -> None:
    """The gearbox and wheel that lift a gate."""
    canvas.rect(x - 20, y - 34, x + 20, y, "#3a4248", radius=4)
    canvas.ring(x, y - 60, 36, "#b8432f", 7)
    for k in range(3):
        a = math.pi * k / 3 + 0.3
        canvas.line(
            [
                (x - 33 * math.cos(a), y - 60 - 33 * math.sin(a)),
                (x + 33 * math.cos(a), y - 60 + 33 * math.sin(a)),
            ],
            "#b8432f",
            4,
        )
    canvas.disc(x, y - 60, 9, "#7d2a22")


def keeper(canvas: Canvas, x: float, y: float) -> None:
    """The gate keeper at the wheel, in a yellow raincoat."""
    for dx in (-9, 9):
        canvas.limb([(x + dx, y), (x + dx * 0.6, y - 56)], (13, 17), "#2b3440")
    canvas.poly(
        smooth(
            [
                (x - 22, y - 34),
                (x + 22, y - 34),
                (x + 21, y - 82),
                (x + 14, y - 106),
                (x - 14, y - 106),
                (x - 22, y - 82),
            ],
            6,
            True,
        ),
        "#e3a83a",
    )
    canvas.limb([(x - 10, y - 98), (x - 34, y - 76), (x - 54, y - 78)], (15, 12, 9), "#cf9230")
    canvas.disc(x - 56, y - 79, 6, "#7a4b34")
    canvas.disc(x - 2, y - 122, 15, "#7a4b34")
    canvas.poly(
        smooth(
            [
                (x - 20, y - 124),
                (x - 14, y - 142),
                (x + 8, y - 143),
                (x + 18, y - 128),
                (x + 20, y - 112),
                (x + 8, y - 124),
            ],
            6,
            True,
        ),
        "#e3a83a",
    )


def gate_works(canvas: Canvas, rng: Random) -> None:
    """Piers, gates, the deck over them with its railing, wheels and keeper."""
    for x0, x1, lift in ((470, 710, 0.0), (790, 1030, 118.0)):
        canvas.rect(x0 - 6, 330, x1 + 6, CREEK + 10, "#22343a")
        if lift:
            canvas.rect(x0, CREEK - lift, x1, CREEK + 10, "#d9e2cd")
            for k in range(22):
                x = x0 + (x1 - x0) * (k + 0.5) / 22
                canvas.line(
                    [(x, CREEK - lift + 4), (x + rng.uniform(-3, 3), CREEK + 8)],
                    rng.choice(["#a9c4b8", "#f6f8ea", "#8db0a8"]),
                    4,
                    0.8,
                )
        gate_leaf(canvas, x0, x1, lift)
    for x0, x1 in ((392, 470), (710, 790), (1030, 1108)):
        canvas.rect(x0, 330, x1, CREEK + 24, CONCRETE)
        canvas.rect(x0, 330, x0 + 14, CREEK + 24, "#d6cbae")
        canvas.rect(x1 - 16, 330, x1, CREEK + 24, "#857a68")
        for y in range(400, int(CREEK), 76):
            canvas.line([(x0, y), (x1, y)], "#857a68", 1.4)
        canvas.rect(x0, CREEK - 96, x1, CREEK + 24, "#5c6a50", 0.5)
        canvas.rect(x0, CREEK - 46, x1, CREEK + 24, "#3d4a3c", 0.5)
    x = 756
    for k in range(9):
        canvas.rect(x, CREEK - 30 - k * 34, x + 16, CREEK - 28 - k * 34, "#f6f0dc")
        canvas.text(x - 8, CREEK - 29 - k * 34, str(k), 15, "#f6f0dc", "rm")
    canvas.rect(300, 306, 1200, 336, "#8f8470")
    canvas.rect(300, 300, 1200, 312, "#d6cbae")
    for k in range(23):
        canvas.rect(304 + k * 40, 244, 308 + k * 40, 302, "#4a5558")
    for y in (246, 272):
        canvas.rect(300, y, 1188, y + 4, "#4a5558")
    for x0 in (590, 910):
        handwheel(canvas, x0, 302)
    keeper(canvas, 972, 302)


def reeds(canvas: Canvas, rng: Random, x0: float, x1: float, foot: float, tall: float) -> None:
    """A stand of reeds."""
    for _ in range(int((x1 - x0) / 5)):
        x, high = rng.uniform(x0, x1), tall * rng.uniform(0.5, 1.1)
        y = foot + rng.uniform(-40, 60)
        bend = rng.uniform(-0.3, 0.3) * high
        blade = smooth([(x, y), (x + bend * 0.3, y - high * 0.6), (x + bend, y - high)], 6)
        canvas.stroke(
            blade, lambda t: 6 * (1 - t), rng.choice(["#3f5c3e", "#55703f", "#2f4a3a", "#6f8148"])
        )


def egret(canvas: Canvas, x: float, y: float) -> None:
    """A white egret at the water's edge."""
    for dx in (0, 12):
        canvas.line([(x + dx, y - 44), (x + dx - 2, y)], "#2d2f2c", 2.5)
    canvas.poly(
        smooth(
            [
                (x - 26, y - 40),
                (x - 4, y - 66),
                (x + 22, y - 70),
                (x + 30, y - 54),
                (x + 10, y - 40),
            ],
            8,
            True,
        ),
        "#fbf8ea",
    )
    neck = smooth([(x + 24, y - 62), (x + 36, y - 84), (x + 22, y - 104), (x + 34, y - 122)], 8)
    canvas.stroke(neck, lambda t: 11 - 5 * t, "#fbf8ea")
    canvas.disc(x + 35, y - 122, 6.5, "#fbf8ea")
    canvas.poly([(x + 39, y - 126), (x + 64, y - 118), (x + 39, y - 118)], "#e2a23b")


def cottage(canvas: Canvas, x: float, y: float) -> None:
    """A small house across the creek, its eaves at y."""
    canvas.rect(x, y, x + 46, CREEK - 30, "#d8c19a")
    canvas.poly([(x - 6, y), (x + 23, y - 26), (x + 52, y)], "#a8573c")
    canvas.rect(x + 16, y + 24, x + 28, y + 40, "#4a4f52")


def tide_gate() -> Image.Image:
    """A sluice with two gates across a creek, one raised and running."""
    canvas, rng = Canvas(WIDE, "#e9d6ae"), Random(70)
    canvas.gradient(0, CREEK, [(0, "#7fa9ab"), (0.4, "#c8cfb5"), (0.75, "#f0d8a5"), (1, "#f3c98f")])
    canvas.glow(1250, 480, 380, "#fff0c0", 0.6)
    canvas.disc(1250, 480, 52, "#fff3cf")
    for cx, cy, long in ((300, 150, 360), (1180, 120, 420), (760, 90, 300), (1420, 230, 260)):
        for k in range(3):
            canvas.oval(cx + 50 * k, cy + 10 * k, long / 2 - 40 * k, 12 - 2 * k, "#f4ead0", 0.6)
    for y, high, tint in ((600, 150, "#b9b592"), (640, 100, "#8f9c7a"), (668, 60, "#67805f")):
        canvas.poly([(0, CREEK), *ridge(rng, 0, 1600, y, high, 16), (1600, CREEK)], tint)
    for left, tall in ((120, 90), (176, 60), (228, 76), (1330, 70), (1400, 96), (1470, 64)):
        cottage(canvas, left, CREEK - 60 - tall)
    canvas.poly([(0, CREEK + 8), (0, 610), (300, 620), (400, CREEK + 8)], "#6d6f4e")
    canvas.poly([(1600, CREEK + 8), (1600, 606), (1200, 620), (1100, CREEK + 8)], "#62684a")
    gate_works(canvas, rng)
    canvas.replace(mirror(canvas, CREEK + 8, 1.0))
    canvas.replace(ripple(canvas.image, round((CREEK + 8) * 2), 13, 4, 17))
    canvas.soft([(0, CREEK + 8), (1600, CREEK + 8), (1600, 1067), (0, 1067)], "#5e6f5c", 0.42, 4)
    for _ in range(240):
        t = rng.random()
        x = rng.gauss(910, 100 + 110 * t)
        canvas.oval(
            x,
            CREEK + 12 + 330 * t,
            rng.uniform(10, 46) * (0.4 + t),
            1.2 + 2 * t,
            "#f6f6e4",
            0.55 * (1 - 0.7 * t),
        )
    for _ in range(60):
        canvas.oval(
            rng.uniform(782, 1038),
            CREEK + rng.gauss(12, 8),
            rng.uniform(10, 26),
            rng.uniform(4, 10),
            "#f8f8ea",
            0.8,
        )
    bank = smooth([(0, 790), (130, 800), (260, 850), (330, 920), (420, 990), (470, 1067)], 10)
    canvas.poly([(0, 1067), *bank], "#5a4b3a")
    canvas.line(bank, "#8a765a", 6)
    bank = smooth([(1600, 800), (1480, 815), (1380, 870), (1330, 950), (1230, 1067)], 10)
    canvas.poly([(1600, 1067), *bank], "#54463a")
    canvas.line(bank, "#8a765a", 6)
    egret(canvas, 300, 892)
    reeds(canvas, rng, -20, 210, 930, 190)
    reeds(canvas, rng, -20, 330, 1090, 170)
    reeds(canvas, rng, 1400, 1620, 950, 210)
    reeds(canvas, rng, 1330, 1620, 1090, 180)
    return canvas.finish(0.1, 6)
