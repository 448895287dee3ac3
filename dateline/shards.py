"""The shards of the search index, made beside each other: each by a Pagefind of its own."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Collection, Generator, Iterable
from typing import NamedTuple
from zlib import crc32

from dateline.composing import Made, Room
from dateline.digests import digest, digest_bytes
from dateline.ingredients import ENGINE
from dateline.ledger import Entry
from dateline.model import Output, Shard
from dateline.pagefind import Indexing, Record
from dateline.pieces import SEARCH
from dateline.records import unpacked
from dateline.search import plan_shard, record_of, text_of

MOST = 4000
"""Stories that are indexed at the same time, but for a shard that has more of them by itself: for
each Pagefind takes some 250 kB of memory."""
_ENTRY = "pagefind-entry.json"
"""The file of a shard that names the others: it is moved in after them."""
_STORIES = "stories"
"""What a shard is made of, beside dateline itself."""


class _Work(NamedTuple):
    """A shard that is being made."""

    shard: Shard
    piece: str
    cause: str
    key: bytes
    indexing: Indexing


def make_shards(
    room: Room, pieces: Iterable[tuple[str, str]], *, at_once: int
) -> Generator[list[Made], None, None]:
    """The files of each of `pieces`, which are shards to be made anew, each for a cause.

    One that is made of the same stories as before is kept. Raises `WorldError` if Pagefind is not
    there, or fails.
    """
    flight: deque[_Work] = deque()
    try:
        for piece, cause in pieces:
            shard = plan_shard(room.desk, piece.removeprefix(SEARCH))
            key = digest((room.brief.paper.program, shard))
            known = room.ledger.entries(piece) if room.brief.press.build else []
            if shard is None:
                continue
            if _is_same(room, known, key):
                yield [Made(entry, _rank(entry.path), is_kept=True) for entry in known]
                continue
            while flight and not _has_room(flight, shard, at_once):
                yield _files(room, flight.popleft())
            indexing = Indexing(_records(room, shard), shard.language)
            flight.append(_Work(shard, piece, cause, key, indexing))
        while flight:
            yield _files(room, flight.popleft())
    finally:
        for work in flight:
            work.indexing.end()


def _has_room(flight: Collection[_Work], shard: Shard, at_once: int) -> bool:
    """Whether `shard` can be made beside those that are."""
    stories = len(shard.stories) + sum(len(work.shard.stories) for work in flight)
    return len(flight) < at_once and stories <= MOST


def _is_same(room: Room, known: list[Entry], key: bytes) -> bool:
    """Whether a shard's files stand in the output, made of the same."""
    return bool(known) and all(
        entry.key == key and entry.path not in room.brief.suspects for entry in known
    )


def _records(room: Room, shard: Shard) -> list[Record]:
    body_of = room.index.archive.body
    return [record_of(story, text_of(unpacked(body_of(story.body)))) for story in shard.stories]


def _files(room: Room, work: _Work) -> list[Made]:
    """The files of a shard, laid ready unless they stand in the output."""
    with work.indexing:
        files = work.indexing.files()
    return [
        _laid(room, work, Output(f"{work.shard.path}/{name}", files[name]))
        for name in sorted(files)
    ]


def _laid(room: Room, work: _Work, output: Output) -> Made:
    known = room.ledger.entry(output.path) if room.brief.press.build else None
    entry = Entry(
        path=output.path,
        piece=work.piece,
        template="",
        key=work.key,
        parts=json.dumps({ENGINE: crc32(room.brief.paper.program), _STORIES: crc32(work.key)}),
        cause=json.dumps([[_STORIES] if known else ["all"], work.cause], ensure_ascii=False),
        digest=digest_bytes(output.content),
    )
    return room.laid(Made(entry, _rank(output.path)), output, known)


def _rank(path: str) -> int:
    return 3 if path.endswith(_ENTRY) else 2
