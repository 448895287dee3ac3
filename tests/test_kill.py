"""Builds that are killed: every file that readers can get is whole, and the next build is exact."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from time import perf_counter

import pytest

from bench.corpus import write_corpus
from dateline.index import Edition
from dateline.pipeline import Options, build
from tests.conftest import AS_OF, CHECKOUT, moment
from tests.papers import standing

pytestmark = pytest.mark.skipif(not hasattr(os, "killpg"), reason="kills whole process groups")

FRESH = b"---\ntitle: Fresh\npublished: 2026-11-23 11:00 IST\n---\nNews.\n"
Sources = Mapping[str, bytes | None]
Tree = Mapping[str, object]


class Press:
    """A paper in three states, the clean edition of each, and a command that can be killed."""

    def __init__(self, folder: Path, *, stories: int, seed: int) -> None:
        self.draw = random.Random(seed)
        self.root, self.output = folder / "paper", folder / "paper/output"
        write_corpus(self.root, stories=stories)
        self.states = self._states()
        self.editions = [self._clean(folder / "twin", state) for state in self.states]
        self.state = 0
        self.has_other_style = True
        """Whether the next build writes the style sheet, and with it all pages."""
        self.standing = {0}
        """States whose files may stand in the output."""
        self.turn_to(0)
        self.seconds = self.finish()

    def _states(self) -> tuple[Sources, ...]:
        """As it was made; with a few edits; with a new name and colour, so all pages change."""
        stories = sorted(self.root.glob("content/*/*/*.md")) or sorted(
            path
            for path in self.root.glob("content/*/*.md")
            if b"\npublished:" in path.read_bytes()
        )
        edited, gone, longer = (p.relative_to(self.root).as_posix() for p in stories[-3:])
        text = {path: (self.root / path).read_bytes() for path in (edited, gone, longer)}
        few = {
            edited: text[edited].replace(b"title: ", b"title: Again, ", 1),
            gone: None,
            longer: text[longer] + b"\nMore words.\n",
            "content/city/fresh.md": FRESH,
        }
        config = (self.root / "config.toml").read_bytes()
        coloured = config.replace(b'title = "', b'accent = "#0b4f6c"\ntitle = "New ', 1)
        assert coloured != config
        base: Sources = {**text, "content/city/fresh.md": None, "config.toml": config}
        return base, {**base, **few}, {**base, "config.toml": coloured}

    def turn_to(self, state: int) -> None:
        """Write the sources of `state`."""
        self.has_other_style = 2 in (state, self.state)
        self.state = state
        self._write(self.root, self.states[state])

    def _write(self, root: Path, sources: Sources) -> None:
        for path, content in sources.items():
            if content is None:
                (root / path).unlink(missing_ok=True)
            else:
                (root / path).write_bytes(content)

    def _clean(self, twin: Path, state: Sources) -> Tree:
        """What a clean build of `state` gives."""
        shutil.rmtree(twin, ignore_errors=True)
        shutil.copytree(self.root, twin)
        self._write(twin, state)
        report = build(twin, Options(Edition(moment(AS_OF)), output=twin / "output"))
        assert report.ready, report.problems
        return standing(twin / "output")

    def lose_everything(self) -> None:
        """As before the first build."""
        shutil.rmtree(self.output, ignore_errors=True)
        shutil.rmtree(self.root / ".dateline", ignore_errors=True)
        self.standing = set()

    def start(self) -> subprocess.Popen[bytes]:
        """The real command, as the head of a process group of its own."""
        jobs = self.draw.choice(("1", "2"))
        return subprocess.Popen(
            [sys.executable, "-m", "dateline", "build", "--as-of", AS_OF, "--jobs", jobs],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def finish(self) -> float:
        """Build to the end; gives the seconds that it took."""
        begun = perf_counter()
        process = self.start()
        _, said = process.communicate(timeout=300)
        assert process.returncode == 0, said.decode()
        self.standing = {self.state}
        return perf_counter() - begun

    def kill_one(self) -> None:
        """Start a build and kill it, at any instant or in one of its late phases."""
        self.standing.add(self.state)
        process = self.start()
        late = "moving" if self.has_other_style and self.draw.random() < 0.8 else "stage"
        self._wait(process, self.draw.choice(("any", late, late)))
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()

    def _wait(self, process: subprocess.Popen[bytes], phase: str) -> None:
        """Until `phase` has begun, and then for a random share of what a build takes."""
        share = self.draw.random()
        if phase == "any":
            _pause(process, share * self.seconds)
            return
        stages = self.root / ".dateline"
        while _pause(process, 0.001) and not any(stages.glob("stage-*")):
            pass
        if phase == "stage":
            _pause(process, share * self.seconds / 3)
            return
        # The style sheet is one of the first files to be moved, if it is among them.
        while _pause(process, 0.001) and not any(stages.glob("stage-*/new/assets/style.css")):
            pass
        for style in stages.glob("stage-*/new/assets/style.css"):
            while process.poll() is None and style.exists():  # without a pause: moving takes 20 ms
                pass
        _pause(process, max(0, share - 0.5) ** 3 * self.seconds / 10)

    def check_whole(self) -> None:
        """Every file in the output is one of an edition that was being made."""
        editions = [self.editions[state] for state in self.standing]
        for path, content in standing(self.output).items():
            assert any(edition.get(path) == content for edition in editions), path

    def check_exact(self) -> None:
        """The output is the clean edition, and nothing is left lying about."""
        assert standing(self.output) == self.editions[self.state]
        left = {path.name for path in (self.root / ".dateline").iterdir()}
        assert left <= {".gitignore", "lock", "cache.db", "cache.seal", "pictures"}


def _pause(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Whether the process is still there after so many seconds."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return True
    return False


def kill_often(folder: Path, *, kills: int, stories: int, seed: int) -> None:
    press = Press(folder, stories=stories, seed=seed)
    while kills > 0:
        if press.draw.random() < 0.3:
            press.lose_everything()
        for _ in range(min(kills, press.draw.choice((1, 1, 2, 3)))):
            press.turn_to(press.draw.choice([s for s in range(3) if s != press.state]))
            press.kill_one()
            kills -= 1

            press.check_whole()

        press.finish()

        press.check_exact()


def test_a_killed_build_leaves_whole_files_and_the_next_one_is_exact(tmp_path: Path) -> None:
    kill_often(tmp_path, kills=20, stories=100, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 6))
def test_however_often_builds_are_killed_no_file_is_torn(tmp_path: Path, seed: int) -> None:
    kill_often(tmp_path, kills=50, stories=250, seed=seed)
