"""Bytes to the output folder: each file whole or not at all, and nothing anywhere else.

The folder is ours if its `.gitignore` begins with a line that we put there. A folder that is
not empty and has no such mark is never touched.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dateline.digests import digest_bytes
from dateline.model import Output
from dateline.problems import WorldError

MARK = "# Written by dateline: everything in this folder is replaced by its next build.\n"
_IGNORED = "*\n"
_KEPT = (".git", ".gitignore")
_STAGE = ".dateline-stage"

_ASIDE = ("verify",)
"""Folders in `.dateline/` that may hold outputs which no reader gets."""
OWN = ".dateline"
"""Where builds keep what is theirs, in the paper's folder."""
_GONE = ".dateline-gone"
"""The same while it is removed."""

try:
    import fcntl
except ImportError:  # Windows: one build at a time is then up to the user
    fcntl = None  # type: ignore[assignment]


def check_output(output: Path, root: Path) -> None:
    """Raise `WorldError` unless `output` is ours, or empty, or not there yet."""
    here, site = output.resolve(), root.resolve()
    inside = [site / name for name in ("content", "templates", "dateline", ".dateline")]
    is_inside = any(here == path or path in here.parents for path in inside)
    aside = [site / OWN / name for name in _ASIDE]
    if (
        here == site
        or here in site.parents
        or (is_inside and not any(path in here.parents for path in aside))
    ):
        raise WorldError(
            f"{output} can't be the output folder: it holds the paper itself, or is part of it",
            "name a folder of its own, such as: -o output",
        )
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        raise WorldError(f"{output} is not a folder", "name another one with -o")
    if output.is_dir() and any(output.iterdir()) and not is_ours(output):
        raise WorldError(
            f"{output} holds files that dateline did not write, so it is left alone",
            "name another folder with -o, or empty this one yourself; if it is dateline's and only "
            f"its .gitignore was lost, put back the first line there: {MARK.strip()}",
        )


def is_ours(output: Path) -> bool:
    try:
        with (output / ".gitignore").open(encoding="utf-8", errors="replace") as file:
            return file.readline() == MARK
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class Hold:
    """The paper's lock, while it is held."""

    folder: Path
    """Where builds keep what is theirs."""
    _file: IO[str]

    def disk_time(self) -> int:
        """The time by the disk's own clock, in ns since 1970: files have their times from it."""
        self._file.seek(0)
        self._file.truncate()
        self._file.write(f"process {os.getpid()}")
        self._file.flush()
        return os.fstat(self._file.fileno()).st_mtime_ns


@contextmanager
def one_at_a_time(root: Path, *, patience: float = 0) -> Iterator[Hold]:
    """Hold the paper's lock, and wait up to `patience` seconds for it.

    Raises `WorldError` naming who holds it if it is not free by then.
    """
    folder = _own_folder(root)
    with _locked(folder / "lock", patience) as file:
        hold = Hold(folder, file)
        hold.disk_time()
        yield hold


@contextmanager
def _locked(path: Path, patience: float) -> Iterator[IO[str]]:
    """The lock file at `path`, open and locked, and still the one that others find there."""
    while True:
        try:
            file = path.open("a+", encoding="utf-8")
        except OSError as error:
            raise WorldError(f"{path} can't be written ({error.strerror})") from error
        with file:
            _lock(file, patience)
            # Whoever waited for `clean` has locked a file that is gone.
            with suppress(FileNotFoundError):
                if path.stat().st_ino == os.fstat(file.fileno()).st_ino:
                    yield file
                    return
        path.parent.mkdir(mode=0o700, exist_ok=True)


def has_been_here(root: Path) -> bool:
    """Whether builds of this paper have left what is theirs."""
    return (root / OWN / "lock").is_file()


def _lock(file: IO[str], patience: float) -> None:
    if fcntl is None:
        return
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if time.monotonic() < deadline:
                time.sleep(0.05)
                continue
            file.seek(0)
            holder = file.read().strip() or "another process"
            raise WorldError(
                f"another build of this paper is running ({holder})",
                "wait until it is done, then build again",
            ) from error
        return


def _own_folder(root: Path) -> Path:
    """`.dateline/`, readable by its owner alone, since it may come to hold unpublished text."""
    folder = root / OWN
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.stat().st_mode & 0o077:  # somebody else has made it
            folder.chmod(0o700)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text(_IGNORED, encoding="utf-8")
    except OSError as error:
        raise WorldError(f"{folder} can't be made ({error.strerror})") from error
    return folder


class Tray:
    """A folder that several processes lay new files into, until all are there."""

    def __init__(self, folder: str, output: Path, *, is_durable: bool) -> None:
        self._folder, self._output, self._is_durable = folder, output, is_durable
        self._made = {folder}

    def __reduce__(self) -> tuple[Callable[..., Tray], tuple[str, Path, bool]]:
        return _tray, (self._folder, self._output, self._is_durable)

    def lay(self, file: Output) -> bool:
        """Put down a file; whether there was a place for it.

        There is none if another file stands where it needs a folder, or a folder where it goes; and
        none outside the tray.
        """
        if file.path.startswith("/") or ".." in file.path.split("/"):
            return False
        place = f"{self._folder}/{file.path}"
        try:
            self._make_folder(place.rpartition("/")[0])
            if file.source:
                shutil.copyfile(file.source, place, follow_symlinks=False)
            else:
                _put(place, file.content)
            if self._is_durable:
                _sync(place)
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            return False
        except OSError as error:
            raise _unwritable(self._output / file.path, error) from error
        return True

    def _make_folder(self, folder: str) -> None:
        """A folder on the tray, and those above it."""
        if folder in self._made:
            return
        self._make_folder(folder.rpartition("/")[0])
        with suppress(FileExistsError):
            os.mkdir(folder)
        self._made.add(folder)


def _tray(folder: str, output: Path, is_durable: bool) -> Tray:
    return Tray(folder, output, is_durable=is_durable)


_ANEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


def _put(path: str, content: bytes) -> None:
    """A file with `content`. `open` would take twice as long, for a buffer that is not needed."""
    descriptor = os.open(path, _ANEW, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)


class Stage:
    """New files, collected until all are there, then moved in.

    A stage that is found when one is made was left by a build that was cut short: the output may
    hold files then that nobody has put down, until an edition is finished.
    """

    def __init__(self, root: Path, output: Path) -> None:
        self.output = output
        self._place = _stage_folder(root, output)
        self.folder = self._place / "new"
        is_empty = not output.exists() or (output.is_dir() and not any(output.iterdir()))
        is_inside = self._place.parent == output.absolute()
        self.is_first = is_empty and not is_inside and not os.path.ismount(output)
        """Whether the stage becomes the output, by one rename."""
        self.standing = Standing(output)
        self.waiting: dict[str, int] = {}
        """Files that are to be moved in, each with its rank."""
        self.was_cut_short = os.path.lexists(self._place)
        self._is_moving = False

    def open(self, *, is_durable: bool = False) -> Tray:
        """Make room for new files."""
        if not self.is_first:
            self.output.mkdir(parents=True, exist_ok=True)
            self._mark(self.output)
        shutil.rmtree(self._place, ignore_errors=True)
        self.folder.mkdir(parents=True)
        return Tray(str(self.folder), self.output, is_durable=is_durable)

    def clear(self, *, is_done: bool) -> None:
        """Remove what is left; unless the edition `is_done`, an empty stage stays as a sign that
        the output is not to be relied on."""
        stays = not is_done and (self._is_moving or self.was_cut_short)
        shutil.rmtree(self.folder if stays else self._place, ignore_errors=True)

    def _mark(self, folder: Path) -> None:
        if not is_ours(folder):
            (folder / ".gitignore").write_text(MARK + _IGNORED, encoding="utf-8")

    def expect(self, path: str, rank: int) -> None:
        """Have a file that was laid on the tray moved in; those of a lower rank are moved first, so
        that no page leads to what is not there yet."""
        self.waiting[path] = rank

    def move_in(self, *, is_durable: bool = False) -> None:
        """Move all files in, each in one step."""
        self._is_moving = True
        if self.is_first:
            self._become()
            return
        folders: set[Path] = set()
        for path in sorted(self.waiting, key=lambda path: (self.waiting[path], path)):
            try:
                self._make_way(path)
                (self.folder / path).replace(self.output / path)
            except OSError as error:
                raise _unwritable(self.output / path, error) from error
            if is_durable:
                folders.add((self.output / path).parent)
        for folder in folders:
            _sync(folder)

    def _become(self) -> None:
        self._mark(self.folder)
        self.output.parent.mkdir(parents=True, exist_ok=True)
        if self.output.is_dir():
            shutil.copymode(self.output, self.folder)
            self.output.rmdir()
        self.folder.replace(self.output)

    def remove(self, paths: Iterable[str]) -> None:
        """Take files out of the output, and the folders that they leave empty."""
        for path in paths:
            target = self.output / path
            with suppress(FileNotFoundError, NotADirectoryError):
                # A folder that has come in place of the file stays, of course.
                if self.standing.is_plain(target.parent) and not _is_folder(target):
                    target.unlink()
            for folder in target.parents:
                if folder == self.output:
                    break
                try:
                    folder.rmdir()
                except OSError:  # not empty, or not there any more
                    if folder.exists():
                        break

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


def _sync(path: str | Path) -> None:
    """Have the disk keep a file or folder, whatever happens to the power."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def is_plain(output: Path, path: str) -> bool:
    """Whether no part of the way from the output to the file `path` is a link."""
    return Standing(output).is_plain((output / path).parent)


class Standing:
    """What stands in the output folder now. Links there lead nowhere: they are never followed."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self.known: dict[Path, bool] = {output: True}

    def hold(self, file: Output) -> bool:
        """Whether the same bytes stand there already, in a regular file."""
        path = self.output / file.path
        try:
            status = path.lstat()
            if not stat.S_ISREG(status.st_mode) or not self.is_plain(path.parent):
                return False
            if file.source:
                return filecmp.cmp(file.source, path, shallow=False)
            return status.st_size == len(file.content) and path.read_bytes() == file.content
        except OSError:
            return False

    def is_plain(self, folder: Path) -> bool:
        """Whether no part of the way from the output to `folder` is a link."""
        if folder not in self.known:
            self.known[folder] = self.is_plain(folder.parent) and _is_folder(folder)
        return self.known[folder]


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _unwritable(path: Path, error: OSError) -> WorldError:
    return WorldError(
        f"{path} can't be written ({error.strerror or error})",
        "is the disk full, or read-only? What readers have is whole; the next build mends it",
    )


def strangers(output: Path, is_planned: Callable[[str], bool]) -> tuple[str, ...]:
    """What stands in the folder and is not planned: it is all ours, but for git's and the mark."""
    found = []
    for folder, names, files in os.walk(output):
        if Path(folder) == output:
            names[:] = [name for name in names if name not in (".git", _STAGE)]
        prefix = Path(folder).relative_to(output).as_posix() + "/"
        links = [name for name in names if (Path(folder) / name).is_symlink()]
        found += [prefix.removeprefix("./") + name for name in (*files, *links)]
    return tuple(sorted(path for path in found if path not in _KEPT and not is_planned(path)))


def remove_empty(output: Path) -> None:
    """Take away folders that hold nothing, but for git's."""
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
    name = (
        f"stage-{digest_bytes(str(output.resolve()).encode('utf-8', 'surrogateescape')).hex()[:12]}"
    )
    return own / name if is_near else output.absolute() / _STAGE


def clean(root: Path, output: Path | None) -> tuple[str, ...]:
    """Remove what builds keep under `.dateline/`, and `output` too if it is given and ours.

    A git repository in the output stays. Gives what was removed.
    """
    removed = []
    if output is not None and output.exists():
        check_output(output, root)
        for path in strangers(output, lambda _: False):
            (output / path).unlink()
        remove_empty(output)
        if not (output / ".git").exists():
            shutil.rmtree(output)
        removed.append(output.name)
    folder, aside = root / OWN, root / _GONE
    shutil.rmtree(aside, ignore_errors=True)  # of one that was cut short
    if _is_folder(folder):
        folder.rename(aside)  # in one step: another build may begin there at once
        shutil.rmtree(aside)
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
