"""Markdown to HTML: Python-Markdown within bounds, then nh3.

Python-Markdown does not sanitize, and small inputs can stall it. Three things bound it. Text
whose lists or quotes stand deeper in each other than `DEEPEST` is refused before it is tried.
Text that `is_ordinary` vouches for, in linear time, is converted in this process: whatever it
holds, that takes less than a second. All else goes to a process with a deadline and a
memory limit (`workers.Guard`), which has a budget for a whole build: ten stories that stall
cost as much as a hundred.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache, partial
from html import unescape
from typing import Literal, cast

from dateline.characters import count_words
from dateline.quick import Made, Quick

RawHtml = Literal["safe", "escape", "trusted"]


class Unconvertible(Exception):
    """Python-Markdown cannot take this text; says why, for the author."""


# Bounds ---------------------------------------------------------------------------------------

DEEPEST = 60
"""Levels of quotes and lists in each other; far below where Python-Markdown breaks (200)."""

_LONGEST = 60_000
_COSTLY = "[]<>*_`!&{}|~\\^:"
"""Signs that Markdown's patterns hunt for; each may scan the rest of the text, some with a loop
in Python."""
_CHEAP = "\"'-()#=+.;\n"
"""Signs and line ends that cost less, and that prose is full of."""
_COSTLY_WORK, _CHEAP_WORK = 1_000_000, 20_000_000
_SIGNS = (_COSTLY + _CHEAP).encode()
_MARKERS = re.compile(r"(?:[ \t]*(?:>|[*+-][ \t]|[0-9]{1,9}[.)][ \t]))*[ \t]*")


def is_ordinary(text: str) -> bool:
    """Whether `text` can be converted here: nothing in it is known to stall or break.

    Linear. What stalls Python-Markdown grows with how often a sign stands in a text times the
    text's length, so that product is bounded for each sign: 200 brackets in 5,000 characters.
    The bounds are measured: of 40,000 patterns repeated up to them, none took 0.7 s. All else is
    not refused, only converted where it can be stopped.
    """
    size = len(text) or 1
    if size > _LONGEST or is_deeper(text, 8):
        return False
    raw = text.encode("utf-8", "surrogatepass")
    together = len(raw) - len(raw.translate(None, _SIGNS))
    return together <= _COSTLY_WORK // size or (
        all(text.count(sign) <= _COSTLY_WORK // size for sign in _COSTLY)
        and all(text.count(sign) <= _CHEAP_WORK // size for sign in _CHEAP)
    )


def is_deeper(text: str, most: int) -> bool:
    """Whether quotes and lists stand deeper in each other than `most`, which is 8 or more."""
    return _LONG_START.search(f"\n{text}") is not None and depth_of(text) > most


_LONG_START = re.compile(r"\n[ \t>*+\-.)0-9]{9}")
"""The start of a line that can stand nine deep: each level takes one character at least."""


def depth_of(text: str) -> int:
    """How deep quotes and lists stand in each other at most, from the starts of the lines."""
    deepest = 0
    for line in text.split("\n"):
        if line and line[0] in " \t>*+-0123456789" and not line.isspace():
            head = cast(re.Match[str], _MARKERS.match(line))[0]
            signs = sum(head.count(sign) for sign in ">*+-.)")
            blanks = len(head.expandtabs(4)) - len(head.expandtabs(4).lstrip())
            deepest = max(deepest, signs + blanks // 4)
    return deepest


# Conversion -----------------------------------------------------------------------------------


def to_html(text: str, raw_html: RawHtml = "safe") -> str:
    """`text` as HTML that is safe to publish, unless `raw_html` is "trusted".

    Raises `Unconvertible` if Python-Markdown breaks on it or most of it would be lost.
    """
    return make_html(text, raw_html).html


def make_html(text: str, raw_html: RawHtml) -> Made:
    """What `to_html` gives, and whether it surely holds every word of `text`."""
    try:
        made = _make(text, raw_html)
    except Exception as error:
        from dateline.slow import forget

        forget()
        if isinstance(error, RecursionError):
            raise Unconvertible("its parts are nested too deep") from error
        raise Unconvertible(f"Markdown can't read it ({type(error).__name__})") from error
    if not made.is_whole:
        _refuse_loss(text, made.html)
    return made


def convert(text: str, raw_html: RawHtml) -> str:
    """What `convert_slowly` gives, in a fraction of the time for everyday text."""
    return _make(text, raw_html).html


def _make(text: str, raw_html: RawHtml) -> Made:
    made = quick_way(raw_html).make(text) if raw_html != "trusted" else None
    return made or Made(_convert(text, raw_html), is_whole=False)


def _convert(text: str, raw_html: RawHtml) -> str:
    from dateline.slow import convert_leanly, convert_slowly

    return (convert_slowly if raw_html == "trusted" else convert_leanly)(text, raw_html)


@lru_cache(maxsize=2)
def quick_way(raw_html: RawHtml) -> Quick:
    """The way past Python-Markdown, for HTML that is cleaned or escaped."""
    return Quick(
        partial(_step_by_step, raw_html=raw_html),
        partial(_convert, raw_html=raw_html),
    )


def _step_by_step(text: str, raw_html: RawHtml) -> str:
    from dateline.slow import step_by_step

    return step_by_step(raw_html)(text)


def without_code(text: str) -> str:
    """`text` with its fenced code blank, each line in its place."""
    from dateline.slow import FENCED

    return FENCED.sub(lambda block: "\n" * block[0].count("\n"), text)


# What must not get lost ------------------------------------------------------------------------

_TAG = re.compile(r"<[^>]*>")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{2,}")
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)(?=[\s/>])")
_SHOWN_NAME = re.compile(r"&lt;/?([A-Za-z][A-Za-z0-9-]*)")
_RAW = frozenset(
    "iframe noembed noframes plaintext script style svg template textarea title xmp".split()
)
"""Elements whose content is no text of the page: without an end they take all that follows."""
_LOSSY = ("<", "|", "{", "]:", ":::")
"""What stands in a text where words are known to vanish."""
_NOT_PROSE = (
    ("<", r"<!--.*?-->|<(script|style|template|svg)\b.*?</\1\s*>|</?[A-Za-z][^<>]*>"),
    ("://", r"(?<![^\W\d_])https?://\S+"),
    ("](", r"\]\([^)\n]*\)"),
    ("][", r"\]\[[^\]\n]*\]"),
    ("*[", r"^\*\[[^\n]*"),
    ("```", r"^ {0,3}```[^\n]*"),
    ("~~~", r"^ {0,3}~~~[^\n]*"),
    (":::", r"^:::[ \t]*\w+"),
    ("[", r"\[TOC\]"),
    (
        "{",
        r"\{:?[ \t]*(?:[.#][^\s}]++[ \t]*+"
        r"|[\w:-]++=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\"}]++)[ \t]*+)++\}",
    ),
)
"""Words that are for Markdown, HTML or nobody: addresses, attributes, comments, names of things;
each with a sign without which there are none."""


_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]\n^][^\[\]\n]*)\]:[ \t]*\S+", re.MULTILINE)
"""The address of a link by reference. One that no link uses was meant as a line of text."""


@lru_cache(maxsize=128)
def _search(patterns: str) -> re.Pattern[str]:
    return re.compile(patterns, re.DOTALL | re.IGNORECASE | re.MULTILINE)


def words_of(html: str) -> int:
    """Words that a reader of `html` sees."""
    return count_words(unescape(_TAG.sub(" ", html)))


def lost_words(text: str, html: str) -> tuple[str, ...]:
    """Words of `text` that are not in `html`, the surest losses first; attributes count as there.

    Markdown drops a cell too many, a note that is written twice, and whatever looks like
    `<? this ?>`, without a word.
    """
    if not any(sign in text for sign in _LOSSY):
        return ()
    folded = text.casefold()

    def unless_used(definition: re.Match[str]) -> str:
        is_used = folded.count(f"[{definition[1].casefold()}]") > 1
        return " " if is_used else definition[0]

    prose = _DEFINITION.sub(unless_used, text) if "]:" in text else text
    patterns = "|".join(pattern for sign, pattern in _NOT_PROSE if sign in prose)
    if patterns:
        prose = _search(patterns).sub(" ", prose)
    shown = Counter(_WORD.findall(unescape(html)))
    lost = Counter(_WORD.findall(unescape(prose))) - shown
    return tuple(sorted(lost.elements(), key=lambda word: word in shown))


def _refuse_loss(text: str, html: str) -> None:
    """Raise `Unconvertible` if most words of `text` are not in `html`.

    A `<script>` that is never closed swallows the rest of the story, and some tangles of HTML
    make Python-Markdown return nothing.
    """
    if len(html) * 2 <= len(text) and len(lost_words(text, html)) * 2 > len(_WORD.findall(text)):
        raise Unconvertible("most of its words would be lost: is an HTML tag not closed?")


def dropped_tags(text: str, html: str) -> tuple[str, ...]:
    """Names of HTML tags that stand in `text` and are not in `html`, as written, sorted.

    What looks like a tag, as in `he said <laughs>`, is one.
    """
    if "<" not in text:
        return ()
    written = {name.lower(): name for name in _TAG_NAME.findall(_COMMENT.sub("", text))}
    from dateline.sanitize import TAGS

    dropped = written.keys() - TAGS
    if dropped:
        dropped -= {name.lower() for name in _SHOWN_NAME.findall(_TAG.sub("", html))}
    return tuple(sorted(written[name] for name in dropped))


def is_never_closed(tag: str, text: str) -> bool:
    """Whether `tag` takes the rest of `text` with it, because its end is missing."""
    name = tag.lower()
    starts = re.findall(rf"<{name}(?=[\s/>])", text, re.IGNORECASE)
    ends = re.findall(rf"</{name}(?=[\s/>])", text, re.IGNORECASE)
    return name in _RAW and len(starts) > len(ends)
