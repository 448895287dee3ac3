"""From a file's bytes to its record: what workers do with each Markdown file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from dateline.config import Rules
from dateline.digests import digest, digest_bytes
from dateline.parse import Job, parse
from dateline.prose import is_ordinary
from dateline.records import Record, record_of


@dataclass(frozen=True, eq=False)  # told apart by identity, so that it is digested once
class Asked:
    """What every file of a paper is parsed with."""

    rules: Rules
    program: bytes
    """Digest of dateline itself and of what it stands on."""

    @cached_property
    def digest(self) -> bytes:
        return digest((self.rules, self.program))


def key_of(asked: Asked, path: str, content: bytes) -> bytes:
    """The key of a file's record: a digest of exactly what `record` is given.

    `content` is the digest of the file's bytes.
    """
    return digest_bytes(asked.digest + content + path.encode("utf-8", "surrogatepass"))


def record(asked: Asked, job: Job) -> Record:
    """What is to be remembered of the Markdown file `job`. Reads nothing but its arguments."""
    parsed = parse(asked.rules, job)
    key = b"" if job.failure else key_of(asked, job.path, digest_bytes(job.content))
    return record_of(parsed, key, asked.rules.timezone)


def record_ordinary(asked: Asked, job: Job) -> Record | str:
    """The record of an ordinary text; of one that may take long to convert only its path."""
    if not is_ordinary(job.content.decode("utf-8", "replace")):
        return job.path
    return record(asked, job)
