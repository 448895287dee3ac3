"""Damaged exports of every format: whatever is wrong is told, and nothing falls over."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.problems import Location
from tests.conftest import Newsroom
from tests.imports import SAMPLES, bring, content
from tests.test_import_feed import ATOM, ITEM, RSS, json_feed
from tests.test_import_folders import ELEVENTY, HUGO, JEKYLL, PELICAN, lay
from tests.test_import_ghost import export as ghost_export
from tests.test_import_text import TEXT

WHOLE = {
    "text": TEXT.encode(),
    "wordpress": (SAMPLES / "courier.wxr.xml").read_bytes(),
    "rss": RSS.encode(),
    "atom": ATOM.encode(),
    "json": json_feed(ITEM).encode(),
    "ghost": json.dumps(ghost_export()).encode(),
}
FORMS = {"rss": "feed", "atom": "feed", "json": "feed"}

damage = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.integers(0, 40),
        st.one_of(
            st.binary(max_size=6),
            st.sampled_from(
                [b"<", b">", b"]]>", b"<![CDATA[", b"&", b"--", b'"', b"}", b"[", b"\n\n", b"---"]
            ),
        ),
    ),
    min_size=1,
    max_size=4,
)
"""Places, how many bytes go there, and what comes instead."""


def damaged(whole: bytes, harms: list[tuple[float, int, bytes]]) -> bytes:
    for share, gone, new in harms:
        place = int(share * len(whole))
        whole = whole[:place] + new + whole[place + gone :]
    return whole


@pytest.mark.parametrize("name", WHOLE)
@settings(max_examples=40)
@given(harms=damage)
def test_a_damaged_export_is_imported_or_told(
    name: str, harms: list[tuple[float, int, bytes]]
) -> None:
    with Newsroom.temporary() as newsroom:
        file = newsroom.root / "export.txt"
        file.write_bytes(damaged(WHOLE[name], harms))

        done = bring(newsroom, FORMS.get(name, name), file, section="world")
        before = content(newsroom)
        again = bring(newsroom, FORMS.get(name, name), file, section="world")

        assert done.stories + done.pages or done.problems
        assert all(problem.where.path.endswith("export.txt") for problem in done.problems)
        assert all(problem.message and problem.expected for problem in done.problems)
        assert (again.written, content(newsroom)) == ([], before)


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("share", [n / 12 for n in range(12)])
def test_a_truncated_export_is_imported_or_told(
    newsroom: Newsroom, name: str, share: float
) -> None:
    whole = WHOLE[name]
    file = newsroom.write("export.txt", whole[: int(share * len(whole))])

    done = bring(newsroom, FORMS.get(name, name), file, section="world")

    assert done.problems
    assert all(problem.where != Location("") for problem in done.problems)


@pytest.mark.parametrize(
    ("tool", "files"),
    [("hugo", HUGO), ("jekyll", JEKYLL), ("pelican", PELICAN), ("eleventy", ELEVENTY)],
)
@settings(max_examples=25)
@given(harms=damage, number=st.integers(0, 30))
def test_a_folder_with_a_damaged_file_is_imported_or_told(
    tool: str,
    files: dict[str, str | bytes],
    harms: list[tuple[float, int, bytes]],
    number: int,
) -> None:
    with Newsroom.temporary() as newsroom:
        names = sorted(files)
        hurt = names[number % len(names)]
        whole = files[hurt]
        data = damaged(whole if isinstance(whole, bytes) else whole.encode(), harms)
        lay(newsroom.root / "old", files | {hurt: data})

        done = bring(newsroom, tool, newsroom.root / "old", section="world")
        before = content(newsroom)
        again = bring(newsroom, tool, newsroom.root / "old", section="world")

        assert done.stories
        assert (again.written, content(newsroom)) == ([], before)
