"""Ghost: exports of today and of old, drafts, members' posts, broken files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dateline.importing import Outcome
from tests.conftest import Newsroom
from tests.imports import bring, built, codes, content, png, story

POST: dict[str, Any] = {
    "id": "p1",
    "uuid": "11111111-aaaa",
    "title": "Harbour deal signed",
    "slug": "harbour-deal",
    "lexical": '{"root":{"children":[]}}',
    "html": '<p>One <a href="__GHOST_URL__/ferries/">two</a>.</p><figure class="kg-card '
    'kg-image-card"><img src="__GHOST_URL__/content/images/2026/11/tug.png" alt="A tug">'
    "<figcaption>The tug</figcaption></figure>",
    "feature_image": "__GHOST_URL__/content/images/2026/11/tug.png",
    "type": "post",
    "status": "published",
    "visibility": "public",
    "published_at": "2026-11-20T02:30:00.000Z",
    "updated_at": "2026-11-20T04:00:00.000Z",
    "created_at": "2026-11-10T04:00:00.000Z",
    "custom_excerpt": "Three berths.",
}
TABLES: dict[str, Any] = {
    "posts": [POST],
    "tags": [
        {"id": "t1", "name": "World", "slug": "world"},
        {"id": "t2", "name": "Trade", "slug": "trade"},
        {"id": "t3", "name": "#hidden", "slug": "hash-hidden"},
    ],
    "posts_tags": [
        {"post_id": "p1", "tag_id": "t3", "sort_order": 2},
        {"post_id": "p1", "tag_id": "t2", "sort_order": 1},
        {"post_id": "p1", "tag_id": "t1", "sort_order": 0},
        {"post_id": "p2", "tag_id": "t1", "sort_order": 0},
    ],
    "users": [
        {
            "id": "u1",
            "name": "Meera Tandel",
            "slug": "meera",
            "email": "meera@old.example",
            "bio": "Covers the port.",
            "website": "https://meera.example/",
        }
    ],
    "posts_authors": [{"post_id": "p1", "author_id": "u1", "sort_order": 0}],
    "posts_meta": [
        {
            "post_id": "p1",
            "feature_image_alt": "A tug at sea",
            "feature_image_caption": "<b>Tug</b>",
        }
    ],
    "settings": [{"key": "title", "value": "Old"}],
    "members": [{"email": "reader@example.com"}],
}


def export(posts: list[dict[str, Any]] | None = None, **tables: Any) -> dict[str, Any]:
    data = TABLES | tables | ({"posts": posts} if posts is not None else {})
    return {"db": [{"meta": {"exported_on": 1, "version": "5.87.0"}, "data": data}]}


def bring_ghost(newsroom: Newsroom, found: object, **wishes: Any) -> Outcome:
    file = newsroom.root.parent / "ghost.json"
    file.write_text(found if isinstance(found, str) else json.dumps(found, indent=1), "utf-8")
    return bring(newsroom, "ghost", file, link="https://old.example", **wishes)


def other(**changes: Any) -> dict[str, Any]:
    """A second post."""
    own = {
        "id": "p2",
        "uuid": "2222-bbbb",
        "slug": "ferries",
        "title": "Ferries run",
        "html": "<p>x</p>",
    }
    return POST | own | {"feature_image": None, "custom_excerpt": None} | changes


@pytest.fixture
def images(tmp_path: Path) -> Path:
    folder = tmp_path / "ghost/content/images"
    (folder / "2026/11").mkdir(parents=True)
    (folder / "2026/11/tug.png").write_bytes(png())
    return folder


def test_a_post_becomes_a_story_with_all_that_it_had(newsroom: Newsroom, images: Path) -> None:
    done = bring_ghost(newsroom, export([POST, other()]), media=(images,))

    assert codes(done) == []
    head, body = story(newsroom, "world/harbour-deal.md")
    assert head == {
        "title": "Harbour deal signed",
        "published": "2026-11-20 08:00 IST",
        "updated": "2026-11-20 09:30 IST",
        "summary": "Three berths.",
        "authors": ["Meera Tandel"],
        "topics": ["Trade"],
        "image": {"src": "/img/2026/11/tug.png", "alt": "A tug at sea", "caption": "Tug"},
        "aliases": ["/harbour-deal/"],
    }
    assert body == ("One [two](/world/ferries.md).\n\n![A tug](/img/2026/11/tug.png)\n: The tug")
    assert "the internal tag #hidden" in done.report
    assert "left out: 1 × row of members" in done.report
    assert built(newsroom).codes == []


def test_what_is_known_of_an_author_comes_along_but_no_mail_address(newsroom: Newsroom) -> None:
    bring_ghost(newsroom, export())

    head, _ = story(newsroom, "authors/meera-tandel.md")
    assert head == {
        "name": "Meera Tandel",
        "summary": "Covers the port.",
        "links": [{"title": "meera.example", "url": "https://meera.example/"}],
    }
    assert b"meera@" not in b"".join(content(newsroom).values())
    assert "Covers the port." in built(newsroom).text("authors/meera-tandel/index.html")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param({"status": "draft", "published_at": None}, "was `draft`", id="a draft"),
        pytest.param({"visibility": "paid"}, "for paid alone", id="for members"),
        pytest.param({"status": "sent"}, "sent by mail alone", id="a letter"),
    ],
)
def test_what_was_not_for_everybody_is_a_draft(
    newsroom: Newsroom, changes: dict[str, Any], told: str
) -> None:
    done = bring_ghost(newsroom, export([POST, other(**changes)]))

    assert story(newsroom, "world/ferries.md")[0]["draft"] is True
    assert told in done.report
    assert not any("ferries" in path for path in built(newsroom).outputs)


def test_a_scheduled_post_is_held(newsroom: Newsroom) -> None:
    later = other(status="scheduled", published_at="2026-12-01T03:00:00.000Z")

    bring_ghost(newsroom, export([later]))

    path = "world/2026/12/01/ferries/index.html"
    assert path not in built(newsroom).outputs
    assert path in built(newsroom, as_of="2026-12-01 08:30 IST").outputs


@pytest.mark.parametrize("mark", [{"type": "page"}, {"page": 1, "type": None}])
def test_a_page_is_a_standing_page(newsroom: Newsroom, mark: dict[str, Any]) -> None:
    done = bring_ghost(newsroom, export([other(**mark, title="About")]))

    assert (done.pages, done.stories) == (1, 0)
    assert "ferries/index.html" in built(newsroom).outputs


@pytest.mark.parametrize(
    "wrap",
    [
        pytest.param(lambda data: {"db": [{"data": data}]}, id="db"),
        pytest.param(lambda data: {"meta": {}, "data": data}, id="data"),
        pytest.param(lambda data: data, id="bare"),
    ],
)
def test_old_exports_are_read(newsroom: Newsroom, wrap: Any) -> None:
    old = {
        "id": 1,
        "uuid": "x-1",
        "title": "From version 0",
        "slug": "from-0",
        "markdown": "x",
        "html": "<p>Old words.</p>",
        "status": "published",
        "page": 0,
        "author_id": 7,
        "published_at": 1_289_644_080_000,
        "updated_at": 1_289_644_260_000,
    }
    data = {
        "posts": [old],
        "tags": [{"id": 3, "name": "world"}],
        "posts_tags": [{"post_id": 1, "tag_id": 3}],
        "users": [{"id": 7, "name": "Asha"}],
    }

    bring_ghost(newsroom, wrap(data))

    assert story(newsroom, "world/from-0.md")[0] == {
        "title": "From version 0",
        "published": "2010-11-13 15:58 IST",
        "updated": "2010-11-13 16:01 IST",
        "authors": ["Asha"],
        "aliases": ["/from-0/"],
    }
    built(newsroom)


@pytest.mark.parametrize("html", [None, ""])
def test_a_post_without_html_is_told_with_its_line(newsroom: Newsroom, html: str | None) -> None:
    lexical = '{"root":{"children":[{"type":"text","text":"Words"}]}}'

    done = bring_ghost(newsroom, export([POST, other(html=html, lexical=lexical)]))

    (problem,) = done.problems
    assert (problem.code, problem.where.line > 20) == ("bad-export", True)
    assert "save it, and export again" in problem.hint
    assert "world/harbour-deal.md" in content(newsroom)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("{}", id="nothing"),
        pytest.param("[]", id="a list"),
        pytest.param('{"db": [{"data": {"posts": 3}}]}', id="no posts"),
        pytest.param(json.dumps(export())[:300], id="cut off"),
        pytest.param('{"db":' * 50_000, id="deep"),
        pytest.param("<rss/>", id="XML"),
    ],
)
def test_what_is_no_export_is_told(newsroom: Newsroom, text: str) -> None:
    done = bring_ghost(newsroom, text)

    assert codes(done) == ["bad-export"]
    assert content(newsroom) == {}


@pytest.mark.parametrize("odd", [None, 3, "x", [], {}, {"a": 1}, True])
@pytest.mark.parametrize("key", ["title", "slug", "html", "published_at", "id", "feature_image"])
def test_no_value_of_another_type_stops_the_rest(newsroom: Newsroom, key: str, odd: Any) -> None:
    strange = other(uuid="odd") | {key: odd}

    done = bring_ghost(newsroom, export([POST, strange]))

    assert "world/harbour-deal.md" in content(newsroom)
    assert {problem.severity for problem in done.problems} <= {"error"}


@pytest.mark.parametrize("odd", [None, 3, "x", [], {}, [1], [None]])
@pytest.mark.parametrize("table", ["tags", "posts_tags", "users", "posts_meta", "settings"])
def test_no_strange_table_stops_the_rest(newsroom: Newsroom, table: str, odd: Any) -> None:
    bring_ghost(newsroom, export(**{table: odd}), section="world")

    assert "world/harbour-deal.md" in content(newsroom)
