"""Stories that are not live are nowhere in the output."""

from __future__ import annotations

import pytest

from tests.conftest import Newsroom


def test_a_future_story_stays_out_until_its_time_comes(newsroom: Newsroom) -> None:
    newsroom.story("world/treaty.md", published="2026-11-24 08:00 IST")

    before = newsroom.build(as_of="2026-11-24 07:59 IST")
    after = newsroom.build(as_of="2026-11-24 08:00 IST")

    assert "world/2026/11/24/treaty/index.html" not in before.outputs
    assert "world/2026/11/24/treaty/index.html" in after.outputs


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param({"draft": "yes"}, id="draft"),
        pytest.param({"published": "2026-12-01 08:00 IST"}, id="published later"),
        pytest.param({"embargo": "2026-12-01 08:00 IST"}, id="embargo"),
        pytest.param({"expires": "2026-11-21 08:00 IST"}, id="expired"),
    ],
)
def test_no_byte_of_an_unpublished_story_is_in_the_output(
    newsroom: Newsroom, keys: dict[str, str]
) -> None:
    newsroom.story("world/open.md", title="Open", topics=["Trade"], series="talks")
    secret: dict[str, object] = {
        "title": "Needletitle",
        "summary": "Needlesummary",
        "topics": ["Needletopic", "Trade"],
        "authors": ["Needle Author"],
        "kicker": "Needlekicker",
        "aliases": ["/needle-alias/"],
        "series": "talks",
        "image": {"src": "needle-lead.jpg", "alt": "Needlealt"},
        **keys,
    }
    newsroom.write("content/world/needle-bundle/needle-lead.jpg", b"needle picture")
    newsroom.write("content/world/needle-loose.jpg", b"needle loose")
    body = "Needlebody ![Needle](../needle-loose.jpg)\n"
    newsroom.story("world/needle-bundle/index.md", body, **secret)

    built = newsroom.build()

    assert built.report.ready, built.report.problems
    for path, content in built.outputs.items():
        assert b"needle" not in content.lower(), path
        assert "needle" not in path.lower()


def test_a_draft_stops_no_edition_even_when_warnings_count_as_errors(newsroom: Newsroom) -> None:
    newsroom.story("world/good.md")
    newsroom.story("world/draft.md", draft="yes", tags=["Trade"], published="2026-11-20")

    built = newsroom.build(strict=True)

    assert built.report.ready
    assert {problem.severity for problem in built.report.problems} == {"warning"}
