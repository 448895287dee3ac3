"""Ghost: its JSON export, of versions 0.x to 5, with posts, pages, tags, people."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

from dateline.articles import (
    Article,
    Clock,
    Export,
    Figure,
    Person,
    counted,
    decode,
    files_of,
    read_bytes,
    shown,
    tell_flaw,
)
from dateline.exports import Flaw, line_of, read_json
from dateline.fields import Address, Complaints, Node, one_line, short
from dateline.markup import plain
from dateline.problems import Location

_HERE = "__GHOST_URL__"
"""What Ghost writes for its own address."""

Row = Mapping[str, Any]


def read_ghost(paths: Iterable[Path], zone: tzinfo, zone_name: str) -> Export:
    """Posts as stories and pages as standing pages."""
    export = Export()
    clock = Clock(zone, zone_name)
    for path, _ in files_of(paths, (".json",)):
        name = shown(path)
        text = decode(read_bytes(path), name, export)
        if text is None:
            continue
        found = read_json(text)
        if isinstance(found, Flaw):
            tell_flaw(found, name, export)
            continue
        for tables in _tables(found):
            _Blog(name, text, tables, clock, export).read()
            break
        else:
            export.complain(
                Location(name, 1),
                "bad-export",
                "this is not an export of Ghost",
                "the JSON file of Settings, Labs, Export in Ghost",
                "a file that begins with the tables of its database",
            )
    export.notes += clock.notes()
    return export


def _tables(found: object) -> Iterable[Mapping[str, list[Row]]]:
    """The tables of an export: under `db`, `data`, or as they are."""
    if isinstance(found, Mapping) and isinstance(found.get("db"), list) and found["db"]:
        found = found["db"][0]
    if isinstance(found, Mapping) and isinstance(found.get("data"), Mapping):
        found = found["data"]
    if isinstance(found, Mapping) and isinstance(found.get("posts"), list):
        yield {
            key: [row for row in rows if isinstance(row, Mapping)]
            for key, rows in found.items()
            if isinstance(rows, list)
        }


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _id(value: object) -> str:
    return str(value) if isinstance(value, str | int) else ""


@dataclass(slots=True)
class _Links:
    """What hangs on posts, by the posts' ids, in the order of the blog."""

    tags: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    people: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    meta: dict[str, Row] = field(default_factory=dict)


class _Blog:
    """One export while it is read."""

    def __init__(
        self,
        name: str,
        text: str,
        tables: Mapping[str, list[Row]],
        clock: Clock,
        export: Export,
    ) -> None:
        self.name, self.text, self.tables = name, text, tables
        self.clock, self.export = clock, export
        self.left: Counter[str] = Counter()
        self.links = _Links()

    def read(self) -> None:
        self._learn()
        for post in self.tables["posts"]:
            self._post(post)
        for table in ("members", "subscribers", "comments", "newsletters", "products"):
            self.left[f"row of {table}"] += len(self.tables.get(table, ()))
        self.export.notes += counted(self.left)

    def _learn(self) -> None:
        tags = {_id(t.get("id")): t for t in self.tables.get("tags", ())}
        people = {_id(u.get("id")): u for u in self.tables.get("users", ())}
        for id_, person in people.items():
            self._person(id_, person)
        self._join("posts_tags", "tag_id", {i: _text(t.get("name")) for i, t in tags.items()})
        self._join("posts_authors", "author_id", {i: _name(u) for i, u in people.items()})
        for post in self.tables["posts"]:
            id_, name = _id(post.get("id")), _name(people.get(_id(post.get("author_id")), {}))
            if name and not self.links.people[id_]:
                self.links.people[id_].append(name)
        self.links.meta = {_id(m.get("post_id")): m for m in self.tables.get("posts_meta", ())}
        for setting in self.tables.get("settings", ()):
            if setting.get("key") in ("url", "site_url"):
                self.export.site = self.export.site or _text(setting.get("value"))

    def _person(self, _id_: str, person: Row) -> None:
        """Keep what is known of an author for readers; mail addresses stay behind."""
        site = _text(person.get("website"))
        is_address = Address().read(Node("text", site), "website", Complaints("")) if site else None
        links = ((site.split("//")[-1].strip("/"), site),) if is_address else ()
        if name := _name(person):
            self.export.people.append(Person(name, one_line(_text(person.get("bio"))), links))

    def _join(self, table: str, key: str, names: Mapping[str, str]) -> None:
        rows = self.tables.get(table, ())
        found = self.links.tags if key == "tag_id" else self.links.people
        for row in sorted(rows, key=lambda r: _number(r.get("sort_order"))):
            if name := names.get(_id(row.get(key)), ""):
                found[_id(row.get("post_id"))].append(name)

    def _post(self, post: Row) -> None:
        id_ = _id(post.get("id")) or _text(post.get("uuid"))
        words = (_text(post.get("uuid")), _text(post.get("slug")), _text(post.get("id")))
        where = Location(self.name, line_of(self.text, *words))
        notes: list[str] = []
        before = len(self.export.problems)
        is_draft = self._is_draft(post, notes)
        published = self._time(post, "published_at", where)
        if published is None and is_draft:
            published = self._time(post, "created_at", where)
        updated = self._time(post, "updated_at", where)
        if len(self.export.problems) > before:
            return
        body = self._body(post, where, notes)
        if body is None:
            return
        tags = [tag for tag in self.links.tags[id_] if not tag.startswith("#")]
        notes += [f"the internal tag {short(t)}" for t in self.links.tags[id_] if t[:1] == "#"]
        is_page = post.get("type") == "page" or post.get("page") in (1, True)
        slug = _text(post.get("slug"))
        is_later = published and updated and updated > published and not is_draft
        self.export.articles.append(
            Article(
                key=_text(post.get("uuid")) or id_,
                where=where,
                title=plain(_text(post.get("title"))),
                text=body,
                form="html",
                published=published,
                updated=updated if is_later else None,
                summary=plain(_text(post.get("custom_excerpt"))),
                categories=tuple(tags),
                authors=tuple(self.links.people[id_]),
                slug="" if slug.startswith("untitled") else slug,
                lang=_text(post.get("locale")),
                urls=self._urls(slug),
                image=self._image(post, id_),
                is_draft=is_draft,
                is_page=is_page,
                notes=tuple(notes),
            )
        )

    def _time(self, post: Row, key: str, where: Location) -> datetime | None:
        value = post.get(key)
        if isinstance(value, int) and not isinstance(value, bool):  # old exports: milliseconds
            try:
                return datetime.fromtimestamp(value // 1000, UTC)
            except (ValueError, OverflowError, OSError):
                value = str(value)
        if not _text(value):
            return None
        text = _text(value)
        if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", text):
            text += " UTC"  # as its database has them
        return self.clock.read(text, key, where, self.export)

    @staticmethod
    def _is_draft(post: Row, notes: list[str]) -> bool:
        status, seen_by = _text(post.get("status")), _text(post.get("visibility")) or "public"
        if status not in ("published", "scheduled", "sent"):
            notes.append(f"its state in Ghost was `{short(status)}`: it is a draft")
            return True
        if status == "sent":
            notes.append("it was sent by mail alone: it is a draft")
            return True
        if seen_by != "public":
            notes.append(f"it was for {short(seen_by)} alone: it is a draft")
            return True
        return False

    def _body(self, post: Row, where: Location, notes: list[str]) -> str | None:
        """Its HTML, which Ghost keeps beside what its editors made."""
        html = _text(post.get("html"))
        if not html and (_text(post.get("lexical")) or _text(post.get("mobiledoc"))):
            if not plain(_text(post.get("plaintext"))) and _is_empty(post):
                return ""
            self.export.complain(
                where,
                "bad-export",
                f"`{short(_text(post.get('title')))}` has a text for Ghost's editor, and no HTML",
                "the field `html`, which Ghost writes when a post is saved",
                "open it in Ghost, save it, and export again",
            )
            return None
        if "kg-bookmark" in html or "kg-" in html:
            cards = sorted(set(re.findall(r"kg-([a-z]+(?:-[a-z]+)*)-card", html)))
            told = [card for card in cards if card not in ("image", "gallery", "embed", "code")]
            notes += [f"the look of Ghost's card `{card}`" for card in told]
        return html.replace(_HERE, self.export.site.rstrip("/"))

    def _urls(self, slug: str) -> tuple[str, ...]:
        return (f"{self.export.site.rstrip('/')}/{slug}/",) if slug else ()

    def _image(self, post: Row, id_: str) -> Figure | None:
        src = _text(post.get("feature_image")) or _text(post.get("image"))
        if not src:
            return None
        meta = self.links.meta.get(id_, {})
        alt, caption = (_text(meta.get(f"feature_image_{k}")) for k in ("alt", "caption"))
        return Figure(src.replace(_HERE, self.export.site.rstrip("/")), plain(alt), plain(caption))


def _name(person: Row) -> str:
    return one_line(_text(person.get("name")))


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _is_empty(post: Row) -> bool:
    """Whether what the editor made holds no words."""
    made = _text(post.get("lexical")) + _text(post.get("mobiledoc"))
    return not re.search(r'"text":"[^"]*\S|\[0,\[\],0,"[^"]*\S|"(?:markdown|html)":"', made)
