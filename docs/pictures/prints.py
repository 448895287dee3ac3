"""Printed styles: ink line, halftone, woodcut, and linocut; and the type they are set with."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

from kit import SHEET, WIDE, Canvas, Point, Points, mix, smooth, swell
from PIL import Image, ImageDraw, ImageFont, ImageOps

PAPER, INK = "#f3ead4", "#1d292d"

# -- the mangrove, in ink ---------------------------------------------------------------------

TIDE = 770.0


def inked(canvas: Canvas, points: Points, thick: float, thin: float, fill: str) -> None:
    """A root or branch: outlined, washed, and hatched down its shadowed side."""

    def width(t: float) -> float:
        return thick + (thin - thick) * math.pow(t, 0.8)

    canvas.stroke(points, lambda t: width(t) + 5, INK)
    canvas.stroke(points, width, fill)
    edge = taper_side(points, width)
    for k in range(1, len(edge) - 1):
        (x, y), (mx, my) = edge[k], points[k]
        canvas.line([(x, y), (x + (mx - x) * 0.85, y + (my - y) * 0.85)], INK, 1.3, 0.8)


def taper_side(points: Points, width: Callable[[float], float]) -> list[Point]:
    """One side of a tapering stroke: the lower or right-hand one."""
    side: list[Point] = []
    for k, (x, y) in enumerate(points):
        ax, ay = points[max(k - 1, 0)]
        bx, by = points[min(k + 1, len(points) - 1)]
        long = math.hypot(bx - ax, by - ay) or 1.0
        nx, ny = -(by - ay) / long, (bx - ax) / long
        if nx + ny < 0:
            nx, ny = -nx, -ny
        half = width(k / (len(points) - 1)) / 2
        side.append((x + nx * half, y + ny * half))
    return side


def prop_root(
    canvas: Canvas, rng: Random, start: Point, reach: float, thick: float, fill: str
) -> None:
    """A root arching from the trunk to the water, with one or two more springing from it."""
    x, y = start
    foot = TIDE + rng.uniform(-6, 30)
    arc = smooth(
        [
            (x, y),
            (x + reach * 0.42, y + (foot - y) * 0.06),
            (x + reach * 0.82, y + (foot - y) * 0.42),
            (x + reach, foot),
        ],
        14,
    )
    if abs(reach) > 120:
        for at in rng.sample((14, 18, 22, 26), 2):
            px, py = arc[at]
            turn = rng.choice([-0.5, 0.4, 0.6]) * (1 if reach > 0 else -1)
            child = smooth(
                [
                    (px, py),
                    (px + turn * 60, py + (foot - py) * 0.25),
                    (px + turn * 96, TIDE + rng.uniform(-4, 24)),
                ],
                12,
            )
            inked(canvas, child, thick * 0.55, thick * 0.3, fill)
    inked(canvas, arc, thick, thick * 0.42, fill)


def leaves(
    canvas: Canvas, rng: Random, x: float, y: float, spread: tuple[float, float], count: int
) -> None:
    """A clump of pointed leaves, dark beneath and light on top."""
    for k in range(count):
        t = k / count
        a, r = rng.uniform(0, math.tau), math.sqrt(rng.random())
        px, py = x + spread[0] * r * math.cos(a), y + spread[1] * r * math.sin(a) - 14 * t
        turn, long = rng.uniform(0, math.tau), rng.uniform(15, 25)
        leaf = [
            (
                px + long * math.cos(turn + s) * (0.5 + 0.5 * abs(math.cos(s))),
                py + long * math.sin(turn + s) * (0.5 + 0.5 * abs(math.cos(s))) * 0.8,
            )
            for s in (
                0,
                0.35,
                1.2,
                math.pi - 1.2,
                math.pi - 0.35,
                math.pi,
                math.pi + 0.35,
                math.tau - 1.2,
                math.tau - 0.35,
            )
        ]
        narrow = [(px + (lx - px) * 0.9, py + (ly - py) * 0.62) for lx, ly in leaf]
        tint = mix("#48695a", "#b9c79a", t) if rng.random() < 0.8 else INK
        canvas.poly([(px + (lx - px) * 1.16, py + (ly - py) * 1.22) for lx, ly in narrow], INK)
        canvas.poly(narrow, tint)


def inked_tree(canvas: Canvas, rng: Random, x: float, base: float, size: float, fill: str) -> None:
    """A mangrove: roots behind, trunk and limbs, roots before, then its crown."""
    reaches = [r * size for r in (-330, -250, -170, -95, 90, 165, 255, 340)]
    for reach in reaches[::2]:
        prop_root(
            canvas,
            rng,
            (x + reach * 0.04, base - rng.uniform(10, 120) * size),
            reach,
            24 * size,
            mix(fill, INK, 0.18),
        )
    top = base - 300 * size
    for tip in ((-260, -130), (-120, -210), (80, -220), (240, -120)):
        limb = smooth(
            [
                (x, top + 60 * size),
                (x + tip[0] * 0.4 * size, top + tip[1] * 0.35 * size),
                (x + tip[0] * size, top + tip[1] * size),
            ],
            14,
        )
        inked(canvas, limb, 34 * size, 10 * size, fill)
    trunk = smooth(
        [
            (x + 4 * size, TIDE + 6),
            (x + 6 * size, base),
            (x - 10 * size, base - 130 * size),
            (x + 6 * size, top + 20 * size),
        ],
        20,
    )
    inked(canvas, trunk, 52 * size, 50 * size, fill)
    for reach in reaches[1::2]:
        prop_root(
            canvas,
            rng,
            (x + reach * 0.05, base - rng.uniform(0, 70) * size),
            reach,
            27 * size,
            fill,
        )
    for dx, dy, wide in (
        (-270, -140, 150),
        (250, -130, 150),
        (-120, -230, 170),
        (100, -240, 170),
        (0, -160, 200),
        (-200, -60, 110),
        (200, -60, 110),
    ):
        leaves(
            canvas, rng, x + dx * size, top + dy * size, (wide * size, 74 * size), int(92 * size)
        )


def ink_water(canvas: Canvas, rng: Random) -> None:
    """Water in broken wavering lines, closer together far off."""
    canvas.rect(0, TIDE, 1600, 1067, "#c3d2c9")
    for _ in range(420):
        t = rng.random() ** 1.3
        y = TIDE + 6 + 290 * t
        x, long = rng.uniform(-60, 1600), rng.uniform(30, 120) * (0.35 + t)
        wave = [(x + long * k / 8, y + math.sin(k * 1.3 + x) * (0.8 + 2.4 * t)) for k in range(9)]
        canvas.stroke(wave, swell(1.4 + 2.6 * t), INK if rng.random() < 0.62 else PAPER, 0.85)


def root_reflections(canvas: Canvas, rng: Random) -> None:
    """The roots' reflections, as short wavering strokes under the trees."""
    for _ in range(320):
        x = rng.choice([900, 900, 330, 1330]) + rng.gauss(0, 150)
        y = TIDE + abs(rng.gauss(20, 62))
        long = rng.uniform(8, 34)
        canvas.stroke(
            [(x - long, y), (x, y + rng.uniform(-1.5, 1.5)), (x + long, y)], swell(4.2), INK, 0.8
        )


def kingfisher(canvas: Canvas, x: float, y: float) -> None:
    """A kingfisher on a root, the drawing's one bright spot."""
    body = smooth(
        [
            (x - 16, y - 44),
            (x + 10, y - 52),
            (x + 22, y - 26),
            (x + 10, y + 2),
            (x - 4, y + 8),
            (x - 20, y - 16),
        ],
        8,
        True,
    )
    canvas.poly([(x + 2, y), (x + 16, y - 6), (x + 26, y + 40), (x + 14, y + 38)], "#1f6d86")
    canvas.poly(body, "#d9702e")
    canvas.poly(
        smooth([(x + 2, y - 48), (x + 24, y - 32), (x + 22, y + 8), (x + 8, y - 10)], 8, True),
        "#1f6d86",
    )
    canvas.disc(x - 6, y - 54, 19, "#1f6d86")
    canvas.poly([(x - 20, y - 62), (x - 64, y - 50), (x - 20, y - 48)], INK)
    canvas.disc(x - 12, y - 57, 4, PAPER)
    canvas.disc(x - 12, y - 57, 2.2, INK)
    canvas.oval(x - 2, y - 42, 9, 5, PAPER)


def mangrove() -> Image.Image:
    """Mangroves on arching roots over the tide, in ink and a little wash."""
    canvas, rng = Canvas(WIDE, PAPER), Random(33)
    canvas.disc(1270, 250, 112, "#efcf9a")
    for low, tint in ((690, "#dcdcc4"), (726, "#c6cfb8")):
        for at in range(-20, 1640, 38):
            canvas.oval(at, low, rng.uniform(34, 66), rng.uniform(22, 52), tint)
        canvas.rect(0, low, 1600, TIDE, tint)
    for _ in range(130):
        x, y = rng.uniform(0, 1600), rng.uniform(672, TIDE - 4)
        canvas.stroke([(x, y), (x + 1, y + rng.uniform(8, 30))], swell(1.8), INK, 0.5)
    ink_water(canvas, rng)
    inked_tree(canvas, rng, 1400, 716, 0.58, "#cdbf9f")
    inked_tree(canvas, rng, 268, 712, 0.66, "#cdbf9f")
    root_reflections(canvas, rng)
    inked_tree(canvas, rng, 860, 690, 1.0, "#d8c8a4")
    for _ in range(46):
        x = rng.uniform(20, 1580)
        y = TIDE + rng.uniform(30, 230)
        tall = rng.uniform(16, 44)
        canvas.stroke([(x, y), (x + rng.uniform(-4, 4), y - tall)], lambda t: 9 * (1 - t) + 1, INK)
        canvas.stroke([(x - 20, y + 2), (x + 20, y + 2)], swell(3), INK)
    kingfisher(canvas, 1124, 640)
    for x, y in ((520.0, 150.0), (580.0, 190.0), (450.0, 200.0)):
        for side in (-1, 1):
            canvas.stroke(
                smooth([(x, y), (x + side * 16, y - 12), (x + side * 36, y - 4)], 6), swell(4), INK
            )
    for edge in ((0, 0, 1600, 34), (0, 1033, 1600, 1067), (0, 0, 34, 1067), (1566, 0, 1600, 1067)):
        canvas.rect(*edge, PAPER)
    canvas.frame(34, 34, 1566, 1033, INK, 3)
    return canvas.finish(blur=0.6)


# -- the marathon, in halftone ----------------------------------------------------------------

NAVY, CORAL = "#1d2b53", "#f0795a"
STRIDES: list[dict[str, Points]] = [
    {
        "front": [(0, 0.5), (0.2, 0.42), (0.19, 0.19), (0.27, 0.18)],
        "back": [(0, 0.5), (-0.09, 0.27), (-0.27, 0.12), (-0.3, 0.02)],
        "near": [(0.04, 0.79), (-0.12, 0.66), (-0.01, 0.54)],
        "far": [(0.05, 0.79), (0.18, 0.64), (0.29, 0.74)],
    },
    {
        "front": [(0, 0.5), (0.07, 0.26), (-0.03, 0.04), (0.06, 0.01)],
        "back": [(0, 0.5), (0.06, 0.3), (-0.15, 0.25), (-0.21, 0.17)],
        "near": [(0.04, 0.79), (-0.06, 0.63), (0.1, 0.58)],
        "far": [(0.05, 0.79), (0.08, 0.62), (0.22, 0.66)],
    },
    {
        "front": [(0, 0.5), (0.17, 0.32), (0.27, 0.08), (0.36, 0.1)],
        "back": [(0, 0.5), (-0.04, 0.26), (-0.29, 0.28), (-0.37, 0.22)],
        "near": [(0.04, 0.79), (0.15, 0.63), (0.29, 0.68)],
        "far": [(0.05, 0.79), (-0.13, 0.68), (-0.08, 0.54)],
    },
]


def runner(
    canvas: Canvas, x: float, y: float, tall: float, stride: int, fill: str, hair: str = "short"
) -> None:
    """A running figure in silhouette, facing right, its lower foot at y."""
    pose = STRIDES[stride]

    def at(points: Points) -> list[Point]:
        return [(x + px * tall, y - py * tall) for px, py in points]

    for part in ("back", "front"):
        canvas.limb(at(pose[part]), (0.125 * tall, 0.085 * tall, 0.045 * tall, 0.035 * tall), fill)
    for part in ("far", "near"):
        canvas.limb(at(pose[part]), (0.075 * tall, 0.055 * tall, 0.04 * tall), fill)
    canvas.limb(
        at([(0.0, 0.52), (0.015, 0.64), (0.05, 0.77)]),
        (0.15 * tall, 0.145 * tall, 0.16 * tall),
        fill,
    )
    canvas.limb(at([(0.055, 0.8), (0.075, 0.9)]), (0.065 * tall, 0.05 * tall), fill)
    canvas.poly(
        smooth(
            at(
                [
                    (0.03, 0.93),
                    (0.05, 0.98),
                    (0.1, 0.99),
                    (0.135, 0.95),
                    (0.15, 0.91),
                    (0.12, 0.87),
                    (0.07, 0.87),
                ]
            ),
            6,
            True,
        ),
        fill,
    )
    if hair == "tail":
        canvas.stroke(
            smooth(at([(0.05, 0.97), (-0.03, 0.95), (-0.07, 0.86), (-0.13, 0.85)]), 8),
            swell(0.06 * tall, 0.01 * tall),
            fill,
        )
    elif hair == "bun":
        canvas.disc(*at([(0.02, 0.965)])[0], 0.033 * tall, fill)
    elif hair == "cap":
        canvas.poly(
            at(
                [
                    (0.04, 0.96),
                    (0.07, 1.0),
                    (0.12, 0.99),
                    (0.14, 0.965),
                    (0.2, 0.955),
                    (0.2, 0.945),
                    (0.1, 0.945),
                ]
            ),
            fill,
        )


def seafront(rng: Random) -> Image.Image:
    """The grey picture the dots are made from: clouds, the city, the sea and the wet road."""
    grey = Canvas(WIDE, "#ffffff", 1)
    grey.gradient(0, 600, [(0, "#c0c0c0"), (0.25, "#ffffff"), (1, "#ffffff")])
    for cx, cy, long in ((240, 120, 560), (940, 70, 700), (1400, 200, 480), (660, 250, 380)):
        for k in range(4):
            grey.oval(
                cx + k * 80 - 120,
                cy + 12 * math.sin(2 * k),
                long / 2 - 40 * k,
                54 - 7 * k,
                "#5f5f5f",
                0.5,
            )
    x = 860.0
    while x < 1620:
        wide, tall = rng.uniform(50, 100), rng.uniform(60, 190) * (0.4 + (x - 860) / 900)
        grey.rect(x, 600 - tall, x + wide, 600, rng.choice(["#7c7c7c", "#8c8c8c", "#6c6c6c"]))
        x += wide
    grey.gradient(600, 700, [(0, "#c4c4c4"), (1, "#808080")])
    grey.gradient(790, 1067, [(0, "#ffffff"), (0.6, "#fafafa"), (1, "#888888")])
    return grey.image.convert("L")


def promenade(canvas: Canvas, rng: Random) -> None:
    """The railing and lamps of the sea front, and the pack of far runners in the second ink."""
    for k in range(14):
        runner(
            canvas,
            60 + k * 116 + rng.uniform(-22, 22),
            850 + rng.uniform(-6, 6),
            rng.uniform(196, 226),
            k % 3,
            mix(CORAL, NAVY, 0.18),
            rng.choice(["short", "tail", "cap", "bun"]),
        )
    for x in (200, 760, 1320):
        canvas.limb([(x, 700), (x, 330), (x + 16, 300), (x + 66, 296)], (12, 8, 7, 7), NAVY)
        canvas.oval(x + 78, 302, 24, 9, NAVY)


def halftone(canvas: Canvas, grey: Image.Image, pitch: float, ink: str) -> None:
    """Dots on a slanted grid, each as large as the picture is dark there."""
    cos, sin = math.cos(0.52), math.sin(0.52)
    wide, high = grey.size
    pixels = grey.resize((wide // 2, high // 2)).load()
    if pixels is None:
        return
    reach = int((wide + high) / pitch)
    for i in range(-reach, reach):
        for j in range(-reach, reach):
            x, y = (i * cos - j * sin) * pitch, (i * sin + j * cos) * pitch
            if not (0 <= x < wide - 1 and 0 <= y < high - 1):
                continue
            tone = pixels[int(x / 2) % (wide // 2), int(y / 2) % (high // 2)]
            dark = 1 - (tone if isinstance(tone, int | float) else tone[0]) / 255
            if dark > 0.03:
                canvas.disc(x, y, pitch * 0.67 * math.sqrt(dark), ink)


def runners() -> Image.Image:
    """Marathon runners on a sea front in the rain, printed in two inks."""
    canvas, rng = Canvas(WIDE, "#f6ecd6"), Random(26)
    canvas.disc(440, 430, 250, CORAL)
    for k in range(8):
        canvas.rect(170 + k * 8, 862 + k * 25, 730 - k * 8, 874 + k * 25, CORAL, 0.9)
    canvas.rect(0, 600, 1600, 700, mix("#f6ecd6", CORAL, 0.4))
    halftone(canvas, seafront(rng), 21, NAVY)
    canvas.rect(0, 694, 1600, 706, NAVY)
    for k in range(28):
        canvas.rect(k * 60 + 10, 700, k * 60 + 20, 790, NAVY)
    canvas.rect(0, 742, 1600, 748, NAVY)
    canvas.rect(0, 784, 1600, 796, NAVY)
    promenade(canvas, rng)
    group: list[tuple[float, float, float, int, str]] = [
        (190, 1000, 560, 2, "cap"),
        (590, 1012, 530, 0, "tail"),
        (985, 1006, 580, 1, "short"),
        (1370, 1012, 540, 2, "bun"),
    ]
    for x, y, tall, _, _ in group:
        for k in range(5):
            canvas.oval(x + rng.uniform(-26, 26), y + 10 + k * 11, tall * 0.25 - k * 16, 3.4, NAVY)
    for _ in range(64):
        x, y, long = rng.uniform(0, 1700), rng.uniform(60, 820), rng.uniform(60, 130)
        canvas.line([(x, y), (x - long * 0.3, y + long)], NAVY, 1.7)
    for x, y, tall, stride, hair in group:
        runner(canvas, x, y, tall, stride, NAVY, hair)
        canvas.poly(
            [
                (x - tall * 0.025, y - tall * 0.74),
                (x + tall * 0.075, y - tall * 0.76),
                (x + tall * 0.06, y - tall * 0.65),
                (x - tall * 0.035, y - tall * 0.63),
            ],
            "#f6ecd6",
        )
        canvas.text(
            x + tall * 0.02,
            y - tall * 0.695,
            str(100 + int(x) % 89),
            tall * 0.055,
            NAVY,
            bold=0.6,
            turn=8,
        )
    for _ in range(84):
        x, y, long = rng.uniform(0, 1700), rng.uniform(-60, 1000), rng.uniform(70, 150)
        canvas.line([(x, y), (x - long * 0.3, y + long)], "#f6ecd6", 2.6)
    return canvas.finish(blur=0.9)


# -- the hand press, in woodcut ---------------------------------------------------------------

BLACK, RED, BUFF = "#1f1a18", "#b23a24", "#efe2c4"


def cuts(
    canvas: Canvas,
    rng: Random,
    box: tuple[float, float, float, float],
    step: float,
    colour: str = BUFF,
    upright: bool = False,
    most: float = 5,
) -> None:
    """A graver's parallel cuts across a box."""
    x0, y0, x1, y1 = box
    at = (x0 if upright else y0) + step
    while at < (x1 if upright else y1):
        a, b = (y0, y1) if upright else (x0, x1)
        trim = (b - a) * rng.uniform(0.02, 0.24)
        line = [
            (a + trim + (b - a - 2 * trim) * k / 6, at + rng.uniform(-1.2, 1.2)) for k in range(7)
        ]
        canvas.stroke([(v, u) for u, v in line] if upright else line, swell(most), colour)
        at += step * rng.uniform(0.85, 1.15)


def woodcut_ground(canvas: Canvas, rng: Random) -> None:
    """A red ground cut into rays behind the press, boards under it, and a rough border."""
    canvas.rect(50, 50, 1550, 1017, RED)
    for k in range(112):
        a = math.tau * k / 112 + rng.uniform(-0.008, 0.008)
        r0, r1 = rng.uniform(300, 380), rng.uniform(760, 1100)
        ray = [
            (810 + r * math.cos(a), 440 + r * math.sin(a))
            for r in (r0 + (r1 - r0) * t / 8 for t in range(9))
        ]
        canvas.stroke(ray, swell(14), BUFF)
    canvas.rect(50, 868, 1550, 1017, BLACK)
    for k in range(7):
        y = 876.0 + k * 21
        cuts(canvas, rng, (60, y, 1540, y + 22), 9, BUFF, most=4)
    canvas.rect(50, 864, 1550, 874, BLACK)
    for side in ((0, 0, 1600, 50), (0, 1017, 1600, 1067), (0, 0, 50, 1067), (1550, 0, 1600, 1067)):
        canvas.rect(*side, BUFF)
    for _ in range(260):
        along, wide = rng.random(), rng.uniform(2, 8)
        x, y = rng.choice(
            [
                (50, 50 + 967 * along),
                (1550, 50 + 967 * along),
                (50 + 1500 * along, 50),
                (50 + 1500 * along, 1017),
            ]
        )
        canvas.oval(x, y, wide, wide * 0.7, BUFF)


def press_frame(canvas: Canvas, rng: Random) -> None:
    """The iron staple: claw feet, columns, crown and finial."""
    for side in (-1, 1):
        x0, x1 = sorted((810 + side * 150, 810 + side * 226))
        canvas.poly(
            [
                (x0 - 8, 790),
                (x1 + 8, 790),
                (x1 + 22, 838),
                (x1 + 66, 876),
                (x0 - 66, 876),
                (x0 - 22, 838),
            ],
            BLACK,
        )
        canvas.stroke([(x0 - 34, 862), (x0 + 38, 856), (x1 + 34, 862)], swell(7), BUFF)
        canvas.rect(x0, 250, x1, 800, BLACK)
        for top, wide in ((250, 18), (300, 10), (560, 14), (770, 16)):
            canvas.rect(x0 - wide, top, x1 + wide, top + 26, BLACK)
        cuts(canvas, rng, (x0 + 6, 330, x0 + 40, 555), 8, most=5, upright=True)
        cuts(canvas, rng, (x0 + 6, 592, x0 + 36, 764), 8, most=5, upright=True)
        cuts(canvas, rng, (x0 - 8, 254, x1 + 8, 274), 7, most=3.5)
    crown = smooth(
        [
            (566, 262),
            (590, 196),
            (680, 176),
            (740, 132),
            (810, 118),
            (880, 132),
            (940, 176),
            (1030, 196),
            (1054, 262),
        ],
        12,
    )
    canvas.poly([*crown, (1054, 300), (566, 300)], BLACK)
    for k in range(34):
        x = 592 + k * 13.2
        y = 196 + 46 * abs(x - 810) / 240 - 40 * math.exp(-(((x - 810) / 90) ** 2))
        canvas.stroke([(x, y + 12), (x + rng.uniform(-2, 2), y + 40)], swell(5), BUFF)
    canvas.rect(610, 262, 1010, 268, BUFF)
    canvas.rect(610, 280, 1010, 284, BUFF)
    canvas.limb([(810, 130), (810, 96)], (40, 22), BLACK)
    canvas.disc(810, 86, 22, BLACK)
    canvas.disc(803, 79, 6, BUFF)
    canvas.text(810, 238, "1851", 34, BUFF, bold=0.9)


def press_works(canvas: Canvas, rng: Random) -> None:
    """The screw and spring, the platen, the bar and its handle."""
    canvas.rect(770, 296, 850, 452, BLACK)
    for k in range(9):
        canvas.stroke([(772, 312 + k * 15), (848, 304 + k * 15)], swell(5), BUFF)
    canvas.poly([(700, 452), (920, 452), (956, 500), (664, 500)], BLACK)
    canvas.rect(640, 500, 980, 540, BLACK)
    canvas.rect(654, 508, 966, 513, BUFF)
    cuts(canvas, rng, (654, 516, 966, 538), 6, most=3)
    cuts(canvas, rng, (700, 456, 920, 496), 8, most=4)
    bar = smooth([(810, 400), (940, 424), (1080, 404), (1230, 446), (1304, 436)], 14)
    canvas.stroke(bar, lambda t: 25 - 7 * t, BLACK)
    canvas.stroke([(x, y - 4) for x, y in bar[6:-8]], swell(4.5), BUFF)
    canvas.limb([(1270, 441), (1372, 430)], (28, 34), BLACK)
    canvas.stroke([(1284, 434), (1366, 424)], swell(6), BUFF)


def press_bed(canvas: Canvas, rng: Random) -> None:
    """The rails, the bed with its forme, the tympan thrown back, and the rounce that moves it."""
    canvas.rect(236, 640, 1180, 668, BLACK)
    canvas.rect(250, 648, 1166, 653, BUFF)
    for x in (270, 1110):
        canvas.poly(
            [(x, 668), (x + 40, 668), (x + 30, 850), (x + 58, 876), (x - 18, 876), (x + 10, 850)],
            BLACK,
        )
        cuts(canvas, rng, (x + 12, 690, x + 30, 846), 6, most=4, upright=True)
    canvas.rect(300, 586, 760, 636, BLACK)
    canvas.rect(312, 594, 748, 600, BUFF)
    for k in range(29):
        canvas.rect(322 + k * 15, 572, 332 + k * 15, 588, BLACK)
    cuts(canvas, rng, (312, 606, 748, 632), 7, most=3.5)
    canvas.disc(640, 706, 54, BLACK)
    canvas.disc(640, 706, 36, RED)
    canvas.limb([(640, 706), (700, 770)], (18, 14), BLACK)
    canvas.limb([(688, 772), (730, 764)], (22, 22), BLACK)
    for k in range(5):
        a = math.tau * k / 5
        canvas.line([(640, 706), (640 + 48 * math.cos(a), 706 + 48 * math.sin(a))], BLACK, 8)
    canvas.poly([(292, 592), (318, 592), (190, 246), (164, 256)], BLACK)
    canvas.poly([(286, 580), (302, 574), (184, 262), (168, 268)], BUFF)
    sheet: Points = [(306, 560), (322, 554), (222, 286), (206, 292)]
    canvas.poly(sheet, BUFF)
    canvas.poly([(164, 256), (190, 246), (356, 92), (342, 76)], BLACK)
    canvas.poly([(186, 238), (194, 228), (340, 94), (346, 100)], BUFF)


def drying_sheets(canvas: Canvas, rng: Random) -> None:
    """Printed sheets pegged on a line."""
    line = smooth([(1060, 170), (1300, 206), (1550, 150)], 12)
    canvas.line(line, BLACK, 5)
    for x, y, lean in ((1130, 186, -5), (1264, 200, 2), (1400, 190, 6)):
        canvas.poly(
            [(x - 4, y - 6), (x + 108, y - 6), (x + 108 + lean, y + 172), (x - 4 + lean, y + 172)],
            BLACK,
        )
        canvas.poly(
            [(x + 3, y + 1), (x + 101, y + 1), (x + 101 + lean, y + 165), (x + 3 + lean, y + 165)],
            BUFF,
        )
        canvas.rect(x + 15, y + 16, x + 91, y + 30, BLACK)
        canvas.rect(x + 15, y + 40, x + 52, y + 84, RED)
        for k in range(14):
            left = x + (60 if k < 5 else 15) + lean * 0.5
            canvas.line(
                [
                    (left, y + 44 + k * 8.4),
                    (x + 90 + lean * 0.5 - rng.uniform(0, 12), y + 44 + k * 8.4),
                ],
                BLACK,
                2.6,
            )
        for dx in (14, 86):
            canvas.rect(x + dx - 5, y - 18, x + dx + 5, y + 12, BLACK)


def press() -> Image.Image:
    """An iron hand press and sheets drying, cut in wood and printed black and red."""
    canvas, rng = Canvas(WIDE, BUFF), Random(47)
    woodcut_ground(canvas, rng)
    drying_sheets(canvas, rng)
    press_frame(canvas, rng)
    press_works(canvas, rng)
    press_bed(canvas, rng)
    return canvas.finish(blur=0.6)


# -- the type case ----------------------------------------------------------------------------

WOOD, WOOD_DARK, WOOD_LIGHT = "#8a5a34", "#4d2f1c", "#b98350"
CASE = [
    "A B C D E F G H I J",
    "K L M N O P Q R S T",
    "U V W X Y Z & ! ? ;",
    "b c d:2 e:3 i:2 f g 1",
    "l m:2 n:2 h:2 o:2 y p 2",
    "v u:2 t:2 a:3 r:2 s 3",
]


def sort_face(letter: str, side: int) -> Image.Image:
    """A letter as it stands on the type: back to front."""
    face = Image.new("L", (side, side), 0)
    font = ImageFont.load_default(side * 0.74)
    ImageDraw.Draw(face).text(
        (side / 2, side / 2), letter, 255, font, "mm", stroke_width=1.4, stroke_fill=255
    )
    return ImageOps.mirror(face)


def type_sort(canvas: Canvas, rng: Random, x: float, y: float, letter: str, side: float) -> None:
    """One piece of metal type lying in its box, turned a little."""
    k = canvas.scale
    size = round(side * k)
    tile = Image.new("RGBA", (size + 12, size + 12), (0, 0, 0, 0))
    pen = ImageDraw.Draw(tile)
    tone = rng.randrange(120, 186)
    pen.rounded_rectangle((8, 9, size + 9, size + 10), 4, (20, 12, 8, 130))
    pen.rounded_rectangle((2, 2, size + 2, size + 2), 4, (tone - 62, tone - 62, tone - 58, 255))
    pen.rounded_rectangle((2, 2, size - 3, size - 4), 4, (tone, tone, tone - 6, 255))
    face = sort_face(letter, size - 8)
    tile.paste((34, 32, 36, 255), (3, 2), face)
    tile = tile.rotate(
        rng.gauss(0, 9) + rng.choice([0, 0, 0, 90, 180]), Image.Resampling.BICUBIC, expand=True
    )
    canvas.image.paste(tile, (round(x * k - tile.width / 2), round(y * k - tile.height / 2)), tile)


def case_box(
    canvas: Canvas, rng: Random, box: tuple[float, float, float, float], letter: str
) -> None:
    """One compartment with its shadow, its heap of type and its label."""
    x0, y0, x1, y1 = box
    canvas.rect(x0, y0, x1, y1, "#2c1b12")
    canvas.rect(x0 + 12, y0 + 14, x1, y1, "#4a301e")
    canvas.rect(x0, y1 - 5, x1, y1, WOOD_LIGHT, 0.6)
    side = 40.0
    count = int((x1 - x0) * (y1 - y0) / (side * side) * 0.78)
    for _ in range(count):
        type_sort(
            canvas, rng, rng.uniform(x0 + 30, x1 - 26), rng.uniform(y0 + 32, y1 - 44), letter, side
        )
    middle = (x0 + x1) / 2
    canvas.rect(middle - 17, y1 - 25, middle + 17, y1 - 1, "#f0e2c0", radius=2)
    canvas.text(middle, y1 - 13, letter, 20, "#3a2418", bold=0.3)


def wood_grain(canvas: Canvas, rng: Random, box: tuple[float, float, float, float]) -> None:
    """Fine wavering grain over a board."""
    x0, y0, x1, y1 = box
    for _ in range(int((y1 - y0) * 0.5)):
        y, long = rng.uniform(y0, y1), rng.uniform(80, 420)
        x = rng.uniform(x0 - 60, x1)
        line = [(x + long * t / 8, y + math.sin(t + y) * 1.5) for t in range(9)]
        canvas.stroke(line, swell(2), rng.choice([WOOD_DARK, WOOD_LIGHT]), 0.3)


def type_case() -> Image.Image:
    """A case of metal type from above, a letter to each compartment."""
    canvas, rng = Canvas(WIDE, WOOD), Random(58)
    wood_grain(canvas, rng, (0, 0, 1600, 1067))
    canvas.rect(40, 40, 1560, 1027, WOOD_DARK, radius=8)
    canvas.rect(46, 46, 1554, 1021, "#7a4d2c", radius=6)
    wood_grain(canvas, rng, (60, 46, 1500, 1021))
    top = 66.0
    for row in CASE:
        cells = [
            (cell.split(":")[0], int(cell.split(":")[1]) if ":" in cell else 1)
            for cell in row.split()
        ]
        unit = (1540 - 60 + 14) / sum(share for _, share in cells)
        x = 60.0
        high = 142.0
        for letter, share in cells:
            wide = unit * share
            case_box(canvas, rng, (x, top, x + wide - 14, top + high), letter)
            x += wide
        top += high + 16
    canvas.soft([(0, 0), (900, 0), (300, 1067), (0, 1067)], "#ffe3a8", 0.16, 120, True)
    return canvas.finish(blur=0.5)


# -- the linocut ------------------------------------------------------------------------------

LINO, LIGHT = "#16414b", "#f1e6cb"


def lino_ground(canvas: Canvas, rng: Random) -> None:
    """The inked block: a cut moon, cut water, and stray marks of the gouge."""
    canvas.rect(40, 40, 1160, 760, LINO)
    canvas.disc(800, 270, 170, LIGHT)
    for k in range(20):
        y = 118.0 + k * 17
        half = math.sqrt(max(0, 164**2 - (y - 270) ** 2))
        if half > 20:
            line = [(800 - half + 2 * half * t / 8, y + 2 * math.sin(t + k)) for t in range(9)]
            canvas.stroke(line, swell(2 + 4 * k / 20), LINO)
    for ring in range(1, 9):
        r = 176 + ring * 26
        for k in range(36 + ring * 3):
            a = math.tau * k / (36 + ring * 3) + ring * 0.4 + rng.uniform(-0.02, 0.02)
            x, y = 800 + r * math.cos(a), 270 + r * math.sin(a)
            if 56 < x < 1144 and 56 < y < 566:
                turn = (12 * -math.sin(a), 12 * math.cos(a))
                canvas.stroke(
                    [(x - turn[0], y - turn[1]), (x, y), (x + turn[0], y + turn[1])],
                    swell(6.5 - 0.5 * ring),
                    LIGHT,
                )
    for _ in range(150):
        t = rng.random()
        y = 590 + 160 * t
        x, long = rng.uniform(50, 1100), rng.uniform(40, 130) * (0.5 + t)
        wave = [(min(x + long * k / 8, 1150), y + 3 * math.sin(k * 1.1 + x)) for k in range(9)]
        canvas.stroke(wave, swell(4 + 4 * t), LIGHT)


def heron(canvas: Canvas) -> None:
    """The heron: legs, body, wing cuts, neck, crest and bill."""
    for path in ([(500, 520), (486, 610), (492, 700)], [(548, 520), (556, 604), (540, 706)]):
        canvas.stroke(smooth(path, 8), lambda t: 13 - 4 * t, LINO)
        canvas.stroke(smooth(path, 8), lambda t: 8 - 3 * t, LIGHT)
    body: Points = [
        (330, 560),
        (400, 470),
        (470, 400),
        (560, 356),
        (630, 372),
        (640, 430),
        (590, 500),
        (510, 530),
        (420, 540),
    ]
    neck = smooth(
        [(606, 420), (650, 380), (640, 320), (570, 270), (556, 200), (600, 150), (640, 146)], 14
    )
    canvas.poly(
        [(580 + (x - 580) * 1.05, 455 + (y - 455) * 1.08) for x, y in smooth(body, 10, True)], LINO
    )
    canvas.stroke(neck, lambda t: 74 - 40 * t, LINO)
    canvas.poly(smooth(body, 10, True), LIGHT)
    canvas.stroke(neck, lambda t: 58 - 34 * t, LIGHT)
    canvas.poly(
        smooth([(590, 150), (612, 128), (650, 126), (680, 142), (668, 164), (620, 168)], 8, True),
        LIGHT,
    )
    canvas.poly([(664, 130), (826, 160), (664, 160)], LINO)
    canvas.stroke([(676, 148), (730, 151), (790, 157)], swell(5), LIGHT)
    canvas.stroke(smooth([(652, 128), (600, 122), (540, 150), (500, 196)], 10), swell(17), LINO)
    canvas.disc(652, 142, 6.5, LINO)
    canvas.disc(653, 141, 2, LIGHT)
    for row in range(6):
        for k in range(9 - row // 2):
            x, y = 596.0 - k * 26 - row * 6, 393.0 + k * 14 + row * 19
            if y > 524 - max(0, x - 470) * 0.2:
                continue
            long = 30 + 3 * row
            feather = smooth(
                [(x, y), (x - long * 0.5, y + long * 0.34), (x - long, y + long * 0.5)], 6
            )
            canvas.stroke(feather, swell(7 - 0.4 * row), LINO)
    for k in range(5):
        tail = smooth(
            [(470 - k * 6, 474 + k * 13), (400 - k * 4, 514 + k * 8), (344 + k * 6, 552)], 8
        )
        canvas.stroke(tail, swell(7), LINO)
    for k in range(11):
        t = k / 11
        x, y = neck[8 + int(t * 62)]
        canvas.stroke([(x + 4, y + 9), (x + 1, y - 4)], swell(5), LINO)
    for k in range(6):
        canvas.stroke(
            smooth([(626 + k * 4, 420), (640 - k * 5, 460), (622 - k * 12, 492)], 6),
            swell(4.5),
            LINO,
        )


def lino_reeds(canvas: Canvas, rng: Random) -> None:
    """Reeds and bulrushes cut at both sides."""
    for x, tall in (
        (90, 430),
        (130, 520),
        (170, 380),
        (214, 470),
        (256, 300),
        (960, 330),
        (1010, 450),
        (1054, 540),
        (1096, 400),
        (1130, 480),
    ):
        bend = rng.uniform(-40, 40)
        stem = smooth([(x, 740), (x + bend * 0.2, 740 - tall * 0.5), (x + bend, 740 - tall)], 12)
        canvas.stroke(stem, lambda t: 15 - 5 * t, LINO)
        canvas.stroke(stem, lambda t: 9 - 4 * t, LIGHT)
        if tall > 420:
            tip = stem[-1]
            canvas.limb([(tip[0], tip[1] + 8), (tip[0] + bend * 0.06, tip[1] - 64)], (27, 25), LINO)
            canvas.limb(
                [(tip[0], tip[1] + 6), (tip[0] + bend * 0.06, tip[1] - 62)], (18, 16), LIGHT
            )
            for k in range(5):
                canvas.stroke(
                    [(tip[0] - 6, tip[1] - k * 13), (tip[0] + 6, tip[1] - 5 - k * 13)],
                    swell(3.5),
                    LINO,
                )
        blade = smooth(
            [(x, 740), (x - bend * 0.7, 740 - tall * 0.4), (x - bend * 2.2, 740 - tall * 0.62)], 10
        )
        canvas.stroke(blade, lambda t: 20 * (1 - t) + 3, LINO)
        canvas.stroke(blade, lambda t: 14 * (1 - t), LIGHT)


def linocut() -> Image.Image:
    """A heron among reeds before a moon, in one ink on paper."""
    canvas, rng = Canvas(SHEET, LIGHT), Random(39)
    lino_ground(canvas, rng)
    lino_reeds(canvas, rng)
    heron(canvas)
    for side in ((0, 0, 1200, 40), (0, 760, 1200, 800), (0, 0, 40, 800), (1160, 0, 1200, 800)):
        canvas.rect(*side, LIGHT)
    for _ in range(170):
        along, wide = rng.random(), rng.uniform(2, 6)
        x, y = rng.choice(
            [
                (40, 40 + 720 * along),
                (1160, 40 + 720 * along),
                (40 + 1120 * along, 40),
                (40 + 1120 * along, 760),
            ]
        )
        canvas.oval(x, y, wide, wide * 0.7, LIGHT)
    return canvas.finish()
