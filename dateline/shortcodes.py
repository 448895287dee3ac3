"""What generators do within texts: shortcodes and template tags, as Markdown or taken out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import quote

from dateline.fields import one_line, short
from dateline.markup import outside_code, plain

Note = Callable[[str], None]

_HUGO = re.compile(
    r"\{\{[<%]\s*(?P<end>/?)\s*(?P<name>[\w./-]+)(?P<rest>(?:(?!\{\{).)*?)/?\s*[>%]\}\}",
    re.DOTALL,
)
_WORDS = re.compile(r"(?:(\w+)\s*=\s*)?(?:\"([^\"]*)\"|`([^`]*)`|(\S+))")
_VIDEOS = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "gist": "https://gist.github.com/{}",
}


def _arguments(text: str) -> tuple[list[str], dict[str, str]]:
    """What stands in a shortcode: by place, and by name."""
    places, names = [], {}
    for name, *values in _WORDS.findall(text.strip()):
        value = next((v for v in values if v), "")
        if name:
            names[name.lower()] = value
        elif value:
            places.append(value)
    return places, names


_INNER = r"[ \t]*\n?(?P<code>(?:(?!highlight).)*?)\n?[ \t]*"
_HUGO_CODE = re.compile(
    r"\{\{[<%]\s*highlight\s+(?P<language>[\w+#-]*)[^<>{}]*[>%]\}\}"
    + _INNER
    + r"\{\{[<%]\s*/\s*highlight\s*[>%]\}\}",
    re.DOTALL,
)
_LIQUID_CODE = re.compile(
    r"\{%-?\s*highlight\s+(?P<language>[\w+#-]*)[^%{}]*%\}"
    + _INNER
    + r"\{%-?\s*endhighlight\s*-?%\}",
    re.DOTALL,
)


def _fenced(block: re.Match[str]) -> str:
    return f"\n```{block['language']}\n{block['code']}\n```\n"


def _hugo_blocks(text: str, note: Note) -> str:
    """Hugo's shortcodes as Markdown where there is some for them; the others go, and are told."""
    escaped = re.compile(r"\{\{([<%])/\*(.*?)\*/([>%])\}\}", re.S)

    def change(code: re.Match[str]) -> str:
        name, (places, names) = code["name"].lower(), _arguments(code["rest"])
        if name == "figure" and names.get("src"):
            return _figure(names)
        if name in _VIDEOS and (found := names.get("id") or "/".join(places)):
            return f"\n\n::: embed {_VIDEOS[name].format(found)}\n:::\n\n"
        if name in ("ref", "relref") and places:
            return places[0]
        note(f"the shortcode {short(one_line(code[0]))}")
        return ""

    text = _HUGO_CODE.sub(_fenced, text)
    text = outside_code(text, lambda part: _HUGO.sub(change, part))
    return escaped.sub(r"{{\1\2\3}}", text)


def _figure(names: Mapping[str, str]) -> str:
    alt = one_line(names.get("alt", "")).replace("[", "(").replace("]", ")")
    under = [plain(names[key]) for key in ("title", "caption") if names.get(key)]
    lines = [f"![{alt}]({quote(names['src'], safe='/:%?&=.~_-+,@')})"]
    lines += [f": {one_line(words)}" for words in under]
    lines += [f": -- {one_line(names['attr'])}"] if names.get("attr") else []
    return "\n\n" + "\n".join(lines) + "\n\n"


_LIQUID = re.compile(
    r"\{%-?\s*(?P<name>\w*)(?P<rest>(?:(?!\{[{%]).)*?)-?%\}"
    r"|\{\{-?(?P<value>(?:(?!\{[{%]).)*?)-?\}\}",
    re.DOTALL,
)
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}((?:(?!\{%-?\s*raw\s).)*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)


def _liquid_blocks(text: str, note: Note) -> str:
    """Liquid and Nunjucks: code and links as Markdown; what a template would fill in goes."""
    kept: list[str] = []

    def keep(raw: re.Match[str]) -> str:
        kept.append(raw[1])
        return f"\0{len(kept) - 1}\0"

    def change(tag: re.Match[str]) -> str:
        if tag["value"] is not None:
            return _liquid_value(tag, note)
        name, rest = tag["name"].lower(), tag["rest"].strip()
        if name in ("post_url", "link") and rest:
            return rest
        note(f"the template tag {short(one_line(tag[0]))}")
        return ""

    text = _LIQUID_CODE.sub(_fenced, _RAW.sub(keep, text.replace("\0", "")))
    text = outside_code(text, lambda part: _LIQUID.sub(change, part))
    text = outside_code(text, lambda part: _ATTRIBUTES.sub("", part))
    return re.sub(r"\0(\d+)\0", lambda m: kept[int(m[1])], text)


_ATTRIBUTES = re.compile(r"^\{:?:[^{}\n]*\}[ \t]*$\n?|(?<=[\)\w])\{:[^{}\n]*\}", re.M)
"""kramdown's lists of attributes, which style a block."""


def _liquid_value(tag: re.Match[str], note: Note) -> str:
    value = tag["value"].strip()
    if re.fullmatch(r"site\.(?:baseurl|url)(?:\s*\|.*)?", value, re.S):
        return ""
    if match := re.fullmatch(
        r"[\"']([^\"']*)[\"']\s*\|\s*(?:relative_url|absolute_url|url)", value
    ):
        return match[1]
    note(f"the template's value {short(one_line(tag[0]))}")
    return ""


_PELICAN = re.compile(r"(?:\{(?:filename|static|attach)\}|\|(?:filename|static|attach)\|)(/?)")


def _pelican_blocks(text: str, _note: Note) -> str:
    """Pelican's links to files, by paths from the top of `content/` or relative ones."""
    return _PELICAN.sub(r"\1", text)


WITHOUT_BLOCKS: Mapping[str, Callable[[str, Note], str]] = {
    "hugo": _hugo_blocks,
    "jekyll": _liquid_blocks,
    "pelican": _pelican_blocks,
    "eleventy": _liquid_blocks,
}
"""What takes the blocks of each tool out of a text, and tells `Note` of those that are lost."""
