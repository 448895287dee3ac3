"""One Markdown file to a story, standing page or profile; or to all that is wrong with it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dateline import keys
from dateline.characters import are_seen
from dateline.config import Rules
from dateline.digests import digest
from dateline.fences import CLOSING, NAMES, OPENING, is_web_address
from dateline.fields import Complaints, Field, Node, nearest, one_line, read_fields, short
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
from dateline.names import RESERVED_SLUGS, is_free, slugify
from dateline.problems import Location, has_errors
from dateline.prose import (
    DEEPEST,
    Unconvertible,
    depth_of,
    dropped_tags,
    is_deeper,
    is_never_closed,
    lost_words,
    make_html,
    without_code,
    words_of,
)
from dateline.references import (
    Mention,
    cut,
    is_absolute,
    may_hold_pictures,
    pictures_in,
    pictures_without_words,
    split_reference,
)
from dateline.times import zone

Sort = Literal["story", "leaf", "author", "topic"]


_OWNERS: Mapping[Sort, str] = {
    "story": "a story",
    "leaf": "a standing page",
    "author": "an author's profile",
    "topic": "a topic's profile",
}


_ASSETS = "assets/"
"""Where the theme's files are published: a text may show them, by a path from the top."""
_AS_GIVEN = frozenset(
    """agency aliases authors dateline extra kicker kind lang priority published section series
    summary title topics updated""".split()
)
"""Keys whose values stand in a `Story` as they are."""
_PROSE = ("title", "name", "summary", "kicker", "dateline", "agency")
"""Keys of one text that readers see."""


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
    document = None
    if text is not None:
        document = read_document(text, complaints, longest=rules.head_bytes)
    if document is None:
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
        text = content.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        _not_text(complaints, line, "in the editor, save it with the encoding UTF-8")
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    complaints.lines = text.split("\n")
    if not are_seen(text) and (found := _CONTROL.search(text)) is not None:
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
        self.folder, _, self.name = job.path.rpartition("/")
        self.top = self.folder.partition("/")[0]
        stem = posixpath.splitext(self.name)[0]
        self.is_bundle = stem.lower() == "index"
        self.stem = self.folder.rpartition("/")[2] if self.is_bundle else stem

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
        noted: list[Reference] = []
        image = self._image(values, nodes, noted)
        body, words = self._body(document, noted)
        references = tuple(noted)
        address = self._address(sort, values, nodes)
        if has_errors(self.complaints.problems):
            return self._result(None, None, references, gate)
        if sort in ("story", "leaf") and body and not values.get("draft"):
            self._check_is_text(body, _OWNERS[sort])
        facts: dict[str, Any] = {"image": image, "body": digest(body) if body else b""}
        noun: Story | Leaf | Profile
        if sort == "story":
            noun = self._story(values, facts, address, words)
        elif sort == "leaf":
            keep = ("title", "summary", "aliases", "lang", "extra")
            given = {key: values[key] for key in keep if key in values}
            noun = Leaf(self.path, address, **given, **facts)
        else:
            noun = self._profile(values, facts)
        return self._result(noun, body, references, gate, self._places(nodes))

    def _result(
        self,
        noun: Story | Leaf | Profile | None,
        body: Body | None,
        references: tuple[Reference, ...] = (),
        gate: Gate | None = None,
        where: Mapping[str, tuple[int, int]] | None = None,
    ) -> Parsed:
        problems = tuple(self.complaints.problems)
        return Parsed(self.path, noun, body, references, gate, problems, where or {})

    def _places(self, nodes: Mapping[str, Node]) -> Mapping[str, tuple[int, int]]:
        """Where the values stand that are checked against other files."""
        places = {}
        for key in ("title", "slug", "id", "series", "updated", "published"):
            if key in nodes:
                places[key] = (nodes[key].line, nodes[key].column)
        for key in ("authors", "topics", "related", "aliases"):
            if key in nodes:
                node = nodes[key]
                first: dict[str, Node] = {}
                for item in node.items if node.kind == "list" else (node,):
                    if text := one_line(item.text):
                        first.setdefault(self._story_path(text) if key == "related" else text, item)
                for number, item in enumerate(first.values()):
                    places[f"{key}.{number}"] = (item.line, item.column)
        return places

    # Front matter ------------------------------------------------------------------------------

    def _fields(
        self, table: tuple[Field, ...], document: Document, owner: str
    ) -> tuple[dict[str, Any], dict[str, Node]]:
        values, nodes = read_fields(table, document.head, self.complaints, owner=owner)
        if "#" in document.written:
            for key in _PROSE:
                if key in nodes:
                    self._check_comment(key, nodes[key])
        for earlier, later, code in (
            ("published", "updated", "updated-before-published"),
            ("published", "expires", "expires-early"),
            ("embargo", "expires", "expires-early"),
        ):
            if earlier in values and later in values and values[later] < values[earlier]:
                self.complaints.add(
                    nodes[later],
                    code,
                    f"`{later}` is before `{earlier}`",
                    f"a time after {nodes[earlier].text.strip()}",
                    "are the two swapped, or is the year wrong?",
                )
        return values, nodes

    def _check_comment(self, key: str, node: Node) -> None:
        """Warn if a text ends before a `#`, with which YAML begins a comment."""
        if node.kind != "scalar" or node.is_quoted:
            return
        whole = self.complaints.lines[node.line - 1][node.column - 1 :].strip()
        sign = re.search(r"[ \t]#", whole)
        if sign is None or not node.text or whole[: sign.start()].rstrip() != node.text:
            return
        in_marks = "'" + whole.replace("'", "''") + "'"
        self.complaints.add(
            Location(self.complaints.path, node.line, node.column + sign.start() + 1),
            "comment-in-text",
            f"`{key}` ends here: YAML takes what follows for a comment",
            "a text without ` #`, or one in quotation marks",
            f"if it belongs to the text: {short(f'{key}: {in_marks}')}",
            severity="warning",
        )

    def _gate(
        self, sort: Sort, values: Mapping[str, Any], nodes: Mapping[str, Node]
    ) -> Gate | None:
        """When it may be seen; `None` if a key that says so could not be read."""
        deciding = ("draft", "published", "embargo", "expires")
        if values.get("draft"):
            return Gate(draft=True)
        if any(key in nodes and key not in values for key in deciding):
            return None
        if sort != "story":
            return Gate()
        if (
            "published" not in values
            or values.get("expires", values["published"]) < values["published"]
        ):
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
        is_profile = sort in ("author", "topic")
        if "slug" in nodes and "slug" not in values:
            return ""
        slug = values.get("slug") or slugify(self.stem)
        if not is_free(slug):
            self.complaints.add(
                Location(self.complaints.path, 1),
                "bad-slug",
                f"the file's name `{short(self.stem)}` can't be part of a URL",
                f"{keys.SLUG_WORDS}; not {', '.join(sorted(RESERVED_SLUGS))}",
                "rename it" + ("" if is_profile else ", or add a line such as: slug: harbour-deal"),
            )
        if is_profile:
            return f"/{sort}s/{slug}/"
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
        given = {key: value for key, value in values.items() if key in _AS_GIVEN}
        # One story may be named in two ways.
        related = tuple(dict.fromkeys(map(self._story_path, values.get("related", ()))))
        id_ = self._id(values)
        return Story(self.path, address, id_, **given, **facts, related=related, words=words)

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

    def _place_of_src(self, image: Node) -> Location:
        return self.complaints.at(next(node for key, node in image.pairs if key.text == "src"))

    def _image(
        self,
        values: Mapping[str, Any],
        nodes: Mapping[str, Node],
        references: list[Reference],
    ) -> Picture | None:
        image = values.get("image")
        if image is None:
            return None
        place = self._place_of_src(nodes["image"])
        self._refer("src", image["src"], place, references)
        if not references:
            return None
        words = {key: text for key, text in image.items() if key != "src"}
        return Picture(references[0].target, **words)

    # The text ------------------------------------------------------------------------------------

    def _body(self, document: Document, references: list[Reference]) -> tuple[Body | None, int]:
        """The text as HTML, and how many words it has; its references are added to those given."""
        text = document.body
        failure = self.job.failure or self._over_bounds(text)
        if not failure:
            self._check_blocks(document)
            try:
                made = make_html(text, self.rules.raw_html)
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
            return None, 0
        html, places = made.html, _Finder(document, self.complaints.path)
        if may_hold_pictures(html):
            self._check_pictures(html, places)
        self._check_tags(text, html, places)
        if not made.is_whole:
            self._check_words(text, html, places)
        parts, mentions = cut(html)
        holes = tuple(self._hole(mention, places, references) for mention in mentions)
        return Body(parts, holes), words_of(html)

    def _over_bounds(self, text: str) -> str:
        most = self.rules.body_bytes
        # A character takes 4 bytes at most.
        if len(text) * 4 > most and (size := len(text.encode())) > most:
            return f"it has {size} bytes, and {most} are allowed"
        if is_deeper(text, DEEPEST):
            depth = depth_of(text)
            return f"its lists or quotes are nested {depth} deep, and {DEEPEST} are allowed"
        return ""

    def _hole(self, mention: Mention, places: _Finder, references: list[Reference]) -> Hole:
        place = places.find(mention.written or "]()")
        target = self._refer(mention.attribute, mention.written, place, references)
        return Hole(mention.attribute, target, mention.rest)

    def _refer(
        self, attribute: str, written: str, place: Location, references: list[Reference]
    ) -> str:
        """The target of a relative reference, noted in `references`."""
        path, fragment = split_reference(written)
        is_markdown = path.lower().endswith((".md", ".markdown"))
        is_picture = attribute == "src"
        if is_picture and is_absolute(written):
            self._picture_elsewhere(place)
            return written
        if is_picture and (is_markdown or not path):
            self._no_picture(written, place)
            return written
        if not path:
            if not written.startswith("#"):
                self._leads_nowhere(written, place)
            return fragment or "#"
        start = "" if path.startswith("/") else self.folder
        target = posixpath.normpath(posixpath.join(start, path.lstrip("/")))
        is_page = not is_picture or target.startswith(_ASSETS)
        if path.startswith("/") and not is_markdown and is_page:
            references.append(Reference("site", posixpath.normpath(path).lstrip("/"), place))
            return written
        kind: Literal["story", "picture", "file"] = "picture" if is_picture else "file"
        references.append(Reference("story" if is_markdown else kind, target, place))
        return target + fragment

    def _no_picture(self, written: str, place: Location) -> None:
        self.complaints.add(
            place,
            "missing-file",
            f"`{short(written)}` names no picture",
            keys.FILE.words,
            "save the picture beside the story",
        )

    def _leads_nowhere(self, written: str, place: Location) -> None:
        what = f"`{short(written)}` leads nowhere" if written else "the link has no address"
        self.complaints.add(
            place,
            "broken-link",
            what,
            "the path of a story's file, the path of a page, or a web address",
        )

    def _check_is_text(self, body: Body, owner: str) -> None:
        """Warn of a page that would be a headline alone, if nothing told why."""
        is_told = any(problem.code == "dropped-html" for problem in self.complaints.problems)
        if is_told or "".join(body.parts).strip():
            return
        self.complaints.add(
            Location(self.complaints.path, 1),
            "no-text",
            f"there is no text below the front matter of {owner}",
            "the text after the second line of three hyphens",
            "keep it out with `draft: yes` until it is written",
            severity="warning",
        )

    def _check_blocks(self, document: Document) -> None:
        """Complain of news blocks that are unknown or never closed."""
        if ":" not in document.body or ":::" not in document.body:
            return
        opened: tuple[str, Location] | None = None
        lines = without_code(document.body).split("\n")
        for number, line in enumerate(lines, document.body_line):
            if not line.startswith(":::"):
                continue
            place = Location(self.complaints.path, number, 1)
            if CLOSING.match(line):
                if not opened:
                    self._opens_nothing(place)
                opened = None
            elif match := OPENING.match(line):
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
            "a line of three colons after it, and before the next block",
            "put ::: on a line of its own where the block ends",
        )

    def _opens_nothing(self, place: Location) -> None:
        self.complaints.add(
            place,
            "unclosed-block",
            "`:::` closes a block here, and none is open",
            "a line such as `::: facts At a glance` above it",
            "take the line away, or name the block where it begins",
        )

    def _picture_elsewhere(self, place: Location) -> None:
        self.complaints.add(
            place,
            "outside-picture",
            "the picture is on another site",
            "the name of a file, such as harbour.jpg",
            "save the picture beside the story: other sites' pictures vanish and track readers",
        )

    def _check_pictures(self, html: str, places: _Finder) -> None:
        if self.rules.raw_html != "trusted":
            for src in filter(is_absolute, pictures_in(html)):
                self._picture_elsewhere(places.find(src))
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
            place = places.find(f"<{tag}")
            if is_never_closed(tag, text):
                self.complaints.add(
                    place,
                    "dropped-html",
                    f"the HTML tag <{tag}> is never closed, and takes the text after it along",
                    "Markdown, or HTML that is harmless on every page",
                    f"take it away; to show the word itself, write &lt;{tag}&gt;",
                )
                continue
            self.complaints.add(
                place,
                "dropped-html",
                f"the HTML tag <{tag}> was left out",
                "Markdown, or HTML that is harmless on every page",
                f"what is allowed is in docs/writing.md; to show the word, write &lt;{tag}&gt;",
                severity="warning",
            )

    def _check_words(self, text: str, html: str, places: _Finder) -> None:
        if words := lost_words(text, html):
            count = len(words)
            what = f"`{short(words[0])}`" + (f" and {count - 1} more words" if count > 1 else "")
            self.complaints.add(
                places.find(words[0]),
                "lost-text",
                f"{what} would not be seen by readers",
                "text that stands where Markdown shows it",
                "is a cell too many in a table, a note written twice, or a line like `[a]: b`?",
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
