"""What search engines and networks read in a page: JSON-LD and the words in its head."""

from __future__ import annotations

from typing import Any

import pytest

from tests import drawings
from tests.conftest import CONFIG, Built, Newsroom
from tests.reading import graphs, html, values

ORIGIN = "https://courier.example"
PAGE = "world/2026/11/20/treaty/index.html"
URL = f"{ORIGIN}/world/2026/11/20/treaty/"

PUBLISHER = """
[publisher]
name = "Courier Press"
logo = "/logo.png"

[publisher.policies]
corrections = "/corrections-policy/"
ethics = "/ethics/"
"""


@pytest.fixture
def paper(newsroom: Newsroom) -> Newsroom:
    newsroom.write("config.toml", CONFIG + PUBLISHER)
    newsroom.write("content/logo.png", b"\x89PNG")
    newsroom.write("content/ethics.md", "---\ntitle: Ethics\n---\nOurs.\n")
    newsroom.write("content/corrections-policy.md", "---\ntitle: Corrections\n---\nOurs.\n")
    newsroom.write("content/world/tug.png", drawings.png("tug", (1600, 1200)))
    newsroom.story(
        "world/treaty.md",
        "Five words of a story.\n",
        title="Treaty </script><b>signed</b> & sealed",
        published="2026-11-20 08:00 IST",
        updated="2026-11-20 09:30 IST",
        summary="All of it.",
        topics=["Trade", "Sea"],
        authors=["Asha Menon", "Ravi Kolhe"],
        dateline="YOKOHAMA",
        series="talks",
        image={"src": "tug.png", "alt": "A tug", "caption": "The tug.", "credit": "N. Qureshi"},
    )
    return newsroom


def graph(built: Built, kind: str, path: str = PAGE) -> dict[str, Any]:
    return graphs(built.outputs[path])[kind]


def test_a_story_is_a_news_article_with_all_its_facts(paper: Newsroom) -> None:
    built = paper.build()

    article = graph(built, "NewsArticle")

    assert article["@context"] == "https://schema.org"
    assert article["headline"] == "Treaty </script><b>signed</b> & sealed"
    assert article["description"] == "All of it."
    assert article["url"] == URL
    assert article["mainEntityOfPage"] == {"@type": "WebPage", "@id": URL}
    assert article["datePublished"] == "2026-11-20T08:00:00+05:30"
    assert article["dateModified"] == "2026-11-20T09:30:00+05:30"
    assert article["articleSection"] == "World"
    assert article["keywords"] == ["Trade", "Sea"]
    assert article["wordCount"] == 5
    assert article["inLanguage"] == "en"
    assert article["dateline"] == "YOKOHAMA"
    assert article["isPartOf"]["url"] == f"{ORIGIN}/series/talks/"
    assert [(image["width"], image["height"]) for image in article["image"]] == [
        (1200, 675),
        (800, 600),
        (600, 600),
    ]
    for image in article["image"]:
        assert image["@type"] == "ImageObject"
        assert image["url"].removeprefix(f"{ORIGIN}/") in built.outputs
        assert image["caption"] == "The tug."
        assert image["creditText"] == "N. Qureshi"
    assert article["publisher"]["name"] == "Courier Press"


def test_every_author_is_an_object_with_a_page(paper: Newsroom) -> None:
    authors = graph(paper.build(), "NewsArticle")["author"]

    assert authors == [
        {"@type": "Person", "name": "Asha Menon", "url": f"{ORIGIN}/authors/asha-menon/"},
        {"@type": "Person", "name": "Ravi Kolhe", "url": f"{ORIGIN}/authors/ravi-kolhe/"},
    ]


def test_without_an_author_it_is_the_desks(newsroom: Newsroom) -> None:
    newsroom.story("world/treaty.md")

    article = graph(newsroom.build(), "NewsArticle")

    assert article["author"] == [{"@type": "Organization", "name": "The Desk", "url": f"{ORIGIN}/"}]
    assert article["dateModified"] == article["datePublished"]


def test_authors_are_persons_even_if_their_pages_are_off(newsroom: Newsroom) -> None:
    newsroom.write("config.toml", f"{CONFIG}\n[pages]\nauthors = false\n")
    newsroom.story("world/treaty.md", authors=["Asha Menon"])

    [author] = graph(newsroom.build(), "NewsArticle")["author"]

    assert author == {"@type": "Person", "name": "Asha Menon"}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("news", "NewsArticle"),
        ("analysis", "AnalysisNewsArticle"),
        ("opinion", "OpinionNewsArticle"),
        ("explainer", "BackgroundNewsArticle"),
        ("feature", "ReportageNewsArticle"),
        ("obituary", "NewsArticle"),
        ("sponsored", "AdvertiserContentArticle"),
    ],
)
def test_the_kind_decides_the_type(newsroom: Newsroom, kind: str, expected: str) -> None:
    newsroom.story("world/treaty.md", kind=kind)

    assert graph(newsroom.build(), expected)["headline"] == "A headline"


def test_breadcrumbs_lead_from_the_front_page_to_the_story(paper: Newsroom) -> None:
    trail = graph(paper.build(), "BreadcrumbList")["itemListElement"]

    assert [(step["position"], step["name"], step["item"]) for step in trail] == [
        (1, "The Test Courier", f"{ORIGIN}/"),
        (2, "World", f"{ORIGIN}/world/"),
        (3, "Treaty </script><b>signed</b> & sealed", URL),
    ]


def test_the_paper_names_its_policies(paper: Newsroom) -> None:
    organization = graph(paper.build(), "NewsMediaOrganization", "index.html")

    assert organization == {
        "@context": "https://schema.org",
        "@type": "NewsMediaOrganization",
        "@id": f"{ORIGIN}/#publisher",
        "name": "Courier Press",
        "url": f"{ORIGIN}/",
        "logo": {"@type": "ImageObject", "url": f"{ORIGIN}/logo.png"},
        "correctionsPolicy": f"{ORIGIN}/corrections-policy/",
        "ethicsPolicy": f"{ORIGIN}/ethics/",
    }


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "WebSite"),
        ("world/index.html", "CollectionPage"),
        ("topics/trade/index.html", "CollectionPage"),
        ("topics/index.html", "CollectionPage"),
        ("archive/2026/11/20/index.html", "CollectionPage"),
        ("authors/asha-menon/index.html", "ProfilePage"),
        ("ethics/index.html", "WebPage"),
    ],
)
def test_other_pages_say_what_they_are(paper: Newsroom, path: str, kind: str) -> None:
    found = graph(paper.build(), kind, path)

    assert found["name"]
    assert found["url"].startswith(f"{ORIGIN}/")


def test_an_author_with_a_profile_is_described(newsroom: Newsroom) -> None:
    profile = (
        "---\nname: Anil Sen\nsummary: Reports on trade.\nimage: {src: sen.png, alt: Anil Sen}\n"
        "links:\n  - {title: Mastodon, url: https://social.example/@sen}\n"
        "  - {title: Mail, url: mailto:sen@courier.example}\n---\n"
    )
    newsroom.write("content/authors/a-sen.md", profile)
    newsroom.write("content/authors/sen.png", b"\x89PNG")
    newsroom.story("world/a.md", authors=["a-sen"])

    built = newsroom.build()
    found = graph(built, "ProfilePage", "authors/a-sen/index.html")

    (picture,) = (path for path in built.outputs if path.endswith("/1x1-2.jpg"))
    assert found["mainEntity"] == {
        "@type": "Person",
        "name": "Anil Sen",
        "url": f"{ORIGIN}/authors/a-sen/",
        "description": "Reports on trade.",
        "image": f"{ORIGIN}/{picture}",
        "sameAs": ["https://social.example/@sen"],
    }


def test_nothing_in_a_text_can_close_the_block(paper: Newsroom) -> None:
    text = paper.build().text(PAGE)

    block = text.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert block.rstrip().endswith("]")
    assert "<" not in block


def test_a_picture_that_is_not_published_is_not_named(newsroom: Newsroom) -> None:
    newsroom.story("world/treaty.md")

    assert "image" not in graph(newsroom.build(), "NewsArticle")


# The head --------------------------------------------------------------------------------------


def test_networks_get_the_story_with_its_times_and_topics(paper: Newsroom) -> None:
    built = paper.build()
    head = html(built.outputs[PAGE])

    def meta(name: str) -> list[str]:
        return values(head, f"//meta[@property='{name}' or @name='{name}']/@content")

    assert meta("og:type") == ["article"]
    assert meta("og:title") == ["Treaty </script><b>signed</b> & sealed"]
    assert meta("og:url") == [URL]
    assert meta("og:description") == ["All of it."]
    (image,) = meta("og:image")
    assert image.endswith("/16x9-1200.jpg")
    assert image.removeprefix(f"{ORIGIN}/") in built.outputs
    assert meta("og:image:width") + meta("og:image:height") == ["1200", "675"]
    assert meta("og:image:alt") == ["A tug"]
    assert meta("og:site_name") == ["The Test Courier"]
    assert meta("article:published_time") == ["2026-11-20T08:00:00+05:30"]
    assert meta("article:modified_time") == ["2026-11-20T09:30:00+05:30"]
    assert meta("article:section") == ["World"]
    assert meta("article:tag") == ["Trade", "Sea"]
    assert meta("twitter:card") == ["summary_large_image"]
    assert meta("description") == ["All of it."]
    assert meta("robots") == ["max-image-preview:large"]
    assert values(head, "//link[@rel='canonical']/@href") == [URL]


def test_pages_announce_the_feeds_of_their_section_and_of_the_paper(paper: Newsroom) -> None:
    head = html(paper.build().outputs[PAGE])

    assert values(head, "//link[@rel='alternate']/@href") == [
        "/world/feed.xml",
        "/world/rss.xml",
        "/world/feed.json",
        "/feed.xml",
        "/rss.xml",
        "/feed.json",
    ]
    assert set(values(head, "//link[@rel='alternate']/@type")) == {
        "application/atom+xml",
        "application/rss+xml",
        "application/feed+json",
    }


def test_pages_that_are_not_there_are_not_to_be_kept(paper: Newsroom) -> None:
    missing = html(paper.build().outputs["404.html"])

    assert values(missing, "//meta[@name='robots']/@content") == ["noindex"]
    assert values(missing, "//link[@rel='canonical']") == []
    assert values(missing, "//script") == []


@pytest.mark.parametrize(
    ("path", "name"),
    [("topics", "विषय"), ("authors", "लेखक"), ("archive", "पुराने अंक")],
)
def test_the_papers_own_pages_have_names_in_its_language(
    newsroom: Newsroom, path: str, name: str
) -> None:
    newsroom.write("config.toml", CONFIG.replace('language = "en"', 'language = "hi"'))
    newsroom.story("world/a.md", topics=["Trade"], authors=["Asha Menon"])

    content = newsroom.build().outputs[f"{path}/index.html"]

    page, things = html(content), graphs(content)
    assert values(page, "//meta[@property='og:title']/@content") == [name]
    assert values(page, "//title/text()") == [f"{name} | The Test Courier"]
    assert values(page, "//main//h1/text()") == [name]
    assert values(page, "//meta[@name='description']/@content")[0].startswith(name)
    assert things["CollectionPage"]["name"] == name
    assert things["BreadcrumbList"]["itemListElement"][-1]["name"] == name


def test_only_the_papers_own_names_are_translated(newsroom: Newsroom) -> None:
    settings = CONFIG.replace('language = "en"', 'language = "hi"')
    newsroom.write("config.toml", settings.replace('title = "World"', 'title = "Feature"'))
    newsroom.story("world/a.md", title="Live", topics=["Topics"], authors=["Opinion"])

    built = newsroom.build()

    trails = [
        values(html(built.outputs[path]), "//nav[@class='crumbs']//li/*/text()")[1:]
        for path in ("topics/topics/index.html", "authors/opinion/index.html")
    ]
    assert trails == [["विषय", "Topics"], ["लेखक", "Opinion"]]
    assert values(html(built.outputs["world/index.html"]), "//main//h1/text()") == ["Feature"]
