"""How long pictures take: a paper of photos of 12 megapixels, built with nothing known, and again.

python -m bench.pictures --photos 200 --jobs 2
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from dateline.index import Edition
from dateline.pipeline import Options, build
from dateline.times import Moment, read_time, zone
from dateline.workers import choose

SIZE = (4000, 3000)
CONFIG = """\
[site]
title = "Photos"
url = "https://photos.example"

[sections.world]
title = "World"

[search]
enabled = false

[pictures]
cards = false
"""


def main() -> None:
    """Print seconds for each photo, and for a build that finds nothing new."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=int, default=20)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        root = Path(folder)
        lay_out(root, given.photos)
        before = processor_time()
        cold = timed(root, given.jobs, clean=False)
        used = processor_time() - before
        warm = timed(root, given.jobs, clean=False)
        kept = timed(root, given.jobs, clean=True)
        files = [path for path in (root / "output" / "img").rglob("*") if path.is_file()]
    print(f"{given.photos} photos of {SIZE[0]} x {SIZE[1]}, {given.jobs} processes")  # noqa: T201
    share = f"{cold / given.photos:.2f} s, {used / given.photos:.2f} s of processor time"
    print(f"a photo: {share}, {len(files) / given.photos:.0f} files")  # noqa: T201
    print(f"again: {warm:.2f} s; with an empty cache: {kept:.2f} s")  # noqa: T201
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"a process takes {peak:.0f} MB at most")  # noqa: T201


def processor_time() -> float:
    """Seconds that this process and those that it has waited for have used."""
    own, others = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def lay_out(root: Path, photos: int) -> None:
    """A paper with a story for each photo."""
    (root / "config.toml").write_text(CONFIG, encoding="utf-8")
    (root / "content" / "world").mkdir(parents=True)
    for number in range(photos):
        name = f"content/world/photo-{number}"
        photo(number).save(root / f"{name}.jpg", quality=92)
        head = f"title: Photo {number}\npublished: 2026-11-{1 + number % 20} 08:00 IST"
        image = f'image: {{src: photo-{number}.jpg, alt: "", focus: 40% 30%}}'
        (root / f"{name}.md").write_text(f"---\n{head}\n{image}\n---\nWords.\n", encoding="utf-8")


def photo(seed: int) -> Image.Image:
    """A picture as rich as a photo: smooth shapes, and grain of several sizes."""
    dice = random.Random(seed)
    image = Image.new("RGB", SIZE)
    for cells, share in ((5, 0.5), (23, 0.5), (90, 0.3), (400, 0.15)):
        size = (cells, cells * 3 // 4)
        layer = Image.frombytes("RGB", size, dice.randbytes(size[0] * size[1] * 3))
        image = Image.blend(image, layer.resize(SIZE, Image.Resampling.BICUBIC), share)
    return image


def timed(root: Path, jobs: int, *, clean: bool) -> float:
    """Seconds of a build."""
    read = read_time("2026-11-24 06:00 IST", zone("Asia/Kolkata"))
    assert isinstance(read, Moment)
    begun = time.perf_counter()
    with choose(jobs) as workers:
        report = build(root, Options(Edition(read.at), clean=clean), workers=workers)
    assert report.ready, report.problems[:1]
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
