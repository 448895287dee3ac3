"""The drawing kit: a supersampled canvas, curves, limbs, glows, reflections, grain and files."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from itertools import pairwise
from operator import sub
from pathlib import Path
from random import Random

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageFont

Point = tuple[float, float]
Points = Sequence[Point]
Colour = tuple[int, ...]
Stops = Sequence[tuple[float, str]]

WIDE = (1600, 1067)
SHEET = (1200, 800)
MOST_BYTES = 176_000


def rgb(name: str, alpha: float = 1.0) -> Colour:
    """A `#rrggbb` colour as a tuple, with an alpha from 0 to 1."""
    red, green, blue = ImageColor.getrgb(name)[:3]
    return red, green, blue, round(255 * max(0.0, min(1.0, alpha)))


def mix(one: str, two: str, share: float) -> str:
    """The colour `share` of the way from one colour to another."""
    first, second = ImageColor.getrgb(one), ImageColor.getrgb(two)
    blend = (round(a + (b - a) * share) for a, b in zip(first[:3], second[:3], strict=True))
    return "#{:02x}{:02x}{:02x}".format(*blend)


def smooth(points: Points, steps: int = 12, closed: bool = False) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    count = len(points)
    line: list[Point] = []
    for i in range(count if closed else count - 1):
        if closed:
            quad = [points[(i + k) % count] for k in (-1, 0, 1, 2)]
        else:
            quad = [points[min(max(i + k, 0), count - 1)] for k in (-1, 0, 1, 2)]
        line += [_spline(quad, step / steps) for step in range(steps)]
    return line if closed else [*line, points[-1]]


def _spline(quad: Points, t: float) -> Point:
    def along(a: float, b: float, c: float, d: float) -> float:
        return 0.5 * (
            2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t * t
            + (3 * b - a - 3 * c + d) * t**3
        )

    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = quad
    return along(x0, x1, x2, x3), along(y0, y1, y2, y3)


def ridge(rng: Random, x0: float, x1: float, y: float, high: float, step: float) -> list[Point]:
    """A rough skyline from left to right: midpoint noise of three sizes."""
    phases = [(rng.uniform(0, 7), rng.uniform(0.8, 1.25)) for _ in range(4)]
    line: list[Point] = []
    x = x0
    while x <= x1 + step:
        lift = sum(
            math.sin(x * 0.0032 * 2.1**k * speed + phase) / 1.9**k
            for k, (phase, speed) in enumerate(phases)
        )
        line.append((x, y - high * (0.5 + 0.28 * lift)))
        x += step
    return line


def taper(points: Points, widths: Callable[[float], float]) -> list[Point]:
    """The outline of a stroke along the points whose width depends on how far along it is."""
    left: list[Point] = []
    right: list[Point] = []
    last = len(points) - 1
    for i, (x, y) in enumerate(points):
        ax, ay = points[max(i - 1, 0)]
        bx, by = points[min(i + 1, last)]
        length = math.hypot(bx - ax, by - ay) or 1.0
        half = widths(i / max(last, 1)) / 2
        nx, ny = -(by - ay) / length * half, (bx - ax) / length * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return left + right[::-1]


def swell(most: float, least: float = 0.0) -> Callable[[float], float]:
    """A width that is widest in the middle, as a graver's cut is."""
    return lambda t: least + (most - least) * math.sin(math.pi * min(max(t, 0.0), 1.0))


def even(first: float, last: float) -> Callable[[float], float]:
    """A width that goes evenly from one end's to the other's."""
    return lambda t: first + (last - first) * t


class Canvas:
    """A picture drawn at `scale` times its size, in the coordinates of the finished picture."""

    def __init__(self, size: tuple[int, int], fill: str, scale: int = 2) -> None:
        self.size = size
        self.scale = scale
        self.flip: float | None = None
        self.zoom: tuple[float, float, float] | None = None
        self.image = Image.new("RGB", (size[0] * scale, size[1] * scale), fill)
        self.draw = ImageDraw.Draw(self.image, "RGBA")

    def replace(self, image: Image.Image) -> None:
        """Take another picture as this canvas's own."""
        self.image = image
        self.draw = ImageDraw.Draw(self.image, "RGBA")

    def _at(self, points: Iterable[Point]) -> list[Point]:
        """Canvas points as pixels: magnified by `zoom` and upside down about `flip`, if set."""
        k, flip = self.scale, self.flip
        if self.zoom:
            cx, cy, by = self.zoom
            points = [(cx + (x - cx) * by, cy + (y - cy) * by) for x, y in points]
        if flip is None:
            return [(x * k, y * k) for x, y in points]
        return [(x * k, (2 * flip - y) * k) for x, y in points]

    def _box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, ...]:
        (left, top), (right, bottom) = self._at([(x0, y0), (x1, y1)])
        return min(left, right), min(top, bottom), max(left, right), max(top, bottom)

    def poly(self, points: Points, fill: str, alpha: float = 1.0) -> None:
        """A filled polygon."""
        if len(points) > 2:
            self.draw.polygon(self._at(points), rgb(fill, alpha))

    def rect(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        fill: str,
        alpha: float = 1.0,
        radius: float = 0,
    ) -> None:
        """A rectangle, its corners rounded if there is a radius."""
        left, top, right, bottom = self._box(x0, y0, x1, y1)
        if right - 1 >= left and bottom - 1 >= top:
            self.draw.rounded_rectangle(
                (left, top, right - 1, bottom - 1), radius * self.scale, rgb(fill, alpha)
            )

    def frame(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        colour: str,
        width: float,
        radius: float = 0,
    ) -> None:
        """The outline of a rectangle."""
        self.draw.rounded_rectangle(
            self._box(x0, y0, x1, y1),
            radius * self.scale,
            None,
            rgb(colour),
            round(width * self.scale),
        )

    def disc(self, x: float, y: float, r: float, fill: str, alpha: float = 1.0) -> None:
        """A filled circle."""
        self.oval(x, y, r, r, fill, alpha)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: str, alpha: float = 1.0) -> None:
        """A filled ellipse."""
        self.draw.ellipse(self._box(x - rx, y - ry, x + rx, y + ry), rgb(fill, alpha))

    def ring(self, x: float, y: float, r: float, colour: str, width: float) -> None:
        """The outline of a circle."""
        self.draw.ellipse(
            self._box(x - r, y - r, x + r, y + r), None, rgb(colour), round(width * self.scale)
        )

    def line(self, points: Points, colour: str, width: float = 1, alpha: float = 1.0) -> None:
        """A line of even width; round caps if it is opaque and wide."""
        wide = max(1, round(width * self.scale))
        self.draw.line(self._at(points), rgb(colour, alpha), wide, joint="curve")
        if wide > 3 and alpha == 1.0:
            for x, y in (points[0], points[-1]):
                self.disc(x, y, width / 2, colour)

    def stroke(
        self, points: Points, widths: Callable[[float], float], colour: str, alpha: float = 1.0
    ) -> None:
        """A stroke of changing width along a curve."""
        if len(points) < 5:
            points = smooth(points, 6)
        self.poly(taper(points, widths), colour, alpha)

    def limb(self, points: Points, widths: Sequence[float], colour: str) -> None:
        """Joined round-ended segments: arms, legs, trunks."""
        for joints, (first, last) in zip(pairwise(points), pairwise(widths), strict=False):
            self.poly(taper(joints, even(first, last)), colour)
        for (x, y), width in zip(points, widths, strict=False):
            self.disc(x, y, width / 2, colour)

    def gradient(self, y0: float, y1: float, stops: Stops, mask: Image.Image | None = None) -> None:
        """Horizontal bands blended from stop to stop between two heights."""
        k = self.scale
        top, bottom = round(y0 * k), round(y1 * k)
        column = Image.new("RGB", (1, max(bottom - top, 1)))
        for row in range(column.height):
            column.putpixel((0, row), _blend(stops, row / max(column.height - 1, 1)))
        band = column.resize((self.image.width, column.height))
        area = (0, top, self.image.width, top + column.height)
        self.image.paste(band, (0, top), mask.crop(area) if mask else None)

    def mask(self, points: Points | None = None) -> tuple[Image.Image, ImageDraw.ImageDraw]:
        """An empty mask of the canvas's size (or one of a polygon) and its pen."""
        mask = Image.new("L", self.image.size, 0)
        pen = ImageDraw.Draw(mask)
        if points:
            pen.polygon(self._at(points), 255)
        return mask, pen

    def wash(self, mask: Image.Image, colour: str, share: float = 1.0) -> None:
        """Paint a colour through a mask."""
        if share < 1:
            mask = mask.point([round(v * share) for v in range(256)])
        self.image.paste(rgb(colour)[:3], (0, 0), mask)

    def soft(
        self, points: Points, colour: str, alpha: float, blur: float, light: bool = False
    ) -> None:
        """A blurred polygon: a shadow or mist, or a beam of added light."""
        small = 4
        size = (self.image.width // small, self.image.height // small)
        veil = Image.new("L", size, 0)
        scale = self.scale / small
        ImageDraw.Draw(veil).polygon(
            [(x * scale, y * scale) for x, y in points], round(255 * alpha)
        )
        veil = veil.filter(ImageFilter.GaussianBlur(blur * scale)).resize(self.image.size)
        if light:
            self._screen(veil, (0, 0), colour)
        else:
            self.wash(veil, colour)

    def glow(
        self, x: float, y: float, r: float, colour: str, strength: float = 1.0, flat: float = 1.0
    ) -> None:
        """Added light around a point, falling off with the square of the distance."""
        k = self.scale
        size = (max(2, round(2 * r * k)), max(2, round(2 * r * k * flat)))
        falloff = [round(255 * strength * max(0.0, 1 - v / 180) ** 1.9) for v in range(256)]
        halo = Image.radial_gradient("L").point(falloff).resize(size, Image.Resampling.BILINEAR)
        self._screen(halo, (round(x * k - size[0] / 2), round(y * k - size[1] / 2)), colour)

    def _screen(self, halo: Image.Image, corner: tuple[int, int], colour: str) -> None:
        left, top = max(corner[0], 0), max(corner[1], 0)
        right = min(corner[0] + halo.width, self.image.width)
        bottom = min(corner[1] + halo.height, self.image.height)
        if right <= left or bottom <= top:
            return
        halo = halo.crop((left - corner[0], top - corner[1], right - corner[0], bottom - corner[1]))
        light = Image.merge(
            "RGB", [halo.point([v * part // 255 for v in range(256)]) for part in rgb(colour)[:3]]
        )
        box = (left, top, right, bottom)
        self.image.paste(ImageChops.screen(self.image.crop(box), light), box)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        colour: str,
        anchor: str = "mm",
        bold: float = 0,
        turn: float = 0,
    ) -> None:
        """Words in Pillow's own font; `turn` is in degrees, about the anchor's middle."""
        k = self.scale
        font = ImageFont.load_default(size * k)
        heavy = bold * k
        if not turn:
            self.draw.text(
                (x * k, y * k),
                words,
                rgb(colour),
                font,
                anchor,
                stroke_width=heavy,
                stroke_fill=rgb(colour),
            )
            return
        side = round(font.getlength(words) + 4 * size * k)
        tile = Image.new("L", (side, side), 0)
        ImageDraw.Draw(tile).text(
            (side / 2, side / 2), words, 255, font, "mm", stroke_width=heavy, stroke_fill=255
        )
        tile = tile.rotate(turn, Image.Resampling.BICUBIC)
        self.image.paste(rgb(colour)[:3], (round(x * k - side / 2), round(y * k - side / 2)), tile)

    def finish(self, grain: float = 0.0, seed: int = 1, blur: float = 0.0) -> Image.Image:
        """The picture at its own size: a little grain, or edges eased so that it packs small."""
        image = self.image.resize(self.size, Image.Resampling.LANCZOS)
        if blur:
            image = image.filter(ImageFilter.GaussianBlur(blur))
        return grained(image, grain, seed) if grain else image


def _blend(stops: Stops, t: float) -> tuple[int, int, int]:
    before, after = stops[0], stops[-1]
    for one, two in pairwise(stops):
        if one[0] <= t <= two[0]:
            before, after = one, two
            break
    span = after[0] - before[0] or 1.0
    red, green, blue = ImageColor.getrgb(mix(before[1], after[1], (t - before[0]) / span))[:3]
    return red, green, blue


def noise(size: tuple[int, int], seed: int, soften: float = 0.8) -> Image.Image:
    """Seeded grey noise about middle grey."""
    grey = Image.frombytes("L", size, Random(seed).randbytes(size[0] * size[1]))
    return grey.filter(ImageFilter.GaussianBlur(soften))


def grained(image: Image.Image, amount: float, seed: int, soften: float = 0.8) -> Image.Image:
    """The picture with noise laid over it; an amount of 1 is strong."""
    levels = [max(0, min(255, round(128 + (v - 128) * amount))) for v in range(256)]
    paper = noise(image.size, seed, soften).point(levels)
    return ImageChops.overlay(image, Image.merge("RGB", (paper, paper, paper)))


def ripple(
    image: Image.Image, top: int, strength: float, seed: int, long: float = 9.0
) -> Image.Image:
    """The rows below `top` shifted sideways as water shifts a reflection, more as they near."""
    rng = Random(seed)
    out = image.copy()
    depth = image.height - top
    phase = 0.0
    for row in range(top, image.height):
        near = (row - top) / depth
        phase += 1 / (long * (0.25 + near * 1.6))
        shift = (
            strength
            * (0.15 + near)
            * (math.sin(phase * 6.28) + 0.6 * math.sin(phase * 14.7 + 1) + rng.uniform(-0.12, 0.12))
        )
        strip = image.crop((0, row, image.width, row + 1))
        out.paste(ImageChops.offset(strip, round(shift), 0), (0, row))
    return out


def mirror(canvas: Canvas, waterline: float, squeeze: float = 1.0) -> Image.Image:
    """The canvas with everything above the waterline upside down below it."""
    cut = round(waterline * canvas.scale)
    below = canvas.image.height - cut
    taken = min(cut, round(below / squeeze))
    flipped = canvas.image.crop((0, cut - taken, canvas.image.width, cut))
    flipped = flipped.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    flipped = flipped.resize((canvas.image.width, round(taken * squeeze)))
    out = canvas.image.copy()
    out.paste(flipped, (0, cut))
    return out


def rain(
    canvas: Canvas,
    rng: Random,
    count: int,
    lean: float,
    colour: str,
    alpha: float,
    length: tuple[float, float] = (30, 80),
    width: float = 1,
) -> None:
    """Slanting rain all over the canvas."""
    for _ in range(count):
        x, y = rng.uniform(-100, canvas.size[0] + 100), rng.uniform(-80, canvas.size[1])
        long = rng.uniform(*length)
        canvas.line(
            [(x, y), (x - lean * long, y + long)], colour, width, alpha * rng.uniform(0.5, 1)
        )


def save_jpeg(image: Image.Image, path: Path, quality: int = 82) -> int:
    """Write a JPEG, stepping its quality down until it is light enough; the quality it got."""
    while True:
        buffer = BytesIO()
        image.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True, subsampling=2)
        if buffer.tell() <= MOST_BYTES or quality <= 46:
            break
        quality -= 2
    path.write_bytes(buffer.getvalue())
    return quality


def commonest(image: Image.Image, most: int, apart: int = 14) -> list[tuple[int, ...]]:
    """The picture's commonest colours, leaving out those all but the same as a commoner one."""
    counted = image.getcolors(image.width * image.height) or []
    kept: list[tuple[int, ...]] = []
    for _, colour in sorted(counted, key=lambda one: (-one[0], str(one[1]))):
        if not isinstance(colour, tuple) or len(kept) == most:
            break
        if all(max(map(abs, map(sub, colour, other))) > apart for other in kept):
            kept.append(colour)
    return kept


def save_png(image: Image.Image, path: Path, colours: int = 256) -> None:
    """Write a PNG, reduced to its commonest colours unless it is transparent."""
    if image.mode == "RGB":
        palette = Image.new("P", (1, 1))
        palette.putpalette(b"".join(bytes(colour) for colour in commonest(image, colours)))
        image = image.quantize(palette=palette, dither=Image.Dither.NONE)
    image.save(path, "PNG", optimize=True)
