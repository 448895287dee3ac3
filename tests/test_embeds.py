"""Embeds: links that a click may turn into frames, and the policy that allows just these."""

from __future__ import annotations

import re

import pytest

from dateline.embeds import PROVIDERS, frame_of, origins_of
from dateline.policy import header_policy, policy_of
from tests.conftest import CHECKOUT, CONFIG, Newsroom
from tests.reading import html, select, values

STORY = "world/2026/11/20/a/index.html"


@pytest.mark.parametrize(
    ("provider", "page", "frame"),
    [
        ("youtube", "https://www.youtube.com/watch?v=abcDEF_-123", "/embed/abcDEF_-123"),
        ("youtube", "https://www.youtube.com/watch?t=9&v=abcDEF_-123&a=b", "/embed/abcDEF_-123"),
        ("youtube", "https://youtu.be/abcDEF_-123?si=x", "/embed/abcDEF_-123"),
        ("youtube", "https://m.youtube.com/shorts/abcDEF_-123", "/embed/abcDEF_-123"),
        ("vimeo", "https://vimeo.com/123456", "/video/123456?dnt=1"),
        ("dailymotion", "https://www.dailymotion.com/video/x8abc", "?video=x8abc"),
        ("archive", "https://archive.org/details/night-mail_1936", "/embed/night-mail_1936"),
        ("datawrapper", "https://datawrapper.dwcdn.net/aB3dE/2/", "/aB3dE/"),
        ("flourish", "https://public.flourish.studio/story/42/", "/story/42/embed"),
        ("soundcloud", "https://soundcloud.com/a/b", "?url=https%3A%2F%2Fsoundcloud.com%2Fa%2Fb"),
        ("spotify", "https://open.spotify.com/episode/4aB?si=x", "/embed/episode/4aB"),
    ],
)
def test_a_page_of_a_provider_has_a_frame(provider: str, page: str, frame: str) -> None:
    found = frame_of(page, [provider])

    assert found is not None
    assert found.address.endswith(frame)
    assert found.origin in origins_of([provider])
    assert frame_of(page, [name for name in PROVIDERS if name != provider]) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://www.youtube.com/watch?v=abcDEF_-123",
        "https://www.youtube.com/watch?v=abc",
        "https://www.youtube.com.evil.example/watch?v=abcDEF_-123",
        "https://evil.example/?https://youtu.be/abcDEF_-123",
        'https://youtu.be/abcDEF_-12"',
        "https://video.example.evil.example/",
        "https://video.example@evil.example/",
        "http://video.example/1",
        "javascript:alert(1)",
    ],
)
def test_nothing_else_is_framed(url: str) -> None:
    assert frame_of(url, [*PROVIDERS, "video.example"]) is None


def test_the_page_of_a_host_that_is_named_is_framed_as_it_is() -> None:
    frame = frame_of("https://video.example/1?a=b", ["video.example"])

    assert frame is not None
    assert (frame.address, frame.origin) == ("https://video.example/1?a=b", "https://video.example")


def embed(newsroom: Newsroom, settings: str = "") -> str:
    newsroom.write("config.toml", f"{CONFIG}\n{settings}")
    newsroom.story("world/a.md", "::: embed https://youtu.be/abcDEF_-123\nThe quay\n:::\n")
    built = newsroom.build()
    assert built.report.problems == ()
    return built.text(STORY)


def test_an_embed_is_a_link_and_no_more_unless_the_paper_allows_it(newsroom: Newsroom) -> None:
    page = html(embed(newsroom).encode())

    assert values(page, "//figure[@class='embed']/a/@href") == ["https://youtu.be/abcDEF_-123"]
    assert values(page, "//@data-frame") == []
    assert not [src for src in values(page, "//script/@src") if "embeds" in src]
    [policy] = values(page, "//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "frame-src" not in policy


def test_an_embed_that_is_allowed_waits_for_a_click(newsroom: Newsroom) -> None:
    page = html(embed(newsroom, '[embeds]\nproviders = ["youtube"]\n').encode())

    [link] = select(page, "//figure[@class='embed video']/a")
    assert link.get("href") == "https://youtu.be/abcDEF_-123"
    assert link.get("data-frame") == "https://www.youtube-nocookie.com/embed/abcDEF_-123"
    assert link.get("data-words") == "Load this from youtu.be"
    assert select(page, "//iframe") == []
    assert [src for src in values(page, "//script/@src") if "embeds" in src]
    [policy] = values(page, "//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "; frame-src https://www.youtube-nocookie.com" in policy


@pytest.mark.parametrize("host", ["courier.example", "Courier.Example"])
def test_the_papers_own_pages_are_never_framed(newsroom: Newsroom, host: str) -> None:
    newsroom.write("config.toml", f'{CONFIG}\n[embeds]\nhosts = ["{host}"]\n')
    newsroom.story("world/a.md", "::: embed https://courier.example/world/\n:::\n")

    page = newsroom.build().text(STORY)

    assert '<figure class="embed"><a href="https://courier.example/world/">' in page
    assert "frame-src" not in page


def test_feeds_have_the_link_alone(newsroom: Newsroom) -> None:
    embed(newsroom, '[embeds]\nproviders = ["youtube"]\n')

    feed = newsroom.build().text("feed.json")

    assert "https://youtu.be/abcDEF_-123" in feed
    assert "data-frame" not in feed


def test_the_search_page_alone_may_compile_a_program() -> None:
    assert "'wasm-unsafe-eval'" in policy_of("search")
    for kind in ("front", "story", "missing"):
        assert "wasm" not in policy_of(kind)
    assert "unsafe-inline" not in policy_of("search")


def test_the_headers_allow_what_any_page_may_do(newsroom: Newsroom) -> None:
    newsroom.write("config.toml", f'{CONFIG}\n[embeds]\nhosts = ["video.example"]\n')
    newsroom.story("world/a.md")

    headers = newsroom.build().text("_headers")

    [line] = [line for line in headers.split("\n") if "Content-Security-Policy" in line]
    assert "frame-src https://video.example" in line
    assert line.endswith("frame-ancestors 'none'")
    assert "'wasm-unsafe-eval'" in header_policy((), has_search=True)


def test_the_manual_shows_the_headers_that_are_sent(newsroom: Newsroom) -> None:
    newsroom.story("world/a.md")
    manual = (CHECKOUT / "docs" / "hosting.md").read_text(encoding="utf-8")

    lines = newsroom.build().text("_headers").split("\n\n")[0].split("\n")[2:]
    headers = dict(line.strip().split(": ", 1) for line in lines if line)
    headers["Content-Security-Policy"] = header_policy((), has_search=True)

    for name, value in headers.items():
        assert f"| `{name}` | `{value}` |" in manual
        assert re.search(rf'add_header {name} "?{re.escape(value)}"? always;', manual)


@pytest.mark.parametrize("name", ["embeds.js", "times.js"])
def test_scripts_that_only_help_are_small(name: str) -> None:
    assert len((CHECKOUT / "templates" / "assets" / name).read_bytes()) < 2000
