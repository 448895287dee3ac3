"""Everyday Markdown past Python-Markdown's machinery, to the same bytes.

Most of a newspaper is paragraphs of words, quotation marks and dashes, with a crosshead, a list, a
link now and then. Python-Markdown tries each of its processors and patterns on all of it: four
fifths of a cold build. `Quick` makes blocks of a few simple kinds into HTML directly. What stands
between them goes the slow way in pieces (`slow`). A text that holds anything which reaches from
one block to another (HTML, fenced code, attribute lists, definitions, notes but the simplest) goes
there whole.

What is recognized is narrow on purpose. Python-Markdown with the same extensions, cleaned by nh3,
stays the reference, and tests/test_quick.py compares both on all that can be found or generated.
The HTML that `Quick` makes needs no cleaning: no sign of a tag, an entity or a scheme gets so far.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from dateline.characters import are_seen
from dateline.names import slugify

# Typography ------------------------------------------------------------------------------------

# Quotes where all patterns of `smarty`, one after the other, come to the same; others are next to
# dashes, digits, each other or the `s` that the patterns swallow. Each begins with its mark, so
# that the search leaps from mark to mark.
_OPEN = re.compile(r"""\"(?<![^\s(]\")(?=[^\W_])""")
_CLOSE = re.compile(r"""\"(?<=[\w.,;:!?)]\")(?<!'s\")(?!')""")
_APOSTROPHE = re.compile(r"""'(?<=[\w.,;:!?)]')(?<!'s')(?=[^\W\d_]|[\s.,;:!?)]|\Z)""")
_SINGLE = re.compile(r"""'(?<![^\s(]')(?=[^\W\d_])(?!s\b)""")


def educator(step_by_step: Callable[[str], str]) -> Callable[[str], str]:
    """A function that makes the quotes, dashes and dots of a text typographic.

    It gives what the patterns of Python-Markdown's `smarty` extension give. Where that is not plain
    to see, they are applied `step_by_step`.
    """

    def educate(text: str) -> str:
        made = _surely_educated(text)
        return step_by_step(text) if made is None else made

    return educate


def _surely_educated(text: str) -> str | None:
    """`text` with the marks of printers, or `None` where it is not plain to see what they are.

    What it does to a line does not depend on other lines.
    """
    if '"' in text:
        text = _CLOSE.sub("”", _OPEN.sub("“", text))
    if "'" in text:
        text = _SINGLE.sub("‘", _APOSTROPHE.sub("’", text))
    if '"' in text or "'" in text:
        return None
    if "--" in text:
        if "---" in text:
            if "----" in text:
                return None
            text = text.replace("---", "—")
        text = text.replace("--", "–")
    if "..." in text:
        if "...." in text:
            return None
        text = text.replace("...", "…")
    return text


# Signs -----------------------------------------------------------------------------------------


def _is_everyday(text: str) -> bool:
    """Whether `text` is made of letters and signs that are seen, and nothing in it reaches far."""
    reaches_far = (
        "<" in text
        or "{" in text
        or _ODD_LINE.search(text) is not None
        or ("&" in text and _AMPERSAND.search(text) is not None)
        or ("`" in text and "```" in text)
        or ("~" in text and "~~~" in text)
        or ("[" in text and _ODD_BRACKET.search(text) is not None)
    )
    return not reaches_far and (are_seen(text) or are_seen(_without_joiners(text)))


_ODD_LINE = re.compile(r"\n(?:(?<= \n)| {4})")
"""The end of a line after a blank, or the start of one that is code."""
_ODD_BRACKET = re.compile(r"\[(?:(?<=\*\[)|TOC\])")
"""What may begin an abbreviation, or stand for a list of headings."""
_AMPERSAND = re.compile(r"&(?! |[A-Z](?![\w;.-]))")
"""What may begin an entity: all but `A & B` and `R&D`."""


def _without_joiners(text: str) -> str:
    """`text` without the joiners of Indic scripts and Persian, which mean nothing to Markdown."""
    return text.replace("\u200c", "").replace("\u200d", "")


def _is_marked(text: str) -> bool:
    """Whether `text` holds a sign that means something to Markdown inside a line."""
    return (
        "*" in text
        or "[" in text
        or "_" in text
        or "`" in text
        or "|" in text
        or "\\" in text
        or "]" in text
        or ">" in text
    )


_PLAIN = r"[^\n*_`\\\[\]|>]"
"""Any character for which `_is_marked` is false, within a line."""
_INNER = r"(?![ \n])[^*_`\\\[\]|>]+(?<![ \n])"
"""Words in a span: without blanks at the ends, it opens and closes where it seems to."""
_HOST = r"https?://(?:[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*\.)+[A-Za-z]{2,}(?=[/?#)])"
"""A host that every parser takes for one: no numbers, no Punycode."""
_URL = rf"(?:{_HOST}|(?:\.\./)+[A-Za-z0-9]|[/#]?[A-Za-z0-9])[A-Za-z0-9/._#?=%-]*"
_LEFT, _RIGHT = r"[\w*!\])\\]", r"(?![\w*\[(])"
"""What may belong to a span that it stands before or behind."""
_SPAN = re.compile(
    # Each kind begins with its sign, so that the search leaps from sign to sign.
    rf"\*\*(?<!{_LEFT}\*\*)(?P<strong>{_INNER})\*\*{_RIGHT}"
    rf"|\*(?<!{_LEFT}\*)(?P<em>{_INNER})\*{_RIGHT}"
    rf"|\[(?<!{_LEFT}\[)(?P<words>{_INNER})\]\((?P<url>{_URL})\){_RIGHT}"
    rf"|`(?P<code>(?! )[^\n`\\<>&^]+(?<! ))`(?!`)"
    r"|\[\^(?P<note>[A-Za-z0-9]+)\]"
)

# Blocks ----------------------------------------------------------------------------------------

_BEGIN = r"(?!\d+[.)])(?:[^\W_]|[\"'(“‘₹$€£…]|\*{1,2}[^\s*]|\[[^\W_]|`[^`])"
"""How a line of a paragraph begins, and a line of no other block."""
_START = re.compile(_BEGIN)
_OTHER = re.compile(rf"\n(?!{_BEGIN})")
"""A later line of a block that may begin another one."""
_WORDS = re.compile(rf"(?!\d){_BEGIN}")
"""How a text begins that may be plain paragraphs."""
_NO_WORDS = re.compile(rf"\n(?!\n(?!\d){_BEGIN}|(?!\n){_BEGIN})")
"""What may stand between two lines of others."""

_NEXT = re.compile(rf"\n(?! {{0,3}}{_BEGIN})")
"""A later line of an item that may begin something else."""
_HEADING = re.compile(rf"(#{{1,6}}) ((?![ #])(?:(?!#){_PLAIN})+)")
_NUMBER = re.compile(r"(?:^|\n)([0-9]{1,4})\. ")
_QUOTE = re.compile(r"(?:>(?: [^\n]+)?\n)*> [^\n]+")
_TABLE = re.compile(r"\|[^\n]*\|\n\|[|:\- ]*\|(?:\n\|[^\n]*\|)+")
_RULE = re.compile(r" *:?-+:? *")
"""A cell of the second line of a table."""
_FIGURE = re.compile(
    rf"!\[(?P<alt>(?! ){_PLAIN}+(?<! ))\]\((?P<url>{_URL})\)(?P<under>(?:\n: [^\n]+)*)"
)
_BOX = re.compile(
    r"::: *(?P<name>facts|gallery|quote)(?: +(?P<title>[^ \n]+(?: +[^ \n]+)*))? *\n"
    r"(?P<inner>.+)\n::: *",
    re.DOTALL,
)
_CREDIT = re.compile("(?:--|—) +")
_NOTE = re.compile(rf"\[\^([A-Za-z0-9]+)\]: ({_BEGIN}[^\n]*[\w.!?])")
_MARK = re.compile(r"\[\^([A-Za-z0-9]+)\]")
_DEFINITION = re.compile(r"^:[ \t]", re.MULTILINE)
_ID = re.compile(r' id="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Made:
    """A text as clean HTML."""

    html: str
    is_whole: bool = True
    """Whether all of it was recognized: then no word of the text is missing."""


def heading_id(text: str) -> str:
    """An id for a heading. Those that begin with `dl-` belong to the theme."""
    slug = slugify(text) or "part"
    return f"part-{slug}" if slug.startswith("dl-") else slug


class Quick:
    """Converts what it recognizes; `convert_slowly` is the reference, for the pieces between."""

    def __init__(
        self,
        step_by_step: Callable[[str], str],
        convert_slowly: Callable[[str], str],
    ) -> None:
        self.educate = educator(step_by_step)
        self.convert_slowly = convert_slowly

    def convert(self, text: str) -> str | None:
        """`text` as clean HTML, or `None` if the reference must see it whole."""
        made = self.make(text)
        return None if made is None else made.html

    def make(self, text: str) -> Made | None:
        """What `convert` gives, and whether the reference saw any of it."""
        if not _is_everyday(text):
            return None
        if _is_plain(text):
            return Made(self._paragraphs(text))
        blocks = _blocks(text)
        if "^" in text and "[^" in text:
            made = self._with_notes(text, blocks)
        elif "]:" in text:
            return None
        else:
            made = self._make(blocks)
        # Python-Markdown numbers headings of the same words, wherever they stand.
        return None if made is None or _repeats_an_id(made.html) else made

    def _make(self, blocks: Sequence[str]) -> Made | None:
        """`blocks` as HTML, what is not known in pieces by the reference."""
        parts: list[str] = []
        waiting: list[str] = []
        is_whole = True
        for number, end, made in self._steps(blocks):
            if made is None:
                if not end:
                    return None
                waiting += blocks[number:end]
                is_whole = False
                continue
            if waiting:
                parts.append(self.convert_slowly("\n\n".join(waiting)))
                waiting = []
            parts.append(made)
        if not parts:
            return None
        if waiting:
            parts.append(self.convert_slowly("\n\n".join(waiting)))
        return Made("\n".join(parts), is_whole)

    def _whole(self, blocks: Sequence[str]) -> str | None:
        """`blocks` as HTML, or `None` if any of them is not known."""
        parts = []
        for _, _, made in self._steps(blocks):
            if made is None:
                return None
            parts.append(made)
        return "\n".join(parts) or None

    def _steps(self, blocks: Sequence[str]) -> Iterator[tuple[int, int, str | None]]:
        """For all that begins among `blocks` its number, that of the block after it, and its HTML.

        The HTML is `None` for what is not known, and the second number is 0 if that reaches further
        than can be seen. Paragraphs that follow each other are taken together.
        """
        number = 0
        while number < len(blocks):
            end = number
            while end < len(blocks) and _is_plain(blocks[end]):
                end += 1
            if end > number:
                yield number, end, self._paragraphs("\n\n".join(blocks[number:end]))
            else:
                end = _end(blocks, number)
                yield number, end, self._block(blocks, number, end) if end else None
            number = end or len(blocks)

    def _block(self, blocks: Sequence[str], number: int, end: int) -> str | None:
        """The HTML of one block, or `None` if it is of no kind that is known here.

        Of a news block, `end` is the number of the block after it.
        """
        block = blocks[number]
        if (make := self._MAKERS.get(block[0])) is None:
            return self._paragraph(block)
        melting = self._MELTING.get(make)
        if melting is not None and _may_melt(melting, blocks, number):
            return None
        return make(self, block if end == number + 1 else "\n\n".join(blocks[number:end]))

    # Kinds of block ------------------------------------------------------------------------------

    def _paragraphs(self, text: str) -> str:
        """Paragraphs for which `_is_plain` vouches."""
        made = _surely_educated(text)
        if made is None:
            made = "\n\n".join(map(self.educate, text.split("\n\n")))
        return f"<p>{_escaped(made)}</p>".replace("\n\n", "</p>\n<p>")

    def _paragraph(self, block: str) -> str | None:
        if not _START.match(block) or block[-1] == " " or ("\n" in block and _OTHER.search(block)):
            return None
        words = self._inline(block)
        return None if words is None else f"<p>{words}</p>"

    def _heading(self, block: str) -> str | None:
        match = _HEADING.fullmatch(block)
        return match and self._titled(max(2, len(match[1])), match[2].rstrip())

    def _titled(self, level: int, text: str) -> str:
        words = self.educate(text)
        return f'<h{level} id="{heading_id(words)}">{_escaped(words)}</h{level}>'

    def _starred(self, block: str) -> str | None:
        return self._list(block) if block[1:2] == " " else self._paragraph(block)

    def _counted(self, block: str) -> str | None:
        """A numbered list, or a paragraph that begins with a number other than 0."""
        return self._numbered(block) if _NUMBER.match(block) else self._paragraph(block)

    def _list(self, block: str) -> str | None:
        if block[1:2] != " ":
            return None
        return self._items("<ul>", block[2:].split(f"\n{block[0]} "), "</ul>")

    def _numbered(self, block: str) -> str | None:
        _, first, *parts = _NUMBER.split(block)
        opening = "<ol>" if first == "1" else f'<ol start="{first}">'
        return self._items(opening, parts[::2], "</ol>")

    def _items(self, opening: str, texts: Sequence[str], closing: str) -> str | None:
        items = []
        for text in texts:
            if not _START.match(text) or ("\n" in text and _NEXT.search(text)):
                return None
            if (words := self._inline(text)) is None:
                return None
            items.append(f"<li>{words}</li>")
        return "\n".join((opening, *items, closing))

    def _quote(self, block: str) -> str | None:
        if not _QUOTE.fullmatch(block) or "> >" in block:
            return None
        made = self._whole(_blocks("\n".join(line[2:] for line in block.split("\n"))))
        return made and f"<blockquote>\n{made}\n</blockquote>"

    def _table(self, block: str) -> str | None:
        if not _TABLE.fullmatch(block) or "\\" in block or "`" in block:
            return None
        rows = [line[1:-1].split("|") for line in block.split("\n")]
        width = len(rows[0])
        if width == 1 or any(len(row) != width for row in rows):
            return None
        if not all(_RULE.fullmatch(cell) for cell in rows[1]) or not all(map(str.strip, rows[0])):
            return None
        classes = [_ALIGNED[cell[:1] == ":", cell[-1:] == ":"] for cell in map(str.strip, rows[1])]
        head = self._row("th", rows[0], [f'{class_} scope="col"' for class_ in classes])
        body = [self._row("td", row, classes) for row in rows[2:]]
        if head is None or None in body:
            return None
        under = "\n".join(cast(list[str], body))
        return (
            f'<div class="table"><table>\n<thead>\n{head}\n</thead>\n'
            f"<tbody>\n{under}\n</tbody>\n</table></div>"
        )

    def _row(self, tag: str, cells: Sequence[str], attributes: Sequence[str]) -> str | None:
        made = []
        for cell, said in zip(cells, attributes, strict=True):
            if (words := self._inline(cell.strip(" "))) is None:
                return None
            made.append(f"<{tag}{said}>{words}</{tag}>\n")
        return f"<tr>\n{''.join(made)}</tr>"

    def _figure(self, block: str) -> str | None:
        if not (match := _FIGURE.fullmatch(block)) or block[-1] == " ":
            return None
        caption: str | None = ""
        if match["under"]:
            caption = self._caption([line[2:].strip() for line in match["under"].split("\n")[1:]])
        if caption is None or "&" in match["alt"]:
            return None
        alt = match["alt"].replace('"', "&quot;")
        return f'<figure class="picture"><img alt="{alt}" src="{match["url"]}">{caption}</figure>'

    def _caption(self, lines: Sequence[str]) -> str | None:
        """The caption under a picture: lines that begin with two hyphens are its credit."""
        said = "\n".join(line for line in lines if not _CREDIT.match(line))
        credit = "\n".join(_CREDIT.sub("", line, 1) for line in lines if _CREDIT.match(line))
        made = []
        for name, text in (("caption", said), ("credit", credit)):
            if text:
                if (words := self._inline(text)) is None:
                    return None
                made.append(f'<span class="{name}">{words}</span>')
        return f"<figcaption>{' '.join(made)}</figcaption>\n" if made else None

    def _box(self, text: str) -> str | None:
        """A fact box, gallery or pull quote."""
        match = _BOX.fullmatch(text)
        if not match or ":::" in match["inner"]:
            return None
        name, title, inner = match["name"], match["title"], _blocks(match["inner"])
        if name == "quote":
            return None if title else self._pulled(inner)
        if title and not _TITLE.fullmatch(title):
            return None
        if (made := self._whole(inner)) is None:
            return None
        if title:
            return f'<section class="{name}">\n{self._titled(2, title)}\n{made}\n</section>'
        return f'<div class="{name}">\n{made}\n</div>'

    def _pulled(self, inner: list[str]) -> str | None:
        """A pull quote: lines of its last block that begin with two hyphens say whose it is."""
        if not inner:
            return None
        lines = inner.pop().split("\n")
        who = " ".join(_CREDIT.sub("", line, 1).strip() for line in lines if _CREDIT.match(line))
        if said := "\n".join(line for line in lines if not _CREDIT.match(line)):
            inner.append(said)
        made = self._whole(inner)
        by = self._inline(who) if who else ""
        if made is None or by is None:
            return None
        under = f"<figcaption>{by}</figcaption>\n" if by else ""
        return f'<figure class="pull">\n<blockquote>\n{made}\n</blockquote>\n{under}</figure>'

    _MAKERS: Mapping[str, Callable[[Quick, str], str | None]] = {
        "#": _heading,
        "-": _list,
        "+": _list,
        "*": _starred,
        ">": _quote,
        "|": _table,
        "!": _figure,
        ":": _box,
    } | dict.fromkeys("123456789", _counted)
    """How a block is made, by its first sign; all others are paragraphs."""
    _MELTING: Mapping[Callable[[Quick, str], str | None], re.Pattern[str]] = {
        _list: re.compile(r"^[-*+: ]", re.MULTILINE),
        _starred: re.compile(r"^[-*+: ]", re.MULTILINE),
        _counted: re.compile(r"^[\d: ]", re.MULTILINE),
        _quote: re.compile(r"^[>: ]", re.MULTILINE),
    }
    """How a line begins that may be a part of the list or quote beside it."""

    # Notes ---------------------------------------------------------------------------------------

    def _with_notes(self, text: str, blocks: Sequence[str]) -> Made | None:
        """`blocks` as HTML with footnotes, if all of them are known and each note is used once."""
        notes: dict[str, str] = {}
        rest = []
        for block in blocks:
            lines = [_NOTE.fullmatch(line) for line in block.split("\n")] if block[0] == "[" else []
            if lines and all(lines):
                found = cast(list[re.Match[str]], lines)
                notes.update((line[1], line[2]) for line in found)
            else:
                rest.append(block)
        used = [mark for block in rest for mark in _MARK.findall(block)]
        marks = len(used) + len(notes)
        if sorted(used) != sorted(notes) or text.count("[^") != marks or "///" in text:
            return None
        if text.count("]:") != len(notes) or (html := self._whole(rest)) is None:
            return None
        items = []
        for number, (name, note) in enumerate(notes.items(), 1):
            if (words := self._inline(note)) is None:
                return None
            items.append(_item(name, number, words))
        numbers = {name: number for number, name in enumerate(notes, 1)}
        html = _MARK.sub(lambda mark: _reference(mark[1], numbers[mark[1]]), html)
        under = "\n".join(items)
        return Made(f'{html}\n<div class="footnote">\n<hr>\n<ol>\n{under}\n</ol>\n</div>')

    # Words ---------------------------------------------------------------------------------------

    def _inline(self, text: str) -> str | None:
        """`text` with emphasis, links and typography, or `None` if it holds any other sign."""
        if not _is_marked(text):
            return _escaped(self.educate(text))
        pieces = []
        start = 0
        for match in _SPAN.finditer(text):
            between = text[start : match.start()]
            if _is_marked(between):
                return None
            pieces.append(self.educate(between))
            pieces.append(self._span(match))
            start = match.end()
        rest = text[start:]
        if _is_marked(rest):
            return None
        pieces.append(self.educate(rest))
        return _escaped("".join(pieces))

    def _span(self, match: re.Match[str]) -> str:
        kind = match.lastgroup
        if kind == "url":
            return f'<a href="{match["url"]}">{self.educate(match["words"])}</a>'
        if kind == "note":
            return match[0]
        if kind == "code":
            return f"<code>{match['code']}</code>"
        return f"<{kind}>{self.educate(match[cast(str, kind)])}</{kind}>"


_ALIGNED = {
    (False, False): "",
    (True, False): ' class="left"',
    (False, True): ' class="right"',
    (True, True): ' class="center"',
}
"""The attribute of a cell, by whether colons stand before and behind the hyphens of its column."""
_TITLE = re.compile(rf"[^\W_]{_PLAIN}*")


def _blocks(text: str) -> list[str]:
    return [block for part in text.split("\n\n") if (block := part.strip("\n"))]


def _is_plain(text: str) -> bool:
    """Whether `text` is nothing but paragraphs of words, one blank line between them."""
    return (
        _WORDS.match(text) is not None
        and text[-1] not in " \n"
        and not _is_marked(text)
        and _NO_WORDS.search(text) is None
        and not (":" in text and ":::" in text)
    )


def _end(blocks: Sequence[str], number: int) -> int:
    """The number of the block after what begins at `number`, which for a news block (`::: name`
    to `:::`) may be several blocks later; 0 if it reaches further than can be seen."""
    block = blocks[number]
    if block.startswith(":::"):
        is_open = False
        for end in range(number, len(blocks)):
            is_open = _stays_open(blocks[end], is_open)
            if not is_open:
                return end + 1
        return 0
    if block[0] == " " or ":::" in block:
        return 0
    is_definition = (
        (block[0] == ":" or "\n:" in block)
        and block[0] != "!"
        and _DEFINITION.search(block) is not None
    )
    return 0 if is_definition else number + 1


def _stays_open(block: str, is_open: bool) -> bool:
    """Whether a news block is open at the end of `block`."""
    for line in block.split("\n"):
        if line.startswith(":::"):
            is_open = line.rstrip() != ":::"
    return is_open


def _may_melt(melting: re.Pattern[str], blocks: Sequence[str], number: int) -> bool:
    """Whether what stands beside a block may be a part of it.

    The next block could go on with it only from its start; the one before may end with a list
    that begins on any of its lines.
    """
    if number + 1 < len(blocks) and melting.match(blocks[number + 1]):
        return True
    return number > 0 and melting.search(blocks[number - 1]) is not None


def _repeats_an_id(html: str) -> bool:
    if html.count(' id="') < 2:
        return False
    ids = _ID.findall(html)
    return len(set(ids)) < len(ids)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;") if "&" in text else text


def _reference(name: str, number: int) -> str:
    return f'<sup id="fnref:{name}"><a class="footnote-ref" href="#fn:{name}">{number}</a></sup>'


def _item(name: str, number: int, words: str) -> str:
    return (
        f'<li id="fn:{name}">\n<p>{words}&nbsp;<a class="footnote-backref" href="#fnref:{name}" '
        f'title="Back to the text at note {number}">↩</a></p>\n</li>'
    )
