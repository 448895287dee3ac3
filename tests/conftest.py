"""The one fixture for whole sites, and how golden files are renewed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

from dateline.index import Edition
from dateline.model import Report
from dateline.pipeline import Options, build
from dateline.scaffold import quoted
from dateline.times import Moment, read_time, zone
from tests.drawings import picture

settings.register_profile("dateline", deadline=None)  # no test asserts a time
settings.load_profile("dateline")

CHECKOUT = Path(__file__).resolve().parent.parent
AS_OF = "2026-11-23 12:00 IST"

CONFIG = """\
[site]
title = "The Test Courier"
url = "https://courier.example"
description = "News for tests"
language = "en"
desk = "The Desk"

[sections.world]
title = "World"
description = "From abroad."

[sections.city]
title = "City"

[search]
enabled = false

[pictures]
cards = false
"""
"""Without search, whose program takes longer than all else in a small paper, and without social
cards."""


def moment(text: str) -> datetime:
    """A time as authors write it, in the zone of Kolkata without one."""
    read = read_time(text, zone("Asia/Kolkata"))
    assert isinstance(read, Moment)
    return read.at


@dataclass(frozen=True)
class Built:
    """What a build gave."""

    report: Report
    outputs: Mapping[str, bytes]
    """Every file of the output folder by path, but for its mark."""

    @property
    def codes(self) -> list[str]:
        return [problem.code for problem in self.report.problems]

    def text(self, path: str) -> str:
        return self.outputs[path].decode("utf-8")


class Newsroom:
    """A paper in a folder of its own, with two sections and whatever a test writes into it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self.write("config.toml", CONFIG)
        (root / "content").mkdir(exist_ok=True)

    @classmethod
    @contextmanager
    def temporary(cls) -> Iterator[Newsroom]:
        """A newsroom in a folder that goes afterwards, for tests that run many times."""
        with TemporaryDirectory() as folder:
            yield cls(Path(folder))

    def write(self, path: str, content: str | bytes) -> Path:
        """A file of the site; words for a picture in `content/` become one (`drawings`)."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        target.write_bytes(picture(path, data) if path.startswith("content/") else data)
        return target

    def story(self, path: str, body: str = "Some words of the story.\n", **keys: object) -> Path:
        """A story under `content/`. Keys with defaults: `title`, `published`; `None` drops one.

        A list becomes a YAML list; a mapping a YAML mapping of texts.
        """
        values: dict[str, object] = {"title": "A headline", "published": "2026-11-20 08:00 IST"}
        lines = [yaml_line(key, value) for key, value in (values | keys).items()]
        head = "".join(line for line in lines if line)
        return self.write(f"content/{path}", f"---\n{head}---\n{body}")

    def remove(self, path: str) -> None:
        (self.root / path).unlink()

    def build(
        self,
        *,
        as_of: str = AS_OF,
        drafts: bool = False,
        future: bool = False,
        expired: bool = False,
        output: str = "output",
        **options: object,
    ) -> Built:
        """Build the paper as `dateline build` would."""
        edition = Edition(moment(as_of), drafts=drafts, future=future, expired=expired)
        folder = self.root / output
        report = build(self.root, Options(edition, output=folder, **options))  # type: ignore[arg-type]
        return Built(report, tree(folder))

    def run(
        self, *arguments: str, env: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """`dateline ARGUMENTS` as a process of its own, in the paper's folder."""
        return subprocess.run(
            [sys.executable, "-m", "dateline", *arguments],
            cwd=cwd or self.root,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT), **(env or {})},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )


def yaml_line(key: str, value: object) -> str:
    """One key of front matter."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return f"{key}:\n" + "".join(f"  - {quoted(str(item))}\n" for item in value)
    if isinstance(value, Mapping):
        return f"{key}:\n" + "".join(f"  {k}: {quoted(str(v))}\n" for k, v in value.items())
    return f"{key}: {quoted(str(value))}\n"


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` by path, but for the mark."""
    if not folder.is_dir():
        return {}
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path != folder / ".gitignore"
    }


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path / "paper")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The demo newspaper of this checkout, built once, as of the day of its newest stories."""
    output = tmp_path_factory.mktemp("demo") / "output"
    edition = Edition(moment(AS_OF).astimezone(UTC))
    report = build(CHECKOUT, Options(edition, output=output))
    return Built(report, tree(output))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-golden", action="store_true", help="renew the golden files")


@pytest.fixture
def write_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--write-golden"))
