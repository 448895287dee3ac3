"""JSON Schema of the files that authors write, from the same tables that read them."""

from __future__ import annotations

from typing import Any, Literal

from dateline import keys
from dateline.config import CONFIG
from dateline.fields import record_schema

DRAFT = "https://json-schema.org/draft/2020-12/schema"

Sort = Literal["story", "page", "profile", "config"]
_TABLES = {"story": keys.STORY, "page": keys.LEAF, "profile": keys.PROFILE, "config": CONFIG}
_TITLES = {
    "story": "Front matter of a story",
    "page": "Front matter of a standing page",
    "profile": "Front matter of an author or topic",
    "config": "config.toml",
}


def schema_of(sort: Sort) -> dict[str, Any]:
    """The schema for one sort of file, as a JSON object (draft 2020-12).

    Times are texts there: their forms are more than a pattern can say.
    """
    return {"$schema": DRAFT, "title": _TITLES[sort], **record_schema(_TABLES[sort])}
