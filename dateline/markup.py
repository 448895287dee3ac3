"""Texts of other tools as Markdown: HTML cleaned and rewritten, Markdown adapted, blocks mapped.

HTML is cleaned by nh3 before anything else reads it. What is left is walked once for its links and
pictures, and turned to Markdown by markdownify; where its dialect is not Python-Markdown's, the
difference is made up for here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape as escape_html
from html import unescape
from typing import Any, Protocol
from urllib.parse import urlsplit

import nh3
from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from markdownify import MarkdownConverter

from dateline.fields import one_line
from dateline.sanitize import SCHEMES, TAGS

DEEPEST = 100
"""Elements in each other; markdownify calls itself for each."""


class Addresses(Protocol):
    """Where a text's links and pictures lead in the new paper."""

    def link(self, written: str) -> str | None:
        """The address to write, or `None` if the words stay without a link."""

    def picture(self, written: str) -> str | None:
        """The path of the picture's file, or `None` if there is none to show."""

    def note(self, text: str) -> None:
        """Tell something that was left out."""


class Unreadable(Exception):
    """A text that can't be turned to Markdown; says why."""


# HTML -------------------------------------------------------------------------------------------

_TAGS = TAGS | {"h1", "iframe", "video", "audio", "source"}
_ATTRIBUTES = {
    "a": {"href", "title", "class"},
    "img": {"src", "alt", "width", "height", "class"},
    "iframe": {"src", "title"},
    "video": {"src"},
    "audio": {"src"},
    "source": {"src"},
    "code": {"class"},
    "pre": {"class"},
    "figure": {"class"},
    "blockquote": {"class"},
    "div": {"class"},
    "ol": {"start"},
    "abbr": {"title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_QUIET = frozenset("html head body center font tt big strike article header main picture p".split())
"""Tags that go without a word: what they hold stays, or it says nothing."""
_TAG_NAME = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)(?=[\s/>])")


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def _without_controls(text: str, addresses: Addresses) -> str:
    """`text` with line ends as here, and without the characters that no story file may hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    clean = _CONTROLS.sub("", text)
    if clean != text:
        addresses.note("control characters")
    return clean


def to_markdown(html: str, addresses: Addresses) -> str:
    """`html` as Markdown that `parse` reads as the same text; raises `Unreadable`."""
    html = _without_controls(html, addresses)
    for name in _left_out(html):
        addresses.note(f"the HTML element <{name}>")
    clean = _cleaner().clean(html)
    if _depth(clean) > DEEPEST:
        raise Unreadable(f"its elements are nested more than {DEEPEST} deep")
    soup = BeautifulSoup(clean, "html.parser")
    _settle_addresses(soup, addresses)
    try:
        text = _CONTROLS.sub("", str(_Writer().convert_soup(soup)))  # those that were entities
    except RecursionError as error:
        raise Unreadable("its elements are nested too deep") from error
    text = re.sub(r"[ \t]+\n", _only_breaks, text)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def _only_breaks(blanks: re.Match[str]) -> str:
    """Blanks at the end of a line, if they break it."""
    return "  \n" if blanks[0].startswith("  ") else "\n"


def _left_out(html: str) -> list[str]:
    names = {name.lower() for name in _TAG_NAME.findall(without_comments(html))}
    return sorted(names - _TAGS - _QUIET)


def without_comments(html: str) -> str:
    """`html` without comments; linear, also where many begin and none ends."""
    parts, end = [], 0
    while (start := html.find("<!--", end)) >= 0:
        parts.append(html[end:start])
        close = html.find("-->", start)
        if close < 0:
            return "".join(parts)
        end = close + 3
    return "".join([*parts, html[end:]])


def _depth(html: str) -> int:
    """How deep the elements of HTML from nh3 stand in each other, at most."""
    deepest = depth = 0
    for tag in re.finditer(r"<(/?)(\w+)", html):
        if tag[2] in ("br", "hr", "img", "wbr", "col", "source"):
            continue
        depth += -1 if tag[1] else 1
        deepest = max(deepest, depth)
    return deepest


def _settle_addresses(soup: BeautifulSoup, addresses: Addresses) -> None:
    """Put the new addresses into links and pictures; take away those that have none."""
    for frame in soup.find_all(["iframe", "video", "audio"]):
        _settle_frame(soup, frame, addresses)
    for image in soup.find_all("img"):
        written = str(image.get("src") or "")
        path = addresses.picture(written) if written else None
        if path is None:
            _replace_picture(soup, image, written)
        else:
            image["src"] = path
            if "alt" not in image.attrs:
                addresses.note(f"a picture had no words: {path} is marked as decoration")
    for link in soup.find_all("a"):
        written = str(link.get("href") or "").strip()
        new = addresses.link(written) if written else None
        if not written and link.get_text(strip=True):
            addresses.note("a link without an address that can be published")
        if link.find("img") is not None and not link.get_text(strip=True):
            link.unwrap()  # a picture that leads to itself, larger
        elif new is None:
            link.unwrap()
        else:
            link["href"] = new


def _settle_frame(soup: BeautifulSoup, frame: Tag, addresses: Addresses) -> None:
    source = frame if frame.get("src") else frame.find("source")
    src = str(source.get("src") or "") if isinstance(source, Tag) else ""
    src = f"https:{src}" if src.startswith("//") else src
    if not src.startswith(("http://", "https://")):
        addresses.note(f"a <{frame.name}> without an address")
        frame.decompose()
        return
    link = soup.new_tag("a", href=page_of(src), attrs={"class": "embed"})
    link.string = str(frame.get("title") or urlsplit(src).hostname or src)
    frame.replace_with(link)


_FRAMES = (
    (
        r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+).*",
        "https://www.youtube.com/watch?v={}",
    ),
    (r"https?://player\.vimeo\.com/video/(\d+).*", "https://vimeo.com/{}"),
    (r"https?://open\.spotify\.com/embed/(\w+/\w+).*", "https://open.spotify.com/{}"),
)


def page_of(frame: str) -> str:
    """The address of the page that a frame of a known site shows, else the frame's own."""
    for pattern, page in _FRAMES:
        if match := re.fullmatch(pattern, frame):
            return page.format(match[1])
    return frame


def _replace_picture(soup: BeautifulSoup, image: Tag, written: str) -> None:
    """In place of a picture that is not there: its words, as a link if it has an address."""
    words = one_line(str(image.get("alt") or ""))
    if written.startswith(("http://", "https://")) and image.find_parent("a") is None:
        link = soup.new_tag("a", href=written)
        link.string = words or written.rsplit("/", 1)[-1] or written
        image.replace_with(link)
    else:
        image.replace_with(NavigableString(words))


_ENTITY = re.compile(r"&(?=#?\w+;)")
_SIGNS = re.compile(r"([\\`*_\[\]{}])")
_AT_START = (
    (re.compile(r"^(\s*)([#>])"), r"\1\\\2"),
    (re.compile(r"^(\s*)([-+])(?=\s|[-+]*\s*$)"), r"\1\\\2"),
    (re.compile(r"^(\s*\d+)\.(?=\s|$)"), r"\1\\."),
    (re.compile(r"^(\s*):(?=[\s:])"), r"\1&#58;"),
    (re.compile(r"^(\s*)([~=])(?=[~=])"), lambda m: f"{m[1]}&#{ord(m[2])};"),
)


def escaped(text: str) -> str:
    """`text` as Markdown that shows it as it is, wherever on a line it may come to stand."""
    text = _SIGNS.sub(r"\\\1", _ENTITY.sub("&amp;", text).replace("<", "&lt;"))
    for pattern, new in _AT_START:
        text = pattern.sub(new, text)
    return text


def _wrapped(before: str, after: str) -> Any:
    """A conversion that puts signs round what an element holds, blanks left outside."""

    def convert(_self: MarkdownConverter, _el: Tag, text: str, parent_tags: set[str]) -> str:
        inner = text.strip()
        if not inner or "_noformat" in parent_tags:
            return text
        start = text.index(inner)
        return f"{text[:start]}{before}{inner}{after}{text[start + len(inner) :]}"

    return convert


def _tagged(name: str) -> Any:
    return _wrapped(f"<{name}>", f"</{name}>")


class _Writer(MarkdownConverter):
    """markdownify in Python-Markdown's dialect, with news blocks."""

    def __init__(self) -> None:
        super().__init__()
        self._items: dict[int, int] = {}
        """How many items of each list there have been."""

    class Options:
        heading_style = "atx"
        bullets = "-"
        wrap = True  # line ends in HTML are blanks
        wrap_width = None

    convert_del = _tagged("del")
    convert_s = _tagged("s")
    convert_ins = _tagged("ins")
    convert_mark = _tagged("mark")
    convert_sub = _tagged("sub")
    convert_sup = _tagged("sup")
    convert_u = _tagged("u")
    convert_cite = _wrapped("*", "*")

    def escape(self, text: str, parent_tags: set[str]) -> str:
        text = escaped(text)
        return text.replace("|", r"\|") if parent_tags & {"td", "th"} else text

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        href = _in_brackets(str(el.get("href") or ""))
        if not text.strip() or not href or "_noformat" in parent_tags:
            return text
        if "embed" in (el.get("class") or ()) and _is_alone(el):
            return f"\n\n::: embed {href}\n{one_line(el.get_text())}\n:::\n\n"
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return f"{before}[{text.strip()}]({href}){after}"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return picture(str(el.get("src") or ""), str(el.get("alt") or ""))

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802
        line = " ".join(text.split())
        if "_inline" in parent_tags or "li" in parent_tags or not line:
            return line
        return f"\n\n{'#' * max(2, min(6, n))} {line}\n\n"

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = text.strip()
        if not text:
            return "\n"
        bullet = "- "
        if el.parent is not None and el.parent.name == "ol":
            start = str(el.parent.get("start") or "1")
            before = self._items.get(id(el.parent), 0)
            self._items[id(el.parent)] = before + 1
            bullet = f"{(int(start) if start.isdigit() else 1) + before}. "
        # Python-Markdown wants four blanks before whatever belongs to an item.
        rest = re.sub(r"\n(?=[^\n])", "\n    ", text)
        return f"{bullet}{rest}\n"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        code = el.get_text().strip("\n")
        if not code.strip():
            return ""
        if parent_tags & {"li", "blockquote", "dd"}:
            return "\n\n" + re.sub(r"^", "    ", code, flags=re.MULTILINE) + "\n\n"
        runs = re.findall(r"`{3,}", code)
        fence = "`" * (max(map(len, runs), default=2) + 1)
        return f"\n\n{fence}{_language(el)}\n{code}\n{fence}\n\n"

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        is_plain = not el.find(["ul", "ol", "table", "pre", "blockquote", "h2", "h3"]) and not any(
            cell.get("colspan") or cell.get("rowspan") for cell in el.find_all(["td", "th"])
        )
        under = el.find("caption")
        words = one_line(under.get_text()) if isinstance(under, Tag) else ""
        if not is_plain or parent_tags & {"li", "blockquote", "dd"}:
            return f"\n\n{_as_html(el)}\n\n"
        return f"\n\n{text.strip()}" + (f"\n: {escaped(words)}" if words else "") + "\n\n"

    def convert_caption(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return ""

    def convert_figure(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        images = el.find_all("img")
        under = el.find("figcaption")
        words = one_line(under.get_text()) if isinstance(under, Tag) else ""
        quote = el.find("blockquote")
        if isinstance(quote, Tag):
            return _pull_quote(quote, words)
        if len(images) > 1 and el.find("figure") is not None:
            inner = "\n\n".join(part.strip() for part in text.split("\n\n") if part.strip())
            return f"\n\n::: gallery\n{inner}\n:::\n\n"
        link = el.find("a", class_="embed")
        if isinstance(link, Tag) and not images:
            href = _in_brackets(str(link.get("href") or ""))
            return f"\n\n::: embed {href}\n{words or one_line(link.get_text())}\n:::\n\n"
        if len(images) != 1:
            return f"\n\n{text.strip()}\n\n"
        shown = self.convert_img(images[0], "", parent_tags)
        return f"\n\n{shown}" + (f"\n: {escaped(words)}" if words else "") + "\n\n"

    def convert_figcaption(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        has_picture = el.parent is not None and el.parent.find("img") is not None
        return "" if has_picture else f"\n\n{text.strip()}\n\n"


def _is_alone(el: Tag) -> bool:
    """Whether an element is a block of its own, or fills a paragraph."""
    parent = el.parent
    if parent is None or parent.name in ("[document]", "div", "figure"):
        return True
    within = set(map(id, el.strings))
    others = (text for text in parent.strings if text.strip() and id(text) not in within)
    return parent.name == "p" and next(others, None) is None and parent.find("img") is None


def _language(el: Tag) -> str:
    code = el.find("code")
    within = (code.get("class") or ()) if isinstance(code, Tag) else ()
    classes = [*(el.get("class") or ()), *within]
    found = (re.fullmatch(r"(?:language|lang)-([\w+#-]+)", name) for name in classes)
    return next((match[1] for match in found if match), "")


def _as_html(el: Tag) -> str:
    """An element as HTML on lines without blanks between them, as Markdown passes it on."""
    return re.sub(r"\n\s*\n+", "\n", str(el)).strip()


def _pull_quote(quote: Tag, who: str) -> str:
    cite = quote.find("cite")
    if isinstance(cite, Tag):
        who = who or one_line(cite.get_text())
        cite.decompose()
    parts = [one_line(p.get_text()) for p in quote.find_all("p")] or [one_line(quote.get_text())]
    said = "\n\n".join(escaped(part) for part in parts if part)
    return f"\n\n::: quote\n{said}" + (f"\n-- {escaped(who)}" if who else "") + "\n:::\n\n"


def _in_brackets(address: str) -> str:
    """An address as it can stand between round brackets."""
    signs = {" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "\n": "", '"': "%22"}
    return "".join(signs.get(sign, sign) for sign in address.strip())


def picture(src: str, alt: str) -> str:
    """A picture in Markdown; without words it only decorates."""
    words = re.sub(r"([\[\]\\`*_{}])", r"\\\1", one_line(alt)).replace("<", "&lt;")
    return f"![{words}]({_in_brackets(src)})" + ("" if words else "{.decorative}")


def plain(html: str) -> str:
    """What a reader sees of `html`, on one line: for headlines and standfirsts."""
    if "<" not in html and "&" not in html:
        return one_line(html)
    text = nh3.clean(html, tags=set(), clean_content_tags={"script", "style"})
    return one_line(unescape(text))


# Markdown -----------------------------------------------------------------------------------------

_CODE = re.compile(
    r"^(?P<fence>`{3,}+|~{3,}+)[^\n]*\n.*?(?:^(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|(?<!`)(?P<ticks>`++)[^`]++(?P=ticks)(?!`)",
    re.MULTILINE | re.DOTALL,
)
_LINK = re.compile(
    r"(?P<open>!?\[(?P<words>(?:[^\[\]\\\n]|\\.|!\[[^\]\n]{0,500}\]\([^)\n]{0,500}\)"
    r"|\[[^\[\]\n]{0,500}\]){0,2000})\]\()"
    r"[ \t]*(?P<url><[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)"
    r"(?P<title>[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*\)"
)
_DEFINITION = re.compile(r"^( {0,3}\[(?!\^)([^\]\n]+)\]:[ \t]*)(\S+)", re.MULTILINE)
_HTML_ADDRESS = re.compile(r"(<(a|img)\b[^<>]*?\b(?:href|src)=)(\"[^\"]*\"|'[^']*')([^<>]*>)", re.I)
_FRAME = re.compile(
    r"<iframe\b[^<>]*?\bsrc=[\"']([^\"'<>]+)[\"'][^<>]*>(?:[^<>]{0,500}</iframe\s*>)?", re.I
)
_SCRIPTS = re.compile(r"<(script|style)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.I | re.S)
_BARE = re.compile(
    r"(?<!embed )(?<![\w<(\[\"'=/:])https?://[^\s<>()\[\]\"'`*]+[^\s<>()\[\]\"'`*.,;:!?]"
)
_STRUCK = re.compile(r"~~(?=\S)([^~\n]+?)(?<=\S)~~")


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """`text` with all but its code changed."""
    parts, end = [], 0
    for code in _CODE.finditer(text):
        parts += [change(text[end : code.start()]), code[0]]
        end = code.end()
    return "".join([*parts, change(text[end:])])


def adapted(text: str, addresses: Addresses) -> str:
    """Markdown of other tools in Python-Markdown's dialect, with the new addresses."""
    text = _without_controls(text, addresses)

    def change(part: str) -> str:
        part = _SCRIPTS.sub(lambda m: _dropped(m, addresses), part)
        part = _BARE.sub(r"<\g<0>>", part)
        part = _FRAME.sub(lambda m: _embed(page_of(_with_scheme(m[1]))), part)
        part = _LINK.sub(lambda m: _linked(m, addresses), part)
        part = _DEFINITION.sub(lambda m: _defined(m, addresses), part)
        part = _HTML_ADDRESS.sub(lambda m: _html_linked(m, addresses), part)
        part = _STRUCK.sub(r"<s>\1</s>", part)
        part = re.sub(r"(?<!\\)\\\n", "  \n", part)  # CommonMark's other break
        return re.sub(r"\n{3,}", "\n\n", part)

    return outside_code(_with_room_for_lists(text), change).strip("\n")


def _with_scheme(address: str) -> str:
    return f"https:{address}" if address.startswith("//") else address


def _dropped(element: re.Match[str], addresses: Addresses) -> str:
    addresses.note(f"the HTML element <{element[1].lower()}>")
    return ""


def _embed(address: str) -> str:
    if not address.startswith(("http://", "https://")):
        return ""
    return f"\n\n::: embed {_in_brackets(address)}\n:::\n\n"


def _linked(link: re.Match[str], addresses: Addresses) -> str:
    written = link["url"].strip("<>").strip()
    title = link["title"] or ""
    if link["open"].startswith("!"):
        path = addresses.picture(written) if written else None
        words = link["words"]
        if path is None:
            is_far = written.startswith(("http://", "https://"))
            return f"[{words or written}]({_in_brackets(written)})" if is_far else words
        if not words.strip():
            addresses.note(f"a picture had no words: {path} is marked as decoration")
        mark = "" if words.strip() else "{.decorative}"
        return f"![{words}]({_in_brackets(path)}{title}){mark}"
    words = _LINK.sub(lambda inner: _linked(inner, addresses), link["words"])
    new = addresses.link(written) if written else None
    return words if new is None else f"[{words}]({_in_brackets(new)}{title})"


def _defined(definition: re.Match[str], addresses: Addresses) -> str:
    written = definition[3].strip("<>")
    is_picture = re.search(r"\.(?:jpe?g|png|gif|webp|avif|svg)$", written, re.I)
    new = addresses.picture(written) if is_picture else addresses.link(written)
    return definition[1] + _in_brackets(new or written)


def _html_linked(tag: re.Match[str], addresses: Addresses) -> str:
    written = unescape(tag[3][1:-1])
    if tag[2].lower() == "a":
        new = addresses.link(written)
        return f'{tag[1]}"{escape_html(new)}"{tag[4]}' if new else "<a>"
    path = addresses.picture(written)
    if path is not None:
        has_words = re.search(r"\balt\s*=", tag[0], re.I)
        words = "" if has_words else ' alt=""'
        if not has_words:
            addresses.note(f"a picture had no words: {path} is marked as decoration")
        return f'{tag[1]}"{escape_html(path)}"{words}{tag[4]}'
    alt = re.search(r"\balt=[\"']([^\"']*)[\"']", tag[0], re.I)
    words = unescape(alt[1]) if alt else ""
    if written.startswith(("http://", "https://")):
        return f"[{escaped(words) or written}]({_in_brackets(written)})"
    return escaped(words)


_ITEM = re.compile(r"^( *)([-*+]|[0-9]{1,9}[.)])( +)(?=\S)")


_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*")
_FENCE = re.compile(r"( *)(`{3,}|~{3,})[ \t]*\{?\.?([\w#.+-]*)[^`\n]*")


def _with_room_for_lists(text: str) -> str:
    """`text` with an empty line before each list, and four blanks for each level within.

    CommonMark goes by where an item's text begins; Python-Markdown counts in fours. Code between
    fences becomes indented code where it stands in a list, since there Python-Markdown knows none.
    """
    lists = _Lists()
    for line in text.split("\n"):
        lists.add(line)
    return "\n".join(lists.lines)


class _Lists:
    """The lines of a text, and the lists that are open."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.levels: list[int] = []
        """Where the text of each open item begins."""
        self._begun: list[int] = []
        """The line with which each of them does."""
        self._fence = ""
        self._code: tuple[int, str] | None = None
        """Of code in a list: the blanks that go, and those that come."""

    def add(self, line: str) -> None:
        """Take one more line."""
        fence = _FENCE.fullmatch(line)
        if self._fence:
            self._add_code(line)
        elif fence is not None:
            self._open_code(fence)
        elif _RULE.fullmatch(line):
            self._close()
            self.lines.append(line)
        elif (item := _ITEM.match(line)) is not None and self._is_item(item):
            self._add_item(line, item)
        else:
            self._add_text(line)

    def _depth(self, indent: int) -> int:
        return sum(start <= indent for start in self.levels)

    def _open_code(self, fence: re.Match[str]) -> None:
        self._fence = fence[2]
        indent = len(fence[1])
        depth = self._depth(indent)
        if depth:
            self._code = (indent, "    " * (depth + 1))
            self._make_room()
        else:
            # Of what follows the language each tool has its own idea.
            self.lines.append(f"{fence[1]}{fence[2]}{fence[3]}")

    def _add_code(self, line: str) -> None:
        is_end = line.strip().startswith(self._fence) and not line.strip(" `~")
        if self._code is None:
            self.lines.append(line)
        elif not is_end and line.strip():
            gone, blanks = self._code
            held = len(line) - len(line.lstrip(" "))
            self.lines.append(blanks + line[min(gone, held) :])
        else:
            self.lines.append("")
        if is_end:
            self._fence, self._code = "", None

    def _is_item(self, item: re.Match[str]) -> bool:
        """Whether a line that looks like an item is one: a year that opens a line is none."""
        if self.levels:
            return True
        if len(item[1]) > 3:
            return False  # indented code
        is_in_text = bool(self.lines and self.lines[-1].strip())
        return not is_in_text or not item[2][0].isdigit() or int(item[2][:-1]) == 1

    def _add_item(self, line: str, item: re.Match[str]) -> None:
        was_within, indent = bool(self.levels), len(item[1])
        closed: list[int] = []
        while self.levels and indent < self.levels[-1]:
            self.levels.pop()
            closed.append(self._begun.pop())
        # After an item with gaps and a list of its own, the next one is told by a gap as well.
        is_after_gap = len(closed) > 1 and "" in self.lines[closed[-1] :]
        if not was_within or is_after_gap:
            self._make_room()
        number = item[2].replace(")", ".")
        self.lines.append("    " * len(self.levels) + f"{number} {line[item.end() :]}")
        self.levels.append(item.end())
        self._begun.append(len(self.lines) - 1)

    def _close(self) -> None:
        self.levels.clear()
        self._begun.clear()

    def _add_text(self, line: str) -> None:
        indent = len(line) - len(line.lstrip(" "))
        if not self.levels or not line.strip():
            self.lines.append(line)
            return
        if indent == 0 or indent < self.levels[0]:
            # What follows an item's line without a gap belongs to it, wherever it begins.
            if not self.lines[-1].strip():
                self._close()
            self.lines.append(line)
            return
        depth = self._depth(indent)
        rest = " " * (indent - self.levels[depth - 1])
        self.lines.append("    " * depth + rest + line.lstrip(" "))

    def _make_room(self) -> None:
        if self.lines and self.lines[-1].strip():
            self.lines.append("")
