"""Bytes to the output folder: each file whole or not at all, and nothing anywhere else.

The folder is ours if its `.gitignore` begins with a line that we put there. A folder that is
not empty and has no such mark is never touched.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from dateline.model import Output
from dateline.problems import WorldError

MARK = "# Written by dateline: everything in this folder is replaced by its next build.\n"
_IGNORED = "*\n"
_KEPT = (".git", ".gitignore")
_STAGE = ".dateline-stage"

OWN = ".dateline"
"""Where builds keep what is theirs, in the paper's folder."""

try:
    import fcntl
except ImportError:  # Windows: one build at a time is then up to the user
    fcntl = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a build does to the output folder. Paths are relative to it and in order."""

    written: tuple[str, ...]
    """Those whose bytes are new or have changed."""
    removed: tuple[str, ...]
    files: int
    """Everything that stands there afterwards, but for the mark."""


Files = Iterable[tuple[int, Output]]
"""What is to stand in the output folder. Files of a lower rank are moved in first, so that no
page leads to what is not there yet."""


def publish(root: Path, output: Path, files: Files) -> Changes:
    """Make `output` hold `files` and nothing else.

    All are collected before the first is moved in, so an exception from `files` leaves everything
    as it was. What stands there already with the same bytes is not touched.
    """
    with _Stage(root, output) as stage:
        for rank, file in files:
            stage.add(file, rank)
        removed = stage.move_in()
        return Changes(tuple(sorted(stage.written)), removed, len(stage.planned))


def compare(output: Path, files: Files) -> Changes:
    """What `publish` would change; nothing is touched."""
    folders = _Folders(output)
    planned, written = set(), []
    for _, file in files:
        planned.add(file.path)
        if not folders.hold(file):
            written.append(file.path)
    return Changes(tuple(sorted(written)), _unplanned(output, planned), len(planned))


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
    path = _own_folder(root) / "lock"
    try:
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise WorldError(f"{path} can't be written ({error.strerror})") from error
    with file:
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                file.seek(0)
                holder = file.read().strip() or "another process"
                raise WorldError(
                    f"another build of this paper is running ({holder})",
                    "wait until it is done, then build again",
                ) from error
        file.truncate(0)
        file.write(f"process {os.getpid()}")
        file.flush()
        yield


def _own_folder(root: Path) -> Path:
    """`.dateline/`, readable by its owner alone, since it may come to hold unpublished text."""
    folder = root / OWN
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text(_IGNORED, encoding="utf-8")
    except OSError as error:
        raise WorldError(f"{folder} can't be made ({error.strerror})") from error
    return folder


class _Stage:
    """New files, collected until all are there, then moved in.

    Used with `with`: what was not moved in is removed on the way out.
    """

    def __init__(self, root: Path, output: Path) -> None:
        self.output = output
        self.folder = _stage_folder(root, output)
        is_empty = not output.exists() or not any(output.iterdir())
        is_inside = self.folder.parent == output.absolute()
        self.is_first = is_empty and not is_inside and not os.path.ismount(output)
        """Whether the stage becomes the output, by one rename."""
        self.standing = _Folders(output)
        self.planned: dict[str, int] = {}
        self.written: list[str] = []

    def __enter__(self) -> _Stage:
        if not self.is_first:
            self.output.mkdir(parents=True, exist_ok=True)
            self._mark(self.output)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _mark(self, folder: Path) -> None:
        if not _is_ours(folder):
            (folder / ".gitignore").write_text(MARK + _IGNORED, encoding="utf-8")

    def add(self, file: Output, rank: int) -> None:
        """Keep `file` to be moved in, unless the output holds the same already."""
        self.planned[file.path] = rank
        if not self.is_first and self.standing.hold(file):
            return
        place = self.folder / file.path
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            if file.source:
                shutil.copyfile(file.source, place, follow_symlinks=False)
            else:
                place.write_bytes(file.content)
        except OSError as error:
            raise _unwritable(self.output / file.path, error) from error
        self.written.append(file.path)

    def move_in(self) -> tuple[str, ...]:
        """Move everything in and remove what was not planned; gives the paths removed."""
        if self.is_first:
            self._mark(self.folder)
            self.output.parent.mkdir(parents=True, exist_ok=True)
            if self.output.is_dir():
                shutil.copymode(self.output, self.folder)
                self.output.rmdir()
            self.folder.replace(self.output)
            return ()
        for path in sorted(self.written, key=lambda path: (self.planned[path], path)):
            try:
                self._make_way(path)
                (self.folder / path).replace(self.output / path)
            except OSError as error:
                raise _unwritable(self.output / path, error) from error
        removed = _unplanned(self.output, self.planned)
        for path in removed:
            (self.output / path).unlink()
        _remove_empty(self.output)
        return removed

    def _make_way(self, path: str) -> None:
        """Folders for `path`; what stands in their place and is no folder goes."""
        folder = self.output
        for part in path.split("/")[:-1]:
            folder = folder / part
            if os.path.lexists(folder) and not _is_folder(folder):
                folder.unlink()
            folder.mkdir(exist_ok=True)
        target = self.output / path
        if _is_folder(target):
            shutil.rmtree(target)


class _Folders:
    """What stands in the output folder now. Links there lead nowhere: they are never followed."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self.known: dict[Path, bool] = {output: True}

    def hold(self, file: Output) -> bool:
        """Whether the same bytes stand there already, in a regular file."""
        path = self.output / file.path
        try:
            status = path.lstat()
            if not stat.S_ISREG(status.st_mode) or not self._is_plain(path.parent):
                return False
            if file.source:
                return filecmp.cmp(file.source, path, shallow=False)
            return status.st_size == len(file.content) and path.read_bytes() == file.content
        except OSError:
            return False

    def _is_plain(self, folder: Path) -> bool:
        """Whether no part of the way from the output to `folder` is a link."""
        if folder not in self.known:
            self.known[folder] = self._is_plain(folder.parent) and _is_folder(folder)
        return self.known[folder]


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _unwritable(path: Path, error: OSError) -> WorldError:
    return WorldError(f"{path} can't be written ({error.strerror or error})")


def _unplanned(output: Path, planned: Iterable[str]) -> tuple[str, ...]:
    """What is to go: the whole folder is ours, but for git's own and the mark."""
    kept, found = {*planned, *_KEPT}, []
    for folder, names, files in os.walk(output):
        if Path(folder) == output:
            names[:] = [name for name in names if name not in (".git", _STAGE)]
        prefix = Path(folder).relative_to(output).as_posix() + "/"
        links = [name for name in names if (Path(folder) / name).is_symlink()]
        found += [prefix.removeprefix("./") + name for name in (*files, *links)]
    return tuple(sorted(set(found) - kept))


def _remove_empty(output: Path) -> None:
    for folder, _, _ in os.walk(output, topdown=False):
        inside = Path(folder).relative_to(output).parts
        if inside and inside[0] != ".git":
            with suppress(OSError):  # not empty
                Path(folder).rmdir()


def _stage_folder(root: Path, output: Path) -> Path:
    """Where new files wait: on the output's volume, since files are moved by renaming."""
    own = _own_folder(root)
    nearest = output.absolute()
    while not nearest.exists():
        nearest = nearest.parent
    is_near = own.stat().st_dev == nearest.stat().st_dev
    return own / "stage" if is_near else output.absolute() / _STAGE


def clean(root: Path, output: Path | None) -> tuple[str, ...]:
    """Remove what builds keep under `.dateline/`, and `output` too if it is given and ours.

    A git repository in the output stays. Gives what was removed.
    """
    removed = []
    if output is not None and output.exists():
        check_output(output, root)
        for path in _unplanned(output, ()):
            (output / path).unlink()
        _remove_empty(output)
        if not (output / ".git").exists():
            shutil.rmtree(output)
        removed.append(output.name)
    folder = root / OWN
    if _is_folder(folder):
        shutil.rmtree(folder)
        removed.insert(0, OWN)
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
