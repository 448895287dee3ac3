"""Folders of Hugo, Jekyll, Pelican and Eleventy: heads, addresses, what their templates did."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.importing import Outcome
from tests.conftest import CONFIG, Newsroom
from tests.imports import bring, built, codes, content, png, story


@pytest.fixture
def old(tmp_path: Path) -> Path:
    folder = tmp_path / "old"
    folder.mkdir()
    return folder


def lay(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, text in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())


def brought(newsroom: Newsroom, tool: str, old: Path, files: dict[str, str | bytes]) -> Outcome:
    lay(old, files)
    return bring(newsroom, tool, old)


# Hugo --------------------------------------------------------------------------------------------

HUGO: dict[str, str | bytes] = {
    "hugo.toml": 'baseURL = "https://old.example/"\ntimeZone = "Asia/Kolkata"\n'
    '[permalinks]\ncity = "/:year/:month/:slug/"\n',
    "content/_index.md": "---\ntitle: Front\n---\n",
    "content/about.md": "---\ntitle: About us\n---\nNine people.\n",
    "content/world/harbour-deal/index.md": """\
---
title: 'Harbour: a deal'
date: 2026-11-20T08:00:00+05:30
lastmod: 2026-11-20T09:30:00+05:30
description: Three berths.
tags: [Port, trade]
authors: [Meera Tandel]
aliases: [/old/deal/, older]
featured_image: tug.png
series: [Port rebuild]
weight: 3
---
One [two]({{< ref "city/ferries.md" >}}) and [three](../../city/ferries.md#fares).

- a
  - b

{{< figure src="tug.png" alt="A tug" caption="The tug" attr="Noor" >}}

{{< youtube abc-1 >}}

{{< poll id="7" >}}

```go
{{< kept >}}
```
""",
    "content/world/harbour-deal/tug.png": png(),
    "content/city/ferries.md": """\
+++
title = "Ferries run"
date = 2026-11-19T08:00:00
slug = "ferries-again"
draft = false
categories = ["Transport"]
[params]
author = "Asha Menon"
+++
Words with ![a boat](/img/boat.png).

## Fares
""",
    "static/img/boat.png": png(grey=9),
    "content/world/budget.md": """\
{
  "title": "Budget day",
  "date": "2026-12-01T08:30:00Z",
  "expiryDate": "2026-12-31",
  "draft": true
}

To come.
""",
}


def test_a_site_of_hugo_comes_along(newsroom: Newsroom, old: Path) -> None:
    done = brought(newsroom, "hugo", old, HUGO)

    assert (codes(done), done.stories, done.pages, done.files) == ([], 3, 1, 2)
    assert story(newsroom, "world/harbour-deal.md") == (
        {
            "title": "Harbour: a deal",
            "published": "2026-11-20 08:00 IST",
            "updated": "2026-11-20 09:30 IST",
            "summary": "Three berths.",
            "authors": ["Meera Tandel"],
            "topics": ["Port", "trade"],
            "series": "port-rebuild",
            "image": {"src": "/img/world/harbour-deal/tug.png", "alt": ""},
            "aliases": ["/world/harbour-deal/", "/old/deal/", "/world/harbour-deal/older"],
        },
        "One [two](/city/ferries-again.md) and [three](/city/ferries-again.md#fares).\n\n"
        "- a\n    - b\n\n"
        "![A tug](/img/world/harbour-deal/tug.png)\n: The tug\n: -- Noor\n\n"
        "::: embed https://www.youtube.com/watch?v=abc-1\n:::\n\n"
        "```go\n{{< kept >}}\n```",
    )
    assert built(newsroom).codes == []


def test_heads_in_toml_and_json_are_read_and_times_are_in_the_sites_zone(
    newsroom: Newsroom, old: Path
) -> None:
    done = brought(newsroom, "hugo", old, HUGO)

    assert story(newsroom, "city/ferries-again.md")[0] == {
        "title": "Ferries run",
        "published": "2026-11-19 08:00 IST",
        "authors": ["Asha Menon"],
        "topics": ["Transport"],
        "aliases": ["/2026/11/ferries-again/"],
    }
    assert story(newsroom, "world/budget.md")[0] == {
        "title": "Budget day",
        "published": "2026-12-01 14:00 IST",
        "expires": "2026-12-31 00:00 IST",
        "aliases": ["/world/budget/"],
        "draft": True,
    }
    assert "times without a zone, read as Asia/Kolkata: 1" in done.report
    assert "dates without a time, read as midnight: 1" in done.report


def test_what_hugo_did_in_a_text_is_told(newsroom: Newsroom, old: Path) -> None:
    done = brought(newsroom, "hugo", old, HUGO)

    assert 'the shortcode {{< poll id="7" >}}' in done.report
    assert "keys that mean nothing here: weight" in done.report
    assert "left out: 1 × page of a list (_index)" in done.report
    assert "kept" not in done.report


def test_without_a_zone_of_its_own_hugo_means_utc(newsroom: Newsroom, old: Path) -> None:
    lay(old, {"content/world/a.md": "---\ntitle: A\ndate: 2026-11-20 08:00:00\n---\nWords.\n"})

    bring(newsroom, "hugo", old)
    other = Newsroom(newsroom.root.parent / "other")
    bring(other, "hugo", old, zone_name="Asia/Tokyo")

    assert story(newsroom, "world/a.md")[0]["published"] == "2026-11-20 13:30 IST"
    assert story(other, "world/a.md")[0]["published"] == "2026-11-20 04:30 IST"


# Jekyll ------------------------------------------------------------------------------------------

JEKYLL: dict[str, str | bytes] = {
    "_config.yml": "url: https://old.example\ntimezone: Asia/Kolkata\npermalink: pretty\n",
    "index.md": "---\nlayout: home\n---\n",
    "about.md": "---\ntitle: About\npermalink: /about-us/\n---\nNine people.\n",
    "README.md": "# Notes\n",
    "_layouts/post.html": "---\n---\n{{ content }}",
    "_posts/2026-11-20-harbour-deal.md": """\
---
layout: post
title: Harbour deal
date: 2026-11-20 08:00:00 +0530
last_modified_at: 2026-11-20 09:30
categories: world trade
tags: port rail
author: Meera Tandel
excerpt: Three berths.
image:
  path: /img/tug.png
  alt: A tug
redirect_from:
  - /old/deal
---
One [two]({% post_url 2026-11-19-ferries %}) at [home]({{ site.baseurl }}/about-us/).
{: .lead}

{% highlight python %}
x = 1
{% endhighlight %}

{% include ad.html %}

{% raw %}{{ kept }}{% endraw %} ![A tug]({{ '/img/tug.png' | relative_url }})
""",
    "_posts/2026-11-19-ferries.markdown": "---\ntitle: Ferries\ncategory: city\n---\nWords.\n",
    "_drafts/budget.md": "---\ntitle: Budget\ndate: 2026-12-01\ncategory: city\n---\nTo come.\n",
    "_posts/2026-11-18-hidden.html": "---\ntitle: Hidden\npublished: false\ncategory: city\n---\n"
    "<p>Not <em>out</em>.</p>\n",
    "img/tug.png": png(),
}


def test_a_site_of_jekyll_comes_along(newsroom: Newsroom, old: Path) -> None:
    done = brought(newsroom, "jekyll", old, JEKYLL)

    assert (codes(done), done.stories, done.pages, done.files) == ([], 4, 1, 1)
    assert story(newsroom, "world/harbour-deal.md") == (
        {
            "title": "Harbour deal",
            "published": "2026-11-20 08:00 IST",
            "updated": "2026-11-20 09:30 IST",
            "summary": "Three berths.",
            "authors": ["Meera Tandel"],
            "topics": ["port", "rail", "trade"],
            "image": {"src": "/img/img/tug.png", "alt": "A tug"},
            "aliases": ["/world/trade/2026/11/20/harbour-deal/", "/old/deal"],
        },
        "One [two](/city/ferries.md) at [home](/about.md).\n\n"
        "```python\nx = 1\n```\n\n"
        "{{ kept }} ![A tug](/img/img/tug.png)",
    )
    assert built(newsroom).codes == []


def test_posts_of_jekyll_are_dated_by_their_names_and_hidden_ones_are_drafts(
    newsroom: Newsroom, old: Path
) -> None:
    done = brought(newsroom, "jekyll", old, JEKYLL)

    assert story(newsroom, "city/ferries.md")[0] == {
        "title": "Ferries",
        "published": "2026-11-19 00:00 IST",
    }
    for name in ("budget", "hidden"):
        assert story(newsroom, f"city/{name}.md")[0]["draft"] is True
    assert story(newsroom, "city/hidden.md")[1] == "Not *out*."
    assert "about.md" in content(newsroom)
    assert "the template tag {% include ad.html %}" in done.report
    assert "left out: 1 × file in _layouts/" in done.report


@pytest.mark.parametrize(
    ("pattern", "alias"),
    [
        ("date", "/world/2026/11/20/a.html"),
        ("none", "/world/a.html"),
        ("ordinal", "/world/2026/324/a.html"),
        ("/:year/:title.html", "/2026/a.html"),
        ("/:i_month/:i_day/:slug/", "/11/20/a/"),
    ],
)
def test_addresses_of_jekyll_follow_its_pattern(
    newsroom: Newsroom, old: Path, pattern: str, alias: str
) -> None:
    head = "---\ntitle: A\ndate: 2026-11-20 08:00 +0530\ncategory: world\n---\nWords.\n"
    files: dict[str, str | bytes] = {
        "_config.yml": f"timezone: Asia/Kolkata\npermalink: {pattern}\n"
    }

    brought(newsroom, "jekyll", old, files | {"_posts/2026-11-20-a.md": head})

    assert story(newsroom, "world/a.md")[0]["aliases"] == [alias]


def test_a_pattern_that_is_not_known_gives_no_address_and_is_told(
    newsroom: Newsroom, old: Path
) -> None:
    head = "---\ntitle: A\ncategory: world\npermalink: /:mood/:title/\n---\nWords.\n"

    done = brought(newsroom, "jekyll", old, {"_posts/2026-11-20-a.md": head})

    assert "aliases" not in story(newsroom, "world/a.md")[0]
    assert "its old address" in done.report


# Pelican -----------------------------------------------------------------------------------------

PELICAN: dict[str, str | bytes] = {
    "pelicanconf.py": "SITEURL = 'https://old.example'\nTIMEZONE = 'Asia/Kolkata'\n"
    "ARTICLE_URL = '{date:%Y}/{slug}/'\nraise SystemExit  # it is never run\n",
    "content/world/deal.md": """\
Title: Harbour: a deal
Date: 2026-11-20 08:00
Modified: 2026-11-20 09:30
Tags: port, rail
Authors: Meera Tandel; Asha Menon
Slug: harbour-deal
Summary: Three berths
    will be rebuilt.

One [two]({filename}../city/ferries.html) and ![A tug]({static}/images/tug.png).

Definitions
:   Stay as they are.
""",
    "content/city/ferries.html": "<html><head><title>Ferries</title>"
    '<meta name="date" content="2026-11-19 08:00"><meta name="status" content="draft">'
    "</head><body><p>Words.</p><script>x()</script></body></html>",
    "content/pages/about.md": "Title: About\n\nNine people.\n",
    "content/images/tug.png": png(),
    "content/world/notes.rst": "Title\n=====\n",
}


def test_a_site_of_pelican_comes_along(newsroom: Newsroom, old: Path) -> None:
    done = brought(newsroom, "pelican", old, PELICAN)

    assert (done.stories, done.pages, done.files) == (2, 1, 1)
    assert story(newsroom, "world/harbour-deal.md") == (
        {
            "title": "Harbour: a deal",
            "published": "2026-11-20 08:00 IST",
            "updated": "2026-11-20 09:30 IST",
            "summary": "Three berths will be rebuilt.",
            "authors": ["Meera Tandel", "Asha Menon"],
            "topics": ["port", "rail"],
            "aliases": ["/2026/harbour-deal/"],
        },
        "One [two](/city/ferries.md) and ![A tug](/img/images/tug.png).\n\n"
        "Definitions\n:   Stay as they are.",
    )
    assert story(newsroom, "city/ferries.md")[0]["draft"] is True
    assert built(newsroom).codes == ["link-not-live"]


def test_a_text_in_another_language_of_markup_is_told(newsroom: Newsroom, old: Path) -> None:
    done = brought(newsroom, "pelican", old, PELICAN)

    (problem,) = done.problems
    assert (problem.code, problem.where.path.endswith("notes.rst")) == ("bad-export", True)


# Eleventy ----------------------------------------------------------------------------------------

ELEVENTY: dict[str, str | bytes] = {
    "posts/posts.json": '{"tags": ["posts"], "section": "world", "layout": "post.njk"}',
    "posts/2026-11-20-harbour-deal.md": """\
---
title: Harbour deal
date: 2026-11-20T02:30:00.000Z
tags: [posts, Port]
permalink: "/news/{{ page.fileSlug }}/index.html"
---
One [two](/posts/ferries/) {{ metadata.title }} {% image "x.png" %} <https://a.example>.
""",
    "posts/2026-11-19-ferries.md": '---json\n{"title": "Ferries"}\n---\nWords.\n',
    "posts/later.md": "---\ntitle: Later\ndate: Last Modified\n---\nWords.\n",
    "about/index.md": "---\ntitle: About\n---\nNine people.\n",
    "index.njk": "---\ntitle: Front\n---\n",
    "notes.md": "No front matter.\n",
    "js.md": "---js\n{ title: process.exit() }\n---\nWords.\n",
    "node_modules/x/readme.md": "---\ntitle: No\n---\n",
}


def test_a_site_of_eleventy_comes_along(newsroom: Newsroom, old: Path) -> None:
    done = brought(newsroom, "eleventy", old, ELEVENTY)

    assert (done.stories, done.pages) == (2, 1)
    head, body = story(newsroom, "world/harbour-deal.md")
    assert head == {
        "title": "Harbour deal",
        "published": "2026-11-20 08:00 IST",
        "topics": ["Port"],
        "aliases": ["/news/harbour-deal/"],
    }
    assert " ".join(body.split()) == "One [two](/world/ferries.md) <https://a.example>."
    assert story(newsroom, "world/ferries.md")[0]["aliases"] == ["/posts/ferries/"]
    assert "the template's value {{ metadata.title }}" in done.report
    assert 'the template tag {% image "x.png" %}' in done.report
    assert sorted(codes(done)) == ["bad-export", "bad-time"]
    assert built(newsroom).codes == []


# Broken heads ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("---\ntitle: A\nWords without an end\n", 1, id="never closed"),
        pytest.param("---\ntitle: 'A\n---\nWords.\n", 2, id="YAML"),
        pytest.param("---\n- a\n- b\n---\nWords.\n", 2, id="a list"),
        pytest.param("---\ntitle: A\ntitle: B\n---\nWords.\n", 3, id="a key twice"),
        pytest.param("---\na: &a [x, x]\nb: [*a, *a]\n---\nWords.\n", 2, id="aliases"),
        pytest.param("---\na: " + "[" * 50_000 + "\n---\n", 2, id="brackets"),
        pytest.param("+++\ntitle = A\n+++\nWords.\n", 2, id="TOML"),
        pytest.param("+++\ntitle = 'A'\n", 1, id="TOML never closed"),
        pytest.param('{"title": "A",\n "date" "x"}\n\nWords.\n', 2, id="JSON"),
        pytest.param('{"a":' * 30_000, 1, id="deep JSON"),
        pytest.param("---\ntitle: A\ndate: 20 Brumaire 2026\n---\nWords.\n", 3, id="a time"),
        pytest.param("---\ntitle: A\ndate: 2026-11-20 08:00 EST\n---\n", 3, id="a zone"),
        pytest.param("---\ntitle: A\n---\nWords.\n", 1, id="no time"),
        pytest.param("---\ndate: 2026-11-20\n---\nWords.\n", 1, id="no headline"),
        pytest.param(b"---\ntitle: caf\xe9\n---\n", 2, id="Latin-1"),
        pytest.param("---\ntitle: A\ndate: 2026-11-20\n---\n::: facts\n", 1, id="a block"),
    ],
)
def test_one_bad_file_is_told_with_its_line_and_never_stops_the_rest(
    newsroom: Newsroom, old: Path, text: str | bytes, line: int
) -> None:
    good = "---\ntitle: Good\ndate: 2026-11-20\n---\nWords.\n"

    done = brought(
        newsroom, "hugo", old, {"content/world/bad.md": text, "content/world/good.md": good}
    )

    assert done.problems
    assert {problem.where.line for problem in done.problems} == {line}
    assert all(problem.where.path.endswith("bad.md") for problem in done.problems)
    assert sorted(content(newsroom)) == ["world/good.md"]
    built(newsroom)


@pytest.mark.parametrize(
    ("tool", "sign"),
    [
        *(("hugo", "{{<"), ("hugo", "- "), ("hugo", "{{< highlight go >}}")),
        *(("jekyll", "{%"), ("jekyll", "{% raw %}"), ("jekyll", "{% highlight x %}")),
        *(("eleventy", "{{"), ("eleventy", "["), ("eleventy", "`")),
    ],
)
def test_no_long_run_of_signs_stalls_an_import(
    newsroom: Newsroom, old: Path, tool: str, sign: str
) -> None:
    name = {"hugo": "content/world/a.md", "jekyll": "_posts/2026-11-20-a.md"}.get(
        tool, "world/a.md"
    )
    text = f"---\ntitle: A\ndate: 2026-11-20\ncategory: world\n---\nWords. {sign * 8_000}\n"

    done = brought(newsroom, tool, old, {name: text})

    assert done.stories or codes(done)


def test_pictures_and_texts_behind_links_stay_behind(newsroom: Newsroom, old: Path) -> None:
    secret = old.parent / "secret"
    lay(secret, {"a.png": png(), "b.md": "---\ntitle: B\ndate: 2026-11-20\n---\nWords.\n"})
    text = "---\ntitle: A\ndate: 2026-11-20\n---\n![x](../../../secret/a.png) ![y](link.png) end\n"
    lay(old, {"content/world/a.md": text})
    (old / "content/world/link.png").symlink_to(secret / "a.png")
    (old / "content/world/more").symlink_to(secret)

    done = bring(newsroom, "hugo", old)

    assert (done.stories, done.files) == (1, 0)
    assert story(newsroom, "world/a.md")[1] == "x y end"
    built(newsroom)


def test_a_broken_picture_is_told_and_left_out(newsroom: Newsroom, old: Path) -> None:
    text = "---\ntitle: A\ndate: 2026-11-20\nimage: tug.png\n---\nWords.\n"

    done = brought(
        newsroom, "hugo", old, {"content/world/a.md": text, "content/world/tug.png": png()[:60]}
    )

    assert "image" not in story(newsroom, "world/a.md")[0]
    assert "the picture tug.png: " in done.report
    built(newsroom)


def test_a_picture_of_the_papers_own_keeps_its_file(newsroom: Newsroom, old: Path) -> None:
    newsroom.write("content/img/world/tug.png", png(grey=1))
    text = "---\ntitle: A\ndate: 2026-11-20\nimage: tug.png\n---\nWords.\n"
    lay(old, {"content/world/a.md": text, "content/world/tug.png": png(grey=2)})

    first = bring(newsroom, "hugo", old)
    lay(old, {"content/world/tug.png": png(grey=3)})
    second = bring(newsroom, "hugo", old)

    files = content(newsroom)
    assert files["img/world/tug.png"] == png(grey=1)
    image = story(newsroom, "world/a.md")[0]["image"]
    assert isinstance(image, dict)
    assert files[image["src"].lstrip("/")] == png(grey=3)
    assert (first.kept, second.kept) == ([], [])
    built(newsroom)


@pytest.mark.parametrize(
    ("tool", "settings"),
    [
        ("hugo", {"hugo.toml": 'baseURL = "https://old.example/blog/"\n'}),
        ("jekyll", {"_config.yml": "url: https://old.example\nbaseurl: /blog\npermalink: none\n"}),
    ],
)
@pytest.mark.parametrize(("base", "alias"), [("", "/blog"), ("/blog", "")])
def test_old_addresses_count_from_the_host(
    newsroom: Newsroom, old: Path, tool: str, settings: dict[str, str], base: str, alias: str
) -> None:
    newsroom.write("config.toml", CONFIG.replace(".example", f".example{base}"))
    path = "content/world/a.md" if tool == "hugo" else "_posts/2026-11-20-a.md"
    text = "---\ntitle: A\ndate: 2026-11-20 08:00\ncategory: world\n---\nWords.\n"

    brought(newsroom, tool, old, {**settings, path: text})

    ending = "/" if tool == "hugo" else ".html"
    assert story(newsroom, "world/a.md")[0]["aliases"] == [f"{alias}/world/a{ending}"]
    built(newsroom)
