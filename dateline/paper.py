"""What an edition is made of beside the archive: settings, theme, front.toml, the moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from dateline.config import Config
from dateline.digests import digest
from dateline.front import Front
from dateline.index import Edition
from dateline.theme import Theme


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything that an edition is made of, but for the archive."""

    root: Path
    config: Config
    theme: Theme
    templates: Mapping[str, bytes]
    """For each template a digest of all that it is made of."""
    front: Front
    edition: Edition
    program: bytes
    is_check: bool = False
    strict: bool = False

    @property
    def colours(self) -> Mapping[str, str]:
        """Custom properties of CSS that the settings give."""
        return {"--accent": self.config.site.accent, "--accent-dark": self.config.accent_dark}

    @property
    def site_digest(self) -> bytes:
        """Digest of all that pages take from the settings, the theme's words and the program."""
        plain = replace(self.config, problems=(), grades={}, seconds=0, links=())
        return digest((plain, self.theme.catalogues, self.program))


def furnished(paper: Paper, *, has_stories: bool) -> Paper:
    """`paper` with the settings of this edition."""
    site = paper.config.site
    if not has_stories:
        # A feed must say when it was last updated: without a story there is none to announce.
        site = replace(site, feeds=())
    if paper.edition.is_preview:
        site = replace(site, is_preview=True)
    return replace(paper, config=replace(paper.config, site=site))
