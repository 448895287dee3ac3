"""What a page may load: its Content-Security-Policy, in the page and in the hosts' header files.

The pages have no inline script or style. Structured data (`application/ld+json`) is never run, and
so no policy asks about it. Where a page and a header both have a policy, a browser keeps to both.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

OWN = (
    *("script-src", "style-src", "img-src", "font-src", "media-src"),
    *("form-action", "connect-src"),
)
"""What pages load from the paper itself, and nowhere else. Search fetches its index, and tools that
look at a page from within it, such as Lighthouse, fetch robots.txt. Hosts in a policy are checked
settings: no value needs to be escaped in HTML or in a header."""
SEARCH = "search"
"""The kind of page that may compile a program: the search engine."""


@lru_cache(maxsize=256)
def policy_of(kind: str, frames: tuple[str, ...] = ()) -> str:
    """The policy of a page of this kind that may put in frames of the origins `frames`."""
    is_search = kind == SEARCH
    return _policy(frames, is_search=is_search)


def header_policy(frames: Iterable[str], *, has_search: bool) -> str:
    """The policy for all pages of a paper in a header: all that any of them may do.

    Each page's own is narrower. `frame-ancestors` has no meaning but in a header.
    """
    return _policy(frames, is_search=has_search) + "; frame-ancestors 'none'"


def _policy(frames: Iterable[str], *, is_search: bool) -> str:
    rules = {name: ["'self'"] for name in OWN}
    if is_search:
        rules["script-src"].append("'wasm-unsafe-eval'")
    if origins := list(frames):
        rules["frame-src"] = origins
    rules = {"default-src": ["'none'"], "base-uri": ["'none'"], **rules}
    return "; ".join(" ".join((name, *values)) for name, values in rules.items())
