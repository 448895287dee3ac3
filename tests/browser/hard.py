"""A paper that is hard to show: long words, wide tables, many pages, right to left."""

from __future__ import annotations

from tests.conftest import CHECKOUT, Newsroom

CONFIG = """\
[site]
title = "روزنامہ بندرگاہ"
url = "https://bandargah.example"
description = "شہر اور ساحل کی خبریں"
language = "ur"
accent = "#8a1c1c"

[sections.port]
title = "بندرگاہ"
description = "جہاز، گودیاں اور وہ لوگ جو ان سے جیتے ہیں۔"

[sections.letters]
title = "Donaudampfschifffahrtsgesellschaftskapitänsbriefe"

[lists]
per_page = 2

[embeds]
hosts = ["video.example"]

[nav]
About = "/about/"
"""

FRONT = """\
[breaking]
text = "بندرگاہ دوپہر تک بند"
story = "port/tide.md"
until = "2026-11-24 12:30 IST"
"""

LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
ADDRESS = "https://example.org/" + "a-path-without-end/" * 12

EVERYTHING = f"""\
A first paragraph with `code_without_a_single_place_to_break_{"x" * 80}` and <{ADDRESS}>.

## A crosshead that is {LONG}

| Port | {" | ".join(f"Berth {number}" for number in range(1, 15))} |
|---|{"--:|" * 14}
| Velanpur | {" | ".join(f"{number * 1000:,}" for number in range(1, 15))} |
| {LONG} | {" | ".join("1" for _ in range(14))} |

![A ferry at night](ferry.jpg)
: The ferry, with a caption that runs on for longer than any caption ought to run on, {LONG}.
: -- A photographer whose name is {LONG}

::: quote
The sea does not wait for {LONG}.
-- The harbour master
:::

::: facts The port in figures
- Berths: 14
- {LONG}
:::

::: gallery The night in pictures
![The quay](ferry.jpg)
: Water stood at the second step.

![A lamp](ferry.jpg)
: -- A. Lamp
:::

::: embed https://video.example/watch/1
The harbour from the air
-- Port Trust
:::

~~~python
print("{"a line of code that is far too long for any telephone " * 4}")
~~~

> A quotation with a note.[^1]

1. One
    - and inside it
        - and inside that, {LONG}

Berth
: The place of a ship at a quay.

Bhāṣā in between: <span lang="hi">देवनागरी में एक वाक्य</span>.

[^1]: The court sat for nine days.
"""

URDU = """\
کراچی کی بندرگاہ پر ہفتے کی رات پانی دوسری سیڑھی تک آیا۔ مچھیروں نے کہا کہ ایسا سمندر انھوں نے
تیس برس میں نہیں دیکھا، اور بندرگاہ کے عملے نے رات بھر رسیاں کسیں۔

## پانی کہاں تک آیا

- پہلی گودی: 2.4 میٹر
- دوسری گودی: 1.9 میٹر

> سمندر کمیٹیوں کا انتظار نہیں کرتا۔
"""


def write_hard(newsroom: Newsroom) -> None:
    """The paper's files."""
    newsroom.write("config.toml", CONFIG)
    newsroom.write("content/front.toml", FRONT)
    newsroom.write("content/about.md", "---\ntitle: ہمارے بارے میں\n---\nہم نو لوگ ہیں۔\n")
    photo = (CHECKOUT / "content" / "city" / "night-ferry" / "ferry.jpg").read_bytes()
    newsroom.write("content/letters/everything/ferry.jpg", photo)
    newsroom.story(
        "letters/everything/index.md",
        EVERYTHING,
        title=f"A headline with {LONG} in it",
        summary=f"A standfirst that goes on about {LONG} and does not know when to stop",
        kicker=LONG,
        lang="en",
        kind="analysis",
        published="2026-11-22 08:00 IST",
        updated="2026-11-23 09:00 IST",
        authors=["Asha Menon", f"Dr. {LONG}", "নূর কুরেশি"],
        topics=[LONG, "Port", "बंदरगाह"],
        image={"src": "ferry.jpg", "alt": "A ferry", "caption": LONG, "credit": LONG},
        series="the-long-words",
    )
    newsroom.story(
        "port/tide.md",
        URDU,
        title="سمندر دوسری سیڑھی تک آیا",
        summary="بندرگاہ کے عملے نے رات بھر رسیاں کسیں",
        published="2026-11-23 06:00 IST",
        updated="2026-11-23 09:00 IST",
        authors=["نور قریشی"],
        topics=["Port", "سمندر"],
    )
    for number in range(1, 8):
        newsroom.story(
            f"port/day-{number}.md",
            URDU,
            title=f"دن {number}: بندرگاہ کی خبر",
            kind="sponsored" if number == 3 else "opinion",
            published=f"2026-11-{number + 10} 08:00 IST",
            authors=["نور قریشی"],
            topics=["Port"],
            series="the-long-words",
        )
