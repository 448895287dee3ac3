"""Pagefind, the program that makes the search index: run in a process of its own, its files made
the same for the same input.

It is spoken to through pipes (`pagefind --service`): messages are JSON in Base64, each ended by a
comma. What it gives would differ from run to run, since it writes tables of filters in an order of
chance; these are put in order, and named by what they hold. All else depends on the records and
their order alone.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import threading
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, cast

from dateline.digests import digest_bytes
from dateline.problems import WorldError

PACKAGE = "pagefind_bin"
"""What to install."""
_MARK = b"pagefind_dcd"
"""What all its files begin with, once they are decompressed."""
_NAME_BYTES = 5
"""Of a digest, in the name of a file."""
_PATIENCE = 120.0
"""Seconds that a shard may take beyond those for its stories."""
_PATIENCE_EACH = 0.1

Record = Mapping[str, object]
"""One page to be found, in the words of Pagefind's protocol: `url`, `content`, `meta`, `filters`,
`sort`."""


class Indexing:
    """Pagefind at work on one shard. It runs beside this process until its files are asked for.

    Raises `WorldError` if it is not installed. Used with `with`, which ends it.
    """

    def __init__(self, records: Sequence[Record], language: str) -> None:
        self._language = language
        about = {"type": "AddRecord", "index_id": 0, "language": language}
        self._messages = [
            {"type": "NewIndex", "config": {"force_language": language}},
            *({**about, **record} for record in records),
            {"type": "GetFiles", "index_id": 0},
        ]
        self._patience = _PATIENCE + _PATIENCE_EACH * len(records)
        program = _program()
        self._errors = TemporaryFile()  # noqa: SIM115 (`end` closes it)
        try:
            self._process = subprocess.Popen(
                [program, "--service"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
            )
        except OSError as error:
            self._errors.close()
            raise _failed(f"can't be started ({error.strerror})") from error
        self._answers = bytearray()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._writer = threading.Thread(target=self._write, daemon=True)
        self._reader.start()
        self._writer.start()

    def __enter__(self) -> Indexing:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """Leave nothing of it, whether it is done or not."""
        self._process.kill()
        self._reader.join()
        self._writer.join()
        for pipe in (self._process.stdin, self._process.stdout):
            try:
                cast(IO[bytes], pipe).close()
            except OSError:  # of a message that nobody read any more
                continue
        self._process.wait()
        self._errors.close()

    def _write(self) -> None:
        pipe = cast(IO[bytes], self._process.stdin)
        try:
            for number, message in enumerate(self._messages):
                text = json.dumps({"message_id": number, "payload": message})
                pipe.write(b64encode(text.encode()) + b",")
            pipe.flush()
        except OSError:
            return  # it has ended: whoever waits for its answers will be told

    def _read(self) -> None:
        """Collect answers until there is one to each message. The pipe to it stays open as long,
        since it takes the end of its input for an order to stop."""
        pipe = cast(IO[bytes], self._process.stdout)
        missing = len(self._messages)
        while missing > 0 and (some := pipe.read1(2**20)):  # type: ignore[attr-defined]
            missing -= some.count(b",")
            self._answers += some

    def files(self) -> dict[str, bytes]:
        """All files of the shard by path. Raises `WorldError` if it failed."""
        self._reader.join(self._patience)
        if self._reader.is_alive():
            raise _failed("did not end")
        try:
            answers = [json.loads(b64decode(text))["payload"] for text in self._said()]
            wrong = [answer["message"] for answer in answers if answer["type"] == "Error"]
            if wrong:
                raise _failed(f"said: {wrong[0]}")
            if len(answers) < len(self._messages):
                raise _failed(self._last_words())
            files = {file["path"]: b64decode(file["content"]) for file in answers[-1]["files"]}
            return settled(files, self._language)
        except (EOFError, LookupError, OSError, TypeError, ValueError, zlib.error) as error:
            raise _failed("gives answers that are not understood") from error

    def _said(self) -> list[bytearray]:
        """Its answers, but for one that was cut short."""
        return self._answers.split(b",")[:-1]

    def _last_words(self) -> str:
        code = self._process.wait()
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").split("\n")
        said = next((line for line in reversed(lines) if line.strip()), "")
        return f"ended by itself (status {code})" + (f", saying: {said}" if said else "")


def _program() -> Path:
    """Where Pagefind is. Raises `WorldError` if it is not installed."""
    try:
        from pagefind_bin import get_executable

        return Path(get_executable())
    except (ImportError, FileNotFoundError) as error:
        raise WorldError(
            "search needs Pagefind, which is not installed",
            f"install it (pip install {PACKAGE}), or build without search: --no-search, or "
            "`enabled = false` in [search] of config.toml",
        ) from error


def _failed(how: str) -> WorldError:
    return WorldError(
        f"Pagefind, which makes the search index, {how}",
        "what readers have is whole; try again, or build without search: --no-search",
    )


# Files ------------------------------------------------------------------------------------------


def settled(files: Mapping[str, bytes], language: str) -> dict[str, bytes]:
    """Pagefind's `files` without what this paper's search page does not use, and with tables in
    order, so that they are the same for the same records."""
    entry = json.loads(files["pagefind-entry.json"])
    known = entry["languages"][language]
    old_meta = f"pagefind.{known['hash']}.pf_meta"
    kept = {
        path: content
        for path, content in files.items()
        if path.startswith(("index/", "fragment/"))
        or path in ("pagefind.js", f"wasm.{known['wasm'] or 'unknown'}.pagefind")
    }
    renamed: dict[str, str] = {}
    for path, content in files.items():
        if path.startswith("filter/"):
            new = _packed(_filter_in_order(_unpacked(content)))
            name = _name(language, new)
            renamed[Path(path).stem] = name
            kept[f"filter/{name}.pf_filter"] = new
    meta = _packed(_meta_in_order(_unpacked(files[old_meta]), renamed))
    known["hash"] = _name(language, meta)
    kept[f"pagefind.{known['hash']}.pf_meta"] = meta
    kept["pagefind-entry.json"] = json.dumps(entry, separators=(",", ":")).encode()
    return kept


def _name(language: str, content: bytes) -> str:
    return f"{language}_{digest_bytes(content)[:_NAME_BYTES].hex()}"


def _filter_in_order(table: Any) -> Any:
    """A filter's name and its values, each with the pages that have it."""
    name, values = table
    return [name, sorted(values)]


def _meta_in_order(table: Any, renamed: Mapping[str, str]) -> Any:
    """Version, pages, chunks of the index, filters, sorts, names of metadata."""
    version, pages, chunks, filters, sorts, names = table
    filters = sorted([name, renamed[file]] for name, file in filters)
    return [version, pages, chunks, filters, sorted(sorts), names]


def _unpacked(content: bytes) -> Any:
    data = gzip.decompress(content)
    if not data.startswith(_MARK):
        raise ValueError("not a file of Pagefind's")
    values = _values(memoryview(data)[len(_MARK) :])
    return next(values)


def _packed(value: Any) -> bytes:
    return gzip.compress(_MARK + b"".join(_encoded(value)), mtime=0)


# CBOR (RFC 8949), as much of it as these files use: integers, texts, arrays ----------------------

_UNSIGNED, _NEGATIVE, _TEXT, _ARRAY = 0, 1, 3, 4


def _values(data: memoryview) -> Iterator[Any]:
    """The values in `data`, one after the other."""
    place = 0

    def head() -> tuple[int, int]:
        """The kind of the next value and its number: itself, or how long it is."""
        nonlocal place
        first = data[place]
        place += 1
        kind, number = first >> 5, first & 31
        if number >= 24:
            if number > 27:
                raise ValueError("a number of unknown length")
            size = 1 << (number - 24)
            number = int.from_bytes(data[place : place + size], "big")
            place += size
        return kind, number

    def value() -> Any:
        nonlocal place
        kind, number = head()
        if kind == _UNSIGNED:
            return number
        if kind == _NEGATIVE:
            return -1 - number
        if kind == _ARRAY:
            return [value() for _ in range(number)]
        if kind == _TEXT:
            place += number
            return str(data[place - number : place], "utf-8")
        raise ValueError("a value of an unknown kind")

    while place < len(data):
        yield value()


def _encoded(value: Any) -> Iterator[bytes]:
    if isinstance(value, str):
        raw = value.encode()
        yield _head(_TEXT, len(raw)) + raw
    elif isinstance(value, int):
        yield _head(_UNSIGNED, value) if value >= 0 else _head(_NEGATIVE, -1 - value)
    else:
        yield _head(_ARRAY, len(value))
        for item in value:
            yield from _encoded(item)


def _head(kind: int, number: int) -> bytes:
    """The first bytes of a value, in the shortest form."""
    if number < 24:
        return bytes([kind << 5 | number])
    power = next(power for power in range(4) if number < 1 << (8 << power))
    return bytes([kind << 5 | 24 + power]) + number.to_bytes(1 << power, "big")
