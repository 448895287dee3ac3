"""What a story embeds from other sites: frames that a click puts in, and nothing before it.

A story says `::: embed ADDRESS`, which is a link with a caption. If the paper allows the provider
([embeds] in config.toml), the link learns the address of the provider's frame, for the theme's
script; without script it stays a link.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import quote, urlsplit


@dataclass(frozen=True, slots=True)
class Provider:
    """How the address of a page at a provider becomes the address of its frame."""

    page: str
    """Pattern of the page's address."""
    frame: str
    """The frame's address, with the pattern's groups in it; `{0}` is the page's own, quoted."""
    shape: str
    """How the frame looks: `video`, `audio` or `chart`."""


PROVIDERS = {
    "archive": Provider(
        r"https://archive\.org/details/([\w.-]+)/?", "https://archive.org/embed/{1}", "video"
    ),
    "dailymotion": Provider(
        r"https://(?:www\.)?dailymotion\.com/video/(\w+)",
        "https://geo.dailymotion.com/player.html?video={1}",
        "video",
    ),
    "datawrapper": Provider(
        r"https://datawrapper\.dwcdn\.net/(\w+)/(?:\d+/)?",
        "https://datawrapper.dwcdn.net/{1}/",
        "chart",
    ),
    "flourish": Provider(
        r"https://public\.flourish\.studio/(visualisation|story)/(\d+)/?",
        "https://flo.uri.sh/{1}/{2}/embed",
        "chart",
    ),
    "soundcloud": Provider(
        r"https://soundcloud\.com/[\w-]+/[\w/-]+",
        "https://w.soundcloud.com/player/?url={0}",
        "audio",
    ),
    "spotify": Provider(
        r"https://open\.spotify\.com/(episode|show|track|album|playlist)/(\w+)(?:\?.*)?",
        "https://open.spotify.com/embed/{1}/{2}",
        "audio",
    ),
    "vimeo": Provider(
        r"https://(?:www\.)?vimeo\.com/(\d+)/?", "https://player.vimeo.com/video/{1}?dnt=1", "video"
    ),
    "youtube": Provider(
        r"https://(?:(?:www\.|m\.)?youtube\.com/(?:watch\?(?:.*&)?v=|shorts/|live/)|youtu\.be/)"
        r"([\w-]{11})(?:[?&].*)?",
        "https://www.youtube-nocookie.com/embed/{1}",
        "video",
    ),
}
"""Those that frames are known of."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame that may be put into a page."""

    address: str
    shape: str

    @property
    def origin(self) -> str:
        return "https://" + urlsplit(self.address).netloc


def frame_of(url: str, allowed: Sequence[str]) -> Frame | None:
    """The frame for `url`, if its provider or its host is among `allowed`.

    The page of a host that is named itself is framed as it is. Only https is ever framed, since a
    page that is served so loads nothing else.
    """
    for name in allowed:
        provider = PROVIDERS.get(name)
        if provider is None:
            if url.startswith(f"https://{name}/"):
                return Frame(url, "video")
        elif match := re.fullmatch(provider.page, url, re.ASCII):
            groups = (quote(url, safe=""), *match.groups())
            return Frame(provider.frame.format(*groups), provider.shape)
    return None


_LINK = re.compile(r'<figure class="embed"><a href="([^"]*)"')


def with_frames(
    html: str, allowed: Sequence[str], translate: Callable[..., str]
) -> tuple[str, tuple[str, ...]]:
    """`html` with the frames that its embeds may become, and the origins of these frames."""
    if not allowed or '<figure class="embed">' not in html:
        return html, ()
    origins: dict[str, None] = {}

    def offer(match: re.Match[str]) -> str:
        url = unescape(match[1])
        frame = frame_of(url, allowed)
        if frame is None:
            return match[0]
        origins[frame.origin] = None
        words = translate("Load this from {host}", host=urlsplit(url).hostname or "")
        return (
            f'<figure class="embed {frame.shape}"><a href="{match[1]}"'
            f' data-frame="{escape(frame.address)}" data-words="{escape(words)}"'
        )

    return _LINK.sub(offer, html), tuple(origins)


def origins_of(allowed: Sequence[str]) -> tuple[str, ...]:
    """The origins of all frames that a paper may ever put in."""
    known = (PROVIDERS[name].frame if name in PROVIDERS else f"https://{name}" for name in allowed)
    return tuple(sorted({"https://" + urlsplit(address).netloc for address in known}))
