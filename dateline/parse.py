"""One Markdown file to a story, standing page or profile; or to all that is wrong with it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dateline import keys
from dateline.config import Rules
from dateline.digests import digest
from dateline.fields import Complaints, Field, Node, nearest, read_fields, short
from dateline.head import Document, read_document
from dateline.model import (
    Body,
    Gate,
    Hole,
    Leaf,
    Link,
    Parsed,
    Picture,
    Profile,
    Reference,
    Story,
)
from dateline.names import RESERVED_SLUGS, is_device, slugify
from dateline.newsblocks import CLOSING, NAMES, OPENING, is_web_address
from dateline.problems import Location, has_errors
from dateline.prose import (
    DEEPEST,
    Mention,
    Unconvertible,
    cut,
    depth_of,
    dropped_tags,
    is_absolute,
    pictures_without_words,
    split_reference,
    to_html,
    words_of,
)
from dateline.times import zone

Sort = Literal["story", "leaf", "author", "topic"]


_OWNERS: Mapping[Sort, str] = {
    "story": "a story",
    "leaf": "a standing page",
    "author": "an author's profile",
    "topic": "a topic's profile",
}


@dataclass(frozen=True, slots=True)
class Job:
    """One file to parse."""

    path: str
    """Relative to `content/`."""
    content: bytes
    failure: str = ""
    """Why its text cannot be converted, if that is known already: then it is not tried."""


def parse(rules: Rules, job: Job) -> Parsed:
    """What the Markdown file `job` says. Reads nothing but its arguments."""
    complaints = Complaints(f"content/{job.path}", zone(rules.timezone))
    file = _File(job, rules, complaints)
    text = decode(job.content, complaints)
    document = text and read_document(text, complaints, longest=rules.head_bytes)
    if not document:
        return Parsed(job.path, None, None, problems=tuple(complaints.problems))
    return file.read(document)


def decode(content: bytes, complaints: Complaints) -> str | None:
    """`content` as text with `\\n` at line ends, or `None` after a complaint.

    UTF-8 with or without a byte order mark; CRLF and CR are accepted. NUL and other control
    characters are refused: no editor writes them, and they hide what a text says.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        hint = "it looks like UTF-16: in the editor, save it with the encoding UTF-8"
        _not_text(complaints, 1, hint)
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        _not_text(complaints, line, "in the editor, save it with the encoding UTF-8")
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    complaints.lines = text.split("\n")
    if (found := _CONTROL.search(text)) is not None:
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        complaints.add(
            Location(complaints.path, line, column),
            "control-character",
            f"there is a control character here (U+{ord(found[0]):04X})",
            "text only",
            "delete it: it came in by copying or from a damaged file",
        )
        return None
    return text


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def _not_text(complaints: Complaints, line: int, hint: str) -> None:
    place = Location(complaints.path, line)
    complaints.add(place, "not-utf-8", "the file is not UTF-8 text", "text saved as UTF-8", hint)


class _File:
    """One file while it is read: what its path says, and the complaints so far."""

    def __init__(self, job: Job, rules: Rules, complaints: Complaints) -> None:
        self.job, self.rules, self.complaints = job, rules, complaints
        self.path = job.path
        self.folder, self.name = posixpath.split(job.path)
        self.top = self.path.split("/", 1)[0] if self.folder else ""
        stem = posixpath.splitext(self.name)[0]
        self.is_bundle = stem.lower() == "index"
        self.stem = posixpath.basename(self.folder) if self.is_bundle else stem

    # What it is ------------------------------------------------------------------------------

    def sort(self, head: Node) -> Sort:
        """Which noun the file holds, by where it stands and whether it has `published`."""
        depth = self.path.count("/") - self.is_bundle
        if depth == 1 and self.top in ("authors", "topics"):
            return "author" if self.top == "authors" else "topic"
        loose = depth == 0 and self.top not in self.rules.sections
        names = {"published", "date", "pubDate"}
        has_time = any(key.text in names for key, _ in head.pairs)
        return "leaf" if loose and not has_time else "story"

    def read(self, document: Document) -> Parsed:
        if self.is_bundle and self.folder in ("", "authors", "topics", *self.rules.sections):
            self.complaints.add(
                Location(self.complaints.path, 1),
                "misplaced-index",
                "an index.md makes its whole folder one story, and this folder holds many",
                "a story in a folder of its own, such as world/harbour-deal/index.md",
                "rename the file; lists and the front page are made by dateline itself",
            )
            return self._result(None, None)
        sort = self.sort(document.head)
        table = {"story": keys.STORY, "leaf": keys.LEAF}.get(sort, keys.PROFILE)
        values, nodes = self._fields(table, document, _OWNERS[sort])
        gate = self._gate(sort, values, nodes)
        body, references, words = self._body(document, values)
        image = self._image(values, nodes, references)
        address = "" if sort in ("author", "topic") else self._address(sort, values, nodes)
        if has_errors(self.complaints.problems):
            return self._result(None, None, references, gate)
        facts = {"image": image, "body": digest(body) if body else b""}
        noun: Story | Leaf | Profile
        if sort == "story":
            noun = self._story(values, facts, address, words)
        elif sort == "leaf":
            keep = ("title", "summary", "aliases", "lang", "extra")
            given = {key: values[key] for key in keep if key in values}
            noun = Leaf(self.path, address, **given, **facts)
        else:
            noun = self._profile(values, facts)
        return self._result(noun, body, references, gate, _places(nodes, self.complaints))

    def _result(
        self,
        noun: Story | Leaf | Profile | None,
        body: Body | None,
        references: tuple[Reference, ...] = (),
        gate: Gate | None = None,
        where: Mapping[str, Location] | None = None,
    ) -> Parsed:
        problems = tuple(self.complaints.problems)
        return Parsed(self.path, noun, body, references, gate, problems, where or {})

    # Front matter ------------------------------------------------------------------------------

    def _fields(
        self, table: tuple[Field, ...], document: Document, owner: str
    ) -> tuple[dict[str, Any], dict[str, Node]]:
        values, nodes = read_fields(table, document.head, self.complaints, owner=owner)
        for later, code in (("updated", "updated-before-published"), ("expires", "expires-early")):
            if "published" in values and later in values and values[later] < values["published"]:
                self.complaints.add(
                    nodes[later],
                    code,
                    f"`{later}` is before `published`",
                    f"a time after {nodes['published'].text.strip()}",
                    "are the two swapped, or is the year wrong?",
                )
        return values, nodes

    def _gate(self, sort: Sort, values: Mapping[str, Any], nodes: Mapping[str, Node]) -> Gate | None:
        """When it may be seen; `None` if a key that says so could not be read."""
        deciding = ("draft", "published", "embargo", "expires")
        if values.get("draft"):
            return Gate(draft=True)
        if any(key in nodes and key not in values for key in deciding):
            return None
        if sort != "story":
            return Gate()
        if "published" not in values:
            return None
        opens = max(values["published"], values.get("embargo", values["published"]))
        return Gate(opens=opens, closes=values.get("expires"))

    def _section(self, values: Mapping[str, Any], nodes: Mapping[str, Node]) -> str:
        written = values.get("section")
        section = written or self.top
        place: Node | Location = nodes.get("section") or Location(self.complaints.path, 1)
        known = self.rules.sections
        if not section:
            self.complaints.add(
                place,
                "missing-key",
                "`section` is missing, and the file is in no section's folder",
                "`section`: one of " + ", ".join(known),
                f"add a line such as: section: {known[0]}",
            )
        elif section not in known:
            what = f"`{short(section)}`" if written else f"the folder `{short(section)}`"
            near = nearest(section, known)
            self.complaints.add(
                place,
                "unknown-section",
                f"{what} is not a section of this paper",
                "one of " + ", ".join(known),
                f"did you mean `{near}`?" if near else "add it to [sections] in config.toml",
            )
        return section

    def _address(self, sort: Sort, values: dict[str, Any], nodes: Mapping[str, Node]) -> str:
        """The URL below the site's root; complains of a slug or section that can't be in one."""
        if "slug" in nodes and "slug" not in values:
            return ""
        slug = values.get("slug") or slugify(self.stem)
        if not slug or slug in RESERVED_SLUGS or is_device(slug):
            self.complaints.add(
                Location(self.complaints.path, 1),
                "bad-slug",
                f"the name `{short(self.stem)}` can't be part of a URL",
                keys.SLUG_WORDS,
                "rename it, or add a line such as: slug: harbour-deal",
            )
        if sort == "leaf":
            return f"/{slug}/"
        values["section"] = self._section(values, nodes)
        if "published" not in values:
            return ""
        day = values["published"].astimezone(self.complaints.zone)
        date = {"year": f"{day.year:04}", "month": f"{day.month:02}", "day": f"{day.day:02}"}
        return self.rules.story_url.format(section=values["section"], slug=slug, **date)

    # Nouns ---------------------------------------------------------------------------------------

    def _story(
        self, values: dict[str, Any], facts: dict[str, Any], address: str, words: int
    ) -> Story:
        names = ("title", "published", "updated", "section", "summary", "topics", "authors")
        names += ("dateline", "agency", "kicker", "kind", "aliases", "series", "lang", "priority")
        given = {key: values[key] for key in (*names, "extra") if key in values}
        related = tuple(self._story_path(text) for text in values.get("related", ()))
        id_ = self._id(values)
        return Story(
            self.path, address, id_, **given, **facts, related=related, words=words
        )

    def _id(self, values: Mapping[str, Any]) -> str:
        """A tag URI (RFC 4151) made of the first publication and the file's name, or `id`."""
        given: str = values.get("id", "")
        if ":" in given:
            return given
        local = values["published"].astimezone(self.complaints.zone)
        date = f"{local.year:04}-{local.month:02}-{local.day:02}"
        specific = given or f"{local.hour:02}{local.minute:02}-{slugify(self.stem)}"
        return f"tag:{self.rules.tag_authority},{date}:{specific}"

    def _story_path(self, text: str) -> str:
        """A path under `content/` from how an author names a story."""
        path = text.removeprefix("content/").removeprefix("/")
        if path.startswith("."):
            path = posixpath.normpath(posixpath.join(self.folder, path))
        return path

    def _profile(self, values: dict[str, Any], facts: dict[str, Any]) -> Profile:
        links = tuple(Link(link["title"], link["url"]) for link in values.get("links", ()))
        given = {key: values[key] for key in ("name", "summary", "lang") if key in values}
        return Profile(self.path, slugify(self.stem), **given, **facts, links=links)

    def _image(
        self, values: Mapping[str, Any], nodes: Mapping[str, Node], references: tuple[Reference, ...]
    ) -> Picture | None:
        image = values.get("image")
        if image is None:
            return None
        path = next(r.target for r in references if r.where == self.complaints.at(nodes["image"]))
        return Picture(path, **{key: text for key, text in image.items() if key != "src"})

    # The text ------------------------------------------------------------------------------------

    def _body(
        self, document: Document, values: Mapping[str, Any]
    ) -> tuple[Body | None, tuple[Reference, ...], int]:
        text = document.body
        references: list[Reference] = []
        if (image := values.get("image")) is not None:
            node = next(node for key, node in document.head.pairs if key.text == "image")
            self._refer("src", image["src"], self.complaints.at(node), references)
        failure = self.job.failure or self._over_bounds(text)
        if not failure:
            self._check_blocks(document)
            try:
                html = to_html(text, self.rules.raw_html)
            except Unconvertible as error:
                failure = str(error)
        if failure:
            place = Location(self.complaints.path, document.body_line)
            self.complaints.add(
                place,
                "unreadable-text",
                f"the text can't be converted: {failure}",
                "Markdown as people write it",
                "look for a long run of brackets, stars or other signs, or very deep lists",
            )
            return None, tuple(references), 0
        places = _Finder(document, self.complaints.path)
        self._check_pictures(html, places)
        self._check_tags(text, html, places)
        parts, mentions = cut(html)
        holes = tuple(self._hole(mention, places, references) for mention in mentions)
        return Body(parts, holes), tuple(references), words_of(html)

    def _over_bounds(self, text: str) -> str:
        size = len(text.encode())
        if size > self.rules.body_bytes:
            return f"it has {size} bytes, and {self.rules.body_bytes} are allowed"
        if (depth := depth_of(text)) > DEEPEST:
            return f"its lists or quotes are nested {depth} deep, and {DEEPEST} are allowed"
        return ""

    def _hole(self, mention: Mention, places: _Finder, references: list[Reference]) -> Hole:
        place = places.find(mention.written)
        target = self._refer(mention.attribute, mention.written, place, references)
        return Hole(mention.attribute, target)

    def _refer(
        self, attribute: str, written: str, place: Location, references: list[Reference]
    ) -> str:
        """The target of a relative reference, noted in `references`."""
        path, fragment = split_reference(written)
        if attribute == "src" and is_absolute(written):
            self.complaints.add(
                place,
                "outside-picture",
                "the picture is on another site",
                "the name of a file, such as harbour.jpg",
                "save the picture beside the story: other sites' pictures vanish and track readers",
            )
        if not path:
            return fragment or "#"
        is_markdown = path.lower().endswith((".md", ".markdown"))
        if path.startswith("/") and not is_markdown:
            references.append(Reference("site", posixpath.normpath(path).lstrip("/"), place))
            return written
        start = "" if path.startswith("/") else self.folder
        target = posixpath.normpath(posixpath.join(start, path.lstrip("/")))
        references.append(Reference("story" if is_markdown else "file", target, place))
        return target + fragment

    def _check_blocks(self, document: Document) -> None:
        """Complain of news blocks that are unknown or never closed."""
        lines, offset = document.body.split("\n"), document.body_line
        opened: tuple[str, Location] | None = None
        fence = ""
        for number, line in enumerate(lines, offset):
            mark = re.match(r" {0,3}(`{3,}|~{3,})", line)
            if fence:
                fence = "" if line.strip().startswith(fence) else fence
            elif mark:
                fence = mark[1]
            elif opened and CLOSING.match(line):
                opened = None
            elif match := OPENING.match(line):
                place = Location(self.complaints.path, number, 1)
                if opened:
                    self._unclosed(*opened)
                opened = (match[1], place)
                self._check_block_name(match, place)
        if opened:
            self._unclosed(*opened)

    def _check_block_name(self, match: re.Match[str], place: Location) -> None:
        if match[1] not in NAMES:
            near = nearest(match[1], NAMES)
            self.complaints.add(
                place,
                "unknown-block",
                f"`{short(match[1])}` is not a block that is known",
                "one of " + ", ".join(NAMES),
                f"did you mean `{near}`?" if near else "",
            )
        elif match[1] == "embed" and not is_web_address(match[2] or ""):
            self.complaints.add(
                place,
                "bad-embed",
                "an embed needs the address of what it shows",
                "::: embed https://video.example/watch/1",
            )

    def _unclosed(self, name: str, place: Location) -> None:
        self.complaints.add(
            place,
            "unclosed-block",
            f"the block `{short(name)}` that begins here is never closed",
            "a line of three colons after it",
            "put ::: on a line of its own where the block ends",
        )

    def _check_pictures(self, html: str, places: _Finder) -> None:
        for src in pictures_without_words(html):
            self.complaints.add(
                places.find(src),
                "missing-alt",
                "the picture has no words for those who can't see it",
                "![what the picture shows](picture.jpg)",
                "if it only decorates: ![](line.png){.decorative}",
            )

    def _check_tags(self, text: str, html: str, places: _Finder) -> None:
        if self.rules.raw_html != "safe":
            return
        for tag in dropped_tags(text, html):
            self.complaints.add(
                places.find(f"<{tag}"),
                "dropped-html",
                f"the HTML tag <{tag}> was left out",
                "Markdown, or HTML that is harmless on every page",
                "what is allowed is listed in docs/writing.md",
                severity="warning",
            )


class _Finder:
    """Places of what is written in a body, each occurrence once and in order."""

    def __init__(self, document: Document, path: str) -> None:
        self.text, self.line, self.path = document.body, document.body_line, path
        self.after: dict[str, int] = {}

    def find(self, written: str) -> Location:
        """The next place of `written`; the body's first line if it is spelled in another way."""
        start = self.text.find(written, self.after.get(written, 0)) if written else -1
        if start < 0:
            start = self.text.lower().find(written.lower()) if written else -1
        if start < 0:
            return Location(self.path, self.line)
        self.after[written] = start + len(written)
        line = self.text.count("\n", 0, start)
        return Location(self.path, self.line + line, start - self.text.rfind("\n", 0, start))


def _places(nodes: Mapping[str, Node], complaints: Complaints) -> Mapping[str, Location]:
    """Where the values stand that are checked against other files."""
    places = {}
    for key in ("title", "slug", "id", "series", "updated", "published"):
        if key in nodes:
            places[key] = complaints.at(nodes[key])
    for key in ("authors", "topics", "related", "aliases"):
        if key in nodes and nodes[key].kind == "list":
            for number, item in enumerate(nodes[key].items):
                places[f"{key}.{number}"] = complaints.at(item)
    return places

