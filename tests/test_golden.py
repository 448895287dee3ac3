"""The pages of a small paper, byte for byte.

`pytest --write-golden` renews `tests/golden/`; the difference is reviewed like code.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from dateline.index import Edition
from dateline.pipeline import Options, build
from tests.conftest import AS_OF, Built, moment, tree

GOLDEN = Path(__file__).resolve().parent / "golden"
EXPECTED = GOLDEN / "expected"
"""What the paper in `golden/paper` becomes. Pictures are copies, and not kept twice."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small paper, built."""
    root = tmp_path_factory.mktemp("golden") / "paper"
    shutil.copytree(GOLDEN / "paper", root)
    report = build(root, Options(Edition(moment(AS_OF))))
    return Built(report, tree(root / "output"))


def pages(built: Built) -> dict[str, bytes]:
    """What is compared: all but pictures, the style sheet and scripts, which are the theme's own,
    and the search index, which is Pagefind's. Names of pictures are told without their marks, which
    are other ones with another version of Pillow."""
    left_out = (".png", ".svg", ".css", ".js")
    return {
        path: re.sub(
            rb"\b(img/)[0-9a-f]{2}/([a-z-]+-)[0-9a-f]{14}|(/card-)[0-9a-f]{12}", _plain, text
        )
        for path, text in built.outputs.items()
        if not path.endswith(left_out) and not re.match(r"search/\d|img/", path)
    }


def _plain(name: re.Match[bytes]) -> bytes:
    """The name of a picture or card, without its mark."""
    return b"".join(part or b"" for part in name.groups()) + b"MARK"


def test_the_small_paper_has_no_problem(built: Built) -> None:
    assert built.report.problems == ()


def test_every_page_is_as_it_was(built: Built, write_golden: bool) -> None:
    found = pages(built)
    if write_golden:
        shutil.rmtree(EXPECTED, ignore_errors=True)
        for path, content in found.items():
            target = EXPECTED / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    expected = tree(EXPECTED)

    assert sorted(found) == sorted(expected)
    for path in sorted(found):
        assert found[path].decode() == expected[path].decode(), path
