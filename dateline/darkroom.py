"""What was made of pictures, kept beyond one output folder: encoding is slow, and never changes.

The store is `.dateline/pictures/`. A file there begins with a digest of the rest, so that damage is
seen. It is named by what it was made of, wherever that lay in `content/`; it serves all outputs,
and builds with an empty cache. Several processes may use it at once.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from dateline.digests import SIZE, digest_bytes
from dateline.model import Variant
from dateline.pictures import folder_of

FOLDER = "pictures"


class Store:
    """Encoded files by name; without a folder nothing is kept."""

    def __init__(self, folder: Path | None, encoder: str) -> None:
        self._folder, self._encoder = folder, encoder

    def _place(self, original: bytes) -> str:
        """Where the files of the original with this digest are."""
        return folder_of("", original, self._encoder).partition("/")[2]

    def _path(self, original: bytes, name: str) -> Path | None:
        return self._folder and self._folder / self._place(original) / name

    def get(self, original: bytes, name: str) -> bytes | None:
        """A file that was kept, if it is whole."""
        path = self._path(original, name)
        if path is None:
            return None
        try:
            kept = path.read_bytes()
        except OSError:
            return None
        content = kept[SIZE:]
        return content if digest_bytes(content) == kept[:SIZE] else None

    def put(self, original: bytes, name: str, content: bytes) -> None:
        """Keep a file. One that can't be kept is made again next time."""
        path = self._path(original, name)
        if path is None:
            return
        aside = path.with_name(f"{name}.{os.getpid()}")
        with suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            aside.write_bytes(digest_bytes(content) + content)
            aside.replace(path)

    def prune(self, originals: Iterable[bytes]) -> None:
        """Keep only what was made of the originals with these digests.

        What a killed build left half written goes too. A file that another process is writing may
        go with it: then it is not kept.
        """
        if self._folder is None or not self._folder.is_dir():
            return
        known = {self._place(original) for original in originals}
        for first in self._folder.iterdir():
            for folder in first.iterdir() if first.is_dir() else ():
                if f"{first.name}/{folder.name}" not in known:
                    shutil.rmtree(folder, ignore_errors=True)
                    continue
                with suppress(OSError):
                    for path in folder.iterdir():
                        if path.suffix[1:].isdecimal():
                            path.unlink(missing_ok=True)


def printed(
    data: bytes, original: bytes, wanted: Iterable[Variant | None], store: Store
) -> Iterator[tuple[Variant | None, bytes]]:
    """The files that are `wanted` of a picture with the digest `original`.

    What was not kept is made and kept; the picture itself, without what must not leak, is made
    each time. Raises `Unreadable`.
    """
    from dateline.photos import develop, without_metadata

    missing: dict[str, Variant] = {}
    for variant in wanted:
        if variant is None:
            yield None, without_metadata(data)
        elif (kept := store.get(original, variant.name)) is not None:
            yield variant, kept
        else:
            missing[variant.name] = variant
    for name, content in develop(data, missing.values()) if missing else ():
        store.put(original, name, content)
        yield missing[name], content
