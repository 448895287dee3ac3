"""What stands in `content/`: the only module that reads it."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BufferedReader
from pathlib import Path

from dateline.digests import digest_file
from dateline.model import Source
from dateline.problems import Location, Problem, WorldError

FOLDER = "content"

_SKIPPED_STARTS = (".", "_", "#")
_SKIPPED_ENDS = ("~", ".swp", ".bak", ".orig", ".tmp")


Seen = tuple[str, int, int, int]
"""A file's name, size in bytes, and when it was modified and changed, in ns since 1970."""


@dataclass(frozen=True, slots=True)
class Folder:
    """What one folder of `content/` holds, but for folders."""

    path: str
    """Relative to `content/`, with a slash at its end; empty for `content/` itself."""
    files: tuple[Seen, ...]
    """In order of name."""


class Vanished(WorldError):
    """A file that was found can't be read, or not any more."""

    def __init__(self, path: str, why: str, *, is_there: bool = False) -> None:
        self.path, self.why, self.is_there = path, why, is_there
        super().__init__(
            f"{FOLDER}/{path} can't be read ({why})",
            "was it moved or deleted while dateline read it? Then do the same again",
        )


def is_skipped(name: str) -> bool:
    """Whether a file or folder of this name is never published: editors' leavings and the like."""
    if name == ".well-known":
        return False
    return name.startswith(_SKIPPED_STARTS) or name.lower().endswith(_SKIPPED_ENDS)


def walk(root: Path, problems: list[Problem]) -> Iterator[Folder]:
    """Every folder under `root/content`, in no order, with its regular files.

    Names that are skipped are left out. Links and special files are added to `problems`: they
    could lead out of the folder, or never end.
    """
    if not (root / FOLDER).is_dir():
        problems.append(
            Problem(
                Location(FOLDER),
                "no-content",
                "there is no folder content/ beside config.toml",
                "a folder content/ with a folder for each section",
                "make a new paper to see how it looks: dateline init DIR",
            )
        )
        return
    top, folders = f"{root / FOLDER}{os.sep}", [""]
    while folders:
        prefix = folders.pop()
        try:
            with os.scandir(top + prefix) as entries:
                files = _files(entries, prefix, folders, problems)
        except OSError as error:
            problems.append(_unreadable(prefix.rstrip("/"), error.strerror or str(error)))
            continue
        yield Folder(prefix, tuple(files))


def _files(
    entries: Iterable[os.DirEntry[str]], prefix: str, folders: list[str], problems: list[Problem]
) -> list[Seen]:
    """The regular files among `entries`; folders are added to those that are to be walked."""
    files = []
    for entry in entries:
        name = entry.name
        if is_skipped(name):
            continue
        if not _is_text(name):
            problems.append(_bad_name(prefix + name))
        elif entry.is_file(follow_symlinks=False):
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError:  # gone since the folder was listed
                continue
            files.append((name, status.st_size, status.st_mtime_ns, status.st_ctime_ns))
        elif entry.is_dir(follow_symlinks=False):
            folders.append(f"{prefix}{name}/")
        else:
            problems.append(_special(prefix + name, is_link=entry.is_symlink()))
    files.sort()
    return files


def _is_text(name: str) -> bool:
    """Whether a name is UTF-8; names that are not come with surrogates (PEP 383)."""
    return name.isascii() or not any("\ud800" <= character <= "\udfff" for character in name)


def source_of(root: Path, path: str) -> Source:
    """The file `content/{path}`; raises `Vanished` if it can't be read."""
    with opened(root, path) as file:
        return Source(path, digest_file(file), file.tell())


def read(root: Path, path: str, most: int = sys.maxsize) -> bytes:
    """The bytes of `content/{path}`, of a long file the first `most`.

    Raises `Vanished` unless it is a regular, readable file.
    """
    descriptor, size = _open(root, path)
    content = b""
    try:
        while len(content) < most and (part := os.read(descriptor, min(size + 1, most))):
            content += part
    except OSError as error:
        raise Vanished(path, error.strerror or str(error), is_there=True) from error
    finally:
        os.close(descriptor)
    return content[:most]


@contextmanager
def opened(root: Path, path: str) -> Iterator[BufferedReader]:
    """`content/{path}` to read from; raises `Vanished` unless it is a regular, readable file."""
    with os.fdopen(_open(root, path)[0], "rb") as file:
        try:
            yield file
        except OSError as error:
            raise Vanished(path, error.strerror or str(error), is_there=True) from error


_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_FLAGS |= getattr(os, "O_BINARY", 0)


def _open(root: Path, path: str) -> tuple[int, int]:
    """A descriptor of the regular file `content/{path}`, and the file's size."""
    try:
        descriptor = os.open(f"{root}/{FOLDER}/{path}", _FLAGS)
    except OSError as error:
        is_there = not isinstance(error, FileNotFoundError | NotADirectoryError)
        raise Vanished(path, error.strerror or str(error), is_there=is_there) from error
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise Vanished(path, "it is no regular file now")
    return descriptor, status.st_size


def quoted(root: Path, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """`problems` with the lines that they point to, read anew from the site's files."""
    texts: dict[str, list[str]] = {}

    def line_of(problem: Problem) -> str:
        path, line = problem.where.path, problem.where.line
        if path not in texts:
            try:
                content = (root / path).read_bytes()
            except OSError:
                content = b""
            is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
            texts[path] = [] if is_wide else content.decode("utf-8-sig", "replace").split("\n")
        lines = texts[path]
        return lines[line - 1].rstrip("\r") if 0 < line <= len(lines) else ""

    return tuple(
        problem
        if problem.quoted or not problem.where.line
        else replace(problem, quoted=line_of(problem))
        for problem in problems
    )


def unreadable(error: Vanished) -> Problem:
    """What is said of a file that is there and can't be read."""
    return _unreadable(error.path, error.why)


def _unreadable(path: str, why: str) -> Problem:
    return Problem(
        Location(f"{FOLDER}/{path}"),
        "unreadable-file",
        f"the file can't be read ({why})",
        "a file that you may read",
        "look at its permissions",
    )


def _special(path: str, *, is_link: bool) -> Problem:
    what = "a symbolic link" if is_link else "not a regular file"
    return Problem(
        Location(f"{FOLDER}/{path}"),
        "not-a-file",
        f"this is {what}",
        "regular files and folders" + (": a link could publish anything" if is_link else ""),
        "copy the file itself here" if is_link else "take it away",
    )


def _bad_name(path: str) -> Problem:
    return Problem(
        Location(f"{FOLDER}/{path.encode('utf-8', 'backslashreplace').decode()}"),
        "bad-file-name",
        "the name of this file is not UTF-8 text",
        "a name of letters, digits and hyphens",
        "rename it",
    )
