"""Imports as tests run them: into a newsroom, and then the newsroom's own build."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

import frontmatter

from dateline.config import load_config
from dateline.importing import Outcome, bring_in, read_export
from dateline.placing import Wishes
from tests.conftest import CHECKOUT, Built, Newsroom, tree

SAMPLES = CHECKOUT / "tests" / "data" / "imports"


def png(width: int = 40, height: int = 30, grey: int = 120) -> bytes:
    """A small picture, whole and of one grey."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)

    rows = (b"\0" + bytes([grey]) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", head),
            chunk(b"IDAT", zlib.compress(rows)),
            chunk(b"IEND", b""),
        ]
    )


def bring(
    newsroom: Newsroom,
    form: str,
    *paths: Path,
    section: str = "",
    sections: Mapping[str, str] | None = None,
    media: tuple[Path, ...] = (),
    again: bool = False,
    dry_run: bool = False,
    zone_name: str = "",
    link: str = "",
) -> Outcome:
    """Import `paths` into the newsroom, as `dateline import` does."""
    config = load_config(newsroom.root / "config.toml")
    export = read_export(
        form, paths, site_zone=config.site.timezone, zone_name=zone_name, link=link
    )
    wishes = Wishes(section, sections or {}, media, again, dry_run)
    return bring_in(newsroom.root, config, form, export, wishes, lambda *_: None)


def built(newsroom: Newsroom, **options: object) -> Built:
    """The newsroom's edition, which must have no errors."""
    done = newsroom.build(**options)  # type: ignore[arg-type]
    errors = [problem for problem in done.report.problems if problem.severity == "error"]
    assert errors == []
    return done


def content(newsroom: Newsroom) -> dict[str, bytes]:
    """Every file under `content/`."""
    return tree(newsroom.root / "content")


def story(newsroom: Newsroom, path: str) -> tuple[dict[str, object], str]:
    """A story's front matter and text, as another reader of YAML sees them."""
    post = frontmatter.loads((newsroom.root / "content" / path).read_text(encoding="utf-8"))
    return post.metadata, post.content


def codes(outcome: Outcome) -> list[str]:
    return [problem.code for problem in outcome.problems]
