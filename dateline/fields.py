"""Fields and their shapes: one declaration for reading, schema, docs and `dateline new`.

Front matter and config.toml are both read into `Node`s first. A shape turns a node into a
value or complains in the user's words.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from itertools import combinations
from typing import Any, Literal, NamedTuple, Protocol, cast
from urllib.parse import quote

from dateline.model import Extra
from dateline.names import DEVICES, LONGEST, is_device, is_slug, output_path, slugify
from dateline.problems import Location, Problem, Severity, printable
from dateline.times import EXPECTED as EXPECTED_TIME
from dateline.times import Misread, read_time

Kind = Literal["scalar", "text", "number", "flag", "time", "list", "table"]


DEEPEST = 8
"""Levels of lists and tables in front matter."""
MOST_NODES = 5000
"""Values in one head, keys included."""


class Node(NamedTuple):
    """A value as it stands in a file, with its place.

    YAML's scalars are all of kind `scalar` (text that the shape converts); TOML's say what they
    are. `content` is the text, the items, or pairs of key and value in the file's order. Every
    file makes dozens of them, and a named tuple is made in a quarter of a dataclass's time.
    """

    kind: Kind
    content: str | tuple[Node, ...] | tuple[tuple[Node, Node], ...]
    line: int = 0
    column: int = 0
    is_quoted: bool = False

    @property
    def text(self) -> str:
        return self.content  # type: ignore[return-value]

    @property
    def items(self) -> tuple[Node, ...]:
        return self.content  # type: ignore[return-value]

    @property
    def pairs(self) -> tuple[tuple[Node, Node], ...]:
        return self.content  # type: ignore[return-value]

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written after the key."""
        return self.kind == "scalar" and not self.is_quoted and not self.text.strip()


@dataclass(slots=True)
class Complaints:
    """The problems found so far in one file."""

    path: str
    zone: tzinfo = UTC
    lines: Sequence[str] = ()
    problems: list[Problem] = field(default_factory=list)

    def add(
        self,
        node: Node | Location,
        code: str,
        message: str,
        expected: str,
        hint: str = "",
        *,
        severity: Severity = "error",
    ) -> None:
        """One more, at `node`."""
        where = node if isinstance(node, Location) else self.at(node)
        quoted = self.lines[where.line - 1] if 0 < where.line <= len(self.lines) else ""
        self.problems.append(Problem(where, code, message, expected, hint, severity, quoted))

    def at(self, node: Node) -> Location:
        return Location(self.path, node.line, node.column)


class Shape(Protocol):
    """What a value must look like."""

    @property
    def words(self) -> str:
        """The shape in a few words: "date and time"."""

    def read(self, node: Node, name: str, complaints: Complaints) -> Any:
        """The value of `node`, or `None` after a complaint."""

    def schema(self) -> dict[str, Any]:
        """The shape as JSON Schema (draft 2020-12)."""


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One key of front matter or of a table in config.toml; declared once, so equal to itself."""

    key: str
    shape: Shape
    meaning: str
    example: str = ""
    required: bool = False
    names: tuple[str, ...] = ()
    """What other tools call it."""


def read_fields(
    fields: Sequence[Field], table: Node, complaints: Complaints, *, owner: str
) -> tuple[dict[str, Any], dict[str, Node]]:
    """The values of `table` by key, and their nodes; keys with problems are left out.

    A misspelt key that is needed is told once, as misspelt and not as missing too.
    `owner` says whose keys they are in messages: "a story", "[site]".
    """
    by_name, required = _known(tuple(fields))
    seen: dict[str, Node] = {}
    values: dict[str, Any] = {}
    nodes: dict[str, Node] = {}
    renamed: list[tuple[Node, str]] = []
    meant: set[str] = set()
    for key, node in table.pairs:
        name = key.text
        if (known := by_name.get(name)) is None:
            meant.add(_unknown(key, by_name, complaints, owner))
            continue
        if known.key in seen:
            _again(key, known, seen[known.key], complaints)
            continue
        seen[known.key] = key
        nodes[known.key] = node
        if name != known.key:
            renamed.append((key, known.key))
        value = _read_one(known, name, node, complaints)
        if value is not None:
            values[known.key] = value
    if renamed:
        _other_names(renamed, complaints)
    for known in required:
        if known.key not in seen and known.key not in meant:
            _missing(known, table, complaints, owner)
    return values, nodes


@lru_cache(maxsize=32)
def _known(fields: tuple[Field, ...]) -> tuple[Mapping[str, Field], tuple[Field, ...]]:
    """`fields` by all their names, and those that are needed."""
    by_name = {name: f for f in fields for name in (f.key, *f.names)}
    return by_name, tuple(f for f in fields if f.required)


def _read_one(known: Field, name: str, node: Node, complaints: Complaints) -> Any:
    if node.is_blank and _may_be_blank(known):
        return None
    shape = known.shape
    if name != known.key and isinstance(shape, List) and _is_word(node):
        # Other tools write one author as a text; here it is a list of one.
        node = Node("list", (node,), node.line, node.column)
    return shape.read(node, name, complaints)


def _is_word(node: Node) -> bool:
    return node.kind == "scalar" and "," not in node.text and not node.is_blank


def _may_be_blank(known: Field) -> bool:
    """Whether nothing after the key means that it is not there."""
    return not known.required and isinstance(known.shape, Text | List | Table)


def _unknown(key: Node, known: Mapping[str, Field], complaints: Complaints, owner: str) -> str:
    """Complain of a key; gives the one that was most likely meant, or nothing."""
    near = nearest(key.text, known)
    noun = "setting" if complaints.path.endswith(".toml") else "key"
    hint = "keys of your own go under `extra`" if "extra" in known else ""
    complaints.add(
        key,
        "unknown-key",
        f"`{short(key.text)}` is not a {noun} of {owner}",
        "one of " + ", ".join(dict.fromkeys(field.key for field in known.values())),
        f"did you mean `{known[near].key}`?" if near else hint,
    )
    return known[near].key if near else ""


def _other_names(renamed: Sequence[tuple[Node, str]], complaints: Complaints) -> None:
    """One line for all names of other tools in a file."""
    said = ", ".join(f"`{key.text}` is read as `{name}`" for key, name in renamed)
    names = ", ".join(name for _, name in renamed)
    hint = "rename them when you next edit the file" if len(renamed) > 1 else ""
    where = renamed[0][0]
    complaints.add(
        where, "other-name", said, f"the names used here: {names}", hint, severity="warning"
    )


def _again(key: Node, known: Field, first: Node, complaints: Complaints) -> None:
    if key.text == first.text:
        complaints.add(
            key,
            "repeated-key",
            f"`{key.text}` stands here a second time",
            f"each key once; the first is in line {first.line}",
            "keep one of the two",
        )
    else:
        complaints.add(
            key,
            "two-names",
            f"`{first.text}` and `{key.text}` are two names of one key",
            f"`{known.key}` alone",
            f"keep one of the two, under the name `{known.key}`",
        )


def _missing(known: Field, table: Node, complaints: Complaints, owner: str) -> None:
    complaints.add(
        Location(complaints.path, _opening(table, complaints)),
        "missing-key",
        f"`{known.key}` is missing: {owner} can't do without it",
        f"`{known.key}`: {known.shape.words}",
        f"add a line such as: {known.example}" if known.example else "",
    )


def _opening(table: Node, complaints: Complaints) -> int:
    """The line that opens `table`: its key's, if what it holds begins on the next line."""
    line = table.line
    if not 1 < line <= len(complaints.lines) or not table.pairs:
        return line
    begins_with_key = table.pairs[0][0].column == table.column
    is_first = not complaints.lines[line - 1][: table.column - 1].strip()
    return line - 1 if begins_with_key and is_first else line


def nearest(word: str, known: Iterable[str]) -> str:
    """The one of `known` that a person most likely meant by `word`, or nothing."""
    folded = {name.casefold(): name for name in known}
    found = difflib.get_close_matches(word.casefold()[:60], folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else ""


# Texts ------------------------------------------------------------------------------------------

_DIRECTIONS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def one_line(text: str) -> str:
    """`text` on one line, without what XML 1.0 (section 2.2) and HTML forbid and without characters
    that turn the direction of what follows."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    # Whatever is taken out here is not printable.
    return " ".join(_FORBIDDEN.sub("", text).translate(_DIRECTIONS).split())


def _wrong(node: Node, name: str, shape: Shape, complaints: Complaints, hint: str = "") -> None:
    message = f"`{name}` is {_what(node)}, not {shape.words}"
    complaints.add(node, "wrong-type", message, shape.words, hint)


def _what(node: Node) -> str:
    """What stands there, in words."""
    if node.kind in ("list", "table"):
        return f"a {node.kind}"
    if not node.text.strip():
        return "empty"
    return {"number": "a number", "flag": "a yes or no", "time": "a time"}.get(
        node.kind, f"`{short(node.text.strip())}`"
    )


def short(text: str) -> str:
    """`text` for a message: printable and not longer than 60 characters."""
    text = printable(text)
    return text if len(text) <= 60 else text[:59] + "…"


def _is_scalar(node: Node, kind: Kind) -> bool:
    return node.kind in ("scalar", kind)


def is_visible(text: str) -> bool:
    """Whether a reader sees anything of `text`: it is not made of blanks and joiners alone."""
    # Letters that are newer than this Python have no category yet (Cn).
    unseen = {"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"}
    return text[:1].isalnum() or any(
        unicodedata.category(character) not in unseen for character in text
    )


@dataclass(frozen=True, slots=True)
class Text:
    """A text on one line; blank at its ends is dropped."""

    longest: int = 2000
    needed: bool = False
    """Whether an empty text is an error."""
    words: str = "text"

    def read(self, node: Node, name: str, complaints: Complaints) -> str | None:
        if not _is_scalar(node, "text"):
            _wrong(node, name, self, complaints)
            return None
        text = one_line(node.text)
        if self.needed and not is_visible(text):
            complaints.add(node, "empty-value", f"`{name}` is empty", self.words, "fill it in")
            return None
        if len(text) > self.longest:
            complaints.add(
                node,
                "too-long",
                f"`{name}` is too long: it has {len(text)} characters",
                f"at most {self.longest} characters",
            )
            return None
        return text

    def schema(self) -> dict[str, Any]:
        shape: dict[str, Any] = {"type": ["string", "number", "boolean"]}
        if self.needed:
            shape["pattern"] = r"\S"
        return shape | {"maxLength": self.longest}


@dataclass(frozen=True, slots=True)
class Time:
    """A moment."""

    words: str = EXPECTED_TIME

    def read(self, node: Node, name: str, complaints: Complaints) -> datetime | None:
        if node.kind not in ("scalar", "text", "time"):
            _wrong(node, name, self, complaints, f"write it in quotation marks: {EXPECTED_TIME}")
            return None
        if not node.text.strip():
            complaints.add(
                node, "bad-time", f"`{name}` is empty", EXPECTED_TIME, "fill it in or drop the key"
            )
            return None
        moment = read_time(node.text, complaints.zone)
        if isinstance(moment, Misread):
            message = f"`{name}` {moment.what}"
            complaints.add(node, "bad-time", message, EXPECTED_TIME, moment.hint)
            return None
        if moment.is_bare_date:
            message = f"`{name}` is a date without a time of day: midnight is taken"
            complaints.add(
                node,
                "bare-date",
                message,
                EXPECTED_TIME,
                f"if midnight is meant, write {short(node.text.strip())} 00:00",
                severity="warning",
            )
        return moment.at

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 8}


_YES = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    words: str = "yes or no"

    def read(self, node: Node, name: str, complaints: Complaints) -> bool | None:
        value = _YES.get(node.text.strip().lower()) if _is_scalar(node, "flag") else None
        if value is None:
            _wrong(node, name, self, complaints)
        return value

    def schema(self) -> dict[str, Any]:
        return {"enum": [True, False, *_YES]}


@dataclass(frozen=True, slots=True)
class Integer:
    """A whole number from `low` to `high`."""

    low: int
    high: int

    @property
    def words(self) -> str:
        return f"a whole number from {self.low} to {self.high}"

    def read(self, node: Node, name: str, complaints: Complaints) -> int | None:
        text = node.text.strip() if _is_scalar(node, "number") else ""
        if re.fullmatch(r"[+-]?[0-9]{1,12}", text) and self.low <= int(text) <= self.high:
            return int(text)
        _wrong(node, name, self, complaints)
        return None

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words. `code` is the problem's, `noun` says what the words are."""

    options: tuple[str, ...]
    code: str = "wrong-type"
    noun: str = ""

    @property
    def words(self) -> str:
        return "one of " + ", ".join(self.options)

    def read(self, node: Node, name: str, complaints: Complaints) -> str | None:
        if not _is_scalar(node, "text"):
            _wrong(node, name, self, complaints)
            return None
        text = node.text.strip()
        if text in self.options:
            return text
        near = nearest(text, self.options)
        message = f"`{name}` is `{short(text)}`, which is not {self.noun or 'one of its words'}"
        hint = f"did you mean `{near}`?" if near else ""
        complaints.add(node, self.code, message, self.words, hint)
        return None

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.options)}


@dataclass(frozen=True, slots=True)
class Slug:
    """A part of a URL: lower-case letters a to z, digits, hyphens."""

    reserved: frozenset[str] = frozenset()
    words: str = "lower-case letters a to z, digits and hyphens, such as harbour-deal"

    def read(self, node: Node, name: str, complaints: Complaints) -> str | None:
        if not _is_scalar(node, "text"):
            _wrong(node, name, self, complaints)
            return None
        text = node.text.strip()
        if text in self.reserved or is_device(text):
            message = f"`{name}` is `{short(text)}`, a word that is kept for other uses"
            complaints.add(node, "bad-slug", message, "any other word", f"try `{text}-story`")
            return None
        if not is_slug(text):
            near = slugify(text)
            message = f"`{name}` is `{short(text)}`, which can't be part of a URL"
            hint = f"did you mean `{near}`?" if near else ""
            complaints.add(node, "bad-slug", message, self.words, hint)
            return None
        return text

    def schema(self) -> dict[str, Any]:
        return {
            "type": ["string", "integer", "boolean"],
            "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
            "maxLength": LONGEST,
            "minimum": 0,
            "not": {"enum": sorted(self.reserved | DEVICES)},
        }


@dataclass(frozen=True, slots=True)
class Lang:
    """A language tag (BCP 47): `hi`, `en-IN`, `zh-Hant`."""

    words: str = "a language tag, such as hi or en-IN"

    def read(self, node: Node, name: str, complaints: Complaints) -> str | None:
        text = node.text.strip() if _is_scalar(node, "text") else ""
        if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text) and len(text) <= 35:
            return text
        _wrong(node, name, self, complaints)
        return None

    def schema(self) -> dict[str, Any]:
        pattern = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
        return {"type": "string", "pattern": pattern, "maxLength": 35}


@dataclass(frozen=True, slots=True)
class UrlPath:
    """A path on this site that begins with a slash: `/world/old-story.html`."""

    words: str = "a path that begins with /, such as /old/story.html"

    def read(self, node: Node, name: str, complaints: Complaints) -> str | None:
        text = node.text.strip() if _is_scalar(node, "text") else ""
        if re.fullmatch(_URL_PATH, text) and _has_place(text):
            return text
        what = f"`{name}` holds {_what(node)}"
        complaints.add(
            node, "bad-path", f"{what}, which is not a path of this site", *self._help(text)
        )
        return None

    def _help(self, text: str) -> tuple[str, str]:
        """What is expected, and a hint."""
        path = re.sub(r"^https?://[^/]*|[?#].*$", "", text)
        if not path.isascii():
            return self.words, f"write it as browsers do: {quote(path, safe='/%')[:300]}"
        whole = path if path.startswith("/") else f"/{path}"
        if path and whole != text and re.fullmatch(_URL_PATH, whole):
            return self.words, f"did you mean {whole}?"
        if path == text and re.fullmatch(_URL_PATH, path):
            return self.words, "a part of it can't be the name of a file on every system"
        return self.words, "the parts between slashes are letters, digits and signs, and not .."

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{_URL_PATH}$"}


PERCENT = "%[0-9A-Fa-f]{2}"
"""A character of a URL, percent-encoded."""
_PART = r"(?!(?:\.|%2[eE]){1,2}(?:/|$))[A-Za-z0-9._~+@!,;=()'%-]+"
_URL_PATH = rf"/(?:{_PART}(?:/{_PART})*/?)?"


def _has_place(path: str) -> bool:
    """Whether a file can stand where this path leads, on every system."""
    try:
        output_path(path)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Address:
    """An absolute URL with one of `schemes`."""

    schemes: tuple[str, ...] = ("https", "http")
    words: str = "an address such as https://courier.example"

    def read(self, node: Node, name: str, complaints: Complaints) -> str | None:
        text = node.text.strip() if _is_scalar(node, "text") else ""
        scheme, _, rest = text.partition(":")
        is_web = scheme.lower() in {"http", "https"}
        shape = _WEB if is_web else r"[^\s<>\"'\\^`{|}]+"
        if scheme.lower() in self.schemes and re.fullmatch(shape, rest):
            return text
        hint = f"did you mean https://{text}?" if re.fullmatch(_WEB, f"//{text}") else ""
        _wrong(node, name, self, complaints, hint if "." in text else "")
        return None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^(" + "|".join(self.schemes) + "):"}


@dataclass(frozen=True, slots=True)
class SiteAddress:
    """The address of a site: a scheme, a host and perhaps a path, to which paths are added."""

    words: str = "an address such as https://courier.example"

    def read(self, node: Node, name: str, complaints: Complaints) -> str | None:
        text = node.text.strip() if _is_scalar(node, "text") else ""
        match = re.fullmatch(_SITE, text)
        if match and _has_place(match["path"]):
            return text
        _wrong(node, name, self, complaints, self._hint(text))
        return None

    def _hint(self, text: str) -> str:
        if "." in text and re.fullmatch(_SITE, f"https://{text}"):
            return f"did you mean https://{text}?"
        if not re.match(r"[hH][tT][tT][pP][sS]?://[A-Za-z0-9]", text):
            return ""
        if not text.isascii():
            return "write it as browsers do, in ASCII"
        return "a host, and perhaps a path of plain parts; no ?, no #, no // and no .. in it"

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{_SITE.replace('?P<path>', '')}$"}


_DNS_PART = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
DNS_NAME = rf"{_DNS_PART}(?:\.{_DNS_PART})*"
_STEP = rf"(?!(?:\.|%2[eE]){{1,2}}(?:/|$))(?:[A-Za-z0-9._~+@!,;=()'-]|{PERCENT})+"
_SITE = (
    rf"[hH][tT][tT][pP][sS]?://{DNS_NAME}(?::[0-9]{{1,5}})?"
    rf"(?P<path>(?:/{_STEP})*/?)"
)
_WEB = r"//[A-Za-z0-9][A-Za-z0-9._-]*(?::[0-9]{1,5})?(?:[/?#][^\s<>\"'\\^`{|}]*)?"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text that matches `regex` whole."""

    regex: str
    words: str

    def read(self, node: Node, name: str, complaints: Complaints) -> str | None:
        text = node.text.strip() if _is_scalar(node, "text") else ""
        if re.fullmatch(self.regex, text):
            return text
        _wrong(node, name, self, complaints)
        return None

    def schema(self) -> dict[str, Any]:
        # YAML's tools take 2024 and true for more than text; here they are what they look like.
        samples = {"string": (), "integer": ("1", "-1"), "boolean": ("true", "false")}
        fits = [
            kind
            for kind, words in samples.items()
            if all(re.fullmatch(self.regex, word) for word in words)
        ]
        return {"type": fits if len(fits) > 1 else "string", "pattern": f"^(?:{self.regex})$"}


# Lists and tables ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class List:
    """A list of values of one shape; empty items are dropped, and repeated ones."""

    of: Shape
    most: int = 200
    noun: str = "texts"

    @property
    def words(self) -> str:
        return f"a list of {self.noun}"

    def read(self, node: Node, name: str, complaints: Complaints) -> tuple[Any, ...] | None:
        if node.kind != "list":
            hint = ""
            if node.kind in ("scalar", "text") and node.text.strip():
                items = ", ".join(part.strip() for part in node.text.split(",") if part.strip())
                hint = f"write {name}{' =' if node.kind == 'text' else ':'} [{short(items)}]"
            _wrong(node, name, self, complaints, hint)
            return None
        if len(node.items) > self.most:
            message = f"`{name}` is too long: it has {len(node.items)} items"
            complaints.add(node, "too-long", message, f"at most {self.most} items")
            return None
        values = [self.of.read(item, name, complaints) for item in node.items if not item.is_blank]
        if None in values:
            return None
        texts = dict.fromkeys(value for value in values if isinstance(value, str) and value)
        return tuple(texts) if texts else tuple(value for value in values if value)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.of.schema(), "maxItems": self.most}


@dataclass(frozen=True, slots=True)
class Record:
    """A table with fields of its own; `make` turns their values into one value."""

    fields: tuple[Field, ...]
    noun: str
    hint: str = ""

    @property
    def words(self) -> str:
        return "a table of " + ", ".join(f.key for f in self.fields)

    def read(self, node: Node, name: str, complaints: Complaints) -> Mapping[str, Any] | None:
        if node.kind != "table":
            _wrong(node, name, self, complaints, self.hint)
            return None
        before = len(complaints.problems)
        values, _ = read_fields(self.fields, node, complaints, owner=self.noun)
        bad = any(problem.severity == "error" for problem in complaints.problems[before:])
        return None if bad else values

    def schema(self) -> dict[str, Any]:
        return record_schema(self.fields)


@dataclass(frozen=True, slots=True)
class Words:
    """A table of free keys, each with one of a few words or a value of one shape."""

    of: Shape
    keys: str = r"[a-z][a-z0-9_-]*"
    noun: str = "settings"

    @property
    def words(self) -> str:
        return f"a table of {self.noun}"

    def read(self, node: Node, name: str, complaints: Complaints) -> Mapping[str, Any] | None:
        if node.kind != "table":
            _wrong(node, name, self, complaints)
            return None
        values = {}
        for key, item in node.pairs:
            if not re.fullmatch(self.keys, key.text):
                message = f"`{short(key.text)}` is not a name that {name} can hold"
                expected = "lower-case letters, digits and hyphens"
                complaints.add(key, "unknown-key", message, expected)
            elif (value := self.of.read(item, key.text, complaints)) is not None:
                values[key.text] = value
        return values

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": self.of.schema()}


@dataclass(frozen=True, slots=True)
class Table:
    """Anything: texts, lists and tables of them, for templates."""

    words: str = "a table of your own keys"

    def read(self, node: Node, name: str, complaints: Complaints) -> Mapping[str, Extra] | None:
        if node.kind != "table":
            _wrong(node, name, self, complaints)
            return None
        repeated = self._repeated(node)
        if repeated is not None:
            message = f"`{short(repeated.text)}` stands here a second time"
            complaints.add(repeated, "repeated-key", message, "each key once")
            return None
        return cast(Mapping[str, Extra], self._plain(node))

    def _repeated(self, node: Node) -> Node | None:
        if node.kind == "list":
            return next((bad for item in node.items if (bad := self._repeated(item))), None)
        if node.kind != "table":
            return None
        seen: set[str] = set()
        for key, item in node.pairs:
            if key.text in seen:
                return key
            seen.add(key.text)
            if bad := self._repeated(item):
                return bad
        return None

    def _plain(self, node: Node) -> Extra:
        if node.kind == "table":
            return {one_line(key.text): self._plain(item) for key, item in node.pairs}
        if node.kind == "list":
            return tuple(self._plain(item) for item in node.items)
        return _FORBIDDEN.sub("", node.text)

    def schema(self) -> dict[str, Any]:
        return {"type": "object"}


def record_schema(fields: Iterable[Field]) -> dict[str, Any]:
    """JSON Schema of a table of `fields`; unknown keys are refused, as when it is read."""
    fields = tuple(fields)
    properties = {}
    for f in fields:
        shape = f.shape.schema() | {"description": f.meaning}
        if _may_be_blank(f):
            kinds = shape["type"]
            shape["type"] = [*([kinds] if isinstance(kinds, str) else kinds), "null"]
        properties[f.key] = shape
        for name in f.names:
            properties[name] = shape | {"deprecated": True}
    schema: dict[str, Any] = {"type": "object", "properties": properties}
    schema["additionalProperties"] = False
    required = [f for f in fields if f.required]
    plain = [f.key for f in required if not f.names]
    if plain:
        schema["required"] = plain
    several = [(f, (f.key, *f.names)) for f in fields if f.names]
    rules: list[dict[str, Any]] = [
        {"oneOf": [{"required": [name]} for name in names]} for f, names in several if f.required
    ]
    rules += [
        {"not": {"required": list(pair)}}
        for f, names in several
        if not f.required
        for pair in combinations(names, 2)
    ]
    if rules:
        schema["allOf"] = rules
    return schema
