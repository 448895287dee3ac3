"""What machines read in a page: JSON-LD (schema.org) and the items of a JSON Feed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dateline.keys import KINDS
from dateline.model import Entry, Link, Page, Picture, Site, Story
from dateline.pictures import CROPS, cut
from dateline.times import iso, zone

Graph = dict[str, Any]


def absolute(site: Site, url: str) -> str:
    """`url` with the site's origin, if it is a path of the site."""
    return site.origin + url if url.startswith("/") and not url.startswith("//") else url


def graph_of(site: Site, page: Page) -> list[Graph]:
    """The page's JSON-LD: an object for what it is, and its breadcrumbs."""
    if page.kind in ("redirect", "missing"):
        return []
    things: list[Graph] = []
    if page.kind == "front":
        things += [_publisher(site), _website(site)]
    elif page.story is not None:
        things.append(_article(site, page, page.story))
    elif page.kind == "author":
        things.append(_profile_page(site, page))
    else:
        kind = "WebPage" if page.kind == "page" else "CollectionPage"
        things.append(_web_page(site, page, kind))
    if len(page.crumbs) > 1:
        things.append(_breadcrumbs(site, page))
    return [{"@context": "https://schema.org", **thing} for thing in things]


def _filled(values: Mapping[str, Any]) -> Graph:
    """`values` without those that are empty."""
    return {key: value for key, value in values.items() if value not in ("", None, [], {})}


def _publisher(site: Site) -> Graph:
    """The paper as an organization, the same wherever it is named."""
    publisher = site.publisher
    home = absolute(site, site.base + "/")
    logo = {"@type": "ImageObject", "url": absolute(site, publisher.logo)} if publisher.logo else ""
    return _filled(
        {
            "@type": "NewsMediaOrganization",
            "@id": home + "#publisher",
            "name": publisher.name,
            "url": home,
            "logo": logo,
            **{name: absolute(site, url) for name, url in sorted(publisher.policies.items())},
        }
    )


def _website(site: Site) -> Graph:
    home = absolute(site, site.base + "/")
    return _filled(
        {
            "@type": "WebSite",
            "@id": home + "#website",
            "name": site.title,
            "url": home,
            "description": site.description,
            "inLanguage": site.language,
            "publisher": {"@id": home + "#publisher"},
        }
    )


def _article(site: Site, page: Page, story: Story) -> Graph:
    """A story as schema.org's NewsArticle or the subtype for its kind."""
    site_zone = zone(site.timezone)
    url = absolute(site, page.url)
    changed = story.updated or story.published
    return _filled(
        {
            "@type": KINDS[story.kind],
            "@id": url + "#story",
            "headline": story.title,
            "description": story.summary,
            "url": url,
            "mainEntityOfPage": {"@type": "WebPage", "@id": url},
            "datePublished": iso(story.published, site_zone),
            "dateModified": iso(changed, site_zone),
            "articleSection": page.section.title if page.section else "",
            "keywords": [topic.title for topic in page.topics],
            "image": list(_images(site, page.image)) if page.image else [],
            "author": [_author(site, who, is_desk=not story.authors) for who in page.authors],
            "dateline": story.dateline,
            "wordCount": story.words,
            "inLanguage": page.lang,
            "isAccessibleForFree": True,
            "isPartOf": _part_of(site, page),
            "publisher": _publisher(site),
        }
    )


def _part_of(site: Site, page: Page) -> Graph | str:
    if page.series is None or not page.series.link.url:
        return ""
    link = page.series.link
    return {"@type": "CreativeWorkSeries", "name": link.title, "url": absolute(site, link.url)}


def _author(site: Site, author: Link, *, is_desk: bool) -> Graph:
    """An author as an object of their own; the desk, who has no page, is the paper itself."""
    url = site.base + "/" if is_desk else author.url
    return _filled(
        {
            "@type": "Organization" if is_desk else "Person",
            "name": author.title,
            "url": absolute(site, url) if url else "",
        }
    )


def _images(site: Site, image: Picture) -> Iterator[Graph]:
    """A picture in three ratios, as search engines ask for; a vector has but one file."""
    for crop in CROPS[1:] if image.form not in ("vector", "") else ("",):
        one = cut(image, crop)
        yield _filled(
            {
                "@type": "ImageObject",
                "url": absolute(site, one.src),
                "width": one.width or "",
                "height": one.height or "",
                "caption": image.caption or image.alt,
                "creditText": image.credit,
            }
        )


def _profile_page(site: Site, page: Page) -> Graph:
    profile = page.profile
    person = {
        "@type": "Person",
        "name": page.title,
        "url": absolute(site, page.url),
        "description": profile.summary if profile else "",
        "image": absolute(site, cut(page.image, "1x1").src) if page.image else "",
        "sameAs": [link.url for link in profile.links if "://" in link.url] if profile else [],
    }
    return _web_page(site, page, "ProfilePage") | {"mainEntity": _filled(person)}


def _web_page(site: Site, page: Page, kind: str) -> Graph:
    return _filled(
        {
            "@type": kind,
            "@id": absolute(site, page.url),
            "name": page.title,
            "description": page.description,
            "url": absolute(site, page.url),
            "inLanguage": page.lang,
            "isPartOf": {"@id": absolute(site, site.base + "/") + "#website"},
        }
    )


def _breadcrumbs(site: Site, page: Page) -> Graph:
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "name": crumb.title,
            "item": absolute(site, crumb.url or page.url),
        }
        for position, crumb in enumerate(page.crumbs, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def json_feed(
    site: Site, page: Page, texts: Mapping[str, str], title_of: Callable[[Entry], str]
) -> Graph:
    """A page of entries as JSON Feed 1.1 (jsonfeed.org); `texts` are the entries' HTML by id."""
    home = page.crumbs[-1].url or site.base + "/"
    return _filled(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": page.title,
            "home_page_url": absolute(site, home),
            "feed_url": absolute(site, page.url),
            "description": page.description,
            "language": page.lang,
            "authors": [{"name": site.publisher.name, "url": absolute(site, site.base + "/")}],
        }
    ) | {"items": [_item(site, entry, texts, title_of) for entry in page.entries]}


def _item(
    site: Site, entry: Entry, texts: Mapping[str, str], title_of: Callable[[Entry], str]
) -> Graph:
    teaser, site_zone = entry.teaser, zone(site.timezone)
    text = texts.get(entry.id, "")
    return _filled(
        {
            "id": entry.id,
            "url": absolute(site, teaser.url),
            "title": title_of(entry),
            "summary": teaser.summary,
            "content_html": text,
            "content_text": "" if text else teaser.summary or teaser.title,
            "image": absolute(site, cut(teaser.image, "16x9").src) if teaser.image else "",
            "date_published": iso(teaser.published, site_zone),
            "date_modified": iso(teaser.updated, site_zone) if teaser.updated else "",
            "authors": [_feed_author(site, author) for author in teaser.authors],
            "tags": list(entry.topics),
            "language": teaser.lang or site.language,
        }
    )


def _feed_author(site: Site, author: Link) -> Graph:
    return _filled({"name": author.title, "url": absolute(site, author.url)})


def entry_title(entry: Entry, translate: Callable[..., str]) -> str:
    """An entry's headline; that a story is paid for is said first, since readers show no more."""
    title = entry.teaser.title
    return f"{translate('Sponsored')}: {title}" if entry.teaser.kind == "sponsored" else title
