"""What a template is made of is known, however far it reaches."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from dateline.templates import closures
from dateline.theme import Theme, load_theme
from tests.conftest import Newsroom


def closed(texts: Mapping[str, str]) -> Mapping[str, bytes]:
    return closures(Theme(texts, {name: name for name in texts}, (), {}))


SITE = {
    "base.html": "{% include '_head.html' %}{% block main %}{% endblock %}",
    "_head.html": "<head>",
    "_parts.html": "{% macro card() %}{% include '_deep.html' %}{% endmacro %}",
    "_deep.html": "deep",
    "story.html": "{% extends 'base.html' %}",
    "front.html": "{% from '_parts.html' import card %}",
    "map.xml": "{% import '_parts.html' as parts %}",
    "alone.txt": "{% include 'own.txt' ignore missing %}",
    "any.html": "{% include page.kind + '.html' %}",
    "list.html": "{% include ['first.html', '_head.html'] %}",
    "round.html": "{% include 'round.html' %}",
    "broken.html": "{% if %}",
}


@pytest.mark.parametrize(
    ("name", "reached"),
    [
        ("_head.html", "_head.html any.html base.html list.html story.html"),
        ("_deep.html", "_deep.html _parts.html any.html front.html map.xml"),
        ("story.html", "any.html story.html"),
        ("base.html", "any.html base.html story.html"),
        ("round.html", "any.html round.html"),
        ("broken.html", "any.html broken.html"),
        pytest.param("own.txt", "alone.txt any.html own.txt", id="one that was not there"),
        pytest.param("first.html", "any.html first.html list.html", id="the first of two"),
    ],
)
def test_a_change_reaches_what_is_made_of_it_and_nothing_else(name: str, reached: str) -> None:
    before = closed(SITE)

    after = closed({**SITE, name: SITE.get(name, "") + "changed"})

    assert {other for other in after if after[other] != before.get(other)} == set(reached.split())


def test_one_that_is_taken_away_is_noticed() -> None:
    before = closed(SITE)

    after = closed({name: text for name, text in SITE.items() if name != "_head.html"})

    assert {name for name in after if after[name] != before[name]} == set(
        "any.html base.html list.html story.html".split()
    )


def test_what_stands_on_an_override_changes_with_it(newsroom: Newsroom) -> None:
    default, _ = load_theme(newsroom.root)
    newsroom.write("templates/story.html", '{% extends "theme/story.html" %}')
    own, _ = load_theme(newsroom.root)

    before, after = closures(default), closures(own)

    changed = {name for name in after if after[name] != before[name]}
    assert "story.html" in changed
    assert not changed & {"theme/story.html", "base.html", "front.html", "section.html"}
