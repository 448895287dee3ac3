"""`Page` to bytes: one page, one template, and nothing else within reach."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from html import escape
from typing import Any, cast, overload

from jinja2 import Environment, TemplateNotFound, UndefinedError
from markupsafe import Markup

from dateline import times
from dateline.embeds import origins_of, with_frames
from dateline.environment import as_script_json, make_environment
from dateline.model import Body, Entry, Link, Output, Page, Picture, Site
from dateline.pictures import cut
from dateline.policy import SEARCH, header_policy, policy_of
from dateline.problems import Problem
from dateline.structured import Graph, absolute, entry_title, graph_of, json_feed
from dateline.templates import (
    line_of,
    missing_problem,
    template_problem,
    undefined_at_run_time,
)
from dateline.theme import Theme, words_in


@dataclass(frozen=True, eq=False)  # told apart by identity, so that templates compile once
class Look:
    """What all pages of a build share."""

    site: Site
    theme: Theme
    colours: Mapping[str, str]
    """Custom properties of the style sheet that come from config.toml: `--accent`."""


@dataclass(frozen=True, slots=True)
class Job:
    """One page to render, with the bodies that it names by digest."""

    page: Page
    bodies: Mapping[bytes, Body]


def render(look: Look, job: Job) -> Output | Problem:
    """The file that `job.page` is to be, or what is wrong with its template."""
    page = job.page
    try:
        text = _press(look).print(page, job.bodies)
    except Exception as error:
        return _explain(error, look.theme, page)
    return Output(page.path, text.encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=2)
def _press(look: Look) -> _Press:
    return _Press(look)


class _Press:
    """Compiled templates and the functions they may call, for one look."""

    def __init__(self, look: Look) -> None:
        self.look, self.site = look, look.site
        self.zone = times.zone(look.site.timezone)
        self.environments: dict[str, Environment] = {}

    def environment(self, lang: str) -> Environment:
        """The environment for pages in `lang`: words and dates are its language's."""
        if lang not in self.environments:
            theme = self.look.theme
            environment = make_environment(theme.templates, theme.origins)
            # The same for every page of a language, and so there for what pages import without
            # their own names: Jinja2 makes the macros of such a file once and not for each page.
            environment.globals |= {"site": self.site, "lang": lang}
            environment.globals["_"] = self._translate(lang)
            environment.globals["once"] = lru_cache(maxsize=_ONCE)(_call)
            environment.globals["asset"] = lambda name: f"{self.site.base}/assets/{name}"
            environment.filters |= {
                "time": partial(times.time_of, site_zone=self.zone, lang=lang),
                "day": partial(times.day_of, site_zone=self.zone, lang=lang),
                "date": partial(times.date_of, site_zone=self.zone, lang=lang),
                "month": partial(times.month_of, site_zone=self.zone, lang=lang),
                "iso": partial(times.iso, site_zone=self.zone),
                "rfc822": partial(times.rfc822, site_zone=self.zone),
                "absolute": partial(absolute, self.site),
                "direction": times.direction_of,
                "json": as_script_json,
                "cut": cut,
            }
            self.environments[lang] = environment
        return self.environments[lang]

    def translator(self, lang: str) -> Callable[..., str]:
        """The templates' `_` for pages in `lang`."""
        return cast(Callable[..., str], self.environment(lang).globals["_"])

    def _translate(self, lang: str) -> Callable[..., str]:
        catalogues = self.look.theme.catalogues
        po = catalogues.get(lang) or catalogues.get(lang.split("-", 1)[0], "")
        words = {} if times.is_english(lang) or not po else words_in(po)

        def translate(text: str, **values: object) -> str:
            text = words.get(text) or text
            return text.format(**values) if values else text

        return translate

    def print(self, page: Page, bodies: Mapping[bytes, Body]) -> str:
        """The text of the page's file."""
        if page.kind == "style":
            return self._style(page)
        lang = page.lang or self.site.language
        page = _in_words_of(page, self.site, self.translator(lang))
        template = self.environment(lang).get_template(page.template)
        text = template.render(self._names(page, bodies, lang))
        return _XML_FORBIDDEN.sub("", text) if page.path.endswith((".xml", ".json")) else text

    def _style(self, page: Page) -> str:
        """The theme's style sheet below the settings' colours. It is no template: CSS has `{#`."""
        colours = "".join(f"  {name}: {value};\n" for name, value in self.look.colours.items())
        return f":root {{\n{colours}}}\n\n{self.look.theme.templates[page.template]}"

    def _names(self, page: Page, bodies: Mapping[bytes, Body], lang: str) -> dict[str, Any]:
        """The names that the page's template sees."""
        names: dict[str, Any] = {"page": page}
        if page.kind == "feed":
            texts = {entry.id: self._entry_html(entry, bodies) for entry in page.entries}
            names["entry_body"] = lambda entry: texts[entry.id]
            title_of = partial(entry_title, translate=self.translator(lang))
            names["entry_title"] = title_of
            if page.path.endswith(".json"):
                names["feed"] = json_feed(self.site, page, texts, title_of)
        elif page.kind == "text":
            frames = origins_of(self.site.embeds)
            has_search = SEARCH in self.site.pages
            names["policy"] = Markup(header_policy(frames, has_search=has_search))
        elif page.kind != "sitemap":
            body = self._page_html(page, bodies)
            body, frames = with_frames(body, self.site.embeds, self.translator(lang))
            body = reachable(body, self.translator(lang))
            names |= {"story": page.story, "graph": _Graphs(self.site, page)}
            names |= {"body": Markup(body), "policy": Markup(policy_of(page.kind, frames))}
        return names

    def _page_html(self, page: Page, bodies: Mapping[bytes, Body]) -> str:
        if not page.body:
            return ""
        html = fill(bodies[page.body], page.links, base=self.site.base, pictures=page.pictures)
        return with_dateline(html, page.story.dateline if page.story else "")

    def _entry_html(self, entry: Entry, bodies: Mapping[bytes, Body]) -> str:
        """An entry's text with absolute URLs, since readers show it far from the site."""
        if not entry.body:
            return ""
        page_url = absolute(self.site, entry.teaser.url)
        links = {target: absolute(self.site, url) for target, url in entry.links.items()}
        base = self.site.origin + self.site.base
        links |= {path: absolute(self.site, it.src) for path, it in entry.pictures.items()}
        html = fill(bodies[entry.body], links, base=base, page_url=page_url)
        return with_dateline(html, entry.dateline)


_ONCE = 512
"""Parts of pages that are held, of one language."""


def _call(macro: Callable[..., str], *arguments: object) -> str:
    """What `macro` gives. Held for the next page, as the environment's `once`: a macro that is
    imported without the page sees its arguments, the paper and the language, and nothing else."""
    return macro(*arguments)


class _Graphs(Sequence[Graph]):
    """The page's JSON-LD, made when a template asks for it: not all do."""

    def __init__(self, site: Site, page: Page) -> None:
        self._site, self._page = site, page

    @cached_property
    def _all(self) -> list[Graph]:
        return graph_of(self._site, self._page)

    @overload
    def __getitem__(self, index: int) -> Graph: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Graph]: ...
    def __getitem__(self, index: int | slice) -> Graph | Sequence[Graph]:
        return self._all[index]

    def __len__(self) -> int:
        return len(self._all)


_OWN_PAGES = ("topics", "authors", "archive", "search")
"""Kinds of page, and the last part of their URLs, whose names are words of the theme."""


def _in_words_of(page: Page, site: Site, translate: Callable[..., str]) -> Page:
    """`page` with the names of the paper's own pages in its language; no other name is changed."""
    urls = [f"{site.base}/{folder}/" for folder in _OWN_PAGES]
    is_own = page.kind in _OWN_PAGES
    is_named = is_own or page.kind == "missing"
    if not is_named and not any(crumb.url in urls for crumb in page.crumbs):
        return page
    crumbs = tuple(
        Link(translate(crumb.title), crumb.url)
        if crumb.url in urls or (is_own and not crumb.url)
        else crumb
        for crumb in page.crumbs
    )
    return replace(page, title=translate(page.title) if is_named else page.title, crumbs=crumbs)


_XML_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 (section 2.2) does not allow in a document."""


def fill(
    body: Body,
    links: Mapping[str, str],
    *,
    base: str,
    page_url: str = "",
    pictures: Mapping[str, Picture] | None = None,
) -> str:
    """`body` as HTML, its holes filled.

    `links` has the URL of each path under `content/`; a reference that it lacks is left out, so
    that the words stay and the link goes. `base` stands before paths of the site, `page_url`
    before bare fragments. What is in `pictures` is shown in the size that a browser needs.
    """
    if not body.holes:
        return body.parts[0]
    pieces = [body.parts[0]]
    for hole, part in zip(body.holes, body.parts[1:], strict=True):
        picture = pictures.get(hole.target) if pictures and hole.attribute == "src" else None
        if picture:
            pieces.append(_shown(picture, hole.rest))
        else:
            url = _url_of(hole.target, links, base, page_url)
            attribute = f' {hole.attribute}="{escape(url)}"' if url else ""
            is_picture = hole.attribute == "src"
            pieces.append(f"<img{hole.rest}{attribute}>" if is_picture else attribute)
        pieces.append(part)
    return "".join(pieces)


_SIZES = "(min-width: 45rem) 42rem, 100vw"
"""How wide a picture in a text is shown: the measure, or the screen."""
_OWN_WIDTH = re.compile(r""" width=["']?([0-9]{1,4})(?![0-9%])["']?""", re.IGNORECASE)
_OWN_SIZE = re.compile(r""" (?:width|height)=(?:"[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)


def _shown(picture: Picture, rest: str) -> str:
    """A picture in a text. `rest` are the other attributes that it was written with; of a width
    among them the height follows."""
    whole = cut(picture)
    width, height, sizes = whole.width, whole.height, _SIZES
    if own := _OWN_WIDTH.search(rest):
        width = int(own[1]) or width
        height = max(1, round(width * whole.height / whole.width))
        sizes = f"(min-width: {width}px) {width}px, 100vw"
    image = (
        f'<img{_OWN_SIZE.sub("", rest)} src="{escape(whole.src)}" width="{width}" height="{height}"'
        ' loading="lazy" decoding="async">'
    )
    if not whole.choices:
        return image
    sources = [
        f'<source type="{choice.media_type}" srcset="{escape(choice.srcset)}" sizes="{sizes}"'
        + (f' media="{choice.media}">' if choice.media else ">")
        for choice in whole.choices
    ]
    return f"<picture>{''.join(sources)}{image}</picture>"


def _url_of(target: str, links: Mapping[str, str], base: str, page_url: str) -> str:
    if target.startswith("#"):
        return page_url + target
    if target.startswith("/") and not target.lower().split("#")[0].endswith((".md", ".markdown")):
        return base + target
    if target in links:
        return links[target]
    path, _, fragment = target.rpartition("#")
    url = links.get(path, "")
    return f"{url}#{fragment}" if url and fragment else url


def with_dateline(html: str, place: str) -> str:
    """`html` with the place that opens the story in front of its first paragraph's words."""
    if not place:
        return html
    opening = f'<span class="dateline">{escape(place, quote=False)}:</span> '
    if html.startswith("<p>"):
        return f"<p>{opening}{html[3:]}"
    return f"<p>{opening}</p>\n{html}"


_TABLE = re.compile(r'<div class="table"><table>(?:<caption>(.*?)</caption>)?', re.DOTALL)
_CODE = re.compile(r"<pre(?=[ >])")
_BACK = re.compile(
    r'(<a class="footnote-backref" [^<>]*) title="[^"]*?(?P<number>\d+)">(?P<sign>[^<]*)</a>'
)
_TAG = re.compile(r"<[^>]*>")


def reachable(html: str, translate: Callable[..., str]) -> str:
    """`html` with names, in the page's language, for what keys alone must reach.

    Tables and code that scroll in a box of their own can be focused, and the links from notes back
    to the text say which note they come from.
    """
    if "<table>" in html:

        def name_table(match: re.Match[str]) -> str:
            name = _TAG.sub("", match[1]).replace('"', "&quot;") if match[1] else ""
            name = name or escape(translate("Table"))
            return match[0].replace(">", f' role="group" tabindex="0" aria-label="{name}">', 1)

        html = _TABLE.sub(name_table, html)
    if "<pre" in html:
        name = escape(translate("Code"))
        html = _CODE.sub(f'<pre role="group" tabindex="0" aria-label="{name}"', html)
    if "footnote-backref" in html:

        def name_link(match: re.Match[str]) -> str:
            name = escape(translate("Back to the text at note {number}", number=match["number"]))
            sign = f'<span aria-hidden="true">{match["sign"]}</span>'
            return f'{match[1]}>{sign}<span class="unseen">{name}</span></a>'

        html = _BACK.sub(name_link, html)
    return html


def _explain(error: Exception, theme: Theme, page: Page) -> Problem:
    """What went wrong, at the line of the template where it did."""
    frames = traceback.extract_tb(error.__traceback__)
    sources = set(theme.origins.values())
    frame = next((f for f in reversed(frames) if f.filename in sources), None)
    if frame is None and not isinstance(error, TemplateNotFound):
        raise error
    origin = frame.filename if frame else theme.origins.get(page.template, page.template)
    line = (frame.lineno or 1) if frame else 1
    text = next((theme.templates[n] for n, o in theme.origins.items() if o == origin), "")
    where = f", on the page of {_name_of(page)}"
    if isinstance(error, UndefinedError):
        return undefined_at_run_time(origin, line, str(error), text, where)
    if isinstance(error, TemplateNotFound):
        quoted = line_of(text, line)
        wanted = str(error.name or "")
        return missing_problem(origin, line, wanted, theme, quoted=quoted, where=where)
    return template_problem(origin, line, f"{type(error).__name__}: {error}", text, where)


def _name_of(page: Page) -> str:
    """The page as its author knows it: the story's file, or the URL."""
    return f"content/{page.story.path}" if page.story else page.url
