"""The authors' portraits: plain geometric figures, each its own colours, hair and shirt."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kit import Canvas, Point, mix, smooth
from PIL import Image


@dataclass(frozen=True)
class Sitter:
    """What sets one portrait apart from another."""

    ground: str
    shape: str
    skin: str
    hair: str
    style: str
    shirt: str
    collar: str
    trim: str
    glasses: str = ""
    beard: str = ""


SITTERS = {
    "meera-tandel": Sitter(
        "#f2c879", "#e59f52", "#a8714c", "#2a1d1f", "bob", "#1f6f78", "kurta", "#f6ead0"
    ),
    "arjun-kolhe": Sitter(
        "#a9cdc9",
        "#7fb0b0",
        "#8f5c3e",
        "#1f1a1c",
        "short",
        "#d9d2c0",
        "shirt",
        "#37506b",
        beard="stubble",
    ),
    "farida-sheikh": Sitter(
        "#e6b8a2",
        "#d0917c",
        "#b98560",
        "#2c4a6e",
        "scarf",
        "#27384f",
        "plain",
        "#5f86ad",
        glasses="round",
    ),
    "tomas-rego": Sitter(
        "#c8cfa6",
        "#9fae7c",
        "#9a6848",
        "#8d8a86",
        "receding",
        "#a8443a",
        "shirt",
        "#f3e7d0",
        glasses="square",
        beard="moustache",
    ),
    "lakshmi-iyer": Sitter(
        "#c9bbdd", "#a592c4", "#7f4f36", "#4a4448", "bun", "#c8892e", "sari", "#8a2f4b"
    ),
    "dev-naik": Sitter(
        "#9fc0e0",
        "#6d9bc8",
        "#7a4c34",
        "#17151a",
        "curly",
        "#e0703f",
        "round",
        "#2c3550",
        beard="full",
    ),
}


def arc(x: float, y: float, rx: float, ry: float, a0: float, a1: float) -> list[Point]:
    """Points along an ellipse, in degrees clockwise from the right."""
    return [
        (x + rx * math.cos(math.radians(a)), y + ry * math.sin(math.radians(a)))
        for a in (a0 + (a1 - a0) * k / 40 for k in range(41))
    ]


def background(canvas: Canvas, sitter: Sitter, name: str) -> None:
    """A flat ground with one large simple shape."""
    kinds = list(SITTERS)
    kind = kinds.index(name) % 3
    if kind == 0:
        canvas.disc(320, 300, 246, sitter.shape)
    elif kind == 1:
        canvas.poly([(0, 640), (640, 640), (640, 150), (0, 470)], sitter.shape)
    else:
        canvas.rect(90, 70, 550, 640, sitter.shape, radius=230)


def shoulders(canvas: Canvas, sitter: Sitter) -> None:
    """Neck and shoulders, with the shirt's own collar."""
    body = smooth(
        [
            (70, 660),
            (92, 560),
            (160, 510),
            (262, 486),
            (378, 486),
            (480, 510),
            (548, 560),
            (570, 660),
        ],
        10,
    )
    canvas.poly([*body, (320, 700)], sitter.shirt)
    shade = mix(sitter.skin, "#2a1414", 0.2)
    canvas.poly([(264, 400), (376, 400), (384, 494), (320, 540), (256, 494)], sitter.skin)
    canvas.poly(
        [
            (264, 418),
            *arc(320, 420, 60, 46, 170, 10),
            (376, 418),
            (378, 438),
            *arc(320, 430, 60, 58, 20, 160),
        ],
        shade,
    )
    collars = {"kurta": kurta, "shirt": shirt, "sari": sari, "round": tee}
    if sitter.collar in collars:
        collars[sitter.collar](canvas, sitter)


def kurta(canvas: Canvas, sitter: Sitter) -> None:
    """A kurta's band collar and placket."""
    canvas.poly(
        [(244, 486), (262, 474), (320, 560), (378, 474), (396, 486), (330, 604), (310, 604)],
        sitter.trim,
    )
    canvas.rect(308, 560, 332, 660, sitter.trim)
    for y in (582, 610):
        canvas.disc(320, y, 5, sitter.shirt)


def shirt(canvas: Canvas, sitter: Sitter) -> None:
    """A shirt's pointed collar, buttoned front and a pocket."""
    for side in (-1, 1):
        canvas.poly(
            [
                (320 + side * 4, 536),
                (320 + side * 64, 470),
                (320 + side * 92, 500),
                (320 + side * 56, 566),
            ],
            mix(sitter.shirt, "#ffffff", 0.25),
        )
    canvas.line([(320, 540), (320, 640)], mix(sitter.shirt, "#000000", 0.25), 3)
    for y in (574, 616):
        canvas.disc(320, y, 5, sitter.trim)
    canvas.rect(400, 580, 470, 640, mix(sitter.shirt, "#000000", 0.12))


def sari(canvas: Canvas, sitter: Sitter) -> None:
    """A blouse with a sari's drape over one shoulder."""
    canvas.poly(arc(320, 480, 63, 72, 0, 180), sitter.skin)
    canvas.poly([(140, 520), (236, 492), (470, 660), (60, 660), (88, 564)], sitter.trim)
    canvas.line([(236, 492), (470, 660)], "#f0cf7a", 14)
    canvas.line([(196, 506), (400, 660)], mix(sitter.trim, "#000000", 0.2), 3)
    for k in range(9):
        a = math.radians(28 + k * 15.5)
        canvas.disc(320 + 66 * math.cos(a), 470 + 64 * math.sin(a), 6, "#f0cf7a")


def tee(canvas: Canvas, sitter: Sitter) -> None:
    """A round neck."""
    canvas.poly(arc(320, 478, 70, 58, 0, 180), sitter.skin)
    canvas.line(arc(320, 478, 74, 62, 4, 176), sitter.trim, 13)


def hair_behind(canvas: Canvas, sitter: Sitter) -> None:
    """Hair or cloth that falls behind the head."""
    if sitter.style == "bob":
        canvas.poly(
            smooth(
                [
                    (320, 118),
                    (440, 150),
                    (484, 260),
                    (478, 390),
                    (456, 442),
                    (184, 442),
                    (162, 390),
                    (156, 260),
                    (200, 150),
                ],
                10,
                True,
            ),
            sitter.hair,
        )
    elif sitter.style == "bun":
        canvas.disc(320, 128, 62, sitter.hair)
        for k in range(9):
            a = math.radians(200 + k * 17.5)
            canvas.disc(320 + 66 * math.cos(a), 140 + 60 * math.sin(a), 9, "#fbf3e2")
    elif sitter.style == "scarf":
        canvas.poly(
            smooth(
                [
                    (320, 110),
                    (440, 146),
                    (480, 270),
                    (470, 400),
                    (500, 520),
                    (140, 520),
                    (170, 400),
                    (160, 270),
                    (200, 146),
                ],
                10,
                True,
            ),
            sitter.hair,
        )
    elif sitter.style == "curly":
        for x, y, r in ((212, 220, 44), (428, 220, 44), (206, 270, 32), (434, 270, 32)):
            canvas.disc(x, y, r, sitter.hair)


def face(canvas: Canvas, sitter: Sitter) -> None:
    """Ears, head and features."""
    shade = mix(sitter.skin, "#2a1414", 0.24)
    if sitter.style != "scarf":
        for side in (-1, 1):
            canvas.oval(320 + side * 116, 302, 22, 34, mix(sitter.skin, "#2a1414", 0.1))
    canvas.poly(
        smooth(
            [
                (320, 150),
                (396, 172),
                (434, 240),
                (432, 320),
                (404, 394),
                (350, 436),
                (290, 436),
                (236, 394),
                (208, 320),
                (206, 240),
                (244, 172),
            ],
            12,
            True,
        ),
        sitter.skin,
    )
    for side in (-1, 1):
        x = 320 + side * 52
        brow = mix(sitter.hair, "#1c1416", 0.7) if sitter.style in {"scarf", "bun"} else sitter.hair
        canvas.line(arc(x, 272, 30, 18, 215, 325), brow, 8 if sitter.beard else 6)
        canvas.oval(x, 294, 17, 11, "#fbf6ec")
        canvas.disc(x, 294, 9.5, "#2a1b18")
        canvas.disc(x + 3, 291, 3, "#ffffff")
        canvas.line(arc(x, 296, 19, 14, 200, 340), "#2a1b18", 4)
    canvas.line(smooth([(322, 296), (330, 336), (336, 350), (318, 356)], 8), shade, 5)
    if not sitter.beard:
        canvas.oval(260, 352, 20, 13, mix(sitter.skin, "#d2503c", 0.2))
        canvas.oval(380, 352, 20, 13, mix(sitter.skin, "#d2503c", 0.2))


def beard(canvas: Canvas, sitter: Sitter) -> None:
    """A beard or moustache if there is one."""
    if sitter.beard in {"full", "stubble"}:
        tint = sitter.hair if sitter.beard == "full" else mix(sitter.skin, sitter.hair, 0.3)
        canvas.poly(
            smooth(
                [
                    (207, 316),
                    (226, 340),
                    (262, 362),
                    (320, 358),
                    (378, 362),
                    (414, 340),
                    (433, 316),
                    (422, 376),
                    (392, 418),
                    (350, 446),
                    (290, 446),
                    (248, 418),
                    (218, 376),
                ],
                8,
                True,
            ),
            tint,
        )
    if sitter.beard == "moustache":
        canvas.poly(
            smooth(
                [
                    (320, 366),
                    (352, 362),
                    (386, 384),
                    (350, 386),
                    (320, 380),
                    (290, 386),
                    (254, 384),
                    (288, 362),
                ],
                8,
                True,
            ),
            sitter.hair,
        )


def mouth(canvas: Canvas, sitter: Sitter) -> None:
    """A slight smile."""
    lip = mix(sitter.skin, "#a02c2c", 0.5)
    if sitter.beard == "full":
        canvas.poly(smooth([(290, 388), (320, 384), (350, 388), (320, 404)], 8, True), lip)
    elif sitter.beard:
        canvas.line(arc(320, 384, 36, 18, 25, 155), mix(sitter.skin, "#5a1c1c", 0.6), 6)
    else:
        canvas.poly([*arc(320, 384, 38, 22, 8, 172), *arc(320, 384, 36, 6, 180, 0)], lip)


def fringe(canvas: Canvas, sitter: Sitter) -> None:
    """The hair over the forehead, by its style."""
    hair, style = sitter.hair, sitter.style
    if style == "bob":
        canvas.poly(
            smooth(
                [
                    (196, 340),
                    (190, 240),
                    (220, 164),
                    (320, 128),
                    (420, 164),
                    (450, 240),
                    (444, 340),
                    (428, 260),
                    (392, 214),
                    (300, 196),
                    (240, 236),
                    (212, 280),
                ],
                8,
                True,
            ),
            hair,
        )
    elif style == "short":
        canvas.poly(
            smooth(
                [
                    (202, 270),
                    (196, 200),
                    (236, 140),
                    (320, 116),
                    (420, 138),
                    (448, 206),
                    (438, 270),
                    (424, 216),
                    (380, 190),
                    (290, 204),
                    (230, 214),
                ],
                8,
                True,
            ),
            hair,
        )
    elif style == "receding":
        for side in (-1, 1):
            canvas.poly(
                smooth(
                    [
                        (320 + side * 124, 296),
                        (320 + side * 128, 226),
                        (320 + side * 100, 166),
                        (320 + side * 46, 144),
                        (320 + side * 78, 186),
                        (320 + side * 106, 240),
                    ],
                    8,
                    True,
                ),
                hair,
            )
    elif style == "bun":
        canvas.poly(
            smooth(
                [
                    (204, 300),
                    (196, 220),
                    (240, 150),
                    (320, 130),
                    (400, 150),
                    (444, 220),
                    (436, 300),
                    (420, 232),
                    (364, 180),
                    (320, 164),
                    (276, 180),
                    (220, 232),
                ],
                8,
                True,
            ),
            hair,
        )
        canvas.line([(320, 132), (320, 168)], mix(sitter.skin, "#2a1414", 0.15), 3)
        canvas.disc(320, 246, 8, "#a8273a")
    elif style == "curly":
        for k in range(11):
            a = math.radians(186 + k * 16.8)
            canvas.disc(320 + 112 * math.cos(a), 232 + 92 * math.sin(a), 36, hair)
        canvas.poly(arc(320, 214, 104, 84, 180, 360), hair)
        for x, y in ((250, 196), (300, 186), (350, 188), (394, 202)):
            canvas.disc(x, y, 25, hair)
    elif style == "scarf":
        scarf(canvas, sitter)


def scarf(canvas: Canvas, sitter: Sitter) -> None:
    """A headscarf drawn round the face and folded over the shoulder."""
    outer = [
        (320, 110),
        (440, 146),
        (480, 270),
        (462, 400),
        (400, 470),
        (320, 494),
        (240, 470),
        (178, 400),
        (160, 270),
        (200, 146),
    ]
    inner = [
        (320, 172),
        (392, 196),
        (424, 262),
        (420, 330),
        (394, 392),
        (350, 430),
        (290, 430),
        (246, 392),
        (220, 330),
        (216, 262),
        (248, 196),
    ]
    ring = smooth(outer, 10, True)
    hole = smooth(inner, 10, True)
    canvas.poly([*ring, ring[0], hole[0], *hole[::-1]], sitter.hair)
    canvas.line([*hole, hole[0]], sitter.trim, 7)
    canvas.poly(
        smooth(
            [(190, 430), (300, 478), (420, 450), (520, 540), (470, 570), (330, 540), (200, 520)],
            8,
            True,
        ),
        mix(sitter.hair, "#000000", 0.16),
    )
    for fold in (
        [(216, 462), (320, 506), (440, 490), (500, 548)],
        [(214, 492), (320, 530), (420, 532)],
    ):
        canvas.line(smooth(fold, 8), mix(sitter.hair, "#000000", 0.36), 4)


def eyewear(canvas: Canvas, sitter: Sitter) -> None:
    """Round or square glasses if there are any."""
    tint = "#1f2430" if sitter.glasses == "square" else "#8c3f2e"
    if not sitter.glasses:
        return
    for side in (-1, 1):
        x = 320 + side * 52
        if sitter.glasses == "round":
            canvas.ring(x, 294, 38, tint, 6)
        else:
            canvas.frame(x - 40, 266, x + 40, 322, tint, 7, 10)
        reach = 99 if sitter.style == "scarf" else 112
        canvas.line([(x + side * 39, 288), (320 + side * reach, 283)], tint, 5)
    canvas.line(arc(320, 292, 15, 9, 190, 350), tint, 6)


def earrings(canvas: Canvas, sitter: Sitter) -> None:
    """Small ear-rings for those who wear them."""
    if sitter.style == "bun":
        for side in (-1, 1):
            canvas.disc(320 + side * 120, 340, 9, "#f0cf7a")


def portrait(name: str) -> Image.Image:
    """One author's portrait."""
    sitter = SITTERS[name]
    canvas = Canvas((640, 640), sitter.ground, 3)
    background(canvas, sitter, name)
    hair_behind(canvas, sitter)
    shoulders(canvas, sitter)
    face(canvas, sitter)
    beard(canvas, sitter)
    mouth(canvas, sitter)
    fringe(canvas, sitter)
    eyewear(canvas, sitter)
    earrings(canvas, sitter)
    return canvas.finish()
