"""What HTML a story may bring: an allow-list, applied by nh3 to what Markdown made."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

import nh3
from pygments.token import STANDARD_TYPES

TAGS = frozenset(
    """a abbr aside b bdi blockquote br caption cite code col colgroup dd del details dfn div
    dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s
    samp section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var
    wbr""".split()
)
_ATTRIBUTES: Mapping[str, set[str]] = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"href", "hreflang"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "img": {"alt", "height", "src", "width"},
    "li": {"value"},
    "ol": {"reversed", "start"},
    "td": {"colspan", "headers", "rowspan"},
    "th": {"abbr", "colspan", "headers", "rowspan", "scope"},
    "time": {"datetime"},
}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
CLASSES = frozenset(
    """attribution caption center code credit decorative embed facts footnote footnote-backref
    footnote-ref gallery left picture pull right table toc toctitle wide""".split()
)
_CLASS = re.compile(r"x-[a-z0-9-]+")
_OF_CODE = frozenset({"hll", *STANDARD_TYPES.values()}) - {""}
"""What Pygments calls the parts of code."""
_NUMBERS = frozenset({"colspan", "height", "rowspan", "span", "start", "value", "width"})
_NUMBER = re.compile(r"[0-9]{1,5}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?"
_OFFSET = r"(?:Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)"
_MOMENT = re.compile(
    rf"(?P<date>\d{{4}}-\d\d-\d\d)(?:[T ]{_CLOCK}{_OFFSET}?)?"
    r"|(?!0000)\d{4}(?:-(?:0[1-9]|1[0-2])|-W(?:0[1-9]|[1-4]\d|5[0-2]))?"
    rf"|(?P<day>\d\d-\d\d)|{_CLOCK}|{_OFFSET}"
    r"|P(?=[\dT])(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d{1,3})?S)?)?",
    re.ASCII,
)
"""What `datetime` may hold (HTML, "The time element"), in the forms that people write."""


def _keep(tag: str, attribute: str, value: str) -> str | None:
    """The value of an attribute as it may stand, or `None` to drop it."""
    if attribute == "class":
        kept = [c for c in value.split() if c in CLASSES or c in _OF_CODE or _CLASS.fullmatch(c)]
        return " ".join(kept) or None
    is_right = _FORMS.get(attribute)
    return value if is_right is None or is_right(value) else None


def _is_id(text: str) -> bool:
    # The theme's own ids begin with "dl-": a story must not take their place.
    return text.split() == [text] and not text.startswith("dl-")


def _is_moment(text: str) -> bool:
    if not (match := _MOMENT.fullmatch(text)):
        return False
    try:
        date.fromisoformat(match["date"] or f"2000-{match['day'] or '01-01'}")
    except ValueError:
        return False
    return True


_FORMS: Mapping[str, Callable[[str], object]] = {
    "datetime": _is_moment,
    "dir": {"ltr", "rtl", "auto"}.__contains__,
    "hreflang": _LANGUAGE.fullmatch,
    "id": _is_id,
    "lang": _LANGUAGE.fullmatch,
    "scope": {"row", "col", "rowgroup", "colgroup"}.__contains__,
    **dict.fromkeys(_NUMBERS, _NUMBER.fullmatch),
}
"""Whether the value of an attribute has the form that HTML wants."""


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=_keep,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def sanitize(html: str) -> str:
    """`html` with nothing in it but what `TAGS`, `CLASSES` and `SCHEMES` allow."""
    html = _cleaner().clean(html)
    if "<time" in html:
        html = _plain_times(html)
    return _with_each_id_once(html) if html.count(' id="') > 1 else html


_TIME_TAG = re.compile(r"<(/?)time\b([^>]*)>")
_ID = re.compile(r"(<[^<>]*?) id=\"([^\"]*)\"")


def _plain_times(html: str) -> str:
    """`html` from nh3, where a `time` whose moment no program can read is a `span`."""
    names: list[str] = []

    def rename(tag: re.Match[str]) -> str:
        if tag[1]:
            return f"</{names.pop()}>"
        names.append("time" if " datetime=" in tag[2] else "span")
        return f"<{names[-1]}{tag[2]}>"

    return _TIME_TAG.sub(rename, html)


def _with_each_id_once(html: str) -> str:
    """`html` from nh3 without ids that were there before. Attributes hold no `<` and `>` there."""
    seen: set[str] = set()

    def keep_first(tag: re.Match[str]) -> str:
        if tag[2] in seen:
            return tag[1]
        seen.add(tag[2])
        return tag[0]

    return _ID.sub(keep_first, html)
