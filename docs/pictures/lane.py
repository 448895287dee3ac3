"""The flooded lane: one-point perspective, drawn once upside down for its reflection."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from kit import WIDE, Canvas, Point, mirror, mix, rain, ripple, smooth
from PIL import Image, ImageChops, ImageFilter

HORIZON, CENTRE, FOCUS, EYE = 575.0, 860.0, 1080.0, 1.45
HALF = 3.1
NEAR = 2.2
SKY = [(0.0, "#6f8f9c"), (0.45, "#a9bdb9"), (0.8, "#e6d9b8"), (1.0, "#f6e3b4")]
HAZE = "#dcd2b4"
DARK = "#27303a"


@dataclass(frozen=True)
class House:
    """One house front: which side, from where to where, how tall, and how it is dressed."""

    side: int
    start: float
    end: float
    height: float
    wall: str
    trim: str
    shutter: str
    balcony: bool = False


HOUSES = [
    House(-1, 24, 34, 6.0, "#a8907a", "#cbb698", "#5a6c6c"),
    House(1, 25, 34, 6.6, "#cfa878", "#ead6ae", "#5d7a78"),
    House(-1, 18, 24, 7.4, "#8a6a5c", "#bb9c80", "#3f5a5f", True),
    House(1, 18.5, 25, 5.8, "#c98a6a", "#efd3a8", "#47686a", True),
    House(-1, 13, 18, 6.1, "#5f7f80", "#9fb0a2", "#7a4034"),
    House(1, 13.2, 18.5, 7.3, "#dfba78", "#f4e2b4", "#2f6266"),
    House(-1, 8.6, 13, 7.0, "#8f5a48", "#c49a78", "#2f4c54", True),
    House(1, 9, 13.2, 6.2, "#b9654a", "#f0cf9c", "#2c5258", True),
    House(-1, 5.2, 8.6, 6.4, "#b08a52", "#d8ba84", "#5b2f2b"),
    House(1, 5.3, 9, 7.6, "#7fa39a", "#dfe3c6", "#8c3f30"),
    House(-1, NEAR, 5.2, 7.2, "#54616a", "#8d9489", "#2a3a44", True),
    House(1, NEAR, 5.3, 6.8, "#e0c088", "#f6e4ba", "#356a6c", True),
]


class Lane:
    """Projects the lane's metres on to a canvas; `up` is -1 for the world in the water."""

    def __init__(self, canvas: Canvas, up: int) -> None:
        self.canvas = canvas
        self.up = up
        self.rng = Random(7)

    def at(self, x: float, y: float, z: float) -> Point:
        """A point of the lane, y above the water, z ahead of the eye."""
        return CENTRE + FOCUS * x / z, HORIZON - FOCUS * (self.up * y - EYE) / z

    def quad(
        self,
        side: int,
        z0: float,
        z1: float,
        y0: float,
        y1: float,
        fill: str,
        out: float = 0.0,
        alpha: float = 1.0,
    ) -> None:
        """A rectangle flat on a side's wall, or `out` metres in front of it."""
        x = side * (HALF - out)
        near, far = max(z0, NEAR), max(z1, NEAR)
        self.canvas.poly(
            [self.at(x, y0, near), self.at(x, y0, far), self.at(x, y1, far), self.at(x, y1, near)],
            fill,
            alpha,
        )

    def arch(
        self, side: int, z0: float, z1: float, y0: float, y1: float, fill: str, out: float = 0.0
    ) -> None:
        """A round-headed opening on a wall; y1 is where the arch springs."""
        middle, radius = (z0 + z1) / 2, (z1 - z0) / 2
        x = side * (HALF - out)
        head = [
            self.at(x, y1 + radius * math.sin(a), max(middle + radius * math.cos(a), NEAR))
            for a in (math.pi * k / 16 for k in range(17))
        ]
        self.canvas.poly(
            [self.at(x, y0, max(z1, NEAR)), *head, self.at(x, y0, max(z0, NEAR))], fill
        )

    def box(
        self,
        side: int,
        z0: float,
        z1: float,
        y0: float,
        y1: float,
        deep: float,
        front: str,
        under: str,
        end: str,
    ) -> None:
        """A box standing out from a wall: its end to the eye, its underside and its front."""
        x0, x1 = side * HALF, side * (HALF - deep)
        z0 = max(z0, NEAR)
        for y, fill in ((y0, under), (y1, front)):
            self.canvas.poly(
                [self.at(x0, y, z0), self.at(x1, y, z0), self.at(x1, y, z1), self.at(x0, y, z1)],
                fill,
            )
        self.canvas.poly(
            [self.at(x0, y0, z0), self.at(x1, y0, z0), self.at(x1, y1, z0), self.at(x0, y1, z0)],
            end,
        )
        self.quad(side, z0, z1, y0, y1, front, deep)


def shade(house: House, colour: str) -> str:
    """A house's colour by the side it stands on and how far the haze has taken it."""
    lit = mix(colour, "#fff0c0", 0.1) if house.side > 0 else mix(colour, "#2c3a4c", 0.34)
    return mix(lit, HAZE, min(0.62, house.start / 46))


def draw_window(lane: Lane, house: House, z: float, y: float, wide: float, high: float) -> None:
    """A shuttered window with a sill and a shade over it."""
    side, half = house.side, wide / 2
    lane.quad(
        side, z - half - 0.1, z + half + 0.1, y - 0.1, y + high + 0.12, shade(house, house.trim)
    )
    lane.quad(side, z - half, z + half, y, y + high, shade(house, DARK))
    leaf = shade(house, house.shutter)
    opened = lane.rng.random() < 0.4
    leaves = [(z - half, z - 0.03), (z + 0.03, z + half)]
    if opened:
        leaves = [(z - 2 * half, z - half), (z + half, z + 2 * half)]
    for z0, z1 in leaves:
        lane.quad(side, z0, z1, y, y + high, leaf, 0.03)
        for k in range(1, 8):
            level = y + high * k / 8
            lane.quad(
                side, z0 + 0.07, z1 - 0.07, level, level + high * 0.035, mix(leaf, DARK, 0.45), 0.04
            )
    lane.quad(
        side,
        z - half - 0.16,
        z + half + 0.16,
        y - 0.18,
        y - 0.08,
        shade(house, mix(house.trim, DARK, 0.2)),
        0.08,
    )


def draw_door(lane: Lane, house: House, z: float) -> None:
    """A round-headed doorway standing in the water, a panelled door half open in it."""
    side = house.side
    lane.arch(side, z - 0.78, z + 0.78, 0, 1.75, shade(house, house.trim))
    lane.arch(side, z - 0.6, z + 0.6, 0, 1.7, shade(house, DARK))
    lane.quad(side, z, z + 0.6, 0, 1.7, shade(house, house.shutter), 0.02)
    for y in (0.25, 0.95):
        lane.quad(
            side, z + 0.12, z + 0.5, y, y + 0.55, mix(shade(house, house.shutter), DARK, 0.3), 0.03
        )


def draw_balcony(lane: Lane, house: House) -> None:
    """A wooden balcony on brackets, with a railing, plants and cloth."""
    side, middle = house.side, (max(house.start, NEAR) + house.end) / 2
    half = min(1.5, (house.end - house.start) * 0.36)
    wood = shade(house, mix(house.shutter, "#6b4a30", 0.5))
    z0, z1 = middle - half, middle + half
    lane.box(side, z0, z1, 2.92, 3.08, 0.85, wood, mix(wood, DARK, 0.55), mix(wood, DARK, 0.3))
    count = round(half * 9)
    for k in range(count + 1):
        z = z0 + (z1 - z0) * k / count
        lane.quad(side, z, z + 0.06, 3.08, 3.85, wood, 0.83)
    for k in range(6):
        x = side * (HALF - 0.85 * k / 5)
        lane.canvas.line(
            [lane.at(x, 3.08, max(z0, NEAR)), lane.at(x, 3.85, max(z0, NEAR))],
            mix(wood, DARK, 0.3),
            90 / max(z0, NEAR) / 6,
        )
    lane.quad(side, z0, z1, 3.85, 3.94, mix(wood, DARK, 0.2), 0.85)
    lane.canvas.line(
        [lane.at(side * (HALF - dx), 3.9, max(z0, NEAR)) for dx in (0, 0.85)],
        mix(wood, DARK, 0.4),
        60 / max(z0, NEAR),
    )
    cloth = lane.rng.choice(["#c8553d", "#e3b04b", "#d9dccb", "#4f8f8b"])
    at = z0 + half * 0.5
    lane.quad(side, at, at + half * 0.55, 3.2, 3.97, shade(house, cloth), 0.9)
    for k in range(4):
        z = z1 - half * (0.15 + 0.2 * k)
        for j in range(5):
            x, y = lane.at(side * (HALF - 0.8), 4.05 + 0.1 * (j % 3), z + 0.07 * j)
            lane.canvas.disc(x, y, 130 / z, shade(house, ["#51703f", "#3f5c3a"][j % 2]))


def draw_roof(lane: Lane, house: House) -> None:
    """A cornice and tiled eaves over the wall."""
    side, top = house.side, house.height
    z0 = max(house.start, NEAR)
    lane.quad(side, z0, house.end, top - 0.32, top, shade(house, house.trim), 0.06)
    tile = shade(house, "#a8553a")
    lane.box(
        side, z0, house.end, top, top + 0.16, 0.7, tile, mix(tile, DARK, 0.5), mix(tile, DARK, 0.3)
    )
    z = z0
    while z < house.end:
        lane.quad(side, z, z + 0.1, top, top + 0.13, mix(tile, DARK, 0.22), 0.71)
        z += 0.3


def draw_house(lane: Lane, house: House) -> None:
    """A whole house front, from the damp at its foot to its eaves."""
    side, z0, z1 = house.side, max(house.start, NEAR), house.end
    wall = shade(house, house.wall)
    lane.quad(side, z0, z1, 0, house.height, wall)
    for _ in range(26):
        z, y = lane.rng.uniform(z0, z1), lane.rng.uniform(0.5, house.height)
        drop = lane.rng.uniform(0.2, 1.3)
        lane.quad(
            side,
            z,
            z + lane.rng.uniform(0.05, 0.5),
            max(0.0, y - drop),
            y,
            lane.rng.choice([DARK, house.trim]),
            alpha=0.07,
        )
    for y, alpha in ((0.95, 0.1), (0.62, 0.16), (0.42, 0.25)):
        lane.quad(side, z0, z1, 0, y, DARK, alpha=alpha)
    lane.quad(side, z0, z1, 0, 0.07, DARK, alpha=0.4)
    lane.quad(side, z0, z1, 2.72, 2.92, shade(house, house.trim), 0.05)
    long = house.end - house.start
    draw_door(lane, house, house.start + long * (0.3 if house.start > NEAR else 0.62))
    if long > 3.3:
        draw_window(lane, house, house.start + long * 0.76, 1.0, 0.9, 1.15)
    bays = 3 if long > 4.2 else 2
    for k in range(bays):
        z = house.start + long * (k + 0.5) / bays
        draw_window(lane, house, z, 3.3, 0.85, 1.5)
        if house.height > 6.9:
            draw_window(lane, house, z, 5.5, 0.75, 0.85)
    if house.balcony:
        draw_balcony(lane, house)
    draw_roof(lane, house)
    lane.quad(side, house.end - 0.1, house.end, 0, house.height, DARK, alpha=0.18)


def draw_far_end(lane: Lane) -> None:
    """What closes the lane: hazy house fronts and the clock tower."""

    def block(x0: float, x1: float, y0: float, y1: float, z: float, fill: str) -> None:
        lane.canvas.poly(
            [lane.at(x0, y0, z), lane.at(x1, y0, z), lane.at(x1, y1, z), lane.at(x0, y1, z)], fill
        )

    block(-9, 9, 0, 5.0, 62, mix(HAZE, "#6d7f83", 0.35))
    block(-5.6, -1.4, 0, 8.2, 60, mix(HAZE, "#7d7f78", 0.45))
    for x in (-4.9, -3.7, -2.5):
        block(x, x + 0.6, 5.2, 6.8, 59, mix(HAZE, DARK, 0.4))
    tower = mix(HAZE, "#86705f", 0.5)
    block(0.5, 3.5, 0, 15.0, 56, tower)
    block(2.5, 3.5, 0, 15.0, 56, mix(tower, "#fff0c8", 0.35))
    block(0.2, 3.8, 12.0, 12.5, 56, mix(tower, DARK, 0.2))
    block(0.2, 3.8, 14.8, 15.2, 56, mix(tower, DARK, 0.2))
    lane.canvas.poly(
        [lane.at(0.3, 15.2, 56), lane.at(3.7, 15.2, 56), lane.at(2.0, 19.2, 56)],
        mix(HAZE, "#9a5540", 0.55),
    )
    x, y = lane.at(1.95, 13.6, 55)
    lane.canvas.disc(x, y, 14, "#f4ecd0")
    lane.canvas.line([(x, y - 9 * lane.up), (x, y), (x + 6, y + 3 * lane.up)], DARK, 1.6)


def person(lane: Lane, x: float, z: float, parts: list[tuple[str, list[Point]]]) -> None:
    """A figure of flat shapes standing at a place in the lane, in its own metres."""
    for fill, outline in parts:
        closed = smooth(outline, 8, closed=True)
        lane.canvas.poly([lane.at(x + px, max(py, 0.0), z) for px, py in closed], fill)


def draw_walkers(lane: Lane) -> None:
    """A woman under a red umbrella with a child by the hand, and a man farther off."""
    far = mix("#3c4650", HAZE, 0.3)
    person(
        lane,
        0.85,
        19.0,
        [
            (
                far,
                [(-0.2, -0.1), (0.2, -0.1), (0.24, 0.5), (0.2, 0.95), (-0.2, 0.95), (-0.24, 0.5)],
            ),
            (far, [(-0.1, 1.0), (0.0, 0.95), (0.1, 1.0), (0.1, 1.18), (0, 1.24), (-0.1, 1.18)]),
            (
                mix("#b88a4c", HAZE, 0.3),
                [(-0.42, 1.24), (0.42, 1.24), (0.4, 1.5), (0.1, 1.62), (-0.3, 1.56)],
            ),
        ],
    )
    person(
        lane,
        -0.18,
        9.4,
        [
            ("#e0a63a", [(-0.16, -0.2), (0.16, -0.2), (0.17, 0.2), (0.12, 0.52), (-0.12, 0.52)]),
            (
                "#2a2326",
                [(-0.1, 0.56), (0, 0.5), (0.1, 0.56), (0.11, 0.7), (0, 0.77), (-0.11, 0.7)],
            ),
            ("#7a4c38", [(-0.1, 0.42), (-0.13, 0.5), (-0.42, 0.66), (-0.44, 0.6), (-0.2, 0.44)]),
        ],
    )
    person(
        lane,
        -0.72,
        9.4,
        [
            (
                "#1f5f66",
                [
                    (-0.27, -0.2),
                    (0.27, -0.2),
                    (0.24, 0.3),
                    (0.2, 0.7),
                    (0.22, 0.98),
                    (0.12, 1.1),
                    (-0.12, 1.1),
                    (-0.23, 0.98),
                    (-0.2, 0.6),
                    (-0.26, 0.3),
                ],
            ),
            (
                "#e9dcbc",
                [(-0.22, 1.0), (-0.1, 1.1), (0.2, 0.5), (0.26, 0.1), (0.13, 0.1), (-0.02, 0.5)],
            ),
            (
                "#2a2326",
                [(-0.1, 1.15), (0, 1.08), (0.1, 1.15), (0.11, 1.3), (0, 1.39), (-0.11, 1.3)],
            ),
            ("#2a2326", [(-0.05, 1.18), (0.05, 1.18), (0.04, 0.86), (-0.02, 0.8)]),
            ("#7a4c38", [(0.16, 1.0), (0.24, 0.9), (0.28, 0.62), (0.22, 0.6), (0.15, 0.8)]),
        ],
    )
    draw_umbrella(lane, -0.78, 9.4)


def draw_umbrella(lane: Lane, x: float, z: float) -> None:
    """An open umbrella of alternating panels."""
    low, high, wide = 1.38, 1.86, 0.74
    lane.canvas.line([lane.at(x - 0.12, 0.95, z), lane.at(x, high + 0.08, z)], DARK, 3)
    edge = [-1, -0.62, -0.2, 0.22, 0.64, 1]
    for k, (a, b) in enumerate(pairwise(edge)):
        rim = [
            (x + wide * (a + (b - a) * t / 6), low + 0.07 * math.sin(math.pi * t / 6))
            for t in range(7)
        ]
        top = (x, high)
        left = [
            (x + wide * a * math.sin(t), low + (high - low) * math.cos(t))
            for t in (k * math.pi / 16 for k in range(9))
        ]
        right = [
            (x + wide * b * math.sin(t), low + (high - low) * math.cos(t))
            for t in (k * math.pi / 16 for k in range(9))
        ]
        outline = [top, *left[1:], *rim[1:-1], *right[::-1]]
        lane.canvas.poly(
            [lane.at(px, py, z) for px, py in outline],
            ["#a52f2a", "#c8402f", "#d9533a", "#c8402f", "#9c2b29"][k],
        )


def draw_bicycle(lane: Lane) -> None:
    """A bicycle left against the right-hand wall, the water over its axles."""
    x, dark = HALF - 0.45, "#1d242b"

    def tube(points: list[Point], width: float) -> None:
        lane.canvas.line([lane.at(x, y, z) for z, y in points], dark, width)

    for z in (5.75, 6.85):
        arc = [
            (z + 0.36 * math.cos(a), -0.12 + 0.36 * math.sin(a))
            for a in (math.pi * (0.115 + 0.77 * k / 20) for k in range(21))
        ]
        tube(arc, 4.5)
        for k in (0.3, 0.5, 0.7):
            a = math.pi * k
            tube(
                [
                    (z + 0.13 * math.cos(a), 0.0),
                    (z + 0.36 * math.cos(a), -0.12 + 0.36 * math.sin(a)),
                ],
                1.2,
            )
    tube([(6.52, 0.0), (6.6, 0.52)], 5)
    tube([(6.55, 0.4), (5.92, 0.46)], 5)
    tube([(6.3, 0.0), (5.92, 0.4)], 5)
    tube([(5.8, 0.0), (5.92, 0.46), (5.95, 0.66)], 5)
    tube([(6.48, 0.55), (6.78, 0.56)], 11)
    bar = [
        lane.at(x - dx, y, 5.98) for dx, y in ((-0.26, 0.6), (-0.2, 0.7), (0.2, 0.7), (0.28, 0.6))
    ]
    lane.canvas.line(smooth(bar, 6), dark, 5)


def draw_wires(lane: Lane) -> None:
    """Sagging wires over the lane, a line of washing, and a few crows."""
    for z, y0, y1, sag in (
        (7.0, 5.0, 5.3, 0.55),
        (11, 5.6, 5.2, 0.6),
        (15, 5.0, 5.6, 0.5),
        (21, 5.4, 5.0, 0.5),
    ):
        line = [
            (HALF * (2 * t / 20 - 1), y0 + (y1 - y0) * t / 20 - sag * math.sin(math.pi * t / 20))
            for t in range(21)
        ]
        lane.canvas.line([lane.at(px, py, z) for px, py in line], "#3a444a", 14 / z + 0.6, 0.9)
    cloths = ["#e8dcc0", "#c8553d", "#e8dcc0", "#d9a441", "#5f948f", "#e8dcc0", "#b6574a"]
    for k, fill in enumerate(cloths):
        x = -2.0 + 0.56 * k
        sag = 0.5 * math.sin(math.pi * (x + HALF) / 2 / HALF)
        y, drop = 5.3 - sag, (0.75, 0.5, 0.9)[k % 3]
        outline = [
            (x, y),
            (x + 0.44, y - 0.02),
            (x + 0.46, y - drop * 0.6),
            (x + 0.4, y - drop),
            (x + 0.02, y - drop * 0.96),
            (x - 0.02, y - drop * 0.5),
        ]
        lane.canvas.poly([lane.at(px, py, 12.2) for px, py in outline], mix(fill, HAZE, 0.2))
    line = [(HALF * (t / 10 - 1), 5.33 - 0.5 * math.sin(math.pi * t / 20)) for t in range(21)]
    lane.canvas.line([lane.at(px, py, 12.2) for px, py in line], "#3a444a", 1.6)


def draw_world(canvas: Canvas, up: int) -> None:
    """Everything that stands out of the water, the right way up or not."""
    lane = Lane(canvas, up)
    draw_far_end(lane)
    for house in HOUSES:
        if house.start >= 9:
            draw_house(lane, house)
    draw_wires(lane)
    for house in HOUSES:
        if house.start < 9:
            draw_house(lane, house)
    for side in (-1, 1):
        canvas.poly(
            [
                lane.at(side * x, 0, z)
                for x, z in ((HALF, NEAR), (HALF, 34), (HALF - 0.09, 34), (HALF - 0.09, NEAR))
            ],
            DARK,
            0.6,
        )
    draw_walkers(lane)
    draw_bicycle(lane)


def draw_water(canvas: Canvas) -> None:
    """Ripple and tint the upside-down world into flood water."""
    top = round(HORIZON * canvas.scale)
    image = ripple(canvas.image, top, 15, 5, 13)
    soft = image.filter(ImageFilter.GaussianBlur(2.2))
    canvas.replace(soft)
    near = (
        Image.linear_gradient("L")
        .resize((image.width, image.height - top))
        .point([round(40 + v * 0.52) for v in range(256)])
    )
    veil = Image.new("L", image.size, 0)
    veil.paste(near, (0, top))
    canvas.wash(veil, "#5c5a48")
    rng = Random(21)
    for _ in range(420):
        t = rng.random() ** 0.6
        y = HORIZON + 22 + t * 470
        long = rng.uniform(14, 80) * (0.2 + t)
        x = rng.uniform(0, 1600)
        light = abs(x - CENTRE) < 60 + 330 * t
        canvas.oval(
            x, y, long, 0.5 + 1.5 * t, "#fbeecb" if light else "#2f3a3c", 0.22 if light else 0.14
        )


def draw_ripples(canvas: Canvas) -> None:
    """Rings where the walkers part the water, and a few things afloat."""
    for x, y, wide in ((780, 742, 74), (838, 742, 46)):
        for k in range(3):
            r = wide * (0.7 + 0.55 * k)
            box = [
                (x + r * math.cos(a), y + r * 0.13 * math.sin(a))
                for a in (math.tau * t / 48 for t in range(49))
            ]
            canvas.line(box, "#f7ebcc", 1.3, 0.5 - 0.13 * k)
    rng = Random(3)
    for x, y in ((420, 960), (452, 972), (1180, 905), (640, 1010), (1010, 985), (350, 930)):
        turn = rng.uniform(-0.5, 0.5)
        leaf = [
            (x + 13 * math.cos(a + turn), y + 3.6 * math.sin(a))
            for a in (math.tau * t / 14 for t in range(14))
        ]
        canvas.poly(leaf, rng.choice(["#8a7b3c", "#5d6b39", "#a4603a"]))


def flooded_lane() -> Image.Image:
    """A lane of old houses standing in knee-high water."""
    canvas = Canvas(WIDE, "#777777")
    canvas.gradient(0, HORIZON, SKY)
    canvas.glow(CENTRE + 30, HORIZON - 60, 460, "#ffe9a8", 0.55)
    canvas.replace(mirror(canvas, HORIZON))
    draw_world(canvas, -1)
    draw_water(canvas)
    canvas.gradient(0, HORIZON, SKY)
    canvas.glow(CENTRE + 30, HORIZON - 60, 460, "#ffe9a8", 0.55)
    draw_world(canvas, 1)
    draw_ripples(canvas)
    canvas.glow(CENTRE + 30, HORIZON - 70, 330, "#ffe6a0", 0.4)
    rain(canvas, Random(9), 130, 0.14, "#f3f0e0", 0.2, (24, 60), 1)
    vignette = ImageChops.invert(Image.radial_gradient("L").resize(canvas.image.size))
    canvas.wash(vignette.point([round(max(0, 90 - v) * 0.7) for v in range(256)]), "#1c2430")
    return canvas.finish(0.075, 4)
