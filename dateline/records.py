"""What is remembered of one Markdown file: the result of `parse` in the form of a table's row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from dateline import codec
from dateline.digests import digest_bytes
from dateline.model import Body, Hole, Leaf, Parsed, Profile, Reference, Story
from dateline.names import fold, is_free, is_id, slugify
from dateline.pictures import is_picture
from dateline.problems import Location, Problem
from dateline.times import zone

SORTS: dict[str, type[Story | Leaf | Profile]] = {
    "story": Story,
    "leaf": Leaf,
    "author": Profile,
    "topic": Profile,
}
Noun = Story | Leaf | Profile
PICTURE = "picture:"
"""What a file mentions that shows a picture, or links to one, before its path."""
TWICE = "twice:"
"""What a file mentions that wants one URL twice."""


class Record(NamedTuple):
    """A row of the table `record`, but for its last column, and what goes to other tables."""

    path: str
    key: bytes
    """Digest of all that `parse` was given; empty if its result is not to be kept."""
    sort: str
    """`story`, `leaf`, `author` or `topic`; empty if the file is wrong."""
    facts: str
    """The noun as JSON."""
    public: bytes
    """Digest of what other pages may show of it: of all but its text."""
    body: bytes
    is_gated: bool
    """Whether it is known when it may be seen."""
    draft: bool
    opens: int | None
    closes: int | None
    published: int | None
    shelves: str
    """Kinds and ids of the shelves that a story stands on, one a line."""
    refs: str
    places: str
    problems: str
    text: str
    """The body, as `packed` writes it."""
    mentions: tuple[str, ...]
    """What the file names and others may have to say of: `world/a.md`, `site:about`,
    `author:a-sen`, `odd:…`. One that names nothing has nothing to be checked for."""
    wants: tuple[str, ...]
    """URLs and ids that it is to have: `/world/2026/11/23/a`, `id:tag:…`."""


def record_of(parsed: Parsed, key: bytes, timezone: str) -> Record:
    """`parsed` as a row."""
    noun, gate = parsed.noun, parsed.gate
    story = noun if isinstance(noun, Story) else None
    facts, public = _facts_of(noun)
    return Record(
        path=parsed.path,
        key=key,
        sort=_sort_of(noun),
        facts=facts,
        public=public,
        body=noun.body if noun else b"",
        is_gated=gate is not None,
        draft=gate.draft if gate else False,
        opens=codec.instant(gate.opens) if gate and gate.opens else None,
        closes=codec.instant(gate.closes) if gate and gate.closes else None,
        published=codec.instant(story.published) if story else None,
        shelves=_shelves(story, timezone) if story else "",
        refs=codec.dumps_all(Reference, parsed.references),
        places="\n".join([f"{key} {line} {at}" for key, (line, at) in parsed.where.items()]),
        problems=codec.dumps_all(Problem, parsed.problems),
        text=packed(parsed.body) if parsed.body and noun else "",
        mentions=tuple(dict.fromkeys(mentions_of(noun, parsed.references))),
        wants=tuple(dict.fromkeys(wants_of(noun))) if noun else (),
    )


def _sort_of(noun: Noun | None) -> str:
    if isinstance(noun, Profile):
        return "author" if noun.path.startswith("authors/") else "topic"
    return "" if noun is None else "story" if isinstance(noun, Story) else "leaf"


def _facts_of(noun: Noun | None) -> tuple[str, bytes]:
    """A noun as JSON, and a digest of all of it that is not its text's."""
    if noun is None:
        return "", b""
    facts = codec.dumps(type(noun), noun)
    # The last fields are what the text is told by: its digest, and of a story how long it is.
    public = facts.rsplit(",", 2 if isinstance(noun, Story) else 1)[0]
    return facts, digest_bytes(f"{type(noun).__name__} {public}".encode())


def _shelves(story: Story, timezone: str) -> str:
    day = story.published.astimezone(zone(timezone)).date().isoformat()
    return "\n".join([f"{kind} {name}" for kind, name in shelves_of(story, day)])


def spots_of(shelves: str) -> Iterator[tuple[str, str]]:
    """Kinds and ids of the shelves of a row."""
    for line in shelves.split("\n") if shelves else ():
        kind, _, name = line.partition(" ")
        yield kind, name


def shelves_of(story: Story, day: str) -> tuple[tuple[str, str], ...]:
    """The shelves that `story` stands on; `day` is its day in the site's zone."""
    found = [("section", story.section), ("day", day)]
    found += [("topic", slugify(topic)) for topic in story.topics]
    found += [("author", slugify(author)) for author in story.authors]
    if story.series:
        found.append(("series", story.series))
    return (("paper", ""), *dict.fromkeys(shelf for shelf in found if is_free(shelf[1])))


def mentions_of(noun: Noun | None, references: tuple[Reference, ...]) -> Iterator[str]:
    """What a file names, in the form of `Record.mentions`."""
    if isinstance(noun, Story | Leaf):
        urls = [url_key(url) for url in (noun.address, *noun.aliases)]
        if len(set(urls)) < len(urls):
            yield TWICE
    for reference in references:
        target = reference.target
        yield f"site:{target}" if reference.kind == "site" else target
        if reference.kind == "picture" or is_picture(target):
            yield PICTURE + target
    if isinstance(noun, Story):
        yield from noun.related
        yield from (f"author:{name}" for name in noun.authors if is_id(name))
        yield from (f"topic:{name}" for name in noun.topics if is_id(name))
        names = (*noun.authors, *noun.topics)
        yield from (f"odd:{name}" for name in names if not is_free(slugify(name)))


def wants_of(noun: Noun) -> Iterator[str]:
    """Keys of the URLs and ids that only one file may have."""
    if isinstance(noun, Profile):
        yield url_key(f"/{noun.path.split('/', 1)[0]}/{noun.id}/")
        return
    yield url_key(noun.address)
    yield from map(url_key, noun.aliases)
    if isinstance(noun, Story):
        yield f"id:{noun.id}"


def url_key(url: str) -> str:
    """What is equal for URLs that would be one file on some disk."""
    return fold(url.rstrip("/"))


# Bodies ------------------------------------------------------------------------------------------

_CUT = "\x00"
"""Between parts and holes. No text holds it: `parse` refuses it, and HTML can't name it."""


def packed(body: Body) -> str:
    """A body as one text: parts and holes in turn."""
    pieces = [body.parts[0]]
    for hole, part in zip(body.holes, body.parts[1:], strict=True):
        size = f"{len(hole.rest)} " if hole.attribute == "src" else ""
        pieces += (f"{hole.attribute} {size}{hole.rest}{hole.target}", part)
    if any(_CUT in piece for piece in pieces):
        raise ValueError("a text holds NUL")
    return _CUT.join(pieces)


def unpacked(text: str) -> Body:
    """The body that `packed` made `text` of."""
    pieces = text.split(_CUT)
    holes = []
    for piece in pieces[1::2]:
        attribute, _, target = piece.partition(" ")
        if attribute == "href":
            holes.append(Hole("href", target))
            continue
        size, _, both = target.partition(" ")
        holes.append(Hole("src", both[int(size) :], both[: int(size)]))
    return Body(tuple(pieces[::2]), tuple(holes))


# Reading rows ------------------------------------------------------------------------------------


def noun_of(sort: str, facts: str) -> Noun | None:
    """The noun of a row."""
    return codec.loads(SORTS[sort], facts) if sort else None


def places_of(path: str, places: str) -> Mapping[str, Location]:
    """Where the values of a file stand that are checked against other files."""
    found = (place.split(" ") for place in places.split("\n")) if places else ()
    return {key: Location(f"content/{path}", int(line), int(at)) for key, line, at in found}
