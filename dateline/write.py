"""Bytes to the output folder: each file whole or not at all, and nothing anywhere else.

The folder is ours if its `.gitignore` begins with a line that we put there. A folder that is
not empty and has no such mark is never touched.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dateline.problems import WorldError

MARK = "# Written by dateline: everything in this folder is replaced by its next build.\n"
_IGNORED = "*\n"
_KEPT = (".git", ".gitignore")

try:
    import fcntl
except ImportError:  # Windows: one build at a time is then up to the user
    fcntl = None  # type: ignore[assignment]


def check_output(output: Path, root: Path) -> None:
    """Raise `WorldError` unless `output` is ours, or empty, or not there yet."""
    here, site = output.resolve(), root.resolve()
    inside = [site / name for name in ("content", "templates", "dateline", ".dateline")]
    if here == site or here in site.parents or any(here == p or p in here.parents for p in inside):
        raise WorldError(
            f"{output} can't be the output folder: it holds the paper itself, or is part of it",
            "name a folder of its own, such as: -o output",
        )
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        raise WorldError(f"{output} is not a folder", "name another one with -o")
    if output.is_dir() and any(output.iterdir()) and not _is_ours(output):
        raise WorldError(
            f"{output} holds files that dateline did not write, so it is left alone",
            "name another folder with -o, or empty this one yourself",
        )


def _is_ours(output: Path) -> bool:
    try:
        with (output / ".gitignore").open(encoding="utf-8", errors="replace") as file:
            return file.readline() == MARK
    except OSError:
        return False


@contextmanager
def one_at_a_time(root: Path) -> Iterator[None]:
    """Hold the paper's lock; raises `WorldError` naming who holds it already."""
    folder = _own_folder(root)
    with (folder / "lock").open("a+", encoding="utf-8") as file:
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                file.seek(0)
                holder = file.read().strip() or "another process"
                raise WorldError(f"another build is running ({holder})", "wait for it") from error
        file.truncate(0)
        file.write(f"process {os.getpid()}")
        file.flush()
        yield


def _own_folder(root: Path) -> Path:
    """`.dateline/`, readable by its owner alone, since it may come to hold unpublished text."""
    folder = root / ".dateline"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text(_IGNORED, encoding="utf-8")
    except OSError as error:
        raise WorldError(f"{folder} can't be made ({error.strerror})") from error
    return folder


class Stage:
    """New files, collected until all are there, then moved in.

    Used with `with`: what was not published is removed on the way out.
    """

    def __init__(self, root: Path, output: Path) -> None:
        self.output = output
        self.folder = _stage_folder(root, output)
        self.is_first = not output.exists() or not any(output.iterdir())
        self.planned: dict[str, int] = {}
        self.written: list[str] = []

    def __enter__(self) -> Stage:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def add(self, path: str, content: bytes, *, rank: int = 0) -> None:
        """Keep `content` for `path`, unless the output holds the same already.

        Files of a lower `rank` are moved in first, so that no page leads to what is not there.
        """
        self.planned[path] = rank
        if not self.is_first and _reads(self.output / path, content):
            return
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        self.written.append(path)

    def publish(self) -> tuple[str, ...]:
        """Move everything in and remove what was not planned; gives the paths removed."""
        mark = MARK + _IGNORED
        if self.is_first:
            (self.folder / ".gitignore").write_text(mark, encoding="utf-8")
            self.output.parent.mkdir(parents=True, exist_ok=True)
            if self.output.is_dir():
                self.output.rmdir()
            os.replace(self.folder, self.output)
            return ()
        self.written.sort(key=lambda path: (self.planned[path], path))
        for path in self.written:
            target = self.output / path
            self._make_way(path)
            os.replace(self.folder / path, target)
        return self._prune()

    def _make_way(self, path: str) -> None:
        """Folders for `path`; what stands in their place and is no folder goes."""
        folder = self.output
        for part in path.split("/")[:-1]:
            folder = folder / part
            if folder.is_symlink() or folder.is_file():
                folder.unlink()
            folder.mkdir(exist_ok=True)
        target = self.output / path
        if target.is_dir() and not target.is_symlink():
            shutil.rmtree(target)

    def _prune(self) -> tuple[str, ...]:
        """Remove what is not planned: the whole folder is ours, but for git's own and the mark."""
        removed = []
        for folder, names, files in os.walk(self.output, topdown=False):
            inside = Path(folder).relative_to(self.output).as_posix()
            prefix = "" if inside == "." else f"{inside}/"
            if prefix.startswith(".git/"):
                continue
            links = [name for name in names if (Path(folder) / name).is_symlink()]
            for name in (*files, *links):
                path = prefix + name
                if path not in self.planned and path not in _KEPT:
                    (Path(folder) / name).unlink()
                    removed.append(path)
            if prefix:
                with suppress(OSError):  # not empty
                    Path(folder).rmdir()
        return tuple(sorted(removed))


def _stage_folder(root: Path, output: Path) -> Path:
    """Where new files wait: on the output's volume, since files are moved by renaming."""
    own = _own_folder(root)
    nearest = output.absolute()
    while not nearest.exists():
        nearest = nearest.parent
    if own.stat().st_dev == nearest.stat().st_dev:
        return own / "stage"
    return (
        nearest / ".dateline-stage"
        if nearest == output.absolute()
        else nearest / f".{output.name}-stage"
    )


def _reads(path: Path, content: bytes) -> bool:
    """Whether the regular file at `path` holds exactly `content`."""
    try:
        status = path.lstat()
        return (
            stat.S_ISREG(status.st_mode)
            and status.st_size == len(content)
            and path.read_bytes() == content
        )
    except OSError:
        return False


def dry_run(
    output: Path, files: Iterable[tuple[str, bytes]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a build would write and remove, in order of path; nothing is touched."""
    planned, written = set(), []
    for path, content in files:
        planned.add(path)
        if not _reads(output / path, content):
            written.append(path)
    removed = [
        path
        for folder, _, names in os.walk(output)
        for name in names
        if (path := (Path(folder) / name).relative_to(output).as_posix()) not in planned
        and path not in _KEPT
        and not path.startswith(".git/")
    ]
    return tuple(sorted(written)), tuple(sorted(removed))


def clean(root: Path, output: Path | None) -> tuple[str, ...]:
    """Remove what builds keep under `.dateline/`, and `output` too if it is given and ours.

    Gives what was removed.
    """
    removed = []
    folder = root / ".dateline"
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder)
        removed.append(".dateline")
    if output is not None and output.exists():
        check_output(output, root)
        shutil.rmtree(output)
        removed.append(output.name)
    return tuple(removed)


def save_report(root: Path, text: str) -> Path | None:
    """Keep the report of a bug in `.dateline/`, if the paper is at `root` and can be written."""
    if not (root / "config.toml").is_file():
        return None
    try:
        path = _own_folder(root) / "crash-report.txt"
        path.write_text(text, encoding="utf-8")
    except (OSError, WorldError):
        return None
    return path
