"""Recipes for stories too big to keep as files: each tries to stall or to break something."""

from __future__ import annotations

from collections.abc import Mapping

_PUBLISHED = "published: 2026-11-20 09:00 IST\n"


def _letters(number: int) -> str:
    """A word of letters alone for each number."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


BODIES: Mapping[str, str] = {
    # Named in issues of Python-Markdown and of html.parser.
    "footnote references": "[^a]" * 5_000 + "\n\n[^a]: b\n",
    "links never closed": "[a](" * 20_000,
    "character data never closed": "<![CDATA[" * 10_000,
    "tags never closed": "<a " * 50_000,
    "brackets": "[" * 50_000,
    "list nested a thousand deep": "\n".join("    " * n + "- a" for n in range(1_000)),
    "list nested 300 deep": "\n".join("    " * n + "- a" for n in range(300)),
    "list nested 55 deep": "\n".join("    " * n + "- a" for n in range(55)),
    "hyphens and blanks": "- " * 2_000 + "a",
    "stars and blanks": "* " * 20_000 + "a",
    "divisions with Markdown": '<div markdown="1">' * 300 + "Text",
    "divisions with Markdown on lines": '<div markdown="1">\n' * 300 + "Text",
    "backticks of growing length": " ".join("`" * n for n in range(1, 600)),
    "one run of backticks": "`" * 100_000,
    # Never closed.
    "comments never closed": "<!-- " * 50_000,
    "one comment never closed": "<!-- " + "word " * 50_000,
    "scripts never closed": "<script>" * 20_000,
    "instructions never closed": "<?" * 50_000,
    "declarations never closed": "<!A " * 50_000,
    "end tags": "</a" * 50_000,
    "divisions never closed": "<div>\n" * 20_000,
    "attributes never closed": '<a b="' * 30_000,
    "pictures never closed": "![a](" * 20_000,
    "link titles never closed": '[a](b "' * 20_000,
    "references never closed": "[a][" * 20_000,
    "code never closed": "```a\n" * 20_000,
    "code with waves never closed": "~~~ {.a\n" * 20_000,
    "news blocks never closed": "::: facts\n" * 20_000,
    "news blocks of all kinds": "::: quote\n\na\n\n:::\n\n" * 10_000,
    "news blocks only closed": ":::\n" * 40_000,
    "attribute lists never closed": "{: .a " * 30_000,
    # Emphasis.
    "stars": "*" * 100_000,
    "stars and letters": "*a" * 50_000,
    "stars of all lengths": "".join("*" * (n % 7) + "a " for n in range(30_000)),
    "underlines and letters": "_a" * 50_000,
    "stars in underlines": "*a _b " * 30_000,
    "double stars in stars": "**a *b " * 30_000,
    # Deep.
    "quotes a thousand deep": "> " * 1_000 + "a",
    "quotes without blanks": ">" * 50_000 + "a",
    "quotes 55 deep": "> " * 55 + "a",
    "quotes and lists in turn": "> - " * 500 + "a",
    "numbered lists in each other": "1. " * 5_000 + "a",
    "brackets in each other": "[" * 5_000 + "a" + "]" * 5_000,
    "round brackets in each other": "[a](" + "(" * 20_000 + ")" * 20_000 + ")",
    "elements in each other": "<b>" * 20_000 + "a" + "</b>" * 20_000,
    "quotes in each other in HTML": "<blockquote>" * 5_000 + "a",
    "tables in each other in HTML": "<table><tr><td>" * 3_000 + "a",
    "links in each other": "[" * 300 + "a" + "](https://x.example/)" * 300,
    # Many.
    "table of many rows": "a | b\n--|--\n" + "c | d\n" * 40_000,
    "table of many columns": "|a" * 20_000 + "\n" + "|-" * 20_000 + "\n" + "|b" * 20_000,
    "table of many short rows": "|a" * 2_000 + "\n" + "|-" * 2_000 + "\n" + "|b\n" * 5_000,
    "footnotes in thousands": "".join(f"a[^{n}]\n\n[^{n}]: b\n\n" for n in range(5_000)),
    "footnotes that name each other": "".join(f"[^{n}]: [^{n + 1}]\n\n" for n in range(5_000)),
    "abbreviations in thousands": "".join(f"*[{_letters(n)}]: x\n" for n in range(8_000))
    + " ".join(_letters(n) for n in range(8_000)),
    "abbreviations in each other": "".join(f"*[{'a ' * n}b]: x\n" for n in range(400))
    + "a " * 9000,
    "definitions in thousands": "".join(f"[{n}]: https://x.example/\n" for n in range(20_000)),
    "definition lists": "a\n:   b\n\n" * 20_000,
    "headings with contents": "[TOC]\n\n" + "# a\n\n" * 8_000,
    "contents in thousands": "[TOC]\n\n" * 5_000 + "# a\n\n" * 50,
    "headings underlined": "a\n===\n\n" * 20_000,
    "attribute lists": "a {: .b }\n\n" * 20_000,
    "attribute lists of many names": "a\n{: " + ".b " * 50_000 + "}\n",
    "captions": "![a](/assets/favicon.svg)\n: b\n\n" * 8_000,
    "caption of many lines": "![a](/assets/favicon.svg)\n" + ": b\n" * 40_000,
    "paragraphs in thousands": "a\n\n" * 100_000,
    "rules": "- - -\n\n" * 20_000,
    "code in thousands": "```python\na = 1\n```\n\n" * 5_000,
    "code of one long line": "```python\n" + "a=1;" * 100_000 + "\n```\n",
    "code that closes nothing": "```json\n" + '{"a":[' * 30_000 + "\n```\n",
    "spans of code": "`a` " * 40_000,
    "line breaks": "a  \n" * 50_000,
    "links by address": "<https://x.example/> " * 10_000,
    "addresses to write to": "<a@x.example> " * 10_000,
    "links to one missing file": "[a](gone.md) " * 10_000,
    "links to many missing files": "".join(f"[a](gone-{n}.md) " for n in range(4_000)),
    "entities": "&amp;" * 100_000,
    "ampersands": "&" * 200_000,
    "entities never closed": "&#" * 100_000,
    "smart quotes": "\"a' " * 60_000,
    "quotation marks": '"' * 200_000,
    "apostrophes": "'" * 200_000,
    "dots and dashes": "... --- " * 30_000,
    "backslashes": "\\" * 200_000,
    "escaped brackets": "\\[" * 100_000,
    "stash words": "\u2402klzzwxh:0000\u2403 wzxhzdk:0 " * 10_000,
    "words with one long line": "word " * 200_000,
    "one word": "a" * 1_500_000,
    "blank lines": "\n" * 1_500_000 + "a",
    "blanks": " " * 1_500_000 + "a",
    "tabs": "\t" * 100_000 + "a",
    "carriage returns": "a\r" * 100_000,
    "combining marks": "a" + "\u0301" * 300_000,
    "two megabytes of prose": ("Some words of a long story. " * 20 + "\n\n") * 3_700,
    "two megabytes of short paragraphs": "Some words of a long story.\n\n" * 70_000,
    "more than is allowed": "Some words of a long story.\n\n" * 80_000,
}
"""Texts of stories."""

_ITEMS = ", ".join("[a" for _ in range(5_000))

HEADS: Mapping[str, str] = {
    "a hundred thousand brackets": "extra: " + "[" * 100_000,
    "brackets within the limit": "title: x\n" + _PUBLISHED + "extra: " + "[" * 60_000,
    "braces within the limit": "title: x\n" + _PUBLISHED + "extra: " + "{a: " * 15_000,
    "brackets and commas": "title: x\n" + _PUBLISHED + "extra: " + _ITEMS,
    "block lists in each other": "title: x\n" + _PUBLISHED + "extra:\n  " + "- " * 30_000 + "a",
    "question marks in each other": "title: x\n" + _PUBLISHED + "? " * 30_000 + "a",
    "tables in each other": "".join(" " * n + "a:\n" for n in range(330)),
    "unknown keys": "title: x\n" + _PUBLISHED + "".join(f"tilte{n}: x\n" for n in range(4_000)),
    "one key many times": "title: x\n" + _PUBLISHED + "title: y\n" * 2_400,
    "many topics": "title: x\n" + _PUBLISHED + "topics: [" + "a, " * 15_000 + "]",
    "many other topics": "title: x\n"
    + _PUBLISHED
    + "topics: ["
    + ", ".join(f"T {n}" for n in range(2_000))
    + "]",
    "a long title": "title: " + "x" * 60_000 + "\n" + _PUBLISHED,
    "a long folded title": "title: >\n" + "  x\n" * 12_000 + _PUBLISHED,
    "a long slug": "title: x\nslug: " + "a-" * 25_000 + "a\n" + _PUBLISHED,
    "a long time": "title: x\npublished: " + "2026-" * 10_000 + "\n",
    "a long language": "title: x\nlang: en" + "-a1" * 15_000 + "\n" + _PUBLISHED,
    "a long alias": "title: x\naliases: [/" + "a/" * 25_000 + "]\n" + _PUBLISHED,
    "an alias of long parts": "title: x\naliases: [/" + "a" * 60_000 + "]\n" + _PUBLISHED,
    "a long key": "title: x\n" + "k" * 60_000 + ": v\n" + _PUBLISHED,
    "a long anchor": "title: &" + "a" * 60_000 + " x\n" + _PUBLISHED,
    "a comment": "title: x\n" + _PUBLISHED + "# " + "x" * 60_000,
    "comments": "title: x\n" + _PUBLISHED + "#\n" * 30_000,
    "escapes": 'title: "' + "\\u0041" * 9_000 + '"\n' + _PUBLISHED,
    "one long line without a key": "x" * 60_000,
}
"""Front matter."""


def stories() -> Mapping[str, str]:
    """Every recipe as the text of a story's file, by a name for the file."""
    bodies = {
        f"stall-{name.lower().replace(' ', '-')}": f"---\ntitle: Stall\n{_PUBLISHED}---\n{body}\n"
        for name, body in BODIES.items()
    }
    heads = {
        f"head-{name.lower().replace(' ', '-')}": f"---\n{head.rstrip()}\n---\nWords.\n"
        for name, head in HEADS.items()
    }
    return bodies | heads
